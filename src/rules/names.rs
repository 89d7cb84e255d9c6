//! What names mean in conditions: the form's fields, parameters and results, as types.

use std::sync::Arc;

use crate::feel::{ContextType, Type};
use crate::schema::Shape;

use super::parameters::Parameter;
use super::units::Units;

/// The name of the whole form.
pub(super) const FORM: &str = "formulario";

/// The name of the parameters of the year.
pub(super) const PARAMETERS: &str = "parametro";

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
        Shape::List(item) => Type::list(of_shape(item, units)),
        Shape::Number { unit, .. } => {
            let unit = unit.as_deref().and_then(|text| units.parse(text).ok());
            Type::Number(unit.unwrap_or_default())
        }
        Shape::Text { allowed, .. } if !allowed.is_empty() => {
            Type::Choice(allowed.iter().map(|value| Arc::from(value.as_str())).collect())
        }
        Shape::Text { .. } => Type::Text,
        Shape::Boolean => Type::Bool,
        Shape::Any => Type::Any,
    }
}

/// The names that the table of ratings sees: results of pillars and rules.
pub(super) fn of_ratings() -> ContextType {
    let context = |members: &[(&str, Type)]| {
        let members = members.iter().map(|(name, of)| (Arc::from(*name), of.clone()));
        Type::Context(Arc::new(ContextType { members: members.collect() }))
    };
    let pillar = context(&[("id", Type::Text), ("veredicto", Type::Text)]);
    let rule = context(&[
        ("id", Type::Text),
        ("seccion", Type::Text),
        ("severidad", Type::Text),
        ("cumple", Type::Bool),
    ]);
    ContextType {
        members: vec![
            (Arc::from("pilares"), Type::list(pillar)),
            (Arc::from("reglas"), Type::list(rule)),
        ],
    }
}
