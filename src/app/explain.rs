//! `pilares explain`: a rule for a person, or its evidence on a submission.

use std::path::PathBuf;

use clap::ArgMatches;
use pilares::report;

use super::cli::Context;
use super::{Exit, input, output};

/// Explains one rule.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let id = arguments.get_one::<String>("rule").map_or("", String::as_str);
    let rule = input::known_rule(&ruleset, id, context)?;
    let Some(file) = arguments.get_one::<PathBuf>("on") else {
        output::print(&report::explain(&ruleset, rule, &context.style))?;
        return Ok(Exit::Sound);
    };
    let document = input::readable(file, context)?;
    let evaluation = pilares::judge(&ruleset, &document);
    match report::explain_on(&evaluation, &rule.id, &context.style) {
        Some(text) => output::print(&text)?,
        None => output::print(&report::explain(&ruleset, rule, &context.style))?,
    }
    Ok(Exit::Sound)
}
