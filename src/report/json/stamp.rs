//! What a result was made from, so that it can be made again.

use crate::evaluate::Evaluation;
use crate::stamp::{ALGORITHM, Digest, SOURCES, VERSION};

use super::writer::Writer;

/// The properties of a stamp.
pub(super) fn stamp(w: &mut Writer, evaluation: &Evaluation<'_>) {
    let digests = &evaluation.ruleset.digests;
    let submission = Digest::of(evaluation.document.source.text().as_bytes());
    w.key("algorithm").text(ALGORITHM);
    w.key("submission").text(&submission.to_string());
    let review = evaluation.review.as_ref().map(|review| review.digest.to_string());
    w.key("review").text_option(review.as_deref());
    w.key("ruleset").text(&digests.files.to_string());
    w.key("parameters").text(&digests.parameters.to_string());
    w.key("schema").text(&digests.schema.to_string());
    w.key("engine").line(|w| {
        w.key("version").text(VERSION);
        w.key("sources").text(SOURCES);
    });
    w.key("year").option(evaluation.year, |w, year| w.plain(year));
}
