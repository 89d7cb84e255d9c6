//! The review on the disk: read, and replaced in one step so that it is never half written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use pilares::document::{self, Document, Limits};
use pilares::finding::Language;
use pilares::report;
use pilares::review::{self, Review};
use pilares::rules::Ruleset;

use super::super::cli::Context;
use super::super::{Exit, input, output};

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
/// The new text is written beside it and forced to the disk, then takes its name in one step: whoever
/// reads, and whatever happens, finds the old text or the new one, whole. Links are followed.
pub(super) fn replace(path: &Path, before: &str, after: &str) -> Result<(), Unsaved> {
    let path = fs::canonicalize(path).map_err(Unsaved::Refused)?;
    match fs::read(&path) {
        Ok(bytes) if bytes == before.as_bytes() => {}
        Ok(_) => return Err(Unsaved::Changed),
        Err(cause) => return Err(Unsaved::Refused(cause)),
    }
    let (beside, file) = beside(&path).map_err(Unsaved::Refused)?;
    let written = write(file, &path, after).and_then(|()| fs::rename(&beside, &path));
    if let Err(cause) = written {
        let _ = fs::remove_file(&beside);
        return Err(Unsaved::Refused(cause));
    }
    // The new name itself reaches the disk with its folder, where the system can force folders.
    let folder = path.parent().map(File::open);
    if let Some(Ok(folder)) = folder {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A new file in the same folder, of a name that nobody uses.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(cause),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn write(mut file: File, like: &Path, text: &str) -> io::Result<()> {
    file.set_permissions(fs::metadata(like)?.permissions())?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
