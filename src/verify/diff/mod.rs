//! Two rule sets on the same submissions: what moves, how often, because of which change.
//!
//! Takes [`Changes`] and a [`Corpus`]; gives each kind of move with its count, its cause and its smallest
//! example, and for changes that moved nothing a submission made to tell the two apart, or how many were
//! tried in vain. Only rules that can come out otherwise are evaluated twice.
//! The same changes and corpus give the same answer, on however many processors.

mod compare;
mod silent;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::document::Document;
use crate::evaluate::RuleResult;
use crate::rules::Patch;

use super::attribute::{Blame, Ground, Trials, Tried};
use super::changes::Changes;
use super::generate::Generator;
use super::record::{Listed, State};
use super::verdicts::VerdictMove;
use super::{least, patch};

use compare::{Comparer, Seen};
pub use silent::{Silent, Tells};

/// Submissions to compare two rule sets on.
pub enum Corpus<'c> {
    /// Given ones.
    Forms(&'c [Document]),
    /// Made up ones, by the numbers that they grow from.
    Generated(Generator<'c>, std::ops::Range<u64>),
}

/// What two rule sets say differently.
pub struct Diff<'d> {
    /// What differs between them.
    pub changes: &'d Changes<'d>,
    /// How many submissions were compared.
    pub compared: usize,
    /// On how many of them something moved.
    pub moved: usize,
    /// The rules that moved, in the order of the later rule set, and how.
    pub kinds: Vec<Kind<'d>>,
    /// The pillars and the rating that moved, and how.
    pub verdicts: Vec<VerdictKind>,
    /// The changes that could move something and moved nothing here.
    pub silent: Vec<Silent>,
}

/// A way in which a rule moved, for one reason.
pub struct Kind<'d> {
    /// The rule's id.
    pub rule: String,
    /// How it came out; none where it was not in force.
    pub from: Option<State>,
    /// How it comes out, the same where only the elements moved; none where it is no longer in force.
    pub to: Option<State>,
    /// The changes that moved it; none where no set of them does.
    pub blame: Option<Blame>,
    /// On how many submissions.
    pub count: usize,
    /// The smallest of them.
    pub example: Example<'d>,
}

/// A submission to look at.
pub struct Example<'d> {
    /// Its position in the corpus.
    pub index: usize,
    /// Its changes to the base submission, without those that do not matter; none for a given one.
    pub patch: Option<Patch>,
    /// What became of the rule on it by the earlier rule set; none where it was not in force.
    pub from: Option<Listed>,
    /// What becomes of the rule on it, with evidence; none where it is no longer in force.
    pub result: Option<RuleResult<'d>>,
}

/// A way in which a pillar's verdict or the rating moved.
#[derive(Debug, Clone)]
pub struct VerdictKind {
    /// What it was and is.
    pub moved: VerdictMove,
    /// What it rests on, on the first of them.
    pub blame: Option<Blame<Ground>>,
    /// On how many submissions.
    pub count: usize,
    /// The simplest of them: its position in the corpus.
    pub index: usize,
    /// Its changes to the base submission, without those that do not matter; none for a given one.
    pub patch: Option<Patch>,
}

impl Corpus<'_> {
    /// How many submissions there are.
    pub fn len(&self) -> usize {
        match self {
            Corpus::Forms(forms) => forms.len(),
            Corpus::Generated(_, seeds) => seeds.clone().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The changes that make a submission out of the base; none for a given one.
    pub fn patch(&self, index: usize) -> Option<Patch> {
        match self {
            Corpus::Forms(_) => None,
            Corpus::Generated(generator, seeds) => {
                Some(generator.patch(seeds.start + index as u64))
            }
        }
    }

    /// What people call a submission.
    pub fn name(&self, index: usize) -> String {
        match self {
            Corpus::Forms(forms) => forms.get(index).map(|form| form.source.name.clone()),
            Corpus::Generated(_, seeds) => Some(format!("generado-{}", seeds.start + index as u64)),
        }
        .unwrap_or_default()
    }
}

/// Compares two rule sets on a corpus; looks for witnesses in as many as `effort` submissions.
pub fn diff<'d>(trials: &Trials<'d>, corpus: &Corpus<'_>, effort: usize) -> Diff<'d> {
    let changes = trials.changes;
    let comparer = Comparer::new(trials, corpus);
    let seen: Vec<Seen> =
        (0..corpus.len()).into_par_iter().map(|index| comparer.see(index)).collect();
    let kinds = kinds(&comparer, &seen);
    let verdicts = verdict_kinds(&comparer, &seen);
    let silent = silent::silent(trials, &kinds, &verdicts, effort);
    let moved = seen.iter().filter(|seen| !seen.is_quiet()).count();
    Diff { changes, compared: corpus.len(), moved, kinds, verdicts, silent }
}

/// How a rule moved on one submission.
type Move = (Option<Listed>, Option<Listed>);

/// A move without its elements: alike where only they moved.
type States = (Option<State>, Option<State>);

fn states((from, to): &Move) -> States {
    (from.as_ref().map(|from| from.state), to.as_ref().map(|to| to.state))
}

fn kinds<'d>(comparer: &Comparer<'d, '_>, seen: &[Seen]) -> Vec<Kind<'d>> {
    let mut groups: BTreeMap<(usize, States), Vec<(usize, &Move)>> = BTreeMap::new();
    for (index, seen) in seen.iter().enumerate() {
        for (rule, moved) in &seen.flips {
            groups.entry((*rule, states(moved))).or_default().push((index, moved));
        }
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let kinds: Vec<Vec<Kind<'d>>> = groups
        .par_iter()
        .map(|((rule, states), moves)| by_cause(comparer, *rule, *states, moves))
        .collect();
    kinds.into_iter().flatten().collect()
}

/// The moves of one kind, by what caused them, the most frequent first.
fn by_cause<'d>(
    comparer: &Comparer<'d, '_>,
    rule: usize,
    (from, to): States,
    moves: &[(usize, &Move)],
) -> Vec<Kind<'d>> {
    let id = comparer.touched[rule].as_str();
    let mut causes: Vec<(Option<Blame>, Vec<usize>)> = Vec::new();
    for (index, (_, wanted)) in moves {
        let document = comparer.document(*index);
        let mut tried = Tried::new(&document);
        let hint = causes.last().and_then(|(blame, _)| blame.clone());
        let blame = comparer.trials.of_rule(id, &mut tried, wanted.as_ref(), hint.as_ref());
        match causes.iter_mut().find(|(known, _)| *known == blame) {
            Some((_, indices)) => indices.push(*index),
            None => causes.push((blame, vec![*index])),
        }
    }
    causes.sort_by_key(|(_, indices)| std::cmp::Reverse(indices.len()));
    let kind = |(blame, indices): (Option<Blame>, Vec<usize>)| Kind {
        rule: id.to_owned(),
        from,
        to,
        count: indices.len(),
        example: example(comparer, rule, (from, to), &blame, &indices),
        blame,
    };
    causes.into_iter().map(kind).collect()
}

