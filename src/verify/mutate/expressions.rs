//! Mutants of an expression: each differs from it in one place, as a slip of the pen would.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{
    Argument, Arithmetic, Callee, Comparison, Expr, ExprKind, Logic, Name, Quantifier, RangeExpr,
    Temporal, Test,
};
use crate::rules::POSITION;
use crate::source::Span;

use super::known::{Known, Law, Way};

/// An expression with one change.
pub(super) struct Variant {
    /// The whole expression, changed.
    pub expr: Expr,
    /// What was changed, in the original.
    pub span: Span,
    /// That part as it is, and with the slip.
    pub part: (String, String),
}

/// The slips of an expression.
#[derive(Default)]
pub(super) struct Variants {
    /// Those that may come out otherwise, in the order of the text.
    pub made: Vec<Variant>,
    /// Those that are proven to come out as the expression does, each by its laws.
    pub proven: Vec<BTreeSet<Law>>,
}

/// Every mutant of an expression, in the order of its text.
pub(super) fn variants(whole: &Expr, known: &Known<'_>) -> Variants {
    let counted = counted(whole);
    let bare = bare_conditions(whole, known);
    changed(whole, |expr| {
        let opposite = (bare.contains(&expr.span) && is_bare(expr)).then(|| negated(expr));
        let sign = counted.iter().find(|(span, _)| *span == expr.span).map(|(_, sign)| *sign);
        let mut slips = match (&expr.kind, sign) {
            (ExprKind::Number(number), Some(sign)) => {
                sure(off_by_one(sign, *number).into_iter().map(ExprKind::Number))
            }
            (ExprKind::Compare(sign, left, right), _) => {
                swapped(*sign, [left, right], known, |sign| {
                    ExprKind::Compare(sign, left.clone(), right.clone())
                })
            }
            (ExprKind::In(value, tests), _) => match &tests[..] {
                [Test::Compare(sign, end)] => swapped(*sign, [value, end], known, |sign| {
                    ExprKind::In(value.clone(), vec![Test::Compare(sign, end.clone())])
                }),
                [_] => Vec::new(),
                tests => sure(without_one(tests).map(|tests| ExprKind::In(value.clone(), tests))),
            },
            _ => sure(slips(expr)),
        };
        slips.extend(sure(opposite));
        slips
    })
}

/// The conditions that an expression comes to, itself or the branches of an `if`, and which are a field or a
/// call: no slip of theirs says the opposite.
fn bare_conditions(whole: &Expr, known: &Known<'_>) -> Vec<Span> {
    match &whole.kind {
        ExprKind::If(_, then, otherwise) => {
            let branches = [then, otherwise].into_iter();
            branches.flat_map(|branch| bare_conditions(branch, known)).collect()
        }
        _ if is_bare(whole) && known.is_truth(whole) => vec![whole.span],
        _ => Vec::new(),
    }
}

/// Whether an expression is a field, a call or a test, and neither compares nor denies.
fn is_bare(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Member(..) | ExprKind::Filter(..) => true,
        ExprKind::Between(..) | ExprKind::InstanceOf(..) => true,
        ExprKind::In(_, tests) => !matches!(&tests[..], [Test::Compare(..)]),
        ExprKind::Call(callee, _) => match &**callee {
            Callee::Named(name) => &*name.text != NOT,
            Callee::Computed(_) => true,
        },
        _ => false,
    }
}

/// `not(…)`.
fn negated(expr: &Expr) -> ExprKind {
    let name = Name { text: Arc::from(NOT), span: expr.span };
    let argument = Argument { name: None, value: expr.clone() };
    ExprKind::Call(Box::new(Callee::Named(name)), vec![argument])
}

/// The function that denies.
const NOT: &str = "not";

/// The numbers that counts are compared with, each with its comparison as seen from the count.
fn counted(whole: &Expr) -> Vec<(Span, Comparison)> {
    let mut counted = Vec::new();
    whole.walk(&mut |expr| {
        let ExprKind::Compare(sign, left, right) = &expr.kind else { return };
        if is_count(left) {
            counted.push((right.span, *sign));
        } else if is_count(right) {
            counted.push((left.span, mirrored(*sign)));
        }
    });
    counted
}

