//! `pilares rules`: which rules there are, and a copy of them to edit.

use std::path::PathBuf;

use clap::ArgMatches;
use pilares::finding::Language;
use pilares::report::{self, Listing};
use pilares::rules::{Class, Ruleset};

use super::cli::Context;
use super::{Exit, export, input, output};

/// Lists the rules that the options choose, or writes all to a folder.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    if let Some(folder) = arguments.get_one::<PathBuf>("export") {
        return export::run(folder, context);
    }
    let ruleset = input::ruleset(context)?;
    let chosen = Chosen::read(&ruleset, arguments, context)?;
    let listing = Listing::of(&ruleset, |rule| {
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
