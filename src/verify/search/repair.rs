//! Mends a submission until some rules are content with it.
//!
//! Where one thing is changed, others that are said of it must follow: a share that is stated, a sum, the
//! same figure in another question. Each turn takes one rule that is not content, and tries what its own
//! cases say, its fields left out, and its figures set to those that it computed or moved by what lies
//! between them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::document::{Document, Path};
use crate::evaluate::{Subject, evaluate_rule};
use crate::rules::{Answers, Patch, Rule, Ruleset, Status};
use crate::schema::Shape;
use crate::verify::coverage::reads;
use crate::verify::generate::number;
use crate::verify::patch;

use super::values::{at, concrete, figure};

/// Turns of one repair.
const TURNS: usize = 8;

/// Figures that are tried in the place of a field.
const FIGURES: usize = 24;

/// Figures of which the differences are tried as well.
const FEW: usize = 8;

/// Decimals that stated figures are rounded to.
const DECIMALS: [u32; 2] = [2, 0];

/// Changes to the base, starting from some, with which all of some rules are content; none where none was
/// found. Also gives how many submissions were tried.
pub fn mended(
    ruleset: &Ruleset,
    start: &Patch,
    rules: &[&Rule],
    content: impl Fn(&Rule, &Subject<'_>) -> bool,
) -> (Option<Patch>, usize) {
    let made = |changes: &Patch| {
        let base = &ruleset.base;
        let root = patch(&base.root, changes);
        Document { source: base.source.clone(), root, findings: Vec::new(), complete: true }
    };
    let wanting = |changes: &Patch| -> Vec<&Rule> {
        let document = made(changes);
        let subject = Subject::checked(ruleset, &document, Vec::new());
        rules.iter().copied().filter(|rule| !content(rule, &subject)).collect()
    };
    let (mut changes, mut tried) = (start.clone(), 1);
    let mut left = wanting(&changes);
    for _ in 0..TURNS {
        let Some(rule) = left.first().copied() else { return (Some(changes), tried) };
        let document = made(&changes);
        let mut best: Option<(Patch, Vec<&Rule>)> = None;
        for candidate in repairs(ruleset, rule, &changes, &document) {
            tried += 1;
            let still = wanting(&candidate);
            let fewer = best.as_ref().is_none_or(|(_, known)| still.len() < known.len());
            if fewer && !still.iter().any(|other| other.id == rule.id) {
                best = Some((candidate, still));
            }
        }
        let Some((mended, still)) = best else { return (None, tried) };
        (changes, left) = (mended, still);
    }
    (left.is_empty().then_some(changes), tried)
}

/// Further changes that may content a rule.
fn repairs(ruleset: &Ruleset, rule: &Rule, changes: &Patch, document: &Document) -> Vec<Patch> {
    let mut found = Vec::new();
    let mut further = |more: &Patch| {
        let mut made = changes.clone();
        made.set.retain(|(path, _)| !more.set.iter().any(|(other, _)| other == path));
        made.set.extend(more.set.iter().cloned());
        made.remove.extend(more.remove.iter().cloned());
        made.withhold.extend(more.withhold.iter().cloned());
        found.push(made);
    };
    let sound = |status| matches!(status, Status::Met | Status::NotApplicable);
    rule.cases.iter().filter(|case| sound(case.expects)).for_each(|case| further(&case.patch));
    let figures = figures(ruleset, rule, document);
    let few = || figures.iter().take(FEW);
    // What a sum lacks is put to one of its parts.
    let apart: BTreeSet<Decimal> = few()
        .flat_map(|one| few().filter_map(move |other| one.checked_sub(*other)))
        .filter(|difference| !difference.is_zero())
        .collect();
    let fields = reads(ruleset, rule);
    for path in fields.iter().flat_map(|field| concrete(&document.root, field.steps())) {
        further(&Patch { remove: vec![path.clone()], ..Patch::default() });
        if let Some(Shape::Number { .. }) = ruleset.schema.shape().at(&path) {
            let own = at(&document.root, &path).and_then(figure);
            let moved = own.into_iter().flat_map(|own| {
                apart.iter().filter_map(move |difference| own.checked_add(*difference))
            });
            for figure in figures.iter().copied().chain(moved) {
                further(&set(&path, figure));
            }
        }
    }
    found
}

fn set(path: &Path, figure: Decimal) -> Patch {
    Patch { set: vec![(path.clone(), number(figure))], ..Patch::default() }
}

/// The figures that a rule read and computed on a submission, whole and as they would be stated.
fn figures(ruleset: &Ruleset, rule: &Rule, document: &Document) -> Vec<Decimal> {
    let subject = Subject::checked(ruleset, document, Vec::new());
    let result = evaluate_rule(ruleset, rule, &subject, &Answers::default());
    let parts = result.outcomes.iter().flat_map(|outcome| &outcome.parts);
    let computed = parts.flat_map(|part| part.evidence.steps());
    let mut found = BTreeSet::new();
    for figure in computed.filter_map(|step| step.value.as_number()) {
        found.insert(figure.normalize());
        found.extend(DECIMALS.map(|places| figure.round_dp(places).normalize()));
        if found.len() >= FIGURES {
            break;
        }
    }
    found.into_iter().collect()
}
