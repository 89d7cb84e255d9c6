//! `pilares verify`: makes a recorded result again, and says whether it is the same.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::document::{self, Limits};
use pilares::finding::Language;
use pilares::report::{self, Recorded, Unrecorded, View};
use pilares::review::{self, Review};
use pilares::rules::Ruleset;
use pilares::source::Source;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("verify")
        .visible_alias("verificar")
        .about(w(
            "Rehace un resultado guardado y dice si es idéntico, o qué cambió",
            "Makes a recorded result again and says whether it is identical, or what changed",
        ))
        .override_usage(w("pilares verify [OPCIONES] RESULTADO", "pilares verify [OPTIONS] RESULT"))
        .arg(
            Arg::new("result")
                .value_name(w("RESULTADO", "RESULT"))
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Lo que escribió `pilares check --format json`, o una línea de `--jsonl`",
                    "What `pilares check --format json` wrote, or one line of `--jsonl`",
                )),
        )
        .arg(cli::on_file(words).help(w(
            "Dónde está el formulario; si no se dice, donde estaba",
            "Where the form is; where it was, unless told",
        )))
        .arg(super::review::review(words).help(w(
            "Dónde está la revisión con que se hizo; si no se dice, donde estaba",
            "Where the review is that it was made with; where it was, unless told",
        )))
}

/// Bytes that a result may have: with its evidence, many more than a form.
const RESULT: u64 = 256 * 1024 * 1024;

/// Makes a result again; what differs is the command's finding.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let Some(path) = arguments.get_one::<PathBuf>("result") else { return Err(Exit::Failed) };
    let bytes = input::bytes_up_to(path, context.limit.max(RESULT), context)?;
    let text = String::from_utf8_lossy(&bytes);
    let recorded = match Recorded::read(&text) {
        Ok(recorded) => recorded,
        Err(wrong) => return unrecorded(path, wrong, context),
    };
    let on = arguments.get_one::<PathBuf>("on").cloned();
    let place = on.unwrap_or_else(|| PathBuf::from(recorded.source()));
    let form = form(&recorded, &place, context)?;
    let ruleset = ruleset(&recorded, context)?;
    let document = match input::read(recorded.source(), form) {
        Ok(document) => document,
        Err(findings) => {
            output::print(&report::findings(&findings, &context.style))?;
            return Ok(Exit::Findings);
        }
    };
    let review = match recorded.review() {
        Some(called) => Some(review(called, arguments, &place, &ruleset, context)?),
        None => None,
    };
    let evaluation = match &review {
        Some(review) => pilares::judge_with(&ruleset, &document, review),
        None => pilares::judge(&ruleset, &document),
    };
    let view = View::new(&evaluation);
    let again = match recorded.is_summary() {
        true => report::json_summary(&view),
        false => report::json(&view),
    };
    let Ok(again) = Recorded::read(&again) else { return Err(Exit::Failed) };
    let differences = report::differences(&recorded, &again);
    let place = place.display().to_string();
    output::print(&report::verified(&recorded, &place, &differences, &context.style))?;
    Ok(if differences.is_empty() { Exit::Sound } else { Exit::Findings })
}

/// The bytes of the submission, from where it is said to be.
fn form(recorded: &Recorded, place: &Path, context: &Context) -> Result<Vec<u8>, Exit> {
    if place.is_file() {
        return input::bytes(place, context);
    }
    let place = place.display();
    let stream = recorded.source().starts_with("<stdin>");
    output::complain(&match (context.style.language, stream) {
        (Language::Spanish, false) => format!(
            "error: {place}: ahí no está el formulario del resultado\n  ayuda: si se movió, diga dónde está con `--on ARCHIVO`\n"
        ),
        (Language::English, false) => format!(
            "error: {place}: the form of the result is not there\n  help: if it was moved, say where it is with `--on FILE`\n"
        ),
        (Language::Spanish, true) => format!(
            "error: el formulario llegó por la entrada ({place}) y no está en un archivo\n  ayuda: diga cuál es con `--on ARCHIVO`\n"
        ),
        (Language::English, true) => format!(
            "error: the form came from standard input ({place}) and is in no file\n  help: say which it is with `--on FILE`\n"
        ),
    })?;
    Err(Exit::Failed)
}

/// The rule set, its files called as they were when the result was written: where a copy of the rules
/// lies is no difference.
fn ruleset(recorded: &Recorded, context: &Context) -> Result<Ruleset, Exit> {
    let files = input::files(context)?;
    match recorded.rules_prefix() {
        Some(prefix) => input::compiled(&files.called(prefix), context),
        None => input::compiled(&files, context),
    }
}

fn unrecorded<T>(path: &Path, wrong: Unrecorded, context: &Context) -> Result<T, Exit> {
    let spanish = context.style.language == Language::Spanish;
    let why = match (wrong, spanish) {
        (Unrecorded::NotJson(line, column), true) => {
            format!("no es JSON desde la línea {line}, columna {column}")
        }
        (Unrecorded::NotJson(line, column), false) => {
            format!("is not JSON from line {line}, column {column} on")
        }
        (Unrecorded::NotAResult, true) => "no es el resultado de un formulario".to_owned(),
        (Unrecorded::NotAResult, false) => "is not the result of a form".to_owned(),
        (Unrecorded::NotStamped, true) => {
            "no dice de qué se hizo: es de una versión anterior".to_owned()
        }
        (Unrecorded::NotStamped, false) => {
            "does not say what it was made from: it is of an earlier version".to_owned()
        }
    };
    output::complain(&format!("error: {}: {why}\n", path.display()))?;
    Err(Exit::Failed)
}

/// The review that the result was made with, from where it is said to be, called as it was.
fn review(
    called: &str,
    arguments: &ArgMatches,
    form: &Path,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Review, Exit> {
    let option = arguments.get_one::<PathBuf>("review");
    let place = match option {
        Some(_) => super::review::chosen(option, form),
        None => PathBuf::from(called),
    };
    let (document, _) = super::review::file::read(&place, form, ruleset, context)?;
    let source = Source::new(called, document.source.text());
    Ok(review::read(&document::read(source, &Limits::default()), ruleset))
}
