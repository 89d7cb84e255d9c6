//! Records out of YAML.

use crate::document::{self, Data, Document, Entry, Node};
use crate::finding::{Finding, Wording};
use crate::source::Span;
use crate::verify::verdicts::Verdicts;

use super::{InState, LISTS, Listed, MET, Met, REVIEWED, Record, Reviewed, SAID, State, listed};

/// A rule, and what each list that it stands in says of it.
type Lines = (String, Vec<InState>);

impl Record {
    /// Reads a record back; what is none is a finding at its place.
    pub fn read(document: &Document) -> Result<Record, Vec<Finding>> {
        read(document).map_err(|mut findings| {
            if let Some(last) = findings.last_mut().filter(|last| last.help.is_none()) {
                last.help = Some(Wording::both(
                    "corríjalo, o anótelo de nuevo con `pilares gate --accept`",
                    "correct it, or write it anew with `pilares gate --accept`",
                ));
            }
            findings
        })
    }

    /// Where a record speaks of a rule, a pillar, or the rating, with review or without; its first key where
    /// it does not.
    pub fn place_of(document: &Document, name: &str, reviewed: bool) -> Span {
        let with = document.root.get(REVIEWED).filter(|_| reviewed);
        let found = with.and_then(|with| place_in(with, name));
        let first = || document.root.entries().first().map_or(Span::default(), |e| e.key_span);
        found.or_else(|| place_in(&document.root, name)).unwrap_or_else(first)
    }
}

fn read(document: &Document) -> Result<Record, Vec<Finding>> {
    if !document.findings.is_empty() {
        return Err(document.findings.clone());
    }
    let mut reader = Reader { document, findings: Vec::new() };
    if document.root.entries().is_empty() {
        let span = document.nearest_place(&document::Path::root());
        reader.say(span, "esto no es un registro de veredictos", "this is no record of verdicts");
        return Err(reader.findings);
    }
    let record = reader.record();
    if reader.findings.is_empty() { Ok(record) } else { Err(reader.findings) }
}

/// Where a map of a record speaks of a rule, a pillar, or the rating.
fn place_in(root: &Node, name: &str) -> Option<Span> {
    let items = root.entries().iter().flat_map(|entry| entry.node.items());
    let rule = items.into_iter().find_map(|item| match (&item.data, item.entries()) {
        (Data::Text(text), _) if text == name => Some(item.span),
        (_, [entry]) if entry.key == name => Some(entry.key_span),
        _ => None,
    });
    let pillar = root.get("pilares").and_then(|pillars| pillars.entry(name));
    rule.or_else(|| pillar.or(root.entry(name)).map(|entry| entry.key_span))
}

/// The rule that an item of a list is of.
fn id_of(item: &Node) -> Option<&str> {
    match (&item.data, item.entries()) {
        (Data::Text(id), _) => Some(id),
        (_, [of]) => Some(&of.key),
        _ => None,
    }
}

