//! Why something is unknown, in words.

use crate::feel::{Cause, CauseKind};
use crate::finding::Wording;

/// Causes of the unknown, in words.
pub fn wording(causes: &[Cause]) -> Wording {
    let mut spanish: Vec<String> = Vec::new();
    let mut english: Vec<String> = Vec::new();
    for cause in causes {
        let subject = &cause.subject;
        let (es, en) = match cause.kind {
            CauseKind::Absent => (format!("falta `{subject}`"), format!("`{subject}` is missing")),
            CauseKind::NotPublished => {
                (format!("`{subject}` no se publicó"), format!("`{subject}` was not published"))
            }
            CauseKind::JudgementPending => {
                ("falta el juicio de una persona".to_owned(), "a person has to judge".to_owned())
            }
            CauseKind::JudgementStale => (
                "el texto cambió después de que una persona lo juzgó".to_owned(),
                "the text changed after a person judged it".to_owned(),
            ),
            CauseKind::WrongType => (
                format!("`{subject}` no tiene un valor utilizable"),
                format!("`{subject}` has no usable value"),
            ),
            CauseKind::DivisionByZero => (
                format!("en `{subject}` se divide por cero"),
                format!("`{subject}` divides by zero"),
            ),
            CauseKind::Overflow => {
                (format!("`{subject}` pasa de 28 cifras"), format!("`{subject}` exceeds 28 digits"))
            }
            CauseKind::NoParameter => (
                format!("`{subject}` no tiene valor para ese año"),
                format!("`{subject}` has no value for that year"),
            ),
            CauseKind::OutOfDomain => {
                (format!("`{subject}` no tiene resultado"), format!("`{subject}` has no result"))
            }
            CauseKind::TooManySteps => (
                format!("`{subject}` toma demasiados pasos"),
                format!("`{subject}` takes too many steps"),
            ),
            CauseKind::Undecided => {
                (format!("{subject} no está decidida"), format!("{subject} is not decided"))
            }
        };
        spanish.push(es);
        english.push(en);
    }
    Wording::both(sentence(&spanish), sentence(&english))
}

fn sentence(parts: &[String]) -> String {
    let joined = parts.join("; ");
    let mut characters = joined.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
