//! `pilares verify`: makes a recorded result or a ficha again, and says whether it is the same.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::document::{self, Limits};
use pilares::evaluate::Evaluation;
use pilares::finding::Language;
use pilares::report::ficha::{self, Sealed};
use pilares::report::{self, Difference, Kind, Recorded, Stamp, Style, Unrecorded, View};
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
            "Rehace un resultado o una ficha y dice si es idéntico, o qué cambió",
            "Makes a result or a ficha again and says whether it is identical, or what changed",
        ))
        .override_usage(w("pilares verify [OPCIONES] RESULTADO", "pilares verify [OPTIONS] RESULT"))
        .arg(
            Arg::new("result")
                .value_name(w("RESULTADO", "RESULT"))
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Lo que escribió `pilares check --format json` (o una línea de `--jsonl`), o una ficha o planilla de `pilares report`",
                    "What `pilares check --format json` wrote (or one line of `--jsonl`), or a ficha or workbook of `pilares report`",
                )),
        )
        .arg(cli::on_file(words).help(w(
            "Dónde está el formulario; si no se dice, donde estaba, o junto a la ficha",
            "Where the form is; where it was, or beside the ficha, unless told",
        )))
        .arg(super::review::review(words).help(w(
            "Dónde está la revisión con que se hizo; si no se dice, donde estaba, o junto a la ficha",
            "Where the review is that it was made with; where it was, or beside the ficha, unless told",
        )))
}

/// Bytes that a result may have: with its evidence, many more than a form.
const RESULT: u64 = 256 * 1024 * 1024;

/// Makes a result or a ficha again; what differs is the command's finding.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let Some(path) = arguments.get_one::<PathBuf>("result") else { return Err(Exit::Failed) };
    let bytes = input::bytes_up_to(path, context.limit.max(RESULT), context)?;
    if let Some(sealed) = Sealed::read(&bytes) {
        let made = made_from(&sealed.stamp, path, arguments);
        return again(&made, None, arguments, context, |evaluation, review| {
            let style = Style { language: sealed.language, ..context.style };
            let Some(now) = ficha::written(sealed.format, evaluation, review, &style) else {
                return super::report::no_ficha(context);
            };
            Ok((Kind::Ficha, sealed.differences(&bytes, &now)))
        });
    }
    let text = String::from_utf8_lossy(&bytes);
    let recorded = match Recorded::read(&text) {
        Ok(recorded) => recorded,
        Err(wrong) => return unrecorded(path, wrong, context),
    };
    let stamp = recorded.stamp();
    let place = PathBuf::from(&stamp.source);
    let review = stamp.review.as_ref().map(PathBuf::from);
    let made = Made { stamp: &stamp, place, review };
    again(&made, recorded.rules_prefix(), arguments, context, |evaluation, _| {
        let view = View::new(evaluation);
        let again = match recorded.is_summary() {
            true => report::json_summary(&view),
            false => report::json(&view),
        };
        let Ok(again) = Recorded::read(&again) else { return Err(Exit::Failed) };
        Ok((Kind::Result, report::differences(&recorded, &again)))
    })
}

/// What was made before, and where what it was made from was.
struct Made<'m> {
    stamp: &'m Stamp,
    place: PathBuf,
    review: Option<PathBuf>,
}

/// A ficha does not say where things lay: they are looked for beside it, and the review where reviews
/// are kept.
fn made_from<'m>(stamp: &'m Stamp, ficha: &Path, arguments: &ArgMatches) -> Made<'m> {
    let place = ficha.with_file_name(&stamp.source);
    let form = arguments.get_one::<PathBuf>("on").unwrap_or(&place);
    let review = stamp.review.as_ref().map(|called| {
        let beside = ficha.with_file_name(called);
        if beside.is_file() { beside } else { super::review::chosen(None, form) }
    });
    Made { stamp, place, review }
}

/// Judges what something was made from, and tells how it differs from what comes out now.
fn again(
    made: &Made<'_>,
    rules_prefix: Option<&str>,
    arguments: &ArgMatches,
    context: &Context,
    differences: impl FnOnce(&Evaluation<'_>, Option<&Review>) -> Result<(Kind, Vec<Difference>), Exit>,
) -> Result<Exit, Exit> {
    let stamp = made.stamp;
    let place = arguments.get_one::<PathBuf>("on").unwrap_or(&made.place);
    let form = form(&stamp.source, place, context)?;
    let ruleset = ruleset(rules_prefix, context)?;
    let document = match input::read(&stamp.source, form) {
        Ok(document) => document,
        Err(findings) => {
            output::print(&report::findings(&findings, &context.style))?;
            return Ok(Exit::Findings);
        }
    };
    let review = match &stamp.review {
        Some(called) => Some(review(called, made, arguments, place, ruleset, context)?),
        None => None,
    };
    let evaluation = match &review {
        Some(review) => pilares::judge_with(ruleset, &document, review),
        None => pilares::judge(ruleset, &document),
    };
    let (kind, differences) = differences(&evaluation, review.as_ref())?;
    let place = place.display().to_string();
    output::print(&report::verified(kind, stamp, &place, &differences, &context.style))?;
    Ok(if differences.is_empty() { Exit::Sound } else { Exit::Findings })
}

/// The bytes of the submission, from where it is said to be.
fn form(called: &str, place: &Path, context: &Context) -> Result<Vec<u8>, Exit> {
    if place.is_file() {
        return input::bytes(place, context);
    }
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
fn ruleset(prefix: Option<&str>, context: &Context) -> Result<&'static Ruleset, Exit> {
    let files = input::files(context)?;
    match prefix {
        Some(prefix) => input::compiled(&files.called(prefix), context),
        None => input::compiled(&files, context),
    }
}

fn unrecorded<T>(path: &Path, wrong: Unrecorded, context: &Context) -> Result<T, Exit> {
    let spanish = context.style.language == Language::Spanish;
    let why = match (wrong, spanish) {
        (Unrecorded::NotJson(line, column), true) => {
            format!(
                "no trae el sello de una ficha, y no es JSON desde la línea {line}, columna {column}"
            )
        }
        (Unrecorded::NotJson(line, column), false) => {
            format!("has no seal of a ficha, and is not JSON from line {line}, column {column} on")
        }
        (Unrecorded::NotAResult, true) => {
            "no es el resultado de un formulario, ni trae el sello de una ficha".to_owned()
        }
        (Unrecorded::NotAResult, false) => {
            "is not the result of a form, and has no seal of a ficha".to_owned()
        }
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
    made: &Made<'_>,
    arguments: &ArgMatches,
    form: &Path,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Review, Exit> {
    let option = arguments.get_one::<PathBuf>("review");
    let place = match option {
        // A folder may have it under the name of another form, where the form is another.
        Some(folder) => {
            let chosen = super::review::chosen(option, form);
            let called = folder.join(Path::new(called).file_name().unwrap_or_default());
            if !chosen.is_file() && called.is_file() { called } else { chosen }
        }
        None => made.review.clone().unwrap_or_else(|| PathBuf::from(called)),
    };
    let (document, _) = super::review::file::read(&place, form, ruleset, context)?;
    let source = Source::new(called, document.source.text());
    Ok(review::read(&document::read(source, &Limits::default()), ruleset))
}
