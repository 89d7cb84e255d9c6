//! Logic, comparison and arithmetic on values: Kleene's three values, exact decimals.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::{Decimal, MathematicalOps};

use super::ast::{Arithmetic, Comparison, Logic};
use super::temporal::Temporal;
use super::value::{CauseKind, Data, Range, Value, join};

/// Why an operation has no result.
pub(super) type Fault = CauseKind;

/// A truth value of Kleene's logic: known, or unknown for causes (or a fault, for non-booleans).
pub(super) fn logic(operator: Logic, left: &Value, right: &Value) -> Result<Value, Fault> {
    let decisive = decides(operator);
    if left.as_bool() == Some(decisive) || right.as_bool() == Some(decisive) {
        return Ok(decisive.into());
    }
    match (&left.data, &right.data) {
        (Data::Bool(_), Data::Bool(_)) => Ok((!decisive).into()),
        _ => unknown_of([left, right]).ok_or(CauseKind::WrongType),
    }
}

/// The truth value that alone decides an operator: `false` an `and`, `true` an `or`.
pub(super) fn decides(operator: Logic) -> bool {
    match operator {
        Logic::And => false,
        Logic::Or => true,
    }
}

/// Unknown for the joined causes of the operands, where any is unknown.
pub(super) fn unknown_of<'v>(operands: impl IntoIterator<Item = &'v Value>) -> Option<Value> {
    join(operands.into_iter().filter_map(Value::causes)).map(Value::unknown)
}

/// Compares two values; unknown where an operand is, a fault where their kinds have no order.
pub(super) fn compare(sign: Comparison, left: &Value, right: &Value) -> Result<Value, Fault> {
    if let (Data::Number(a), Data::Number(b)) = (&left.data, &right.data) {
        return Ok(meets(sign, a.cmp(b)).into());
    }
    if let Some(unknown) = unknown_of([left, right]) {
        return Ok(unknown);
    }
    match sign {
        Comparison::Equal => equal(left, right),
        Comparison::NotEqual => negated(equal(left, right)?),
        _ => {
            let order = order(left, right).ok_or(CauseKind::WrongType)?;
            Ok(meets(sign, order).into())
        }
    }
}

fn meets(sign: Comparison, order: Ordering) -> bool {
    match sign {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    }
}

/// `not`, over three values.
pub(super) fn negated(value: Value) -> Result<Value, Fault> {
    match value.data {
        Data::Bool(truth) => Ok((!truth).into()),
        Data::Unknown(causes) => Ok(Value::unknown(causes)),
        _ => Err(CauseKind::WrongType),
    }
}

/// Equality: by value within a kind, false against null, a fault between other kinds.
pub(super) fn equal(left: &Value, right: &Value) -> Result<Value, Fault> {
    if let Some(unknown) = unknown_of([left, right]) {
        return Ok(unknown);
    }
    let same = match (&left.data, &right.data) {
        (Data::Null, Data::Null) => true,
        (Data::Null, _) | (_, Data::Null) => false,
        (Data::Bool(a), Data::Bool(b)) => a == b,
        (Data::Number(a), Data::Number(b)) => a == b,
        (Data::Text(a), Data::Text(b)) => a == b,
        (Data::List(a), Data::List(b)) if a.len() != b.len() => false,
        (Data::List(a), Data::List(b)) => {
            return all_equal(a.iter().zip(b.iter()));
        }
        (Data::Context(a), Data::Context(b)) => {
            let pairs: Option<Vec<_>> =
                a.entries.iter().map(|(name, value)| Some((value, b.get(name)?))).collect();
            match pairs.filter(|_| a.entries.len() == b.entries.len()) {
                Some(pairs) => return all_equal(pairs.into_iter()),
                None => false,
            }
        }
        (Data::Range(a), Data::Range(b)) => {
            let form = |range: &Range| (range.low_included, range.high_included, range.sign);
            form(a) == form(b) && same_end(&a.low, &b.low)? && same_end(&a.high, &b.high)?
        }
        (Data::Temporal(a), Data::Temporal(b)) => a.equals(b).ok_or(CauseKind::WrongType)?,
        (Data::Function(a), Data::Function(b)) => Arc::ptr_eq(a, b),
        _ => return Err(CauseKind::WrongType),
    };
    Ok(same.into())
}

fn same_end(a: &Option<Value>, b: &Option<Value>) -> Result<bool, Fault> {
    match (a, b) {
        (None, None) => Ok(true),
        (Some(a), Some(b)) => Ok(equal(a, b)?.as_bool() == Some(true)),
        _ => Ok(false),
    }
}

fn all_equal<'v>(pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Result<Value, Fault> {
    let mut result = Value::from(true);
    for (a, b) in pairs {
        let same = equal(a, b).unwrap_or_else(|_| false.into());
        result = logic(Logic::And, &result, &same)?;
    }
    Ok(result)
}

/// The order of two values of one ordered kind.
pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (&left.data, &right.data) {
        (Data::Number(a), Data::Number(b)) => Some(a.cmp(b)),
        (Data::Text(a), Data::Text(b)) => Some(a.cmp(b)),
        (Data::Temporal(a), Data::Temporal(b)) => a.order(b),
        _ => None,
    }
}

