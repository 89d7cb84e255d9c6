//! The units of a rule set: which words its schema and parameters may count in, and the role of each.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{Calendar, Operand, Quantity, Unit, quotient};
use crate::finding::{Finding, Wording, nearest};
use crate::schema::Shape;
use crate::source::{Place, Span};

use super::reader::{Complaints, Reader, did_you_mean};

/// The units that a rule set declares.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// By each of their spellings, of many and of one.
    named: Vec<(Arc<str>, Unit)>,
}

/// What a unit is for, as rule sets call it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Quantity,
    Money,
    Share,
    Percent,
    Points,
    Date,
    Position,
    Unknown,
}

const ROLES: [(&str, Role); 8] = [
    ("cantidad", Role::Quantity),
    ("dinero", Role::Money),
    ("proporcion", Role::Share),
    ("porcentaje", Role::Percent),
    ("puntos", Role::Points),
    ("fecha", Role::Date),
    ("posicion", Role::Position),
    ("por saber", Role::Unknown),
];

/// A unit as written.
struct Row<'r> {
    reader: &'r Reader<'r>,
    name: Arc<str>,
    one: Arc<str>,
    role: Role,
    span: Option<Arc<str>>,
    since: Decimal,
}

/// Reads the section `unidades`.
pub(super) fn read(reader: &Reader<'_>, complaints: &Complaints) -> Units {
    let readers = reader.maps("unidades");
    let rows: Vec<Row<'_>> = readers.iter().map(row).collect();
    let spans: Vec<&Arc<str>> = rows.iter().filter_map(|row| row.span.as_ref()).collect();
    let mut units = Units::default();
    let mut dates: Vec<&Row<'_>> = Vec::new();
    for row in &rows {
        match row.role {
            Role::Date => dates.push(row),
            _ => units.declare(row, unit(row, spans.contains(&&row.name))),
        }
    }
    for row in dates {
        let span = row.span.as_ref().and_then(|span| units.quantity(span));
        match span {
            Some(span) => {
                let date = Calendar { name: Arc::clone(&row.name), span, since: row.since };
                units.declare(row, Unit::Date(Arc::new(date)));
            }
            None => {
                let (name, at) = (&row.name, row.reader.span());
                complaints.say(
                    at,
                    format!("falta decir en qué unidad está la resta de dos `{name}`"),
                    format!("the unit of the difference of two `{name}` is missing"),
                );
            }
        }
    }
    units
}

fn row<'r>(reader: &'r Reader<'r>) -> Row<'r> {
    let name = reader.required_text("nombre");
    let one = reader.text("singular").unwrap_or_else(|| name.clone());
    let role = match reader.node("papel") {
        Some(_) => reader.choice("papel", &ROLES),
        None => Role::Quantity,
    };
    let span = reader.text("diferencia").map(Arc::from);
    let since = reader.optional_number("desde").unwrap_or(Decimal::MAX);
    reader.finish();
    Row { reader, name: Arc::from(name), one: Arc::from(one), role, span, since }
}

fn unit(row: &Row<'_>, span: bool) -> Unit {
    match row.role {
        Role::Quantity | Role::Money => Unit::of(Arc::new(Quantity {
            many: Arc::clone(&row.name),
            one: Arc::clone(&row.one),
            money: row.role == Role::Money,
            span,
        })),
        Role::Share => Unit::share(),
        Role::Percent => Unit::percent(),
        Role::Points => Unit::Points,
        Role::Position => Unit::Position,
        Role::Date | Role::Unknown => Unit::Unknown,
    }
}

impl Units {
    fn declare(&mut self, row: &Row<'_>, unit: Unit) {
        self.named.push((Arc::clone(&row.name), unit.clone()));
        self.named.push((Arc::clone(&row.one), unit));
    }

    fn quantity(&self, name: &str) -> Option<Arc<Quantity>> {
        self.get(name).ok().and_then(|unit| unit.quantity().cloned())
    }

    fn get<'n>(&self, name: &'n str) -> Result<&Unit, &'n str> {
        let found = self.named.iter().find(|(known, _)| **known == *name);
        found.map(|(_, unit)| unit).ok_or(name)
    }

    /// The unit that a text spells, `a` or `a/b`; the error is the name that is not declared.
    pub fn parse<'t>(&self, text: &'t str) -> Result<Unit, &'t str> {
        let mut parts = text.split('/').map(|name| self.get(name.trim()));
        let first = parts.next().unwrap_or(Err(text))?.clone();
        parts.try_fold(first, |above, below| {
            let operand = |unit| Operand { unit, literal: None };
            Ok(quotient(operand(&above), operand(below?)))
        })
    }

    /// The finding about a unit that is not declared, suggesting the nearest.
    pub(super) fn undeclared(&self, name: &str, of: &str, place: Place) -> Finding {
        let message = Wording::both(
            format!("`{of}` se cuenta en `{name}`, que no está entre las unidades del conjunto"),
            format!("`{of}` counts in `{name}`, which is not among the units of the rule set"),
        );
        let finding = Finding::error("rules/unit", message).at(place);
        match nearest(name, self.named.iter().map(|(known, _)| &**known)) {
            Some(known) => finding.helped_by(did_you_mean(known)),
            None => finding.helped_by(Wording::both(
                "declárela en `unidades`, en `ruleset.yaml`",
                "declare it in `unidades`, in `ruleset.yaml`",
            )),
        }
    }

    /// Findings about fields of the form that count in a unit that is not declared.
    pub(super) fn undeclared_in(&self, shape: &Shape, place: &Place) -> Vec<Finding> {
        let fields = shape.fields().into_iter();
        let wrong = fields.filter_map(|(path, member)| {
            let unit = unit_text(&member.shape)?;
            let name = self.parse(unit).err()?;
            Some(self.undeclared(name, &path.to_string(), place.clone()))
        });
        wrong.collect()
    }
}

/// The unit that a number, or a list of numbers, is said to count in.
fn unit_text(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Number { unit, .. } => unit.as_deref(),
        Shape::List(item, _) => unit_text(item),
        _ => None,
    }
}

/// Where the units are declared, for findings about the schema.
pub(super) fn place(reader: &Reader<'_>) -> Option<Span> {
    reader.node("unidades").map(|(_, span)| span)
}
