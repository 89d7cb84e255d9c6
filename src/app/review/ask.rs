//! `pilares review ask`: one question after the other, each answer saved before the next.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use pilares::document::{self, Document, Limits};
use pilares::evaluate::{Awaited, Evaluation, Judged, Signature};
use pilares::finding::{Language, nearest};
use pilares::report;
use pilares::review::{self, Entry, Open, Review};
use pilares::rules::Ruleset;
use pilares::source::Source;

use super::super::cli::Context;
use super::super::{Exit, clock, export, input, output};
use super::file::Unsaved;
use super::{chosen, file};

/// Bytes that may be typed in one line; a longer one is refused.
const LINE: u64 = 16 * 1024;

/// Asks what is open until nothing is, or the person leaves.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let form = arguments.get_one::<PathBuf>("file").ok_or(Exit::Failed)?;
    let submission = input::readable(form, context)?;
    let path = chosen(arguments.get_one::<PathBuf>("review"), form);
    let (document, review) = file::read(&path, form, ruleset, context)?;
    if let Some(finding) = review::misplaced(&review, ruleset, &submission) {
        output::complain(&report::findings(&[finding], &context.style))?;
        return Err(Exit::Failed);
    }
    let given = |name| arguments.get_one::<String>(name).cloned();
    let mut desk = Desk {
        context,
        ruleset,
        submission: &submission,
        path: &path,
        document,
        review,
        author: given("author")
            .map(|name| document::normalised(&name))
            .filter(|name| !name.is_empty()),
        date: given("date").unwrap_or_else(clock::today),
        skipped: Vec::new(),
    };
    desk.work()
}

/// What a person typed.
enum Reply {
    /// A line, without the space around it.
    Line(String),
    /// They leave.
    Leave,
}

/// Which outcome something was asked of.
type Key = (Awaited, String, Option<usize>);

/// The review being answered.
struct Desk<'d> {
    context: &'d Context,
    ruleset: &'d Ruleset,
    submission: &'d Document,
    path: &'d Path,
    document: Document,
    review: Review,
    author: Option<String>,
    date: String,
    skipped: Vec<Key>,
}

