//! Many submissions side by side: which need work first, what is most often found, how figures spread.
//!
//! Takes what each evaluation said, short enough that thousands can be kept; gives a table for the
//! terminal and one page of HTML. Knows nothing of where submissions come from. The order is that of
//! what matters, whatever the order in which they were judged.

mod chart;
mod html;
mod programme;
mod spread;
mod table;
mod words;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use rust_decimal::Decimal;

use crate::evaluate::{Decision, Standing};
use crate::finding::{Finding, Wording};
use crate::rules::{Rule, Ruleset};

use super::{Shown, Unwaived, View};

pub use html::pile_html;
pub use table::pile_table;

/// The sign of what would be otherwise without waivers.
const WAIVED: &str = "*";

/// What a rule set said of many submissions.
pub struct Pile<'r> {
    /// The rule set.
    pub ruleset: &'r Ruleset,
    /// The submissions, those that need work first.
    pub entries: Vec<Entry>,
    /// What more than one of them is called.
    shared: BTreeSet<String>,
}

/// A submission of a pile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What its source is called.
    pub source: String,
    /// What was said of it; what kept it from being judged, where it was not.
    pub said: Result<Said, Vec<Finding>>,
    /// Where its ficha is, seen from the page: folders and file in order; none where none was written.
    pub ficha: Option<Vec<String>>,
}

/// What was said of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What the submission calls what it proposes.
    pub subject: Option<String>,
    /// The process year.
    pub year: Option<i32>,
    /// Position of the rating in the policy; none where no row holds.
    pub rating: Option<usize>,
    /// Whether the rating hinges on something open.
    pub provisional: bool,
    /// Whether it is fit to send as it is.
    pub favourable: bool,
    /// The verdicts, in the order of the policy's pillars.
    pub pillars: Vec<Verdict>,
    /// What stands beside rating, verdicts and counts where waivers are in use.
    pub unwaived: Option<Unwaived>,
    /// How many outcomes of each severity are unmet and certain, in the policy's order.
    pub unmet: Vec<usize>,
    /// How many heuristics saw something that a person has to confirm.
    pub suspected: usize,
    /// How many questions wait for an answer.
    pub questions: usize,
    /// The figures by which submissions are compared, in the policy's order; none where unknown.
    pub figures: Vec<Option<Decimal>>,
    /// For each figure, what the submission says of what the figure is grouped by; none where unknown.
    pub groups: Vec<Vec<Option<String>>>,
    /// What is wrong with the review that counts: waivers that expired, answers that went stale.
    pub review: Vec<Told>,
    /// What is wrong with the text itself.
    pub text: Vec<Told>,
    /// What is wrong by the rules: position of the rule in the rule set, and each finding.
    pub told: Vec<(usize, Vec<Told>)>,
}

/// The verdict of a pillar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that decides is met.
    Meets,
    /// These rules, by id, made it fail.
    Fails(Vec<String>),
    /// Nothing that decides is unmet, and these rules, by id, are open.
    Provisional(Vec<String>),
}

/// A finding, as short as it can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line of the submission, or of its review, from 1; none where it has no place.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: Wording,
    /// Whether a heuristic saw it and nobody confirmed it.
    pub suspected: bool,
}

/// A rule that some submissions of a pile do not meet.
pub(super) struct Frequent<'p> {
    pub rule: &'p Rule,
    /// The submissions, by position in the pile.
    pub entries: Vec<usize>,
    /// In how many of them nothing of it is certain.
    pub suspected: usize,
}

impl Frequent<'_> {
    /// Its severity's name, and in how many submissions it waits for a person, unless in none.
    fn severity(&self, name: &str, suspected: &str) -> String {
        match self.suspected {
            0 => name.to_owned(),
            all if all == self.entries.len() => format!("{name}, {suspected}"),
            some => format!("{name}, {some} {suspected}"),
        }
    }
}

