//! The gate: what the rules say now of recorded submissions, against what the records say.
//!
//! Takes submissions with their records and, where they are known, the rules as they were; gives what
//! moved on each submission, and which changes moved it.

use rayon::prelude::*;

use crate::document::Document;
use crate::evaluate::{self, Evaluation, RuleResult, Subject};
use crate::finding::{Finding, Wording};
use crate::rules::{Answers, Ruleset};

use super::attribute::{Blame, Ground, Trials, Tried};
use super::record::{Listed, Record};
use super::verdicts::{VerdictMove, Verdicts};

/// A submission and the record beside it.
pub struct Recorded {
    /// The submission.
    pub form: Document,
    /// Its record, as a text.
    pub record: Document,
}

/// What the gate saw.
pub struct Gate<'g> {
    /// Submissions whose record could be read.
    pub compared: usize,
    /// Submissions that other rules recorded, with the same verdicts as now.
    pub other_version: usize,
    /// Those on which something moved, in the order given.
    pub moved: Vec<Moved<'g>>,
    /// Records that are none, in the order given.
    pub unreadable: Vec<Finding>,
}

/// A submission on which something moved.
pub struct Moved<'g> {
    /// The submission and its record.
    pub recorded: &'g Recorded,
    /// What the record says.
    pub before: Record,
    /// What the rules say now.
    pub now: Record,
    /// Rules that moved, in the order of the rule set; those no longer in force come last.
    pub flips: Vec<Flip<'g>>,
    /// Pillars and the rating that moved.
    pub verdicts: Vec<VerdictFlip>,
}

/// A rule that came out otherwise.
pub struct Flip<'g> {
    /// Its id.
    pub rule: String,
    /// How it came out; none where it was not in force.
    pub from: Option<Listed>,
    /// How it comes out; none where it is no longer in force.
    pub to: Option<Listed>,
    /// What moved it.
    pub why: Why,
    /// What was computed, with evidence; none where it is no longer in force.
    pub result: Option<RuleResult<'g>>,
}

/// A pillar's verdict, or the rating, that came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictFlip {
    /// What it was and is.
    pub moved: VerdictMove,
    /// What it rests on; none where that is not known.
    pub blame: Option<Blame<Ground>>,
}

/// What moved a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// These changes of the rules.
    Changes(Blame),
    /// No change of the rules: the earlier ones already say what these say.
    NotTheRules,
    /// The earlier rules are not known.
    Unknown,
    /// The earlier rules say something else, and no set of the changes makes them say this.
    Unexplained,
}

/// Compares what the rules say of submissions with their records; `trials` know the rules as they were.
pub fn gate<'g>(
    ruleset: &'g Ruleset,
    trials: Option<&Trials<'g>>,
    recorded: &'g [Recorded],
) -> Gate<'g> {
    let compared: Vec<Compared<'g>> =
        recorded.par_iter().map(|one| compare(ruleset, trials, one)).collect();
    let mut gate =
        Gate { compared: 0, other_version: 0, moved: Vec::new(), unreadable: Vec::new() };
    for one in compared {
        match one {
            Compared::Same => gate.compared += 1,
            Compared::OtherVersion => {
                gate.compared += 1;
                gate.other_version += 1;
            }
            Compared::Moved(moved) => {
                gate.compared += 1;
                gate.moved.push(*moved);
            }
            Compared::Unreadable(findings) => gate.unreadable.extend(findings),
        }
    }
    gate
}

enum Compared<'g> {
    Same,
    OtherVersion,
    Moved(Box<Moved<'g>>),
    Unreadable(Vec<Finding>),
}

fn compare<'g>(
    ruleset: &'g Ruleset,
    trials: Option<&Trials<'g>>,
    recorded: &'g Recorded,
) -> Compared<'g> {
    let before = match Record::read(&recorded.record) {
        Ok(record) => record,
        Err(findings) => return Compared::Unreadable(findings),
    };
    let subject = Subject::new(ruleset, &recorded.form);
    let evaluation = evaluate::decide(ruleset, &subject);
    let now = Record::of(&evaluation);
    match (before.agrees(&now), before.ruleset == now.ruleset) {
        (true, true) => return Compared::Same,
        (true, false) => return Compared::OtherVersion,
        (false, _) => {}
    }
    let old = trials.map(|trials| {
        let old = trials.changes.old;
        evaluate::decide(old, &Subject::new(old, &recorded.form))
    });
    let mut comparison = Comparison { subject: &subject, evaluation: &evaluation, old, trials };
    let flips = comparison.flips(&before);
    let verdicts = comparison.verdicts(&before.verdicts, &now.verdicts);
    Compared::Moved(Box::new(Moved { recorded, before, now, flips, verdicts }))
}

