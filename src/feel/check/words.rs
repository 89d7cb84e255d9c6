//! What is said of units that do not go together.

use crate::source::Span;

use super::super::ast::Arithmetic;
use super::super::diagnostic::Diagnostic;
use super::super::types::Type;
use super::super::units::{Clash, Unit};
use super::Checker;

/// What was attempted with two figures.
#[derive(Clone, Copy)]
pub(super) enum Attempt {
    Sum,
    Difference,
    Comparison,
}

impl Checker<'_> {
    /// Says that two units do not go together, and what to do where that is known.
    pub(super) fn clash(
        &mut self,
        span: Span,
        attempt: Attempt,
        units: (&Unit, &Unit),
        why: Clash,
    ) {
        let ((a, a_en), (b, b_en)) = (units.0.words(), units.1.words());
        let (spanish, english) = match attempt {
            Attempt::Sum if why == Clash::Dates => {
                (format!("se suman {a} entre sí"), format!("{a_en} added to each other"))
            }
            Attempt::Sum => (format!("se suman {a} con {b}"), format!("{a_en} added to {b_en}")),
            Attempt::Difference => {
                (format!("se restan {b} de {a}"), format!("{b_en} subtracted from {a_en}"))
            }
            Attempt::Comparison => {
                (format!("se comparan {a} con {b}"), format!("{a_en} compared with {b_en}"))
            }
        };
        let diagnostic = Diagnostic::new(span, spanish, english);
        self.push(match remedy(units, why) {
            Some((spanish, english)) => diagnostic.helped_by(spanish, english),
            None => diagnostic,
        });
    }

    /// Says that a figure is of another unit than a function takes.
    pub(super) fn wrong_unit(&mut self, span: Span, wanted: (&str, &str), found: &Unit, to: &Unit) {
        let (is, is_en) = found.words();
        let verb = if is.starts_with("un") { "es" } else { "son" };
        let diagnostic = Diagnostic::new(
            span,
            format!("aquí va {}, y esto {verb} {is}", wanted.0),
            format!("{} goes here, and this is {is_en}", wanted.1),
        );
        let help = found.agree(to).err().filter(|_| to.is_share()).and_then(|why| match why {
            Clash::PercentAndShare => Some(("divida por 100", "divide by 100")),
            _ => None,
        });
        self.push(match help {
            Some((spanish, english)) => diagnostic.helped_by(spanish, english),
            None => diagnostic,
        });
    }

    /// Says that an operator has no meaning for two kinds of values.
    pub(super) fn no_meaning(&mut self, span: Span, sign: Arithmetic, a: &Type, b: &Type) {
        let ((one, one_en), (other, other_en)) = (a.words(), b.words());
        let (spanish, english) = match sign {
            Arithmetic::Add => (
                format!("no se suma {one} con {other}"),
                format!("{one_en} cannot be added to {other_en}"),
            ),
            Arithmetic::Subtract => (
                format!("no se resta {other} de {one}"),
                format!("{other_en} cannot be subtracted from {one_en}"),
            ),
            Arithmetic::Multiply => (
                format!("no se multiplica {one} por {other}"),
                format!("{one_en} cannot be multiplied by {other_en}"),
            ),
            Arithmetic::Divide => (
                format!("no se divide {one} por {other}"),
                format!("{one_en} cannot be divided by {other_en}"),
            ),
            Arithmetic::Power => (
                format!("no se eleva {one} a {other}"),
                format!("{one_en} cannot be raised to {other_en}"),
            ),
        };
        let diagnostic = Diagnostic::new(span, spanish, english);
        let moved = matches!(sign, Arithmetic::Add | Arithmetic::Subtract);
        let number = matches!(a, Type::Number(_)) || matches!(b, Type::Number(_));
        self.push(match moved && number {
            true => diagnostic.helped_by(
                "escriba una duración, como `@\"P1D\"` o `@\"P1Y\"`",
                "write a duration, such as `@\"P1D\"` or `@\"P1Y\"`",
            ),
            false => diagnostic,
        });
    }
}

fn remedy(units: (&Unit, &Unit), why: Clash) -> Option<(String, String)> {
    match why {
        Clash::Apart => None,
        Clash::ShareAndPercent | Clash::PercentAndShare => {
            Some(match units.0.is_share_or_percent() {
                true => (
                    "multiplique la proporción por 100, o divida el porcentaje por 100".to_owned(),
                    "multiply the share by 100, or divide the percentage by 100".to_owned(),
                ),
                false => (
                    "divida por 100 lo que se multiplicó por un porcentaje".to_owned(),
                    "divide by 100 what was multiplied by a percentage".to_owned(),
                ),
            })
        }
        Clash::Dates | Clash::DateAndSpan => {
            let ((Unit::Date(date), _) | (_, Unit::Date(date))) = units else { return None };
            let (points, span) = (&date.name, &date.span.many);
            Some((
                format!("la resta de dos {points} da {span}"),
                format!("the difference of two {points} is in {span}"),
            ))
        }
    }
}
