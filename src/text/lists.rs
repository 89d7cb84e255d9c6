//! Enumerations: items with marks, and series within a sentence.

use std::ops::Range;

use super::tokens::{Words, sentences};

/// Marks that make a list.
const FEWEST: usize = 2;

/// The items of a text without their marks: numbered, lettered or with bullets; else parted by
/// semicolons; else by lines. The whole text where it is no list.
///
/// What stands before the first mark is no item.
pub fn listed(text: &str) -> Vec<Range<usize>> {
    let marks = marks(text);
    if marks.len() >= FEWEST {
        let ends = marks.iter().skip(1).map(|mark| mark.start).chain([text.len()]);
        let items = marks.iter().zip(ends).map(|(mark, end)| mark.end..end);
        return items.filter_map(|item| trimmed(text, item)).collect();
    }
    for separator in [';', '\n'] {
        let items = parts(text, separator);
        if items.len() >= FEWEST {
            return items;
        }
    }
    trimmed(text, 0..text.len()).into_iter().collect()
}

/// What stands between separators, without what is blank.
fn parts(text: &str, separator: char) -> Vec<Range<usize>> {
    let mut from = 0;
    let parts = text.split(separator).filter_map(|part| {
        let range = from..from + part.len();
        from = range.end + separator.len_utf8();
        trimmed(text, range)
    });
    parts.collect()
}

/// A range without the white space and the commas at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let start = range.start + (part.len() - part.trim_start_matches(blank).len());
    let end = range.end - (part.len() - part.trim_end_matches(blank).len());
    (start < end).then_some(start..end)
}

/// The marks of items, of the kind that comes first: `1)`, `1.`, `a)`, `-`, `•`.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<(Kind, Range<usize>)> = Vec::new();
    let mut line_start = true;
    let mut word_start = true;
    for (at, character) in text.char_indices() {
        if word_start && let Some((kind, length)) = mark(&text[at..], line_start) {
            found.push((kind, at..at + length));
        }
        match character {
            '\n' => (line_start, word_start) = (true, true),
            c if c.is_whitespace() => word_start = true,
            '(' | '¿' => word_start = true,
            _ => (line_start, word_start) = (false, false),
        }
    }
    let first = found.first().map(|(kind, _)| *kind);
    found.into_iter().filter(|(kind, _)| Some(*kind) == first).map(|(_, range)| range).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbered,
    Pointed,
    Lettered,
    Bullet,
}

fn mark(rest: &str, line_start: bool) -> Option<(Kind, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = |at: usize| rest.get(at..).unwrap_or_default();
    let spaced = |at: usize| after(at).is_empty() || after(at).starts_with(char::is_whitespace);
    if (1..=2).contains(&digits) {
        if after(digits).starts_with(')') || after(digits).starts_with(".-") {
            return Some((Kind::Numbered, digits + after(digits).find(' ').map_or(1, |_| 1)));
        }
        let pointed = after(digits).starts_with('.') && spaced(digits + 1);
        return pointed
            .then_some((Kind::Pointed, digits + 1))
            .filter(|_| line_start || digits == 1);
    }
    let letter = rest.chars().next()?;
    if letter.is_ascii_lowercase() && after(1).starts_with(')') {
        return Some((Kind::Lettered, 2));
    }
    let bullet = matches!(letter, '-' | '•' | '*' | '–' | '·') && line_start;
    (bullet && spaced(letter.len_utf8())).then_some((Kind::Bullet, letter.len_utf8()))
}

/// Words of an element of a series at most.
const ELEMENT: usize = 8;

/// The elements of the series of a text: `a, b y c` in one sentence, three or more.
///
/// The first element is what stands before its first comma, back to eight words.
pub fn series(words: &Words<'_>) -> Vec<Range<usize>> {
    sentences(words.text).into_iter().flat_map(|sentence| series_in(words, sentence)).collect()
}

fn series_in(words: &Words<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let (first, last) = (words.at(sentence.start), words.at(sentence.end));
    let mut elements: Vec<Range<usize>> = Vec::new();
    let mut start = first;
    for at in first..last {
        let comma = at + 1 < last && words.gap(at).trim_end().ends_with(',');
        let closes = at + 1 < last && matches!(words.folded(at + 1), "y" | "e" | "o" | "u");
        if comma && !closes {
            elements.push(start..at + 1);
            start = at + 1;
        } else if closes && !elements.is_empty() && at + 1 - start <= ELEMENT {
            elements.push(start..at + 1);
            let end = (at + 2 + ELEMENT).min(last);
            let stop = (at + 2..end).find(|at| words.gap(*at).contains([',', ';', '.', ':', '(']));
            elements.push(at + 2..stop.map_or(end, |at| at + 1));
            break;
        }
    }
    if elements.first().is_some_and(|first| introduces(words, first.start, sentence.start)) {
        elements.remove(0);
    }
    let inner = elements.iter().skip(1).all(|element| element.len() <= ELEMENT);
    if elements.len() < 3 || !inner {
        return Vec::new();
    }
    if let Some(first) = elements.first_mut() {
        first.start = first.start.max(first.end.saturating_sub(ELEMENT));
    }
    elements.into_iter().map(|element| words.bytes(element)).filter(|b| !b.is_empty()).collect()
}

/// Whether a sentence begins with words that say when or how: `En 2020, …`.
fn introduces(words: &Words<'_>, first: usize, sentence: usize) -> bool {
    const OPENING: [&str; 14] = [
        "en", "segun", "para", "por", "con", "entre", "desde", "durante", "si", "cuando", "aunque",
        "ademas", "sin", "asi",
    ];
    words.at(sentence) == first && OPENING.contains(&words.folded(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = listed(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn items_are_found_by_their_marks() {
        check("Así: 1) menor ingreso, 70; 2) más horas.", &["menor ingreso, 70", "más horas."]);
        check("a) uno b) dos", &["uno", "dos"]);
        check("- uno\n- dos", &["uno", "dos"]);
        check("INE 2021: x; SII 2022", &["INE 2021: x", "SII 2022"]);
        check("uno\n\ndos", &["uno", "dos"]);
        check("uno, dos y (3) tres", &["uno, dos y (3) tres"]);
        check("", &[]);
    }

    #[test]
    fn series_need_three_elements() {
        let found = |text: &'static str| -> Vec<&str> {
            series(&Words::of(text)).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(found("ventas, empleo y productividad."), ["ventas", "empleo", "productividad"]);
        assert_eq!(found("Las ventas y el empleo caen."), Vec::<&str>::new());
        assert_eq!(found("En 2020, las ventas cayeron y subieron."), Vec::<&str>::new());
    }
}
