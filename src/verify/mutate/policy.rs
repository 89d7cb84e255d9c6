//! Mutants of what lies around the rules: values of parameters, pillars, severities, rows of ratings.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::document::{self, Limits, Path};
use crate::feel;
use crate::rules::{ParameterValue, Policy, Ruleset};
use crate::source::Place;

use super::expressions::variants;
use super::known::Known;
use super::{Form, Moved, Mutant, Mutants};

/// Each parameter's value in the year of the base submission, one unit of its last place aside.
pub(super) fn parameters(ruleset: &Ruleset) -> Vec<Mutant> {
    let (first, last) = ruleset.policy.years;
    let judged = |value: &ParameterValue| {
        value.from <= last && value.until.is_none_or(|until| until >= first)
    };
    let rows = ruleset.parameters.iter().enumerate().flat_map(|(at, parameter)| {
        let rows = parameter.values.iter().enumerate().filter(|(_, value)| judged(value));
        rows.map(move |(row, known)| (at, parameter, row, known))
    });
    let mut made = Vec::new();
    for (at, parameter, row, known) in rows {
        let step = Decimal::new(1, known.value.scale());
        let aside = [known.value.checked_add(step), known.value.checked_sub(step)];
        for value in aside.into_iter().flatten() {
            made.push(Mutant {
                rule: None,
                site: match parameter.values.len() {
                    1 => format!("parametro.{}", parameter.name),
                    _ => format!("parametro.{}, {}", parameter.name, known.years()),
                },
                before: known.value.to_string(),
                after: value.to_string(),
                part: None,
                place: parameter.place.clone(),
                form: Form::Parameter(Moved { parameter: at, at: row, value }),
            });
        }
    }
    made
}

/// Pillars that are none, severities that decide or do not, rows of the table changed, gone or swapped.
pub(super) fn policy(ruleset: &Ruleset) -> Mutants {
    let own = &ruleset.policy;
    let mut made = Vec::new();
    let mut add = |site: String, before: String, after: String, place: Place, policy: Policy| {
        let form = Form::Policy(Box::new(policy));
        made.push(Mutant { rule: None, site, before, after, part: None, place, form });
    };
    let file = document::read(Arc::clone(&own.source), &Limits::default());
    let key = |list: &str, at: usize, key: &str| {
        file.place(file.nearest_place(&Path::root().key(list).index(at).key(key)))
    };
    for (at, section) in own.sections.iter().enumerate() {
        let mut policy = own.clone();
        policy.sections[at].pillar = !section.pillar;
        let site = format!("secciones.{}.pilar", section.id);
        add(
            site,
            section.pillar.to_string(),
            (!section.pillar).to_string(),
            key("secciones", at, "pilar"),
            policy,
        );
    }
    for (at, severity) in own.severities.iter().enumerate() {
        let mut policy = own.clone();
        policy.severities[at].decides = !severity.decides;
        let site = format!("severidades.{}.decide_pilar", severity.id);
        add(
            site,
            severity.decides.to_string(),
            (!severity.decides).to_string(),
            key("severidades", at, "decide_pilar"),
            policy,
        );
    }
    let names = ruleset.rating_names();
    let (mut rejected, mut proven) = (0, Vec::new());
    for (at, row) in own.ratings.iter().enumerate() {
        let site = |key: &str| format!("calificaciones.{}.{key}", row.id);
        let place = row.holds.place(row.holds.expr.span);
        let known = Known::of(ruleset, None, &[&names], &row.holds.expr);
        let variants = variants(&row.holds.expr, &known);
        proven.extend(variants.proven);
        for variant in variants.made {
            let checked = feel::check(&variant.expr, &ruleset.library, &[&names]);
            if !checked.diagnostics.is_empty() || !checked.of.meets(&feel::Type::Bool) {
                rejected += 1;
                continue;
            }
            let (before, after) = (row.holds.expr.to_string(), variant.expr.to_string());
            let mut policy = own.clone();
            policy.ratings[at].holds = row.holds.with(variant.expr);
            add(site("cuando"), before, after, row.holds.place(variant.span), policy);
        }
        let mut policy = own.clone();
        policy.ratings[at].favourable = !row.favourable;
        let (before, after) = (row.favourable.to_string(), (!row.favourable).to_string());
        add(site("favorable"), before, after, key("calificaciones", at, "favorable"), policy);
        let mut policy = own.clone();
        policy.ratings.remove(at);
        add(
            format!("calificaciones.{}", row.id),
            row.name.clone(),
            String::new(),
            place.clone(),
            policy,
        );
        if let Some(next) = own.ratings.get(at + 1) {
            let mut policy = own.clone();
            policy.ratings.swap(at, at + 1);
            let site = "calificaciones".to_owned();
            let (before, after) =
                (format!("{}, {}", row.id, next.id), format!("{}, {}", next.id, row.id));
            add(site, before, after, place, policy);
        }
    }
    Mutants { list: made, rejected, proven }
}
