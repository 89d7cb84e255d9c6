//! `pilares test`: runs the cases of the rules.

use clap::{Arg, ArgMatches, Command};
use pilares::report;
use pilares::report::ci::{self, Format};
use pilares::verify;

use super::cli::{self, Context, Words};
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
        .arg(cli::format(
            words,
            "terminal|json|sarif|junit|github|gitlab",
            &["terminal", "json", "sarif", "junit", "github", "gitlab"],
        ))
}

/// Runs every case of the rules asked for, or of all.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let service = Format::named(format);
    let ruleset = input::ruleset_for("test", format, context)?;
    let wanted = input::known_rules(arguments, &ruleset, context)?;
    let results = verify::run_cases(&ruleset, |rule| {
        wanted.is_empty() || wanted.iter().any(|id| id.eq_ignore_ascii_case(&rule.id))
    });
    let policy = if wanted.is_empty() { verify::run_policy_cases(&ruleset) } else { Vec::new() };
    output::print(&match (service, format) {
        (Some(service), _) => {
            let mut told = ci::Run::new("test", context.style.language);
            told.add_cases(&ruleset, &results, &policy);
            ci::render(service, &told)
        }
        (None, "json") => report::cases_json(&ruleset, &results, &policy),
        (None, _) => report::cases(&results, &policy, &context.style),
    })?;
    let failed = results.iter().any(|result| !result.failures.is_empty())
        || policy.iter().any(|result| !result.failures.is_empty());
    Ok(if failed { Exit::Findings } else { Exit::Sound })
}
