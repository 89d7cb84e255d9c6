//! Texts read before: the rules of a set ask the same few texts again and again.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::tokens::{Token, Words};

/// Bytes of text that are remembered; beyond them all is forgotten and remembering begins anew.
const REMEMBERED: usize = 1 << 19;

/// Bytes of the longest text worth remembering.
const LONGEST: usize = 1 << 16;

/// The words of texts read before. What it gives is what [`Words::of`] gives.
#[derive(Debug, Default)]
pub struct Memory {
    read: RwLock<Read>,
}

#[derive(Debug, Default)]
struct Read {
    bytes: usize,
    texts: HashMap<Box<str>, Arc<[Token]>>,
}

impl Memory {
    /// The words of a text.
    pub fn words<'t>(&self, text: &'t str) -> Words<'t> {
        let known =
            self.read.read().unwrap_or_else(PoisonError::into_inner).texts.get(text).cloned();
        if let Some(tokens) = known {
            return Words { text, tokens };
        }
        let words = Words::of(text);
        if text.len() <= LONGEST {
            self.remember(&words);
        }
        words
    }

    fn remember(&self, words: &Words<'_>) {
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        if read.bytes + words.text.len() > REMEMBERED {
            *read = Read::default();
        }
        if read.texts.insert(words.text.into(), Arc::clone(&words.tokens)).is_none() {
            read.bytes += words.text.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_text_has_the_words_that_it_had() {
        let memory = Memory::default();
        let long = "niñez ".repeat(LONGEST);
        for text in ["", "La niñez rural.", "la niñez rural.", &long, "La niñez rural."] {
            assert_eq!(memory.words(text).tokens, Words::of(text).tokens);
            assert_eq!(memory.words(text).tokens, Words::of(text).tokens);
        }
    }

    #[test]
    fn memory_is_bounded() {
        let memory = Memory::default();
        for number in 0..40_000 {
            memory.words(&format!("un texto que nadie leyó antes, el número {number}"));
            let bytes = memory.read.read().expect("no one panics").bytes;
            assert!(bytes <= REMEMBERED);
        }
    }
}