/// Whether an expression is the size of a list, or a sum of sizes: whole and never negative.
fn is_count(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Call(callee, _) => {
            matches!(&**callee, Callee::Named(name) if &*name.text == "count")
        }
        ExprKind::Arithmetic(Arithmetic::Add, left, right) => is_count(left) && is_count(right),
        _ => false,
    }
}

/// The numbers next to one that a count is compared with, save those that say what the comparison
/// with its boundary moved says already (`> 1` and `>= 2`), and what no count can be.
fn off_by_one(sign: Comparison, number: Decimal) -> Vec<Decimal> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    let [more, less] = aside(number);
    let told = match sign {
        Greater | AtMost => vec![more],
        Less | AtLeast => vec![less],
        Equal | NotEqual => vec![more, less],
    };
    told.into_iter().filter(|number| !number.is_sign_negative()).collect()
}

/// A comparison read from its other side.
fn mirrored(sign: Comparison) -> Comparison {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    match sign {
        Less => Greater,
        AtMost => AtLeast,
        Greater => Less,
        AtLeast => AtMost,
        Equal => Equal,
        NotEqual => NotEqual,
    }
}

/// The mutants of an expression that move a threshold: an end of a comparison or of a range.
pub(super) fn thresholds(whole: &Expr, _: &Known<'_>) -> Variants {
    let mut compared: Vec<Span> = Vec::new();
    whole.walk(&mut |expr| match &expr.kind {
        ExprKind::Compare(sign, left, right) => {
            let ordered = end_moved(*sign).is_some();
            let place = [left, right].iter().any(|side| is_place(side));
            compared.extend([left.span, right.span].iter().filter(|_| ordered && !place));
        }
        ExprKind::Between(_, low, high) => compared.extend([low.span, high.span]),
        ExprKind::Range(range) => {
            compared.extend(range.low.iter().chain(&range.high).map(|end| end.span));
        }
        ExprKind::In(_, tests) => compared.extend(tests.iter().filter_map(|test| match test {
            Test::Compare(_, end) => Some(end.span),
            Test::Value(_) => None,
        })),
        _ => {}
    });
    changed(whole, |expr| match &expr.kind {
        ExprKind::Number(_) if compared.contains(&expr.span) => sure(slips(expr)),
        ExprKind::Compare(sign, left, right) => {
            let other = end_moved(*sign).filter(|_| !is_place(left) && !is_place(right));
            let compare = |sign| ExprKind::Compare(sign, left.clone(), right.clone());
            sure(other.map(compare))
        }
        ExprKind::Range(_) => sure(slips(expr)),
        _ => Vec::new(),
    })
}

/// Whether this is the position of the element that a rule runs on, which is counted and not measured.
fn is_place(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if **name == *POSITION)
}

/// The comparison that lets its end in, or keeps it out.
fn end_moved(sign: Comparison) -> Option<Comparison> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    match sign {
        Less => Some(AtMost),
        AtMost => Some(Less),
        Greater => Some(AtLeast),
        AtLeast => Some(Greater),
        Equal | NotEqual => None,
    }
}

fn changed(whole: &Expr, slips: impl Fn(&Expr) -> Vec<Slip>) -> Variants {
    let mut position = 0;
    let mut found = Variants::default();
    whole.walk(&mut |expr| {
        for slip in slips(expr) {
            match slip {
                Slip::Made(kind) => {
                    let other = Expr::new(*kind, expr.span);
                    let part = (expr.to_string(), other.to_string());
                    let changed = whole.replaced(position, other);
                    found.made.push(Variant { expr: changed, span: expr.span, part });
                }
                Slip::Proven(laws) => found.proven.push(laws),
            }
        }
        position += 1;
    });
    found
}

/// What a slip comes to.
enum Slip {
    /// Something that may come out otherwise.
    Made(Box<ExprKind>),
    /// The same, by these laws.
    Proven(BTreeSet<Law>),
}

fn sure(kinds: impl IntoIterator<Item = ExprKind>) -> Vec<Slip> {
    kinds.into_iter().map(|kind| Slip::Made(Box::new(kind))).collect()
}

