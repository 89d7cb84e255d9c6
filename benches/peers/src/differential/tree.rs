//! A generated expression as a tree, so that it can be made smaller.

use std::collections::BTreeSet;

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// A text.
    Text,
    /// A list of numbers.
    Numbers,
    /// A list of texts.
    Texts,
    /// A date.
    Date,
    /// A duration in days and time.
    Days,
}

/// An expression.
#[derive(Debug, Clone)]
pub struct Tree {
    /// What it gives, unless it is null.
    pub kind: Kind,
    /// What it is written with.
    pub parts: Vec<Part>,
}

/// A part of how an expression is written.
#[derive(Debug, Clone)]
pub enum Part {
    /// Words and signs.
    Words(String),
    /// An expression.
    Child(Tree),
    /// A variable, used.
    Use(u32),
    /// A variable, bound for the expression around; not written where it is [`ITEM`].
    Bind(u32),
}

/// The variable that a filter binds without naming it.
pub const ITEM: u32 = 0;

impl Tree {
    /// An expression in words alone.
    pub fn words(kind: Kind, words: impl Into<String>) -> Tree {
        Tree { kind, parts: vec![Part::Words(words.into())] }
    }

    /// The text of the expression.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Child(tree) => tree.write(text),
                Part::Use(ITEM) => text.push_str("item"),
                Part::Bind(ITEM) => {}
                Part::Use(variable) | Part::Bind(variable) => {
                    text.push_str(&format!("v{variable}"));
                }
            }
        }
    }

    fn children(&self) -> impl Iterator<Item = &Tree> {
        self.parts.iter().filter_map(|part| match part {
            Part::Child(tree) => Some(tree),
            _ => None,
        })
    }

    fn free(&self) -> BTreeSet<u32> {
        let mut free: BTreeSet<u32> = self.children().flat_map(Tree::free).collect();
        for part in &self.parts {
            match part {
                Part::Use(variable) => drop(free.insert(*variable)),
                Part::Bind(variable) => drop(free.remove(variable)),
                _ => {}
            }
        }
        free
    }

    /// Expressions one step smaller, those that lose most first; none with a variable left unbound.
    pub fn smaller(&self) -> Vec<Tree> {
        let mut candidates = self.replaced();
        candidates.retain(|candidate| candidate.free().is_empty());
        let length = self.text().len();
        candidates.retain(|candidate| candidate.text().len() < length);
        candidates.sort_by_key(|candidate| candidate.text().len());
        candidates
    }

    /// Everything that one replacement somewhere in the tree can give.
    fn replaced(&self) -> Vec<Tree> {
        let mut candidates: Vec<Tree> = simple(self.kind);
        let mut below = Vec::new();
        self.descendants(&mut below);
        candidates.extend(below.into_iter().filter(|tree| tree.kind == self.kind).cloned());
        for (index, part) in self.parts.iter().enumerate() {
            let Part::Child(child) = part else { continue };
            for candidate in child.replaced() {
                let mut tree = self.clone();
                tree.parts[index] = Part::Child(candidate);
                candidates.push(tree);
            }
        }
        candidates
    }

    fn descendants<'t>(&'t self, found: &mut Vec<&'t Tree>) {
        for child in self.children() {
            found.push(child);
            child.descendants(found);
        }
    }
}

/// The simplest expressions of a kind.
fn simple(kind: Kind) -> Vec<Tree> {
    let words: &[&str] = match kind {
        Kind::Number => &["0", "1", "2"],
        Kind::Truth => &["true", "false"],
        Kind::Text => &["\"\"", "\"a\""],
        Kind::Numbers => &["[]", "[1]", "[1, 2]"],
        Kind::Texts => &["[]", "[\"a\"]"],
        Kind::Date => &["date(\"2026-01-01\")"],
        Kind::Days => &["duration(\"P1D\")"],
    };
    words.iter().map(|words| Tree::words(kind, *words)).collect()
}
