//! Two rounds of one form, as Markdown; nothing that a form says has a meaning for it there.

use crate::evaluate::Change;
use crate::verify::{Comparison, Concern};

use super::super::markdown::{code, escape, sentence};
use super::super::words::Words as Common;
use super::super::{Style, View};
use super::words::{Told, Words, told, told_change};
use super::{
    answer, by_severity, counts, groups, moves, name, of_reviews, order, place, rating, said, says,
    strangers, verdict,
};
use crate::report::review::waivers;

/// What differs between two rounds: verdicts, findings, answers, fields.
pub fn rounds_markdown(comparison: &Comparison<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut sheet = Sheet { comparison, style, words, text: String::new() };
    sheet.head();
    sheet.verdicts();
    if comparison.is_empty() {
        sheet.paragraph(words.nothing);
    }
    sheet.findings();
    sheet.answers();
    sheet.of_reviews();
    sheet.fields();
    sheet.text
}

struct Sheet<'s> {
    comparison: &'s Comparison<'s>,
    style: &'s Style,
    words: &'static Words,
    text: String,
}

impl Sheet<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, line: &str) {
        self.text.push('\n');
        self.line(line);
    }

    fn head(&mut self) {
        let (words, common) = (self.words, Common::of(self.style.language));
        let view = View::new(self.comparison.new);
        let subject = view.subject().map_or_else(|| common.untitled.to_owned(), escape);
        self.line(&format!("# {subject}"));
        self.text.push('\n');
        let rounds = [(words.before, self.comparison.old), (words.now, self.comparison.new)];
        for (when, round) in rounds {
            let process = common.process.to_lowercase();
            let year = round.year.map(|year| format!(" · {process} {year}")).unwrap_or_default();
            self.line(&format!("- {when}: {}{year}", code(&round.document.source.name)));
            if let Some(text) = waivers(&View::new(round), self.style) {
                self.line(&format!("  - {}", escape(&text)));
            }
        }
        if let Some(text) = strangers(self.comparison, words) {
            self.paragraph(&escape(&text));
        }
    }

    fn verdicts(&mut self) {
        let words = self.words;
        let (before, after) = (self.comparison.old, self.comparison.new);
        let policy = &after.ruleset.policy;
        self.paragraph(&format!("| {} | {} | {} | |", words.pillar, words.before, words.now));
        self.line("| --- | --- | --- | --- |");
        for pillar in &self.comparison.pillars {
            let section = &policy.sections[pillar.new.section].name;
            let old = verdict(before, pillar.old, self.style);
            let new = verdict(after, pillar.new, self.style);
            self.row(section, &old, &new, moves(&pillar.because, words));
        }
        let because = moves(&self.comparison.rating.because, words);
        let (old, new) = (rating(before, self.style), rating(after, self.style));
        self.row(words.rating, &old, &new, because);
    }

    fn row(&mut self, of: &str, old: &str, new: &str, because: Option<String>) {
        let new = match old == new {
            true => self.words.same.to_owned(),
            false => format!("**{}**", escape(new)),
        };
        let because = because.as_deref().map(escape).unwrap_or_default();
        self.line(&format!("| {} | {} | {new} | {because} |", escape(of), escape(old)));
    }

    fn findings(&mut self) {
        let ruleset = self.comparison.new.ruleset;
        let groups = groups(self.comparison, self.words);
        let counts = counts(self.comparison, self.words);
        self.paragraph(&format!("{}: {counts}", self.words.findings));
        for (heading, concerns) in &groups.full {
            self.heading(heading, concerns.len());
            for concern in concerns {
                self.concern(concern);
            }
        }
        for (heading, concerns) in &groups.brief {
            self.heading(heading, concerns.len());
            for line in by_severity(concerns, ruleset, self.words) {
                self.line(&format!("- {}", escape(&line)));
            }
        }
    }

    fn heading(&mut self, heading: &str, count: usize) {
        self.paragraph(&format!("## {heading}: {count}"));
        self.text.push('\n');
    }

    fn concern(&mut self, concern: &Concern<'_>) {
        let text = says(concern, self.comparison.new.ruleset, self.style.language);
        self.line(&format!("- **{}** {}", escape(&name(concern)), sentence(&text)));
        if let Some(said) = said(concern, self.style.language) {
            self.line(&format!("  - {}", escape(&said)));
        }
        self.changes(&concern.changes);
    }

    fn changes(&mut self, changes: &[Change]) {
        for change in changes {
            let text = self.marked(&told_change(change));
            let changed = self.words.changed;
            self.line(&format!("  - {changed} {}: {text}", code(&change.field)));
        }
    }

    fn answers(&mut self) {
        if self.comparison.answers.is_empty() {
            return;
        }
        self.heading(self.words.answers, self.comparison.answers.len());
        for given in &self.comparison.answers {
            let (id, text) = answer(given, self.style.language);
            self.line(&format!("- **{}** {}", escape(&id), escape(&text)));
            self.changes(&given.changes);
        }
    }

    fn of_reviews(&mut self) {
        for (heading, told) in of_reviews(self.comparison, self.style) {
            self.paragraph(&format!("## {heading}"));
            self.text.push('\n');
            for text in told {
                self.line(&format!("- {}", sentence(&text)));
            }
        }
    }

    fn fields(&mut self) {
        let fields = &self.comparison.fields;
        if fields.is_empty() {
            return;
        }
        let [removed, added] = self.words.legend;
        self.heading(self.words.fields, fields.len());
        self.line(&format!("~~{removed}~~ **{added}**\n"));
        for field in fields {
            let text = match field.moved.is_empty() {
                true => self.marked(&told(&field.pieces)),
                false => order(field, self.words),
            };
            let title = escape(&field.titles.join(" › "));
            self.line(&format!("- {title} ({}): {text}", code(&place(field))));
        }
    }

    fn marked(&self, stretches: &[Told]) -> String {
        let each = stretches.iter().map(|stretch| match stretch {
            Told::Same(text) => escape(text),
            Told::Old(text) => format!("~~{}~~", escape(text)),
            Told::New(text) => format!("**{}**", escape(text)),
            Told::More(count) => format!("… ({count} {})", self.words.more),
        });
        each.collect::<Vec<_>>().join(" ")
    }
}
