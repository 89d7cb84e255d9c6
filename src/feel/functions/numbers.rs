//! Functions on numbers, exact throughout.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

use super::super::operators::Fault;
use super::super::value::{CauseKind, Value};
use super::{
    Call, Function, Takes, Unknowns, bool_type, item_type, list_type, number_type, optional,
    required, same_type,
};
use crate::feel::{Type, Unit};

const N: super::Parameter = required("n", Takes::Number);
const SCALE: super::Parameter = optional("scale", Takes::Number);

/// A function from a list of numbers, or numbers one by one, to a number.
macro_rules! aggregate {
    ($name:literal, $takes:expr, $help:literal, $reading:literal, $example:expr, $returns:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[required("list", $takes)],
            variadic: true,
            returns: $returns,
            unknowns: Unknowns::Deep,
            help: $help,
            reading: $reading,
            example: $example,
            run: $run,
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "abs",
        parameters: &[required("n", Takes::Magnitude)],
        variadic: false,
        returns: same_type,
        unknowns: Unknowns::Shallow,
        help: "Valor absoluto de un número o de una duración.",
        reading: "el valor absoluto de {n}",
        example: ("abs(-3)", "3"),
        run: |call| match call.values[0].as_temporal() {
            Some(duration) => duration.absolute().map(Value::temporal).ok_or(CauseKind::WrongType),
            None => Ok(call.number(0)?.abs().into()),
        },
    },
    shallow!(
        "floor",
        [N, SCALE],
        same_type,
        "Redondea hacia abajo.",
        "el redondeo hacia abajo<, con {scale} decimales,> de {n}",
        ("floor(-1.5)", "-2"),
        |call| { round(call, RoundingStrategy::ToNegativeInfinity) }
    ),
    shallow!(
        "ceiling",
        [N, SCALE],
        same_type,
        "Redondea hacia arriba.",
        "el redondeo hacia arriba<, con {scale} decimales,> de {n}",
        ("ceiling(1.2)", "2"),
        |call| { round(call, RoundingStrategy::ToPositiveInfinity) }
    ),
    shallow!(
        "decimal",
        [N, required("scale", Takes::Number)],
        same_type,
        "Redondea a unos decimales; la mitad, al par.",
        "el redondeo al par, con {scale} decimales, de {n}",
        ("decimal(2.5, 0)", "2"),
        |call| round(call, RoundingStrategy::MidpointNearestEven)
    ),
    shallow!(
        "round half up",
        [N, SCALE],
        same_type,
        "Redondea a unos decimales; la mitad, lejos del cero.",
        "el redondeo<, con {scale} decimales,> de {n}",
        ("round half up(6.905, 2)", "6.91"),
        |call| round(call, RoundingStrategy::MidpointAwayFromZero)
    ),
    shallow!(
        "round half down",
        [N, SCALE],
        same_type,
        "Redondea a unos decimales; la mitad, hacia el cero.",
        "el redondeo, con la mitad hacia el cero<, con {scale} decimales>, de {n}",
        ("round half down(6.905, 2)", "6.90"),
        |call| round(call, RoundingStrategy::MidpointTowardZero)
    ),
    shallow!(
        "round up",
        [N, SCALE],
        same_type,
        "Redondea a unos decimales, lejos del cero.",
        "el redondeo lejos del cero<, con {scale} decimales,> de {n}",
        ("round up(6.901, 2)", "6.91"),
        |call| round(call, RoundingStrategy::AwayFromZero)
    ),
    shallow!(
        "round down",
        [N, SCALE],
        same_type,
        "Trunca a unos decimales.",
        "el truncamiento<, con {scale} decimales,> de {n}",
        ("round down(286207.99, 0)", "286207"),
        |call| round(call, RoundingStrategy::ToZero)
    ),
    shallow!(
        "modulo",
        [required("dividend", Takes::Number), required("divisor", Takes::Alike)],
        same_type,
        "Resto de la división, con el signo del divisor.",
        "el resto de dividir {dividend} por {divisor}",
        ("modulo(-12, 5)", "3"),
        modulo
    ),
    shallow!(
        "sqrt",
        [required("number", Takes::Number)],
        number_type,
        "Raíz cuadrada.",
        "la raíz cuadrada de {number}",
        ("sqrt(16)", "4"),
        |call| { call.number(0)?.sqrt().map(shortest).ok_or(CauseKind::OutOfDomain) }
    ),
    shallow!(
        "exp",
        [required("number", Takes::Number)],
        number_type,
        "Potencia de e.",
        "la exponencial de {number}",
        ("exp(0)", "1"),
        |call| {
            call.number(0)?
                .checked_exp_with_tolerance(Decimal::new(1, 12))
                .map(shortest)
                .ok_or(CauseKind::Overflow)
        }
    ),
    shallow!(
        "log",
        [required("number", Takes::Number)],
        number_type,
        "Logaritmo natural.",
        "el logaritmo natural de {number}",
        ("log(1)", "0"),
        |call| { call.number(0)?.checked_ln().map(shortest).ok_or(CauseKind::OutOfDomain) }
    ),
    Function {
        name: "odd",
        parameters: &[required("number", Takes::Number)],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Shallow,
        help: "Si un número es impar.",
        reading: "{number} [no] [es impar|son impares]",
        example: ("odd(5)", "true"),
        run: |call| parity(call, true),
    },
    Function {
        name: "even",
        parameters: &[required("number", Takes::Number)],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Shallow,
        help: "Si un número es par.",
        reading: "{number} [no] [es par|son pares]",
        example: ("even(5)", "false"),
        run: |call| parity(call, false),
    },
    aggregate!(
        "sum",
        Takes::Addends,
        "Suma de una lista.",
        "la suma de {list}",
        ("sum([144305, 144305])", "288610"),
        item_type,
        |call| { fold(call, Decimal::checked_add) }
    ),
    aggregate!(
        "product",
        Takes::Factors,
        "Producto de una lista.",
        "el producto de {list}",
        ("product([2, 0.5, 3])", "3.0"),
        product_type,
        |call| { fold(call, Decimal::checked_mul) }
    ),
    aggregate!(
        "mean",
        Takes::Numbers,
        "Promedio de una lista.",
        "el promedio de {list}",
        ("mean([1, 2, 6])", "3"),
        item_type,
        |call| {
            let count = Decimal::from(call.spread()?.len());
            let total =
                fold(call, Decimal::checked_add)?.as_number().ok_or(CauseKind::WrongType)?;
            total.checked_div(count).map(Value::from).ok_or(CauseKind::Overflow)
        }
    ),
    aggregate!(
        "median",
        Takes::Numbers,
        "Valor del medio de una lista ordenada.",
        "la mediana de {list}",
        ("median([8, 2, 5, 3])", "4"),
        item_type,
        |call| {
            let mut numbers = call.numbers()?.collect::<Result<Vec<_>, Fault>>()?;
            numbers.sort();
            let middle = numbers.len() / 2;
            let upper = *numbers.get(middle).ok_or(CauseKind::OutOfDomain)?;
            if numbers.len() % 2 == 1 {
                return Ok(upper.into());
            }
            let pair = upper.checked_add(numbers[middle - 1]).ok_or(CauseKind::Overflow)?;
            Ok((pair / Decimal::TWO).into())
        }
    ),
    aggregate!(
        "mode",
        Takes::Numbers,
        "Los valores más frecuentes de una lista, en orden.",
        "la moda de {list}",
        ("mode([3, 6, 1, 9, 6, 1])", "[1, 6]"),
        list_type,
        mode
    ),
    aggregate!(
        "stddev",
        Takes::Numbers,
        "Desviación estándar de una muestra.",
        "la desviación estándar de {list}",
        ("stddev([2, 4, 4, 6])", "1.6329931618554520654648560498"),
        number_type,
        deviation
    ),
    Function {
        name: "agrees",
        parameters: &[required("stated", Takes::Number), required("computed", Takes::Alike)],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Shallow,
        help: "Si una cifra declarada es la calculada, con los decimales con que se declaró: \
               redondeada o truncada.",
        reading: "{stated} [no] [coincide|coinciden], salvo redondeo, con {computed}",
        example: (
            "agrees(0.18, 0.18064) and agrees(286207, 286207.995) and not(agrees(0.18, 0.17))",
            "true",
        ),
        run: |call| {
            let (stated, computed) = (call.number(0)?, call.number(1)?);
            let scale = stated.scale();
            let rounded =
                computed.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
            let cut = computed.round_dp_with_strategy(scale, RoundingStrategy::ToZero);
            Ok((stated == rounded || stated == cut).into())
        },
    },
    shallow!(
        "lowest",
        [required("stated", Takes::Number)],
        same_type,
        "El menor valor que se declararía así: media unidad del último decimal por debajo.",
        "el menor valor que se redondea a {stated}",
        ("lowest(0.88)", "0.875"),
        |call| precision(call, -1)
    ),
    shallow!(
        "highest",
        [required("stated", Takes::Number)],
        same_type,
        "El mayor valor que se declararía así: media unidad del último decimal por encima.",
        "el mayor valor que se redondea a {stated}",
        ("highest(0.88)", "0.885"),
        |call| precision(call, 1)
    ),
];

