//! Numbers of conditions as sums of what is not known, and what is known of that beforehand.

use rust_decimal::Decimal;

use crate::feel::{Arithmetic, Callee, Expr, ExprKind};
use crate::rules::PARAMETERS;
use crate::schema::Shape;

use super::form::Domain;
use super::linear::Sum;
use super::ratio::Ratio;
use super::read::{Env, Reader};

/// Functions whose results have bounds: name, whether whole, the least, the most.
const BOUNDED: [(&str, bool, i64, Option<i64>); 4] = [
    ("count", true, 0, None),
    ("string length", true, 0, None),
    ("abs", false, 0, None),
    ("similarity", false, 0, Some(1)),
];

/// A parameter has no value, so that what needs it is never decided.
pub(super) struct Missing;

impl<'r> Reader<'r> {
    /// A number as a sum; what is no sum is one term.
    pub(super) fn sum(
        &self,
        expr: &'r Expr,
        env: &Env<'r>,
        domains: &mut Vec<(String, Domain)>,
    ) -> Result<Sum, Missing> {
        let minus = Ratio::ONE.negated();
        let made = match &expr.kind {
            ExprKind::Number(number) => Ratio::decimal(*number).map(Sum::constant),
            ExprKind::Negate(operand) => self.sum(operand, env, domains)?.times(minus),
            ExprKind::Arithmetic(sign, left, right) => {
                let (left, right) = (self.sum(left, env, domains)?, self.sum(right, env, domains)?);
                combined(*sign, &left, &right)
            }
            ExprKind::Name(name) => match self.definition(name, env) {
                Some((definition, env)) => Some(self.sum(definition, &env, domains)?),
                None => None,
            },
            ExprKind::Member(base, name) if is_parameters(base) => {
                let value = self.era.get(&name.text).ok_or(Missing)?;
                Ratio::decimal(*value).map(Sum::constant)
            }
            _ => None,
        };
        Ok(made.unwrap_or_else(|| {
            let key = self.key(expr, env);
            domains.push((key.clone(), self.domain(expr, env)));
            Sum::term(key)
        }))
    }

    fn domain(&self, expr: &Expr, env: &Env<'r>) -> Domain {
        if let ExprKind::Call(callee, _) = &expr.kind
            && let Callee::Named(name) = &**callee
        {
            let known = BOUNDED.iter().find(|(function, ..)| **function == *name.text);
            let number = |number: i64| Ratio::decimal(Decimal::from(number));
            return known.map_or(Domain::default(), |(_, whole, least, most)| Domain {
                whole: *whole,
                solid: true,
                least: number(*least),
                most: most.and_then(number),
            });
        }
        let whole = match &expr.kind {
            ExprKind::Name(name) => self.element(name, env).is_some_and(|element| element.whole),
            _ => false,
        };
        let integer = matches!(self.shape(expr, env), Some(Shape::Number { integer: true, .. }));
        let solid = whole || self.is_field(expr, env);
        Domain { whole: whole || integer, solid, least: None, most: None }
    }
}

fn combined(sign: Arithmetic, left: &Sum, right: &Sum) -> Option<Sum> {
    let minus = Ratio::ONE.negated();
    match sign {
        Arithmetic::Add => left.clone().plus(right),
        Arithmetic::Subtract => left.clone().plus(&right.times(minus)?),
        Arithmetic::Multiply => match (left.number(), right.number()) {
            (Some(number), _) => right.times(number),
            (_, Some(number)) => left.times(number),
            (None, None) => None,
        },
        Arithmetic::Divide => left.times(right.number()?.inverse()?),
        Arithmetic::Power => None,
    }
}

fn is_parameters(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if **name == *PARAMETERS)
}
