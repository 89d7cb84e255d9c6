//! Pilares judges a public programme's ex-ante submission by pillar, then as a whole, and explains
//! every word of it.
//!
//! ```text
//! submission ─▶ source ─▶ document ─┬─▶ schema ────┐
//!                                   └─▶ evaluate ──┴─▶ Evaluation ─▶ report ─▶ bytes
//! rules/     ─▶ source ─▶ document ───▶ rules ──▲
//! ```
//!
//! Each stage is a function from a value to a value. No clock, no environment, no randomness: the
//! process year is part of the submission. Only [`source::disk`] and the binary touch the world.
//!
//! ```
//! let files = pilares::rules::embedded("dipres");
//! let ruleset = pilares::rules::compile(&files).ruleset.expect("the embedded rule set compiles");
//! let limits = pilares::document::Limits::default();
//! let form = pilares::document::read_bytes("form.yaml", b"proceso: 2026".to_vec(), &limits);
//! let evaluation = pilares::judge(&ruleset, &form);
//! assert!(!evaluation.is_favourable());
//! ```

use document::Document;
use evaluate::{Evaluation, Subject};
use rules::Ruleset;

pub mod source;

pub mod finding;

pub mod document;

pub mod text;

pub mod schema;

pub mod feel;

pub mod rules;

pub mod evaluate;

pub mod verify;

pub mod report;

/// Judges a submission by a rule set: schema and rules, verdicts, rating.
///
/// Compile the rule set once with [`rules::compile`]; read submissions with [`document::read`].
pub fn judge<'e>(ruleset: &'e Ruleset, document: &'e Document) -> Evaluation<'e> {
    evaluate::evaluate(ruleset, &Subject::new(ruleset, document))
}
