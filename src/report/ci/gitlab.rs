//! GitLab's Code Quality report: one list of what is wrong, by file and line.

use crate::finding::Severity;

use super::super::json::Writer;
use super::gather::WAIVERS;
use super::run::{CiResult, RuleInfo, Run, State, Suite};
use super::{path, rating};

/// The list; results without a place stand at the first line of what they are about.
///
/// It has no room for a verdict: only one that waivers made is told, before the file's results.
pub(super) fn gitlab(run: &Run) -> String {
    Writer::write(|w| {
        w.list(run.suites.iter().flat_map(|suite| issues(run, suite)), |w, issue| write(w, &issue));
    })
}

/// An entry of the list.
struct Issue<'r> {
    check: &'r str,
    description: String,
    body: String,
    severity: &'static str,
    fingerprint: &'r str,
    file: &'r str,
    lines: (usize, usize),
}

fn issues<'r>(run: &'r Run, suite: &'r Suite) -> impl Iterator<Item = Issue<'r>> {
    let results = suite.results.iter().filter(|result| result.state.is_told());
    waived(run, suite).into_iter().chain(results.map(move |result| {
        let rule = &run.rules[result.rule];
        let place = result.told.place().map(|spot| &spot.place);
        Issue {
            check: &rule.id,
            description: description(rule, result),
            body: result.told.text(),
            severity: severity(rule, result),
            fingerprint: &result.fingerprint,
            file: place.map_or(&suite.name, |place| &place.source.name),
            lines: place.map_or((1, 1), |place| {
                (place.position().line, place.source.position(place.span.end).line)
            }),
        }
    }))
}

/// The verdict with that without waivers, where some are in use.
fn waived<'r>(run: &Run, suite: &'r Suite) -> Option<Issue<'r>> {
    let (fingerprint, verdict) = (suite.waivers.as_ref()?, suite.verdict.as_ref()?);
    let text = format!("{}: {verdict}.", rating(run.language));
    Some(Issue {
        check: WAIVERS,
        description: text.clone(),
        body: text,
        severity: "info",
        fingerprint,
        file: &suite.name,
        lines: (1, 1),
    })
}

fn write(w: &mut Writer, issue: &Issue<'_>) {
    w.object(|w| {
        w.key("check_name").text(issue.check);
        w.key("description").text(&issue.description);
        w.key("content").line(|w| w.key("body").text(&issue.body));
        w.key("severity").text(issue.severity);
        w.key("fingerprint").text(issue.fingerprint);
        w.key("location").line(|w| {
            w.key("path").text(&path(issue.file));
            w.key("lines").line(|w| {
                w.key("begin").plain(issue.lines.0);
                w.key("end").plain(issue.lines.1);
            });
        });
    });
}

fn description(rule: &RuleInfo, result: &CiResult) -> String {
    format!("{} [{}]: {}", rule.id, result.about, result.told.message)
}

/// How grave, in GitLab's five words.
fn severity(rule: &RuleInfo, result: &CiResult) -> &'static str {
    match (result.loudness(), result.state) {
        (Severity::Error, State::Failed) if rule.decides => "blocker",
        (Severity::Error, _) => "critical",
        (Severity::Warning, State::Suspected) if result.level == Severity::Error => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Note, _) => "info",
    }
}
