//! The gate: what the rules say now of recorded submissions, against what the records say.
//!
//! Takes submissions with their records and, where they are known, the rules as they were; gives what
//! moved on each submission, and which changes moved it.

use rayon::prelude::*;

use crate::document::Document;
use crate::evaluate::{self, Evaluation, Opinions, RuleResult, Subject};
use crate::finding::{Finding, Wording};
use crate::rules::Ruleset;

use super::attribute::{Blame, Ground, Trials, Tried};
use super::record::{Listed, Record};
use super::verdicts::{VerdictMove, Verdicts};

/// A submission, what its review says of it, and the record beside it.
pub struct Recorded {
    /// The submission.
    pub form: Document,
    /// What people say of it; none where it has no review.
    pub opinions: Option<Opinions>,
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
    /// Records that lack what a review makes of their submission, or have it and there is no review.
    pub unpaired: Vec<Finding>,
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
    /// Whether it does so with the submission's review; then without it does otherwise, or not at all.
    pub reviewed: bool,
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
    /// Whether it does so with the submission's review; then without it does otherwise, or not at all.
    pub reviewed: bool,
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
    let compared: Vec<Result<Compared<'g>, Vec<Finding>>> =
        recorded.par_iter().map(|one| compare(ruleset, trials, one)).collect();
    let mut gate = Gate {
        compared: 0,
        other_version: 0,
        moved: Vec::new(),
        unreadable: Vec::new(),
        unpaired: Vec::new(),
    };
    for one in compared {
        match one {
            Err(findings) => gate.unreadable.extend(findings),
            Ok(Compared { moved, other_version, unpaired }) => {
                gate.compared += 1;
                gate.other_version += usize::from(other_version);
                gate.moved.extend(moved);
                gate.unpaired.extend(unpaired);
            }
        }
    }
    gate
}

/// A record that could be read.
struct Compared<'g> {
    moved: Option<Moved<'g>>,
    other_version: bool,
    unpaired: Option<Finding>,
}

/// What rules say of a submission, alone and with its review.
pub fn evaluations<'e>(
    ruleset: &'e Ruleset,
    subject: &Subject<'e>,
    opinions: Option<&Opinions>,
) -> (Evaluation<'e>, Option<Evaluation<'e>>) {
    let with = |opinions| evaluate::evaluate_with(ruleset, subject, opinions);
    (evaluate::decide(ruleset, subject), opinions.map(with))
}

fn compare<'g>(
    ruleset: &'g Ruleset,
    trials: Option<&Trials<'g>>,
    recorded: &'g Recorded,
) -> Result<Compared<'g>, Vec<Finding>> {
    let before = Record::read(&recorded.record)?;
    let subject = Subject::new(ruleset, &recorded.form);
    let opinions = recorded.opinions.as_ref();
    let (alone, reviewed) = evaluations(ruleset, &subject, opinions);
    let now = Record::of(&alone, reviewed.as_ref());
    let unpaired = unpaired(&recorded.record, &before, &now);
    // Without a review on one side there is nothing to compare with it.
    let (before, now) = match &unpaired {
        None => (before, now),
        Some(_) => (Record { reviewed: None, ..before }, Record { reviewed: None, ..now }),
    };
    let agrees = before.agrees(&now);
    let other_version = agrees && before.ruleset != now.ruleset;
    if agrees {
        return Ok(Compared { moved: None, other_version, unpaired });
    }
    let old = trials.map(|trials| {
        let old = trials.changes.old;
        evaluations(old, &Subject::new(old, &recorded.form), opinions)
    });
    let (old_alone, old_reviewed) = old.unzip();
    let sides = [
        (Some(alone), old_alone, None),
        (reviewed.filter(|_| now.reviewed.is_some()), old_reviewed.flatten(), opinions),
    ];
    let (mut flips, mut verdicts): (Vec<Flip<'g>>, Vec<VerdictFlip>) = (Vec::new(), Vec::new());
    for (evaluation, old, opinions) in sides {
        let Some(evaluation) = evaluation else { continue };
        let subject = &subject;
        let comparison = Comparison { subject, evaluation, old, opinions, trials };
        let alike =
            |a: &Flip<'_>, b: &Flip<'_>| (&a.rule, &a.from, &a.to) == (&b.rule, &b.from, &b.to);
        let fresh = comparison.flips(&before).into_iter();
        let fresh: Vec<Flip<'g>> =
            fresh.filter(|flip| !flips.iter().any(|known| alike(known, flip))).collect();
        flips.extend(fresh);
        let fresh = comparison.verdicts(&before, &now).into_iter();
        let fresh: Vec<VerdictFlip> =
            fresh.filter(|flip| !verdicts.iter().any(|known| known.moved == flip.moved)).collect();
        verdicts.extend(fresh);
    }
    let moved = Some(Moved { recorded, before, now, flips, verdicts });
    Ok(Compared { moved, other_version, unpaired })
}

