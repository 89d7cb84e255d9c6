//! The smallest condition in which two expressions differ.

use crate::feel::{Expr, ExprKind};
use crate::rules::Expression;
use crate::source::Span;

use super::Side;

/// Characters of a condition that are shown whole.
const SHORT: usize = 60;

/// The two sides of an expression that changed: whole, and the condition that differs.
pub(super) fn sides(old: &Expression, new: &Expression) -> (Side, Side) {
    let (a, b) = differing(&old.text, &new.text);
    (side(old, a), side(new, b))
}

/// An expression that has no other side.
pub(super) fn alone(expression: &Expression) -> Side {
    side(expression, Span::new(0, expression.text.len()))
}

fn side(expression: &Expression, differing: Span) -> Side {
    let whole = Span::new(0, expression.text.len());
    let core = match expression.text.chars().count() > SHORT {
        true => condition_around(&expression.expr, differing).unwrap_or(whole),
        false => whole,
    };
    let text = expression.text.as_str();
    let core_text = super::one_line(expression.slice(core));
    Side { core: core_text, ..Side::new(text, Some(expression.place(core))) }
}

/// The bytes between what two texts begin and end with alike.
fn differing(a: &str, b: &str) -> (Span, Span) {
    let start: usize =
        a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let alike = rest_a.chars().rev().zip(rest_b.chars().rev()).take_while(|(x, y)| x == y);
    let end: usize = alike.map(|(x, _)| x.len_utf8()).sum();
    (Span::new(start, a.len() - end), Span::new(start, b.len() - end))
}

/// The smallest condition or computation that holds a span.
fn condition_around(expr: &Expr, span: Span) -> Option<Span> {
    let mut found = None;
    expr.walk(&mut |part| {
        let tells = matches!(
            part.kind,
            ExprKind::Compare(..)
                | ExprKind::Between(..)
                | ExprKind::In(..)
                | ExprKind::Call(..)
                | ExprKind::Quantified(..)
                | ExprKind::If(..)
                | ExprKind::Filter(..)
        );
        // Parents come first: the last that fits is the smallest.
        if tells && part.span.contains(span) {
            found = Some(part.span);
        }
    });
    found
}
