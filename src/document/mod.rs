//! The YAML tree that knows its places.
//!
//! Takes a [`Source`]; gives a [`Document`]: nodes with byte spans, numbers with their source text.
//! Knows nothing of schemas or rules. The only home of the YAML crate, in `read.rs`.

mod build;
mod decode;
mod difference;
mod digest;
mod edits;
mod line;
mod locate;
mod lookup;
mod number;
mod path;
mod read;
mod words;
mod write;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::source::{Source, Span};

pub use decode::decode;
pub use difference::{Difference, Pairs, differences};
pub use digest::{digest, normalised};
pub use edits::{Piece, edits};
pub use line::{Line, LineId, line_too_long, read_line};
pub use locate::{locate, locate_parts};
pub use path::{NotAPath, Path, Step};
pub use read::{Limits, read, read_bytes};
pub use write::write;

/// A YAML text as read: a tree, and what was wrong with it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub source: Arc<Source>,
    /// The tree; [`Data::Blank`] where the text holds nothing.
    pub root: Node,
    /// What was wrong, in the order of the text.
    pub findings: Vec<Finding>,
    /// Whether the tree is all that the text says; false after a syntax error, where it may lack its end.
    pub complete: bool,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What is there.
    pub data: Data,
    /// Its bytes; for a block text, from its first character; empty for an empty value.
    pub span: Span,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Nothing: an empty value, `null` or `~`. Counts as absent.
    Blank,
    /// `true` or `false`, and no other word.
    Bool(bool),
    /// A number, as written.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order of the text; keys are unique.
    Map(Vec<Entry>),
    /// Something that the dialect refuses (alias, tag …); a finding says what.
    Refused,
}

/// A number and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The source text: `5.10` stays `5.10`.
    pub text: String,
    /// Its exact value; none past 28 significant digits.
    pub value: Option<Decimal>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, composed (NFC).
    pub key: String,
    /// Its bytes.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The entry of a key, where this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The text, where this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this says what another node says, wherever both stand.
    pub fn says(&self, other: &Node) -> bool {
        match (&self.data, &other.data) {
            (Data::List(a), Data::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says(b))
            }
            (Data::Map(a), Data::Map(b)) => {
                let same = |(a, b): (&Entry, &Entry)| a.key == b.key && a.node.says(&b.node);
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            (a, b) => a == b,
        }
    }

    /// Whether nothing is there: an empty value or a text of spaces only. Counts as absent.
    pub fn is_blank(&self) -> bool {
        match &self.data {
            Data::Blank => true,
            Data::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
