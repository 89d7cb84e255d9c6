//! Changes on which a corpus is silent, and submissions made to hear of them.

mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::document::{Document, Path, Step};
use crate::evaluate::{RuleResult, Subject, decide};
use crate::rules::{Answers, Parameter, Patch, Question, Rule, Ruleset, Status};
use crate::verify::attribute::{Between, Ground as Rests, Trials, Tried};
use crate::verify::changes::{Part, PolicyPart, What, field_of};
use crate::verify::generate::number;
use crate::verify::record::Listed;
use crate::verify::verdicts::VerdictMove;
use crate::verify::{Ground, least};

use super::{Kind, VerdictKind, made};
use words::Spoken;

/// Submissions that are tried for one change at most.
const MOST: usize = 4_000;

/// Submissions that are tried for one change at least.
const FEWEST: usize = 60;

/// Witnesses of some changes that are tried on others.
const SHARED: usize = 64;

/// Submissions that are tried for a change that moves verdicts only: each is judged whole, four times.
const WHOLE: usize = 1_000;

/// A change that can move something and moved nothing in the corpus.
#[derive(Debug, Clone)]
pub struct Silent {
    /// The change, by position.
    pub change: usize,
    /// A submission on which it moves something: its changes to the base, and what it moves.
    pub witness: Option<(Patch, Tells)>,
    /// Where there is none: a submission on which it would move something without the other changes, and what.
    pub alone: Option<(Patch, Tells)>,
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
        /// What its question is answered, where it shows only then.
        answered: Option<Arc<str>>,
        /// How it came out; none where it was not in force.
        from: Option<Listed>,
        /// How it comes out; none where it is no longer in force.
        to: Option<Listed>,
    },
    /// A pillar's verdict, or the rating where `pillar` is none.
    Verdict {
        /// What it was and is.
        moved: VerdictMove,
        /// Where it shows only with all other rules met and a question answered so: the rule and the answer.
        answered: Option<(String, Arc<str>)>,
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
    let mut found: Vec<Silent> =
        silent.into_par_iter().map(|change| Search { trials, change }.run(each)).collect();
    let shown = found.iter().filter_map(|one| one.witness.as_ref()).map(|(patch, _)| patch.clone());
    let shown: Vec<Patch> = shown.take(SHARED).collect();
    let unseen = found.par_iter_mut().filter(|one| one.witness.is_none() && one.tried > 0);
    unseen.for_each(|one| Search { trials, change: one.change }.by_others(one, &shown));
    let unseen = found.par_iter_mut().filter(|one| one.witness.is_none() && one.tried > 0);
    unseen.for_each(|one| one.alone = Search { trials, change: one.change }.alone(each));
    found
}

