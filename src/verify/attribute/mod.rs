//! Which changes of the rules made a verdict move, found by trying.
//!
//! Takes the [`Changes`](super::changes::Changes) between two rule sets and a submission on which something
//! came out otherwise; gives the least set of changes that, made on the old rule set, makes it come out so.
//! Every answer was tried: nothing is guessed from what looks alike.

mod recent;
mod trials;

use std::sync::Arc;

use crate::evaluate::{Conclusion, RuleResult, conclude};
use crate::rules::Rule;

use super::changes::{Hybrid, Part, PolicyPart, What};
use super::record::Listed;
use super::verdicts::Verdicts;

pub(super) use trials::Between;
pub use trials::{Trials, Tried};

/// Changes that are tried one by one before halves of them are.
const SINGLES: usize = 48;

/// Trials for one verdict.
const TRIALS: usize = 600;

/// Changes that together make a verdict come out as it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blame<T = usize> {
    /// The changes; none of them can be left out, where `least` is true.
    pub because: Vec<T>,
    /// Where one alone suffices: others that alone would do it too.
    pub also: Vec<T>,
    /// Whether it is known that none can be left out.
    pub least: bool,
}

/// What a pillar's verdict or the rating rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// What became of a rule.
    Rule(String),
    /// A change, by its position.
    Change(usize),
}

impl<'c> Trials<'c> {
    /// Which changes make a rule come out so on a submission; none where the old rules with all of them
    /// do not, or without any do.
    ///
    /// `hint` is tried first: what explained the last submission often explains the next.
    pub fn of_rule(
        &self,
        id: &str,
        tried: &mut Tried<'_>,
        wanted: Option<&Listed>,
        hint: Option<&Blame>,
    ) -> Option<Blame> {
        let candidates = self.touching(id);
        let mut flips = |chosen: &[usize]| self.standing(id, chosen, tried).as_ref() == wanted;
        let hint = hint.filter(|hint| hint.because.len() == 1 && hint.also.is_empty());
        let again = hint.filter(|hint| flips(&hint.because) && !flips(&[])).cloned();
        again.or_else(|| least(&candidates, flips))
    }

