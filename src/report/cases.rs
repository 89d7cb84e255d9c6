//! What became of the rules' cases, and of one expression.

use crate::document::Document;
use crate::evaluate;
use crate::feel::{Evidence, StepKind, Value};
use crate::finding::{Language, Wording};
use crate::rules::{Case, Expression, Ruleset, Status};
use crate::source::{Place, Span};
use crate::verify::{CaseFailure, CaseResult, Edit, PolicyFailure, PolicyResult};

use super::Style;
use super::evidence::tree;
use super::reading::Reader;
use super::safe::visible;
use super::words::Words;

/// One line per failed case with what came out, and a closing count.
pub fn cases(
    ruleset: &Ruleset,
    results: &[CaseResult<'_>],
    policy: &[PolicyResult<'_>],
    style: &Style,
) -> String {
    let reader = Reader::new(ruleset);
    let mut text = String::new();
    let failed: Vec<&CaseResult<'_>> =
        results.iter().filter(|result| !result.failures.is_empty()).collect();
    for result in &failed {
        text.push_str(&failure(&reader, result, style.language));
    }
    let wrong: Vec<&PolicyResult<'_>> =
        policy.iter().filter(|result| !result.failures.is_empty()).collect();
    for result in &wrong {
        text.push_str(&policy_failure(ruleset, result, style.language));
    }
    let failed = failed.len() + wrong.len();
    let passed = results.len() + policy.len() - failed;
    text.push_str(&match style.language {
        Language::Spanish => {
            let pass = Words::counted(passed, ["caso pasa", "casos pasan"]);
            format!("{pass}, {}\n", Words::counted(failed, ["falla", "fallan"]))
        }
        Language::English => {
            let pass = Words::counted(passed, ["case passes", "cases pass"]);
            format!("{pass}, {}\n", Words::counted(failed, ["fails", "fail"]))
        }
    });
    text
}

/// What cases would have to expect instead, line by line.
pub fn expectations(edits: &[Edit], style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let mut text = String::new();
    for edit in edits {
        let (key, case) = (edit.key, visible(&edit.case, false));
        text.push_str(&format!(
            "{} · {case}\n  {}\n  - {key}: {}\n  + {key}: {}\n",
            edit.rule,
            edit.place,
            visible(&edit.before, false),
            edit.after
        ));
    }
    text.push_str(&match (edits.len(), spanish) {
        (0, true) => "No hay expectativas que cambiar.\n".to_owned(),
        (0, false) => "There are no expectations to change.\n".to_owned(),
        (count, true) => {
            let counted = Words::counted(count, ["expectativa cambiada", "expectativas cambiadas"]);
            format!("{counted}: compruebe que es la regla, y no el caso, la que tiene razón.\n")
        }
        (count, false) => {
            let counted = Words::counted(count, ["expectation changed", "expectations changed"]);
            format!("{counted}: make sure that the rule is right, and not the case.\n")
        }
    });
    text
}

/// What failed cases leave to people after others were changed: places, messages, and what a case of a rule
/// that is met now says of a finding that is none.
pub fn by_hand(results: &[CaseResult<'_>], policy: &[PolicyResult<'_>], style: &Style) -> String {
    let spanish = style.language == Language::Spanish;
    let mut text = String::new();
    for result in results {
        let mut lines = Vec::new();
        for (failure, line) in result.failures.iter().zip(differences(result, style.language)) {
            let (at, says) = (result.case.at.is_some(), result.case.says.is_some());
            match failure {
                CaseFailure::Label(Some(_)) | CaseFailure::Message(_) | CaseFailure::Unreadable => {
                    lines.push(line);
                }
                CaseFailure::Status(Status::Met | Status::NotApplicable) if at || says => {
                    let keys = match (at, says) {
                        (true, true) if spanish => "`en` y `dice`",
                        (true, true) => "`en` and `dice`",
                        (true, false) => "`en`",
                        (false, _) => "`dice`",
                    };
                    lines.push(match spanish {
                        true => format!("quite {keys}: ya no hay qué señalar"),
                        false => format!("take {keys} away: there is nothing to point at any more"),
                    });
                }
                _ => {}
            }
        }
        if lines.is_empty() {
            continue;
        }
        let place = Place { source: result.rule.source.clone(), span: result.case.span };
        let name = visible(&result.case.name, false);
        text.push_str(&format!("{} · {name}\n  {place}\n", result.rule.id));
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    let failed = policy.iter().filter(|result| !result.failures.is_empty()).count();
    if failed > 0 {
        text.push_str(&match spanish {
            true => format!(
                "{} de la política: cámbielos a mano, después de leer qué resulta.\n",
                Words::counted(failed, ["caso", "casos"])
            ),
            false => format!(
                "{} of the policy: change them by hand, after reading what comes out.\n",
                Words::counted(failed, ["case", "cases"])
            ),
        });
    }
    match (text.is_empty(), spanish) {
        (true, _) => text,
        (false, true) => format!("Queda a mano:\n{text}"),
        (false, false) => format!("Left to be done by hand:\n{text}"),
    }
}

fn policy_failure(ruleset: &Ruleset, result: &PolicyResult<'_>, language: Language) -> String {
    let place = Place { source: ruleset.policy.source.clone(), span: result.case.span };
    let lines = policy_differences(result, language);
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("{}\n  {place}\n{lines}", result.case.name)
}

/// How a case of the policy differs from what was expected, a line each; nothing where it passed.
pub(super) fn policy_differences(result: &PolicyResult<'_>, language: Language) -> Vec<String> {
    let difference = |PolicyFailure { key, expected, got }: &PolicyFailure| match language {
        Language::Spanish => format!("espera «{expected}» en `{key}`, resulta «{got}»"),
        Language::English => format!("expects «{expected}» in `{key}`, got «{got}»"),
    };
    result.failures.iter().map(difference).collect()
}

fn failure(reader: &Reader<'_>, result: &CaseResult<'_>, language: Language) -> String {
    let rule = result.rule;
    let place = Place { source: rule.source.clone(), span: result.case.span };
    let mut text = format!("{} · {}\n  {place}\n", rule.id, result.case.name);
    for line in differences(result, language) {
        text.push_str(&format!("  {line}\n"));
    }
    if let Some(why) = why(reader, result) {
        text.push_str(&format!("  {}\n", visible(why.in_language(language), false)));
    }
    text
}

/// Why a failed case came out as it did: what is missing, or in short the facts that decided, with their
/// figures.
pub(super) fn why(reader: &Reader<'_>, result: &CaseResult<'_>) -> Option<Wording> {
    let outcome = result.outcome.as_ref()?;
    match &outcome.causes {
        Some(causes) => Some(evaluate::wording(causes)),
        None => reader.of_rule(result.rule).brief(result.rule, outcome).map(Wording::spanish),
    }
}

/// How a case differs from what was expected, a line each; nothing where it passed.
pub(super) fn differences(result: &CaseResult<'_>, language: Language) -> Vec<String> {
    let spanish = language == Language::Spanish;
    let difference = |failure: &CaseFailure| match (failure, spanish) {
        (CaseFailure::Status(got), _) => came_out(result.case, got.name(), spanish),
        (CaseFailure::Pending(true), _) => came_out(result.case, "pendiente", spanish),
        (CaseFailure::Pending(false), _) => came_out(result.case, Status::Unknown.name(), spanish),
        (CaseFailure::Label(got), _) => {
            let expected = result.case.at.as_ref().map(ToString::to_string).unwrap_or_default();
            match (got, spanish) {
                (Some(got), true) => format!("espera el lugar `{expected}`, resulta `{got}`"),
                (Some(got), false) => format!("expects the place `{expected}`, got `{got}`"),
                (None, true) => format!("espera el lugar `{expected}`, y no se señala ninguno"),
                (None, false) => format!("expects the place `{expected}`, and none is pointed at"),
            }
        }
        (CaseFailure::Message(got), true) => format!(
            "espera que diga «{}», dice «{got}»",
            result.case.says.as_deref().unwrap_or_default()
        ),
        (CaseFailure::Message(got), false) => format!(
            "expects it to say «{}», it says «{got}»",
            result.case.says.as_deref().unwrap_or_default()
        ),
        (CaseFailure::Rating(got), true) => format!(
            "espera la calificación `{}`, resulta `{got}`",
            result.case.rating.as_deref().unwrap_or_default()
        ),
        (CaseFailure::Rating(got), false) => format!(
            "expects the rating `{}`, got `{got}`",
            result.case.rating.as_deref().unwrap_or_default()
        ),
        (CaseFailure::Unreadable, true) => {
            "el cambio deja un formulario que no se puede leer".to_owned()
        }
        (CaseFailure::Unreadable, false) => {
            "the patch leaves a form that cannot be read".to_owned()
        }
    };
    result.failures.iter().map(difference).collect()
}

/// The statuses, as cases call them.
fn came_out(case: &Case, got: &str, spanish: bool) -> String {
    let expected = case.expected();
    if spanish {
        format!("espera {expected}, resulta {got}")
    } else {
        format!("expects {expected}, got {got}")
    }
}

/// The value of an expression, and how it came about where it took more than one step.
pub fn evaluated(
    document: &Document,
    expression: &Expression,
    value: &Value,
    evidence: &Evidence,
    style: &Style,
) -> String {
    let tree = tree(document, expression, style.language);
    let mut text = format!("{}\n", tree.value(value));
    let steps = evidence.steps().iter().filter(|step| step.kind != StepKind::Skipped).count();
    let read = evidence
        .steps()
        .iter()
        .any(|step| step.value.origin.is_some_and(|at| at != Span::default()));
    if let Some(root) = evidence.root().filter(|_| steps > 1 || read) {
        text.push('\n');
        tree.write_root(&mut text, root);
    }
    text
}
