//! `not`, `all`, `any` over three values, and `is`.

use super::super::ast::Logic;
use super::super::operators::{self, Fault};
use super::super::value::{CauseKind, Data, Value};
use super::{Call, Function, Takes, Unknowns, bool_type, optional, required};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "not",
        parameters: &[required("negand", Takes::Bool)],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Shallow,
        help: "Lo contrario de una condición.",
        reading: "que no se cumpla {negand}",
        example: ("not(1 > 2)", "true"),
        run: |call| operators::negated(call.values[0].clone()),
    },
    Function {
        name: "all",
        parameters: &[optional("list", Takes::Conditions)],
        variadic: true,
        returns: bool_type,
        unknowns: Unknowns::Own,
        help: "Si todas las condiciones de una lista se cumplen.",
        reading: "[no] se cumplen todas las condiciones de {list}",
        example: ("all([true, 1 > 2])", "false"),
        run: |call| fold(call, Logic::And),
    },
    Function {
        name: "any",
        parameters: &[optional("list", Takes::Conditions)],
        variadic: true,
        returns: bool_type,
        unknowns: Unknowns::Own,
        help: "Si alguna condición de una lista se cumple.",
        reading: "[no] se cumple alguna condición de {list}",
        example: ("any([false, 2 > 1])", "true"),
        run: |call| fold(call, Logic::Or),
    },
    Function {
        name: "is",
        parameters: &[required("value1", Takes::Any), optional("value2", Takes::Any)],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Shallow,
        help: "Si dos valores son el mismo, también en su tipo y en cómo escriben su zona horaria.",
        reading: "{value1} [no] [es|son] exactamente {value2}",
        example: ("is(@\"10:00:00\", @\"10:00:00Z\")", "false"),
        run: |call| Ok(identical(&call.values[0], call.get(1))),
    },
];

/// Equal, and of one kind all the way down.
fn identical(a: &Value, b: Option<&Value>) -> Value {
    let Some(b) = b else { return matches!(a.data, Data::Null).into() };
    match (&a.data, &b.data) {
        (Data::Temporal(a), Data::Temporal(b)) => (a == b).into(),
        _ => operators::equal(a, b).unwrap_or_else(|_| false.into()),
    }
}

fn fold(call: &mut Call<'_, '_>, operator: Logic) -> Result<Value, Fault> {
    if call.values.is_empty() {
        return Err(CauseKind::OutOfDomain);
    }
    if let [Value { data: Data::Unknown(_), .. }] = call.values {
        return Ok(call.values[0].clone());
    }
    let values = call.spread()?;
    let decisive = operators::decides(operator);
    if values.iter().any(|value| value.as_bool() == Some(decisive)) {
        return Ok(decisive.into());
    }
    let start = Value::from(!decisive);
    values.iter().try_fold(start, |so_far, value| operators::logic(operator, &so_far, value))
}
