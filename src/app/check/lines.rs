//! `pilares check --jsonl`: a submission a line in, a result a line out, for batch engines.
//!
//! As many lines are in memory as are worked on, and a few more; each result is written as soon as
//! those before it are. A line that is not right is answered by findings, and the rest goes on.

use std::io::{self, BufRead, Read};
use std::sync::{Mutex, PoisonError};

use pilares::document::{self, Limits};
use pilares::finding::Language;
use pilares::report::{self, Told, View};

use super::super::Exit;
use super::super::cli::Context;
use super::super::{input, output};
use super::sink::Sink;
use super::{Desk, end, pipe};

/// A line that was read.
struct Numbered {
    /// Its number, from 1.
    number: usize,
    /// Its bytes; none where they are too many.
    bytes: Option<Vec<u8>>,
}

/// Answers every line of standard input.
pub(super) fn run(desk: &Desk<'_>, mut sink: Sink) -> Result<Exit, Exit> {
    if !["terminal", "json", "summary"].contains(&desk.format) {
        return unusable(desk.format, desk.context);
    }
    let (mut exit, mut count) = (Exit::Sound, 0);
    let broken = Mutex::new(None);
    let input = io::BufReader::new(io::stdin());
    let lines = Lines { input, number: 0, limit: desk.context.limit, broken: &broken };
    pipe::ordered(
        desk.jobs,
        lines,
        |line| answer(desk, line),
        |(answer, ended)| {
            exit = exit.max(ended);
            count += 1;
            sink.write(&answer)
        },
    )?;
    sink.close(count, desk.context)?;
    match broken.into_inner().ok().flatten() {
        Some(cause) => input::unreadable_path("<stdin>".as_ref(), cause, desk.context),
        None => Ok(exit),
    }
}

/// The line that answers a line.
fn answer(desk: &Desk<'_>, line: Numbered) -> (String, Exit) {
    let (number, name) = (line.number, format!("<stdin>#{}", line.number));
    let line = match line.bytes {
        Some(bytes) => document::read_line(&name, bytes, &Limits::default()),
        None => document::line_too_long(&name, desk.context.limit),
    };
    let (id, document) = (line.id.as_ref(), &line.document);
    if !document.complete {
        let told = Told::Findings(&document.findings);
        return (report::json_line(number, id, &told), Exit::Findings);
    }
    let evaluation = pilares::judge(desk.ruleset, document);
    let view = View::new(&evaluation);
    let told = if desk.format == "summary" { Told::Summary(&view) } else { Told::Result(&view) };
    (report::json_line(number, id, &told), end(&evaluation))
}

/// The lines of an input that are not blank.
struct Lines<'b, R> {
    input: R,
    number: usize,
    limit: u64,
    broken: &'b Mutex<Option<io::Error>>,
}

impl<R: BufRead> Iterator for Lines<'_, R> {
    type Item = Numbered;

    fn next(&mut self) -> Option<Numbered> {
        loop {
            self.number += 1;
            match self.line() {
                Ok(None) => return None,
                Ok(Some(Numbered { bytes: Some(bytes), .. })) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some(line),
                Err(error) => {
                    *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    return None;
                }
            }
        }
    }
}

impl<R: BufRead> Lines<'_, R> {
    /// The next line without its break; of one that is too long, nothing is kept.
    fn line(&mut self) -> io::Result<Option<Numbered>> {
        let number = self.number;
        let mut bytes = Vec::new();
        let most = self.limit.saturating_add(2);
        if self.input.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let ended = bytes.last() == Some(&b'\n');
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        if bytes.len() as u64 <= self.limit {
            return Ok(Some(Numbered { number, bytes: Some(bytes) }));
        }
        if !ended {
            self.skip()?;
        }
        Ok(Some(Numbered { number, bytes: None }))
    }

    /// The rest of a line, without keeping it.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let (used, ended) = {
                let ready = self.input.fill_buf()?;
                match ready.iter().position(|byte| *byte == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (ready.len(), ready.is_empty()),
                }
            };
            self.input.consume(used);
            if ended {
                return Ok(());
            }
        }
    }
}

fn unusable<T>(format: &str, context: &Context) -> Result<T, Exit> {
    output::complain(&match context.style.language {
        Language::Spanish => format!(
            "error: con `--jsonl` los resultados son `--format json` o `--format summary`, no `{format}`\n"
        ),
        Language::English => format!(
            "error: with `--jsonl` results are `--format json` or `--format summary`, not `{format}`\n"
        ),
    })?;
    Err(Exit::Failed)
}
