//! What stands beside a result in which waivers count: the result without them.
//!
//! Takes a [`View`]; what is said, and whether anything is, is decided here for every report.

use crate::evaluate::Pillar;
use crate::rules::Policy;

use super::review::{called, named};
use super::words::Words;
use super::{Style, View};

/// What was set aside, and the result without that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwaived {
    /// Position of the rating in the policy; none where no row holds.
    pub rating: Option<usize>,
    /// Whether that rating hinges on something open.
    pub provisional: bool,
    /// Whether it is another rating than that with waivers, or only one of both is provisional.
    pub rates_otherwise: bool,
    /// The pillars, in the policy's order; none where the verdict is the same.
    pub pillars: Vec<Option<Pillar>>,
    /// What was set aside: the severity's position in the policy, and the rule with its element.
    pub set_aside: Vec<(usize, String)>,
}

impl Unwaived {
    /// What stands beside an evaluation; none where no waiver is in use.
    pub fn of(view: &View<'_>) -> Option<Unwaived> {
        let evaluation = view.evaluation;
        let unwaived = evaluation.unwaived.as_ref()?;
        let rated = [&unwaived.rating, &evaluation.rating].map(|rating| {
            let rating = rating.as_ref();
            (
                rating.map(|rating| rating.row),
                rating.is_some_and(|rating| !rating.hinges.is_empty()),
            )
        });
        let [(rating, provisional), with] = rated;
        let pillars = evaluation.pillars.iter().map(|pillar| view.unwaived(pillar).cloned());
        let set_aside = view.set_aside();
        Some(Unwaived {
            rating,
            provisional,
            rates_otherwise: (rating, provisional) != with,
            pillars: pillars.collect(),
            set_aside: set_aside
                .map(|shown| (shown.rule.severity, named(shown.rule, shown.outcome)))
                .collect(),
        })
    }

    /// How many findings of a severity, by its position in the policy, were set aside.
    pub fn set_aside_of(&self, severity: usize) -> usize {
        self.set_aside.iter().filter(|(of, _)| *of == severity).count()
    }

    /// The rating's name.
    pub(super) fn rating_name(&self, policy: &Policy, style: &Style) -> String {
        called(policy, self.rating, self.provisional, style)
    }

    /// That observations were set aside, which of them decide a pillar, and the rating without.
    pub(super) fn sentence(&self, policy: &Policy, style: &Style) -> String {
        let words = Words::of(style.language);
        let [one, many] = words.waivers;
        let count = self.set_aside.len();
        let mut text = match count {
            1 => one.to_owned(),
            _ => many.replace("{}", &count.to_string()),
        };
        let severities = policy.severities.iter().enumerate();
        for (at, severity) in severities.filter(|(_, severity)| severity.decides) {
            let mine = self.set_aside.iter().filter(|(of, _)| *of == at);
            let ids: Vec<&str> = mine.map(|(_, id)| id.as_str()).collect();
            if !ids.is_empty() {
                text.push_str(&format!(" ({}: {})", severity.name.to_lowercase(), ids.join(", ")));
            }
        }
        format!("{text}; {}.", without(&self.rating_name(policy, style), style))
    }
}

/// What something is called without waivers: `sin dispensas: …`.
pub(super) fn without(name: &str, style: &Style) -> String {
    format!("{}: {name}", Words::of(style.language).without)
}

/// A name, with what it would be without waivers beside it where that is another.
pub(super) fn beside(name: &str, other: Option<&str>, style: &Style) -> String {
    match other.filter(|other| *other != name) {
        Some(other) => format!("{name} ({})", without(other, style)),
        None => name.to_owned(),
    }
}
