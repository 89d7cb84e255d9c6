//! Patches without what does not matter.

use crate::rules::Patch;

/// The patch without the changes that it can do without.
pub(super) fn least(mut patch: Patch, mut holds: impl FnMut(&Patch) -> bool) -> Patch {
    let mut at = 0;
    while at < parts(&patch) {
        let without = without(&patch, at);
        if holds(&without) { patch = without } else { at += 1 }
    }
    patch
}

/// How many changes a patch has.
pub(super) fn parts(patch: &Patch) -> usize {
    patch.set.len() + patch.remove.len() + patch.withhold.len()
}

/// A patch without one of its parts, counted through its three lists.
fn without(patch: &Patch, at: usize) -> Patch {
    let mut made = patch.clone();
    let (set, remove) = (made.set.len(), made.remove.len());
    if at < set {
        made.set.remove(at);
    } else if at < set + remove {
        made.remove.remove(at - set);
    } else {
        made.withhold.remove(at - set - remove);
    }
    made
}
