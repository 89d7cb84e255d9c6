//! Why something cannot be verified, in words.

use std::path::Path;

use pilares::finding::Language;
use pilares::report::Unrecorded;

use super::super::cli::Context;
use super::super::{Exit, output};

/// Says that the form is not where it is said to be.
pub(super) fn no_form<T>(called: &str, place: &Path, context: &Context) -> Result<T, Exit> {
    let place = place.display();
    let stream = called.starts_with("<stdin>");
    output::complain(&match (context.style.language, stream) {
        (Language::Spanish, false) => format!(
            "error: {place}: ahí no está el formulario con que se hizo\n  ayuda: si se movió, diga dónde está con `--on ARCHIVO`\n"
        ),
        (Language::English, false) => format!(
            "error: {place}: the form that it was made from is not there\n  help: if it was moved, say where it is with `--on FILE`\n"
        ),
        (Language::Spanish, true) => format!(
            "error: el formulario llegó por la entrada ({place}) y no está en un archivo\n  ayuda: diga cuál es, o en qué flujo está su línea, con `--on ARCHIVO`\n"
        ),
        (Language::English, true) => format!(
            "error: the form came from standard input ({place}) and is in no file\n  help: say which it is, or which stream has its line, with `--on FILE`\n"
        ),
    })?;
    Err(Exit::Failed)
}

/// Says why a file has no result.
pub(super) fn unrecorded<T>(path: &Path, wrong: &Unrecorded, context: &Context) -> Result<T, Exit> {
    let why = why(wrong, context.style.language);
    output::complain(&format!("error: {}: {why}\n", path.display()))?;
    Err(Exit::Failed)
}

/// Why one of several, by its number from 1, is no result.
pub(super) fn unrecorded_of(number: usize, wrong: &Unrecorded, context: &Context) -> String {
    let why = why(wrong, context.style.language);
    match context.style.language {
        Language::Spanish => format!("error: el resultado {number} {why}\n\n"),
        Language::English => format!("error: result {number} {why}\n\n"),
    }
}

fn why(wrong: &Unrecorded, language: Language) -> String {
    match (wrong, language) {
        (Unrecorded::NotJson(line, column), Language::Spanish) => format!(
            "no trae el sello de una ficha, y no es JSON desde la línea {line}, columna {column}"
        ),
        (Unrecorded::NotJson(line, column), Language::English) => {
            format!("has no seal of a ficha, and is not JSON from line {line}, column {column} on")
        }
        (Unrecorded::Repeated(key, line), Language::Spanish) => format!(
            "repite la clave {} (línea {line}): cada lector vería uno de los dos valores, y no el mismo",
            quoted(key)
        ),
        (Unrecorded::Repeated(key, line), Language::English) => format!(
            "has the key {} twice (line {line}): each reader would see one of the two values, and not \
             the same",
            quoted(key)
        ),
        (Unrecorded::NotAResult, Language::Spanish) => {
            "no es el resultado de un formulario, ni trae el sello de una ficha".to_owned()
        }
        (Unrecorded::NotAResult, Language::English) => {
            "is not the result of a form, and has no seal of a ficha".to_owned()
        }
        (Unrecorded::NotStamped, Language::Spanish) => {
            "no dice de qué se hizo: es de una versión anterior".to_owned()
        }
        (Unrecorded::NotStamped, Language::English) => {
            "does not say what it was made from: it is of an earlier version".to_owned()
        }
    }
}

/// A key as it can be shown: on one line, and no longer than one.
fn quoted(key: &str) -> String {
    format!("`{}`", key.chars().take(60).collect::<String>().escape_debug())
}
