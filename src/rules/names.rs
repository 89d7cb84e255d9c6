//! What names mean in conditions: the form's fields, parameters and results, as types.

use std::sync::Arc;

use crate::feel::{ContextType, Type};
use crate::schema::Shape;

use super::parameters::Parameter;
use super::policy::Policy;
use super::units::Units;

/// The name of the whole form.
pub(crate) const FORM: &str = "formulario";

/// The name of the parameters of the year.
pub(crate) const PARAMETERS: &str = "parametro";

/// The names that every rule sees: fields of the form, the form itself, and parameters.
pub(super) fn of_rules(shape: &Shape, parameters: &[Parameter], units: &Units) -> ContextType {
    let form = of_shape(shape, units);
    let mut members = match &form {
        Type::Context(context) => context.members.clone(),
        _ => Vec::new(),
    };
    members.push((Arc::from(FORM), form));
    let values = parameters
        .iter()
        .map(|parameter| (Arc::clone(&parameter.name), Type::Number(parameter.measure.clone())));
    let values = ContextType { members: values.collect() };
    members.push((Arc::from(PARAMETERS), Type::Context(Arc::new(values))));
    ContextType { members }
}

/// The type of a part of the form.
pub(super) fn of_shape(shape: &Shape, units: &Units) -> Type {
    match shape {
        Shape::Object(members) => {
            let members = members.iter().map(|m| (Arc::clone(&m.name), of_shape(&m.shape, units)));
            Type::Context(Arc::new(ContextType { members: members.collect() }))
        }
        Shape::List(item, _) => Type::list(of_shape(item, units)),
        Shape::Number { unit, .. } => {
            let unit = unit.as_deref().and_then(|text| units.parse(text).ok());
            Type::Number(unit.unwrap_or_default())
        }
        Shape::Text { allowed, .. } if !allowed.is_empty() => choice(allowed),
        Shape::Text { .. } => Type::Text,
        Shape::Boolean => Type::Bool,
        Shape::Any => Type::Any,
    }
}

/// The names that the table of ratings sees: results of pillars and of the rules of some ids.
pub(super) fn of_ratings<'i>(
    policy: &Policy,
    rules: impl IntoIterator<Item = &'i String>,
) -> ContextType {
    let context = |members: &[(&str, Type)]| {
        let members = members.iter().map(|(name, of)| (Arc::from(*name), of.clone()));
        Type::Context(Arc::new(ContextType { members: members.collect() }))
    };
    let sections = policy.sections.iter();
    let pillars = sections.clone().filter(|section| section.pillar);
    let signs = [&policy.verdicts.meets.sign, &policy.verdicts.fails.sign];
    let pillar = context(&[
        ("id", choice(pillars.map(|section| &section.id))),
        ("veredicto", choice(signs)),
    ]);
    let rule = context(&[
        ("id", choice(rules)),
        ("seccion", choice(sections.map(|section| &section.id))),
        ("severidad", choice(policy.severities.iter().map(|severity| &severity.id))),
        ("cumple", Type::Bool),
    ]);
    ContextType {
        members: vec![
            (Arc::from("pilares"), Type::list(pillar)),
            (Arc::from("reglas"), Type::list(rule)),
        ],
    }
}

/// A text out of a closed list.
fn choice<'c>(texts: impl IntoIterator<Item = &'c String>) -> Type {
    Type::Choice(texts.into_iter().map(|text| Arc::from(text.as_str())).collect())
}
