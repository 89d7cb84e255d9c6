//! One line per finding, for editors, `grep` and people in a hurry.

use crate::evaluate::{Decision, capitalised, causes_in_words};
use crate::finding::{Finding, Language};
use crate::source::Span;

use super::review::{opinion, waiver, waivers};
use super::safe::visible;
use super::words::Words;
use super::{Shown, Style, View};

/// The rating, then `file:line:column: severity[ID] message`, in the order of the text.
pub fn concise(view: &View<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut lines: Vec<(Span, String)> = Vec::new();
    let mut push = |finding: &Finding, severity: &str, more: &str| {
        let place = finding.span().unwrap_or_default();
        lines.push((place, line(finding, severity, more, style.language)));
    };
    for finding in view.text {
        push(finding, words.level(finding.severity), "");
    }
    for group in &view.groups {
        for shown in &group.unmet {
            let severity = view.evaluation.ruleset.severity(shown.rule).name.to_lowercase();
            let said = match (shown.outcome.is_suspicion(shown.rule), &shown.outcome.said.opinion) {
                (true, _) => format!(" ({})", words.suspected),
                (false, Some(given)) => format!(" ({})", opinion(given, style.language)),
                (false, None) => String::new(),
            };
            push(shown.finding, &severity, &said);
        }
        for shown in &group.set_aside {
            let given = shown.outcome.said.waiver.iter();
            let given: String =
                given.map(|given| format!(" ({})", waiver(given, style.language))).collect();
            push(shown.finding, words.set_aside_one, &given);
        }
        for shown in &group.questions {
            push(shown.finding, words.question, "");
        }
        for shown in &group.unknown {
            push(shown.finding, words.unknown, &why(shown, style.language));
        }
    }
    lines.sort_by_key(|(place, _)| *place);
    let mut text = rating(view, words, style);
    text.extend(lines.into_iter().map(|(_, line)| line));
    text + &concise_findings(view.of_review(), style)
}

/// Loose findings, one a line, in their order.
pub fn concise_findings(findings: &[Finding], style: &Style) -> String {
    let words = Words::of(style.language);
    let line = |finding: &Finding| line(finding, words.level(finding.severity), "", style.language);
    findings.iter().map(line).collect()
}

/// The file and its rating.
fn rating(view: &View<'_>, words: &Words, style: &Style) -> String {
    let name = visible(&view.evaluation.document.source.name, false);
    format!("{name}: {}\n", judged(view, words, style))
}

/// The rating, with what it hinges on or which pillars fail, and what it would be without waivers.
pub(super) fn judged(view: &View<'_>, words: &Words, style: &Style) -> String {
    let text = rated(view, words);
    match waivers(view, style) {
        Some(waivers) => format!("{text}. {}", waivers.trim_end_matches('.')),
        None => text,
    }
}

fn rated(view: &View<'_>, words: &Words) -> String {
    let evaluation = view.evaluation;
    let policy = &evaluation.ruleset.policy;
    let Some(rating) = &evaluation.rating else { return words.unrated.to_owned() };
    let fails =
        evaluation.pillars.iter().filter(|pillar| matches!(pillar.decision, Decision::Fails(_)));
    let failed: Vec<&str> =
        fails.map(|pillar| policy.sections[pillar.section].name.as_str()).collect();
    let mut text = policy.ratings[rating.row].name.clone();
    if !rating.hinges.is_empty() {
        let hinges: Vec<&str> = rating.hinges.iter().map(|hinge| hinge.rule.as_str()).collect();
        text.push_str(&format!(
            ", {}: {} {}",
            words.provisional,
            words.depends_on,
            hinges.join(", ")
        ));
    }
    if !failed.is_empty() {
        text.push_str(&format!(" ({}: {})", policy.verdicts.fails.sign, failed.join(", ")));
    }
    text
}

/// Why a rule is not decided.
fn why(shown: &Shown<'_>, language: Language) -> String {
    let causes = shown.outcome.causes.iter().flat_map(|causes| causes.iter());
    let why = causes_in_words(causes, language);
    if why.is_empty() { why } else { format!(" {}.", capitalised(&why)) }
}

fn line(finding: &Finding, severity: &str, more: &str, language: Language) -> String {
    let place = finding.place().map(|place| format!("{place}: ")).unwrap_or_default();
    let message = finding.message.in_language(language);
    let text = format!("{place}{severity}[{}] {message}{more}", finding.code);
    format!("{}\n", visible(&text, false))
}
