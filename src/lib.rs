//! Pilares judges a public programme's ex-ante submission by pillar, then as a whole, and explains
//! every word of it.
//!
//! ```text
//! submission ─▶ source ─▶ document ─┬─▶ schema ────┐
//!                                   └─▶ evaluate ──┴─▶ Evaluation ─▶ report ─▶ bytes
//! rules/     ─▶ source ─▶ document ───▶ rules ──▲
//! reviews/   ─▶ source ─▶ document ───▶ review ─┘
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
use evaluate::{Evaluation, Reviewed, Subject};
use review::Review;
use rules::Ruleset;
use stamp::Digest;

pub mod stamp;

pub mod source;

pub mod finding;

pub mod document;

pub mod text;

pub mod schema;

pub mod feel;

pub mod rules;

pub mod evaluate;

pub mod review;

pub mod verify;

pub mod report;

/// Judges a submission by a rule set: schema and rules, verdicts, rating.
///
/// Compile the rule set once with [`rules::compile`]; read submissions with [`document::read`].
pub fn judge<'e>(ruleset: &'e Ruleset, document: &'e Document) -> Evaluation<'e> {
    evaluate::evaluate(ruleset, &Subject::new(ruleset, document))
}

/// Judges a submission with what people say of it: their answers, and what they set aside.
///
/// A review of another submission or rule set does not count, and says so. Without answers and
/// waivers, verdicts and outcomes are those of [`judge`].
pub fn judge_with<'e>(
    ruleset: &'e Ruleset,
    document: &'e Document,
    review: &Review,
) -> Evaluation<'e> {
    let subject = Subject::new(ruleset, document);
    let mut findings = review.findings.clone();
    let mut evaluation = match review::misplaced(review, ruleset, document) {
        None => {
            let evaluation = evaluate::evaluate_with(ruleset, &subject, &review.opinions());
            findings.extend(review::check(review, &evaluation));
            evaluation
        }
        Some(finding) => {
            findings.push(finding);
            evaluate::evaluate(ruleset, &subject)
        }
    };
    let (source, digest) =
        (review.source.name.clone(), Digest::of(review.source.text().as_bytes()));
    evaluation.review = Some(Reviewed { source, digest, findings });
    evaluation
}
