//! From the validator's errors to what is wrong with the form.
//!
//! The validator speaks of schemas: one error may be several mistakes, and several errors one. Here
//! each becomes a [`Violation`]: one path, one cause, in terms of the form.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::document::{Data, Document, Node, Path, Step};

/// Unknown keys of one group that are told; a group with more is no part of a form.
const UNKNOWN_KEYS: usize = 500;

/// One thing wrong with one value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Violation {
    /// The value, or where it should be.
    pub(super) path: Path,
    /// What is wrong.
    pub(super) cause: Cause,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cause {
    /// It is not there, or blank; the answers that call for it, if not every form must have it.
    Missing { because: Vec<Answer> },
    /// Its key is none of the group's.
    UnknownKey { meant: Option<Meant> },
    /// It is of another type.
    Type { expected: Vec<JsonType> },
    /// It is none of the values admitted.
    Choice { allowed: Vec<Value> },
    /// A text with more characters than admitted.
    TooLong { limit: u64 },
    /// A text that almost reaches its limit.
    NearLimit { limit: u64 },
    /// A text with fewer.
    TooShort { limit: u64 },
    /// A number above the greatest admitted.
    Above { limit: Value, inclusive: bool },
    /// A number below the least.
    Below { limit: Value, inclusive: bool },
    /// A number that is no multiple of another.
    NotMultiple { of: Value },
    /// A text of another form.
    Pattern { pattern: String },
    /// A text that is no date, address …
    Format { format: String },
    /// A list with more elements than admitted.
    MoreItems { limit: u64 },
    /// A list with fewer.
    FewerItems { limit: u64 },
    /// A list that says something twice.
    Repeated,
    /// A list without an element that it needs.
    Lacks,
    /// A group with more fields than admitted.
    MoreFields { limit: u64 },
    /// A group with fewer.
    FewerFields { limit: u64 },
    /// A key that may not be called so.
    KeyName,
    /// A value that the schema admits nowhere, or not with these other answers.
    NotAdmitted,
    /// A text whose content the validator could not read or judge.
    Unreadable,
    /// A text that should be the path of a field, and is none.
    NotAPath,
    /// A path that leads to no field.
    UnknownPath { meant: Option<Path> },
}

/// A field and the answer in it that calls for another field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// The field.
    pub(super) path: Path,
    /// What it says.
    pub(super) value: Value,
}

/// What an unknown key was meant to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meant {
    /// A key of the same group, misspelt; whether its field is required and missing.
    Sibling { name: String, missing: bool },
    /// A key of other groups.
    Elsewhere(Vec<Path>),
}

/// The violations that an error stands for.
pub(super) fn violations(
    error: &ValidationError<'_>,
    document: &Document,
    schema: &Value,
) -> Vec<Violation> {
    use ValidationErrorKind as Kind;
    let path = instance_path(error.instance_path().as_str(), document);
    let only = |cause| vec![Violation { path: path.clone(), cause }];
    match error.kind() {
        Kind::Required { property } => {
            let path = path.key(property.as_str().unwrap_or_default());
            let because = answers(schema, error.schema_path().as_str(), &path);
            vec![Violation { path, cause: Cause::Missing { because } }]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let unknown = |key: &String| Violation {
                path: path.key(key),
                cause: Cause::UnknownKey { meant: None },
            };
            unexpected.iter().take(UNKNOWN_KEYS).map(unknown).collect()
        }
        Kind::Type { kind } => match document.at(&path) {
            Some(node) if node.is_blank() => only(Cause::Missing { because: Vec::new() }),
            _ => only(Cause::Type { expected: expected(kind) }),
        },
        Kind::Enum { options } => {
            only(Cause::Choice { allowed: options.as_array().cloned().unwrap_or_default() })
        }
        Kind::Constant { expected_value } => {
            only(Cause::Choice { allowed: vec![expected_value.as_ref().clone()] })
        }
        Kind::MaxLength { limit } => only(Cause::TooLong { limit: *limit }),
        Kind::MinLength { limit } => only(Cause::TooShort { limit: *limit }),
        Kind::Maximum { limit } => only(Cause::Above { limit: limit.clone(), inclusive: true }),
        Kind::Minimum { limit } => only(Cause::Below { limit: limit.clone(), inclusive: true }),
        Kind::ExclusiveMaximum { limit } => {
            only(Cause::Above { limit: limit.clone(), inclusive: false })
        }
        Kind::ExclusiveMinimum { limit } => {
            only(Cause::Below { limit: limit.clone(), inclusive: false })
        }
        Kind::MultipleOf { multiple_of } => only(Cause::NotMultiple { of: multiple_of.clone() }),
        Kind::Pattern { pattern } => only(Cause::Pattern { pattern: pattern.clone() }),
        Kind::Format { format } => only(Cause::Format { format: format.clone() }),
        Kind::AdditionalItems { limit } => only(Cause::MoreItems { limit: *limit as u64 }),
        Kind::MaxItems { limit } => only(Cause::MoreItems { limit: *limit }),
        Kind::UnevaluatedItems { .. } => only(Cause::NotAdmitted),
        Kind::MinItems { limit } => match document.at(&path).map(|node| node.items().len()) {
            Some(0) => only(Cause::Missing { because: Vec::new() }),
            _ => only(Cause::FewerItems { limit: *limit }),
        },
        Kind::UniqueItems => only(Cause::Repeated),
        Kind::Contains => only(Cause::Lacks),
        Kind::MaxProperties { limit } => only(Cause::MoreFields { limit: *limit }),
        Kind::MinProperties { limit } => only(Cause::FewerFields { limit: *limit }),
        Kind::PropertyNames { .. } => only(Cause::KeyName),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let errors = meant_branch(context, error);
            errors.iter().flat_map(|error| violations(error, document, schema)).collect()
        }
        Kind::OneOfMultipleValid { .. } | Kind::Not { .. } | Kind::FalseSchema => {
            only(Cause::NotAdmitted)
        }
        Kind::BacktrackLimitExceeded { .. }
        | Kind::RegexEngineFailure { .. }
        | Kind::ContentEncoding { .. }
        | Kind::ContentMediaType { .. }
        | Kind::FromUtf8 { .. }
        | Kind::Custom { .. }
        | Kind::Referencing(_) => only(Cause::Unreadable),
    }
}

