//! `pilares measure`: how often the heuristics are right on their labelled samples.

use clap::{Arg, ArgMatches, Command};
use pilares::report;
use pilares::rules;
use pilares::verify;

use super::cli::{Context, Words};
use super::{Exit, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("measure")
        .visible_alias("medir")
        .about(w(
            "Mide cuánto aciertan las reglas heurísticas en sus muestras",
            "Measures how often the heuristics are right on their samples",
        ))
        .override_usage(w(
            "pilares measure [OPCIONES] [REGLA…]",
            "pilares measure [OPTIONS] [RULE…]",
        ))
        .arg(
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Solo estas reglas", "Only these rules")),
        )
}

/// Measures the heuristics asked for, or all that have samples.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let files = input::files(context)?;
    let ruleset = input::compiled(&files, context)?;
    let wanted = input::known_rules(arguments, ruleset, context)?;
    let (sets, findings) = rules::samples(&files, ruleset);
    if !findings.is_empty() {
        output::complain(&report::findings(&findings, &context.style))?;
        return Err(Exit::Failed);
    }
    let chosen =
        |id: &str| wanted.is_empty() || wanted.iter().any(|name| name.eq_ignore_ascii_case(id));
    let sets = sets.iter().filter(|set| chosen(&set.rule));
    let measured: Vec<_> = sets.filter_map(|set| verify::measure(ruleset, set)).collect();
    output::print(&report::samples(&measured, &context.style))?;
    let kept = measured.iter().all(verify::Measured::keeps_its_promise);
    Ok(if kept { Exit::Sound } else { Exit::Findings })
}
