//! What a result or a ficha was made from: found again, read and judged again.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use pilares::document::{self, Document, Limits, Line, LineId};
use pilares::evaluate::Evaluation;
use pilares::finding::Finding;
use pilares::report::{self, Recorded, Stamp};
use pilares::review::{self, Review};
use pilares::rules::Ruleset;
use pilares::source::Source;

use super::super::cli::Context;
use super::super::{Exit, check::gather, input, output, review as reviews};
use super::{RESULT, refuse};

/// What was made before, and where what it was made from was.
pub(super) struct Made {
    pub stamp: Stamp,
    place: PathBuf,
    review: Option<PathBuf>,
}

/// Where what results were made from is looked for.
pub(super) struct Origins<'o> {
    /// Where the form is said to be: a file, a folder, or a stream of a form a line.
    on: Option<&'o PathBuf>,
    review: Option<&'o PathBuf>,
    context: &'o Context,
    /// The stream, once it has been read.
    stream: Option<Stream>,
    /// The rule set, once it has been compiled, and what its files were called.
    ruleset: Option<(Option<String>, &'static Ruleset)>,
}

impl<'o> Origins<'o> {
    pub fn new(arguments: &'o ArgMatches, context: &'o Context) -> Origins<'o> {
        let path = |name| arguments.get_one::<PathBuf>(name);
        Origins { on: path("on"), review: path("review"), context, stream: None, ruleset: None }
    }

    /// A result says where things lay.
    pub fn of_result(&self, recorded: &Recorded) -> Made {
        let stamp = recorded.stamp();
        let review = stamp.review.as_ref().map(PathBuf::from);
        Made { place: self.place(stamp.source.as_ref()), review, stamp }
    }

    /// A ficha does not say where things lay: they are looked for beside it, and the review where
    /// reviews are kept.
    pub fn of_ficha(&self, stamp: &Stamp, ficha: &Path) -> Made {
        let place = self.place(&ficha.with_file_name(&stamp.source));
        let review = stamp.review.as_ref().map(|called| {
            let beside = ficha.with_file_name(called);
            if beside.is_file() { beside } else { reviews::chosen(None, &place) }
        });
        Made { stamp: stamp.clone(), place, review }
    }

    /// Where a form is that lay somewhere.
    fn place(&self, lay: &Path) -> PathBuf {
        match (self.on, lay.file_name()) {
            (Some(folder), Some(name)) if folder.is_dir() => folder.join(name),
            (Some(file), _) => file.clone(),
            (None, _) => lay.to_owned(),
        }
    }

    /// Judges again what something was made from, and does something with it: with the evaluation, the
    /// review, and where the form is.
    pub fn again(
        &mut self,
        made: &Made,
        rules_prefix: Option<&str>,
        with: impl FnOnce(&Evaluation<'_>, Option<&Review>, &Found) -> Result<(), Exit>,
    ) -> Result<(), Exit> {
        let found = self.form(made)?;
        let document = match &found.read {
            Ok(document) => document,
            Err(findings) => {
                output::print(&report::findings(findings, &self.context.style))?;
                return Err(Exit::Findings);
            }
        };
        let ruleset = self.ruleset(rules_prefix)?;
        let review = match &made.stamp.review {
            Some(called) => Some(self.review(called, made, ruleset)?),
            None => None,
        };
        let evaluation = match &review {
            Some(review) => pilares::judge_with(ruleset, document, review),
            None => pilares::judge(ruleset, document),
        };
        with(&evaluation, review.as_ref(), &found)
    }

    /// The submission, from where it is said to be: a file, or a line of one.
    pub fn form(&mut self, made: &Made) -> Result<Found, Exit> {
        let (called, place) = (&made.stamp.source, &made.place);
        if !place.is_file() {
            return refuse::no_form(called, place, self.context);
        }
        let place = place.display().to_string();
        match line_of(called) {
            Some(number) => self.line(number, called, place),
            None => {
                let read = input::read(called, input::bytes(&made.place, self.context)?);
                Ok(Found { read, place, line: None })
            }
        }
    }

    /// A submission that was a line of a stream: that line, all of a file of one JSON value, or a
    /// form as a file has it.
    fn line(&mut self, number: usize, called: &str, place: String) -> Result<Found, Exit> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let limit = self.context.limit.max(RESULT);
                none.insert(Stream::of(input::bytes_up_to(place.as_ref(), limit, self.context)?))
            }
        };
        let read = |bytes: &[u8]| document::read_line(called, bytes.to_vec(), &Limits::default());
        let line = stream.line(number).map(read);
        let whole = || Some(read(stream.bytes.trim_ascii_end()));
        let complete = |line: &Line| line.document.complete;
        let line = match line {
            // A line among others is what was answered, whatever is wrong with it.
            Some(line) if complete(&line) || stream.is_of_lines() => Some(line),
            line => whole().filter(complete).or(line),
        };
        Ok(match line {
            Some(Line { id, document }) if document.complete => {
                Found { read: Ok(document), place, line: Some((number, id)) }
            }
            Some(Line { id, document }) if stream.is_of_lines() => {
                Found { read: Err(document.findings), place, line: Some((number, id)) }
            }
            _ => Found { read: input::read(called, stream.bytes.clone()), place, line: None },
        })
    }

    /// How many forms there are where they are said to be that no result of some sources is of; none
    /// where one place is not said.
    pub fn unanswered(&self, sources: &HashSet<String>) -> Result<usize, Exit> {
        let Some(on) = self.on else { return Ok(0) };
        if let Some(stream) = &self.stream {
            let answered: HashSet<usize> = sources.iter().filter_map(|it| line_of(it)).collect();
            return Ok(stream.filled().filter(|at| !answered.contains(&(at + 1))).count());
        }
        if !on.is_dir() {
            return Ok(0);
        }
        let names: HashSet<_> = sources.iter().map(|it| Path::new(it).file_name()).collect();
        let files = gather([on].into_iter(), self.context)?.files;
        Ok(files.iter().filter(|file| !names.contains(&file.file_name())).count())
    }

    /// The rule set, its files called as they were when the result was written: where a copy of the
    /// rules lies is no difference.
    fn ruleset(&mut self, prefix: Option<&str>) -> Result<&'static Ruleset, Exit> {
        if let Some((called, ruleset)) = &self.ruleset
            && called.as_deref() == prefix
        {
            return Ok(ruleset);
        }
        let files = input::files(self.context)?;
        let ruleset = match prefix {
            Some(prefix) => input::compiled(&files.called(prefix), self.context)?,
            None => input::compiled(&files, self.context)?,
        };
        self.ruleset = Some((prefix.map(str::to_owned), ruleset));
        Ok(ruleset)
    }

    /// The review that the result was made with, from where it is said to be, called as it was.
    fn review(&self, called: &str, made: &Made, ruleset: &Ruleset) -> Result<Review, Exit> {
        let place = match self.review {
            // A folder may have it under the name of another form, where the form is another.
            Some(folder) => {
                let chosen = reviews::chosen(self.review, &made.place);
                let called = folder.join(Path::new(called).file_name().unwrap_or_default());
                if !chosen.is_file() && called.is_file() { called } else { chosen }
            }
            None => made.review.clone().unwrap_or_else(|| PathBuf::from(called)),
        };
        let (document, _) = reviews::file::read(&place, &made.place, ruleset, self.context)?;
        let source = Source::new(called, document.source.text());
        Ok(review::read(&document::read(source, &Limits::default()), ruleset))
    }
}

