//! Names as people write them: rule files have them without accents, the words around them do not.

use std::collections::HashMap;

use crate::rules::{Ruleset, Segment};

/// How the rule set itself spells each word, by the word without accents.
pub(super) struct Spelling {
    words: HashMap<String, HashMap<String, usize>>,
}

impl Spelling {
    /// Learns from every Spanish text of a rule set.
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
        for word in text.split(|character: char| !character.is_alphabetic()) {
            let word = word.to_lowercase();
            if !word.is_empty() {
                *self.words.entry(plain(&word)).or_default().entry(word).or_default() += 1;
            }
        }
    }

    /// A name with spaces for underscores, each word as it is most often written.
    pub fn words(&self, name: &str) -> String {
        let words = name.split('_').filter(|word| !word.is_empty()).map(|word| {
            let known = self.words.get(word);
            let best = known.and_then(|known| {
                known.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
            });
            best.map_or(word, |(best, _)| best.as_str())
        });
        words.collect::<Vec<_>>().join(" ")
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