    /// What the verdict of a pillar, or the rating where none is named, rests on: what makes it as it is
    /// `now` by the new results.
    pub fn of_verdict(
        &self,
        old: &[RuleResult<'_>],
        new: &[RuleResult<'_>],
        pillar: Option<&str>,
        now: &Verdicts,
    ) -> Option<Blame<Ground>> {
        let grounds = self.grounds(old, new);
        let positions: Vec<usize> = (0..grounds.len()).collect();
        let blame = least(&positions, |chosen| {
            let chosen: Vec<&Ground> = chosen.iter().map(|at| &grounds[*at]).collect();
            self.told(old, new, &chosen).is_some_and(|told| told.agrees_on(pillar, now))
        })?;
        let named = |at: &Vec<usize>| at.iter().map(|at| grounds[*at].clone()).collect();
        Some(Blame { because: named(&blame.because), also: named(&blame.also), least: blame.least })
    }

    /// What records say of results, some of which are as the new rules have them.
    pub(super) fn told(
        &self,
        old: &[RuleResult<'_>],
        new: &[RuleResult<'_>],
        chosen: &[&Ground],
    ) -> Option<Verdicts> {
        let (hybrid, conclusion) = self.concluded(old, new, chosen)?;
        Some(Verdicts::of(&hybrid.shell.policy, &conclusion))
    }

    /// Everything that a verdict may rest on and that is not as it was.
    pub(super) fn grounds(&self, old: &[RuleResult<'_>], new: &[RuleResult<'_>]) -> Vec<Ground> {
        let mut grounds = Vec::new();
        let ids = new.iter().chain(old).map(|result| result.rule.id.as_str());
        for id in ids {
            let ground = Ground::Rule(id.to_owned());
            let standing = |results: &[RuleResult<'_>]| {
                let found = results.iter().find(|result| result.rule.id == id);
                found.map(|result| (result.status, open(result), said(result)))
            };
            if !grounds.contains(&ground) && standing(old) != standing(new) {
                grounds.push(ground);
            }
        }
        for (at, change) in self.changes.list.iter().enumerate().filter(|(_, c)| c.moves) {
            let role = match &change.what {
                What::Rule(_, part) => {
                    matches!(part, Part::Severity | Part::Class | Part::Section)
                }
                What::Policy(part) => *part != PolicyPart::Year,
                _ => false,
            };
            if role {
                grounds.push(Ground::Change(at));
            }
        }
        grounds
    }

    /// What the results come to, some of them as the new rules have it.
    fn concluded(
        &self,
        old: &[RuleResult<'_>],
        new: &[RuleResult<'_>],
        chosen: &[&Ground],
    ) -> Option<(Arc<Hybrid<'c>>, Conclusion)> {
        let mut changes: Vec<usize> = chosen
            .iter()
            .filter_map(|ground| match ground {
                Ground::Change(at) => Some(*at),
                Ground::Rule(_) => None,
            })
            .collect();
        let hybrid = self.hybrid(&changes)?;
        // That a rule is there at all comes with its result.
        changes.extend(self.changes.list.iter().enumerate().filter_map(|(at, change)| {
            matches!(change.what, What::Rule(_, Part::Added)).then_some(at)
        }));
        changes.sort_unstable();
        let is_new = |id: &str| {
            chosen.iter().any(|ground| matches!(ground, Ground::Rule(rule) if rule == id))
        };
        let taken = old.iter().filter(|result| !is_new(&result.rule.id));
        let taken = taken.chain(new.iter().filter(|result| is_new(&result.rule.id)));
        let picked: Vec<(Arc<Rule>, &RuleResult<'_>)> = taken
            .filter_map(|result| Some((self.rule(&result.rule.id, &changes, &hybrid)?, result)))
            .collect();
        let results: Vec<RuleResult<'_>> = picked
            .iter()
            .map(|(rule, result)| RuleResult {
                rule,
                status: result.status,
                outcomes: result.outcomes.clone(),
            })
            .collect();
        let conclusion = conclude(&hybrid.shell.policy, &hybrid.shell.library, &results);
        Some((hybrid, conclusion))
    }
}

/// How many of a rule's outcomes somebody has an opinion on that counts, and how many are set aside.
fn said(result: &RuleResult<'_>) -> (usize, usize) {
    let said = || result.outcomes.iter().map(|outcome| &outcome.said);
    let opinions = said().filter(|said| said.opinion.is_some()).count();
    (opinions, said().filter(|said| said.waiver.is_some()).count())
}

/// Whether only answers are wanting of what is unknown.
fn open(result: &RuleResult<'_>) -> bool {
    let mut unknown =
        result.outcomes.iter().filter(|outcome| outcome.status == crate::rules::Status::Unknown);
    unknown.all(|outcome| outcome.pending().is_some())
}

/// The least of some candidates for which something holds that holds for all and not for none: one
/// alone where one suffices, else by halves (delta debugging, Zeller and Hildebrandt 2002).
fn least(candidates: &[usize], mut holds: impl FnMut(&[usize]) -> bool) -> Option<Blame> {
    if candidates.is_empty() || holds(&[]) || !holds(candidates) {
        return None;
    }
    let alone = |at: &usize, holds: &mut dyn FnMut(&[usize]) -> bool| holds(&[*at]);
    if candidates.len() == 1 {
        return Some(Blame { because: candidates.to_vec(), also: Vec::new(), least: true });
    }
    if candidates.len() <= SINGLES {
        let found: Vec<usize> =
            candidates.iter().copied().filter(|at| alone(at, &mut holds)).collect();
        if let Some((first, others)) = found.split_first() {
            return Some(Blame { because: vec![*first], also: others.to_vec(), least: true });
        }
    }
    let (mut set, mut parts, mut trials) = (candidates.to_vec(), 2, 0);
    while set.len() > 1 && trials < TRIALS {
        let size = set.len().div_ceil(parts);
        let chunks: Vec<Vec<usize>> = set.chunks(size).map(<[usize]>::to_vec).collect();
        let rest = |chunk: &Vec<usize>| -> Vec<usize> {
            set.iter().copied().filter(|at| !chunk.contains(at)).collect()
        };
        let halves = chunks.iter().cloned().chain(chunks.iter().map(rest));
        let smaller =
            halves.filter(|part| part.len() < set.len() && !part.is_empty()).find(|part| {
                trials += 1;
                holds(part)
            });
        match smaller {
            Some(part) => {
                parts = if part.len() == size { 2 } else { (parts - 1).max(2) };
                set = part;
            }
            None if parts >= set.len() => {
                return Some(Blame { because: set, also: Vec::new(), least: true });
            }
            None => parts = (parts * 2).min(set.len()),
        }
    }
    let least = set.len() == 1;
    Some(Blame { because: set, also: Vec::new(), least })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found of `count` candidates where all of `needed` must be there.
    #[track_caller]
    fn check(count: usize, needed: &[usize], expected: &[usize]) {
        let candidates: Vec<usize> = (0..count).collect();
        let found = least(&candidates, |set| needed.iter().all(|one| set.contains(one)));
        let found = found.expect("all of them suffice");
        assert_eq!((found.because.as_slice(), found.least), (expected, true));
    }

    #[test]
    fn the_least_set_is_found_however_many_there_are() {
        check(1, &[0], &[0]);
        check(7, &[3], &[3]);
        check(7, &[0, 6], &[0, 6]);
        check(200, &[7], &[7]);
        check(200, &[7, 150], &[7, 150]);
        check(300, &[1, 2, 299], &[1, 2, 299]);
    }

    #[test]
    fn what_none_or_not_even_all_bring_about_has_no_cause() {
        assert_eq!(least(&[0, 1], |_| true), None);
        assert_eq!(least(&[0, 1], |_| false), None);
        assert_eq!(least(&[], |_| false), None);
    }

    #[test]
    fn others_that_would_do_alone_are_told() {
        let found = least(&[4, 5, 6], |set| set.contains(&5) || set.contains(&6));
        assert_eq!(found, Some(Blame { because: vec![5], also: vec![6], least: true }));
    }
}
