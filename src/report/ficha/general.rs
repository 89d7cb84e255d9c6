//! The general comment: what the rating means, which pillars decide it, and what it depends on.
//!
//! Takes an evaluation and the review's comments; gives the first row of what the ficha tells.

use std::collections::BTreeSet;

use crate::evaluate::Decision;
use crate::feel::{Context, Value};
use crate::rules::{FAILING, JudgedRow, LISTED, RATING, SAME, SERIES, Template};

use super::super::Style;
use super::compose::{Composer, locals};
use super::{Bullet, Remark, Remarks};

impl Composer<'_> {
    /// What the rating means, which is always told; the evaluator's words, or else which sections
    /// have observations; then what the rating hinges on, and what it would be without waivers.
    pub(super) fn general(&self) -> Remarks {
        let plan = &self.plan.judged;
        let mut bullets: Vec<Bullet> = self.meaning().into_iter().collect();
        bullets.extend(self.comments.general.iter().map(|bullet| self.comment(bullet)));
        if self.comments.general.is_empty() {
            bullets.extend(self.summary());
        }
        let hinges = self.evaluation.rating.as_ref().map_or(&[][..], |rating| &rating.hinges);
        if !hinges.is_empty() {
            let ids = hinges.iter().map(|hinge| hinge.rule.as_str());
            bullets.push(plain(self.summed(&plan.hinges, ids)));
        }
        bullets.extend(self.without_waivers());
        Remarks { name: self.clean(&plan.general), bullets, sign: None }
    }

    /// What the rating means, with the pillars that fail and those whose minimums were set aside.
    fn meaning(&self) -> Option<Bullet> {
        let plan = &self.plan.judged;
        let rating = self.evaluation.rating.as_ref()?;
        let id = &self.evaluation.ruleset.policy.ratings[rating.row].id;
        let (_, sentence) = plan.of_rating.iter().find(|(of, _)| of == id)?;
        let mut text = self.summed(sentence, self.failing());
        let set_aside: Vec<&str> = self.names_of(|row| self.sets_minimums_aside(row));
        if !set_aside.is_empty() {
            text = format!("{text} {}", self.summed(&plan.set_aside, set_aside));
        }
        Some(plain(text))
    }

    /// Which sections are to be improved, besides the pillars that fail.
    pub(super) fn summary(&self) -> Option<Bullet> {
        let plan = &self.plan.judged;
        let observed = self.names_of(|row| {
            let mut told = plan.severities.iter().flat_map(|told| self.told(row, told));
            let wanted = told.next().is_some() || self.reserves(row).next().is_some();
            !self.fails(row) && (wanted || self.sets_minimums_aside(row))
        });
        (!observed.is_empty()).then(|| plain(self.summed(&plan.to_improve, observed)))
    }

    /// The rating without waivers, and the pillars whose verdict would be another.
    fn without_waivers(&self) -> Option<Bullet> {
        let unwaived = self.unwaived.as_ref()?;
        let policy = &self.evaluation.ruleset.policy;
        let pillars = self.evaluation.pillars.iter().zip(&unwaived.pillars);
        let others: BTreeSet<usize> = pillars
            .filter(|(pillar, other)| {
                let other = other.as_ref().map(|other| self.sign(other));
                other.is_some_and(|other| other != self.sign(pillar))
            })
            .map(|(pillar, _)| pillar.section)
            .collect();
        let names = self.names_of(|row| row.pillar.is_some_and(|pillar| others.contains(&pillar)));
        let mut context = self.summing(names);
        let rating = unwaived.rating_name(policy, &Style::default());
        let more = [
            (RATING, Value::from(rating.as_str())),
            (SAME, Value::from(!unwaived.rates_otherwise)),
        ];
        context.entries.retain(|(name, _)| ![RATING, SAME].contains(&&**name));
        context.entries.extend(locals(more).entries);
        Some(plain(self.fill(&self.plan.judged.without_waivers, &context)))
    }

    /// The names of the rows whose pillar fails.
    fn failing(&self) -> Vec<&str> {
        self.names_of(|row| self.fails(row))
    }

    fn fails(&self, row: &JudgedRow) -> bool {
        self.pillar(row).is_some_and(|pillar| matches!(pillar.decision, Decision::Fails(_)))
    }

    fn names_of(&self, wanted: impl Fn(&JudgedRow) -> bool) -> Vec<&str> {
        let rows = self.plan.judged.rows.iter().filter(|row| wanted(row));
        rows.map(|row| row.name.as_str()).collect()
    }

    /// A sentence of the general comment.
    fn summed<'n>(&self, template: &Template, names: impl IntoIterator<Item = &'n str>) -> String {
        self.fill(template, &self.summing(names))
    }

    /// The names of a sentence that counts something up.
    fn summing<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Context {
        let list = |names: Vec<&str>| {
            Value::list(names.into_iter().map(Value::from).collect::<Vec<Value>>())
        };
        let names: Vec<&str> = names.into_iter().collect();
        let series = match names.is_empty() {
            true => String::new(),
            false => self.fill(&self.plan.judged.series, &locals([(LISTED, list(names.clone()))])),
        };
        locals([
            (RATING, Value::from(self.rating().as_str())),
            (LISTED, list(names)),
            (SERIES, Value::from(series.as_str())),
            (FAILING, list(self.failing())),
            (SAME, Value::from(true)),
        ])
    }
}

/// Words that are about no rule.
pub(super) fn plain(text: String) -> Bullet {
    Bullet { text: Remark { text, rules: Vec::new() }, items: Vec::new() }
}
