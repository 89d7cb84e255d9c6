//! Rules against each other: one that adds nothing to another, two that say the same, two that no
//! submission can meet together.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::document::Path;
use crate::evaluate::Subject;
use crate::finding::{Severity, Wording};
use crate::rules::{Class, Patch, Requirement, Rule, Ruleset, Segment, Status, Template};
use crate::verify::coverage::reads;
use crate::verify::search::{Ground, mended, wholes};

use super::proof::{self, Goal, Proof, Prover, Want};
use super::survey::{Survey, decided};
use super::tell::{self, Found, Shown, head};

/// What to do about two rules that cannot be met where both apply.
const APART: &str = "Ambas deciden el veredicto: un formulario al que se aplican las dos falla. Si es lo que se quiere, dígalo en `excepciones.yaml`; si no, corrija una.";
const APART_ENGLISH: &str = "Both decide the verdict: a form that both apply to fails. If that is meant, say so in `excepciones.yaml`; if not, correct one.";

/// A rule with what was found of it.
struct One<'r> {
    rule: &'r Rule,
    survey: &'r Survey,
    reads: BTreeSet<Path>,
    /// Submissions that do not meet it: its cases, or what search found.
    unmet: Vec<Patch>,
}

/// Looks at the pairs of rules of which one is wanted.
pub(super) fn pairs(
    ruleset: &Ruleset,
    surveys: &[(&Rule, Survey)],
    wanted: impl Fn(&Rule) -> bool + Sync,
    effort: usize,
) -> Vec<Found> {
    let comparable = surveys.iter().filter(|(rule, _)| !rule.clauses().is_empty());
    let ones: Vec<One<'_>> = comparable
        .map(|(rule, survey)| {
            let cases = rule.cases.iter().filter(|case| case.expects == Status::Unmet);
            let mut unmet: Vec<Patch> = cases.map(|case| case.patch.clone()).collect();
            let searched = survey.shown(rule, Status::Unmet);
            unmet.extend(searched.map(|shown| shown.witness.patch));
            // A case may expect what does not come out.
            unmet.retain(|patch| status(ruleset, patch, rule) == Status::Unmet);
            let mut reads = reads(ruleset, rule);
            // A list of which only the length is asked is not read as a field is.
            reads.extend(wholes(ruleset, rule));
            One { rule, survey, reads, unmet }
        })
        .collect();
    let chosen: Vec<(usize, &One<'_>)> =
        ones.iter().enumerate().filter(|(_, one)| wanted(one.rule)).collect();
    let found = chosen.par_iter().flat_map_iter(|(at, one)| {
        let prover = Prover::new(ruleset);
        let others = ones.iter().enumerate();
        let others = others.filter(|(_, other)| !one.reads.is_disjoint(&other.reads));
        let mut found = Vec::new();
        for (other_at, other) in others.filter(|(other, _)| other != at) {
            let looked = Pair { ruleset, prover: &prover, one, other, effort };
            found.extend(looked.implied(*at > other_at));
            let again = wanted(other.rule) && other_at < *at;
            found.extend(if again { None } else { looked.contradiction() });
        }
        found
    });
    found.collect()
}

struct Pair<'p, 'r> {
    ruleset: &'r Ruleset,
    prover: &'p Prover<'r>,
    one: &'p One<'r>,
    other: &'p One<'r>,
    effort: usize,
}

impl<'r> Pair<'_, 'r> {
    /// Whether the other rule is always unmet where the one is, and as grave and as sure.
    ///
    /// Two that imply each other are told once, of the `later`.
    fn implied(&self, later: bool) -> Option<Found> {
        let (one, other) = (self.one.rule, self.other.rule);
        // Whatever fails any rule fails one that is never met: that is told of it, and says it better.
        self.other.survey.shown(other, Status::Met)?;
        let lighter = other.severity <= one.severity && other.class <= one.class;
        let both = |patch: &&Patch| self.status(patch, other) == Status::Unmet;
        if !lighter || self.one.unmet.is_empty() || !self.one.unmet.iter().all(|patch| both(&patch))
        {
            return None;
        }
        let proved = self.proved(one, other);
        let back = other.severity == one.severity
            && other.class == one.class
            && self.proved(other, one).is_some();
        if proved.is_some() && back {
            return later.then(|| self.told("lint/duplicate-rule", proved.as_ref(), 0));
        }
        if proved.is_some() {
            return Some(self.told("lint/implied-rule", proved.as_ref(), 0));
        }
        // Looked for where the one is unmet, then where the other is known to be met or not.
        let cases = other.cases.iter().map(|case| case.patch.clone()).collect();
        let mut tried = 0;
        for starts in [self.one.unmet.clone(), cases] {
            let ground =
                Ground::of(self.ruleset, &[one, other]).with_sizes(&[one, other]).only_from(starts);
            tried += ground
                .find(self.effort, |subject| {
                    self.of(one, subject) == Status::Unmet
                        && self.of(other, subject) != Status::Unmet
                })
                .err()?;
        }
        Some(self.told("lint/implied-rule", None, tried))
    }

    /// Why the second rule is always unmet where the first is.
    fn proved(&self, first: &'r Rule, second: &'r Rule) -> Option<Proof> {
        let (first, second) = (proof::kept(first), proof::kept(second));
        self.prover.refuted(&[(&first, Want::False), (&second, Want::NotFalse)])
    }

    fn told(&self, code: &str, proved: Option<&Proof>, tried: usize) -> Found {
        let (one, other) = (self.one.rule, self.other.rule);
        let message = match code {
            "lint/duplicate-rule" => Wording::both(
                format!(
                    "{} y {} dicen lo mismo: las incumplen los mismos formularios",
                    one.id, other.id
                ),
                format!("{} and {} say the same: the same forms fail them", one.id, other.id),
            ),
            _ if proved.is_none() => Wording::both(
                format!("no se encontró un formulario que incumpla {} y no {}", one.id, other.id),
                format!("no form was found that fails {} and not {}", one.id, other.id),
            ),
            _ => Wording::both(
                format!(
                    "{} no agrega nada: todo formulario que la incumple incumple también {}",
                    one.id, other.id
                ),
                format!("{} adds nothing: every form that fails it fails {} too", one.id, other.id),
            ),
        };
        let shown = self.one.unmet.first();
        let shown = shown.map(|patch| Shown::of(one, patch.clone(), tried, Status::Unmet));
        let found = Found::new(code, Severity::Warning, &one.id, head(one), message)
            .on(other.id.clone())
            .and_at(head(other), Wording::both("la otra", "the other"))
            .shown_by(shown)
            .helped_by(
                "Retire una de las dos, o cambie lo que exige.",
                "Retire one of the two, or change what it requires.",
            );
        match proved {
            Some(proved) => found.because(tell::proof_of(proved, &[&one.id, &other.id])),
            None => found.suspected(tried),
        }
    }

    /// Whether both decide, can apply together, and no submission meets both where they do.
    ///
    /// No submission at all passes both, or only those to which one of them does not apply: an error
    /// and a warning; and a warning where a person may reject what one of them suspects. Where one applies only to what fails the other, its requirement is no matter.
    fn contradiction(&self) -> Option<Found> {
        let (one, other) = (self.one.rule, self.other.rule);
        if ![one, other].iter().all(|rule| self.decides(rule)) {
            return None;
        }
        let starts = || {
            let cases = one.cases.iter().chain(&other.cases).map(|case| case.patch.clone());
            std::iter::once(Patch::default()).chain(cases)
        };
        let statuses = |patch: &Patch| [one, other].map(|rule| self.status(patch, rule));
        if starts().any(|patch| statuses(&patch) == [Status::Met; 2]) {
            return None;
        }
        let (kept, kept_too) = (proof::kept(one), proof::kept(other));
        let (concerned, concerned_too) = (proof::concerned(one), proof::concerned(other));
        let [keeps, keeps_too]: [Goal<'_, 'r>; 2] = [(&kept, Want::True), (&kept_too, Want::True)];
        let apply: [Goal<'_, 'r>; 2] = [(&concerned, Want::True), (&concerned_too, Want::True)];
        let [first, second] = apply;
        let one_fails = [keeps, keeps_too]
            .iter()
            .any(|keeps| self.prover.refuted(&[first, second, *keeps]).is_some());
        if one_fails {
            return None;
        }
        let never = self.prover.refuted(&[keeps, keeps_too]);
        let proved =
            never.clone().or_else(|| self.prover.refuted(&[first, second, keeps, keeps_too]));
        let ground = Ground::of(self.ruleset, &[one, other]).with_sizes(&[one, other]);
        let applies = |status| matches!(status, Status::Met | Status::Unmet);
        let together = ground.find(self.effort, |subject| {
            applies(self.of(one, subject)) && applies(self.of(other, subject))
        });
        let together = together.ok();
        let tried = match &proved {
            Some(_) => 0,
            None => {
                // Rules of which one is never met by itself are told as that.
                let met = |one: &One<'_>| one.survey.shown(one.rule, Status::Met).is_some();
                if together.is_none() || !met(self.one) || !met(self.other) {
                    return None;
                }
                let meets = |subject: &Subject<'_>| {
                    [one, other].map(|rule| self.of(rule, subject)) == [Status::Met; 2]
                };
                let tried = ground.find(self.effort, meets).err()?;
                tried + self.never_mended(one, other).ok()?
            }
        };
        // Where both apply and the other is met, the one is not.
        let apart = |subject: &Subject<'_>| {
            [one, other].map(|rule| self.of(rule, subject)) == [Status::Unmet, Status::Met]
        };
        let apart = together.and_then(|_| ground.find(self.effort, apart).ok());
        let shown =
            apart.map(|witness| Shown::of(one, witness.patch, witness.tried, Status::Unmet));
        let sure = [one, other].iter().all(|rule| rule.class == Class::Automatic);
        let (message, severity, help) = match (&never, &proved) {
            (Some(_), _) if !sure => (
                Wording::both(
                    format!("ningún formulario pasa {} y {} sin una sospecha", one.id, other.id),
                    format!("no form passes {} and {} without a suspicion", one.id, other.id),
                ),
                Severity::Warning,
                (
                    "Ambas deciden el veredicto: con las dos en vigor, una persona tiene que descartar siempre una sospecha. Corrija una.",
                    "Both decide the verdict: with both in force, a person has to reject a suspicion each time. Correct one.",
                ),
            ),
            (Some(_), _) => (
                Wording::both(
                    format!("ningún formulario cumple {} y {} a la vez", one.id, other.id),
                    format!("no form meets {} and {} together", one.id, other.id),
                ),
                Severity::Error,
                (
                    "Ambas deciden el veredicto: con las dos en vigor, todo formulario falla en una. Corrija una.",
                    "Both decide the verdict: with both in force, every form fails one. Correct one.",
                ),
            ),
            (None, Some(_)) => (
                Wording::both(
                    format!("{} y {} no pueden cumplirse donde ambas se aplican", one.id, other.id),
                    format!("{} and {} cannot be met where both apply", one.id, other.id),
                ),
                Severity::Warning,
                (APART, APART_ENGLISH),
            ),
            (None, None) => (
                Wording::both(
                    format!(
                        "no se encontró un formulario que cumpla {} y {} donde ambas se aplican",
                        one.id, other.id
                    ),
                    format!(
                        "no form was found that meets {} and {} where both apply",
                        one.id, other.id
                    ),
                ),
                Severity::Note,
                (
                    "Ambas deciden el veredicto: si de verdad no caben juntas, un formulario al que se aplican las dos falla. Busque uno que cumpla las dos; si no lo hay, corrija una o dígalo en `excepciones.yaml`.",
                    "Both decide the verdict: if they really cannot be met together, a form that both apply to fails. Look for one that meets both; if there is none, correct one or say so in `excepciones.yaml`.",
                ),
            ),
        };
        let found = Found::new("lint/contradiction", severity, &one.id, head(one), message)
            .on(other.id.clone())
            .and_at(head(other), Wording::both("la otra", "the other"))
            .shown_by(shown)
            .helped_by(help.0, help.1);
        let ids = [&*one.id, &*other.id];
        // The wanted conditions are those of both rules by turns, however many there are.
        let owners = [ids, ids].concat();
        Some(match proved {
            Some(proved) => found.because(tell::proof_of(&proved, &owners)),
            None => found.suspected(tried),
        })
    }

    /// How many submissions were mended in vain to meet both rules; the error is that one was.
    fn never_mended(&self, one: &Rule, other: &Rule) -> Result<usize, Patch> {
        let met = |rule: &Rule| {
            let cases = rule.cases.iter().filter(|case| case.expects == Status::Met);
            cases.map(|case| case.patch.clone()).collect::<Vec<_>>()
        };
        let content = |rule: &Rule, subject: &Subject<'_>| self.of(rule, subject) == Status::Met;
        let mut tried = 0;
        for start in [met(one), met(other)].concat() {
            let (found, more) = mended(self.ruleset, &start, &[one, other], content);
            tried += more;
            found.map_or(Ok(()), Err)?;
        }
        Ok(tried)
    }

    fn decides(&self, rule: &Rule) -> bool {
        let (section, severity) = (self.ruleset.section(rule), self.ruleset.severity(rule));
        self.ruleset.policy.decides(section, severity) && rule.class != Class::Judgement
    }

    fn of(&self, rule: &Rule, subject: &Subject<'_>) -> Status {
        decided(self.ruleset, rule, subject).status
    }

    fn status(&self, patch: &Patch, rule: &Rule) -> Status {
        status(self.ruleset, patch, rule)
    }
}