/// The smallest submission of some that moved alike: of given ones the shortest; of made up ones the one
/// with the fewest changes, without those that do not matter.
fn example<'d>(
    comparer: &Comparer<'d, '_>,
    rule: usize,
    wanted: States,
    blame: &Option<Blame>,
    indices: &[usize],
) -> Example<'d> {
    let index = simplest(comparer, indices);
    match comparer.corpus {
        Corpus::Forms(forms) => {
            let (from, _) = comparer.moved(rule, &forms[index]);
            let result = comparer.evidence(rule, &forms[index]);
            Example { index, patch: None, from, result }
        }
        Corpus::Generated(..) => {
            let patch = comparer.corpus.patch(index).unwrap_or_default();
            let small = least::least(patch, |patch| {
                let document = comparer.made(patch);
                let moved = comparer.moved(rule, &document);
                states(&moved) == wanted && moved.0 != moved.1 && {
                    let because = blame.as_ref().map(|blame| &blame.because[..]);
                    because.is_none_or(|because| comparer.explains(rule, because, &document))
                }
            });
            let document = comparer.made(&small);
            let (from, _) = comparer.moved(rule, &document);
            let result = comparer.evidence(rule, &document);
            Example { index, patch: Some(small), from, result }
        }
    }
}

fn verdict_kinds(comparer: &Comparer<'_, '_>, seen: &[Seen]) -> Vec<VerdictKind> {
    let mut groups: BTreeMap<(usize, &VerdictMove, Vec<usize>), Vec<usize>> = BTreeMap::new();
    for (index, seen) in seen.iter().enumerate() {
        let rules: Vec<usize> = seen.flips.iter().map(|(rule, _)| *rule).collect();
        for moved in &seen.verdicts {
            let key = (moved.order, &moved.moved, rules.clone());
            groups.entry(key).or_default().push(index);
        }
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let blamed: Vec<VerdictKind> = groups
        .into_par_iter()
        .map(|((_, moved, _), indices)| {
            let index = simplest(comparer, &indices);
            let blame = comparer.blame(index, moved.pillar.as_deref());
            let (moved, count, patch) = (moved.clone(), indices.len(), None);
            VerdictKind { moved, blame, count, index, patch }
        })
        .collect();
    let mut kinds: Vec<VerdictKind> = Vec::new();
    for kind in blamed {
        let same =
            |known: &&mut VerdictKind| (&known.moved, &known.blame) == (&kind.moved, &kind.blame);
        match kinds.iter_mut().find(same) {
            Some(known) => known.count += kind.count,
            None => kinds.push(kind),
        }
    }
    kinds.par_iter_mut().for_each(|kind| kind.patch = verdict_shown(comparer, kind));
    kinds
}

/// The changes that make the simplest submission on which a verdict moves so; none for a given one.
fn verdict_shown(comparer: &Comparer<'_, '_>, kind: &VerdictKind) -> Option<Patch> {
    let patch = comparer.corpus.patch(kind.index)?;
    let moves = |patch: &Patch| {
        comparer.verdicts(&comparer.made(patch)).iter().any(|one| one.moved == kind.moved)
    };
    Some(least::least(patch, moves))
}

/// The position of the submission that has the least in it: the shortest of given ones, of made up ones the
/// one with the fewest changes.
fn simplest(comparer: &Comparer<'_, '_>, indices: &[usize]) -> usize {
    let size = |index: &&usize| match comparer.corpus {
        Corpus::Forms(forms) => forms[**index].source.text().len(),
        Corpus::Generated(..) => comparer.corpus.patch(**index).as_ref().map_or(0, least::parts),
    };
    indices.iter().min_by_key(size).copied().unwrap_or_default()
}

/// The submission that some changes make out of a base; its places are those of the base.
fn made(base: &Document, changes: &Patch) -> Document {
    let root = patch(&base.root, changes);
    Document { source: base.source.clone(), root, findings: Vec::new(), complete: true }
}
