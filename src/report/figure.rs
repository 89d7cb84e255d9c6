//! The figures by which submissions are compared, as people read them.

use rust_decimal::Decimal;

use crate::feel::{Data, Type, Value};
use crate::rules::{Figure, show};

/// Characters told of what a form says of a group.
const WORD: usize = 60;

/// A figure as its unit is read; none where it is not known.
pub(super) fn shown(figure: &Figure, value: &Value) -> Option<String> {
    number(value).map(|_| show(value, &figure.computed.of))
}

/// What a submission says of the things that a figure is grouped by; none where it is not known.
pub(super) fn group(values: &[Value]) -> Vec<Option<String>> {
    let word = |value: &Value| match &value.data {
        Data::Text(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        Data::Number(number) => Some(number.normalize().to_string()),
        _ => None,
    };
    values.iter().map(word).collect()
}

/// What a group of submissions is called: `personas, año de los precios 2025`.
pub(super) fn group_label(figure: &Figure, group: &[Option<String>], unknown: &str) -> String {
    let parts = figure.by.iter().zip(group).map(|(by, known)| match (known, &by.computed.of) {
        (Some(known), Type::Number(_)) => format!("{} {}", by.name, clipped(known)),
        (Some(known), _) => clipped(known),
        (None, _) => format!("{} {unknown}", by.name),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// A word of a group, cut where a form makes it far too long.
fn clipped(word: &str) -> String {
    match word.char_indices().nth(WORD) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

/// The number, where it is known.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    match value.data {
        Data::Number(number) => Some(number),
        _ => None,
    }
}
