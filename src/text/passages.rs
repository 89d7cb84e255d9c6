//! Passages that stand in two texts.

use std::borrow::Cow;
use std::collections::HashMap;

/// A passage that two texts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Position of the first text, from 0.
    pub first: usize,
    /// Position of the second.
    pub second: usize,
    /// How many characters the passage has, runs of white space counted as one.
    pub length: usize,
}

/// Places that one block of text may be remembered at; more say nothing new.
const PLACES: usize = 8;

/// Characters of the shortest passage that is looked for.
const LEAST: usize = 3 * PROBE;

/// The longest passage of at least `least` characters (never fewer than 24) that each pair of texts
/// shares.
///
/// White space counts as one space. Takes time in proportion to the texts: blocks of a third of the
/// length that begin with a word, side by side, are looked for at every word by their first bytes,
/// and only whole blocks that meet are followed in both directions. (A passage made of words longer
/// than a block may go unseen.)
pub fn repeated_passages(texts: &[&str], least: usize) -> Vec<Passage> {
    let least = least.max(LEAST);
    let texts: Vec<Cow<'_, str>> = texts.iter().map(|text| spaced(text, least)).collect();
    let block = least / 3;
    let mut blocks = Blocks::default();
    let mut longest: HashMap<(usize, usize), usize> = HashMap::new();
    for (second, text) in texts.iter().enumerate() {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(here) = bytes.get(at..at + block) {
            let mut reached = at + 1;
            for (first, start) in blocks.that_begin(here) {
                if texts[first].as_bytes()[start..start + block] != *here {
                    continue;
                }
                let (passage, end) = meeting(&texts[first], start, text, at);
                // Bytes are never fewer than characters: most meetings need no counting.
                let length = if passage.len() < least { 0 } else { passage.chars().count() };
                if length >= least {
                    let best = longest.entry((first, second)).or_default();
                    *best = length.max(*best);
                    reached = reached.max(end.saturating_sub(block));
                }
            }
            at = next_word(bytes, reached);
        }
        let mut at = 0;
        while let Some(here) = bytes.get(at..at + block) {
            blocks.add(here, (second, at));
            at = next_word(bytes, at + block);
        }
    }
    let mut passages: Vec<Passage> = longest
        .into_iter()
        .map(|((first, second), length)| Passage { first, second, length })
        .collect();
    passages.sort_by_key(|passage| (passage.first, passage.second));
    passages
}

/// Where the first word begins at or after a position.
fn next_word(text: &[u8], at: usize) -> usize {
    let space = text.get(at - 1..).and_then(|rest| rest.iter().position(|byte| *byte == b' '));
    space.map_or(text.len(), |space| at + space)
}

/// Bytes that are looked at together.
const CHUNK: usize = 256;

/// Bytes by which a block is first recognised.
const PROBE: usize = 8;

/// Blocks of text by how they begin, behind a sieve that says quickly of most beginnings that no
/// block has them.
struct Blocks {
    sieve: Vec<u64>,
    /// The newest block that begins so, by its position in `places`.
    newest: HashMap<u64, usize>,
    places: Vec<Place>,
}

/// Where a block stands.
struct Place {
    text: usize,
    offset: usize,
    /// How many blocks before begin alike.
    alike: usize,
    /// The newest of them.
    older: Option<usize>,
}

impl Default for Blocks {
    fn default() -> Blocks {
        let sieve = vec![0; (1 << Blocks::WIDTH) / 64];
        Blocks { sieve, newest: HashMap::with_capacity(1024), places: Vec::with_capacity(1024) }
    }
}

impl Blocks {
    /// Bits of a beginning that choose its place in the sieve.
    const WIDTH: u32 = 16;

    /// Text and offset of the blocks that may begin as these bytes do, newest first.
    fn that_begin(&self, here: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
        let begins = beginning(here);
        let (word, bit) = Blocks::bit(begins);
        let held = self.sieve[word] & bit != 0;
        let newest = if held { self.newest.get(&begins).copied() } else { None };
        let older = |at: &usize| self.places[*at].older;
        std::iter::successors(newest, older)
            .map(|at| (self.places[at].text, self.places[at].offset))
    }

