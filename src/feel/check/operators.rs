//! Operators: the kinds and units of their operands, and what they give.

use std::sync::Arc;

use crate::finding::nearest;
use crate::source::Span;

use super::super::ast::*;
use super::super::diagnostic::Diagnostic;
use super::super::types::Type;
use super::super::units::{self, Operand, Unit};
use super::scope::Frame;
use super::words::Attempt;
use super::{Checker, literal};

impl Checker<'_> {
    pub(super) fn negation(&mut self, operand: &Expr) -> Type {
        match self.infer(operand) {
            Type::Number(Unit::Date(_)) => Type::number(),
            duration @ (Type::DaysDuration | Type::MonthsDuration) => duration,
            of => {
                self.expect(operand.span, &of, &Type::number());
                if matches!(of, Type::Number(_)) { of } else { Type::number() }
            }
        }
    }

    pub(super) fn arithmetic(&mut self, sign: Arithmetic, left: &Expr, right: &Expr) -> Type {
        let (a, b) = (self.infer(left), self.infer(right));
        self.without_result([left, right]);
        let is_text = |of: &Type| matches!(of, Type::Text | Type::Choice(_));
        match (&a, &b) {
            (Type::Number(one), Type::Number(other)) => {
                let operands = (
                    Operand { unit: one, literal: literal(left) },
                    Operand { unit: other, literal: literal(right) },
                );
                Type::Number(self.unit(sign, right.span, operands))
            }
            (one, other) if sign == Arithmetic::Add && (is_text(one) || is_text(other)) => {
                let (mixed, of) = if is_text(one) { (right, other) } else { (left, one) };
                self.joins_text(mixed.span, of);
                Type::Text
            }
            (one, other) if one.is_temporal() || other.is_temporal() => {
                let result = temporal(sign, one, other);
                result.unwrap_or_else(|| {
                    self.no_meaning(right.span, sign, one, other);
                    Type::Any
                })
            }
            (one, other) => {
                self.expect(left.span, one, &Type::number());
                self.expect(right.span, other, &Type::number());
                let known = [one, other].into_iter().any(|of| matches!(of, Type::Number(_)));
                let additive = matches!(sign, Arithmetic::Add | Arithmetic::Subtract);
                if known && additive { Type::number() } else { Type::Any }
            }
        }
    }

    /// Says what never has a result, whatever the submission.
    fn without_result(&mut self, operands: [&Expr; 2]) {
        for operand in operands {
            if matches!(operand.kind, ExprKind::Null) {
                self.report(
                    operand.span,
                    "con `null` no se calcula",
                    "nothing is computed with `null`",
                );
            }
        }
    }

    fn unit(&mut self, sign: Arithmetic, at: Span, (a, b): (Operand<'_>, Operand<'_>)) -> Unit {
        let (result, attempt) = match sign {
            Arithmetic::Add => (units::sum(a, b), Attempt::Sum),
            Arithmetic::Subtract => (units::difference(a, b), Attempt::Difference),
            Arithmetic::Multiply => return units::product(a, b),
            Arithmetic::Divide => return units::quotient(a, b),
            Arithmetic::Power => return units::power(a, b),
        };
        result.unwrap_or_else(|why| {
            self.clash(at, attempt, (a.unit, b.unit), why);
            Unit::Unknown
        })
    }

    fn joins_text(&mut self, span: Span, of: &Type) {
        if of.meets(&Type::Text) {
            return;
        }
        let (is, is_en) = of.words();
        let diagnostic = Diagnostic::new(
            span,
            format!("se une un texto con {is}"),
            format!("a text is joined with {is_en}"),
        );
        self.push(diagnostic.helped_by(
            "conviértalo en texto con `string(…)`",
            "turn it into a text with `string(…)`",
        ));
    }

    pub(super) fn compare(
        &mut self,
        span: Span,
        sign: Comparison,
        left: &Expr,
        right: &Expr,
    ) -> Type {
        let (a, b) = (self.infer(left), self.infer(right));
        if self.ordered(sign, left, &a) && self.ordered(sign, right, &b) {
            self.comparable(span, &a, &b);
        }
        self.choice(&a, right);
        self.choice(&b, left);
        Type::Bool
    }

    /// Whether a value may stand beside a sign: `<` and its kin need an order.
    fn ordered(&mut self, sign: Comparison, operand: &Expr, of: &Type) -> bool {
        if matches!(sign, Comparison::Equal | Comparison::NotEqual) {
            return true;
        }
        let sign = sign.sign();
        if matches!(operand.kind, ExprKind::Null) {
            let diagnostic = Diagnostic::new(
                operand.span,
                format!("nada se compara con `null` por `{sign}`"),
                format!("nothing is compared with `null` by `{sign}`"),
            );
            self.push(diagnostic.helped_by(
                "para saber si un campo falta, use `= null`",
                "to know whether a field is missing, use `= null`",
            ));
            return false;
        }
        if !of.is_ordered() {
            let (is, is_en) = of.words();
            self.report(
                operand.span,
                &format!("`{sign}` compara números, textos o fechas, y esto es {is}"),
                &format!("`{sign}` compares numbers, texts or dates, and this is {is_en}"),
            );
        }
        of.is_ordered()
    }

    pub(super) fn between(&mut self, value: &Expr, ends: [&Expr; 2]) -> Type {
        let of = self.infer(value);
        let sound = self.ordered(Comparison::AtLeast, value, &of);
        for end in ends {
            let end_type = self.infer(end);
            if sound && self.ordered(Comparison::AtLeast, end, &end_type) {
                self.comparable(end.span, &of, &end_type);
            }
        }
        Type::Bool
    }

    pub(super) fn range(&mut self, span: Span, range: &RangeExpr) -> Type {
        let mut of = Type::Any;
        let mut seen = false;
        for end in [&range.low, &range.high].into_iter().flatten() {
            let end_type = self.infer(end);
            // An end that is `null` is open.
            let open = end_type == Type::Null;
            if open || !self.ordered(Comparison::AtLeast, end, &end_type) {
                continue;
            }
            if seen {
                self.comparable(span, &of, &end_type);
                of = of.join(end_type);
            } else {
                of = end_type;
            }
            seen = true;
        }
        Type::Range(Arc::new(of))
    }

    /// The values that a comparison admits.
    pub(super) fn half_range(&mut self, sign: Comparison, operand: &Expr) -> Type {
        let of = self.infer(operand);
        let ordered = self.ordered(sign, operand, &of);
        Type::Range(Arc::new(if ordered { of } else { Type::Any }))
    }

    pub(super) fn membership(&mut self, value: &Expr, tests: &[Test]) -> Type {
        let of = self.infer(value);
        self.frames.push(Frame::Variable(Arc::from("?"), of.clone()));
        for test in tests {
            match test {
                Test::Compare(sign, operand) => {
                    let operand_type = self.infer(operand);
                    if self.ordered(*sign, operand, &operand_type) {
                        self.comparable(operand.span, &of, &operand_type);
                    }
                    self.choice(&of, operand);
                }
                Test::Value(Expr { kind: ExprKind::List(items), .. })
                    if !matches!(of, Type::List(_)) =>
                {
                    items.iter().for_each(|item| self.belongs(value, &of, item));
                }
                Test::Value(test) => self.belongs(value, &of, test),
            }
        }
        self.frames.pop();
        Type::Bool
    }

    /// Checks that a value can equal a test, or lie in the list or range that it is.
    fn belongs(&mut self, value: &Expr, of: &Type, test: &Expr) {
        let test_type = self.infer(test);
        self.choice(of, test);
        self.choice(&test_type.item(), value);
        let mut inner = &test_type;
        loop {
            match inner {
                Type::Bool => return,
                Type::List(_) if matches!(of, Type::List(_)) => return,
                Type::List(item) => inner = item,
                Type::Range(end) if !matches!(of, Type::Range(_)) => inner = end,
                plain => return self.comparable(test.span, of, plain),
            }
        }
    }

    /// Checks that two values are of one kind and, being figures, count the same.
    pub(super) fn comparable(&mut self, span: Span, a: &Type, b: &Type) {
        if !a.meets(b) {
            let ((one, one_en), (other, other_en)) = (a.words(), b.words());
            self.report(
                span,
                &format!("se compara {one} con {other}"),
                &format!("{one_en} is compared with {other_en}"),
            );
        }
        if let (Type::Number(one), Type::Number(other)) = (a, b)
            && let Err(why) = one.agree(other)
        {
            self.clash(span, Attempt::Comparison, (one, other), why);
        }
    }

    /// A literal compared with a field of a closed list must be one of its values.
    pub(super) fn choice(&mut self, field: &Type, literal: &Expr) {
        let (Type::Choice(allowed), ExprKind::Text(text)) = (field, &literal.kind) else { return };
        if !allowed.contains(text) {
            let diagnostic = Diagnostic::new(
                literal.span,
                format!("ese campo nunca vale `{text}`"),
                format!("that field is never `{text}`"),
            );
            let list: Vec<String> = allowed.iter().map(|value| format!("`{value}`")).collect();
            let suggestion = nearest(text, allowed.iter().map(|value| &**value));
            self.push(match suggestion {
                Some(_) => diagnostic.suggesting(suggestion),
                None => diagnostic.helped_by(
                    format!("puede valer {}", list.join(", ")),
                    format!("it may be {}", list.join(", ")),
                ),
            });
        }
    }
}

