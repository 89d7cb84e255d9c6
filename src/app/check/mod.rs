//! `pilares check`: judges submissions, one after another, a whole folder, or a stream of them.

mod fichas;
mod gather;
mod judging;
mod lines;
mod pile;
mod pipe;
mod progress;
mod service;
mod sink;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

pub(super) use gather::gather;
pub(super) use judging::reviewed;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pilares::evaluate::Evaluation;
use pilares::report::ci::Format;
use pilares::report::{self, View};
use pilares::rules::Ruleset;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};
use fichas::Fichas;
use progress::Progress;
use sink::Sink;

/// The formats: of each submission by itself, of the whole pile, and of services.
const FORMATS: [&str; 11] = [
    "terminal", "table", "html", "concise", "markdown", "json", "summary", "sarif", "junit",
    "github", "gitlab",
];

/// Submissions judged at the same time, at most.
const JOBS: u16 = 256;

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let formats = "terminal|table|html|concise|markdown|json|summary|sarif|junit|github|gitlab";
    Command::new("check")
        .visible_alias("revisar")
        .about(w(
            "Revisa formularios: veredictos, calificación y qué corregir",
            "Judges forms: verdicts, rating and what to correct",
        ))
        .override_usage(w(
            "pilares check [OPCIONES] ARCHIVO|CARPETA…\n       pilares check --jsonl < FORMULARIOS",
            "pilares check [OPTIONS] FILE|FOLDER…\n       pilares check --jsonl < FORMS",
        ))
        .arg(cli::files(words).required(false).required_unless_present("jsonl").help(w(
            "Formulario en YAML, o una carpeta de ellos; `-` lee la entrada estándar",
            "Form in YAML, or a folder of them; `-` reads standard input",
        )))
        .arg(cli::format(words, formats, &FORMATS).help(w(
            "Forma del informe; de una carpeta, la tabla (table) si no se dice",
            "Format of the report; of a folder, the table unless told",
        )))
        .arg(super::review::review(words))
        .args(own(words))
}

fn own(words: Words) -> [Arg; 4] {
    let w = |spanish, english| words.say(spanish, english);
    let option =
        |name: &'static str| Arg::new(name).long(name).help_heading(w("Opciones", "Options"));
    let jobs = value_parser!(u16).range(1..=i64::from(JOBS));
    [
        option("out").value_name(w("ARCHIVO", "FILE")).value_parser(value_parser!(PathBuf)).help(
            w(
                "Dónde escribir el informe; si no se dice, en la salida",
                "Where to write the report; standard output unless told",
            ),
        ),
        option("fichas").action(ArgAction::SetTrue).help(w(
            "Con `--format html --out pila.html`, escribe también la ficha de cada formulario, en `pila-fichas`, y las enlaza",
            "With `--format html --out pila.html`, also writes the ficha of each form, to `pila-fichas`, and links to them",
        )),
        option("jsonl").action(ArgAction::SetTrue).conflicts_with_all(["file", "review", "fichas"]).help(w(
            "Lee formularios de la entrada, uno por línea en JSON, y escribe sus resultados",
            "Reads forms from standard input, one a line in JSON, and writes their results",
        )),
        option("jobs").value_name("N").value_parser(jobs).help(w(
            "Cuántos formularios revisar a la vez; si no se dice, según el computador",
            "How many forms to judge at a time; as the computer is unless told",
        )),
    ]
}

/// What every way of checking needs.
struct Desk<'d> {
    ruleset: &'d Ruleset,
    review: Option<&'d PathBuf>,
    format: &'d str,
    jobs: usize,
    context: &'d Context,
}

