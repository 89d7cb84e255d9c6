//! `pilares agreement`: the engine's verdicts beside those that people published.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use pilares::finding::Language;
use pilares::report::{self, Concordance};
use pilares::review::{self, Agreement, Published, Review};
use pilares::rules::Ruleset;

use super::cli::{self, Context, Words};
use super::{Exit, input, output};

/// How a file ends that holds only the verdicts that were published of a form.
const PUBLISHED: &str = ".published.yaml";

/// How files end that are no forms, though they stand beside them.
const BESIDE: [&str; 3] = [PUBLISHED, ".review.yaml", ".expected.yaml"];

/// What the command line takes.
pub(super) fn command(words: Words) -> Command {
    let w = |spanish, english| words.say(spanish, english);
    Command::new("agreement")
        .visible_alias("concordancia")
        .about(w(
            "Compara los veredictos del motor con los que publicaron las personas",
            "Compares the engine's verdicts with those that people published",
        ))
        .override_usage(w(
            "pilares agreement [OPCIONES] CARPETA",
            "pilares agreement [OPTIONS] FOLDER",
        ))
        .arg(
            Arg::new("folder")
                .value_name(w("CARPETA", "FOLDER"))
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help_heading(w("Argumentos", "Arguments"))
                .help(w("Carpeta de formularios", "Folder of forms")),
        )
        .arg(cli::format(words, "terminal|markdown|json", &["terminal", "markdown", "json"]))
        .arg(super::review::review(words).help(w(
            "Carpeta de las revisiones; si no se dice, `reviews`, junto a la de los formularios",
            "Folder of the reviews; `reviews`, beside that of the forms, unless told",
        )))
}

/// Compares; ends with 0 where the engine differs nowhere from what was published, with 1 where it
/// does, and with 2 where nothing was published or a file could not be read.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let folder = arguments.get_one::<PathBuf>("folder").ok_or(Exit::Failed)?;
    let reviews = arguments.get_one::<PathBuf>("review");
    let mut pile = Pile::new(ruleset);
    for form in input::yaml_files(folder, context)? {
        let name = form.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_form = !BESIDE.iter().any(|end| input::ends_with(&name, end));
        if is_form && pile.add(&form, reviews, context).is_err() {
            pile.concordance.unread.push(form.display().to_string());
        }
    }
    if pile.concordance.published.is_empty() {
        output::complain(&nothing(context))?;
        return Err(Exit::Failed);
    }
    let failed = !pile.concordance.unread.is_empty();
    let differ = !pile.concordance.alone.differing.is_empty();
    let concordance = pile.finish();
    let format = arguments.get_one::<String>("format").map_or("terminal", String::as_str);
    output::print(&match format {
        "json" => report::agreement_json(&concordance),
        "markdown" => report::agreement_markdown(&concordance, &context.style),
        _ => report::agreement(&concordance, &context.style),
    })?;
    Ok(match (failed, differ) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Sound,
    })
}

/// Forms counted so far.
struct Pile<'p> {
    concordance: Concordance<'p>,
    /// With the answers of people, and whether there are any.
    reviewed: (Agreement, bool),
}

impl<'p> Pile<'p> {
    fn new(ruleset: &'p Ruleset) -> Pile<'p> {
        let empty = || Agreement::new(&ruleset.policy);
        let concordance = Concordance {
            ruleset,
            alone: empty(),
            reviewed: None,
            published: Vec::new(),
            unpublished: Vec::new(),
            unread: Vec::new(),
            waived: 0,
        };
        Pile { concordance, reviewed: (empty(), false) }
    }

    /// Counts a form, where verdicts were published of it; one that cannot be read is told.
    fn add(
        &mut self,
        form: &Path,
        reviews: Option<&PathBuf>,
        context: &Context,
    ) -> Result<(), Exit> {
        let ruleset = self.concordance.ruleset;
        let name = form.display().to_string();
        let document = input::readable(form, context)?;
        let review = beside(&super::review::chosen(reviews, form), form, ruleset, context)?;
        let published = published(form, reviews, review.as_ref(), ruleset, context)?;
        let misplaced = |review: &Review| review::misplaced(review, ruleset, &document);
        let Some((published, from)) = published else {
            self.concordance.unpublished.push(name);
            return Ok(());
        };
        if let Some(finding) = misplaced(&from) {
            output::complain(&report::findings(&[finding], &context.style))?;
            return Err(Exit::Failed);
        }
        let alone = pilares::judge(ruleset, &document);
        self.concordance.alone.add(&name, &alone, &published);
        // What people set aside is no answer: it does not make the engine agree or differ.
        let waived = review.as_ref().is_some_and(|review| !review.waivers.is_empty());
        self.concordance.waived += usize::from(waived);
        let review = review.map(|review| Review { waivers: Vec::new(), ..review });
        let with = review.map(|review| pilares::judge_with(ruleset, &document, &review));
        let answered = with.iter().flat_map(|with| &with.results).flat_map(|it| &it.outcomes);
        self.reviewed.1 |= answered.clone().any(|outcome| outcome.said.opinion.is_some());
        self.reviewed.0.add(&name, with.as_ref().unwrap_or(&alone), &published);
        self.concordance.published.push((name, published.source));
        Ok(())
    }

    fn finish(self) -> Concordance<'p> {
        let (reviewed, answered) = self.reviewed;
        Concordance { reviewed: answered.then_some(reviewed), ..self.concordance }
    }
}

/// A review where there is one; what is wrong with it is told.
fn beside(
    path: &Path,
    form: &Path,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Option<Review>, Exit> {
    if !path.exists() {
        return Ok(None);
    }
    let (_, review) = super::review::file::read(path, form, ruleset, context)?;
    if !review.findings.is_empty() {
        output::complain(&report::findings(&review.findings, &context.style))?;
        return Err(Exit::Failed);
    }
    Ok(Some(review))
}

/// What was published of a form, and the file that says so: its review, or else a file of its own
/// beside the review or beside the form.
fn published(
    form: &Path,
    reviews: Option<&PathBuf>,
    review: Option<&Review>,
    ruleset: &Ruleset,
    context: &Context,
) -> Result<Option<(Published, Review)>, Exit> {
    let said = |review: &Review| Some((review.published.clone()?, review.clone()));
    if let Some(found) = review.and_then(said) {
        return Ok(Some(found));
    }
    let kept = super::review::chosen(reviews, form);
    let name = super::review::named(form).replace(".review.yaml", PUBLISHED);
    for path in [kept.with_file_name(&name), form.with_file_name(&name)] {
        if let Some(found) = beside(&path, form, ruleset, context)? {
            return Ok(said(&found));
        }
    }
    Ok(None)
}

fn nothing(context: &Context) -> String {
    let text = match context.style.language {
        Language::Spanish => {
            "error: de ningún formulario de la carpeta hay veredictos publicados\n  \
             ayuda: escríbalos en su revisión, en `veredictos_publicados`\n"
        }
        Language::English => {
            "error: of no form of the folder there are published verdicts\n  \
             help: write them in its review, under `veredictos_publicados`\n"
        }
    };
    text.to_owned()
}
