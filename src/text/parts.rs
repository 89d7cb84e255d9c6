//! Parts of a text by what introduces them: fractions, headings, periods.

use std::ops::Range;

use super::stems::folded;
use super::tokens::Words;

/// What is divided by what in a formula in words: `(N° de a / N° de b) * 100`.
///
/// The first slash between spaces or parentheses, else the first before a capital, else `dividido
/// por`; never that of `y/o`.
pub fn fraction(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let bytes = text.as_bytes();
    let apart = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1);
        [before, after]
            .iter()
            .flatten()
            .any(|byte| byte.is_ascii_whitespace() || b"()".contains(byte))
    };
    let either = |at: usize| {
        let before = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next();
        matches!(before, Some("y" | "e")) && text[at + 1..].starts_with(['o', 'u'])
    };
    let capital = |at: usize| text[at + 1..].chars().next().is_some_and(char::is_uppercase);
    let slashes = || text.match_indices('/').map(|(at, _)| at).filter(|at| !either(*at));
    let slash = slashes().find(|at| apart(*at)).or_else(|| slashes().find(|at| capital(*at)));
    let (end, start) = match slash {
        Some(at) => (at, at + 1),
        None => {
            text.match_indices("dividido por").map(|(at, sign)| (at, at + sign.len())).next()?
        }
    };
    Some((operand(text, 0..end), operand(text, start..text.len())))
}

/// An operand without parentheses, white space and the factor after it.
fn operand(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let factor = part.rfind(['*', '×']).filter(|at| {
        part[*at..]
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || "()%.".contains(c))
    });
    let part = &part[..factor.unwrap_or(part.len())];
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '{' | '}');
    let start = range.start + (part.len() - part.trim_start_matches(edge).len());
    let end = range.start + part.trim_end_matches(edge).len();
    start..end.max(start)
}

/// What follows a heading with its colon, up to the next heading: `Denominador: …`.
pub fn section(text: &str, heading: &str) -> Option<Range<usize>> {
    let wanted = folded(heading.trim());
    let headings = headings(text);
    let at = headings.iter().position(|range| folded(&text[range.clone()]) == wanted)?;
    let start = headings[at].end + 1;
    let end = headings.get(at + 1).map_or(text.len(), |next| next.start);
    let part = text.get(start..end)?;
    let lead = part.len() - part.trim_start().len();
    let body = part.trim();
    Some(start + lead..start + lead + body.len())
}

/// The headings of a text: up to four words at the start of a sentence or line, before a colon.
fn headings(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = &text[..colon];
        let start = before
            .rfind(['.', ';', '\n', ':', ')', '-', '•'])
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let name = &before[start..];
        let words = name.split_whitespace().count();
        let address = text[colon..].starts_with("://");
        if (1..=4).contains(&words) && !address {
            found.push(
                start + (name.len() - name.trim_start().len())..start + name.trim_end().len(),
            );
        }
    }
    found
}

/// A period relative to another: `t`, `t+1`, `t-1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its bytes.
    pub span: Range<usize>,
    /// Periods after `t`; before it where negative.
    pub offset: i32,
}

/// The periods of a text.
pub fn periods(words: &Words<'_>) -> Vec<Period> {
    let mut found = Vec::new();
    for at in 0..words.tokens.len() {
        let name = words.folded(at);
        if name == "t" && !words.lead(at).ends_with(['+', '-', '\'']) {
            let number = words.written(at + 1).parse::<i32>().ok().filter(|n| (0..100).contains(n));
            let (end, offset) = match (words.gap(at).trim(), number) {
                ("+", Some(number)) => (at + 2, number),
                ("-" | "–" | "−", Some(number)) => (at + 2, -number),
                _ => (at + 1, 0),
            };
            found.push(Period { span: words.bytes(at..end), offset });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_parted_at_their_slash() {
        let text = "(N° de a y/o b en t+1 / N° de c en t) * 100";
        let (above, below) = fraction(text).expect("there is a slash");
        assert_eq!((&text[above], &text[below]), ("N° de a y/o b en t+1", "N° de c en t"));
        assert!(fraction("(N° de a en el año t/N° de b)*100").is_some());
        assert_eq!(fraction("uno y/o dos"), None);
        let offsets: Vec<i32> = periods(&Words::of(text)).iter().map(|p| p.offset).collect();
        assert_eq!(offsets, [1, 0]);
    }

    #[test]
    fn sections_follow_their_headings() {
        let text =
            "Numerador: registro de cotizaciones. Denominador: participantes, según https://a.b.";
        let found = |heading| section(text, heading).map(|range| &text[range]);
        assert_eq!(found("Numerador"), Some("registro de cotizaciones."));
        assert_eq!(found("denominador"), Some("participantes, según https://a.b."));
        assert_eq!(found("Otra"), None);
    }
}
