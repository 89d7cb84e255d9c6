//! Entries of the lexicon that another entry of their list makes superfluous.
//!
//! Only what the way texts are searched makes sure of: an expression that is found wherever another of
//! the same list is, at the same words, and a verb that has the forms of another.

use crate::document::{self, Document, Limits, Node};
use crate::finding::{Severity, Wording};
use crate::rules::{Files, VERB_LISTS, idle_exceptions, superfluous};

use super::tell::Found;

/// Entries that are told by name; of more, only how many there are.
const TOLD: usize = 5;

/// Entries that change nothing: a finding for each list that has some.
pub(super) fn entries(files: &Files, policy: &Document) -> Vec<Found> {
    let path = policy.root.get("lexico").and_then(|node| node.text());
    let Some((path, source)) = path.and_then(|path| Some((path, files.get(path)?))) else {
        return Vec::new();
    };
    let document = document::read(source.clone(), &Limits::default());
    let mut idle: Vec<Idle<'_>> = Vec::new();
    for entry in document.root.entries() {
        lists(&entry.key, &entry.node, entry.key == VERB_LISTS, &mut idle);
    }
    let mut found = Vec::new();
    for entry in document.root.entries().iter().filter(|entry| entry.key != VERB_LISTS) {
        exceptions(path, &entry.key, &entry.node, &document, &mut found);
    }
    for list in idle.chunk_by(|one, other| one.list == other.list) {
        found.extend(told(path, list, &document));
    }
    found
}

/// An entry that changes nothing, and the one that is found wherever it is.
struct Idle<'n> {
    list: &'n str,
    entry: &'n Node,
    text: &'n str,
    general: &'n str,
}

/// Looks at a list, or at those in a group or a list of lists.
fn lists<'n>(name: &'n str, node: &'n Node, verbs: bool, idle: &mut Vec<Idle<'n>>) {
    for entry in node.entries() {
        lists(&entry.key, &entry.node, verbs, idle);
    }
    for item in node.items() {
        if !item.items().is_empty() {
            lists(name, item, verbs, idle);
        }
        for exceptions in item.entries() {
            lists(name, &exceptions.node, verbs, idle);
        }
    }
    let texts = node.items().iter().filter_map(|item| Some((item, item.text()?)));
    let (items, texts): (Vec<&Node>, Vec<&str>) = texts.unzip();
    idle.extend(superfluous(&texts, verbs).into_iter().map(|(at, other)| Idle {
        list: name,
        entry: items[at],
        text: texts[at],
        general: texts[other],
    }));
}

/// Exceptions of a list, or of those in a group, that no expression of it could need.
fn exceptions(path: &str, name: &str, node: &Node, document: &Document, found: &mut Vec<Found>) {
    for entry in node.entries() {
        exceptions(path, &entry.key, &entry.node, document, found);
    }
    let list: Vec<&str> = node.items().iter().filter_map(Node::text).collect();
    let passed: Vec<&Node> =
        node.items().iter().filter_map(|item| item.get("salvo")).flat_map(Node::items).collect();
    let texts: Vec<&str> = passed.iter().map(|node| node.text().unwrap_or_default()).collect();
    for at in idle_exceptions(&list, &texts) {
        let text = texts[at];
        let message = Wording::both(
            format!("`{text}` sobra en el `salvo` de la lista `{name}`"),
            format!("`{text}` is superfluous in the `salvo` of the list `{name}`"),
        );
        let place = document.place(passed[at].span);
        let one = Found::new("lint/idle-entry", Severity::Warning, path, place, message);
        let reason = Wording::both(
            "Está probado: ninguna expresión de la lista tiene una palabra suya, y donde está no hay nada que pasar por alto.",
            "It is proved: no expression of the list has a word of it, and where it stands there is nothing to pass over.",
        );
        found.push(one.on(name).because(reason).helped_by(
            "Quítela, o corrija la expresión de la lista a la que se refería.",
            "Remove it, or correct the expression of the list that it was meant for.",
        ));
    }
}

/// What is said of the entries of one list.
fn told(path: &str, idle: &[Idle<'_>], document: &Document) -> Option<Found> {
    let first = idle.first()?;
    let (list, text, general) = (first.list, first.text, first.general);
    let message = match idle.len() {
        1 => Wording::both(
            format!("`{text}` sobra en la lista `{list}`: `{general}` ya se encuentra donde está"),
            format!(
                "`{text}` is superfluous in the list `{list}`: `{general}` is found where it is"
            ),
        ),
        count => Wording::both(
            format!(
                "en la lista `{list}` sobran {count} expresiones que otra de ella ya encuentra"
            ),
            format!(
                "in the list `{list}`, {count} expressions are superfluous: another finds them"
            ),
        ),
    };
    let pairs = |by: &str| {
        let told =
            idle.iter().take(TOLD).map(|one| format!("`{}` {by} `{}`", one.text, one.general));
        told.collect::<Vec<_>>().join(", ")
    };
    let (more, more_english) = match idle.len().saturating_sub(TOLD) {
        0 => (String::new(), String::new()),
        left => (format!(" y {left} más"), format!(" and {left} more")),
    };
    let place = document.place(first.entry.span);
    let one = Found::new("lint/idle-entry", Severity::Warning, path, place, message);
    let (spanish, english) = match idle.len() {
        1 => (
            "Quítela; si está para que quien lee el léxico la vea",
            "Remove it; if it is there so that readers of the lexicon see it",
        ),
        _ => (
            "Quítelas; si están para que quien lee el léxico vea sus formas",
            "Remove them; if they are there so that readers of the lexicon see their forms",
        ),
    };
    Some(
        one.on(list)
            .because(Wording::both(
                format!(
                    "Está probado, por la raíz con que se buscan las palabras: {}{more}.",
                    pairs("por")
                ),
                format!(
                    "It is proved, by the stems that words are looked for with: {}{more_english}.",
                    pairs("by")
                ),
            ))
            .helped_by(
                &format!("{spanish}, dígalo en `excepciones.yaml`."),
                &format!("{english}, say so in `excepciones.yaml`."),
            ),
    )
}
