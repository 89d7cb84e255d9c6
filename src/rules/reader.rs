//! Reads typed values out of a tree and keeps every complaint: a typo never hides the next one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::document::{Data, Document, Entry, Node};
use crate::finding::{Finding, Wording, nearest};
use crate::source::{Place, Source, Span};

/// The complaints about one file.
pub(crate) struct Complaints {
    pub source: Arc<Source>,
    /// The code of findings that have none of their own.
    code: &'static str,
    findings: RefCell<Vec<Finding>>,
}

impl Complaints {
    pub fn about(document: &Document) -> Complaints {
        Complaints::coded(document, "rules/file")
    }

    /// The same, for files of another kind.
    pub fn coded(document: &Document, code: &'static str) -> Complaints {
        Complaints {
            source: Arc::clone(&document.source),
            code,
            findings: RefCell::new(document.findings.clone()),
        }
    }

    pub fn place(&self, span: Span) -> Place {
        Place { source: Arc::clone(&self.source), span }
    }

    pub fn push(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    pub fn say(&self, span: Span, spanish: impl Into<String>, english: impl Into<String>) {
        self.push(Finding::error(self.code, Wording::both(spanish, english)).at(self.place(span)));
    }

    /// How many there are; what reads a part compares it before and after.
    pub fn count(&self) -> usize {
        self.findings.borrow().len()
    }

    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}

/// A map being read; keys that nobody asked for are complaints in the end.
pub(crate) struct Reader<'n> {
    node: &'n Node,
    /// What to point at for what is missing.
    key_span: Span,
    complaints: &'n Complaints,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'n> Reader<'n> {
    /// Reads a map; anything else is a complaint.
    pub fn new(node: &'n Node, key_span: Span, complaints: &'n Complaints) -> Reader<'n> {
        expect_group(node, key_span, complaints);
        Reader { node, key_span, complaints, asked: RefCell::default() }
    }

    /// The keys and values of a group, whatever they are; anything else is a complaint.
    pub fn entries(&self, key: &'static str) -> &'n [Entry] {
        let Some((node, span)) = self.node(key) else { return &[] };
        expect_group(node, span, self.complaints);
        node.entries()
    }

    /// Where the map's first key stands.
    pub fn span(&self) -> Span {
        self.node.entries().first().map_or(self.key_span, |entry| entry.key_span)
    }

    /// The value of a key, where it is there and not blank.
    pub fn node(&self, key: &'static str) -> Option<(&'n Node, Span)> {
        self.asked.borrow_mut().insert(key);
        let entry = self.node.entry(key)?;
        (!entry.node.is_blank()).then_some((&entry.node, entry.key_span))
    }

    /// The value of a key that must be there.
    pub fn required(&self, key: &'static str) -> Option<(&'n Node, Span)> {
        let found = self.node(key);
        if found.is_none() {
            let span = self.node.entry(key).map_or(self.span(), |entry| entry.key_span);
            self.complaints.say(span, format!("falta `{key}`"), format!("`{key}` is missing"));
        }
        found
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        self.node(key).and_then(|(node, span)| self.as_text(node, span))
    }

    /// A text that must be there; empty, after a complaint, where it is not.
    pub fn required_text(&self, key: &'static str) -> String {
        let found = self.required(key).and_then(|(node, span)| self.as_text(node, span));
        found.unwrap_or_default()
    }

    fn as_text(&self, node: &Node, key_span: Span) -> Option<String> {
        match &node.data {
            Data::Text(text) => Some(text.trim().to_owned()),
            Data::Number(number) => Some(number.text.clone()),
            _ => {
                self.wrong(node, key_span, "un texto", "a text");
                None
            }
        }
    }

    pub fn number(&self, key: &'static str) -> Option<Decimal> {
        let (node, span) = self.required(key)?;
        match &node.data {
            Data::Number(number) => number.value,
            _ => {
                self.wrong(node, span, "un número", "a number");
                None
            }
        }
    }

    pub fn optional_number(&self, key: &'static str) -> Option<Decimal> {
        self.node(key)?;
        self.number(key)
    }

    /// `true` or `false`; false where it is missing, after a complaint.
    pub fn flag(&self, key: &'static str) -> bool {
        match self.required(key) {
            Some((Node { data: Data::Bool(value), .. }, _)) => *value,
            Some((node, span)) => {
                self.wrong(node, span, "`true` o `false`", "`true` or `false`");
                false
            }
            None => false,
        }
    }

    /// One of some words; the first, after a complaint, where it is none.
    pub fn choice<T: Copy>(&self, key: &'static str, options: &[(&'static str, T)]) -> T {
        let fallback = options[0].1;
        let Some((node, span)) = self.required(key) else { return fallback };
        let Some(word) = self.as_text(node, span) else { return fallback };
        match options.iter().find(|(name, _)| *name == word) {
            Some((_, value)) => *value,
            None => {
                let names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
                self.unknown_word(node.span, &word, &names);
                fallback
            }
        }
    }

    /// Complains about a word that is not one of some names, suggesting the nearest.
    pub fn unknown_word(&self, span: Span, word: &str, names: &[&str]) {
        let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let finding = Finding::error(
            self.complaints.code,
            Wording::both(
                format!("`{word}` no es un valor conocido"),
                format!("`{word}` is not a known value"),
            ),
        )
        .at(self.complaints.place(span));
        self.complaints.push(match nearest(word, names.iter().copied()) {
            Some(name) => finding.helped_by(did_you_mean(name)),
            None => finding.helped_by(Wording::both(
                format!("puede ser {}", list.join(", ")),
                format!("it may be {}", list.join(", ")),
            )),
        });
    }

    /// The items of a list; one value counts as a list of one.
    pub fn items(&self, key: &'static str) -> Vec<(&'n Node, Span)> {
        match self.node(key) {
            None => Vec::new(),
            Some((node, span)) => match &node.data {
                Data::List(items) => items.iter().map(|item| (item, span)).collect(),
                _ => vec![(node, span)],
            },
        }
    }

    /// A reader for each map of a list.
    pub fn maps(&self, key: &'static str) -> Vec<Reader<'n>> {
        let items = self.items(key).into_iter();
        items.map(|(node, span)| Reader::new(node, span, self.complaints)).collect()
    }

    /// A reader for a map that must be there.
    pub fn map(&self, key: &'static str) -> Option<Reader<'n>> {
        self.required(key).map(|(node, span)| Reader::new(node, span, self.complaints))
    }

    pub fn wrong(&self, node: &Node, key_span: Span, spanish: &str, english: &str) {
        let span = if node.span.is_empty() { key_span } else { node.span };
        self.complaints.say(span, format!("aquí va {spanish}"), format!("{english} goes here"));
    }

    /// Complains about keys that nobody asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for entry in self.node.entries() {
            if asked.contains(entry.key.as_str()) {
                continue;
            }
            let key = &entry.key;
            let finding = Finding::error(
                self.complaints.code,
                Wording::both(
                    format!("la clave `{key}` no existe aquí"),
                    format!("there is no key `{key}` here"),
                ),
            )
            .at(self.complaints.place(entry.key_span));
            self.complaints.push(match nearest(key, asked.iter().copied()) {
                Some(name) => finding.helped_by(did_you_mean(name)),
                None => finding,
            });
        }
    }
}

fn expect_group(node: &Node, key_span: Span, complaints: &Complaints) {
    if !matches!(node.data, Data::Map(_) | Data::Refused) {
        complaints.say(
            if node.span.is_empty() { key_span } else { node.span },
            "aquí va un grupo de claves y valores",
            "keys and values go here",
        );
    }
}

pub(crate) fn did_you_mean(name: &str) -> Wording {
    Wording::both(format!("¿quiso decir `{name}`?"), format!("did you mean `{name}`?"))
}
