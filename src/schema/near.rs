//! Texts that almost reach their limit, where another way of counting would cut them.

use super::shape::Shape;
use super::violation::{Cause, Violation};
use crate::document::{Document, Node, Path};
use crate::text::counted_length;

/// Texts from `percent` % of their limit up to the limit itself, in the order of the schema.
pub(super) fn violations(document: &Document, shape: &Shape, percent: u64) -> Vec<Violation> {
    let mut found = Vec::new();
    visit(&document.root, shape, &Path::root(), percent, &mut found);
    found
}

fn visit(node: &Node, shape: &Shape, path: &Path, percent: u64, found: &mut Vec<Violation>) {
    match shape {
        Shape::Object(members) => {
            for member in members {
                if let Some(node) = node.get(&member.name) {
                    visit(node, &member.shape, &path.key(&member.name), percent, found);
                }
            }
        }
        Shape::List(item, _) => {
            for (index, node) in node.items().iter().enumerate() {
                visit(node, item, &path.index(index), percent, found);
            }
        }
        Shape::Text { limit: Some(limit), .. } => {
            let Some(text) = node.text() else { return };
            // Bytes are never fewer than the characters that count: most texts need no counting.
            let least = (*limit as u64).saturating_mul(percent).div_ceil(100);
            if (text.len() as u64) < least {
                return;
            }
            let length = counted_length(text);
            if length as u64 >= least && length <= *limit {
                let cause = Cause::NearLimit { limit: *limit as u64 };
                found.push(Violation { path: path.clone(), cause });
            }
        }
        _ => {}
    }
}
