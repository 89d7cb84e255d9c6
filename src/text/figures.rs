//! Figures as people write them in Chile: `68,5 %`, `$31.000.000`, `200 y 2.400 UF`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::grammar::numeral;
use super::phrases::Phrases;
use super::tokens::Words;

/// A number in a text, with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its bytes, unit included.
    pub span: Range<usize>,
    /// Its value; thousands and millions that are written out are multiplied.
    pub value: Decimal,
    /// What it counts, as the units are written; none where it says nothing known.
    pub unit: Option<String>,
    /// The class of the unit.
    pub class: Option<String>,
}

/// Units by name, each with its class.
#[derive(Debug, Clone, Default)]
pub struct FigureUnits {
    phrases: Phrases,
    units: Vec<(String, String)>,
}

impl FigureUnits {
    /// Adds a unit: an expression and its class.
    pub fn add(&mut self, unit: &str, class: &str) {
        self.phrases.add(unit, self.units.len());
        self.units.push((unit.to_owned(), class.to_owned()));
    }
}

/// Class of percentages.
const PERCENT: &str = "porcentaje";

/// Class of amounts of money.
const MONEY: &str = "dinero";

/// The years that a bare number of four digits may be.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// The figures of a text; years, numerals of lists, codes and numbers of laws are none.
pub fn figures(words: &Words<'_>, units: &FigureUnits) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    for at in 0..words.tokens.len() {
        if let Some(figure) = figure(words, at, units) {
            share_unit(words, &mut found, &figure);
            found.push(figure);
        }
    }
    found
}

/// The years that a text names, with their bytes.
pub fn years(words: &Words<'_>) -> Vec<(Range<usize>, u32)> {
    let year = |at: usize| {
        let year = year(words.written(at))?;
        let counted = words.gap(at).trim_start().starts_with('%') || words.lead(at).ends_with('$');
        (!counted).then(|| (words.tokens[at].span.clone(), year))
    };
    (0..words.tokens.len()).filter_map(year).collect()
}

/// The year that a word is.
pub(super) fn year(written: &str) -> Option<u32> {
    let digits = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
    written.parse().ok().filter(|year| digits && YEARS.contains(year))
}

fn figure(words: &Words<'_>, at: usize, units: &FigureUnits) -> Option<Figure> {
    let written = words.written(at);
    let spelled = numeral(words.folded(at)).map(Decimal::from);
    let number = written.chars().next().filter(char::is_ascii_digit).and_then(|_| number(written));
    let mut value = number.or(spelled)?;
    let start = words.tokens[at].span.start;
    let before = &words.text[..start];
    if number.is_some() && is_label(words, at) {
        return None;
    }
    let mut last = at;
    while let Some(factor) = multiplier(words, last) {
        value = value.checked_mul(factor)?;
        last += 1;
    }
    let end = words.tokens[last].span.end;
    let after = words.text[end..].trim_start();
    let sign = |length: usize, unit: &str, class: &str, from: usize| {
        let end = if length == 0 { end } else { words.text.len() - after.len() + length };
        Figure {
            span: from..end,
            value,
            unit: Some(unit.to_owned()),
            class: Some(class.to_owned()),
        }
    };
    if after.starts_with('%') {
        return Some(sign(1, "%", PERCENT, start));
    }
    for (mark, unit) in [("MM$", "millones de pesos"), ("M$", "miles de pesos"), ("$", "pesos")] {
        if let Some(rest) = before.trim_end().strip_suffix(mark) {
            return Some(sign(0, unit, MONEY, rest.len()));
        }
    }
    let next = after_of(words, last);
    if let Some(found) =
        units.phrases.find_in(words, next..(next + 4).min(words.tokens.len())).first()
        && found.tokens.start == next
        && next > last
        && words.gap(last).trim().is_empty()
    {
        let (unit, class) = &units.units[found.group];
        let span = start..words.bytes(found.tokens.clone()).end;
        return Some(Figure { span, value, unit: Some(unit.clone()), class: Some(class.clone()) });
    }
    // `dos` alone may be an article; `seis millones` is a figure.
    if spelled.is_some() && last == at || year(written).is_some() {
        return None;
    }
    Some(Figure { span: start..end, value, unit: None, class: None })
}

/// The word after a number, past `de`: `2 millones de pesos`.
fn after_of(words: &Words<'_>, last: usize) -> usize {
    match words.folded(last + 1) {
        "de" => last + 2,
        _ => last + 1,
    }
    .min(words.tokens.len())
}

