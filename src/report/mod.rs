//! Evaluation → bytes; one file per format.
//!
//! Takes an [`Evaluation`](crate::evaluate::Evaluation) and a [`Style`]; gives text. No renderer
//! computes a fact: what is shown, and in which order, is decided once in [`View`].
//! Knows nothing of files or of the terminal's state. `terminal/` alone knows miette.

mod agreement;
mod cases;
mod catalogue;
pub mod ci;
mod concise;
mod coverage;
mod desk;
mod evidence;
mod explain;
pub mod ficha;
mod figure;
mod functions;
mod html;
mod json;
mod lint;
mod listing;
mod markdown;
mod moves;
mod mutation;
mod page;
mod pile;
mod question;
mod reading;
mod review;
mod rounds;
mod safe;
mod samples;
mod stamp;
mod terminal;
mod unwaived;
mod verified;
mod view;
mod words;

use crate::finding::Language;

pub use agreement::{Concordance, agreement, agreement_markdown};
pub use cases::{by_hand, cases, evaluated, expectations};
pub use catalogue::catalogue;
pub use concise::{concise, concise_findings};
pub use coverage::coverage;
pub use desk::{desk, desk_question, harmless};
pub use evidence::explain_on;
pub use explain::explain;
pub use functions::{function, functions, functions_markdown};
pub use json::{
    Difference, RESULT_SCHEMA, Recorded, Told, Unrecorded, agreement_json, cases_json, diff_json,
    differences, functions_json, gate_json, json, json_findings, json_line, json_summary,
    listing_json, rounds_json,
};
pub use lint::{lint, witness_name};
pub use listing::{Listing, listing, listing_markdown};
pub use markdown::markdown;
pub use moves::{
    Named, OldRules, change_name, diff, diff_markdown, gate, gate_findings, rewritten,
};
pub use mutation::{mutation, mutation_findings, uncounted, uncounted_findings};
pub use pile::{Entry, Pile, pile_html, pile_table};
pub use reading::reading;
pub use rounds::{rounds, rounds_markdown};
pub use samples::samples;
pub use stamp::Stamp;
pub use terminal::{findings, quoted, terminal};
pub use unwaived::Unwaived;
pub use verified::{Kind, verified, verified_count, verified_of};
pub use view::{Field, Group, Shown, View};

/// How a report looks; the same evaluation and style give the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The language of the tool's own words.
    pub language: Language,
    /// Columns to fit in, where the format has columns.
    pub width: usize,
    /// Whether colours may be used.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { language: Language::Spanish, width: 100, colour: false }
    }
}
