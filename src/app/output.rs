//! Writing, so that a closed pipe is no error and a full disk is.

use std::io::{self, ErrorKind, IsTerminal, Write};

use pilares::report::Style;

use super::Exit;

/// Columns when nobody says how many there are.
const WIDTH: usize = 100;

/// Writes to standard output; a reader that has gone away ends the program quietly.
pub(super) fn print(text: &str) -> Result<(), Exit> {
    print_bytes(text.as_bytes())
}

/// The same, of bytes that may be no text.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), Exit> {
    write(io::stdout().lock(), bytes)
}

/// Writes to standard error.
pub(super) fn complain(text: &str) -> Result<(), Exit> {
    write(io::stderr().lock(), text.as_bytes())
}

fn write(mut stream: impl Write, bytes: &[u8]) -> Result<(), Exit> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Exit::Sound),
        Err(_) => Err(Exit::Failed),
    }
}

/// The style for standard output: as asked, or as the terminal is.
pub(super) fn style(
    language: pilares::finding::Language,
    colour: &str,
    width: Option<usize>,
) -> Style {
    let terminal = io::stdout().is_terminal();
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let colour = match colour {
        "always" => true,
        "never" => false,
        _ => terminal && wanted,
    };
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = width.or_else(|| found().filter(|_| terminal)).unwrap_or(WIDTH);
    Style { language, width: width.clamp(40, 200), colour }
}
