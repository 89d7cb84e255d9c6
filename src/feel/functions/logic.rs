//! `not`, `all`, `any` over three values.

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
        parameters: &[optional("list", Takes::List)],
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
        parameters: &[optional("list", Takes::List)],
        variadic: true,
        returns: bool_type,
        unknowns: Unknowns::Own,
        help: "Si alguna condición de una lista se cumple.",
        reading: "[no] se cumple alguna condición de {list}",
        example: ("any([false, 2 > 1])", "true"),
        run: |call| fold(call, Logic::Or),
    },
];

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
