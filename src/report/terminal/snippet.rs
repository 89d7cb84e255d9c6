//! The line of text that a finding is about, marked by miette.
//!
//! A form's lines of prose are long: only a window of words around the mark is shown. What a
//! terminal would obey is replaced by signs of the same length, so that marks stay in place.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::finding::{Label, Severity};
use crate::source::{Place, Span};

use super::super::Style;

/// Characters of a value that is told in one line.
const EXCERPT: usize = 60;

/// Columns that the frame of a snippet takes.
const FRAME: usize = 12;

/// The labels on the main label's line, and the others.
pub(super) fn split(labels: &[Label]) -> (Vec<&Label>, Vec<&Label>) {
    let Some(first) = labels.first() else { return (Vec::new(), Vec::new()) };
    let line = first.place.position().line;
    labels.iter().partition(|label| {
        label.place.source.name == first.place.source.name && label.place.position().line == line
    })
}

/// The text at a place in a few words, on one line.
pub(super) fn excerpt(place: &Place) -> String {
    let words: Vec<&str> = place.text().split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The line that some labels share, with their marks.
pub(super) fn render(labels: &[&Label], severity: Severity, style: &Style) -> String {
    let Some(first) = labels.first() else { return String::new() };
    let window = Window::around(labels, style.width.saturating_sub(FRAME).max(28));
    let marks = labels.iter().map(|label| {
        let span = window.visible(label.place.span);
        let note = label.note.as_ref().map(|note| note.in_language(style.language));
        let room = style.width.saturating_sub(FRAME + window.columns_before_middle(span));
        let note = note.and_then(|note| fitting(note, room));
        LabeledSpan::new_with_span(note, (span.start as usize, (span.end - span.start) as usize))
    });
    let snippet = Snippet { marks: marks.collect(), window, severity };
    let theme =
        if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(40))
        .with_context_lines(0)
        .with_links(false)
        .without_syntax_highlighting();
    let mut text = String::new();
    match handler.render_report(&mut text, &snippet) {
        Ok(()) => after_message(&text),
        Err(_) => format!("    {}\n", first.place),
    }
}

/// A note that fits in some columns, cut where it must be; none where nothing readable remains.
fn fitting(note: &str, room: usize) -> Option<String> {
    if note.chars().count() <= room {
        return Some(note.to_owned());
    }
    let cut: String = note.chars().take(room.saturating_sub(1)).collect();
    (room > 8).then(|| format!("{}…", cut.trim_end()))
}

/// The snippet alone: miette begins with the message, which here is empty and stands elsewhere.
fn after_message(rendered: &str) -> String {
    let lines = rendered.lines().skip_while(|line| !line.contains('╭'));
    lines.filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

#[derive(Debug)]
struct Snippet {
    marks: Vec<LabeledSpan>,
    window: Window,
    severity: Severity,
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.window)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().cloned()))
    }
}

/// Part of one line of a source.
#[derive(Debug)]
struct Window {
    name: String,
    text: String,
    /// The part's bytes in the source.
    span: Span,
    /// From 0.
    line: usize,
    /// Column of the first mark in the whole line, from 0.
    column: usize,
}

impl Window {
    /// The part of the labels' line that fits, cut at words, with the first mark in it.
    fn around(labels: &[&Label], columns: usize) -> Window {
        let place = &labels[0].place;
        let source = &place.source;
        let position = place.position();
        let line = source.lines().bytes_of(source.text(), position.line);
        let mark = place.span.start as usize;
        let last = labels.iter().map(|label| label.place.span.end as usize).max().unwrap_or(mark);
        let range = crop(source.text(), line, mark, last, columns);
        let span = Span::new(range.start, range.end);
        Window {
            name: super::visible(&source.name, false).into_owned(),
            text: harmless(source.slice(span)),
            span,
            line: position.line - 1,
            column: position.column - 1,
        }
    }

    /// Columns of the window before the middle of a span, where its note hangs.
    fn columns_before_middle(&self, span: Span) -> usize {
        let columns = |end: u32| {
            let end = (end - self.span.start) as usize;
            self.text.get(..end).map_or(0, |before| before.chars().count())
        };
        (columns(span.start) + columns(span.end)) / 2
    }

    /// The part of a span that the window shows.
    fn visible(&self, span: Span) -> Span {
        let start = span.start.clamp(self.span.start, self.span.end);
        let end = span.end.clamp(start, self.span.end);
        Span { start, end }
    }
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let span: SourceSpan = (self.span.start as usize, self.text.len()).into();
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            span,
            self.line,
            self.column,
            1,
        );
        Ok(Box::new(contents))
    }
}

/// The bytes of a line that fit in some columns, around a mark, cut between words.
fn crop(
    text: &str,
    line: std::ops::Range<usize>,
    mark: usize,
    last: usize,
    columns: usize,
) -> std::ops::Range<usize> {
    let whole = &text[line.clone()];
    if whole.chars().count() <= columns {
        return line;
    }
    let mark = mark.clamp(line.start, line.end);
    let before = (columns / 4).max(
        columns.saturating_sub(text[mark..last.clamp(mark, line.end)].chars().count() + 1) / 2,
    );
    let start = text[line.start..mark]
        .char_indices()
        .rev()
        .nth(before.min(columns / 2))
        .map_or(line.start, |(at, _)| line.start + at);
    let start = next_word(text, start, mark, line.start);
    let end =
        text[start..line.end].char_indices().nth(columns).map_or(line.end, |(at, _)| start + at);
    start..last_word(text, end, mark, line.end)
}

/// The start of the next word, unless that passes the mark.
fn next_word(text: &str, at: usize, mark: usize, line_start: usize) -> usize {
    if at == line_start {
        return at;
    }
    let next = text[at..mark].find(' ').map(|space| at + space + 1);
    next.unwrap_or(at)
}

/// The end of the last whole word, unless that comes before the mark.
fn last_word(text: &str, at: usize, mark: usize, line_end: usize) -> usize {
    if at == line_end {
        return at;
    }
    let last = text[mark.min(at)..at].rfind(' ').map(|space| mark.min(at) + space);
    last.filter(|end| *end > mark).unwrap_or(at)
}

/// A text of the same length in bytes without what a terminal would obey.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let mut buffer = [0; 4];
        let same = &*character.encode_utf8(&mut buffer);
        let changed = super::visible(same, false) != same;
        shown.push_str(match (changed, character, character.len_utf8()) {
            (false, ..) => same,
            (true, '\t', _) => " ",
            (true, _, 1) => "?",
            (true, _, 2) => "·",
            (true, ..) => "\u{fffd}",
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_keeps_its_length() {
        let text = "a\u{1b}[1m\u{85}\u{202e}ñ\tb";
        let shown = harmless(text);
        assert_eq!(shown, "a?[1m·\u{fffd}ñ b");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn a_long_line_is_cropped_at_words_around_the_mark() {
        let text = "población ".repeat(40);
        let mark = text.len() / 2;
        let mark = (mark..).find(|at| text.is_char_boundary(*at)).expect("a boundary");
        let range = crop(&text, 0..text.len(), mark, mark + 1, 40);
        assert!(range.contains(&mark));
        assert!(text[range.clone()].chars().count() <= 40);
        assert!(text[..range.start].ends_with(' ') || range.start == 0);
    }
}
