//! JUnit's XML: a list of tests, as Jenkins, GitLab and GitHub actions read it.
//!
//! A rule that is not met is a failure. What nobody could decide is skipped, with the reason: it is
//! neither a success nor a failure. No times are written, so that the same bytes in give the same out.

use std::fmt::Write as _;

use super::super::safe::visible;
use super::path;
use super::run::{CiResult, RuleInfo, Run, State, Suite};

/// One suite per file or section; a run without results is one test that passed.
pub(super) fn junit(run: &Run) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = || run.suites.iter().flat_map(|suite| &suite.results);
    let name = format!("pilares {}", run.command);
    if all().next().is_none() {
        let (name, command) = (attribute(&name), attribute(&run.command));
        let counts = "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"";
        let _ = write!(
            xml,
            "<testsuites name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"0\">\n  \
             <testsuite name=\"{command}\" {counts}>\n    \
             <testcase name=\"{name}\" classname=\"{command}\"/>\n  </testsuite>\n</testsuites>\n"
        );
        return xml;
    }
    let counts = Counts::of(all());
    let _ = writeln!(
        xml,
        "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        attribute(&name),
        counts.tests,
        counts.failures,
        counts.errors
    );
    for suite in run.suites.iter().filter(|suite| !suite.results.is_empty()) {
        write_suite(&mut xml, run, suite);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn write_suite(xml: &mut String, run: &Run, suite: &Suite) {
    let counts = Counts::of(suite.results.iter());
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        attribute(&suite.name),
        counts.tests,
        counts.failures,
        counts.errors,
        counts.skipped
    );
    if let Some(verdict) = &suite.verdict {
        let _ = writeln!(
            xml,
            "    <properties>\n      <property name=\"rating\" value=\"{}\"/>\n    </properties>",
            attribute(verdict)
        );
    }
    for result in &suite.results {
        write_case(xml, &run.rules[result.rule], suite, result);
    }
    xml.push_str("  </testsuite>\n");
}

fn write_case(xml: &mut String, rule: &RuleInfo, suite: &Suite, result: &CiResult) {
    let _ = write!(
        xml,
        "    <testcase name=\"{}\" classname=\"{}\"",
        attribute(&result.name),
        attribute(&suite.name)
    );
    let place = result.told.place().map(|spot| &spot.place);
    if let Some(place) = place {
        let line = place.position().line;
        let _ = write!(xml, " file=\"{}\" line=\"{line}\"", attribute(&path(&place.source.name)));
    }
    let kind = attribute(&result.about);
    let message = attribute(&result.told.message);
    let text = || {
        let place = place.map(|place| format!("{place}\n")).unwrap_or_default();
        content(&format!("{place}{}", result.told.full_text()))
    };
    let _ = match result.state {
        State::Passed => writeln!(xml, "/>"),
        State::NotApplicable => {
            writeln!(xml, ">\n      <skipped message=\"{}\"/>\n    </testcase>", kind)
        }
        State::SetAside | State::Suspected | State::Pending | State::Unknown => {
            writeln!(xml, ">\n      <skipped message=\"{kind}: {message}\"/>\n    </testcase>")
        }
        State::Failed => writeln!(
            xml,
            ">\n      <failure type=\"{kind}\" message=\"{message}\">{}</failure>\n    </testcase>",
            text()
        ),
        State::Unreadable => writeln!(
            xml,
            ">\n      <error type=\"{}\" message=\"{message}\">{}</error>\n    </testcase>",
            attribute(&rule.id),
            text()
        ),
    };
}

/// How many tests there are, and how many ended otherwise than well.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'r>(results: impl Iterator<Item = &'r CiResult>) -> Counts {
        let mut counts = Counts::default();
        for result in results {
            counts.tests += 1;
            match result.state {
                State::Passed => {}
                State::Failed => counts.failures += 1,
                State::Unreadable => counts.errors += 1,
                State::NotApplicable
                | State::SetAside
                | State::Suspected
                | State::Pending
                | State::Unknown => {
                    counts.skipped += 1;
                }
            }
        }
        counts
    }
}

/// A text as the value of an attribute, in one line.
fn attribute(text: &str) -> String {
    escape(&visible(text, false))
}

/// A text between two tags, with its lines.
fn content(text: &str) -> String {
    escape(&visible(text, true))
}

/// Without a meaning for XML, and without the two characters that XML 1.0 forbids beside controls.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
            }
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_xml_forbids_gets_out() {
        assert_eq!(attribute("a\"<b>\n&\u{1b}\u{0}"), "a&quot;&lt;b&gt; &amp;\\u{1b}\\u{0}");
        assert_eq!(content("uno\n]]>\u{ffff}\u{85}"), "uno\n]]&gt;\\u{ffff}\\u{85}");
    }
}
