//! The review on the disk: read, and replaced in one step so that it is never half written.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use pilares::document::{self, Document, Limits};
use pilares::finding::Language;
use pilares::report;
use pilares::review::{self, Review};
use pilares::rules::Ruleset;

use super::super::cli::Context;
use super::super::{Exit, input, output, whole};

/// Reads a review to its end; where there is none, says how to begin one.
pub(crate) fn read(
    path: &Path,
    form: &Path,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<(Document, Review), Exit> {
    if !path.exists() {
        let (path, form) = (path.display(), input::quoted(form));
        output::complain(&match context.style.language {
            Language::Spanish => format!(
                "error: no hay una revisión en {path}\n  ayuda: empiécela con `pilares review start {form}`\n"
            ),
            Language::English => format!(
                "error: there is no review at {path}\n  help: begin one with `pilares review start {form}`\n"
            ),
        })?;
        return Err(Exit::Failed);
    }
    let bytes = input::bytes(path, context)?;
    let document = document::read_bytes(&path.display().to_string(), bytes, &Limits::default());
    if !document.complete || document.root.is_blank() {
        output::complain(&report::findings(&document.findings, &context.style))?;
        return Err(Exit::Failed);
    }
    let review = review::read(&document, ruleset);
    Ok((document, review))
}

/// Why a review could not be saved.
pub(super) enum Unsaved {
    /// Its text is no longer the one that was read: somebody else wrote it.
    Changed,
    /// The system refused.
    Refused(io::Error),
}

/// Replaces the text of a file by another, if it is still `before`.
///
/// Who else replaces it meanwhile waits until that is done, and then finds another text.
pub(super) fn replace(path: &Path, before: &str, after: &str) -> Result<(), Unsaved> {
    let path = fs::canonicalize(path).map_err(Unsaved::Refused)?;
    let turn = File::open(&path).map_err(Unsaved::Refused)?;
    // Where the system has no locks, only who writes at the very same moment goes unseen.
    let _ = turn.lock();
    match fs::read(&path) {
        Ok(bytes) if bytes == before.as_bytes() => {}
        Ok(_) => return Err(Unsaved::Changed),
        Err(cause) => return Err(Unsaved::Refused(cause)),
    }
    whole::write(&path, after.as_bytes()).map_err(Unsaved::Refused)
}
