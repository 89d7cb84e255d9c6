//! `pilares check`: judges submissions.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use pilares::report::ci::{self, Format};
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
            "terminal|concise|markdown|json|sarif|junit|github|gitlab",
            &["terminal", "concise", "markdown", "json", "sarif", "junit", "github", "gitlab"],
        ))
}

/// Judges every file; the gravest end is the command's.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let ruleset = input::ruleset_for("check", format, context)?;
    let files: Vec<&PathBuf> = arguments.get_many("file").into_iter().flatten().collect();
    if let Some(service) = Format::named(format) {
        return for_service(&ruleset, &files, service, context);
    }
    // Several documents are one JSON value: a list of them.
    let list = format == "json" && files.len() > 1;
    let mut exit = Exit::Sound;
    for (index, file) in files.iter().enumerate() {
        if list {
            output::print(if index == 0 { "[\n" } else { ",\n" })?;
        }
        exit = exit.max(check(&ruleset, file, format, context)?);
    }
    if list {
        output::print("]\n")?;
    }
    Ok(exit)
}

/// Judges every file and tells of all in one document.
fn for_service(
    ruleset: &Ruleset,
    files: &[&PathBuf],
    format: Format,
    context: &Context,
) -> Result<Exit, Exit> {
    let mut told = ci::Run::new("check", context.style.language);
    told.add_ruleset(ruleset);
    let mut exit = Exit::Sound;
    let here = std::env::current_dir().unwrap_or_default();
    for file in files {
        // Services know files by their path in the repository, where commands run.
        let file = file.strip_prefix(&here).unwrap_or(file);
        exit = exit.max(match input::submission_or_findings(file, context) {
            Ok(document) => {
                let evaluation = pilares::judge(ruleset, &document);
                told.add_evaluation(&View::new(&evaluation));
                if evaluation.is_favourable() { Exit::Sound } else { Exit::Findings }
            }
            Err(findings) => {
                told.add_unreadable(&input::name(file), &findings);
                Exit::Failed
            }
        });
    }
    output::print(&ci::render(format, &told))?;
    Ok(exit)
}

/// Judges one file; one that cannot be read does not keep the next from being judged.
fn check(ruleset: &Ruleset, file: &Path, format: &str, context: &Context) -> Result<Exit, Exit> {
    let document = match format {
        "json" => Ok(input::submission_or_findings(file, context)),
        _ => input::submission(file, context),
    };
    let document = match document {
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
