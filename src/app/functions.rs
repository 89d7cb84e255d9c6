//! `pilares functions`: what rules can calculate with.

use clap::{Arg, ArgMatches, Command};
use pilares::feel::{Function, Group, Library};
use pilares::finding::{Language, nearest};
use pilares::{report, rules};

use super::cli::{self, Context, Words};
use super::{Exit, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
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
        .arg(cli::format(words, "terminal|json|markdown", &["terminal", "json", "markdown"]))
}

/// Lists the functions, or shows one.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let words: Vec<&str> =
        arguments.get_many::<String>("name").into_iter().flatten().map(String::as_str).collect();
    let format = arguments.get_one::<String>("format").map_or("", String::as_str);
    let library = rules::library();
    let groups: Vec<(Group, &[Function])> = match words.is_empty() {
        true => library.groups().collect(),
        false => vec![known(&library, &words.join(" "), context)?],
    };
    let text = match (format, &groups[..]) {
        ("json", groups) => report::functions_json(groups),
        ("markdown", groups) => report::functions_markdown(groups, &context.style),
        (_, [(_, ways)]) => report::function(ways, &context.style),
        (_, groups) => report::functions(groups, &context.style),
    };
    output::print(&text)?;
    Ok(Exit::Sound)
}

/// The functions of a name; one that does not exist is said so, with the nearest.
fn known(
    library: &Library,
    name: &str,
    context: &Context,
) -> Result<(Group, &'static [Function]), Exit> {
    if let Some(found) = library.group_of(name).or_else(|| library.group_of(&name.to_lowercase())) {
        return Ok(found);
    }
    let spanish = context.style.language == Language::Spanish;
    let meant = nearest(name, library.functions().map(|function| function.name));
    let meant = meant.map(|meant| match spanish {
        true => format!("; ¿quiso decir `{meant}`?"),
        false => format!("; did you mean `{meant}`?"),
    });
    let wrong = if spanish { "no hay ninguna función" } else { "there is no function" };
    output::complain(&format!("error: {wrong} `{name}`{}\n", meant.unwrap_or_default()))?;
    Err(Exit::Failed)
}
