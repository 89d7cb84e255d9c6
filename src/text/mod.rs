//! Measures of Spanish text.
//!
//! Takes text; gives words, passages with their bytes, counts and likeness.
//! Knows nothing of rules or of the form's fields: word lists are given to it.

mod citations;
mod figures;
mod grammar;
mod length;
mod likeness;
mod lists;
mod memory;
mod negation;
mod parts;
mod passages;
mod phrases;
mod sources;
mod stems;
mod tokens;
mod verbs;

pub use citations::{laws, links};
pub use figures::{Figure, FigureUnits, figures, number, years};
pub use length::{counted_end, counted_length};
pub use likeness::{Concepts, Likeness, Term, Without, apart, likeness, missing, shared, terms};
pub use lists::{listed, series};
pub use memory::Memory;
pub use negation::{Negation, negations};
pub use parts::{Period, fraction, periods, section};
pub use passages::{Passage, repeated_passages};
pub use phrases::{Expression, Found, Phrases};
pub use sources::{Source, sources};
pub use stems::folded;
pub use tokens::{Token, Words, sentences};
pub use verbs::{Conjugation, Form, Mood, is_infinitive, is_negated_verb, is_plural_verb};
