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
    /// Compiles the rules and loads a submission.
    pub load: fn(&Json) -> Box<dyn Engine>,
}

/// The hand-written limit.
pub const LIMIT: usize = 0;
/// The fastest peer.
pub const ZEN: usize = 3;

/// Everything that takes part, in the order of the tables.
pub const ENGINES: [Entry; 9] = [
    Entry { name: "hand-written Rust over rust_decimal", load: limit::load },
    Entry { name: "pilares, without evidence", load: ours::load_without_evidence },
    Entry { name: "pilares, with full evidence", load: ours::load_with_evidence },
    Entry { name: "zen-expression 2.1.6", load: zen::load },
    Entry { name: "zen-engine 2.1.6, graph with trace", load: zen_graph::load },
    Entry { name: "dsntk-feel-evaluator 0.3.0", load: dsntk::load },
    Entry { name: "cel 0.15.0", load: cel::load },
    Entry { name: "regorus 0.14.1, virtual machine", load: regorus::load_machine },
    Entry { name: "regorus 0.14.1, interpreter", load: regorus::load_interpreter },
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
