//! The functions of the language: each defined once, with its help, its example and its types.
//!
//! One table serves parsing (names with spaces), checking, evaluation and `pilares functions`.

/// A function of a fixed list of parameters, unknown where an argument is.
macro_rules! shallow {
    ($name:literal, [$($parameter:expr),+], $returns:expr, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[$($parameter),+],
            variadic: false,
            returns: $returns,
            unknowns: Unknowns::Shallow,
            help: $help,
            reading: $reading,
            example: $example,
            run: $run,
        }
    };
}

mod contexts;
pub mod formats;
mod lists;
mod logic;
mod numbers;
mod patterns;
mod ranges;
mod temporals;
mod texts;
mod words;

use std::any::Any;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

pub(super) use patterns::are_flags;

use super::ast::{Expr, Slot};
use super::evaluate::Evaluator;
use super::operators::Fault;
use super::temporal::DateTime;
use super::types::{ContextType, Type};
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
    /// A text that is a regular expression.
    Pattern,
    /// How a regular expression is to be read.
    Flags,
    /// A list, or one value that counts as a list of one.
    List,
    /// A number or a duration.
    Magnitude,
    /// A date, with its time or without.
    Day,
    /// A range.
    Range,
    /// A value that may lie in a range.
    Point,
    /// A share, not a percentage.
    Share,
    /// Money, or money for each of something.
    Money,
    /// Numbers of one unit, as a list or one by one.
    Numbers,
    /// Numbers of one unit that are added up, as a list or one by one.
    Addends,
    /// Numbers of any units, as a list or one by one.
    Factors,
    /// Values of one kind that have an order, as a list or one by one.
    Ordered,
    /// Texts, as a list or one by one.
    Texts,
    /// Conditions, as a list or one by one.
    Conditions,
    /// What may equal the first argument or, where that is a list, an item of it.
    Alike,
    /// A function that says which of two items of the first argument comes first.
    Order,
    /// Named values.
    Context,
    /// The name of a word list that the library knows, or a list of expressions.
    WordList,
}

/// What a function does with unknown arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknowns {
    /// An unknown argument makes the result unknown.
    Shallow,
    /// So does whatever is unknown within a list or context.
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
///
/// A copy shares the patterns that either compiled, and what functions know.
#[derive(Debug, Clone)]
pub struct Library {
    /// By name; those of one name, in the order in which they are tried.
    functions: Vec<(&'static str, Vec<&'static Function>)>,
    groups: Vec<(Group, &'static [Function])>,
    spaced: Vec<&'static str>,
    names: HashSet<Arc<str>>,
    now: Option<DateTime>,
    patterns: Arc<patterns::Patterns>,
    word_lists: Vec<Arc<str>>,
    knowledge: Option<Arc<dyn Any + Send + Sync>>,
}

impl Library {
    /// The functions of the standard and our formats.
    pub fn standard() -> Library {
        let mut library = Library {
            functions: Vec::new(),
            groups: Vec::new(),
            spaced: Vec::new(),
            names: HashSet::new(),
            now: None,
            patterns: Arc::default(),
            word_lists: Vec::new(),
            knowledge: None,
        };
        for (group, table) in [
            (Group::Logic, logic::FUNCTIONS),
            (Group::Numbers, numbers::FUNCTIONS),
            (Group::Texts, texts::FUNCTIONS),
            (Group::Lists, lists::FUNCTIONS),
            (Group::Contexts, contexts::FUNCTIONS),
            (Group::Temporals, temporals::FUNCTIONS),
            (Group::Ranges, ranges::FUNCTIONS),
            (Group::Formats, formats::FUNCTIONS),
        ] {
            library = library.with(group, table);
        }
        library
    }

    /// The same library with functions that tell the present: `now()` and `today()`.
    ///
    /// Rules have no clock, so that one form is judged alike on every day.
    pub fn with_clock(self, now: DateTime) -> Library {
        Library { now: Some(now), ..self.with(Group::Temporals, temporals::CLOCK) }
    }

    /// The same library, knowing the names of what expressions will read.
    ///
    /// Expressions share these names, so that most are told apart by where they are held.
    pub fn with_names(mut self, names: &ContextType) -> Library {
        names.visit(&mut |name| {
            self.names.insert(Arc::clone(name));
        });
        self
    }

    /// The same library, whose functions find word lists by these names in what they know.
    pub fn with_knowledge(
        self,
        knowledge: Arc<dyn Any + Send + Sync>,
        word_lists: Vec<Arc<str>>,
    ) -> Library {
        Library { knowledge: Some(knowledge), word_lists, ..self }
    }

    /// What functions know, where it is of this kind.
    pub fn knowledge<T: Any>(&self) -> Option<&T> {
        self.knowledge.as_deref()?.downcast_ref()
    }

