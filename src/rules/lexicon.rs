//! The words of a rule set: lists by name, verbs, units, sources, and expressions that mean the same.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::document::{Data, Document, Entry, Node};
use crate::finding::Finding;
use crate::source::Span;
use crate::text::{Concepts, Conjugation, Expression, FigureUnits, Memory, Phrases, Words, folded};

use super::reader::{Complaints, Reader};

/// The key of the lists that only conditions that name them look at.
pub(crate) const NAMED_LISTS: &str = "listas";

/// The key of the lists of verbs, of which some functions look at all.
pub(crate) const VERB_LISTS: &str = "verbos";

/// The lexicon of a rule set, ready to be looked for in texts.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Word lists by name.
    lists: BTreeMap<Arc<str>, Phrases>,
    concepts: Concepts,
    verbs: Conjugation,
    /// The names of the lists of verbs, by their group in `verbs`.
    verb_lists: Vec<Arc<str>>,
    units: FigureUnits,
    sources: Phrases,
    memory: Memory,
}

impl Lexicon {
    /// The names of all lists that texts can be searched for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(|name| &**name)
    }

    /// A list by name.
    pub fn list(&self, name: &str) -> Option<&Phrases> {
        self.lists.get(name)
    }

    /// The words of a text, read once however often they are asked for.
    pub fn words<'t>(&self, text: &'t str) -> Words<'t> {
        self.memory.words(text)
    }

    /// What means the same, and what says nothing of a programme's subject.
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// All verbs.
    pub fn verbs(&self) -> &Conjugation {
        &self.verbs
    }

    /// The name of a list of verbs by its group.
    pub fn verb_list(&self, group: usize) -> Option<&str> {
        self.verb_lists.get(group).map(|name| &**name)
    }

    /// What figures may count.
    pub fn units(&self) -> &FigureUnits {
        &self.units
    }

    /// Sources that are known by name.
    pub fn sources(&self) -> &Phrases {
        &self.sources
    }
}

/// Reads the lexicon's file.
pub(super) fn read(document: &Document) -> (Lexicon, Vec<Finding>) {
    let complaints = Complaints::about(document);
    let start = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
    let reader = Reader::new(&document.root, start, &complaints);
    let mut compiler = Compiler { lexicon: Lexicon::default(), complaints: &complaints };
    compiler.lexicon.concepts.groups = compiler.concepts(&reader);
    for (key, named) in
        [("carencia", "carencia"), ("poblacion", "poblacion"), ("fuentes", "fuentes")]
    {
        let phrases = reader.required(key).map(|(node, span)| compiler.expressions(node, span));
        compiler.list(named, phrases.unwrap_or_default());
    }
    let known = |name: &str| compiler.lexicon.list(name).cloned().unwrap_or_default();
    let (lack, population, sources) = (known("carencia"), known("poblacion"), known("fuentes"));
    compiler.lexicon.concepts.lack = lack;
    compiler.lexicon.concepts.population = population;
    compiler.lexicon.sources = sources;
    for entry in entries(&reader, NAMED_LISTS) {
        let phrases = compiler.expressions(&entry.node, entry.key_span);
        compiler.named(entry, phrases);
    }
    for entry in entries(&reader, VERB_LISTS) {
        let phrases = compiler.verbs(entry);
        compiler.named(entry, phrases);
    }
    for entry in entries(&reader, "unidades") {
        compiler.units(entry);
    }
    reader.finish();
    let lexicon = compiler.lexicon;
    (lexicon, complaints.into_findings())
}

/// The entries of a map that must be there.
fn entries<'n>(reader: &Reader<'n>, key: &'static str) -> &'n [Entry] {
    let Some((node, span)) = reader.required(key) else { return &[] };
    if !matches!(node.data, Data::Map(_)) {
        reader.wrong(node, span, "un nombre con su lista", "a name with its list");
    }
    node.entries()
}

/// The expressions of a list, by position, that another of it makes superfluous, with that other.
///
/// Of two that are found for the same words, the first stays.
pub(crate) fn superfluous(list: &[&str], verbs: bool) -> Vec<(usize, usize)> {
    let expressions: Vec<Expression> = list.iter().map(|text| Expression::of(text)).collect();
    let infinitive = |text: &str| {
        let verb = folded(text);
        verb.strip_suffix("se").map(str::to_owned).unwrap_or(verb)
    };
    let infinitives: Vec<String> = list.iter().map(|text| infinitive(text)).collect();
    let covers = |one: usize, other: usize| match verbs {
        true => infinitives[one] == infinitives[other],
        false => expressions[one].covers(&expressions[other]),
    };
    let idle = (0..list.len()).filter_map(|at| {
        let others = (0..list.len()).filter(|other| *other != at);
        let mut covering =
            others.filter(|other| covers(*other, at) && (*other < at || !covers(at, *other)));
        Some((at, covering.next()?))
    });
    idle.collect()
}

