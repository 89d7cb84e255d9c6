//! Which outcome of a rule became which: by the element that it is of, or the place it points at.

use std::collections::BTreeMap;

use crate::document::{Document, Path};
use crate::evaluate::{Change, Judged, Outcome, RuleResult, Seen};
use crate::finding::Finding;
use crate::rules::Requirement;
use crate::source::Span;

use super::Rounds;

/// What something found is about, in the new form.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// The whole form.
    Form,
    /// What stands at a path of the new form.
    Place(Path),
    /// An element that stands nowhere, by its position.
    Element(usize),
    /// Something of the old form that the new one does not have.
    Gone,
}

/// Which form something was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    Old,
    New,
}

impl<'c> Rounds<'c> {
    fn document(&self, round: Round) -> &'c Document {
        match round {
            Round::Old => self.old.document,
            Round::New => self.new.document,
        }
    }

    /// What stands at some place, as the new form has it.
    pub(super) fn place(&self, span: Option<Span>, round: Round) -> About {
        let path = span.and_then(|span| self.document(round).path_at(span));
        match (path, round) {
            (None, _) => About::Form,
            (Some(path), Round::New) => About::Place(path),
            (Some(path), Round::Old) => self.pairs.mapped(&path).map_or(About::Gone, About::Place),
        }
    }

    fn about(&self, result: &RuleResult<'_>, outcome: &Outcome, round: Round) -> About {
        match (&outcome.element, &result.rule.requires) {
            (Some(element), _) if element.place.is_some() => self.place(element.place, round),
            (Some(element), _) => About::Element(element.position),
            (None, Requirement::Schema(_)) => {
                self.place(outcome.finding.as_ref().and_then(Finding::span), round)
            }
            (None, _) => About::Form,
        }
    }

    /// The outcomes of a rule in both rounds, those about the same thing together.
    pub(super) fn outcomes(
        &self,
        old: &'c RuleResult<'c>,
        new: &'c RuleResult<'c>,
    ) -> Vec<(Option<&'c Outcome>, Option<&'c Outcome>)> {
        let about = |result: &'c RuleResult<'c>, round| {
            let each = result.outcomes.iter();
            let each = each.map(move |outcome| {
                let told = outcome.finding.as_ref().map(|finding| &finding.message.spanish);
                (self.about(result, outcome, round), told, outcome)
            });
            each.collect()
        };
        matched(about(old, Round::Old), about(new, Round::New))
    }

    /// Of the fields that an outcome looked at in either round, those that say something else; by
    /// their paths in the new form.
    pub(super) fn changes(&self, old: &Outcome, new: &Outcome) -> Vec<Change> {
        let (before, after) = (self.old.document, self.new.document);
        let (was, is) = (old.looked_at(before), new.looked_at(after));
        let renamed = |seen: &[Seen], back: bool| {
            let pairs = if back { &self.back } else { &self.pairs };
            let each = seen.iter().map(|seen| {
                let path = seen.field.parse::<Path>().ok();
                let field = path.and_then(|path| pairs.mapped(&path));
                let field = field.map_or_else(|| seen.field.clone(), |path| path.to_string());
                Seen { field, text: seen.text.clone() }
            });
            Judged { digest: String::new(), texts: each.collect() }
        };
        let then = renamed(&was, false);
        let mut changes = then.changes(&judged(&is), after);
        // What only the new round looks at: by the old form, told the other way round.
        let known: Vec<&str> = then.texts.iter().map(|seen| seen.field.as_str()).collect();
        let fresh: Vec<Seen> =
            is.into_iter().filter(|seen| !known.contains(&seen.field.as_str())).collect();
        let now = renamed(&fresh, true);
        for change in now.changes(&judged(&was), before) {
            let at = now.texts.iter().position(|seen| seen.field == change.field);
            let field = at.map_or(change.field, |at| fresh[at].field.clone());
            changes.push(Change { field, before: change.after, after: change.before });
        }
        innermost(changes)
    }
}

/// Changes without those of groups in which a field that changed is told by itself.
fn innermost(changes: Vec<Change>) -> Vec<Change> {
    let paths: Vec<Option<Path>> = changes.iter().map(|change| change.field.parse().ok()).collect();
    let holds =
        |path: &Path| paths.iter().flatten().any(|other| other != path && other.starts_with(path));
    let kept = changes.into_iter().zip(&paths);
    kept.filter(|(_, path)| !path.as_ref().is_some_and(holds)).map(|(change, _)| change).collect()
}

fn judged(seen: &[Seen]) -> Judged {
    Judged { digest: String::new(), texts: seen.to_vec() }
}

/// Pairs of what is about the same thing, those that say the same first; then what has no other.
pub(super) fn matched<'t, T: Copy>(
    old: Vec<(About, Option<&'t String>, T)>,
    new: Vec<(About, Option<&'t String>, T)>,
) -> Vec<(Option<T>, Option<T>)> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut free = vec![true; new.len()];
    for alike in [true, false] {
        let says = |told: Option<&'t String>| told.filter(|_| alike);
        let mut waiting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, (about, told, _)) in new.iter().enumerate().rev().filter(|(at, _)| free[*at]) {
            waiting.entry((about, says(*told))).or_default().push(at);
        }
        for (at, (about, told, _)) in old.iter().enumerate() {
            if partner[at].is_some() || *about == About::Gone {
                continue;
            }
            if let Some(found) = waiting.get_mut(&(about, says(*told))).and_then(Vec::pop) {
                partner[at] = Some(found);
                free[found] = false;
            }
        }
    }
    let mut pairs: Vec<_> = old
        .iter()
        .zip(&partner)
        .map(|((_, _, it), other)| (Some(*it), other.map(|other| new[other].2)))
        .collect();
    let rest = new.iter().zip(free).filter(|(_, free)| *free);
    pairs.extend(rest.map(|((_, _, it), _)| (None, Some(*it))));
    pairs
}
