//! Messages with figures: `Se atiende {porcentaje(a / b)} de la población.`

use rust_decimal::Decimal;

use crate::feel::{Data, Type, Unit, Value, formats};

use super::Expression;

/// A message with expressions in it.
#[derive(Clone, Default)]
pub struct Template {
    /// Its parts, in order.
    pub segments: Vec<Segment>,
}

/// A part of a message.
#[derive(Clone)]
pub enum Segment {
    /// Words as they are.
    Text(String),
    /// A value to be shown.
    Value(Expression),
}

/// What people read where a figure is unknown.
const UNKNOWN: &str = "sin dato";

/// Splits a message at its braces: words, and the byte ranges of the expressions.
pub(super) fn split(text: &str) -> Vec<Result<&str, std::ops::Range<usize>>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let Some(close) = text[open..].find('}').map(|close| open + close) else { break };
        if open > at {
            parts.push(Ok(&text[at..open]));
        }
        parts.push(Err(open + 1..close));
        at = close + 1;
    }
    if at < text.len() {
        parts.push(Ok(&text[at..]));
    }
    parts
}

/// A value as people read it, by its unit; of a list, the items that are known.
pub fn show(value: &Value, of: &Type) -> String {
    match &value.data {
        Data::Unknown(_) | Data::Null => UNKNOWN.to_owned(),
        Data::Bool(true) => "sí".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::Number(number) => figure(*number, of),
        Data::Text(text) => text.to_string(),
        Data::List(items) => {
            let item = of.item();
            let known =
                items.iter().filter(|value| !matches!(value.data, Data::Unknown(_) | Data::Null));
            known.map(|value| show(value, &item)).collect::<Vec<_>>().join(", ")
        }
        Data::Temporal(temporal) => temporal.to_string(),
        Data::Context(_) | Data::Range(_) | Data::Function(_) => value.to_string(),
    }
}

fn figure(number: Decimal, of: &Type) -> String {
    formats::by_unit(number, of.unit().unwrap_or(&Unit::Unknown))
}
