//! SARIF 2.1.0 (OASIS), for code scanning and editors.
//!
//! Results are what there is to tell; what passed is left out, since code scanning takes every result
//! for a problem. A result that is not certain says so by its kind: `review` for what a person has to
//! confirm or answer, `open` for what could not be decided; both have level `none`, as the standard
//! demands. What could not be looked at, or has no place, is a notification.

use crate::finding::{Language, Severity};

use super::super::json::{Writer, level};
use super::super::markdown::{escape, sentence};
use super::path;
use super::run::{CiResult, Precision, RuleInfo, Run, Spot, State, Suite};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Version of what goes into a fingerprint.
const FINGERPRINT: &str = "pilares/v1";

/// One log with one run.
pub(super) fn sarif(run: &Run) -> String {
    Writer::write(|w| {
        w.object(|w| {
            w.key("$schema").text(SCHEMA);
            w.key("version").text("2.1.0");
            w.key("runs").list([run], |w, run| w.object(|w| write_run(w, run)));
        });
    })
}

fn write_run(w: &mut Writer, run: &Run) {
    let (results, notices): (Vec<_>, Vec<_>) =
        run.told().partition(|(_, result)| is_result(result));
    let mut files: Vec<&Suite> = run.suites.iter().filter(|suite| suite.is_file).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|a, b| a.name == b.name);
    w.key("tool").object(|w| w.key("driver").object(|w| driver(w, run)));
    w.key("automationDetails").line(|w| w.key("id").text(&format!("pilares/{}/", run.command)));
    w.key("language").text(language(run));
    w.key("columnKind").text("unicodeCodePoints");
    w.key("newlineSequences").texts(["\r\n", "\n", "\r"]);
    w.key("invocations").list([notices], |w, notices| {
        w.object(|w| {
            w.key("executionSuccessful").plain(run.complete);
            w.key("toolExecutionNotifications")
                .list(notices, |w, (rule, result)| notification(w, rule, result));
        });
    });
    w.key("artifacts").list(files, artifact);
    w.key("results").list(results, |w, (rule, found)| result(w, rule, found));
}

/// Whether something is a result: code scanning refuses a document with a result that has no place.
fn is_result(result: &CiResult) -> bool {
    result.state != State::Unreadable && !result.told.places.is_empty()
}

fn language(run: &Run) -> &'static str {
    match run.language {
        Language::Spanish => "es-CL",
        Language::English => "en",
    }
}

fn driver(w: &mut Writer, run: &Run) {
    let version = env!("CARGO_PKG_VERSION");
    w.key("name").text("Pilares");
    w.key("semanticVersion").text(version);
    w.key("version").text(version);
    if let Some((id, version)) = &run.ruleset {
        w.key("properties").line(|w| {
            w.key("ruleset").text(id);
            w.key("rulesetVersion").text(version);
        });
    }
    w.key("rules").list(&run.rules, rule);
}

fn rule(w: &mut Writer, rule: &RuleInfo) {
    let problem = match rule.level {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    };
    let precision = rule.precision.map(|precision| match precision {
        Precision::Certain => "very-high",
        Precision::Fallible => "medium",
        Precision::Asked => "low",
    });
    w.object(|w| {
        w.key("id").text(&rule.id);
        w.key("name").text(&rule.name);
        w.key("shortDescription").line(|w| w.key("text").text(&plain(&rule.title)));
        w.key("fullDescription").line(|w| w.key("text").text(&plain(&rule.description)));
        w.key("defaultConfiguration").line(|w| w.key("level").text(level(rule.level)));
        w.key("help").object(|w| {
            w.key("text")
                .text(&plain(&said(&rule.help, |heading, text| format!("{heading}: {text}"))));
            w.key("markdown").text(&said(&rule.help, |heading, text| {
                let lines: Vec<String> = text.lines().map(sentence).collect();
                format!("**{}:** {}", escape(heading), lines.join("\n\n"))
            }));
        });
        w.key("properties").object(|w| {
            w.key("tags").texts(rule.tags.iter().map(String::as_str));
            w.key("problem.severity").text(problem);
            if let Some(precision) = precision {
                w.key("precision").text(precision);
            }
        });
    });
}

