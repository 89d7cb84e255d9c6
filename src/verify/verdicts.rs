//! The verdicts of a submission in the words of records: its pillars, its rating, and whether that is good news.
//!
//! Takes a policy and a [`Conclusion`]; gives [`Verdicts`], which tell by name what moved between two of them.
//! Knows nothing of rules.

use crate::evaluate::{Conclusion, Decision};
use crate::rules::Policy;

/// The verdicts of a submission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The rating, with `, provisional` where it is; none where there is none.
    pub rating: Option<String>,
    /// Whether the rating is favourable; none where that is not said, as in records of old.
    pub favourable: Option<bool>,
    /// The pillars by name, each with its verdict.
    pub pillars: Vec<(String, String)>,
}

/// A pillar or the rating of which two conclusions say something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerdictMove {
    /// The pillar's name; none for the rating.
    pub pillar: Option<String>,
    /// What it was; none where it was not there.
    pub from: Option<String>,
    /// What it is; none where it is not there.
    pub to: Option<String>,
}

impl VerdictMove {
    /// Whether it moved at all.
    pub fn moved(&self) -> bool {
        self.from != self.to
    }
}

impl Verdicts {
    /// The verdicts of a conclusion.
    pub fn of(policy: &Policy, conclusion: &Conclusion) -> Verdicts {
        let pillars = conclusion.pillars.iter().map(|pillar| {
            let verdict = match &pillar.decision {
                Decision::Meets => policy.verdicts.meets.name.clone(),
                Decision::Fails(_) => policy.verdicts.fails.name.clone(),
                Decision::Provisional(_) => format!("{}, provisional", policy.verdicts.meets.name),
            };
            (policy.sections[pillar.section].name.clone(), verdict)
        });
        let pillars = pillars.collect();
        let rating = conclusion.rating.as_ref().map(|rating| {
            let provisional = if rating.hinges.is_empty() { "" } else { ", provisional" };
            format!("{}{provisional}", policy.ratings[rating.row].name)
        });
        let row = conclusion.rating.as_ref().map(|rating| rating.row);
        let favourable = row.map(|row| policy.ratings[row].favourable);
        Verdicts { rating, favourable, pillars }
    }

    /// Whether both say the same, as far as both say it, in whatever order.
    pub fn agrees(&self, other: &Verdicts) -> bool {
        self.moves(other).is_empty()
    }

    /// What moved from these to later ones, pillars first; those no longer there come after the others.
    pub fn moves(&self, later: &Verdicts) -> Vec<VerdictMove> {
        self.each(later).into_iter().filter(VerdictMove::moved).collect()
    }

    /// Every pillar and the rating, in the order of reports, as these and later ones have them.
    ///
    /// A rating is told with whether it is favourable only where nothing else tells the two apart.
    pub fn each(&self, later: &Verdicts) -> Vec<VerdictMove> {
        let names = later.pillars.iter().map(|(name, _)| name);
        let gone = self.pillars.iter().map(|(name, _)| name);
        let gone = gone.filter(|name| later.pillar(name).is_none());
        let pillars = names.chain(gone).map(|name| VerdictMove {
            pillar: Some(name.clone()),
            from: self.pillar(name).map(str::to_owned),
            to: later.pillar(name).map(str::to_owned),
        });
        let only_favourable = self.rating == later.rating && !self.rates_like(later);
        let rating = |verdicts: &Verdicts| {
            let favourable = if only_favourable { verdicts.favourable } else { None };
            let said = verdicts.rating.as_deref()?;
            Some(match favourable {
                None => said.to_owned(),
                Some(true) => format!("{said}, favorable"),
                Some(false) => format!("{said}, no favorable"),
            })
        };
        let rating = VerdictMove { pillar: None, from: rating(self), to: rating(later) };
        pillars.chain([rating]).collect()
    }

    /// Whether others say the same of a pillar; of the rating where none is named.
    pub fn agrees_on(&self, pillar: Option<&str>, other: &Verdicts) -> bool {
        match pillar {
            None => self.rates_like(other),
            Some(name) => self.pillar(name) == other.pillar(name),
        }
    }

    fn rates_like(&self, other: &Verdicts) -> bool {
        let favourable = self.favourable.zip(other.favourable);
        self.rating == other.rating && favourable.is_none_or(|(a, b)| a == b)
    }

    fn pillar(&self, name: &str) -> Option<&str> {
        self.pillars.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}
