//! Lists of expressions, found in texts whatever their endings.

use std::collections::HashMap;
use std::ops::Range;

use super::stems::{inflects, uninflected};
use super::tokens::Words;
use super::verbs::Conjugation;

/// Expressions, each belonging to a group; texts are searched for all at once.
///
/// A word of an expression stands for its whole family (`beneficiaria` finds `beneficiarios`); one
/// of three letters or fewer and an adverb in `-mente` stand for themselves, and an acronym in
/// capitals for itself in capitals. The words of an expression after `=` stand for their own number
/// and gender only, by `inflects`: `=cuidador` finds `cuidadoras` and not `cuidado`.
/// Takes time in proportion to the text.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<Phrase>>,
    /// Those that begin with a word after `=`, by that word without its gender and number.
    exact: HashMap<String, Vec<Phrase>>,
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
    Inflected(String),
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
        let widest = |phrases: &HashMap<String, Vec<Phrase>>| {
            phrases.values().map(Vec::len).max().unwrap_or(0)
        };
        widest(&self.by_first) + widest(&self.exact)
    }

    fn insert(&mut self, expression: &str, group: Option<usize>) {
        let exact = expression.strip_prefix(EXACT);
        let words = Words::of(exact.unwrap_or(expression));
        let pieces: Vec<Piece> =
            (0..words.tokens.len()).map(|at| piece(&words, at, exact.is_some())).collect();
        let Some(first) = words.tokens.first() else { return };
        let known = match pieces.first().map(|piece| &piece.word) {
            Some(Word::Inflected(word)) => {
                self.exact.entry(uninflected(word).to_owned()).or_default()
            }
            _ => self.by_first.entry(first.stem.clone()).or_default(),
        };
        known.push(Phrase { words: pieces, group });
        known.sort_by_key(|phrase| std::cmp::Reverse(phrase.rank()));
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
        let token = &words.tokens[at];
        let known = self.by_first.get(&token.stem).into_iter();
        let exact = self.exact.get(uninflected(&token.folded)).into_iter();
        let phrase = known
            .chain(exact)
            .filter_map(|phrases| phrases.iter().find(|phrase| phrase.stands_at(words, at, end)))
            .max_by_key(|phrase| phrase.rank());
        match phrase {
            Some(phrase) => Some((phrase.words.len(), phrase.group)),
            None => self.verbs.at(words, at).map(|form| (1, Some(form.group))),
        }
    }
}

impl Phrase {
    /// The longest comes first, and of equal ones that which is passed over.
    fn rank(&self) -> (usize, bool) {
        (self.words.len(), self.group.is_none())
    }

    fn stands_at(&self, words: &Words<'_>, at: usize, end: usize) -> bool {
        let fits = |(index, piece): (usize, &Piece)| {
            let token = &words.tokens[at + index];
            let joined = index == 0 || joins(words.gap(at + index - 1), piece.slash);
            joined
                && match &piece.word {
                    Word::Family(stem) => token.stem == *stem,
                    Word::Inflected(word) => inflects(word, &token.folded),
                    Word::Small(word) => token.folded == *word,
                    Word::Acronym(word) => words.written(at + index) == word,
                }
        };
        at + self.words.len() <= end && self.words.iter().enumerate().all(fits)
    }
}

/// An expression by itself, to be compared with others of its list.
pub struct Expression {
    /// Its words, each with its stem.
    pieces: Vec<(Piece, String)>,
}

impl Expression {
    /// Reads an expression as lists do.
    pub fn of(expression: &str) -> Expression {
        let exact = expression.strip_prefix(EXACT);
        let words = Words::of(exact.unwrap_or(expression));
        let piece = |at: usize| (piece(&words, at, exact.is_some()), words.tokens[at].stem.clone());
        Expression { pieces: (0..words.tokens.len()).map(piece).collect() }
    }

    /// Whether some word of it may be one of another's.
    pub fn touches(&self, other: &Expression) -> bool {
        let mine: Vec<&String> = self.pieces.iter().map(|(_, stem)| stem).collect();
        other.pieces.iter().any(|(_, stem)| mine.contains(&stem))
    }

    /// Whether it is found wherever another is, at the same words: of the two in one list, the other
    /// changes nothing. False where that cannot be told from the expressions themselves.
    pub fn covers(&self, other: &Expression) -> bool {
        let pairs = self.pieces.iter().zip(&other.pieces).enumerate();
        let mut pairs = pairs.map(|(at, ((general, stem), (special, other_stem)))| {
            general.slash == special.slash
                && match (&general.word, &special.word) {
                    (Word::Family(stem), Word::Family(other)) => stem == other,
                    // An acronym is one spelling, and the first word of an expression one stem.
                    (Word::Family(stem), Word::Acronym(_)) => stem == other_stem,
                    (Word::Family(stem), Word::Small(_)) => at == 0 && stem == other_stem,
                    (Word::Inflected(word), Word::Inflected(other))
                    | (Word::Acronym(word), Word::Acronym(other)) => word == other,
                    (Word::Small(word), Word::Small(other)) => {
                        word == other && (at > 0 || stem == other_stem)
                    }
                    _ => false,
                }
        });
        !self.pieces.is_empty()
            && self.pieces.len() == other.pieces.len()
            && pairs.all(|covers| covers)
    }
}

/// What an expression begins with that stands for its own number and gender only.
const EXACT: char = '=';

fn piece(words: &Words<'_>, at: usize, exact: bool) -> Piece {
    let (token, written) = (&words.tokens[at], words.written(at));
    let capitals = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let word = if capitals
        && written.chars().count() > 1
        && !written.bytes().all(|b| b.is_ascii_digit())
    {
        Word::Acronym(written.to_owned())
    } else if token.folded.chars().count() <= 3 || is_adverb(&token.folded) {
        Word::Small(token.folded.clone())
    } else if exact {
        Word::Inflected(token.folded.clone())
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
        check(
            &["=participante", "=cuidador"],
            "Las participantes, su participación y los estudios de cuidadoras y cuidados",
            &["participantes", "cuidadoras"],
        );
        check(
            &["=madre soltera"],
            "Madre Soltera, madres solteras",
            &["Madre Soltera", "madres solteras"],
        );
        check(&["=comité"], "Los comités y el cometido", &["comités"]);
        check(&["=primero", "-=primera"], "Primero, la primera etapa", &["Primero"]);
        check(&["=trabaja"], "Trabaja en un trabajo", &["Trabaja"]);
        check(&["=cae"], "cae, caen y la caída", &["cae"]);
    }

    #[test]
    fn an_expression_covers_what_it_is_found_for_as_well() {
        let covers = |one: &str, other| Expression::of(one).covers(&Expression::of(other));
        assert!(covers("beneficiario", "beneficiarias"));
        assert!(covers("orden de llegada", "órdenes de llegada"));
        assert!(!covers("orden", "orden de llegada"));
        assert!(!covers("=productora", "producción"));
        assert!(!covers("y/o", "y o"));
        assert!(covers("probable", "probablemente"));
        assert!(!covers("probablemente", "probable"));
        assert!(!covers("EME", "eme"));
    }
}
