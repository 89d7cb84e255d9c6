//! The clauses of two versions of a rule, side by side.

use crate::rules::Rule;

use super::rule::tree;

/// The clauses of two rules side by side, as positions: what is alike stays together, and what stands
/// between is paired in its order.
pub(super) fn aligned(a: &Rule, b: &Rule) -> Vec<(Option<usize>, Option<usize>)> {
    let (x, y): (Vec<String>, Vec<String>) =
        (a.clauses().iter().map(tree).collect(), b.clauses().iter().map(tree).collect());
    let mut longest = vec![vec![0u32; y.len() + 1]; x.len() + 1];
    for i in (0..x.len()).rev() {
        for j in (0..y.len()).rev() {
            longest[i][j] = match x[i] == y[j] {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut gone, mut fresh) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    while i < x.len() || j < y.len() {
        if i < x.len() && j < y.len() && x[i] == y[j] {
            flush(&mut gone, &mut fresh, &mut pairs);
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if j == y.len() || (i < x.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            gone.push(i);
            i += 1;
        } else {
            fresh.push(j);
            j += 1;
        }
    }
    flush(&mut gone, &mut fresh, &mut pairs);
    pairs
}

fn flush(
    gone: &mut Vec<usize>,
    fresh: &mut Vec<usize>,
    pairs: &mut Vec<(Option<usize>, Option<usize>)>,
) {
    let count = gone.len().max(fresh.len());
    pairs.extend((0..count).map(|at| (gone.get(at).copied(), fresh.get(at).copied())));
    gone.clear();
    fresh.clear();
}
