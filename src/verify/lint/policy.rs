//! The policy's pillars and severities: pillars that cannot pass or cannot fail, severities that decide nothing.

use std::collections::BTreeSet;

use crate::document::{self, Document, Limits, Node};
use crate::evaluate::Subject;
use crate::finding::{Severity, Wording};
use crate::rules::{Class, Patch, Rule, Ruleset, Status};
use crate::source::Place;
use crate::verify::search::{Ground, mended};

use super::proof::{self, Goal, Prover, Want};
use super::survey::{Survey, decided};
use super::tell::{self, Found, Shown, head};
use super::{names, ratings};

/// Submissions that are mended at most, to pass a pillar.
const MENDED: usize = 60;

/// What the policy makes of the rules; `dead` are rules that were proved never to be unmet.
pub(super) fn policy(
    ruleset: &Ruleset,
    surveys: &[(&Rule, Survey)],
    dead: &[String],
    document: &Document,
    effort: usize,
) -> Vec<Found> {
    let mut found = Vec::new();
    severities(ruleset, &mut found);
    for (at, section) in ruleset.policy.sections.iter().enumerate() {
        if section.pillar {
            let place = section_place(document, at);
            found.extend(cannot_fail(ruleset, at, dead, &place));
            found.extend(cannot_pass(ruleset, surveys, at, &place, effort));
        }
    }
    ratings::ratings(ruleset, surveys, &mut found);
    found
}

/// Where a section is described; the beginning of the policy where it is not found.
fn section_place(document: &Document, section: usize) -> Place {
    let sections = document.root.get("secciones").map(Node::items).unwrap_or_default();
    let first = sections.get(section).and_then(|section| section.entries().first());
    match first {
        Some(entry) => document.place(entry.key_span),
        None => names::beginning(document),
    }
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

/// The rules in force that decide a pillar, of some classes.
pub(super) fn deciders<'r>(
    ruleset: &'r Ruleset,
    section: usize,
    classes: &[Class],
) -> Vec<&'r Rule> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let here = in_force.filter(|rule| rule.section == section && classes.contains(&rule.class));
    here.filter(|rule| ruleset.severity(rule).decides).collect()
}

/// A pillar that no submission fails, or only one of which a person confirms a suspicion.
fn cannot_fail(ruleset: &Ruleset, section: usize, dead: &[String], place: &Place) -> Option<Found> {
    let alive = |classes: &[Class]| {
        let deciders = deciders(ruleset, section, classes);
        deciders.into_iter().any(|rule| !dead.contains(&rule.id))
    };
    if alive(&[Class::Automatic, Class::Judgement]) {
        return None;
    }
    let described = &ruleset.policy.sections[section];
    let name = &described.name;
    let (severity, message, reason) = match alive(&[Class::Heuristic]) {
        true => (
            Severity::Warning,
            Wording::both(
                format!("el pilar «{name}» solo falla si una persona confirma una sospecha"),
                format!("the pillar «{name}» fails only where a person confirms a suspicion"),
            ),
            Wording::both(
                "Está probado: todas sus reglas en vigor que deciden son heurísticas, que no deciden por sí solas.",
                "It is proved: all its rules in force that decide are heuristics, which do not decide by themselves.",
            ),
        ),
        false => (
            Severity::Error,
            Wording::both(
                format!("el pilar «{name}» no puede fallar"),
                format!("the pillar «{name}» cannot fail"),
            ),
            Wording::both(
                "Está probado: ninguna de sus reglas en vigor que decida puede incumplirse.",
                "It is proved: none of its rules in force that decide can be unmet.",
            ),
        ),
    };
    let code = "lint/pillar-cannot-fail";
    let one = Found::new(code, severity, &described.id, place.clone(), message);
    Some(one.because(reason).helped_by(
        "Dele una regla automática o de juicio con una severidad que decida.",
        "Give it an automatic rule or a judgement with a severity that decides.",
    ))
}

