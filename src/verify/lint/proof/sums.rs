//! Numbers of conditions as sums of what is not known, and what is known of that beforehand.
//!
//! The engine's decimals hold 28 digits: what does not fit is rounded, and what is too large is
//! unknown. So a sum stands for an expression only where the engine computes it exactly: numbers
//! written out are computed by the engine's own arithmetic, whole numbers are exact or unknown, and
//! figures of usual size ([`USUAL`]) are exact while a bound of their digits fits. Anything else is
//! one term, known by its text.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::feel::{Arithmetic, Callee, Expr, ExprKind, Type};
use crate::rules::PARAMETERS;
use crate::schema::{Bounds, Shape};

use super::form::{Bound, Domain};
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

/// Functions whose result is never negative where no number that they are given is.
const OF_MANY: [&str; 6] = ["sum", "min", "max", "mean", "median", "product"];

/// How deep the sign of a number is looked for.
const DEPTH: usize = 32;

/// Digits that a decimal of the engine holds, whatever they are.
const HELD: u32 = 28;

/// A figure of usual size: a proof that adds or multiplies fractions holds of no other.
pub const USUAL: Digits = Digits { whole: 15, places: 6 };

/// How many digits a number has at most, before and after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// Before the point.
    pub whole: u32,
    /// After it.
    pub places: u32,
}

impl Digits {
    fn of(number: Decimal) -> Digits {
        let number = number.normalize();
        let mantissa = number.mantissa().unsigned_abs();
        let all = mantissa.checked_ilog10().map_or(0, |log| log + 1);
        Digits { whole: all.saturating_sub(number.scale()), places: number.scale() }
    }

    /// Those of a sum.
    fn plus(self, other: Digits) -> Option<Digits> {
        let whole = self.whole.max(other.whole) + 1;
        Digits { whole, places: self.places.max(other.places) }.held()
    }

    /// Those of a product.
    fn times(self, other: Digits) -> Option<Digits> {
        let (whole, places) = (self.whole + other.whole, self.places + other.places);
        Digits { whole, places }.held()
    }

    fn held(self) -> Option<Digits> {
        (self.whole + self.places <= HELD).then_some(self)
    }
}

/// A number of a condition.
#[derive(Clone)]
pub(super) struct Figure {
    pub sum: Sum,
    /// Its digits, where every figure in it is of usual size; none where they may be any.
    digits: Option<Digits>,
    /// The number that the engine computes, where it depends on nothing.
    number: Option<Decimal>,
    /// Whether it has no fraction.
    whole: bool,
    /// Whether the sum is what the engine computes whatever the size of the figures.
    pub exact: bool,
    /// Whether the engine computes it whenever its terms are known, whatever their size.
    pub total: bool,
}

impl Figure {
    fn number(number: Decimal) -> Option<Figure> {
        Some(Figure {
            sum: Sum::constant(Ratio::decimal(number)?),
            digits: Some(Digits::of(number)),
            number: Some(number),
            whole: number.fract().is_zero(),
            exact: true,
            total: true,
        })
    }

    fn negated(self) -> Option<Figure> {
        let sum = self.sum.times(Ratio::ONE.negated())?;
        Some(Figure { sum, number: self.number.map(|number| -number), ..self })
    }

    /// What the engine computes of two numbers; none where it may differ from the exact result.
    fn combined(sign: Arithmetic, left: &Figure, right: &Figure) -> Option<Figure> {
        if let (Some(left), Some(right)) = (left.number, right.number) {
            return Figure::number(computed(sign, left, right)?);
        }
        match sign {
            Arithmetic::Add => left.plus(right),
            Arithmetic::Subtract => left.plus(&right.clone().negated()?),
            Arithmetic::Multiply => match (left.number, right.number) {
                (Some(number), _) => right.times(number),
                (_, Some(number)) => left.times(number),
                (None, None) => None,
            },
            // By a number of which one is a decimal fraction: the quotient ends, and the engine's
            // division finds all of it where it fits.
            Arithmetic::Divide => {
                let inverse = Decimal::ONE.checked_div(right.number?)?;
                let ends = inverse.checked_mul(right.number?) == Some(Decimal::ONE)
                    && Ratio::decimal(inverse)? == Ratio::decimal(right.number?)?.inverse()?;
                if ends { left.times(inverse) } else { None }
            }
            Arithmetic::Power => None,
        }
    }