impl Desk<'_> {
    fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        self.context.words.say(spanish, english)
    }

    fn work(&mut self) -> Result<Exit, Exit> {
        loop {
            let evaluation = pilares::judge_with(self.ruleset, self.submission, &self.review);
            let open = review::open(&evaluation);
            let next = open.iter().find(|item| !self.skipped.contains(&key(item)));
            let Some(item) = next else {
                self.leave(open.len())?;
                return Ok(Exit::Sound);
            };
            let Some(entry) = self.ask(&evaluation, item, open.len())? else {
                self.leave(open.len())?;
                return Ok(Exit::Sound);
            };
            match entry {
                Answered::Skipped => self.skipped.push(key(item)),
                Answered::With(entry) => self.save(&evaluation, &entry)?,
            }
        }
    }

    /// Asks one thing; none where the person leaves.
    fn ask(
        &mut self,
        evaluation: &Evaluation<'_>,
        item: &Open<'_>,
        left: usize,
    ) -> Result<Option<Answered>, Exit> {
        let entry = self.review.entry(item.awaited, &item.rule.id, item.outcome.position());
        let before = entry.filter(|entry| entry.answer.is_some()).cloned();
        let style = &self.context.style;
        output::print(&report::desk_question(evaluation, item, before.as_ref(), left, style))?;
        let (answer, reason) = match self.answer(item, before.as_ref())? {
            Chosen::Leave => return Ok(None),
            Chosen::Skip => return Ok(Some(Answered::Skipped)),
            Chosen::Again(word, reason) => (word, Some(reason)),
            Chosen::Word(word) => (word, None),
        };
        let Some(reason) = self.given(reason, self.say("Razón", "Reason"))? else {
            return Ok(None);
        };
        let author = self.given(self.author.clone(), self.say("Quién responde", "Who answers"))?;
        let Some(author) = author else { return Ok(None) };
        self.author = Some(author.clone());
        let judged = Judged::of(item.outcome.looked_at(self.submission));
        let (awaited, rule, element) = key(item);
        let signed = Signature { reason, author, date: self.date.clone() };
        let (sound, spans) = (true, Default::default());
        let answer = Some(answer);
        let entry = Entry { awaited, rule, element, answer, signed, judged, sound, spans };
        Ok(Some(Answered::With(Box::new(entry))))
    }

    /// What the person chooses; `before` is an answer that they may confirm.
    fn answer(&self, item: &Open<'_>, before: Option<&Entry>) -> Result<Chosen, Exit> {
        let words: Vec<&str> =
            item.outlooks.iter().map(|outlook| outlook.choice.word.as_str()).collect();
        let old = before.and_then(|entry| {
            let word = entry.answer.clone().filter(|word| words.contains(&word.as_str()))?;
            Some((word, entry.signed.reason.clone())).filter(|(_, reason)| !reason.is_empty())
        });
        loop {
            let Reply::Line(line) = self.line(self.say("Respuesta", "Answer"))? else {
                return Ok(Chosen::Leave);
            };
            let typed = line.to_lowercase();
            let numbered = typed.parse::<usize>().ok().and_then(|at| words.get(at.wrapping_sub(1)));
            if let Some(word) = numbered.or_else(|| words.iter().find(|word| **word == typed)) {
                return Ok(Chosen::Word((*word).to_owned()));
            }
            match (typed.as_str(), &old) {
                ("q", _) => return Ok(Chosen::Leave),
                ("s", _) => return Ok(Chosen::Skip),
                ("=", Some((word, reason))) => {
                    return Ok(Chosen::Again(word.clone(), reason.clone()));
                }
                _ => self.misunderstood(&line, &words, old.is_some())?,
            }
        }
    }

    fn misunderstood(&self, line: &str, words: &[&str], again: bool) -> Result<(), Exit> {
        let again = if again { ", =" } else { "" };
        let list = format!("{}{again}", words.join(", "));
        let meant = nearest(line, words.iter().copied());
        let shown = report::harmless(line);
        output::print(&match (self.context.style.language, meant) {
            (Language::Spanish, Some(word)) => format!("¿Quiso decir `{word}`?\n"),
            (Language::English, Some(word)) => format!("Did you mean `{word}`?\n"),
            (Language::Spanish, None) => {
                format!("`{shown}` no sirve aquí; puede ser {list}, s o q.\n")
            }
            (Language::English, None) => {
                format!("`{shown}` does not fit here; it may be {list}, s or q.\n")
            }
        })
    }

    /// What is known already, or a line that says something; none where the person leaves.
    fn given(&self, known: Option<String>, prompt: &str) -> Result<Option<String>, Exit> {
        if known.is_some() {
            return Ok(known);
        }
        loop {
            match self.line(prompt)? {
                Reply::Line(line) if line.is_empty() => {}
                Reply::Line(line) => return Ok(Some(document::normalised(&line))),
                Reply::Leave => return Ok(None),
            }
        }
    }

    /// A line of standard input; its end is a person who leaves.
    fn line(&self, prompt: &str) -> Result<Reply, Exit> {
        loop {
            output::print(&format!("{prompt}: "))?;
            let mut bytes = Vec::new();
            let mut input = io::stdin().lock();
            let read = (&mut input).take(LINE).read_until(b'\n', &mut bytes);
            let ended = bytes.last() == Some(&b'\n');
            match read {
                Err(_) | Ok(0) => return Ok(Reply::Leave),
                // Half a line and then the end: the answer that was being typed is lost, and no more.
                Ok(_) if !ended && (bytes.len() as u64) < LINE => return Ok(Reply::Leave),
                Ok(_) if !ended => {
                    skip_line(&mut input);
                    output::print(
                        self.say("Esa línea es demasiado larga.\n", "That line is too long.\n"),
                    )?;
                }
                Ok(_) => {
                    let line = String::from_utf8_lossy(&bytes);
                    return Ok(Reply::Line(line.trim().to_owned()));
                }
            }
        }
    }

    /// Puts an answer into the file, before anything else is asked.
    fn save(&mut self, evaluation: &Evaluation<'_>, entry: &Entry) -> Result<(), Exit> {
        let path = self.path.display().to_string();
        let Ok(text) = review::put(&self.review, &self.document, entry, evaluation) else {
            return self.unsaved(self.say(
                "la respuesta no se puede escribir de modo que se lea igual",
                "the answer cannot be written so that it reads the same",
            ));
        };
        match file::replace(self.path, self.document.source.text(), &text) {
            Ok(()) => {}
            Err(Unsaved::Changed) => {
                return self.unsaved(self.say(
                    "alguien más escribió en el archivo; vuelva a empezar para no borrar lo suyo",
                    "somebody else wrote to the file; begin again, so as not to erase their part",
                ));
            }
            Err(Unsaved::Refused(cause)) => {
                return self.unsaved(&export::why(&cause, self.context.style.language));
            }
        }
        self.document = document::read(Source::new(path, text), &Limits::default());
        self.review = review::read(&self.document, self.ruleset);
        let answer = entry.answer.as_deref().unwrap_or_default();
        let saved = self.say("Guardado", "Saved");
        output::print(&format!("{saved}: {} {answer}\n\n", entry.rule))
    }

    fn unsaved(&self, why: &str) -> Result<(), Exit> {
        let word = self.say("no se guardó", "not saved");
        output::complain(&format!("error: {}: {word}: {why}\n", self.path.display()))?;
        Err(Exit::Failed)
    }

    /// How much is left, and that all is kept.
    fn leave(&self, left: usize) -> Result<(), Exit> {
        let path = self.path.display();
        output::print(&match (self.context.style.language, left) {
            (Language::Spanish, 0) => format!("\nNo queda nada por responder. Está en {path}.\n"),
            (Language::English, 0) => format!("\nNothing is left to answer. It is in {path}.\n"),
            (Language::Spanish, left) => {
                format!("\nPor responder: {left}. Lo respondido está en {path}.\n")
            }
            (Language::English, left) => {
                format!("\nLeft to answer: {left}. What was answered is in {path}.\n")
            }
        })
    }
}

/// What a person chooses where something is asked.
enum Chosen {
    /// An answer.
    Word(String),
    /// The answer that the file has, with its reason.
    Again(String, String),
    /// Another time.
    Skip,
    /// They leave.
    Leave,
}

/// What became of a question.
enum Answered {
    Skipped,
    With(Box<Entry>),
}

fn key(item: &Open<'_>) -> Key {
    (item.awaited, item.rule.id.clone(), item.outcome.position())
}

/// Reads past the end of a line.
fn skip_line(input: &mut impl BufRead) {
    loop {
        let Ok(buffer) = input.fill_buf() else { return };
        if buffer.is_empty() {
            return;
        }
        match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => return input.consume(at + 1),
            None => {
                let all = buffer.len();
                input.consume(all);
            }
        }
    }
}