/// Shares multiply to a share; of other units, the power is not known.
fn product_type(arguments: &[Type]) -> Type {
    match item_type(arguments) {
        share @ Type::Number(Unit::Plain) => share,
        Type::Number(unit) if unit.is_share() => Type::Number(unit),
        _ => Type::number(),
    }
}

/// A computed root or power, without the zeros that its algorithm leaves behind.
fn shortest(number: Decimal) -> Value {
    number.normalize().into()
}

fn round(call: &mut Call<'_, '_>, strategy: RoundingStrategy) -> Result<Value, Fault> {
    let number = call.number(0)?;
    let scale = if call.values.len() > 1 { call.whole(1)? } else { 0 };
    if !(-6111..=6176).contains(&scale) {
        return Err(CauseKind::OutOfDomain);
    }
    if let Ok(scale) = u32::try_from(scale) {
        return Ok(number.round_dp_with_strategy(scale, strategy).into());
    }
    let unit = Decimal::TEN.checked_powi(-scale).ok_or(CauseKind::Overflow)?;
    let rounded = (number / unit).round_dp_with_strategy(0, strategy);
    rounded.checked_mul(unit).map(Value::from).ok_or(CauseKind::Overflow)
}

fn modulo(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let (dividend, divisor) = (call.number(0)?, call.number(1)?);
    if divisor.is_zero() {
        return Err(CauseKind::DivisionByZero);
    }
    let remainder = dividend.checked_rem(divisor).ok_or(CauseKind::Overflow)?;
    let opposite =
        !remainder.is_zero() && remainder.is_sign_negative() != divisor.is_sign_negative();
    Ok(if opposite { remainder + divisor } else { remainder }.into())
}