/// What the word after a number multiplies it by.
fn multiplier(words: &Words<'_>, last: usize) -> Option<Decimal> {
    let close = words.gap(last).chars().all(char::is_whitespace);
    match words.folded(last + 1) {
        "mil" | "miles" if close => Some(Decimal::from(1_000)),
        "millon" | "millones" if close => Some(Decimal::from(1_000_000)),
        _ => None,
    }
}

/// Whether a number only labels: an item of a list, a law, part of a code or of a name.
fn is_label(words: &Words<'_>, at: usize) -> bool {
    let (lead, gap) = (words.lead(at), words.gap(at));
    let before = at.checked_sub(1).map_or("", |before| words.folded(before));
    let short = words.written(at).len() <= 2;
    let opens = lead.trim_start_matches([' ', '\t']).is_empty() && at == 0 || lead.contains('\n');
    let item =
        short && (gap.starts_with(')') && !lead.ends_with('(') || opens && gap.starts_with(". "));
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let code = matches!(gap, "-" | "/") && digit(words.written(at + 1))
        || matches!(lead, "-" | "/") && !before.is_empty()
        || lead == "+";
    let named = matches!(
        before,
        "n" | "nº"
            | "no"
            | "nro"
            | "ley"
            | "articulo"
            | "art"
            | "dfl"
            | "ds"
            | "dl"
            | "decreto"
            | "glosa"
            | "subtitulo"
            | "item"
            | "componente"
            | "componentes"
            | "anexo"
            | "seccion"
    );
    item || code || named
}

/// Gives a number without unit the unit of the next, where both are one expression: `200 y 2.400 UF`.
fn share_unit(words: &Words<'_>, found: &mut [Figure], next: &Figure) {
    let Some(last) = found.last_mut().filter(|last| last.unit.is_none()) else { return };
    let between = &words.text[last.span.end..next.span.start.max(last.span.end)];
    if matches!(
        between.trim(),
        "y" | "o" | "a" | "u" | "e" | "-" | "–" | "hasta" | "," | "y las" | "y los"
    ) {
        last.unit.clone_from(&next.unit);
        last.class.clone_from(&next.class);
    }
}

/// A number in es-CL: points between thousands, a comma before decimals.
///
/// A point that cannot stand between thousands is a decimal one.
pub fn number(written: &str) -> Option<Decimal> {
    let (whole, decimals) = match written.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (written, None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let valid = groups.iter().copied().chain(decimals).all(digits);
    let thousands = groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3;
    let plain = match (groups.len(), thousands, decimals) {
        _ if !valid => return None,
        (1, ..) => whole.to_owned(),
        (_, true, _) => groups.concat(),
        (2, false, None) => return Decimal::from_str_exact(whole).ok(),
        _ => return None,
    };
    let text = decimals.map_or(plain.clone(), |decimals| format!("{plain}.{decimals}"));
    Decimal::from_str_exact(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let mut units = FigureUnits::default();
        for (unit, class) in
            [("UF", "dinero"), ("peso", "dinero"), ("hora", "tiempo"), ("mujer", "personas")]
        {
            units.add(unit, class);
        }
        let found: Vec<(&str, String, String)> = figures(&Words::of(text), &units)
            .into_iter()
            .map(|f| (&text[f.span], f.value.to_string(), f.unit.unwrap_or_default()))
            .collect();
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(text, value, unit)| (*text, value.as_str(), unit.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn figures_are_read_as_chile_writes_them() {
        check("el 68,5 % y el 7%", &[("68,5 %", "68.5", "%"), ("7%", "7", "%")]);
        check(
            "$31.000.000 o M$ 1.500",
            &[("$31.000.000", "31000000", "pesos"), ("M$ 1.500", "1500", "miles de pesos")],
        );
        check("entre 200 y 2.400 UF", &[("200", "200", "UF"), ("2.400 UF", "2400", "UF")]);
        check("40.000 mujeres", &[("40.000 mujeres", "40000", "mujer")]);
        check("2 millones de pesos", &[("2 millones de pesos", "2000000", "peso")]);
        check("ocho horas, seis veces", &[("ocho horas", "8", "hora")]);
        check("seis millones en total, dos veces", &[("seis millones", "6000000", "")]);
        check("0,50 × 0,20", &[("0,50", "0.50", ""), ("0,20", "0.20", "")]);
    }

    #[test]
    fn labels_and_years_are_no_figures() {
        check("1) uno 2) dos, en 2024, Ley N° 20.416, artículo 5, 24-01-126, EME-7, t+1", &[]);
        let years: Vec<u32> =
            years(&Words::of("2022 y (2023), 2024-2025, 2.022")).iter().map(|y| y.1).collect();
        assert_eq!(years, [2022, 2023, 2024, 2025]);
    }
}
