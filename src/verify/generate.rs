//! Submissions made up from a seed: the base with changes of rules' cases and with figures moved.

use rust_decimal::Decimal;

use crate::document::{Data, Document, Node, Number, Path, Step};
use crate::rules::{Patch, Ruleset};
use crate::source::Span;

use super::chance::Chance;
use super::patched;

/// Changes of cases that one submission takes at most.
const CASES: usize = 6;

/// Figures that are moved in one submission at most.
const MOVES: usize = 4;

/// What figures are multiplied by.
const FACTORS: [(i64, u32); 8] =
    [(0, 0), (5, 1), (9, 1), (99, 2), (101, 2), (11, 1), (2, 0), (10, 0)];

/// Makes up submissions: many sorts of wrong and right, since the cases of all rules are their stuff.
pub struct Generator<'r> {
    ruleset: &'r Ruleset,
    patches: Vec<&'r Patch>,
    figures: Vec<(Path, Decimal)>,
}

impl<'r> Generator<'r> {
    /// A generator of the forms that a rule set judges.
    pub fn new(ruleset: &'r Ruleset) -> Generator<'r> {
        let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let cases = in_force.flat_map(|rule| &rule.cases).map(|case| &case.patch);
        let patches = cases.filter(|patch| !patch.is_empty()).collect();
        let mut figures = Vec::new();
        collect(&ruleset.base.root, &Path::root(), &mut figures);
        Generator { ruleset, patches, figures }
    }

    /// The changes that a seed makes in the base submission; the same for ever for one rule set.
    pub fn patch(&self, seed: u64) -> Patch {
        let mut chance = Chance::new(seed);
        let mut made = Patch::default();
        for _ in 0..chance.below(CASES + 1) {
            let Some(patch) = chance.one(&self.patches) else { break };
            made.set.extend(patch.set.iter().cloned());
            made.remove.extend(patch.remove.iter().cloned());
            made.withhold.extend(patch.withhold.iter().cloned());
        }
        for _ in 0..chance.below(MOVES + 1) {
            let Some((path, value)) = chance.one(&self.figures) else { break };
            let (factor, places) = FACTORS[chance.below(FACTORS.len())];
            let moved = value.checked_mul(Decimal::new(factor, places)).unwrap_or(*value);
            made.set.push((path.clone(), number(moved.round_dp(value.scale()))));
        }
        made
    }

    /// The submission of a seed, with a text of its own.
    pub fn document(&self, seed: u64) -> Document {
        patched(&self.ruleset.base, &self.patch(seed), &format!("generado-{seed}"))
    }
}

/// A number as a value without place.
pub(super) fn number(value: Decimal) -> Node {
    let text = value.to_string();
    Node { data: Data::Number(Number { text, value: Some(value) }), span: Span::default() }
}

/// Every figure of a tree with its path.
fn collect(node: &Node, path: &Path, figures: &mut Vec<(Path, Decimal)>) {
    match &node.data {
        Data::Number(number) => figures.extend(number.value.map(|value| (path.clone(), value))),
        Data::List(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &path.join(Step::Index(index)), figures);
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                collect(&entry.node, &path.key(&entry.key), figures);
            }
        }
        _ => {}
    }
}
