//! All submissions together: a table for the terminal, or a page of HTML.

use std::path::{Path, PathBuf};

use pilares::finding::Language;
use pilares::report::{self, Entry, Pile, View};

use super::super::{Exit, input, output};
use super::progress::Progress;
use super::sink::Sink;
use super::{Desk, end, pipe};

/// Judges every file and tells of all together.
pub(super) fn run(desk: &Desk<'_>, files: &[PathBuf], mut sink: Sink) -> Result<Exit, Exit> {
    let (mut exit, mut uncounted) = (Exit::Sound, 0);
    let mut entries = Vec::with_capacity(files.len());
    let progress = Progress::of(files.len(), false, desk.context);
    pipe::ordered(
        desk.jobs,
        files.iter(),
        |file| entry(desk, file),
        |judged| {
            let (entry, ended, beside) = judged?;
            uncounted += usize::from(!beside.is_empty());
            entries.push(entry);
            exit = exit.max(ended);
            progress.step();
            Ok(())
        },
    )?;
    progress.end();
    let pile = Pile::new(desk.ruleset, entries);
    sink.write(&match desk.format {
        "html" => report::pile_html(&pile, &desk.context.style),
        _ => report::pile_table(&pile, &desk.context.style),
    })?;
    sink.close(files.len(), desk.context)?;
    if uncounted > 0 {
        output::complain(&hint(uncounted, desk.context.style.language))?;
    }
    Ok(exit)
}

/// What to say once where reviews are there and nobody named them.
fn hint(count: usize, language: Language) -> String {
    match language {
        Language::Spanish => format!(
            "nota: hay revisiones que no se contaron: {count}; para contarlas: --review CARPETA\n"
        ),
        Language::English => format!(
            "note: there are reviews that were not counted: {count}; to count them: --review FOLDER\n"
        ),
    }
}

/// What one file adds to the pile, and what would be said aloud beside it alone.
fn entry(desk: &Desk<'_>, file: &Path) -> Result<(Entry, Exit, String), Exit> {
    match input::submission(file, desk.context) {
        Ok(document) => {
            let (evaluation, beside) = desk.judged(file, &document)?;
            Ok((Entry::judged(&View::new(&evaluation)), end(&evaluation), beside))
        }
        Err(unread) => {
            let entry = Entry::unreadable(input::name(file), unread.findings);
            Ok((entry, Exit::Failed, String::new()))
        }
    }
}