/// A submission under comparison, without review or with it.
struct Comparison<'a, 'g> {
    subject: &'a Subject<'g>,
    evaluation: Evaluation<'g>,
    old: Option<Evaluation<'a>>,
    opinions: Option<&'a Opinions>,
    trials: Option<&'a Trials<'g>>,
}

impl<'g> Comparison<'_, 'g> {
    fn flips(&self, before: &Record) -> Vec<Flip<'g>> {
        let reviewed = self.opinions.is_some();
        let mut ids: Vec<&str> =
            self.evaluation.results.iter().map(|result| result.rule.id.as_str()).collect();
        let earlier = self.old.iter().flat_map(|old| &old.results).map(|r| r.rule.id.as_str());
        for id in earlier.chain(before.ids()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut tried = Tried::with(self.subject.document, self.opinions);
        let mut flips = Vec::new();
        for id in ids {
            // Records of old say only how many are met.
            let old_had = || self.old.as_ref().is_none_or(|old| old.result(id).is_some());
            let unsaid = || (before.met.has(id).is_none() && old_had()).then(Listed::met);
            let from = before.standing(id, reviewed).or_else(unsaid);
            let to = self.evaluation.result(id).map(Listed::of);
            if from != to {
                let why = self.why(id, &mut tried, to.as_ref());
                let (rule, result) = (id.to_owned(), self.evidence(id));
                flips.push(Flip { rule, reviewed, from, to, why, result });
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
        let nothing = Opinions::default();
        Some(self.opinions.unwrap_or(&nothing).result(ruleset, rule, self.subject))
    }

    fn verdicts(&self, before: &Record, now: &Record) -> Vec<VerdictFlip> {
        let reviewed = self.opinions.is_some();
        let (before, now) = (before.verdicts(reviewed), now.verdicts(reviewed));
        let flip = |moved: VerdictMove| {
            let blame = self.blame(moved.pillar.as_deref(), now);
            VerdictFlip { moved, reviewed, blame }
        };
        before.moves(now).into_iter().map(flip).collect()
    }

    fn blame(&self, pillar: Option<&str>, now: &Verdicts) -> Option<Blame<Ground>> {
        let (trials, old) = (self.trials?, self.old.as_ref()?);
        trials.of_verdict(&old.results, &self.evaluation.results, pillar, now)
    }
}

/// A record that says nothing of a review that there is, or speaks of one that there is not.
fn unpaired(document: &Document, before: &Record, now: &Record) -> Option<Finding> {
    let message = match (&before.reviewed, &now.reviewed) {
        (None, Some(_)) => Wording::both(
            "el formulario tiene una revisión, y este registro no dice los veredictos con ella",
            "the form has a review, and this record does not say the verdicts with it",
        ),
        (Some(_), None) => Wording::both(
            "este registro dice los veredictos con una revisión que no está o no es de este formulario",
            "this record says the verdicts with a review that is not there or not of this form",
        ),
        _ => return None,
    };
    let place = document.place(Record::place_of(document, "con_revision", false));
    Some(Finding::error("gate/review", message).at(place).helped_by(Wording::both(
        "anótelo de nuevo con `pilares gate --accept`; las revisiones se buscan en `reviews`, o donde diga `--review`",
        "write it anew with `pilares gate --accept`; reviews are looked for in `reviews`, or where `--review` says",
    )))
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
