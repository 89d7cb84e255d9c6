//! What people say of an outcome, in words that every report uses.

use crate::evaluate::{Decision, Opinion, Outcome, Pillar, RatingResult, Says, Waiver};
use crate::finding::Language;
use crate::rules::{Policy, Rule, Status};

use super::words::Words;
use super::{Style, Unwaived, View};

/// A rating's name, with whether it is provisional.
pub(super) fn rating_name(policy: &Policy, rating: Option<&RatingResult>, style: &Style) -> String {
    let provisional = rating.is_some_and(|rating| !rating.hinges.is_empty());
    called(policy, rating.map(|rating| rating.row), provisional, style)
}

/// The name of a rating by its row in the policy, with whether it is provisional.
pub(super) fn called(
    policy: &Policy,
    row: Option<usize>,
    provisional: bool,
    style: &Style,
) -> String {
    let words = Words::of(style.language);
    match row {
        None => words.unrated.to_owned(),
        Some(row) if !provisional => policy.ratings[row].name.clone(),
        Some(row) => format!("{} ({})", policy.ratings[row].name, words.provisional),
    }
}

/// What an opinion says and whose it is: `confirmada por … (2024-05-01): razón`.
pub(super) fn opinion(opinion: &Opinion, language: Language) -> String {
    let spanish = language == Language::Spanish;
    let says = match (&opinion.says, spanish) {
        (Says::Answer(word), true) => format!("respuesta «{word}» de"),
        (Says::Answer(word), false) => format!("answer «{word}» of"),
        (Says::Confirmed, true) => "confirmada por".to_owned(),
        (Says::Confirmed, false) => "confirmed by".to_owned(),
        (Says::Rejected, true) => "descartada por".to_owned(),
        (Says::Rejected, false) => "rejected by".to_owned(),
        (Says::Attested(status), true) => format!("constancia «{}» de", status.name()),
        (Says::Attested(Status::Met), false) => "attested as met by".to_owned(),
        (Says::Attested(Status::NotApplicable), false) => {
            "attested as not applicable by".to_owned()
        }
        (Says::Attested(_), false) => "attested as unmet by".to_owned(),
    };
    let signed = &opinion.signed;
    format!("{says} {} ({}): {}", signed.author, signed.date, sentence(&signed.reason))
}

/// Who set something aside, until when and why.
pub(super) fn waiver(waiver: &Waiver, language: Language) -> String {
    let signed = &waiver.signed;
    let (who, when, why) = (&signed.author, &signed.date, sentence(&signed.reason));
    match language {
        Language::Spanish => {
            format!("dispensa de {who} ({when}), hasta el proceso {}: {why}", waiver.until)
        }
        Language::English => {
            format!("waived by {who} ({when}), until process {}: {why}", waiver.until)
        }
    }
}

/// Everything that people say of an outcome, the waiver last; empty where nobody says anything.
pub(super) fn said(outcome: &Outcome, language: Language) -> Vec<String> {
    let said = &outcome.said;
    let opinions = said.opinion.iter().map(|found| opinion(found, language));
    let waivers = said.waiver.iter().map(|found| waiver(found, language));
    opinions.chain(waivers).collect()
}

/// A reason as a sentence.
fn sentence(reason: &str) -> String {
    format!("{}.", reason.trim_end().trim_end_matches('.'))
}

/// A rule's id, with the position of the element that an outcome is of.
pub(super) fn named(rule: &Rule, outcome: &Outcome) -> String {
    match outcome.position() {
        Some(position) => format!("{}[{position}]", rule.id),
        None => rule.id.clone(),
    }
}

/// A verdict's name, with whether it is provisional.
pub(super) fn verdict_name(policy: &Policy, pillar: &Pillar, style: &Style) -> String {
    let words = Words::of(style.language);
    match pillar.decision {
        Decision::Meets => policy.verdicts.meets.name.clone(),
        Decision::Fails(_) => policy.verdicts.fails.name.clone(),
        Decision::Provisional(_) => {
            format!("{}, {}", policy.verdicts.meets.name, words.provisional)
        }
    }
}

/// That observations were set aside, which of them decide a pillar, and the rating without; none
/// where no waiver is in use.
pub(super) fn waivers(view: &View<'_>, style: &Style) -> Option<String> {
    Some(Unwaived::of(view)?.sentence(&view.evaluation.ruleset.policy, style))
}
