//! What people write where a number, a yes or a text is asked, and how to write it here.

use crate::document::Number;
use crate::finding::Wording;

/// A figure as people write it, as this dialect writes it, and what changes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    written: String,
    changes: Vec<(&'static str, &'static str)>,
}

/// How to write a text where a number is asked; `integer` where it may have no fraction.
pub(super) fn for_number(text: &str, integer: bool) -> Wording {
    let text = text.trim();
    if let Some(year) = year_of_date(text) {
        return Wording::both(
            format!("aquí va un número y no una fecha; si es el año, escriba {year}"),
            format!("a number belongs here, not a date; if it is the year, write {year}"),
        );
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN" | "NaN" | ".inf" | "-.inf" | "+.inf") {
        return Wording::both(
            "escriba la cifra; si no la tiene, deje la clave sin valor",
            "write the figure; if you do not have it, leave the key without a value",
        );
    }
    if integer && ambiguous(text).is_some() {
        return for_integer(text);
    }
    if let Some(Figure { written, changes }) = figure(text) {
        if integer && written.contains('.') {
            return Wording::both(
                format!("aquí va un número entero: redondee {written}"),
                format!("a whole number belongs here: round {written}"),
            );
        }
        let (spanish, english): (Vec<_>, Vec<_>) = changes.into_iter().unzip();
        return Wording::both(
            format!("escriba {written}, {}", spanish.join(" y ")),
            format!("write {written}, {}", english.join(" and ")),
        );
    }
    if let Some(written) = leading_figure(text) {
        return Wording::both(
            format!("escriba solo el número: {written}"),
            format!("write the number only: {written}"),
        );
    }
    Wording::both(
        "escriba la cifra con números; si no la tiene, deje la clave sin valor",
        "write the figure in digits; if you do not have it, leave the key without a value",
    )
}

/// How to write a number with a fraction where an integer is asked.
pub(super) fn for_integer(text: &str) -> Wording {
    if let Some(sign) = ambiguous(text) {
        let thousands = text.replace(['.', ','], "");
        let (spanish, english) =
            if sign == ',' { ("la coma", "the comma") } else { ("el punto", "the point") };
        return Wording::both(
            format!(
                "si {spanish} separa miles, escriba {thousands}; si separa decimales, redondee: aquí va un número entero"
            ),
            format!(
                "if {english} separates thousands, write {thousands}; if decimals, round it: a whole number belongs here"
            ),
        );
    }
    let number = Number::parse(text).and_then(|number| number.value);
    match number {
        Some(value) if value.fract().is_zero() => {
            let written = value.trunc().normalize();
            Wording::both(format!("escriba {written}"), format!("write {written}"))
        }
        _ => Wording::both(
            "redondéelo: aquí va un número entero",
            "round it: a whole number belongs here",
        ),
    }
}

/// How to write a text or a number where yes or no is asked.
pub(super) fn for_boolean(text: &str) -> Wording {
    match text.trim().to_lowercase().as_str() {
        "sí" | "si" | "s" | "yes" | "y" | "x" | "on" | "1" | "verdadero" | "true" | "t" => {
            Wording::both(
                "escriba true (sí), en minúsculas y sin comillas",
                "write true (yes), in lower case and without quotes",
            )
        }
        "no" | "n" | "off" | "0" | "falso" | "false" | "f" => Wording::both(
            "escriba false (no), en minúsculas y sin comillas",
            "write false (no), in lower case and without quotes",
        ),
        _ => Wording::both(
            "escriba true (sí) o false (no), sin comillas",
            "write true (yes) or false (no), without quotes",
        ),
    }
}

/// The sign in `1.500` or `1,500`, which may separate thousands or decimals.
fn ambiguous(text: &str) -> Option<char> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let sign = unsigned.chars().find(|character| matches!(character, '.' | ','))?;
    let (whole, group) = unsigned.split_once(sign)?;
    let looks_like_thousands = group.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
    (looks_like_thousands && digits(whole) && digits(group)).then_some(sign)
}

fn figure(text: &str) -> Option<Figure> {
    let mut changes = Vec::new();
    let mut rest = text;
    for sign in ["M$", "MM$", "US$", "$"] {
        if let Some(after) = rest.strip_prefix(sign) {
            rest = after.trim_start();
            changes.push(("sin el signo $", "without the $ sign"));
            break;
        }
    }
    if let Some(before) = rest.strip_suffix('%') {
        rest = before.trim_end();
        changes.push(("sin el signo %", "without the % sign"));
    }
    let (minus, unsigned) = match rest.strip_prefix(['-', '−', '+']) {
        Some(after) if rest.starts_with('+') => {
            changes.push(("sin el signo +", "without the + sign"));
            ("", after)
        }
        Some(after) => ("-", after.trim_start()),
        None => ("", rest),
    };
    if rest.starts_with('−') {
        changes.push(("con guion como signo menos", "with a hyphen as minus sign"));
    }
    let (whole, fraction) = parts(unsigned, &mut changes)?;
    let short = whole.trim_start_matches('0');
    let short = if short.is_empty() { "0" } else { short };
    if short != whole {
        if whole.is_empty() {
            changes.push(("con un cero antes del punto", "with a zero before the point"));
        } else {
            changes.push(("sin ceros a la izquierda", "without leading zeros"));
        }
    }
    let point = if fraction.is_empty() { "" } else { "." };
    let written = format!("{minus}{short}{point}{fraction}");
    Number::parse(&written)?;
    if changes.is_empty() {
        // It is a number already, so that only quotes can have made it a text.
        changes.push(("sin comillas", "without quotes"));
    }
    Some(Figure { written, changes })
}

