//! Reading: names, members, items by position, filters.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::ast::*;
use super::super::temporal::Property;
use super::super::value::{CauseKind, Causes, Data, Range, Value, join};
use super::{Evaluator, Frame};

impl Evaluator<'_> {
    /// A field, variable or parameter: one step, however long its path.
    pub(super) fn read(&mut self, expr: &Expr) -> Value {
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

    pub(super) fn lookup(&self, name: &str) -> Option<Value> {
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
    pub(super) fn filter(&mut self, expr: &Expr, base: &Value, filter: &Expr) -> Value {
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

/// The number that a position in a list is, where it is written out.
fn constant(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Negate(operand) => constant(operand).map(|number| -number),
        _ => None,
    }
}
