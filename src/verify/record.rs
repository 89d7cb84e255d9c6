//! What the rules say of a submission, short enough to be read in a difference.

use std::fmt::Write as _;

use crate::document::{self, Data, Document, Entry, Node};
use crate::evaluate::{Conclusion, Evaluation, RuleResult};
use crate::finding::{Finding, Wording};
use crate::rules::{Class, Status};
use crate::source::Span;

use super::verdicts::Verdicts;

/// What became of a rule, as records and people tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is met.
    Met,
    /// It is not met, and that is certain.
    Unmet,
    /// It is not met by what a heuristic saw: a person confirms it.
    Suspected,
    /// What the submission says does not decide it.
    Unknown,
    /// A person has to answer its question.
    Pending,
    /// It does not apply.
    NotApplicable,
}

/// What became of a rule, and of which of the elements that it ran on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listed {
    /// The state.
    pub state: State,
    /// The positions, from 1, of the elements that have it; none where the rule is met or runs once.
    pub elements: Vec<usize>,
}

/// What the rules say of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The rule set and its version: `dipres 0.1.0`.
    pub ruleset: String,
    /// The pillars and the rating.
    pub verdicts: Verdicts,
    /// The rules that are met, in the order of the rule set.
    pub met: Met,
    /// Every rule that is not simply met, list by list.
    pub rules: Vec<(String, Listed)>,
}

/// The rules that are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// Which they are.
    Rules(Vec<String>),
    /// How many they are, which is all that records of old say.
    Count(usize),
}

impl Met {
    /// Whether both may be of the same rules.
    fn agrees(&self, other: &Met) -> bool {
        match (self, other) {
            (Met::Rules(a), Met::Rules(b)) => a == b,
            (a, b) => a.count() == b.count(),
        }
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        match self {
            Met::Rules(rules) => rules.len(),
            Met::Count(count) => *count,
        }
    }

    /// Which they are, as far as that is said.
    pub fn rules(&self) -> &[String] {
        match self {
            Met::Rules(rules) => rules,
            Met::Count(_) => &[],
        }
    }

    /// Whether a rule is among them; none where that is not said.
    pub fn has(&self, rule: &str) -> Option<bool> {
        match self {
            Met::Rules(rules) => Some(rules.iter().any(|met| met == rule)),
            Met::Count(_) => None,
        }
    }
}

/// Columns of a record that the ids of rules that are met may take.
const WIDTH: usize = 100;

/// The lists of a record: what a rule is listed under that is not simply met.
const LISTS: [(&str, State, &str); 5] = [
    ("no_cumple", State::Unmet, "no se cumplen"),
    ("por_confirmar", State::Suspected, "sospechas que una persona confirma o descarta"),
    ("sin_dato", State::Unknown, "no se pueden decidir con lo que el formulario dice"),
    ("preguntas", State::Pending, "las responde una persona"),
    ("no_aplica", State::NotApplicable, "no corresponden a este programa"),
];

/// The record of an evaluation, as YAML: rating, pillars, the rules that are met, and every other by what
/// became of it.
///
/// The same evaluation gives the same bytes; two records differ in the lines that moved.
pub fn record(evaluation: &Evaluation<'_>) -> String {
    Record::of(evaluation).write()
}

impl Listed {
    /// What became of a rule.
    pub fn of(result: &RuleResult<'_>) -> Listed {
        let state = match (result.status, result.rule.class) {
            (Status::Met, _) => State::Met,
            (Status::NotApplicable, _) => State::NotApplicable,
            (Status::Unmet, Class::Heuristic) => State::Suspected,
            (Status::Unmet, _) => State::Unmet,
            (Status::Unknown, _) if waits(result) => State::Pending,
            (Status::Unknown, _) => State::Unknown,
        };
        let same = result.outcomes.iter().filter(|outcome| outcome.status == result.status);
        let elements = match state {
            State::Met => Vec::new(),
            _ => same.filter_map(|outcome| Some(outcome.element.as_ref()?.position)).collect(),
        };
        Listed { state, elements }
    }

