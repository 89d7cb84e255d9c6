//! What changed in a record that was written anew, line by line.

use crate::finding::Language;
use crate::report::Style;
use crate::report::safe::visible;

/// Lines that are compared; a record has some hundred.
const LINES: usize = 2_000;

/// The lines that went and came, after the file's name.
pub fn rewritten(name: &str, before: &str, after: &str, style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let verb = match (before.is_empty(), spanish) {
        (true, true) => "anotado por primera vez",
        (true, false) => "recorded for the first time",
        (false, true) => "anotado de nuevo",
        (false, false) => "recorded anew",
    };
    let mut text = format!("{}: {verb}\n", visible(name, false));
    if before.is_empty() {
        return text;
    }
    for (sign, line) in difference(before, after) {
        text.push_str(&format!("  {sign} {}\n", visible(line, false)));
    }
    text
}

/// The lines that only one text has, in their order; those that both have are left out.
fn difference<'t>(before: &'t str, after: &'t str) -> Vec<(char, &'t str)> {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (before.lines().take(LINES).collect(), after.lines().take(LINES).collect());
    let mut longest = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = match a[i] == b[j] {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            lines.push(('-', a[i]));
            i += 1;
        } else {
            lines.push(('+', b[j]));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_told() {
        let (before, after) = ("a\nb\nc\nñ\n", "a\nc\nd\nñ\n");
        assert_eq!(difference(before, after), [('-', "b"), ('+', "d")]);
        assert_eq!(difference(before, before), []);
        assert_eq!(difference("", "x\ny"), [('+', "x"), ('+', "y")]);
    }
}
