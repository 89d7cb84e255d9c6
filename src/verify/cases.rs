//! The cases of rules: patches on the base submission, and what must come out.

use rayon::prelude::*;

use crate::document::{Document, Path};
use crate::evaluate::{self, Outcome, RuleResult, Subject};
use crate::rules::{Case, Policy, Rule, Ruleset, Status};

use super::{consequences, patched};

/// What became of a case.
pub struct CaseResult<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The case.
    pub case: &'r Case,
    /// How it differs from what was expected; nothing where it passed.
    pub failures: Vec<CaseFailure>,
    /// The outcome that its status comes from, with the evidence; kept where the case failed.
    pub outcome: Option<Outcome>,
    /// The patched submission, to look at or save.
    pub document: Document,
}

/// How a case differs from what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseFailure {
    /// Another status came out.
    Status(Status),
    /// It waits for an answer and should not, or the other way round.
    Pending(bool),
    /// The first label is elsewhere.
    Label(Option<Path>),
    /// The message does not say what it must.
    Message(String),
    /// With every other rule met, the rating is another.
    Rating(String),
    /// The patch made something that cannot be read.
    Unreadable,
}

/// Runs the cases of the rules in force that are wanted, in parallel; results in the order of the rules.
pub fn run_cases(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Vec<CaseResult<'_>> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none() && wanted(rule));
    let cases: Vec<(&Rule, &Case)> =
        in_force.flat_map(|rule| rule.cases.iter().map(move |case| (rule, case))).collect();
    cases.into_par_iter().map(|(rule, case)| run_case(ruleset, rule, case)).collect()
}

/// Runs one case: patches the base submission, judges it by the rule alone, compares.
pub fn run_case<'r>(ruleset: &'r Ruleset, rule: &'r Rule, case: &'r Case) -> CaseResult<'r> {
    let document = patched(&ruleset.base, &case.patch, &case.name);
    let subject = Subject::new(ruleset, &document);
    let result = evaluate::evaluate_rule(ruleset, rule, &subject, &case.answers);
    let failures = compare(ruleset, case, &result, &document);
    let mut outcomes = result.outcomes.into_iter();
    let outcome = outcomes.find(|outcome| outcome.status == result.status);
    let outcome = outcome.filter(|_| !failures.is_empty());
    CaseResult { rule, case, failures, outcome, document }
}

/// Another status than a case expects, of a rule that was decided or evaluated; what is unknown and what
/// waits for an answer are two.
pub(super) fn other_status(case: &Case, result: &RuleResult<'_>) -> Option<CaseFailure> {
    if result.status != case.expects {
        return Some(CaseFailure::Status(result.status));
    }
    let waits = result.outcomes.iter().any(|outcome| outcome.pending().is_some());
    let mixed_up = result.status == Status::Unknown && waits != case.pending;
    mixed_up.then_some(CaseFailure::Pending(waits))
}

/// How what came out differs from what a case expects.
pub(super) fn compare(
    ruleset: &Ruleset,
    case: &Case,
    result: &RuleResult<'_>,
    document: &Document,
) -> Vec<CaseFailure> {
    let mut failures = Vec::new();
    if !document.complete {
        failures.push(CaseFailure::Unreadable);
    }
    failures.extend(other_status(case, result));
    let finding = result
        .outcomes
        .iter()
        .filter(|outcome| outcome.status == result.status)
        .find_map(|outcome| outcome.finding.as_ref());
    if let Some(expected) = &case.at {
        let label = finding.and_then(|finding| finding.span());
        let path = label.and_then(|span| document.path_at(span));
        let there =
            path.as_ref() == Some(expected) || label == Some(document.nearest_place(expected));
        if !there {
            failures.push(CaseFailure::Label(path));
        }
    }
    if let Some(expected) = &case.says {
        let message = finding.map(|finding| finding.message.spanish.clone()).unwrap_or_default();
        if !message.contains(expected) {
            failures.push(CaseFailure::Message(message));
        }
    }
    if let Some(expected) = &case.rating {
        let got = rating_alone(&ruleset.policy, ruleset, result);
        if got != *expected {
            failures.push(CaseFailure::Rating(got));
        }
    }
    failures
}

/// The rating where every rule but one is met, as cases say it.
pub(super) fn rating_alone(policy: &Policy, ruleset: &Ruleset, result: &RuleResult<'_>) -> String {
    let alone = RuleResult::of(result.rule, result.status);
    let conclusion = consequences::concluded(policy, &ruleset.library, &ruleset.rules, vec![alone]);
    consequences::rating(policy, &conclusion)
}
