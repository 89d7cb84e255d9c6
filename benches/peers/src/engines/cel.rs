//! cel: rules compiled to its trees, with its extension for `abs`, `greatest` and `least`.
//!
//! Every number of the submission is a double: with whole numbers as integers, `a / b` would be
//! whole too, and a sum of both kinds an error.
//!
//! Answers: true and false are themselves; CEL has no value for what is not known but an error,
//! which is [`Answer::Error`].

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, Env, Program, Value, extensions};
use serde_json::Value as Json;

use super::{Answer, Answers, Engine};
use crate::rules::RULES;

struct Cel {
    rules: Vec<Program>,
    context: Context<'static, 'static>,
}

/// Compiles the rules and loads a submission.
pub fn load(data: &Json) -> Box<dyn Engine> {
    let mut env = Env::stdlib();
    env.add_extension(extensions::math).expect("nothing else declares it");
    let env = Arc::new(env);
    let rules = RULES.iter().map(|rule| env.compile(rule.cel).expect(rule.id)).collect();
    let mut context = Context::with_env(env);
    for (key, member) in data.as_object().expect("a submission has names") {
        context.add_variable_from_value(key.as_str(), value(member));
    }
    Box::new(Cel { rules, context })
}

impl Engine for Cel {
    fn answer(&mut self) -> Answers {
        std::array::from_fn(|index| match self.rules[index].execute(&self.context) {
            Ok(Value::Bool(truth)) => Answer::from(Some(truth)),
            _ => Answer::Error,
        })
    }
}

fn value(data: &Json) -> Value {
    match data {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => Value::Float(number.as_f64().expect("a double")),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value).collect::<Vec<Value>>()),
        Json::Object(members) => {
            let members = members.iter().map(|(key, member)| (key.as_str(), value(member)));
            Value::from(members.collect::<HashMap<&str, Value>>())
        }
    }
}
