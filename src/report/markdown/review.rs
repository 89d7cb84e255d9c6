//! What people say of a submission: what they set aside, what they settled, and their file's mistakes.

use crate::evaluate::Pillar;

use super::super::review::{named, opinion, said, verdict_name, waiver, waivers};
use super::super::unwaived::without;
use super::super::{Group, Shown};
use super::Page;
use super::escape::{escape, sentence};

impl Page<'_> {
    /// That something was set aside, and the rating without that.
    pub(super) fn waivers(&mut self) {
        if let Some(text) = waivers(self.view, self.style) {
            self.paragraph(&format!("**{}**", escape(&text)));
        }
    }

    /// The verdict of a pillar without waivers, where it would be another; empty where not.
    pub(super) fn without_waivers(&self, pillar: &Pillar) -> String {
        let Some(other) = self.view.unwaived(pillar) else { return String::new() };
        let policy = &self.view.evaluation.ruleset.policy;
        let verdict = escape(&verdict_name(policy, other, self.style));
        format!(" ({})", without(&verdict, self.style))
    }

    /// What people say of a rule that is not met, under its finding.
    pub(super) fn judged(&mut self, outcomes: &[Shown<'_>]) {
        for shown in outcomes {
            for text in said(shown.outcome, self.style.language) {
                let at = shown.outcome.position().map(|at| format!(" {at}"));
                let (word, at) = (self.words.judged, at.unwrap_or_default());
                self.line(&format!("  - {word}{at}: {}", sentence(&text)));
            }
        }
    }

    /// What is wrong and was set aside: the sentence, then who, until when and why.
    pub(super) fn set_aside(&mut self, group: &Group<'_>) {
        if group.set_aside.is_empty() {
            return;
        }
        self.paragraph(&format!("### {}\n", self.words.set_aside));
        for shown in &group.set_aside {
            let severity = self.view.evaluation.ruleset.severity(shown.rule).name.to_lowercase();
            let id = escape(&named(shown.rule, shown.outcome));
            let message = self.say(&shown.finding.message);
            self.line(&format!("- **{id}** ({}) {message}", escape(&severity)));
            if let Some(given) = &shown.outcome.said.waiver {
                self.line(&format!("  - {}", sentence(&waiver(given, self.style.language))));
            }
        }
    }

    /// What a person settled and is not wrong.
    pub(super) fn settled(&mut self, group: &Group<'_>) {
        if group.settled.is_empty() {
            return;
        }
        self.paragraph(&format!("### {}\n", self.words.settled));
        for (rule, outcome) in &group.settled {
            let Some(given) = &outcome.said.opinion else { continue };
            let title = sentence(rule.title.trim_end_matches('.'));
            let text = sentence(&opinion(given, self.style.language));
            self.line(&format!("- **{}** {title}: {text}", escape(&named(rule, outcome))));
        }
    }

    /// What is wrong with the review itself.
    pub(super) fn of_review(&mut self) {
        let findings = self.view.of_review();
        if !findings.is_empty() {
            self.paragraph(&format!("## {}\n", self.words.review));
            self.loose(findings);
        }
    }
}
