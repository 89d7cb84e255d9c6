//! Reading what commands work on: the rule set and submissions.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use pilares::document::{self, Document, Limits};
use pilares::finding::{Finding, Language, Wording, nearest};
use pilares::report;
use pilares::report::ci::{self, Format};
use pilares::rules::{self, Files, Rule, Ruleset};
use pilares::source::disk::{self, Error};
use pilares::source::{Place, Source, Span};

use super::Exit;
use super::cli::Context;
use super::output;

/// The name of the embedded rule set.
pub(super) const EMBEDDED: &str = "dipres";

/// How deep a rule set's folders may nest.
pub(super) const DEPTH: usize = 4;

/// The rule set asked for; mistakes in it are shown, and then nothing is judged by it.
pub(super) fn ruleset(context: &Context) -> Result<&'static Ruleset, Exit> {
    compiled(&files(context)?, context)
}

/// A rule set from its texts; mistakes in it are shown, and then nothing is judged by it.
pub(super) fn compiled(files: &Files, context: &Context) -> Result<&'static Ruleset, Exit> {
    compile(files).or_else(|findings| {
        output::complain(&report::findings(&findings, &context.style))?;
        Err(Exit::Failed)
    })
}

/// The rule set asked for; mistakes in it are a document where the format is for programs.
pub(super) fn ruleset_for(
    command: &str,
    format: &str,
    context: &Context,
) -> Result<&'static Ruleset, Exit> {
    let files = files(context)?;
    let service = Format::named(format);
    if service.is_none() && format != "json" {
        return compiled(&files, context);
    }
    compile(&files).or_else(|findings| {
        output::print(&match service {
            Some(service) => ci::refusal(service, command, &findings, context.style.language),
            None => report::json_findings(&findings),
        })?;
        Err(Exit::Failed)
    })
}

/// A rule set, or what is wrong with its files.
///
/// It stays until the program ends, which gives all memory back at once: taking a rule set apart piece
/// by piece takes a tenth of the time of a short command.
pub(super) fn compile(files: &Files) -> Result<&'static Ruleset, Vec<Finding>> {
    let compiled = rules::compile(files);
    let sound = compiled.ruleset.filter(|_| compiled.findings.is_empty());
    sound.map(kept).ok_or(compiled.findings)
}

/// A rule set of which only verdicts are asked, and what is wrong in it on which none rests: the plan of its
/// ficha may be one of another time, with keys that this program does not know.
pub(super) fn compile_to_judge(
    files: &Files,
) -> Result<(&'static Ruleset, Vec<Finding>), Vec<Finding>> {
    let compiled = rules::compile(files);
    match compiled.ruleset.filter(|_| compiled.judges) {
        Some(ruleset) => Ok((kept(ruleset), compiled.findings)),
        None => Err(compiled.findings),
    }
}

fn kept(ruleset: Ruleset) -> &'static Ruleset {
    Box::leak(Box::new(ruleset))
}

/// The texts of the rule set asked for.
pub(super) fn files(context: &Context) -> Result<Files, Exit> {
    match &context.rules {
        Some(folder) => read_folder(folder, context),
        None => Ok(rules::embedded(EMBEDDED)),
    }
}

/// The bytes of a file; one that cannot be read is said so.
pub(super) fn bytes(path: &Path, context: &Context) -> Result<Vec<u8>, Exit> {
    bytes_up_to(path, context.limit, context)
}

/// The same of a file that may have another size than a form.
pub(super) fn bytes_up_to(path: &Path, limit: u64, context: &Context) -> Result<Vec<u8>, Exit> {
    disk::read(path, limit).or_else(|error| unreadable(&error, context))
}

/// Why there is no submission.
pub(super) struct Unread {
    /// What is wrong: with its text, or that its file cannot be read.
    pub findings: Vec<Finding>,
    /// What to say aloud where it is the file; empty where it is the text.
    pub complaint: String,
}

/// A submission, or what kept it from being read; nothing is shown.
pub(super) fn submission(path: &Path, context: &Context) -> Result<Document, Unread> {
    let name = name(path);
    match submission_bytes(path, &name, context) {
        Ok(bytes) => {
            read(&name, bytes).map_err(|findings| Unread { findings, complaint: String::new() })
        }
        Err(error) => {
            let nowhere = Place { source: Source::new(name, ""), span: Span::default() };
            let (message, help) = why(&error);
            let finding = Finding::error("file/unreadable", message).at(nowhere);
            let findings = vec![Finding { help, ..finding }];
            Err(Unread { findings, complaint: complaint(&error, context) })
        }
    }
}

