//! Rules that decide nothing as a whole: that never apply, are never unmet, never met or never decided.
//!
//! All of it is proved; what search alone suspects is told in [`survey`](super::survey), and parts of
//! conditions in [`idle`](super::idle).

use crate::finding::{Severity, Wording};
use crate::rules::{Expression, Rule, Ruleset};

use super::idle::{Idle, clauses};
use super::proof::{Proof, Prover, Reader, Want};
use super::tell::{Found, proof};

/// What is proved of any form, and of those that keep to the bounds of the schema.
pub(super) struct Provers<'r> {
    pub any: Prover<'r>,
    pub keeping: Prover<'r>,
}

impl<'r> Provers<'r> {
    /// Both provers of a rule set.
    pub fn new(ruleset: &'r Ruleset) -> Provers<'r> {
        Provers { any: Prover::new(ruleset), keeping: Prover::new(ruleset).keeping_schema() }
    }
}

/// What is proved of a rule's conditions.
pub(super) fn conditions<'r>(provers: &Provers<'r>, rule: &'r Rule) -> Vec<Found> {
    let both = [&provers.any, &provers.keeping];
    if let Some(whole) = both.into_iter().find_map(|prover| whole(prover, rule)) {
        return vec![whole];
    }
    let mut found = Vec::new();
    if let Some(condition) = &rule.applies {
        match provers.any.refuted(&[(&|reader| reader.applies(rule), Want::False)]) {
            Some(proved) => found.push(always_applies(rule, condition, &proved)),
            None => Idle::new(provers, rule, condition, "cuando").root(&[], &mut found),
        }
    }
    clauses(provers, rule, &mut found);
    for (at, (name, definition)) in rule.definitions.iter().enumerate() {
        let site = format!("donde.{name}");
        let idle = Idle::new(provers, rule, definition, &site).seeing(at);
        idle.root(&[], &mut found);
    }
    found
}

/// A rule that never applies, is never unmet or is never met.
fn whole<'r>(prover: &Prover<'r>, rule: &'r Rule) -> Option<Found> {
    let applies = |reader: &Reader<'r>| reader.applies(rule);
    let requires = |reader: &Reader<'r>| reader.requires(rule);
    if let Some(condition) = &rule.applies
        && let Some(proved) = prover.refuted(&[(&applies, Want::True)])
    {
        let message = Wording::both(
            format!("{} no se aplica nunca: su `cuando` no puede ser verdadero", rule.id),
            format!("{} never applies: its `cuando` cannot be true", rule.id),
        );
        return Some(
            at(rule, condition, "lint/never-applies", message, &proved).on("cuando").helped_by(
                "Corrija la condición, o retire la regla.",
                "Correct the condition, or retire the rule.",
            ),
        );
    }
    let clause = rule.clauses().first()?;
    if let Some(proved) = prover.refuted(&[(&applies, Want::True), (&requires, Want::False)]) {
        if let Some(unmet) = prover.refuted(&[(&applies, Want::True), (&requires, Want::True)]) {
            return Some(never_decided(rule, clause, &unmet.and(proved)));
        }
        let (form, form_english) = of_forms(&proved);
        let message = Wording::both(
            format!("{} no puede incumplirse: ningún {form} la incumple", rule.id),
            format!("{} cannot be unmet: no {form_english} fails it", rule.id),
        );
        return Some(at(rule, clause, "lint/never-unmet", message, &proved).on("exige").helped_by(
            "Corrija lo que exige, o retire la regla: así como está, no señala nada.",
            "Correct what it requires, or retire the rule: as it is, it tells of nothing.",
        ));
    }
    // Where it is not known whether it applies, it is met all the same.
    let proved = prover.refuted(&[(&applies, Want::NotFalse), (&requires, Want::True)])?;
    let (form, form_english) = of_forms(&proved);
    let message = Wording::both(
        format!("{} no puede cumplirse: ningún {form} al que se aplica la satisface", rule.id),
        format!("{} cannot be met: no {form_english} that it applies to satisfies it", rule.id),
    );
    Some(at(rule, clause, "lint/never-met", message, &proved).on("exige").helped_by(
        "Corrija lo que exige: así como está, los formularios a los que se aplica la incumplen o quedan sin dato.",
        "Correct what it requires: as it is, the forms that it applies to fail it or leave it unknown.",
    ))
}

/// A rule that is unknown wherever it applies.
fn never_decided(rule: &Rule, clause: &Expression, proved: &Proof) -> Found {
    let message = Wording::both(
        format!(
            "{} no se decide nunca: queda sin dato en todo formulario al que se aplica",
            rule.id
        ),
        format!("{} is never decided: it is unknown on every form that it applies to", rule.id),
    );
    at(rule, clause, "lint/never-decided", message, proved).on("exige").helped_by(
        "Corrija el `cuando`, que pide que falte lo que la regla necesita, o lo que exige.",
        "Correct the `cuando`, which asks that what the rule needs be missing, or what it requires.",
    )
}

/// The forms that a proof is about.
fn of_forms(proved: &Proof) -> (&'static str, &'static str) {
    match proved.keeps_schema() {
        true => ("formulario dentro de los límites del esquema", "form within the schema's bounds"),
        false => ("formulario", "form"),
    }
}

fn at(rule: &Rule, part: &Expression, code: &str, message: Wording, proved: &Proof) -> Found {
    let place = part.place(part.expr.span);
    Found::new(code, Severity::Error, &rule.id, place, message).because(proof(proved))
}

fn always_applies(rule: &Rule, condition: &Expression, proved: &Proof) -> Found {
    let message = Wording::both(
        format!("el `cuando` de {} no puede ser falso", rule.id),
        format!("the `cuando` of {} cannot be false", rule.id),
    );
    let place = condition.place(condition.expr.span);
    Found::new("lint/always-applies", Severity::Warning, &rule.id, place, message)
        .on("cuando")
        .because(proof(proved))
        .helped_by(
            "Quítelo, o corrija la condición. Si está ahí para que la regla quede sin dato cuando falta un campo, dígalo en `excepciones.yaml`.",
            "Remove it, or correct the condition. If it is there to leave the rule unknown where a field is missing, say so in `excepciones.yaml`.",
        )
}
