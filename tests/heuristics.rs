//! How often the text heuristics are right on the labelled samples of the rule set.
//!
//! `cargo test --test heuristics -- --nocapture` prints the table and every mistake, as `pilares measure`
//! does.

mod common;

use pilares::report::{self, Style};
use pilares::rules::{self, Class, SampleSet};
use pilares::verify::{self, Measured};
use rust_decimal::Decimal;

/// Samples that a set has at least; half of its innocent ones are hard.
const FEWEST: usize = 20;

/// Of the firings on positives and hard negatives, the share that is right in a rule that is no mere note.
const SOUND: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

/// Whether there are samples enough, and enough of them that mislead.
fn is_thorough(set: &SampleSet) -> bool {
    let innocent = set.samples.iter().filter(|sample| !sample.fires);
    let hard = innocent.clone().filter(|sample| sample.hard).count();
    set.samples.len() >= FEWEST && 2 * hard >= innocent.count()
}

/// What a heuristic falls short of, in words.
fn shortcomings(measured: &Measured<'_>, mildest: usize) -> Vec<String> {
    let (rule, set) = (measured.rule, measured.set);
    let checks = [
        (is_thorough(set), "too few samples, or too few hard ones among the innocent"),
        (set.least.is_some(), "its set promises nothing"),
        (measured.keeps_its_promise(), "it does not keep what its set promises"),
        (
            measured.hard.precision() >= SOUND || rule.severity == mildest,
            "it is wrong too often on the hard ones to be more than a note",
        ),
    ];
    let failed = checks.into_iter().filter(|(holds, _)| !holds);
    failed.map(|(_, what)| format!("{}: {what}", rule.id)).collect()
}

#[test]
fn heuristics_reach_what_they_promise() {
    let ruleset = common::ruleset();
    let (sets, findings) = rules::samples(&rules::embedded("dipres"), ruleset);
    assert_eq!(findings, []);
    let measured: Vec<Measured<'_>> =
        sets.iter().filter_map(|set| verify::measure(ruleset, set)).collect();
    println!("{}", report::samples(&measured, &Style::default()));
    let mildest = ruleset.policy.severities.len() - 1;
    let wrong: Vec<String> =
        measured.iter().flat_map(|measured| shortcomings(measured, mildest)).collect();
    assert_eq!(wrong, Vec::<String>::new());
    let in_force = ruleset
        .rules
        .iter()
        .filter(|rule| rule.class == Class::Heuristic && rule.retired.is_none());
    let unmeasured: Vec<&str> = in_force
        .filter(|rule| !measured.iter().any(|measured| measured.rule.id == rule.id))
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(unmeasured, Vec::<&str>::new());
    assert!(measured.len() >= 49);
}
