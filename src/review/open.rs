//! What is open, and what would change by each answer: every one is tried on the verdicts.

use std::sync::Arc;

use crate::evaluate::{Awaited, Conclusion, Decision, Evaluation, Opinion, Outcome, Standing};
use crate::rules::{Rule, Status};

use super::{ATTESTED, CONFIRMED, REJECTED};

/// Something that a person can settle and has not.
pub struct Open<'o> {
    /// The rule.
    pub rule: &'o Rule,
    /// The outcome.
    pub outcome: &'o Outcome,
    /// What it asks for.
    pub awaited: Awaited,
    /// An answer that was given to another text.
    pub stale: Option<&'o Arc<Opinion>>,
    /// What each answer would change; in the order of the answers.
    pub outlooks: Vec<Outlook>,
    /// The most that an answer would change.
    pub effect: Effect,
}

/// A way to settle something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word that the file takes.
    pub word: String,
    /// What it means, where the rule set or the tool says so.
    pub meaning: Option<String>,
    /// What becomes of the rule.
    pub status: Status,
}

/// What would change by a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The choice.
    pub choice: Choice,
    /// The pillars, by position among those of the evaluation, that would fail or cease to, and
    /// whether they would fail.
    pub pillars: Vec<(usize, bool)>,
    /// The rating's row, where it would be another one.
    pub rating: Option<usize>,
}

/// How far an answer reaches; the farthest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The rating may become another.
    Rating,
    /// A pillar's verdict may become another, and the rating stays.
    Pillar,
    /// No verdict depends on it: it is one observation more or less.
    Observation,
}

/// Everything that a person can settle and has not, in the order of what it would change; what was
/// not published is among it only where a verdict depends on it.
pub fn open<'o>(evaluation: &'o Evaluation<'o>) -> Vec<Open<'o>> {
    let mut found = Vec::new();
    for (at, result) in evaluation.results.iter().enumerate() {
        for (which, outcome) in result.outcomes.iter().enumerate() {
            let Some(awaited) = is_open(result.rule, outcome) else { continue };
            let outlooks = choices(awaited, result.rule)
                .into_iter()
                .map(|choice| outlook(evaluation, (at, which), choice));
            let outlooks: Vec<Outlook> = outlooks.collect();
            let effect = outlooks.iter().map(Outlook::effect).min().unwrap_or(Effect::Observation);
            if awaited == Awaited::Attestation && effect == Effect::Observation {
                continue;
            }
            let stale = outcome.said.stale.as_ref();
            found.push(Open { rule: result.rule, outcome, awaited, stale, outlooks, effect });
        }
    }
    let reach = |open: &Open<'_>| {
        open.outlooks.iter().map(|outlook| outlook.pillars.len()).max().unwrap_or(0)
    };
    found.sort_by_key(|open| {
        let stale = open.stale.is_none();
        (open.effect, usize::MAX - reach(open), stale, open.rule.severity, open.awaited as u8)
    });
    found
}

/// What an outcome waits for.
fn is_open(rule: &Rule, outcome: &Outcome) -> Option<Awaited> {
    let awaited = outcome.awaits(rule)?;
    let waits = match awaited {
        Awaited::Answer => outcome.pending().is_some(),
        Awaited::Confirmation => outcome.is_suspicion(rule) && outcome.said.waiver.is_none(),
        Awaited::Attestation => outcome.status == Status::Unknown,
    };
    waits.then_some(awaited)
}

/// The ways to settle what is asked of a rule's outcome.
pub fn choices(awaited: Awaited, rule: &Rule) -> Vec<Choice> {
    let choice = |word: &str, status| Choice { word: word.to_owned(), meaning: None, status };
    match awaited {
        Awaited::Answer => {
            let answers = rule.question().into_iter().flat_map(|question| &question.answers);
            let answers = answers.map(|answer| Choice {
                meaning: Some(answer.text.clone()),
                ..choice(&answer.id, answer.status)
            });
            answers.collect()
        }
        Awaited::Confirmation => {
            vec![choice(CONFIRMED, Status::Unmet), choice(REJECTED, Status::Met)]
        }
        Awaited::Attestation => {
            ATTESTED.into_iter().map(|status| choice(status.name(), status)).collect()
        }
    }
}

/// What a choice on an outcome would change, all else as it is.
pub fn outlook(
    evaluation: &Evaluation<'_>,
    (result, outcome): (usize, usize),
    choice: Choice,
) -> Outlook {
    let after = evaluation.supposing(result, outcome, Standing::vouched(choice.status));
    let fails = |decision: &Decision| matches!(decision, Decision::Fails(_));
    let pairs = evaluation.pillars.iter().zip(&after.pillars).enumerate();
    let pillars = pairs.filter_map(|(at, (before, after))| {
        let failing = fails(&after.decision);
        (fails(&before.decision) != failing).then_some((at, failing))
    });
    let pillars = pillars.collect();
    let row = |verdicts: &Conclusion| verdicts.rating.as_ref().map(|rating| rating.row);
    let before = evaluation.rating.as_ref().map(|rating| rating.row);
    let rating = row(&after).filter(|row| Some(*row) != before);
    Outlook { choice, pillars, rating }
}

impl Outlook {
    /// How far the choice reaches.
    pub fn effect(&self) -> Effect {
        match (self.rating, self.pillars.is_empty()) {
            (Some(_), _) => Effect::Rating,
            (None, false) => Effect::Pillar,
            (None, true) => Effect::Observation,
        }
    }
}