struct Compiler<'c> {
    lexicon: Lexicon,
    complaints: &'c Complaints,
}

impl Compiler<'_> {
    fn list(&mut self, name: &str, phrases: Phrases) {
        self.lexicon.lists.entry(Arc::from(name)).or_insert(phrases);
    }

    /// Keeps a list under the name of its entry, which no other may have.
    fn named(&mut self, entry: &Entry, phrases: Phrases) {
        if self.lexicon.list(&entry.key).is_some() {
            self.complaints.say(
                entry.key_span,
                format!("hay dos listas `{}`", entry.key),
                format!("there are two lists `{}`", entry.key),
            );
        }
        self.list(&entry.key, phrases);
    }

    /// The expressions of a list; those under `salvo` are passed over where they stand.
    fn expressions(&self, list: &Node, key: Span) -> Phrases {
        let mut phrases = Phrases::default();
        let mut seen = HashMap::new();
        for (item, span) in self.items(list, key) {
            match item.get("salvo").filter(|_| item.entries().len() == 1) {
                Some(except) => {
                    for (except, span) in self.items(except, span) {
                        self.text(except, span, &mut seen)
                            .iter()
                            .for_each(|text| phrases.pass_over(text));
                    }
                }
                None => {
                    self.text(item, span, &mut seen).iter().for_each(|text| phrases.add(text, 0))
                }
            }
        }
        phrases
    }

    fn verbs(&mut self, entry: &Entry) -> Phrases {
        let mut phrases = Phrases::default();
        let mut seen = HashMap::new();
        let group = self.lexicon.verb_lists.len();
        self.lexicon.verb_lists.push(Arc::from(entry.key.as_str()));
        for (item, span) in self.items(&entry.node, entry.key_span) {
            let Some(verb) = self.text(item, span, &mut seen) else { continue };
            let plain = folded(&verb);
            let plain = plain.strip_suffix("se").unwrap_or(&plain);
            if verb.contains(' ') || !["ar", "er", "ir"].iter().any(|end| plain.ends_with(end)) {
                self.complaints.say(
                    item.span,
                    format!("`{verb}` no es un infinitivo"),
                    format!("`{verb}` is no infinitive"),
                );
                continue;
            }
            phrases.add_verb(&verb, 0);
            self.lexicon.verbs.add(&verb, group);
        }
        phrases
    }

    fn units(&mut self, entry: &Entry) {
        let mut seen = HashMap::new();
        for (item, span) in self.items(&entry.node, entry.key_span) {
            if let Some(unit) = self.text(item, span, &mut seen) {
                self.lexicon.units.add(&unit, &entry.key);
            }
        }
    }

    /// Groups of expressions that mean the same; no expression is in two.
    fn concepts(&self, reader: &Reader<'_>) -> Phrases {
        let mut phrases = Phrases::default();
        let mut seen = HashMap::new();
        let Some((node, key)) = reader.required("conceptos") else { return phrases };
        for (group, (list, span)) in self.items(node, key).into_iter().enumerate() {
            for (item, span) in self.items(list, span) {
                self.text(item, span, &mut seen).iter().for_each(|text| phrases.add(text, group));
            }
        }
        phrases
    }

    /// The items of a list, after a complaint where it is none.
    fn items<'n>(&self, list: &'n Node, key: Span) -> Vec<(&'n Node, Span)> {
        let place = |node: &Node| if node.span.is_empty() { key } else { node.span };
        match &list.data {
            Data::List(items) => items.iter().map(|item| (item, place(item))).collect(),
            _ => {
                self.complaints.say(place(list), "aquí va una lista", "a list goes here");
                Vec::new()
            }
        }
    }

    /// An expression that stands once, with a word in it at least.
    fn text(&self, node: &Node, span: Span, seen: &mut HashMap<String, Span>) -> Option<String> {
        let Some(text) = node.text() else {
            self.complaints.say(
                span,
                "aquí va una expresión entre comillas o sin ellas",
                "an expression goes here",
            );
            return None;
        };
        let words = Words::of(text);
        if words.tokens.is_empty() {
            self.complaints.say(
                span,
                format!("`{text}` no tiene ninguna palabra"),
                format!("`{text}` has no word"),
            );
            return None;
        }
        if seen.insert(text.to_lowercase(), span).is_some() {
            self.complaints.say(
                span,
                format!("`{text}` está dos veces"),
                format!("`{text}` is there twice"),
            );
        }
        Some(text.to_owned())
    }
}
