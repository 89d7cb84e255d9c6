//! A tree × values → a value and its evidence.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

use super::ast::*;
use super::evidence::{Evidence, Step, StepKind};
use super::functions::{Call, Function, Library, Unknowns};
use super::operators::{self, Fault};
use super::value::{Cause, CauseKind, Causes, Closure, Context, Data, Range, Value};

/// Steps that one evaluation may take; an ordinary condition takes about twenty.
const BUDGET: u32 = 1_000_000;

/// Evaluations that may nest: tree depth times calls of functions defined in the expression.
const DEPTH: u32 = 400;

/// What an operation without a result gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Failure {
    /// Unknown, with the cause: so that a submission is never judged by an error.
    #[default]
    Unknown,
    /// Null, as the standard says.
    Null,
}

/// What names mean in an expression.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'s> {
    /// The functions.
    pub library: &'s Library,
    /// Named values, looked up in this order.
    pub contexts: &'s [&'s Context],
    /// What an operation without a result gives.
    pub failure: Failure,
}

/// Evaluates an expression, with the text it was parsed from, recording every step.
///
/// Never fails: what has no value is unknown with its causes, in time bounded by a budget of steps.
pub fn evaluate(expr: &Expr, text: &str, scope: &Scope<'_>) -> (Value, Evidence) {
    let mut evaluator = Evaluator {
        scope,
        text,
        frames: Vec::new(),
        steps: Vec::with_capacity(8),
        tracing: true,
        left: BUDGET,
        depth: 0,
    };
    let value = evaluator.eval(expr);
    (value, Evidence { steps: evaluator.steps })
}

/// A variable, or the element that a filter is looking at.
enum Frame {
    Variable(Arc<str>, Value),
    Element(Value),
}

pub(super) struct Evaluator<'s> {
    pub(super) scope: &'s Scope<'s>,
    text: &'s str,
    frames: Vec<Frame>,
    steps: Vec<Step>,
    /// Off while a filter looks at elements one by one: what it kept is its evidence.
    tracing: bool,
    left: u32,
    depth: u32,
}

