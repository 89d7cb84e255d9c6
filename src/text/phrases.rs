//! Lists of expressions, found in texts whatever their endings.

use std::collections::HashMap;
use std::ops::Range;

use super::tokens::Words;
use super::verbs::Conjugation;

/// Expressions, each belonging to a group; texts are searched for all at once.
///
/// A word of an expression stands for its whole family (`beneficiaria` finds `beneficiarios`); one
/// of three letters or fewer, an adverb in `-mente` and one after `=` stand for themselves
/// (`=productora` does not find `producción`), and an acronym in capitals for itself in capitals.
/// Takes time in proportion to the text.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<Phrase>>,
    verbs: Conjugation,
}

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<Piece>,
    group: Option<usize>,
}

#[derive(Debug, Clone)]
struct Piece {
    word: Word,
    /// Whether a slash stands before it: `y/o`.
    slash: bool,
}

#[derive(Debug, Clone)]
enum Word {
    Family(String),
    Small(String),
    Acronym(String),
}

/// An expression found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its words, by position.
    pub tokens: Range<usize>,
    /// The group it belongs to.
    pub group: usize,
}

impl Phrases {
    /// Adds an expression to a group.
    pub fn add(&mut self, expression: &str, group: usize) {
        self.insert(expression, Some(group));
    }

    /// Adds an expression that is passed over where it stands, with all that is in it.
    pub fn pass_over(&mut self, expression: &str) {
        self.insert(expression, None);
    }

    /// Adds a verb, by its infinitive, in every form.
    pub fn add_verb(&mut self, infinitive: &str, group: usize) {
        self.verbs.add(infinitive, group);
    }

    /// How many expressions begin alike, at most.
    pub fn widest(&self) -> usize {
        self.by_first.values().map(Vec::len).max().unwrap_or(0)
    }

    fn insert(&mut self, expression: &str, group: Option<usize>) {
        let words = Words::of(expression);
        let pieces: Vec<Piece> = (0..words.tokens.len()).map(|at| piece(&words, at)).collect();
        let Some(first) = words.tokens.first() else { return };
        let known = self.by_first.entry(first.stem.clone()).or_default();
        known.push(Phrase { words: pieces, group });
        known.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }

    /// Every expression in a text, the longest where several begin at a word; none overlap.
    pub fn find(&self, words: &Words<'_>) -> Vec<Found> {
        self.find_in(words, 0..words.tokens.len())
    }

    /// Every expression among some words of a text.
    pub fn find_in(&self, words: &Words<'_>, tokens: Range<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            let (length, group) = self.here(words, at, tokens.end).unwrap_or((1, None));
            if let Some(group) = group {
                found.push(Found { tokens: at..at + length, group });
            }
            at += length;
        }
        found
    }

    /// How many words the expression at a word has, and its group.
    fn here(&self, words: &Words<'_>, at: usize, end: usize) -> Option<(usize, Option<usize>)> {
        let phrases = self.by_first.get(&words.tokens[at].stem).map_or(&[][..], Vec::as_slice);
        let phrase = phrases.iter().find(|phrase| phrase.stands_at(words, at, end));
        match phrase {
            Some(phrase) => Some((phrase.words.len(), phrase.group)),
            None => self.verbs.at(words, at).map(|form| (1, Some(form.group))),
        }
    }
}

impl Phrase {
    fn stands_at(&self, words: &Words<'_>, at: usize, end: usize) -> bool {
        let fits = |(index, piece): (usize, &Piece)| {
            let token = &words.tokens[at + index];
            let joined = index == 0 || joins(words.gap(at + index - 1), piece.slash);
            joined
                && match &piece.word {
                    Word::Family(stem) => token.stem == *stem,
                    Word::Small(word) => token.folded == *word,
                    Word::Acronym(word) => words.written(at + index) == word,
                }
        };
        at + self.words.len() <= end && self.words.iter().enumerate().all(fits)
    }
}

fn piece(words: &Words<'_>, at: usize) -> Piece {
    let (token, written) = (&words.tokens[at], words.written(at));
    let capitals = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let word = if capitals
        && written.chars().count() > 1
        && !written.bytes().all(|b| b.is_ascii_digit())
    {
        Word::Acronym(written.to_owned())
    } else if token.folded.chars().count() <= 3
        || is_adverb(&token.folded)
        || words.lead(at).ends_with('=')
    {
        Word::Small(token.folded.clone())
    } else {
        Word::Family(token.stem.clone())
    };
    Piece { word, slash: at > 0 && words.gap(at - 1).contains('/') }
}

/// Whether a word is an adverb in `-mente`, which says something else than its family does:
/// `probablemente` is no `probable`, nor `generalmente` what is `general`.
fn is_adverb(folded: &str) -> bool {
    folded.strip_suffix("mente").is_some_and(|rest| rest.chars().count() >= 4)
}

/// Whether words with this between them may belong to one expression.
fn joins(gap: &str, slash: bool) -> bool {
    let plain = gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '/' | '"' | '«' | '»'));
    plain && gap.contains('/') == slash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expressions: &[&str], text: &str, expected: &[&str]) {
        let mut phrases = Phrases::default();
        for (group, expression) in expressions.iter().enumerate() {
            match expression.strip_prefix('-') {
                Some(expression) => phrases.pass_over(expression),
                None => phrases.add(expression, group),
            }
        }
        let words = Words::of(text);
        let found = phrases.find(&words).into_iter();
        let found: Vec<&str> = found.map(|found| &text[words.bytes(found.tokens)]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn expressions_are_found_whatever_their_endings() {
        check(&["orden de llegada"], "Por Orden de\nllegada.", &["Orden de\nllegada"]);
        check(&["orden de llegada"], "Por orden, de llegada.", &[]);
        check(&["adecuado"], "De forma adecuadas e inadecuada", &["adecuadas"]);
        check(&["medio", "-medios de verificación"], "medio; medio de verificación", &["medio"]);
        check(&["y/o"], "uno y otro, uno y/o otro", &["y/o"]);
        check(&["=productora"], "la productora y su producción", &["productora"]);
        check(&["posiblemente"], "es posible; Posiblemente sí", &["Posiblemente"]);
        check(&["EME"], "la EME y eme", &["EME"]);
    }
}