/// What a submission is called: its path as it was given.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }
}

fn submission_bytes(path: &Path, name: &str, context: &Context) -> Result<Vec<u8>, Error> {
    if path == Path::new("-") {
        disk::read_from(io::stdin().lock(), Path::new(name), context.limit)
    } else {
        disk::read(path, context.limit)
    }
}

/// A submission out of its bytes, or what kept its text from being read as one.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Document, Vec<Finding>> {
    let document = document::read_bytes(name, bytes, &Limits::default());
    let judged = document.complete && !document.root.is_blank();
    if judged { Ok(document) } else { Err(document.findings) }
}

/// A submission that can be read to its end; findings in one that cannot are shown.
pub(super) fn readable(path: &Path, context: &Context) -> Result<Document, Exit> {
    submission(path, context).or_else(|unread| {
        output::complain(&match unread.complaint.is_empty() {
            true => report::findings(&unread.findings, &context.style),
            false => unread.complaint,
        })?;
        Err(Exit::Failed)
    })
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    report::quoted(&path.display().to_string())
}

/// The rule with an id; one that does not exist is said so, with the nearest.
pub(super) fn known_rule<'r>(
    ruleset: &'r Ruleset,
    id: &str,
    context: &Context,
) -> Result<&'r Rule, Exit> {
    if let Some(rule) = ruleset.rule(id) {
        return Ok(rule);
    }
    let nearest = nearest(id, ruleset.rules.iter().map(|rule| rule.id.as_str()));
    let text = match (context.style.language, nearest) {
        (Language::Spanish, None) => format!("error: no hay ninguna regla `{id}`\n"),
        (Language::Spanish, Some(name)) => {
            format!("error: no hay ninguna regla `{id}`; ¿quiso decir `{name}`?\n")
        }
        (Language::English, None) => format!("error: there is no rule `{id}`\n"),
        (Language::English, Some(name)) => {
            format!("error: there is no rule `{id}`; did you mean `{name}`?\n")
        }
    };
    output::complain(&text)?;
    Err(Exit::Failed)
}

/// The ids of rules that a command was given; one that does not exist is said so, with the nearest.
pub(super) fn known_rules<'a>(
    arguments: &'a ArgMatches,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Vec<&'a String>, Exit> {
    let wanted: Vec<&String> = arguments.get_many::<String>("rule").into_iter().flatten().collect();
    for id in &wanted {
        known_rule(ruleset, id, context)?;
    }
    Ok(wanted)
}

/// Which of some things a word names, each by any of its names; one that names none is said so, with
/// the nearest.
pub(super) fn named(
    word: &str,
    names: &[Vec<&str>],
    wrong: &str,
    context: &Context,
) -> Result<usize, Exit> {
    let lower = word.to_lowercase();
    let meant = |names: &Vec<&str>| names.iter().any(|name| name.to_lowercase() == lower);
    if let Some(at) = names.iter().position(meant) {
        return Ok(at);
    }
    let all: Vec<String> =
        names.iter().filter_map(|names| Some(format!("`{}`", names.first()?))).collect();
    let spanish = context.style.language == Language::Spanish;
    let meant = match (nearest(word, names.iter().flatten().copied()), spanish) {
        (Some(name), true) => format!("; ¿quiso decir `{name}`?"),
        (Some(name), false) => format!("; did you mean `{name}`?"),
        (None, true) => format!("; puede ser {}", all.join(", ")),
        (None, false) => format!("; it may be {}", all.join(", ")),
    };
    output::complain(&format!("error: {wrong}{meant}\n"))?;
    Err(Exit::Failed)
}

/// Shows why a file could not be read.
pub(super) fn unreadable<T>(error: &Error, context: &Context) -> Result<T, Exit> {
    output::complain(&complaint(error, context))?;
    Err(Exit::Failed)
}

/// Shows what the system said of a path.
pub(super) fn unreadable_path<T>(
    path: &Path,
    cause: io::Error,
    context: &Context,
) -> Result<T, Exit> {
    unreadable(&Error::Unreadable { path: path.to_owned(), cause }, context)
}

/// What to say aloud of a file that could not be read.
fn complaint(error: &Error, context: &Context) -> String {
    let language = context.style.language;
    let (message, help) = why(error);
    let mut text = format!("error: {}\n", message.in_language(language));
    if let Some(help) = help {
        let heading = context.words.say("ayuda", "help");
        text.push_str(&format!("  {heading}: {}\n", help.in_language(language)));
    }
    text
}

