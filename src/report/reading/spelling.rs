//! Names as people write them: rule files have them without accents, the words around them do not.

use std::collections::HashMap;

use crate::rules::{Ruleset, Segment};

/// How the rule set itself spells each word, by the word without accents.
pub(super) struct Spelling {
    words: HashMap<String, HashMap<String, usize>>,
}

impl Spelling {
    /// Learns from every Spanish text of a rule set, but not from the code in it.
    pub fn of(ruleset: &Ruleset) -> Spelling {
        let mut spelling = Spelling { words: HashMap::new() };
        for (_, member) in ruleset.schema.shape().fields() {
            spelling.learn(&member.title);
            spelling.learn(&member.description);
        }
        for parameter in &ruleset.parameters {
            spelling.learn(&parameter.title);
        }
        for rule in &ruleset.rules {
            spelling.learn(&rule.title);
            rule.reason.iter().chain(&rule.help).for_each(|text| spelling.learn(text));
            for segment in &rule.message.segments {
                if let Segment::Text(text) = segment {
                    spelling.learn(text);
                }
            }
        }
        spelling
    }

    fn learn(&mut self, text: &str) {
        let prose = text.split('`').step_by(2);
        for word in prose.flat_map(|prose| prose.split(|letter: char| !letter.is_alphabetic())) {
            let word = word.to_lowercase();
            if !word.is_empty() {
                *self.words.entry(plain(&word)).or_default().entry(word).or_default() += 1;
            }
        }
    }

    /// A name with spaces for underscores, each word with the accents that it is written with.
    pub fn words(&self, name: &str) -> String {
        let words = name.split('_').filter(|word| !word.is_empty()).map(|word| self.word(word));
        words.collect::<Vec<_>>().join(" ")
    }

    fn word(&self, word: &str) -> String {
        let Some(known) = self.words.get(word) else {
            let ending = ["cion", "sion"].into_iter().find(|ending| word.ends_with(ending));
            return match ending {
                Some(_) => format!("{}ón", &word[..word.len() - 2]),
                None => word.to_owned(),
            };
        };
        if known.contains_key(word) {
            return word.to_owned();
        }
        let best = known.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        best.map_or_else(|| word.to_owned(), |(best, _)| best.clone())
    }
}

fn plain(word: &str) -> String {
    let letter = |character| match character {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    word.chars().map(letter).collect()
}