    /// A rule that is met.
    pub fn met() -> Listed {
        Listed { state: State::Met, elements: Vec::new() }
    }
}

/// Whether only a person's answer is wanting, on some element at least.
fn waits(result: &RuleResult<'_>) -> bool {
    result.outcomes.iter().any(|outcome| outcome.pending().is_some())
}

impl Record {
    /// What an evaluation comes to.
    pub fn of(evaluation: &Evaluation<'_>) -> Record {
        let policy = &evaluation.ruleset.policy;
        let conclusion =
            Conclusion { pillars: evaluation.pillars.clone(), rating: evaluation.rating.clone() };
        let verdicts = Verdicts::of(policy, &conclusion);
        let standings: Vec<(String, Listed)> = evaluation
            .results
            .iter()
            .map(|result| (result.rule.id.clone(), Listed::of(result)))
            .collect();
        let met = standings.iter().filter(|(_, standing)| standing.state == State::Met);
        let met = Met::Rules(met.map(|(id, _)| id.clone()).collect());
        let listed = LISTS.iter().flat_map(|(_, state, _)| {
            standings.iter().filter(move |(_, standing)| standing.state == *state).cloned()
        });
        Record {
            ruleset: format!("{} {}", plain(&policy.id), plain(&policy.version)),
            verdicts,
            met,
            rules: listed.collect(),
        }
    }

    /// What became of a rule; of one that is not listed, that it is met.
    pub fn standing(&self, rule: &str) -> Listed {
        let found = self.rules.iter().find(|(id, _)| id == rule);
        found.map_or_else(Listed::met, |(_, standing)| standing.clone())
    }

    /// Whether two records say the same, whichever version of the rules said it.
    pub fn agrees(&self, other: &Record) -> bool {
        self.rules == other.rules
            && self.verdicts.agrees(&other.verdicts)
            && self.met.agrees(&other.met)
    }

    /// The record as YAML; [`Record::read`] gives it back.
    pub fn write(&self) -> String {
        let mut text = format!("reglas: {}\n", self.ruleset);
        match &self.verdicts.rating {
            None => text.push_str("calificacion: null\n"),
            Some(rating) => line(&mut text, 0, "calificacion", &quoted(rating)),
        }
        if let Some(favourable) = self.verdicts.favourable {
            line(&mut text, 0, "favorable", &favourable.to_string());
        }
        text.push_str("pilares:\n");
        for (pillar, verdict) in &self.verdicts.pillars {
            line(&mut text, 1, &quoted(pillar), &quoted(verdict));
        }
        match &self.met {
            Met::Count(count) => line(&mut text, 0, "cumplen", &count.to_string()),
            Met::Rules(rules) => {
                let _ = writeln!(text, "cumplen:   # {}", rules.len());
                text.push_str(&wrapped(rules));
            }
        }
        for (name, state, meaning) in LISTS {
            self.list(&mut text, name, state, meaning);
        }
        text
    }

    fn list(&self, text: &mut String, name: &str, state: State, meaning: &str) {
        let mut listed =
            self.rules.iter().filter(|(_, standing)| standing.state == state).peekable();
        if listed.peek().is_some() {
            let _ = writeln!(text, "{name}:   # {meaning}");
        }
        for (id, standing) in listed {
            let positions: Vec<String> =
                standing.elements.iter().map(ToString::to_string).collect();
            match positions.is_empty() {
                true => _ = writeln!(text, "  - {id}"),
                false => _ = writeln!(text, "  - {id}: [{}]", positions.join(", ")),
            }
        }
    }

    /// Reads a record back; what is none is a finding at its place.
    pub fn read(document: &Document) -> Result<Record, Vec<Finding>> {
        if !document.findings.is_empty() {
            return Err(document.findings.clone());
        }
        let mut reader = Reader { document, findings: Vec::new() };
        if document.root.entries().is_empty() {
            let span = document.nearest_place(&document::Path::root());
            reader.say(
                span,
                "esto no es un registro de veredictos",
                "this is no record of verdicts",
            );
            return Err(reader.findings);
        }
        let record = reader.record();
        if reader.findings.is_empty() { Ok(record) } else { Err(reader.findings) }
    }

