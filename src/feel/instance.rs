//! Types as written after `instance of`, and whether a value is one.

use std::sync::Arc;

use super::ast::{Expr, ExprKind, FunctionExpr};
use super::temporal::TemporalKind;
use super::value::{Data, Value};

/// A type as written: `list<number>`, `context<a: string>`, `function<number>->string`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenType {
    /// `Any`: everything but null.
    Any,
    /// `Null`.
    Null,
    /// `number`.
    Number,
    /// `string`.
    Text,
    /// `boolean`.
    Bool,
    /// `date`, `time`, `date and time` and the two kinds of duration.
    Temporal(TemporalKind),
    /// `list`, with the type of its items where written.
    List(Option<Arc<WrittenType>>),
    /// `context`, with the entries that it must have at least.
    Context(Arc<[(String, WrittenType)]>),
    /// `range`, with the type of its ends where written.
    Range(Option<Arc<WrittenType>>),
    /// `function`, with the types of its parameters and result where written.
    Function(Option<Arc<Signature>>),
}

/// The types of a function's parameters and result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Of its parameters, in order.
    pub parameters: Vec<WrittenType>,
    /// Of its result.
    pub result: WrittenType,
}

/// How deep written types may nest.
const DEPTH: usize = 32;

/// The names that a type may have.
pub const TYPE_NAMES: [&str; 14] = [
    "Any",
    "Null",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "list",
    "context",
    "range",
    "function",
];

impl WrittenType {
    /// Reads a type; none where the text is none.
    pub fn parse(text: &str) -> Option<WrittenType> {
        let mut reader = Reader { rest: text.trim() };
        let written = reader.written(DEPTH)?;
        reader.rest.is_empty().then_some(written)
    }

    /// Whether a value is of this type; null is only of its own, but may stand within any.
    pub fn holds(&self, value: &Value) -> bool {
        match (self, &value.data) {
            (_, Data::Unknown(_)) => false,
            (WrittenType::Null, data) => matches!(data, Data::Null),
            (_, Data::Null) => false,
            (WrittenType::Any, _)
            | (WrittenType::Number, Data::Number(_))
            | (WrittenType::Text, Data::Text(_))
            | (WrittenType::Bool, Data::Bool(_))
            | (WrittenType::List(None), Data::List(_))
            | (WrittenType::Range(None), Data::Range(_))
            | (WrittenType::Function(None), Data::Function(_)) => true,
            (WrittenType::Temporal(kind), Data::Temporal(temporal)) => temporal.kind() == *kind,
            (WrittenType::List(Some(item)), Data::List(items)) => {
                items.iter().all(|value| item.admits(value))
            }
            (WrittenType::Context(members), Data::Context(context)) => {
                let has = |(name, member): &(String, WrittenType)| {
                    context.get(name).is_some_and(|value| member.admits(value))
                };
                members.iter().all(has)
            }
            (WrittenType::Range(Some(end)), Data::Range(range)) => {
                range.low.iter().chain(&range.high).all(|value| end.admits(value))
            }
            (WrittenType::Function(Some(signature)), Data::Function(closure)) => {
                let Signature { parameters, result } = signature.as_ref();
                let types = &closure.function.types;
                let accepts = |(wanted, has): (&WrittenType, &Option<WrittenType>)| {
                    has.as_ref().is_none_or(|has| wanted.conforms(has))
                };
                let given = result_of(&closure.function.body, &closure.function);
                given.is_none_or(|given| given.conforms(result))
                    && types.len() == parameters.len()
                    && parameters.iter().zip(types).all(accepts)
            }
            _ => false,
        }
    }

    /// Whether a value may stand where this type is declared: null may stand anywhere.
    pub fn admits(&self, value: &Value) -> bool {
        matches!(value.data, Data::Null) || self.holds(value)
    }

    /// Whether every value of this type is of another.
    fn conforms(&self, other: &WrittenType) -> bool {
        match (self, other) {
            (_, WrittenType::Any) | (WrittenType::Null, _) => true,
            (WrittenType::List(_), WrittenType::List(None))
            | (WrittenType::Range(_), WrittenType::Range(None))
            | (WrittenType::Function(_), WrittenType::Function(None)) => true,
            (WrittenType::List(Some(a)), WrittenType::List(Some(b)))
            | (WrittenType::Range(Some(a)), WrittenType::Range(Some(b))) => a.conforms(b),
            (WrittenType::Context(a), WrittenType::Context(b)) => b.iter().all(|(name, wanted)| {
                a.iter().any(|(other, member)| other == name && member.conforms(wanted))
            }),
            (WrittenType::Function(Some(a)), WrittenType::Function(Some(b))) => {
                let (takes, wanted) = (&a.parameters, &b.parameters);
                takes.len() == wanted.len()
                    && wanted.iter().zip(takes).all(|(wanted, takes)| wanted.conforms(takes))
                    && a.result.conforms(&b.result)
            }
            (a, b) => a == b,
        }
    }
}

