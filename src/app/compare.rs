//! `pilares compare`: two rounds of one form.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::document::Document;
use pilares::evaluate::Evaluation;
use pilares::report;
use pilares::rules::Ruleset;
use pilares::verify;

use super::cli::{self, Context, Words};
use super::{Exit, input, output, review};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let form = |name: &'static str, value, help: &'static str| {
        Arg::new(name)
            .value_name(value)
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help_heading(w("Argumentos", "Arguments"))
            .help(help)
    };
    Command::new("compare")
        .visible_alias("comparar")
        .about(w(
            "Compara dos versiones de un formulario: campos, hallazgos, veredictos y respuestas",
            "Compares two versions of a form: fields, findings, verdicts and answers",
        ))
        .override_usage(w(
            "pilares compare [OPCIONES] ANTES AHORA",
            "pilares compare [OPTIONS] OLD NEW",
        ))
        .arg(form("old", w("ANTES", "OLD"), w("La versión anterior", "The old version")))
        .arg(form("new", w("AHORA", "NEW"), w("La versión nueva", "The new version")))
        .arg(cli::format(words, "terminal|markdown|json", &["terminal", "markdown", "json"]))
        .arg(review::review(words).id("old-review").long("old-review").help(w(
            "Revisión de la versión anterior; la misma que la de la nueva si no se dice",
            "Review of the old version; the same as that of the new one unless told",
        )))
        .arg(review::review(words).help(w(
            "Revisión de la versión nueva; la misma que la de la anterior si no se dice",
            "Review of the new version; the same as that of the old one unless told",
        )))
}

/// Compares; ends with 0 where the new version is rated favourably, as `check` does, and else with 1.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let path = |name| arguments.get_one::<PathBuf>(name);
    let (old, new) = (path("old").ok_or(Exit::Failed)?, path("new").ok_or(Exit::Failed)?);
    let documents = (input::readable(old, context)?, input::readable(new, context)?);
    let first = path("old-review").or(path("review"));
    let second = path("review").or(path("old-review"));
    let before = judged(ruleset, &documents.0, old, first, context)?;
    let after = judged(ruleset, &documents.1, new, second, context)?;
    let comparison = verify::compare(&before, &after);
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    output::print(&match format {
        "json" => report::rounds_json(&comparison),
        "markdown" => report::rounds_markdown(&comparison, &context.style),
        _ => report::rounds(&comparison, &context.style),
    })?;
    Ok(if after.is_favourable() { Exit::Sound } else { Exit::Findings })
}

/// A version judged, with its review where one was named.
fn judged<'e>(
    ruleset: &'e Ruleset,
    document: &'e Document,
    form: &Path,
    named: Option<&PathBuf>,
    context: &Context,
) -> Result<Evaluation<'e>, Exit> {
    let Some(named) = named else { return Ok(pilares::judge(ruleset, document)) };
    let path = review::chosen(Some(named), form);
    let (_, review) = review::file::read(&path, form, ruleset, context)?;
    Ok(pilares::judge_with(ruleset, document, &review))
}
