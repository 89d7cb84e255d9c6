//! Outcomes → verdicts of pillars → rating, by the rule set's own table.

use std::sync::Arc;

use crate::feel::{
    self, Cause, CauseKind, Context, Data, Evidence, Failure, Library, Scope, Value,
};
use crate::rules::{Answer, Class, Policy, Rule, Status};

use super::{Outcome, RuleResult, Says};

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

/// How an outcome, or a rule by the gravest of its outcomes, counts for the verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It does not apply.
    NotApplicable,
    /// It is met, or set aside.
    Met,
    /// A person has to answer its question.
    Pending,
    /// Something that it needs is unknown.
    Unknown,
    /// A heuristic saw something that a person has to confirm.
    Suspected,
    /// It is not met, for certain.
    Unmet,
}

impl Standing {
    /// How a status counts that a person vouches for.
    pub fn vouched(status: Status) -> Standing {
        match status {
            Status::Met => Standing::Met,
            Status::Unmet => Standing::Unmet,
            Status::NotApplicable => Standing::NotApplicable,
            Status::Unknown => Standing::Unknown,
        }
    }

    /// Why it is open, where it is.
    fn open(self) -> Option<Open> {
        match self {
            Standing::Pending => Some(Open::Pending),
            Standing::Unknown => Some(Open::Unknown),
            Standing::Suspected => Some(Open::Suspected),
            Standing::NotApplicable | Standing::Met | Standing::Unmet => None,
        }
    }
}

impl Outcome {
    /// How it counts; `waivers` says whether those count.
    pub fn standing(&self, rule: &Rule, waivers: bool) -> Standing {
        match self.status {
            Status::Unmet if waivers && self.said.waiver.is_some() => Standing::Met,
            Status::Unmet if self.is_suspicion(rule) => Standing::Suspected,
            Status::Unknown if self.pending().is_some() => Standing::Pending,
            status => Standing::vouched(status),
        }
    }

    /// Whether it is what a heuristic saw and nobody confirmed.
    pub fn is_suspicion(&self, rule: &Rule) -> bool {
        let vouched = self.said.opinion.as_ref().is_some_and(|opinion| {
            matches!(opinion.says, Says::Confirmed | Says::Attested(_) | Says::Answer(_))
        });
        self.status == Status::Unmet && rule.class == Class::Heuristic && !vouched
    }

    /// The answer by which a person holds a rule met, but with a reserve.
    pub fn reserve<'r>(&self, rule: &'r Rule) -> Option<&'r Answer> {
        let opinion = self.said.opinion.as_ref().filter(|_| self.status == Status::Met)?;
        match &opinion.says {
            Says::Answer(id) => rule.question()?.reserve(id),
            Says::Confirmed | Says::Rejected | Says::Attested(_) => None,
        }
    }
}

impl RuleResult<'_> {
    /// How it counts, by the gravest of its outcomes; `waivers` says whether those count.
    pub fn standing(&self, waivers: bool) -> Standing {
        let each = self.outcomes.iter().map(|outcome| outcome.standing(self.rule, waivers));
        each.max().unwrap_or(Standing::NotApplicable)
    }
}

/// The rules in force with how each counts.
type Standings<'s> = [(&'s Rule, Standing)];

/// Outcomes of rules → verdicts of pillars → rating, by a policy whose conditions call a library.
pub fn conclude(policy: &Policy, library: &Library, results: &[RuleResult<'_>]) -> Conclusion {
    of(policy, library, &standings(results, true))
}

/// How each rule counts for the verdicts, with waivers or without.
pub(super) fn standings<'e>(
    results: &[RuleResult<'e>],
    waivers: bool,
) -> Vec<(&'e Rule, Standing)> {
    results.iter().map(|result| (result.rule, result.standing(waivers))).collect()
}

/// What rules that count so come to.
pub(super) fn of(policy: &Policy, library: &Library, standings: &Standings<'_>) -> Conclusion {
    let pillars = pillars(policy, standings);
    let rating = rating(policy, library, standings, &pillars);
    Conclusion { pillars, rating }
}

/// The verdicts of the pillars, in the policy's order.
fn pillars(policy: &Policy, standings: &Standings<'_>) -> Vec<Pillar> {
    let sections = policy.sections.iter().enumerate();
    sections
        .filter(|(_, section)| section.pillar)
        .map(|(section, _)| Pillar { section, decision: decide(policy, standings, section) })
        .collect()
}

fn decide(policy: &Policy, standings: &Standings<'_>, section: usize) -> Decision {
    let deciding = standings
        .iter()
        .filter(|(rule, _)| rule.section == section && policy.severities[rule.severity].decides);
    let mut failed = Vec::new();
    let mut open = Vec::new();
    for (rule, standing) in deciding {
        match (standing, standing.open()) {
            (Standing::Unmet, _) => failed.push(rule.id.clone()),
            (_, Some(why)) => open.push(Hinge { rule: rule.id.clone(), why }),
            _ => {}
        }
    }
    match (failed.is_empty(), open.is_empty()) {
        (false, _) => Decision::Fails(failed),
        (true, true) => Decision::Meets,
        (true, false) => Decision::Provisional(open),
    }
}

/// The first row of the table that holds; rows that cannot be decided make it provisional.
fn rating(
    policy: &Policy,
    library: &Library,
    standings: &Standings<'_>,
    pillars: &[Pillar],
) -> Option<RatingResult> {
    let names = names(policy, standings, pillars);
    let mut hinges: Vec<Hinge> = Vec::new();
    let mut rows = Vec::new();
    for (row, rating) in policy.ratings.iter().enumerate() {
        let contexts = [&names];
        let scope = Scope { library, contexts: &contexts, failure: Failure::Unknown, places: None };
        let (value, evidence) = feel::evaluate(&rating.holds.expr, &rating.holds.text, &scope);
        let holds = value.as_bool();
        for cause in value.causes().into_iter().flat_map(|causes| causes.iter()) {
            let hinge = hinge(standings, &cause.subject);
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

fn hinge(standings: &Standings<'_>, id: &str) -> Hinge {
    let standing = standings.iter().find(|(rule, _)| rule.id == id).map(|(_, standing)| *standing);
    let why = standing.and_then(Standing::open).unwrap_or(Open::Unknown);
    Hinge { rule: id.to_owned(), why }
}

/// Results as the table of ratings sees them; what is not decided is unknown, by the rules' ids.
fn names(policy: &Policy, standings: &Standings<'_>, pillars: &[Pillar]) -> Context {
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
    let rules = standings.iter().map(|(rule, standing)| {
        let met = match standing {
            Standing::Met | Standing::NotApplicable => Value::from(true),
            Standing::Unmet => Value::from(false),
            Standing::Pending | Standing::Unknown | Standing::Suspected => {
                undecided([rule.id.as_str()])
            }
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
