//! What differs between the forms of two rule sets.

use crate::document::{Document, Limits, Path, Step, read, write};
use crate::rules::Ruleset;

use super::tree::differences;
use super::{Change, Side, What};

/// Keywords that only people read.
const TEXTS: [&str; 9] = [
    "title",
    "description",
    "examples",
    "$comment",
    "x-name",
    "x-item",
    "x-figure",
    "x-section",
    "x-origin",
];

/// Keywords under which a group's fields stand by name.
const NAMED: [&str; 2] = ["properties", "$defs"];

/// What differs between the schemas.
pub(super) fn changes(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    if old.schema.source.text() == new.schema.source.text() {
        return Vec::new();
    }
    let (old, new) = (schema(old), schema(new));
    let found = differences(&old.root, &new.root);
    let side = |document: &Document, path: &Path, node: Option<&crate::document::Node>| {
        let place = document.place(document.nearest_place(path));
        node.map(|node| Side::new(write(node), Some(place)))
    };
    let changes = found.into_iter().map(|difference| {
        let path = &difference.path;
        let sides = (side(&old, path, difference.old), side(&new, path, difference.new));
        let change = Change::new(What::Form(path.clone()), sides.0, sides.1);
        if is_text(path) { change.silent() } else { change }
    });
    changes.collect()
}

/// The schema of a rule set, as a tree.
pub(super) fn schema(ruleset: &Ruleset) -> Document {
    read(std::sync::Arc::clone(&ruleset.schema.source), &Limits::default())
}

/// Whether a place in a schema holds only what people read: a keyword is no field of that name.
fn is_text(path: &Path) -> bool {
    let steps = path.steps();
    let key = |at: usize| match steps.get(at) {
        Some(Step::Key(key)) => Some(key.as_str()),
        _ => None,
    };
    (0..steps.len()).any(|at| {
        let named = at.checked_sub(1).and_then(key).is_some_and(|above| NAMED.contains(&above));
        !named && key(at).is_some_and(|key| TEXTS.contains(&key))
    })
}

/// A place in a schema as the field it is about and the keyword: `poblacion.unidad` and `enum`.
pub fn field_of(path: &Path) -> (Path, Option<String>) {
    let mut field = Path::root();
    let mut keyword = None;
    let mut steps = path.steps().iter().peekable();
    while let Some(step) = steps.next() {
        match step {
            Step::Key(key) if key == "properties" => match steps.next() {
                Some(Step::Key(name)) => field.push(Step::Key(name.clone())),
                _ => keyword = Some(key.clone()),
            },
            Step::Key(key) if key == "items" => field.push(Step::Any),
            Step::Key(key) if key == "$defs" => match steps.next() {
                Some(Step::Key(name)) => field = Path(vec![Step::Key(name.clone())]),
                _ => keyword = Some(key.clone()),
            },
            Step::Key(key) => keyword = Some(key.clone()),
            Step::Index(_) | Step::Any => {}
        }
    }
    (field, keyword)
}
