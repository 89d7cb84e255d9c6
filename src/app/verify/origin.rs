//! What a result or a ficha was made from: found again, read and judged again.

use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use pilares::document::{self, Document, Limits};
use pilares::evaluate::Evaluation;
use pilares::finding::Finding;
use pilares::report::{self, Recorded, Stamp};
use pilares::review::{self, Review};
use pilares::rules::Ruleset;
use pilares::source::Source;

use super::super::cli::Context;
use super::super::{Exit, input, output, review as reviews};
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
        with: impl FnOnce(&Evaluation<'_>, Option<&Review>, &str) -> Result<(), Exit>,
    ) -> Result<(), Exit> {
        let document = self.form(made)?;
        let ruleset = self.ruleset(rules_prefix)?;
        let review = match &made.stamp.review {
            Some(called) => Some(self.review(called, made, ruleset)?),
            None => None,
        };
        let evaluation = match &review {
            Some(review) => pilares::judge_with(ruleset, &document, review),
            None => pilares::judge(ruleset, &document),
        };
        with(&evaluation, review.as_ref(), &made.place.display().to_string())
    }

    /// The submission, from where it is said to be: a file, or a line of one.
    fn form(&mut self, made: &Made) -> Result<Document, Exit> {
        let (called, place) = (&made.stamp.source, &made.place);
        if !place.is_file() {
            return refuse::no_form(called, place, self.context);
        }
        let read = match line_of(called) {
            Some(number) => self.line(number, called, place)?,
            None => input::read(called, input::bytes(place, self.context)?),
        };
        read.or_else(|findings| {
            output::print(&report::findings(&findings, &self.context.style))?;
            Err(Exit::Findings)
        })
    }

    /// A submission that was a line of a stream: that line, all of a file of one JSON value, or a
    /// form as a file has it.
    fn line(
        &mut self,
        number: usize,
        called: &str,
        place: &Path,
    ) -> Result<Result<Document, Vec<Finding>>, Exit> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let limit = self.context.limit.max(RESULT);
                none.insert(Stream::of(input::bytes_up_to(place, limit, self.context)?))
            }
        };
        let read =
            |bytes: &[u8]| document::read_line(called, bytes.to_vec(), &Limits::default()).document;
        let line = stream.line(number).map(read).filter(|document| document.complete);
        let whole = || Some(read(stream.bytes.trim_ascii_end())).filter(|whole| whole.complete);
        Ok(match line.or_else(whole) {
            Some(document) => Ok(document),
            None => input::read(called, stream.bytes.clone()),
        })
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
        let blank = |line: &Range<usize>| bytes[line.clone()].trim_ascii().is_empty();
        let mut filled = (0..lines.len()).filter(|at| !blank(&lines[*at]));
        let lone = filled.next().filter(|_| filled.next().is_none());
        Stream { bytes, lines, lone }
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
