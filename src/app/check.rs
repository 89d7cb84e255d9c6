//! `pilares check`: judges submissions.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use pilares::report::{self, View};
use pilares::rules::Ruleset;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("check")
        .visible_alias("revisar")
        .about(w(
            "Revisa formularios: veredictos, calificación y qué corregir",
            "Judges forms: verdicts, rating and what to correct",
        ))
        .override_usage(w("pilares check [OPCIONES] ARCHIVO…", "pilares check [OPTIONS] FILE…"))
        .arg(cli::files(words))
        .arg(cli::format(
            words,
            "terminal|concise|json|markdown",
            &["terminal", "concise", "json", "markdown"],
        ))
}

/// Judges every file; the gravest end is the command's.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let files = arguments.get_many::<PathBuf>("file").into_iter().flatten();
    let mut exit = Exit::Sound;
    for file in files {
        exit = exit.max(check(&ruleset, file, format, context)?);
    }
    Ok(exit)
}

/// Judges one file; one that cannot be read does not keep the next from being judged.
fn check(ruleset: &Ruleset, file: &Path, format: &str, context: &Context) -> Result<Exit, Exit> {
    let document = match input::submission(file, context) {
        Ok(Ok(document)) => document,
        Ok(Err(findings)) => {
            output::print(&match format {
                "json" => report::json_findings(&findings),
                "concise" => report::concise_findings(&findings, &context.style),
                _ => report::findings(&findings, &context.style),
            })?;
            return Ok(Exit::Failed);
        }
        Err(exit) => return Ok(exit),
    };
    let evaluation = pilares::judge(ruleset, &document);
    let view = View::new(&evaluation);
    output::print(&match format {
        "json" => report::json(&view),
        "concise" => report::concise(&view, &context.style),
        "markdown" => report::markdown(&view, &context.style),
        _ => report::terminal(&view, &context.style),
    })?;
    Ok(if evaluation.is_favourable() { Exit::Sound } else { Exit::Findings })
}
