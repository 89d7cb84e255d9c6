//! The figures by which submissions are compared, as people read them.

use rust_decimal::Decimal;

use crate::feel::{Data, Value};
use crate::rules::{Figure, show};

/// A figure as its unit is read; none where it is not known.
pub(super) fn shown(figure: &Figure, value: &Value) -> Option<String> {
    number(value).map(|_| show(value, &figure.computed.of))
}

/// The number, where it is known.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    match value.data {
        Data::Number(number) => Some(number),
        _ => None,
    }
}
