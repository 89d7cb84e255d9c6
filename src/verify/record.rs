//! What the rules say of a submission, short enough to be read in a difference.

use std::fmt::Write as _;

use crate::document::{self, Data, Node};
use crate::evaluate::{Decision, Evaluation, RuleResult};
use crate::rules::{Class, Status};
use crate::source::Span;

/// The lists of a record: what a rule is listed under that is not simply met.
const LISTS: [(&str, &str); 5] = [
    ("no_cumple", "no se cumplen"),
    ("por_confirmar", "sospechas que una persona confirma o descarta"),
    ("sin_dato", "no se pueden decidir con lo que el formulario dice"),
    ("preguntas", "las responde una persona"),
    ("no_aplica", "no corresponden a este programa"),
];

/// The record of an evaluation, as YAML: rating, pillars, and every rule that is not simply met.
///
/// The same evaluation gives the same bytes; two records differ in the lines that moved.
pub fn record(evaluation: &Evaluation<'_>) -> String {
    let policy = &evaluation.ruleset.policy;
    let mut text = format!("reglas: {} {}\n", plain(&policy.id), plain(&policy.version));
    match &evaluation.rating {
        None => text.push_str("calificacion: null\n"),
        Some(rating) => {
            let provisional = if rating.hinges.is_empty() { "" } else { ", provisional" };
            let name = &policy.ratings[rating.row].name;
            line(&mut text, 0, "calificacion", &quoted(&format!("{name}{provisional}")));
        }
    }
    text.push_str("pilares:\n");
    for pillar in &evaluation.pillars {
        let verdict = match &pillar.decision {
            Decision::Meets => policy.verdicts.meets.name.clone(),
            Decision::Fails(_) => policy.verdicts.fails.name.clone(),
            Decision::Provisional(_) => format!("{}, provisional", policy.verdicts.meets.name),
        };
        line(&mut text, 1, &quoted(&policy.sections[pillar.section].name), &quoted(&verdict));
    }
    let met = evaluation.results.iter().filter(|result| result.status == Status::Met).count();
    line(&mut text, 0, "cumplen", &met.to_string());
    for (name, meaning) in LISTS {
        list(&mut text, name, meaning, &evaluation.results);
    }
    text
}

fn line(text: &mut String, depth: usize, key: &str, value: &str) {
    let _ = writeln!(text, "{}{key}: {value}", "  ".repeat(depth));
}

fn list(text: &mut String, name: &str, meaning: &str, results: &[RuleResult<'_>]) {
    let listed: Vec<&RuleResult<'_>> =
        results.iter().filter(|result| listed_under(result) == Some(name)).collect();
    if listed.is_empty() {
        return;
    }
    let _ = writeln!(text, "{name}:   # {meaning}");
    for result in listed {
        let positions = positions(result);
        match positions.is_empty() {
            true => _ = writeln!(text, "  - {}", result.rule.id),
            false => _ = writeln!(text, "  - {}: [{}]", result.rule.id, positions.join(", ")),
        }
    }
}

/// The list that a rule stands in; none where it is met.
fn listed_under(result: &RuleResult<'_>) -> Option<&'static str> {
    match (result.status, result.rule.class) {
        (Status::Met, _) => None,
        (Status::NotApplicable, _) => Some("no_aplica"),
        (Status::Unmet, Class::Heuristic) => Some("por_confirmar"),
        (Status::Unmet, _) => Some("no_cumple"),
        (Status::Unknown, _) if waits(result) => Some("preguntas"),
        (Status::Unknown, _) => Some("sin_dato"),
    }
}

/// Whether only a person's answer is wanting, on some element at least.
fn waits(result: &RuleResult<'_>) -> bool {
    result.outcomes.iter().any(|outcome| outcome.pending().is_some())
}

/// The elements that have the rule's status, for a rule that runs on each.
fn positions(result: &RuleResult<'_>) -> Vec<String> {
    let same = result.outcomes.iter().filter(|outcome| outcome.status == result.status);
    same.filter_map(|outcome| Some(outcome.element.as_ref()?.position.to_string())).collect()
}

/// A text between quotes, as YAML and JSON read it.
fn quoted(text: &str) -> String {
    let plain_enough = |c: char| c.is_alphanumeric() || c == ' ' || c == ',';
    match text.chars().all(plain_enough) && !text.is_empty() {
        true => text.to_owned(),
        false => {
            let node = Node { data: Data::Text(text.to_owned()), span: Span::default() };
            document::write(&node).trim_end().to_owned()
        }
    }
}

/// A text that is no larger than a word.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect()
}
