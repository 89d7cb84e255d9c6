//! `pilares schema`: the JSON Schemas, to point an editor or a program at.

use clap::{Arg, ArgMatches, Command};
use pilares::report;
use pilares::rules;

use super::cli::{Context, Words};
use super::{Exit, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("schema")
        .visible_alias("esquema")
        .about(w(
            "Escribe el esquema JSON del formulario o del resultado",
            "Writes the JSON Schema of the form or of the result",
        ))
        .override_usage("pilares schema form|result")
        .arg(
            Arg::new("what")
                .value_name("form|result")
                .value_parser(["form", "result"])
                .default_value("form")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Cuál", "Which")),
        )
}

/// Writes a schema to standard output.
pub(super) fn run(_: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let what = arguments.get_one::<String>("what").map_or("form", String::as_str);
    if what == "result" {
        output::print(report::RESULT_SCHEMA)?;
        return Ok(Exit::Sound);
    }
    match rules::embedded("dipres").get("submission.schema.json") {
        Some(source) => output::print(source.text())?,
        None => return Err(Exit::Failed),
    }
    Ok(Exit::Sound)
}
