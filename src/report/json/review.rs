//! What people say: of the submission as a whole, and of each outcome.

use crate::evaluate::{Evaluation, Judged, Opinion, Reviewed, Said, Says, Signature, Waiver};

use super::finding::finding;
use super::writer::Writer;
use super::{pillar, rating, status_name};

/// The review, what is wrong with it, and the verdicts without its waivers.
pub(super) fn review(w: &mut Writer, reviewed: &Reviewed, evaluation: &Evaluation<'_>) {
    let policy = &evaluation.ruleset.policy;
    let outcomes = evaluation.results.iter().flat_map(|result| &result.outcomes);
    let answered = outcomes.clone().filter(|outcome| outcome.said.opinion.is_some()).count();
    let stale = outcomes.filter(|outcome| outcome.said.stale.is_some()).count();
    w.object(|w| {
        w.key("source").text(&reviewed.source);
        w.key("answered").plain(answered);
        w.key("stale").plain(stale);
        w.key("findings").list(&reviewed.findings, |w, found| finding(w, found, None));
        w.key("without_waivers").option(evaluation.unwaived.as_ref(), |w, verdicts| {
            w.object(|w| {
                w.key("rating")
                    .option(verdicts.rating.as_ref(), |w, found| rating(w, found, evaluation));
                w.key("pillars").list(&verdicts.pillars, |w, found| pillar(w, found, policy));
            })
        });
    });
}

/// What people say of an outcome, where they say anything.
pub(super) fn any(said: &Said) -> Option<&Said> {
    let silent = said.opinion.is_none() && said.stale.is_none() && said.waiver.is_none();
    (!silent).then_some(said)
}

/// What people say of an outcome.
pub(super) fn said(w: &mut Writer, said: &Said) {
    w.object(|w| {
        w.key("opinion").option(said.opinion.as_deref(), opinion);
        w.key("stale").option(said.stale.as_deref(), opinion);
        w.key("waiver").option(said.waiver.as_deref(), waiver);
    });
}

pub(super) fn opinion(w: &mut Writer, opinion: &Opinion) {
    let (kind, word) = match &opinion.says {
        Says::Answer(word) => ("answer", word.as_str()),
        Says::Confirmed => ("suspicion", "confirmed"),
        Says::Rejected => ("suspicion", "rejected"),
        Says::Attested(status) => ("attestation", status_name(*status)),
    };
    w.object(|w| {
        w.key("kind").text(kind);
        w.key("says").text(word);
        signed(w, &opinion.signed);
        judged(w, &opinion.judged);
    });
}

fn waiver(w: &mut Writer, waiver: &Waiver) {
    w.object(|w| {
        w.key("until").plain(waiver.until);
        w.key("whole_rule").plain(waiver.element.is_none());
        signed(w, &waiver.signed);
        w.key("digest").text_option(waiver.judged.as_ref().map(|judged| judged.digest.as_str()));
    });
}

fn signed(w: &mut Writer, signed: &Signature) {
    w.key("reason").text(&signed.reason);
    w.key("author").text(&signed.author);
    w.key("date").text(&signed.date);
}

/// The texts that were judged are in the review; their digest and fields tell which.
fn judged(w: &mut Writer, judged: &Judged) {
    w.key("digest").text(&judged.digest);
    w.key("fields").texts(judged.texts.iter().map(|seen| seen.field.as_str()));
}
