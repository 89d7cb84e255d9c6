//! zen-expression: rules compiled to its bytecode, one machine and one scope for all.
//!
//! Answers: true and false are themselves; null is [`Answer::Unknown`]; an error, or a result of
//! another kind, is [`Answer::Error`].

use serde_json::Value as Json;
use zen_expression::expression::Standard;
use zen_expression::scope::Scope;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;
use zen_expression::{Expression, compile_expression};

use super::{Answer, Answers, Engine};
use crate::rules::RULES;

struct Zen {
    rules: Vec<Expression<Standard>>,
    scope: Scope,
    machine: VM,
}

/// Compiles the rules and loads a submission.
pub fn load(data: &Json) -> Box<dyn Engine> {
    let rules = RULES.iter().map(|rule| compile_expression(rule.zen).expect(rule.id)).collect();
    Box::new(Zen { rules, scope: Scope::new(Variable::from(data)), machine: VM::new() })
}

impl Engine for Zen {
    fn answer(&mut self) -> Answers {
        std::array::from_fn(|index| {
            let result = self.rules[index].evaluate_with_scope(&self.scope, &mut self.machine);
            result.as_ref().map_or(Answer::Error, answer)
        })
    }
}

/// What a value of zen's says.
pub(super) fn answer(value: &Variable) -> Answer {
    match value {
        Variable::Bool(truth) => Answer::from(Some(*truth)),
        Variable::Null => Answer::Unknown,
        _ => Answer::Error,
    }
}