/// A ground with all that is on it.
fn sized(ground: Ground<'_>) -> (Ground<'_>, usize) {
    let size = ground.size();
    (ground, size)
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

impl<'s, 'c> Search<'s, 'c> {
    fn run(&self, effort: usize) -> Silent {
        let found = match self.touched() {
            Some(touched) => self.rule(&touched, &self.stages(), effort),
            None => {
                let effort = effort.min(WHOLE);
                let new = self.trials.changes.new;
                let ground = Ground::of(new, &self.ruled());
                let found = self.on_ground(&ground, effort, |form| self.verdict_moved(form));
                found.or_else(|tried| {
                    let told = self.answered_verdict().ok_or(tried)?;
                    Ok((Patch::default(), told, tried))
                })
            }
        };
        let (witness, tried) = match found {
            Ok((patch, tells, tried)) => (Some((patch, tells)), tried),
            Err(tried) => (None, tried),
        };
        Silent { change: self.change, witness, alone: None, tried }
    }

    /// A submission on which the change moves a rule, looked for first where such changes show.
    fn rule(
        &self,
        touched: &[String],
        stages: &Stages<'_, '_>,
        effort: usize,
    ) -> Result<(Patch, Tells, usize), usize> {
        let changes = self.trials.changes;
        let tells = |form: &Document| self.rule_moved(stages, touched, form);
        let general = Ground::of(changes.new, &self.rules(touched));
        let mut grounds: Vec<(Ground<'_>, usize)> = Vec::new();
        match &changes.list[self.change].what {
            What::Rule(id, Part::Answers) => return self.answers(id, stages, effort),
            What::Word(word) => return self.among(self.texts_with(word, touched), effort, stages),
            What::Parameter(name) => {
                let starts = self.in_years(name, touched);
                let count = starts.len();
                grounds.push((Ground::of(changes.new, &[]).only_from(starts), count));
            }
            What::Form(path) => {
                // Where the field itself is another first, then wherever the form asks something.
                let sets = || [changes.new, changes.old].into_iter();
                if let (Path(steps), _) = field_of(path)
                    && let Some(Step::Key(name)) = steps.last()
                {
                    grounds.extend(sets().map(|set| Ground::of_form(set).about(name)).map(sized));
                }
                grounds.extend(sets().map(Ground::of_form).map(sized));
            }
            _ => {}
        }
        // A change of the form may move any rule: each submission is judged by all of them.
        let by_all = matches!(&changes.list[self.change].what, What::Form(_));
        grounds.push((general, if by_all { effort.min(WHOLE) } else { effort }));
        let mut tried = 0;
        for (ground, effort) in &grounds {
            match self.on_ground(ground, *effort, tells) {
                Ok((patch, tells, more)) => return Ok((patch, tells, tried + more)),
                Err(more) => tried += more,
            }
        }
        Err(tried)
    }

    /// A submission and an answer to a rule's question of which something else comes now.
    fn answers(
        &self,
        id: &str,
        stages: &Stages<'_, '_>,
        effort: usize,
    ) -> Result<(Patch, Tells, usize), usize> {
        let rules = self.rules(&[id.to_owned()]);
        let questions = || rules.iter().filter_map(|rule| rule.question());
        let mut ids: Vec<&Arc<str>> = Vec::new();
        for answer in questions().flat_map(|question| &question.answers) {
            let means =
                |question: &Question| Some(question.answers[question.answer(&answer.id)?].status);
            let same = questions().all(|question| means(question) == Some(answer.status));
            if !same && !ids.contains(&&answer.id) {
                ids.push(&answer.id);
            }
        }
        if ids.is_empty() {
            return Err(0);
        }
        let tells = |form: &Document| {
            ids.iter().find_map(|answer| self.moved_by(stages, id, Some(answer), form))
        };
        self.on_ground(&Ground::of(self.trials.changes.new, &rules), effort, tells)
    }

    /// Tries what shows other changes; a word shows only where it stands.
    fn by_others(&self, silent: &mut Silent, shown: &[Patch]) {
        let changes = self.trials.changes;
        let touched =
            self.touched().filter(|_| !matches!(changes.list[self.change].what, What::Word(_)));
        let Some(touched) = touched else { return };
        let stages = self.stages();
        let tells =
            |patch: &Patch| self.rule_moved(&stages, &touched, &made(&changes.new.base, patch));
        let found = shown.iter().find(|patch| tells(patch).is_some());
        silent.tried += shown.len();
        silent.witness = found.and_then(|patch| {
            let small = least::least(patch.clone(), |patch| tells(patch).is_some());
            let told = tells(&small)?;
            Some((small, told))
        });
    }

    /// What the change would move without the others, where others look at the same rules: two may undo each
    /// other.
    fn alone(&self, effort: usize) -> Option<(Patch, Tells)> {
        let what = &self.trials.changes.list[self.change].what;
        let touched = self.touched().filter(|_| !matches!(what, What::Word(_)))?;
        let shared = |id: &&String| self.trials.touching(id).len() > 1;
        let touched: Vec<String> = touched.iter().filter(shared).cloned().collect();
        if touched.is_empty() {
            return None;
        }
        let stages = self.stages();
        let tells = |form: &Document| {
            let mut tried = Tried::new(form);
            touched.iter().find_map(|id| {
                let from = stages.before.standing(id, &mut tried);
                let to = stages.alone.standing(id, &mut tried);
                let (moves, id) = (from != to, id.clone());
                moves.then_some(Tells::Rule { id, answered: None, from, to })
            })
        };
        let ground = Ground::of(self.trials.changes.new, &self.rules(&touched));
        let found = self.on_ground(&ground, effort.min(WHOLE), tells).ok();
        found.map(|(patch, tells, _)| (patch, tells))
    }

    /// The base and the cases of some rules, in each year in which a parameter has another value.
    fn in_years(&self, name: &str, touched: &[String]) -> Vec<Patch> {
        let changes = self.trials.changes;
        let find = |ruleset: &'c Ruleset| {
            ruleset.parameters.iter().find(|parameter| *parameter.name == *name)
        };
        let [old, new] = [changes.old, changes.new].map(find);
        let values = [old, new].into_iter().flatten().flat_map(|parameter| &parameter.values);
        let years: BTreeSet<i32> = values
            .flat_map(|value| [Some(value.from), value.until])
            .flatten()
            .flat_map(|year| [year.saturating_sub(1), year, year.saturating_add(1)])
            .filter(|year| {
                let at = |side: Option<&'c Parameter>| Some(side?.at(*year)?.value);
                at(old) != at(new)
            })
            .collect();
        let cases = self.rules(touched).into_iter().flat_map(|rule| &rule.cases);
        let forms: Vec<&Patch> = cases.map(|case| &case.patch).collect();
        let base = Patch::default();
        let in_year = |year: &i32, form: &Patch| {
            let mut patch = form.clone();
            let year = number(Decimal::from(*year));
            patch.set.push((changes.new.policy.year.clone(), year));
            patch
        };
        let all = || std::iter::once(&base).chain(forms.iter().copied());
        years.iter().flat_map(|year| all().map(move |form| in_year(year, form))).collect()
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
        ground: &Ground<'_>,
        effort: usize,
        tells: impl Fn(&Document) -> Option<Tells>,
    ) -> Result<(Patch, Tells, usize), usize> {
        let base = &self.trials.changes.new.base;
        let witness = ground.find(effort, |subject| tells(subject.document).is_some())?;
        let told = tells(&made(base, &witness.patch)).ok_or(witness.tried)?;
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

    /// A rule that both sets tell otherwise, and that the change alone moves or that moves only with it.
    fn rule_moved(
        &self,
        stages: &Stages<'_, '_>,
        touched: &[String],
        document: &Document,
    ) -> Option<Tells> {
        touched.iter().find_map(|id| self.moved_by(stages, id, None, document))
    }

    /// The same of one rule, where its question is answered so.
    fn moved_by(
        &self,
        stages: &Stages<'_, '_>,
        id: &str,
        answered: Option<&Arc<str>>,
        document: &Document,
    ) -> Option<Tells> {
        let mut tried = Tried::new(document);
        let whole = answered.map(ToString::to_string);
        let answers = Answers { whole, ..Answers::default() };
        let mut standing = |stage: &Between<'_, '_>| stage.answered(id, &mut tried, &answers);
        let (from, to) = (standing(&stages.before), standing(&stages.after));
        let moves =
            from != to && (from != standing(&stages.alone) || standing(&stages.without) != to);
        let (id, answered) = (id.to_owned(), answered.map(Arc::clone));
        moves.then_some(Tells::Rule { id, answered, from, to })
    }

    /// A verdict that both sets tell otherwise, and that the change alone moves or that moves only with it.
    fn verdict_moved(&self, document: &Document) -> Option<Tells> {
        let changes = self.trials.changes;
        let old = decide(changes.old, &Subject::new(changes.old, document)).results;
        let new = decide(changes.new, &Subject::new(changes.new, document)).results;
        let moved = self.verdict_between(&old, &new)?;
        Some(Tells::Verdict { moved, answered: None })
    }

    /// A verdict that moves where the question of the rule is answered and all other rules are met.
    fn answered_verdict(&self) -> Option<Tells> {
        let changes = self.trials.changes;
        let What::Rule(id, _) = &changes.list[self.change].what else { return None };
        let answers = &changes.new.rule(id)?.question()?.answers;
        answers.iter().find_map(|answer| {
            let [old, new] = [changes.old, changes.new].map(|ruleset| -> Vec<RuleResult<'_>> {
                let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
                let status = |rule: &Rule| match rule.id == *id {
                    true => answer.status,
                    false => Status::Met,
                };
                in_force.map(|rule| RuleResult::of(rule, status(rule))).collect()
            });
            let moved = self.verdict_between(&old, &new)?;
            let answered = Some((id.clone(), Arc::clone(&answer.id)));
            Some(Tells::Verdict { moved, answered })
        })
    }

    /// The same, of what becomes of all rules by the one set and by the other.
    fn verdict_between(
        &self,
        old: &[RuleResult<'_>],
        new: &[RuleResult<'_>],
    ) -> Option<VerdictMove> {
        let mine = Rests::Change(self.change);
        let all = self.trials.grounds(old, new);
        let others: Vec<&Rests> = all.iter().filter(|ground| **ground != mine).collect();
        let told = |grounds: &[&Rests]| self.trials.told(old, new, grounds);
        let every: Vec<&Rests> = all.iter().collect();
        let (from, to) = (told(&[])?, told(&every)?);
        let moved = from.moves(&to).into_iter().next()?;
        let moves = from != told(&[&mine])? || told(&others)? != to;
        moves.then_some(moved)
    }
}
