//! A window of a source with its marks, drawn by miette.
//!
//! Miette draws the frame, the line numbers and the marks, and nothing else: it neither crops nor
//! wraps, counts columns in bytes and speaks English.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::finding::Label;

use super::super::Style;
use super::window::Window;
use super::wrap::shortened_before;

/// Columns of the frame beside the line numbers.
const FRAME: usize = 4;

/// The fewest columns of text worth showing.
const NARROWEST: usize = 24;

/// The lines of some labels near each other, with their marks.
pub(super) fn render(labels: &[&Label], style: &Style) -> String {
    let last = labels.iter().map(|label| label.place.position().line).max().unwrap_or(1);
    let frame = last.to_string().len() + FRAME;
    let width = style.width.saturating_sub(frame).max(NARROWEST);
    let Some(mut window) = Window::around(labels, width, style.language) else {
        return String::new();
    };
    let (line, column) = window.position;
    let position = format!("{line}:{column}").len();
    window.name = shortened_before(&window.name, width.saturating_sub(position + 2));
    let theme =
        if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(SHOWN)
        .with_links(false)
        .without_cause_chain()
        .without_syntax_highlighting();
    let mut text = String::new();
    match handler.render_report(&mut text, &Snippet(window)) {
        Ok(()) => after_message(&text),
        Err(fmt::Error) => String::new(),
    }
}

/// The snippet alone: miette begins with the message, which here is empty and stands elsewhere.
fn after_message(rendered: &str) -> String {
    let lines = rendered.lines().skip_while(|line| !line.contains('╭'));
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Lines of context that tell miette's two questions apart: with them it asks for what to show,
/// without them for line and column of the main mark.
const SHOWN: usize = 1;

#[derive(Debug)]
struct Snippet(Window);

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels =
            self.0.marks.iter().map(|mark| {
                LabeledSpan::new(mark.note.clone(), mark.bytes.start, mark.bytes.len())
            });
        Some(Box::new(labels))
    }
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (line, column) = if before == SHOWN { (self.first_line, 1) } else { self.position };
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            line.saturating_sub(1),
            column.saturating_sub(1),
            self.line_count,
        );
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
mod tests {
    use super::super::wrap::columns;
    use super::*;
    use crate::finding::{Language, Wording};
    use crate::source::{Place, Source, Span};
    use std::sync::Arc;

    const HOSTILE: &str = "\u{feff}población: \u{1b}[2Jx\u{7}\r\n\tfila:\r  - \u{202e}niñez 語語 e\u{301} \u{1f468}\u{200d}\u{1f469}\n\n  texto: una prosa larga, larguísima, que no cabe en una línea estrecha de terminal\n\u{0}";

    #[test]
    fn any_marks_fit_and_nothing_is_obeyed() {
        let source = Source::new("carpeta/\u{1b}niñez.yaml", HOSTILE);
        let places: Vec<usize> =
            (0..=HOSTILE.len()).filter(|at| HOSTILE.is_char_boundary(*at)).collect();
        let note = Some(Wording::spanish("Cantidad de \u{1b}[1mpersonas\nque se atienden"));
        let label = |start: usize, end: usize| Label {
            place: Place { source: Arc::clone(&source), span: Span::new(start, end) },
            note: note.clone(),
        };
        for (index, start) in places.iter().enumerate() {
            for end in places[index..].iter().step_by(5) {
                let labels = [label(*start, *end), label(*end, *end), label(0, *start)];
                for width in [40, 57, 100] {
                    let style = Style { language: Language::Spanish, width, colour: false };
                    for labels in super::super::window::nearby(&labels) {
                        let text = render(&labels, &style);
                        assert!(!text.is_empty());
                        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                        assert!(!text.contains(obeyed), "{text}");
                        let widest = text.lines().map(columns).max().unwrap_or(0);
                        assert!(widest <= width, "{widest} columns at {width}:\n{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_header_counts_characters_and_the_mark_stays_under_its_text() {
        let source = Source::new("a.yaml", "niñez: población 5\n");
        let place = Place { source, span: Span::new(19, 20) };
        let label = Label { place, note: Some(Wording::spanish("aquí")) };
        let text = render(&[&label], &Style::default());
        let expected = [
            "   ╭─[a.yaml:1:18]",
            " 1 │ niñez: población 5",
            "   ·                  ┬",
            "   ·                  ╰── aquí",
            "   ╰────",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }
}
