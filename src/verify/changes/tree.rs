//! Two trees → where they differ.

use crate::document::{Data, Node, Path};

/// A place where two trees differ, and what each has there.
pub(super) struct Difference<'n> {
    pub path: Path,
    pub old: Option<&'n Node>,
    pub new: Option<&'n Node>,
}

/// The smallest values that differ. Lists of groups of one length are compared element by element; any
/// other list is one value.
pub(super) fn differences<'n>(old: &'n Node, new: &'n Node) -> Vec<Difference<'n>> {
    let mut found = Vec::new();
    gather(&Path::root(), Some(old), Some(new), &mut found);
    found
}

fn gather<'n>(
    path: &Path,
    old: Option<&'n Node>,
    new: Option<&'n Node>,
    found: &mut Vec<Difference<'n>>,
) {
    if let (Some(a), Some(b)) = (old, new) {
        match (&a.data, &b.data) {
            _ if a.says(b) => return,
            (Data::Map(_), Data::Map(_)) => {
                let keys = a.entries().iter().chain(b.entries()).map(|entry| entry.key.as_str());
                let mut seen: Vec<&str> = Vec::new();
                for key in keys {
                    if !seen.contains(&key) {
                        seen.push(key);
                        gather(&path.key(key), a.get(key), b.get(key), found);
                    }
                }
                return;
            }
            (Data::List(x), Data::List(y)) if x.len() == y.len() && groups(x) && groups(y) => {
                for (at, (a, b)) in x.iter().zip(y).enumerate() {
                    gather(&path.index(at), Some(a), Some(b), found);
                }
                return;
            }
            _ => {}
        }
    }
    if old.is_some() || new.is_some() {
        found.push(Difference { path: path.clone(), old, new });
    }
}

fn groups(items: &[Node]) -> bool {
    items.iter().all(|item| matches!(item.data, Data::Map(_)))
}
