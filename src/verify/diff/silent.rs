//! Changes on which a corpus is silent, and submissions made to hear of them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::document::{Data, Document, Node, Path, Step};
use crate::evaluate::{Subject, decide};
use crate::rules::{Patch, Rule};
use crate::source::Span;
use crate::verify::attribute::{Between, Ground as Rests, Told, Trials, Tried};
use crate::verify::changes::{Part, PolicyPart, What, Word};
use crate::verify::coverage::reads;
use crate::verify::record::Listed;
use crate::verify::{Ground, least};

use super::{Kind, VerdictKind, made};

/// Submissions that are tried for one change at most.
const MOST: usize = 4_000;

/// Submissions that are tried for one change at least.
const FEWEST: usize = 60;

/// Submissions that are tried for a change that moves verdicts only: each is judged whole, four times.
const WHOLE: usize = 1_000;

/// A change that can move something and moved nothing in the corpus.
#[derive(Debug, Clone)]
pub struct Silent {
    /// The change, by position.
    pub change: usize,
    /// A submission on which it moves something: its changes to the base, and what it moves.
    pub witness: Option<(Patch, Tells)>,
    /// How many submissions were tried.
    pub tried: usize,
}

/// What a witness shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tells {
    /// A rule that comes out otherwise.
    Rule {
        /// Its id.
        id: String,
        /// How it came out; none where it was not in force.
        from: Option<Listed>,
        /// How it comes out; none where it is no longer in force.
        to: Option<Listed>,
    },
    /// A pillar's verdict, or the rating where `pillar` is none.
    Verdict {
        /// The pillar's name.
        pillar: Option<String>,
        /// What it was.
        from: Option<String>,
        /// What it is.
        to: Option<String>,
    },
}

