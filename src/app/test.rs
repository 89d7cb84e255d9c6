//! `pilares test`: runs the cases of the rules.

use clap::{Arg, ArgMatches, Command};
use pilares::report;
use pilares::verify;

use super::cli::{Context, Words};
use super::{Exit, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("test")
        .visible_alias("probar")
        .about(w("Prueba los casos de las reglas", "Runs the cases of the rules"))
        .override_usage(w("pilares test [OPCIONES] [REGLA…]", "pilares test [OPTIONS] [RULE…]"))
        .arg(
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Solo estas reglas", "Only these rules")),
        )
}

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
    let policy = if wanted.is_empty() { verify::run_policy_cases(&ruleset) } else { Vec::new() };
    output::print(&report::cases(&results, &policy, &context.style))?;
    let failed = results.iter().any(|result| !result.failures.is_empty())
        || policy.iter().any(|result| !result.failures.is_empty());
    Ok(if failed { Exit::Findings } else { Exit::Sound })
}
