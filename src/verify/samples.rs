//! How often a heuristic is right: its labelled samples, precision and recall.

use rust_decimal::Decimal;

use crate::document::Document;
use crate::evaluate::{self, Subject};
use crate::finding::Finding;
use crate::rules::{Answers, Rule, Ruleset, Sample, SampleSet, Status};

use super::patched;

/// Of what a heuristic said of some samples, how much was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// It fired and should have.
    pub right: u32,
    /// It fired and should not have.
    pub wrong: u32,
    /// It did not fire and should have.
    pub missed: u32,
    /// It did not fire and should not have.
    pub quiet: u32,
}

/// A sample on which a heuristic was wrong.
pub struct Mistake<'s> {
    /// The sample.
    pub sample: &'s Sample,
    /// What came out.
    pub status: Status,
    /// What it told, where it told anything.
    pub finding: Option<Finding>,
}

/// A heuristic measured on its samples.
pub struct Measured<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// Its samples.
    pub set: &'s SampleSet,
    /// Over all samples.
    pub all: Score,
    /// Over what should fire and what should not though it resembles it.
    pub hard: Score,
    /// The samples on which it was wrong.
    pub mistakes: Vec<Mistake<'s>>,
}

impl Score {
    /// Of the firings, the share that is right, from 0 to 1; 1 where it never fires.
    pub fn precision(self) -> Decimal {
        share(self.right, self.right + self.wrong)
    }

    /// Of what should fire, the share that does, from 0 to 1; 1 where nothing should.
    pub fn recall(self) -> Decimal {
        share(self.right, self.right + self.missed)
    }

    /// How many samples there were.
    pub fn samples(self) -> u32 {
        self.right + self.wrong + self.missed + self.quiet
    }

    fn count(&mut self, should: bool, fired: bool) {
        match (should, fired) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.quiet += 1,
        }
    }
}

fn share(part: u32, whole: u32) -> Decimal {
    Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or(Decimal::ONE)
}

impl Measured<'_> {
    /// Whether it reaches what its file promises.
    pub fn keeps_its_promise(&self) -> bool {
        self.set.least.is_none_or(|least| {
            self.all.precision() >= least.precision && self.all.recall() >= least.recall
        })
    }
}

/// Runs the rule of a set on each of its samples; none where the rule set has no such rule in force.
pub fn measure<'s>(ruleset: &'s Ruleset, set: &'s SampleSet) -> Option<Measured<'s>> {
    let rule = ruleset.rule(&set.rule).filter(|rule| rule.retired.is_none())?;
    let (mut all, mut hard) = (Score::default(), Score::default());
    let mut mistakes = Vec::new();
    for sample in &set.samples {
        let document = patched(&ruleset.base, &sample.patch, &rule.id);
        let (status, finding) = run(ruleset, rule, &document);
        let fired = status == Status::Unmet;
        all.count(sample.fires, fired);
        if sample.fires || sample.hard {
            hard.count(sample.fires, fired);
        }
        if fired != sample.fires || status == Status::Unknown {
            mistakes.push(Mistake { sample, status, finding });
        }
    }
    Some(Measured { rule, set, all, hard, mistakes })
}

fn run(ruleset: &Ruleset, rule: &Rule, document: &Document) -> (Status, Option<Finding>) {
    let subject = Subject::new(ruleset, document);
    let result = evaluate::evaluate_rule(ruleset, rule, &subject, &Answers::default());
    let finding = result.outcomes.into_iter().find_map(|outcome| {
        outcome.finding.filter(|_| matches!(outcome.status, Status::Unmet | Status::Unknown))
    });
    (result.status, finding)
}