/// Why a file could not be read, and what to do.
fn why(error: &Error) -> (Wording, Option<Wording>) {
    match error {
        Error::Unreadable { path, cause } => {
            let path = path.display();
            let said = |why: &str| format!("{path}: {why}");
            let message = match cause.kind() {
                io::ErrorKind::NotFound => Wording::both(said("no existe"), said("does not exist")),
                io::ErrorKind::PermissionDenied => {
                    Wording::both(said("no hay permiso para leerlo"), said(&cause.to_string()))
                }
                io::ErrorKind::IsADirectory => {
                    Wording::both(said("es una carpeta"), said(&cause.to_string()))
                }
                _ => Wording::spanish(said(&cause.to_string())),
            };
            (message, None)
        }
        Error::TooLarge { path, limit } => {
            let path = path.display();
            let message = Wording::both(
                format!("{path}: pasa de {limit} bytes, el tamaño máximo"),
                format!("{path}: larger than {limit} bytes, the largest size"),
            );
            let help = Wording::both(
                "un formulario tiene unos 60.000; si este es más grande a propósito, use `--max-size`",
                "a form has some 60,000; if this one is larger on purpose, use `--max-size`",
            );
            (message, Some(help))
        }
    }
}

/// How the names of a rule set's files end, right or wrong, in small or capital letters.
const OF_RULESET: [&str; 3] = ["yaml", "yml", "json"];

/// Whether a file may be part of a rule set, by its name.
pub(super) fn is_of_ruleset(path: &Path) -> bool {
    ends_in(path, &OF_RULESET)
}

/// How the names of forms end, in small or capital letters.
const FORMS: [&str; 2] = ["yaml", "yml"];

/// Whether the name of a file ends so, in small or capital letters.
fn ends_in(path: &Path, ends: &[&str]) -> bool {
    path.extension().is_some_and(|end| ends.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// Whether a file may be a form, by the end of its name.
pub(super) fn ends_as_form(path: &Path) -> bool {
    ends_in(path, &FORMS)
}

/// The name of a file without the end that says it is a form.
pub(super) fn form_stem(name: &str) -> Option<&str> {
    ends_as_form(Path::new(name)).then(|| name.rsplit_once('.')).flatten().map(|(stem, _)| stem)
}

/// Whether a name ends so, in small or capital letters.
pub(super) fn ends_with(name: &str, end: &str) -> bool {
    name.to_ascii_lowercase().ends_with(end)
}

/// Every `.yaml` and `.yml` of a folder and the folders in it, in the order of their names; links are
/// not followed.
pub(super) fn yaml_files(folder: &Path, context: &Context) -> Result<Vec<PathBuf>, Exit> {
    let mut files = files_in(folder, &FORMS, context)?;
    files.sort();
    Ok(files)
}

/// The files of a folder and the folders in it whose names end so.
fn files_in(folder: &Path, ends: &[&str], context: &Context) -> Result<Vec<PathBuf>, Exit> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((path, depth)) = folders.pop() {
        let entries = std::fs::read_dir(&path);
        let entries = entries.or_else(|cause| {
            unreadable(&Error::Unreadable { path: path.clone(), cause }, context)
        })?;
        for entry in entries.flatten() {
            let (path, kind) = (entry.path(), entry.file_type());
            let Ok(kind) = kind else { continue };
            let wanted = ends_in(&path, ends);
            if kind.is_dir() && depth < DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file() && wanted {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Every file of a folder that may be part of a rule set; links are not followed.
pub(super) fn read_folder(folder: &Path, context: &Context) -> Result<Files, Exit> {
    let files = files_in(folder, &OF_RULESET, context)?;
    let mut texts = Vec::new();
    for path in files {
        let bytes = bytes(&path, context)?;
        let inner = path.strip_prefix(folder).unwrap_or(&path);
        let inner: Vec<_> =
            inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let inner = inner.join("/");
        let shown = folder.display().to_string();
        let name = format!("{}/{inner}", shown.trim_end_matches(['/', '\\']));
        let source = match document::decode(&name, bytes) {
            Ok(source) => source,
            Err(finding) => {
                output::complain(&report::findings(&[*finding], &context.style))?;
                return Err(Exit::Failed);
            }
        };
        // Where a set looks for its files, their names end in small letters.
        let key = match inner.rsplit_once('.') {
            Some((stem, end)) => format!("{stem}.{}", end.to_ascii_lowercase()),
            None => inner,
        };
        texts.push((key, Arc::clone(&source)));
    }
    Ok(Files::new(texts))
}
