//! From paths to places, and back.

use super::{Data, Document, Node, Path, Step};
use crate::source::{Place, Span};

impl Document {
    /// A span of this document as a place that can be shown alone.
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.source.clone(), span }
    }

    /// The value at a path; none where the path leads nowhere or has a `[]`.
    pub fn at(&self, path: &Path) -> Option<&Node> {
        path.steps().iter().try_fold(&self.root, |node, step| node.step(step))
    }

    /// The place of the key that holds the value at a path; none for elements of lists.
    pub fn key_span(&self, path: &Path) -> Option<Span> {
        let (last, above) = path.steps().split_last()?;
        let Step::Key(key) = last else { return None };
        let parent = above.iter().try_fold(&self.root, |node, step| node.step(step))?;
        parent.entry(key).map(|entry| entry.key_span)
    }

    /// The place to point at for a path whose value may be absent.
    ///
    /// The value; if it is blank or absent, the key that holds or should contain it: its own, or
    /// that of its nearest ancestor. An element of a list without key of its own is shown by its
    /// first key, and the whole document likewise.
    pub fn nearest_place(&self, path: &Path) -> Span {
        let mut place = self.root.first_place();
        let mut node = &self.root;
        for (at, step) in path.steps().iter().enumerate() {
            let Some(next) = node.step(step) else { return place };
            let last = at + 1 == path.steps().len();
            if last && !next.is_blank() {
                return next.span;
            }
            place = match step {
                Step::Key(key) => node.entry(key).map_or(place, |entry| entry.key_span),
                Step::Index(_) | Step::Any => next.first_place(),
            };
            node = next;
        }
        place
    }

    /// The innermost value whose place holds a span; none where a key does.
    pub fn node_at(&self, span: Span) -> Option<&Node> {
        let mut node = &self.root;
        while let Some((_, child)) = node.child_at(span) {
            node = child?;
        }
        node.span.contains(span).then_some(node)
    }

    /// The path of the innermost value or key whose place holds a span.
    pub fn path_at(&self, span: Span) -> Option<Path> {
        if !self.root.span.contains(span) {
            return None;
        }
        let mut path = Path::root();
        let mut node = &self.root;
        while let Some((step, child)) = node.child_at(span) {
            path.push(step);
            match child {
                Some(child) => node = child,
                None => break,
            }
        }
        Some(path)
    }
}

impl Node {
    /// The value one step further; none where there is none or the step is `[]`.
    pub fn step(&self, step: &Step) -> Option<&Node> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Index(index) => self.items().get(*index),
            Step::Any => None,
        }
    }

    /// The first key of a map; of anything else, itself.
    fn first_place(&self) -> Span {
        self.entries().first().map_or(self.span, |entry| entry.key_span)
    }

    /// The step towards a span, and the value to go on with unless the span lies in the key.
    fn child_at(&self, span: Span) -> Option<(Step, Option<&Node>)> {
        match &self.data {
            Data::Map(entries) => entries.iter().find_map(|entry| {
                let step = || Step::Key(entry.key.clone());
                if entry.key_span.contains(span) {
                    Some((step(), None))
                } else if entry.node.span.contains(span) {
                    Some((step(), Some(&entry.node)))
                } else {
                    None
                }
            }),
            Data::List(items) => items
                .iter()
                .enumerate()
                .find(|(_, item)| item.span.contains(span))
                .map(|(index, item)| (Step::Index(index), Some(item))),
            _ => None,
        }
    }
}
