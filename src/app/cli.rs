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
    /// How to show things.
    pub style: Style,
    /// A rule set to use in place of the embedded one.
    pub rules: Option<PathBuf>,
    /// Bytes that a file may have.
    pub limit: u64,
}

/// Words in the language of the command line.
#[derive(Clone, Copy)]
struct Words(Language);

impl Words {
    fn say(self, spanish: &'static str, english: &'static str) -> &'static str {
        match self.0 {
            Language::Spanish => spanish,
            Language::English => english,
        }
    }
}

/// Parses the command line; the error is what to print and how to end.
pub(super) fn parse(
    arguments: impl Iterator<Item = OsString>,
) -> Result<(Context, ArgMatches), (String, Exit)> {
    let arguments: Vec<OsString> = arguments.collect();
    let language = language(&arguments);
    let words = Words(language);
    let matches =
        command(words).try_get_matches_from(arguments).map_err(|error| failure(words, &error))?;
    let choice = |name| matches.get_one::<String>(name).map_or("", String::as_str);
    let width = matches.get_one::<usize>("width").copied();
    let context = Context {
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

fn command(words: Words) -> Command {
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
    let commands = [
        check(words),
        test(words),
        explain(words),
        rules(words),
        docs(words),
        new(words),
        eval(words),
        functions(words),
        schema(words),
    ];
    root.subcommands(commands.map(shape))
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

fn check(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("check")
        .visible_alias("revisar")
        .about(w(
            "Revisa formularios: veredictos, calificación y qué corregir",
            "Judges forms: verdicts, rating and what to correct",
        ))
        .override_usage(w("pilares check [OPCIONES] ARCHIVO…", "pilares check [OPTIONS] FILE…"))
        .arg(files(words))
        .arg(format(
            words,
            "terminal|concise|json|markdown",
            &["terminal", "concise", "json", "markdown"],
        ))
}

fn files(words: Words) -> Arg {
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

fn on_file(words: Words) -> Arg {
    Arg::new("on")
        .help_heading(words.say("Opciones", "Options"))
        .long("on")
        .value_name(words.say("ARCHIVO", "FILE"))
        .value_parser(value_parser!(PathBuf))
        .help(words.say("Sobre este formulario", "On this form"))
}

fn test(words: Words) -> Command {
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

fn explain(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("explain")
        .visible_alias("explicar")
        .about(w(
            "Explica una regla, o cómo resultó en un formulario",
            "Explains a rule, or how it came out on a form",
        ))
        .override_usage(w("pilares explain [OPCIONES] REGLA", "pilares explain [OPTIONS] RULE"))
        .arg(
            Arg::new("rule")
                .value_name(w("REGLA", "RULE"))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Identificador de la regla, como POB-21", "The rule's id, like POB-21")),
        )
        .arg(on_file(words))
}

fn rules(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("rules")
        .visible_alias("reglas")
        .about(w(
            "Lista las reglas, o escribe una copia de todas para editarla",
            "Lists the rules, or writes a copy of all of them to edit",
        ))
        .override_usage(w("pilares rules [OPCIONES]", "pilares rules [OPTIONS]"))
        .args(filters(words))
        .args([
            format(words, "terminal|json|markdown", &["terminal", "json", "markdown"]),
            Arg::new("export")
                .long("export")
                .value_name(w("CARPETA", "FOLDER"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["pillar", "class", "severity", "rules"])
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Escribe el conjunto de reglas incluido en una carpeta nueva, para editarlo",
                    "Writes the embedded rule set to a new folder, to edit it",
                )),
        ])
}

/// The options that choose among the rules.
fn filters(words: Words) -> [Arg; 3] {
    let w = |spanish, english| words.say(spanish, english);
    let filter = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .action(ArgAction::Append)
            .value_delimiter(',')
            .help_heading(w("Opciones", "Options"))
            .help(help)
    };
    [
        filter(
            "pillar",
            w("SECCIÓN", "SECTION"),
            w("Solo las de este pilar o sección", "Only those of this pillar or section"),
        ),
        filter(
            "class",
            w("CLASE", "CLASS"),
            w("Solo las de esta clase", "Only those of this class"),
        ),
        filter(
            "severity",
            w("SEVERIDAD", "SEVERITY"),
            w("Solo las de esta severidad", "Only those of this severity"),
        ),
    ]
}

fn docs(words: Words) -> Command {
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

fn new(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let argument = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .value_name(value)
            .required(true)
            .help_heading(w("Argumentos", "Arguments"))
            .help(help)
    };
    Command::new("new")
        .visible_alias("nueva")
        .about(w(
            "Escribe el archivo de una regla nueva, para completarlo",
            "Writes the file of a new rule, to fill in",
        ))
        .override_usage(w(
            "pilares new rule SECCIÓN NOMBRE --rules CARPETA",
            "pilares new rule SECTION NAME --rules FOLDER",
        ))
        .args([
            argument("what", "rule", w("Qué: una regla", "What: a rule"))
                .value_parser(["rule", "regla"])
                .hide_possible_values(true),
            argument(
                "section",
                w("SECCIÓN", "SECTION"),
                w("El pilar o la sección, como poblacion", "The pillar or section, like poblacion"),
            ),
            argument(
                "slug",
                w("NOMBRE", "NAME"),
                w(
                    "Nombre corto del archivo, como cobertura-baja",
                    "Short name of the file, like cobertura-baja",
                ),
            ),
        ])
}

fn eval(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("eval")
        .visible_alias("evaluar")
        .about(w(
            "Evalúa una expresión, sola o sobre un formulario",
            "Evaluates an expression, alone or on a form",
        ))
        .override_usage(w(
            "pilares eval [OPCIONES] EXPRESIÓN\n       pilares eval --jsonl < CASOS",
            "pilares eval [OPTIONS] EXPRESSION\n       pilares eval --jsonl < CASES",
        ))
        .arg(
            Arg::new("expression")
                .value_name(w("EXPRESIÓN", "EXPRESSION"))
                .required_unless_present("jsonl")
                .allow_hyphen_values(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Una expresión del lenguaje de reglas",
                    "An expression of the rules' language",
                )),
        )
        .arg(on_file(words))
        .arg(
            Arg::new("jsonl")
                .help_heading(w("Opciones", "Options"))
                .long("jsonl")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["expression", "on"])
                .help(w(
                    "Lee casos de la entrada, uno por línea, y escribe sus resultados",
                    "Reads cases from standard input, one a line, and writes their results",
                )),
        )
}

fn functions(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("functions")
        .visible_alias("funciones")
        .about(w(
            "Lista las funciones del lenguaje de las reglas, o muestra una",
            "Lists the functions of the rules' language, or shows one",
        ))
        .override_usage(w(
            "pilares functions [OPCIONES] [NOMBRE]",
            "pilares functions [OPTIONS] [NAME]",
        ))
        .arg(
            Arg::new("name")
                .value_name(w("NOMBRE", "NAME"))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Nombre de la función, como round half up",
                    "The function's name, like round half up",
                )),
        )
        .arg(format(words, "terminal|json|markdown", &["terminal", "json", "markdown"]))
}

