//! `for`, `some` and `every`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::ast::*;
use super::super::evidence::StepKind;
use super::super::operators::{self, Fault};
use super::super::temporal::{Date, Temporal};
use super::super::value::{CauseKind, Data, Range, Value};
use super::{Evaluator, Frame};

/// Steps of evidence beyond which the elements of a list leave none.
pub(super) const STEPS: usize = 2_000;

/// The values that a binding runs over; borrowed where the scope holds them.
type Elements<'s> = Cow<'s, Arc<[Value]>>;

impl<'s> Evaluator<'s> {
    /// Runs a body for every combination of the bindings, until it asks to stop.
    pub(super) fn each(
        &mut self,
        bindings: &[Binding],
        position: u32,
        body: &mut dyn FnMut(&mut Self, u32) -> bool,
    ) -> Result<bool, Value> {
        let Some((binding, rest)) = bindings.split_first() else {
            return Ok(body(self, position));
        };
        let items = self.elements(binding)?;
        for index in 0..items.len() {
            self.charge(1);
            let item = match &items {
                Cow::Borrowed(items) => Cow::Borrowed(&items[index]),
                Cow::Owned(items) => Cow::Owned(items[index].clone()),
            };
            self.frames.push(Frame::Variable(Arc::clone(&binding.name.text), item));
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
    pub(super) fn elements(&mut self, binding: &Binding) -> Result<Elements<'s>, Value> {
        let first = self.operand(&binding.list);
        let Some(until) = &binding.until else {
            if let Cow::Borrowed(Value { data: Data::List(items), .. }) = first {
                return Ok(Cow::Borrowed(items));
            }
            let first = first.into_owned();
            return match &first.data {
                Data::List(items) => Ok(Cow::Owned(Arc::clone(items))),
                Data::Unknown(_) => Err(first.computed()),
                Data::Range(range) => self.range_elements(&binding.list, range).map(Cow::Owned),
                Data::Null => Err(self.fail(CauseKind::WrongType, &binding.list, None)),
                _ => Ok(Cow::Owned(Arc::from([first]))),
            };
        };
        let last = self.eval(until);
        if let Some(unknown) = operators::unknown_of([&*first, &last]) {
            return Err(unknown);
        }
        self.counted(&binding.list, &first, &last).map(Cow::Owned)
    }

    /// The values of a range of whole numbers or days, from its lower end to its upper.
    fn range_elements(&self, at: &Expr, range: &Range) -> Result<Arc<[Value]>, Value> {
        let (Some(low), Some(high)) = (&range.low, &range.high) else {
            return Err(self.fail(CauseKind::OutOfDomain, at, None));
        };
        if operators::order(low, high).is_none_or(Ordering::is_gt) {
            return Err(self.fail(CauseKind::OutOfDomain, at, None));
        }
        let values = self.counted(at, low, high)?;
        let first = usize::from(!range.low_included);
        let last = values.len() - usize::from(!range.high_included);
        Ok(values.get(first..last).unwrap_or_default().into())
    }

    pub(super) fn counted(
        &self,
        at: &Expr,
        low: &Value,
        high: &Value,
    ) -> Result<Arc<[Value]>, Value> {
        let days = matches!((&low.data, &high.data), (Data::Temporal(_), Data::Temporal(_)));
        let (Some(low), Some(high)) = (step(low), step(high)) else {
            return Err(self.fail(CauseKind::WrongType, at, None));
        };
        if low.abs_diff(high) >= u64::from(self.left) {
            return Err(self.fail(CauseKind::TooManySteps, at, None));
        }
        let number = |n: i64| match Date::from_days(n).filter(|_| days) {
            Some(date) => Value::temporal(Temporal::Date(date)),
            None => Value::from(Decimal::from(n)),
        };
        Ok(if low <= high {
            (low..=high).map(number).collect()
        } else {
            (high..=low).rev().map(number).collect()
        })
    }

    pub(super) fn iterate(&mut self, bindings: &[Binding], body: &Expr) -> Result<Value, Fault> {
        let mut results: Vec<Value> = Vec::new();
        let uses_partial = uses_partial(body);
        let outcome = self.each(bindings, 0, &mut |this, position| {
            if uses_partial {
                this.charge(results.len());
                let partial = Value::list(results.clone());
                this.frames.push(Frame::Variable(Arc::from("partial"), Cow::Owned(partial)));
            }
            let mark = this.steps.len();
            let value = this.eval(body);
            this.record(mark, body.span, StepKind::Element(position), &value);
            this.keep_some(mark);
            if uses_partial {
                this.frames.pop();
            }
            results.push(value);
            this.left > 0
        });
        match outcome {
            Err(whole) => Ok(whole),
            Ok(_) if self.left == 0 => Err(CauseKind::TooManySteps),
            Ok(_) => Ok(Value::list(results)),
        }
    }

    /// Drops the steps of an element where there are more than anybody looks at: the first stay.
    pub(super) fn keep_some(&mut self, mark: usize) {
        if self.steps.len() > STEPS {
            self.steps.truncate(mark);
        }
    }

    /// `some` and `every`: the element that decides ends the search and is the evidence.
    pub(super) fn quantify(
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
        let mut found = false;
        let mut doubt: Option<Result<Value, Fault>> = None;
        let mut first = None;
        let outcome = self.each(bindings, 0, &mut |this, position| {
            let mark = this.steps.len();
            let first = *first.get_or_insert(mark);
            let value = this.operand(body);
            this.record(mark, body.span, StepKind::Element(position), &value);
            found = value.as_bool() == Some(decisive);
            if found {
                this.steps.drain(first..mark);
            } else {
                this.keep_some(mark);
            }
            if value.as_bool().is_none() {
                doubt = Some(match doubt.take() {
                    Some(Err(fault)) => Err(fault),
                    Some(Ok(so_far)) => operators::logic(operator, &so_far, &value),
                    None => operators::logic(operator, &(!decisive).into(), &value),
                });
            }
            !found && this.left > 0
        });
        match outcome {
            Err(whole) => Ok(whole),
            Ok(_) if found => Ok(decisive.into()),
            Ok(_) if self.left == 0 => Err(CauseKind::TooManySteps),
            Ok(_) => doubt.unwrap_or_else(|| Ok((!decisive).into())),
        }
    }
}

/// A whole number, or the day that a date is, as a place to count from.
fn step(value: &Value) -> Option<i64> {
    match &value.data {
        Data::Number(number) if number.fract().is_zero() => i64::try_from(*number).ok(),
        Data::Temporal(temporal) => match &**temporal {
            Temporal::Date(date) => Some(date.days()),
            _ => None,
        },
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
