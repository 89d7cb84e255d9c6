//! A tree × values → a value and its evidence.

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
        steps: Vec::new(),
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
            ExprKind::At(temporal) => {
                return self.literal(Value::new(Data::Temporal(Arc::clone(temporal))));
            }
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
                match size(&left) + size(&right) > SIZE {
                    true => Err(CauseKind::TooManySteps),
                    false => operators::arithmetic(*sign, &left, &right),
                }
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
                    sign: None,
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
                let base = self.eval(base);
                return self.filter(expr, &base, filter);
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
                let subject = self.text.get(expr.span.range()).unwrap_or_default();
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
        let (left, right) = (self.eval(left), self.eval(right));
        self.charge(size(&left).min(size(&right)));
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
