//! Workflow commands: GitHub Actions shows each on its line of the changed file.
//!
//! Every line of the document is a command of ours. Texts that people wrote are escaped as the runner
//! unescapes them, so that none ends a command or begins another.

use crate::finding::Severity;

use super::super::safe::visible;
use super::run::{CiResult, RuleInfo, Run, Spot};
use super::{path, rating};

/// One command per verdict, then one per result, loudest first: GitHub shows ten of a kind.
pub(super) fn github(run: &Run) -> String {
    let rating = rating(run.language);
    let mut text = String::new();
    for suite in &run.suites {
        if let Some(verdict) = &suite.verdict {
            let place = [("file", path(&suite.name)), ("title", rating.to_owned())];
            text.push_str(&command("notice", &place, verdict));
        }
    }
    let mut told: Vec<(&RuleInfo, &CiResult)> = run.told().collect();
    told.sort_by_key(|(rule, result)| (result.loudness(), !rule.decides));
    for (rule, result) in told {
        let name = match result.loudness() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut properties = result.told.place().map(place).unwrap_or_default();
        properties.push(("title", format!("{} · {}", rule.id, result.about)));
        text.push_str(&command(name, &properties, &result.told.text()));
    }
    text
}

/// File and lines; columns too where the text stands in one line, as GitHub wants it.
fn place(spot: &Spot) -> Vec<(&'static str, String)> {
    let source = &spot.place.source;
    let (first, last) = (spot.place.position(), source.position(spot.place.span.end));
    let mut properties = vec![("file", path(&source.name)), ("line", first.line.to_string())];
    if first.line == last.line {
        properties.push(("col", first.column.to_string()));
    }
    properties.push(("endLine", last.line.to_string()));
    if first.line == last.line {
        properties.push(("endColumn", last.column.to_string()));
    }
    properties
}

/// A command in one line.
fn command(name: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), data(message))
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    visible(text, true).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_command_of_its_own() {
        let hostile = "100 %\n::stop-commands::x\r\n,title=a::b";
        assert_eq!(
            command("error", &[("file", hostile.to_owned())], hostile),
            "::error file=100 %25%0A%3A%3Astop-commands%3A%3Ax\\u{d}%0A%2Ctitle=a%3A%3Ab\
             ::100 %25%0A::stop-commands::x\\u{d}%0A,title=a::b\n"
        );
    }
}
