//! What the outcomes of a few rules come to, where all others are met: the cases of the policy.

use crate::evaluate::{self, Conclusion, Decision, RuleResult};
use crate::feel::Library;
use crate::rules::{Policy, PolicyCase, Rule, Ruleset, Status, label};
use crate::source::Span;

/// What a policy's case should have given and gave, in the words of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyResult<'r> {
    /// The case.
    pub case: &'r PolicyCase,
    /// What differs; nothing where it passed.
    pub failures: Vec<PolicyFailure>,
}

/// Something that a policy's case expects and that did not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFailure {
    /// The key of the case: `calificacion`, `pilares`, `favorable`; `incumple` where rules that it names are
    /// not in force, counted.
    pub key: &'static str,
    /// What it expects.
    pub expected: String,
    /// What came out.
    pub got: String,
}

/// Runs the policy's own cases.
pub fn run_policy_cases(ruleset: &Ruleset) -> Vec<PolicyResult<'_>> {
    let policy = &ruleset.policy;
    policy.cases.iter().map(|case| run_policy_case(policy, ruleset, case, None)).collect()
}

/// Runs one of the policy's cases by a policy, which may be a mutant of the rule set's own, with one rule
/// that may be a mutant of its namesake.
pub(super) fn run_policy_case<'r>(
    policy: &Policy,
    ruleset: &Ruleset,
    case: &'r PolicyCase,
    mutated: Option<&Rule>,
) -> PolicyResult<'r> {
    let named = |(id, status): &(String, Status)| {
        let rule = ruleset.rule(id).filter(|rule| rule.retired.is_none())?;
        let rule = mutated.filter(|mutated| mutated.id == rule.id).unwrap_or(rule);
        Some(RuleResult::of(rule, *status))
    };
    let some: Vec<RuleResult<'_>> = case.statuses.iter().filter_map(named).collect();
    let absent = case.statuses.len() - some.len();
    let conclusion = concluded(policy, &ruleset.library, &ruleset.rules, some);
    let mut failures = Vec::new();
    let mut compare = |key: &'static str, expected: &str, got: String| {
        if expected != got {
            failures.push(PolicyFailure { key, expected: expected.to_owned(), got });
        }
    };
    compare("calificacion", &case.rating, rating(policy, &conclusion));
    compare("pilares", &told(&case.pillars), pillars(policy, &conclusion));
    let row = conclusion.rating.as_ref().and_then(|rating| policy.ratings.get(rating.row));
    let favourable = row.is_some_and(|row| row.favourable);
    compare("favorable", &case.favourable.to_string(), favourable.to_string());
    if absent > 0 {
        let (named, there) = (case.statuses.len(), case.statuses.len() - absent);
        compare("incumple", &named.to_string(), there.to_string());
    }
    PolicyResult { case, failures }
}

/// The case of a policy that some outcomes of rules make: what comes of them.
pub(super) fn expected(
    policy: &Policy,
    ruleset: &Ruleset,
    statuses: Vec<(String, Status)>,
) -> PolicyCase {
    let named = |(id, status): &(String, Status)| {
        let rule = ruleset.rule(id).filter(|rule| rule.retired.is_none())?;
        Some(RuleResult::of(rule, *status))
    };
    let some = statuses.iter().filter_map(named).collect();
    let conclusion = concluded(policy, &ruleset.library, &ruleset.rules, some);
    let row = conclusion.rating.as_ref().and_then(|rating| policy.ratings.get(rating.row));
    PolicyCase {
        name: String::new(),
        pillars: signs(policy, &conclusion),
        rating: rating(policy, &conclusion),
        favourable: row.is_some_and(|row| row.favourable),
        span: Span::default(),
        statuses,
    }
}

/// What some results come to where every other rule in force is met.
pub(super) fn concluded<'r>(
    policy: &Policy,
    library: &Library,
    rules: &'r [Rule],
    some: Vec<RuleResult<'r>>,
) -> Conclusion {
    let in_force = rules.iter().filter(|rule| rule.retired.is_none());
    let others = in_force.filter(|rule| !some.iter().any(|result| result.rule.id == rule.id));
    let met = |rule| RuleResult::of(rule, Status::Met);
    let mut results: Vec<RuleResult<'_>> = others.map(met).collect();
    results.extend(some);
    evaluate::conclude(policy, library, &results)
}

/// A conclusion's rating, as cases say it.
pub(super) fn rating(policy: &Policy, conclusion: &Conclusion) -> String {
    let Some(rating) = &conclusion.rating else { return String::new() };
    policy.rating_label(rating.row, !rating.hinges.is_empty())
}

fn pillars(policy: &Policy, conclusion: &Conclusion) -> String {
    told(&signs(policy, conclusion))
}

/// The verdicts of the pillars by id, as cases say them.
fn signs(policy: &Policy, conclusion: &Conclusion) -> Vec<(String, String)> {
    let of = conclusion.pillars.iter().map(|pillar| {
        let (meets, fails) = (&policy.verdicts.meets.sign, &policy.verdicts.fails.sign);
        let sign = match &pillar.decision {
            Decision::Meets => label(meets, false),
            Decision::Provisional(_) => label(meets, true),
            Decision::Fails(_) => label(fails, false),
        };
        (policy.sections[pillar.section].id.clone(), sign)
    });
    of.collect()
}

fn told(pillars: &[(String, String)]) -> String {
    let told: Vec<String> = pillars.iter().map(|(id, sign)| format!("{id}: {sign}")).collect();
    told.join("; ")
}
