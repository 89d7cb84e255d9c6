//! Part of a source, made to be shown: neighbouring lines, each cut at words around its marks.
//!
//! A form's lines of prose are long and its values come from outside, so what is shown is a text of
//! its own: harmless, dedented, cropped, with the marks moved along.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Label, Language};
use crate::source::{Source, Span};

use super::super::safe::visible;
use super::super::words::Words;
use super::crop::{Crop, LONG_NOTE};
use super::wrap::{columns, shortened, wrap};

/// Lines without a mark that may stand between two marked ones.
const BETWEEN: usize = 1;

/// Lines above a mark among which the key or element that it belongs to is looked for.
const ABOVE: usize = 2;

/// Columns that a mark's note needs at least.
const NOTE: usize = 12;

/// Lines of a source, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// The source's name.
    pub name: String,
    /// The first line's number, from 1.
    pub first_line: usize,
    /// How many lines there are.
    pub line_count: usize,
    /// Line and column of the main mark in the source, from 1, columns in characters.
    pub position: (usize, usize),
    /// The lines, each with its break.
    pub text: String,
    /// Marks, in the order of the text.
    pub marks: Vec<Mark>,
}

/// Something to point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the window's text.
    pub bytes: Range<usize>,
    /// What is there, with line breaks where it is wrapped.
    pub note: Option<String>,
}

/// A line of the source before it is cropped.
struct Row<'r> {
    text: &'r str,
    start: usize,
    labels: Vec<&'r Label>,
}

impl Window {
    /// The lines of some labels near each other, the first being the main one, `width` columns wide.
    pub fn around(labels: &[&Label], width: usize, language: Language) -> Option<Window> {
        let main = &labels.first()?.place;
        let source = &main.source;
        let rows = rows(source, labels);
        let dedent =
            if rows.iter().all(|row| columns(row.text) <= width) { 0 } else { dedent(&rows) };
        let main_position = main.position();
        let mut window = Window {
            name: visible(&source.name, false).into_owned(),
            first_line: first_line(source, labels),
            line_count: rows.len(),
            position: (main_position.line, main_position.column),
            text: String::new(),
            marks: Vec::new(),
        };
        for row in &rows {
            window.push(row, dedent, width, language);
        }
        Some(window)
    }

    fn push(&mut self, row: &Row<'_>, dedent: usize, width: usize, language: Language) {
        let cut = dedent.min(indent(row.text));
        let content = &row.text[cut..];
        let shown = visible(content, false);
        // Making a text harmless is done character by character, so a beginning maps to a beginning.
        let moved = |byte: u32| {
            let at = (byte as usize).saturating_sub(row.start + cut).min(content.len());
            visible(content.get(..at).unwrap_or(content), false).len()
        };
        let spans = row
            .labels
            .iter()
            .map(|label| moved(label.place.span.start)..moved(label.place.span.end));
        let spans: Vec<Range<usize>> = spans.collect();
        let notes: Vec<Option<String>> =
            row.labels.iter().map(|label| note(label, language)).collect();
        let longest = notes.iter().flatten().map(|note| columns(note)).max().unwrap_or(0);
        let crop = Crop::of(&shown, &spans, longest, width);
        let offset = self.text.len();
        let mut taken = 0;
        for (span, note) in spans.iter().zip(notes) {
            let bytes = crop.moved(span);
            // Miette draws marks that overlap side by side.
            let start = columns(&crop.text[..bytes.start]).max(taken);
            let end = columns(&crop.text[..bytes.end]).max(start + 1);
            taken = end;
            let room = width.saturating_sub((start + end) / 2 + 4);
            let note = note.and_then(|note| fit_note(&note, room));
            self.marks.push(Mark { bytes: offset + bytes.start..offset + bytes.end, note });
        }
        self.text.push_str(&crop.text);
        self.text.push('\n');
    }
}

/// Labels in groups of which each makes one window, the main label's first.
pub(super) fn nearby(labels: &[Label]) -> Vec<Vec<&Label>> {
    let Some(main) = labels.first() else { return Vec::new() };
    let line = |label: &Label| label.place.position().line;
    let mut sorted: Vec<&Label> = labels.iter().collect();
    sorted.sort_by_key(|label| (label.place.source.name.clone(), label.place.span));
    let groups = sorted.chunk_by(|a, b| {
        let same = Arc::ptr_eq(&a.place.source, &b.place.source);
        same && line(b) - line(a) <= BETWEEN + 1
    });
    let is_main = |label: &&Label| std::ptr::eq(*label, main);
    let mut groups: Vec<Vec<&Label>> = groups.map(<[&Label]>::to_vec).collect();
    for group in &mut groups {
        group.sort_by_key(|label| !is_main(label));
    }
    groups.sort_by_key(|group| !group.iter().any(is_main));
    groups
}

/// The first line to show: that of the first label or, where it is near, of the key or the element
/// that it belongs to.
fn first_line(source: &Source, labels: &[&Label]) -> usize {
    let line_of = |label: &&Label| label.place.position().line;
    let line = labels.iter().map(line_of).min().unwrap_or(1);
    let text = |number: usize| {
        source.text().get(source.lines().bytes_of(source.text(), number)).unwrap_or_default()
    };
    let own = indent(text(line));
    let above = (1..line).rev().take(ABOVE);
    let mut above = above.take_while(|number| !text(*number).trim().is_empty());
    let parent = above.find(|number| indent(text(*number)) < own);
    parent.filter(|number| !text(*number).trim_start().starts_with('#')).unwrap_or(line)
}

