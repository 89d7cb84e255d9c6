//! Which outcome of a rule became which: by the element that it is of, or the place it points at.

use std::collections::BTreeMap;

use crate::document::{Document, Pairs, Path};
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
        let there = followed(&was, &self.pairs);
        let mut changes = judged(&there.kept).changes(&judged(&is), after);
        let gone = there.lost.into_iter().filter(says);
        changes.extend(gone.map(|seen| Change {
            field: seen.field,
            before: seen.text,
            after: None,
        }));
        // What only the new round looks at: by the old form, told the other way round.
        let known: Vec<&str> = there.kept.iter().map(|seen| seen.field.as_str()).collect();
        let fresh = is.into_iter().filter(|seen| !known.contains(&seen.field.as_str()));
        let fresh: Vec<Seen> = fresh.collect();
        let back = followed(&fresh, &self.back);
        for change in judged(&back.kept).changes(&judged(&was), before) {
            let at = back.kept.iter().position(|seen| seen.field == change.field);
            let field = at.map_or(change.field, |at| back.origins[at].clone());
            changes.push(Change { field, before: change.after, after: change.before });
        }
        let new = back.lost.into_iter().filter(says);
        changes.extend(new.map(|seen| Change {
            field: seen.field,
            before: None,
            after: seen.text,
        }));
        innermost(changes)
    }
}

/// Fields as another round has them.
struct Followed {
    /// Those that it can have, by their paths there.
    kept: Vec<Seen>,
    /// The paths that these came from.
    origins: Vec<String>,
    /// Those in an element that it does not have.
    lost: Vec<Seen>,
}

/// Fields followed into another round; a figure that stands nowhere keeps its name.
fn followed(seen: &[Seen], pairs: &Pairs) -> Followed {
    let mut followed = Followed { kept: Vec::new(), origins: Vec::new(), lost: Vec::new() };
    for seen in seen {
        let path = seen.field.parse::<Path>().ok();
        match path.map(|path| pairs.mapped(&path)) {
            Some(None) => followed.lost.push(seen.clone()),
            found => {
                let field = found.flatten().map(|path| path.to_string());
                let field = field.unwrap_or_else(|| seen.field.clone());
                followed.kept.push(Seen { field, text: seen.text.clone() });
                followed.origins.push(seen.field.clone());
            }
        }
    }
    followed
}

/// Whether anything stood there.
fn says(seen: &Seen) -> bool {
    seen.text.as_ref().is_some_and(|text| !text.is_empty())
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
