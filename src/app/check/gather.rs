//! Which files are submissions: those named, and those that lie in the folders named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pilares::finding::Language;

use super::super::cli::Context;
use super::super::{Exit, input, output};

/// How deep folders may nest.
const DEPTH: usize = 16;

/// Submissions that a command takes.
const MOST: usize = 1_000_000;

/// The ends of the names of files that lie beside a submission and are none.
const BESIDE: [&str; 2] = [".expected", ".review"];

/// What the command line named.
pub(in super::super) struct Gathered {
    /// The submissions: those of each name in the order given, those of a folder by their path.
    pub files: Vec<PathBuf>,
    /// Whether a folder was among the names.
    pub folders: bool,
}

/// Finds the submissions; a folder that cannot be read, or holds none, is said so.
///
/// Records and reviews, which lie beside forms, are none: those that are named, as a shell names all that lie
/// in a folder, are left aside, and that is said. Any other file that is named is taken whatever it is called.
/// In folders, links are not followed and hidden files are left alone.
pub(in super::super) fn gather<'p>(
    given: impl Iterator<Item = &'p PathBuf>,
    context: &Context,
) -> Result<Gathered, Exit> {
    let mut gathered = Gathered { files: Vec::new(), folders: false };
    let mut aside: Vec<&PathBuf> = Vec::new();
    for path in given {
        if path == Path::new("-") || !path.is_dir() {
            match is_beside(path) {
                true => aside.push(path),
                false => gathered.files.push(path.clone()),
            }
            continue;
        }
        gathered.folders = true;
        let before = gathered.files.len();
        match submissions(path, DEPTH, &mut gathered.files) {
            Ok(()) if gathered.files.len() > MOST => return too_many(path, context),
            Ok(()) if gathered.files.len() == before => return empty(path, context),
            Ok(()) => {}
            Err((path, cause)) => return input::unreadable_path(&path, cause, context),
        }
    }
    match (aside.first(), gathered.files.is_empty()) {
        (Some(first), true) => empty(first, context),
        (Some(_), false) => {
            left_aside(aside.len(), context)?;
            Ok(gathered)
        }
        (None, _) => Ok(gathered),
    }
}

/// Says that some of the files that were named are no forms.
fn left_aside(count: usize, context: &Context) -> Result<(), Exit> {
    output::complain(&match (context.style.language, count) {
        (Language::Spanish, 1) => {
            "nota: se deja de lado 1 archivo que no es un formulario (.expected.yaml o .review.yaml)\n"
                .to_owned()
        }
        (Language::Spanish, _) => format!(
            "nota: se dejan de lado {count} archivos que no son formularios (.expected.yaml o .review.yaml)\n"
        ),
        (Language::English, 1) => {
            "note: 1 file that is no form is left aside (.expected.yaml or .review.yaml)\n".to_owned()
        }
        (Language::English, _) => format!(
            "note: {count} files that are no forms are left aside (.expected.yaml or .review.yaml)\n"
        ),
    })
}

/// The submissions in a folder and in those within, by path.
fn submissions(
    folder: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |cause| (folder.to_owned(), cause);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        entries.push((entry.path(), entry.file_type().map_err(failed)?));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (path, kind) in entries {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if hidden || files.len() > MOST {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            submissions(&path, depth - 1, files)?;
        } else if kind.is_file() && is_submission(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_submission(path: &Path) -> bool {
    input::ends_as_form(path) && !is_beside(path)
}

/// Whether a file is called as those are that lie beside a submission.
fn is_beside(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    input::ends_as_form(path) && BESIDE.iter().any(|end| input::ends_with(&stem, end))
}

fn empty<T>(folder: &Path, context: &Context) -> Result<T, Exit> {
    let folder = folder.display();
    output::complain(&match context.style.language {
        Language::Spanish => format!(
            "error: {folder}: no hay ningún formulario\n  ayuda: los formularios son archivos .yaml o .yml; los que terminan en .expected.yaml o .review.yaml no lo son\n"
        ),
        Language::English => format!(
            "error: {folder}: there is no form\n  help: forms are files .yaml or .yml; those that end in .expected.yaml or .review.yaml are none\n"
        ),
    })?;
    Err(Exit::Failed)
}

fn too_many<T>(folder: &Path, context: &Context) -> Result<T, Exit> {
    let folder = folder.display();
    output::complain(&match context.style.language {
        Language::Spanish => format!("error: {folder}: hay más de {MOST} formularios\n"),
        Language::English => format!("error: {folder}: there are more than {MOST} forms\n"),
    })?;
    Err(Exit::Failed)
}
