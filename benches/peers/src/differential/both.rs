//! One expression, two answers.

use std::fmt;

use dsntk_feel::FeelScope;
use dsntk_feel::values::Value as Theirs;
use pilares::feel::{self, Data, Failure, Library, Scope, Value as Ours};
use rust_decimal::Decimal;

/// How far apart two numbers may be, of their size: 28 digits here, 34 there.
const APART: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

/// Both engines.
pub struct Both {
    library: Library,
    scope: FeelScope,
}

/// An answer, in what both can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The text is no expression.
    NoExpression,
    /// Null.
    Null,
    /// True or false.
    Truth(bool),
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Answer>),
    /// A date or a duration, in the standard's spelling.
    Temporal(String),
    /// Something of another kind.
    Other,
}

impl Both {
    /// Makes both ready.
    pub fn new() -> Both {
        Both { library: Library::standard(), scope: FeelScope::default() }
    }

    /// The answer here and dsntk's.
    pub fn answers(&self, text: &str) -> (Answer, Answer) {
        (self.ours(text), self.theirs(text))
    }

    fn ours(&self, text: &str) -> Answer {
        let parsed = feel::parse(text, &self.library);
        if !parsed.diagnostics.is_empty() {
            return Answer::NoExpression;
        }
        let scope =
            Scope { library: &self.library, contexts: &[], failure: Failure::Null, places: None };
        ours(&feel::evaluate(&parsed.expr, text, &scope).0)
    }

    fn theirs(&self, text: &str) -> Answer {
        match dsntk_feel_parser::parse_expression(&self.scope, text, false) {
            Ok(node) => theirs(&dsntk_feel_evaluator::evaluate(&self.scope, &node)),
            Err(_) => Answer::NoExpression,
        }
    }
}

impl Answer {
    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        *self == Answer::Null
    }

    /// Whether two answers are the same, numbers nearly so.
    pub fn agrees(&self, other: &Answer) -> bool {
        match (self, other) {
            (Answer::Number(a), Answer::Number(b)) => {
                let size = a.abs().max(b.abs());
                a == b || a.checked_sub(*b).is_some_and(|apart| apart.abs() <= size * APART)
            }
            (Answer::List(a), Answer::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.agrees(b))
            }
            _ => self == other,
        }
    }
}

fn ours(value: &Ours) -> Answer {
    match &value.data {
        Data::Null | Data::Unknown(_) => Answer::Null,
        Data::Bool(truth) => Answer::Truth(*truth),
        Data::Number(number) => Answer::Number(*number),
        Data::Text(text) => Answer::Text(text.to_string()),
        Data::List(items) => Answer::List(items.iter().map(ours).collect()),
        Data::Temporal(temporal) => Answer::Temporal(temporal.to_string()),
        Data::Context(_) | Data::Range(_) | Data::Function(_) => Answer::Other,
    }
}

fn theirs(value: &Theirs) -> Answer {
    match value {
        Theirs::Null(_) => Answer::Null,
        Theirs::Boolean(truth) => Answer::Truth(*truth),
        Theirs::Number(number) => {
            decimal(&number.to_string()).map_or(Answer::Other, Answer::Number)
        }
        Theirs::String(text) => Answer::Text(text.clone()),
        Theirs::Date(_) | Theirs::DateTime(_) | Theirs::DaysAndTimeDuration(_) => {
            Answer::Temporal(value.to_string())
        }
        Theirs::List(items) => Answer::List(items.iter().map(theirs).collect()),
        _ => Answer::Other,
    }
}

/// A number of 34 digits, to 28.
fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::NoExpression => f.write_str("no expression"),
            Answer::Null => f.write_str("null"),
            Answer::Truth(truth) => write!(f, "{truth}"),
            Answer::Number(number) => write!(f, "{number}"),
            Answer::Text(text) => write!(f, "{text:?}"),
            Answer::Temporal(text) => f.write_str(text),
            Answer::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Answer::Other => f.write_str("something else"),
        }
    }
}
