//! Rule sets of other revisions, read through the `git` program.
//!
//! Never through a shell; nothing is fetched, no hook runs, and what begins with a dash is refused, so
//! that no name is taken for an option. How much is read is bounded.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use pilares::document;
use pilares::finding::{Finding, Language};
use pilares::rules::Files;
use pilares::source::Source;

use super::cli::Context;
use super::input::{DEPTH, is_of_ruleset};

/// Files that a rule set may have.
const FILES: usize = 5_000;

/// Bytes that a rule set may have.
const BYTES: u64 = 64 * 1024 * 1024;

/// Where a rule set lies in a repository when nobody says: `rules/dipres`.
const FOLDER: &str = "rules/dipres";

/// Why a revision's rule set could not be read.
pub(super) enum Failure {
    /// There is no `git` program.
    NoGit(io::Error),
    /// The name begins with a dash or is empty.
    Refused,
    /// There is no such revision, or no repository.
    NoRevision,
    /// The revision has no such folder, or no files in it.
    NoFolder(String),
    /// There is more than is read.
    TooLarge,
    /// A file is no text.
    NoText(Box<Finding>),
}

/// A revision and the folder in it that a word names: `main:rules/dipres`, or `main` alone.
///
/// Without a folder it is that of `--rules`, by its place in its repository, or else `rules/dipres`.
pub(super) fn files(word: &str, context: &Context) -> Result<Files, Failure> {
    let here = Path::new(".");
    let (revision, folder) = match word.split_once(':') {
        Some((revision, folder)) => (revision, folder.trim_matches('/').to_owned()),
        None => (word, default_folder(context)?),
    };
    if revision.is_empty() || revision.starts_with('-') || folder.starts_with('-') {
        return Err(Failure::Refused);
    }
    let place = match (&context.rules, word.contains(':')) {
        (Some(rules), false) => rules.as_path(),
        _ => here,
    };
    read(place, revision, &folder, context.limit)
}

fn default_folder(context: &Context) -> Result<String, Failure> {
    let Some(rules) = &context.rules else { return Ok(FOLDER.to_owned()) };
    let prefix = run(rules, &["rev-parse", "--show-prefix"], Vec::new())?;
    let prefix = String::from_utf8_lossy(&prefix).trim_end().trim_end_matches('/').to_owned();
    Ok(prefix)
}

/// The texts of a folder of a revision.
fn read(place: &Path, revision: &str, folder: &str, limit: u64) -> Result<Files, Failure> {
    let commit = format!("{revision}^{{commit}}");
    let commit = run(place, &["rev-parse", "--verify", "--quiet", &commit], Vec::new())?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let mut list = vec!["ls-tree", "-r", "-z", "--full-tree", &commit];
    if !folder.is_empty() {
        list.extend(["--", folder]);
    }
    let listed = run(place, &list, Vec::new()).map_err(|failure| match failure {
        Failure::NoRevision => Failure::NoFolder(folder.to_owned()),
        other => other,
    })?;
    let entries: Vec<(String, String)> = listed
        .split(|byte| *byte == 0)
        .filter_map(|line| entry(std::str::from_utf8(line).ok()?, folder))
        .collect();
    if entries.is_empty() {
        return Err(Failure::NoFolder(folder.to_owned()));
    }
    if entries.len() > FILES {
        return Err(Failure::TooLarge);
    }
    let ids: String = entries.iter().map(|(id, _)| format!("{id}\n")).collect();
    let blobs = run(place, &["cat-file", "--batch"], ids.into_bytes())?;
    let texts = split(&blobs, entries.len()).ok_or(Failure::NoRevision)?;
    let mut files: Vec<(String, Arc<Source>)> = Vec::new();
    for ((_, path), text) in entries.into_iter().zip(texts) {
        if text.len() as u64 > limit {
            return Err(Failure::TooLarge);
        }
        let within = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let name = format!("{revision}:{within}{path}");
        let source = document::decode(&name, text.to_vec()).map_err(Failure::NoText)?;
        files.push((path, source));
    }
    Ok(Files::new(files))
}

/// The object and the path within the folder of a line of `ls-tree`, for ordinary files of a rule set.
fn entry(line: &str, folder: &str) -> Option<(String, String)> {
    let (about, path) = line.split_once('\t')?;
    let [mode, "blob", id] = about.split(' ').collect::<Vec<_>>()[..] else { return None };
    let inner = match folder {
        "" => path,
        folder => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    let wanted = mode.starts_with("100") && is_of_ruleset(Path::new(inner));
    (wanted && inner.matches('/').count() <= DEPTH).then(|| (id.to_owned(), inner.to_owned()))
}

/// The contents that `cat-file --batch` writes, each after a line with its size.
fn split(mut rest: &[u8], count: usize) -> Option<Vec<&[u8]>> {
    let mut texts = Vec::new();
    for _ in 0..count {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&rest[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        texts.push(rest.get(end + 1..end + 1 + size)?);
        rest = rest.get(end + 2 + size..)?;
    }
    Some(texts)
}

/// What `git` writes when it is given these arguments and this input.
fn run(place: &Path, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(place)
        .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"])
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::NoGit)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // `git` answers while it is asked: who only wrote or only read would wait for ever.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let mut written = Vec::new();
    let read = stdout.map(|stdout| stdout.take(BYTES + 1).read_to_end(&mut written));
    let too_large = written.len() as u64 > BYTES;
    if too_large {
        let _ = child.kill();
    }
    let ended = child.wait();
    let _ = writer.join();
    match (read, ended) {
        _ if too_large => Err(Failure::TooLarge),
        (Some(Ok(_)), Ok(status)) if status.success() => Ok(written),
        (Some(Err(error)), _) | (_, Err(error)) => Err(Failure::NoGit(error)),
        _ => Err(Failure::NoRevision),
    }
}

/// What to tell people of a word that names no rule set.
pub(super) fn told(word: &str, failure: &Failure, language: Language) -> String {
    let spanish = language == Language::Spanish;
    match (failure, spanish) {
        (Failure::NoGit(why), true) => format!(
            "error: `{word}` no es una carpeta, y no se pudo preguntar a git por una revisión: {why}\n"
        ),
        (Failure::NoGit(why), false) => format!(
            "error: `{word}` is no folder, and git could not be asked for a revision: {why}\n"
        ),
        (Failure::Refused, true) => {
            format!("error: `{word}` no es una carpeta ni puede ser una revisión\n")
        }
        (Failure::Refused, false) => {
            format!("error: `{word}` is no folder and cannot be a revision\n")
        }
        (Failure::NoRevision, true) => {
            format!("error: `{word}` no es una carpeta ni una revisión de git de esta carpeta\n")
        }
        (Failure::NoRevision, false) => {
            format!("error: `{word}` is neither a folder nor a git revision of this folder\n")
        }
        (Failure::NoFolder(folder), true) => format!(
            "error: la revisión `{word}` no tiene un conjunto de reglas en `{folder}`\n  ayuda: diga la carpeta así: `REVISIÓN:carpeta`\n"
        ),
        (Failure::NoFolder(folder), false) => format!(
            "error: the revision `{word}` has no rule set in `{folder}`\n  help: tell the folder like this: `REVISION:folder`\n"
        ),
        (Failure::TooLarge, true) => {
            format!("error: `{word}` tiene más de lo que se lee de un conjunto de reglas\n")
        }
        (Failure::TooLarge, false) => {
            format!("error: `{word}` has more than is read of a rule set\n")
        }
        (Failure::NoText(_), _) => String::new(),
    }
}