/// Headings and their texts, a paragraph each.
fn said(help: &[(String, String)], paragraph: impl Fn(&str, &str) -> String) -> String {
    let paragraphs = help.iter().map(|(heading, text)| paragraph(heading, text));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn artifact(w: &mut Writer, suite: &Suite) {
    w.object(|w| {
        location(w, &suite.name);
        if let Some(verdict) = &suite.verdict {
            w.key("description").line(|w| w.key("text").text(&plain(verdict)));
        }
        w.key("roles").texts(["analysisTarget"]);
    });
}

fn location(w: &mut Writer, file: &str) {
    let key = w.key("location");
    key.line(|w| w.key("uri").text(&uri(file)));
}

fn notification(w: &mut Writer, rule: &RuleInfo, result: &CiResult) {
    w.object(|w| {
        w.key("descriptor").line(|w| w.key("id").text(&rule.id));
        w.key("level").text(level(result.loudness()));
        w.key("message").line(|w| w.key("text").text(&plain(&result.told.text())));
        w.key("locations").list(result.told.place(), |w, spot| w.object(|w| physical(w, spot)));
    });
}

fn result(w: &mut Writer, rule: &RuleInfo, result: &CiResult) {
    let (kind, level) = match result.state {
        State::Suspected | State::Pending => ("review", "none"),
        State::Unknown => ("open", "none"),
        State::Passed => ("pass", "none"),
        State::NotApplicable => ("notApplicable", "none"),
        State::Failed | State::SetAside | State::Unreadable => ("fail", level(result.level)),
    };
    w.object(|w| {
        w.key("ruleId").text(&rule.id);
        w.key("ruleIndex").plain(result.rule);
        if result.state == State::SetAside {
            w.key("suppressions").list([&result.about], |w, why| {
                w.line(|w| {
                    w.key("kind").text("external");
                    w.key("status").text("accepted");
                    w.key("justification").text(&plain(why));
                })
            });
        }
        w.key("kind").text(kind);
        w.key("level").text(level);
        w.key("message").line(|w| w.key("text").text(&plain(&result.told.text())));
        let (main, related) = result.told.places.split_at(1);
        w.key("locations").list(main, |w, spot| w.object(|w| located(w, spot)));
        if !related.is_empty() {
            w.key("relatedLocations").list(related.iter().enumerate(), |w, (index, spot)| {
                w.object(|w| {
                    w.key("id").plain(index + 1);
                    located(w, spot);
                });
            });
        }
        w.key("partialFingerprints").line(|w| w.key(FINGERPRINT).text(&result.fingerprint));
        w.key("properties").line(|w| {
            w.key("status").text(result.state.id());
            w.key("about").text(&result.about);
        });
    });
}

/// A place, the field that stands there, and a word about it.
fn located(w: &mut Writer, spot: &Spot) {
    physical(w, spot);
    if let Some(path) = &spot.path {
        w.key("logicalLocations").list([path], |w, path| {
            w.line(|w| {
                w.key("fullyQualifiedName").text(path);
                w.key("kind").text("property");
            })
        });
    }
    if let Some(note) = &spot.note {
        w.key("message").line(|w| w.key("text").text(&plain(note)));
    }
}

fn physical(w: &mut Writer, spot: &Spot) {
    let (source, span) = (&spot.place.source, spot.place.span);
    let (first, last) = (source.position(span.start), source.position(span.end));
    w.key("physicalLocation").object(|w| {
        w.key("artifactLocation").line(|w| w.key("uri").text(&uri(&source.name)));
        w.key("region").line(|w| {
            w.key("startLine").plain(first.line);
            w.key("startColumn").plain(first.column);
            w.key("endLine").plain(last.line);
            w.key("endColumn").plain(last.column);
            w.key("byteOffset").plain(span.start);
            w.key("byteLength").plain(span.range().len());
        });
    });
}

/// A text in which nothing is a link (`[a](b)`) or a placeholder (`{0}`) for a reader of SARIF.
fn plain(text: &str) -> String {
    let text = text.replace("](", "] (");
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        let after = &rest[at + 1..];
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_placeholder = digits > 0 && after[digits..].starts_with('}');
        escaped.push_str(&rest[..at]);
        let taken = if is_placeholder {
            escaped.push_str(&format!("{{{{{}}}}}", &after[..digits]));
            digits + 2
        } else {
            escaped.push('{');
            1
        };
        rest = &rest[at + taken..];
    }
    escaped + rest
}

/// A file's name as a relative reference; an absolute one becomes a `file:` URI.
fn uri(name: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded: String = path(name)
        .bytes()
        .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    match encoded.strip_prefix('/') {
        Some(path) => format!("file:///{}", path.trim_start_matches('/')),
        None => encoded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_uris() {
        assert_eq!(uri("./submissions/año 1.yaml"), "submissions/a%C3%B1o%201.yaml");
        assert_eq!(uri("../b#c?d:e"), "../b%23c%3Fd%3Ae");
        assert_eq!(uri("/tmp/x"), "file:///tmp/x");
        assert_eq!(uri("//host/x"), "file:///host/x");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }

    #[test]
    fn a_submission_writes_no_links_and_no_placeholders() {
        assert_eq!(plain("[ver](http://x) {0} {a} { {12}"), "[ver] (http://x) {{0}} {a} { {{12}}");
        assert_eq!(plain("componentes[1], {numero(1)}"), "componentes[1], {numero(1)}");
    }
}
