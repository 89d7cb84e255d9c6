//! Folders of submissions, with the records beside them; and rule sets by name.

use std::fs;
use std::path::{Path, PathBuf};

use pilares::document::Document;
use pilares::finding::{Finding, Language};
use pilares::report;
use pilares::rules::{self, Ruleset};
use pilares::source::disk::Error;

use super::cli::Context;
use super::{Exit, git, input, output};

/// How the name of a record ends.
const RECORD: &str = ".expected.yaml";

/// Files that are looked at in one run.
const FILES: usize = 100_000;

/// A submission's file and its record's, either of which may be missing.
pub(super) struct Pair {
    pub form: PathBuf,
    pub record: PathBuf,
    pub has_form: bool,
    pub has_record: bool,
}

/// The submissions and records of folders and files, each once, in the order of their names.
pub(super) fn pairs(places: &[PathBuf], context: &Context) -> Result<Vec<Pair>, Exit> {
    let mut found: Vec<PathBuf> = Vec::new();
    for place in places {
        found.extend(if place.is_dir() { walk(place, context)? } else { vec![place.clone()] });
    }
    // A record that is named stands for its form, and a form for its record, there or not.
    let mut pairs: Vec<(PathBuf, PathBuf)> = found.iter().filter_map(|path| pair(path)).collect();
    pairs.sort_by_cached_key(|(form, record)| {
        (form.with_extension(""), form.clone(), record.clone())
    });
    pairs.dedup();
    let pair = |(form, record): (PathBuf, PathBuf)| Pair {
        has_form: form.is_file(),
        has_record: record.is_file(),
        form,
        record,
    };
    Ok(pairs.into_iter().map(pair).collect())
}

/// The record of a submission's file.
pub(super) fn record_of(form: &str) -> PathBuf {
    let path = Path::new(form);
    pair(path).map_or_else(|| path.with_extension(&RECORD[1..]), |(_, record)| record)
}

/// The form and the record that a file is one of; none of anything else.
pub(super) fn pair(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let stem = input::form_stem(path.file_name()?.to_str()?)?;
    if input::ends_with(stem, ".review") {
        return None;
    }
    if input::ends_with(stem, ".expected") {
        let stem = path.file_name()?.to_str()?.strip_suffix(RECORD)?;
        return Some((form_of(path, stem), path.to_owned()));
    }
    Some((path.to_owned(), path.with_file_name(format!("{stem}{RECORD}"))))
}

/// The form beside a record, however the end of its name is written.
fn form_of(record: &Path, stem: &str) -> PathBuf {
    let usual = record.with_file_name(format!("{stem}.yaml"));
    if usual.is_file() {
        return usual;
    }
    let folder = record.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = beside.filter_map(|entry| entry.file_name().into_string().ok());
    let form = names.filter(|name| input::form_stem(name) == Some(stem)).min();
    form.map_or(usual, |name| record.with_file_name(name))
}

/// Every `.yaml` and `.yml` below a folder; links are not followed.
fn walk(folder: &Path, context: &Context) -> Result<Vec<PathBuf>, Exit> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((path, depth)) = folders.pop() {
        let entries = fs::read_dir(&path).or_else(|cause| {
            input::unreadable(&Error::Unreadable { path: path.clone(), cause }, context)
        })?;
        for entry in entries.flatten() {
            let (path, Ok(kind)) = (entry.path(), entry.file_type()) else { continue };
            if kind.is_dir() && depth < input::DEPTH {
                folders.push((path, depth + 1));
            } else if kind.is_file() && input::ends_as_form(&path) {
                files.push(path);
            }
        }
        files.truncate(FILES);
    }
    Ok(files)
}

/// The submissions of a folder, one at least; one that cannot be read ends the run, after all that cannot are
/// shown.
pub(super) fn forms(folder: &Path, context: &Context) -> Result<Vec<Document>, Exit> {
    let mut forms = Vec::new();
    let mut wrong: Vec<Finding> = Vec::new();
    let pairs = pairs(&[folder.to_owned()], context)?;
    for pair in pairs.iter().filter(|pair| pair.has_form) {
        match input::submission(&pair.form, context) {
            Ok(form) => forms.push(form),
            Err(unread) => wrong.extend(unread.findings),
        }
    }
    if !wrong.is_empty() {
        output::complain(&report::findings(&wrong, &context.style))?;
        return Err(Exit::Failed);
    }
    if forms.is_empty() {
        return nothing(&[folder.to_owned()], context);
    }
    Ok(forms)
}

/// Says that there is nothing to compare.
pub(super) fn nothing<T>(folders: &[PathBuf], context: &Context) -> Result<T, Exit> {
    let shown: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let shown = shown.join(", ");
    output::complain(&match context.style.language {
        Language::Spanish => format!("error: no hay formularios en {shown}\n"),
        Language::English => format!("error: there are no forms in {shown}\n"),
    })?;
    Err(Exit::Failed)
}

/// The rule set that a word names, to judge by: a folder, the one in this program, or a git revision. What
/// cannot be read in it and no verdict rests on is left aside, and that is said.
pub(super) fn ruleset(word: &str, context: &Context) -> Result<&'static Ruleset, Exit> {
    let folder = Path::new(word);
    let files = if folder.is_dir() {
        input::read_folder(folder, context)?
    } else if word == input::EMBEDDED {
        rules::embedded(input::EMBEDDED)
    } else {
        git::files(word, context).or_else(|failure| {
            let text = match &failure {
                git::Failure::NoText(finding) => {
                    report::findings(std::slice::from_ref(finding.as_ref()), &context.style)
                }
                other => git::told(word, other, context.style.language),
            };
            output::complain(&text)?;
            Err(Exit::Failed)
        })?
    };
    let (ruleset, aside) = input::compile_to_judge(&files).or_else(|findings| {
        output::complain(&report::findings(&findings, &context.style))?;
        Err(Exit::Failed)
    })?;
    if let Some(first) = aside.first() {
        let place = first.place().map(|place| format!(" ({place})")).unwrap_or_default();
        let message = first.message.in_language(context.style.language);
        let (message, more) = (format!("{message}{place}"), aside.len() - 1);
        output::complain(&match (context.style.language, more) {
            (Language::Spanish, 0) => format!(
                "nota: `{word}` tiene un error del que no depende ningún veredicto, y se compara igual: {message}\n"
            ),
            (Language::Spanish, _) => format!(
                "nota: `{word}` tiene {} errores de los que no depende ningún veredicto, y se compara igual: {message}, y {more} más\n",
                aside.len()
            ),
            (Language::English, 0) => format!(
                "note: `{word}` has a mistake on which no verdict rests, and is compared all the same: {message}\n"
            ),
            (Language::English, _) => format!(
                "note: `{word}` has {} mistakes on which no verdict rests, and is compared all the same: {message}, and {more} more\n",
                aside.len()
            ),
        })?;
    }
    Ok(ruleset)
}