    /// The names of the word lists that functions know.
    pub fn word_lists(&self) -> impl Iterator<Item = &str> {
        self.word_lists.iter().map(|name| &**name)
    }

    /// A name, shared with all that have the same where it is known.
    pub(super) fn name(&self, text: &str) -> Arc<str> {
        self.names.get(text).cloned().unwrap_or_else(|| Arc::from(text))
    }

    /// The same library with more functions.
    pub fn with(mut self, group: Group, functions: &'static [Function]) -> Library {
        self.groups.push((group, functions));
        for function in functions {
            match self.functions.binary_search_by_key(&function.name, |(name, _)| name) {
                Ok(at) => self.functions[at].1.push(function),
                Err(at) => self.functions.insert(at, (function.name, vec![function])),
            }
        }
        self.spaced = self
            .functions
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| name.contains(' '))
            .collect();
        self.spaced.sort_by_key(|name| std::cmp::Reverse(name.len()));
        self
    }

    /// The functions of a name, one for each way to call it; none where there is no such name.
    pub fn get(&self, name: &str) -> &[&'static Function] {
        match self.functions.binary_search_by_key(&name, |(name, _)| name) {
            Ok(at) => &self.functions[at].1,
            Err(_) => &[],
        }
    }

    /// The functions of a name that stands in an expression.
    pub(super) fn find(&self, name: &str, slot: &Slot) -> &[&'static Function] {
        slot.find(&self.functions, |(known, _)| *known == name).map_or(&[], |(_, found)| found)
    }

    /// All functions, by name.
    pub fn functions(&self) -> impl Iterator<Item = &'static Function> {
        self.functions.iter().flat_map(|(_, functions)| functions).copied()
    }

    /// The functions as people look for them: group by group, in the order of the tables.
    pub fn groups(&self) -> impl Iterator<Item = (Group, &'static [Function])> {
        self.groups.iter().copied()
    }

    /// The functions of a name, which stand together in their table, with their group.
    pub fn group_of(&self, name: &str) -> Option<(Group, &'static [Function])> {
        let mine = |function: &Function| function.name == name;
        self.groups().find_map(|(group, table)| {
            let first = table.iter().position(mine)?;
            let count = table[first..].iter().take_while(|function| mine(function)).count();
            Some((group, &table[first..first + count]))
        })
    }

    /// Whether a text, read by these flags, is a regular expression of the standard.
    pub(super) fn knows_pattern(&self, text: &str, flags: &str) -> bool {
        self.patterns.get(text.into(), flags.into()).is_ok()
    }

    /// Names with spaces, longest first.
    pub(super) fn spaced_names(&self) -> impl Iterator<Item = &'static str> {
        self.spaced.iter().copied()
    }
}

impl Function {
    /// Whether a call with so many arguments, of which some are named, may mean this function.
    pub(super) fn fits(&self, count: usize, mut names: impl Iterator<Item = Arc<str>>) -> bool {
        let most = if self.variadic { usize::MAX } else { self.parameters.len() };
        let knows = |name: Arc<str>| self.parameters.iter().any(|p| p.name == &*name);
        (self.required()..=most).contains(&count) && names.all(knows)
    }

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
            Takes::Any | Takes::List | Takes::Ordered | Takes::Alike => Type::Any,
            Takes::WordList => Type::list(Type::Text),
            Takes::Magnitude | Takes::Day | Takes::Point => Type::Any,
            Takes::Range => Type::Range(Arc::default()),
            Takes::Bool | Takes::Conditions => Type::Bool,
            Takes::Number | Takes::Share | Takes::Money => Type::number(),
            Takes::Numbers | Takes::Addends | Takes::Factors => Type::number(),
            Takes::Text | Takes::Pattern | Takes::Flags | Takes::Texts => Type::Text,
            Takes::Context => Type::Context(Arc::default()),
            Takes::Order => Type::function(),
        }
    }

    /// Whether a value of a type may be given.
    pub(super) fn admits(self, of: &Type) -> bool {
        if matches!(of, Type::Any | Type::Null) {
            return true;
        }
        match self {
            Takes::Magnitude => {
                matches!(of, Type::Number(_) | Type::DaysDuration | Type::MonthsDuration)
            }
            Takes::Day => matches!(of, Type::Date | Type::DateTime),
            Takes::WordList => of.item().meets(&Type::Text),
            Takes::Ordered | Takes::Point => of.is_ordered(),
            other => of.meets(&other.as_type()),
        }
    }

    /// What people call what it takes, in Spanish and English.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Takes::Magnitude => ("un número o una duración", "a number or a duration"),
            Takes::Day => ("una fecha", "a date"),
            Takes::Ordered | Takes::Point => {
                ("un número, un texto o una fecha", "a number, a text or a date")
            }
            Takes::WordList => (
                "el nombre de una lista del léxico o una lista de textos",
                "the name of a list of the lexicon or a list of texts",
            ),
            other => other.as_type().words(),
        }
    }

    /// Whether a list of the type stands for its values.
    pub(super) fn spreads(self) -> bool {
        match self {
            Takes::Numbers | Takes::Addends | Takes::Factors | Takes::Ordered => true,
            Takes::Texts | Takes::Conditions => true,
            Takes::Any | Takes::Bool | Takes::Number | Takes::Share | Takes::Money => false,
            Takes::Magnitude | Takes::Day | Takes::Range | Takes::Point => false,
            Takes::Text
            | Takes::Pattern
            | Takes::Flags
            | Takes::List
            | Takes::Context
            | Takes::Alike
            | Takes::Order => false,
            Takes::WordList => false,
        }
    }
}

