//! What rule files call the parts of a rule.

use crate::rules::{Expression, Requirement, Rule};

/// What a rule file calls a clause: `exige`, `exige.todos[2]`.
pub(super) fn site(rule: &Rule, at: usize) -> String {
    match &rule.requires {
        Requirement::All(_) => format!("exige.todos[{}]", at + 1),
        Requirement::Any(_) => format!("exige.alguno[{}]", at + 1),
        _ => "exige".to_owned(),
    }
}

/// A clause of a rule that has one at that position.
pub(super) fn clause_mut(rule: &mut Rule, at: usize) -> &mut Expression {
    match &mut rule.requires {
        Requirement::One(clause) => clause,
        Requirement::All(clauses) | Requirement::Any(clauses) => &mut clauses[at],
        Requirement::Schema(_) | Requirement::Judgement(_) => {
            unreachable!("the site of a clause is made from the rule's own clauses")
        }
    }
}
