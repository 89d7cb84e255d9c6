//! What was made last, kept to be used again.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was made last, by what it was made for.
///
/// What was not used while as many others as it has room for were made is forgotten.
pub(super) struct Recent<K, V> {
    room: usize,
    kept: Mutex<Kept<K, V>>,
}

struct Kept<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Room for some at least, and for twice as many at most.
    pub fn with_room(room: usize) -> Recent<K, V> {
        let kept = Kept { young: HashMap::new(), old: HashMap::new() };
        Recent { room, kept: Mutex::new(kept) }
    }

    /// What is kept under a key; where nothing is, it is made. Others may look up theirs meanwhile.
    pub fn get<Q>(&self, key: &Q, make: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: ?Sized + Eq + Hash + ToOwned<Owned = K>,
    {
        if let Some(known) = self.known(key) {
            return known;
        }
        let made = make();
        self.keep(key.to_owned(), made.clone());
        made
    }

    fn known<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        let mut kept = self.lock();
        if let Some(known) = kept.young.get(key) {
            return Some(known.clone());
        }
        let (key, known) = kept.old.remove_entry(key)?;
        drop(kept);
        self.keep(key, known.clone());
        Some(known)
    }

    fn keep(&self, key: K, value: V) {
        let mut kept = self.lock();
        if kept.young.len() >= self.room {
            kept.old = std::mem::take(&mut kept.young);
        }
        kept.young.insert(key, value);
    }

    fn lock(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_is_made_again() {
        let (recent, made) = (Recent::with_room(2), RefCell::new(Vec::new()));
        let get = |key: &str| {
            recent.get(key, || {
                made.borrow_mut().push(key.to_owned());
                key.len()
            })
        };
        for key in ["a", "bb", "a", "ccc", "a", "dddd", "a", "eeeee", "a", "bb"] {
            assert_eq!(get(key), key.len());
        }
        assert_eq!(*made.borrow(), ["a", "bb", "ccc", "dddd", "eeeee", "bb"]);
    }
}
