//! Comparisons with their figures: `442 producidas < 517 beneficiarias`.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::feel::{
    Arithmetic, Callee, Comparison, Data, Expr, ExprKind, StepNode, Unit, Value, formats,
};
use crate::report::evidence::quoted;
use crate::rules::PARAMETERS;

use super::Speaker;
use super::brief::{Brief, child};

/// Characters of a calculation that is shown.
const FORMULA: usize = 60;

/// One side of a comparison.
struct Side<'s> {
    value: Value,
    unit: Unit,
    /// `{} producidas`.
    figure: Option<&'s str>,
    name: Option<String>,
    formula: Option<String>,
}

impl<'b, 'r> Brief<'b, '_, 'r> {
    /// A comparison of figures or texts with their values; none of anything else, and nothing where
    /// it compares two counters.
    pub(super) fn figures(
        &self,
        speaker: &mut Speaker<'_, 'r>,
        expr: &Expr,
        node: StepNode<'b>,
        truth: bool,
    ) -> Option<String> {
        let (joint, left, right) = match &expr.kind {
            ExprKind::Compare(sign, left, right) => (sign_of(*sign, truth), &**left, &**right),
            ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
                (Callee::Named(name), [stated, computed]) if &*name.text == "agrees" => {
                    let joint =
                        if truth { "coincide, salvo redondeo, con" } else { "no coincide con" };
                    (joint, &stated.value, &computed.value)
                }
                _ => return None,
            },
            _ => return None,
        };
        let left = self.side(speaker, left, node)?;
        let right = self.side(speaker, right, node)?;
        let (mut a, mut b) = (left.amount(&right, false), right.amount(&left, false));
        if a == b && matches!(joint, "<" | ">" | "≠" | "no coincide con") {
            (a, b) = (left.amount(&right, true), right.amount(&left, true));
        }
        let (a, b) = (left.said(&a), right.said(&b));
        Some(if a == left.bare() && b == right.bare() {
            String::new()
        } else {
            format!("{a} {joint} {b}")
        })
    }

    fn side(
        &self,
        speaker: &mut Speaker<'_, 'r>,
        expr: &Expr,
        node: StepNode<'b>,
    ) -> Option<Side<'r>> {
        let literal = match &expr.kind {
            ExprKind::Number(number) => Some(Value::from(*number)),
            ExprKind::Text(text) => Some(Value::from(&**text)),
            _ => None,
        };
        if let Some(value) = literal {
            return Some(Side {
                value,
                unit: Unit::Plain,
                figure: None,
                name: None,
                formula: None,
            });
        }
        let step = child(node, expr.span)?;
        let value = step.step().value.clone();
        if !matches!(value.data, Data::Number(_) | Data::Text(_)) {
            return None;
        }
        if let Some(side) = self.defined_side(speaker, expr, &value) {
            return Some(side);
        }
        let thing = speaker.thing(expr);
        let unit = speaker.unit_of_parameter(expr).unwrap_or_else(|| speaker.unit(&thing));
        let is_read = expr.is_path();
        let name = is_read.then(|| thing.noun.bare().to_owned());
        let formula = speaker.formula(expr, step);
        let is_counter = thing.shape.is_none() && thing.noun.text == value.to_string();
        let name = name
            .filter(|_| !is_counter)
            .or_else(|| (formula.is_none() && !is_counter).then(|| thing.noun.bare().to_owned()));
        Some(Side { value, unit, figure: thing.figure, name, formula })
    }

    /// A side that is a definition, with how it was calculated; one that only gives a field another
    /// name is told as that field.
    fn defined_side(
        &self,
        speaker: &mut Speaker<'_, 'r>,
        expr: &Expr,
        value: &Value,
    ) -> Option<Side<'r>> {
        let ExprKind::Name(name) = &expr.kind else { return None };
        let (index, part) = self.definition(name)?;
        let definition = &self.rule.definitions[index].1;
        if super::is_alias(&definition.expr) {
            return None;
        }
        let unit = definition.of.unit().cloned().unwrap_or_default();
        let mut inner = self.reader.speaker(definition);
        let root = part.evidence.root();
        let formula = root.and_then(|root| inner.formula(&definition.expr, root));
        let name = Some(speaker.thing(expr).noun.text);
        Some(Side { value: value.clone(), unit, figure: None, name, formula })
    }
}

