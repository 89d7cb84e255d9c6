//! `pilares schema`: the JSON Schemas, to point an editor or a program at.

use clap::ArgMatches;
use pilares::report;
use pilares::rules;

use super::{Exit, output};

/// Writes a schema to standard output.
pub(super) fn run(arguments: &ArgMatches) -> Result<Exit, Exit> {
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