/// Every way in which one thing may stand to another that has an order.
const WAYS: [Way; 3] = [Way::Less, Way::Equal, Way::More];

/// Which ways each sign admits.
const SIGNS: [(Comparison, [bool; 3]); 6] = [
    (Comparison::Less, [true, false, false]),
    (Comparison::AtMost, [true, true, false]),
    (Comparison::Equal, [false, true, false]),
    (Comparison::NotEqual, [true, false, true]),
    (Comparison::AtLeast, [false, true, true]),
    (Comparison::Greater, [false, false, true]),
];

/// A comparison by every sign that admits one way more, or one less, and by its opposite.
///
/// What has no order, or one that nobody has in mind (texts), is only ever equal or not.
fn swapped(
    sign: Comparison,
    [left, right]: [&Expr; 2],
    known: &Known<'_>,
    compare: impl Fn(Comparison) -> ExprKind,
) -> Vec<Slip> {
    let sign_of = |ways: [bool; 3]| SIGNS.iter().find(|(_, own)| *own == ways).map(|(one, _)| *one);
    let Some((_, own)) = SIGNS.iter().find(|(one, _)| *one == sign) else { return Vec::new() };
    let absent = [left, right].iter().any(|side| matches!(side.kind, ExprKind::Null));
    let measured = !absent && [left, right].iter().any(|side| known.is_measured(side));
    let mut slips = Vec::new();
    for (at, way) in WAYS.into_iter().enumerate() {
        let mut ways = *own;
        ways[at] = !ways[at];
        let Some(other) = sign_of(ways) else { continue };
        if is_equality(sign) != is_equality(other) && !measured {
            continue;
        }
        slips.push(match known.never(way, left, right) {
            Some(laws) => Slip::Proven(laws),
            None => Slip::Made(Box::new(compare(other))),
        });
    }
    slips.extend(
        sign_of(own.map(|admitted| !admitted)).map(|other| Slip::Made(Box::new(compare(other)))),
    );
    slips
}

fn is_equality(sign: Comparison) -> bool {
    matches!(sign, Comparison::Equal | Comparison::NotEqual)
}

/// What could stand in the place of an expression by a slip, other than of a comparison.
fn slips(expr: &Expr) -> Vec<ExprKind> {
    use ExprKind::{Filter, If, List, Logic as Logical, Quantified, Range};
    match &expr.kind {
        ExprKind::Number(number) => aside(*number).map(ExprKind::Number).to_vec(),
        ExprKind::Bool(truth) => vec![ExprKind::Bool(!truth)],
        ExprKind::At(moment) => {
            moments(moment).map(|moment| ExprKind::At(Arc::new(moment))).collect()
        }
        ExprKind::Arithmetic(sign, left, right) => {
            let swapped = opposite(*sign);
            swapped
                .map(|sign| ExprKind::Arithmetic(sign, left.clone(), right.clone()))
                .into_iter()
                .collect()
        }
        Logical(operator, left, right) => {
            let other = if *operator == Logic::And { Logic::Or } else { Logic::And };
            let swapped = Logical(other, left.clone(), right.clone());
            vec![swapped, left.kind.clone(), right.kind.clone()]
        }
        Quantified(quantifier, bindings, body) => {
            let other = match quantifier {
                Quantifier::Some => Quantifier::Every,
                Quantifier::Every => Quantifier::Some,
            };
            vec![Quantified(other, bindings.clone(), body.clone())]
        }
        If(condition, then, otherwise) => {
            vec![If(condition.clone(), otherwise.clone(), then.clone())]
        }
        Filter(base, condition) if !is_position(condition) => vec![base.kind.clone()],
        Range(range) => ends(range).into_iter().map(|range| Range(Box::new(range))).collect(),
        List(items) if items.len() > 1 => without_one(items).map(List).collect(),
        ExprKind::Negate(operand) => vec![operand.kind.clone()],
        ExprKind::Call(callee, arguments) => calls(callee, arguments),
        _ => Vec::new(),
    }
}

/// A number one unit of its last place more, and less.
fn aside(number: Decimal) -> [Decimal; 2] {
    let step = Decimal::new(1, number.scale());
    [number.checked_add(step), number.checked_sub(step)].map(|moved| moved.unwrap_or_default())
}

