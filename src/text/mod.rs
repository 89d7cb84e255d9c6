//! Measures of Spanish text.
//!
//! Takes text; gives counts, positions and likeness.
//! Knows nothing of rules or of the form's fields.

mod length;
mod passages;

pub use length::{counted_end, counted_length};
pub use passages::{Passage, repeated_passages};
