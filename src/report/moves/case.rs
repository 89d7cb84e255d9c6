//! Submissions in few words: what they change in the base, and what a case of a rule says of them.

use crate::document::{Node, write};
use crate::rules::{Patch, answered_case_text};
use crate::verify::State;

/// Characters of a value that are shown in a line.
const SHOWN: usize = 80;

/// The words of cases for a state.
fn expected(state: State) -> &'static str {
    match state {
        State::Met => "cumple",
        State::Unmet | State::Suspected => "no cumple",
        State::Unknown => "sin dato",
        State::Pending => "pendiente",
        State::NotApplicable => "no aplica",
    }
}

/// A submission as a case of a rule, with the answer to its question, to be pasted under `casos`.
pub(super) fn case(name: &str, patch: &Patch, answer: Option<&str>, state: State) -> String {
    answered_case_text(name, patch, answer, expected(state))
}

/// What a submission changes in the base, in one line; `base` where nothing.
pub(super) fn changes(patch: &Patch, base: &str) -> String {
    let set = patch.set.iter().map(|(path, node)| format!("`{path}: {}`", value(node)));
    let gone = patch.remove.iter().map(|path| format!("sin `{path}`"));
    let withheld = patch.withhold.iter().map(|path| format!("no publicado `{path}`"));
    let all: Vec<String> = set.chain(gone).chain(withheld).collect();
    if all.is_empty() { base.to_owned() } else { all.join("; ") }
}

fn value(node: &Node) -> String {
    let text = write(node).lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('`', "'");
    match text.chars().count() > SHOWN {
        true => text.chars().take(SHOWN).chain(['…']).collect(),
        false => text,
    }
}
