//! What people said of the first round, and whether it holds of the second.

use std::sync::Arc;

use crate::evaluate::{Change, Judged, Opinion, Outcome, RuleResult, Standing};
use crate::rules::Rule;

use super::Rounds;

/// An answer of a person that does not count in the second round.
pub struct Answer<'c> {
    /// The rule.
    pub rule: &'c Rule,
    /// What was said, by whom and when.
    pub opinion: &'c Arc<Opinion>,
    /// What became of it.
    pub fate: Fate,
    /// The fields that it judged and that say something else.
    pub changes: Vec<Change>,
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A text that it judged says something else.
    Stale,
    /// What it judged is the same, as the element of this position, from 1.
    Moved(usize),
    /// Nobody asks it any more: how the rule stands there now.
    Gone(Standing),
    /// The element that it judged is not there any more.
    Removed,
}

impl<'c> Rounds<'c> {
    /// The answers that cease to count: those that become stale, and those that counted and are lost.
    pub(super) fn answers(&self) -> Vec<Answer<'c>> {
        let mut answers = Vec::new();
        for old in &self.old.results {
            let Some(new) = self.new.result(&old.rule.id) else { continue };
            let mut mine = self.lost(old, new);
            for outcome in &new.outcomes {
                let Some(opinion) = &outcome.said.stale else { continue };
                let told = mine.iter().any(|answer| answer.opinion == opinion);
                let before =
                    old.outcomes.iter().any(|old| old.said.stale.as_ref() == Some(opinion));
                if told || before {
                    continue;
                }
                let changes = self.stale(opinion, outcome);
                mine.push(Answer { rule: new.rule, opinion, fate: Fate::Stale, changes });
            }
            answers.extend(mine);
        }
        answers
    }

    fn stale(&self, opinion: &Opinion, outcome: &Outcome) -> Vec<Change> {
        let document = self.new.document;
        opinion.judged.changes(&Judged::of(outcome.looked_at(document)), document)
    }

    /// The answers of a rule that counted in the first round and do not in the second.
    fn lost(&self, old: &'c RuleResult<'c>, new: &'c RuleResult<'c>) -> Vec<Answer<'c>> {
        let mut lost = Vec::new();
        for (before, after) in self.outcomes(old, new) {
            let Some(opinion) = before.and_then(|outcome| outcome.said.opinion.as_ref()) else {
                continue;
            };
            let (fate, changes) = match (before, after) {
                (_, Some(after)) if after.said.opinion.is_some() => continue,
                (Some(before), Some(after))
                    if after.awaits(new.rule) == before.awaits(old.rule) =>
                {
                    let changes = self.changes(before, after);
                    match (after.position(), changes.is_empty()) {
                        (_, false) => (Fate::Stale, changes),
                        (Some(at), true) if opinion.element != Some(at) => {
                            (Fate::Moved(at), changes)
                        }
                        // It would count; the review of the second round does not have it.
                        (_, true) => continue,
                    }
                }
                (Some(before), Some(after)) => {
                    (Fate::Gone(after.standing(new.rule, false)), self.changes(before, after))
                }
                _ => (Fate::Removed, Vec::new()),
            };
            lost.push(Answer { rule: old.rule, opinion, fate, changes });
        }
        lost
    }
}
