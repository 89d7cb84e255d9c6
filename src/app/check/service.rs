//! All submissions in one document for a service of continuous integration.

use std::path::PathBuf;

use pilares::report::View;
use pilares::report::ci::{self, Format};

use super::super::{Exit, input, output};
use super::sink::Sink;
use super::{Desk, end};

/// Judges every file and tells of all in one document.
pub(super) fn run(
    desk: &Desk<'_>,
    files: &[PathBuf],
    format: Format,
    mut sink: Sink,
) -> Result<Exit, Exit> {
    let mut told = ci::Run::new("check", desk.context.style.language);
    told.add_ruleset(desk.ruleset);
    let mut exit = Exit::Sound;
    let here = std::env::current_dir().unwrap_or_default();
    for file in files {
        // Services know files by their path in the repository, where commands run.
        let file = file.strip_prefix(&here).unwrap_or(file);
        exit = exit.max(match input::submission(file, desk.context) {
            Ok(document) => {
                let (evaluation, beside) = desk.judged(file, &document)?;
                output::complain(&beside)?;
                told.add_evaluation(&View::new(&evaluation));
                end(&evaluation)
            }
            Err(unread) => {
                // Standard error may be closed; the finding is in the document all the same.
                let _ = output::complain(&unread.complaint);
                told.add_unreadable(&input::name(file), &unread.findings);
                Exit::Failed
            }
        });
    }
    sink.write(&ci::render(format, &told))?;
    sink.close(files.len(), desk.context)?;
    Ok(exit)
}
