//! The cases of rules: patches on the base submission, and what must come out.

use crate::document::{Document, Path};
use crate::evaluate::{self, RuleResult, Subject};
use crate::finding::Wording;
use crate::rules::{Case, Rule, Ruleset, Status};

use super::patched;

/// What became of a case.
pub struct CaseResult<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The case.
    pub case: &'r Case,
    /// How it differs from what was expected; nothing where it passed.
    pub failures: Vec<CaseFailure>,
    /// Why the outcome is unknown, where it is and should not be.
    pub why: Option<Wording>,
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
    /// The patch made something that cannot be read.
    Unreadable,
}

/// Runs the cases of the rules in force that are wanted.
pub fn run_cases(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Vec<CaseResult<'_>> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none() && wanted(rule));
    in_force
        .flat_map(|rule| rule.cases.iter().map(move |case| run_case(ruleset, rule, case)))
        .collect()
}

/// Runs one case: patches the base submission, judges it by the rule alone, compares.
pub fn run_case<'r>(ruleset: &'r Ruleset, rule: &'r Rule, case: &'r Case) -> CaseResult<'r> {
    let document = patched(&ruleset.base, &case.patch, &case.name);
    let subject = Subject::new(ruleset, &document);
    let result = evaluate::evaluate_rule(ruleset, rule, &subject, &case.answers);
    let failures = compare(case, &result, &document);
    let unknown = result.outcomes.iter().filter_map(|outcome| outcome.causes.as_ref()).next();
    let why = unknown.filter(|_| !failures.is_empty()).map(|causes| evaluate::wording(causes));
    CaseResult { rule, case, failures, why, document }
}

fn compare(case: &Case, result: &RuleResult<'_>, document: &Document) -> Vec<CaseFailure> {
    let mut failures = Vec::new();
    if !document.complete {
        failures.push(CaseFailure::Unreadable);
    }
    if result.status != case.expects {
        failures.push(CaseFailure::Status(result.status));
    }
    let waits = result.outcomes.iter().any(|outcome| outcome.pending().is_some());
    if result.status == Status::Unknown && case.expects == Status::Unknown && waits != case.pending
    {
        failures.push(CaseFailure::Pending(waits));
    }
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
    failures
}
