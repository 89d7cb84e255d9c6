//! What a result was made from, so that it can be made again.

use crate::evaluate::Evaluation;
use crate::stamp::{ALGORITHM, SOURCES, VERSION};

use super::super::stamp::Stamp;
use super::writer::Writer;

/// The properties of a stamp.
pub(super) fn stamp(w: &mut Writer, evaluation: &Evaluation<'_>) {
    let stamp = Stamp::of(evaluation);
    let some = |part: &str| Some(stamp.part(part).to_owned()).filter(|value| !value.is_empty());
    w.key("algorithm").text(ALGORITHM);
    w.key("submission").text(stamp.part("submission"));
    w.key("review").text_option(some("review").as_deref());
    for part in ["ruleset", "parameters", "schema"] {
        w.key(part).text(stamp.part(part));
    }
    w.key("engine").line(|w| {
        w.key("version").text(VERSION);
        w.key("sources").text(SOURCES);
    });
    w.key("year").option(evaluation.year, |w, year| w.plain(year));
}
