//! The functions of the language: each defined once, with its help, its example and its types.
//!
//! One table serves parsing (names with spaces), checking, evaluation and `pilares functions`.

pub mod formats;
mod lists;
mod logic;
mod numbers;
mod texts;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::ast::Expr;
use super::evaluate::Evaluator;
use super::operators::Fault;
use super::types::Type;
use super::value::{CauseKind, Data, Value};

pub use words::Group;

/// A function of the library.
pub struct Function {
    /// Its name, as the standard spells it.
    pub name: &'static str,
    /// Its parameters, in order.
    pub parameters: &'static [Parameter],
    /// Whether more arguments like the last may follow.
    pub variadic: bool,
    /// The type of its result, from those of its arguments.
    pub returns: fn(&[Type]) -> Type,
    /// What it does with unknown arguments.
    pub unknowns: Unknowns,
    /// One line for people, in Spanish.
    pub help: &'static str,
    /// How a Spanish sentence says a call of it: a noun phrase, or a statement where the result is
    /// a truth.
    ///
    /// `{list}` is an argument; `<…>` is said only where every argument in it is given; `[no]` is
    /// where a statement is denied; `[es|son]` follows the number of the first argument.
    pub reading: &'static str,
    /// An expression and its result, run as a test.
    pub example: (&'static str, &'static str),
    /// What it does; a fault says why it has no result.
    pub run: fn(&mut Call<'_, '_>) -> Result<Value, Fault>,
}

/// A parameter of a function.
pub struct Parameter {
    /// Its name, as the standard spells it.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What a parameter takes, as far as checked before evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Anything.
    Any,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list, or one value that counts as a list of one.
    List,
    /// Numbers, as a list or one by one.
    Numbers,
    /// Texts, as a list or one by one.
    Texts,
    /// Named values.
    Context,
}

/// What a function does with unknown arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknowns {
    /// An unknown argument makes the result unknown.
    Shallow,
    /// So does an unknown item of a list.
    Deep,
    /// The function decides by itself.
    Own,
}

/// A call under way.
pub struct Call<'c, 's> {
    /// The arguments given, in the order of the parameters.
    pub values: &'c [Value],
    pub(super) evaluator: &'c mut Evaluator<'s>,
    pub(super) expr: &'c Expr,
}

/// The functions that expressions may call.
#[derive(Debug)]
pub struct Library {
    functions: BTreeMap<&'static str, &'static Function>,
    groups: Vec<(Group, &'static [Function])>,
    spaced: Vec<&'static str>,
    patterns: texts::Patterns,
}

impl Library {
    /// The functions of the standard and our formats.
    pub fn standard() -> Library {
        let mut library = Library {
            functions: BTreeMap::new(),
            groups: Vec::new(),
            spaced: Vec::new(),
            patterns: texts::Patterns::default(),
        };
        for (group, table) in [
            (Group::Logic, logic::FUNCTIONS),
            (Group::Numbers, numbers::FUNCTIONS),
            (Group::Texts, texts::FUNCTIONS),
            (Group::Lists, lists::FUNCTIONS),
            (Group::Formats, formats::FUNCTIONS),
        ] {
            library = library.with(group, table);
        }
        library
    }

    /// The same library with more functions.
    pub fn with(mut self, group: Group, functions: &'static [Function]) -> Library {
        self.groups.push((group, functions));
        for function in functions {
            self.functions.insert(function.name, function);
        }
        self.spaced = self.functions.keys().copied().filter(|name| name.contains(' ')).collect();
        self.spaced.sort_by_key(|name| std::cmp::Reverse(name.len()));
        self
    }

    /// A function by name.
    pub fn get(&self, name: &str) -> Option<&'static Function> {
        self.functions.get(name).copied()
    }

    /// All functions, by name.
    pub fn functions(&self) -> impl Iterator<Item = &'static Function> {
        self.functions.values().copied()
    }

    /// The functions as people look for them: group by group, in the order of the tables.
    pub fn groups(&self) -> impl Iterator<Item = (Group, &'static [Function])> {
        self.groups.iter().copied()
    }

    /// A function by name, with its group.
    pub fn find(&self, name: &str) -> Option<(Group, &'static Function)> {
        let function = self.get(name)?;
        let holds = |table: &[Function]| table.iter().any(|other| other.name == name);
        let group = self.groups.iter().find(|(_, table)| holds(table))?.0;
        Some((group, function))
    }

    /// Names with spaces, longest first.
    pub(super) fn spaced_names(&self) -> impl Iterator<Item = &'static str> {
        self.spaced.iter().copied()
    }
}

impl Function {
    /// How many arguments it needs at least.
    pub fn required(&self) -> usize {
        self.parameters.iter().filter(|parameter| !parameter.optional).count()
    }

    /// `name(parameter, parameter)` for people.
    pub fn signature(&self) -> String {
        let names: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name).collect();
        let more = if self.variadic { ", …" } else { "" };
        format!("{}({}{more})", self.name, names.join(", "))
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signature())
    }
}

impl Takes {
    /// The type to check an argument against.
    pub(super) fn as_type(self) -> Type {
        match self {
            Takes::Any | Takes::List => Type::Any,
            Takes::Bool => Type::Bool,
            Takes::Number | Takes::Numbers => Type::number(),
            Takes::Text | Takes::Texts => Type::Text,
            Takes::Context => Type::Context(Arc::default()),
        }
    }

