//! Two rounds of one form, for the terminal.

use crate::evaluate::Change;
use crate::verify::{Comparison, Concern};

use super::super::page::Page;
use super::super::safe::visible;
use super::super::words::Words as Common;
use super::super::{Style, View};
use super::words::{Told, Words, told, told_change};
use super::{
    answer, by_severity, counts, groups, moves, name, of_reviews, order, place, rating, said, says,
    strangers, verdict,
};
use crate::report::review::waivers;

/// Columns under a rule's id.
const UNDER: usize = 12;

/// What differs between two rounds: verdicts, findings, answers, fields.
pub fn rounds(comparison: &Comparison<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut sheet = Sheet { comparison, style, words, page: Page::new(style) };
    sheet.head();
    sheet.verdicts();
    if comparison.is_empty() {
        sheet.page.line(&format!("\n{}", words.nothing));
    }
    sheet.findings();
    sheet.answers();
    sheet.of_reviews();
    sheet.fields();
    sheet.page.into_text()
}

struct Sheet<'s> {
    comparison: &'s Comparison<'s>,
    style: &'s Style,
    words: &'static Words,
    page: Page,
}

impl Sheet<'_> {
    fn head(&mut self) {
        let view = View::new(self.comparison.new);
        let subject = view.subject().unwrap_or(Common::of(self.style.language).untitled);
        self.page.wrapped(&visible(subject, false), 0, 0);
        for (when, round) in
            [(self.words.before, self.comparison.old), (self.words.now, self.comparison.new)]
        {
            let process = Common::of(self.style.language).process.to_lowercase();
            let year = round.year.map(|year| format!(" · {process} {year}")).unwrap_or_default();
            let source = visible(&round.document.source.name, false);
            self.page.line(&format!("  {when}: {source}{year}"));
            if let Some(text) = waivers(&View::new(round), self.style) {
                self.page.wrapped(&visible(&text, false), 4, 6);
            }
        }
        if let Some(text) = strangers(self.comparison, self.words) {
            self.page.line("");
            self.page.wrapped(&visible(&text, false), 0, 0);
        }
    }

    /// The rating and the pillars, with what moved them.
    fn verdicts(&mut self) {
        let (before, after) = (self.comparison.old, self.comparison.new);
        let policy = &after.ruleset.policy;
        let because = moves(&self.comparison.rating.because, self.words);
        let (old, new) = (rating(before, self.style), rating(after, self.style));
        self.page.line("");
        self.verdict(self.words.rating, &old, &new, because);
        for pillar in &self.comparison.pillars {
            let old = verdict(before, pillar.old, self.style);
            let new = verdict(after, pillar.new, self.style);
            let section = &policy.sections[pillar.new.section].name;
            self.verdict(section, &old, &new, moves(&pillar.because, self.words));
        }
    }

    fn verdict(&mut self, of: &str, old: &str, new: &str, because: Option<String>) {
        let line = match old == new {
            true => format!("{of}: {new}, {}", self.words.same),
            false => format!("{of}: {old} → {new}"),
        };
        self.page.wrapped(&line, 0, 2);
        if let Some(because) = because {
            self.page.wrapped(&because, 2, 4);
        }
    }

    fn findings(&mut self) {
        let ruleset = self.comparison.new.ruleset;
        let groups = groups(self.comparison, self.words);
        self.page.line(&format!(
            "\n{}: {}",
            self.words.findings,
            counts(self.comparison, self.words)
        ));
        for (heading, concerns) in &groups.full {
            self.page.line(&format!("\n{heading}: {}", concerns.len()));
            for concern in concerns {
                self.concern(concern);
            }
        }
        for (heading, concerns) in &groups.brief {
            self.page.line(&format!("\n{heading}: {}", concerns.len()));
            for line in by_severity(concerns, ruleset, self.words) {
                self.page.wrapped(&visible(&line, false), 2, 4);
            }
        }
    }

    fn concern(&mut self, concern: &Concern<'_>) {
        let text = says(concern, self.comparison.new.ruleset, self.style.language);
        self.page.hanging(lead(&name(concern)), &visible(&text, false), UNDER);
        if let Some(said) = said(concern, self.style.language) {
            self.page.wrapped(&visible(&said, false), UNDER, UNDER);
        }
        self.changes(&concern.changes);
    }

    fn changes(&mut self, changes: &[Change]) {
        for change in changes {
            let text = format!(
                "{} {}: {}",
                self.words.changed,
                change.field,
                self.marked(&told_change(change))
            );
            self.page.wrapped(&visible(&text, false), UNDER, UNDER + 2);
        }
    }

    fn answers(&mut self) {
        if self.comparison.answers.is_empty() {
            return;
        }
        self.page.line(&format!("\n{}: {}", self.words.answers, self.comparison.answers.len()));
        for given in &self.comparison.answers {
            let (id, text) = answer(given, self.style.language);
            self.page.hanging(lead(&id), &visible(&text, false), UNDER);
            self.changes(&given.changes);
        }
    }

    fn of_reviews(&mut self) {
        for (heading, told) in of_reviews(self.comparison, self.style) {
            self.page.line(&format!("\n{heading}"));
            for text in told {
                self.page.wrapped(&visible(&text, false), 2, 4);
            }
        }
    }

    fn fields(&mut self) {
        let fields = &self.comparison.fields;
        if fields.is_empty() {
            return;
        }
        let [removed, added] = self.words.legend;
        self.page.line(&format!(
            "\n{}: {} ([-{removed}-] [+{added}+])",
            self.words.fields,
            fields.len()
        ));
        for field in fields {
            let title = format!("{} · {}", field.titles.join(" › "), place(field));
            self.page.wrapped(&visible(&title, false), 2, 4);
            let text = match field.moved.is_empty() {
                true => self.marked(&told(&field.pieces)),
                false => order(field, self.words),
            };
            self.page.wrapped(&visible(&text, false), 4, 4);
        }
    }

    /// Stretches of a text, with marks on what went and what came.
    fn marked(&self, stretches: &[Told]) -> String {
        let each = stretches.iter().map(|stretch| match stretch {
            Told::Same(text) => text.clone(),
            Told::Old(text) => format!("[-{text}-]"),
            Told::New(text) => format!("[+{text}+]"),
            Told::More(count) => format!("… ({count} {})", self.words.more),
        });
        each.collect::<Vec<_>>().join(" ")
    }
}

/// A rule's id, and room up to what is said of it.
fn lead(id: &str) -> String {
    format!("  {id}{}", " ".repeat(UNDER.saturating_sub(id.len() + 3).max(1)))
}