impl Entry {
    /// What an evaluation said, without what it was computed from.
    pub fn judged(view: &View<'_>) -> Entry {
        let evaluation = view.evaluation;
        let severities = 0..evaluation.ruleset.policy.severities.len();
        let unmet = || view.groups.iter().flat_map(|group| &group.unmet);
        let certain = |shown: &&Shown<'_>| !shown.outcome.is_suspicion(shown.rule);
        let of = |severity: usize| {
            unmet().filter(certain).filter(|shown| shown.rule.severity == severity).count()
        };
        let suspected =
            evaluation.results.iter().filter(|result| result.standing(true) == Standing::Suspected);
        let rating = evaluation.rating.as_ref();
        let said = Said {
            subject: view.subject().map(str::to_owned),
            year: evaluation.year,
            rating: rating.map(|rating| rating.row),
            provisional: rating.is_some_and(|rating| !rating.hinges.is_empty()),
            favourable: evaluation.is_favourable(),
            pillars: evaluation.pillars.iter().map(|pillar| verdict(&pillar.decision)).collect(),
            unwaived: Unwaived::of(view),
            unmet: severities.map(of).collect(),
            suspected: suspected.count(),
            questions: view.questions(),
            figures: evaluation
                .figures
                .iter()
                .map(|found| super::figure::number(&found.value))
                .collect(),
            groups: evaluation
                .figures
                .iter()
                .map(|found| super::figure::group(&found.group))
                .collect(),
            review: view.of_review().iter().map(told).collect(),
            text: view.text.iter().map(told).collect(),
            told: by_rule(view),
        };
        Entry { source: evaluation.document.source.name.clone(), said: Ok(said), ficha: None }
    }

    /// A submission that could not be judged.
    pub fn unreadable(source: impl Into<String>, findings: Vec<Finding>) -> Entry {
        Entry { source: source.into(), said: Err(findings), ficha: None }
    }

    /// What people call it: what it says of itself, or its source.
    pub fn name(&self) -> &str {
        let subject = self.said.as_ref().ok().and_then(|said| said.subject.as_deref());
        subject.unwrap_or(&self.source)
    }

    /// Those that could not be judged first, then by rating from the first row on, the decided before
    /// the provisional; within it, those that waivers rate so, then those with more that fails.
    fn order(&self) -> impl Ord + use<> {
        let said = self.said.as_ref().ok();
        let failed = |said: &Said| {
            let rules = said.pillars.iter().map(|verdict| match verdict {
                Verdict::Fails(rules) => rules.len(),
                Verdict::Meets | Verdict::Provisional(_) => 0,
            });
            rules.sum::<usize>()
        };
        (
            said.map(|said| said.rating.map_or(usize::MAX, |row| row)),
            said.map(|said| said.rating.is_some() && !said.favourable && said.provisional),
            said.map(|said| said.favourable && !said.provisional),
            said.map(|said| {
                said.other_rating().map_or((2, 0), |(row, provisional)| {
                    (usize::from(provisional), row.unwrap_or(usize::MAX))
                })
            }),
            Reverse(said.map(failed)),
            Reverse(said.map(|said| said.unmet.clone())),
            Reverse(said.map(|said| said.suspected + said.questions)),
            self.name().to_owned(),
            self.source.clone(),
        )
    }
}

impl Said {
    /// The rating without waivers, by its row and whether it is provisional, where it is another.
    fn other_rating(&self) -> Option<(Option<usize>, bool)> {
        let unwaived = self.unwaived.as_ref().filter(|unwaived| unwaived.rates_otherwise)?;
        Some((unwaived.rating, unwaived.provisional))
    }

    /// The rating, and that without waivers where it is another.
    fn rated(&self) -> Rated {
        Rated { with: (self.rating, self.provisional), without: self.other_rating() }
    }

    /// The verdicts in their order, each with that without waivers where it is of another kind.
    fn verdicts(&self) -> impl Iterator<Item = (&Verdict, Option<Verdict>)> {
        self.pillars.iter().enumerate().map(|(at, with)| {
            let pillars = self.unwaived.as_ref().and_then(|unwaived| unwaived.pillars.get(at));
            let other = pillars.and_then(Option::as_ref).map(|pillar| verdict(&pillar.decision));
            let differs = |other: &Verdict| discriminant(other) != discriminant(with);
            (with, other.filter(differs))
        })
    }

    /// How many findings of a severity count, and how many were set aside.
    fn counted(&self, severity: usize) -> [usize; 2] {
        let set_aside =
            self.unwaived.as_ref().map_or(0, |unwaived| unwaived.set_aside_of(severity));
        [self.unmet.get(severity).copied().unwrap_or(0), set_aside]
    }
}

/// A rating by its row in the policy and whether it is provisional; without waivers too, where that
/// is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rated {
    with: (Option<usize>, bool),
    without: Option<(Option<usize>, bool)>,
}

