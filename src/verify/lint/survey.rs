//! What search sees of one rule: how it comes out, and which of its clauses ever matter.
//!
//! One walk over the submissions that the rule's cases and thresholds suggest answers everything that
//! is asked of the rule; it ends as soon as all is seen.

use std::collections::BTreeMap;

use crate::evaluate::{self, Outcome, Role, RuleResult, Subject};
use crate::finding::{Severity, Wording};
use crate::rules::{Answers, Patch, Requirement, Rule, Ruleset, SampleSet, Status};
use crate::verify::search::Ground;
use crate::verify::sites::site;

use super::tell::{Found, Shown, head, shown};

/// What a walk showed of a rule.
pub(super) struct Survey {
    /// The first submission with each status; of a judgement, pending counts as unknown.
    seen: BTreeMap<u8, (Status, Patch)>,
    /// Clauses that never mattered, by position.
    idle: Vec<usize>,
    /// How many submissions were tried.
    tried: usize,
}

/// Walks over the ground of a rule, at most `effort` submissions.
pub(super) fn survey(
    ruleset: &Ruleset,
    rule: &Rule,
    samples: &[SampleSet],
    effort: usize,
) -> Survey {
    let own = samples.iter().filter(|set| set.rule == rule.id).flat_map(|set| &set.samples);
    let ground = Ground::of(ruleset, &[rule])
        .with_sizes(&[rule])
        .from(own.map(|sample| sample.patch.clone()));
    let mut seen: BTreeMap<u8, (Status, Patch)> = BTreeMap::new();
    let mut idle: Vec<usize> = (0..rule.clauses().len()).collect();
    if idle.len() < 2 {
        idle.clear();
    }
    let wanted = wanted(rule);
    let tried = ground.walk(effort, |patch, subject| {
        let result = decided(ruleset, rule, subject);
        let status = result.status;
        seen.entry(rank(status)).or_insert_with(|| (status, patch.clone()));
        idle.retain(|at| !matters(rule, &result, *at));
        !idle.is_empty() || !wanted.iter().all(|status| seen.contains_key(&rank(*status)))
    });
    for (status, patch) in seen.values_mut() {
        let holds = |subject: &Subject<'_>| decided(ruleset, rule, subject).status == *status;
        *patch = ground.least(std::mem::take(patch), holds);
    }
    Survey { seen, idle, tried }
}

impl Survey {
    /// A submission with a status.
    pub fn shown(&self, rule: &Rule, status: Status) -> Option<Shown> {
        let (status, patch) = self.seen.get(&rank(status))?;
        Some(Shown::of(rule, patch.clone(), self.tried, *status))
    }

    /// What was never seen and should be: suspicions, since search proves nothing.
    pub fn suspicions(&self, rule: &Rule) -> Vec<Found> {
        let mut found = Vec::new();
        let seen = |status| self.seen.contains_key(&rank(status));
        let unseen = match rule.question() {
            Some(_) => None,
            None if !seen(Status::Unmet) => Some((
                "lint/never-unmet",
                format!("no se encontró un formulario que incumpla {}", rule.id),
                format!("no form was found that does not meet {}", rule.id),
            )),
            None if !seen(Status::Met) => Some((
                "lint/never-met",
                format!("no se encontró un formulario que cumpla {}", rule.id),
                format!("no form was found that meets {}", rule.id),
            )),
            None => None,
        };
        if let Some((code, spanish, english)) = unseen {
            let message = Wording::both(spanish, english);
            let one = Found::new(code, Severity::Note, &rule.id, head(rule), message);
            found.push(one.on("exige").suspected(self.tried).helped_by(
                "Escriba el caso que falta: si lo hay, la búsqueda parte de él.",
                "Write the case that is missing: if there is one, search starts from it.",
            ));
            return found;
        }
        for at in &self.idle {
            let clause = &rule.clauses()[*at];
            let place = clause.place(clause.expr.span);
            let text = shown(&clause.expr);
            let message = Wording::both(
                format!("no se encontró un formulario en que `{text}` decida"),
                format!("no form was found in which `{text}` decides"),
            );
            let one = Found::new("lint/idle-clause", Severity::Note, &rule.id, place, message);
            found.push(one.on(site(rule, *at)).suspected(self.tried));
        }
        found
    }
}

/// What becomes of a rule on a submission, before anybody answers anything.
pub(super) fn decided<'r>(
    ruleset: &Ruleset,
    rule: &'r Rule,
    subject: &Subject<'_>,
) -> RuleResult<'r> {
    evaluate::decide_rule(ruleset, rule, subject, &Answers::default())
}

/// The statuses that a rule should be seen with.
pub(super) fn wanted(rule: &Rule) -> Vec<Status> {
    match &rule.requires {
        Requirement::Schema(_) => vec![Status::Met, Status::Unmet],
        Requirement::Judgement(_) => vec![Status::Unknown],
        _ => vec![Status::Met, Status::Unmet, Status::Unknown],
    }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::Met => 1,
        Status::Unknown => 2,
        Status::Unmet => 3,
    }
}

/// Whether the requirement would come out otherwise without a clause.
fn matters(rule: &Rule, result: &RuleResult<'_>, at: usize) -> bool {
    let any = matches!(rule.requires, Requirement::Any(_));
    result.outcomes.iter().any(|outcome| {
        outcome.status != Status::NotApplicable
            && requirement(outcome, any, None) != requirement(outcome, any, Some(at))
    })
}

/// The requirement, by Kleene's logic, without one of its clauses; none where it is unknown.
fn requirement(outcome: &Outcome, any: bool, without: Option<usize>) -> Option<bool> {
    let clauses = outcome.parts.iter().filter_map(|part| match part.role {
        Role::Clause(at) if Some(at) != without => Some(part.value.as_bool()),
        _ => None,
    });
    let truths: Vec<Option<bool>> = clauses.collect();
    if truths.contains(&Some(any)) {
        Some(any)
    } else if truths.contains(&None) {
        None
    } else {
        Some(!any)
    }
}
