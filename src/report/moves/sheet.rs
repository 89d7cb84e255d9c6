//! Headings, items and code, written for a terminal or as Markdown.

use crate::report::Style;
use crate::report::markdown::sentence;
use crate::report::safe::visible;
use crate::report::terminal::wrap::wrap;

/// Columns that prose takes at most.
const MEASURE: usize = 110;

/// A page under way.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Title(String),
    Heading(String),
    Text(String),
    Item(usize, String),
    Code(usize, String),
}

impl Sheet {
    pub fn title(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Title(text.into()));
    }

    pub fn heading(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Heading(text.into()));
    }

    /// A paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Text(text.into()));
    }

    /// An item of a list, `depth` levels down, from 0.
    pub fn item(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push(Line::Item(depth, text.into()));
    }

    /// Lines as they are, below an item.
    pub fn code(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push(Line::Code(depth, text.into()));
    }

    /// The page for a terminal.
    pub fn terminal(&self, style: &Style) -> String {
        let width = style.width.clamp(40, MEASURE);
        let mut text = String::new();
        let strong = |line: &str| match style.colour {
            true => format!("\u{1b}[1m{line}\u{1b}[0m"),
            false => line.to_owned(),
        };
        let mut listed = false;
        for line in &self.lines {
            match line {
                Line::Title(words) | Line::Heading(words) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    for line in wrap(&visible(words, false), 0, 4, width) {
                        text.push_str(&format!("{}\n", strong(&line)));
                    }
                }
                Line::Text(words) => {
                    if listed {
                        text.push('\n');
                    }
                    push(&mut text, words, 0, width);
                }
                Line::Item(depth, words) => push(&mut text, words, 2 * (depth + 1), width),
                Line::Code(depth, code) => {
                    for line in code.lines() {
                        let indent = " ".repeat(2 * (depth + 1));
                        text.push_str(&format!("{indent}{}\n", visible(line, false)));
                    }
                }
            }
            listed = matches!(line, Line::Item(..) | Line::Code(..));
        }
        text
    }

    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let mut listed = false;
        for line in &self.lines {
            let item = matches!(line, Line::Item(..) | Line::Code(..));
            let goes_on = item && listed;
            if !text.is_empty() && !goes_on {
                text.push('\n');
            }
            listed = item;
            match line {
                Line::Title(words) => text.push_str(&format!("# {}\n", sentence(words))),
                Line::Heading(words) => text.push_str(&format!("## {}\n", sentence(words))),
                Line::Text(words) => text.push_str(&format!("{}\n", sentence(words))),
                Line::Item(depth, words) => {
                    text.push_str(&format!("{}- {}\n", "  ".repeat(*depth), sentence(words)));
                }
                Line::Code(depth, code) => {
                    let indent = "  ".repeat(*depth);
                    let fence = "`".repeat(longest_run(code).max(2) + 1);
                    text.push_str(&format!("\n{indent}{fence}yaml\n"));
                    for line in code.lines() {
                        text.push_str(&format!("{indent}{}\n", visible(line, false)));
                    }
                    text.push_str(&format!("{indent}{fence}\n"));
                }
            }
        }
        text
    }
}

fn push(text: &mut String, words: &str, indent: usize, width: usize) {
    for line in wrap(&visible(words, false), indent, indent + 2, width) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The most backticks that stand together.
fn longest_run(code: &str) -> usize {
    code.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}
