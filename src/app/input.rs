//! Reading what commands work on: the rule set and submissions.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgMatches;
use pilares::document::{self, Document, Limits};
use pilares::finding::{Finding, Language, nearest};
use pilares::report;
use pilares::rules::{self, Files, Rule, Ruleset};
use pilares::source::disk::{self, Error};

use super::Exit;
use super::cli::Context;
use super::output;

/// The name of the embedded rule set.
pub(super) const EMBEDDED: &str = "dipres";

/// How deep a rule set's folders may nest.
const DEPTH: usize = 4;

/// The rule set asked for; mistakes in it are shown, and then nothing is judged by it.
pub(super) fn ruleset(context: &Context) -> Result<Ruleset, Exit> {
    compiled(&files(context)?, context)
}

/// A rule set from its texts; mistakes in it are shown, and then nothing is judged by it.
pub(super) fn compiled(files: &Files, context: &Context) -> Result<Ruleset, Exit> {
    let compiled = rules::compile(files);
    match compiled.ruleset {
        Some(ruleset) if compiled.findings.is_empty() => Ok(ruleset),
        _ => {
            output::complain(&report::findings(&compiled.findings, &context.style))?;
            Err(Exit::Failed)
        }
    }
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
    disk::read(path, context.limit).or_else(|error| unreadable(&error, context))
}

/// A submission, or what kept its text from being read as one.
pub(super) fn submission(
    path: &Path,
    context: &Context,
) -> Result<Result<Document, Vec<Finding>>, Exit> {
    let name =
        if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
    let bytes = if path == Path::new("-") {
        disk::read_from(io::stdin().lock(), Path::new(&name), context.limit)
    } else {
        disk::read(path, context.limit)
    };
    let bytes = bytes.or_else(|error| unreadable(&error, context))?;
    let document = document::read_bytes(&name, bytes, &Limits::default());
    let judged = document.complete && !document.root.is_blank();
    Ok(if judged { Ok(document) } else { Err(document.findings) })
}

/// A submission that can be read to its end; findings in one that cannot are shown.
pub(super) fn readable(path: &Path, context: &Context) -> Result<Document, Exit> {
    match submission(path, context)? {
        Ok(document) => Ok(document),
        Err(findings) => {
            output::complain(&report::findings(&findings, &context.style))?;
            Err(Exit::Failed)
        }
    }
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
fn unreadable<T>(error: &Error, context: &Context) -> Result<T, Exit> {
    let spanish = context.style.language == Language::Spanish;
    let text = match error {
        Error::Unreadable { path, cause } => {
            let why = match (cause.kind(), spanish) {
                (io::ErrorKind::NotFound, true) => "no existe".to_owned(),
                (io::ErrorKind::NotFound, false) => "does not exist".to_owned(),
                (io::ErrorKind::PermissionDenied, true) => "no hay permiso para leerlo".to_owned(),
                (io::ErrorKind::IsADirectory, true) => "es una carpeta".to_owned(),
                _ => cause.to_string(),
            };
            format!("error: {}: {why}\n", path.display())
        }
        Error::TooLarge { path, limit } if spanish => format!(
            "error: {}: pasa de {limit} bytes, el tamaño máximo\n  ayuda: un formulario tiene unos 60.000; si este es más grande a propósito, use `--max-size`\n",
            path.display()
        ),
        Error::TooLarge { path, limit } => format!(
            "error: {}: larger than {limit} bytes, the largest size\n  help: a form has some 60,000; if this one is larger on purpose, use `--max-size`\n",
            path.display()
        ),
    };
    output::complain(&text)?;
    Err(Exit::Failed)
}

/// Every `.yaml` and `.yml` of a folder and the folders in it, in the order of their names; links are
/// not followed.
pub(super) fn yaml_files(folder: &Path, context: &Context) -> Result<Vec<PathBuf>, Exit> {
    let mut files = files_in(folder, &["yaml", "yml"], context)?;
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
            let wanted = path.extension().is_some_and(|end| ends.iter().any(|known| end == *known));
            if kind.is_dir() && depth < DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file() && wanted {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Every `.yaml` and `.json` of a folder; links are not followed.
fn read_folder(folder: &Path, context: &Context) -> Result<Files, Exit> {
    let files = files_in(folder, &["yaml", "json"], context)?;
    let mut texts = Vec::new();
    for path in files {
        let bytes = bytes(&path, context)?;
        let source = match document::decode(&path.display().to_string(), bytes) {
            Ok(source) => source,
            Err(finding) => {
                output::complain(&report::findings(&[*finding], &context.style))?;
                return Err(Exit::Failed);
            }
        };
        let inner = path.strip_prefix(folder).unwrap_or(&path);
        let inner: Vec<_> =
            inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        texts.push((inner.join("/"), Arc::clone(&source)));
    }
    Ok(Files::new(texts))
}
