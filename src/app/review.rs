//! `pilares review`: the evaluator's answers on a form.

mod ask;
pub(super) mod file;
mod start;
mod status;
mod waive;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::cli::{Context, Words};
use super::{Exit, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("review")
        .visible_alias("revision")
        .about(w(
            "Lleva las respuestas de quien evalúa: preguntas, sospechas y dispensas",
            "Keeps the evaluator's answers: questions, suspicions and waivers",
        ))
        .override_usage(w(
            "pilares review start|status|ask|waive [OPCIONES] FORMULARIO",
            "pilares review start|status|ask|waive [OPTIONS] FORM",
        ))
        .subcommand_required(true)
        .subcommand_help_heading(w("Órdenes", "Commands"))
        .subcommand_value_name(w("ORDEN", "COMMAND"))
        .disable_help_subcommand(true)
        .subcommands(parts(words))
}

/// What can be done with a review.
fn parts(words: Words) -> [Command; 4] {
    let w = |spanish, english| words.say(spanish, english);
    let part = |name: &'static str, alias: &'static str, about: &'static str| {
        Command::new(name).visible_alias(alias).about(about).arg(form(words))
    };
    let start = part(
        "start",
        "empezar",
        w(
            "Escribe la revisión de un formulario, con todo lo que hay que responder",
            "Writes the review of a form, with everything to answer",
        ),
    );
    let status = part(
        "status",
        "estado",
        w(
            "Dice qué falta responder y qué depende de eso",
            "Says what is open and what depends on it",
        ),
    );
    let ask = part(
        "ask",
        "preguntar",
        w(
            "Pregunta una por una y guarda después de cada respuesta",
            "Asks one by one and saves after each answer",
        ),
    );
    let waive = part(
        "waive",
        "dispensar",
        w(
            "Deja de lado una observación hasta un proceso, con su razón y su autor",
            "Sets an observation aside until a process, with its reason and its author",
        ),
    );
    let usage = [
        w("pilares review start [OPCIONES] FORMULARIO", "pilares review start [OPTIONS] FORM"),
        w("pilares review status [OPCIONES] FORMULARIO", "pilares review status [OPTIONS] FORM"),
        w("pilares review ask [OPCIONES] FORMULARIO", "pilares review ask [OPTIONS] FORM"),
        w(
            "pilares review waive FORMULARIO REGLA --reason RAZÓN --until AÑO --who NOMBRE [OPCIONES]",
            "pilares review waive FORM RULE --reason REASON --until YEAR --who NAME [OPTIONS]",
        ),
    ];
    [
        start.override_usage(usage[0]).arg(folder(words)),
        status.override_usage(usage[1]).arg(review(words)),
        ask.override_usage(usage[2]).args([review(words), author(words), date(words)]),
        waive.override_usage(usage[3]).args(waived(words)).args([review(words), date(words)]),
    ]
}

/// What a waiver takes; what is missing or wrong is told with all the rest, and not by itself.
fn waived(words: Words) -> [Arg; 5] {
    let w = |spanish, english| words.say(spanish, english);
    let option = |name: &'static str, long: &'static str, value, help| {
        let option = Arg::new(name).long(long).value_name(value).help(help);
        option.help_heading(w("Opciones", "Options"))
    };
    [
        Arg::new("rule")
            .value_name(w("REGLA", "RULE"))
            .required(true)
            .help_heading(w("Argumentos", "Arguments"))
            .help(w(
                "Regla cuya observación se deja de lado",
                "Rule whose observation is set aside",
            )),
        option("reason", "reason", w("RAZÓN", "REASON"), w("Por qué", "Why")),
        option(
            "until",
            "until",
            w("AÑO", "YEAR"),
            w("Último proceso en que vale", "Last process in which it holds"),
        ),
        option("author", "who", w("NOMBRE", "NAME"), w("Quién la da", "Who gives it"))
            .alias("author"),
        option(
            "element",
            "element",
            "N",
            w(
                "Solo sobre este elemento, contado desde 1; si no se dice, sobre todos",
                "On this element only, counted from 1; on all unless told",
            ),
        ),
    ]
}

