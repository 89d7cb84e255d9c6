//! One line per finding, for editors, `grep` and people in a hurry.

use crate::evaluate::Decision;
use crate::finding::{Finding, Language};
use crate::source::Span;

use super::safe::visible;
use super::words::Words;
use super::{Style, View};

/// The rating, then `file:line:column: severity[ID] message`, in the order of the text.
pub fn concise(view: &View<'_>, style: &Style) -> String {
    let words = Words::of(style.language);
    let mut lines: Vec<(Span, String)> = Vec::new();
    let mut push = |finding: &Finding, severity: &str| {
        let place = finding.span().unwrap_or_default();
        lines.push((place, line(finding, severity, style.language)));
    };
    for finding in view.text {
        push(finding, words.level(finding.severity));
    }
    for group in &view.groups {
        for shown in &group.unmet {
            let severity = &view.evaluation.ruleset.severity(shown.rule).name;
            push(shown.finding, &severity.to_lowercase());
        }
        for shown in &group.unknown {
            push(shown.finding, words.unknown);
        }
    }
    lines.sort_by_key(|(place, _)| *place);
    let mut text = rating(view, words);
    text.extend(lines.into_iter().map(|(_, line)| line));
    text
}

/// Loose findings, one a line, in their order.
pub fn concise_findings(findings: &[Finding], style: &Style) -> String {
    let words = Words::of(style.language);
    let lines =
        findings.iter().map(|finding| line(finding, words.level(finding.severity), style.language));
    lines.collect()
}

fn rating(view: &View<'_>, words: &Words) -> String {
    let evaluation = view.evaluation;
    let policy = &evaluation.ruleset.policy;
    let name = visible(&evaluation.document.source.name, false);
    let Some(rating) = &evaluation.rating else { return format!("{name}: {}\n", words.unrated) };
    let failed: Vec<&str> = evaluation
        .pillars
        .iter()
        .filter(|pillar| matches!(pillar.decision, Decision::Fails(_)))
        .map(|pillar| policy.sections[pillar.section].name.as_str())
        .collect();
    let mut text = format!("{name}: {}", policy.ratings[rating.row].name);
    if !rating.hinges.is_empty() {
        text.push_str(&format!(", {}", words.provisional));
    }
    if !failed.is_empty() {
        text.push_str(&format!(" ({}: {})", policy.verdicts.fails.sign, failed.join(", ")));
    }
    text + "\n"
}

fn line(finding: &Finding, severity: &str, language: Language) -> String {
    let place = finding.place().map(|place| format!("{place}: ")).unwrap_or_default();
    let message = finding.message.in_language(language);
    let reason = match (&finding.reason, finding.help.is_none()) {
        (Some(reason), true) if severity == Words::of(language).unknown => {
            format!(" {}", reason.in_language(language))
        }
        _ => String::new(),
    };
    let text = format!("{place}{severity}[{}] {message}{reason}", finding.code);
    format!("{}\n", visible(&text, false))
}
