//! What the rules say of a submission, alone and with its review, short enough to be read in a difference.
//!
//! Takes an [`Evaluation`]; gives a [`Record`], its text, and the record of a text.

mod read;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Conclusion, Evaluation, Outcome, RuleResult};
use crate::rules::Status;

use super::verdicts::Verdicts;

/// What became of a rule, as records and people tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is met.
    Met,
    /// It is not met, and that is certain.
    Unmet,
    /// It is not met by what a heuristic saw: a person confirms it.
    Suspected,
    /// What the submission says does not decide it.
    Unknown,
    /// A person has to answer its question.
    Pending,
    /// It does not apply.
    NotApplicable,
}

/// What became of a rule, and of which of the elements that it ran on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listed {
    /// The state.
    pub state: State,
    /// The positions, from 1, of the elements that have it; none where the rule is met or runs once.
    pub elements: Vec<usize>,
    /// The elements beside these that are not simply met either, the gravest first.
    pub beside: Vec<InState>,
}

/// A state, and the positions of the elements that have it.
pub type InState = (State, Vec<usize>);

/// What the rules say of a submission, and what they say of it with its review where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The rule set and its version: `dipres 0.1.0`.
    pub ruleset: String,
    /// The pillars and the rating.
    pub verdicts: Verdicts,
    /// The rules that are met, in the order of the rule set.
    pub met: Met,
    /// Every rule that is not simply met, list by list.
    pub rules: Vec<(String, Listed)>,
    /// What its review makes of it; none where it has none.
    pub reviewed: Option<Reviewed>,
}

/// What the review of a submission makes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// The pillars and the rating.
    pub verdicts: Verdicts,
    /// Every rule that comes out otherwise than without it, those that are met too, list by list.
    pub rules: Vec<(String, Listed)>,
}

/// The rules that are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// Which they are.
    Rules(Vec<String>),
    /// How many they are, which is all that records of old say.
    Count(usize),
}

impl Met {
    /// Whether both may be of the same rules, in whatever order.
    fn agrees(&self, other: &Met) -> bool {
        let all = |rules: &[String]| rules.iter().cloned().collect::<BTreeSet<String>>();
        match (self, other) {
            (Met::Rules(a), Met::Rules(b)) => all(a) == all(b),
            (a, b) => a.count() == b.count(),
        }
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        match self {
            Met::Rules(rules) => rules.len(),
            Met::Count(count) => *count,
        }
    }

    /// Which they are, as far as that is said.
    pub fn rules(&self) -> &[String] {
        match self {
            Met::Rules(rules) => rules,
            Met::Count(_) => &[],
        }
    }

    /// Whether a rule is among them; none where that is not said.
    pub fn has(&self, rule: &str) -> Option<bool> {
        match self {
            Met::Rules(rules) => Some(rules.iter().any(|met| met == rule)),
            Met::Count(_) => None,
        }
    }
}

/// The key of the rules that are met.
const MET: &str = "cumplen";

/// The key of what a review makes of a submission.
const REVIEWED: &str = "con_revision";

/// The lists of a record: what a rule is listed under that is not simply met.
const LISTS: [(&str, State, &str); 5] = [
    ("no_cumple", State::Unmet, "no se cumplen"),
    ("por_confirmar", State::Suspected, "sospechas que una persona confirma o descarta"),
    ("sin_dato", State::Unknown, "no se pueden decidir con lo que el formulario dice"),
    ("preguntas", State::Pending, "las responde una persona"),
    ("no_aplica", State::NotApplicable, "no corresponden a este programa"),
];

/// States of elements that are said one by one, the gravest first.
const SAID: [State; 4] = [State::Unmet, State::Suspected, State::Pending, State::Unknown];

/// The record of an evaluation without review, as YAML: rating, pillars, the rules that are met, and every
/// other by what became of it.
///
/// The same evaluation gives the same bytes; two records differ in the lines that moved.
pub fn record(evaluation: &Evaluation<'_>) -> String {
    Record::of(evaluation, None).write()
}

impl Listed {
    /// What became of a rule.
    pub fn of(result: &RuleResult<'_>) -> Listed {
        let mut elements: BTreeMap<State, Vec<usize>> = BTreeMap::new();
        for outcome in &result.outcomes {
            let of = elements.entry(State::of(result, outcome)).or_default();
            of.extend(outcome.position());
        }
        let mut said = SAID.iter().filter_map(|state| Some((*state, elements.get(state)?.clone())));
        match said.next() {
            Some((state, elements)) => Listed { state, elements, beside: said.collect() },
            None if result.status == Status::Met => Listed::met(),
            None => {
                let elements = elements.remove(&State::NotApplicable).unwrap_or_default();
                Listed { state: State::NotApplicable, elements, beside: Vec::new() }
            }
        }
    }

    /// A rule that is met.
    pub fn met() -> Listed {
        Listed { state: State::Met, elements: Vec::new(), beside: Vec::new() }
    }

