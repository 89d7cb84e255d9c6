//! What the evaluation says, in the tone of an evaluator: comments of the review, and findings,
//! answers, waivers and what is open, composed by the rule set's sentences.

use std::collections::BTreeSet;

use crate::evaluate::{Decision, Evaluation, Hinge, Open, Outcome, Pillar, Standing};
use crate::review::{self, Bullet as Written, Comments, Review};
use crate::rules::{JudgedRow, Rule, Status, ToldSeverity};

use super::compose::{Composer, together};
use super::general::plain;
use super::says::{full, quoted};
use super::{Bullet, Judged, Remark, Remarks};

/// An outcome with its rule.
pub(super) type Told<'t> = (&'t Rule, &'t Outcome);

/// The comments that a ficha would compose, for an evaluator to edit in the review; what the ficha
/// always says by itself, minimums and waivers among it, is not in them.
///
/// None where the rule set has no plan of a ficha.
pub fn draft(evaluation: &Evaluation<'_>, review: Option<&Review>) -> Option<Comments> {
    let plan = evaluation.ruleset.ficha.as_ref()?;
    let mut composer = Composer::new(evaluation, plan, review);
    let mut comments = std::mem::take(&mut composer.comments);
    if comments.general.is_empty() {
        comments.general.extend(composer.summary().map(written));
    }
    for row in &plan.judged.rows {
        let Some(section) = row.pillar.or(row.sections.first().copied()) else { continue };
        let id = &evaluation.ruleset.policy.sections[section].id;
        composer.comments = comments.clone();
        let bullets: Vec<Written> = composer.composed(row).into_iter().map(written).collect();
        match comments.sections.iter_mut().find(|(other, _)| other == id) {
            Some((_, known)) => known.extend(bullets),
            None => comments.sections.push((id.clone(), bullets)),
        }
    }
    for (_, bullets) in &mut comments.sections {
        let all = std::mem::take(bullets);
        bullets.extend(all.into_iter().map(|bullet| review::pinned(bullet, evaluation)));
    }
    Some(comments)
}

fn written(bullet: Bullet) -> Written {
    let of =
        |remark: Remark| Written { text: remark.text, rules: remark.rules, ..Written::default() };
    let items = bullet.items.into_iter().map(of).collect();
    Written { items, ..of(bullet.text) }
}

