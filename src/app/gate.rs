//! `pilares gate`: recorded verdicts against what the rules say now.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use pilares::document::{self, Document, Limits};
use pilares::evaluate::{Opinions, Subject};
use pilares::finding::{Finding, Language};
use pilares::report::ci::{self, Format};
use pilares::report::{self, OldRules};
use pilares::review;
use pilares::rules::Ruleset;
use pilares::verify::attribute::Trials;
use pilares::verify::changes::Changes;
use pilares::verify::{self, Record, Recorded};

use super::cli::{self, Context, Words};
use super::corpus::{self, Pair};
use super::{Exit, export, git, input, output, whole};

/// Where the submissions are when nobody says.
const FOLDER: &str = "submissions";

/// The revision whose rules made the records when nobody says.
const HEAD: &str = "HEAD";

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("gate")
        .visible_alias("compuerta")
        .about(w(
            "Compara los veredictos registrados con los de ahora, y dice qué cambio movió cuáles",
            "Compares recorded verdicts with the present ones, and says which change moved which",
        ))
        .override_usage(w("pilares gate [OPCIONES] [CARPETA…]", "pilares gate [OPTIONS] [FOLDER…]"))
        .arg(
            Arg::new("folder")
                .value_name(w("CARPETA", "FOLDER"))
                .value_parser(value_parser!(PathBuf))
                .num_args(0..)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w(
                    "Formularios con su registro `.expected.yaml` al lado (`submissions` si no se dice)",
                    "Forms with their record `.expected.yaml` beside them (`submissions` unless told)",
                )),
        )
        .arg(
            Arg::new("old")
                .long("old")
                .value_name(w("CARPETA|REVISIÓN", "FOLDER|REVISION"))
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Las reglas que anotaron los registros (`dipres` son las incluidas; si no se dice, las de HEAD en git)",
                    "The rules that made the records (those of git's HEAD unless told)",
                )),
        )
        .arg(
            Arg::new("accept")
                .long("accept")
                .action(ArgAction::SetTrue)
                .help_heading(w("Opciones", "Options"))
                .help(w(
                    "Anota los registros de nuevo y muestra qué cambió en ellos",
                    "Writes the records anew and shows what changed in them",
                )),
        )
        .arg(super::review::review(words).value_name(w("CARPETA", "FOLDER")).help(w(
            "Carpeta de las revisiones; si no se dice, `reviews`, junto a la de los formularios",
            "Folder of the reviews; `reviews`, beside that of the forms, unless told",
        )))
        .arg(cli::format(
            words,
            "terminal|json|sarif|junit|github|gitlab",
            &["terminal", "json", "sarif", "junit", "github", "gitlab"],
        ))
}

/// What was read of the folders.
#[derive(Default)]
struct Found {
    recorded: Vec<Recorded>,
    /// Submissions without a record, with what their reviews say.
    missing: Vec<(Document, Option<Opinions>)>,
    /// Records without a submission.
    orphans: Vec<Document>,
    /// What could not be read as a submission, as its review or as YAML.
    unreadable: Vec<Finding>,
}

/// Compares every submission with its record; writes the records anew where that is asked.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    let ruleset = input::ruleset_for("gate", format, context)?;
    let folders: Vec<PathBuf> =
        arguments.get_many::<PathBuf>("folder").into_iter().flatten().cloned().collect();
    let folders = if folders.is_empty() { vec![PathBuf::from(FOLDER)] } else { folders };
    let reviews = arguments.get_one::<PathBuf>("review");
    if let Some(folder) = reviews.filter(|folder| !folder.is_dir()) {
        return no_folder(folder, context);
    }
    let absent = |folder: &&PathBuf| !folder.exists() && corpus::pair(folder).is_none();
    if let Some(folder) = folders.iter().find(absent) {
        return no_folder(folder, context);
    }
    let found = read(&corpus::pairs(&folders, context)?, reviews, ruleset, context)?;
    if found.recorded.is_empty() && found.missing.is_empty() && found.unreadable.is_empty() {
        return corpus::nothing(&folders, context);
    }
    let asked = arguments.get_one::<String>("old").map(String::as_str);
    let old = old_rules(asked, context)?;
    let changes = old.as_ref().map(|old| Changes::between(old, ruleset));
    let known = changes.as_ref();
    let trials = known.map(Trials::new);
    let gate = verify::gate(ruleset, trials.as_ref(), &found.recorded);
    let name = asked.unwrap_or(HEAD);
    let old = match known {
        None => OldRules::Unknown,
        Some(changes) if changes.list.is_empty() => OldRules::Same(name),
        Some(_) => OldRules::Known(name),
    };
    let problems = problems(&found);
    output::print(&match (Format::named(format), format) {
        (Some(service), _) => {
            let moved = report::gate_findings(&gate, known);
            let all: Vec<Finding> = problems.iter().cloned().chain(moved).collect();
            ci::findings_of_rules(service, "gate", ruleset, &all, context.style.language)
        }
        (None, "json") => report::gate_json(&gate, known, &problems),
        _ => {
            let wrong = problems.iter().chain(&gate.unreadable).chain(&gate.unpaired);
            let wrong: Vec<Finding> = wrong.cloned().collect();
            let wrong = match wrong.is_empty() {
                true => String::new(),
                false => report::findings(&wrong, &context.style) + "\n",
            };
            wrong + &report::gate(&gate, ruleset, known, old, &context.style)
        }
    })?;
    if arguments.get_flag("accept") {
        let say = if format == "terminal" { output::print } else { output::complain };
        return accept(ruleset, &found, say, context);
    }
    if format == "terminal" && !gate.moved.is_empty() {
        output::print(context.words.say(
            "Si es lo que el cambio quería, `pilares gate --accept` anota los registros de nuevo.\n",
            "If this is what the change meant, `pilares gate --accept` writes the records anew.\n",
        ))?;
    }
    let failed = !found.unreadable.is_empty() || !gate.unreadable.is_empty();
    let moved = !(gate.moved.is_empty() && gate.unpaired.is_empty() && problems.is_empty());
    Ok(match (failed, moved) {
        (true, _) => Exit::Failed,
        (_, true) => Exit::Findings,
        _ => Exit::Sound,
    })
}

