//! Looks for a submission of which something holds: a witness.
//!
//! Starts from submissions that are known to be of interest (the base, the cases of rules) and changes
//! one field, then two, to the values at which conditions turn: their literals, parameters, the words
//! that the schema admits, the texts of cases, and each of them one step aside. Every candidate is
//! judged, so what is found is found; what is not found may still exist.

mod repair;
mod sizes;
mod values;

use std::collections::BTreeSet;

use crate::document::{Data, Document, Path, Step};
use crate::evaluate::Subject;
use crate::rules::{Patch, Requirement, Rule, Ruleset};

pub(super) use repair::mended;
pub(super) use sizes::wholes;

use super::chance::Chance;
use super::coverage::{named, reads};
use super::least::least;
use super::patch;

/// Where to look: submissions to start from, and changes of one field to make in them.
pub struct Ground<'r> {
    ruleset: &'r Ruleset,
    starts: Vec<Patch>,
    changes: Vec<Patch>,
    /// Whether what the schema finds matters to what is looked for.
    schema: bool,
}

/// A submission of which something holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// Its changes to the base submission; none of them can be left out.
    pub patch: Patch,
    /// How many submissions were tried.
    pub tried: usize,
}

impl<'r> Ground<'r> {
    /// The ground of some rules: their cases, and the fields that they read.
    pub fn of(ruleset: &'r Ruleset, rules: &[&Rule]) -> Ground<'r> {
        let (mut fields, mut groups): (BTreeSet<Path>, BTreeSet<Path>) = Default::default();
        let mut starts = vec![Patch::default()];
        for rule in rules {
            fields.extend(reads(ruleset, rule));
            groups.extend(named(ruleset, rule));
            let cases = rule.cases.iter().map(|case| &case.patch);
            starts.extend(cases.filter(|patch| !patch.is_empty()).cloned());
        }
        let schema = rules.iter().any(|rule| matches!(rule.requires, Requirement::Schema(_)));
        let mut changes = values::changes(ruleset, rules, &fields, &groups);
        if schema {
            changes.extend(values::faults(ruleset));
        } else if fields.is_empty() {
            changes.extend(values::copies(&ruleset.base));
        }
        Ground { ruleset, starts, changes, schema }
    }

    /// The ground of the form itself: the base with each thing broken that it asks.
    pub fn of_form(ruleset: &'r Ruleset) -> Ground<'r> {
        let changes = values::faults(ruleset);
        Ground { ruleset, starts: vec![Patch::default()], changes, schema: true }
    }

    /// The same ground, with no other changes than those of a field, by its name.
    pub fn about(mut self, field: &str) -> Ground<'r> {
        let is = |path: &Path| match path.steps().last() {
            Some(Step::Key(key)) => key == field,
            _ => false,
        };
        let about =
            |patch: &Patch| patch.set.iter().map(|(path, _)| path).chain(&patch.remove).any(is);
        self.changes.retain(about);
        self
    }

    /// The same ground, with more submissions to start from.
    pub fn from(mut self, starts: impl IntoIterator<Item = Patch>) -> Ground<'r> {
        self.starts.extend(starts);
        self
    }

    /// The same ground, with other sizes of what some rules take as a whole: lists, groups, texts.
    pub fn with_sizes(mut self, rules: &[&Rule]) -> Ground<'r> {
        let sizes = sizes::changes(self.ruleset, rules);
        self.changes.splice(0..0, sizes);
        self
    }

    /// The same ground, with other submissions to start from, and no more of its own.
    pub fn only_from(mut self, starts: Vec<Patch>) -> Ground<'r> {
        self.starts = starts;
        self
    }

    /// How many submissions [`Ground::find`] may try before pairs of changes.
    pub fn size(&self) -> usize {
        self.starts.len() * (self.changes.len() + 1)
    }

    /// Looks for a submission of which `holds` says yes, trying at most `effort` of them.
    ///
    /// The error says how many were tried. The same ground, question and effort give the same answer.
    pub fn find(
        &self,
        effort: usize,
        mut holds: impl FnMut(&Subject<'_>) -> bool,
    ) -> Result<Witness, usize> {
        let mut found = None;
        let tried = self.walk(effort, |patch, subject| {
            found = holds(subject).then(|| patch.clone());
            found.is_none()
        });
        match found {
            Some(patch) => Ok(Witness { patch: self.least(patch, holds), tried }),
            None => Err(tried),
        }
    }

    /// Shows at most `effort` submissions, each with its changes to the base, while `see` says yes.
    ///
    /// Gives how many it showed. Several questions may be put to one walk.
    pub fn walk(&self, effort: usize, mut see: impl FnMut(&Patch, &Subject<'_>) -> bool) -> usize {
        let mut shown = 0;
        for patch in self.candidates().take(effort) {
            shown += 1;
            let document = self.candidate(&patch);
            if !see(&patch, &self.subject(&document)) {
                break;
            }
        }
        shown
    }

    /// The changes without those that it can do without: of what is left, `holds` still says yes.
    pub fn least(&self, patch: Patch, mut holds: impl FnMut(&Subject<'_>) -> bool) -> Patch {
        least(patch, |patch| {
            let document = self.candidate(patch);
            holds(&self.subject(&document))
        })
    }

    /// The submission of a candidate; its places are those of the base.
    pub fn candidate(&self, changes: &Patch) -> Document {
        let base = &self.ruleset.base;
        let root = patch(&base.root, changes);
        Document { source: base.source.clone(), root, findings: Vec::new(), complete: true }
    }

    fn subject<'d>(&self, document: &'d Document) -> Subject<'d> {
        match self.schema {
            true => Subject::new(self.ruleset, document),
            false => Subject::checked(self.ruleset, document, Vec::new()),
        }
    }

    /// The starts, then each with one change, then with more: in turn one that opens or closes a way
    /// together with each other one, two by chance, and three by chance.
    fn candidates(&self) -> impl Iterator<Item = Patch> + '_ {
        let changed = move |start: &Patch, changes: &[&Patch]| {
            let mut made = start.clone();
            for change in changes {
                made.set.extend(change.set.iter().cloned());
                made.remove.extend(change.remove.iter().cloned());
                made.withhold.extend(change.withhold.iter().cloned());
            }
            made
        };
        let ones = self
            .starts
            .iter()
            .flat_map(move |start| self.changes.iter().map(move |one| changed(start, &[one])));
        let mut opened = self.starts.iter().flat_map(move |start| {
            let gates = self.changes.iter().filter(|change| is_gate(change));
            gates.flat_map(move |gate| {
                self.changes.iter().map(move |one| changed(start, &[gate, one]))
            })
        });
        let mut chance = Chance::new(self.size() as u64);
        let mut turn = 0;
        let more = std::iter::from_fn(move || {
            turn += 1;
            if turn % 3 == 0
                && let Some(patch) = opened.next()
            {
                return Some(patch);
            }
            let start = chance.one(&self.starts)?;
            let (one, other) = (chance.one(&self.changes)?, chance.one(&self.changes)?);
            if turn % 3 == 1 {
                return Some(changed(start, &[one, other]));
            }
            Some(changed(start, &[one, other, chance.one(&self.changes)?]))
        });
        self.starts.iter().cloned().chain(ones).chain(more)
    }
}

/// Whether a change sets an answer on which others may depend: yes or no.
fn is_gate(change: &Patch) -> bool {
    matches!(&change.set[..], [(_, node)] if matches!(node.data, Data::Bool(_)))
}