impl Evaluator<'_> {
    /// Evaluates and records; literals are not worth a step.
    fn eval(&mut self, expr: &Expr) -> Value {
        let mark = self.steps.len();
        if self.left == 0 || self.depth == DEPTH {
            return self.exhausted(expr);
        }
        self.left -= 1;
        self.depth += 1;
        let (kind, value) = match &expr.kind {
            ExprKind::Null => return self.literal(Value::null()),
            ExprKind::Bool(truth) => return self.literal((*truth).into()),
            ExprKind::Number(number) => return self.literal((*number).into()),
            ExprKind::Text(text) => return self.literal(Value::new(Data::Text(Arc::clone(text)))),
            ExprKind::Function(function) => {
                let closure = self.closure(function);
                return self.literal(closure);
            }
            _ if expr.is_path() => (StepKind::Read, self.read(expr)),
            _ => (StepKind::Computed, self.compute(expr)),
        };
        self.depth -= 1;
        self.record(mark, expr.span, kind, &value);
        value
    }

    fn literal(&mut self, value: Value) -> Value {
        self.depth -= 1;
        value
    }

    fn record(&mut self, mark: usize, span: Span, kind: StepKind, value: &Value) {
        if !self.tracing {
            return;
        }
        let below = (self.steps.len() - mark) as u32;
        self.steps.push(Step { span, kind, value: value.clone(), below });
    }

    fn skip(&mut self, expr: &Expr) {
        let mark = self.steps.len();
        self.record(mark, expr.span, StepKind::Skipped, &Value::null());
    }

    fn compute(&mut self, expr: &Expr) -> Value {
        let result = match &expr.kind {
            ExprKind::Negate(operand) => operators::minus(&self.eval(operand)),
            ExprKind::Arithmetic(sign, left, right) => {
                let (left, right) = (self.eval(left), self.eval(right));
                operators::arithmetic(*sign, &left, &right)
            }
            ExprKind::Compare(sign, left, right) => return self.compare(expr, *sign, left, right),
            ExprKind::Logic(operator, left, right) => self.logic(*operator, left, right),
            ExprKind::Between(value, low, high) => {
                let (value, low, high) = (self.eval(value), self.eval(low), self.eval(high));
                let range = Range {
                    low: Some(low),
                    high: Some(high),
                    low_included: true,
                    high_included: true,
                };
                operators::in_range(&value, &range)
            }
            ExprKind::In(value, tests) => self.membership(value, tests),
            ExprKind::If(condition, then, otherwise) => {
                return self.conditional(condition, then, otherwise);
            }
            ExprKind::List(items) => Ok(Value::list(self.eval_all(items))),
            ExprKind::Context(entries) => Ok(self.context(entries)),
            ExprKind::Range(range) => Ok(self.range(range)),
            ExprKind::For(bindings, body) => self.iterate(bindings, body),
            ExprKind::Quantified(quantifier, bindings, body) => {
                self.quantify(*quantifier, bindings, body)
            }
            ExprKind::InstanceOf(value, name) => {
                let value = self.eval(value);
                match operators::unknown_of([&value]) {
                    Some(unknown) => Ok(unknown),
                    None => super::types::is_instance(&value, &name.text)
                        .map(Value::from)
                        .ok_or(CauseKind::WrongType),
                }
            }
            ExprKind::Call(callee, arguments) => return self.call(expr, callee, arguments),
            ExprKind::Member(base, name) => {
                let base = self.eval(base);
                return self.member(expr, &base, &name.text);
            }
            ExprKind::Filter(base, filter) => {
                let base = self.eval(base);
                return self.filter(expr, &base, filter);
            }
            ExprKind::At(_) | ExprKind::Error => Err(CauseKind::OutOfDomain),
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Name(_)
            | ExprKind::Function(_) => Ok(self.read(expr)),
        };
        self.settle(expr, result)
    }

    /// A result, or what this scope gives for a fault.
    fn settle(&self, expr: &Expr, result: Result<Value, Fault>) -> Value {
        result.unwrap_or_else(|kind| self.fail(kind, expr, None))
    }

    fn fail(&self, kind: CauseKind, expr: &Expr, place: Option<Span>) -> Value {
        match self.scope.failure {
            Failure::Null => Value::null(),
            Failure::Unknown => {
                let subject = self.text.get(expr.span.range()).unwrap_or_default();
                Value::unknown_for(kind, subject, place).computed()
            }
        }
    }

    fn exhausted(&mut self, expr: &Expr) -> Value {
        self.left = 0;
        self.fail(CauseKind::TooManySteps, expr, None)
    }

    /// A field, variable or parameter: one step, however long its path.
    fn read(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Name(name) => match self.lookup(name) {
                Some(value) => value,
                None => self.fail(CauseKind::Absent, expr, None),
            },
            ExprKind::Member(base, name) => {
                let base = self.read(base);
                self.member(expr, &base, &name.text)
            }
            ExprKind::Filter(base, filter) => {
                let base = self.read(base);
                self.filter(expr, &base, filter)
            }
            _ => self.eval(expr),
        }
    }

    fn lookup(&self, name: &str) -> Option<Value> {
        for frame in self.frames.iter().rev() {
            match frame {
                Frame::Variable(variable, value) if &**variable == name => {
                    return Some(value.clone());
                }
                Frame::Element(value) if name == "item" => return Some(value.clone()),
                Frame::Element(element) => {
                    let member = element.as_context().and_then(|context| context.get(name));
                    if let Some(value) = member {
                        return Some(value.clone());
                    }
                }
                Frame::Variable(..) => {}
            }
        }
        self.scope.contexts.iter().find_map(|context| context.get(name)).cloned()
    }

    fn member(&self, expr: &Expr, base: &Value, name: &str) -> Value {
        match &base.data {
            Data::Context(context) => match context.get(name) {
                Some(value) => value.clone(),
                None => self.fail(CauseKind::Absent, expr, base.origin),
            },
            Data::List(items) => {
                let members: Vec<Value> =
                    items.iter().map(|item| self.member(expr, item, name)).collect();
                Value { data: Data::List(members.into()), origin: base.origin }
            }
            Data::Unknown(_) => base.clone(),
            _ => self.fail(CauseKind::WrongType, expr, base.origin),
        }
    }

    /// An item by position, or the items that satisfy a condition.
    fn filter(&mut self, expr: &Expr, base: &Value, filter: &Expr) -> Value {
        let items = match &base.data {
            Data::Unknown(_) => return base.clone(),
            Data::List(items) => Arc::clone(items),
            Data::Null => Arc::from([]),
            _ => Arc::from([base.clone()]),
        };
        if let Some(position) = constant(filter) {
            return self.item(expr, base, &items, position);
        }
        let mut kept = Vec::new();
        let mut doubts: Vec<Causes> = Vec::new();
        for item in items.iter() {
            let tracing = std::mem::replace(&mut self.tracing, false);
            self.frames.push(Frame::Element(item.clone()));
            let answer = self.eval(filter);
            self.frames.pop();
            self.tracing = tracing;
            match &answer.data {
                Data::Bool(true) => kept.push(item.clone()),
                Data::Number(position) => return self.item(expr, base, &items, *position),
                Data::Unknown(causes) => doubts.push(Arc::clone(causes)),
                _ => {}
            }
        }
        match super::value::join(&doubts) {
            Some(causes) => Value::unknown(causes),
            None => Value { data: Data::List(kept.into()), origin: base.origin },
        }
    }

    /// The item at a position: from 1, or from the end where negative.
    fn item(&self, expr: &Expr, base: &Value, items: &[Value], position: Decimal) -> Value {
        let index = i64::try_from(position).ok().and_then(|position| match position {
            1.. => usize::try_from(position - 1).ok(),
            ..0 => usize::try_from(items.len() as i64 + position).ok(),
            0 => None,
        });
        match index.and_then(|index| items.get(index)) {
            Some(item) => item.clone(),
            None => self.fail(CauseKind::Absent, expr, base.origin),
        }
    }

    fn eval_all(&mut self, exprs: &[Expr]) -> Vec<Value> {
        exprs.iter().map(|expr| self.eval(expr)).collect()
    }

    /// Compares; with the literal `null`, asks whether a field is there.
    fn compare(&mut self, expr: &Expr, sign: Comparison, left: &Expr, right: &Expr) -> Value {
        let equality = matches!(sign, Comparison::Equal | Comparison::NotEqual);
        let asked = match (&left.kind, &right.kind) {
            (_, ExprKind::Null) if equality => Some(left),
            (ExprKind::Null, _) if equality => Some(right),
            _ => None,
        };
        if let Some(asked) = asked.filter(|asked| asked.is_path()) {
            let value = self.eval(asked);
            let Some(absent) = absence(&value) else { return value.computed() };
            return Value::from(absent == (sign == Comparison::Equal));
        }
        let (left, right) = (self.eval(left), self.eval(right));
        let result = operators::compare(sign, &left, &right);
        self.settle(expr, result)
    }

    fn logic(&mut self, operator: Logic, left: &Expr, right: &Expr) -> Result<Value, Fault> {
        let first = self.eval(left);
        if first.as_bool() == Some(operators::decides(operator)) {
            self.skip(right);
            return Ok(first.computed());
        }
        let second = self.eval(right);
        operators::logic(operator, &first, &second)
    }

    fn membership(&mut self, value: &Expr, tests: &[Test]) -> Result<Value, Fault> {
        let value = self.eval(value);
        let mut found = Value::from(false);
        for test in tests {
            let here = match test {
                Test::Compare(sign, operand) => {
                    let operand = self.eval(operand);
                    operators::compare(*sign, &value, &operand)?
                }
                Test::Value(test) => {
                    self.frames.push(Frame::Variable(Arc::from("?"), value.clone()));
                    let answer = self.eval(test);
                    self.frames.pop();
                    match (&answer.data, &value.data) {
                        (Data::Bool(_), data) if !matches!(data, Data::Bool(_)) => answer,
                        _ => operators::satisfies(&value, &answer)?,
                    }
                }
            };
            found = operators::logic(Logic::Or, &found, &here)?;
        }
        Ok(found)
    }

    /// Takes a branch; where the condition is unknown, only what both branches agree on is known.
    fn conditional(&mut self, condition: &Expr, then: &Expr, otherwise: &Expr) -> Value {
        let answer = self.eval(condition);
        match &answer.data {
            Data::Bool(true) => {
                let value = self.eval(then);
                self.skip(otherwise);
                value
            }
            Data::Unknown(_) => {
                let (a, b) = (self.eval(then), self.eval(otherwise));
                let agreed = operators::equal(&a, &b).ok().and_then(|same| same.as_bool());
                if agreed == Some(true) { a } else { answer.computed() }
            }
            _ => {
                self.skip(then);
                self.eval(otherwise)
            }
        }
    }

    fn context(&mut self, entries: &[(Name, Expr)]) -> Value {
        let base = self.frames.len();
        let mut values: Vec<(Arc<str>, Value)> = Vec::with_capacity(entries.len());
        for (name, expr) in entries {
            let value = self.eval(expr);
            self.frames.push(Frame::Variable(Arc::clone(&name.text), value.clone()));
            values.retain(|(other, _)| *other != name.text);
            values.push((Arc::clone(&name.text), value));
        }
        self.frames.truncate(base);
        Value::context(values)
    }

    fn range(&mut self, range: &RangeExpr) -> Value {
        let low = range.low.as_ref().map(|expr| self.eval(expr));
        let high = range.high.as_ref().map(|expr| self.eval(expr));
        if let Some(unknown) = operators::unknown_of(low.iter().chain(&high)) {
            return unknown;
        }
        let (low_included, high_included) = (range.low_included, range.high_included);
        Value::new(Data::Range(Arc::new(Range { low, high, low_included, high_included })))
    }

    /// Runs a body for every combination of the bindings, until it asks to stop.
    fn each(
        &mut self,
        bindings: &[Binding],
        position: u32,
        body: &mut dyn FnMut(&mut Self, u32) -> bool,
    ) -> Result<bool, Value> {
        let Some((binding, rest)) = bindings.split_first() else {
            return Ok(body(self, position));
        };
        let items = self.elements(binding)?;
        for (index, item) in items.iter().enumerate() {
            self.frames.push(Frame::Variable(Arc::clone(&binding.name.text), item.clone()));
            let position = if position == 0 { index as u32 + 1 } else { position };
            let goes_on = self.each(rest, position, body);
            self.frames.pop();
            if !goes_on? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The values that a binding runs over; the error is the value of the whole expression.
    fn elements(&mut self, binding: &Binding) -> Result<Arc<[Value]>, Value> {
        let first = self.eval(&binding.list);
        let Some(until) = &binding.until else {
            return match &first.data {
                Data::List(items) => Ok(Arc::clone(items)),
                Data::Unknown(_) => Err(first.computed()),
                Data::Range(range) => {
                    self.counted(&binding.list, range.low.as_ref(), range.high.as_ref())
                }
                Data::Null => Err(self.fail(CauseKind::WrongType, &binding.list, None)),
                _ => Ok(Arc::from([first])),
            };
        };
        let last = self.eval(until);
        if let Some(unknown) = operators::unknown_of([&first, &last]) {
            return Err(unknown);
        }
        self.counted(&binding.list, Some(&first), Some(&last))
    }

    fn counted(
        &self,
        at: &Expr,
        low: Option<&Value>,
        high: Option<&Value>,
    ) -> Result<Arc<[Value]>, Value> {
        let whole = |value: Option<&Value>| value?.as_number().and_then(|n| i64::try_from(n).ok());
        let (Some(low), Some(high)) = (whole(low), whole(high)) else {
            return Err(self.fail(CauseKind::WrongType, at, None));
        };
        if low.abs_diff(high) >= u64::from(self.left) {
            return Err(self.fail(CauseKind::TooManySteps, at, None));
        }
        let number = |n: i64| Value::from(Decimal::from(n));
        Ok(if low <= high {
            (low..=high).map(number).collect()
        } else {
            (high..=low).rev().map(number).collect()
        })
    }

    fn iterate(&mut self, bindings: &[Binding], body: &Expr) -> Result<Value, Fault> {
        let mut results: Vec<Value> = Vec::new();
        let outcome = self.each(bindings, 0, &mut |this, position| {
            let partial = Value::list(Vec::new());
            this.frames.push(Frame::Variable(Arc::from("partial"), partial));
            if uses_partial(body) {
                let partial = Value::list(results.clone());
                this.frames.pop();
                this.frames.push(Frame::Variable(Arc::from("partial"), partial));
            }
            let mark = this.steps.len();
            let value = this.eval(body);
            this.record(mark, body.span, StepKind::Element(position), &value);
            this.frames.pop();
            results.push(value);
            this.left > 0
        });
        match outcome {
            Err(whole) => Ok(whole),
            Ok(_) if self.left == 0 => Err(CauseKind::TooManySteps),
            Ok(_) => Ok(Value::list(results)),
        }
    }

    /// `some` and `every`: the element that decides ends the search and is the evidence.
    fn quantify(
        &mut self,
        quantifier: Quantifier,
        bindings: &[Binding],
        body: &Expr,
    ) -> Result<Value, Fault> {
        let operator = match quantifier {
            Quantifier::Some => Logic::Or,
            Quantifier::Every => Logic::And,
        };
        let decisive = operators::decides(operator);
        let mut result = Ok(Value::from(!decisive));
        let mut first = None;
        let outcome = self.each(bindings, 0, &mut |this, position| {
            let mark = this.steps.len();
            let first = *first.get_or_insert(mark);
            let value = this.eval(body);
            this.record(mark, body.span, StepKind::Element(position), &value);
            let decided = value.as_bool() == Some(decisive);
            if decided {
                this.steps.drain(first..mark);
            }
            result = match &result {
                Ok(so_far) => operators::logic(operator, so_far, &value),
                Err(_) if decided => Ok(decisive.into()),
                Err(fault) => Err(*fault),
            };
            !decided && this.left > 0
        });
        match outcome {
            Err(whole) => Ok(whole),
            Ok(_) if self.left == 0 => Err(CauseKind::TooManySteps),
            Ok(_) => result,
        }
    }

    fn closure(&self, function: &Arc<FunctionExpr>) -> Value {
        let mut locals = Vec::new();
        for frame in &self.frames {
            match frame {
                Frame::Variable(name, value) => locals.push((Arc::clone(name), value.clone())),
                Frame::Element(value) => locals.push((Arc::from("item"), value.clone())),
            }
        }
        Value::new(Data::Function(Arc::new(Closure { function: Arc::clone(function), locals })))
    }

    fn call(&mut self, expr: &Expr, callee: &Callee, arguments: &[Argument]) -> Value {
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
    pub(super) fn apply(&mut self, expr: &Expr, closure: &Closure, values: Vec<Value>) -> Value {
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

    fn call_library(&mut self, expr: &Expr, function: &Function, arguments: &[Argument]) -> Value {
        let Some(values) = self.library_arguments(function, arguments) else {
            return self.fail(CauseKind::OutOfDomain, expr, None);
        };
        if let Some(unknown) = barring(function.unknowns, &values) {
            return unknown;
        }
        let place = values.iter().find_map(|value| value.origin);
        let mut call = Call { values: &values, evaluator: self, expr };
        match (function.run)(&mut call) {
            Ok(value) => value,
            Err(kind) => self.fail(kind, expr, place),
        }
    }

    /// The arguments of a library function, in the order of its parameters; none where they do not fit.
    fn library_arguments(
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
    fn bind(
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

/// Whether a field is absent: known for a value, for one that is not there, and for one of the
/// wrong kind; unknown (none) for one that was not published or awaits a judgement.
fn absence(value: &Value) -> Option<bool> {
    match &value.data {
        Data::Null => Some(true),
        Data::Unknown(causes) => {
            let all = |kind| causes.iter().all(|cause: &Cause| cause.kind == kind);
            if all(CauseKind::Absent) {
                Some(true)
            } else if all(CauseKind::WrongType) {
                Some(false)
            } else {
                None
            }
        }
        _ => Some(false),
    }
}

/// The number that a position in a list is, where it is written out.
fn constant(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Negate(operand) => constant(operand).map(|number| -number),
        _ => None,
    }
}

/// Whether a body of a `for` mentions `partial`, the results so far.
fn uses_partial(body: &Expr) -> bool {
    let mut found = false;
    body.walk(&mut |expr| {
        found |= matches!(&expr.kind, ExprKind::Name(name) if &**name == "partial");
    });
    found
}