/// The errors of the branch that the value was most likely meant for: of the right type, if any is,
/// and with the fewest errors.
fn meant_branch<'e>(
    branches: &'e [Vec<ValidationError<'static>>],
    whole: &ValidationError<'_>,
) -> &'e [ValidationError<'static>] {
    let wrong_type = |error: &ValidationError<'_>| {
        matches!(error.kind(), ValidationErrorKind::Type { .. })
            && error.instance_path() == whole.instance_path()
    };
    let branch = branches.iter().min_by_key(|errors| (errors.iter().any(wrong_type), errors.len()));
    branch.map_or(&[], Vec::as_slice)
}

fn expected(kind: &TypeKind) -> Vec<JsonType> {
    match kind {
        TypeKind::Single(kind) => vec![*kind],
        TypeKind::Multiple(kinds) => kinds.iter().filter(|kind| *kind != JsonType::Null).collect(),
    }
}

/// A JSON pointer as a path of the document, whose nodes say which steps are keys.
pub(super) fn instance_path(pointer: &str, document: &Document) -> Path {
    let mut path = Path::root();
    let mut node: Option<&Node> = Some(&document.root);
    for segment in pointer.split('/').skip(1) {
        let segment = segment.replace("~1", "/").replace("~0", "~");
        let step = match (node.map(|node| &node.data), segment.parse()) {
            (Some(Data::List(_)), Ok(index)) => Step::Index(index),
            _ => Step::Key(segment),
        };
        node = node.and_then(|node| node.step(&step));
        path.push(step);
    }
    path
}

/// The answers that make a field required, where `required` stands in a `then`.
///
/// `…/then/properties/b/required` applies one group above the one that lacks the field; the `if`
/// beside it says which answers in that group call for it.
fn answers(schema: &Value, keyword: &str, missing: &Path) -> Vec<Answer> {
    let Some((before, inside)) = keyword.rsplit_once("/then/") else { return Vec::new() };
    let Some(condition) = schema.pointer(&format!("{before}/if")) else { return Vec::new() };
    let groups = inside.split('/').filter(|segment| *segment == "properties").count();
    let steps = missing.steps();
    let base = Path(steps[..steps.len().saturating_sub(groups + 1)].to_vec());
    let mut answers = Vec::new();
    gather_answers(condition, &base, &mut answers);
    answers
}

fn gather_answers(condition: &Value, path: &Path, answers: &mut Vec<Answer>) {
    if let Some(value) = condition.get("const") {
        answers.push(Answer { path: path.clone(), value: value.clone() });
    }
    for (key, below) in condition.get("properties").and_then(Value::as_object).into_iter().flatten()
    {
        gather_answers(below, &path.key(key), answers);
    }
}
