//! A tree back to text: parsing it gives the same tree.
//!
//! Takes an expression; gives its canonical spelling, with no more parentheses than it needs.

use std::fmt;

use super::ast::*;
use super::instance::WrittenType;
use super::lexer;

/// How strongly an expression holds together; what is weaker than its place stands in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Whole,
    Or,
    And,
    Compare,
    Add,
    Multiply,
    Power,
    Prefix,
    Primary,
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Null => f.write_str("null"),
            ExprKind::Bool(truth) => write!(f, "{truth}"),
            ExprKind::Number(number) => write!(f, "{number}"),
            ExprKind::Text(text) => quoted(f, text),
            ExprKind::At(temporal) => write!(f, "@\"{temporal}\""),
            ExprKind::Name(name) => f.write_str(name),
            ExprKind::Member(base, name) => write!(f, "{}.{}", primary(base), name.text),
            ExprKind::Filter(base, filter) => write!(f, "{}[{filter}]", primary(base)),
            ExprKind::List(items) => write!(f, "[{}]", Separated(items)),
            ExprKind::Context(entries) => context(f, entries),
            ExprKind::Range(range) => self::range(f, range),
            ExprKind::Unary(sign, operand) => {
                write!(f, "({} {})", sign.sign(), at(operand, Strength::Add))
            }
            ExprKind::Negate(operand) => write!(f, "-{}", at(operand, Strength::Prefix)),
            ExprKind::Arithmetic(sign, left, right) => {
                let strength = arithmetic(*sign);
                binary(f, left, sign.sign(), right, strength)
            }
            ExprKind::Compare(sign, left, right) => {
                binary(f, left, sign.sign(), right, Strength::Compare)
            }
            ExprKind::Logic(Logic::And, left, right) => {
                binary(f, left, "and", right, Strength::And)
            }
            ExprKind::Logic(Logic::Or, left, right) => binary(f, left, "or", right, Strength::Or),
            ExprKind::Between(value, low, high) => {
                let (value, low) = (at(value, Strength::Compare), at(low, Strength::Add));
                write!(f, "{value} between {low} and {}", at(high, Strength::Add))
            }
            ExprKind::In(value, tests) => membership(f, value, tests),
            ExprKind::If(condition, then, otherwise) => {
                write!(f, "if {condition} then {then} else {otherwise}")
            }
            ExprKind::For(bindings, body) => write!(f, "for {} return {body}", Separated(bindings)),
            ExprKind::Quantified(quantifier, bindings, body) => {
                let word = match quantifier {
                    Quantifier::Some => "some",
                    Quantifier::Every => "every",
                };
                write!(f, "{word} {} satisfies {body}", Separated(bindings))
            }
            ExprKind::InstanceOf(value, of) => {
                write!(f, "{} instance of {}", primary(value), of.text)
            }
            ExprKind::Call(callee, arguments) => match &**callee {
                Callee::Named(name) => write!(f, "{}({})", name.text, Separated(arguments)),
                Callee::Computed(callee) if matches!(callee.kind, ExprKind::Name(_)) => {
                    write!(f, "({callee})({})", Separated(arguments))
                }
                Callee::Computed(callee) => {
                    write!(f, "{}({})", primary(callee), Separated(arguments))
                }
            },
            ExprKind::Function(function) => self::function(f, function),
            ExprKind::Error => f.write_str("?"),
        }
    }
}

fn arithmetic(sign: Arithmetic) -> Strength {
    match sign {
        Arithmetic::Add | Arithmetic::Subtract => Strength::Add,
        Arithmetic::Multiply | Arithmetic::Divide => Strength::Multiply,
        Arithmetic::Power => Strength::Power,
    }
}

fn strength(expr: &Expr) -> Strength {
    match &expr.kind {
        ExprKind::If(..)
        | ExprKind::For(..)
        | ExprKind::Quantified(..)
        | ExprKind::Function(_)
        // The words of a type go on as far as they can.
        | ExprKind::InstanceOf(..) => Strength::Whole,
        ExprKind::Logic(Logic::Or, ..) => Strength::Or,
        ExprKind::Logic(Logic::And, ..) => Strength::And,
        ExprKind::Compare(..) | ExprKind::Between(..) | ExprKind::In(..) => Strength::Compare,
        ExprKind::Arithmetic(sign, ..) => arithmetic(*sign),
        ExprKind::Negate(_) => Strength::Prefix,
        _ => Strength::Primary,
    }
}

/// An expression in a place that takes at least some strength.
struct At<'e> {
    expr: &'e Expr,
    least: Strength,
}

fn at(expr: &Expr, least: Strength) -> At<'_> {
    At { expr, least }
}

