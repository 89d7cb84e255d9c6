//! Reading: names, members, items by position, filters.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::ast::*;
use super::super::evidence::{Step, StepKind};
use super::super::temporal::Property;
use super::super::value::{CauseKind, Causes, Data, Range, Value, join, same_name};
use super::iterate::STEPS;
use super::{Evaluator, Frame};

impl<'s> Evaluator<'s> {
    /// A field, variable or parameter: one step, however long its path.
    #[inline(never)]
    pub(super) fn read(&mut self, expr: &Expr) -> Value {
        if let Some(value) = self.held(expr) {
            return value.clone();
        }
        match &expr.kind {
            ExprKind::Name(name) => match self.find(name, &expr.slot) {
                Some(value) => value.into_owned(),
                None => self.fail(CauseKind::Absent, expr, None),
            },
            ExprKind::Member(base, name) => {
                let base = self.read(base);
                self.member(expr, &base, &name.text)
            }
            ExprKind::Filter(base, filter) => {
                let base = match self.held(base) {
                    Some(base) => Cow::Borrowed(base),
                    None => Cow::Owned(self.read(base)),
                };
                self.filter(expr, base, filter)
            }
            _ => self.eval(expr),
        }
    }

    /// A value that the scope holds: a field or parameter, a member of one, an item by position.
    pub(super) fn held(&self, expr: &Expr) -> Option<&'s Value> {
        match &expr.kind {
            ExprKind::Name(name) => match self.find(name, &expr.slot)? {
                Cow::Borrowed(value) => Some(value),
                Cow::Owned(_) => None,
            },
            ExprKind::Member(base, name) => {
                self.held(base)?.as_context()?.find(&name.text, &expr.slot)
            }
            ExprKind::Filter(base, filter) => {
                let position = constant(filter)?;
                let items = self.held(base)?.as_list()?;
                items.get(index(position, items.len())?)
            }
            _ => None,
        }
    }

    /// The value of a name: a variable, else a field or parameter.
    pub(super) fn find(&self, name: &str, slot: &Slot) -> Option<Cow<'s, Value>> {
        self.variable(name, slot).or_else(|| {
            let mut contexts = self.scope.contexts.iter();
            contexts.find_map(|context| context.find(name, slot)).map(Cow::Borrowed)
        })
    }

    /// The value of the innermost variable of a name, or of that member of the element that a
    /// filter is looking at.
    pub(super) fn variable(&self, name: &str, slot: &Slot) -> Option<Cow<'s, Value>> {
        for frame in self.frames.iter().rev() {
            match frame {
                Frame::Variable(variable, value) if same_name(variable, name) => {
                    return Some(value.clone());
                }
                Frame::Element(value) if name == "item" => return Some(value.clone()),
                Frame::Tested(value) if name == "?" => return Some(value.clone()),
                Frame::Element(element) => match member_of(element, name, slot) {
                    None => {}
                    found => return found,
                },
                Frame::Variable(..) | Frame::Tested(_) => {}
            }
        }
        None
    }

    pub(super) fn member(&self, expr: &Expr, base: &Value, name: &str) -> Value {
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
            Data::Temporal(temporal) => match temporal.property(name) {
                Some(Property::Number(number)) => number.into(),
                Some(Property::Text(text)) => text.into(),
                Some(Property::Temporal(temporal)) => Value::temporal(temporal),
                None => self.fail(CauseKind::OutOfDomain, expr, base.origin),
            },
            Data::Range(range) => match range_property(range, name) {
                Some(value) => value,
                None => self.fail(CauseKind::OutOfDomain, expr, base.origin),
            },
            _ => self.fail(CauseKind::WrongType, expr, base.origin),
        }
    }

    /// An item by position, or the items that satisfy a condition.
    ///
    /// The elements that decided are the evidence: those kept and those in doubt, or all where
    /// none was kept.
    pub(super) fn filter(&mut self, expr: &Expr, base: Cow<'s, Value>, filter: &Expr) -> Value {
        let items: &[Value] = match &base.data {
            Data::Unknown(_) => return base.into_owned(),
            Data::List(items) => items,
            Data::Null => &[],
            _ => std::slice::from_ref(&*base),
        };
        if let Some(position) = constant(filter) {
            return self.item(expr, &base, items, position);
        }
        let mut kept = Vec::new();
        let mut doubts: Vec<Causes> = Vec::new();
        let mut rejected: Vec<Step> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let element = match base {
                Cow::Borrowed(Value { data: Data::List(held), .. }) => Cow::Borrowed(&held[index]),
                _ => Cow::Owned(item.clone()),
            };
            let mark = self.steps.len();
            self.frames.push(Frame::Element(element));
            let answer = self.operand(filter);
            self.frames.pop();
            if let Data::Number(position) = answer.data {
                self.steps.truncate(mark);
                return self.item(expr, &base, items, position);
            }
            self.record(mark, filter.span, StepKind::Element(index as u32 + 1), &answer);
            match &answer.data {
                Data::Bool(true) => kept.push(item.clone()),
                Data::Unknown(causes) => doubts.push(Arc::clone(causes)),
                _ => rejected.extend(self.steps.drain(mark..)),
            }
            self.keep_some(mark);
        }
        if kept.is_empty() && doubts.is_empty() && rejected.len() <= STEPS {
            self.steps.append(&mut rejected);
        }
        match join(&doubts) {
            Some(causes) => Value::unknown(causes),
            None => Value { data: Data::List(kept.into()), origin: base.origin },
        }
    }

    /// The item at a position: from 1, or from the end where negative.
    pub(super) fn item(
        &self,
        expr: &Expr,
        base: &Value,
        items: &[Value],
        position: Decimal,
    ) -> Value {
        match index(position, items.len()).and_then(|index| items.get(index)) {
            Some(item) => item.clone(),
            None => self.fail(CauseKind::Absent, expr, base.origin),
        }
    }
}

/// A member of a context, borrowed where the context is.
fn member_of<'s>(value: &Cow<'s, Value>, name: &str, slot: &Slot) -> Option<Cow<'s, Value>> {
    match value {
        Cow::Borrowed(value) => value.as_context()?.find(name, slot).map(Cow::Borrowed),
        Cow::Owned(value) => value.as_context()?.find(name, slot).cloned().map(Cow::Owned),
    }
}

/// `start`, `end` and whether they belong to a range.
fn range_property(range: &Range, name: &str) -> Option<Value> {
    let end = |end: &Option<Value>| Some(end.clone().unwrap_or_else(Value::null));
    match name {
        "start" => end(&range.low),
        "end" => end(&range.high),
        "start included" => Some(range.low_included.into()),
        "end included" => Some(range.high_included.into()),
        _ => None,
    }
}

/// The index of a position, from 1 or from the end where negative, in a list of some length.
fn index(position: Decimal, length: usize) -> Option<usize> {
    match i64::try_from(position).ok()? {
        0 => None,
        position @ 1.. => usize::try_from(position - 1).ok(),
        position => usize::try_from(length as i64 + position).ok(),
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
