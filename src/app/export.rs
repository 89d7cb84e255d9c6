//! What is written to the disk: new files, files replaced whole, and `pilares rules --export`, a copy of
//! the embedded rule set for who has no repository.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use pilares::finding::Language;
use pilares::rules;

use super::cli::Context;
use super::{Exit, input, output};

/// Writes every file of the embedded rule set to a folder that is new or empty.
pub(super) fn run(folder: &Path, context: &Context) -> Result<Exit, Exit> {
    let spanish = context.style.language == Language::Spanish;
    let shown = folder.display();
    match is_free(folder) {
        Ok(true) => {}
        Ok(false) => {
            output::complain(&match spanish {
                true => format!("error: {shown}: no está vacía; elija una carpeta nueva\n"),
                false => format!("error: {shown}: is not empty; choose a new folder\n"),
            })?;
            return Err(Exit::Failed);
        }
        Err(cause) => return unwritten(folder, &cause, context),
    }
    let files = rules::embedded(input::EMBEDDED);
    for path in files.paths() {
        let Some(source) = files.get(path) else { continue };
        let target = folder.join(path);
        if let Err(cause) = write_new(&target, source.text()) {
            return unwritten(&target, &cause, context);
        }
    }
    output::print(&match spanish {
        true => format!(
            "Reglas copiadas en {shown}\nPara usarlas: pilares check FORMULARIO --rules {shown}\nPara escribir una: lea {shown}/GUIA.md\n"
        ),
        false => {
            format!(
                "Rules copied to {shown}\nTo use them: pilares check FORM --rules {shown}\nTo write one: read {shown}/GUIA.md, in Spanish\n"
            )
        }
    })?;
    Ok(Exit::Sound)
}

/// Whether a folder is not there or empty.
fn is_free(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Writes a file that must not be there yet, and the folders above it.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// Says that a file or folder could not be written.
pub(super) fn unwritten<T>(path: &Path, cause: &io::Error, context: &Context) -> Result<T, Exit> {
    let why = why(cause, context.style.language);
    output::complain(&format!("error: {}: {why}\n", path.display()))?;
    Err(Exit::Failed)
}

/// Why something could not be written.
pub(super) fn why(cause: &io::Error, language: Language) -> String {
    let spanish = language == Language::Spanish;
    match (cause.kind(), spanish) {
        (ErrorKind::AlreadyExists, true) => "ya existe".to_owned(),
        (ErrorKind::AlreadyExists, false) => "already exists".to_owned(),
        (ErrorKind::PermissionDenied, true) => "no hay permiso para escribir ahí".to_owned(),
        (ErrorKind::NotADirectory, true) => "no es una carpeta".to_owned(),
        (ErrorKind::NotADirectory, false) => "is not a folder".to_owned(),
        _ => cause.to_string(),
    }
}
