//! `pilares test`: runs the cases of the rules.

use clap::ArgMatches;
use pilares::report;
use pilares::verify;

use super::cli::Context;
use super::{Exit, input, output};

/// Runs every case of the rules asked for, or of all.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let wanted: Vec<&String> = arguments.get_many::<String>("rule").into_iter().flatten().collect();
    for id in &wanted {
        input::known_rule(&ruleset, id, context)?;
    }
    let results = verify::run_cases(&ruleset, |rule| {
        wanted.is_empty() || wanted.iter().any(|id| id.eq_ignore_ascii_case(&rule.id))
    });
    output::print(&report::cases(&results, &context.style))?;
    let failed = results.iter().any(|result| !result.failures.is_empty());
    Ok(if failed { Exit::Findings } else { Exit::Sound })
}
