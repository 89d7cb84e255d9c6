//! Words of a text with their places, and its sentences.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::grammar::is_empty_word;
use super::stems::{folded, stem};

/// A word, wherever it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// In small letters, without accents.
    pub folded: String,
    /// Without its ending.
    pub stem: String,
    /// Whether it belongs to the grammar and says nothing by itself.
    pub empty: bool,
}

impl Word {
    fn of(written: &str) -> Word {
        let folded = folded(written);
        Word { empty: is_empty_word(&folded), folded, stem: stem(written) }
    }
}

/// A word at its place. Places where a text repeats a word share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Range<usize>,
    word: Arc<Word>,
}

impl Deref for Token {
    type Target = Word;

    fn deref(&self) -> &Word {
        &self.word
    }
}

/// A text and its words.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words, in order. Invariant: spans lie on character boundaries and do not overlap.
    pub tokens: Arc<[Token]>,
}

impl<'t> Words<'t> {
    /// Finds the words of a text.
    pub fn of(text: &'t str) -> Words<'t> {
        let mut known: HashMap<&str, Arc<Word>> = HashMap::new();
        let tokens = text.unicode_word_indices().map(|(at, written)| {
            let word = known.entry(written).or_insert_with(|| Arc::new(Word::of(written)));
            Token { span: at..at + written.len(), word: word.clone() }
        });
        Words { text, tokens: tokens.collect() }
    }

    /// A word as written.
    pub fn written(&self, index: usize) -> &'t str {
        self.tokens.get(index).map_or("", |token| &self.text[token.span.clone()])
    }

    /// A word in small letters, without accents; empty past the end.
    pub fn folded(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &token.folded)
    }

    /// What stands between a word and the next.
    pub fn gap(&self, index: usize) -> &'t str {
        let from = self.tokens.get(index).map_or(self.text.len(), |token| token.span.end);
        let to = self.tokens.get(index + 1).map_or(self.text.len(), |token| token.span.start);
        &self.text[from..to]
    }

    /// What stands before a word, since the one before it.
    pub fn lead(&self, index: usize) -> &'t str {
        match index.checked_sub(1) {
            Some(before) => self.gap(before),
            None => &self.text[..self.tokens.first().map_or(0, |token| token.span.start)],
        }
    }

    /// The bytes of some words together.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.span.start..last.span.end,
            _ => 0..0,
        }
    }

    /// The position of the first word that begins at or after a byte.
    pub fn at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < byte)
    }
}

/// Words that end in a point without ending the sentence.
const ABBREVIATIONS: [&str; 34] = [
    "sr", "sra", "srta", "dr", "dra", "ud", "uds", "art", "arts", "inc", "res", "ex", "exc", "n",
    "no", "nro", "num", "pag", "pags", "p", "pp", "ej", "fig", "cap", "vol", "ed", "eds", "aprox",
    "av", "dpto", "depto", "min", "max", "cf",
];

/// The sentences of a text, without the white space around them.
///
/// A point after an abbreviation or a numeral that opens a line ends none; nor does a line break in
/// the middle of a sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, part) in text.split_sentence_bound_indices() {
        let trimmed = part.trim_start();
        let start = at + (part.len() - trimmed.len());
        let end = start + trimmed.trim_end().len();
        if start == end {
            continue;
        }
        match found.last_mut() {
            Some(last) if continues(&text[last.clone()], &text[start..end]) => last.end = end,
            _ => found.push(start..end),
        }
    }
    found
}

/// Whether what follows belongs to the sentence before it.
fn continues(before: &str, after: &str) -> bool {
    let small = after.chars().next().is_some_and(char::is_lowercase);
    let Some(body) = before.strip_suffix('.') else {
        return small && !before.ends_with(['!', '?', ':', ';']);
    };
    let start = body.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
    // `rfind` gives the start of a character that may be longer than a byte.
    let word = body.get(start..).unwrap_or_default();
    let alone = body.trim_start_matches(['-', '•', '*', '–', ' ']) == word;
    let numeral = alone && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    small || numeral || initial || ABBREVIATIONS.contains(&folded(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        check("Uno. Dos.", &["Uno.", "Dos."]);
        check("El Sr. Pérez y la Res. Ex. N° 45.", &["El Sr. Pérez y la Res. Ex. N° 45."]);
        check("Son 1.234 niños. Según el art. 3.", &["Son 1.234 niños.", "Según el art. 3."]);
        check("Una línea\nque sigue.\n\nOtra", &["Una línea\nque sigue.", "Otra"]);
        check("1. Primero.\n2. Segundo.", &["1. Primero.", "2. Segundo."]);
    }
}