/// What becomes of a rule on the base with some changes.
fn status(ruleset: &Ruleset, patch: &Patch, rule: &Rule) -> Status {
    let document = Ground::of(ruleset, &[]).candidate(patch);
    decided(ruleset, rule, &Subject::checked(ruleset, &document, Vec::new())).status
}

/// Rules without clauses, questions and those that ask the schema, that say just what an earlier one says.
pub(super) fn copies(ruleset: &Ruleset, wanted: impl Fn(&Rule) -> bool) -> Vec<Found> {
    let in_force = || ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let mut found = Vec::new();
    for (at, rule) in in_force().enumerate().filter(|(_, rule)| wanted(rule)) {
        let Some(says) = asked(rule) else { continue };
        let mut earlier = in_force().take(at);
        let Some(other) = earlier.find(|other| asked(other).as_ref() == Some(&says)) else {
            continue;
        };
        let message = Wording::both(
            format!("{} y {} dicen lo mismo", rule.id, other.id),
            format!("{} and {} say the same", rule.id, other.id),
        );
        let one =
            Found::new("lint/duplicate-rule", Severity::Warning, &rule.id, head(rule), message);
        found.push(
            one.on(other.id.clone())
                .and_at(head(other), Wording::both("la otra", "the other"))
                .because(Wording::both(
                    "Está probado: sus condiciones y lo que preguntan son las mismas palabras.",
                    "It is proved: their conditions and what they ask are the same words.",
                ))
                .helped_by(
                    "Retire una de las dos, o cambie lo que pregunta.",
                    "Retire one of the two, or change what it asks.",
                ),
        );
    }
    found
}

/// What a template says, with what its values are.
fn words(template: &Template) -> String {
    let segments = template.segments.iter().map(|segment| match segment {
        Segment::Text(text) => text.clone(),
        Segment::Value(expression) => format!("{{{}}}", expression.text),
    });
    segments.collect()
}

/// What a rule without clauses asks, where and when; none of other rules.
fn asked(rule: &Rule) -> Option<Vec<String>> {
    let mut said = match &rule.requires {
        Requirement::Schema(kinds) => kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        Requirement::Judgement(question) => vec![words(&question.text)],
        Requirement::One(_) | Requirement::All(_) | Requirement::Any(_) => return None,
    };
    let each = rule.each.iter().map(|(name, list)| format!("{name} in {}", list.text));
    said.extend(each.chain(rule.applies.iter().map(|applies| applies.text.clone())));
    Some(said)
}
