//! How a figure spreads over a pile: its least, middle and greatest, and how many lie in each step.
//!
//! Exact decimals all the way, so that the same pile gives the same steps on any machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::figure::group_label;
use super::Pile;

/// Steps of an even scale, at most.
const STEPS: u32 = 12;

/// The greatest is this many times the middle where an even scale would hide the small ones.
const SKEWED: u32 = 10;

/// How a figure spreads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spread {
    /// The submissions where it is known, by position in the pile, with their figure; least first.
    pub known: Vec<(usize, Decimal)>,
    /// Those where it is not.
    pub unknown: Vec<usize>,
    /// The steps; empty where no figure is known.
    pub steps: Vec<Step>,
    /// Whether each step is about twice the one before, and not as long.
    pub uneven: bool,
}

/// How a figure spreads over the submissions that can be compared by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// What they have alike; none where the figure compares all.
    pub label: Option<String>,
    /// How it spreads over them.
    pub spread: Spread,
}

/// A submission by its position in the pile, with its figure.
type Figured = (usize, Option<Decimal>);

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Where it begins.
    pub from: Decimal,
    /// Where the next begins.
    pub to: Decimal,
    /// Whether where it ends belongs to it too: the last one, so that 100 % lies below 100 %.
    pub closed: bool,
    /// The submissions in it, by position in the pile; those with the least figure first.
    pub entries: Vec<usize>,
}

impl Spread {
    /// How a figure, by its position in the policy, spreads: over each group of submissions that can be
    /// compared by it. The largest group first; those of which something is unknown last.
    pub fn groups(pile: &Pile<'_>, at: usize, unknown: &str) -> Vec<Group> {
        let by = pile.ruleset.policy.figures.get(at).filter(|figure| !figure.by.is_empty());
        // By what the group is called whatever its capitals; as it is called, and its figures.
        type Alike<'p> = (&'p [Option<String>], Vec<Figured>);
        let mut all: BTreeMap<Vec<Option<String>>, Alike<'_>> = BTreeMap::new();
        for (entry, said) in pile.judged() {
            let group = said.groups.get(at).map_or(&[][..], Vec::as_slice);
            let alike = |word: &Option<String>| word.as_ref().map(|word| word.to_lowercase());
            let key = group.iter().map(alike).collect();
            let (_, figures) = all.entry(key).or_insert_with(|| (group, Vec::new()));
            figures.push((entry, said.figures.get(at).copied().flatten()));
        }
        if all.is_empty() {
            return vec![Group { label: None, spread: Spread::of(Vec::new()) }];
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(key, (_, figures))| {
            (key.iter().any(Option::is_none), Reverse(figures.len()))
        });
        let groups = all.into_iter().map(|(_, (group, figures))| Group {
            label: by.map(|figure| group_label(figure, group, unknown)),
            spread: Spread::of(figures),
        });
        groups.collect()
    }

    /// How figures spread.
    fn of(figures: Vec<Figured>) -> Spread {
        let figures = figures.into_iter();
        let (known, unknown): (Vec<_>, Vec<_>) = figures.partition(|(_, figure)| figure.is_some());
        let mut known: Vec<(usize, Decimal)> =
            known.into_iter().filter_map(|(at, figure)| Some((at, figure?))).collect();
        known.sort_by_key(|(at, figure)| (*figure, *at));
        let unknown = unknown.into_iter().map(|(at, _)| at).collect();
        let figures: Vec<Decimal> = known.iter().map(|(_, figure)| *figure).collect();
        let uneven = is_skewed(&figures);
        let edges = match (figures.first(), figures.last()) {
            (Some(least), Some(most)) if uneven => uneven_edges(*least, *most),
            (Some(least), Some(most)) => even_edges(*least, *most),
            _ => Vec::new(),
        };
        let steps = edges.windows(2).enumerate().map(|(at, edge)| {
            let (from, to, closed) = (edge[0], edge[1], at + 2 == edges.len());
            let holds = |figure: Decimal| from <= figure && (figure < to || closed && figure == to);
            let inside = known.iter().filter(|(_, figure)| holds(*figure));
            Step { from, to, closed, entries: inside.map(|(at, _)| *at).collect() }
        });
        Spread { steps: steps.collect(), known, unknown, uneven }
    }

    /// The least, the middle (of an even count, halfway between both) and the greatest.
    pub fn marks(&self) -> Option<[Decimal; 3]> {
        let figure = |at: usize| self.known.get(at).map(|(_, figure)| *figure);
        let count = self.known.len();
        let (low, high) = (figure(count.checked_sub(1)? / 2)?, figure(count / 2)?);
        let two = Decimal::TWO;
        let middle = low.checked_add(high).and_then(|sum| sum.checked_div(two)).unwrap_or(low);
        Some([figure(0)?, middle, figure(count - 1)?])
    }
}