/// The type of a function's body, where it can be seen without evaluating it.
fn result_of(body: &Expr, function: &FunctionExpr) -> Option<WrittenType> {
    match &body.kind {
        ExprKind::Null => Some(WrittenType::Null),
        ExprKind::Number(_) => Some(WrittenType::Number),
        ExprKind::Text(_) => Some(WrittenType::Text),
        ExprKind::At(temporal) => Some(WrittenType::Temporal(temporal.kind())),
        ExprKind::Bool(_)
        | ExprKind::Compare(..)
        | ExprKind::Logic(..)
        | ExprKind::Between(..)
        | ExprKind::In(..)
        | ExprKind::Quantified(..)
        | ExprKind::InstanceOf(..) => Some(WrittenType::Bool),
        ExprKind::Name(name) => {
            let at = function.parameters.iter().position(|parameter| parameter.text == *name)?;
            function.types.get(at)?.clone()
        }
        ExprKind::Arithmetic(_, left, right) => {
            let both = (result_of(left, function)?, result_of(right, function)?);
            (both == (WrittenType::Number, WrittenType::Number)).then_some(WrittenType::Number)
        }
        _ => None,
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn written(&mut self, depth: usize) -> Option<WrittenType> {
        let depth = depth.checked_sub(1)?;
        let name = self.name();
        Some(match name.as_str() {
            "Any" => WrittenType::Any,
            "Null" => WrittenType::Null,
            "number" => WrittenType::Number,
            "string" => WrittenType::Text,
            "boolean" => WrittenType::Bool,
            "date" => WrittenType::Temporal(TemporalKind::Date),
            "time" => WrittenType::Temporal(TemporalKind::Time),
            "date and time" => WrittenType::Temporal(TemporalKind::DateTime),
            "days and time duration" | "day and time duration" => {
                WrittenType::Temporal(TemporalKind::Days)
            }
            "years and months duration" | "year and month duration" => {
                WrittenType::Temporal(TemporalKind::Months)
            }
            "list" => WrittenType::List(self.within(depth)?),
            "range" => WrittenType::Range(self.within(depth)?),
            "context" => WrittenType::Context(self.members(depth)?),
            "function" => WrittenType::Function(self.signature(depth)?),
            _ => return None,
        })
    }

    /// Words up to a sign, single-spaced.
    fn name(&mut self) -> String {
        let end = self.rest.find(['<', '>', ',', ':', '-']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn take(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// `<type>`, where written; the error is a text that is no type.
    fn within(&mut self, depth: usize) -> Option<Option<Arc<WrittenType>>> {
        if !self.take("<") {
            return Some(None);
        }
        let item = self.written(depth)?;
        self.take(">").then(|| Some(Arc::new(item)))
    }

    /// `<name: type, …>`, where written.
    fn members(&mut self, depth: usize) -> Option<Arc<[(String, WrittenType)]>> {
        let mut members = Vec::new();
        if !self.take("<") || self.take(">") {
            return Some(Arc::from(members));
        }
        loop {
            let name = self.name();
            if !self.take(":") {
                return None;
            }
            members.push((name, self.written(depth)?));
            if self.take(">") {
                return Some(Arc::from(members));
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    /// `<type, …>->type`, where written.
    fn signature(&mut self, depth: usize) -> Option<Option<Arc<Signature>>> {
        if !self.take("<") {
            return Some(None);
        }
        let mut parameters = Vec::new();
        while !self.take(">") {
            if !parameters.is_empty() && !self.take(",") {
                return None;
            }
            parameters.push(self.written(depth)?);
        }
        let result = if self.take("->") { self.written(depth)? } else { WrittenType::Any };
        Some(Some(Arc::new(Signature { parameters, result })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_whole_or_not_at_all() {
        for text in [
            "list<context<a: string, b: list<number>>>",
            "function<number, string>->list<Any>",
            "function<>->Any",
            "range<date and time>",
            "years and months duration",
        ] {
            assert!(WrittenType::parse(text).is_some(), "{text}");
        }
        for text in ["", "list<", "list<number", "context<a>", "numbers", "list<number>>", "a<b>"] {
            assert_eq!(WrittenType::parse(text), None, "{text}");
        }
        assert_eq!(WrittenType::parse(&"list<".repeat(1000)), None);
    }
}
