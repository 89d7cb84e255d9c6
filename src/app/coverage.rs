//! `pilares coverage`: which parts of the conditions no case exercises.

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::report;
use pilares::rules::Rule;
use pilares::verify;

use super::cli::{Context, Words};
use super::{Exit, input, output};

/// Submissions that are tried for each part that lacks something.
const EFFORT: usize = 1_000;

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("coverage")
        .visible_alias("cobertura")
        .about(w(
            "Dice qué partes de las condiciones no muestra ningún caso",
            "Says which parts of the conditions no case shows",
        ))
        .override_usage(w(
            "pilares coverage [OPCIONES] [REGLA…]",
            "pilares coverage [OPTIONS] [RULE…]",
        ))
        .arg(
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Solo estas reglas", "Only these rules")),
        )
        .arg(
            Arg::new("effort")
                .long("effort")
                .value_name("N")
                .value_parser(value_parser!(usize))
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Formularios que se prueban para proponer cada caso que falta (1000 si no se dice)",
                    "Forms tried to propose each missing case (1000 unless told)",
                )),
        )
}

/// Looks at the rules asked for, or at all; parts that a case could show and none does are findings.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let wanted = input::known_rules(arguments, ruleset, context)?;
    let chosen = |rule: &Rule| {
        wanted.is_empty() || wanted.iter().any(|id| id.eq_ignore_ascii_case(&rule.id))
    };
    let clauses = verify::clauses(ruleset, chosen);
    let effort = arguments.get_one::<usize>("effort").copied().unwrap_or(EFFORT);
    let lacking = verify::lacking(ruleset, &clauses, effort);
    let mut failing = verify::run_cases(ruleset, chosen);
    failing.retain(|result| !result.failures.is_empty());
    let told = report::coverage(&clauses, &lacking, &context.style);
    output::print(&(told + &report::uncounted(&failing, &[], &context.style)))?;
    let covered = lacking.iter().all(|(_, _, missing)| missing.case.is_none());
    let sound = covered && failing.is_empty();
    Ok(if sound { Exit::Sound } else { Exit::Findings })
}