    fn plus(&self, other: &Figure) -> Option<Figure> {
        let digits = self.digits.zip(other.digits).and_then(|(one, other)| one.plus(other));
        let whole = self.whole && other.whole;
        let exact = whole && self.exact && other.exact;
        let sum = self.sum.clone().plus(&other.sum)?;
        Figure { sum, digits, number: None, whole, exact, total: false }.sound()
    }

    fn times(&self, factor: Decimal) -> Option<Figure> {
        let digits = self.digits.and_then(|digits| digits.times(Digits::of(factor)));
        let whole = self.whole && factor.fract().is_zero();
        let exact = whole && self.exact;
        let sum = self.sum.times(Ratio::decimal(factor)?)?;
        Figure { sum, digits, number: None, whole, exact, total: false }.sound()
    }

    /// Itself, where the engine computes it exactly, if only of figures of usual size.
    fn sound(self) -> Option<Figure> {
        (self.exact || self.digits.is_some()).then_some(self)
    }
}

/// What the engine computes of two numbers that are written out.
fn computed(sign: Arithmetic, left: Decimal, right: Decimal) -> Option<Decimal> {
    match sign {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Power => None,
    }
}

/// A parameter has no value, so that what needs it is never decided.
pub(super) struct Missing;

/// A term of a number, and what is known of it beforehand.
pub(super) type Term = (String, Domain);

impl<'r> Reader<'r> {
    /// A number as a sum; what is no sum is one term. The terms that it needs are put to `terms`.
    pub(super) fn figure(
        &self,
        expr: &'r Expr,
        env: &Env<'r>,
        terms: &mut Vec<Term>,
    ) -> Result<Figure, Missing> {
        let made = match &expr.kind {
            ExprKind::Number(number) => Figure::number(*number),
            ExprKind::Negate(operand) => self.figure(operand, env, terms)?.negated(),
            ExprKind::Arithmetic(sign, left, right) => {
                let left = self.figure(left, env, terms)?;
                let right = self.figure(right, env, terms)?;
                Figure::combined(*sign, &left, &right)
            }
            ExprKind::Name(name) => match self.definition(name, env) {
                Some((definition, env)) => Some(self.figure(definition, &env, terms)?),
                None => None,
            },
            ExprKind::Member(base, name) if is_parameters(base) => {
                Figure::number(*self.era.get(&name.text).ok_or(Missing)?)
            }
            _ => None,
        };
        Ok(made.unwrap_or_else(|| self.term(expr, env, terms)))
    }

    fn term(&self, expr: &Expr, env: &Env<'r>, terms: &mut Vec<Term>) -> Figure {
        let (key, domain) = (self.key(expr, env), self.domain(expr, env));
        let (whole, usual) = (domain.whole, domain.whole || self.is_stated(expr, env));
        terms.push((key.clone(), domain));
        Figure {
            sum: Sum::term(key),
            digits: usual.then_some(USUAL),
            number: None,
            whole,
            exact: true,
            total: true,
        }
    }

    /// Whether a number is one that the form states, or a sum of such: it has a usual size.
    fn is_stated(&self, expr: &Expr, env: &Env<'r>) -> bool {
        match &expr.kind {
            ExprKind::Call(callee, arguments) => {
                matches!(&**callee, Callee::Named(name) if &*name.text == "sum")
                    && arguments.iter().all(|argument| argument.value.is_path())
            }
            _ => matches!(self.shape(expr, env), Some(Shape::Number { .. })),
        }
    }

    fn domain(&self, expr: &Expr, env: &Env<'r>) -> Domain {
        let known = self.own_domain(expr, env);
        let least = || self.keeps_schema && self.is_positive(expr, env, DEPTH);
        match known.least.is_none() && least() {
            true => {
                let asked = Some(Rc::from(format!("{expr} >= 0")));
                let least = Some(Bound { end: Ratio::ZERO, strict: false, asked });
                Domain { least, ..known }
            }
            false => known,
        }
    }