/// The option that chooses a format; the first is the default.
fn format(words: Words, names: &'static str, values: &'static [&'static str]) -> Arg {
    Arg::new("format")
        .help_heading(words.say("Opciones", "Options"))
        .long("format")
        .value_name(names)
        .value_parser(values.to_vec())
        .default_value(values[0])
        .hide_default_value(true)
        .hide_possible_values(true)
        .help(words.say("Forma del informe", "Format of the report"))
}

fn schema(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("schema")
        .visible_alias("esquema")
        .about(w(
            "Escribe el esquema JSON del formulario o del resultado",
            "Writes the JSON Schema of the form or of the result",
        ))
        .override_usage("pilares schema form|result")
        .arg(
            Arg::new("what")
                .value_name("form|result")
                .value_parser(["form", "result"])
                .default_value("form")
                .hide_default_value(true)
                .hide_possible_values(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Cuál", "Which")),
        )
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
    let meant = suggestion.map(|name| {
        if spanish {
            format!("; ¿quiso decir `{name}`?")
        } else {
            format!("; did you mean `{name}`?")
        }
    });
    let closing = words.say("Vea `pilares --help`.", "See `pilares --help`.");
    let title = words.say("error", "error");
    (
        format!("{title}: {}{}\n{closing}\n", message.trim_end(), meant.unwrap_or_default()),
        Exit::Failed,
    )
}
