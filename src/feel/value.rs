//! Values, and why some are unknown.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

use super::ast::{Comparison, FunctionExpr, Slot};
use super::temporal::Temporal;

/// A value and, where it was read from the submission, its place.
///
/// Places travel with values through variables, filters and arguments, never through computation.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Bytes of the submission that hold it; none for a computed value.
    pub origin: Option<Span>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Data {
    /// The literal `null`.
    Null,
    /// Not known, and why.
    Unknown(Causes),
    /// True or false.
    Bool(bool),
    /// An exact decimal.
    Number(Decimal),
    /// A text.
    Text(Arc<str>),
    /// A list; positions count from 1.
    List(Arc<[Value]>),
    /// Named values.
    Context(Arc<Context>),
    /// A range of comparable values.
    Range(Arc<Range>),
    /// A date, time or duration.
    Temporal(Arc<Temporal>),
    /// A function defined in the expression.
    Function(Arc<Closure>),
}

/// Named values, in the order written.
///
/// A part of a submission has an entry for every field that the schema gives it; one that is not
/// there is unknown, so that no name falls through to another of the same spelling further out.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Names and values; names are unique.
    pub entries: Vec<(Arc<str>, Value)>,
}

/// A range; an end that is not there is open to infinity.
#[derive(Debug, Clone)]
pub struct Range {
    /// Lower end.
    pub low: Option<Value>,
    /// Upper end.
    pub high: Option<Value>,
    /// Whether the lower end belongs to it.
    pub low_included: bool,
    /// Whether the upper end belongs to it.
    pub high_included: bool,
    /// The sign, where it was written as a comparison: `(< 5)`.
    pub sign: Option<Comparison>,
}

/// A function with the variables that it saw.
#[derive(Debug, Clone)]
pub struct Closure {
    /// Parameters and body.
    pub function: Arc<FunctionExpr>,
    /// Variables at the definition.
    pub locals: Vec<(Arc<str>, Value)>,
    /// The text of the expression that defines it.
    pub text: Arc<str>,
}

/// Why a value is unknown; never empty.
pub type Causes = Arc<[Cause]>;

/// One reason why something is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cause {
    /// What kind of reason.
    pub kind: CauseKind,
    /// The field's path, or what was attempted.
    pub subject: Arc<str>,
    /// Bytes of the submission to look at: the field, or the key that should hold it.
    pub place: Option<Span>,
}

/// The kinds of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CauseKind {
    /// The field is not there, or blank.
    Absent,
    /// The published document that was transcribed omits the field.
    NotPublished,
    /// A person has to judge, and has not yet.
    JudgementPending,
    /// A person judged a text that has since changed.
    JudgementStale,
    /// A value of another kind than the operation needs.
    WrongType,
    /// Division by zero.
    DivisionByZero,
    /// A result past 28 significant digits.
    Overflow,
    /// The parameter has no value for the year.
    NoParameter,
    /// An argument for which the function has no result.
    OutOfDomain,
    /// The evaluation took more steps than allowed.
    TooManySteps,
    /// A rule that it depends on is not decided.
    Undecided,
}

impl Value {
    /// A computed value.
    pub fn new(data: Data) -> Value {
        Value { data, origin: None }
    }

    /// `null`.
    pub fn null() -> Value {
        Value::new(Data::Null)
    }

    /// A list of computed or read values.
    pub fn list(items: impl Into<Arc<[Value]>>) -> Value {
        Value::new(Data::List(items.into()))
    }

    /// A context that is no part of a submission.
    pub fn context(entries: Vec<(Arc<str>, Value)>) -> Value {
        Value::new(Data::Context(Arc::new(Context { entries })))
    }

    /// Unknown for some causes.
    pub fn unknown(causes: Causes) -> Value {
        Value::new(Data::Unknown(causes))
    }

    /// Unknown for one cause.
    pub fn unknown_for(
        kind: CauseKind,
        subject: impl Into<Arc<str>>,
        place: Option<Span>,
    ) -> Value {
        let cause = Cause { kind, subject: subject.into(), place };
        Value { data: Data::Unknown(Arc::from([cause])), origin: place }
    }

    /// The same value, read at a place.
    pub fn read_at(mut self, place: Span) -> Value {
        self.origin = Some(place);
        self
    }

