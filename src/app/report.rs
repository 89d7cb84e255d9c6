//! `pilares report`: the evaluation ficha of a form, and its findings as a workbook.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::evaluate::Evaluation;
use pilares::finding::Language;
use pilares::report::{self, ficha};
use pilares::review::{self, Review};

use super::cli::{Context, Words};
use super::{Exit, check, export, input, output, whole};

/// A format: its names, the first its own, and how its files end.
const FORMATS: [(&[&str], &str); 5] = [
    (&["ficha", "markdown"], "md"),
    (&["html"], "html"),
    (&["pdf"], "pdf"),
    (&["xlsx", "planilla"], "xlsx"),
    (&["draft", "borrador"], "yaml"),
];

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let names = FORMATS.iter().flat_map(|(names, _)| names.iter().copied());
    Command::new("report")
        .visible_alias("informe")
        .about(w(
            "Escribe la ficha de evaluación de un formulario, o la planilla de sus hallazgos",
            "Writes the evaluation ficha of a form, or the workbook of its findings",
        ))
        .override_usage(w(
            "pilares report [OPCIONES] FORMULARIO",
            "pilares report [OPTIONS] FORM",
        ))
        .arg(
            Arg::new("file")
                .value_name(w("FORMULARIO", "FORM"))
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Formulario en YAML; `-` lee la entrada estándar",
                    "Form in YAML; `-` reads standard input",
                )),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("ficha|html|pdf|xlsx|draft")
                .value_parser(names.collect::<Vec<_>>())
                .hide_possible_values(true)
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Forma: ficha (Markdown), html, pdf, xlsx (hallazgos) o draft (comentarios para la revisión); si no se dice, la del nombre de --out",
                    "Form: ficha (Markdown), html, pdf, xlsx (findings) or draft (comments for the review); that of the name of --out unless told",
                )),
        )
        .arg(super::review::review(words))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(w("ARCHIVO", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Dónde escribirlo; si no se dice, en la salida",
                    "Where to write it; standard output unless told",
                )),
        )
}

/// Writes the report; what is wrong with the review is said beside it.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let file = arguments.get_one::<PathBuf>("file").ok_or(Exit::Failed)?;
    let out = arguments.get_one::<PathBuf>("out");
    let document = input::readable(file, context)?;
    let (review, beside) = check::reviewed(ruleset, file, arguments.get_one("review"), context)?;
    output::complain(&beside)?;
    let evaluation = match &review {
        Some(review) => pilares::judge_with(ruleset, &document, review),
        None => pilares::judge(ruleset, &document),
    };
    let format = format(arguments, out.map(PathBuf::as_path));
    let bytes = bytes(format, &evaluation, review.as_ref(), context)?;
    let wrong = evaluation.review.as_ref().map_or(&[][..], |review| &review.findings);
    if !wrong.is_empty() {
        output::complain(&report::findings(wrong, &context.style))?;
    }
    match out {
        Some(path) => written(path, &bytes, context)?,
        None if is_binary(format) && io::stdout().is_terminal() => return unseen(format, context),
        None => output::print_bytes(&bytes)?,
    }
    Ok(if wrong.is_empty() { Exit::Sound } else { Exit::Findings })
}

/// The format asked for, or that of the file's name, or the first.
fn format(arguments: &ArgMatches, out: Option<&Path>) -> &'static str {
    let own = |position: Option<&(&[&'static str], &str)>| position.map(|(names, _)| names[0]);
    if let Some(word) = arguments.get_one::<String>("format") {
        let asked = own(FORMATS.iter().find(|(names, _)| names.contains(&word.as_str())));
        return asked.unwrap_or(FORMATS[0].0[0]);
    }
    let end = out.and_then(|path| path.extension()).map(|end| end.to_string_lossy().to_lowercase());
    own(FORMATS.iter().find(|(_, ends)| end.as_deref() == Some(*ends))).unwrap_or(FORMATS[0].0[0])
}

fn is_binary(format: &str) -> bool {
    matches!(format, "pdf" | "xlsx")
}

fn bytes(
    format: &str,
    evaluation: &Evaluation<'_>,
    review: Option<&Review>,
    context: &Context,
) -> Result<Vec<u8>, Exit> {
    if format == "draft" {
        let comments = ficha::draft(evaluation, review).ok_or(Exit::Failed);
        let comments = comments.or_else(|_| no_ficha(context))?;
        return Ok(review::comments(&comments, &evaluation.ruleset.policy).into_bytes());
    }
    let format = match format {
        "xlsx" => ficha::Format::Xlsx,
        "html" => ficha::Format::Html,
        "pdf" => ficha::Format::Pdf,
        _ => ficha::Format::Markdown,
    };
    match ficha::written(format, evaluation, review, &context.style) {
        Some(bytes) => Ok(bytes),
        None => no_ficha(context),
    }
}

fn written(path: &Path, bytes: &[u8], context: &Context) -> Result<(), Exit> {
    if let Err(cause) = whole::write(path, bytes) {
        return export::unwritten(path, &cause, context);
    }
    let shown = path.display();
    output::complain(&match context.style.language {
        Language::Spanish => format!("Escrito: {shown}\n"),
        Language::English => format!("Written: {shown}\n"),
    })
}

/// The rule set does not say how a ficha is laid out.
pub(super) fn no_ficha<T>(context: &Context) -> Result<T, Exit> {
    output::complain(context.words.say(
        "error: este conjunto de reglas no dice cómo es la ficha (`ficha:` en ruleset.yaml)\n",
        "error: this rule set does not say how the ficha is laid out (`ficha:` in ruleset.yaml)\n",
    ))?;
    Err(Exit::Failed)
}

/// A terminal shows no bytes.
fn unseen<T>(format: &str, context: &Context) -> Result<T, Exit> {
    output::complain(&match context.style.language {
        Language::Spanish => {
            format!(
                "error: un terminal no muestra {format}\n  ayuda: diga dónde escribirlo con --out\n"
            )
        }
        Language::English => {
            format!(
                "error: a terminal does not show {format}\n  help: say where to write it with --out\n"
            )
        }
    })?;
    Err(Exit::Failed)
}
