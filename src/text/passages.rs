//! Passages that stand in two texts.

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

/// The longest passage of at least `least` characters that each pair of texts shares.
///
/// White space counts as one space. Takes time in proportion to the texts: blocks of half the
/// length, taken side by side, are looked up at every position, and only meetings are compared.
pub fn repeated_passages(texts: &[&str], least: usize) -> Vec<Passage> {
    let texts: Vec<Vec<char>> = texts.iter().map(|text| spaced(text)).collect();
    let block = least.div_ceil(2).max(1);
    let mut blocks: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    let mut seen = Sieve::new();
    let mut longest: HashMap<(usize, usize), usize> = HashMap::new();
    for (second, text) in texts.iter().enumerate() {
        if text.len() < least {
            continue;
        }
        let hashes = rolling(text, block);
        let mut at = 0;
        while at < hashes.len() {
            let mut reached = at + 1;
            if !seen.may_hold(hashes[at]) {
                at = reached;
                continue;
            }
            for &(first, start) in blocks.get(&hashes[at]).into_iter().flatten() {
                let (length, end) = meeting(&texts[first], start, text, at);
                if length >= least {
                    let best = longest.entry((first, second)).or_default();
                    *best = length.max(*best);
                    reached = reached.max(end.saturating_sub(block));
                }
            }
            at = reached;
        }
        for (start, hash) in hashes.iter().enumerate().step_by(block) {
            seen.add(*hash);
            let places = blocks.entry(*hash).or_default();
            if places.len() < PLACES {
                places.push((second, start));
            }
        }
    }
    let mut passages: Vec<Passage> = longest
        .into_iter()
        .map(|((first, second), length)| Passage { first, second, length })
        .collect();
    passages.sort_by_key(|passage| (passage.first, passage.second));
    passages
}

/// Says quickly of most hashes that they were never added, so that few need looking up.
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    /// Bits of a hash that choose a place.
    const WIDTH: u32 = 16;

    fn new() -> Sieve {
        Sieve { bits: vec![0; (1 << Sieve::WIDTH) / 64] }
    }

    fn place(hash: u64) -> (usize, u64) {
        let place = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Sieve::WIDTH);
        ((place / 64) as usize, 1 << (place % 64))
    }

    fn add(&mut self, hash: u64) {
        let (word, bit) = Sieve::place(hash);
        self.bits[word] |= bit;
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = Sieve::place(hash);
        self.bits[word] & bit != 0
    }
}

fn spaced(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = Vec::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !characters.is_empty() {
            characters.push(' ');
        }
        characters.extend(word.chars());
    }
    characters
}

/// The hash of every block of some characters, by its start.
fn rolling(text: &[char], block: usize) -> Vec<u64> {
    const BASE: u64 = 0x0000_0100_0000_01b3;
    if text.len() < block {
        return Vec::new();
    }
    let code = |character: char| u64::from(u32::from(character)) + 1;
    let leading = (1..block).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let join = |hash: u64, character: char| hash.wrapping_mul(BASE).wrapping_add(code(character));
    let mut hash = text[..block].iter().fold(0u64, |hash, character| join(hash, *character));
    let mut hashes = vec![hash];
    for (old, new) in text.iter().zip(&text[block..]) {
        hash = join(hash.wrapping_sub(code(*old).wrapping_mul(leading)), *new);
        hashes.push(hash);
    }
    hashes
}

/// How long the passage around two positions is, and where it ends in the second text.
fn meeting(a: &[char], at_a: usize, b: &[char], at_b: usize) -> (usize, usize) {
    let before = a[..at_a].iter().rev().zip(b[..at_b].iter().rev()).take_while(|(x, y)| x == y);
    let before = before.count();
    let after = a[at_a..].iter().zip(&b[at_b..]).take_while(|(x, y)| x == y).count();
    (before + after, at_b + after)
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
        check(&["la niñez rural", "toda la  niñez\nrural"], 14, &[(0, 1, 14)]);
        check(&["la niñez rural", "toda la niñez urbana"], 9, &[(0, 1, 9)]);
        check(&["la niñez rural", "toda la niñez urbana"], 10, &[]);
        check(&["abc", "abc", "abc"], 3, &[(0, 1, 3), (0, 2, 3), (1, 2, 3)]);
        check(&["", "a"], 1, &[]);
    }

    #[test]
    fn a_long_monotonous_text_takes_no_time() {
        let long = "a".repeat(200_000);
        check(&[&long, &long], 200, &[(0, 1, 200_000)]);
    }
}
