//! Where reports go: standard output, or a file.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use pilares::finding::Language;

use super::super::cli::Context;
use super::super::whole::Whole;
use super::super::{Exit, export, output};

/// Where reports go.
pub(super) enum Sink {
    /// Standard output.
    Out,
    /// A file.
    File(PathBuf, Whole),
}

impl Sink {
    /// Opens the file, where there is one; one that cannot be written is said so.
    pub fn open(file: Option<&PathBuf>, context: &Context) -> Result<Sink, Exit> {
        let Some(path) = file else { return Ok(Sink::Out) };
        match Whole::begin(path) {
            Ok(file) => Ok(Sink::File(path.clone(), file)),
            Err(cause) => export::unwritten(path, &cause, context),
        }
    }

    /// Whether people read along.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Sink::Out) && io::stdout().is_terminal()
    }

    /// Writes a report, or a part of one.
    pub fn write(&mut self, text: &str) -> Result<(), Exit> {
        match self {
            Sink::Out => output::print(text),
            Sink::File(_, file) => file.write_all(text.as_bytes()).map_err(|_| Exit::Failed),
        }
    }

    /// Makes sure that all is written; of a file, says how many submissions it tells of.
    pub fn close(self, count: usize, context: &Context) -> Result<(), Exit> {
        let Sink::File(path, file) = self else { return Ok(()) };
        if let Err(cause) = file.finish() {
            return export::unwritten(&path, &cause, context);
        }
        let (one, many) = match context.style.language {
            Language::Spanish => ("formulario", "formularios"),
            Language::English => ("form", "forms"),
        };
        let word = if count == 1 { one } else { many };
        output::print(&format!("{}: {count} {word}\n", path.display()))
    }
}