/// Judges what was asked for; the gravest end is the command's.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let ruleset = input::ruleset_for("check", format, context)?;
    let review = arguments.get_one::<PathBuf>("review");
    let desk = Desk { ruleset, review, format, jobs: jobs(arguments), context };
    let out = arguments.get_one::<PathBuf>("out");
    let open = || Sink::open(out, context);
    if arguments.get_flag("jsonl") {
        return lines::run(&desk, open()?);
    }
    let given = arguments.get_many::<PathBuf>("file").into_iter().flatten();
    let gathered = gather(given, context)?;
    let files = &gathered.files;
    if review.is_some_and(|review| !review.is_dir()) && files.len() > 1 {
        return judging::one_review(context);
    }
    let fichas = match (arguments.get_flag("fichas"), format, out) {
        (false, ..) => None,
        (true, "html", Some(_)) if ruleset.ficha.is_none() => {
            return super::report::no_ficha(context);
        }
        (true, "html", Some(page)) => Some(Fichas::beside(page, files, context)?),
        (true, ..) => return fichas::no_page(context),
    };
    match (Format::named(format), format) {
        (Some(service), _) => service::run(&desk, files, service, open()?),
        (None, "table" | "html") => pile::run(&desk, files, open()?, fichas.as_ref()),
        (None, "terminal") if gathered.folders => {
            pile::run(&Desk { format: "table", ..desk }, files, open()?, None)
        }
        _ => each(&desk, files, open()?),
    }
}

/// How many submissions to judge at a time.
fn jobs(arguments: &ArgMatches) -> usize {
    let asked = arguments.get_one::<u16>("jobs").map(|jobs| usize::from(*jobs));
    let found = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    asked.unwrap_or_else(found).clamp(1, usize::from(JOBS))
}

/// A report of its own for each file, in the order given; several in JSON are one value, a list.
fn each(desk: &Desk<'_>, files: &[PathBuf], mut sink: Sink) -> Result<Exit, Exit> {
    let list = ["json", "summary"].contains(&desk.format) && files.len() > 1;
    let (mut exit, mut before) = (Exit::Sound, if list { "[\n" } else { "" });
    let progress = Progress::of(files.len(), sink.is_terminal(), desk.context);
    pipe::ordered(
        desk.jobs,
        files.iter(),
        |file| tell(desk, file),
        |told| {
            sink.write(before)?;
            sink.write(&told.report)?;
            output::complain(&told.complaint)?;
            before = if list { ",\n" } else { "" };
            exit = exit.max(told.exit);
            progress.step();
            Ok(())
        },
    )?;
    progress.end();
    if list {
        sink.write("]\n")?;
    }
    sink.close(files.len(), desk.context)?;
    Ok(exit)
}

/// What is to be written of a file, and said aloud.
struct Told {
    report: String,
    complaint: String,
    exit: Exit,
}

/// Judges one file; one that cannot be read does not keep the next from being judged.
fn tell(desk: &Desk<'_>, file: &Path) -> Told {
    let style = &desk.context.style;
    let document = match input::submission(file, desk.context) {
        Ok(document) => document,
        Err(unread) => {
            let report = match desk.format {
                "json" | "summary" => report::json_findings(&unread.findings),
                _ if !unread.complaint.is_empty() => String::new(),
                "concise" => report::concise_findings(&unread.findings, style),
                _ => report::findings(&unread.findings, style),
            };
            return Told { report, complaint: unread.complaint, exit: Exit::Failed };
        }
    };
    let (evaluation, complaint) = match desk.judged(file, &document) {
        Ok(judged) => judged,
        Err(exit) => return Told { report: String::new(), complaint: String::new(), exit },
    };
    let view = View::new(&evaluation);
    let report = match desk.format {
        "json" => report::json(&view),
        "summary" => report::json_summary(&view),
        "concise" => report::concise(&view, style),
        "markdown" => report::markdown(&view, style),
        _ => report::terminal(&view, style),
    };
    Told { report, complaint, exit: end(&evaluation) }
}

/// How a command ends that judged a submission.
fn end(evaluation: &Evaluation<'_>) -> Exit {
    if evaluation.is_favourable() { Exit::Sound } else { Exit::Findings }
}
