//! What is wrong or open in either round, and what became of it.

use crate::evaluate::{Change, Outcome, Standing};
use crate::finding::Finding;
use crate::rules::Rule;

use super::Rounds;
use super::matching::{About, Round, matched};

/// Something that is wrong or open in either round.
pub struct Concern<'c> {
    /// The rule; none for what is wrong with the text itself.
    pub rule: Option<&'c Rule>,
    /// As it was; none where there was no such element.
    pub old: Option<Side<'c>>,
    /// As it is; none where there is no such element.
    pub new: Option<Side<'c>>,
    /// What became of it.
    pub trend: Trend,
    /// Of the fields that it looks at, those that say something else; by their paths in the new form.
    /// Empty where either round does not have it.
    pub changes: Vec<Change>,
}

/// Something found, in one of the rounds.
#[derive(Clone, Copy)]
pub struct Side<'c> {
    /// How it stands, whether or not somebody set it aside.
    pub standing: Standing,
    /// The outcome of the rule; none for what is wrong with the text itself.
    pub outcome: Option<&'c Outcome>,
    /// What it tells.
    pub finding: Option<&'c Finding>,
}

/// What became of something that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trend {
    /// It is wrong or suspected, and was not.
    New,
    /// It was decided or wrong, and cannot be decided now.
    Undecided,
    /// It is wrong or suspected, and was.
    Still,
    /// It could not be decided, and cannot now.
    Open,
    /// It was wrong or open, and is met or does not apply.
    Solved,
}

impl Trend {
    /// Every one, in the order of what asks for attention.
    pub const ALL: [Trend; 5] =
        [Trend::New, Trend::Undecided, Trend::Still, Trend::Open, Trend::Solved];

    /// What becomes of something by how it stood and stands; none where nothing was or is wrong.
    fn of(old: Standing, new: Standing) -> Option<Trend> {
        match (weight(old), weight(new)) {
            (Weight::Wrong, Weight::Wrong) => Some(Trend::Still),
            (_, Weight::Wrong) => Some(Trend::New),
            (Weight::Open, Weight::Open) => Some(Trend::Open),
            (_, Weight::Open) => Some(Trend::Undecided),
            (Weight::Settled, Weight::Settled) => None,
            (_, Weight::Settled) => Some(Trend::Solved),
        }
    }
}

#[derive(PartialEq, Eq)]
enum Weight {
    Settled,
    Open,
    Wrong,
}

fn weight(standing: Standing) -> Weight {
    match standing {
        Standing::NotApplicable | Standing::Met => Weight::Settled,
        Standing::Pending | Standing::Unknown => Weight::Open,
        Standing::Suspected | Standing::Unmet => Weight::Wrong,
    }
}

impl<'c> Concern<'c> {
    /// Whether it stands as it stood, on texts that say what they said.
    pub fn is_untouched(&self) -> bool {
        let standing = |side: &Option<Side<'_>>| side.map(|side| side.standing);
        self.changes.is_empty() && standing(&self.old) == standing(&self.new)
    }

    /// How it stood; as what does not apply where there was no such element.
    pub fn before(&self) -> Standing {
        self.old.map_or(Standing::NotApplicable, |side| side.standing)
    }

    /// How it stands; as what does not apply where there is no such element.
    pub fn after(&self) -> Standing {
        self.new.map_or(Standing::NotApplicable, |side| side.standing)
    }

    /// The round that tells of it: the new one where it does.
    pub fn told(&self) -> Option<Side<'c>> {
        let tells = |side: &Side<'_>| side.finding.is_some();
        self.new.filter(tells).or(self.old.filter(tells)).or(self.new).or(self.old)
    }

    fn of(
        rule: Option<&'c Rule>,
        old: Option<Side<'c>>,
        new: Option<Side<'c>>,
    ) -> Option<Concern<'c>> {
        let mut concern = Concern { rule, old, new, trend: Trend::Open, changes: Vec::new() };
        concern.trend = Trend::of(concern.before(), concern.after())?;
        Some(concern)
    }
}

impl<'c> Rounds<'c> {
    /// Everything that is wrong or open in either round.
    pub(super) fn concerns(&self) -> Vec<Concern<'c>> {
        let mut concerns = self.text();
        for old in &self.old.results {
            let Some(new) = self.new.result(&old.rule.id) else { continue };
            for (before, after) in self.outcomes(old, new) {
                let side = |outcome: &'c Outcome| Side {
                    standing: outcome.standing(old.rule, false),
                    outcome: Some(outcome),
                    finding: outcome.finding.as_ref(),
                };
                let concern = Concern::of(Some(old.rule), before.map(side), after.map(side));
                let Some(mut concern) = concern else { continue };
                if let (Some(before), Some(after)) = (before, after) {
                    concern.changes = self.changes(before, after);
                }
                concerns.push(concern);
            }
        }
        concerns
    }

    /// What is wrong with the text itself.
    fn text(&self) -> Vec<Concern<'c>> {
        let about = |findings: &'c [Finding], round| {
            let each = findings.iter().map(|finding| {
                let place = self.place(finding.span(), round);
                ((finding.code.as_str(), place), &finding.message.spanish, finding)
            });
            each.collect::<Vec<_>>()
        };
        let old = about(&self.old.findings, Round::Old);
        let new = about(&self.new.findings, Round::New);
        let mut codes: Vec<&str> = old.iter().chain(&new).map(|((code, _), ..)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        let side = |finding: &'c Finding| Side {
            standing: Standing::Unmet,
            outcome: None,
            finding: Some(finding),
        };
        let (mut old, mut new) = (old, new);
        let mut concerns = Vec::new();
        for code in codes {
            let pairs = matched(taken(&mut old, code), taken(&mut new, code));
            let mine = pairs
                .into_iter()
                .filter_map(|(old, new)| Concern::of(None, old.map(side), new.map(side)));
            concerns.extend(mine);
        }
        concerns
    }
}

/// Something told of the text: its code and place, its words, and itself.
type Told<'t, T> = ((&'t str, About), &'t String, T);

/// Takes those of a code out of what is told of the text.
fn taken<'t, T>(told: &mut Vec<Told<'t, T>>, code: &str) -> Vec<(About, Option<&'t String>, T)> {
    let (mine, rest) = std::mem::take(told).into_iter().partition(|((own, _), ..)| *own == code);
    *told = rest;
    let mine: Vec<Told<'t, T>> = mine;
    mine.into_iter().map(|((_, about), says, it)| (about, Some(says), it)).collect()
}
