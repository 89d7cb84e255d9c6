//! Questions that wait for a person: briefly, since every form has them.

use super::super::safe::visible;
use super::super::words::Words;
use super::writer::Paint;
use super::{Group, Report, View, columns};

impl Report<'_> {
    /// How many questions a section has, and each with its severity where that decides the pillar.
    pub(super) fn questions(&mut self, view: &View<'_>, group: &Group<'_>) {
        if group.questions.is_empty() {
            return;
        }
        let heading = format!("{}: {}", self.words.questions, group.questions.len());
        let heading = self.out.painted(&heading, Paint::Strong);
        self.out.line(&heading);
        for outcomes in group.questions_by_rule() {
            let Some(shown) = outcomes.first() else { continue };
            let severity = view.evaluation.ruleset.severity(shown.rule);
            let decides = match severity.decides {
                true => format!(" [{}]", severity.name.to_lowercase()),
                false => String::new(),
            };
            let more = match outcomes.len() {
                1 => String::new(),
                count => {
                    format!(" (+ {})", Words::counted(count - 1, self.words.more_elements))
                }
            };
            let question = visible(self.say(&shown.finding.message), false);
            let stale = outcomes.iter().any(|shown| shown.outcome.said.stale.is_some());
            let stale = if stale { format!(" ({})", self.words.stale) } else { String::new() };
            let lead = format!("  {}  ", shown.rule.id);
            self.out.hanging(&lead, &format!("{question}{more}{decides}{stale}"), columns(&lead));
        }
        self.out.blank();
    }
}
