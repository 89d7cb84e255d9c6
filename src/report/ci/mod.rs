//! What continuous-integration services read: SARIF, JUnit, GitHub annotations, GitLab Code Quality.
//!
//! Takes evaluations, cases of rules or loose findings, gathered in one [`Run`]; gives one document
//! for all of them. No renderer computes a fact: what a result is called, how loud it is and by which
//! fingerprint it is known again is decided in the [`Run`].
//! Knows nothing of files or of the service's environment.

mod describe;
mod fingerprint;
mod gather;
mod github;
mod gitlab;
mod junit;
mod run;
mod sarif;

use crate::finding::{Finding, Language};
use crate::rules::Ruleset;

pub use run::{CiResult, Precision, RuleInfo, Run, Spot, State, Suite, Told};

/// A format that a service reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// JUnit's XML, for lists of tests.
    Junit,
    /// Workflow commands, which GitHub Actions shows on the changed lines.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
}

impl Format {
    /// The formats by the names of the command line.
    pub const ALL: [(&'static str, Format); 4] = [
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
        ("github", Format::Github),
        ("gitlab", Format::Gitlab),
    ];

    /// The format that the command line calls so; none where it is another kind of format.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

/// A run as one document of a format.
pub fn render(format: Format, run: &Run) -> String {
    match format {
        Format::Sarif => sarif::sarif(run),
        Format::Junit => junit::junit(run),
        Format::Github => github::github(run),
        Format::Gitlab => gitlab::gitlab(run),
    }
}

/// Loose findings as one document of a format: what a command found that judges no submission.
///
/// `command` is the command's English name (`lint`). No findings give a valid document that says so.
pub fn findings(format: Format, command: &str, findings: &[Finding], language: Language) -> String {
    let mut run = Run::new(command, language);
    run.add_findings(findings);
    render(format, &run)
}

/// Findings of which some have the id of a rule for a code: services are told what the rule is.
pub fn findings_of_rules(
    format: Format,
    command: &str,
    ruleset: &Ruleset,
    findings: &[Finding],
    language: Language,
) -> String {
    let mut run = Run::new(command, language);
    run.add_rules(ruleset, |id| findings.iter().any(|finding| finding.code == id));
    run.add_findings(findings);
    render(format, &run)
}

/// Findings that kept a command from running: of a rule set that does not compile, say.
pub fn refusal(format: Format, command: &str, findings: &[Finding], language: Language) -> String {
    let mut run = Run::new(command, language);
    run.add_findings(findings);
    run.complete = false;
    render(format, &run)
}

/// What a verdict is told as.
fn rating(language: Language) -> &'static str {
    match language {
        Language::Spanish => "Calificación",
        Language::English => "Rating",
    }
}

/// A file's name as services know it: with `/` between folders, from the folder of the command.
fn path(name: &str) -> String {
    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
    let mut relative = name.as_str();
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest;
    }
    relative.to_owned()
}