fn is_skewed(figures: &[Decimal]) -> bool {
    let (Some(least), Some(most)) = (figures.first(), figures.last()) else { return false };
    let middle = figures[figures.len() / 2];
    let limit = middle.checked_mul(Decimal::from(SKEWED));
    *least > Decimal::ZERO && limit.is_some_and(|limit| *most > limit)
}

/// Steps of the same length, a 1, 2 or 5 of some power of ten, from one at or below the least to one at
/// or above the greatest.
fn even_edges(least: Decimal, most: Decimal) -> Vec<Decimal> {
    let length = sizes().find_map(|size| {
        let first = below(least, size)?;
        let count = most.checked_sub(first)?.checked_div(size)?;
        (count <= Decimal::from(STEPS)).then_some((first, size))
    });
    let Some((first, size)) = length else { return Vec::new() };
    let mut edges = vec![first.normalize()];
    for step in 1..=STEPS {
        let next = size.checked_mul(Decimal::from(step)).and_then(|far| first.checked_add(far));
        let Some(next) = next else { break };
        // Where a step is lost in the figure's digits, there are no steps.
        if edges.last().is_some_and(|last| next <= *last) {
            return Vec::new();
        }
        edges.push(next.normalize());
        if next >= most {
            break;
        }
    }
    edges
}

/// Steps from each 1, 2 and 5 of a power of ten to the next, around figures above zero.
fn uneven_edges(least: Decimal, most: Decimal) -> Vec<Decimal> {
    let sizes: Vec<Decimal> = sizes().collect();
    let first = sizes.iter().rposition(|size| *size <= least).unwrap_or(0);
    let last = sizes.iter().position(|size| *size >= most).unwrap_or(sizes.len() - 1);
    sizes[first..=last].to_vec()
}

/// 1, 2 and 5 of every power of ten that figures may have, the least first.
fn sizes() -> impl Iterator<Item = Decimal> {
    (-6..=15_i32).flat_map(|power| {
        [1_i64, 2, 5].into_iter().filter_map(move |lead| {
            let (lead, ten) = (Decimal::from(lead), Decimal::TEN);
            let power_of_ten = (0..power.unsigned_abs()).try_fold(Decimal::ONE, |product, _| {
                if power < 0 { product.checked_div(ten) } else { product.checked_mul(ten) }
            })?;
            Some(lead.checked_mul(power_of_ten)?.normalize())
        })
    })
}

/// The multiple of a size at or below a figure.
fn below(figure: Decimal, size: Decimal) -> Option<Decimal> {
    figure.checked_div(size)?.floor().checked_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(edges: &[Decimal]) -> String {
        edges.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn even(least: &str, most: &str, expected: &str) {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        assert_eq!(edges(&even_edges(number(least), number(most))), expected);
    }

    #[test]
    fn steps_are_round_and_hold_every_figure() {
        even("6.9", "100", "0 10 20 30 40 50 60 70 80 90 100");
        even("6.9", "100.1", "0 10 20 30 40 50 60 70 80 90 100 110");
        even("3", "3", "3 3.000001");
        even("-4", "4", "-4 -3 -2 -1 0 1 2 3 4");
        even("0", "0.5", "0 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5");
        even("9999999999999999999999999", "9999999999999999999999999", "");
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        assert_eq!(edges(&uneven_edges(number("3"), number("70"))), "2 5 10 20 50 100");
    }
}
