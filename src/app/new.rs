//! `pilares new rule`: a rule file to fill in.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use pilares::finding::Language;
use pilares::report;
use pilares::rules::{self, Files, Policy, Section};

use super::cli::{Context, Words};
use super::{Exit, export, input, output};

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
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

/// Where a rule set tells its changes, rules that are gone among them.
const CHANGES: &str = "CHANGELOG.md";

/// Writes the file of a new rule into the folder of `--rules`.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let argument = |name| arguments.get_one::<String>(name).map_or("", String::as_str);
    let (wanted, slug) = (argument("section"), argument("slug"));
    let Some(folder) = &context.rules else { return embedded(context) };
    if !rules::is_slug(slug) {
        return misnamed(slug, context);
    }
    let files = input::files(context)?;
    let compiled = rules::compile(&files);
    let Some(ruleset) = compiled.ruleset else {
        output::complain(&report::findings(&compiled.findings, &context.style))?;
        return Err(Exit::Failed);
    };
    let shown = folder.display().to_string();
    let section = section(&ruleset.policy, wanted, context)?;
    if let Some(taken) = taken(&files, &section.id, slug) {
        return export::unwritten(&folder.join(taken), &ErrorKind::AlreadyExists.into(), context);
    }
    let texts = texts(&files, folder, context)?;
    let texts = texts.iter().map(String::as_str);
    let draft = rules::draft(&ruleset.policy, section, slug, &template(&files), &shown, texts);
    let Some(draft) = draft else { return unusable(section, context) };
    let target = folder.join(&draft.path);
    if leads_away(&folder.join(&section.id)) {
        return unusable(section, context);
    }
    if let Err(cause) = export::write_new(&target, &draft.text) {
        return export::unwritten(&target, &cause, context);
    }
    let (written, next) = match context.style.language {
        Language::Spanish => {
            ("escrita en", "Ábrala, complete lo que dice «Por completar» y pruébela:")
        }
        Language::English => {
            ("written to", "Open it, fill in what says «Por completar» and try it:")
        }
    };
    output::print(&format!(
        "{id} {written} {}\n{next}\n  pilares test {id} --rules {}\n",
        target.display(),
        folder.display(),
        id = draft.id,
    ))?;
    Ok(Exit::Sound)
}

/// The text that new rules begin from: the rule set's own, or that of the embedded one.
fn template(files: &Files) -> String {
    let embedded = rules::embedded(input::EMBEDDED);
    let found = files.get(rules::DRAFT).or_else(|| embedded.get(rules::DRAFT));
    found.map(|source| source.text().to_owned()).unwrap_or_default()
}

/// Everything that may mention an id: paths and texts of the rule set, and the list of its changes.
fn texts(files: &Files, folder: &Path, context: &Context) -> Result<Vec<String>, Exit> {
    let mut texts: Vec<String> = files.paths().map(str::to_owned).collect();
    texts.extend(files.paths().filter_map(|path| Some(files.get(path)?.text().to_owned())));
    let changes = folder.join(CHANGES);
    if changes.is_file() {
        texts.push(String::from_utf8_lossy(&input::bytes(&changes, context)?).into_owned());
    }
    Ok(texts)
}

/// The file of a section that has this short name already, whatever its id.
fn taken<'f>(files: &'f Files, section: &str, slug: &str) -> Option<&'f str> {
    files.paths().find(|path| {
        let name = path.strip_prefix(section).and_then(|rest| rest.strip_prefix('/'));
        let name = name.and_then(|name| name.strip_suffix(".yaml"));
        let after_id = name.and_then(|name| name.splitn(3, '-').nth(2));
        after_id.is_some_and(|taken| taken == slug)
    })
}

/// Whether a folder is a link, which may lead out of the rule set.
fn leads_away(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir())
}

fn section<'p>(policy: &'p Policy, wanted: &str, context: &Context) -> Result<&'p Section, Exit> {
    let names = policy
        .sections
        .iter()
        .map(|section| vec![section.id.as_str(), section.prefix.as_str(), section.name.as_str()]);
    let wrong = match context.style.language {
        Language::Spanish => format!("no hay ninguna sección `{wanted}`"),
        Language::English => format!("there is no section `{wanted}`"),
    };
    let at = input::named(wanted, &names.collect::<Vec<_>>(), &wrong, context)?;
    Ok(&policy.sections[at])
}

/// The embedded rule set cannot be written: says how to get a copy that can.
pub(super) fn embedded<T>(context: &Context) -> Result<T, Exit> {
    output::complain(match context.style.language {
        Language::Spanish => {
            "error: las reglas incluidas en el programa no se pueden editar\n  \
             ayuda: haga una copia con `pilares rules --export reglas` y agregue `--rules reglas`\n"
        }
        Language::English => {
            "error: the rules embedded in the program cannot be edited\n  \
             help: make a copy with `pilares rules --export reglas` and add `--rules reglas`\n"
        }
    })?;
    Err(Exit::Failed)
}

fn misnamed<T>(slug: &str, context: &Context) -> Result<T, Exit> {
    output::complain(&match context.style.language {
        Language::Spanish => format!(
            "error: `{slug}` no sirve para nombrar un archivo\n  ayuda: use minúsculas sin tilde, cifras y guiones, como `cobertura-baja`\n"
        ),
        Language::English => format!(
            "error: `{slug}` cannot name a file\n  help: use lower-case letters without accents, digits and hyphens, like `cobertura-baja`\n"
        ),
    })?;
    Err(Exit::Failed)
}

fn unusable<T>(section: &Section, context: &Context) -> Result<T, Exit> {
    output::complain(&match context.style.language {
        Language::Spanish => format!(
            "error: la sección `{}` no tiene una carpeta propia dentro del conjunto de reglas\n",
            section.id
        ),
        Language::English => {
            format!("error: section `{}` has no folder of its own in the rule set\n", section.id)
        }
    })?;
    Err(Exit::Failed)
}
