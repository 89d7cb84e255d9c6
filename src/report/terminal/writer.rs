//! The page being written: lines, frames, headings, paint.

use super::super::Style;
use super::wrap::{columns, shortened, wrap};

/// Columns past which prose is hard to read; only snippets use more.
const MEASURE: usize = 110;

/// The narrowest page.
pub(in crate::report) const NARROWEST: usize = 40;

/// How a word is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Paint {
    Good,
    Bad,
    Doubt,
    Remark,
    Strong,
}

/// A text being written.
pub(in crate::report) struct Writer {
    text: String,
    width: usize,
    colour: bool,
}

impl Writer {
    pub fn new(style: &Style) -> Writer {
        let width = style.width.clamp(NARROWEST, MEASURE);
        Writer { text: String::new(), width, colour: style.colour }
    }

    /// The text; it ends with exactly one line break.
    pub fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }

    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// One blank line, unless there is one already.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Lines as they are.
    pub fn raw(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// A name in a frame.
    pub fn frame(&mut self, name: &str, paint: Paint) {
        let lines = wrap(name, 0, 0, self.width - 4);
        let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
        let bar = "─".repeat(widest + 2);
        self.line(&format!("╭{bar}╮"));
        for line in lines {
            let pad = " ".repeat(widest - columns(&line));
            let line = self.painted(&line, paint);
            self.line(&format!("│ {line}{pad} │"));
        }
        self.line(&format!("╰{bar}╯"));
    }

    /// A name over a section, and a painted word about it.
    pub fn heading(&mut self, name: &str, about: Option<(&str, Paint)>) {
        self.blank();
        let room = self.width - 6;
        let name = shortened(name, room);
        let about = about.filter(|(word, _)| columns(&name) + columns(word) + 3 <= room);
        let (plain, painted) = match about {
            Some((word, paint)) => {
                (format!(" · {word}"), format!(" · {}", self.painted(word, paint)))
            }
            None => Default::default(),
        };
        let rest = self.width - columns(&name) - columns(&plain) - 4;
        let name = self.painted(&name, Paint::Strong);
        self.line(&format!("── {name}{painted} {}", "─".repeat(rest)));
        self.blank();
    }

    /// Words after a lead, the lines below indented by `indent` columns.
    pub fn hanging(&mut self, lead: &str, text: &str, indent: usize) {
        let first = columns(lead);
        self.lines_after(lead, first, text, indent);
    }

    /// The same, with a painted word and a space between lead and text.
    pub fn hanging_after(&mut self, lead: &str, word: (&str, Paint), text: &str, indent: usize) {
        let first = columns(lead) + columns(word.0) + 1;
        let word = self.painted(word.0, word.1);
        self.lines_after(&format!("{lead}{word} "), first, text, indent);
    }

    fn lines_after(&mut self, lead: &str, first: usize, text: &str, indent: usize) {
        let mut lines = wrap(text, first, indent, self.width).into_iter();
        let line = lines.next().unwrap_or_default();
        self.line(&format!("{lead}{}", line.get(first..).unwrap_or_default()));
        lines.for_each(|line| self.line(&line));
    }

    pub fn painted(&self, text: &str, paint: Paint) -> String {
        let code = match paint {
            Paint::Good => "32",
            Paint::Bad => "1;31",
            Paint::Doubt => "33",
            Paint::Remark => "36",
            Paint::Strong => "1",
        };
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
