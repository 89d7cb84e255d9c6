//! The policy: pillars that cannot pass or cannot fail, severities that decide nothing, rows of the
//! table of ratings that are never reached, and a table that leaves submissions without a rating.

use crate::document::{self, Document, Limits};
use crate::evaluate::{self, RuleResult, Subject};
use crate::finding::{Severity, Wording};
use crate::rules::{Class, Patch, Rule, Ruleset, Status};
use crate::source::Place;
use crate::verify::consequences::concluded;
use crate::verify::generate::Generator;
use crate::verify::search::{Ground, Witness};

use super::proof::{self, Goal, Prover, Want};
use super::survey::{Survey, decided};
use super::tell::{self, Found, Shown, head};

/// Submissions judged whole, for each row of the table that nothing simpler reaches.
const WHOLE: u64 = 40;

/// What the policy makes of the rules; `dead` are rules that were proved never to be unmet.
pub(super) fn policy(
    ruleset: &Ruleset,
    surveys: &[(&Rule, Survey)],
    dead: &[String],
    head: &Place,
    effort: usize,
) -> Vec<Found> {
    let mut found = Vec::new();
    severities(ruleset, &mut found);
    for (at, section) in ruleset.policy.sections.iter().enumerate() {
        if section.pillar {
            found.extend(cannot_fail(ruleset, at, dead, head));
            found.extend(cannot_pass(ruleset, at, head, effort));
        }
    }
    ratings(ruleset, surveys, &mut found);
    found
}

/// Rules whose severity would fail a pillar, in a section that is none.
fn severities(ruleset: &Ruleset, found: &mut Vec<Found>) {
    for rule in ruleset.rules.iter().filter(|rule| rule.retired.is_none()) {
        let (section, severity) = (ruleset.section(rule), ruleset.severity(rule));
        if !severity.decides || ruleset.policy.decides(section, severity) {
            continue;
        }
        let message = Wording::both(
            format!(
                "la severidad `{}` de {} no decide nada: «{}» no es un pilar",
                severity.id, rule.id, section.name
            ),
            format!(
                "the severity `{}` of {} decides nothing: «{}» is no pillar",
                severity.id, rule.id, section.name
            ),
        );
        let place = key(rule, "severidad");
        let one = Found::new("lint/idle-severity", Severity::Warning, &rule.id, place, message);
        found.push(one.on("severidad").because(Wording::both(
            "Quien lee la regla cree que sin ella el programa se objeta.",
            "Who reads the rule believes that a programme without it is objected to.",
        )).helped_by(
            "Dele una severidad que la tabla de calificaciones nombre, o muévala a un pilar.",
            "Give it a severity that the table of ratings names, or move it to a pillar.",
        ));
    }
}

/// Where a key of a rule file stands.
pub(super) fn key(rule: &Rule, key: &str) -> Place {
    let document = document::read(rule.source.clone(), &Limits::default());
    match document.root.entry(key) {
        Some(entry) => document.place(entry.key_span),
        None => head(rule),
    }
}

/// The rules in force that decide a pillar, save those of a class.
fn deciders(ruleset: &Ruleset, section: usize, but: Class) -> Vec<&Rule> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let here = in_force.filter(|rule| rule.section == section && rule.class != but);
    here.filter(|rule| ruleset.severity(rule).decides).collect()
}

fn cannot_fail(ruleset: &Ruleset, section: usize, dead: &[String], head: &Place) -> Option<Found> {
    let deciders = deciders(ruleset, section, Class::Heuristic);
    let mut alive = deciders.into_iter().filter(|rule| !dead.contains(&rule.id));
    if alive.next().is_some() {
        return None;
    }
    let described = &ruleset.policy.sections[section];
    let message = Wording::both(
        format!("el pilar «{}» no puede fallar", described.name),
        format!("the pillar «{}» cannot fail", described.name),
    );
    let code = "lint/pillar-cannot-fail";
    let one = Found::new(code, Severity::Error, &described.id, head.clone(), message);
    Some(one.because(Wording::both(
        "Está probado: ninguna de sus reglas en vigor que decida puede incumplirse; las heurísticas nunca deciden por sí solas.",
        "It is proved: none of its rules in force that decide can be unmet; heuristics never decide by themselves.",
    )).helped_by(
        "Dele una regla automática o de juicio con una severidad que decida.",
        "Give it an automatic rule or a judgement with a severity that decides.",
    ))
}

/// A pillar that no submission passes for certain, whatever people answer.
fn cannot_pass(ruleset: &Ruleset, section: usize, head: &Place, effort: usize) -> Option<Found> {
    let deciders = deciders(ruleset, section, Class::Judgement);
    let kept = |status| matches!(status, Status::Met | Status::NotApplicable);
    let passes = |subject: &Subject<'_>| {
        deciders.iter().all(|rule| kept(decided(ruleset, rule, subject).status))
    };
    let ground = Ground::of(ruleset, &deciders);
    let tried = ground.find(effort, passes).err()?;
    let prover = Prover::new(ruleset);
    let kept: Vec<_> = deciders.iter().map(|rule| proof::kept(rule)).collect();
    let together: Vec<Goal<'_, '_>> = kept.iter().map(|kept| (kept as _, Want::True)).collect();
    let proved = prover.refuted(&together);
    let described = &ruleset.policy.sections[section];
    let message = Wording::both(
        format!("el pilar «{}» no puede aprobarse", described.name),
        format!("the pillar «{}» cannot pass", described.name),
    );
    let code = "lint/pillar-cannot-pass";
    let one = Found::new(code, Severity::Error, &described.id, head.clone(), message);
    let one = one.helped_by(
        "Corrija la regla que ningún formulario cumple, o las que se contradicen.",
        "Correct the rule that no form meets, or those that contradict each other.",
    );
    let document = ground.candidate(&Patch::default());
    let subject = Subject::new(ruleset, &document);
    let unmet =
        deciders.iter().find(|rule| decided(ruleset, rule, &subject).status == Status::Unmet);
    let one = one.shown_by(unmet.map(|rule| Shown::of(rule, Patch::default(), 1, Status::Unmet)));
    Some(match proved {
        Some(facts) => one.because(tell::proof(&facts)),
        None => one.suspected(tried),
    })
}

