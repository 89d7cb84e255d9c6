//! `pilares mutate`: which slips in the rules no case would notice.

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::report;
use pilares::report::ci::{self, Format};
use pilares::rules::{self, Rule};
use pilares::verify;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};

/// Submissions that are tried for each survivor of many.
const EFFORT: usize = 3_000;

/// Submissions that are tried for each survivor of few.
const EFFORT_OF_FEW: usize = 30_000;

/// Survivors that are few.
const FEW: usize = 50;

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("mutate")
        .visible_alias("mutar")
        .about(w(
            "Cambia las reglas de a poco y dice qué cambios no nota ningún caso",
            "Changes the rules a little and says which changes no case notices",
        ))
        .override_usage(w("pilares mutate [OPCIONES] [REGLA…]", "pilares mutate [OPTIONS] [RULE…]"))
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
                    "Formularios que se prueban para proponer cada caso que falta (si no se dice, 30000 o, de más de 50, 3000)",
                    "Forms tried to propose each missing case (30000 unless told, or 3000 of more than 50)",
                )),
        )
        .arg(cli::format(
            words,
            "terminal|json|sarif|junit|github|gitlab",
            &["terminal", "json", "sarif", "junit", "github", "gitlab"],
        ))
}

/// Runs the cases on every mutant of the rules asked for, or of the whole rule set.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let files = input::files(context)?;
    let ruleset = input::compiled(&files, context)?;
    let wanted = input::known_rules(arguments, ruleset, context)?;
    let (equivalents, mut findings) = rules::equivalents(&files);
    let (samples, wrong) = rules::samples(&files, ruleset);
    findings.extend(wrong);
    if !findings.is_empty() {
        output::complain(&report::findings(&findings, &context.style))?;
        return Err(Exit::Failed);
    }
    let chosen =
        |id: &str| wanted.is_empty() || wanted.iter().any(|name| name.eq_ignore_ascii_case(id));
    let of_chosen = |rule: &Rule| chosen(&rule.id);
    let mut mutation = verify::mutate(ruleset, &samples, of_chosen);
    mutation = mutation.joined(verify::mutate_parameters(ruleset, &samples, of_chosen));
    if wanted.is_empty() {
        mutation = mutation.joined(verify::mutate_policy(ruleset));
    }
    let known: Vec<_> =
        equivalents.into_iter().filter(|one| one.rule.as_deref().is_none_or(chosen)).collect();
    let (equivalent, mut stale) = mutation.set_aside(&known);
    if !wanted.is_empty() {
        // Of what is in no rule, only a part was looked at.
        stale.retain(|one| one.rule.is_some());
    }
    let few = mutation.survivors.len() <= FEW;
    let usual = if few { EFFORT_OF_FEW } else { EFFORT };
    let effort = arguments.get_one::<usize>("effort").copied().unwrap_or(usual);
    let missing = verify::missing(ruleset, &samples, &mutation.survivors, effort);
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let mut failing = verify::run_cases(ruleset, of_chosen);
    failing.retain(|result| !result.failures.is_empty());
    let mut policy = if wanted.is_empty() { verify::run_policy_cases(ruleset) } else { Vec::new() };
    policy.retain(|result| !result.failures.is_empty());
    let findings = || {
        let mut findings = report::uncounted_findings(ruleset, &failing, &policy);
        findings.extend(report::mutation_findings(&mutation, &missing, &stale));
        findings
    };
    output::print(&match Format::named(format) {
        Some(service) => ci::findings(service, "mutate", &findings(), context.style.language),
        None if format == "json" => report::json_findings(&findings()),
        None => {
            let told = report::mutation(&mutation, &missing, equivalent, &stale, &context.style);
            told + &report::uncounted(&failing, &policy, &context.style)
        }
    })?;
    let passed = failing.is_empty() && policy.is_empty();
    let sound = mutation.survivors.is_empty() && stale.is_empty() && passed;
    Ok(if sound { Exit::Sound } else { Exit::Findings })
}