/// Digits before and after the decimal sign, where thousands may be set apart by points, commas,
/// spaces or underscores.
fn parts(text: &str, changes: &mut Vec<(&'static str, &'static str)>) -> Option<(String, String)> {
    const DECIMAL_POINT: (&str, &str) = ("con punto decimal", "with a decimal point");
    let spaced = |character: char| character.is_whitespace() || matches!(character, '_' | '\'');
    if text.contains(spaced) {
        let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
        let whole = grouped(whole, spaced)?;
        changes.push(("sin separar los miles", "without separating thousands"));
        if text.contains(',') {
            changes.push(DECIMAL_POINT);
        }
        return (fraction.is_empty() || digits(fraction)).then(|| (whole, fraction.to_owned()));
    }
    if let Some((whole, fraction)) = text.split_once(',')
        && !fraction.contains(',')
    {
        if !digits(fraction) {
            let whole = grouped(text.split_once('.')?.0, |character| character == ',')?;
            changes.push(("sin comas de miles", "without commas for thousands"));
            let (_, fraction) = text.split_once('.')?;
            return digits(fraction).then(|| (whole, fraction.to_owned()));
        }
        let whole = match whole.contains('.') {
            true => {
                changes.push(("sin puntos de miles", "without points for thousands"));
                grouped(whole, |character| character == '.')?
            }
            false => whole.to_owned(),
        };
        changes.push(DECIMAL_POINT);
        return digits(&whole).then(|| (whole, fraction.to_owned()));
    }
    if text.contains(',') {
        changes.push(("sin comas de miles", "without commas for thousands"));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = grouped(whole, |character| character == ',')?;
        return (fraction.is_empty() || digits(fraction)).then(|| (whole, fraction.to_owned()));
    }
    match text.split_once('.') {
        Some((_, rest)) if rest.contains('.') => {
            changes.push(("sin puntos de miles", "without points for thousands"));
            Some((grouped(text, |character| character == '.')?, String::new()))
        }
        Some((whole, fraction)) => {
            let right = (whole.is_empty() || digits(whole)) && digits(fraction);
            right.then(|| (whole.to_owned(), fraction.to_owned()))
        }
        None => digits(text).then(|| (text.to_owned(), String::new())),
    }
}

/// The digits of groups of three, the first of which may be shorter.
fn grouped(text: &str, separator: impl Fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next().filter(|first| digits(first) && first.len() <= 3)?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        whole.push_str(group);
    }
    Some(whole)
}

/// The number that a text begins with, as in `1500 empresas`.
fn leading_figure(text: &str) -> Option<String> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let in_words = !rest.contains(|character: char| character.is_ascii_digit());
    figure(first).filter(|_| in_words).map(|figure| figure.written)
}

/// The year of a date with day and month.
fn year_of_date(text: &str) -> Option<&str> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [first, _, last] = parts[..] else { return None };
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    [first, last].into_iter().find(|part| part.len() == 4)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(for_number(text, false).spanish, expected, "{text}");
    }

    #[test]
    fn figures_are_rewritten() {
        check("1.157.151", "escriba 1157151, sin puntos de miles");
        check("1.157.151,50", "escriba 1157151.50, sin puntos de miles y con punto decimal");
        check("599,61", "escriba 599.61, con punto decimal");
        check("1,157,151.5", "escriba 1157151.5, sin comas de miles");
        check("1,157.5", "escriba 1157.5, sin comas de miles");
        check("12 %", "escriba 12, sin el signo %");
        check("6,90%", "escriba 6.90, sin el signo % y con punto decimal");
        check("M$ 1.157.151", "escriba 1157151, sin el signo $ y sin puntos de miles");
        check("1 157 151", "escriba 1157151, sin separar los miles");
        check("1_000", "escriba 1000, sin separar los miles");
        check("012", "escriba 12, sin ceros a la izquierda");
        check(".5", "escriba 0.5, con un cero antes del punto");
        check("+5", "escriba 5, sin el signo +");
        check("−5", "escriba -5, con guion como signo menos");
        check("1500", "escriba 1500, sin comillas");
    }

    #[test]
    fn what_is_no_figure_is_explained() {
        check("1500 empresas", "escriba solo el número: 1500");
        check("1.157.151 personas", "escriba solo el número: 1157151");
        check(".nan", "escriba la cifra; si no la tiene, deje la clave sin valor");
        check("2026-03-01", "aquí va un número y no una fecha; si es el año, escriba 2026");
        check("01/03/2026", "aquí va un número y no una fecha; si es el año, escriba 2026");
        for text in ["s/i", "no aplica", "12.34.5", "1,2,3", "", "-", "%", "$", ",", "1.2345.678"] {
            check(text, "escriba la cifra con números; si no la tiene, deje la clave sin valor");
        }
    }

    #[test]
    fn integers_take_no_fraction() {
        let check =
            |text: &str, expected: &str| assert_eq!(for_number(text, true).spanish, expected);
        check(
            "1.500",
            "si el punto separa miles, escriba 1500; si separa decimales, redondee: aquí va un número entero",
        );
        check("599,61", "aquí va un número entero: redondee 599.61");
        check(
            "1,500",
            "si la coma separa miles, escriba 1500; si separa decimales, redondee: aquí va un número entero",
        );
        check("1.157.151", "escriba 1157151, sin puntos de miles");
        assert_eq!(for_integer("12.0").spanish, "escriba 12");
        assert_eq!(for_integer("1e3").spanish, "escriba 1000");
        assert_eq!(for_integer("12.5").spanish, "redondéelo: aquí va un número entero");
    }
}
