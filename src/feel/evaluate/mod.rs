//! A tree × values → a value and its evidence.

use std::borrow::Cow;
use std::fmt;
use std::ops;
use std::sync::Arc;

use crate::source::Span;

use super::ast::*;
use super::evidence::{Evidence, Step, StepKind};
use super::functions::Library;
use super::operators::{self, Fault};
use super::value::{Cause, CauseKind, Context, Data, Range, Value};

mod call;
mod iterate;
mod paths;

/// Steps that one evaluation may take; an ordinary condition takes about twenty.
const BUDGET: u32 = 1_000_000;

/// Evaluations that may nest: tree depth times calls of functions defined in the expression.
const DEPTH: u32 = 400;

/// Steps of evidence that an ordinary condition takes.
const STEPS_AT_FIRST: usize = 8;

/// How large a list or text may become, in items or in [`CHUNK`]s of text.
const SIZE: usize = 100_000;

/// Bytes of text that count as much as one item of a list.
const CHUNK: usize = 64;

/// What an operation without a result gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Failure {
    /// Unknown, with the cause: so that a submission is never judged by an error.
    #[default]
    Unknown,
    /// Null, as the standard says.
    Null,
}

/// Who knows where what was read stands.
pub trait Places: fmt::Debug {
    /// Where parts of a text stand, given by their bytes; `whole` is where the text was read.
    fn parts(&self, whole: Span, text: &str, parts: &[ops::Range<usize>]) -> Vec<Span>;
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
    /// Where parts of texts stand; without it, parts have no place of their own.
    pub places: Option<&'s dyn Places>,
}

/// Evaluates an expression, with the text it was parsed from, recording every step.
///
/// Never fails: what has no value is unknown with its causes, in time bounded by a budget of steps.
pub fn evaluate(expr: &Expr, text: &str, scope: &Scope<'_>) -> (Value, Evidence) {
    let mut evaluator = Evaluator::new(text, scope, true);
    let value = evaluator.eval(expr);
    (value, Evidence { steps: evaluator.steps })
}

/// Evaluates an expression as [`evaluate`] does, without recording how.
pub fn value_of(expr: &Expr, text: &str, scope: &Scope<'_>) -> Value {
    Evaluator::new(text, scope, false).eval(expr)
}

