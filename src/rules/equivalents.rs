//! Mutants of the rule set that decide as it does, each with the reason why: `equivalentes.yaml`.

use crate::document::{self, Limits};
use crate::finding::Finding;
use crate::source::Place;

use super::files::Files;
use super::reader::{Complaints, Reader};

/// The file of a rule set that lists them.
const FILE: &str = "equivalentes.yaml";

/// A mutant that no case can notice, since no form tells it from the rule set.
#[derive(Debug, Clone)]
pub struct Equivalent {
    /// `regla`; none where the slip is in a parameter or in the policy.
    pub rule: Option<String>,
    /// `en`: the part.
    pub site: String,
    /// `antes`: the part as it is; of an expression, the whole or as little as has the slip.
    pub before: String,
    /// `despues`: the part with the slip; empty where it is left out.
    pub after: String,
    /// `razon`: why no form tells them apart.
    pub reason: String,
    /// Where this is written.
    pub place: Place,
}

/// Reads the list of a rule set; none where it has no such file.
pub fn equivalents(files: &Files) -> (Vec<Equivalent>, Vec<Finding>) {
    let Some(source) = files.get(FILE) else { return (Vec::new(), Vec::new()) };
    let document = document::read(source.clone(), &Limits::default());
    let complaints = Complaints::about(&document);
    let span = document.root.entries().first().map(|entry| entry.key_span).unwrap_or_default();
    let reader = Reader::new(&document.root, span, &complaints);
    let rows = reader.maps("equivalentes");
    let read = rows.iter().map(|row| {
        let equivalent = Equivalent {
            rule: row.text("regla"),
            site: row.required_text("en"),
            before: row.required_text("antes"),
            after: row.text("despues").unwrap_or_default(),
            reason: row.required_text("razon"),
            place: complaints.place(row.span()),
        };
        row.finish();
        equivalent
    });
    let read = read.collect();
    reader.finish();
    (read, complaints.into_findings())
}
