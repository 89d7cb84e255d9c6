//! How much of one text another says again, by the concepts that both name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::phrases::Phrases;
use super::stems::{LEAST, akin};
use super::tokens::{Token, Words};

/// What comparing texts needs to know of their subject.
#[derive(Debug, Clone, Default)]
pub struct Concepts {
    /// Expressions that mean the same, in groups.
    pub groups: Arc<Phrases>,
    /// Words of lack (`insuficiente`, `falta`): they say that something is bad, not what.
    pub lack: Arc<Phrases>,
    /// Words for people and firms, which all texts of a programme share.
    pub population: Arc<Phrases>,
}

/// A word or expression that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its bytes.
    pub span: Range<usize>,
    key: Key,
    /// The stems of the words that an expression of several is made of; of a single word, none.
    words: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Concept(usize),
    Stem(String),
}

/// What to leave out of a text's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// Only what belongs to the grammar.
    Grammar,
    /// Words of lack too.
    Lack,
    /// Words of lack and of population too.
    Background,
}

/// How alike two texts are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Likeness {
    /// Terms that both have, of those of the text that has fewer: matched and all.
    pub contained: (usize, usize),
    /// How close a pair of neighbouring terms recurs, in hundredths: 100 where side by side in both.
    pub pair: u32,
    /// The terms of the first text that the second has, and their partners there, by position.
    pub shared: Vec<(usize, usize)>,
}

/// Terms between those of a pair at most.
const WINDOW: usize = 3;

/// Partners of a term that are considered.
const PARTNERS: usize = 8;

/// The terms of a text, in order.
pub fn terms(words: &Words<'_>, concepts: &Concepts, without: Without) -> Vec<Term> {
    let background: &[&Phrases] = match without {
        Without::Grammar => &[],
        Without::Lack => &[&concepts.lack],
        Without::Background => &[&concepts.lack, &concepts.population],
    };
    let mut silent: Vec<bool> = words.tokens.iter().map(says_nothing).collect();
    for background in background.iter().flat_map(|phrases| phrases.find(words)) {
        silent[background.tokens].fill(true);
    }
    let mut found: Vec<(usize, Term)> = Vec::new();
    for concept in concepts.groups.find(words) {
        let at = concept.tokens.clone();
        let several = at.clone().filter(|at| concept.tokens.len() > 1 && !silent[*at]);
        let stems = several.map(|at| words.tokens[at].stem.clone()).collect();
        let key = Key::Concept(concept.group);
        found.push((at.start, Term { span: words.bytes(at.clone()), key, words: stems }));
        silent[at].fill(true);
    }
    for (at, token) in words.tokens.iter().enumerate().filter(|(at, _)| !silent[*at]) {
        let key = Key::Stem(token.stem.clone());
        found.push((at, Term { span: token.span.clone(), key, words: Vec::new() }));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, term)| term).collect()
}

/// Whether a word is a number, a letter or a word of the grammar.
fn says_nothing(token: &Token) -> bool {
    let digits = token.folded.starts_with(|c: char| c.is_ascii_digit());
    digits || token.folded.len() < 2 || token.empty
}

/// Terms that are not among others, each once, by position.
pub fn missing(terms: &[Term], others: &[Term]) -> Vec<usize> {
    let index = Index::of(others);
    let mut seen = HashSet::new();
    let gone = |at: &usize| index.meets(&terms[*at]).is_none() && seen.insert(&terms[*at].key);
    (0..terms.len()).filter(gone).collect()
}

/// Terms that are among others, each once, by position, with the first partner there.
pub fn shared(terms: &[Term], others: &[Term]) -> Vec<(usize, usize)> {
    let index = Index::of(others);
    let mut seen = HashSet::new();
    let partner = |at: usize| Some((at, index.meets(&terms[at])?));
    let first = |at: &usize| seen.insert(&terms[*at].key);
    (0..terms.len()).filter(first).filter_map(partner).collect()
}

/// The positions of the terms that are not among others, with every repetition.
pub fn apart(terms: &[Term], others: &[Term]) -> Vec<usize> {
    let index = Index::of(others);
    (0..terms.len()).filter(|at| index.partners(&terms[*at]).is_empty()).collect()
}

/// How alike two texts are, by their terms.
pub fn likeness(a: &[Term], b: &[Term]) -> Likeness {
    let distinct = |terms: &[Term]| terms.iter().map(|t| &t.key).collect::<HashSet<_>>().len();
    let (forth, back) = (shared(a, b), shared(b, a));
    let (in_a, in_b) = (distinct(a), distinct(b));
    let contained = if in_a <= in_b { (forth.len(), in_a) } else { (back.len(), in_b) };
    Likeness { contained, pair: pair(a, b), shared: forth }
}

/// The closest pair of terms that stands in both texts, in either order.
fn pair(a: &[Term], b: &[Term]) -> u32 {
    let index = Index::of(b);
    let partners: Vec<Vec<usize>> = a.iter().map(|term| index.places(term)).collect();
    let mut best = 0;
    for (at, here) in partners.iter().enumerate() {
        for (step, there) in partners.iter().skip(at + 1).take(WINDOW).enumerate() {
            for (x, y) in here.iter().flat_map(|x| there.iter().map(move |y| (x, y))) {
                let distance = x.abs_diff(*y);
                if (1..=WINDOW).contains(&distance) && a[at].key != a[at + 1 + step].key {
                    let gaps = u32::try_from(step + distance - 1).unwrap_or(u32::MAX);
                    best = best.max(100_u32.saturating_sub(gaps.saturating_mul(10)));
                }
            }
        }
    }
    best
}

