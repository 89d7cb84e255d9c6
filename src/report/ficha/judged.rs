//! What the evaluation says, in the tone of an evaluator: comments of the review, and findings,
//! answers, waivers and what is open, composed by the rule set's sentences.

use std::collections::BTreeSet;

use crate::evaluate::{Decision, Evaluation, Hinge, Open, Outcome, Pillar, Standing};
use crate::feel::Value;
use crate::finding::Language;
use crate::review::{self, Bullet as Written, Comments, Review};
use crate::rules::{JudgedRow, LISTED, Opening, RATING, Rule, SENTENCE, Status, ToldSeverity};

use super::super::Style;
use super::super::review::rating_name;
use super::compose::{Composer, locals};
use super::{Bullet, Judged, Remark, Remarks};

/// An outcome with its rule.
type Told<'t> = (&'t Rule, &'t Outcome);

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
        let style = Style { language: Language::Spanish, ..Style::default() };
        let sign = rating.map_or_else(String::new, |rating| policy.ratings[rating.row].id.clone());
        let provisional = rating.is_some_and(|rating| !rating.hinges.is_empty());
        let sign = if provisional { self.provisional_sign(&sign) } else { sign };
        let [called, closing] = &plan.rating;
        let mut rows = vec![self.general()];
        rows.extend(plan.rows.iter().filter_map(|row| self.row(row)));
        let verdicts = [&policy.verdicts.fails, &policy.verdicts.meets];
        let verdicts = verdicts.map(|verdict| format!("{}: {}", verdict.sign, verdict.name));
        let ratings = policy.ratings.iter().map(|rating| format!("{}: {}", rating.id, rating.name));
        let signs: Vec<String> = verdicts.into_iter().chain(ratings).collect();
        Judged {
            rating: (self.clean(called), rating_name(policy, rating, &style)),
            columns: plan.columns.clone().map(|column| self.clean(&column)),
            rows,
            closing: (self.clean(closing), sign),
            legend: format!("{}.", self.clean(&signs.join(", "))),
        }
    }

    fn provisional_sign(&self, sign: &str) -> String {
        let [.., name] = SENTENCE;
        self.fill(&self.plan.judged.tone.provisional_sign, &locals([(name, Value::from(sign))]))
    }

    /// The general comment: the evaluator's words, or else what the rating means and which sections
    /// have observations; then what the rating hinges on, and what it would be without waivers.
    fn general(&self) -> Remarks {
        let plan = &self.plan.judged;
        let mut bullets: Vec<Bullet> =
            self.comments.general.iter().map(|bullet| self.comment(bullet)).collect();
        if bullets.is_empty() {
            bullets.extend(self.summary());
        }
        let hinges = self.evaluation.rating.as_ref().map_or(&[][..], |rating| &rating.hinges);
        if !hinges.is_empty() {
            let ids = hinges.iter().map(|hinge| hinge.rule.as_str());
            bullets.push(plain(self.fill(&plan.hinges, &listed(ids))));
        }
        if let Some(unwaived) = &self.evaluation.unwaived {
            let policy = &self.evaluation.ruleset.policy;
            let rating = rating_name(policy, unwaived.rating.as_ref(), &Style::default());
            let names = locals([(RATING, Value::from(rating.as_str()))]);
            bullets.push(plain(self.fill(&plan.without_waivers, &names)));
        }
        Remarks { name: self.clean(&plan.general), bullets, sign: None }
    }

    fn summary(&self) -> Option<Bullet> {
        let plan = &self.plan.judged;
        let rating = self.evaluation.rating.as_ref()?;
        let id = &self.evaluation.ruleset.policy.ratings[rating.row].id;
        let sentence = plan.of_rating.iter().find(|(of, _)| of == id)?;
        let mut text = self.fill(&sentence.1, &self.rated());
        let observed = plan.rows.iter().filter(|row| {
            let mut told = plan.severities.iter().flat_map(|told| self.told(row, told));
            told.next().is_some()
        });
        let observed: Vec<&str> = observed.map(|row| row.name.as_str()).collect();
        if !observed.is_empty() {
            text = format!("{text} {}", self.fill(&plan.to_improve, &listed(observed)));
        }
        Some(plain(text))
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
        if row.pillar.is_none() && bullets.is_empty() {
            return None;
        }
        let sign = pillar.map(|pillar| self.sign(pillar));
        Some(Remarks { name: self.clean(&row.name), bullets, sign })
    }

    fn pillar(&self, row: &JudgedRow) -> Option<&Pillar> {
        self.evaluation.pillars.iter().find(|pillar| Some(pillar.section) == row.pillar)
    }

    fn sign(&self, pillar: &Pillar) -> String {
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

    fn comment(&self, bullet: &Written) -> Bullet {
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
    fn told<'t>(&'t self, row: &'t JudgedRow, told: &ToldSeverity) -> Vec<Told<'t>> {
        let of = |(rule, outcome): &Told<'_>| {
            rule.severity == told.severity
                && outcome.said.waiver.is_none()
                && !outcome.is_suspicion(rule)
                && (!told.judged_only || outcome.said.opinion.is_some())
        };
        self.unmet(row).filter(of).collect()
    }

    fn unmet<'t>(&'t self, row: &'t JudgedRow) -> impl Iterator<Item = Told<'t>> {
        let mine = self
            .evaluation
            .results
            .iter()
            .filter(|result| row.sections.contains(&result.rule.section));
        let outcomes =
            mine.flat_map(|result| result.outcomes.iter().map(|outcome| (result.rule, outcome)));
        outcomes.filter(|(_, outcome)| outcome.status == Status::Unmet)
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
        if bullets.is_empty() && meets && !commented {
            bullets.extend(row.sound.as_deref().map(|sound| plain(self.clean(sound))));
        }
        bullets
    }

    /// What was set aside, and what the pillar would be without that.
    fn set_aside(&self, row: &JudgedRow, pillar: Option<&Pillar>) -> Vec<Bullet> {
        let tone = &self.plan.judged.tone;
        let waived = self.unmet(row).filter(|(_, outcome)| outcome.said.waiver.is_some());
        let remarks: Vec<Remark> = waived.map(|told| self.waived(told)).collect();
        let mut bullets: Vec<Bullet> = self.bullet(&tone.waivers, remarks).into_iter().collect();
        let unwaived = self.evaluation.unwaived.as_ref().and_then(|unwaived| {
            unwaived.pillars.iter().find(|other| Some(other.section) == row.pillar)
        });
        if let Some(other) = unwaived.filter(|other| Some(*other) != pillar) {
            let names = self.sentence([("veredicto", &self.sign(other))]);
            bullets.push(plain(self.fill(&tone.without_waivers, &names)));
        }
        bullets
    }

    fn waived(&self, (rule, outcome): Told<'_>) -> Remark {
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
            let reason = finding.reason.as_ref().map(|reason| full(&reason.spanish));
            let names = self.sentence([
                ("texto", &full(&finding.message.spanish)),
                ("razon", &reason.unwrap_or_default()),
            ]);
            let text = self.fill(template, &names);
            Some(Remark { text, rules: vec![result.rule.id.clone()] })
        });
        remarks.collect()
    }

    /// A bullet for some remarks: one stands in it, several are lettered under it.
    fn bullet(&self, opening: &Opening, mut remarks: Vec<Remark>) -> Option<Bullet> {
        match remarks.len() {
            0 => None,
            1 => {
                let remark = remarks.remove(0);
                let text = self.clean(&format!("{} {}", opening.one, remark.text));
                Some(Bullet { text: Remark { text, ..remark }, items: Vec::new() })
            }
            _ => {
                let text = Remark { text: self.clean(&opening.many), rules: Vec::new() };
                Some(Bullet { text, items: remarks })
            }
        }
    }

    /// What findings say; of several of one rule, the last says what to do.
    fn remarks(&self, told: &[Told<'_>]) -> Vec<Remark> {
        let each = |(at, (rule, outcome)): (usize, &Told<'_>)| {
            let last = told.get(at + 1).is_none_or(|(next, _)| next.id != rule.id);
            Remark { text: self.finding(rule, outcome, last), rules: vec![rule.id.clone()] }
        };
        told.iter().enumerate().map(each).collect()
    }

    fn finding(&self, rule: &Rule, outcome: &Outcome, advise: bool) -> String {
        let tone = &self.plan.judged.tone;
        let text = self.says(rule, outcome);
        let reason = outcome.said.opinion.as_ref().map(|opinion| full(&opinion.signed.reason));
        if let Some(reason) = reason {
            let names = self.sentence([("texto", &text), ("razon", &reason)]);
            return self.fill(&tone.judged, &names);
        }
        if outcome.remark.is_some() {
            return text;
        }
        let help = outcome.finding.as_ref().and_then(|finding| finding.help.as_ref());
        let help = help.filter(|_| advise).map(|help| full(&help.spanish)).unwrap_or_default();
        self.fill(&tone.finding, &self.sentence([("texto", &text), ("sugerencia", &help)]))
    }

    /// What a rule says of an outcome: its own words for the ficha, or its message without doubt.
    fn says(&self, rule: &Rule, outcome: &Outcome) -> String {
        if let Some(remark) = &outcome.remark {
            return self.clean(&full(remark));
        }
        let message = outcome.finding.as_ref().map(|finding| finding.message.spanish.as_str());
        let message = message.unwrap_or(&rule.title);
        let certain = !outcome.is_suspicion(rule);
        let mut leads = self.plan.judged.tone.leads.iter().filter(|_| certain);
        let said = leads.find_map(|lead| message.strip_prefix(lead.as_str()));
        self.clean(&full(said.unwrap_or(message)))
    }

    /// Names of a sentence; those without a value are empty texts.
    fn sentence<const N: usize>(&self, values: [(&str, &str); N]) -> crate::feel::Context {
        locals(SENTENCE.map(|name| {
            let value = values.iter().find(|(of, _)| *of == name).map_or("", |(_, value)| *value);
            (name, Value::from(value))
        }))
    }
}

