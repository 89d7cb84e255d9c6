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

/// How the names of files end that lie beside submissions and are none.
const BESIDE: [&str; 2] = [RECORD, ".review.yaml"];

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
    let mut stems: Vec<PathBuf> = Vec::new();
    for place in places {
        let found = if place.is_dir() { walk(place, context)? } else { vec![place.clone()] };
        stems.extend(found.iter().filter_map(|path| stem(path)));
    }
    stems.sort();
    stems.dedup();
    let with = |stem: &Path, end: &str| {
        let mut name = stem.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let pair = |stem: &PathBuf| {
        let (form, record) = (with(stem, ".yaml"), with(stem, RECORD));
        Pair { has_form: form.is_file(), has_record: record.is_file(), form, record }
    };
    Ok(stems.iter().map(pair).collect())
}

/// The path of a submission or record without its ending; none of anything else.
fn stem(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let stem = match name.strip_suffix(RECORD) {
        Some(stem) => stem,
        None if BESIDE.iter().any(|end| name.ends_with(end)) => return None,
        None => name.strip_suffix(".yaml")?,
    };
    Some(path.with_file_name(stem))
}

/// Every `.yaml` below a folder; links are not followed.
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
            } else if kind.is_file() && path.extension().is_some_and(|end| end == "yaml") {
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

/// The rule set that a word names: a folder, the one in this program, or a git revision.
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
    input::compiled(&files, context)
}
