//! The two sides of a change, cut to where they differ.

use crate::verify::changes::Side;

/// Characters of a side that are shown.
const SHOWN: usize = 240;

/// Characters that both sides have alike and that are shown around where they differ.
const AROUND: usize = 60;

/// What is shown of two sides, each none where there is no such side: both whole where both are short, else
/// the part of each that differs, with some of what stands around it.
pub(super) fn quoted(old: Option<&Side>, new: Option<&Side>) -> [Option<String>; 2] {
    let [a, b] = [old, new].map(|side| side.map(|side| side.core.chars().collect::<Vec<char>>()));
    let (start, end) = match (&a, &b) {
        (Some(a), Some(b)) => alike(a, b),
        _ => (0, 0),
    };
    let [begin, rest] = [start, end].map(|alike| alike.saturating_sub(AROUND));
    let long = |side: &Option<Vec<char>>| side.as_ref().is_some_and(|text| text.len() > SHOWN);
    match long(&a) || long(&b) {
        true => [a, b].map(|side| side.map(|text| cut(&text, begin, rest))),
        false => [a, b].map(|side| side.map(|text| written(&text, false, false))),
    }
}

/// How many characters two texts begin and end with alike; none counts twice.
fn alike(a: &[char], b: &[char]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    (start, a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count())
}

/// A text without its first and last characters, cut between words where there is a space nearby.
fn cut(text: &[char], begin: usize, rest: usize) -> String {
    let space = |at: &usize| text[*at] == ' ';
    let first = match begin {
        0 => 0,
        begin => (begin..text.len().min(begin + AROUND / 2)).find(space).map_or(begin, |at| at + 1),
    };
    let last = match rest {
        0 => text.len(),
        rest => {
            let end = text.len() - rest;
            (end.saturating_sub(AROUND / 2)..end).rev().find(space).unwrap_or(end)
        }
    };
    let last = last.max(first).min(first + SHOWN);
    written(&text[first..last], first > 0, last < text.len())
}

fn written(text: &[char], before: bool, after: bool) -> String {
    let text: String = text.iter().map(|c| if *c == '`' { '\'' } else { *c }).collect();
    let (before, after) = (if before { "… " } else { "" }, if after { "…" } else { "" });
    format!("`{before}{text}{after}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(core: &str) -> Side {
        let (text, with) = (String::new(), Vec::new());
        Side { text, core: core.to_owned(), with, place: None }
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: [&str; 2]) {
        let [old, new] = [old, new].map(side);
        assert_eq!(quoted(Some(&old), Some(&new)).map(Option::unwrap_or_default), expected);
    }

    #[test]
    fn short_sides_are_whole() {
        check("cobertura > 1", "cobertura >= 1", ["`cobertura > 1`", "`cobertura >= 1`"]);
        check("a `b`", "", ["`a 'b'`", "``"]);
    }

    #[test]
    fn of_long_sides_the_part_that_differs_is_shown() {
        let words = "uno dos tres cuatro cinco seis siete ocho nueve diez ".repeat(6);
        check(
            &format!("{words}once {words}"),
            &format!("{words}doce trece {words}"),
            [
                "`… diez uno dos tres cuatro cinco seis siete ocho nueve diez once uno dos tres cuatro cinco seis siete ocho nueve diez uno…`",
                "`… diez uno dos tres cuatro cinco seis siete ocho nueve diez doce trece uno dos tres cuatro cinco seis siete ocho nueve diez uno…`",
            ],
        );
        check(
            &words,
            &format!("{words}más"),
            [
                "`… diez uno dos tres cuatro cinco seis siete ocho nueve diez `",
                "`… diez uno dos tres cuatro cinco seis siete ocho nueve diez más`",
            ],
        );
    }

    #[test]
    fn a_side_alone_is_shown_from_its_beginning() {
        let core = "ñandú ".repeat(80);
        let side = side(&core);
        let [old, new] = quoted(None, Some(&side));
        assert_eq!(old, None);
        let shown = new.expect("it is there");
        assert_eq!(shown, format!("`{}…`", "ñandú ".repeat(40)));
    }

    #[test]
    fn texts_without_spaces_and_of_any_length_are_cut_somewhere() {
        for (length, other) in [(239, 0), (240, 1), (241, 240), (600, 599), (600, 700)] {
            let [old, new] = [length, other].map(|count| side(&"ñ".repeat(count)));
            let shown = quoted(Some(&old), Some(&new)).map(Option::unwrap_or_default);
            assert!(shown.iter().all(|text| text.chars().count() <= SHOWN + 5), "{shown:?}");
        }
    }
}
