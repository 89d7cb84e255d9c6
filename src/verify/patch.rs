//! Patches on a tree: set, remove, withhold.

use crate::document::{self, Data, Document, Entry, Limits, Node, Path, Step};
use crate::rules::Patch;
use crate::source::{Source, Span};

/// Where a submission lists what its document omits.
const WITHHELD: [&str; 2] = ["fuente", "no_publicado"];

/// Elements that a patch may add to a list at once; a position far past the end adds none.
const REACH: usize = 1;

/// A tree with changes: removals first, then values, in the order written.
pub fn patch(root: &Node, patch: &Patch) -> Node {
    let mut root = root.clone();
    // The last first, so that removing one element of a list does not move the others.
    let mut gone: Vec<&Path> = patch.remove.iter().chain(&patch.withhold).collect();
    gone.sort_unstable_by(|a, b| b.cmp(a));
    for path in gone {
        remove(&mut root, path.steps());
    }
    for (path, value) in &patch.set {
        set(&mut root, path.steps(), value);
    }
    for path in &patch.withhold {
        withhold(&mut root, path);
    }
    root
}

/// A submission with changes, as a document of its own, whose text is the tree written out.
pub fn patched(base: &Document, changes: &Patch, name: &str) -> Document {
    let root = patch(&base.root, changes);
    document::read(Source::new(name, document::write(&root)), &Limits::default())
}

fn blank() -> Node {
    Node { data: Data::Blank, span: Span::default() }
}

fn set(node: &mut Node, steps: &[Step], value: &Node) {
    let Some((step, rest)) = steps.split_first() else {
        *node = value.clone();
        return;
    };
    match step {
        Step::Key(key) => {
            if !matches!(node.data, Data::Map(_)) {
                node.data = Data::Map(Vec::new());
            }
            let Data::Map(entries) = &mut node.data else { return };
            let at = entries.iter().position(|entry| entry.key == *key).unwrap_or(entries.len());
            if at == entries.len() {
                entries.push(Entry { key: key.clone(), key_span: Span::default(), node: blank() });
            }
            set(&mut entries[at].node, rest, value);
        }
        Step::Index(index) => {
            if !matches!(node.data, Data::List(_)) {
                node.data = Data::List(Vec::new());
            }
            let Data::List(items) = &mut node.data else { return };
            if *index >= items.len() && *index < items.len() + REACH {
                items.push(blank());
            }
            if let Some(item) = items.get_mut(*index) {
                set(item, rest, value);
            }
        }
        Step::Any => {
            if let Data::List(items) = &mut node.data {
                items.iter_mut().for_each(|item| set(item, rest, value));
            }
        }
    }
}

fn remove(node: &mut Node, steps: &[Step]) {
    let Some((step, rest)) = steps.split_first() else { return };
    match (step, &mut node.data) {
        (Step::Key(key), Data::Map(entries)) if rest.is_empty() => {
            entries.retain(|entry| entry.key != *key);
        }
        (Step::Key(key), Data::Map(entries)) => {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key == *key) {
                remove(&mut entry.node, rest);
            }
        }
        (Step::Index(index), Data::List(items)) if rest.is_empty() && *index < items.len() => {
            items.remove(*index);
        }
        (Step::Index(index), Data::List(items)) => {
            if let Some(item) = items.get_mut(*index) {
                remove(item, rest);
            }
        }
        (Step::Any, Data::List(items)) => items.iter_mut().for_each(|item| remove(item, rest)),
        _ => {}
    }
}

fn withhold(root: &mut Node, path: &Path) {
    let list = Path(WITHHELD.iter().map(|key| Step::Key((*key).to_owned())).collect());
    let mut node = &*root;
    let mut found = true;
    for key in WITHHELD {
        match node.get(key) {
            Some(child) => node = child,
            None => found = false,
        }
    }
    let next = if found { node.items().len() } else { 0 };
    let text = Node { data: Data::Text(path.to_string()), span: Span::default() };
    set(root, list.index(next).steps(), &text);
}