/// A submission where it is now.
pub(super) struct Found {
    /// It, or what keeps it from being judged.
    pub read: Result<Document, Vec<Finding>>,
    /// Where it is.
    pub place: String,
    /// Of one that is a line of a stream, its number and its sender's name for it.
    pub line: Option<(usize, Option<LineId>)>,
}

/// A file of a form a line.
struct Stream {
    bytes: Vec<u8>,
    /// Where its lines lie, without their breaks.
    lines: Vec<Range<usize>>,
    /// The only line with something on it, where there is just one.
    lone: Option<usize>,
}

impl Stream {
    fn of(bytes: Vec<u8>) -> Stream {
        let mut start = 0;
        let parts = bytes.split(|byte| *byte == b'\n').map(|line| {
            let (begin, end) = (start, start + line.len());
            start = end + 1;
            begin..end - usize::from(line.ends_with(b"\r"))
        });
        let lines: Vec<Range<usize>> = parts.collect();
        let mut stream = Stream { bytes, lines, lone: None };
        let mut filled = stream.filled();
        let lone = filled.next().filter(|_| filled.next().is_none());
        drop(filled);
        stream.lone = lone;
        stream
    }

    /// The lines that have something on them, by position.
    fn filled(&self) -> impl Iterator<Item = usize> {
        let blank = |line: &Range<usize>| self.bytes[line.clone()].trim_ascii().is_empty();
        (0..self.lines.len()).filter(move |at| !blank(&self.lines[*at]))
    }

    /// Whether it is of several forms, and not one form over several lines as YAML has it.
    fn is_of_lines(&self) -> bool {
        let begins =
            |at: usize| self.bytes[self.lines[at].clone()].trim_ascii().starts_with(b"{\"");
        self.lone.is_none() && self.filled().any(begins)
    }

    /// The line of a number, from 1; the only one there is, whatever its number was.
    fn line(&self, number: usize) -> Option<&[u8]> {
        let line = self.lines.get(self.lone.unwrap_or(number - 1))?;
        Some(&self.bytes[line.clone()])
    }
}

/// Which line of a stream a submission was, from 1; none where it was a file.
fn line_of(called: &str) -> Option<usize> {
    called.strip_prefix("<stdin>#")?.parse().ok().filter(|number| *number > 0)
}
