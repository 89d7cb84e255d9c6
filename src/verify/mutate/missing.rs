//! The case that a survivor lacks: a submission on which rule and mutant come out differently.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::evaluate::{self, Subject};
use crate::rules::{Answers, Rule, Ruleset, SampleSet, Status};
use crate::verify::coverage::parameters_of;
use crate::verify::search::{Ground, Witness};

use super::{Form, Mutant};

/// What was found of the case that a mutant lacks.
pub struct Missing {
    /// A submission that tells rule and mutant apart, and what the rule says of it; none where none was
    /// found.
    pub case: Option<(Witness, Status)>,
    /// How many submissions were tried.
    pub tried: usize,
}

/// Looks for the case that each survivor lacks, in their order; `effort` submissions for each rule.
pub fn missing(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    survivors: &[Mutant],
    effort: usize,
) -> Vec<Missing> {
    let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, mutant) in survivors.iter().enumerate() {
        by_rule.entry(mutant.rule.as_deref().unwrap_or_default()).or_default().push(at);
    }
    let groups: Vec<(&str, Vec<usize>)> = by_rule.into_iter().collect();
    let found: Vec<Vec<(usize, Missing)>> = groups
        .par_iter()
        .map(|(id, at)| match ruleset.rule(id) {
            Some(rule) => of_rule(ruleset, rule, samples, (survivors, at), effort),
            None => at.iter().map(|at| (*at, Missing { case: None, tried: 0 })).collect(),
        })
        .collect();
    let mut found: Vec<(usize, Missing)> = found.into_iter().flatten().collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, missing)| missing).collect()
}

fn of_rule(
    ruleset: &Ruleset,
    rule: &Rule,
    samples: &[SampleSet],
    (survivors, at): (&[Mutant], &[usize]),
    effort: usize,
) -> Vec<(usize, Missing)> {
    let own = samples.iter().filter(|set| set.rule == rule.id).flat_map(|set| &set.samples);
    let starts = own.map(|sample| sample.patch.clone());
    let ground = Ground::of(ruleset, &[rule]).from(starts);
    let look = |at: &usize| {
        let Form::Rule(mutated) = &survivors[*at].form else {
            return (*at, Missing { case: None, tried: 0 });
        };
        let found = ground.find(effort, |subject| {
            status(ruleset, rule, subject) != status(ruleset, mutated, subject)
        });
        let missing = match found {
            Err(tried) => Missing { case: None, tried },
            Ok(witness) => {
                let document = ground.candidate(&witness.patch);
                let said = status(ruleset, rule, &Subject::new(ruleset, &document));
                Missing { tried: witness.tried, case: Some((witness, said)) }
            }
        };
        (*at, missing)
    };
    at.iter().map(look).collect()
}

/// The rule that comes out otherwise on a submission where a parameter is moved, what was found, and what
/// the rule says of it; none where no rule was seen to, or the slip is in no parameter.
pub fn moved(
    ruleset: &Ruleset,
    mutant: &Mutant,
    effort: usize,
) -> Option<(String, Witness, Status)> {
    let Form::Parameter(at, value) = &mutant.form else { return None };
    let name = &ruleset.parameters[*at].name;
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let mut readers = in_force.filter(|rule| parameters_of(rule).contains(name));
    readers.find_map(|rule| {
        let ground = Ground::of(ruleset, &[rule]);
        let differs = |subject: &Subject<'_>| {
            let moved = Subject::checked(ruleset, subject.document, Vec::new());
            let moved = moved.with_parameter(name, *value);
            status(ruleset, rule, subject) != status(ruleset, rule, &moved)
        };
        let witness = ground.find(effort, differs).ok()?;
        let document = ground.candidate(&witness.patch);
        let said = status(ruleset, rule, &Subject::new(ruleset, &document));
        Some((rule.id.clone(), witness, said))
    })
}

fn status(ruleset: &Ruleset, rule: &Rule, subject: &Subject<'_>) -> Status {
    evaluate::decide_rule(ruleset, rule, subject, &Answers::default()).status
}
