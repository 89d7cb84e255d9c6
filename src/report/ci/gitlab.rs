//! GitLab's Code Quality report: one list of what is wrong, by file and line.

use crate::finding::Severity;

use super::super::json::Writer;
use super::path;
use super::run::{CiResult, RuleInfo, Run, State};

/// The list; results without a place stand at the first line of what they are about.
pub(super) fn gitlab(run: &Run) -> String {
    let told = run.suites.iter().flat_map(|suite| {
        let results = suite.results.iter().filter(|result| result.state.is_told());
        results.map(move |result| (suite, result))
    });
    Writer::write(|w| {
        w.list(told, |w, (suite, result)| {
            let rule = &run.rules[result.rule];
            let place = result.told.place().map(|spot| &spot.place);
            let file = place.map_or(&suite.name, |place| &place.source.name);
            let (begin, end) = place.map_or((1, 1), |place| {
                (place.position().line, place.source.position(place.span.end).line)
            });
            w.object(|w| {
                w.key("check_name").text(&rule.id);
                w.key("description").text(&description(rule, result));
                w.key("content").line(|w| w.key("body").text(&result.told.text()));
                w.key("severity").text(severity(rule, result));
                w.key("fingerprint").text(&result.fingerprint);
                w.key("location").line(|w| {
                    w.key("path").text(&path(file));
                    w.key("lines").line(|w| {
                        w.key("begin").plain(begin);
                        w.key("end").plain(end);
                    });
                });
            });
        });
    })
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
