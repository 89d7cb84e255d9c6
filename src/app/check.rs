//! `pilares check`: judges submissions.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use pilares::document::Document;
use pilares::evaluate::Evaluation;
use pilares::finding::Language;
use pilares::report::ci::{self, Format};
use pilares::report::{self, View};
use pilares::review::Review;
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
        .arg(super::review::review(words))
}

/// Judges every file; the gravest end is the command's.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let ruleset = input::ruleset_for("check", format, context)?;
    let review = arguments.get_one::<PathBuf>("review");
    let files: Vec<&PathBuf> = arguments.get_many("file").into_iter().flatten().collect();
    if review.is_some_and(|review| !review.is_dir()) && files.len() > 1 {
        return one_review(context);
    }
    if let Some(service) = Format::named(format) {
        return for_service(&ruleset, &files, review, service, context);
    }
    // Several documents are one JSON value: a list of them.
    let list = format == "json" && files.len() > 1;
    let mut exit = Exit::Sound;
    for (index, file) in files.iter().enumerate() {
        if list {
            output::print(if index == 0 { "[\n" } else { ",\n" })?;
        }
        exit = exit.max(check(&ruleset, file, review, format, context)?);
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
    review: Option<&PathBuf>,
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
                let evaluation = judged(ruleset, file, &document, review, context)?;
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
fn check(
    ruleset: &Ruleset,
    file: &Path,
    review: Option<&PathBuf>,
    format: &str,
    context: &Context,
) -> Result<Exit, Exit> {
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
    let evaluation = judged(ruleset, file, &document, review, context)?;
    let view = View::new(&evaluation);
    output::print(&match format {
        "json" => report::json(&view),
        "concise" => report::concise(&view, &context.style),
        "markdown" => report::markdown(&view, &context.style),
        _ => report::terminal(&view, &context.style),
    })?;
    Ok(if evaluation.is_favourable() { Exit::Sound } else { Exit::Findings })
}

/// Judges a document, with its review where one counts.
fn judged<'e>(
    ruleset: &'e Ruleset,
    file: &Path,
    document: &'e Document,
    review: Option<&PathBuf>,
    context: &Context,
) -> Result<Evaluation<'e>, Exit> {
    Ok(match reviewed(ruleset, file, review, context)? {
        Some(review) => pilares::judge_with(ruleset, document, &review),
        None => pilares::judge(ruleset, document),
    })
}

/// The review to count: the one that was named, or that of the form in the folder that was named.
///
/// A review that nobody named does not count; that it is there is said beside the result.
fn reviewed(
    ruleset: &Ruleset,
    file: &Path,
    review: Option<&PathBuf>,
    context: &Context,
) -> Result<Option<Review>, Exit> {
    let path = super::review::chosen(review, file);
    match review {
        None if path.exists() && file != Path::new("-") => {
            hint(&path, context)?;
            Ok(None)
        }
        None => Ok(None),
        Some(folder) if folder.is_dir() && !path.exists() => Ok(None),
        Some(_) => Ok(Some(super::review::file::read(&path, file, ruleset, context)?.1)),
    }
}

fn hint(path: &Path, context: &Context) -> Result<(), Exit> {
    let path = input::quoted(path);
    output::complain(&match context.style.language {
        Language::Spanish => {
            format!("nota: hay una revisión de este formulario; para contarla: --review {path}\n")
        }
        Language::English => {
            format!("note: there is a review of this form; to count it: --review {path}\n")
        }
    })
}

/// One review is of one form.
fn one_review(context: &Context) -> Result<Exit, Exit> {
    output::complain(match context.style.language {
        Language::Spanish => {
            "error: una revisión es de un formulario, y aquí hay varios\n  \
             ayuda: indique con `--review` la carpeta de las revisiones\n"
        }
        Language::English => {
            "error: a review is of one form, and here are several\n  \
             help: give `--review` the folder of the reviews\n"
        }
    })?;
    Err(Exit::Failed)
}
