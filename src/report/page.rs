//! A page of plain text: headings, and words wrapped under them.

use crate::finding::Language;

use super::Style;

/// Columns of the hanging indent under a heading.
pub(super) const INDENT: usize = 2;

/// A page under way.
pub(super) struct Page {
    text: String,
    width: usize,
    spanish: bool,
}

impl Page {
    pub fn new(style: &Style) -> Page {
        let spanish = style.language == Language::Spanish;
        Page { text: String::new(), width: style.width.max(40), spanish }
    }

    pub fn speaks_spanish(&self) -> bool {
        self.spanish
    }

    pub fn into_text(self) -> String {
        self.text
    }

    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub fn heading(&mut self, spanish: &str, english: &str) {
        let heading = if self.spanish { spanish } else { english };
        self.line(&format!("\n{heading}"));
    }

    pub fn section(&mut self, spanish: &str, english: &str, body: &str) {
        self.heading(spanish, english);
        self.wrapped(body, INDENT, INDENT);
    }

    pub fn wrapped(&mut self, body: &str, first: usize, rest: usize) {
        self.hanging(" ".repeat(first), body, rest);
    }

    /// Words after a lead that stands once, the lines below it indented.
    pub fn hanging(&mut self, lead: String, body: &str, rest: usize) {
        let mut line = lead;
        let mut empty = true;
        for word in body.split_whitespace() {
            let width = line.chars().count() + word.chars().count() + usize::from(!empty);
            if !empty && width > self.width {
                self.line(&line);
                line = " ".repeat(rest);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(&line);
    }
}