/// A date one day aside, a time one second, a duration one of the smallest unit that it has.
fn moments(moment: &Temporal) -> impl Iterator<Item = Temporal> {
    let unit = match moment {
        Temporal::Date(_) => Temporal::Days(UNITS[0]),
        Temporal::Time(_) | Temporal::DateTime(_) => Temporal::Days(UNITS[3]),
        Temporal::Months(_) => Temporal::Months(1),
        Temporal::Days(length) => {
            Temporal::Days(UNITS.into_iter().find(|unit| length % unit == 0).unwrap_or(1))
        }
    };
    [moment.plus(&unit), moment.minus(&unit)].into_iter().flatten()
}

/// A day, an hour, a minute and a second, in nanoseconds.
const UNITS: [i128; 4] = [86_400_000_000_000, 3_600_000_000_000, 60_000_000_000, 1_000_000_000];

fn opposite(sign: Arithmetic) -> Option<Arithmetic> {
    match sign {
        Arithmetic::Add => Some(Arithmetic::Subtract),
        Arithmetic::Subtract => Some(Arithmetic::Add),
        Arithmetic::Multiply => Some(Arithmetic::Divide),
        Arithmetic::Divide => Some(Arithmetic::Multiply),
        Arithmetic::Power => None,
    }
}

/// Whether a filter chooses by position.
fn is_position(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Number(_) => true,
        ExprKind::Negate(operand) => is_position(operand),
        _ => false,
    }
}

/// A range with one end let in or kept out.
fn ends(range: &RangeExpr) -> Vec<RangeExpr> {
    let mut made = Vec::new();
    if range.low.is_some() {
        made.push(RangeExpr { low_included: !range.low_included, ..range.clone() });
    }
    if range.high.is_some() {
        made.push(RangeExpr { high_included: !range.high_included, ..range.clone() });
    }
    made
}

/// The lists that lack one of some things.
fn without_one<T: Clone>(things: &[T]) -> impl Iterator<Item = Vec<T>> {
    (0..things.len()).map(|gone| {
        let kept = things.iter().enumerate().filter(|(at, _)| *at != gone);
        kept.map(|(_, thing)| thing.clone()).collect()
    })
}

/// Functions that are mistaken for each other.
const PAIRS: [(&str, &str); 4] =
    [("min", "max"), ("floor", "ceiling"), ("all", "any"), ("starts with", "ends with")];

fn calls(callee: &Callee, arguments: &[Argument]) -> Vec<ExprKind> {
    let Callee::Named(name) = callee else { return Vec::new() };
    if &*name.text == NOT {
        return arguments.first().map(|argument| argument.value.kind.clone()).into_iter().collect();
    }
    let partner = PAIRS.iter().find_map(|(one, other)| match &*name.text {
        text if text == *one => Some(*other),
        text if text == *other => Some(*one),
        _ => None,
    });
    let swapped = partner.map(|partner| {
        let mut name = name.clone();
        name.text = Arc::from(partner);
        ExprKind::Call(Box::new(Callee::Named(name)), arguments.to_vec())
    });
    swapped.into_iter().chain(other_moments(name, arguments)).collect()
}

/// Functions that read a date, a time or a duration out of a text.
const MOMENTS: [&str; 4] = ["date", "time", "date and time", "duration"];

/// The calls that read another moment out of a text that is written out.
fn other_moments(name: &Name, arguments: &[Argument]) -> Vec<ExprKind> {
    let [Argument { name: parameter, value }] = arguments else { return Vec::new() };
    let ExprKind::Text(text) = &value.kind else { return Vec::new() };
    if !MOMENTS.contains(&&*name.text) {
        return Vec::new();
    }
    let call = |moment: Temporal| {
        let text = ExprKind::Text(Arc::from(moment.to_string()));
        let argument = Argument { name: parameter.clone(), value: Expr::new(text, value.span) };
        ExprKind::Call(Box::new(Callee::Named(name.clone())), vec![argument])
    };
    Temporal::parse(text).iter().flat_map(moments).map(call).collect()
}