/// A submission under comparison.
struct Comparison<'a, 'g> {
    subject: &'a Subject<'g>,
    evaluation: &'a Evaluation<'g>,
    old: Option<Evaluation<'a>>,
    trials: Option<&'a Trials<'g>>,
}

impl<'g> Comparison<'_, 'g> {
    fn flips(&mut self, before: &Record) -> Vec<Flip<'g>> {
        let mut ids: Vec<&str> =
            self.evaluation.results.iter().map(|result| result.rule.id.as_str()).collect();
        let earlier = self.old.iter().flat_map(|old| &old.results).map(|r| r.rule.id.as_str());
        let listed = before.rules.iter().map(|(id, _)| id.as_str());
        let met = before.met.rules().iter().map(String::as_str);
        for id in earlier.chain(listed).chain(met) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut tried = Tried::new(self.subject.document);
        let mut flips = Vec::new();
        for id in ids {
            let listed = before.rules.iter().find(|(known, _)| known == id);
            let old_had = || self.old.as_ref().is_none_or(|old| old.result(id).is_some());
            let was_there = before.met.has(id).unwrap_or_else(old_had);
            let from = match listed {
                Some((_, standing)) => Some(standing.clone()),
                None => was_there.then(Listed::met),
            };
            let to = self.evaluation.result(id).map(Listed::of);
            if from != to {
                let why = self.why(id, &mut tried, to.as_ref());
                flips.push(Flip { rule: id.to_owned(), from, to, why, result: self.evidence(id) });
            }
        }
        flips
    }

    fn why(&self, id: &str, tried: &mut Tried<'_>, to: Option<&Listed>) -> Why {
        let (Some(trials), Some(old)) = (self.trials, &self.old) else { return Why::Unknown };
        if old.result(id).map(Listed::of).as_ref() == to {
            return Why::NotTheRules;
        }
        trials.of_rule(id, tried, to, None).map_or(Why::Unexplained, Why::Changes)
    }

    fn evidence(&self, id: &str) -> Option<RuleResult<'g>> {
        let ruleset = self.evaluation.ruleset;
        let rule = ruleset.rule(id).filter(|rule| rule.retired.is_none())?;
        Some(evaluate::evaluate_rule(ruleset, rule, self.subject, &Answers::default()))
    }

    fn verdicts(&self, before: &Verdicts, now: &Verdicts) -> Vec<VerdictFlip> {
        let flip = |moved: VerdictMove| {
            let blame = self.blame(moved.pillar.as_deref(), now);
            VerdictFlip { moved, blame }
        };
        before.moves(now).into_iter().map(flip).collect()
    }

    fn blame(&self, pillar: Option<&str>, now: &Verdicts) -> Option<Blame<Ground>> {
        let (trials, old) = (self.trials?, self.old.as_ref()?);
        trials.of_verdict(&old.results, &self.evaluation.results, pillar, now)
    }
}

/// A record that is not there, told where its submission begins.
pub fn missing_record(form: &Document) -> Finding {
    let message = Wording::both(
        "este formulario no tiene registro de sus veredictos",
        "this form has no record of its verdicts",
    );
    let span = form.nearest_place(&crate::document::Path::root());
    Finding::error("gate/missing", message).at(form.place(span)).helped_by(Wording::both(
        "léalo con `pilares check` y anótelo con `pilares gate --accept`",
        "read it with `pilares check` and record it with `pilares gate --accept`",
    ))
}

/// A record whose submission is not there.
pub fn orphan_record(record: &Document) -> Finding {
    let message = Wording::both("este registro no tiene formulario", "this record has no form");
    let span = record.nearest_place(&crate::document::Path::root());
    Finding::error("gate/orphan", message).at(record.place(span)).helped_by(Wording::both(
        "devuelva el formulario a su lugar o borre el registro",
        "put the form back in its place or delete the record",
    ))
}
