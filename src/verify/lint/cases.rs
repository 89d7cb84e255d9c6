//! What the cases of a rule lack: a status that they never show, a threshold without a case on each
//! side of it; and rules that nothing gives authority to.

use crate::finding::{Severity, Wording};
use crate::rules::{Equivalent, Rule, Ruleset, SampleSet, Status};
use crate::verify::mutate::{Mutant, missing, moved, thresholds};

use super::survey::{Survey, wanted};
use super::tell::{Found, Shown, cut, head};

/// Letters that a source has at least: less is a mark that it is to be written.
const LETTERS: usize = 3;

/// A rule's authority and the statuses that its cases show.
pub(super) fn cases(rule: &Rule, survey: &Survey) -> Vec<Found> {
    let mut found: Vec<Found> = basis(rule).into_iter().collect();
    let shows = |status: Status| rule.cases.iter().any(|case| case.expects == status);
    let mut statuses = wanted(rule);
    if rule.question().is_some() {
        statuses.extend([Status::Met, Status::Unmet]);
    }
    for status in statuses.into_iter().filter(|status| !shows(*status)) {
        let witness = survey.shown(rule, status);
        // Of what was never seen, search speaks; a question is met or not by its answer alone.
        if witness.is_none() && rule.question().is_none() {
            continue;
        }
        let (spanish, english) = told(status);
        let message = Wording::both(
            format!("{} no tiene ningún caso {spanish}", rule.id),
            format!("{} has no case {english}", rule.id),
        );
        let one = Found::new("lint/no-case", Severity::Warning, &rule.id, head(rule), message);
        let one = one.on(status.name()).shown_by(witness).because(Wording::both(
            "Lo que ningún caso muestra puede cambiar sin que nadie lo note.",
            "What no case shows can change without anybody noticing.",
        ));
        found.push(one.helped_by("Agregue el caso.", "Add the case."));
    }
    found
}

fn told(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Met => ("que la cumpla", "that meets it"),
        Status::Unmet => ("que no la cumpla", "that does not meet it"),
        Status::Unknown => {
            ("en que quede sin dato o pendiente", "in which it is unknown or pending")
        }
        Status::NotApplicable => ("en que no se aplique", "in which it does not apply"),
    }
}

fn basis(rule: &Rule) -> Option<Found> {
    let named = rule.citations.iter().any(|citation| is_written(&citation.document));
    let message = Wording::both(
        format!("{} no tiene fundamento", rule.id),
        format!("{} has no basis", rule.id),
    );
    let one = Found::new("lint/no-basis", Severity::Warning, &rule.id, head(rule), message);
    (!named).then(|| {
        one.on("fundamento")
            .because(Wording::both(
                "A quien se objeta hay que decirle qué documento lo pide.",
                "Who is objected to must be told which document asks for it.",
            ))
            .helped_by(
                "Cite el documento y la sección en `fundamento`; si es un criterio propio, dígalo ahí.",
                "Cite document and section in `fundamento`; if it is a criterion of your own, say so there.",
            )
    })
}

/// Whether a source says something: more than a mark that it is to be written.
pub(super) fn is_written(text: &str) -> bool {
    text.chars().filter(|character| character.is_alphabetic()).count() >= LETTERS
}

/// Thresholds that could stand one unit aside without any case noticing.
pub(super) fn boundaries(
    ruleset: &Ruleset,
    samples: &[SampleSet],
    wanted: impl Fn(&Rule) -> bool,
    known: &[Equivalent],
    effort: usize,
) -> Vec<Found> {
    let mut mutation = thresholds(ruleset, samples, wanted);
    mutation.set_aside(known);
    let lacking = missing(ruleset, samples, &mutation.survivors, effort);
    let survivors = mutation.survivors.iter().zip(lacking);
    survivors
        .filter_map(|(mutant, missing)| {
            let (rule, witness, status) = match (&mutant.rule, missing.case) {
                (Some(rule), Some((witness, status))) => (rule.clone(), witness, status),
                (Some(_), None) => return Some(boundary(mutant, None).suspected(missing.tried)),
                (None, _) => moved(ruleset, mutant, effort)?,
            };
            Some(boundary(mutant, Some(Shown { rule: Some(rule), witness, status })))
        })
        .collect()
}

/// The finding about a threshold that a submission, if one was found, tells from its neighbour.
fn boundary(mutant: &Mutant, shown: Option<Shown>) -> Found {
    let about = mutant.rule.as_deref().unwrap_or(&mutant.site);
    let (before, after) = (cut(&mutant.before), cut(&mutant.after));
    let message = match &mutant.rule {
        Some(_) => Wording::both(
            format!("ningún caso distingue `{before}` de `{after}`"),
            format!("no case tells `{before}` from `{after}`"),
        ),
        None => Wording::both(
            format!("con `{}` en {after} y no en {before}, ningún caso cambia", mutant.site),
            format!("with `{}` at {after} and not at {before}, no case changes", mutant.site),
        ),
    };
    Found::new("lint/boundary", Severity::Warning, about, mutant.place.clone(), message)
        .on(mutant.site.clone())
        .shown_by(shown)
        .because(Wording::both(
            "Falta un caso justo en el límite o a una unidad de él.",
            "A case at the limit, or one unit aside of it, is missing.",
        ))
        .helped_by("Agregue el caso.", "Add the case.")
}
