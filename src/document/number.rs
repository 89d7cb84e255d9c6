//! Numbers as JSON writes them, kept exact.

use rust_decimal::Decimal;

use super::Number;

/// Decimal places that a [`Decimal`] can hold.
const PLACES: u32 = 28;

impl Number {
    /// Reads a number as JSON writes it: `1157151`, `0.446`, `-1.5e3`; nothing else is one.
    ///
    /// `012`, `1_000`, `1.157.151`, `.5`, `+1` and `.nan` are texts. A number past 28 significant
    /// digits keeps its text and has no value.
    pub fn parse(text: &str) -> Option<Number> {
        let (mantissa, exponent) = split(text)?;
        let value = match exponent {
            None => Decimal::from_str_exact(mantissa).ok(),
            Some(exponent) => exponent.parse().ok().and_then(|places| scaled(mantissa, places)),
        };
        Some(Number { text: text.to_owned(), value })
    }
}

/// Mantissa and exponent of a number in JSON's grammar; none of anything else.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let whole_is_right = digits(whole) && (whole == "0" || !whole.starts_with('0'));
    let exponent_is_right = exponent
        .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    (whole_is_right && fraction.is_none_or(digits) && exponent_is_right)
        .then_some((mantissa, exponent))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `mantissa` × 10^`places`, if exact.
fn scaled(mantissa: &str, places: i64) -> Option<Decimal> {
    let mut value = Decimal::from_str_exact(mantissa).ok()?;
    if value.is_zero() {
        return Some(Decimal::ZERO);
    }
    let mut scale = i64::from(value.scale()).checked_sub(places)?;
    if scale > i64::from(PLACES) {
        value = value.normalize();
        scale = i64::from(value.scale()).checked_sub(places)?;
    }
    if scale >= 0 {
        value.set_scale(u32::try_from(scale).ok()?).ok()?;
        return Some(value);
    }
    value.set_scale(0).ok()?;
    let power = u32::try_from(-scale).ok().and_then(|power| 10_i128.checked_pow(power))?;
    value.checked_mul(Decimal::try_from_i128_with_scale(power, 0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let value = Number::parse(text).map(|number| number.value.map(|value| value.to_string()));
        let shown = match value {
            None => "text".to_owned(),
            Some(None) => "number without value".to_owned(),
            Some(Some(value)) => value,
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn numbers_keep_their_digits() {
        check("0", "0");
        check("-12", "-12");
        check("5.10", "5.10");
        check("1157151", "1157151");
        check("12345678901234567890.11", "12345678901234567890.11");
        check("1.5e3", "1500");
        check("15E-1", "1.5");
        check("5e-28", "0.0000000000000000000000000005");
        check("0e999", "0");
    }

    #[test]
    fn numbers_that_no_decimal_holds_have_no_value() {
        check("1e29", "number without value");
        check("1e-29", "number without value");
        check("1e99999999999999999999", "number without value");
        check("123456789012345678901234567890", "number without value");
        check("0.12345678901234567890123456789", "number without value");
    }

    #[test]
    fn other_spellings_are_texts() {
        for text in [
            "012",
            "1_000",
            "1.157.151",
            ".5",
            "5.",
            "+1",
            ".nan",
            ".inf",
            "0x1F",
            "1e",
            "-",
            "",
            "1,5",
            "2024-01-01",
        ] {
            check(text, "text");
        }
    }
}
