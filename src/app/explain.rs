//! `pilares explain`: a rule for a person, or its evidence on a submission.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use pilares::finding::{Finding, Severity};
use pilares::report;

use super::cli::{self, Context, Words};
use super::{Exit, check, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("explain")
        .visible_alias("explicar")
        .about(w(
            "Explica una regla, o cómo resultó en un formulario",
            "Explains a rule, or how it came out on a form",
        ))
        .override_usage(w("pilares explain [OPCIONES] REGLA", "pilares explain [OPTIONS] RULE"))
        .arg(
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Identificador de la regla, como POB-21", "The rule's id, like POB-21")),
        )
        .arg(cli::on_file(words))
        .arg(super::review::review(words).requires("on"))
}

/// Explains one rule.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let id = arguments.get_one::<String>("rule").map_or("", String::as_str);
    let rule = input::known_rule(ruleset, id, context)?;
    let Some(file) = arguments.get_one::<PathBuf>("on") else {
        output::print(&report::explain(ruleset, rule, &context.style))?;
        return Ok(Exit::Sound);
    };
    let document = input::readable(file, context)?;
    let (review, beside) = check::reviewed(ruleset, file, arguments.get_one("review"), context)?;
    output::complain(&beside)?;
    let evaluation = match &review {
        Some(review) => pilares::judge_with(ruleset, &document, review),
        None => pilares::judge(ruleset, &document),
    };
    match report::explain_on(&evaluation, &rule.id, &context.style) {
        Some(text) => output::print(&text)?,
        None => output::print(&report::explain(ruleset, rule, &context.style))?,
    }
    let wrong = evaluation.review.iter().flat_map(|review| &review.findings);
    let wrong: Vec<Finding> = wrong.filter(|found| concerns(found, &rule.id)).cloned().collect();
    if !wrong.is_empty() {
        output::complain(&report::findings(&wrong, &context.style))?;
    }
    Ok(Exit::Sound)
}

/// Whether a finding in the review may be why a rule came out as it did: it names the rule, or it keeps
/// something from counting.
fn concerns(finding: &Finding, rule: &str) -> bool {
    let named = |id: &str| id.split('[').next() == Some(rule);
    finding.severity == Severity::Error || finding.message.spanish.split('`').any(named)
}
