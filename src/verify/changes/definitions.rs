//! Definitions that one version of a rule has alone, told with the conditions that name them.

use std::sync::Arc;

use crate::rules::{Expression, Rule};

use super::apply::names;
use super::{Change, Part, What, one_line};

/// Puts with every condition that differs the definitions that it needs and the other rule does not have; what
/// is told so is no change of its own.
pub(super) fn told_with_conditions(rules: (&Rule, &Rule), changes: &mut Vec<Change>, first: usize) {
    named_definitions(rules, &mut changes[first..]);
    let told: Vec<Arc<str>> = named(&changes[first..]).cloned().collect();
    let mut at = 0;
    changes.retain(|change| {
        let mine = at >= first;
        at += 1;
        let definition = match &change.what {
            What::Rule(_, Part::Definition(name)) if mine && !change.moves => Some(name),
            _ => None,
        };
        definition.is_none_or(|name| !told.contains(name))
    });
}

/// The definitions that conditions name for the first time, or the last.
fn named(changes: &[Change]) -> impl Iterator<Item = &Arc<str>> {
    let sides = changes.iter().flat_map(|change| [&change.old, &change.new]).flatten();
    sides.flat_map(|side| &side.with).map(|(name, _)| name)
}

/// Puts with every condition that differs the definitions that it needs and the other rule does not have.
fn named_definitions((a, b): (&Rule, &Rule), changes: &mut [Change]) {
    let alone = |rule: &Rule, other: &Rule| -> Vec<(Arc<str>, Expression)> {
        let known = |name: &str| other.definitions.iter().any(|(of, _)| **of == *name);
        rule.definitions.iter().filter(|(name, _)| !known(name)).cloned().collect()
    };
    let alone = [alone(a, b), alone(b, a)];
    for change in changes.iter_mut().filter(|change| change.moves) {
        let What::Rule(_, part) = &change.what else { continue };
        for (rule, alone, side) in
            [(a, &alone[0], &mut change.old), (b, &alone[1], &mut change.new)]
        {
            let Some(side) = side else { continue };
            let mut needed: Vec<&Expression> = expressions(rule, part);
            while let Some(expression) = needed.pop() {
                for (name, of) in alone.iter().filter(|(name, _)| names(expression, name)) {
                    if !side.with.iter().any(|(known, _)| known == name) {
                        side.with.push((Arc::clone(name), one_line(&of.text)));
                        needed.push(of);
                    }
                }
            }
        }
    }
}

/// The expressions of a part of a rule.
fn expressions<'r>(rule: &'r Rule, part: &Part) -> Vec<&'r Expression> {
    match part {
        Part::Each => rule.each.iter().map(|(_, list)| list).collect(),
        Part::Applies => rule.applies.iter().collect(),
        Part::Definition(name) => {
            rule.definitions.iter().filter(|(known, _)| known == name).map(|(_, of)| of).collect()
        }
        Part::Clause(None) | Part::Requirement => rule.clauses().iter().collect(),
        Part::Clause(Some(number)) => rule.clauses().get(number - 1).into_iter().collect(),
        _ => Vec::new(),
    }
}