/// Whether a value lies between two others, or is one of them.
pub(super) fn between(value: &Value, low: &Value, high: &Value) -> Result<Value, Fault> {
    let above = compare(Comparison::AtLeast, value, low)?;
    logic(Logic::And, &above, &compare(Comparison::AtMost, value, high)?)
}

/// Whether a value lies in a range.
pub(super) fn in_range(value: &Value, range: &Range) -> Result<Value, Fault> {
    if let (Some(sign @ (Comparison::Equal | Comparison::NotEqual)), Some(end)) =
        (range.sign, &range.low)
    {
        return compare(sign, value, end);
    }
    let mut result = Value::from(true);
    if let Some(low) = &range.low {
        let sign = if range.low_included { Comparison::AtLeast } else { Comparison::Greater };
        result = logic(Logic::And, &result, &compare(sign, value, low)?)?;
    }
    if let Some(high) = &range.high {
        let sign = if range.high_included { Comparison::AtMost } else { Comparison::Less };
        result = logic(Logic::And, &result, &compare(sign, value, high)?)?;
    }
    Ok(result)
}

/// Whether a value satisfies the value of a test: equals it, or lies in the range or list it is.
pub(super) fn satisfies(value: &Value, test: &Value) -> Result<Value, Fault> {
    match &test.data {
        Data::Range(range) => in_range(value, range),
        Data::List(items) => {
            if matches!(value.data, Data::List(_))
                && equal(value, test).ok().and_then(|same| same.as_bool()) == Some(true)
            {
                return Ok(true.into());
            }
            any(items.iter().map(|item| match &item.data {
                Data::Range(range) => in_range(value, range),
                _ => equal(value, item),
            }))
        }
        _ => equal(value, test),
    }
}

/// Whether any of some truths holds; what has none counts as false.
pub(super) fn any(mut truths: impl Iterator<Item = Result<Value, Fault>>) -> Result<Value, Fault> {
    truths.try_fold(Value::from(false), |found, here| {
        logic(Logic::Or, &found, &here.unwrap_or_else(|_| false.into()))
    })
}

/// Arithmetic on numbers, and `+` on texts.
pub(super) fn arithmetic(sign: Arithmetic, left: &Value, right: &Value) -> Result<Value, Fault> {
    if let (Data::Number(a), Data::Number(b)) = (&left.data, &right.data) {
        return numbers(sign, *a, *b).map(Value::from);
    }
    if let Some(unknown) = unknown_of([left, right]) {
        return Ok(unknown);
    }
    match (&left.data, &right.data) {
        (Data::Text(a), Data::Text(b)) if sign == Arithmetic::Add => Ok(format!("{a}{b}").into()),
        (Data::Temporal(a), Data::Temporal(b)) => temporals(sign, a, b),
        (Data::Temporal(a), Data::Number(b)) => scaled(sign, a, *b),
        (Data::Number(a), Data::Temporal(b)) if sign == Arithmetic::Multiply => scaled(sign, b, *a),
        _ => Err(CauseKind::WrongType),
    }
}

fn temporals(sign: Arithmetic, a: &Temporal, b: &Temporal) -> Result<Value, Fault> {
    let result = match sign {
        Arithmetic::Add => a.plus(b),
        Arithmetic::Subtract => a.minus(b),
        Arithmetic::Divide if b.is_zero() => return Err(CauseKind::DivisionByZero),
        Arithmetic::Divide => return a.ratio(b).map(Value::from).ok_or(CauseKind::WrongType),
        Arithmetic::Multiply | Arithmetic::Power => None,
    };
    result.map(Value::temporal).ok_or(CauseKind::WrongType)
}

/// A duration multiplied or divided by a number.
fn scaled(sign: Arithmetic, duration: &Temporal, number: Decimal) -> Result<Value, Fault> {
    if duration.negated().is_none() {
        return Err(CauseKind::WrongType);
    }
    let result = match sign {
        Arithmetic::Multiply => duration.times(number),
        Arithmetic::Divide if number.is_zero() => return Err(CauseKind::DivisionByZero),
        Arithmetic::Divide => duration.divided(number),
        _ => return Err(CauseKind::WrongType),
    };
    result.map(Value::temporal).ok_or(CauseKind::Overflow)
}

fn numbers(sign: Arithmetic, a: Decimal, b: Decimal) -> Result<Decimal, Fault> {
    let result = match sign {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide if b.is_zero() => return Err(CauseKind::DivisionByZero),
        // Division leaves zeros behind that nobody wrote.
        Arithmetic::Divide => a.checked_div(b).map(|quotient| quotient.normalize()),
        Arithmetic::Power => power(a, b),
    };
    result.ok_or(CauseKind::Overflow)
}

/// Whole powers by repeated squaring, exactly; others through the logarithm.
fn power(base: Decimal, exponent: Decimal) -> Option<Decimal> {
    if exponent.fract().is_zero() {
        let exponent = i64::try_from(exponent.trunc()).ok()?;
        return base.checked_powi(exponent);
    }
    base.checked_powd(exponent)
}

/// `-a`.
pub(super) fn minus(value: &Value) -> Result<Value, Fault> {
    match &value.data {
        Data::Number(number) => Ok((-number).into()),
        Data::Temporal(duration) => {
            duration.negated().map(Value::temporal).ok_or(CauseKind::WrongType)
        }
        Data::Unknown(causes) => Ok(Value::unknown(Arc::clone(causes))),
        _ => Err(CauseKind::WrongType),
    }
}
