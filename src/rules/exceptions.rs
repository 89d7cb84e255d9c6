//! Findings of the analysis that are known and stay, each with the reason why: `excepciones.yaml`.

use crate::document::{self, Limits};
use crate::finding::Finding;
use crate::source::Place;

use super::files::Files;
use super::reader::{Complaints, Reader};

/// The file of a rule set that lists them.
const FILE: &str = "excepciones.yaml";

/// A finding of the analysis that is right and is left as it is.
#[derive(Debug, Clone)]
pub struct Exception {
    /// `codigo`: the code of the finding.
    pub code: String,
    /// `de`: what it is about: a rule's id, a parameter, a list, a field.
    pub about: String,
    /// `en`: which part of it; empty for any.
    pub site: String,
    /// `razon`: why it stays.
    pub reason: String,
    /// Where this is written.
    pub place: Place,
}

/// Reads the list of a rule set; none where it has no such file.
pub fn exceptions(files: &Files) -> (Vec<Exception>, Vec<Finding>) {
    let Some(source) = files.get(FILE) else { return (Vec::new(), Vec::new()) };
    let document = document::read(source.clone(), &Limits::default());
    let complaints = Complaints::about(&document);
    let span = document.root.entries().first().map(|entry| entry.key_span).unwrap_or_default();
    let reader = Reader::new(&document.root, span, &complaints);
    let rows = reader.maps("excepciones");
    let read = rows.iter().map(|row| {
        let exception = Exception {
            code: row.required_text("codigo"),
            about: row.required_text("de"),
            site: row.text("en").unwrap_or_default(),
            reason: row.required_text("razon"),
            place: complaints.place(row.span()),
        };
        row.finish();
        exception
    });
    let read = read.collect();
    reader.finish();
    (read, complaints.into_findings())
}
