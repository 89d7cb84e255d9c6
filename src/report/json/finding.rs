//! Findings: what is wrong, where, why, what to do, on what authority; and places.

use crate::document::Document;
use crate::finding::{Citation, Finding, Label, Severity, Wording};
use crate::source::{Place, Source, Span};

use super::writer::Writer;

/// A finding; labels that lie in the submission have the path of what stands there.
pub(super) fn finding(w: &mut Writer, finding: &Finding, submission: Option<&Document>) {
    w.object(|w| {
        w.key("code").text(&finding.code);
        w.key("level").text(level(finding.severity));
        w.key("message").line(|w| wording(w, &finding.message));
        w.key("reason").option(finding.reason.as_ref(), |w, reason| w.line(|w| wording(w, reason)));
        w.key("help").option(finding.help.as_ref(), |w, help| w.line(|w| wording(w, help)));
        w.key("citations").list(&finding.citations, citation);
        w.key("labels").list(&finding.labels, |w, label| self::label(w, label, submission));
    });
}

/// What programs call a level.
pub(in crate::report) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn citation(w: &mut Writer, citation: &Citation) {
    w.line(|w| {
        w.key("document").text(&citation.document);
        w.key("section").text_option(citation.section.as_deref());
        w.key("says").text_option(citation.says.as_deref());
    });
}

/// A span of the submission, with the path of what stands there.
pub(super) fn place(w: &mut Writer, document: &Document, span: Span) {
    w.line(|w| {
        path(w, document, span);
        extent(w, &document.source, span);
    });
}

/// A place in a file of any kind.
pub(super) fn file_place(w: &mut Writer, place: &Place) {
    w.line(|w| {
        w.key("source").text(&place.source.name);
        extent(w, &place.source, place.span);
    });
}

/// Bytes alone.
pub(super) fn span(w: &mut Writer, span: Span) {
    w.line(|w| {
        w.key("start").plain(span.start);
        w.key("end").plain(span.end);
    });
}

fn label(w: &mut Writer, label: &Label, submission: Option<&Document>) {
    let inside = submission.filter(|document| document.source.name == label.place.source.name);
    w.object(|w| {
        match inside {
            Some(document) => path(w, document, label.place.span),
            None => w.key("path").null(),
        }
        file_place(w.key("place"), &label.place);
        w.key("note").option(label.note.as_ref(), |w, note| w.line(|w| wording(w, note)));
    });
}

/// A sentence in the languages that it has.
pub(super) fn wording(w: &mut Writer, wording: &Wording) {
    w.key("es").text(&wording.spanish);
    w.key("en").text_option(wording.english.as_deref());
}

fn path(w: &mut Writer, document: &Document, span: Span) {
    let path = document.path_at(span).map(|path| path.to_string());
    w.key("path").text_option(path.as_deref());
}

/// Bytes, and the lines and columns of both ends.
fn extent(w: &mut Writer, source: &Source, span: Span) {
    let (first, last) = (source.position(span.start), source.position(span.end));
    w.key("start").plain(span.start);
    w.key("end").plain(span.end);
    w.key("line").plain(first.line);
    w.key("column").plain(first.column);
    w.key("end_line").plain(last.line);
    w.key("end_column").plain(last.column);
}
