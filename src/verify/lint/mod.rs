//! Static analysis of a rule set.
mod cases;
mod conditions;
mod proof;
mod survey;
mod tell;
pub use tell::{Found, Shown};
