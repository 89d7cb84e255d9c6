//! Functions on ranges: making one from a text, and how points and ranges lie to each other.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::ast::{Expr, ExprKind};
use super::super::operators::{self, Fault};
use super::super::value::{CauseKind, Data, Range, Value};
use super::{Call, Function, Library, Parameter, Takes, Unknowns, bool_type, required};
use crate::feel::Type;

const POINT: Parameter = required("point", Takes::Point);
const POINT_1: Parameter = required("point1", Takes::Point);
const POINT_2: Parameter = required("point2", Takes::Point);
const RANGE: Parameter = required("range", Takes::Range);
const RANGE_1: Parameter = required("range1", Takes::Range);
const RANGE_2: Parameter = required("range2", Takes::Range);

/// A relation of two points or ranges; a point is the range from it to itself.
macro_rules! relation {
    ($name:literal, [$first:expr, $second:expr], $help:literal, $reading:literal, $example:literal, $holds:expr) => {
        Function {
            name: $name,
            parameters: &[$first, $second],
            variadic: false,
            returns: bool_type,
            unknowns: Unknowns::Shallow,
            help: $help,
            reading: $reading,
            example: ($example, "true"),
            run: |call| {
                let holds: fn(&Span, &Span) -> Option<bool> = $holds;
                let (a, b) = (span(call, 0, $first)?, span(call, 1, $second)?);
                holds(&a, &b).map(Value::from).ok_or(CauseKind::WrongType)
            },
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "range",
        parameters: &[required("from", Takes::Text)],
        variadic: false,
        returns: |_| Type::Range(Arc::default()),
        unknowns: Unknowns::Shallow,
        help: "El intervalo que un texto escribe.",
        reading: "el intervalo escrito en {from}",
        example: ("range(\"[1..10)\")", "[1..10)"),
        run: |call| range(&call.text(0)?),
    },
    relation!(
        "before",
        [POINT_1, POINT_2],
        "Si un valor va antes que otro.",
        "{point1} [no] [va|van] antes que {point2}",
        "before(1, 10)",
        before
    ),
    relation!(
        "before",
        [POINT, RANGE],
        "Si un valor va antes que un intervalo.",
        "{point} [no] [va|van] antes que {range}",
        "before(1, [2..5])",
        before
    ),
    relation!(
        "before",
        [RANGE, POINT],
        "Si un intervalo termina antes que un valor.",
        "{range} [no] [va|van] antes que {point}",
        "before([1..10), 10)",
        before
    ),
    relation!(
        "before",
        [RANGE_1, RANGE_2],
        "Si un intervalo termina antes que comience otro.",
        "{range1} [no] [va|van] antes que {range2}",
        "before([1..5], [6..9])",
        before
    ),
    relation!(
        "after",
        [POINT_1, POINT_2],
        "Si un valor va después que otro.",
        "{point1} [no] [va|van] después que {point2}",
        "after(10, 1)",
        |a, b| before(b, a)
    ),
    relation!(
        "after",
        [POINT, RANGE],
        "Si un valor va después que un intervalo.",
        "{point} [no] [va|van] después que {range}",
        "after(6, [2..5])",
        |a, b| before(b, a)
    ),
    relation!(
        "after",
        [RANGE, POINT],
        "Si un intervalo comienza después que un valor.",
        "{range} [no] [va|van] después que {point}",
        "after((1..10], 1)",
        |a, b| before(b, a)
    ),
    relation!(
        "after",
        [RANGE_1, RANGE_2],
        "Si un intervalo comienza después que termine otro.",
        "{range1} [no] [va|van] después que {range2}",
        "after([6..9], [1..5])",
        |a, b| before(b, a)
    ),
    relation!(
        "meets",
        [RANGE_1, RANGE_2],
        "Si un intervalo termina justo donde comienza otro.",
        "{range1} [no] [termina|terminan] justo donde comienza {range2}",
        "meets([1..5], [5..10])",
        meets
    ),
    relation!(
        "met by",
        [RANGE_1, RANGE_2],
        "Si un intervalo comienza justo donde termina otro.",
        "{range1} [no] [comienza|comienzan] justo donde termina {range2}",
        "met by([5..10], [1..5])",
        |a, b| meets(b, a)
    ),
    relation!(
        "overlaps",
        [RANGE_1, RANGE_2],
        "Si dos intervalos tienen algún valor en común.",
        "{range1} [no] [tiene|tienen] valores en común con {range2}",
        "overlaps([1..5], [3..8])",
        |a, b| Some(a.reaches(b)? && b.reaches(a)?)
    ),
    relation!(
        "overlaps before",
        [RANGE_1, RANGE_2],
        "Si un intervalo comienza antes que otro y termina dentro de él.",
        "{range1} [no] [comienza|comienzan] antes que {range2} para terminar dentro",
        "overlaps before([1..5], [3..8])",
        overlaps_before
    ),
    relation!(
        "overlaps after",
        [RANGE_1, RANGE_2],
        "Si un intervalo comienza dentro de otro y termina después.",
        "{range1} [no] [comienza|comienzan] dentro de {range2} para terminar después",
        "overlaps after([3..8], [1..5])",
        |a, b| overlaps_before(b, a)
    ),
    relation!(
        "finishes",
        [POINT, RANGE],
        "Si un valor es el último de un intervalo.",
        "{point} [no] [termina|terminan] junto con {range}",
        "finishes(10, [1..10])",
        finishes
    ),
    relation!(
        "finishes",
        [RANGE_1, RANGE_2],
        "Si un intervalo está en otro y termina con él.",
        "{range1} [no] [termina|terminan] junto con {range2}",
        "finishes([5..10], [1..10])",
        finishes
    ),
    relation!(
        "finished by",
        [RANGE, POINT],
        "Si un intervalo termina con un valor.",
        "{range} [no] [termina|terminan] con {point}",
        "finished by([1..10], 10)",
        |a, b| finishes(b, a)
    ),
    relation!(
        "finished by",
        [RANGE_1, RANGE_2],
        "Si un intervalo contiene otro que termina con él.",
        "{range1} [no] [termina|terminan] con {range2}",
        "finished by([1..10], [5..10])",
        |a, b| finishes(b, a)
    ),
    relation!(
        "includes",
        [RANGE, POINT],
        "Si un intervalo contiene un valor.",
        "{range} [no] [contiene|contienen] a {point}",
        "includes([1..10], 5)",
        includes
    ),
    relation!(
        "includes",
        [RANGE_1, RANGE_2],
        "Si un intervalo contiene otro.",
        "{range1} [no] [contiene|contienen] a {range2}",
        "includes([1..10], [4..6])",
        includes
    ),
    relation!(
        "during",
        [POINT, RANGE],
        "Si un valor está en un intervalo.",
        "{point} [no] [está|están] dentro de {range}",
        "during(5, [1..10])",
        |a, b| includes(b, a)
    ),
    relation!(
        "during",
        [RANGE_1, RANGE_2],
        "Si un intervalo está dentro de otro.",
        "{range1} [no] [está|están] dentro de {range2}",
        "during([4..6], [1..10])",
        |a, b| includes(b, a)
    ),
    relation!(
        "starts",
        [POINT, RANGE],
        "Si un valor es el primero de un intervalo.",
        "{point} [no] [comienza|comienzan] junto con {range}",
        "starts(1, [1..10])",
        starts
    ),
    relation!(
        "starts",
        [RANGE_1, RANGE_2],
        "Si un intervalo está en otro y comienza con él.",
        "{range1} [no] [comienza|comienzan] junto con {range2}",
        "starts([1..5], [1..10])",
        starts
    ),
    relation!(
        "started by",
        [RANGE, POINT],
        "Si un intervalo comienza con un valor.",
        "{range} [no] [comienza|comienzan] con {point}",
        "started by([1..10], 1)",
        |a, b| starts(b, a)
    ),
    relation!(
        "started by",
        [RANGE_1, RANGE_2],
        "Si un intervalo contiene otro que comienza con él.",
        "{range1} [no] [comienza|comienzan] con {range2}",
        "started by([1..10], [1..5])",
        |a, b| starts(b, a)
    ),
    relation!(
        "coincides",
        [POINT_1, POINT_2],
        "Si dos valores son el mismo.",
        "{point1} [no] [es|son] lo mismo que {point2}",
        "coincides(5, 5)",
        coincides
    ),
    relation!(
        "coincides",
        [RANGE_1, RANGE_2],
        "Si dos intervalos son el mismo.",
        "{range1} [no] [es|son] lo mismo que {range2}",
        "coincides([1..5], [1..5])",
        coincides
    ),
];

/// The ends of a range; one that is not there is open to infinity.
struct Span {
    low: Option<Value>,
    high: Option<Value>,
    low_included: bool,
    high_included: bool,
}

/// An argument as a range, where its parameter wants one, or as the range of one point.
fn span(call: &Call<'_, '_>, index: usize, parameter: Parameter) -> Result<Span, Fault> {
    let value = call.get(index).ok_or(CauseKind::WrongType)?;
    let wants_range = parameter.name.starts_with("range");
    let known = |end: &Option<Value>| end.clone().filter(|v| !matches!(v.data, Data::Null));
    match &value.data {
        Data::Range(range) if wants_range => Ok(Span {
            low: known(&range.low),
            high: known(&range.high),
            low_included: range.low_included,
            high_included: range.high_included,
        }),
        Data::Number(_) | Data::Text(_) | Data::Temporal(_) if !wants_range => Ok(Span {
            low: Some(value.clone()),
            high: Some(value.clone()),
            low_included: true,
            high_included: true,
        }),
        _ => Err(CauseKind::WrongType),
    }
}

impl Span {
    /// The order of the lower ends; an end that belongs to its range comes first.
    fn low_order(&self, other: &Span) -> Option<Ordering> {
        let order = match (&self.low, &other.low) {
            (Some(a), Some(b)) => operators::order(a, b)?,
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        Some(order.then(other.low_included.cmp(&self.low_included)))
    }

    /// The order of the upper ends; an end that belongs to its range comes last.
    fn high_order(&self, other: &Span) -> Option<Ordering> {
        let order = match (&self.high, &other.high) {
            (Some(a), Some(b)) => operators::order(a, b)?,
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        Some(order.then(self.high_included.cmp(&other.high_included)))
    }

    /// The order of this upper end to another's lower end, and whether both belong to their ranges.
    fn gap(&self, other: &Span) -> Option<(Ordering, bool)> {
        let touching = self.high_included && other.low_included;
        match (&self.high, &other.low) {
            (Some(high), Some(low)) => Some((operators::order(high, low)?, touching)),
            _ => Some((Ordering::Greater, touching)),
        }
    }

    /// Whether this range goes at least as far as where another begins.
    fn reaches(&self, other: &Span) -> Option<bool> {
        let (order, touching) = self.gap(other)?;
        Some(order.is_gt() || (order.is_eq() && touching))
    }
}

fn before(a: &Span, b: &Span) -> Option<bool> {
    let (order, touching) = a.gap(b)?;
    Some(order.is_lt() || (order.is_eq() && !touching))
}

fn meets(a: &Span, b: &Span) -> Option<bool> {
    let (order, touching) = a.gap(b)?;
    Some(order.is_eq() && touching)
}

fn overlaps_before(a: &Span, b: &Span) -> Option<bool> {
    Some(a.low_order(b)?.is_lt() && a.reaches(b)? && a.high_order(b)?.is_le())
}

fn finishes(a: &Span, b: &Span) -> Option<bool> {
    Some(a.high_order(b)?.is_eq() && a.low_order(b)?.is_ge())
}

fn starts(a: &Span, b: &Span) -> Option<bool> {
    Some(a.low_order(b)?.is_eq() && a.high_order(b)?.is_le())
}

fn includes(a: &Span, b: &Span) -> Option<bool> {
    Some(a.low_order(b)?.is_le() && a.high_order(b)?.is_ge())
}

fn coincides(a: &Span, b: &Span) -> Option<bool> {
    Some(a.low_order(b)?.is_eq() && a.high_order(b)?.is_eq())
}

/// A range whose ends are literals: numbers, texts, dates, times or durations.
fn range(text: &str) -> Result<Value, Fault> {
    let library = Library::standard();
    let parsed = super::super::parse(text, &library);
    let ExprKind::Range(written) = &parsed.expr.kind else { return Err(CauseKind::OutOfDomain) };
    let ends: Vec<&Expr> = written.low.iter().chain(&written.high).collect();
    if !parsed.diagnostics.is_empty() || ends.len() < 2 || !ends.iter().all(|end| literal(end)) {
        return Err(CauseKind::OutOfDomain);
    }
    let scope = super::super::Scope {
        library: &library,
        contexts: &[],
        failure: Default::default(),
        places: None,
    };
    let end = |expr: &Expr| super::super::evaluate(expr, text, &scope).0;
    let (low, high) = (end(ends[0]), end(ends[1]));
    match (&low.data, &high.data) {
        (Data::Null, Data::Null) => return Err(CauseKind::OutOfDomain),
        (Data::Null, _) | (_, Data::Null) => {}
        _ if operators::order(&low, &high).is_none_or(Ordering::is_gt) => {
            return Err(CauseKind::OutOfDomain);
        }
        _ => {}
    }
    let known = |end: Value| Some(end).filter(|end| !matches!(end.data, Data::Null));
    Ok(Value::new(Data::Range(Arc::new(Range {
        low: known(low),
        high: known(high),
        low_included: written.low_included,
        high_included: written.high_included,
        sign: None,
    }))))
}

/// Whether an end is written out: a literal, or a date, time or duration of a literal text.
fn literal(expr: &Expr) -> bool {
    use super::super::ast::Callee;
    const MAKERS: [&str; 4] = ["date", "time", "date and time", "duration"];
    match &expr.kind {
        ExprKind::Null | ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::At(_) => true,
        ExprKind::Negate(inner) => matches!(inner.kind, ExprKind::Number(_)),
        ExprKind::Call(callee, arguments) => {
            let maker = matches!(&**callee, Callee::Named(name) if MAKERS.contains(&&*name.text));
            let text = |expr: &Expr| matches!(expr.kind, ExprKind::Text(_));
            maker && arguments.len() == 1 && arguments.iter().all(|a| text(&a.value))
        }
        _ => false,
    }
}
