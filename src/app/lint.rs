//! `pilares lint`: what can be known of the rules before any form comes.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::document;
use pilares::report;
use pilares::report::ci::{self, Format};
use pilares::verify;

use super::cli::{self, Context, Words};
use super::export::{unwritten, write_new};
use super::{Exit, input, output};

/// Submissions that one search may try.
const EFFORT: usize = 1_000;

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let option = |name: &'static str, value: &'static str| {
        Arg::new(name).long(name).value_name(value).help_heading(w("Opciones", "Options"))
    };
    Command::new("lint")
        .visible_alias("analizar")
        .about(w(
            "Analiza las reglas: lo que nunca decide, lo que se contradice y lo que les falta",
            "Analyses the rules: what never decides, what contradicts itself, and what they lack",
        ))
        .override_usage(w("pilares lint [OPCIONES] [REGLA…]", "pilares lint [OPTIONS] [RULE…]"))
        .args([
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Solo estas reglas", "Only these rules")),
            option("effort", "N").value_parser(value_parser!(usize)).help(w(
                "Formularios que prueba cada búsqueda (1000 si no se dice)",
                "Forms that each search tries (1000 unless told)",
            )),
            option("witness", w("CARPETA", "FOLDER")).value_parser(value_parser!(PathBuf)).help(w(
                "Escribe entero cada formulario que muestra un hallazgo",
                "Writes whole every form that shows a finding",
            )),
            cli::format(
                words,
                "terminal|json|sarif|junit|github|gitlab",
                &["terminal", "json", "sarif", "junit", "github", "gitlab"],
            ),
        ])
}

/// Analyses the rules asked for, or all with what lies around them.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("", String::as_str);
    let files = input::files(context)?;
    let ruleset = input::compiled(&files, context)?;
    let wanted = input::known_rules(arguments, ruleset, context)?;
    let chosen =
        |id: &str| wanted.is_empty() || wanted.iter().any(|name| name.eq_ignore_ascii_case(id));
    let effort = arguments.get_one::<usize>("effort").copied().unwrap_or(EFFORT);
    let lint = match verify::lint(ruleset, &files, |rule| chosen(&rule.id), effort) {
        Ok(lint) => lint,
        Err(findings) => {
            output::complain(&report::findings(&findings, &context.style))?;
            return Err(Exit::Failed);
        }
    };
    if let Some(folder) = arguments.get_one::<PathBuf>("witness") {
        write_witnesses(folder, ruleset, &lint, context)?;
    }
    let findings = || lint.findings(context.style.language);
    output::print(&match Format::named(format) {
        Some(service) => ci::findings(service, "lint", &findings(), context.style.language),
        None if format == "json" => report::json_findings(&findings()),
        None => report::lint(&lint, &context.style),
    })?;
    Ok(if lint.is_sound() { Exit::Sound } else { Exit::Findings })
}

/// Writes each form that shows a finding, under the number of the finding in the report.
fn write_witnesses(
    folder: &Path,
    ruleset: &pilares::rules::Ruleset,
    lint: &verify::Lint,
    context: &Context,
) -> Result<(), Exit> {
    for (at, found) in lint.found.iter().enumerate() {
        let Some(shown) = &found.witness else { continue };
        let whole = verify::patch(&ruleset.base.root, &shown.witness.patch);
        let path = folder.join(report::witness_name(at, found));
        if let Err(cause) = write_new(&path, &document::write(&whole)) {
            return unwritten(&path, &cause, context);
        }
    }
    Ok(())
}
