//! The command line, in Spanish or English.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pilares::finding::Language;
use pilares::report::Style;
use pilares::source::disk;

use super::Exit;
use super::output;

/// What every command needs to know.
pub(super) struct Context {
    /// Words in the language of the command line.
    pub words: Words,
    /// How to show things.
    pub style: Style,
    /// A rule set to use in place of the embedded one.
    pub rules: Option<PathBuf>,
    /// Bytes that a file may have.
    pub limit: u64,
}

/// Words in the language of the command line.
#[derive(Clone, Copy)]
pub(super) struct Words(Language);

impl Words {
    pub(super) fn say(self, spanish: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Spanish => spanish,
            Language::English => english,
        }
    }
}

/// Parses the command line; the error is what to print and how to end.
///
/// `commands` describe themselves, in the order of the help.
pub(super) fn parse(
    arguments: impl Iterator<Item = OsString>,
    commands: impl IntoIterator<Item = fn(Words) -> Command>,
) -> Result<(Context, ArgMatches), (String, Exit)> {
    let arguments: Vec<OsString> = arguments.collect();
    let language = language(&arguments);
    let words = Words(language);
    let matches = root(words, commands)
        .try_get_matches_from(arguments)
        .map_err(|error| failure(words, &error))?;
    let choice = |name| matches.get_one::<String>(name).map_or("", String::as_str);
    let width = matches.get_one::<usize>("width").copied();
    let context = Context {
        words,
        style: output::style(language, choice("color"), width),
        rules: matches.get_one::<PathBuf>("rules").cloned(),
        limit: matches.get_one::<u64>("max-size").copied().unwrap_or(disk::DEFAULT_LIMIT),
    };
    Ok((context, matches))
}

/// The language asked for, found before parsing, since parsing already speaks.
fn language(arguments: &[OsString]) -> Language {
    let mut words = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(value) = value {
            return if value == "en" { Language::English } else { Language::Spanish };
        }
    }
    Language::Spanish
}

fn root(words: Words, commands: impl IntoIterator<Item = fn(Words) -> Command>) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let template = match words.0 {
        Language::Spanish => "{about}\n\nUso: {usage}\n\n{all-args}{after-help}",
        Language::English => "{about}\n\nUsage: {usage}\n\n{all-args}{after-help}",
    };
    let shape = move |command: Command| {
        command.help_template(template).disable_help_flag(true).arg(help_flag(words))
    };
    let root = Command::new("pilares")
        .bin_name("pilares")
        .about(w(
            "Evalúa programas públicos antes de financiarlos: un veredicto por pilar, una calificación y su porqué.",
            "Judges public programmes before they are funded: a verdict per pillar, a rating, and why.",
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .subcommand_help_heading(w("Órdenes", "Commands"))
        .subcommand_value_name(w("ORDEN", "COMMAND"))
        .override_usage(w("pilares [OPCIONES] ORDEN", "pilares [OPTIONS] COMMAND"))
        .after_help(w(
            "Primer paso: pilares check submissions/ejemplo.yaml",
            "First step: pilares check submissions/ejemplo.yaml",
        ))
        .arg(Arg::new("version").help_heading(w("Opciones", "Options")).short('V').long("version").action(ArgAction::Version).help(w("Muestra la versión", "Prints the version")));
    let root = shape(root).args(global_options(words));
    root.subcommands(commands.into_iter().map(|describe| {
        let command = describe(words).mut_subcommands(shape);
        shape(command)
    }))
}

fn help_flag(words: Words) -> Arg {
    Arg::new("help")
        .help_heading(words.say("Opciones", "Options"))
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(words.say("Muestra esta ayuda", "Prints this help"))
}

fn global_options(words: Words) -> Vec<Arg> {
    let w = |spanish, english| words.say(spanish, english);
    let option = |name: &'static str, value: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .global(true)
            .help_heading(w("Opciones", "Options"))
    };
    vec![
        option("rules", w("CARPETA", "FOLDER")).value_parser(value_parser!(PathBuf)).help(w(
            "Usa otro conjunto de reglas en vez del incluido",
            "Uses another rule set than the embedded one",
        )),
        option("lang", "es|en")
            .value_parser(["es", "en"])
            .hide_possible_values(true)
            .help(w("Idioma de la herramienta", "Language of the tool's own words")),
        option("color", "auto|always|never")
            .value_parser(["auto", "always", "never"])
            .default_value("auto")
            .hide_default_value(true)
            .hide_possible_values(true)
            .help(w(
                "Colores: según el terminal, siempre o nunca",
                "Colours: as the terminal is, always or never",
            )),
        option("width", w("COLUMNAS", "COLUMNS"))
            .value_parser(value_parser!(usize))
            .help(w("Ancho del texto, de 40 a 200", "Width of the text, from 40 to 200")),
        option("max-size", "BYTES").value_parser(value_parser!(u64)).help(w(
            "Tamaño máximo de un archivo (8388608 si no se dice)",
            "Largest size of a file (8388608 unless told)",
        )),
    ]
}

