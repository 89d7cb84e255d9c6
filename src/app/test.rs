//! `pilares test`: runs the cases of the rules.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};
use pilares::report;
use pilares::report::ci::{self, Format};
use pilares::verify::{self, CaseResult, Edit, PolicyResult};

use super::cli::{self, Context, Words};
use super::{Exit, export, input, new, output, whole};

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
        .arg(
            Arg::new("update")
                .long("update")
                .action(ArgAction::SetTrue)
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Muestra qué tendrían que esperar los casos que fallan y lo anota en las reglas de `--rules`",
                    "Shows what the failing cases would have to expect and writes it to the rules of `--rules`",
                )),
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
    let update = arguments.get_flag("update");
    if update && context.rules.is_none() {
        return new::embedded(context);
    }
    let ruleset = input::ruleset_for("test", format, context)?;
    let wanted = input::known_rules(arguments, ruleset, context)?;
    let results = verify::run_cases(ruleset, |rule| {
        wanted.is_empty() || wanted.iter().any(|id| id.eq_ignore_ascii_case(&rule.id))
    });
    let policy = if wanted.is_empty() { verify::run_policy_cases(ruleset) } else { Vec::new() };
    output::print(&match (service, format) {
        (Some(service), _) => {
            let mut told = ci::Run::new("test", context.style.language);
            told.add_cases(ruleset, &results, &policy);
            ci::render(service, &told)
        }
        (None, "json") => report::cases_json(ruleset, &results, &policy),
        (None, _) => report::cases(ruleset, &results, &policy, &context.style),
    })?;
    let policy_failed = policy.iter().any(|result| !result.failures.is_empty());
    let failed = |result: &CaseResult<'_>| !result.failures.is_empty();
    let left = match update {
        true => {
            let say = if format == "terminal" { output::print } else { output::complain };
            rewrite(&results, &policy, say, context)?
        }
        false => results.iter().any(failed),
    };
    Ok(if left || policy_failed { Exit::Findings } else { Exit::Sound })
}

/// Shows what failed cases would have to expect, then writes it and tells what it leaves to people; says
/// whether some still fail.
fn rewrite(
    results: &[CaseResult<'_>],
    policy: &[PolicyResult<'_>],
    say: fn(&str) -> Result<(), Exit>,
    context: &Context,
) -> Result<bool, Exit> {
    let edits = verify::edits(results);
    say(&report::expectations(&edits, &context.style))?;
    let file = |edit: &Edit| edit.place.source.name.clone();
    for edits in edits.chunk_by(|a, b| file(a) == file(b)) {
        let edits: Vec<&Edit> = edits.iter().collect();
        let source = &edits[0].place.source;
        let path = Path::new(&source.name);
        if let Err(cause) = whole::write(path, verify::edited(source.text(), &edits).as_bytes()) {
            return export::unwritten(path, &cause, context);
        }
    }
    say(&report::by_hand(results, policy, &context.style))?;
    let mended = |result: &CaseResult<'_>| verify::edits(std::slice::from_ref(result)).len();
    Ok(results.iter().any(|result| mended(result) < result.failures.len()))
}