/// A pillar that no submission passes for certain, whatever people answer; or only one of which a person
/// rejects a suspicion.
///
/// Told where the rules stand that keep it from passing, if that is proved; else where the pillar is
/// described.
fn cannot_pass(
    ruleset: &Ruleset,
    surveys: &[(&Rule, Survey)],
    section: usize,
    place: &Place,
    effort: usize,
) -> Option<Found> {
    let blocked = |classes: &[Class]| {
        let deciders = deciders(ruleset, section, classes);
        let passes = |subject: &Subject<'_>| {
            deciders.iter().all(|rule| kept(decided(ruleset, rule, subject).status))
        };
        let ground = Ground::of(ruleset, &deciders).with_sizes(&deciders);
        let tried = ground.find(effort, passes).err()?;
        let mended = never_mended(ruleset, &deciders)?;
        Some((deciders, tried + mended))
    };
    let by_themselves = blocked(&[Class::Automatic]);
    let suspicions = by_themselves.is_none();
    let (deciders, tried) =
        by_themselves.or_else(|| blocked(&[Class::Automatic, Class::Heuristic]))?;
    let prover = Prover::new(ruleset);
    let keeps: Vec<_> = deciders.iter().map(|rule| proof::kept(rule)).collect();
    let together: Vec<Goal<'_, '_>> = keeps.iter().map(|kept| (kept as _, Want::True)).collect();
    let proved = prover.refuted(&together);
    let described = &ruleset.policy.sections[section];
    let goals: BTreeSet<usize> =
        proved.iter().flat_map(|proof| proof.facts()).map(|fact| fact.goal).collect();
    let blocking: Vec<&Rule> = goals.iter().filter_map(|at| deciders.get(*at).copied()).collect();
    let name = &described.name;
    let message = match (&proved, suspicions) {
        (Some(_), false) => Wording::both(
            format!("el pilar «{name}» no puede aprobarse"),
            format!("the pillar «{name}» cannot pass"),
        ),
        (Some(_), true) => Wording::both(
            format!("el pilar «{name}» no se aprueba sin que una persona descarte una sospecha"),
            format!("the pillar «{name}» does not pass unless a person rejects a suspicion"),
        ),
        (None, false) => Wording::both(
            format!("no se encontró un formulario que apruebe el pilar «{name}»"),
            format!("no form was found that passes the pillar «{name}»"),
        ),
        (None, true) => Wording::both(
            format!(
                "no se encontró un formulario que apruebe el pilar «{name}» sin ninguna sospecha"
            ),
            format!("no form was found that passes the pillar «{name}» without any suspicion"),
        ),
    };
    let at = blocking.first().map_or(place.clone(), |rule| head(rule));
    let code = "lint/pillar-cannot-pass";
    let severity = if suspicions { Severity::Warning } else { Severity::Error };
    let mut one = Found::new(code, severity, &described.id, at, message).helped_by(
        "Corrija la regla que ningún formulario cumple, o las que se contradicen.",
        "Correct the rule that no form meets, or those that contradict each other.",
    );
    for rule in blocking.iter().skip(1) {
        one = one.and_at(head(rule), Wording::both("la otra", "the other"));
    }
    let shown = (!blocking.is_empty()).then(|| failing(ruleset, surveys, &blocking, effort));
    let one = one.shown_by(shown.flatten());
    let ids: Vec<&str> = deciders.iter().map(|rule| rule.id.as_str()).collect();
    Some(match proved {
        Some(proved) => one.because(tell::proof_of(&proved, &ids)),
        None => one.suspected(tried),
    })
}

/// How many submissions were mended in vain to keep all of some rules; none where one was.
fn never_mended(ruleset: &Ruleset, rules: &[&Rule]) -> Option<usize> {
    let base = Patch::default();
    let cases = rules.iter().flat_map(|rule| &rule.cases);
    let sound = cases.filter(|case| case.expects == Status::Met).map(|case| &case.patch);
    let content = |rule: &Rule, subject: &Subject<'_>| kept(decided(ruleset, rule, subject).status);
    let mut tried = 0;
    for start in std::iter::once(&base).chain(sound).take(MENDED) {
        let (found, more) = mended(ruleset, start, rules, content);
        tried += more;
        if found.is_some() {
            return None;
        }
    }
    Some(tried)
}

fn kept(status: Status) -> bool {
    matches!(status, Status::Met | Status::NotApplicable)
}

/// A submission that fails one of some rules and keeps the others, as far as one is found; one that
/// differs from the base, where there is any.
fn failing(
    ruleset: &Ruleset,
    surveys: &[(&Rule, Survey)],
    rules: &[&Rule],
    effort: usize,
) -> Option<Shown> {
    let ground = Ground::of(ruleset, rules).with_sizes(rules);
    let status = |rule: &Rule, subject: &Subject<'_>| decided(ruleset, rule, subject).status;
    let mut shown: Vec<Shown> = Vec::new();
    for rule in rules {
        let alone = |subject: &Subject<'_>| {
            rules.iter().all(|other| {
                let status = status(other, subject);
                if other.id == rule.id { status == Status::Unmet } else { kept(status) }
            })
        };
        if let Ok(witness) = ground.find(effort, alone) {
            shown.push(Shown::of(rule, witness.patch, witness.tried, Status::Unmet));
        }
    }
    for rule in rules {
        let cases = rule.cases.iter().filter(|case| case.expects == Status::Unmet);
        let cases = cases.map(|case| Shown::of(rule, case.patch.clone(), 1, Status::Unmet));
        let survey = surveys.iter().find(|(other, _)| other.id == rule.id);
        let searched = survey.and_then(|(_, survey)| survey.shown(rule, Status::Unmet));
        shown.extend(cases.chain(searched).filter(|shown| {
            let document = ground.candidate(&shown.witness.patch);
            status(rule, &Subject::new(ruleset, &document)) == Status::Unmet
        }));
    }
    if shown.iter().all(|shown| shown.witness.patch.is_empty()) {
        // Every submission fails: any that changes something shows it better than the base.
        ground.walk(effort, |patch, subject| {
            let failed = rules.iter().find(|rule| status(rule, subject) == Status::Unmet);
            let failed = failed.filter(|_| !patch.is_empty());
            shown.extend(failed.map(|rule| Shown::of(rule, patch.clone(), 1, Status::Unmet)));
            failed.is_none()
        });
    }
    let changed = shown.iter().position(|shown| !shown.witness.patch.is_empty());
    let at = changed.unwrap_or(0);
    (at < shown.len()).then(|| shown.swap_remove(at))
}
