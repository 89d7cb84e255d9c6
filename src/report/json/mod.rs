//! The evaluation as JSON, for programs; `result.schema.json` says what each property means.
//!
//! Takes a [`View`]; gives one document. Every value that was computed is there, with its places in
//! the submission and in the rule. Decimals are texts with their exact digits, never JSON numbers.
//! Knows no language: what the tool itself says stands in both.

mod agreement;
mod cases;
mod evidence;
mod finding;
mod functions;
mod listing;
mod moves;
mod recorded;
mod review;
mod rounds;
mod stamp;
mod summary;
mod unrepeated;
mod writer;

use crate::document::Document;
use crate::evaluate::{
    Asked, Decision, Evaluation, Figured, Hinge, Open, Outcome, Part, Pillar, RatingResult, Role,
    RuleResult,
};
use crate::finding::{Finding, Severity};
use crate::rules::{Answer, Class, Figure, Parameter, Policy, Rule, Status};

use super::View;
use super::evidence::expression;
use super::reading::{Reader, RuleReader};
pub(super) use finding::level;
pub(super) use writer::Writer;

pub use agreement::agreement_json;
pub use cases::cases_json;
pub use functions::functions_json;
pub use listing::listing_json;
pub use moves::{diff_json, gate_json};
pub(super) use recorded::made;
pub use recorded::{Difference, Recorded, Unrecorded, differences};
pub use rounds::rounds_json;
pub use summary::{Told, json_line, json_summary};

/// The JSON Schema (draft 2020-12) of what [`json`] and [`json_findings`] give.
pub const RESULT_SCHEMA: &str = include_str!("../result.schema.json");

/// Version of the format; grows when a property goes or changes its meaning.
const VERSION: u32 = 1;

/// An evaluation, with all its evidence.
pub fn json(view: &View<'_>) -> String {
    Writer::write(|w| result(w, view))
}

fn result(w: &mut Writer, view: &View<'_>) {
    let evaluation = view.evaluation;
    let policy = &evaluation.ruleset.policy;
    let document = Some(evaluation.document);
    w.object(|w| {
        head(w, "pilares.result");
        w.key("stamp").object(|w| stamp::stamp(w, evaluation));
        w.key("ruleset").object(|w| ruleset(w, policy));
        w.key("submission").object(|w| submission(w, view));
        w.key("rating").option(evaluation.rating.as_ref(), |w, found| rating(w, found, evaluation));
        w.key("pillars").list(&evaluation.pillars, |w, found| pillar(w, found, policy));
        w.key("review").option(evaluation.review.as_ref(), |w, reviewed| {
            review::review(w, reviewed, evaluation);
        });
        w.key("counts").object(|w| counts(w, view));
        w.key("figures").list(policy.figures.iter().zip(&evaluation.figures), |w, found| {
            figure(w, found, evaluation.document);
        });
        w.key("parameters")
            .list(view.parameters(), |w, known| parameter(w, known, evaluation.year));
        w.key("findings").list(view.text, |w, found| finding::finding(w, found, document));
        let reader = Reader::new(evaluation.ruleset);
        w.key("rules").list(&evaluation.results, |w, result| rule(w, result, evaluation, &reader));
    })
}

/// Findings alone: of rule files, or of a submission that cannot be judged.
pub fn json_findings(findings: &[Finding]) -> String {
    Writer::write(|w| loose(w, findings))
}

fn loose(w: &mut Writer, findings: &[Finding]) {
    w.object(|w| {
        head(w, "pilares.findings");
        w.key("findings").list(findings, |w, found| finding::finding(w, found, None));
    })
}

fn head(w: &mut Writer, format: &str) {
    w.key("format").text(format);
    w.key("version").plain(VERSION);
}

fn ruleset(w: &mut Writer, policy: &Policy) {
    w.key("id").text(&policy.id);
    w.key("version").text(&policy.version);
    w.key("title").text(&policy.title);
}

fn submission(w: &mut Writer, view: &View<'_>) {
    w.key("source").text(&view.evaluation.document.source.name);
    w.key("year").option(view.evaluation.year, |w, year| w.plain(year));
    w.key("programme").text_option(view.subject());
}

