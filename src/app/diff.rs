//! `pilares diff`: what a change of the rules would move.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pilares::document::{Document, write};
use pilares::finding::Language;
use pilares::report::{self, Named};
use pilares::rules::Ruleset;
use pilares::verify::attribute::Trials;
use pilares::verify::changes::Changes;
use pilares::verify::diff::{Corpus, Diff, Tells, diff};
use pilares::verify::{Generator, patched};

use super::cli::{self, Context, Words};
use super::{Exit, corpus, export, output};

/// Submissions that are made up when nobody gives any.
const GENERATED: u64 = 10_000;

/// Submissions that may be made up.
const MOST: u64 = 1_000_000;

/// Submissions that are tried, in all, for changes that move nothing.
const EFFORT: usize = 40_000;

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    let side = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .value_name(value)
            .required(true)
            .help_heading(w("Argumentos", "Arguments"))
            .help(help)
    };
    let option =
        |name: &'static str| Arg::new(name).long(name).help_heading(w("Opciones", "Options"));
    Command::new("diff")
        .visible_alias("diferencia")
        .about(w(
            "Compara dos conjuntos de reglas: qué cambia y qué veredictos mueve",
            "Compares two rule sets: what changes and which verdicts it moves",
        ))
        .override_usage(w(
            "pilares diff [OPCIONES] ANTES AHORA [FORMULARIOS]",
            "pilares diff [OPTIONS] OLD NEW [FORMS]",
        ))
        .arg(side(
            "old",
            w("ANTES", "OLD"),
            w(
                "Carpeta o revisión de git (`main`, `main:rules/dipres`); `dipres` son las incluidas",
                "Folder or git revision (`main`, `main:rules/dipres`); `dipres` is the embedded set",
            ),
        ))
        .arg(side("new", w("AHORA", "NEW"), w("Lo mismo, del conjunto nuevo", "The same, of the new set")))
        .arg(
            Arg::new("corpus")
                .value_name(w("FORMULARIOS", "FORMS"))
                .value_parser(value_parser!(PathBuf))
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Carpeta de formularios; sin ella se generan 10.000",
                    "Folder of forms; without it 10,000 are generated",
                )),
        )
        .arg(cli::format(words, "terminal|markdown|json", &["terminal", "markdown", "json"]))
        .arg(option("generate").value_name("N").value_parser(value_parser!(u64).range(0..=MOST)).help(
            w("Cuántos formularios generar", "How many forms to generate"),
        ))
        .arg(option("witness").value_name(w("CARPETA", "FOLDER")).value_parser(value_parser!(PathBuf)).help(w(
            "Escribe ahí los formularios que muestran cada cambio",
            "Writes the forms there that show each change",
        )))
        .arg(option("time").action(ArgAction::SetTrue).help(w(
            "Dice cuántos formularios por segundo se compararon",
            "Says how many forms were compared in a second",
        )))
}

/// Compares two rule sets on submissions.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let word = |name| arguments.get_one::<String>(name).map_or("", String::as_str);
    let named = Named { old: word("old"), new: word("new") };
    let old = corpus::ruleset(named.old, context)?;
    let new = corpus::ruleset(named.new, context)?;
    let changes = Changes::between(old, new);
    let forms = match arguments.get_one::<PathBuf>("corpus") {
        Some(folder) => Some(corpus::forms(folder, context)?),
        None => None,
    };
    let count = arguments.get_one::<u64>("generate").copied().unwrap_or(GENERATED);
    let count = if changes.moving().is_empty() { 0 } else { count };
    let corpus = match &forms {
        Some(forms) => Corpus::Forms(forms),
        None => Corpus::Generated(Generator::new(new), 0..count),
    };
    let trials = Trials::new(&changes);
    let start = Instant::now();
    let found = diff(&trials, &corpus, EFFORT);
    let seconds = start.elapsed().as_secs_f64();
    output::print(&match arguments.get_one::<String>("format").map(String::as_str) {
        Some("json") => report::diff_json(&found, &corpus, named),
        Some("markdown") => report::diff_markdown(&found, &corpus, named, &context.style),
        _ => report::diff(&found, &corpus, named, &context.style),
    })?;
    if let Some(folder) = arguments.get_one::<PathBuf>("witness") {
        witnesses(folder, &found, new, context)?;
    }
    if arguments.get_flag("time") {
        output::complain(&speed(corpus.len(), seconds, context))?;
    }
    let shown = found.silent.iter().any(|silent| silent.witness.is_some());
    let moves = found.moved > 0 || shown;
    Ok(if moves { Exit::Findings } else { Exit::Sound })
}

fn speed(count: usize, seconds: f64, context: &Context) -> String {
    let rate = count as f64 / seconds.max(0.001);
    match context.style.language {
        Language::Spanish => {
            format!("{count} formularios en {seconds:.1} s: {rate:.0} por segundo\n")
        }
        Language::English => format!("{count} forms in {seconds:.1} s: {rate:.0} a second\n"),
    }
}

/// Writes a whole submission for each way in which something moved and for each witness.
fn witnesses(
    folder: &Path,
    found: &Diff<'_>,
    new: &Ruleset,
    context: &Context,
) -> Result<(), Exit> {
    let examples = found
        .kinds
        .iter()
        .filter_map(|kind| Some((kind.rule.clone(), kind.example.patch.as_ref()?)));
    let made = found.silent.iter().filter_map(|silent| {
        let (patch, tells) = silent.witness.as_ref()?;
        if matches!(tells, Tells::Verdict { answered: Some(_), .. }) {
            return None;
        }
        let change = found.changes.list.get(silent.change)?;
        Some((report::change_name(&change.what), patch))
    });
    let verdicts = found.verdicts.iter().filter_map(|kind| {
        let pillar = kind.moved.pillar.as_ref();
        let section = new.policy.sections.iter().find(|row| Some(&row.name) == pillar);
        let name = section.map_or("calificacion", |section| section.id.as_str());
        Some((name.to_owned(), kind.patch.as_ref()?))
    });
    let mut names: Vec<String> = Vec::new();
    for (name, patch) in examples.chain(verdicts).chain(made) {
        let number = names.iter().filter(|known| **known == name).count() + 1;
        let path = folder.join(format!("{name}-{number}.yaml"));
        names.push(name);
        let form: Document = patched(&new.base, patch, "");
        if let Err(cause) = export::write_new(&path, &write(&form.root)) {
            return export::unwritten(&path, &cause, context);
        }
        output::complain(&format!("{}\n", path.display()))?;
    }
    Ok(())
}
