//! The engines, each behind the same small door: data in, thirty answers out.
//!
//! Rules are compiled and data is put in the engine's own form before [`Engine::answer`], which is
//! all that is timed.

mod cel;
mod dsntk;
mod limit;
mod ours;
mod regorus;
mod zen;
mod zen_graph;

use serde_json::Value as Json;

pub use limit::Form;

use crate::rules::COUNT;

/// What an engine says of a rule.
///
/// How each engine's own results become these is said where its door is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// Rego's only other answer: it was not shown to hold, being false or undecided.
    NotShown,
    /// The engine has a word for not knowing, and says it.
    Unknown,
    /// The engine stopped with an error.
    Error,
}

/// The answers to all rules, in their order.
pub type Answers = [Answer; COUNT];

/// An engine with the rules compiled and a submission loaded.
pub trait Engine {
    /// Judges the submission by every rule.
    fn answer(&mut self) -> Answers;
}

/// An engine that takes part.
pub struct Entry {
    /// Its name in tables.
    pub name: &'static str,
    /// Whether it is this project's engine.
    pub is_ours: bool,
    /// Compiles the rules and loads a submission.
    pub load: fn(&Json) -> Box<dyn Engine>,
}

const fn ours(name: &'static str, load: fn(&Json) -> Box<dyn Engine>) -> Entry {
    Entry { name, is_ours: true, load }
}

const fn other(name: &'static str, load: fn(&Json) -> Box<dyn Engine>) -> Entry {
    Entry { name, is_ours: false, load }
}

/// The hand-written limit.
pub const LIMIT: usize = 0;
/// The fastest peer.
pub const ZEN: usize = 3;

/// Everything that takes part, in the order of the tables.
pub const ENGINES: [Entry; 9] = [
    other("hand-written Rust over rust_decimal", limit::load),
    ours("pilares, without evidence", ours::load_without_evidence),
    ours("pilares, with full evidence", ours::load_with_evidence),
    other("zen-expression 2.1.6", zen::load),
    other("zen-engine 2.1.6, graph with trace", zen_graph::load),
    other("dsntk-feel-evaluator 0.3.0", dsntk::load),
    other("cel 0.15.0", cel::load),
    other("regorus 0.14.1, virtual machine", regorus::load_machine),
    other("regorus 0.14.1, interpreter", regorus::load_interpreter),
];

impl From<Option<bool>> for Answer {
    fn from(truth: Option<bool>) -> Answer {
        match truth {
            Some(true) => Answer::True,
            Some(false) => Answer::False,
            None => Answer::Unknown,
        }
    }
}
