//! Calls: of the library, and of functions defined in the expression.

use std::borrow::Cow;
use std::sync::Arc;

use super::super::ast::*;
use super::super::functions::{Call, Function, Unknowns};
use super::super::operators;
use super::super::value::{CauseKind, Closure, Data, Value};
use super::{Evaluator, Frame, SIZE, size};

impl Evaluator<'_> {
    pub(super) fn closure(&self, function: &Arc<FunctionExpr>) -> Value {
        let mut locals = Vec::new();
        for frame in &self.frames {
            match frame {
                Frame::Variable(name, value) => {
                    locals.push((Arc::clone(name), value.clone().into_owned()));
                }
                Frame::Element(value) => {
                    locals.push((Arc::from("item"), value.clone().into_owned()));
                }
                Frame::Tested(value) => {
                    locals.push((Arc::from("?"), value.clone().into_owned()));
                }
            }
        }
        let (function, text) = (Arc::clone(function), Arc::from(self.text()));
        Value::new(Data::Function(Arc::new(Closure { function, locals, text })))
    }

    pub(super) fn call(&mut self, expr: &Expr, callee: &Callee, arguments: &[Argument]) -> Value {
        let function = match callee {
            Callee::Named(name) => {
                let variable = self.variable(&name.text, &expr.slot).map(Cow::into_owned);
                let functions = self.scope.library.find(&name.text, &expr.slot);
                match variable {
                    Some(value) => value,
                    None if !functions.is_empty() => {
                        return self.call_library(expr, functions, arguments);
                    }
                    None => match self.find(&name.text, &expr.slot) {
                        Some(value) => value.into_owned(),
                        None => return self.fail(CauseKind::OutOfDomain, expr, None),
                    },
                }
            }
            Callee::Computed(callee) => self.eval(callee),
        };
        let Data::Function(closure) = &function.data else {
            return match function.causes() {
                Some(_) => function,
                None => self.fail(CauseKind::WrongType, expr, None),
            };
        };
        let parameters = &closure.function.parameters;
        let names: Vec<&str> = parameters.iter().map(|name| &*name.text).collect();
        let given: Vec<Value> =
            arguments.iter().map(|argument| self.eval(&argument.value)).collect();
        match bind(&names, parameters.len(), arguments, &given) {
            Some(values) => {
                let values: Vec<Value> =
                    values.into_iter().map(|value| value.unwrap_or_else(Value::null)).collect();
                self.apply(expr, closure, values)
            }
            None => self.fail(CauseKind::OutOfDomain, expr, None),
        }
    }

    /// Calls a function defined in this expression or in another.
    ///
    /// The steps of one from another expression are not recorded: their places are in its own text.
    pub(in crate::feel) fn apply(
        &mut self,
        expr: &Expr,
        closure: &Closure,
        values: Vec<Value>,
    ) -> Value {
        if closure.function.parameters.len() != values.len() {
            return self.fail(CauseKind::OutOfDomain, expr, None);
        }
        let locals = closure.locals.iter().cloned();
        let names = closure.function.parameters.iter().map(|name| Arc::clone(&name.text));
        let frames = locals
            .chain(names.zip(values))
            .map(|(name, value)| Frame::Variable(name, Cow::Owned(value)));
        let outer = std::mem::replace(&mut self.frames, frames.collect());
        let (elsewhere, tracing) = (self.elsewhere.clone(), self.tracing);
        if *closure.text != *self.text() {
            self.elsewhere = Some(Arc::clone(&closure.text));
            self.tracing = false;
        }
        let value = self.eval(&closure.function.body);
        (self.frames, self.elsewhere, self.tracing) = (outer, elsewhere, tracing);
        value
    }

    /// Calls the first function of a name that the arguments fit and that has a result for them.
    fn call_library(
        &mut self,
        expr: &Expr,
        functions: &[&'static Function],
        arguments: &[Argument],
    ) -> Value {
        match arguments {
            [one] => {
                let given = [self.eval(&one.value)];
                self.call_with(expr, functions, arguments, &given)
            }
            [one, two] => {
                let given = [self.eval(&one.value), self.eval(&two.value)];
                self.call_with(expr, functions, arguments, &given)
            }
            _ => {
                let given = arguments.iter().map(|argument| self.eval(&argument.value));
                let given: Vec<Value> = given.collect();
                self.call_with(expr, functions, arguments, &given)
            }
        }
    }

    fn call_with(
        &mut self,
        expr: &Expr,
        functions: &[&'static Function],
        arguments: &[Argument],
        given: &[Value],
    ) -> Value {
        self.charge(given.iter().map(size).sum());
        let mut fault = CauseKind::OutOfDomain;
        for function in functions {
            let values = match ordered(function, arguments, given) {
                Some(values) => values,
                None => continue,
            };
            if let Some(unknown) = barring(function.unknowns, &values) {
                return unknown;
            }
            let mut call = Call { values: &values, evaluator: self, expr };
            match (function.run)(&mut call) {
                Ok(value) if size(&value) > SIZE => fault = CauseKind::TooManySteps,
                Ok(value) => return value,
                Err(kind) => fault = kind,
            }
        }
        let place = given.iter().find_map(|value| value.origin);
        self.fail(fault, expr, place)
    }
}

/// The arguments of a library function in the order of its parameters; none where they do not fit.
fn ordered<'v>(
    function: &Function,
    arguments: &[Argument],
    given: &'v [Value],
) -> Option<Cow<'v, [Value]>> {
    let names = arguments.iter().filter_map(|argument| argument.name.as_ref());
    if !function.fits(given.len(), names.map(|name| Arc::clone(&name.text))) {
        return None;
    }
    if arguments.iter().all(|argument| argument.name.is_none()) {
        return Some(Cow::Borrowed(given));
    }
    let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name).collect();
    let mut values = bind(&names, usize::MAX, arguments, given)?;
    while values.len() > function.required() && values.last().is_some_and(Option::is_none) {
        values.pop();
    }
    values.into_iter().collect::<Option<Vec<Value>>>().map(Cow::Owned)
}

/// Arguments by position or by name, in the order of the parameters.
fn bind(
    names: &[&str],
    limit: usize,
    arguments: &[Argument],
    given: &[Value],
) -> Option<Vec<Option<Value>>> {
    let mut values: Vec<Option<Value>> = vec![None; names.len().min(limit)];
    for (index, (argument, value)) in arguments.iter().zip(given).enumerate() {
        let value = value.clone();
        let slot = match &argument.name {
            Some(name) => names.iter().position(|parameter| *parameter == &*name.text)?,
            None => index,
        };
        if slot >= limit {
            return None;
        }
        if slot >= values.len() {
            values.resize(slot + 1, None);
        }
        if values[slot].replace(value).is_some() {
            return None;
        }
    }
    Some(values)
}

/// What a function gives without running, because an argument is unknown.
fn barring(unknowns: Unknowns, values: &[Value]) -> Option<Value> {
    match unknowns {
        Unknowns::Own => None,
        Unknowns::Shallow => operators::unknown_of(values),
        Unknowns::Deep => {
            let mut within = Vec::new();
            values.iter().for_each(|value| unknown_within(value, &mut within));
            operators::unknown_of(within)
        }
    }
}

/// All that is unknown within a value, itself included.
fn unknown_within<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match &value.data {
        Data::Unknown(_) => found.push(value),
        Data::List(items) => items.iter().for_each(|item| unknown_within(item, found)),
        Data::Context(context) => {
            context.entries.iter().for_each(|(_, value)| unknown_within(value, found));
        }
        _ => {}
    }
}