fn rows<'r>(source: &'r Source, labels: &[&'r Label]) -> Vec<Row<'r>> {
    let line_of = |label: &Label| label.place.position().line;
    let last = labels.iter().map(|label| line_of(label)).max().unwrap_or(1);
    let lines = first_line(source, labels)..=last;
    let row = |number: usize| {
        let bytes = source.lines().bytes_of(source.text(), number);
        let mut here: Vec<&Label> =
            labels.iter().copied().filter(|label| line_of(label) == number).collect();
        here.sort_by_key(|label| label.place.span);
        let text = source.text().get(bytes.clone()).unwrap_or_default();
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Row { text: &text[mark..], start: bytes.start + mark, labels: here }
    };
    lines.map(row).collect()
}

/// What all lines are indented by.
fn dedent(rows: &[Row<'_>]) -> usize {
    let written = rows.iter().filter(|row| !row.text.trim().is_empty());
    written.map(|row| indent(row.text)).min().unwrap_or(0)
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A label's note, and how far the label reaches where that is past its line.
fn note(label: &Label, language: Language) -> Option<String> {
    let note =
        label.note.as_ref().map(|note| visible(note.in_language(language), false).into_owned());
    let Span { start, end } = label.place.span;
    let place = &label.place;
    let text = place.text().trim_end();
    let last = place.source.position(start + u32::try_from(text.len()).unwrap_or(0)).line;
    if start == end || last <= place.position().line {
        return note;
    }
    let until = format!("{} {last}", Words::of(language).until_line);
    Some(note.map_or(until.clone(), |note| format!("{note}, {until}")))
}

/// A note as it fits right of its mark; none where there is too little room for it.
fn fit_note(note: &str, room: usize) -> Option<String> {
    if columns(note) <= room {
        return Some(note.to_owned());
    }
    (room >= NOTE).then(|| {
        wrap(&shortened(note, 3 * room.min(LONG_NOTE)), 0, 0, room.min(LONG_NOTE)).join("\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Wording;
    use crate::source::Place;

    fn label(source: &Arc<Source>, text: &str, note: &str) -> Label {
        let start = source.text().find(text).expect("the text is there");
        let place =
            Place { source: Arc::clone(source), span: Span::new(start, start + text.len()) };
        Label { place, note: (!note.is_empty()).then(|| Wording::spanish(note)) }
    }

    /// The window of some marks, each mark in brackets.
    fn shown(text: &str, marks: &[&str], width: usize) -> String {
        let source = Source::new("a.yaml", text);
        let labels: Vec<Label> = marks.iter().map(|mark| label(&source, mark, "")).collect();
        let labels: Vec<&Label> = labels.iter().collect();
        let window = Window::around(&labels, width, Language::Spanish).expect("there are labels");
        let mut shown = window.text.clone();
        for mark in window.marks.iter().rev() {
            shown.insert(mark.bytes.end, ']');
            shown.insert(mark.bytes.start, '[');
        }
        format!("{}\n{shown}", window.first_line)
    }

    #[track_caller]
    fn check(text: &str, marks: &[&str], width: usize, expected: &str) {
        assert_eq!(shown(text, marks, width), expected);
    }

    #[test]
    fn a_short_line_is_shown_as_it_is() {
        check("niñez: 5\n", &["5"], 20, "1\nniñez: [5]\n");
        check("a: 1\n\n\n  b: 5\n", &["5"], 20, "4\n  b: [5]\n");
    }

    #[test]
    fn a_value_is_shown_under_the_key_or_the_element_that_it_belongs_to() {
        check(
            "filas:\n  - anio: 2026\n    cantidad: 5\n",
            &["5"],
            30,
            "2\n  - anio: 2026\n    cantidad: [5]\n",
        );
        check("ley: >-\n  texto\n", &["texto"], 30, "1\nley: >-\n  [texto]\n");
        check("a:\n  # nota\n  b: 5\n", &["5"], 30, "1\na:\n  # nota\n  b: [5]\n");
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown_and_marks_stay_in_place() {
        check("a: \t\u{1b}[1mx\u{202e} 5\n", &["5"], 60, "1\na:  \\u{1b}[1mx\\u{202e} [5]\n");
        check("\u{feff}a: 5\r\n", &["a"], 60, "1\n[a]: 5\n");
    }

    #[test]
    fn a_mark_of_several_lines_says_how_far_it_goes() {
        let source = Source::new("a.yaml", "ley: >-\n  uno\n  dos\n  tres\n");
        let label = label(&source, "uno\n  dos\n  tres\n", "Ley");
        let window = Window::around(&[&label], 60, Language::Spanish).expect("there is a label");
        assert_eq!(window.marks[0].note.as_deref(), Some("Ley, hasta la línea 4"));
        assert_eq!(window.text, "ley: >-\n  uno\n");
    }

    #[test]
    fn distant_labels_make_windows_of_their_own() {
        let source = Source::new("a.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n");
        let labels = ["6", "1", "3"].map(|value| label(&source, value, ""));
        let groups = nearby(&labels);
        let texts =
            groups.iter().map(|group| group.iter().map(|label| label.place.text()).collect());
        let texts: Vec<Vec<&str>> = texts.collect();
        assert_eq!(texts, [vec!["6"], vec!["1", "3"]]);
    }
}
