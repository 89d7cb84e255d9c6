//! All submissions together: a table for the terminal, or a page of HTML.

use std::path::{Path, PathBuf};

use pilares::finding::Language;
use pilares::report::ficha;
use pilares::report::{self, Entry, Pile, View};

use super::super::{Exit, input, output};
use super::fichas::Fichas;
use super::progress::Progress;
use super::sink::Sink;
use super::{Desk, end, pipe};

/// Judges every file and tells of all together; where asked for, with the ficha of each.
pub(super) fn run(
    desk: &Desk<'_>,
    files: &[PathBuf],
    mut sink: Sink,
    fichas: Option<&Fichas>,
) -> Result<Exit, Exit> {
    let (mut exit, mut uncounted, mut written) = (Exit::Sound, 0, 0);
    let mut entries = Vec::with_capacity(files.len());
    let progress = Progress::of(files.len(), false, desk.context);
    pipe::ordered(
        desk.jobs,
        files.iter().enumerate(),
        |(at, file)| (at, entry(desk, file, fichas.is_some())),
        |(at, judged)| {
            let Judged { mut entry, ended, beside, ficha } = judged?;
            if let (Some(fichas), Some(ficha)) = (fichas, ficha) {
                entry.ficha = Some(fichas.write(at, &ficha, desk.context)?);
                written += 1;
            }
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
    if let Some(fichas) = fichas {
        fichas.close(written, desk.context)?;
    }
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

/// What one file adds to the pile.
struct Judged {
    entry: Entry,
    ended: Exit,
    /// What would be said aloud beside it alone.
    beside: String,
    /// The bytes of its ficha, where asked for.
    ficha: Option<Vec<u8>>,
}

fn entry(desk: &Desk<'_>, file: &Path, with_ficha: bool) -> Result<Judged, Exit> {
    match input::submission(file, desk.context) {
        Ok(document) => {
            let (evaluation, review, beside) = desk.judged_by(file, &document)?;
            let style = &desk.context.style;
            let made = || ficha::written(ficha::Format::Html, &evaluation, review.as_ref(), style);
            let ficha = if with_ficha { made() } else { None };
            let (entry, ended) = (Entry::judged(&View::new(&evaluation)), end(&evaluation));
            Ok(Judged { entry, ended, beside, ficha })
        }
        Err(unread) => {
            let entry = Entry::unreadable(input::name(file), unread.findings);
            Ok(Judged { entry, ended: Exit::Failed, beside: String::new(), ficha: None })
        }
    }
}
