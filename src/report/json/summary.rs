//! A result without its evidence, for many at a time; and a result on a line of its own.

use crate::document::LineId;
use crate::evaluate::{Evaluation, RatingResult, RuleResult, Waiver};
use crate::finding::Finding;
use crate::rules::{Policy, Status};

use super::super::{Shown, View};
use super::writer::Writer;
use super::{
    class_name, counts, figure_group, finding, head, hinge, pillar, ruleset, status_name,
    submission,
};
use super::{loose, result, stamp};

/// What a line of results tells.
pub enum Told<'t> {
    /// A result, with all its evidence.
    Result(&'t View<'t>),
    /// A result without evidence.
    Summary(&'t View<'t>),
    /// What kept a submission from being judged.
    Findings(&'t [Finding]),
}

/// An evaluation without its evidence: verdicts, counts, figures, what is wrong with its review, and the
/// rules that are not met.
pub fn json_summary(view: &View<'_>) -> String {
    Writer::write(|w| summary(w, view))
}

/// A result in one line, with the number (from 1) of the line that it answers and its sender's name.
pub fn json_line(line: usize, id: Option<&LineId>, told: &Told<'_>) -> String {
    Writer::write_line(|w| {
        w.object(|w| {
            w.key("line").plain(line);
            w.key("id").option(id, |w, id| match id {
                LineId::Text(text) => w.text(text),
                LineId::Number(digits) => w.plain(digits),
            });
            w.key("result");
            match told {
                Told::Result(view) => result(w, view),
                Told::Summary(view) => summary(w, view),
                Told::Findings(findings) => loose(w, findings),
            }
        });
    })
}

fn summary(w: &mut Writer, view: &View<'_>) {
    let evaluation = view.evaluation;
    let policy = &evaluation.ruleset.policy;
    let open = evaluation
        .results
        .iter()
        .filter(|result| matches!(result.status, Status::Unmet | Status::Unknown));
    w.object(|w| {
        head(w, "pilares.summary");
        w.key("stamp").object(|w| stamp::stamp(w, evaluation));
        w.key("ruleset").object(|w| ruleset(w, policy));
        w.key("submission").object(|w| submission(w, view));
        w.key("rating").option(evaluation.rating.as_ref(), |w, found| rating(w, found, evaluation));
        w.key("pillars").list(&evaluation.pillars, |w, found| pillar(w, found, policy));
        if let Some(unwaived) = &evaluation.unwaived {
            w.key("without_waivers").object(|w| {
                w.key("rating")
                    .option(unwaived.rating.as_ref(), |w, found| rating(w, found, evaluation));
                w.key("pillars").list(&unwaived.pillars, |w, found| pillar(w, found, policy));
                let waived = view.set_aside().filter_map(|shown| {
                    shown.outcome.said.waiver.as_deref().map(|waiver| (shown, waiver))
                });
                w.key("set_aside").list(waived, |w, found| set_aside(w, found, policy));
            });
        }
        let review = evaluation.review.as_ref().map(|review| review.source.as_str());
        w.key("review").text_option(review);
        w.key("review_findings")
            .list(view.of_review(), |w, found| finding::finding(w, found, None));
        w.key("counts").object(|w| counts(w, view));
        w.key("figures").list(policy.figures.iter().zip(&evaluation.figures), |w, found| {
            let (figure, found) = found;
            w.object(|w| {
                w.key("id").text(&figure.id);
                w.key("value").option(super::super::figure::number(&found.value), |w, number| {
                    w.text(&number.to_string());
                });
                figure_group(w, figure, found);
            })
        });
        w.key("findings")
            .list(view.text, |w, found| finding::finding(w, found, Some(evaluation.document)));
        w.key("rules").list(open, |w, result| rule(w, result, evaluation));
    });
}

fn rating(w: &mut Writer, rating: &RatingResult, evaluation: &Evaluation<'_>) {
    let taken = &evaluation.ruleset.policy.ratings[rating.row];
    w.object(|w| {
        w.key("id").text(&taken.id);
        w.key("name").text(&taken.name);
        w.key("favourable").plain(taken.favourable);
        w.key("final").plain(rating.hinges.is_empty());
        w.key("hinges").list(&rating.hinges, hinge);
    });
}

/// A finding that does not count for the verdicts, since a waiver sets it aside.
fn set_aside(w: &mut Writer, (shown, waiver): (&Shown<'_>, &Waiver), policy: &Policy) {
    let severity = &policy.severities[shown.rule.severity];
    w.line(|w| {
        w.key("rule").text(&shown.rule.id);
        w.key("element").option(shown.outcome.position(), |w, at| w.plain(at));
        w.key("severity").text(&severity.id);
        w.key("decides").plain(severity.decides);
        w.key("author").text(&waiver.signed.author);
        w.key("until").plain(waiver.until);
    });
}

/// A rule that is not met or not decided, and on which elements.
fn rule(w: &mut Writer, result: &RuleResult<'_>, evaluation: &Evaluation<'_>) {
    let (rule, ruleset) = (result.rule, evaluation.ruleset);
    let same = result.outcomes.iter().filter(|outcome| outcome.status == result.status);
    w.line(|w| {
        w.key("id").text(&rule.id);
        w.key("section").text(&ruleset.section(rule).id);
        w.key("severity").text(&ruleset.severity(rule).id);
        w.key("class").text(class_name(rule.class));
        w.key("status").text(status_name(result.status));
        w.key("elements")
            .list(same.filter_map(|outcome| outcome.element.as_ref()), |w, element| {
                w.plain(element.position)
            });
    });
}