    /// Whether a list of the type stands for its values.
    pub(super) fn spreads(self) -> bool {
        matches!(self, Takes::Numbers | Takes::Texts)
    }
}

impl Call<'_, '_> {
    /// The argument at a position (from 0), where it was given.
    pub fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index)
    }

    /// A number argument.
    pub fn number(&self, index: usize) -> Result<Decimal, Fault> {
        self.get(index).and_then(Value::as_number).ok_or(CauseKind::WrongType)
    }

    /// A number argument that must be whole.
    pub fn whole(&self, index: usize) -> Result<i64, Fault> {
        i64::try_from(self.number(index)?.trunc()).map_err(|_| CauseKind::OutOfDomain)
    }

    /// A text argument.
    pub fn text(&self, index: usize) -> Result<Arc<str>, Fault> {
        match self.get(index).map(|value| &value.data) {
            Some(Data::Text(text)) => Ok(Arc::clone(text)),
            _ => Err(CauseKind::WrongType),
        }
    }

    /// A list argument; one value counts as a list of one.
    pub fn list(&self, index: usize) -> Result<Arc<[Value]>, Fault> {
        match self.get(index) {
            Some(Value { data: Data::List(items), .. }) => Ok(Arc::clone(items)),
            Some(Value { data: Data::Null, .. }) | None => Err(CauseKind::WrongType),
            Some(other) => Ok(Arc::from([other.clone()])),
        }
    }

    /// All arguments as one list: the only one where it is a list, else all of them.
    pub fn spread(&self) -> Result<Arc<[Value]>, Fault> {
        match self.values {
            [_] => self.list(0),
            values => Ok(Arc::from(values)),
        }
    }

    /// All arguments, or the items of the only one, as numbers.
    pub fn numbers(&self) -> Result<Vec<Decimal>, Fault> {
        let values = self.spread()?;
        values.iter().map(|value| value.as_number().ok_or(CauseKind::WrongType)).collect()
    }

    /// Takes from the budget what comparing every item with every other costs.
    fn charge_pairs(&mut self, items: usize) -> Result<(), Fault> {
        let pairs = items.saturating_mul(items) / 2;
        self.evaluator.charge(pairs);
        if self.evaluator.is_exhausted() { Err(CauseKind::TooManySteps) } else { Ok(()) }
    }

    /// The patterns that this library has compiled.
    fn patterns(&self) -> &texts::Patterns {
        &self.evaluator.scope.library.patterns
    }

    /// Calls a function argument.
    pub fn apply(&mut self, function: &Value, values: Vec<Value>) -> Result<Value, Fault> {
        match &function.data {
            Data::Function(closure) => Ok(self.evaluator.apply(self.expr, closure, values)),
            _ => Err(CauseKind::WrongType),
        }
    }
}

/// A parameter that must be given.
const fn required(name: &'static str, takes: Takes) -> Parameter {
    Parameter { name, takes, optional: false }
}

/// A parameter that may be left out.
const fn optional(name: &'static str, takes: Takes) -> Parameter {
    Parameter { name, takes, optional: true }
}

fn number_type(_: &[Type]) -> Type {
    Type::number()
}

fn bool_type(_: &[Type]) -> Type {
    Type::Bool
}

fn text_type(_: &[Type]) -> Type {
    Type::Text
}

/// The type of the first argument, or of its items where it is a list.
fn item_type(arguments: &[Type]) -> Type {
    arguments.first().map(Type::item).unwrap_or_default()
}

/// A list of what the first argument holds.
fn list_type(arguments: &[Type]) -> Type {
    Type::list(item_type(arguments))
}

/// Checks that the example of every function of a library gives its result.
#[cfg(test)]
pub(crate) fn check_examples(library: &Library) {
    use super::{Failure, Scope, evaluate, parse};
    for function in library.functions() {
        let scope = Scope { library, contexts: &[], failure: Failure::Unknown };
        let (expression, expected) = function.example;
        let parsed = parse(expression, library);
        assert_eq!(parsed.diagnostics, [], "{}", function.name);
        let (value, _) = evaluate(&parsed.expr, expression, &scope);
        assert_eq!(value.to_string(), expected, "{expression}");
        assert!(!function.help.is_empty() && function.help.ends_with('.'), "{}", function.name);
        check_reading(function);
    }
}

/// Checks that a reading names parameters that there are, and every one that must be given.
#[cfg(test)]
fn check_reading(function: &Function) {
    let (name, reading) = (function.name, function.reading);
    let named: Vec<&str> =
        reading.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    for parameter in function.parameters {
        let said = named.contains(&parameter.name);
        assert!(said || parameter.optional, "{name} does not say {}", parameter.name);
    }
    let known = |said: &&str| function.parameters.iter().any(|parameter| parameter.name == *said);
    assert!(named.iter().all(known), "{name} says a parameter that it has not");
    let states = (function.returns)(&[]) == Type::Bool && name != "not";
    assert_eq!(states, reading.contains("[no]"), "{name}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_gives_its_result() {
        check_examples(&Library::standard());
    }
}
