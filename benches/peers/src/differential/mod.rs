//! Generated expressions, evaluated here and by dsntk, where both are meant to say what FEEL says.
//!
//! Here an operation without a result gives null, as for the conformance suite. A disagreement is
//! made smaller before it is told. Known ones are a table of their own; the generator leaves their
//! classes out, and also what 28 digits cannot hold but 34 can.

mod both;
mod generate;
mod known;
mod random;
mod tree;

use std::collections::BTreeMap;

use both::Both;
use generate::Generator;
use random::Random;
use tree::Tree;

/// Disagreements that are told in full.
const TOLD: usize = 60;

/// Smaller expressions that are tried for one disagreement.
const TRIES: usize = 2_000;

/// Compares on `count` expressions; gives how many disagree.
pub fn run(seed: u64, count: u64) -> u64 {
    let both = Both::new();
    known::print(&both);
    let mut told: BTreeMap<String, u64> = BTreeMap::new();
    let (mut disagree, mut nulls) = (0, 0);
    for index in 0..count {
        let random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(index));
        let tree = Generator::new(random).expression();
        let (ours, theirs) = both.answers(&tree.text());
        nulls += u64::from(ours.is_null());
        if ours.agrees(&theirs) {
            continue;
        }
        disagree += 1;
        if told.len() < TOLD {
            let small = shrink(tree, &both);
            *told.entry(small.text()).or_default() += 1;
        }
    }
    for (text, times) in &told {
        let (ours, theirs) = both.answers(text);
        println!("{text}\n    here {ours}, dsntk {theirs} ({times} seen)");
    }
    println!(
        "seed {seed}: {count} expressions, {nulls} of them null here, {disagree} disagreements"
    );
    disagree
}

/// The smallest expression found that still disagrees.
fn shrink(mut tree: Tree, both: &Both) -> Tree {
    let mut tries = 0;
    'smaller: loop {
        for candidate in tree.smaller() {
            tries += 1;
            if tries > TRIES {
                return tree;
            }
            let (ours, theirs) = both.answers(&candidate.text());
            if !ours.agrees(&theirs) {
                tree = candidate;
                continue 'smaller;
            }
        }
        return tree;
    }
}