/// What arithmetic gives where a date, a time or a duration takes part, as the standard tabulates it.
fn temporal(sign: Arithmetic, left: &Type, right: &Type) -> Option<Type> {
    use Arithmetic::{Add, Divide, Multiply, Subtract};
    use Type::{Date, DateTime, DaysDuration, MonthsDuration, Time};
    match (sign, left, right) {
        (_, Type::Any | Type::Null, _) | (_, _, Type::Any | Type::Null) => Some(Type::Any),
        (Add | Subtract, Date | DateTime, DaysDuration | MonthsDuration)
        | (Add | Subtract, Time, DaysDuration)
        | (Add | Subtract, DaysDuration, DaysDuration)
        | (Add | Subtract, MonthsDuration, MonthsDuration)
        | (Multiply | Divide, DaysDuration | MonthsDuration, Type::Number(_)) => Some(left.clone()),
        (Add, DaysDuration | MonthsDuration, Date | DateTime)
        | (Add, DaysDuration, Time)
        | (Multiply, Type::Number(_), DaysDuration | MonthsDuration) => Some(right.clone()),
        (Subtract, Date | DateTime, Date | DateTime) | (Subtract, Time, Time) => Some(DaysDuration),
        (Divide, DaysDuration, DaysDuration) | (Divide, MonthsDuration, MonthsDuration) => {
            Some(Type::number())
        }
        _ => None,
    }
}