impl Speaker<'_, '_> {
    /// `310.000 / 517`; none of what is no arithmetic, or too long to be looked at.
    fn formula(&mut self, expr: &Expr, node: StepNode<'_>) -> Option<String> {
        let ExprKind::Arithmetic(sign, left, right) = &expr.kind else { return None };
        let (word, chains) = match sign {
            Arithmetic::Add => ("+", true),
            Arithmetic::Subtract => ("−", true),
            Arithmetic::Multiply => ("×", true),
            Arithmetic::Divide => ("/", true),
            Arithmetic::Power => ("^", false),
        };
        let left = self.operand(left, node, chains && same_rank(*sign, left))?;
        let text = format!("{left} {word} {}", self.operand(right, node, false)?);
        (text.chars().count() <= FORMULA).then_some(text)
    }

    fn operand(&mut self, expr: &Expr, node: StepNode<'_>, chained: bool) -> Option<String> {
        if let ExprKind::Number(number) = &expr.kind {
            return Some(formats::precise(*number));
        }
        let step = child(node, expr.span)?;
        match self.formula(expr, step) {
            Some(inner) if chained => Some(inner),
            Some(inner) => Some(format!("({inner})")),
            None => {
                let number = step.step().value.as_number()?;
                let is_year = expr.is_path() && {
                    let thing = self.thing(expr);
                    matches!(self.unit(&thing), Unit::Date(_))
                };
                Some(if is_year { formats::plain(number) } else { formats::precise(number) })
            }
        }
    }

    fn unit_of_parameter(&self, expr: &Expr) -> Option<Unit> {
        let ExprKind::Member(base, name) = &expr.kind else { return None };
        let is_parameter = matches!(&base.kind, ExprKind::Name(root) if &**root == PARAMETERS);
        let known = &self.reader.ruleset.parameters;
        let known = known.iter().find(|known| is_parameter && known.name == name.text)?;
        Some(known.measure.clone())
    }
}

impl Side<'_> {
    /// Its value, as its unit is read, or else that of the other side.
    fn amount(&self, other: &Side<'_>, exact: bool) -> String {
        let unit = if self.unit.is_known() { &self.unit } else { &other.unit };
        match &self.value.data {
            Data::Number(number) if exact => formats::precise(*number),
            Data::Number(number) if unit.is_share() && !(self.is_part() && other.is_part()) => {
                formats::number(*number)
            }
            Data::Number(number) => amount(*number, unit),
            Data::Text(text) => quoted(text),
            _ => self.value.to_string(),
        }
    }

    /// Whether it is at most the whole of something, and so reads well as a percentage.
    fn is_part(&self) -> bool {
        self.value.as_number().is_none_or(|number| number.abs() <= Decimal::ONE)
    }

    /// Its value where it has neither name nor calculation; else nothing.
    fn bare(&self) -> String {
        match (&self.formula, self.figure, &self.name) {
            (None, None, None) => self.amount(self, false),
            _ => String::new(),
        }
    }

    /// Its value with its name or how it was calculated.
    fn said(&self, amount: &str) -> String {
        match (&self.formula, self.figure, &self.name) {
            (Some(formula), ..) => format!("{formula} = {amount}"),
            (None, Some(figure), _) => figure.replace("{}", amount),
            (None, None, Some(name)) => format!("{amount} ({name})"),
            (None, None, None) => amount.to_owned(),
        }
    }
}

/// A figure as its unit is read: a share as a percentage; what is less than one keeps four decimals.
fn amount(number: Decimal, unit: &Unit) -> String {
    if unit.is_share() {
        return formats::share(number);
    }
    if !unit.is_known() && number.abs() < Decimal::ONE {
        let rounded = number.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
        return formats::precise(rounded);
    }
    formats::by_unit(number, unit)
}

/// Whether the left operand of a sign needs no parentheses.
fn same_rank(sign: Arithmetic, left: &Expr) -> bool {
    let sums = |sign| matches!(sign, Arithmetic::Add | Arithmetic::Subtract);
    match left.kind {
        ExprKind::Arithmetic(Arithmetic::Power, ..) => false,
        ExprKind::Arithmetic(inner, ..) => sums(sign) || !sums(inner),
        _ => false,
    }
}

/// The sign of a comparison that holds, or of its opposite.
fn sign_of(sign: Comparison, truth: bool) -> &'static str {
    match (sign, truth) {
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => "=",
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => "≠",
        (Comparison::Less, true) | (Comparison::AtLeast, false) => "<",
        (Comparison::AtLeast, true) | (Comparison::Less, false) => "≥",
        (Comparison::Greater, true) | (Comparison::AtMost, false) => ">",
        (Comparison::AtMost, true) | (Comparison::Greater, false) => "≤",
    }
}
