//! `pilares eval`: an expression, alone, on a submission, or many as JSON lines.

use std::io::{self, BufRead};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Arg, ArgAction, ArgMatches, Command};
use pilares::document::{Document, Limits};
use pilares::evaluate;
use pilares::feel::{self, Context as Names, Failure, Scope};
use pilares::report;
use pilares::rules::{Expression, Ruleset};
use pilares::source::Source;
use pilares::verify;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("eval")
        .visible_alias("evaluar")
        .about(w(
            "Evalúa una expresión, sola o sobre un formulario",
            "Evaluates an expression, alone or on a form",
        ))
        .override_usage(w(
            "pilares eval [OPCIONES] EXPRESIÓN\n       pilares eval --jsonl < CASOS",
            "pilares eval [OPTIONS] EXPRESSION\n       pilares eval --jsonl < CASES",
        ))
        .arg(
            Arg::new("expression")
                .value_name(w("EXPRESIÓN", "EXPRESSION"))
                .required_unless_present("jsonl")
                .allow_hyphen_values(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Una expresión del lenguaje de reglas",
                    "An expression of the rules' language",
                )),
        )
        .arg(cli::on_file(words))
        .arg(
            Arg::new("jsonl")
                .help_heading(w("Opciones", "Options"))
                .long("jsonl")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["expression", "on"])
                .help(w(
                    "Lee casos de la entrada, uno por línea, y escribe sus resultados",
                    "Reads cases from standard input, one a line, and writes their results",
                )),
        )
}

/// Bytes of one JSON line.
const LINE: u64 = 1024 * 1024;

/// Evaluates what was asked for.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    if arguments.get_flag("jsonl") {
        return lines();
    }
    let ruleset = input::ruleset(context)?;
    let text = arguments.get_one::<String>("expression").map_or("", String::as_str);
    let document = match arguments.get_one::<PathBuf>("on") {
        Some(file) => Some(input::readable(file, context)?),
        None => None,
    };
    evaluate_one(ruleset, text, document, context)
}

fn evaluate_one(
    ruleset: &Ruleset,
    text: &str,
    document: Option<Document>,
    context: &Context,
) -> Result<Exit, Exit> {
    let source = Source::new("<eval>", text);
    let (expression, findings) = match Expression::compile(&source, ruleset, document.is_some()) {
        Ok(expression) => (Some(expression), Vec::new()),
        Err(findings) => (None, findings),
    };
    let Some(expression) = expression else {
        output::complain(&report::findings(&findings, &context.style))?;
        return Ok(Exit::Failed);
    };
    let names = document.as_ref().map(|document| {
        let form = evaluate::form(ruleset.schema.shape(), document);
        evaluate::names(ruleset, &form, evaluate::year(ruleset, document))
    });
    let contexts: Vec<&Names> = names.iter().collect();
    let places = document.as_ref().map(|document| document as &dyn feel::Places);
    let scope =
        Scope { library: &ruleset.library, contexts: &contexts, failure: Failure::Unknown, places };
    let (value, evidence) = feel::evaluate(&expression.expr, &expression.text, &scope);
    let empty = pilares::document::read(Source::new("<eval>", ""), &Limits::default());
    let document = document.as_ref().unwrap_or(&empty);
    output::print(&report::evaluated(document, &expression, &value, &evidence, &context.style))?;
    Ok(Exit::Sound)
}

/// Answers one line per case: `{"id": …, "result": …}`, in the form of the conformance suite.
fn lines() -> Result<Exit, Exit> {
    let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = feel::DateTime::from_unix(i64::try_from(unix).unwrap_or(0));
    let library = match now {
        Some(now) => feel::Library::standard().with_clock(now),
        None => feel::Library::standard(),
    };
    let mut input = io::stdin().lock();
    let mut exit = Exit::Sound;
    loop {
        let mut line = Vec::new();
        let mut limited = io::Read::take(&mut input, LINE);
        match limited.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(exit),
            Ok(_) => {}
            Err(_) => return Err(Exit::Failed),
        }
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        match verify::conformance::answer(&library, &line) {
            Ok(answer) => output::print(&format!("{answer}\n"))?,
            Err(message) => {
                output::complain(&format!("error: {message}\n"))?;
                exit = Exit::Findings;
            }
        }
    }
}
