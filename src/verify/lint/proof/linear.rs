//! Inequalities between sums: whether some of them can hold together.
//!
//! Fourier and Motzkin's elimination over exact fractions. An inequality between whole numbers is
//! tightened to the next whole number first. Each inequality remembers the facts that it follows from,
//! so that a contradiction names its own.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Core;
use super::ratio::Ratio;

/// Inequalities that one elimination may make; past them, nothing is proved.
const INEQUALITIES: usize = 300;

/// Numbers by the key of what they multiply, and a number of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub terms: BTreeMap<String, Ratio>,
    pub constant: Ratio,
}

impl Sum {
    pub fn constant(constant: Ratio) -> Sum {
        Sum { terms: BTreeMap::new(), constant }
    }

    /// One unknown number.
    pub fn term(key: String) -> Sum {
        Sum { terms: BTreeMap::from([(key, Ratio::ONE)]), constant: Ratio::ZERO }
    }

    pub fn plus(mut self, other: &Sum) -> Option<Sum> {
        self.constant = self.constant.plus(other.constant)?;
        for (key, factor) in &other.terms {
            let known = self.terms.get(key).copied().unwrap_or(Ratio::ZERO);
            let sum = known.plus(*factor)?;
            match sum.sign() {
                Ordering::Equal => self.terms.remove(key),
                _ => self.terms.insert(key.clone(), sum),
            };
        }
        Some(self)
    }

    pub fn times(&self, factor: Ratio) -> Option<Sum> {
        if factor.sign().is_eq() {
            return Some(Sum::constant(Ratio::ZERO));
        }
        let terms = self.terms.iter();
        let terms = terms.map(|(key, own)| Some((key.clone(), own.times(factor)?)));
        Some(Sum { terms: terms.collect::<Option<_>>()?, constant: self.constant.times(factor)? })
    }

    /// The number that it is, where it depends on nothing.
    pub fn number(&self) -> Option<Ratio> {
        self.terms.is_empty().then_some(self.constant)
    }
}

/// A sum that is at most zero, or below it.
#[derive(Debug, Clone)]
pub(super) struct Inequality {
    pub sum: Sum,
    pub strict: bool,
    /// The facts that it follows from.
    pub core: Core,
}

impl Inequality {
    /// Tightened to whole numbers, where every term is one.
    pub fn tightened(self, whole: &BTreeSet<String>) -> Inequality {
        let all =
            !self.sum.terms.is_empty() && self.sum.terms.keys().all(|key| whole.contains(key));
        if !all { self } else { self.clone().of_whole_numbers().unwrap_or(self) }
    }

    fn of_whole_numbers(self) -> Option<Inequality> {
        let scale = Ratio::common_scale(self.sum.terms.values().copied())?;
        let mut sum = self.sum.times(scale)?;
        // Terms, a whole number, are at most minus the constant; below it if strict.
        let most = sum.constant.negated();
        let one_less = Ratio::ONE.negated();
        let most = match self.strict && most.is_whole() {
            true => most.plus(one_less)?,
            false => most.floor(),
        };
        sum.constant = most.negated();
        Some(Inequality { sum, strict: false, core: self.core })
    }

    /// Whether no number at all satisfies it: it has no terms left.
    fn is_contradiction(&self) -> bool {
        self.sum.number().is_some_and(|number| match number.sign() {
            Ordering::Greater => true,
            Ordering::Equal => self.strict,
            Ordering::Less => false,
        })
    }

    /// What two inequalities say together where the number of a key is eliminated.
    fn without(key: &str, positive: &Inequality, negative: &Inequality) -> Option<Inequality> {
        let factor = |one: &Inequality| one.sum.terms.get(key).copied();
        let up = positive.sum.times(factor(positive)?.inverse()?)?;
        let down = negative.sum.times(factor(negative)?.negated().inverse()?)?;
        let strict = positive.strict || negative.strict;
        Some(Inequality { sum: up.plus(&down)?, strict, core: positive.core | negative.core })
    }
}

/// The facts of which some inequalities show that they cannot hold together; none where they may.
pub(super) fn contradiction(mut all: Vec<Inequality>) -> Option<Core> {
    loop {
        if let Some(found) = all.iter().find(|one| one.is_contradiction()) {
            return Some(found.core);
        }
        let key = cheapest(&all)?;
        let sign = |one: &Inequality| one.sum.terms.get(&key).map(|factor| factor.sign());
        let (with, mut kept): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| sign(one).is_some());
        let (up, down): (Vec<_>, Vec<_>) =
            with.into_iter().partition(|one| sign(one) == Some(Ordering::Greater));
        for positive in &up {
            for negative in &down {
                kept.push(Inequality::without(&key, positive, negative)?);
                if kept.len() > INEQUALITIES {
                    return None;
                }
            }
        }
        all = kept;
    }
}

/// The key whose elimination makes fewest inequalities; none where none is left.
fn cheapest(all: &[Inequality]) -> Option<String> {
    let mut signs: BTreeMap<&String, (usize, usize)> = BTreeMap::new();
    for (key, factor) in all.iter().flat_map(|one| &one.sum.terms) {
        let count = signs.entry(key).or_default();
        match factor.sign() {
            Ordering::Greater => count.0 += 1,
            _ => count.1 += 1,
        }
    }
    let cheapest = signs.into_iter().min_by_key(|(_, (up, down))| up * down);
    cheapest.map(|(key, _)| key.clone())
}