    /// Whether a number that is known is never negative, by the bounds of what it is computed of.
    fn is_positive(&self, expr: &Expr, env: &Env<'r>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let positive = |part: &Expr| self.is_positive(part, env, depth);
        match &expr.kind {
            ExprKind::Number(number) => !number.is_sign_negative(),
            ExprKind::Arithmetic(
                Arithmetic::Add | Arithmetic::Multiply | Arithmetic::Divide,
                left,
                right,
            ) => positive(left) && positive(right),
            ExprKind::If(_, then, otherwise) => positive(then) && positive(otherwise),
            ExprKind::Call(callee, arguments) => {
                let Callee::Named(name) = &**callee else { return false };
                let bounded = BOUNDED.iter().any(|(function, ..)| **function == *name.text);
                let of_many = OF_MANY.contains(&&*name.text);
                bounded || (of_many && arguments.iter().all(|argument| positive(&argument.value)))
            }
            ExprKind::Member(base, name) if is_parameters(base) => {
                self.era.get(&name.text).is_some_and(|value| !value.is_sign_negative())
            }
            ExprKind::Name(name) if self.definition(name, env).is_some() => {
                let definition = self.definition(name, env);
                definition.is_some_and(|(of, env)| self.is_positive(of, &env, depth))
            }
            _ => {
                // Of all elements of a list: `componentes.gasto`.
                let of_each = || match &expr.kind {
                    ExprKind::Member(base, name) => match self.shape(base, env)? {
                        Shape::List(item, _) => Some(&item.member(&name.text)?.shape),
                        _ => None,
                    },
                    _ => None,
                };
                let least = match self.shape(expr, env).or_else(of_each) {
                    Some(Shape::Number { bounds, .. }) => bounds.least,
                    _ => None,
                };
                least.is_some_and(|(least, _)| !least.is_sign_negative())
            }
        }
    }

    /// What is known of a number by what it is.
    fn own_domain(&self, expr: &Expr, env: &Env<'r>) -> Domain {
        if let ExprKind::Call(callee, arguments) = &expr.kind
            && let Callee::Named(name) = &**callee
        {
            let known = BOUNDED.iter().find(|(function, ..)| **function == *name.text);
            let bound = |number: i64| {
                let end = Ratio::decimal(Decimal::from(number))?;
                Some(Bound { end, strict: false, asked: None })
            };
            let solid = arguments.iter().all(|argument| {
                self.is_field(&argument.value, env)
                    || matches!(self.of(&argument.value, env), Type::List(_))
            });
            let mut known = known.map_or(Domain::default(), |(_, whole, least, most)| Domain {
                whole: *whole,
                solid,
                least: bound(*least),
                most: most.and_then(bound),
            });
            if let ("count", [only]) = (&*name.text, &arguments[..])
                && self.is_field(&only.value, env)
                && let Some(Shape::List(_, bounds)) = self.shape(&only.value, env)
            {
                self.ask(&mut known, bounds, expr);
            }
            return known;
        }
        let whole = match &expr.kind {
            ExprKind::Name(name) => self.element(name, env).is_some_and(|element| element.whole),
            _ => false,
        };
        let solid = whole || self.is_field(expr, env);
        let mut known = Domain { whole, solid, least: None, most: None };
        if let Some(Shape::Number { integer, bounds, .. }) = self.shape(expr, env) {
            known.whole |= integer;
            self.ask(&mut known, bounds, expr);
        }
        known
    }

    /// Adds what the schema asks of a number, where only forms that keep it are looked at.
    fn ask(&self, domain: &mut Domain, bounds: &Bounds, expr: &Expr) {
        if !self.keeps_schema {
            return;
        }
        let bound = |(end, included): (Decimal, bool), sign: &str| {
            let equal = if included { "=" } else { "" };
            let asked = Rc::from(format!("{expr} {sign}{equal} {}", end.normalize()));
            Some(Bound { end: Ratio::decimal(end)?, strict: !included, asked: Some(asked) })
        };
        let (least, most) = (bounds.least, bounds.most);
        domain.least = least.and_then(|end| bound(end, ">")).or(domain.least.take());
        domain.most = most.and_then(|end| bound(end, "<")).or(domain.most.take());
    }
}

fn is_parameters(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if **name == *PARAMETERS)
}
