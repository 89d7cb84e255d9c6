//! A witness as a case of a rule, ready to paste.

use crate::document::{Node, write};
use crate::rules::Patch;
use crate::verify::State;

/// The words of cases for a state; none where no case can expect it.
fn expected(state: State) -> &'static str {
    match state {
        State::Met => "cumple",
        State::Unmet | State::Suspected => "no cumple",
        State::Unknown => "sin dato",
        State::Pending => "pendiente",
        State::NotApplicable => "no aplica",
    }
}

/// A case under `casos` of a rule file: what it changes in the base submission, and what must come out.
///
/// Without `expects` nothing is said of that, and the text is that of the change alone.
pub fn witness_case(name: &str, patch: &Patch, expects: Option<State>) -> String {
    let mut text = format!("  - nombre: {}\n", scalar(name));
    if !patch.set.is_empty() {
        text.push_str("    con:\n");
        for (path, node) in &patch.set {
            text.push_str(&format!("      {path}: {}\n", one_line(node)));
        }
    }
    for (key, paths) in [("sin", &patch.remove), ("no_publicado", &patch.withhold)] {
        if !paths.is_empty() {
            let paths: Vec<String> = paths.iter().map(|path| scalar(&path.to_string())).collect();
            text.push_str(&format!("    {key}: [{}]\n", paths.join(", ")));
        }
    }
    if let Some(state) = expects {
        text.push_str(&format!("    espera: {}\n", expected(state)));
    }
    text
}

/// What a witness changes in the base submission, in one line.
pub(super) fn changes(patch: &Patch, base: &str) -> String {
    let set = patch.set.iter().map(|(path, node)| format!("{path}: {}", short(&one_line(node))));
    let gone = patch.remove.iter().map(|path| format!("sin {path}"));
    let withheld = patch.withhold.iter().map(|path| format!("no publicado {path}"));
    let all: Vec<String> = set.chain(gone).chain(withheld).collect();
    if all.is_empty() { base.to_owned() } else { all.join("; ") }
}

/// A value in one line, as YAML and JSON read it.
fn one_line(node: &Node) -> String {
    write(node).lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// A text as YAML reads it back: plain where that is safe.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ._-[]".contains(c);
    let safe = text.chars().all(plain) && text.starts_with(char::is_alphabetic);
    match safe && !text.contains("[]") && !text.ends_with(' ') && !text.contains('[') {
        true => text.to_owned(),
        false => {
            let data = crate::document::Data::Text(text.to_owned());
            one_line(&Node { data, span: crate::source::Span::default() })
        }
    }
}

fn short(text: &str) -> String {
    match text.chars().count() > 80 {
        true => text.chars().take(80).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
