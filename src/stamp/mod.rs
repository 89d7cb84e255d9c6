//! Bytes → what they are known by afterwards.
//!
//! Takes bytes; gives their [`Digest`] (SHA-256), that of a set of files, and what identifies this
//! engine. Knows nothing of what the bytes mean, nor of the machine: the same bytes have the same
//! digest anywhere. The only home of the hash crate.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The name of the hash function, as results write it.
pub const ALGORITHM: &str = "sha-256";

/// The engine's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The digest of the engine's sources and of the versions of what it is built from, as hexadecimal
/// digits; found when it was built. Two builds of the same sources have the same, wherever they are.
pub const SOURCES: &str = env!("PILARES_SOURCES");

/// The SHA-256 of some bytes; shown as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Of several parts in their order, each with its length: its count of bytes as eight bytes, the
    /// lowest first, and itself. So no border between two can move unseen.
    pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Digest {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Digest(hash.finalize().into())
    }

    /// Of files, by path and bytes, in the order given: of each, its path and its bytes as parts.
    pub fn of_files<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Digest {
        Digest::of_parts(files.into_iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(Digest::of(b"").to_string(), none);
        assert_eq!(Digest::of_files([]).to_string(), none);
    }

    #[test]
    fn what_moves_between_files_is_seen() {
        let of = |files: &[(&'static str, &'static str)]| {
            Digest::of_files(files.iter().map(|(path, text)| (*path, text.as_bytes())))
        };
        let sets = [
            of(&[("a", "bc")]),
            of(&[("ab", "c")]),
            of(&[("a", "b"), ("", "c")]),
            of(&[("a", ""), ("bc", "")]),
            of(&[("a", "bc"), ("d", "")]),
            of(&[("d", ""), ("a", "bc")]),
        ];
        for (at, digest) in sets.iter().enumerate() {
            assert!(!sets[at + 1..].contains(digest), "{at}");
        }
        assert_eq!(of(&[("a", "bc")]), sets[0]);
    }

    #[test]
    fn the_engine_is_known_by_its_sources() {
        assert_eq!(SOURCES.len(), 64);
        assert!(SOURCES.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(SOURCES, Digest::of_files([]).to_string());
    }
}
