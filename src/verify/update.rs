//! What failed cases would have to expect: edits of rule files, to be read before they are written.

use crate::document::{self, Limits, Node};
use crate::rules::{PENDING, Status};
use crate::source::{Place, Span};

use super::cases::{CaseFailure, CaseResult};

/// A change of what one case expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The rule.
    pub rule: String,
    /// The case.
    pub case: String,
    /// The key: `espera` or `calificacion`.
    pub key: &'static str,
    /// The value, in the rule file.
    pub place: Place,
    /// What stands there.
    pub before: String,
    /// What would stand there.
    pub after: String,
}

/// The edits after which failed cases would expect what comes out.
///
/// Places and messages that a case expects are left to people: there what is wrong is the rule as often
/// as the case.
pub fn edits(results: &[CaseResult<'_>]) -> Vec<Edit> {
    results.iter().flat_map(edits_of).collect()
}

fn edits_of(result: &CaseResult<'_>) -> Vec<Edit> {
    if result.failures.is_empty() {
        return Vec::new();
    }
    let source = &result.rule.source;
    let document = document::read(source.clone(), &Limits::default());
    let cases = document.root.get("casos").map(Node::items).unwrap_or_default();
    let starts = |node: &&Node| {
        node.entries().first().is_some_and(|entry| entry.key_span == result.case.span)
    };
    let Some(case) = cases.iter().find(starts) else { return Vec::new() };
    let edit = |key: &'static str, after: &str| {
        let span = case.get(key)?.span;
        Some(Edit {
            rule: result.rule.id.clone(),
            case: result.case.name.clone(),
            key,
            place: Place { source: source.clone(), span },
            before: source.slice(span).to_owned(),
            after: after.to_owned(),
        })
    };
    let edits = result.failures.iter().filter_map(|failure| match failure {
        CaseFailure::Status(status) => edit("espera", status.name()),
        CaseFailure::Pending(true) => edit("espera", PENDING),
        CaseFailure::Pending(false) => edit("espera", Status::Unknown.name()),
        CaseFailure::Rating(rating) => edit("calificacion", rating),
        CaseFailure::Label(_) | CaseFailure::Message(_) | CaseFailure::Unreadable => None,
    });
    edits.collect()
}

/// A text with edits of it made, the last first.
pub fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut sorted: Vec<(Span, &str)> =
        edits.iter().map(|edit| (edit.place.span, edit.after.as_str())).collect();
    sorted.sort();
    let mut made = text.to_owned();
    for (span, after) in sorted.into_iter().rev() {
        made.replace_range(span.range(), after);
    }
    made
}