/// Reads a record and complains of what is none.
struct Reader<'d> {
    document: &'d Document,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn record(&mut self) -> Record {
        let mut record = Record {
            ruleset: String::new(),
            verdicts: Verdicts::default(),
            met: Met::Count(0),
            rules: Vec::new(),
            reviewed: None,
        };
        let root = &self.document.root;
        self.has(root.entries(), &["reglas", "calificacion", "pilares", MET]);
        let mut others = Vec::new();
        for entry in root.entries() {
            match entry.key.as_str() {
                "reglas" => record.ruleset = self.text(entry),
                MET => record.met = self.met(entry),
                REVIEWED => record.reviewed = Some(self.reviewed(entry)),
                _ => others.push(entry),
            }
        }
        (record.verdicts, record.rules) = self.said(others);
        record
    }

    fn reviewed(&mut self, entry: &Entry) -> Reviewed {
        let mut fresh = Vec::new();
        let mut others = Vec::new();
        for entry in entry.node.entries() {
            match entry.key.as_str() {
                MET => match self.met(entry) {
                    Met::Rules(rules) => fresh = rules,
                    Met::Count(_) => {
                        self.say(entry.key_span, "aquí van ids de reglas", "ids of rules go here");
                    }
                },
                _ => others.push(entry),
            }
        }
        self.has(entry.node.entries(), &["calificacion", "pilares"]);
        let (verdicts, rules) = self.said(others);
        let met = fresh.into_iter().map(|id| (id, Listed::met()));
        Reviewed { verdicts, rules: met.chain(rules).collect() }
    }

    fn has(&mut self, entries: &[Entry], keys: &[&str]) {
        for key in keys.iter().filter(|key| !entries.iter().any(|entry| entry.key == **key)) {
            let span = entries.first().map_or(Span::default(), |entry| entry.key_span);
            self.say(span, format!("falta `{key}`"), format!("`{key}` is missing"));
        }
    }

    /// The verdicts and the lists of rules that some keys hold.
    fn said(&mut self, keys: Vec<&Entry>) -> (Verdicts, Vec<(String, Listed)>) {
        let mut verdicts = Verdicts::default();
        let mut rules: Vec<Lines> = Vec::new();
        // In every list the rules whose own it is stand as they do in all of them.
        let mut order: Vec<(State, String)> = Vec::new();
        for entry in keys {
            match entry.key.as_str() {
                "calificacion" if matches!(entry.node.data, Data::Blank) => {}
                "calificacion" => verdicts.rating = Some(self.text(entry)),
                "favorable" => verdicts.favourable = self.flag(entry),
                "pilares" => {
                    verdicts.pillars = (entry.node.entries().iter())
                        .map(|pillar| (pillar.key.clone(), self.text(pillar)))
                        .collect();
                }
                name => match LISTS.iter().find(|(known, ..)| *known == name) {
                    Some((_, state, _)) => {
                        self.list(entry, *state, &mut rules);
                        let ids = entry.node.items().iter().filter_map(id_of);
                        order.extend(ids.map(|id| (*state, id.to_owned())));
                    }
                    None => self.say(
                        entry.key_span,
                        format!("la clave `{name}` no existe aquí"),
                        format!("there is no key `{name}` here"),
                    ),
                },
            }
        }
        let whole = rules.into_iter().map(|(id, mut states)| {
            states.sort_by_key(|(state, _)| {
                SAID.iter().position(|of| of == state).unwrap_or(SAID.len())
            });
            let mut states = states.into_iter();
            let (state, elements) = states.next().unwrap_or((State::Met, Vec::new()));
            (id, Listed { state, elements, beside: states.collect() })
        });
        let mut whole: Vec<(String, Listed)> = whole.collect();
        let place = |id: &String, state: State| {
            order.iter().position(|(list, known)| *list == state && known == id)
        };
        whole.sort_by_cached_key(|(id, standing)| place(id, standing.state));
        (verdicts, listed(whole))
    }

    fn met(&mut self, entry: &Entry) -> Met {
        if !matches!(entry.node.data, Data::List(_)) {
            return Met::Count(self.count(&entry.node, entry.key_span));
        }
        let mut rules: Vec<String> = Vec::new();
        for item in entry.node.items() {
            match item.text() {
                Some(id) if rules.iter().any(|known| known == id) => {
                    let english = format!("rule `{id}` is there twice");
                    self.say(item.span, format!("la regla `{id}` está dos veces"), english);
                }
                Some(id) => rules.push(id.to_owned()),
                None => {
                    let span = if item.span.is_empty() { entry.key_span } else { item.span };
                    self.say(span, "aquí va el id de una regla", "a rule's id goes here");
                }
            }
        }
        Met::Rules(rules)
    }

    /// A list of rules that have a state; one may be in several by some of its elements each.
    fn list(&mut self, entry: &Entry, state: State, rules: &mut Vec<Lines>) {
        for item in entry.node.items() {
            let (id, span, elements) = match (&item.data, item.entries()) {
                (Data::Text(id), _) => (id.clone(), item.span, Vec::new()),
                (_, [of]) => {
                    let items = of.node.items().iter();
                    let elements = items.map(|node| self.count(node, of.key_span)).collect();
                    (of.key.clone(), of.key_span, elements)
                }
                _ => {
                    let span = if item.span.is_empty() { entry.key_span } else { item.span };
                    self.say(span, "aquí va el id de una regla", "a rule's id goes here");
                    continue;
                }
            };
            let Some((_, states)) = rules.iter_mut().find(|(known, _)| *known == id) else {
                rules.push((id, vec![(state, elements)]));
                continue;
            };
            let whole = |(of, some): &InState| *of == state || some.is_empty();
            if elements.is_empty() || states.iter().any(whole) {
                let english = format!("rule `{id}` is there twice");
                self.say(span, format!("la regla `{id}` está dos veces"), english);
            }
            states.push((state, elements));
        }
    }

    fn text(&mut self, entry: &Entry) -> String {
        let text = entry.node.text().map(str::to_owned);
        text.unwrap_or_else(|| {
            self.say(entry.key_span, "aquí va un texto", "a text goes here");
            String::new()
        })
    }

    fn flag(&mut self, entry: &Entry) -> Option<bool> {
        if let Data::Bool(flag) = entry.node.data {
            return Some(flag);
        }
        self.say(entry.key_span, "aquí va `true` o `false`", "`true` or `false` goes here");
        None
    }

    fn count(&mut self, node: &Node, key: Span) -> usize {
        let count = match &node.data {
            Data::Number(number) => number.text.parse().ok(),
            _ => None,
        };
        count.unwrap_or_else(|| {
            let span = if node.span.is_empty() { key } else { node.span };
            self.say(span, "aquí va una cantidad", "a count goes here");
            0
        })
    }

    fn say(&mut self, span: Span, spanish: impl Into<String>, english: impl Into<String>) {
        let finding = Finding::error("gate/record", Wording::both(spanish, english));
        self.findings.push(finding.at(self.document.place(span)));
    }
}
