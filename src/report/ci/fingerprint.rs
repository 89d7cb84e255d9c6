//! Names by which a result is known again in the next run, whatever line it has moved to.

use std::collections::HashMap;

use crate::document::{Data, Document, Node, Path, Step};

/// What names a result: its rule, its file, and where in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identity<'i> {
    pub code: &'i str,
    pub file: &'i str,
    pub place: &'i str,
}

/// How many results of each identity a run has named.
#[derive(Debug, Clone, Default)]
pub(super) struct Known(HashMap<u128, u32>);

impl Known {
    /// A name of 32 hexadecimal digits that no other result of the run has.
    ///
    /// Results of one identity are told apart by their order.
    pub fn name(&mut self, identity: Identity<'_>) -> String {
        let parts = [identity.code, identity.file, identity.place];
        let same = digest(parts.iter().map(|part| part.as_bytes()));
        let count = self.0.entry(same).or_default();
        *count += 1;
        let name = match *count {
            1 => same,
            count => digest([&same.to_be_bytes()[..], &count.to_be_bytes()]),
        };
        format!("{name:032x}")
    }
}

/// Which names are taken, and how often each was asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<String, u32>);

impl Names {
    /// The name itself, or with the first number that makes it new.
    pub fn free(&mut self, name: &str) -> String {
        let mut candidate = name.to_owned();
        while self.0.contains_key(&candidate) {
            let count = self.0.entry(name.to_owned()).or_default();
            *count += 1;
            candidate = format!("{name} · {count}");
        }
        self.0.insert(candidate.clone(), 1);
        candidate
    }
}

/// FNV-1a of 128 bits: the same in every version and on every machine. No defence, only a name.
fn digest<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let step = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    parts.into_iter().fold(OFFSET, |hash, part| {
        let hash = part.iter().fold(hash, |hash, byte| step(hash, *byte));
        step(hash, 0xff)
    })
}

/// A path in which an element is known by what it is called, not by its position.
///
/// What it is called is its first value; an element without one keeps its position.
pub(super) fn stable(document: &Document, path: &Path) -> String {
    let mut text = String::new();
    let mut node = Some(&document.root);
    for step in path.steps() {
        node = node.and_then(|node| node.step(step));
        match (step, node.and_then(called)) {
            (Step::Index(_), Some(name)) => text.push_str(&format!("[{name}]")),
            (Step::Index(index), None) => text.push_str(&format!("[{}]", index.saturating_add(1))),
            (Step::Key(key), _) => text.push_str(&format!(".{key}")),
            (Step::Any, _) => text.push_str("[]"),
        }
    }
    text
}

/// The first value of a map, where it is a text or a number.
fn called(node: &Node) -> Option<&str> {
    match &node.entries().first()?.node.data {
        Data::Text(text) => Some(text),
        Data::Number(number) => Some(&number.text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, read_bytes};

    fn named(text: &str, path: &str) -> String {
        let document = read_bytes("a.yaml", text.as_bytes().to_vec(), &Limits::default());
        stable(&document, &path.parse().expect("it is a path"))
    }

    #[test]
    fn elements_are_known_by_their_names() {
        let before = "a:\n  - nombre: Uno\n    b: 1\n  - nombre: Dos\n    b: 2\n";
        let after = "# más\na:\n  - nombre: Dos\n    b: 3\n";
        assert_eq!(named(before, "a[2].b"), ".a[Dos].b");
        assert_eq!(named(before, "a[2].b"), named(after, "a[1].b"));
        assert_eq!(named("a: [1, 2]", "a[2]"), ".a[2]");
        assert_eq!(named("a: 1", "x[3].y"), ".x[3].y");
    }

    #[test]
    fn the_digest_is_the_published_one() {
        // FNV-1a of the empty text and of "a" with the closing byte of a part.
        assert_eq!(format!("{:032x}", digest([])), "6c62272e07bb014262b821756295c58d");
        let a =
            (0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128 ^ 0x61).wrapping_mul((1 << 88) + 0x13b);
        assert_eq!(format!("{a:032x}"), "d228cb696f1a8caf78912b704e4a8964");
        assert_eq!(digest([&b"a"[..]]), (a ^ 0xff).wrapping_mul((1 << 88) + 0x13b));
    }

    #[test]
    fn names_are_numbered_where_they_are_taken() {
        let mut names = Names::default();
        let given = ["a", "a", "a · 3", "a"].map(|name| names.free(name));
        assert_eq!(given, ["a", "a · 2", "a · 3", "a · 4"]);
    }

    #[test]
    fn no_two_results_have_one_name() {
        let mut known = Known::default();
        let identity = Identity { code: "A", file: "b", place: "c" };
        let first = known.name(identity);
        let second = known.name(identity);
        assert_ne!(first, second);
        assert_eq!(first, Known::default().name(identity));
        assert_ne!(first, known.name(Identity { code: "Ab", file: "", place: "c" }));
    }
}