fn rating(w: &mut Writer, rating: &RatingResult, evaluation: &Evaluation<'_>) {
    let rows = &evaluation.ruleset.policy.ratings;
    let taken = &rows[rating.row];
    w.object(|w| {
        w.key("id").text(&taken.id);
        w.key("name").text(&taken.name);
        w.key("favourable").plain(taken.favourable);
        w.key("final").plain(rating.hinges.is_empty());
        w.key("hinges").list(&rating.hinges, hinge);
        w.key("rows").list(rows.iter().zip(&rating.rows), |w, (row, (value, evidence))| {
            w.object(|w| {
                w.key("id").text(&row.id);
                w.key("name").text(&row.name);
                w.key("favourable").plain(row.favourable);
                w.key("holds").option(value.as_bool(), |w, holds| w.plain(holds));
                evidence::computed(w, &row.holds, value, evidence, evaluation.document);
            })
        });
    });
}

fn hinge(w: &mut Writer, hinge: &Hinge) {
    let why = match hinge.why {
        Open::Unknown => "unknown",
        Open::Suspected => "suspected",
        Open::Pending => "pending",
    };
    w.line(|w| {
        w.key("rule").text(&hinge.rule);
        w.key("why").text(why);
    });
}

fn pillar(w: &mut Writer, pillar: &Pillar, policy: &Policy) {
    let section = &policy.sections[pillar.section];
    let (meets, fails) = (&policy.verdicts.meets, &policy.verdicts.fails);
    let (verdict, called, rules, hinges): (_, _, &[String], &[Hinge]) = match &pillar.decision {
        Decision::Meets => ("meets", meets, &[], &[]),
        Decision::Fails(rules) => ("fails", fails, rules, &[]),
        Decision::Provisional(hinges) => ("provisional", meets, &[], hinges),
    };
    w.object(|w| {
        w.key("id").text(&section.id);
        w.key("name").text(&section.name);
        w.key("verdict").text(verdict);
        w.key("sign").text(&called.sign);
        w.key("verdict_name").text(&called.name);
        w.key("decided_by").texts(rules.iter().map(String::as_str));
        w.key("hinges").list(hinges, hinge);
    });
}

fn counts(w: &mut Writer, view: &View<'_>) {
    let severities = view.evaluation.ruleset.policy.severities.iter().enumerate();
    w.key("rules").line(|w| statuses(w, |status| view.rules(status)));
    w.key("outcomes").line(|w| statuses(w, |status| view.outcomes(status)));
    w.key("severities").list(severities, |w, (position, severity)| {
        w.line(|w| {
            w.key("id").text(&severity.id);
            w.key("name").text(&severity.name);
            w.key("level").text(finding::level(severity.level));
            w.key("decides").plain(severity.decides);
            w.key("unmet").plain(view.unmet(position));
        })
    });
    w.key("questions").plain(view.questions());
    w.key("set_aside").plain(view.set_aside().count());
    w.key("levels").line(|w| {
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            w.key(finding::level(severity)).plain(view.count(severity));
        }
    });
}

fn statuses(w: &mut Writer, count: impl Fn(Status) -> usize) {
    for status in [Status::Met, Status::Unmet, Status::NotApplicable, Status::Unknown] {
        w.key(status_name(status)).plain(count(status));
    }
}

fn figure(w: &mut Writer, (figure, found): (&Figure, &Figured), document: &Document) {
    w.object(|w| {
        w.key("id").text(&figure.id);
        w.key("name").text(&figure.name);
        w.key("shown").text_option(super::figure::shown(figure, &found.value).as_deref());
        figure_group(w, figure, found);
        evidence::computed(w, &figure.computed, &found.value, &found.evidence, document);
    });
}

/// What a submission must have alike with others for the figure to be compared.
fn figure_group(w: &mut Writer, figure: &Figure, found: &Figured) {
    let group = super::figure::group(&found.group);
    w.key("group").list(figure.by.iter().zip(&group), |w, (by, known)| {
        w.line(|w| {
            w.key("name").text(&by.name);
            w.key("value").text_option(known.as_deref());
        });
    });
}

fn parameter(w: &mut Writer, parameter: &Parameter, year: Option<i32>) {
    let known = year.and_then(|year| parameter.at(year));
    w.object(|w| {
        w.key("name").text(&parameter.name);
        w.key("title").text(&parameter.title);
        w.key("unit").text_option(parameter.unit.as_deref());
        w.key("value").option(known, |w, known| w.text(&known.value.to_string()));
        w.key("year").option(year, |w, year| w.plain(year));
        w.key("basis").text_option(known.map(|known| known.basis.as_str()));
    });
}

