//! Text and places in it.
//!
//! Takes names and bytes; gives a [`Source`] and [`Span`]s into it.
//! Knows nothing of what the text means. Only [`disk`] touches the world.

pub mod disk;
mod lines;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use lines::{LineIndex, Position};

/// A named text with its lines.
///
/// Shared by every [`Place`] in it, so that a finding can be rendered alone.
pub struct Source {
    /// What people call it: a path as they wrote it, `<stdin>`, or a file of the embedded rule set.
    pub name: String,
    text: String,
    lines: LineIndex,
}

impl Source {
    /// Wraps a text; its lines are found once.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Arc::new(Source { name: name.into(), text, lines })
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not lie in this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column (both from 1, columns in characters) of a byte.
    pub fn position(&self, byte: u32) -> Position {
        self.lines.position(&self.text, byte)
    }

    /// The line index, for renderers that show lines.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({:?}, {} bytes)", self.name, self.text.len())
    }
}

/// A range of bytes in a source.
///
/// Invariant: spans lie on character boundaries and `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets past 4 GiB saturate (files are limited far below).
    pub fn new(start: usize, end: usize) -> Span {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The span as a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether no byte lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span, `by` bytes further on.
    pub fn shifted(self, by: u32) -> Span {
        Span { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }
}

/// A span and the source that it lies in.
#[derive(Debug, Clone)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// Line and column of the place's first byte.
    pub fn position(&self) -> Position {
        self.source.position(self.span.start)
    }

    /// The text at the place.
    pub fn text(&self) -> &str {
        self.source.slice(self.span)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        self.span == other.span && self.source.name == other.source.name
    }
}

impl Eq for Place {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position();
        write!(f, "{}:{line}:{column}", self.source.name)
    }
}