impl<'c, 's> Call<'c, 's> {
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
    pub fn list(&self, index: usize) -> Result<&'c [Value], Fault> {
        match self.values.get(index) {
            Some(Value { data: Data::List(items), .. }) => Ok(items),
            Some(Value { data: Data::Null, .. }) | None => Err(CauseKind::WrongType),
            Some(other) => Ok(std::slice::from_ref(other)),
        }
    }

    /// All arguments as one list: the only one where it is a list, else all of them.
    pub fn spread(&self) -> Result<&'c [Value], Fault> {
        match self.values {
            [_] => self.list(0),
            values => Ok(values),
        }
    }

    /// All arguments, or the items of the only one, as numbers.
    pub fn numbers(&self) -> Result<impl Iterator<Item = Result<Decimal, Fault>> + 'c, Fault> {
        let values = self.spread()?;
        Ok(values.iter().map(|value| value.as_number().ok_or(CauseKind::WrongType)))
    }

    /// Takes from the budget what comparing every item with every other costs.
    fn charge_pairs(&mut self, items: usize) -> Result<(), Fault> {
        self.charge(items.saturating_mul(items) / 2)
    }

    /// What the functions of the library know besides their arguments.
    pub fn knowledge<T: Any>(&self) -> Result<&'s T, Fault> {
        self.evaluator.scope.library.knowledge().ok_or(CauseKind::OutOfDomain)
    }

    /// Takes from the budget what a function does that is more than a step.
    pub fn charge(&mut self, steps: usize) -> Result<(), Fault> {
        self.evaluator.charge(steps);
        if self.evaluator.is_exhausted() { Err(CauseKind::TooManySteps) } else { Ok(()) }
    }

    /// Parts of a text that was given, each with its place where the text has one.
    pub fn parts(&self, whole: &Value, parts: &[Range<usize>]) -> Vec<Value> {
        let text = whole.as_text().unwrap_or_default();
        let places = match (whole.origin, self.evaluator.scope.places) {
            (Some(place), Some(places)) if !parts.is_empty() => places.parts(place, text, parts),
            _ => Vec::new(),
        };
        let place = |index: usize| places.get(index).copied().or(whole.origin);
        let part = |(index, range): (usize, &Range<usize>)| {
            let part = Value::from(text.get(range.clone()).unwrap_or_default());
            Value { origin: place(index), ..part }
        };
        parts.iter().enumerate().map(part).collect()
    }

    /// The patterns that this library has compiled.
    fn patterns(&self) -> &patterns::Patterns {
        &self.evaluator.scope.library.patterns
    }

    /// The present, where the library has a clock.
    fn now(&self) -> Result<&DateTime, Fault> {
        self.evaluator.scope.library.now.as_ref().ok_or(CauseKind::Absent)
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

/// The type of the first argument: of a number rounded, its unit stays.
fn same_type(arguments: &[Type]) -> Type {
    arguments.first().cloned().unwrap_or_default()
}

/// What the arguments, or the items of those that are lists, have in common.
fn item_type(arguments: &[Type]) -> Type {
    arguments.iter().map(Type::item).reduce(Type::join).unwrap_or_default()
}

/// A list of what the arguments hold.
fn list_type(arguments: &[Type]) -> Type {
    Type::list(item_type(arguments))
}

/// A list of what the first argument holds.
fn part_type(arguments: &[Type]) -> Type {
    Type::list(arguments.first().map(Type::item).unwrap_or_default())
}

/// Checks that the example of every function of a library gives its result.
#[cfg(test)]
pub(crate) fn check_examples(library: &Library) {
    use super::{Failure, Scope, evaluate, parse};
    for function in library.functions() {
        let scope = Scope { library, contexts: &[], failure: Failure::Unknown, places: None };
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
