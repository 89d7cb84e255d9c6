//! What people say of a submission: what they set aside, what they settled, and their file's mistakes.

use crate::evaluate::Pillar;

use super::super::review::{named, opinion, verdict_name, waiver, waivers};
use super::super::safe::visible;
use super::super::unwaived::without;
use super::writer::Paint;
use super::{Group, INDENT, Report, View, columns};

impl Report<'_> {
    /// That something was set aside, and the rating without that.
    pub(super) fn waivers(&mut self, view: &View<'_>) {
        if let Some(text) = waivers(view, self.style) {
            let text = self.out.painted(&text, Paint::Doubt);
            self.out.hanging("", &text, 0);
        }
    }

    /// The verdict of a pillar without waivers, where it would be another; empty where not.
    pub(super) fn without_waivers(&self, view: &View<'_>, pillar: &Pillar) -> String {
        let Some(other) = view.unwaived(pillar) else { return String::new() };
        let policy = &view.evaluation.ruleset.policy;
        format!(" ({})", without(&verdict_name(policy, other, self.style), self.style))
    }

    /// What is wrong and was set aside: the sentence, then who, until when and why.
    pub(super) fn set_aside(&mut self, view: &View<'_>, group: &Group<'_>) {
        if group.set_aside.is_empty() {
            return;
        }
        self.list(self.words.set_aside, group.set_aside.len());
        for shown in &group.set_aside {
            let severity = view.evaluation.ruleset.severity(shown.rule).name.to_lowercase();
            let message = visible(self.say(&shown.finding.message), false);
            let lead = format!("  {}  ", named(shown.rule, shown.outcome));
            self.out.hanging(&lead, &format!("{message} [{severity}]"), columns(&lead));
            let given = shown.outcome.said.waiver.iter();
            for text in given.map(|given| waiver(given, self.style.language)) {
                let pad = " ".repeat(columns(&lead));
                self.out.hanging(&pad, &visible(&text, false), columns(&lead));
            }
        }
        self.out.blank();
    }

    /// What a person settled and is not wrong.
    pub(super) fn settled(&mut self, group: &Group<'_>) {
        if group.settled.is_empty() {
            return;
        }
        self.list(self.words.settled, group.settled.len());
        for (rule, outcome) in &group.settled {
            let Some(given) = &outcome.said.opinion else { continue };
            let text = opinion(given, self.style.language);
            let title = rule.title.trim_end_matches('.');
            let lead = format!("  {}  ", named(rule, outcome));
            self.out.hanging(&lead, &visible(&format!("{title}: {text}"), false), columns(&lead));
        }
        self.out.blank();
    }

    /// What is wrong with the review itself.
    pub(super) fn of_review(&mut self, view: &View<'_>) {
        let findings = view.of_review();
        if !findings.is_empty() {
            self.out.heading(self.words.review, None);
            self.by_code(findings);
        }
    }

    fn list(&mut self, heading: &str, count: usize) {
        let heading = self.out.painted(&format!("{heading}: {count}"), Paint::Strong);
        self.out.hanging("", &heading, INDENT);
    }
}