/// Rows that are never taken, and submissions that take none.
fn ratings(ruleset: &Ruleset, surveys: &[(&Rule, Survey)], found: &mut Vec<Found>) {
    let prover = Prover::of_ratings(ruleset);
    let rows = &ruleset.policy.ratings;
    let candidates = candidates(ruleset, surveys);
    for (at, row) in rows.iter().enumerate() {
        let holds: Vec<_> = rows[..=at].iter().map(proof::row).collect();
        let want = |earlier: usize| if earlier == at { Want::True } else { Want::NotTrue };
        let goals: Vec<Goal<'_, '_>> =
            holds.iter().enumerate().map(|(row, holds)| (holds as _, want(row))).collect();
        let proved = prover.refuted(&goals);
        let tried = match &proved {
            Some(_) => 0,
            None => match reached(ruleset, &candidates, Some(at)) {
                Ok(_) => continue,
                Err(tried) => tried,
            },
        };
        let message = Wording::both(
            format!("nunca se llega a la calificación `{}`", row.id),
            format!("the rating `{}` is never reached", row.id),
        );
        let place = row.holds.place(row.holds.expr.span);
        let one = Found::new("lint/unreachable-rating", Severity::Error, &row.id, place, message);
        let one = one.helped_by(
            "Quite la fila, súbala en la tabla o corrija su condición.",
            "Remove the row, move it up in the table or correct its condition.",
        );
        found.push(match proved {
            Some(facts) => one.because(tell::proof(&facts)),
            None => one.suspected(tried),
        });
    }
    open_table(ruleset, &prover, &candidates, found);
}

fn open_table<'r>(
    ruleset: &'r Ruleset,
    prover: &Prover<'r>,
    candidates: &[(Patch, Option<(&Rule, Status)>)],
    found: &mut Vec<Found>,
) {
    let Some(last) = ruleset.policy.ratings.last() else { return };
    let always = proof::row(last);
    if prover.refuted(&[(&always, Want::NotTrue)]).is_some() {
        return;
    }
    let message = Wording::both(
        "la tabla de calificaciones no termina en una fila que siempre se cumple",
        "the table of ratings does not end in a row that always holds",
    );
    let place = last.holds.place(last.holds.expr.span);
    let one = Found::new("lint/open-table", Severity::Error, &last.id, place, message);
    let one = one.helped_by(
        "Agregue una última fila con `cuando: \"true\"`.",
        "Add a last row with `cuando: \"true\"`.",
    );
    found.push(match reached(ruleset, candidates, None) {
        Ok(witness) => one
            .because(Wording::both(
                "Hay formularios sin calificación.",
                "There are forms without a rating.",
            ))
            .shown_by(Some(Shown { rule: None, witness, status: Status::Unmet })),
        Err(tried) => one.suspected(tried),
    });
}

/// Submissions that may be rated otherwise than others: the base, an empty one, and one for each rule
/// and status.
fn candidates<'r>(
    ruleset: &Ruleset,
    surveys: &'r [(&'r Rule, Survey)],
) -> Vec<(Patch, Option<(&'r Rule, Status)>)> {
    let keys = ruleset.base.root.entries().iter().map(|entry| entry.key.as_str());
    let all = keys.filter_map(|key| key.parse().ok()).collect();
    let empty = Patch { remove: all, ..Patch::default() };
    let mut made = vec![(Patch::default(), None), (empty, None)];
    for status in [Status::Unmet, Status::Unknown] {
        made.extend(surveys.iter().filter_map(|(rule, survey)| {
            let shown = survey.shown(rule, status)?;
            Some((shown.witness.patch, Some((*rule, status))))
        }));
    }
    made
}

/// A submission that takes a row, or none of them; the error says how many were judged whole.
fn reached(
    ruleset: &Ruleset,
    candidates: &[(Patch, Option<(&Rule, Status)>)],
    row: Option<usize>,
) -> Result<Witness, usize> {
    let generator = Generator::new(ruleset);
    let made = (0..WHOLE).map(|seed| (generator.patch(seed), None));
    let mut tried = 0;
    for (patch, alone) in candidates.iter().cloned().chain(made) {
        // By the rule's status alone first: judging whole takes a thousand times longer.
        if let Some((rule, status)) = alone
            && rating_alone(ruleset, rule, status) != row
        {
            continue;
        }
        tried += 1;
        let document = candidate(ruleset, &patch);
        let subject = Subject::new(ruleset, &document);
        let judged = evaluate::decide(ruleset, &subject);
        if judged.rating.map(|rating| rating.row) == row {
            return Ok(Witness { patch, tried });
        }
    }
    Err(tried)
}

fn candidate(ruleset: &Ruleset, patch: &Patch) -> Document {
    Ground::of(ruleset, &[]).candidate(patch)
}

/// The row that is taken where every other rule is met.
fn rating_alone(ruleset: &Ruleset, rule: &Rule, status: Status) -> Option<usize> {
    let result = RuleResult { rule, status, outcomes: Vec::new() };
    let all = concluded(&ruleset.policy, &ruleset.library, &ruleset.rules, vec![result]);
    all.rating.map(|rating| rating.row)
}