fn primary(expr: &Expr) -> At<'_> {
    at(expr, Strength::Primary)
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match strength(self.expr) < self.least {
            true => write!(f, "({})", self.expr),
            false => write!(f, "{}", self.expr),
        }
    }
}

/// Operators of one strength are read from the left.
fn binary(
    f: &mut fmt::Formatter<'_>,
    left: &Expr,
    sign: &str,
    right: &Expr,
    own: Strength,
) -> fmt::Result {
    let above = match own {
        Strength::Whole | Strength::Or => Strength::And,
        Strength::And => Strength::Compare,
        Strength::Compare => Strength::Add,
        Strength::Add => Strength::Multiply,
        Strength::Multiply => Strength::Power,
        Strength::Power | Strength::Prefix | Strength::Primary => Strength::Prefix,
    };
    write!(f, "{} {sign} {}", at(left, own), at(right, above))
}

/// A single test needs no parentheses of its own, save where it begins with one that is not a range's.
fn membership(f: &mut fmt::Formatter<'_>, value: &Expr, tests: &[Test]) -> fmt::Result {
    let value = at(value, Strength::Compare);
    if let [Test::Value(test)] = tests {
        let printed = test.to_string();
        let is_range = matches!(test.kind, ExprKind::Range(_));
        if strength(test) >= Strength::Add && (is_range || !printed.starts_with('(')) {
            return write!(f, "{value} in {printed}");
        }
    }
    write!(f, "{value} in ({})", Separated(tests))
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Compare(sign, operand) => {
                write!(f, "{} {}", sign.sign(), at(operand, Strength::Add))
            }
            Test::Value(expr) => write!(f, "{expr}"),
        }
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.name.text, self.list)?;
        match &self.until {
            Some(until) => write!(f, "..{until}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{}: ", name.text)?;
        }
        write!(f, "{}", self.value)
    }
}

struct Separated<'e, T>(&'e [T]);

impl<T: fmt::Display> fmt::Display for Separated<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            write!(f, "{}{item}", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

fn context(f: &mut fmt::Formatter<'_>, entries: &[(Name, Expr)]) -> fmt::Result {
    f.write_str("{")?;
    for (index, (name, value)) in entries.iter().enumerate() {
        f.write_str(if index > 0 { ", " } else { "" })?;
        let plain = name.text.starts_with(lexer::starts_name)
            && name.text.chars().all(lexer::continues_name);
        match plain {
            true => f.write_str(&name.text)?,
            false => quoted(f, &name.text)?,
        }
        write!(f, ": {value}")?;
    }
    f.write_str("}")
}

fn range(f: &mut fmt::Formatter<'_>, range: &RangeExpr) -> fmt::Result {
    f.write_str(if range.low_included { "[" } else { "(" })?;
    range.low.iter().try_for_each(|low| write!(f, "{low}"))?;
    f.write_str("..")?;
    range.high.iter().try_for_each(|high| write!(f, "{high}"))?;
    f.write_str(if range.high_included { "]" } else { ")" })
}

fn function(f: &mut fmt::Formatter<'_>, function: &FunctionExpr) -> fmt::Result {
    f.write_str("function(")?;
    for (index, name) in function.parameters.iter().enumerate() {
        write!(f, "{}{}", if index > 0 { ", " } else { "" }, name.text)?;
        if let Some(Some(of)) = function.types.get(index) {
            write!(f, ": {of}")?;
        }
    }
    write!(f, ") {}", function.body)
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            control if control.is_control() => write!(f, "\\u{:04X}", u32::from(control))?,
            plain => write!(f, "{plain}")?,
        }
    }
    f.write_str("\"")
}

impl fmt::Display for WrittenType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrittenType::Any => f.write_str("Any"),
            WrittenType::Null => f.write_str("Null"),
            WrittenType::Number => f.write_str("number"),
            WrittenType::Text => f.write_str("string"),
            WrittenType::Bool => f.write_str("boolean"),
            WrittenType::Temporal(kind) => f.write_str(kind.name()),
            WrittenType::List(None) => f.write_str("list"),
            WrittenType::List(Some(item)) => write!(f, "list<{item}>"),
            WrittenType::Range(None) => f.write_str("range"),
            WrittenType::Range(Some(end)) => write!(f, "range<{end}>"),
            WrittenType::Context(members) if members.is_empty() => f.write_str("context"),
            WrittenType::Context(members) => {
                f.write_str("context<")?;
                for (index, (name, of)) in members.iter().enumerate() {
                    write!(f, "{}{name}: {of}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str(">")
            }
            WrittenType::Function(None) => f.write_str("function"),
            WrittenType::Function(Some(signature)) => {
                write!(f, "function<{}>->{}", Separated(&signature.parameters), signature.result)
            }
        }
    }
}