/// What a name may mean besides fields and parameters; borrowed where the scope holds it.
enum Frame<'s> {
    /// A variable.
    Variable(Arc<str>, Cow<'s, Value>),
    /// The element that a filter is looking at: its members, and `item`.
    Element(Cow<'s, Value>),
    /// What an `in` tests: `?`.
    Tested(Cow<'s, Value>),
}

pub(super) struct Evaluator<'s> {
    pub(super) scope: &'s Scope<'s>,
    text: &'s str,
    /// The text of the function that is being run, where it is another expression's.
    elsewhere: Option<Arc<str>>,
    frames: Vec<Frame<'s>>,
    steps: Vec<Step>,
    /// Whether steps are recorded.
    tracing: bool,
    left: u32,
    depth: u32,
}

impl<'s> Evaluator<'s> {
    fn new(text: &'s str, scope: &'s Scope<'s>, tracing: bool) -> Evaluator<'s> {
        let steps = Vec::with_capacity(if tracing { STEPS_AT_FIRST } else { 0 });
        let (elsewhere, frames) = (None, Vec::new());
        Evaluator { scope, text, elsewhere, frames, steps, tracing, left: BUDGET, depth: 0 }
    }

    /// The text that places of the expression at hand are in.
    fn text(&self) -> &str {
        self.elsewhere.as_deref().unwrap_or(self.text)
    }
}

impl<'s> Evaluator<'s> {
    /// Evaluates and records; literals are not worth a step.
    fn eval(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Null => return Value::null(),
            ExprKind::Bool(truth) => return (*truth).into(),
            ExprKind::Number(number) => return (*number).into(),
            ExprKind::Text(text) => return Value::new(Data::Text(Arc::clone(text))),
            ExprKind::At(temporal) => return Value::new(Data::Temporal(Arc::clone(temporal))),
            ExprKind::Function(function) => return self.closure(function),
            _ => {}
        }
        let mark = self.steps.len();
        if self.left == 0 || self.depth == DEPTH {
            return self.exhausted(expr);
        }
        self.left -= 1;
        self.depth += 1;
        let kind = if expr.is_path { StepKind::Read } else { StepKind::Computed };
        let value = if expr.is_path { self.read(expr) } else { self.compute(expr) };
        self.depth -= 1;
        self.record(mark, expr.span, kind, &value);
        value
    }

    /// Evaluates without a copy of what the scope holds already.
    fn operand(&mut self, expr: &Expr) -> Cow<'s, Value> {
        let held = if expr.is_path && self.left > 0 { self.held(expr) } else { None };
        let Some(value) = held else { return Cow::Owned(self.eval(expr)) };
        self.left -= 1;
        self.record(self.steps.len(), expr.span, StepKind::Read, value);
        Cow::Borrowed(value)
    }

    #[inline]
    fn record(&mut self, mark: usize, span: Span, kind: StepKind, value: &Value) {
        if self.tracing {
            self.push(mark, span, kind, value);
        }
    }

    fn push(&mut self, mark: usize, span: Span, kind: StepKind, value: &Value) {
        let below = (self.steps.len() - mark) as u32;
        self.steps.push(Step { span, kind, value: value.clone(), below });
    }

    fn skip(&mut self, expr: &Expr) {
        if !self.tracing {
            return;
        }
        let mark = self.steps.len();
        self.record(mark, expr.span, StepKind::Skipped, &Value::null());
    }

    #[inline(never)]
    fn compute(&mut self, expr: &Expr) -> Value {
        let result = match &expr.kind {
            ExprKind::Negate(operand) => operators::minus(&self.eval(operand)),
            ExprKind::Arithmetic(sign, left, right) => {
                let (left, right) = (self.operand(left), self.operand(right));
                let result = match size(&left) + size(&right) > SIZE {
                    true => Err(CauseKind::TooManySteps),
                    false => operators::arithmetic(*sign, &left, &right),
                };
                let place = right.origin.or(left.origin);
                return result.unwrap_or_else(|fault| self.fail(fault, expr, place));
            }
            ExprKind::Compare(sign, left, right) => return self.compare(expr, *sign, left, right),
            ExprKind::Logic(operator, left, right) => self.logic(*operator, left, right),
            ExprKind::Between(value, low, high) => {
                let value = self.operand(value);
                let (low, high) = (self.operand(low), self.operand(high));
                operators::between(&value, &low, &high)
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
                    None => match &name.of {
                        Some(written) => Ok(written.holds(&value).into()),
                        None => Err(CauseKind::WrongType),
                    },
                }
            }
            ExprKind::Call(callee, arguments) => return self.call(expr, callee, arguments),
            ExprKind::Member(base, name) => {
                let base = self.eval(base);
                return self.member(expr, &base, &name.text);
            }
            ExprKind::Filter(base, filter) => {
                let base = self.operand(base);
                return self.filter(expr, base, filter);
            }
            ExprKind::Unary(sign, operand) => Ok(self.comparison_range(*sign, operand)),
            ExprKind::Error => Err(CauseKind::OutOfDomain),
            ExprKind::Null
            | ExprKind::At(_)
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
                let subject = self.text().get(expr.span.range()).unwrap_or_default();
                Value::unknown_for(kind, subject, place).computed()
            }
        }
    }

    /// Takes from the budget what an operation over something large costs.
    pub(in crate::feel) fn charge(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX));
    }

    /// Whether the budget is used up.
    pub(in crate::feel) fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    fn exhausted(&mut self, expr: &Expr) -> Value {
        self.left = 0;
        self.fail(CauseKind::TooManySteps, expr, None)
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
        let (left, right) = (self.operand(left), self.operand(right));
        self.charge(size(&left).min(size(&right)));
        match operators::compare(sign, &left, &right) {
            Ok(value) => value,
            Err(fault) => self.fail(fault, expr, left.origin.or(right.origin)),
        }
    }

    fn logic(&mut self, operator: Logic, left: &Expr, right: &Expr) -> Result<Value, Fault> {
        let first = self.operand(left);
        if first.as_bool() == Some(operators::decides(operator)) {
            self.skip(right);
            return Ok(operators::decides(operator).into());
        }
        let second = self.operand(right);
        operators::logic(operator, &first, &second)
    }

    fn membership(&mut self, value: &Expr, tests: &[Test]) -> Result<Value, Fault> {
        let value = self.operand(value);
        let mut found = Value::from(false);
        for test in tests {
            let here = match test {
                Test::Compare(sign, operand) => {
                    let operand = self.operand(operand);
                    operators::compare(*sign, &value, &operand)?
                }
                Test::Value(Expr { kind: ExprKind::List(items), .. })
                    if value.as_list().is_none() && items.iter().all(Expr::is_literal) =>
                {
                    operators::any(
                        items.iter().map(|item| operators::equal(&value, &self.eval(item))),
                    )?
                }
                Test::Value(test) => {
                    self.frames.push(Frame::Tested(value.clone()));
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
        let answer = self.operand(condition);
        match &answer.data {
            Data::Bool(true) => {
                let value = self.eval(then);
                self.skip(otherwise);
                value
            }
            Data::Unknown(_) => {
                let (a, b) = (self.eval(then), self.eval(otherwise));
                let agreed = operators::equal(&a, &b).ok().and_then(|same| same.as_bool());
                if agreed == Some(true) { a } else { answer.into_owned().computed() }
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
            let shown = Cow::Owned(value.clone());
            self.frames.push(Frame::Variable(Arc::clone(&name.text), shown));
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
        let range = Range { low, high, low_included, high_included, sign: None };
        Value::new(Data::Range(Arc::new(range)))
    }

    /// The values that a comparison admits, as a range.
    fn comparison_range(&mut self, sign: Comparison, operand: &Expr) -> Value {
        let end = self.eval(operand);
        if end.causes().is_some() {
            return end;
        }
        let (low, high) = match sign {
            Comparison::Less | Comparison::AtMost => (None, Some(end)),
            _ => (Some(end), None),
        };
        let range = Range {
            low_included: matches!(sign, Comparison::AtLeast | Comparison::Equal),
            high_included: matches!(sign, Comparison::AtMost),
            sign: Some(sign),
            low,
            high,
        };
        Value::new(Data::Range(Arc::new(range)))
    }
}

/// How large a value is: its items, or its text in chunks; nothing for all else.
fn size(value: &Value) -> usize {
    match &value.data {
        Data::List(items) => items.len(),
        Data::Text(text) => text.len() / CHUNK,
        _ => 0,
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
