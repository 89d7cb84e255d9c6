//! A line cut at words around its marks.

use std::ops::Range;

use super::wrap::{columns, fitting};

/// Columns that a mark's note takes at most before it is wrapped.
pub(super) const LONG_NOTE: usize = 44;

/// A line cut to fit, and where its bytes went.
pub(super) struct Crop {
    /// What is shown.
    pub text: String,
    /// Bytes of the whole line that are shown.
    kept: Range<usize>,
    /// Bytes of the sign for what is left out before.
    lead: usize,
}

impl Crop {
    /// Cuts a line at words, so that the first mark's beginning and as much of the marks as fits show.
    ///
    /// `note` is how many columns the longest note takes, which stands right of the marks.
    pub fn of(line: &str, marks: &[Range<usize>], note: usize, width: usize) -> Crop {
        if columns(line) <= width {
            return Crop { text: line.to_owned(), kept: 0..line.len(), lead: 0 };
        }
        let width = width.saturating_sub(4);
        let first = marks.first().map_or(0, |mark| mark.start);
        let last = marks.iter().map(|mark| mark.end).max().unwrap_or(0).max(first);
        let start = if columns(&line[..last]) <= width {
            0
        } else {
            let spare = width.saturating_sub(columns(&line[first..last]));
            let before = (spare / 2).max(spare.saturating_sub(columns(&line[last..])));
            let beside_note = width.saturating_sub(note.min(LONG_NOTE)).max(width / 4);
            start_before(line, first, before.clamp(width / 8, beside_note))
        };
        let end = start + fitting(&line[start..], width).len();
        let end = end_of_word(line, first.max(start), end);
        let lead = if start > 0 { "… " } else { "" };
        let tail = if end < line.len() { " …" } else { "" };
        let kept = line[start..end].trim_end();
        let text = format!("{lead}{kept}{tail}");
        Crop { text, kept: start..start + kept.len(), lead: lead.len() }
    }

    /// Where a span of the whole line went; never past what is shown.
    pub fn moved(&self, span: &Range<usize>) -> Range<usize> {
        let Range { start, end } = self.kept;
        let at = |byte: usize| byte.clamp(start, end) - start + self.lead;
        at(span.start)..at(span.end)
    }
}

/// The start of a word at most `before` columns ahead of a byte.
fn start_before(line: &str, byte: usize, before: usize) -> usize {
    let starts = line[..byte].char_indices().rev().map(|(at, _)| at);
    let start = starts.take_while(|at| columns(&line[*at..byte]) <= before).last().unwrap_or(byte);
    if start == 0 || line[..start].ends_with(' ') {
        return start;
    }
    line[start..byte].find(' ').map_or(start, |space| start + space + 1)
}

/// The end of the last whole word before a byte, unless no word ends after `mark`.
fn end_of_word(line: &str, mark: usize, byte: usize) -> usize {
    if byte == line.len() || line[byte..].starts_with(' ') {
        return byte;
    }
    let part = line.get(mark..byte).unwrap_or_default();
    part.rfind(' ').filter(|space| *space > 0).map_or(byte, |space| mark + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mark is in brackets; the result shows it so.
    #[track_caller]
    fn check(line: &str, width: usize, expected: &str) {
        let marked = line.find('[').expect("a mark")..line.find(']').expect("a mark") - 1;
        let line = line.replace(['[', ']'], "");
        let crop = Crop::of(&line, std::slice::from_ref(&marked), 0, width);
        assert!(columns(&crop.text) <= width);
        let Range { start, end } = crop.moved(&marked);
        let text = &crop.text;
        assert_eq!(format!("{}[{}]{}", &text[..start], &text[start..end], &text[end..]), expected);
    }

    #[test]
    fn a_line_that_fits_is_left_alone() {
        check("niñez: [5]", 20, "niñez: [5]");
    }

    #[test]
    fn a_long_line_is_cut_at_words_around_the_mark() {
        check(
            "uno dos tres cuatro cinco [señal] seis siete ocho nueve",
            24,
            "… cinco [señal] seis …",
        );
        check(
            "[uno] dos tres cuatro cinco señal seis siete ocho nueve",
            24,
            "[uno] dos tres cuatro …",
        );
        check(
            "uno dos tres cuatro cinco señal seis siete ocho [nueve]",
            24,
            "… siete ocho [nueve]",
        );
    }

    #[test]
    fn of_a_long_mark_the_beginning_shows() {
        check(
            "uno dos [tres cuatro cinco señal seis siete ocho] nueve",
            24,
            "… [tres cuatro cinco] …",
        );
        check(&format!("[{}]", "ñ".repeat(60)), 24, &format!("[{}] …", "ñ".repeat(20)));
    }
}