    /// The same value, as a computed one.
    pub fn computed(mut self) -> Value {
        self.origin = None;
        self
    }

    /// A date, time or duration.
    pub fn temporal(temporal: Temporal) -> Value {
        Value::new(Data::Temporal(Arc::new(temporal)))
    }

    /// The causes, where this is unknown.
    pub fn causes(&self) -> Option<&Causes> {
        match &self.data {
            Data::Unknown(causes) => Some(causes),
            _ => None,
        }
    }

    /// The truth, where this is true or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, where this is one.
    pub fn as_number(&self) -> Option<Decimal> {
        match self.data {
            Data::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The text, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The date, time or duration, where this is one.
    pub fn as_temporal(&self) -> Option<&Temporal> {
        match &self.data {
            Data::Temporal(temporal) => Some(temporal),
            _ => None,
        }
    }

    /// The items, where this is a list.
    pub fn as_list(&self) -> Option<&Arc<[Value]>> {
        match &self.data {
            Data::List(items) => Some(items),
            _ => None,
        }
    }

    /// The context, where this is one.
    pub fn as_context(&self) -> Option<&Context> {
        match &self.data {
            Data::Context(context) => Some(context),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::new(Data::Bool(value))
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Value {
        Value::new(Data::Number(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::new(Data::Text(Arc::from(text)))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::new(Data::Text(Arc::from(text)))
    }
}

impl Context {
    /// The value of a name, where it is there.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// The value of a name that stands in an expression.
    pub(super) fn find(&self, name: &str, slot: &Slot) -> Option<&Value> {
        slot.find(&self.entries, |(key, _)| same_name(key, name)).map(|(_, value)| value)
    }
}

/// Whether two names are spelt alike; most that are, are held at one place.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    std::ptr::eq(a, b) || a == b
}

/// Causes that are told of one value; a form with more holes than that is a form not begun.
const CAUSES: usize = 500;

/// Joins causes, each once, in the order met.
pub(super) fn join<'c>(causes: impl IntoIterator<Item = &'c Causes>) -> Option<Causes> {
    let mut causes = causes.into_iter();
    let first = causes.next()?;
    let mut joined: Option<Vec<Cause>> = None;
    for more in causes {
        if Arc::ptr_eq(more, first) {
            continue;
        }
        let joined = joined.get_or_insert_with(|| first.to_vec());
        for cause in more.iter() {
            if joined.len() < CAUSES && !joined.contains(cause) {
                joined.push(cause.clone());
            }
        }
    }
    Some(joined.map_or_else(|| Arc::clone(first), Arc::from))
}

impl fmt::Display for Value {
    /// The value as an expression would write it; unknown values say so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.data {
            Data::Null => f.write_str("null"),
            Data::Unknown(_) => f.write_str("?"),
            Data::Bool(value) => write!(f, "{value}"),
            Data::Number(number) => write!(f, "{number}"),
            Data::Text(text) => write!(f, "{text:?}"),
            Data::List(items) => {
                f.write_str("[")?;
                separated(f, items.iter(), |f, item| write!(f, "{item}"))?;
                f.write_str("]")
            }
            Data::Context(context) => {
                f.write_str("{")?;
                separated(f, context.entries.iter(), |f, (name, value)| {
                    write!(f, "{name}: {value}")
                })?;
                f.write_str("}")
            }
            Data::Temporal(temporal) => write!(f, "@\"{temporal}\""),
            Data::Range(range) if range.sign.is_some() => {
                let sign = range.sign.map_or("", Comparison::sign);
                let end = range.low.as_ref().or(range.high.as_ref());
                write!(f, "({sign} ")?;
                end.map_or(Ok(()), |end| write!(f, "{end}"))?;
                f.write_str(")")
            }
            Data::Range(range) => {
                f.write_str(if range.low_included { "[" } else { "(" })?;
                if let Some(low) = &range.low {
                    write!(f, "{low}")?;
                }
                f.write_str("..")?;
                if let Some(high) = &range.high {
                    write!(f, "{high}")?;
                }
                f.write_str(if range.high_included { "]" } else { ")" })
            }
            Data::Function(_) => f.write_str("function"),
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl Iterator<Item = T>,
    mut show: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        show(f, item)?;
    }
    Ok(())
}
