//! Nodes, as they are read, to a tree.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::words::Pen;
use super::{Data, Entry, Limits, Node, Number, locate};
use crate::finding::Finding;
use crate::source::{Source, Span};

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Without quotes: may be a number, `true`, `false` or nothing.
    Plain,
    /// In quotes: always a text.
    Quoted,
    /// After `|` or `>`: always a text.
    Block,
    /// With a tag, which the dialect refuses.
    Tagged,
}

/// Gathers nodes and findings, in the order of the text.
pub(super) struct Builder<'s> {
    /// What was wrong so far.
    pub(super) findings: Vec<Finding>,
    source: &'s Source,
    pen: Pen<'s>,
    limits: &'s Limits,
    frames: Vec<Frame>,
    root: Option<Node>,
    nodes: usize,
    last: Span,
}

/// A list or map that is being read.
struct Frame {
    start: Span,
    flow: bool,
    children: Children,
}

enum Children {
    Items(Vec<Node>),
    Entries { entries: Vec<Entry>, places: HashMap<String, Span>, key: Key },
}

/// Where a map stands between two nodes.
enum Key {
    /// The next node is a key.
    Awaited,
    /// The next node is the value of this key.
    Read(String, Span),
    /// The next node is the value of a key that was refused.
    Refused,
    /// The same, of `<<`, whose alias needs no finding of its own.
    Merge,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Arc<Source>, limits: &'s Limits) -> Builder<'s> {
        Builder {
            findings: Vec::new(),
            source,
            pen: Pen(source),
            limits,
            frames: Vec::new(),
            root: None,
            nodes: 0,
            last: Span::default(),
        }
    }

    /// The last node that began.
    pub(super) fn last(&self) -> Span {
        self.last
    }