fn parity(call: &mut Call<'_, '_>, odd: bool) -> Result<Value, Fault> {
    let number = call.number(0)?;
    let remainder = number.checked_rem(Decimal::TWO).and_then(|r| r.abs().to_u8());
    match remainder.filter(|_| number.fract().is_zero()) {
        Some(remainder) => Ok(((remainder == 1) == odd).into()),
        None => Ok(false.into()),
    }
}

fn fold(
    call: &mut Call<'_, '_>,
    step: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Result<Value, Fault> {
    let mut numbers = call.numbers()?;
    let first = numbers.next().ok_or(CauseKind::OutOfDomain)??;
    let total =
        numbers.try_fold(first, |so_far, number| step(so_far, number?).ok_or(CauseKind::Overflow));
    total.map(Value::from)
}

fn mode(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    if call.values.is_empty() {
        return Err(CauseKind::OutOfDomain);
    }
    let mut counts: BTreeMap<Decimal, usize> = BTreeMap::new();
    for number in call.numbers()? {
        *counts.entry(number?).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let frequent = counts.into_iter().filter(|(_, count)| *count == most);
    Ok(Value::list(frequent.map(|(number, _)| Value::from(number)).collect::<Vec<_>>()))
}

/// The root of the mean square distance to the mean, over one less than the count.
fn deviation(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let numbers = call.numbers()?.collect::<Result<Vec<_>, Fault>>()?;
    let less_one = numbers.len().checked_sub(1).filter(|count| *count > 0);
    let less_one = Decimal::from(less_one.ok_or(CauseKind::OutOfDomain)?);
    let sum = |numbers: &[Decimal]| {
        numbers.iter().try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))
    };
    let variance = || {
        let mean = sum(&numbers)?.checked_div(Decimal::from(numbers.len()))?;
        let squares = numbers.iter().map(|number| {
            let distance = number.checked_sub(mean)?;
            distance.checked_mul(distance)
        });
        sum(&squares.collect::<Option<Vec<_>>>()?)?.checked_div(less_one)?.sqrt()
    };
    variance().map(shortest).ok_or(CauseKind::Overflow)
}

/// A stated number moved by half a unit of its last decimal.
fn precision(call: &mut Call<'_, '_>, direction: i64) -> Result<Value, Fault> {
    let stated = call.number(0)?;
    let half =
        Decimal::try_new(5 * direction, stated.scale() + 1).map_err(|_| CauseKind::Overflow)?;
    stated.checked_add(half).map(Value::from).ok_or(CauseKind::Overflow)
}
