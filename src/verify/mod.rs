//! Proof that rules do what they say: their cases, and which fields of the form they read.
//!
//! Takes a compiled [`Ruleset`](crate::rules::Ruleset); gives what became of each case.
//! Knows nothing of how results are shown.

pub mod attribute;
mod cases;
mod chance;
pub mod changes;
mod clauses;
pub mod conformance;
mod consequences;
pub mod coverage;
pub mod diff;
mod gate;
mod generate;
mod least;
mod lint;
mod mutate;
mod patch;
mod record;
mod rounds;
mod samples;
mod search;
mod sites;
mod update;
mod verdicts;

pub use cases::{CaseFailure, CaseResult, run_case, run_cases};
pub use chance::Chance;
pub use clauses::{Clause, Lack, clauses, lacking};
pub use consequences::{PolicyFailure, PolicyResult, run_policy_cases};
pub use gate::{
    Flip, Gate, Moved, Recorded, VerdictFlip, Why, evaluations, gate, missing_record, orphan_record,
};
pub use generate::Generator;
pub use lint::{Found, Lint, Shown, lint};
pub use mutate::{
    Law, Missing, Mutant, Mutation, missing, mutate, mutate_parameters, mutate_policy,
};
pub use patch::{patch, patched};
pub use record::{Listed, Met, Record, State, record};
pub use rounds::{
    Answer, Comparison, Concern, Fate, FieldChange, PillarMove, RatingMove, RuleMove, Side, Trend,
    compare,
};
pub use samples::{Measured, Mistake, Score, measure};
pub use search::{Ground, Witness};
pub use update::{Edit, edited, edits};
pub use verdicts::{VerdictMove, Verdicts};
