//! What differs between two texts, word by word.

use super::normalised;

/// Words of both sides, multiplied, past which what differs is told as a whole.
const CELLS: usize = 1_000_000;

/// Words alike between two differences that are told as part of one.
const SHORT: usize = 2;

/// A stretch of two texts: where both sides are equal nothing differs; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What the old text says here.
    pub old: String,
    /// What the new text says here.
    pub new: String,
}

impl Piece {
    /// Whether both texts say the same here.
    pub fn is_same(&self) -> bool {
        self.old == self.new
    }
}

/// Two texts, [`normalised`], as stretches that are alike and stretches that differ, in turn.
///
/// Invariants: the old sides make up the old text and the new sides the new one; turning the texts
/// around turns every piece around. Takes time proportional to the product of what differs, bounded.
pub fn edits(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (normalised(old), normalised(new));
    // One order of the texts decides among equally good alignments, so that both directions agree.
    let turned = old > new;
    let (one, other) = if turned { (&new, &old) } else { (&old, &new) };
    let mut pieces = aligned(&words(one), &words(other));
    if turned {
        pieces.iter_mut().for_each(|piece| std::mem::swap(&mut piece.old, &mut piece.new));
    }
    pieces
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| !word.is_empty()).collect()
}

fn aligned(old: &[&str], new: &[&str]) -> Vec<Piece> {
    let first = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[first..], &new[first..]);
    let last = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_old, middle_new) = (&a[..a.len() - last], &b[..b.len() - last]);
    let mut runs = vec![(true, first, first)];
    runs.extend(middle(middle_old, middle_new));
    runs.push((true, last, last));
    pieces(old, new, &joined(&runs))
}

/// A stretch: whether it is alike, and how many words it has on each side.
type Run = (bool, usize, usize);

/// The stretches of two texts that neither begin nor end alike, by their longest common words.
fn middle(old: &[&str], new: &[&str]) -> Vec<Run> {
    if old.len().saturating_mul(new.len()) > CELLS {
        return vec![(false, old.len(), new.len())];
    }
    let width = new.len() + 1;
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = match old[i] == new[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut runs = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            runs.push((true, 1, 1));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            runs.push((false, 1, 0));
            i += 1;
        } else {
            runs.push((false, 0, 1));
            j += 1;
        }
    }
    runs
}

/// Neighbours of one kind as one, and what is alike for a word or two between differences with them.
fn joined(runs: &[Run]) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::new();
    let add = |merged: &mut Vec<Run>, run: Run| match merged.last_mut() {
        Some(last) if last.0 == run.0 => (last.1, last.2) = (last.1 + run.1, last.2 + run.2),
        _ => merged.push(run),
    };
    for run in runs.iter().filter(|run| run.1 + run.2 > 0) {
        add(&mut merged, *run);
    }
    let inner = 1..merged.len().saturating_sub(1);
    let mut told = Vec::new();
    for (at, (same, old, new)) in merged.iter().copied().enumerate() {
        let short = same && old <= SHORT && inner.contains(&at);
        add(&mut told, (same && !short, old, new));
    }
    told
}

fn pieces(old: &[&str], new: &[&str], runs: &[Run]) -> Vec<Piece> {
    let (mut i, mut j) = (0, 0);
    let pieces = runs.iter().map(|(_, a, b)| {
        let piece = Piece { old: old[i..i + a].join(" "), new: new[j..j + b].join(" ") };
        (i, j) = (i + a, j + b);
        piece
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces as `alike [-old-] [+new+]`.
    fn shown(old: &str, new: &str) -> String {
        let pieces = edits(old, new);
        let each = pieces.iter().map(|piece| match piece.is_same() {
            true => piece.old.clone(),
            false => format!("[-{}-][+{}+]", piece.old, piece.new),
        });
        each.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_differs_is_told_by_words() {
        assert_eq!(shown("", ""), "");
        assert_eq!(shown("la niñez  rural", "la niñez rural"), "la niñez rural");
        assert_eq!(shown("", "uno"), "[--][+uno+]");
        assert_eq!(shown("uno dos tres", "uno 2 tres"), "uno [-dos-][+2+] tres");
        assert_eq!(shown("uno dos", "uno dos tres"), "uno dos [--][+tres+]");
        // One word alike between two differences does not cut a sentence into crumbs.
        assert_eq!(
            shown("entre 2026 y 2027", "entre 2027 y 2028"),
            "entre [-2026 y 2027-][+2027 y 2028+]"
        );
        assert_eq!(shown("de 5 a 9 años", "de 6 a 10 años"), "de [-5 a 9-][+6 a 10+] años");
    }

    #[test]
    fn what_is_too_long_to_align_is_told_as_a_whole() {
        let (old, new) = ("a ".repeat(2_000), "b ".repeat(2_000));
        assert_eq!(edits(&old, &new).len(), 1);
    }

    proptest! {
        #[test]
        fn both_directions_agree_and_nothing_is_lost(
            old in "[abc ]{0,24}", new in "[abc ]{0,24}",
        ) {
            let pieces = edits(&old, &new);
            let side = |of: fn(&Piece) -> &String| {
                let texts = pieces.iter().map(|piece| of(piece).as_str());
                texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            };
            prop_assert_eq!(side(|piece| &piece.old), normalised(&old));
            prop_assert_eq!(side(|piece| &piece.new), normalised(&new));
            let turned: Vec<Piece> = edits(&new, &old)
                .into_iter()
                .map(|piece| Piece { old: piece.new, new: piece.old })
                .collect();
            prop_assert_eq!(&pieces, &turned);
            prop_assert!(pieces.windows(2).all(|two| two[0].is_same() != two[1].is_same()));
        }
    }
}