    fn add(&mut self, here: &[u8], (text, offset): (usize, usize)) {
        let begins = beginning(here);
        let (word, bit) = Blocks::bit(begins);
        self.sieve[word] |= bit;
        let older = self.newest.get(&begins).copied();
        let alike = older.map_or(0, |at| self.places[at].alike + 1);
        if alike < PLACES {
            self.newest.insert(begins, self.places.len());
            self.places.push(Place { text, offset, alike, older });
        }
    }

    fn bit(begins: u64) -> (usize, u64) {
        let place = begins.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Blocks::WIDTH);
        ((place / 64) as usize, 1 << (place % 64))
    }
}

/// The first bytes of a block.
fn beginning(here: &[u8]) -> u64 {
    here.first_chunk::<PROBE>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The words of a text, one space apart; nothing of a text too short to share a passage.
fn spaced(text: &str, least: usize) -> Cow<'_, str> {
    if text.len() < least {
        return Cow::Borrowed("");
    }
    if is_evenly_spaced(text.as_bytes()) {
        return Cow::Borrowed(text.trim_matches(' '));
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    Cow::Owned(words.join(" "))
}

/// Whether no white space stands in a text but single spaces; looks at many bytes at once.
fn is_evenly_spaced(bytes: &[u8]) -> bool {
    let other = |found, byte: &u8| found | matches!(byte, 9..=13);
    let double = |found, (a, b): (&u8, &u8)| found | ((*a == b' ') & (*b == b' '));
    bytes.chunks(CHUNK).all(|chunk| !chunk.iter().fold(false, other))
        && bytes
            .chunks(CHUNK)
            .zip(bytes[1.min(bytes.len())..].chunks(CHUNK))
            .all(|(chunk, shifted)| !chunk.iter().zip(shifted).fold(false, double))
}

/// The passage around two positions, whole characters only, and where it ends in the second text.
fn meeting<'t>(a: &str, at_a: usize, b: &'t str, at_b: usize) -> (&'t str, usize) {
    let (left, right) = (a.as_bytes(), b.as_bytes());
    let before = left[..at_a].iter().rev().zip(right[..at_b].iter().rev());
    let before = before.take_while(|(x, y)| x == y).count();
    let after = left[at_a..].iter().zip(&right[at_b..]).take_while(|(x, y)| x == y).count();
    let (mut start, mut end) = (at_b - before, at_b + after);
    while !b.is_char_boundary(start) {
        start += 1;
    }
    while !b.is_char_boundary(end) {
        end -= 1;
    }
    (b.get(start..end).unwrap_or_default(), at_b + after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], least: usize, expected: &[(usize, usize, usize)]) {
        let found: Vec<_> = repeated_passages(texts, least)
            .into_iter()
            .map(|passage| (passage.first, passage.second, passage.length))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_shared_passages() {
        let rural = "el programa atiende a la niñez rural del país";
        let urban = "este programa atiende a la  niñez\nurbana del país";
        check(&[rural, urban], 29, &[(0, 1, 29)]);
        check(&[rural, urban], 30, &[]);
        check(&[rural, rural, rural], 45, &[(0, 1, 45), (0, 2, 45), (1, 2, 45)]);
        check(&["", "a", rural], 30, &[]);
    }

    #[test]
    fn a_passage_is_found_wherever_it_stands() {
        let words: Vec<String> = (0..200).map(|word| format!("palabra{}", word * 7919)).collect();
        let passage = words[60..90].join(" ");
        let length = passage.chars().count();
        for before in 0..40 {
            let other = format!("antes {}{passage} y nada más", "otra cosa ".repeat(before));
            check(&[&words.join(" "), &other], length - 4, &[(0, 1, length + 2)]);
        }
    }

    #[test]
    fn a_long_monotonous_text_takes_no_time() {
        let long = "ab ".repeat(100_000);
        let length = long.trim().chars().count();
        check(&[&long, &long], 200, &[(0, 1, length)]);
    }
}