/// The rules that made the records: those asked for, or those of git's HEAD where they can be found.
fn old_rules(asked: Option<&str>, context: &Context) -> Result<Option<&'static Ruleset>, Exit> {
    match asked {
        Some(word) => corpus::ruleset(word, context).map(Some),
        None => {
            let files = git::files(HEAD, context).ok();
            let compiled = files.and_then(|files| input::compile_to_judge(&files).ok());
            Ok(compiled.map(|(ruleset, _)| ruleset))
        }
    }
}

fn read(
    pairs: &[Pair],
    reviews: Option<&PathBuf>,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Found, Exit> {
    let mut found = Found::default();
    for pair in pairs {
        let record = pair.has_record.then(|| record(&pair.record, context)).transpose()?;
        if !pair.has_form {
            found.orphans.extend(record);
            continue;
        }
        let form = input::submission(&pair.form, context).map_err(|unread| unread.findings);
        let heard = form.and_then(|form| {
            let opinions =
                opinions(&super::review::chosen(reviews, &pair.form), &form, ruleset, context)?;
            Ok((form, opinions))
        });
        match (heard, record) {
            (Err(findings), _) => found.unreadable.extend(findings),
            (Ok(missing), None) => found.missing.push(missing),
            (Ok((form, opinions)), Some(record)) => {
                found.recorded.push(Recorded { form, opinions, record });
            }
        }
    }
    Ok(found)
}

/// What the review at a path says of a form; nothing where there is none.
fn opinions(
    path: &Path,
    form: &Document,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Option<Opinions>, Vec<Finding>> {
    if !path.exists() {
        return Ok(None);
    }
    let document = record(path, context).map_err(|_| Vec::new())?;
    if !document.complete || document.root.is_blank() {
        return Err(document.findings);
    }
    let review = review::read(&document, ruleset);
    match review::misplaced(&review, ruleset, form) {
        Some(finding) => Err(vec![finding]),
        None => Ok(Some(review.opinions())),
    }
}

/// Says that there is no such folder.
fn no_folder(folder: &Path, context: &Context) -> Result<Exit, Exit> {
    let folder = folder.display();
    output::complain(&match context.style.language {
        Language::Spanish => format!("error: no existe la carpeta {folder}\n"),
        Language::English => format!("error: there is no folder {folder}\n"),
    })?;
    Err(Exit::Failed)
}

fn record(path: &Path, context: &Context) -> Result<Document, Exit> {
    let bytes = input::bytes(path, context)?;
    Ok(document::read_bytes(&path.display().to_string(), bytes, &Limits::default()))
}

/// What is wrong with the folders, other than verdicts that moved.
fn problems(found: &Found) -> Vec<Finding> {
    let missing = found.missing.iter().map(|(form, _)| verify::missing_record(form));
    let orphans = found.orphans.iter().map(verify::orphan_record);
    found.unreadable.iter().cloned().chain(missing).chain(orphans).collect()
}

/// Writes the records that do not say what the rules say, and shows what changed in each.
fn accept(
    ruleset: &Ruleset,
    found: &Found,
    say: fn(&str) -> Result<(), Exit>,
    context: &Context,
) -> Result<Exit, Exit> {
    let recorded = found.recorded.iter();
    let recorded = recorded.map(|one| (&one.form, one.opinions.as_ref(), Some(&one.record)));
    let missing = found.missing.iter().map(|(form, opinions)| (form, opinions.as_ref(), None));
    for (form, opinions, record) in recorded.chain(missing) {
        let subject = Subject::new(ruleset, form);
        let (alone, reviewed) = verify::evaluations(ruleset, &subject, opinions);
        let text = Record::of(&alone, reviewed.as_ref()).write();
        let before = record.map_or("", |record| record.source.text());
        // The ends of lines are git's, or the editor's; they say nothing.
        if before.replace("\r\n", "\n") == text {
            continue;
        }
        let path = record.map_or_else(
            || corpus::record_of(&form.source.name),
            |record| PathBuf::from(&record.source.name),
        );
        if let Err(cause) = whole::write(&path, text.as_bytes()) {
            return export::unwritten(&path, &cause, context);
        }
        say(&report::rewritten(&path.display().to_string(), before, &text, &context.style))?;
    }
    let failed = !found.unreadable.is_empty();
    let left = !found.orphans.is_empty();
    Ok(match (failed, left) {
        (true, _) => Exit::Failed,
        (_, true) => Exit::Findings,
        _ => Exit::Sound,
    })
}
