//! Types: what is known of a value before any submission is read.

use std::fmt;
use std::sync::Arc;

use crate::finding::nearest;

use super::instance::{TYPE_NAMES, WrittenType};
use super::temporal::TemporalKind;
use super::units::Unit;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Type {
    /// Anything; nothing is checked.
    #[default]
    Any,
    /// Only `null`.
    Null,
    /// True or false.
    Bool,
    /// A number.
    Number(Unit),
    /// A text.
    Text,
    /// A text out of a closed list.
    Choice(Arc<[Arc<str>]>),
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date with its time.
    DateTime,
    /// A duration in days and parts of a day.
    DaysDuration,
    /// A duration in months and years.
    MonthsDuration,
    /// A list of one type.
    List(Arc<Type>),
    /// Named values.
    Context(Arc<ContextType>),
    /// A range of values of one type.
    Range(Arc<Type>),
    /// A function.
    Function(Arc<FunctionType>),
}

/// The names of a context and their types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextType {
    /// Names, in the order of the schema.
    pub members: Vec<(Arc<str>, Type)>,
}

/// What a function takes and gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FunctionType {
    /// The names of its parameters; none where they are not known.
    pub parameters: Option<Vec<Arc<str>>>,
    /// What it gives.
    pub result: Type,
}

impl Type {
    /// A number of which no unit is known.
    pub fn number() -> Type {
        Type::Number(Unit::Unknown)
    }

    /// A list of a type.
    pub fn list(of: Type) -> Type {
        Type::List(Arc::new(of))
    }

    /// A function of which nothing is known.
    pub fn function() -> Type {
        Type::Function(Arc::default())
    }

    /// A date, a time or a duration.
    pub fn temporal(kind: TemporalKind) -> Type {
        match kind {
            TemporalKind::Date => Type::Date,
            TemporalKind::Time => Type::Time,
            TemporalKind::DateTime => Type::DateTime,
            TemporalKind::Days => Type::DaysDuration,
            TemporalKind::Months => Type::MonthsDuration,
        }
    }

    /// What a written type says.
    pub fn written(written: &WrittenType) -> Type {
        let within = |of: &Option<Arc<WrittenType>>| {
            Arc::new(of.as_ref().map(|of| Type::written(of)).unwrap_or_default())
        };
        match written {
            WrittenType::Any => Type::Any,
            WrittenType::Null => Type::Null,
            WrittenType::Number => Type::number(),
            WrittenType::Text => Type::Text,
            WrittenType::Bool => Type::Bool,
            WrittenType::Temporal(kind) => Type::temporal(*kind),
            WrittenType::List(item) => Type::List(within(item)),
            WrittenType::Range(end) => Type::Range(within(end)),
            // The entries written are those that it must have at least.
            WrittenType::Context(_) => Type::Any,
            WrittenType::Function(_) => Type::function(),
        }
    }