pub(super) fn files(words: Words) -> Arg {
    Arg::new("file")
        .value_name(words.say("ARCHIVO", "FILE"))
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .num_args(1..)
        .help_heading(words.say("Argumentos", "Arguments"))
        .help(words.say(
            "Formulario en YAML; `-` lee la entrada estándar",
            "Form in YAML; `-` reads standard input",
        ))
}

pub(super) fn on_file(words: Words) -> Arg {
    Arg::new("on")
        .help_heading(words.say("Opciones", "Options"))
        .long("on")
        .value_name(words.say("ARCHIVO", "FILE"))
        .value_parser(value_parser!(PathBuf))
        .help(words.say("Sobre este formulario", "On this form"))
}

/// Characters of names that the help has room for beside an option.
const NAMES: usize = 40;

/// The option that chooses a format; the first is the default.
///
/// `names` are the values, as they stand beside the option; too many for that stand in its help.
pub(super) fn format(words: Words, names: &'static str, values: &'static [&'static str]) -> Arg {
    let help = words.say("Forma del informe", "Format of the report");
    let (name, help) = if names.len() <= NAMES {
        (names, help.to_owned())
    } else {
        (words.say("FORMATO", "FORMAT"), format!("{help}: {}", values.join(", ")))
    };
    Arg::new("format")
        .help_heading(words.say("Opciones", "Options"))
        .long("format")
        .value_name(name)
        .value_parser(values.to_vec())
        .default_value(values[0])
        .hide_default_value(true)
        .hide_possible_values(true)
        .help(help)
}

/// What to say of a command line that could not be parsed; help and version are no failures.
fn failure(words: Words, error: &clap::Error) -> (String, Exit) {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.last().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    let command = text(ContextKind::InvalidSubcommand);
    let spanish = words.0 == Language::Spanish;
    let message = match (error.kind(), spanish) {
        (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
            return (error.render().to_string(), Exit::Sound);
        }
        (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, _) => {
            return (error.render().to_string(), Exit::Failed);
        }
        (ErrorKind::InvalidSubcommand, true) => format!("no hay ninguna orden `{command}`"),
        (ErrorKind::InvalidSubcommand, false) => format!("there is no command `{command}`"),
        (ErrorKind::UnknownArgument, true) => format!("no se conoce `{argument}`"),
        (ErrorKind::UnknownArgument, false) => format!("`{argument}` is not known"),
        (ErrorKind::MissingRequiredArgument, true) => format!("falta {argument}"),
        (ErrorKind::MissingRequiredArgument, false) => format!("{argument} is missing"),
        (ErrorKind::MissingSubcommand, true) => "falta la orden".to_owned(),
        (ErrorKind::MissingSubcommand, false) => "a command is missing".to_owned(),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, true) if value.is_empty() => {
            format!("falta el valor de {argument}")
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, true) => {
            format!("`{value}` no sirve para {argument}")
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, false) if value.is_empty() => {
            format!("{argument} needs a value")
        }
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, false) => {
            format!("`{value}` does not fit {argument}")
        }
        (ErrorKind::ArgumentConflict, true) => {
            format!("{argument} no va con {}", text(ContextKind::PriorArg))
        }
        (ErrorKind::ArgumentConflict, false) => {
            format!("{argument} does not go with {}", text(ContextKind::PriorArg))
        }
        (_, true) => format!("no se entiende la orden {argument}{value}"),
        (_, false) => format!("the command is not understood {argument}{value}"),
    };
    let suggestion =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .map(text);
    let suggestion = suggestion.iter().find(|name| !name.is_empty());
    let valid = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if !argument.contains('|') => values.join(", "),
        _ => String::new(),
    };
    let meant = match (suggestion, spanish) {
        (Some(name), true) => Some(format!("; ¿quiso decir `{name}`?")),
        (Some(name), false) => Some(format!("; did you mean `{name}`?")),
        (None, _) if valid.is_empty() => None,
        (None, true) => Some(format!("; puede ser {valid}")),
        (None, false) => Some(format!("; it may be {valid}")),
    };
    let closing = words.say("Vea `pilares --help`.", "See `pilares --help`.");
    let title = words.say("error", "error");
    (
        format!("{title}: {}{}\n{closing}\n", message.trim_end(), meant.unwrap_or_default()),
        Exit::Failed,
    )
}