/// The option that names a review.
pub(super) fn review(words: Words) -> Arg {
    let w = |spanish, english| words.say(spanish, english);
    Arg::new("review")
        .long("review")
        .value_name(w("REVISIÓN", "REVIEW"))
        .value_parser(value_parser!(PathBuf))
        .help_heading(w("Opciones", "Options"))
        .help(w(
            "Revisión del formulario, o carpeta en que está",
            "Review of the form, or folder that has it",
        ))
}

fn form(words: Words) -> Arg {
    let w = |spanish, english| words.say(spanish, english);
    Arg::new("file")
        .value_name(w("FORMULARIO", "FORM"))
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help_heading(w("Argumentos", "Arguments"))
        .help(w("Formulario en YAML", "Form in YAML"))
}

fn folder(words: Words) -> Arg {
    let w = |spanish, english| words.say(spanish, english);
    Arg::new("out")
        .long("out")
        .value_name(w("CARPETA", "FOLDER"))
        .value_parser(value_parser!(PathBuf))
        .help_heading(w("Opciones", "Options"))
        .help(w(
            "Dónde escribirla; si no se dice, en `reviews`, junto a la carpeta del formulario",
            "Where to write it; in `reviews`, beside the form's folder, unless told",
        ))
}

fn author(words: Words) -> Arg {
    let w = |spanish, english| words.say(spanish, english);
    Arg::new("author")
        .long("author")
        .value_name(w("NOMBRE", "NAME"))
        .help_heading(w("Opciones", "Options"))
        .help(w("Quién responde; si no se dice, se pregunta", "Who answers; asked unless told"))
}

fn date(words: Words) -> Arg {
    let w = |spanish, english| words.say(spanish, english);
    Arg::new("date")
        .long("date")
        .value_name(w("AAAA-MM-DD", "YYYY-MM-DD"))
        .value_parser(|text: &str| match pilares::review::is_date(text) {
            true => Ok(text.to_owned()),
            false => Err("2026-05-04"),
        })
        .help_heading(w("Opciones", "Options"))
        .help(w(
            "Fecha con que se firma; si no se dice, hoy",
            "Date that it is signed with; today unless told",
        ))
}

/// Runs the part that was asked for.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let form = arguments.subcommand().and_then(|(_, part)| part.get_one::<PathBuf>("file"));
    if form.is_some_and(|form| form == Path::new("-")) {
        return nameless(context);
    }
    match arguments.subcommand() {
        Some(("start", arguments)) => start::run(context, arguments),
        Some(("status", arguments)) => status::run(context, arguments),
        Some(("ask", arguments)) => ask::run(context, arguments),
        Some(("waive", arguments)) => waive::run(context, arguments),
        _ => Err(Exit::Failed),
    }
}

/// A review is kept under the name of its form's file.
fn nameless(context: &Context) -> Result<Exit, Exit> {
    output::complain(context.words.say(
        "error: una revisión se guarda con el nombre del archivo del formulario, y la entrada estándar no tiene\n  ayuda: guarde el formulario en un archivo\n",
        "error: a review is kept under the name of its form's file, and standard input has none\n  help: save the form in a file\n",
    ))?;
    Err(Exit::Failed)
}

/// Where the review of a form is kept: in `reviews` beside the form's folder; for a form of the
/// current folder, in `reviews` there.
pub(super) fn usual(form: &Path) -> PathBuf {
    let beside = form.parent().filter(|folder| !folder.as_os_str().is_empty());
    let reviews = match beside {
        Some(folder) => folder.parent().map_or_else(|| folder.join(".."), Path::to_owned),
        None => PathBuf::new(),
    };
    reviews.join("reviews").join(named(form))
}

/// The name of a form's review.
pub(super) fn named(form: &Path) -> String {
    let name = form.file_name().unwrap_or_default().to_string_lossy();
    let stem = super::input::form_stem(&name).unwrap_or(&name);
    format!("{stem}.review.yaml")
}

/// The review that an option names, or where a form's review is kept; a folder has it by its name.
pub(super) fn chosen(option: Option<&PathBuf>, form: &Path) -> PathBuf {
    match option {
        Some(folder) if folder.is_dir() => folder.join(named(form)),
        Some(file) => file.clone(),
        None => usual(form),
    }
}
