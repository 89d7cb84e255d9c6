//! zen-engine: a precompiled decision graph, one expression node with all rules, evaluated with trace.
//!
//! The trace holds each node's input and output and each rule's result. Its future never waits, so
//! it is polled once, without a runtime.
//!
//! Answers: as zen-expression's; an error in one rule ends the graph, and then every rule of it has
//! no answer, [`Answer::Error`].

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use serde_json::{Value as Json, json};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, EvaluationOptions};
use zen_expression::variable::Variable;

use super::{Answer, Answers, Engine, zen};
use crate::rules::{COUNT, RULES};

struct Graph {
    decision: Decision,
    data: Variable,
}

/// Compiles the rules and loads a submission.
pub fn load(data: &Json) -> Box<dyn Engine> {
    let rules: Vec<Json> = RULES
        .iter()
        .map(|rule| json!({ "id": rule.id, "key": rule.id, "value": rule.zen }))
        .collect();
    let content = json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            {
                "id": "rules", "name": "rules", "type": "expressionNode",
                "content": { "expressions": rules },
            },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} },
        ],
        "edges": [
            { "id": "1", "sourceId": "in", "targetId": "rules" },
            { "id": "2", "sourceId": "rules", "targetId": "out" },
        ],
    });
    let content: GraphContent = serde_json::from_value(content).expect("a graph");
    let mut decision = Decision::from(Arc::new(content));
    decision.compile();
    Box::new(Graph { decision, data: Variable::from(data) })
}

impl Engine for Graph {
    fn answer(&mut self) -> Answers {
        let options = EvaluationOptions { trace: true, ..EvaluationOptions::default() };
        let future = pin!(self.decision.evaluate_with_opts(self.data.clone(), options));
        let Poll::Ready(result) = future.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("a graph of expressions does not wait");
        };
        let Ok(response) = result else { return [Answer::Error; COUNT] };
        assert!(response.trace.is_some());
        std::hint::black_box(&response.trace);
        std::array::from_fn(|index| {
            response.result.dot(RULES[index].id).as_ref().map_or(Answer::Error, zen::answer)
        })
    }
}