fn rule(w: &mut Writer, result: &RuleResult<'_>, evaluation: &Evaluation<'_>, reader: &Reader<'_>) {
    let reader = reader.of_rule(result.rule);
    let (rule, ruleset) = (result.rule, evaluation.ruleset);
    w.object(|w| {
        w.key("id").text(&rule.id);
        w.key("title").text(&rule.title);
        w.key("section").text(&ruleset.section(rule).id);
        w.key("severity").text(&ruleset.severity(rule).id);
        w.key("level").text(finding::level(ruleset.level(rule)));
        w.key("class").text(class_name(rule.class));
        w.key("source").text(&rule.source.name);
        w.key("citations").list(&rule.citations, finding::citation);
        w.key("answers").list(answers(rule), |w, answer| {
            w.line(|w| {
                w.key("id").text(&answer.id);
                w.key("text").text(&answer.text);
                w.key("status").text(status_name(answer.status));
            })
        });
        w.key("status").text(status_name(result.status));
        w.key("outcomes")
            .list(&result.outcomes, |w, found| outcome(w, rule, found, evaluation, &reader));
    });
}

fn outcome(
    w: &mut Writer,
    rule: &Rule,
    outcome: &Outcome,
    evaluation: &Evaluation<'_>,
    reader: &RuleReader<'_, '_>,
) {
    let document = evaluation.document;
    let causes = outcome.causes.iter().flat_map(|causes| causes.iter());
    w.object(|w| {
        w.key("element").option(outcome.element.as_ref(), |w, element| {
            w.object(|w| {
                w.key("position").plain(element.position);
                w.key("name").text_option(element.name.as_deref());
                w.key("place").option(element.place, |w, place| finding::place(w, document, place));
            })
        });
        w.key("status").text(status_name(outcome.status));
        w.key("summary").text_option(reader.brief(rule, outcome).as_deref());
        w.key("causes").list(causes, |w, cause| evidence::cause(w, cause, document));
        w.key("question")
            .option(outcome.asked.as_ref(), |w, asked| question(w, rule, asked, document));
        w.key("finding").option(outcome.finding.as_ref(), |w, found| {
            finding::finding(w, found, Some(document))
        });
        w.key("said").option(review::any(&outcome.said), review::said);
        w.key("evidence").list(&outcome.parts, |w, found| part(w, rule, found, evaluation));
    });
}

/// The answers that a rule's question takes.
fn answers(rule: &Rule) -> &[Answer] {
    rule.question().map_or(&[], |question| &question.answers)
}

/// A question as it was put, and what was answered.
fn question(w: &mut Writer, rule: &Rule, asked: &Asked, document: &Document) {
    let answer = asked.answer.and_then(|answer| answers(rule).get(answer));
    w.object(|w| {
        w.key("text").text(&asked.text);
        w.key("answer").text_option(answer.map(|answer| &*answer.id));
        w.key("look_at").list(&asked.look_at, |w, passage| {
            w.object(|w| {
                w.key("why").text(&passage.why);
                w.key("figure").text_option(passage.figure.as_deref());
                w.key("places").list(&passage.places, |w, span| finding::place(w, document, *span));
            })
        });
    });
}

fn part(w: &mut Writer, rule: &Rule, part: &Part, evaluation: &Evaluation<'_>) {
    let (kind, index) = match part.role {
        Role::Definition(index) => ("definition", Some(index)),
        Role::Applies => ("applies", None),
        Role::Clause(index) => ("clause", Some(index)),
    };
    let defined = match part.role {
        Role::Definition(index) => rule.definitions.get(index).map(|(name, _)| &**name),
        Role::Applies | Role::Clause(_) => None,
    };
    let expression = expression(rule, part.role).expect("a part was computed from its rule");
    w.object(|w| {
        w.key("part").text(kind);
        w.key("index").option(index, |w, index| w.plain(index + 1));
        w.key("name").text_option(defined);
        evidence::computed(w, expression, &part.value, &part.evidence, evaluation.document);
    });
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Automatic => "automatic",
        Class::Heuristic => "heuristic",
        Class::Judgement => "judgement",
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Unmet => "unmet",
        Status::NotApplicable => "not_applicable",
        Status::Unknown => "unknown",
    }
}
