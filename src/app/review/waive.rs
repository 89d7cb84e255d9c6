//! `pilares review waive`: an observation set aside, with its reason, its author and its last year.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use pilares::document::{self, Limits};
use pilares::evaluate::{Evaluation, Waiver};
use pilares::finding::Language;
use pilares::report;
use pilares::review::{self, Waiving};
use pilares::rules::{Rule, Ruleset};
use pilares::source::Source;

use super::super::cli::Context;
use super::super::{Exit, clock, export, input, output};
use super::file::Unsaved;
use super::{chosen, file};

/// Adds a waiver to the review of a form; one that is not sound, or of no use, is not written.
pub(super) fn run(context: &Context, arguments: &ArgMatches) -> Result<Exit, Exit> {
    let ruleset = input::ruleset(context)?;
    let form = arguments.get_one::<PathBuf>("file").ok_or(Exit::Failed)?;
    let submission = input::readable(form, context)?;
    let path = chosen(arguments.get_one::<PathBuf>("review"), form);
    let (document, review) = file::read(&path, form, ruleset, context)?;
    if let Some(finding) = review::misplaced(&review, ruleset, &submission) {
        return refused(&[finding], context);
    }
    let text = |name| arguments.get_one::<String>(name).map(String::as_str);
    let today = clock::today();
    let waiving = Waiving {
        rule: text("rule").unwrap_or_default(),
        element: text("element"),
        until: text("until"),
        reason: text("reason"),
        author: text("author"),
        date: text("date").unwrap_or(&today),
    };
    let before = pilares::judge_with(ruleset, &submission, &review);
    let waiver = match waiving.waiver(&before) {
        Ok(waiver) => waiver,
        Err(findings) => return refused(&findings, context),
    };
    let replaced = review.waiver(&waiver.rule, waiver.element).cloned();
    let Ok(text) = review::set_aside(&review, &document, &waiver, ruleset) else {
        return unsaved(&path, UNWRITABLE, context);
    };
    let source = Source::new(path.display().to_string(), text.clone());
    let review = review::read(&document::read(source, &Limits::default()), ruleset);
    let after = pilares::judge_with(ruleset, &submission, &review);
    if review::covered(&waiver, &after) == 0 {
        return refused(&[review::unneeded(&waiver, &after)], context);
    }
    match file::replace(&path, document.source.text(), &text) {
        Ok(()) => {}
        Err(Unsaved::Changed) => return unsaved(&path, CHANGED, context),
        Err(Unsaved::Refused(cause)) => {
            let cause = export::why(&cause, context.style.language);
            return unsaved(&path, (&cause, &cause), context);
        }
    }
    let language = context.style.language;
    output::print(&told(&path, &waiver, replaced.as_ref(), &after, language))?;
    let wrong = after.review.as_ref().map_or(&[][..], |review| &review.findings);
    let broad: Vec<_> =
        wrong.iter().filter(|finding| finding.code == "review/waiver-broad").cloned().collect();
    if !broad.is_empty() {
        output::complain(&report::findings(&broad, &context.style))?;
    }
    Ok(Exit::Sound)
}

const UNWRITABLE: (&str, &str) = (
    "la dispensa no se puede agregar sin rehacer el archivo; escriba en `dispensas` un guion por línea",
    "the waiver cannot be added without rewriting the file; write one dash a line in `dispensas`",
);

const CHANGED: (&str, &str) = (
    "alguien más escribió en el archivo; vuelva a dar la orden para no borrar lo suyo",
    "somebody else wrote to the file; give the command again, so as not to erase their part",
);

/// What was saved, and what is shown all the same.
fn told(
    path: &Path,
    waiver: &Waiver,
    replaced: Option<&Waiver>,
    after: &Evaluation<'_>,
    language: Language,
) -> String {
    let (path, ruleset) = (path.display(), after.ruleset);
    let id = match waiver.element {
        Some(element) => format!("{}[{element}]", waiver.rule),
        None => waiver.rule.clone(),
    };
    let until = waiver.until;
    let spanish = language == Language::Spanish;
    let mut text = match spanish {
        true => format!("Guardado: dispensa de {id} hasta el proceso {until}. Está en {path}.\n"),
        false => format!("Saved: waiver of {id} until process {until}. It is in {path}.\n"),
    };
    if let Some(Waiver { signed, until, .. }) = replaced {
        let [author, reason] = [&signed.author, &signed.reason].map(|text| report::harmless(text));
        let date = &signed.date;
        text.push_str(&match spanish {
            true => format!(
                "Reemplaza la dispensa de {author} ({date}), hasta el proceso {until}: {reason}\n"
            ),
            false => {
                format!(
                    "It replaces the waiver of {author} ({date}), until process {until}: {reason}\n"
                )
            }
        });
    }
    if ruleset.rule(&waiver.rule).is_some_and(|rule| decides(ruleset, rule)) {
        text.push_str(match spanish {
            true => {
                "Esta regla decide el veredicto: la dispensa no la calla. La ficha la dice, con su \
                 razón y su autor, y los informes muestran siempre el resultado sin ella.\n"
            }
            false => {
                "This rule decides the verdict: the waiver does not hush it. The ficha says it, with \
                 its reason and its author, and reports always show the outcome without it.\n"
            }
        });
    }
    let name = |rating: &Option<pilares::evaluate::RatingResult>| {
        let rows = &ruleset.policy.ratings;
        let row = rating.as_ref().and_then(|rating| rows.get(rating.row));
        let open = rating.as_ref().is_some_and(|rating| !rating.hinges.is_empty());
        let provisional = if !open { "" } else { " (provisional)" };
        format!("{}{provisional}", row.map_or("–", |row| row.name.as_str()))
    };
    let without = after.unwaived.as_ref().map(|unwaived| name(&unwaived.rating));
    let (with, without) = (name(&after.rating), without.unwrap_or_default());
    text.push_str(&match spanish {
        true => format!("Calificación: {with} (sin dispensas: {without}).\n"),
        false => format!("Rating: {with} (without waivers: {without}).\n"),
    });
    text
}

fn decides(ruleset: &Ruleset, rule: &Rule) -> bool {
    ruleset.policy.decides(ruleset.section(rule), ruleset.severity(rule))
}

fn refused<T>(findings: &[pilares::finding::Finding], context: &Context) -> Result<T, Exit> {
    output::complain(&report::findings(findings, &context.style))?;
    Err(Exit::Failed)
}

fn unsaved<T>(path: &Path, (spanish, english): (&str, &str), context: &Context) -> Result<T, Exit> {
    let path = path.display();
    output::complain(&match context.style.language {
        Language::Spanish => format!("error: {path}: no se guardó: {spanish}\n"),
        Language::English => format!("error: {path}: not saved: {english}\n"),
    })?;
    Err(Exit::Failed)
}
