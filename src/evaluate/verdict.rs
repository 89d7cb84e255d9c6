//! Outcomes → verdicts of pillars → rating, by the rule set's own table.

use std::sync::Arc;

use crate::feel::{
    self, Cause, CauseKind, Context, Data, Evidence, Failure, Library, Scope, Value,
};
use crate::rules::{Class, Policy, Status};

use super::RuleResult;

/// A pillar and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pillar {
    /// Position of the pillar's section in the policy.
    pub section: usize,
    /// How it was decided.
    pub decision: Decision,
}

/// The verdict of a pillar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Everything that decides is met or does not apply.
    Meets,
    /// Something that decides is unmet: the ids of those rules.
    Fails(Vec<String>),
    /// Nothing that decides is unmet, and this is still open.
    Provisional(Vec<Hinge>),
}

/// A rule that a verdict or the rating hinges on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hinge {
    /// The rule's id.
    pub rule: String,
    /// Why it is open.
    pub why: Open,
}

/// Why a rule is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Something that it needs is unknown.
    Unknown,
    /// A heuristic saw something that a person has to confirm.
    Suspected,
    /// A person has to answer its question, and nothing else is wanting.
    Pending,
}

/// The rating of a submission.
#[derive(Debug, Clone)]
pub struct RatingResult {
    /// The row of the policy's table.
    pub row: usize,
    /// What it hinges on; final where empty.
    pub hinges: Vec<Hinge>,
    /// How each row up to this one came out.
    pub rows: Vec<(Value, Arc<Evidence>)>,
}

/// What outcomes of rules come to.
#[derive(Debug, Clone)]
pub struct Conclusion {
    /// The pillars, in the policy's order.
    pub pillars: Vec<Pillar>,
    /// The rating; none only where the policy's table has no row that holds.
    pub rating: Option<RatingResult>,
}

/// Outcomes of rules → verdicts of pillars → rating, by a policy whose conditions call a library.
pub fn conclude(policy: &Policy, library: &Library, results: &[RuleResult<'_>]) -> Conclusion {
    let pillars = pillars(policy, results);
    let rating = rating(policy, library, results, &pillars);
    Conclusion { pillars, rating }
}

/// The verdicts of the pillars, in the policy's order.
fn pillars(policy: &Policy, results: &[RuleResult<'_>]) -> Vec<Pillar> {
    let sections = policy.sections.iter().enumerate();
    sections
        .filter(|(_, section)| section.pillar)
        .map(|(section, _)| Pillar { section, decision: decide(policy, results, section) })
        .collect()
}

fn decide(policy: &Policy, results: &[RuleResult<'_>], section: usize) -> Decision {
    let deciding = results.iter().filter(|result| {
        result.rule.section == section && policy.severities[result.rule.severity].decides
    });
    let mut failed = Vec::new();
    let mut open = Vec::new();
    for result in deciding {
        let certain = result.rule.class != Class::Heuristic;
        let why = match result.status {
            Status::Unmet if certain => {
                failed.push(result.rule.id.clone());
                continue;
            }
            Status::Unmet => Open::Suspected,
            Status::Unknown => unknown(result),
            Status::Met | Status::NotApplicable => continue,
        };
        open.push(Hinge { rule: result.rule.id.clone(), why });
    }
    match (failed.is_empty(), open.is_empty()) {
        (false, _) => Decision::Fails(failed),
        (true, true) => Decision::Meets,
        (true, false) => Decision::Provisional(open),
    }
}

/// Why a rule that is unknown is open.
fn unknown(result: &RuleResult<'_>) -> Open {
    let mut unknown = result.outcomes.iter().filter(|outcome| outcome.status == Status::Unknown);
    if unknown.all(|outcome| outcome.pending().is_some()) { Open::Pending } else { Open::Unknown }
}

/// The first row of the table that holds; rows that cannot be decided make it provisional.
fn rating(
    policy: &Policy,
    library: &Library,
    results: &[RuleResult<'_>],
    pillars: &[Pillar],
) -> Option<RatingResult> {
    let names = names(policy, results, pillars);
    let mut hinges: Vec<Hinge> = Vec::new();
    let mut rows = Vec::new();
    for (row, rating) in policy.ratings.iter().enumerate() {
        let contexts = [&names];
        let scope = Scope { library, contexts: &contexts, failure: Failure::Unknown, places: None };
        let (value, evidence) = feel::evaluate(&rating.holds.expr, &rating.holds.text, &scope);
        let holds = value.as_bool();
        for cause in value.causes().into_iter().flat_map(|causes| causes.iter()) {
            let hinge = hinge(results, &cause.subject);
            if !hinges.contains(&hinge) {
                hinges.push(hinge);
            }
        }
        rows.push((value, Arc::new(evidence)));
        if holds == Some(true) {
            return Some(RatingResult { row, hinges, rows });
        }
    }
    None
}

fn hinge(results: &[RuleResult<'_>], id: &str) -> Hinge {
    let result = results.iter().find(|result| result.rule.id == id);
    let why = match result {
        Some(result) if result.status == Status::Unmet => Open::Suspected,
        Some(result) => unknown(result),
        None => Open::Unknown,
    };
    Hinge { rule: id.to_owned(), why }
}

/// Results as the table of ratings sees them; what is not decided is unknown, by the rules' ids.
fn names(policy: &Policy, results: &[RuleResult<'_>], pillars: &[Pillar]) -> Context {
    let name = |name: &str| -> Arc<str> { Arc::from(name) };
    let verdicts = &policy.verdicts;
    let pillars = pillars.iter().map(|pillar| {
        let verdict = match &pillar.decision {
            Decision::Meets => Value::from(verdicts.meets.sign.as_str()),
            Decision::Fails(_) => Value::from(verdicts.fails.sign.as_str()),
            Decision::Provisional(hinges) => {
                undecided(hinges.iter().map(|hinge| hinge.rule.as_str()))
            }
        };
        let id = Value::from(policy.sections[pillar.section].id.as_str());
        Value::context(vec![(name("id"), id), (name("veredicto"), verdict)])
    });
    let keys = ["id", "seccion", "severidad", "cumple"].map(name);
    let rules = results.iter().map(|result| {
        let rule = result.rule;
        let met = match result.status {
            Status::Met | Status::NotApplicable => Value::from(true),
            Status::Unmet if rule.class != Class::Heuristic => Value::from(false),
            Status::Unmet | Status::Unknown => undecided([rule.id.as_str()]),
        };
        let [id, section, severity, meets] = keys.clone();
        Value::context(vec![
            (id, Value::from(rule.id.as_str())),
            (section, Value::from(policy.sections[rule.section].id.as_str())),
            (severity, Value::from(policy.severities[rule.severity].id.as_str())),
            (meets, met),
        ])
    });
    Context {
        entries: vec![
            (name("pilares"), Value::list(pillars.collect::<Vec<_>>())),
            (name("reglas"), Value::list(rules.collect::<Vec<_>>())),
        ],
    }
}

fn undecided<'r>(rules: impl IntoIterator<Item = &'r str>) -> Value {
    let cause =
        |rule: &str| Cause { kind: CauseKind::Undecided, subject: Arc::from(rule), place: None };
    Value::new(Data::Unknown(rules.into_iter().map(cause).collect()))
}
