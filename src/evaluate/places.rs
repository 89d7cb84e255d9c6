//! Where parts of the submission's texts stand.

use std::ops::Range;

use crate::document::{self, Document};
use crate::feel::Places;
use crate::source::Span;

impl Places for Document {
    /// Parts of a text that this document does not hold all stand at the whole.
    fn parts(&self, whole: Span, text: &str, parts: &[Range<usize>]) -> Vec<Span> {
        match self.node_at(whole) {
            Some(node) => document::locate_parts(&self.source, node, whole, text, parts),
            None => vec![whole; parts.len()],
        }
    }
}