    /// The state of an element, where it is said: of one that is neither met nor without application.
    pub fn of_element(&self, position: usize) -> Option<State> {
        let mut said = self.each().filter(|(state, _)| SAID.contains(state));
        said.find(|(_, elements)| elements.contains(&position)).map(|(state, _)| state)
    }

    /// Every state that some of its elements have, with them.
    fn each(&self) -> impl Iterator<Item = (State, &[usize])> {
        let beside = self.beside.iter().map(|(state, elements)| (*state, &elements[..]));
        std::iter::once((self.state, &self.elements[..])).chain(beside)
    }
}

impl State {
    /// What became of a rule on one element, or as a whole.
    pub fn of(result: &RuleResult<'_>, outcome: &Outcome) -> State {
        match outcome.status {
            Status::Met => State::Met,
            Status::NotApplicable => State::NotApplicable,
            Status::Unmet if outcome.is_suspicion(result.rule) => State::Suspected,
            Status::Unmet => State::Unmet,
            Status::Unknown if outcome.pending().is_some() => State::Pending,
            Status::Unknown => State::Unknown,
        }
    }
}

impl Record {
    /// What an evaluation comes to, and one of the same submission with its review.
    pub fn of(alone: &Evaluation<'_>, reviewed: Option<&Evaluation<'_>>) -> Record {
        let policy = &alone.ruleset.policy;
        let standings = standings(alone);
        let met = standings.iter().filter(|(_, standing)| standing.state == State::Met);
        let met = Met::Rules(met.map(|(id, _)| id.clone()).collect());
        let reviewed = reviewed.map(|evaluation| {
            let rules = self::standings(evaluation).into_iter();
            let rules = rules.filter(|one| !standings.contains(one)).collect();
            Reviewed { verdicts: verdicts(evaluation), rules: listed(rules) }
        });
        let others = standings.iter().filter(|(_, standing)| standing.state != State::Met);
        Record {
            ruleset: format!("{} {}", plain(&policy.id), plain(&policy.version)),
            verdicts: verdicts(alone),
            met,
            rules: listed(others.cloned().collect()),
            reviewed,
        }
    }

    /// The verdicts without review, or with it.
    pub fn verdicts(&self, reviewed: bool) -> &Verdicts {
        let with = self.reviewed.as_ref().filter(|_| reviewed);
        with.map_or(&self.verdicts, |reviewed| &reviewed.verdicts)
    }

    /// What is said of a rule, without review or with it; none where the record says nothing of it.
    pub fn standing(&self, rule: &str, reviewed: bool) -> Option<Listed> {
        let with = self.reviewed.iter().filter(|_| reviewed).flat_map(|reviewed| &reviewed.rules);
        let found = with.chain(&self.rules).find(|(id, _)| id == rule);
        let met = || (self.met.has(rule) == Some(true)).then(Listed::met);
        found.map(|(_, standing)| standing.clone()).or_else(met)
    }

    /// The ids of the rules that it speaks of.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let with = self.reviewed.iter().flat_map(|reviewed| &reviewed.rules);
        let listed = self.rules.iter().chain(with).map(|(id, _)| id.as_str());
        listed.chain(self.met.rules().iter().map(String::as_str))
    }

    /// Whether two records say the same, whichever version of the rules said it, and in whatever order.
    pub fn agrees(&self, other: &Record) -> bool {
        let reviewed = match (&self.reviewed, &other.reviewed) {
            (Some(a), Some(b)) => {
                by_id(&a.rules) == by_id(&b.rules) && a.verdicts.agrees(&b.verdicts)
            }
            (a, b) => a.is_none() && b.is_none(),
        };
        by_id(&self.rules) == by_id(&other.rules)
            && self.verdicts.agrees(&other.verdicts)
            && self.met.agrees(&other.met)
            && reviewed
    }
}

fn by_id(rules: &[(String, Listed)]) -> BTreeMap<&str, &Listed> {
    rules.iter().map(|(id, standing)| (id.as_str(), standing)).collect()
}

fn verdicts(evaluation: &Evaluation<'_>) -> Verdicts {
    let (pillars, rating) = (evaluation.pillars.clone(), evaluation.rating.clone());
    Verdicts::of(&evaluation.ruleset.policy, &Conclusion { pillars, rating })
}

fn standings(evaluation: &Evaluation<'_>) -> Vec<(String, Listed)> {
    let results = evaluation.results.iter();
    results.map(|result| (result.rule.id.clone(), Listed::of(result))).collect()
}

/// Rules in the order in which the lists of a record have them; those that are met come first.
fn listed(mut rules: Vec<(String, Listed)>) -> Vec<(String, Listed)> {
    let list = |state: State| LISTS.iter().position(|(_, of, _)| *of == state);
    rules.sort_by_key(|(_, standing)| list(standing.state));
    rules
}

/// A text that is no larger than a word.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect()
}
