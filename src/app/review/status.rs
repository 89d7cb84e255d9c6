//! `pilares review status`: what is open, and what depends on it.

use std::path::PathBuf;

use clap::ArgMatches;
use pilares::finding::Severity;
use pilares::report;
use pilares::review::{self, Effect};

use super::super::cli::Context;
use super::super::{Exit, input, output};
use super::{chosen, file};

/// Shows what is open; ends with 1 while a verdict may depend on it or the review has mistakes.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let form = arguments.get_one::<PathBuf>("file").ok_or(Exit::Failed)?;
    let document = input::readable(form, context)?;
    let path = chosen(arguments.get_one::<PathBuf>("review"), form);
    let (_, review) = file::read(&path, form, ruleset, context)?;
    let evaluation = pilares::judge_with(ruleset, &document, &review);
    output::print(&report::desk(&evaluation, &review, &context.style))?;
    let depends = review::open(&evaluation).iter().any(|item| item.effect != Effect::Observation);
    let findings = evaluation.review.iter().flat_map(|review| &review.findings);
    let wrong = findings.filter(|finding| finding.severity == Severity::Error).count();
    Ok(if depends || wrong > 0 { Exit::Findings } else { Exit::Sound })
}