fn plain(text: String) -> Bullet {
    Bullet { text: Remark { text, rules: Vec::new() }, items: Vec::new() }
}

/// The names of a sentence that counts something up.
fn listed<'l>(names: impl IntoIterator<Item = &'l str>) -> crate::feel::Context {
    let names: Vec<Value> = names.into_iter().map(Value::from).collect();
    locals([(LISTED, Value::list(names))])
}

/// A text as a sentence: a capital, a full stop, and values in quotation marks instead of backticks.
fn full(text: &str) -> String {
    let text = text.trim();
    let mut sentence = String::with_capacity(text.len() + 1);
    let mut open = false;
    for character in text.chars() {
        match character {
            '`' => {
                sentence.push(if open { '»' } else { '«' });
                open = !open;
            }
            _ if sentence.is_empty() => sentence.extend(character.to_uppercase()),
            _ => sentence.push(character),
        }
    }
    if !sentence.is_empty() && !sentence.ends_with(['.', '?', '!', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::full;

    #[test]
    fn messages_become_sentences() {
        assert_eq!(full(" falta `a_b` "), "Falta «a_b».");
        assert_eq!(full("¿Basta?"), "¿Basta?");
        assert_eq!(full("él sabe."), "Él sabe.");
        assert_eq!(full(""), "");
    }
}