impl Composer<'_> {
    pub(super) fn judged(&self) -> Judged {
        let (plan, policy) = (&self.plan.judged, &self.evaluation.ruleset.policy);
        let rating = self.evaluation.rating.as_ref();
        let provisional = rating.is_some_and(|rating| !rating.hinges.is_empty());
        let sign = self.rating_sign(rating.map(|rating| rating.row), provisional);
        let other = self.unwaived.as_ref();
        let other = other.map(|other| self.rating_sign(other.rating, other.provisional));
        let sign = together(&sign, other.as_deref());
        let [called, closing] = &plan.rating;
        let mut rows = vec![self.general()];
        rows.extend(plan.rows.iter().filter_map(|row| self.row(row)));
        let verdicts = [&policy.verdicts.fails, &policy.verdicts.meets];
        let verdicts = verdicts.map(|verdict| format!("{}: {}", verdict.sign, verdict.name));
        let ratings = policy.ratings.iter().map(|rating| format!("{}: {}", rating.id, rating.name));
        let signs: Vec<String> = verdicts.into_iter().chain(ratings).collect();
        Judged {
            rating: (self.clean(called), self.rating()),
            columns: plan.columns.clone().map(|column| self.clean(&column)),
            rows,
            closing: (self.clean(closing), sign),
            legend: format!("{}.", self.clean(&signs.join(", "))),
        }
    }

    /// The sign of a rating by its row in the policy; empty where no row holds.
    fn rating_sign(&self, row: Option<usize>, provisional: bool) -> String {
        let id = row.map(|row| &self.evaluation.ruleset.policy.ratings[row].id);
        let sign = id.cloned().unwrap_or_default();
        if provisional { self.provisional_sign(&sign) } else { sign }
    }

    fn provisional_sign(&self, sign: &str) -> String {
        self.fill(&self.plan.judged.tone.provisional_sign, &self.sentence([("sigla", sign)]))
    }

    /// A row: minimums that are not met, the evaluator's comments, the findings that these do not
    /// tell, what was set aside, and what the verdict hinges on.
    fn row(&self, row: &JudgedRow) -> Option<Remarks> {
        let pillar = self.pillar(row);
        let mut bullets = self.deciding(row);
        bullets.extend(self.comments_on(row).map(|bullet| self.comment(bullet)));
        bullets.extend(self.composed(row));
        bullets.extend(self.set_aside(row, pillar));
        bullets.extend(pillar.and_then(|pillar| self.open(pillar)));
        bullets.extend(self.open_besides(row, pillar));
        if row.pillar.is_none() && bullets.is_empty() {
            return None;
        }
        let sign = pillar.map(|pillar| {
            let other = self.unwaived_of(pillar).map(|other| self.sign(other));
            together(&self.sign(pillar), other.as_deref())
        });
        Some(Remarks { name: self.clean(&row.name), bullets, sign })
    }

    pub(super) fn pillar(&self, row: &JudgedRow) -> Option<&Pillar> {
        self.evaluation.pillars.iter().find(|pillar| Some(pillar.section) == row.pillar)
    }

    /// The pillar as it would be without waivers, where that is otherwise.
    fn unwaived_of(&self, pillar: &Pillar) -> Option<&Pillar> {
        let others = self.unwaived.as_ref()?.pillars.iter().flatten();
        others.into_iter().find(|other| other.section == pillar.section)
    }

    pub(super) fn sign(&self, pillar: &Pillar) -> String {
        let verdicts = &self.evaluation.ruleset.policy.verdicts;
        match pillar.decision {
            Decision::Meets => verdicts.meets.sign.clone(),
            Decision::Fails(_) => verdicts.fails.sign.clone(),
            Decision::Provisional(_) => self.provisional_sign(&verdicts.meets.sign),
        }
    }

    fn comments_on(&self, row: &JudgedRow) -> impl Iterator<Item = &Written> {
        let sections = &self.evaluation.ruleset.policy.sections;
        let mine = move |id: &str| row.sections.iter().any(|at| sections[*at].id == id);
        let written = self.comments.sections.iter().filter(move |(id, _)| mine(id));
        written.flat_map(|(_, bullets)| bullets)
    }

    pub(super) fn comment(&self, bullet: &Written) -> Bullet {
        let remark = |written: &Written| {
            let text = match review::is_outdated(written, self.evaluation) {
                true => format!("{} {}", full(&written.text), self.plan.judged.tone.outdated),
                false => written.text.clone(),
            };
            Remark { text: self.clean(&text), rules: written.rules.clone() }
        };
        Bullet { text: remark(bullet), items: bullet.items.iter().map(remark).collect() }
    }

    /// The findings of a row that count, are certain and are told under a severity.
    pub(super) fn told<'t>(&'t self, row: &'t JudgedRow, told: &ToldSeverity) -> Vec<Told<'t>> {
        let of = |(rule, outcome): &Told<'_>| {
            rule.severity == told.severity
                && outcome.said.waiver.is_none()
                && !outcome.is_suspicion(rule)
                && (!told.judged_only || outcome.said.opinion.is_some())
        };
        self.unmet(row).filter(of).collect()
    }

    fn unmet<'t>(&'t self, row: &'t JudgedRow) -> impl Iterator<Item = Told<'t>> {
        self.outcomes(row).filter(|(_, outcome)| outcome.status == Status::Unmet)
    }

    fn outcomes<'t>(&'t self, row: &'t JudgedRow) -> impl Iterator<Item = Told<'t>> {
        let results = self.evaluation.results.iter();
        let mine = results.filter(|result| row.sections.contains(&result.rule.section));
        mine.flat_map(|result| result.outcomes.iter().map(|outcome| (result.rule, outcome)))
    }

    /// Whether findings of a severity make a row's pillar fail.
    fn decides(&self, row: &JudgedRow, told: &ToldSeverity) -> bool {
        row.pillar.is_some() && self.evaluation.ruleset.policy.severities[told.severity].decides
    }

    fn deciding(&self, row: &JudgedRow) -> Vec<Bullet> {
        let severities = self.plan.judged.severities.iter();
        let deciding = severities.filter(|told| self.decides(row, told));
        deciding
            .filter_map(|told| self.bullet(&told.opening, self.remarks(&self.told(row, told))))
            .collect()
    }

    /// What findings say that neither decide a pillar nor are told by a comment; where nothing is
    /// wrong and nobody comments, that.
    fn composed(&self, row: &JudgedRow) -> Vec<Bullet> {
        let by_hand: BTreeSet<&str> = self
            .comments_on(row)
            .flat_map(Written::all)
            .filter(|bullet| !review::is_outdated(bullet, self.evaluation))
            .flat_map(|bullet| &bullet.rules)
            .map(String::as_str)
            .collect();
        let commented = self.comments_on(row).next().is_some();
        let meets = self.pillar(row).is_some_and(|pillar| pillar.decision == Decision::Meets);
        let mut bullets = Vec::new();
        let others = || self.plan.judged.severities.iter().filter(|told| !self.decides(row, told));
        // The mildest of them is what a comment is about; what is graver keeps its own words.
        let mildest = others().rfind(|told| !told.judged_only);
        for told in others() {
            let mut findings = self.told(row, told);
            findings.retain(|(rule, _)| !by_hand.contains(rule.id.as_str()));
            let opening = match row.opening.as_ref().filter(|_| meets) {
                _ if commented && mildest.is_some_and(|it| it.severity == told.severity) => {
                    &self.plan.judged.tone.besides
                }
                _ if commented || told.judged_only || !bullets.is_empty() => &told.opening,
                Some(own) => own,
                None => &told.opening,
            };
            bullets.extend(self.bullet(opening, self.remarks(&findings)));
        }
        let mut reserves: Vec<Told<'_>> = self.reserves(row).collect();
        reserves.retain(|(rule, _)| !by_hand.contains(rule.id.as_str()));
        let opening = match row.opening.as_ref().filter(|_| meets) {
            Some(own) if bullets.is_empty() && !commented => own,
            _ => &self.plan.judged.tone.reserves,
        };
        let reserves = reserves.into_iter().filter_map(|told| self.reserve(told)).collect();
        bullets.extend(self.bullet(opening, reserves));
        if bullets.is_empty() && meets && !commented {
            bullets.extend(row.sound.as_deref().map(|sound| plain(self.clean(sound))));
        }
        bullets
    }

    /// The answers with a reserve to the questions of a row.
    pub(super) fn reserves<'t>(&'t self, row: &'t JudgedRow) -> impl Iterator<Item = Told<'t>> {
        self.outcomes(row).filter(|(rule, outcome)| outcome.reserve(rule).is_some())
    }

    /// What is said of an answer with a reserve: what it means, and why that was answered.
    fn reserve(&self, (rule, outcome): Told<'_>) -> Option<Remark> {
        let answer = outcome.reserve(rule)?;
        let reason = outcome.said.opinion.as_ref().map(|opinion| quoted(&opinion.signed.reason));
        let names = self.sentence([
            ("texto", rule.title.trim_end_matches('.')),
            ("respuesta", &quoted(&answer.text)),
            ("razon", &reason.unwrap_or_default()),
        ]);
        let text = self.fill(&self.plan.judged.tone.reserve, &names);
        Some(Remark { text, rules: vec![rule.id.clone()] })
    }

    /// What was set aside, gravest first, and what the pillar would be without that.
    fn set_aside(&self, row: &JudgedRow, pillar: Option<&Pillar>) -> Vec<Bullet> {
        let tone = &self.plan.judged.tone;
        let own = || self.plan.judged.severities.iter().filter(|told| told.waived.is_some());
        let mut bullets = Vec::new();
        for told in own() {
            let opening = told.waived.as_ref().unwrap_or(&tone.waivers);
            let mine = self.waived(row).filter(|(rule, _)| rule.severity == told.severity);
            bullets.extend(self.bullet(opening, mine.map(|told| self.dispensed(told)).collect()));
        }
        let others = self.waived(row);
        let others = others.filter(|(rule, _)| own().all(|told| told.severity != rule.severity));
        bullets.extend(self.bullet(&tone.waivers, others.map(|it| self.dispensed(it)).collect()));
        if let Some(other) = pillar.and_then(|pillar| self.unwaived_of(pillar)) {
            let names = self.sentence([("veredicto", &self.sign(other))]);
            bullets.push(plain(self.fill(&tone.without_waivers, &names)));
        }
        bullets
    }

    fn waived<'t>(&'t self, row: &'t JudgedRow) -> impl Iterator<Item = Told<'t>> {
        self.unmet(row).filter(|(_, outcome)| outcome.said.waiver.is_some())
    }

    /// Whether something that makes the row's pillar fail was set aside.
    pub(super) fn sets_minimums_aside(&self, row: &JudgedRow) -> bool {
        let severities = &self.evaluation.ruleset.policy.severities;
        row.pillar.is_some() && self.waived(row).any(|(rule, _)| severities[rule.severity].decides)
    }

    fn dispensed(&self, (rule, outcome): Told<'_>) -> Remark {
        let tone = &self.plan.judged.tone;
        let mut text = self.says(rule, outcome);
        if outcome.is_suspicion(rule) {
            let [_, suspected, _] = &tone.open;
            text = self.fill(suspected, &self.sentence([("texto", &text)]));
        }
        let Some(waiver) = &outcome.said.waiver else { return Remark::default() };
        let names = self.sentence([
            ("texto", &text),
            ("razon", &full(&waiver.signed.reason)),
            ("autor", &waiver.signed.author),
            ("hasta", &waiver.until.to_string()),
        ]);
        let text = self.fill(&tone.waived, &names);
        Remark { text, rules: vec![rule.id.clone()] }
    }

    /// What a provisional verdict hinges on.
    fn open(&self, pillar: &Pillar) -> Option<Bullet> {
        let Decision::Provisional(hinges) = &pillar.decision else { return None };
        let remarks = hinges.iter().flat_map(|hinge| self.hinge(hinge)).collect();
        self.bullet(&self.plan.judged.tone.provisional, remarks)
    }

    /// What the rating hinges on among the rules of a row, where its verdict does not.
    fn open_besides(&self, row: &JudgedRow, pillar: Option<&Pillar>) -> Option<Bullet> {
        let told = match pillar.map(|pillar| &pillar.decision) {
            Some(Decision::Provisional(hinges)) => &hinges[..],
            _ => &[],
        };
        let mine = |hinge: &&Hinge| {
            let rule = self.evaluation.result(&hinge.rule).map(|result| result.rule);
            rule.is_some_and(|rule| row.sections.contains(&rule.section))
                && told.iter().all(|other| other.rule != hinge.rule)
        };
        let hinges = self.evaluation.rating.iter().flat_map(|rating| &rating.hinges).filter(mine);
        let remarks = hinges.flat_map(|hinge| self.hinge(hinge)).collect();
        self.bullet(&self.plan.judged.tone.rating_hinges, remarks)
    }

    fn hinge(&self, hinge: &Hinge) -> Vec<Remark> {
        let Some(result) = self.evaluation.result(&hinge.rule) else { return Vec::new() };
        let standing = match hinge.why {
            Open::Pending => Standing::Pending,
            Open::Suspected => Standing::Suspected,
            Open::Unknown => Standing::Unknown,
        };
        let [pending, suspected, unknown] = &self.plan.judged.tone.open;
        let template = match hinge.why {
            Open::Pending => pending,
            Open::Suspected => suspected,
            Open::Unknown => unknown,
        };
        let open = result
            .outcomes
            .iter()
            .filter(|outcome| outcome.standing(result.rule, true) == standing);
        let remarks = open.filter_map(|outcome| {
            let finding = outcome.finding.as_ref()?;
            let reason = finding.reason.as_ref();
            let reason = reason.map(|reason| full(&self.titled(&reason.spanish, false)));
            let names = self.sentence([
                ("texto", &self.says(result.rule, outcome)),
                ("razon", &reason.unwrap_or_default()),
            ]);
            let text = self.fill(template, &names);
            Some(Remark { text, rules: vec![result.rule.id.clone()] })
        });
        remarks.collect()
    }
}
