//! What guards a rule: the cases that it passes, and the labelled samples that it gets right.

use crate::document::Document;
use crate::evaluate::{self, Subject};
use crate::rules::{Answers, Case, Rule, Ruleset, SampleSet, Status};
use crate::verify::cases::{compare, other_status};
use crate::verify::patched;

use super::Moved;

/// The submissions of a rule's cases and samples.
pub(super) struct Forms<'r> {
    cases: Vec<(&'r Case, Document)>,
    samples: Vec<(bool, Document)>,
}

/// A rule's cases and samples, ready to be run on its mutants.
///
/// Invariant: none of them goes wrong on the rule as it is, so that what goes wrong notices the slip.
pub(super) struct Guard<'g> {
    ruleset: &'g Ruleset,
    cases: Vec<(&'g Case, Subject<'g>)>,
    /// Whether the rule fires, as it should, on each.
    samples: Vec<(bool, Subject<'g>)>,
    /// Whether some case fails on the rule as it is; it is none of these.
    pub fails: bool,
}

impl<'r> Forms<'r> {
    /// The submissions of a rule; samples of other rules are passed over.
    pub fn of(ruleset: &Ruleset, rule: &'r Rule, sets: &[SampleSet]) -> Forms<'r> {
        let case = |case: &'r Case| (case, patched(&ruleset.base, &case.patch, &case.name));
        let samples = sets.iter().filter(|set| set.rule == rule.id).flat_map(|set| &set.samples);
        let samples =
            samples.map(|sample| (sample.fires, patched(&ruleset.base, &sample.patch, &rule.id)));
        Forms { cases: rule.cases.iter().map(case).collect(), samples: samples.collect() }
    }

    /// The guard that they make; where a parameter is moved, if it is.
    pub fn guard<'g>(
        &'g self,
        ruleset: &'g Ruleset,
        rule: &Rule,
        moved: Option<Moved>,
    ) -> Guard<'g> {
        let subject = |document| Subject::new(ruleset, document);
        let moved = |subject: Subject<'g>| match moved {
            Some(moved) => moved.on(ruleset, subject),
            None => subject,
        };
        let right = self.samples.iter().filter_map(|(fires, document)| {
            let subject = subject(document);
            let fired = status(ruleset, rule, &subject) == Status::Unmet;
            (fired == *fires).then(|| (*fires, moved(subject)))
        });
        let samples = right.collect();
        let passed = self.cases.iter().filter_map(|(case, document)| {
            let subject = subject(document);
            passes(ruleset, rule, case, &subject).then(|| (*case, moved(subject)))
        });
        let cases: Vec<(&Case, Subject<'g>)> = passed.collect();
        let fails = cases.len() < self.cases.len();
        Guard { ruleset, cases, samples, fails }
    }
}

impl Guard<'_> {
    /// Whether a case fails or a sample goes wrong: by statuses first, which are cheap, then by all that
    /// the cases say.
    pub fn notices(&self, rule: &Rule) -> bool {
        let by_status = self.cases.iter().any(|(case, subject)| {
            let result = evaluate::decide_rule(self.ruleset, rule, subject, &case.answers);
            other_status(case, &result).is_some()
        });
        by_status
            || self.samples.iter().any(|(fires, subject)| {
                (status(self.ruleset, rule, subject) == Status::Unmet) != *fires
            })
            || self.cases.iter().any(|(case, subject)| {
                let more = case.at.is_some() || case.says.is_some() || case.rating.is_some();
                more && !passes(self.ruleset, rule, case, subject)
            })
    }
}

/// Whether all that a case says of a rule comes out.
fn passes(ruleset: &Ruleset, rule: &Rule, case: &Case, subject: &Subject<'_>) -> bool {
    let result = evaluate::evaluate_rule(ruleset, rule, subject, &case.answers);
    compare(ruleset, case, &result, subject.document).is_empty()
}

fn status(ruleset: &Ruleset, rule: &Rule, subject: &Subject<'_>) -> Status {
    evaluate::decide_rule(ruleset, rule, subject, &Answers::default()).status
}