    /// Where a record speaks of a rule, a pillar, or the rating; its first key where it does not.
    pub fn place_of(document: &Document, name: &str) -> Span {
        let entries = document.root.entries();
        let items = entries.iter().flat_map(|entry| entry.node.items());
        let rule = items.into_iter().find_map(|item| match (&item.data, item.entries()) {
            (Data::Text(text), _) if text == name => Some(item.span),
            (_, [entry]) if entry.key == name => Some(entry.key_span),
            _ => None,
        });
        let pillar = document.root.get("pilares").and_then(|pillars| pillars.entry(name));
        let key = document.root.entry(name);
        let found = rule.or_else(|| pillar.or(key).map(|entry| entry.key_span));
        found.unwrap_or_else(|| entries.first().map_or(Span::default(), |entry| entry.key_span))
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
        };
        let root = &self.document.root;
        for key in ["reglas", "calificacion", "pilares", "cumplen"] {
            if root.entry(key).is_none() {
                let span = root.entries().first().map_or(Span::default(), |entry| entry.key_span);
                self.say(span, format!("falta `{key}`"), format!("`{key}` is missing"));
            }
        }
        for entry in root.entries() {
            match entry.key.as_str() {
                "reglas" => record.ruleset = self.text(entry),
                "calificacion" if matches!(entry.node.data, Data::Blank) => {}
                "calificacion" => record.verdicts.rating = Some(self.text(entry)),
                "favorable" => record.verdicts.favourable = self.flag(entry),
                "pilares" => {
                    record.verdicts.pillars = (entry.node.entries().iter())
                        .map(|pillar| (pillar.key.clone(), self.text(pillar)))
                        .collect();
                }
                "cumplen" => record.met = self.met(entry),
                name => match LISTS.iter().find(|(known, ..)| *known == name) {
                    Some((_, state, _)) => self.list(entry, *state, &mut record.rules),
                    None => self.say(
                        entry.key_span,
                        format!("la clave `{name}` no existe aquí"),
                        format!("there is no key `{name}` here"),
                    ),
                },
            }
        }
        record
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

    fn list(&mut self, entry: &Entry, state: State, rules: &mut Vec<(String, Listed)>) {
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
            if rules.iter().any(|(known, _)| *known == id) {
                let english = format!("rule `{id}` is there twice");
                self.say(span, format!("la regla `{id}` está dos veces"), english);
            }
            rules.push((id, Listed { state, elements }));
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

fn line(text: &mut String, depth: usize, key: &str, value: &str) {
    let _ = writeln!(text, "{}{key}: {value}", "  ".repeat(depth));
}

/// The ids of rules as a list between brackets, in lines of some width, those of each section on their own.
fn wrapped(rules: &[String]) -> String {
    let section = |id: &str| id.rsplit_once('-').map_or("", |(section, _)| section).to_owned();
    let mut lines: Vec<String> = Vec::new();
    for (at, id) in rules.iter().enumerate() {
        let comma = if at + 1 < rules.len() { "," } else { "" };
        let new_section = at > 0 && section(&rules[at - 1]) != section(id);
        match lines.last_mut() {
            Some(last) if !new_section && last.len() + id.len() + 4 < WIDTH => {
                let _ = write!(last, " {id}{comma}");
            }
            _ => lines.push(format!("   {id}{comma}")),
        }
    }
    let mut text = lines.join("\n");
    match lines.is_empty() {
        true => text.push_str("  []"),
        false => {
            text.replace_range(2..3, "[");
            text.push(']');
        }
    }
    text + "\n"
}

/// A text between quotes, as YAML and JSON read it.
fn quoted(text: &str) -> String {
    let plain_enough = |c: char| c.is_alphanumeric() || c == ' ' || c == ',';
    match text.chars().all(plain_enough) && !text.is_empty() {
        true => text.to_owned(),
        false => {
            let node = Node { data: Data::Text(text.to_owned()), span: Span::default() };
            document::write(&node).trim_end().to_owned()
        }
    }
}

/// A text that is no larger than a word.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect()
}
