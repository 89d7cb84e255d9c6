//! dsntk: the other FEEL, with rules prepared as its closures over one scope.
//!
//! Answers: true and false are themselves; null, with or without its message, is
//! [`Answer::Unknown`], being FEEL's word for what has no value.

use std::sync::OnceLock;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{Evaluator, FeelNumber, FeelScope, Name};
use serde_json::Value as Json;

use super::{Answer, Answers, Engine};
use crate::rules::RULES;
use crate::submission;

struct Dsntk {
    rules: &'static [Evaluator],
    scope: FeelScope,
}

/// Compiles the rules and loads a submission.
pub fn load(data: &Json) -> Box<dyn Engine> {
    let Value::Context(data) = value(data) else { panic!("a submission is a context") };
    Box::new(Dsntk { rules: compiled(), scope: FeelScope::from(data) })
}

impl Engine for Dsntk {
    fn answer(&mut self) -> Answers {
        std::array::from_fn(|index| match self.rules[index](&self.scope) {
            Value::Boolean(truth) => Answer::from(Some(truth)),
            Value::Null(_) => Answer::Unknown,
            _ => Answer::Error,
        })
    }
}

/// The rules, compiled once: its parser asks the scope for every name, which takes it milliseconds.
fn compiled() -> &'static [Evaluator] {
    static COMPILED: OnceLock<Vec<Evaluator>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let Value::Context(names) = value(&submission::submission()) else {
            panic!("a submission is a context")
        };
        let names = FeelScope::from(names);
        let rules = RULES.iter().map(|rule| {
            let node =
                dsntk_feel_parser::parse_expression(&names, rule.feel, false).expect(rule.id);
            dsntk_feel_evaluator::prepare(&node)
        });
        rules.collect()
    })
}

fn value(data: &Json) -> Value {
    match data {
        Json::Null => Value::Null(None),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => {
            Value::Number(number.as_str().parse::<FeelNumber>().expect("a number"))
        }
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(members) => {
            let mut context = FeelContext::default();
            for (key, member) in members {
                context.set_entry(&Name::from(key.as_str()), value(member));
            }
            Value::Context(context)
        }
    }
}