fn verdict(decision: &Decision) -> Verdict {
    match decision {
        Decision::Meets => Verdict::Meets,
        Decision::Fails(rules) => Verdict::Fails(rules.clone()),
        Decision::Provisional(hinges) => {
            Verdict::Provisional(hinges.iter().map(|hinge| hinge.rule.clone()).collect())
        }
    }
}

fn told(finding: &Finding) -> Told {
    let line = finding.place().map(|place| place.source.position(place.span.start).line);
    Told { line, message: finding.message.clone(), suspected: false }
}

fn told_of(shown: &Shown<'_>) -> Told {
    Told { suspected: shown.outcome.is_suspicion(shown.rule), ..told(shown.finding) }
}

/// What is wrong, rule by rule, gravest first; within a severity, in the order of the rule set.
fn by_rule(view: &View<'_>) -> Vec<(usize, Vec<Told>)> {
    let rules = &view.evaluation.ruleset.rules;
    let groups = view.groups.iter().flat_map(|group| group.unmet_by_rule());
    let mut all: Vec<(usize, Vec<Told>)> = groups
        .filter_map(|shown| {
            let at = rules.iter().position(|rule| std::ptr::eq(rule, shown[0].rule))?;
            Some((at, shown.iter().map(told_of).collect()))
        })
        .collect();
    all.sort_by_key(|(at, _)| (rules[*at].severity, *at));
    all
}

/// What heads a narrow column.
fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

impl<'r> Pile<'r> {
    /// Puts submissions in order.
    pub fn new(ruleset: &'r Ruleset, mut entries: Vec<Entry>) -> Pile<'r> {
        entries.sort_by_cached_key(Entry::order);
        let (mut names, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for entry in &entries {
            if !names.insert(entry.name()) {
                shared.insert(entry.name().to_owned());
            }
        }
        Pile { ruleset, entries, shared }
    }

    /// What people call a submission, with its source where another one is called the same.
    fn called<'e>(&self, entry: &'e Entry) -> Cow<'e, str> {
        match self.shared.contains(entry.name()) && entry.name() != entry.source {
            true => Cow::Owned(format!("{} ({})", entry.name(), entry.source)),
            false => Cow::Borrowed(entry.name()),
        }
    }

    /// The submissions that were judged, with their positions.
    fn judged(&self) -> impl Iterator<Item = (usize, &Said)> {
        self.entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| Some((at, entry.said.as_ref().ok()?)))
    }

    /// The rules that some submission does not meet: those of most submissions first, then the gravest.
    fn frequent(&self) -> Vec<Frequent<'_>> {
        let mut all: BTreeMap<usize, (Vec<usize>, usize)> = BTreeMap::new();
        for (at, said) in self.judged() {
            for (rule, told) in &said.told {
                let (entries, suspected) = all.entry(*rule).or_default();
                entries.push(at);
                *suspected += usize::from(told.iter().all(|told| told.suspected));
            }
        }
        let mut frequent: Vec<(usize, Frequent<'_>)> = all
            .into_iter()
            .filter_map(|(at, (entries, suspected))| {
                let rule = self.ruleset.rules.get(at)?;
                Some((at, Frequent { rule, entries, suspected }))
            })
            .collect();
        frequent
            .sort_by_key(|(at, found)| (Reverse(found.entries.len()), found.rule.severity, *at));
        frequent.into_iter().map(|(_, found)| found).collect()
    }

    /// How many submissions are rated so, in the order of the pile.
    fn ratings(&self) -> Vec<(Rated, usize)> {
        let mut ratings: Vec<(Rated, usize)> = Vec::new();
        for (_, said) in self.judged() {
            match ratings.iter_mut().find(|(rated, _)| *rated == said.rated()) {
                Some((_, count)) => *count += 1,
                None => ratings.push((said.rated(), 1)),
            }
        }
        ratings
    }

    /// Whether waivers are in use for any submission.
    fn has_waivers(&self) -> bool {
        self.judged().any(|(_, said)| said.unwaived.is_some())
    }

    /// The pillars' sections, in the policy's order.
    fn pillars(&self) -> impl Iterator<Item = &'r crate::rules::Section> {
        self.ruleset.policy.sections.iter().filter(|section| section.pillar)
    }

    /// The severities that a reader acts upon, with their positions in the policy.
    fn severities(&self) -> impl Iterator<Item = (usize, &'r crate::rules::SeverityClass)> {
        let all = self.ruleset.policy.severities.iter().enumerate();
        all.filter(|(_, severity)| severity.level != crate::finding::Severity::Note)
    }
}