    /// The innermost bracket or brace that is still open.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        self.frames.iter().rev().find(|frame| frame.flow).map(|frame| frame.start)
    }

    /// A document begins; only the first is read.
    pub(super) fn document(&mut self, span: Span) -> ControlFlow<()> {
        if self.root.is_none() {
            return ControlFlow::Continue(());
        }
        self.findings.push(self.pen.second_document(span));
        ControlFlow::Break(())
    }

    pub(super) fn tag(&mut self, span: Span) {
        self.findings.push(self.pen.tag(span));
    }

    pub(super) fn anchor(&mut self, span: Span) {
        self.findings.push(self.pen.anchor(span));
    }

    pub(super) fn alias(&mut self, span: Span) -> ControlFlow<()> {
        self.count(span)?;
        let merged = matches!(
            self.frames.last(),
            Some(Frame { children: Children::Entries { key: Key::Merge, .. }, .. })
        );
        if !merged {
            self.findings.push(self.pen.alias(span));
        }
        match self.awaited_key() {
            Some(key) => *key = Key::Refused,
            None => self.add(Node { data: Data::Refused, span }),
        }
        ControlFlow::Continue(())
    }

    pub(super) fn scalar(&mut self, text: &str, notation: Notation, span: Span) -> ControlFlow<()> {
        self.count(span)?;
        // The parser reports a value that is not there as `~`.
        let text = if span.is_empty() { "" } else { text };
        if self.awaited_key().is_some() {
            self.key(text, notation, span);
            return ControlFlow::Continue(());
        }
        let node = match notation {
            Notation::Plain => Node { data: plain(text), span },
            Notation::Quoted => Node { data: Data::Text(text.to_owned()), span },
            Notation::Block => {
                Node { data: Data::Text(text.to_owned()), span: self.without_trailing_space(span) }
            }
            Notation::Tagged => Node { data: Data::Refused, span },
        };
        match &node.data {
            Data::Number(Number { value: None, .. }) => self.findings.push(self.pen.number(span)),
            Data::Text(text) => self.check_characters(text, &node),
            _ => {}
        }
        self.add(node);
        ControlFlow::Continue(())
    }

    pub(super) fn open_list(&mut self, start: Span, flow: bool) -> ControlFlow<()> {
        self.open(start, flow, Children::Items(Vec::new()))
    }

    pub(super) fn open_map(&mut self, start: Span, flow: bool) -> ControlFlow<()> {
        let (entries, places) = (Vec::new(), HashMap::new());
        self.open(start, flow, Children::Entries { entries, places, key: Key::Awaited })
    }

    fn open(&mut self, start: Span, flow: bool, children: Children) -> ControlFlow<()> {
        self.count(start)?;
        if self.frames.len() >= self.limits.depth {
            self.findings.push(self.pen.depth(self.limits.depth, start));
            return ControlFlow::Break(());
        }
        self.frames.push(Frame { start, flow, children });
        ControlFlow::Continue(())
    }

    /// Ends the innermost list or map; `end` is its closing bracket, if it has one.
    pub(super) fn close(&mut self, end: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let last = frame.children.last().unwrap_or(frame.start);
        let span = frame.start.to(if frame.flow { end } else { last });
        let data = match frame.children {
            Children::Items(items) => Data::List(items),
            Children::Entries { entries, .. } => Data::Map(entries),
        };
        match self.awaited_key() {
            Some(key) => {
                *key = Key::Refused;
                self.findings.push(self.pen.compound_key(span));
            }
            None => self.add(Node { data, span }),
        }
    }

    /// Closes what is still open, so that what was read before a mistake is kept.
    pub(super) fn finish(mut self) -> (Node, Vec<Finding>) {
        while let Some(frame) = self.frames.last_mut() {
            let pending = match &mut frame.children {
                Children::Entries { key: key @ Key::Read(..), .. } => Some(key),
                _ => None,
            };
            if let Some(Key::Read(_, key_span)) = pending {
                let span = Span { start: key_span.end, end: key_span.end };
                self.add(Node { data: Data::Blank, span });
            }
            let end =
                self.frames.last().and_then(|frame| frame.children.last()).unwrap_or(self.last);
            self.close(end);
        }
        let root = self.root.unwrap_or(Node { data: Data::Blank, span: Span::default() });
        (root, self.findings)
    }

    fn count(&mut self, span: Span) -> ControlFlow<()> {
        self.last = span;
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            self.findings.push(self.pen.values(self.limits.nodes, span));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// The span of a block text reaches to the next key; what a person sees as the text does not.
    fn without_trailing_space(&self, span: Span) -> Span {
        let start = span.start as usize;
        Span::new(start, start + self.source.slice(span).trim_end().len())
    }

    fn check_characters(&mut self, text: &str, node: &Node) {
        let mut characters = text.char_indices();
        let Some((at, character)) = characters.find(|(_, character)| is_control(*character)) else {
            return;
        };
        let span = locate(self.source, node, at..at + character.len_utf8());
        let raw = self.source.slice(span).starts_with(character);
        self.findings.push(self.pen.control_character(character, span, raw));
    }

    /// The key of the innermost map, where the next node is to be that key.
    fn awaited_key(&mut self) -> Option<&mut Key> {
        match &mut self.frames.last_mut()?.children {
            Children::Entries { key: key @ Key::Awaited, .. } => Some(key),
            _ => None,
        }
    }

    fn key(&mut self, text: &str, notation: Notation, span: Span) {
        let name: String = text.nfc().collect();
        if let Some(character) = name.chars().find(|character| is_control(*character)) {
            self.findings.push(self.pen.control_character(character, span, true));
        }
        let key = if notation == Notation::Plain && text == "<<" {
            self.findings.push(self.pen.merge(span));
            Key::Merge
        } else if name.trim().is_empty() {
            self.findings.push(self.pen.empty_key(span));
            Key::Refused
        } else if let Some(first) = self.earlier(&name) {
            self.findings.push(self.pen.duplicate_key(&name, first, span));
            Key::Refused
        } else {
            if !is_nfc(text) {
                self.findings.push(self.pen.decomposed_key(&name, span));
            }
            Key::Read(name, span)
        };
        if let Some(awaited) = self.awaited_key() {
            *awaited = key;
        }
    }

    /// Where the innermost map has this key already.
    fn earlier(&self, name: &str) -> Option<Span> {
        match &self.frames.last()?.children {
            Children::Entries { places, .. } => places.get(name).copied(),
            Children::Items(_) => None,
        }
    }

    fn add(&mut self, node: Node) {
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut frame.children {
            Children::Items(items) => items.push(node),
            Children::Entries { entries, places, key } => {
                if let Key::Read(name, key_span) = std::mem::replace(key, Key::Awaited) {
                    places.insert(name.clone(), key_span);
                    entries.push(Entry { key: name, key_span, node });
                }
            }
        }
    }
}

impl Children {
    /// The place of the last child, key and value.
    fn last(&self) -> Option<Span> {
        match self {
            Children::Items(items) => items.last().map(|item| item.span),
            Children::Entries { entries, .. } => {
                entries.last().map(|entry| entry.key_span.to(entry.node.span))
            }
        }
    }
}

fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" => Data::Blank,
        "true" => Data::Bool(true),
        "false" => Data::Bool(false),
        _ => Number::parse(text).map_or_else(|| Data::Text(text.to_owned()), Data::Number),
    }
}

/// Control characters, and those that change the direction of the text around them.
fn is_control(character: char) -> bool {
    let harmless = matches!(character, '\n' | '\t');
    let turns = matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (character.is_control() && !harmless) || turns
}
