//! Calls: of the library, and of functions defined in the expression.

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
                Frame::Variable(name, value) => locals.push((Arc::clone(name), value.clone())),
                Frame::Element(value) => locals.push((Arc::from("item"), value.clone())),
            }
        }
        Value::new(Data::Function(Arc::new(Closure { function: Arc::clone(function), locals })))
    }

    pub(super) fn call(&mut self, expr: &Expr, callee: &Callee, arguments: &[Argument]) -> Value {
        let function = match callee {
            Callee::Named(name) => match self.lookup(&name.text) {
                Some(value) => value,
                None => match self.scope.library.get(&name.text) {
                    Some(function) => return self.call_library(expr, function, arguments),
                    None => return self.fail(CauseKind::OutOfDomain, expr, None),
                },
            },
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
        match self.bind(&names, parameters.len(), arguments) {
            Some(values) => {
                let values: Vec<Value> =
                    values.into_iter().map(|value| value.unwrap_or_else(Value::null)).collect();
                self.apply(expr, closure, values)
            }
            None => self.fail(CauseKind::OutOfDomain, expr, None),
        }
    }

    /// Calls a function defined in the expression.
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
        let frames =
            locals.chain(names.zip(values)).map(|(name, value)| Frame::Variable(name, value));
        let outer = std::mem::replace(&mut self.frames, frames.collect());
        let value = self.eval(&closure.function.body);
        self.frames = outer;
        value
    }

    pub(super) fn call_library(
        &mut self,
        expr: &Expr,
        function: &Function,
        arguments: &[Argument],
    ) -> Value {
        let Some(values) = self.library_arguments(function, arguments) else {
            return self.fail(CauseKind::OutOfDomain, expr, None);
        };
        if let Some(unknown) = barring(function.unknowns, &values) {
            return unknown;
        }
        self.charge(values.iter().map(size).sum());
        let place = values.iter().find_map(|value| value.origin);
        let mut call = Call { values: &values, evaluator: self, expr };
        match (function.run)(&mut call) {
            Ok(value) if size(&value) > SIZE => self.fail(CauseKind::TooManySteps, expr, place),
            Ok(value) => value,
            Err(kind) => self.fail(kind, expr, place),
        }
    }

    /// The arguments of a library function, in the order of its parameters; none where they do not fit.
    pub(super) fn library_arguments(
        &mut self,
        function: &Function,
        arguments: &[Argument],
    ) -> Option<Vec<Value>> {
        let limit = if function.variadic { usize::MAX } else { function.parameters.len() };
        if arguments.iter().all(|argument| argument.name.is_none()) {
            let values: Vec<Value> =
                arguments.iter().map(|argument| self.eval(&argument.value)).collect();
            return (function.required()..=limit).contains(&values.len()).then_some(values);
        }
        let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name).collect();
        let mut values = self.bind(&names, limit, arguments)?;
        while values.len() > function.required() && values.last().is_some_and(Option::is_none) {
            values.pop();
        }
        let complete = values.len() >= function.required();
        values.into_iter().collect::<Option<Vec<Value>>>().filter(|_| complete)
    }

    /// Arguments by position or by name, in the order of the parameters.
    pub(super) fn bind(
        &mut self,
        names: &[&str],
        limit: usize,
        arguments: &[Argument],
    ) -> Option<Vec<Option<Value>>> {
        let mut values: Vec<Option<Value>> = vec![None; names.len().min(limit)];
        for (index, argument) in arguments.iter().enumerate() {
            let value = self.eval(&argument.value);
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
}

/// What a function gives without running, because an argument is unknown.
fn barring(unknowns: Unknowns, values: &[Value]) -> Option<Value> {
    match unknowns {
        Unknowns::Own => None,
        Unknowns::Shallow => operators::unknown_of(values),
        Unknowns::Deep => {
            let inner = values.iter().filter_map(Value::as_list).flat_map(|items| items.iter());
            operators::unknown_of(values.iter().chain(inner))
        }
    }
}
