//! Proofs about conditions: that no submission at all makes them come out in some way.
//!
//! Takes conditions of a rule set and how they would have to come out; says that they cannot, and which
//! parts contradict each other. What it does not prove may be true all the same: then search looks.
//! Every proof holds for every process year of the policy, whatever is absent from a submission; one that
//! keeps to the schema holds of forms alone that do, and names the bounds that it rests on.

mod form;
mod linear;
mod names;
mod ratio;
mod read;
mod refute;
mod state;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::rules::{Rating, Rule, Ruleset};

pub use form::Form;
pub use read::Reader;
pub use refute::{Fact, Proof, SCHEMA, Want};
pub use sums::USUAL;

/// Facts of a proof, by position.
type Core = u128;

/// Years that are looked at one by one; a policy without first or last year has the parameters' own.
const YEARS: i32 = 200;

/// Proves things of the conditions of a rule set.
pub struct Prover<'r> {
    /// One for each set of parameters that some year has.
    readers: Vec<Reader<'r>>,
}

/// What has to come out, for a proof that it cannot.
pub type Goal<'g, 'r> = (&'g dyn Fn(&Reader<'r>) -> Form<'r>, Want);

/// That a rule is not unmet, whole.
pub fn kept<'r>(rule: &'r Rule) -> impl Fn(&Reader<'r>) -> Form<'r> {
    move |reader| reader.kept(rule)
}

/// That a rule applies to something.
pub fn concerned<'r>(rule: &'r Rule) -> impl Fn(&Reader<'r>) -> Form<'r> {
    move |reader| reader.concerned(rule)
}

/// That the condition of a row of the table of ratings holds.
pub fn row<'r>(row: &'r Rating) -> impl Fn(&Reader<'r>) -> Form<'r> {
    move |reader| reader.rating(&row.holds.expr)
}

impl<'r> Prover<'r> {
    /// A prover of the conditions of a rule set.
    pub fn new(ruleset: &'r Ruleset) -> Prover<'r> {
        let names = Rc::new(ruleset.names());
        let read = |era| Reader::new(ruleset, Rc::clone(&names), era);
        Prover { readers: eras(ruleset).into_iter().map(read).collect() }
    }

    /// The same, of forms alone whose numbers and lists keep to the bounds of the schema.
    pub fn keeping_schema(self) -> Prover<'r> {
        Prover { readers: self.readers.into_iter().map(Reader::keeping_schema).collect() }
    }

    /// A prover of the table of ratings.
    pub fn of_ratings(ruleset: &'r Ruleset) -> Prover<'r> {
        let names = Rc::new(ruleset.rating_names());
        Prover { readers: vec![Reader::new(ruleset, names, BTreeMap::new())] }
    }

    /// Why some conditions cannot come out as wanted together; none where they may.
    pub fn refuted(&self, goals: &[Goal<'_, 'r>]) -> Option<Proof> {
        self.readers.iter().try_fold(Proof::default(), |proof, reader| {
            let wanted = goals.iter().map(|(form, want)| (form(reader), *want)).collect();
            Some(proof.and(refute::refute(wanted)?))
        })
    }
}

/// The parameters of every year that the policy judges, each set once.
fn eras(ruleset: &Ruleset) -> Vec<BTreeMap<Arc<str>, Decimal>> {
    let mut found: Vec<BTreeMap<Arc<str>, Decimal>> = Vec::new();
    for year in years(ruleset) {
        let known = ruleset
            .parameters
            .iter()
            .filter_map(|parameter| Some((Arc::clone(&parameter.name), parameter.at(year)?.value)));
        let era = known.collect();
        if !found.contains(&era) {
            found.push(era);
        }
    }
    found
}

/// The years of the policy; where they are too many, those in which some parameter changes.
fn years(ruleset: &Ruleset) -> BTreeSet<i32> {
    let (first, last) = ruleset.policy.years;
    if last.checked_sub(first).is_some_and(|count| (0..YEARS).contains(&count)) {
        return (first..=last).collect();
    }
    let values = ruleset.parameters.iter().flat_map(|parameter| &parameter.values);
    let turns = values.flat_map(|value| {
        [
            Some(value.from),
            value.from.checked_sub(1),
            value.until.and_then(|year| year.checked_add(1)),
        ]
    });
    turns.flatten().chain([first, last]).filter(|year| (first..=last).contains(year)).collect()
}
