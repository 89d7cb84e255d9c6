//! Lines that fit: words wrapped under a hanging indent, widths as a terminal counts them.

use unicode_width::UnicodeWidthChar;

/// Columns that a text takes at most: combining accents none, wide characters two.
///
/// Character by character, as miette counts, so that marks agree with us.
pub(in crate::report) fn columns(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// A text's words on lines of at most `width` columns: the first line is indented by `first`
/// columns, the others by `rest`.
///
/// A word longer than a line is cut, so that no line is ever longer. A figure and its sign (`6 %`,
/// `M$ 300`, `N° 45`) stay on one line. Gives at least one line.
pub(in crate::report) fn wrap(text: &str, first: usize, rest: usize, width: usize) -> Vec<String> {
    let rest = rest.min(width / 2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut indent = first;
    for word in words(text) {
        for piece in pieces(&word, width - rest) {
            let gap = usize::from(!line.is_empty());
            let full = indent + columns(&line) + gap + columns(piece) > width;
            if full && (!line.is_empty() || indent > rest) {
                lines.push(" ".repeat(indent) + &line);
                line.clear();
                indent = rest;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(piece);
        }
    }
    lines.push(" ".repeat(indent) + &line);
    lines
}

/// The first columns of a text, with an ellipsis where something is left out.
pub(in crate::report) fn shortened(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    format!("{}…", fitting(text, width.saturating_sub(1)).trim_end())
}

/// The last columns of a text, with an ellipsis where something is left out.
pub(super) fn shortened_before(text: &str, width: usize) -> String {
    let mut start = 0;
    while columns(&text[start..]) + usize::from(start > 0) > width {
        match text[start..].chars().next() {
            Some(character) => start += character.len_utf8(),
            None => break,
        }
    }
    if start == 0 { text.to_owned() } else { format!("…{}", &text[start..]) }
}

/// The longest beginning of a text that takes at most `width` columns.
pub(super) fn fitting(text: &str, width: usize) -> &str {
    let ends = text.char_indices().map(|(at, character)| at + character.len_utf8());
    let end = ends.take_while(|end| columns(&text[..*end]) <= width).last();
    &text[..end.unwrap_or(0)]
}

/// Words, each with what may not be parted from it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if belong_together(last, word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn belong_together(before: &str, after: &str) -> bool {
    let is_digit = |character: char| character.is_ascii_digit();
    let percent = after.starts_with('%') && before.ends_with(is_digit);
    let sign = ["$", "N°", "Nº", "art.", "línea", "line"].iter().any(|sign| before.ends_with(sign));
    let count = before.ends_with(':') && after.chars().all(is_digit);
    percent || count || after == "·" || (sign && after.starts_with(is_digit))
}

/// A word in pieces of at most some columns; paths are cut between their parts.
fn pieces(word: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while columns(rest) > most {
        let first = fitting(rest, most);
        let part = first.rfind(['.', '/', '_', '-']).filter(|at| *at > first.len() / 3);
        let cut = part.map_or(first.len(), |at| at + 1).max(next_character(rest));
        pieces.push(&rest[..cut]);
        rest = &rest[cut..];
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

fn next_character(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, first: usize, rest: usize, width: usize, expected: &[&str]) {
        assert_eq!(wrap(text, first, rest, width), expected);
    }

    #[test]
    fn lines_fit_and_hang() {
        check("La niñez rural accede", 0, 2, 14, &["La niñez rural", "  accede"]);
        check("La nin\u{303}ez rural accede", 0, 2, 14, &["La nin\u{303}ez rural", "  accede"]);
        check("", 2, 2, 40, &["  "]);
        check("日本語 日本語 x", 0, 0, 13, &["日本語 日本語", "x"]);
    }

    #[test]
    fn a_figure_keeps_its_sign() {
        check("equivale al 93,83 %.", 0, 0, 18, &["equivale al", "93,83 %."]);
        check("Nota: 6 · Sin decidir: 28", 0, 0, 14, &["Nota: 6 · Sin", "decidir: 28"]);
        check("cuesta en total M$ 300", 0, 0, 18, &["cuesta en total", "M$ 300"]);
    }

    #[test]
    fn no_line_is_longer_even_with_endless_words() {
        let text = format!("{} {}", "ñ".repeat(100), "語".repeat(50));
        for width in 12..60 {
            let lines = wrap(&text, 10, 4, width);
            assert!(lines.iter().all(|line| columns(line) <= width), "{width}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn a_path_is_cut_between_its_parts() {
        let expected = ["falta `poblacion.", "beneficiaria`"];
        check("falta `poblacion.beneficiaria`", 0, 0, 18, &expected);
    }

    #[test]
    fn what_is_left_out_shows() {
        assert_eq!(shortened("población", 9), "población");
        assert_eq!(shortened("población", 5), "pobl…");
        assert_eq!(shortened_before("carpeta/niñez.yaml", 11), "…niñez.yaml");
        assert_eq!(shortened_before("niñez.yaml", 11), "niñez.yaml");
    }
}
