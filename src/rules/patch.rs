//! Changes to a submission, as cases and samples write them.

use crate::document::{Node, Path};
use crate::source::Span;

use super::reader::{Complaints, Reader};

/// Changes to a submission: removals first, then values, in the order written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patch {
    /// `con`: values to set, by path.
    pub set: Vec<(Path, Node)>,
    /// `sin`: fields to remove.
    pub remove: Vec<Path>,
    /// `no_publicado`: fields that the published document omits.
    pub withhold: Vec<Path>,
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty() && self.withhold.is_empty()
    }
}

/// Reads `con`, `sin` and `no_publicado`.
pub(super) fn read(reader: &Reader<'_>, complaints: &Complaints) -> Patch {
    let paths = |key| {
        let items = reader.items(key).into_iter();
        let of = |(node, span): (&Node, Span)| {
            let at = if node.span.is_empty() { span } else { node.span };
            path(node.text().unwrap_or_default(), at, complaints)
        };
        items.filter_map(of).collect()
    };
    let set = reader.node("con").map(|(node, _)| node.entries()).unwrap_or_default();
    Patch {
        set: set
            .iter()
            .filter_map(|entry| {
                Some((path(&entry.key, entry.key_span, complaints)?, entry.node.clone()))
            })
            .collect(),
        remove: paths("sin"),
        withhold: paths("no_publicado"),
    }
}

/// A field's path; what is none is a complaint.
pub(super) fn path(text: &str, span: Span, complaints: &Complaints) -> Option<Path> {
    let path = text.parse::<Path>().ok();
    if path.is_none() {
        complaints.say(
            span,
            format!("`{text}` no es una ruta de campo"),
            format!("`{text}` is not a field's path"),
        );
    }
    path
}
