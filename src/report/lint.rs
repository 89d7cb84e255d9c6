//! What the analysis of a rule set says, with the submissions that show it.

use crate::finding::{Language, Severity};
use crate::verify::{Found, Lint};

use super::Style;
use super::terminal;
use super::words::Words;

/// Every finding with its place and the case that shows it, then how many there are.
pub fn lint(lint: &Lint, style: &Style) -> String {
    let mut text = String::new();
    for found in &lint.found {
        text.push_str(&terminal::finding(&found.finding, style));
        if let Some(shown) = &found.witness {
            let (says, name) = match style.language {
                Language::Spanish => ("un caso que lo muestra:", "Por nombrar"),
                Language::English => ("a case that shows it:", "To be named"),
            };
            text.push_str(&format!("    {says}\n{}", shown.case(name)));
        }
        text.push('\n');
    }
    text.push_str(&closing(lint, style.language));
    text
}

fn closing(lint: &Lint, language: Language) -> String {
    let notes = lint.found.iter().filter(|found| found.finding.severity == Severity::Note).count();
    let found = lint.found.len() - notes;
    match language {
        Language::Spanish => format!(
            "{}: {}, {} y {}\n",
            Words::counted(lint.rules, ["regla", "reglas"]),
            Words::counted(found, ["hallazgo", "hallazgos"]),
            Words::counted(notes, ["sospecha", "sospechas"]),
            Words::counted(lint.excepted, ["excepción con su razón", "excepciones con su razón"]),
        ),
        Language::English => format!(
            "{}: {}, {} and {}\n",
            Words::counted(lint.rules, ["rule", "rules"]),
            Words::counted(found, ["finding", "findings"]),
            Words::counted(notes, ["suspicion", "suspicions"]),
            Words::counted(
                lint.excepted,
                ["exception with its reason", "exceptions with their reason"]
            ),
        ),
    }
}

/// The name of the file that holds the form of a finding, by its number from 0: `03-POB-21-boundary.yaml`.
pub fn witness_name(at: usize, found: &Found) -> String {
    let code = found.finding.code.trim_start_matches("lint/");
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '-';
    let about: String =
        found.about.chars().map(|letter| if plain(letter) { letter } else { '-' }).collect();
    format!("{:02}-{about}-{code}.yaml", at + 1)
}
