//! What a result or a ficha was made from, so that it can be made again.

use crate::evaluate::Evaluation;
use crate::stamp::{Digest, SOURCES, VERSION};

/// The parts of a stamp, in the order in which people are told of them.
pub(super) const PARTS: [&str; 7] =
    ["submission", "review", "ruleset", "parameters", "schema", "engine", "year"];

/// What a result or a ficha was made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// What its submission was called.
    pub source: String,
    /// What the review was called that it was made with; none where there was none.
    pub review: Option<String>,
    /// The parts in order, each as hexadecimal digits or as written, of the engine its version and
    /// its digest; empty where there is none.
    pub parts: [String; 7],
}

impl Stamp {
    /// Of an evaluation.
    pub fn of(evaluation: &Evaluation<'_>) -> Stamp {
        let digests = &evaluation.ruleset.digests;
        let source = &evaluation.document.source;
        let review = evaluation.review.as_ref();
        Stamp {
            source: source.name.clone(),
            review: review.map(|review| review.source.clone()),
            parts: [
                Digest::of(source.text().as_bytes()).to_string(),
                review.map(|review| review.digest.to_string()).unwrap_or_default(),
                digests.files.to_string(),
                digests.parameters.to_string(),
                digests.schema.to_string(),
                format!("{VERSION} {SOURCES}"),
                evaluation.year.map(|year| year.to_string()).unwrap_or_default(),
            ],
        }
    }

    /// One of its parts: `submission`, `review`, `ruleset`, `parameters`, `schema`, `engine` or
    /// `year`; empty where there is none.
    pub fn part(&self, name: &str) -> &str {
        let parts = PARTS.iter().zip(&self.parts);
        parts.into_iter().find(|(part, _)| **part == name).map_or("", |(_, value)| value)
    }

    /// The parts that another has otherwise: name, value here, value there.
    pub(super) fn changes<'s>(
        &'s self,
        other: &'s Stamp,
    ) -> impl Iterator<Item = (&'static str, &'s str, &'s str)> {
        let both = self.parts.iter().zip(&other.parts);
        let all = PARTS.iter().zip(both).map(|(part, (here, there))| (*part, &**here, &**there));
        all.filter(|(_, here, there)| here != there)
    }
}
