//! Comparisons with their figures: `442 producidas < 517 beneficiarias`.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::feel::{
    Arithmetic, Callee, Comparison, Data, Expr, ExprKind, StepNode, Type, Value, formats,
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
    unit: Option<String>,
    /// `{} producidas`.
    figure: Option<&'s str>,
    name: Option<String>,
    formula: Option<String>,
}

impl<'b, 'r> Brief<'b, '_, 'r> {
    /// A comparison of figures or texts with their values; none of anything else.
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
                    let joint = if truth { "coincide con" } else { "no coincide con" };
                    (joint, &stated.value, &computed.value)
                }
                _ => return None,
            },
            _ => return None,
        };
        let left = self.side(speaker, left, node)?;
        let right = self.side(speaker, right, node)?;
        let (mut a, mut b) = (left.amount(&right, false), right.amount(&left, false));
        if a == b && !truth {
            (a, b) = (left.amount(&right, true), right.amount(&left, true));
        }
        Some(format!("{} {joint} {}", left.said(&a), right.said(&b)))
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
            return Some(Side { value, unit: None, figure: None, name: None, formula: None });
        }
        let step = child(node, expr.span)?;
        let value = step.step().value.clone();
        if !matches!(value.data, Data::Number(_) | Data::Text(_)) {
            return None;
        }
        if let ExprKind::Name(name) = &expr.kind
            && let Some((index, part)) = self.definition(name)
            && !super::is_alias(&self.rule.definitions[index].1.expr)
        {
            let definition = &self.rule.definitions[index].1;
            let unit = match &definition.of {
                Type::Number { unit } => unit.as_ref().map(|unit| unit.to_string()),
                _ => None,
            };
            let formula = part.evidence.root().and_then(|root| formula(&definition.expr, root));
            let name = Some(speaker.thing(expr).noun.text);
            return Some(Side { value, unit, figure: None, name, formula });
        }
        let thing = speaker.thing(expr);
        let unit = thing.unit().map(str::to_owned).or_else(|| speaker.unit_of_parameter(expr));
        let is_read = expr.is_path();
        let name = is_read.then(|| thing.noun.bare().to_owned());
        let formula = formula(expr, step);
        let name = name.or_else(|| formula.is_none().then(|| thing.noun.bare().to_owned()));
        Some(Side { value, unit, figure: thing.figure, name, formula })
    }
}

impl Speaker<'_, '_> {
    fn unit_of_parameter(&self, expr: &Expr) -> Option<String> {
        let ExprKind::Member(base, name) = &expr.kind else { return None };
        let is_parameter = matches!(&base.kind, ExprKind::Name(root) if &**root == PARAMETERS);
        let known = &self.reader.ruleset.parameters;
        let known = known.iter().find(|known| is_parameter && known.name == name.text)?;
        known.unit.clone()
    }
}

impl Side<'_> {
    /// Its value, as its unit is read, or else that of the other side.
    fn amount(&self, other: &Side<'_>, exact: bool) -> String {
        let unit = self.unit.as_deref().or(other.unit.as_deref());
        match &self.value.data {
            Data::Number(number) if exact => formats::precise(*number),
            Data::Number(number) => amount(*number, unit),
            Data::Text(text) => quoted(text),
            _ => self.value.to_string(),
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

/// A figure with as many decimals as tell it; a share keeps four.
fn amount(number: Decimal, unit: Option<&str>) -> String {
    if unit.is_none_or(|unit| unit == "proporción" || unit == "proporcion")
        && number.abs() < Decimal::ONE
    {
        let rounded = number.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
        return formats::precise(rounded);
    }
    formats::by_unit(number, unit)
}

/// `310.000 / 517`; none of what is no arithmetic, or too long to be looked at.
fn formula(expr: &Expr, node: StepNode<'_>) -> Option<String> {
    let ExprKind::Arithmetic(sign, left, right) = &expr.kind else { return None };
    let sign = match sign {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "−",
        Arithmetic::Multiply => "×",
        Arithmetic::Divide => "/",
        Arithmetic::Power => "^",
    };
    let text = format!("{} {sign} {}", operand(left, node)?, operand(right, node)?);
    (text.chars().count() <= FORMULA).then_some(text)
}

fn operand(expr: &Expr, node: StepNode<'_>) -> Option<String> {
    if let ExprKind::Number(number) = &expr.kind {
        return Some(formats::precise(*number));
    }
    let step = child(node, expr.span)?;
    match formula(expr, step) {
        Some(inner) => Some(format!("({inner})")),
        None => step.step().value.as_number().map(formats::precise),
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