/// Terms by how they begin, so that akin ones are found without comparing all.
struct Index<'t> {
    terms: &'t [Term],
    concepts: HashMap<usize, Vec<usize>>,
    stems: HashMap<&'t str, Vec<usize>>,
    /// Distinct stems by their first letters, each by its first place.
    beginnings: HashMap<&'t str, Vec<usize>>,
    /// The words of expressions of several, each by the first place of one.
    inside: HashMap<&'t str, usize>,
}

impl<'t> Index<'t> {
    fn of(terms: &'t [Term]) -> Index<'t> {
        let mut index = Index {
            terms,
            concepts: HashMap::new(),
            stems: HashMap::new(),
            beginnings: HashMap::new(),
            inside: HashMap::new(),
        };
        for (at, term) in terms.iter().enumerate() {
            for word in &term.words {
                index.inside.entry(word).or_insert(at);
            }
            match &term.key {
                Key::Concept(group) => index.concepts.entry(*group).or_default().push(at),
                Key::Stem(stem) => {
                    let places = index.stems.entry(stem).or_default();
                    if places.is_empty() {
                        index.beginnings.entry(beginning(stem)).or_default().push(at);
                    }
                    places.push(at);
                }
            }
        }
        index
    }

    /// Where a term is said again: one that means the same or, where there is none, the same word in
    /// an expression of several (`abandono` in `abandonan el liceo`): a group hides no word.
    fn meets(&self, term: &Term) -> Option<usize> {
        let again = || match &term.key {
            Key::Stem(stem) => self.inside.get(stem.as_str()).copied(),
            Key::Concept(_) => {
                term.words.iter().find_map(|word| self.stems.get(word.as_str())?.first().copied())
            }
        };
        self.partners(term).first().copied().or_else(again)
    }

    /// The first place of each distinct term that means the same, a few at most.
    fn partners(&self, term: &Term) -> Vec<usize> {
        match &term.key {
            Key::Concept(group) => {
                self.concepts.get(group).and_then(|p| p.first()).copied().into_iter().collect()
            }
            Key::Stem(stem) => match self.stems.get(stem.as_str()) {
                Some(places) => vec![places[0]],
                None => self.kin(stem),
            },
        }
    }

    fn kin(&self, stem: &str) -> Vec<usize> {
        let alike = self.beginnings.get(beginning(stem)).into_iter().flatten().take(8 * PARTNERS);
        let is_kin = |at: &&usize| match &self.terms[**at].key {
            Key::Stem(other) => akin(stem, other),
            Key::Concept(_) => false,
        };
        alike.filter(is_kin).take(PARTNERS).copied().collect()
    }

    /// Every place of a term that means the same, a few at most.
    fn places(&self, term: &Term) -> Vec<usize> {
        let all = |places: Option<&Vec<usize>>| -> Vec<usize> {
            places.into_iter().flatten().take(PARTNERS).copied().collect()
        };
        match &term.key {
            Key::Concept(group) => all(self.concepts.get(group)),
            Key::Stem(stem) if self.stems.contains_key(stem.as_str()) => {
                all(self.stems.get(stem.as_str()))
            }
            Key::Stem(stem) => self.kin(stem),
        }
    }
}

/// The letters that akin stems share at least; all of a shorter one.
fn beginning(stem: &str) -> &str {
    let end = stem.char_indices().nth(LEAST).map_or(stem.len(), |(at, _)| at);
    &stem[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concepts() -> Concepts {
        let (mut groups, mut lack, mut population) =
            (Phrases::default(), Phrases::default(), Phrases::default());
        for (group, expression) in
            [(0, "financiamiento"), (0, "crédito"), (1, "sin contrato"), (1, "informalidad")]
        {
            groups.add(expression, group);
        }
        ["baja", "insuficiente", "no", "falta de"].iter().for_each(|w| lack.add(w, 0));
        population.add("mipes", 0);
        let (groups, lack) = (Arc::new(groups), Arc::new(lack));
        Concepts { groups, lack, population: Arc::new(population) }
    }

    #[track_caller]
    fn check(a: &str, b: &str, contained: (usize, usize), pair: u32) {
        let concepts = concepts();
        let terms = |text| terms(&Words::of(text), &concepts, Without::Background);
        let found = likeness(&terms(a), &terms(b));
        assert_eq!((found.contained, found.pair), (contained, pair), "{a} | {b}");
    }

    #[test]
    fn texts_are_alike_by_their_concepts() {
        check("Bajo acceso a crédito", "Las mipes no acceden a financiamiento", (2, 2), 100);
        check("Trabajan sin contrato", "Informalidad laboral", (1, 2), 0);
        check("Baja productividad de las mipes", "Las mipes venden menos", (0, 1), 0);
        check("", "Las mipes", (0, 0), 0);
        check("La tasa de contratos", "Trabajan sin contrato", (1, 2), 0);
    }
}
