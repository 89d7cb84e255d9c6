//! Types: what is known of a value before any submission is read.

use std::fmt;
use std::sync::Arc;

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
    /// A number, with its unit where the schema gives one (`miles de pesos`, `%`, `año` …).
    Number {
        /// The unit; none where nothing is said.
        unit: Option<Arc<str>>,
    },
    /// A text.
    Text,
    /// A text out of a closed list.
    Choice(Arc<[Arc<str>]>),
    /// A list of one type.
    List(Arc<Type>),
    /// Named values.
    Context(Arc<ContextType>),
    /// A range.
    Range,
    /// A function.
    Function,
}

/// The names of a context and their types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextType {
    /// Names, in the order of the schema.
    pub members: Vec<(Arc<str>, Type)>,
}

impl Type {
    /// A number without unit.
    pub fn number() -> Type {
        Type::Number { unit: None }
    }

    /// A list of a type.
    pub fn list(of: Type) -> Type {
        Type::List(Arc::new(of))
    }

    /// Whether values of both types can be the same kind.
    pub fn meets(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => true,
            (Type::Bool, Type::Bool)
            | (Type::Number { .. }, Type::Number { .. })
            | (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_))
            | (Type::Range, Type::Range)
            | (Type::Function, Type::Function)
            | (Type::Context(_), Type::Context(_)) => true,
            (Type::List(a), Type::List(b)) => a.meets(b),
            _ => false,
        }
    }

    /// The type of either: what both branches of an `if` have in common.
    pub fn join(self, other: Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a,
            (Type::Null, other) | (other, Type::Null) => other,
            (Type::Number { .. }, Type::Number { .. }) => Type::number(),
            (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_)) => Type::Text,
            (Type::List(a), Type::List(b)) => {
                Type::list(a.as_ref().clone().join(b.as_ref().clone()))
            }
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

    /// What people call it, with its article, in Spanish and English.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            Type::Any => ("un valor", "a value"),
            Type::Null => ("nada", "nothing"),
            Type::Bool => ("verdadero o falso", "true or false"),
            Type::Number { .. } => ("un número", "a number"),
            Type::Text | Type::Choice(_) => ("un texto", "a text"),
            Type::List(_) => ("una lista", "a list"),
            Type::Context(_) => ("un grupo de campos", "a group of fields"),
            Type::Range => ("un intervalo", "a range"),
            Type::Function => ("una función", "a function"),
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
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("Any"),
            Type::Null => f.write_str("Null"),
            Type::Bool => f.write_str("boolean"),
            Type::Number { .. } => f.write_str("number"),
            Type::Text | Type::Choice(_) => f.write_str("string"),
            Type::List(item) => write!(f, "list<{item}>"),
            Type::Context(_) => f.write_str("context"),
            Type::Range => f.write_str("range"),
            Type::Function => f.write_str("function"),
        }
    }
}