/// Looks for a witness of every change that nothing of the corpus was due to.
pub(super) fn silent(
    trials: &Trials<'_>,
    kinds: &[Kind<'_>],
    verdicts: &[VerdictKind],
    effort: usize,
) -> Vec<Silent> {
    let rules = kinds.iter().filter_map(|kind| kind.blame.as_ref());
    let mut heard: BTreeSet<usize> =
        rules.flat_map(|blame| blame.because.iter().chain(&blame.also)).copied().collect();
    let grounds = verdicts.iter().filter_map(|kind| kind.blame.as_ref());
    heard.extend(grounds.flat_map(|blame| blame.because.iter().chain(&blame.also)).filter_map(
        |ground| match ground {
            Rests::Change(at) => Some(*at),
            Rests::Rule(_) => None,
        },
    ));
    let silent: Vec<usize> =
        trials.changes.moving().into_iter().filter(|at| !heard.contains(at)).collect();
    let each = (effort / silent.len().max(1)).clamp(FEWEST.min(effort), MOST);
    silent.into_par_iter().map(|change| Search { trials, change }.run(each)).collect()
}

/// A search for a witness of one change.
struct Search<'s, 'c> {
    trials: &'s Trials<'c>,
    change: usize,
}

/// The rule sets that tell whether a rule moves by a change: the old and the new one, the old one with the
/// change, and the new one without it.
struct Stages<'s, 'c> {
    before: Between<'s, 'c>,
    alone: Between<'s, 'c>,
    without: Between<'s, 'c>,
    after: Between<'s, 'c>,
}

/// A submission in which a word stands, and the rules that may see it there.
struct Spoken {
    patch: Patch,
    readers: Vec<String>,
}

impl<'s, 'c> Search<'s, 'c> {
    fn run(&self, effort: usize) -> Silent {
        let found = match self.touched() {
            Some(touched) => {
                let stages = self.stages();
                match &self.trials.changes.list[self.change].what {
                    What::Word(word) => {
                        self.among(self.texts_with(word, &touched), effort, &stages)
                    }
                    _ => self.on_ground(&self.rules(&touched), effort, |form| {
                        self.rule_moved(&stages, &touched, form)
                    }),
                }
            }
            None => {
                let effort = effort.min(WHOLE);
                self.on_ground(&self.ruled(), effort, |form| self.verdict_moved(form))
            }
        };
        let (witness, tried) = match found {
            Ok((patch, tells, tried)) => (Some((patch, tells)), tried),
            Err(tried) => (None, tried),
        };
        Silent { change: self.change, witness, tried }
    }

    /// The rules that the change can move; none where it moves verdicts only.
    fn touched(&self) -> Option<Vec<String>> {
        let changes = self.trials.changes;
        let only_verdicts = match &changes.list[self.change].what {
            What::Rule(_, part) => matches!(part, Part::Severity | Part::Section),
            What::Policy(part) => *part != PolicyPart::Year,
            _ => false,
        };
        let mine = |id: &&str| self.trials.touching(id).contains(&self.change);
        let touched = changes.touched().into_iter().filter(mine).map(str::to_owned);
        (!only_verdicts).then(|| touched.collect())
    }

    fn stages(&self) -> Stages<'s, 'c> {
        let all = self.trials.changes.moving();
        let others: Vec<usize> = all.iter().copied().filter(|at| *at != self.change).collect();
        Stages {
            before: self.trials.between(&[]),
            alone: self.trials.between(&[self.change]),
            without: self.trials.between(&others),
            after: self.trials.between(&all),
        }
    }

    /// Both versions of some rules.
    fn rules(&self, ids: &[String]) -> Vec<&Rule> {
        let changes = self.trials.changes;
        let both = |id: &String| [changes.old.rule(id), changes.new.rule(id)];
        ids.iter().flat_map(both).flatten().collect()
    }

    /// The rules whose outcome the change gives another weight.
    fn ruled(&self) -> Vec<&Rule> {
        let changes = self.trials.changes;
        match &changes.list[self.change].what {
            What::Rule(id, _) => self.rules(std::slice::from_ref(id)),
            _ => changes.new.rules.iter().filter(|rule| rule.retired.is_none()).collect(),
        }
    }

    fn on_ground(
        &self,
        rules: &[&Rule],
        effort: usize,
        tells: impl Fn(&Document) -> Option<Tells>,
    ) -> Result<(Patch, Tells, usize), usize> {
        let new = self.trials.changes.new;
        let ground = Ground::of(new, rules);
        let witness = ground.find(effort, |subject| tells(subject.document).is_some())?;
        let told = tells(&made(&new.base, &witness.patch)).ok_or(witness.tried)?;
        Ok((witness.patch, told, witness.tried))
    }

    fn among(
        &self,
        candidates: impl Iterator<Item = Spoken>,
        effort: usize,
        stages: &Stages<'_, '_>,
    ) -> Result<(Patch, Tells, usize), usize> {
        let base = &self.trials.changes.new.base;
        let mut tried = 0;
        for Spoken { patch, readers } in candidates.take(effort) {
            tried += 1;
            let tells = |patch: &Patch| self.rule_moved(stages, &readers, &made(base, patch));
            if tells(&patch).is_some() {
                let small = least::least(patch, |patch| tells(patch).is_some());
                let told = tells(&small).ok_or(tried)?;
                return Ok((small, told, tried));
            }
        }
        Err(tried)
    }

    /// Submissions with a word in each text that rules read: alone, and after what the base says.
    fn texts_with(&self, word: &Word, touched: &[String]) -> impl Iterator<Item = Spoken> {
        let base = &self.trials.changes.new.base;
        let spoken = spoken(&word.entry);
        self.readers(touched).into_iter().flat_map(move |(field, readers)| {
            let first = Path(field.steps().iter().map(first_element).collect());
            let text = base.at(&first).and_then(Node::text);
            let texts: Vec<String> = text
                .into_iter()
                .flat_map(|text| {
                    spoken.iter().flat_map(move |said| {
                        [format!("{text} {said}."), format!("{said} {text}"), said.clone()]
                    })
                })
                .collect();
            texts.into_iter().map(move |text| {
                let node = Node { data: Data::Text(text), span: Span::default() };
                let patch = Patch { set: vec![(first.clone(), node)], ..Patch::default() };
                Spoken { patch, readers: readers.clone() }
            })
        })
    }

    /// The fields that some rules read, each with those that may see what is written there: its readers
    /// and the rules that look at the whole form alike.
    fn readers(&self, touched: &[String]) -> BTreeMap<Path, Vec<String>> {
        let new = self.trials.changes.new;
        let mut readers: BTreeMap<Path, Vec<String>> = BTreeMap::new();
        let mut of_all = Vec::new();
        for id in touched.iter().filter(|id| new.rule(id).is_some()) {
            let both = self.rules(std::slice::from_ref(id));
            let fields: BTreeSet<Path> =
                both.into_iter().flat_map(|rule| reads(new, rule)).collect();
            if fields.is_empty() {
                of_all.push(id.clone());
            }
            for field in fields {
                readers.entry(field).or_default().push(id.clone());
            }
        }
        readers.values_mut().for_each(|ids| ids.extend(of_all.iter().cloned()));
        readers
    }

    /// A rule that both sets tell otherwise, and that the change alone moves or that moves only with it.
    fn rule_moved(
        &self,
        stages: &Stages<'_, '_>,
        touched: &[String],
        document: &Document,
    ) -> Option<Tells> {
        let mut tried = Tried::new(document);
        touched.iter().find_map(|id| {
            let (from, to) =
                (stages.before.standing(id, &mut tried), stages.after.standing(id, &mut tried));
            let moves = from != to
                && (from != stages.alone.standing(id, &mut tried)
                    || stages.without.standing(id, &mut tried) != to);
            moves.then(|| Tells::Rule { id: id.clone(), from, to })
        })
    }

    /// A verdict that both sets tell otherwise, and that the change alone moves or that moves only with it.
    fn verdict_moved(&self, document: &Document) -> Option<Tells> {
        let changes = self.trials.changes;
        let old = decide(changes.old, &Subject::new(changes.old, document)).results;
        let new = decide(changes.new, &Subject::new(changes.new, document)).results;
        let mine = Rests::Change(self.change);
        let all = self.trials.grounds(&old, &new);
        let others: Vec<&Rests> = all.iter().filter(|ground| **ground != mine).collect();
        let told = |grounds: &[&Rests]| self.trials.told(&old, &new, grounds);
        let every: Vec<&Rests> = all.iter().collect();
        let (from, to) = (told(&[])?, told(&every)?);
        let moved = first_difference(&from, &to)?;
        let moves = first_difference(&from, &told(&[&mine])?).is_some()
            || first_difference(&told(&others)?, &to).is_some();
        moves.then_some(moved)
    }
}

/// The first pillar, or else the rating, of which two conclusions say something else.
fn first_difference(from: &Told, to: &Told) -> Option<Tells> {
    let find = |told: &Told, name: &str| {
        told.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    };
    let names = from.0.iter().chain(&to.0).map(|(name, _)| name);
    let pillars = names.map(|name| (Some(name.clone()), find(from, name), find(to, name)));
    let mut all = pillars.chain([(None, from.1.clone(), to.1.clone())]);
    let (pillar, from, to) = all.find(|(_, from, to)| from != to)?;
    Some(Tells::Verdict { pillar, from, to })
}

fn first_element(step: &Step) -> Step {
    match step {
        Step::Any => Step::Index(0),
        other => other.clone(),
    }
}

/// The expressions of an entry of a list.
fn spoken(entry: &Node) -> Vec<String> {
    match &entry.data {
        Data::Text(text) => vec![text.clone()],
        Data::List(items) => items.iter().flat_map(spoken).collect(),
        Data::Map(entries) => entries.iter().flat_map(|entry| spoken(&entry.node)).collect(),
        _ => Vec::new(),
    }
}
