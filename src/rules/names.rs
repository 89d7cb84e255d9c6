//! What names mean in conditions: the form's fields, parameters and results, as types.

use std::sync::Arc;

use crate::feel::{ContextType, Type};
use crate::schema::Shape;

use super::parameters::Parameter;

/// Units that say nothing of their own.
const NO_UNIT: [&str; 1] = ["segun unidad"];

/// The name of the whole form.
pub(crate) const FORM: &str = "formulario";

/// The name of the parameters of the year.
pub(crate) const PARAMETERS: &str = "parametro";

/// The names that every rule sees: fields of the form, the form itself, and parameters.
pub(super) fn of_rules(shape: &Shape, parameters: &[Parameter]) -> ContextType {
    let form = of_shape(shape);
    let mut members = match &form {
        Type::Context(context) => context.members.clone(),
        _ => Vec::new(),
    };
    members.push((Arc::from(FORM), form));
    let values = parameters.iter().map(|parameter| {
        let unit = parameter.unit.as_deref().map(Arc::from);
        (Arc::clone(&parameter.name), Type::Number { unit })
    });
    let values = ContextType { members: values.collect() };
    members.push((Arc::from(PARAMETERS), Type::Context(Arc::new(values))));
    ContextType { members }
}

/// The type of a part of the form.
pub(super) fn of_shape(shape: &Shape) -> Type {
    match shape {
        Shape::Object(members) => {
            let members = members.iter().map(|m| (Arc::clone(&m.name), of_shape(&m.shape)));
            Type::Context(Arc::new(ContextType { members: members.collect() }))
        }
        Shape::List(item) => Type::list(of_shape(item)),
        Shape::Number { unit, .. } => {
            let unit = unit.as_deref().filter(|unit| !NO_UNIT.contains(unit));
            Type::Number { unit: unit.map(Arc::from) }
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
