//! Lines that fit: words wrapped under a hanging indent, painted where colour is wanted.

use crate::finding::Severity;

use super::super::Style;
use super::INDENT;

/// How a word is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Good,
    Bad,
    Doubt,
    Dim,
    Strong,
}

/// A text being written.
pub(super) struct Writer {
    text: String,
    width: usize,
    colour: bool,
}

impl Writer {
    pub fn new(style: &Style) -> Writer {
        Writer { text: String::new(), width: style.width.max(40), colour: style.colour }
    }

    pub fn finish(self) -> String {
        self.text
    }

    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

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
        let name: String = name.chars().take(self.width.saturating_sub(4)).collect();
        let bar = "─".repeat(name.chars().count() + 2);
        let painted = self.painted(&name, paint);
        self.line(&format!("╭{bar}╮"));
        self.line(&format!("│ {painted} │"));
        self.line(&format!("╰{bar}╯"));
    }

    /// A section's name over a rule.
    pub fn heading(&mut self, name: &str) {
        self.blank();
        let rest = self.width.min(100).saturating_sub(name.chars().count() + 4);
        let name = self.painted(name, Paint::Strong);
        self.line(&format!("── {name} {}", "─".repeat(rest)));
        self.blank();
    }

    /// A lead, a painted verdict, and what depends.
    pub fn verdict(&mut self, lead: &str, verdict: &str, paint: Paint, rest: &str) {
        let indent = lead.chars().count();
        let lines = wrap(&format!("{verdict}{rest}"), indent, indent, self.width);
        for (index, line) in lines.iter().enumerate() {
            let body = line.trim_start();
            if index > 0 {
                self.line(line);
                continue;
            }
            let painted = self.painted(verdict, paint);
            self.line(&format!(
                "{lead}{painted}{}",
                body.strip_prefix(verdict).unwrap_or_default()
            ));
        }
    }

    /// The first line of a finding: its code, its sentence, its severity.
    pub fn title(&mut self, code: &str, message: &str, severity: &str, level: Severity) {
        let paint = match level {
            Severity::Error => Paint::Bad,
            Severity::Warning => Paint::Doubt,
            Severity::Note => Paint::Good,
        };
        let lines = wrap(&format!("{code} · {message} [{severity}]"), 0, INDENT, self.width);
        for (index, line) in lines.iter().enumerate() {
            match line.strip_prefix(code).filter(|_| index == 0) {
                Some(rest) => {
                    let code = self.painted(code, paint);
                    self.line(&format!("{code}{rest}"));
                }
                None => self.line(line),
            }
        }
    }

    /// A named text that belongs to a finding.
    pub fn field(&mut self, name: &str, text: &str) {
        let lead = format!("{}{name}: ", " ".repeat(INDENT));
        let lines = wrap(text, lead.chars().count(), INDENT + 2, self.width);
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                let name = self.painted(&format!("{name}:"), Paint::Strong);
                self.line(&format!("{}{name} {}", " ".repeat(INDENT), line.trim_start()));
            } else {
                self.line(line);
            }
        }
    }

    /// Words after a lead, the lines below indented.
    pub fn wrapped(&mut self, text: &str, lead: &str, indent: usize) {
        let lines = wrap(text, lead.chars().count(), indent, self.width);
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                self.line(&format!("{lead}{}", line.trim_start()));
            } else {
                self.line(line);
            }
        }
    }

    pub fn dim(&mut self, text: &str) {
        let painted = self.painted(text, Paint::Dim);
        self.line(&painted);
    }

    fn painted(&self, text: &str, paint: Paint) -> String {
        let code = match paint {
            Paint::Good => "32",
            Paint::Bad => "1;31",
            Paint::Doubt => "33",
            Paint::Dim => "2",
            Paint::Strong => "1",
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Lines of at most `width` columns: the first indented by `first`, the others by `rest`.
///
/// A word longer than a line is cut, so that no line is ever longer.
fn wrap(text: &str, first: usize, rest: usize, width: usize) -> Vec<String> {
    let room = |indent: usize| width.saturating_sub(indent).max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    let mut indent = first;
    let most = room(rest.max(first));
    let words = unbroken(text).into_iter().flat_map(|word| pieces(&word, most));
    for word in words {
        let length = word.chars().count();
        if columns > 0 && columns + 1 + length > room(indent) {
            lines.push(format!("{}{line}", " ".repeat(indent)));
            (line, columns, indent) = (String::new(), 0, rest);
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        line.push_str(&word);
        columns += length;
    }
    lines.push(format!("{}{line}", " ".repeat(indent)));
    lines
}

/// The words of a text; a figure and its sign (`M$ 10`, `6,9 %`) are one.
fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(before) if before.ends_with("M$") || word.starts_with('%') => {
                before.push(' ');
                before.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// A word in pieces of at most some characters.
fn pieces(word: &str, most: usize) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    characters.chunks(most).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_hang() {
        let lines = wrap("La niñez rural accede", 0, 2, 12);
        assert_eq!(lines, ["La niñez", "  rural", "  accede"]);
        assert_eq!(wrap("", 2, 2, 40), ["  "]);
        assert_eq!(wrap("son M$ 100 de más, 6,9 %", 0, 0, 10), ["son M$ 100", "de más,", "6,9 %"]);
        let long = "ñ".repeat(100);
        assert!(wrap(&long, 0, 4, 40).iter().all(|line| line.chars().count() <= 40));
    }
}
