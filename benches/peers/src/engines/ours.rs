//! This project's engine: the only file that calls it to judge.
//!
//! Data goes the way of every submission: its text is read as YAML, becomes a form by the schema of
//! the rule set, and the form's fields are the names of the rules. So the form has every field that
//! the schema knows, and those that the submission lacks are unknown.
//!
//! Answers: true and false are themselves; unknown, whatever its causes, is [`Answer::Unknown`].

use std::sync::{Arc, OnceLock};

use pilares::document::{self, Limits};
use pilares::evaluate;
use pilares::feel::{self, Context, Failure, Scope, Value};
use pilares::rules::{self, Expression, Ruleset};
use pilares::source::Source;
use serde_json::Value as Json;

use super::{Answer, Answers, Engine};
use crate::rules::RULES;

struct Ours {
    names: Context,
    judge: fn(&Expression, &Scope<'_>) -> Answer,
}

/// Truths only.
pub fn load_without_evidence(data: &Json) -> Box<dyn Engine> {
    Box::new(Ours { names: names(data), judge: without_evidence })
}

/// All evidence, recorded and dropped.
pub fn load_with_evidence(data: &Json) -> Box<dyn Engine> {
    Box::new(Ours { names: names(data), judge: with_evidence })
}

fn without_evidence(rule: &Expression, scope: &Scope<'_>) -> Answer {
    answer(&feel::value_of(&rule.expr, &rule.text, scope))
}

fn with_evidence(rule: &Expression, scope: &Scope<'_>) -> Answer {
    let (value, evidence) = feel::evaluate(&rule.expr, &rule.text, scope);
    std::hint::black_box(&evidence);
    answer(&value)
}

fn answer(value: &Value) -> Answer {
    Answer::from(value.as_bool())
}

impl Engine for Ours {
    fn answer(&mut self) -> Answers {
        let (ruleset, rules) = compiled();
        let contexts = [&self.names];
        let scope = Scope {
            library: &ruleset.library,
            contexts: &contexts,
            failure: Failure::Unknown,
            places: None,
        };
        std::array::from_fn(|index| (self.judge)(&rules[index], &scope))
    }
}

fn names(data: &Json) -> Context {
    let (ruleset, _) = compiled();
    let document = document::read(Source::new("submission", data.to_string()), &Limits::default());
    assert!(document.complete && document.findings.is_empty(), "JSON is YAML");
    let form = evaluate::form(ruleset.schema.shape(), &document);
    evaluate::names(ruleset, &form, evaluate::year(ruleset, &document))
}

fn compiled() -> &'static (Ruleset, Vec<Expression>) {
    static COMPILED: OnceLock<(Ruleset, Vec<Expression>)> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let compiled = rules::compile(&rules::embedded("dipres"));
        let ruleset = compiled.ruleset.expect("the embedded rule set compiles");
        let rules = RULES.iter().map(|rule| {
            let source: Arc<Source> = Source::new(rule.id, rule.feel);
            Expression::compile(&source, &ruleset, true)
                .unwrap_or_else(|findings| panic!("{}: {findings:?}", rule.id))
        });
        let rules = rules.collect();
        (ruleset, rules)
    })
}
