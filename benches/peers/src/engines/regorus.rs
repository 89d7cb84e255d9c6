//! regorus: the rules as a Rego package, in its virtual machine and in its interpreter.
//!
//! One set gathers the names of the rules that hold, as policies gather denials, so that one
//! evaluation answers all.
//!
//! Answers: a rule in the set is true; one that is not was false or undefined, and Rego does not say
//! which: [`Answer::NotShown`]. An error ends the evaluation: [`Answer::Error`] for every rule.

use std::fmt::Write;
use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, Engine as Rego, Rc, Value};
use serde_json::Value as Json;

use super::{Answer, Answers, Engine};
use crate::rules::{COUNT, RULES};

const HOLDS: &str = "data.pilares.holds";

struct Machine {
    machine: RegoVM,
    input: Value,
    ids: Vec<Value>,
}

struct Interpreter {
    policy: CompiledPolicy,
    input: Value,
    ids: Vec<Value>,
}

/// Compiles the rules for the virtual machine and loads a submission.
pub fn load_machine(data: &Json) -> Box<dyn Engine> {
    let program = Compiler::compile_from_policy(&policy(), &[HOLDS]).expect("a program");
    let mut machine = RegoVM::new();
    machine.load_program(Arc::clone(&program));
    Box::new(Machine { machine, input: value(data), ids: ids() })
}

/// Compiles the rules for the interpreter and loads a submission.
pub fn load_interpreter(data: &Json) -> Box<dyn Engine> {
    Box::new(Interpreter { policy: policy(), input: value(data), ids: ids() })
}

impl Engine for Machine {
    fn answer(&mut self) -> Answers {
        self.machine.set_input(self.input.clone());
        answers(self.machine.execute().ok(), &self.ids)
    }
}

impl Engine for Interpreter {
    fn answer(&mut self) -> Answers {
        answers(self.policy.eval_with_input(self.input.clone()).ok(), &self.ids)
    }
}

fn answers(result: Option<Value>, ids: &[Value]) -> Answers {
    let Some(Value::Set(holds)) = result else { return [Answer::Error; COUNT] };
    std::array::from_fn(|index| match holds.contains(&ids[index]) {
        true => Answer::True,
        false => Answer::NotShown,
    })
}

fn policy() -> CompiledPolicy {
    let mut module = String::from("package pilares\n\nimport rego.v1\n\n");
    for rule in &RULES {
        for body in rule.rego {
            writeln!(module, "holds contains \"{}\" if {{ {body} }}", rule.id).expect("a string");
        }
    }
    let mut engine = Rego::new();
    // As OPA: a built-in function that fails is undefined. The virtual machine's default.
    engine.set_strict_builtin_errors(false);
    engine.add_policy("pilares.rego".to_owned(), module).expect("a policy");
    let entry: Rc<str> = HOLDS.into();
    engine.compile_with_entrypoint(&entry).expect("a policy")
}

fn ids() -> Vec<Value> {
    RULES.iter().map(|rule| Value::from(rule.id)).collect()
}

fn value(data: &Json) -> Value {
    match data {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64().expect("a double")),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value).collect::<Vec<Value>>()),
        Json::Object(members) => {
            let mut object = Value::new_object();
            let map = object.as_object_mut().expect("an object");
            for (key, member) in members {
                map.insert(Value::from(key.as_str()), value(member));
            }
            object
        }
    }
}
