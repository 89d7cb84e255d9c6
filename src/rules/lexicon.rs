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

/// The key of the groups of expressions that mean the same.
const CONCEPTS: &str = "conceptos";

/// The lexicon of a rule set, ready to be looked for in texts.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Word lists by name.
    lists: BTreeMap<Arc<str>, Arc<Phrases>>,
    concepts: Concepts,
    verbs: Arc<Conjugation>,
    /// The names of the lists of verbs, by their group in `verbs`.
    verb_lists: Vec<Arc<str>>,
    units: FigureUnits,
    sources: Arc<Phrases>,
    memory: Arc<Memory>,
}

impl Lexicon {
    /// The names of all lists that texts can be searched for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(|name| &**name)
    }

    /// A list by name.
    pub fn list(&self, name: &str) -> Option<&Phrases> {
        self.lists.get(name).map(|list| &**list)
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
    let lexicon = compile(document, None, &complaints);
    (lexicon, complaints.into_findings())
}

/// Reads a lexicon that differs little from one that was read: what both say alike is not read again.
///
/// Mistakes are passed over: what can be read of it counts.
pub(super) fn read_again(document: &Document, words: &Document, lexicon: &Lexicon) -> Lexicon {
    let earlier = Earlier { words: &words.root, lexicon };
    compile(document, Some(earlier), &Complaints::about(document))
}

/// A lexicon that was read before, and what it was read from.
#[derive(Clone, Copy)]
struct Earlier<'e> {
    words: &'e Node,
    lexicon: &'e Lexicon,
}

impl<'e> Earlier<'e> {
    /// The earlier lexicon, where it says under some keys what a node says.
    fn with(self, keys: &[&str], node: &Node) -> Option<&'e Lexicon> {
        let there = keys.iter().try_fold(self.words, |node, key| node.get(key))?;
        there.says(node).then_some(self.lexicon)
    }
}

fn compile(document: &Document, earlier: Option<Earlier<'_>>, complaints: &Complaints) -> Lexicon {
    let start = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
    let reader = Reader::new(&document.root, start, complaints);
    let mut lexicon = Lexicon::default();
    if let Some(earlier) = earlier {
        lexicon.memory = Arc::clone(&earlier.lexicon.memory);
    }
    let mut compiler = Compiler { lexicon, complaints, earlier };
    compiler.lexicon.concepts.groups = compiler.concepts(&reader);
    for key in ["carencia", "poblacion", "fuentes"] {
        let read =
            reader.required(key).map(|(node, span)| compiler.expressions(&[key], node, span));
        compiler.list(key, read.unwrap_or_default());
    }
    let known = |name: &str| compiler.lexicon.lists.get(name).cloned().unwrap_or_default();
    let (lack, population, sources) = (known("carencia"), known("poblacion"), known("fuentes"));
    compiler.lexicon.concepts.lack = lack;
    compiler.lexicon.concepts.population = population;
    compiler.lexicon.sources = sources;
    for entry in entries(&reader, NAMED_LISTS) {
        let path = [NAMED_LISTS, &entry.key];
        let phrases = compiler.expressions(&path, &entry.node, entry.key_span);
        compiler.named(entry, phrases);
    }
    compiler.all_verbs(&reader, document.root.get(VERB_LISTS));
    for entry in entries(&reader, "unidades") {
        compiler.units(entry);
    }
    reader.finish();
    compiler.lexicon
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

/// The exceptions of a list, by position, of which no expression of it has a word: wherever they stand,
/// nothing is there to be passed over.
pub(crate) fn idle_exceptions(list: &[&str], exceptions: &[&str]) -> Vec<usize> {
    let list: Vec<Expression> = list.iter().map(|text| Expression::of(text)).collect();
    let idle = |text: &str| {
        let exception = Expression::of(text);
        !list.iter().any(|expression| expression.touches(&exception))
    };
    (0..exceptions.len()).filter(|at| idle(exceptions[*at])).collect()
}

struct Compiler<'c> {
    lexicon: Lexicon,
    complaints: &'c Complaints,
    earlier: Option<Earlier<'c>>,
}

impl Compiler<'_> {
    fn list(&mut self, name: &str, phrases: Arc<Phrases>) {
        self.lexicon.lists.entry(Arc::from(name)).or_insert(phrases);
    }

    /// Keeps a list under the name of its entry, which no other may have.
    fn named(&mut self, entry: &Entry, phrases: Arc<Phrases>) {
        if self.lexicon.list(&entry.key).is_some() {
            self.complaints.say(
                entry.key_span,
                format!("hay dos listas `{}`", entry.key),
                format!("there are two lists `{}`", entry.key),
            );
        }
        self.list(&entry.key, phrases);
    }

    /// The expressions of a list, which stands under some keys; those under `salvo` are passed over where
    /// they stand.
    fn expressions(&self, path: &[&str], list: &Node, key: Span) -> Arc<Phrases> {
        let earlier = self.earlier.and_then(|earlier| earlier.with(path, list));
        let known = earlier.and_then(|lexicon| lexicon.lists.get(*path.last()?));
        if let Some(known) = known {
            return Arc::clone(known);
        }
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
        Arc::new(phrases)
    }

    /// The lists of verbs, and the forms of them all.
    fn all_verbs(&mut self, reader: &Reader<'_>, whole: Option<&Node>) {
        let lists = entries(reader, VERB_LISTS);
        let known = self.earlier.zip(whole).and_then(|(e, node)| e.with(&[VERB_LISTS], node));
        if let Some(lexicon) = known {
            self.lexicon.verbs = Arc::clone(&lexicon.verbs);
            self.lexicon.verb_lists.clone_from(&lexicon.verb_lists);
            for entry in lists {
                let phrases = lexicon.lists.get(entry.key.as_str()).cloned();
                self.named(entry, phrases.unwrap_or_default());
            }
            return;
        }
        let mut forms = Conjugation::default();
        for entry in lists {
            let phrases = self.verbs(entry, &mut forms);
            self.named(entry, Arc::new(phrases));
        }
        self.lexicon.verbs = Arc::new(forms);
    }

    fn verbs(&mut self, entry: &Entry, forms: &mut Conjugation) -> Phrases {
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
            forms.add(&verb, group);
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
    fn concepts(&self, reader: &Reader<'_>) -> Arc<Phrases> {
        let mut phrases = Phrases::default();
        let mut seen = HashMap::new();
        let Some((node, key)) = reader.required(CONCEPTS) else { return Arc::default() };
        if let Some(lexicon) = self.earlier.and_then(|earlier| earlier.with(&[CONCEPTS], node)) {
            return Arc::clone(&lexicon.concepts.groups);
        }
        for (group, (list, span)) in self.items(node, key).into_iter().enumerate() {
            for (item, span) in self.items(list, span) {
                self.text(item, span, &mut seen).iter().for_each(|text| phrases.add(text, group));
            }
        }
        Arc::new(phrases)
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
