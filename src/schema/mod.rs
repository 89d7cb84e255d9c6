//! JSON Schema → findings in the user's language.
//!
//! Takes the text of a schema, once, and [`Document`]s; gives every [`Problem`] of a document, each at
//! its place. Blank counts as absent, and texts are as long as the official form counts them.
//! Knows nothing of rules. The only home of the JSON Schema crate.

mod instance;
mod lookalike;
mod near;
mod reconcile;
mod shape;
mod violation;
mod withheld;
mod wording;

use std::sync::Arc;

use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::document::{Document, Limits, Path, Step, read};
use crate::finding::{Finding, Wording};
use crate::source::Source;
use instance::Form;

pub use shape::{Bounds, Member, Shape, Spoken};
pub use withheld::Withheld;

/// The schema's keyword for how full a text may be, in percent of its limit, before it is told.
const NEAR_LIMIT: &str = "x-near-limit";

/// Problems that are told of one document; a text with more is no form.
const PROBLEMS: usize = 5_000;

/// A compiled JSON Schema (draft 2020-12 unless it says otherwise), without network.
pub struct Schema {
    /// The text of the schema.
    pub source: Arc<Source>,
    value: Value,
    validator: Validator<Form>,
    shape: Shape,
}

/// Something wrong with a document, by its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing.
    pub kind: ProblemKind,
    /// The value, or where it should be.
    pub path: Path,
    /// The finding to show.
    pub finding: Finding,
}

/// The sorts of problem, which rules tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A required value is absent or blank.
    Missing,
    /// A text has more characters than the form admits.
    TooLong,
    /// A text is so close to its limit that a correction may pass it.
    NearLimit,
    /// A closed answer is almost one of the options.
    Misspelt,
    /// Anything else: type, unknown key, option, range, form.
    Structure,
}

impl ProblemKind {
    /// Every sort.
    pub const ALL: [ProblemKind; 5] = [
        ProblemKind::Missing,
        ProblemKind::TooLong,
        ProblemKind::NearLimit,
        ProblemKind::Misspelt,
        ProblemKind::Structure,
    ];

    /// The name that rule files use.
    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::Missing => "falta",
            ProblemKind::TooLong => "largo",
            ProblemKind::NearLimit => "borde",
            ProblemKind::Misspelt => "escritura",
            ProblemKind::Structure => "estructura",
        }
    }
}

impl Schema {
    /// Compiles the text of a schema; what is wrong with it comes back as findings in it.
    pub fn compile(source: Arc<Source>) -> Result<Schema, Vec<Finding>> {
        let document = read(Arc::clone(&source), &Limits::default());
        if !document.findings.is_empty() {
            return Err(document.findings);
        }
        let value = instance::value(&document.root);
        let built =
            jsonschema::options_for::<Form>().offline().should_validate_formats(true).build(&value);
        match built {
            Ok(validator) => Ok(Schema { source, shape: Shape::of(&value), value, validator }),
            Err(error) => Err(vec![invalid(&error, &document)]),
        }
    }

    /// What the schema says of each field.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The field at a path, whose positions may be given or left open; none for elements of lists.
    pub fn field(&self, path: &Path) -> Option<&Member> {
        self.shape.field(path)
    }

    /// Everything wrong with a document, in the order of its text, each thing once.
    ///
    /// What is missing under `fuente.no_publicado` is not; nor is anything in a document whose reading
    /// stopped half way. Values that the reader refused have their finding already.
    pub fn check(&self, document: &Document) -> Vec<Problem> {
        let withheld = Withheld::read(document);
        let mut violations = withheld::violations(document, &self.shape);
        for error in self.validator.iter_errors(&document.root) {
            violations.extend(violation::violations(&error, document, &self.value));
        }
        if let Some(percent) = self.value[NEAR_LIMIT].as_u64() {
            violations.extend(near::violations(document, &self.shape, percent));
        }
        if violations.len() > PROBLEMS {
            violations.sort_by(|a, b| a.path.cmp(&b.path));
            violations.truncate(PROBLEMS);
        }
        reconcile::excuse(&mut violations, document, &withheld, &self.shape);
        reconcile::explain_unknown_keys(&mut violations, document, &self.shape);
        reconcile::keep_one_per_cause(&mut violations);
        let mut problems: Vec<Problem> = violations
            .iter()
            .map(|violation| wording::problem(violation, document, &self.shape))
            .collect();
        problems.sort_by_cached_key(|problem| {
            (problem.finding.span(), self.rank(&problem.path), problem.finding.code.clone())
        });
        problems
    }

    /// Where the schema puts a path, to order what is missing from one group.
    fn rank(&self, path: &Path) -> Vec<usize> {
        let mut shape = Some(&self.shape);
        let rank = |step: &Step| match step {
            Step::Key(name) => {
                let members = shape.map_or(&[][..], Shape::members);
                let at = members.iter().position(|member| *member.name == **name);
                shape = at.map(|at| &members[at].shape);
                at.unwrap_or(usize::MAX)
            }
            Step::Index(_) | Step::Any => {
                shape = shape.and_then(|shape| shape.at(&Path(vec![Step::Any])));
                match step {
                    Step::Index(index) => *index,
                    _ => 0,
                }
            }
        };
        path.steps().iter().map(rank).collect()
    }
}

/// A schema that is none, with the words for documents: a schema is a document of its own schema.
fn invalid(error: &ValidationError<'_>, document: &Document) -> Finding {
    let path = match error.instance_path().as_str() {
        "" => violation::instance_path(error.schema_path().as_str(), document),
        pointer => violation::instance_path(pointer, document),
    };
    let keyword = error.kind().keyword();
    let message = Wording::both(
        format!("el esquema no es válido en `{path}` (`{keyword}`)"),
        format!("the schema is not valid at `{path}` (`{keyword}`)"),
    );
    Finding::error("schema/invalid", message).at(document.place(document.nearest_place(&path)))
}