    /// Whether values of both types can be the same kind.
    pub fn meets(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => true,
            (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_))
            | (Type::Number(_), Type::Number(_))
            | (Type::Function(_), Type::Function(_))
            | (Type::Context(_), Type::Context(_)) => true,
            (Type::List(a), Type::List(b)) | (Type::Range(a), Type::Range(b)) => a.meets(b),
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }

    /// The type of either: what both branches of an `if` have in common.
    pub fn join(self, other: Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a,
            (Type::Null, other) | (other, Type::Null) => other,
            (Type::Number(a), Type::Number(b)) => Type::Number(a.join(&b)),
            (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_)) => Type::Text,
            (Type::List(a), Type::List(b)) => {
                Type::list(a.as_ref().clone().join(b.as_ref().clone()))
            }
            (Type::Range(a), Type::Range(b)) => {
                Type::Range(Arc::new(a.as_ref().clone().join(b.as_ref().clone())))
            }
            (Type::Context(a), Type::Context(b)) => Type::Context(Arc::new(a.merge(&b))),
            (Type::Function(_), Type::Function(_)) => Type::function(),
            _ => Type::Any,
        }
    }

    /// The type of the items, where this is a list; itself otherwise, as the standard reads one value as a list.
    pub fn item(&self) -> Type {
        match self {
            Type::List(item) => item.as_ref().clone(),
            other => other.clone(),
        }
    }

    /// The type of the ends, where this is a range; itself otherwise.
    pub fn end(&self) -> &Type {
        match self {
            Type::Range(end) => end,
            other => other,
        }
    }

    /// The unit, where this is a number.
    pub fn unit(&self) -> Option<&Unit> {
        match self {
            Type::Number(unit) => Some(unit),
            _ => None,
        }
    }

    /// Whether its values have an order.
    pub fn is_ordered(&self) -> bool {
        match self {
            Type::Any | Type::Null | Type::Number(_) | Type::Text | Type::Choice(_) => true,
            other => other.is_temporal(),
        }
    }

    /// Whether this is a date, a time or a duration.
    pub fn is_temporal(&self) -> bool {
        match self {
            Type::Date | Type::Time | Type::DateTime => true,
            Type::DaysDuration | Type::MonthsDuration => true,
            Type::Any | Type::Null | Type::Bool | Type::Number(_) | Type::Text => false,
            Type::Choice(_) | Type::List(_) | Type::Context(_) => false,
            Type::Range(_) | Type::Function(_) => false,
        }
    }

    /// The properties that the standard gives its values; none for those of a context.
    pub fn properties(&self) -> Vec<(&'static str, Type)> {
        let numbers = |names: &[&'static str]| -> Vec<(&'static str, Type)> {
            names.iter().map(|name| (*name, Type::number())).collect()
        };
        const DATE: [&str; 4] = ["year", "month", "day", "weekday"];
        const TIME: [&str; 4] = ["hour", "minute", "second", "value"];
        let zone = [("time offset", Type::DaysDuration), ("timezone", Type::Text)];
        match self {
            Type::Date => numbers(&DATE),
            Type::Time => [numbers(&TIME), zone.to_vec()].concat(),
            Type::DateTime => [numbers(&DATE), numbers(&TIME), zone.to_vec()].concat(),
            Type::DaysDuration => numbers(&["days", "hours", "minutes", "seconds", "value"]),
            Type::MonthsDuration => numbers(&["years", "months", "value"]),
            Type::Range(of) => {
                let end = of.as_ref().clone();
                let included = |name| (name, Type::Bool);
                let ends = vec![("start", end.clone()), ("end", end)];
                [ends, vec![included("start included"), included("end included")]].concat()
            }
            _ => Vec::new(),
        }
    }

    /// What people call it, with its article, in Spanish and English.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            Type::Any => ("un valor", "a value"),
            Type::Null => ("nada", "nothing"),
            Type::Bool => ("verdadero o falso", "true or false"),
            Type::Number(_) => ("un número", "a number"),
            Type::Text | Type::Choice(_) => ("un texto", "a text"),
            Type::Date => ("una fecha", "a date"),
            Type::Time => ("una hora", "a time"),
            Type::DateTime => ("una fecha con hora", "a date with a time"),
            Type::DaysDuration => ("una duración en días", "a duration in days"),
            Type::MonthsDuration => ("una duración en meses", "a duration in months"),
            Type::List(_) => ("una lista", "a list"),
            Type::Context(_) => ("un grupo de campos", "a group of fields"),
            Type::Range(_) => ("un intervalo", "a range"),
            Type::Function(_) => ("una función", "a function"),
        }
    }
}

impl ContextType {
    /// The type of a name.
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.members.iter().find(|(member, _)| &**member == name).map(|(_, of)| of)
    }

    /// Visits all names, of the contexts within too.
    pub fn visit(&self, visit: &mut dyn FnMut(&Arc<str>)) {
        for (name, of) in &self.members {
            visit(name);
            let mut of = of;
            while let Type::List(item) = of {
                of = item;
            }
            if let Type::Context(context) = of {
                context.visit(visit);
            }
        }
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| &**name)
    }

    /// The names of either: a name that only one has may be there.
    fn merge(&self, other: &ContextType) -> ContextType {
        let mut members = self.members.clone();
        for (name, of) in &other.members {
            match members.iter_mut().find(|(member, _)| member == name) {
                Some((_, known)) => *known = std::mem::take(known).join(of.clone()),
                None => members.push((Arc::clone(name), of.clone())),
            }
        }
        ContextType { members }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("Any"),
            Type::Null => f.write_str("Null"),
            Type::Bool => f.write_str("boolean"),
            Type::Number(_) => f.write_str("number"),
            Type::Text | Type::Choice(_) => f.write_str("string"),
            Type::Date => f.write_str("date"),
            Type::Time => f.write_str("time"),
            Type::DateTime => f.write_str("date and time"),
            Type::DaysDuration => f.write_str("days and time duration"),
            Type::MonthsDuration => f.write_str("years and months duration"),
            Type::List(item) => write!(f, "list<{item}>"),
            Type::Context(_) => f.write_str("context"),
            Type::Range(of) => write!(f, "range<{of}>"),
            Type::Function(_) => f.write_str("function"),
        }
    }
}

/// The part of a type's name that names no type, and the nearest that does.
///
/// Looks inside `list<…>`, `range<…>`, `context<name: …>` and `function<…> -> …`.
pub(super) fn unknown_type_name(text: &str) -> Option<(String, Option<&'static str>)> {
    let plain: String = text.replace("->", ",");
    let parts = plain.split(['<', '>', ',']).map(str::trim).filter(|part| !part.is_empty());
    parts.into_iter().find_map(|part| {
        let name = part.rsplit_once(':').map_or(part, |(_, name)| name.trim());
        let known = name.is_empty() || TYPE_NAMES.contains(&name);
        (!known).then(|| (name.to_owned(), nearest(name, TYPE_NAMES)))
    })
}
