//! Proof that rules do what they say: their cases, and which fields of the form they read.
//!
//! Takes a compiled [`Ruleset`](crate::rules::Ruleset); gives what became of each case.
//! Knows nothing of how results are shown.

mod cases;
pub mod conformance;
pub mod coverage;
mod patch;
mod record;
mod samples;

pub use cases::{CaseFailure, CaseResult, run_case, run_cases};
pub use patch::{patch, patched};
pub use record::record;
pub use samples::{Measured, Mistake, Score, measure};
