//! Parameters that no rule uses, years of the policy without a value, values out of reach, values
//! without a source.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Severity, Wording};
use crate::rules::{Parameter, Ruleset};
use crate::source::Place;
use crate::verify::coverage::parameters_of;

use super::cases::is_written;
use super::tell::Found;

/// Years that are looked at, of a policy that judges very many.
const YEARS: usize = 200;

/// What is wrong with the parameters.
pub(super) fn parameters(ruleset: &Ruleset) -> Vec<Found> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let used: BTreeSet<Arc<str>> = in_force.flat_map(parameters_of).collect();
    let mut found = Vec::new();
    for parameter in &ruleset.parameters {
        if !used.contains(&parameter.name) {
            let message = (
                format!("ninguna regla en vigor usa `parametro.{}`", parameter.name),
                format!("no rule in force uses `parametro.{}`", parameter.name),
            );
            found.push(about(parameter, "lint/unused-parameter", message, "").helped_by(
                "Quítelo, o úselo en la regla que lo necesita.",
                "Remove it, or use it in the rule that needs it.",
            ));
        }
        found.extend(out_of_reach(parameter, ruleset.policy.years));
        found.extend(unsourced(parameter));
    }
    found.extend(gaps(ruleset));
    found
}

fn about(parameter: &Parameter, code: &str, message: (String, String), site: &str) -> Found {
    let place: Place = parameter.place.clone();
    let message = Wording::both(message.0, message.1);
    Found::new(code, Severity::Warning, &parameter.name, place, message).on(site)
}

/// Years that the policy judges and for which there is no value; parameters that lack the same are told
/// together.
fn gaps(ruleset: &Ruleset) -> Vec<Found> {
    let mut lacking: Vec<(String, Vec<&Parameter>)> = Vec::new();
    for parameter in &ruleset.parameters {
        let Some(years) = missing(parameter, ruleset.policy.years) else { continue };
        match lacking.iter_mut().find(|(known, _)| *known == years) {
            Some((_, parameters)) => parameters.push(parameter),
            None => lacking.push((years, vec![parameter])),
        }
    }
    let found = lacking.iter().filter_map(|(years, parameters)| {
        let (first, others) = parameters.split_first()?;
        let of = if years.parse::<i32>().is_ok() { "el año" } else { "los años" };
        let message = match others.len() {
            0 => (
                format!("`{}` no tiene valor para {of} {years}, que el conjunto juzga", first.name),
                format!("`{}` has no value for {years}, which the rule set judges", first.name),
            ),
            count => (
                format!(
                    "{} parámetros no tienen valor para {of} {years}, que el conjunto juzga",
                    count + 1
                ),
                format!(
                    "{} parameters have no value for {years}, which the rule set judges",
                    count + 1
                ),
            ),
        };
        let one = about(first, "lint/parameter-gap", message, years)
            .because(Wording::both(
                "En esos años, las reglas que lo usan quedan sin dato.",
                "In those years, the rules that use it are unknown.",
            ))
            .helped_by(
                "Agregue el valor de esos años, con su fuente.",
                "Add the value of those years, with its source.",
            );
        let also = |one: Found, other: &&Parameter| {
            let note = Wording::both(format!("`{}`", other.name), format!("`{}`", other.name));
            one.and_at(other.place.clone(), note)
        };
        Some(others.iter().fold(one, also))
    });
    found.collect()
}

/// The years that the policy judges and for which a parameter has no value; none where it has them all.
fn missing(parameter: &Parameter, (first, last): (i32, i32)) -> Option<String> {
    // A policy without first or last year is looked at from the parameter's own.
    let values = || parameter.values.iter();
    let first = if first == i32::MIN { values().map(|value| value.from).min()? } else { first };
    let last = if last == i32::MAX {
        values().map(|value| value.until.unwrap_or(value.from)).max()?
    } else {
        last
    };
    let missing: Vec<i32> =
        (first..=last).take(YEARS).filter(|year| parameter.at(*year).is_none()).collect();
    let (from, until) = (missing.first()?, missing.last()?);
    Some(match missing.len() {
        1 => from.to_string(),
        count if i64::from(*until) - i64::from(*from) == count as i64 - 1 => {
            format!("{from}–{until}")
        }
        _ => missing.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
    })
}

/// A value whose years the policy never judges.
fn out_of_reach(parameter: &Parameter, (first, last): (i32, i32)) -> Vec<Found> {
    let outside = parameter
        .values
        .iter()
        .filter(|value| value.from > last || value.until.is_some_and(|until| until < first));
    let found = outside.map(|value| {
        let years = value.years();
        let message = (
            format!("el valor de `{}` para {years} no se usa nunca", parameter.name),
            format!("the value of `{}` for {years} is never used", parameter.name),
        );
        about(parameter, "lint/parameter-outside", message, &years)
            .because(Wording::both(
                "El conjunto no juzga ningún proceso de esos años.",
                "The rule set judges no process of those years.",
            ))
            .helped_by(
                "Corrija los años, o quite el valor.",
                "Correct the years, or remove the value.",
            )
    });
    found.collect()
}

fn unsourced(parameter: &Parameter) -> Vec<Found> {
    let unsourced = parameter.values.iter().filter(|value| !is_written(&value.basis));
    let found = unsourced.map(|value| {
        let years = value.years();
        let message = (
            format!("el valor de `{}` para {years} no dice su fuente", parameter.name),
            format!("the value of `{}` for {years} does not say its source", parameter.name),
        );
        about(parameter, "lint/unsourced", message, &years).helped_by(
            "Diga de qué documento sale; si es un criterio propio, dígalo.",
            "Say which document it is from; if it is a criterion of your own, say so.",
        )
    });
    found.collect()
}
