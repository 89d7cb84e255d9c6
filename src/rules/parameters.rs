//! Values that rules use, by year, each with its source.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::document::Document;
use crate::feel::Unit;
use crate::finding::Finding;
use crate::source::{Place, Span};

use super::reader::{Complaints, Reader};
use super::units::Units;

/// A named value that depends on the year of the process.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name in expressions, after `parametro.`.
    pub name: Arc<str>,
    /// What it is, for people.
    pub title: String,
    /// Its unit, for people.
    pub unit: Option<String>,
    /// What it counts; unknown where it has no unit.
    pub measure: Unit,
    /// Its values; no year has two.
    pub values: Vec<ParameterValue>,
    /// Where it is defined.
    pub place: Place,
}

/// The value of a parameter over some years.
#[derive(Debug, Clone)]
pub struct ParameterValue {
    /// First year.
    pub from: i32,
    /// Last year; open where none.
    pub until: Option<i32>,
    /// The value.
    pub value: Decimal,
    /// Where it comes from.
    pub basis: String,
}

impl Parameter {
    /// The value for a year; none outside all ranges, never the nearest.
    pub fn at(&self, year: i32) -> Option<&ParameterValue> {
        self.values.iter().find(|value| value.holds(year))
    }
}

impl ParameterValue {
    /// Its years, for people: `2024–2027`, or `2024–` where they have no end.
    pub fn years(&self) -> String {
        let until = self.until.map(|until| until.to_string());
        format!("{}–{}", self.from, until.unwrap_or_default())
    }

    /// Whether it is in force in a year.
    pub fn holds(&self, year: i32) -> bool {
        self.from <= year && self.until.is_none_or(|until| year <= until)
    }
}

/// Reads the parameters' file.
pub(super) fn read(document: &Document, units: &Units) -> (Vec<Parameter>, Vec<Finding>) {
    let complaints = Complaints::about(document);
    let mut parameters = Vec::new();
    for entry in document.root.entries() {
        let reader = Reader::new(&entry.node, entry.key_span, &complaints);
        let parameter = Parameter {
            name: Arc::from(entry.key.as_str()),
            title: reader.required_text("titulo"),
            unit: reader.text("unidad"),
            measure: measure(&entry.key, &reader, units, &complaints),
            values: values(&entry.key, &reader, &complaints),
            place: complaints.place(entry.key_span),
        };
        reader.finish();
        overlaps(&parameter, entry.key_span, &complaints);
        parameters.push(parameter);
    }
    (parameters, complaints.into_findings())
}

fn measure(name: &str, reader: &Reader<'_>, units: &Units, complaints: &Complaints) -> Unit {
    let Some(text) = reader.text("unidad") else { return Unit::Unknown };
    units.parse(&text).unwrap_or_else(|unknown| {
        let span = reader.node("unidad").map_or(reader.span(), |(node, _)| node.span);
        complaints.push(units.undeclared(unknown, name, complaints.place(span)));
        Unit::Unknown
    })
}

fn values(name: &str, reader: &Reader<'_>, complaints: &Complaints) -> Vec<ParameterValue> {
    let year = |number: Decimal| number.to_i32().unwrap_or(i32::MAX);
    let maps = reader.maps("valores");
    let values = maps.iter().filter_map(|value| {
        let read = ParameterValue {
            from: value.number("desde").map_or(i32::MAX, year),
            until: value.optional_number("hasta").map(year),
            value: value.number("valor")?,
            basis: value.required_text("fuente"),
        };
        value.finish();
        if let Some(until) = read.until.filter(|until| *until < read.from) {
            let span = value.node("hasta").map_or(value.span(), |(node, _)| node.span);
            complaints.say(
                span,
                format!(
                    "un valor de `{name}` termina en {until}, antes de empezar en {}",
                    read.from
                ),
                format!("a value of `{name}` ends in {until}, before it begins in {}", read.from),
            );
        }
        Some(read)
    });
    values.collect()
}

fn overlaps(parameter: &Parameter, span: Span, complaints: &Complaints) {
    for (index, value) in parameter.values.iter().enumerate() {
        let earlier = &parameter.values[..index];
        if let Some(year) = earlier
            .iter()
            .map(|other| other.from.max(value.from))
            .find(|year| value.holds(*year) && earlier.iter().any(|other| other.holds(*year)))
        {
            complaints.say(
                span,
                format!("`{}` tiene dos valores para {year}", parameter.name),
                format!("`{}` has two values for {year}", parameter.name),
            );
        }
    }
}
