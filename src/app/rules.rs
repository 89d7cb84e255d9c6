//! `pilares rules`: which rules there are, and a copy of them to edit.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pilares::finding::Language;
use pilares::report::{self, Listing};
use pilares::rules::{Class, Ruleset};

use super::cli::{self, Context, Words};
use super::{Exit, export, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
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
            cli::format(words, "terminal|json|markdown", &["terminal", "json", "markdown"]),
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

/// Lists the rules that the options choose, or writes all to a folder.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    if let Some(folder) = arguments.get_one::<PathBuf>("export") {
        return export::run(folder, context);
    }
    let ruleset = input::ruleset(context)?;
    let chosen = Chosen::read(ruleset, arguments, context)?;
    let listing = Listing::of(ruleset, |rule| {
        let among = |options: &[usize], at| options.is_empty() || options.contains(&at);
        among(&chosen.sections, rule.section)
            && among(&chosen.severities, rule.severity)
            && (chosen.classes.is_empty() || chosen.classes.contains(&rule.class))
    });
    let format = arguments.get_one::<String>("format").map_or("", String::as_str);
    output::print(&match format {
        "json" => report::listing_json(&listing),
        "markdown" => report::listing_markdown(&listing, &context.style),
        _ => report::listing(&listing, &context.style),
    })?;
    Ok(Exit::Sound)
}

/// What the options choose; nothing chosen is everything.
struct Chosen {
    sections: Vec<usize>,
    severities: Vec<usize>,
    classes: Vec<Class>,
}

impl Chosen {
    fn read(ruleset: &Ruleset, arguments: &ArgMatches, context: &Context) -> Result<Self, Exit> {
        let policy = &ruleset.policy;
        let sections = policy.sections.iter().map(|section| {
            vec![section.id.as_str(), section.name.as_str(), section.prefix.as_str()]
        });
        let severities =
            policy.severities.iter().map(|severity| vec![severity.id.as_str(), &severity.name]);
        let classes = Class::ALL.map(|class| vec![class.name()]);
        let choose = |option, names: &[Vec<&str>]| {
            let wanted = arguments.get_many::<String>(option).into_iter().flatten();
            let wrong = match context.style.language {
                Language::Spanish => format!("no sirve para --{option}"),
                Language::English => format!("does not fit --{option}"),
            };
            wanted
                .map(|word| input::named(word, names, &format!("`{word}` {wrong}"), context))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Chosen {
            sections: choose("pillar", &sections.collect::<Vec<_>>())?,
            severities: choose("severity", &severities.collect::<Vec<_>>())?,
            classes: choose("class", &classes)?.into_iter().map(|at| Class::ALL[at]).collect(),
        })
    }
}
