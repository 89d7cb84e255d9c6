//! What moved between rules as they were and as they are, for people: the gate and the difference of two
//! rule sets, as one sheet of headings and items that terminals and Markdown show alike.

mod case;
mod diff;
mod findings;
mod gate;
mod rewritten;
mod sheet;
mod sides;
mod words;

pub use diff::{diff, diff_markdown};
pub use findings::gate_findings;
pub use gate::{OldRules, gate};
pub use rewritten::rewritten;
pub use words::change_name;
pub(super) use words::{change_key, state_key};

/// What the two rule sets of a difference are called: paths or revisions.
#[derive(Debug, Clone, Copy)]
pub struct Named<'n> {
    /// The earlier.
    pub old: &'n str,
    /// The later.
    pub new: &'n str,
}
