//! Rules that could not be decided: briefly, since there may be dozens of them.

use crate::evaluate::{capitalised, causes_in_words};

use super::super::safe::visible;
use super::writer::Paint;
use super::{Report, Shown, columns};

impl Report<'_> {
    /// One entry per rule, with why; rules that lack the same stand under it.
    pub(super) fn undecided(&mut self, rules: &[&[Shown<'_>]]) {
        if rules.is_empty() {
            return;
        }
        let heading = self.out.painted(&format!("{}:", self.words.undecided), Paint::Strong);
        self.out.line(&heading);
        let mut reasons: Vec<(String, Vec<&[Shown<'_>]>)> = Vec::new();
        for outcomes in rules {
            let why = self.why(outcomes);
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, alike)) => alike.push(outcomes),
                None => reasons.push((why, vec![outcomes])),
            }
        }
        for (why, alike) in &reasons {
            match alike.as_slice() {
                [outcomes] => self.entry("  ", outcomes, &format!(": {why}")),
                _ => {
                    self.out.hanging("  ", &format!("{}:", capitalised(why)), 4);
                    alike.iter().for_each(|outcomes| self.entry("    ", outcomes, ""));
                }
            }
        }
        self.out.blank();
    }

    /// Why a rule is undecided on its elements, each cause once.
    fn why(&self, outcomes: &[Shown<'_>]) -> String {
        let causes = outcomes.iter().filter_map(|shown| shown.outcome.causes.as_ref());
        let why = causes_in_words(causes.flat_map(|causes| causes.iter()), self.style.language);
        visible(&why, false).into_owned()
    }

    fn entry(&mut self, indent: &str, outcomes: &[Shown<'_>], why: &str) {
        let Some(shown) = outcomes.first() else { return };
        let id = &shown.rule.id;
        let elements = match outcomes.len() {
            1 => String::new(),
            count => format!(" ({count} {})", self.words.elements),
        };
        let title = shown.rule.title.trim_end_matches('.');
        let lead = format!("{indent}{id}  ");
        self.out.hanging(&lead, &format!("{title}{elements}{why}"), columns(&lead));
    }
}
