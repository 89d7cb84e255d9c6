//! `pilares docs`: the catalogue of the rules, for officials.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::document::{self, Limits};
use pilares::finding::Language;
use pilares::report;
use pilares::rules::UNREAD;
use pilares::verify::coverage::Unread;

use super::cli::{Context, Words};
use super::{Exit, export, input, output, whole};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("docs")
        .visible_alias("catalogo")
        .about(w(
            "Escribe el catálogo de las reglas: una página HTML para leer, buscar e imprimir",
            "Writes the catalogue of the rules: one HTML page to read, search and print",
        ))
        .override_usage(w("pilares docs [OPCIONES]", "pilares docs [OPTIONS]"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(w("ARCHIVO", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Dónde escribirla; si no se dice, en la salida",
                    "Where to write it; standard output unless told",
                )),
        )
}

/// Writes the page to a file, or to standard output.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let files = input::files(context)?;
    let unread = files.get(UNREAD).map(|source| document::read(source.clone(), &Limits::default()));
    let unread = unread.map(|document| Unread::read(&document)).unwrap_or_default();
    let page = report::catalogue(ruleset, &unread);
    let Some(file) = arguments.get_one::<PathBuf>("out") else {
        output::print(&page)?;
        return Ok(Exit::Sound);
    };
    if let Err(cause) = whole::write(file, page.as_bytes()) {
        return export::unwritten(file, &cause, context);
    }
    let (rules, shown) = (ruleset.rules.len(), file.display());
    output::print(&match context.style.language {
        Language::Spanish => format!("{shown}: {rules} reglas\n"),
        Language::English => format!("{shown}: {rules} rules\n"),
    })?;
    Ok(Exit::Sound)
}
