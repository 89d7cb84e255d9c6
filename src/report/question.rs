//! A judgement's question, for a person: what is asked, the answers, what to look at.

use crate::document::Document;
use crate::evaluate::{Asked, Passage};
use crate::feel::ExprKind;
use crate::finding::Language;
use crate::rules::{Question, Rule};

use super::Style;
use super::evidence::status;
use super::page::{INDENT, Page};
use super::reading::RuleReader;
use super::safe::visible;
use super::words::Words;

/// Characters of a passage that are shown; no answer of an official form is longer.
const PASSAGE: usize = 6_000;

/// What to look at for a question put on a submission, the passages in full, and what was answered.
pub(super) fn asked(document: &Document, rule: &Rule, asked: &Asked, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut page = Page::new(style);
    let given = asked.answer.and_then(|answer| rule.question()?.answers.get(answer));
    if let Some(answer) = given {
        page.wrapped(&format!("{}: {}. {}", words.answer, answer.id, answer.text), 0, INDENT);
    }
    page.line(words.look_at);
    for passage in &asked.look_at {
        page.wrapped(&format!("- {}", passage.why), INDENT, 2 * INDENT);
        page.passage(document, passage, words);
    }
    page.into_text()
}

/// The answers that a rule's question takes; nothing where it asks nothing.
pub(super) fn answers(rule: &Rule, style: &Style) -> String {
    let mut page = Page::new(style);
    if let Some(question) = rule.question() {
        page.heading("Respuestas", "Answers");
        page.answers(question);
    }
    page.into_text()
}

impl Page {
    /// The question of a rule, as written.
    pub(super) fn question(&mut self, question: &Question, reader: &RuleReader<'_, '_>) {
        self.section("Pregunta", "Question", &super::explain::template(&question.text));
        self.heading("Respuestas", "Answers");
        self.answers(question);
        self.heading("Qué mirar", "What to look at");
        for look in &question.look_at {
            let optional = match (look.optional, self.speaks_spanish()) {
                (false, _) => "",
                (true, true) => " (si está)",
                (true, false) => " (where it is there)",
            };
            self.wrapped(&format!("- {}{optional}", look.at.text), INDENT, 2 * INDENT);
            if !matches!(look.at.expr.kind, ExprKind::Name(_)) {
                self.reading(reader, &look.at);
            }
            self.wrapped(&look.why, 2 * INDENT, 2 * INDENT);
        }
    }

    /// The answers, each with what it comes to.
    fn answers(&mut self, question: &Question) {
        let widest = question.answers.iter().map(|answer| answer.id.chars().count()).max();
        let widest = widest.unwrap_or(0);
        let language = match self.speaks_spanish() {
            true => Language::Spanish,
            false => Language::English,
        };
        for answer in &question.answers {
            let pad = " ".repeat(widest - answer.id.chars().count());
            let lead = format!("{}{}{pad}  ", " ".repeat(INDENT), answer.id);
            let rest = lead.chars().count();
            self.hanging(
                lead,
                &format!("→ {}. {}", status(answer.status, false, language), answer.text),
                rest,
            );
        }
    }

    fn passage(&mut self, document: &Document, passage: &Passage, words: &Words) {
        if let Some(figure) = &passage.figure {
            self.wrapped(&visible(figure, false), 2 * INDENT, 2 * INDENT);
        }
        for span in &passage.places {
            let place = document.place(*span);
            let lead =
                format!("{}{} {}: ", " ".repeat(2 * INDENT), words.line, place.position().line);
            self.hanging(lead, &shown(document, *span), 3 * INDENT);
        }
    }
}

/// The text of a passage in one line, its end left out where it is long.
fn shown(document: &Document, span: crate::source::Span) -> String {
    let value = document.path_at(span).and_then(|path| document.at(&path));
    let text = value.filter(|node| node.span == span).and_then(|node| node.text());
    let text = text.unwrap_or_else(|| document.source.slice(span));
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(PASSAGE).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    visible(&shown, false).into_owned()
}
