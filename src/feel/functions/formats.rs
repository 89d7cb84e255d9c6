//! How figures read in Chile: `.` between thousands, `,` before decimals.

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::units::{Reading, Unit};
use super::super::value::Value;
use super::{Function, Takes, Unknowns, required, text_type};

/// Decimals that people are shown; a report prints two.
const DECIMALS: u32 = 2;

/// A format from one number to a text.
macro_rules! format_function {
    ($name:literal, $takes:expr, $help:literal, $reading:literal, $example:expr, $format:expr) => {
        Function {
            name: $name,
            parameters: &[required("n", $takes)],
            variadic: false,
            returns: text_type,
            unknowns: Unknowns::Shallow,
            help: $help,
            reading: $reading,
            example: $example,
            run: |call| {
                let format: fn(Decimal) -> String = $format;
                Ok(Value::from(format(call.number(0)?)))
            },
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    format_function!(
        "numero",
        Takes::Number,
        "Un número como se escribe en Chile, con hasta dos decimales.",
        "la cifra de {n}",
        ("numero(1157151.5)", "\"1.157.151,5\""),
        number
    ),
    format_function!(
        "porcentaje",
        Takes::Share,
        "Una proporción (0,069) como porcentaje (6,9 %), con hasta dos decimales.",
        "el porcentaje que equivale a {n}",
        ("porcentaje(0.069)", "\"6,9 %\""),
        share
    ),
    format_function!(
        "pesos",
        Takes::Money,
        "Miles de pesos, con su signo.",
        "el monto en miles de pesos de {n}",
        ("pesos(310000)", "\"M$ 310.000\""),
        money
    ),
];

/// A number with up to two decimals, half away from zero.
pub fn number(number: Decimal) -> String {
    let rounded = number.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    let plain = rounded.normalize().to_string();
    grouped(&plain)
}

/// A number with up to six decimals, cut, for showing how something was computed.
pub fn precise(number: Decimal) -> String {
    let cut = number.round_dp_with_strategy(6, RoundingStrategy::ToZero);
    let more = if cut == number { "" } else { "…" };
    grouped(&cut.normalize().to_string()) + more
}

/// A share between 0 and 1 as a percentage.
pub fn share(share: Decimal) -> String {
    match share.checked_mul(Decimal::ONE_HUNDRED) {
        Some(percent) => percentage(percent),
        None => format!("{} veces", number(share)),
    }
}

/// A percentage.
pub fn percentage(percent: Decimal) -> String {
    format!("{} %", number(percent))
}

/// Thousands of pesos.
pub fn money(thousands: Decimal) -> String {
    format!("M$ {}", number(thousands))
}

/// A year or position: digits as they are.
pub fn plain(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// A figure as its unit is read: years plain, percentages with their sign, money as M$.
pub fn by_unit(figure: Decimal, unit: &Unit) -> String {
    match unit.reading() {
        Reading::Digits => plain(figure),
        Reading::Percent => percentage(figure),
        Reading::Money => money(figure),
        Reading::Number => number(figure),
    }
}

/// Dots between thousands and a decimal comma, for plain decimal digits.
fn grouped(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |parts| parts);
    let mut result = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            result.push('.');
        }
        result.push(digit);
    }
    if !fraction.is_empty() {
        result.push(',');
        result.push_str(fraction);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::super::units::Quantity;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(number(Decimal::from_str_exact(text).expect("a number")), expected);
    }

    #[test]
    fn figures_read_as_in_chile() {
        check("1157151", "1.157.151");
        check("999", "999");
        check("-1000", "-1.000");
        check("599.613", "599,61");
        check("0.005", "0,01");
        check("6.90", "6,9");
        check("0", "0");
        check("-0.001", "0");
    }

    #[test]
    fn units_choose_the_format() {
        let money = Quantity { many: "$".into(), one: "$".into(), money: true, span: false };
        let two = |unit| by_unit(Decimal::from(2026), &unit);
        assert_eq!(two(Unit::Position), "2026");
        assert_eq!(two(Unit::of(money.into())), "M$ 2.026");
        assert_eq!(two(Unit::percent()), "2.026 %");
        assert_eq!(two(Unit::share()), "2.026");
    }
}
