//! One finding, or the findings of one rule: sentences, the texts they are about, why, what to do.

use crate::finding::{Citation, Finding, Label, Severity, Wording};

use super::super::safe::visible;
use super::window::nearby;
use super::wrap::{columns, shortened};
use super::writer::Paint;
use super::{INDENT, Report, snippet};

/// Places of one finding that are drawn; the others are told in a line.
const DRAWN: usize = 3;

/// Places of one finding that are told in a line each.
const TOLD: usize = 6;

/// Columns of a value that is told in a line; longer ones are drawn.
const SHORT: usize = 44;

impl Report<'_> {
    /// Findings of one rule, one after the other; what several say alike is said after the last.
    ///
    /// Each comes with what is said of it in brackets, and with what people say of it.
    pub(super) fn findings(&mut self, findings: &[(&Finding, String, Vec<String>)]) {
        for (index, (finding, about, said)) in findings.iter().enumerate() {
            let later = &findings[index + 1..];
            let again = |alike: fn(&Finding, &Finding) -> bool| {
                later.iter().any(|(later, ..)| alike(later, finding))
            };
            self.title(finding, about);
            self.places(&finding.labels);
            for said in said {
                self.named(self.words.judged, &visible(said, false));
            }
            if !again(|a, b| a.reason == b.reason) {
                self.field(self.words.reason, finding.reason.as_ref());
            }
            if !again(|a, b| a.help == b.help) {
                self.field(self.words.help, finding.help.as_ref());
            }
            if !again(|a, b| a.citations == b.citations) {
                self.basis(&finding.citations);
            }
            self.out.blank();
        }
    }

    /// Code, sentence, severity.
    fn title(&mut self, finding: &Finding, about: &str) {
        let paint = match finding.severity {
            Severity::Error => Paint::Bad,
            Severity::Warning => Paint::Doubt,
            Severity::Note => Paint::Remark,
        };
        let text = format!("· {} [{about}]", visible(self.say(&finding.message), false));
        self.out.hanging_after("", (&finding.code, paint), &text, INDENT);
    }

    /// The main place and what is near it, then the others: short values in a line, others drawn.
    fn places(&mut self, labels: &[Label]) {
        let mut drawn = 0;
        let mut told: Vec<&Label> = Vec::new();
        for group in nearby(labels) {
            let short = group.iter().all(|label| {
                columns(label.place.text()) <= SHORT && !label.place.text().contains('\n')
            });
            if drawn == 0 || (!short && drawn < DRAWN) {
                drawn += 1;
                let snippet = snippet::render(&group, self.style);
                self.out.raw(&snippet);
            } else {
                told.extend(group);
            }
        }
        told.sort_by_key(|label| label.place.span);
        let main = labels.first().map(|label| label.place.source.name.as_str());
        let named = if told.len() > TOLD { &told[..TOLD - 1] } else { &told };
        for label in named {
            self.place(label, main.unwrap_or_default());
        }
        if named.len() < told.len() {
            let rest = self.words.rest(told.len() - named.len());
            self.out.hanging(&" ".repeat(INDENT), &rest, INDENT);
        }
    }

    /// A place in a line: where, which field, which value.
    fn place(&mut self, label: &Label, main: &str) {
        let line = label.place.position().line;
        let mut text = match label.place.source.name.as_str() {
            name if name == main => format!("{} {line}", self.words.also),
            name => format!("{} {line} ({name})", self.words.also),
        };
        if let Some(note) = &label.note {
            text.push_str(&format!(", {}", self.say(note)));
        }
        let value: Vec<&str> = label.place.text().split_whitespace().collect();
        if !value.is_empty() {
            text.push_str(&format!(": `{}`", shortened(&visible(&value.join(" "), false), SHORT)));
        }
        self.out.hanging(&" ".repeat(INDENT), &visible(&text, false), INDENT + 2);
    }

    fn field(&mut self, name: &str, wording: Option<&Wording>) {
        if let Some(wording) = wording {
            let text = visible(self.say(wording), false).into_owned();
            self.named(name, &text);
        }
    }

    /// Documents and sections, in one line.
    fn basis(&mut self, citations: &[Citation]) {
        let citations = citations.iter().map(|citation| match &citation.section {
            Some(section) => format!("{}, {section}", citation.document),
            None => citation.document.clone(),
        });
        let text = citations.collect::<Vec<_>>().join("; ");
        if !text.is_empty() {
            self.named(self.words.basis, &visible(&text, false));
        }
    }

    fn named(&mut self, name: &str, text: &str) {
        let name = format!("{}:", name.to_lowercase());
        self.out.hanging_after(&" ".repeat(INDENT), (&name, Paint::Strong), text, INDENT + 2);
    }
}
