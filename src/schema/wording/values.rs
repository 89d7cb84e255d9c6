//! Values of another type, form or size than asked.

use std::collections::HashMap;

use jsonschema::JsonType;
use rust_decimal::Decimal;
use serde_json::Value;

use super::Speaker;
use super::phrase::{
    canonical, characters, has_tight_colon, kind_words, plain, required_names, series,
};
use crate::document::{Data, Node, Number, locate};
use crate::finding::{Finding, Wording, nearest};
use crate::schema::{ProblemKind, lookalike};
use crate::text::{counted_end, counted_length};

impl Speaker<'_> {
    pub(super) fn wrong_type(&self, expected: &[JsonType]) -> Finding {
        let (spanish, english) = self.name();
        let wanted: (Vec<String>, Vec<String>) =
            expected.iter().map(|kind| kind_words(*kind)).unzip();
        let (found, found_english) = self.found();
        let message = Wording::both(
            format!("{spanish} debe ser {}, pero {found}", series(&wanted.0, "o")),
            format!("{english} must be {}, but {found_english}", series(&wanted.1, "or")),
        );
        let finding = self.at("schema/type", message);
        match (expected, self.node) {
            ([kind], Some(node)) => match self.type_help(*kind, node) {
                Some(help) => finding.helped_by(help),
                None => finding,
            },
            _ => finding,
        }
    }

    fn type_help(&self, expected: JsonType, node: &Node) -> Option<Wording> {
        let help = match (expected, &node.data) {
            (JsonType::Integer, Data::Number(number)) => lookalike::for_integer(&number.text),
            (JsonType::Integer, Data::Text(text)) => lookalike::for_number(text, true),
            (JsonType::Number, Data::Text(text)) => lookalike::for_number(text, false),
            (JsonType::Boolean, Data::Text(text) | Data::Number(Number { text, .. })) => {
                lookalike::for_boolean(text)
            }
            (JsonType::String, Data::Number(_) | Data::Bool(_)) => {
                let written = self.document.source.slice(node.span);
                Wording::both(
                    format!("póngalo entre comillas: \"{written}\""),
                    format!("put it in quotes: \"{written}\""),
                )
            }
            (JsonType::String, Data::Map(_)) => Wording::both(
                "si los dos puntos son parte del texto, escríbalo en un bloque con `>-`",
                "if the colon is part of the text, write it in a block with `>-`",
            ),
            (JsonType::String, Data::List(_)) => Wording::both(
                "escriba un solo texto; si son varias líneas, en un bloque con `|`",
                "write a single text; if it has several lines, in a block with `|`",
            ),
            (JsonType::Array, Data::Map(_)) => Wording::both(
                "escriba un guion y un espacio (`- `) antes del primer campo de cada elemento",
                "write a hyphen and a space (`- `) before the first field of each element",
            ),
            (JsonType::Array, _) => Wording::both(
                "escriba cada elemento en su línea, después de un guion y un espacio (`- `)",
                "write each element in a line of its own, after a hyphen and a space (`- `)",
            ),
            (JsonType::Object, Data::Text(text)) if has_tight_colon(text) => Wording::both(
                "deje un espacio después de los dos puntos de cada campo: `clave: valor`",
                "leave a space after the colon of each field: `key: value`",
            ),
            (JsonType::Object, Data::List(_)) => Wording::both(
                "quite los guiones: aquí va un solo grupo de campos",
                "remove the hyphens: a single group of fields belongs here",
            ),
            (JsonType::Object, _) => self.known_fields()?,
            _ => return None,
        };
        Some(help)
    }

    fn known_fields(&self) -> Option<Wording> {
        let names = required_names(self.shape.at(self.path)?);
        (!names.is_empty()).then(|| {
            Wording::both(
                format!(
                    "escriba debajo, con dos espacios más de sangría, sus campos: {}",
                    series(&names, "y")
                ),
                format!(
                    "write its fields below, indented by two more spaces: {}",
                    series(&names, "and")
                ),
            )
        })
    }

    pub(super) fn choice(&self, allowed: &[Value]) -> (ProblemKind, Finding) {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let message = Wording::both(
            format!("{spanish} {found}, que no es una de las opciones"),
            format!("{english} {found_english}, which is not one of the options"),
        );
        let texts: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
        let written = self.node.and_then(Node::text).unwrap_or_default().trim();
        // The nearest option is sought without accents, so that those of their own go too.
        let written = written.replace(|character| ('\u{300}'..='\u{36F}').contains(&character), "");
        let options: Vec<String> =
            allowed.iter().map(|value| format!("`{}`", plain(value))).collect();
        let options = (series(&options, "o"), series(&options, "or"));
        let (kind, help) = match nearest(&written, texts) {
            Some(meant) => (
                ProblemKind::Misspelt,
                Wording::both(
                    format!("¿quiso decir `{meant}`? las opciones son {}", options.0),
                    format!("did you mean `{meant}`? the options are {}", options.1),
                ),
            ),
            None => (
                ProblemKind::Structure,
                Wording::both(format!("escriba {}", options.0), format!("write {}", options.1)),
            ),
        };
        (kind, self.at("schema/choice", message).helped_by(help))
    }

    pub(super) fn too_long(&self, limit: u64) -> Finding {
        let (spanish, english) = self.name();
        let text = self.node.and_then(Node::text).unwrap_or_default();
        let length = counted_length(text);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let excess = length.saturating_sub(limit);
        let message = Wording::both(
            format!("{spanish} tiene {length} caracteres y admite {limit}"),
            format!("{english} has {length} characters and admits {limit}"),
        );
        let help = Wording::both(
            format!(
                "acórtelo en {}; se cuentan como en el formulario oficial",
                characters(excess).0
            ),
            format!(
                "shorten it by {}; they are counted as in the official form",
                characters(excess).1
            ),
        );
        let span = match self.node {
            Some(node) => {
                locate(&self.document.source, node, counted_end(text, limit)..text.trim_end().len())
            }
            None => self.document.nearest_place(self.path),
        };
        let note = Wording::both("desde aquí sobra", "too much from here on");
        Finding::error("schema/too-long", message)
            .at_with(self.document.place(span), note)
            .helped_by(help)
    }

    pub(super) fn near_limit(&self, limit: u64) -> Finding {
        let (spanish, english) = self.name();
        let length = self.node.and_then(Node::text).map_or(0, counted_length);
        let message = Wording::both(
            format!("{spanish} tiene {length} caracteres de los {limit} que admite"),
            format!("{english} has {length} of the {limit} characters that it admits"),
        );
        self.at("schema/near-limit", message)
    }

    pub(super) fn too_short(&self, limit: u64) -> Finding {
        let (spanish, english) = self.name();
        let length = self.node.and_then(Node::text).map_or(0, counted_length);
        let message = Wording::both(
            format!("{spanish} tiene {length} caracteres y debe tener al menos {limit}"),
            format!("{english} has {length} characters and must have at least {limit}"),
        );
        self.asked("schema/too-short", message)
    }

    pub(super) fn above(&self, limit: &Value, inclusive: bool) -> Finding {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let (bound, bound_english) = if inclusive {
            ("no puede pasar de", "cannot be more than")
        } else {
            ("debe ser menor que", "must be less than")
        };
        let message = Wording::both(
            format!("{spanish} {found} y {bound} {limit}"),
            format!("{english} {found_english} and {bound_english} {limit}"),
        );
        match self.share().filter(|_| plain(limit) == "1") {
            Some(share) => self.at("schema/range", message).helped_by(Wording::both(
                format!("si es un porcentaje, escríbalo como proporción: {share}"),
                format!("if it is a percentage, write it as a proportion: {share}"),
            )),
            None => self.asked("schema/range", message),
        }
    }

    /// The number as a hundredth of itself, where it can be a percentage.
    fn share(&self) -> Option<Decimal> {
        let Data::Number(number) = &self.node?.data else { return None };
        let value = number.value.filter(|value| *value <= Decimal::ONE_HUNDRED)?;
        value.checked_div(Decimal::ONE_HUNDRED).map(|share| share.normalize())
    }

    pub(super) fn below(&self, limit: &Value, inclusive: bool) -> Finding {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let (bound, bound_english) =
            if inclusive { ("al menos", "at least") } else { ("mayor que", "more than") };
        let message = Wording::both(
            format!("{spanish} {found} y debe ser {bound} {limit}"),
            format!("{english} {found_english} and must be {bound_english} {limit}"),
        );
        self.asked("schema/range", message)
    }

    pub(super) fn not_multiple(&self, of: &Value) -> Finding {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let message = Wording::both(
            format!("{spanish} {found} y debe ser múltiplo de {of}"),
            format!("{english} {found_english} and must be a multiple of {of}"),
        );
        self.asked("schema/range", message)
    }

    pub(super) fn pattern(&self) -> Finding {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let message = Wording::both(
            format!("{spanish} {found}, que no tiene la forma esperada"),
            format!("{english} {found_english}, which does not have the expected form"),
        );
        self.asked("schema/pattern", message)
    }

    pub(super) fn format(&self, format: &str) -> Finding {
        let (spanish, english) = self.name();
        let (found, found_english) = self.found();
        let (thing, thing_english) = match format {
            "date" => ("una fecha como 2026-03-31", "a date like 2026-03-31"),
            "time" => ("una hora como 09:30:00Z", "a time like 09:30:00Z"),
            "date-time" => (
                "una fecha con hora como 2026-03-31T09:30:00Z",
                "a date with time like 2026-03-31T09:30:00Z",
            ),
            "duration" => ("una duración como P18M", "a duration like P18M"),
            "email" | "idn-email" => ("una dirección de correo", "an email address"),
            "uri" | "iri" | "uri-reference" | "iri-reference" => {
                ("una dirección web completa, con https://", "a whole web address, with https://")
            }
            _ => ("un texto de la forma esperada", "a text of the expected form"),
        };
        let message = Wording::both(
            format!("{spanish} {found} y debe ser {thing}"),
            format!("{english} {found_english} and must be {thing_english}"),
        );
        self.asked("schema/format", message)
    }

    pub(super) fn count(
        &self,
        code: &str,
        bound: &str,
        bound_english: &str,
        limit: u64,
    ) -> Finding {
        let (spanish, english) = self.name();
        let (one, many) =
            if code == "schema/items" { ("elemento", "elementos") } else { ("campo", "campos") };
        let (one_english, many_english) =
            if code == "schema/items" { ("element", "elements") } else { ("field", "fields") };
        let count = self.node.map_or(0, |node| node.items().len() + node.entries().len());
        let noun = if count == 1 { one } else { many };
        let noun_english = if count == 1 { one_english } else { many_english };
        let message = Wording::both(
            format!("{spanish} tiene {count} {noun} y debe tener {bound} {limit}"),
            format!("{english} has {count} {noun_english} and must have {bound_english} {limit}"),
        );
        self.asked(code, message)
    }

    pub(super) fn repeated(&self) -> Finding {
        let (spanish, english) = self.name();
        let message = Wording::both(
            format!("{spanish} repite un elemento"),
            format!("{english} repeats an element"),
        );
        let mut seen = HashMap::new();
        let items = self.node.map_or(&[][..], Node::items).iter();
        let twice = items.map(|item| (seen.insert(canonical(item), item), item));
        let finding = match twice.into_iter().find_map(|(first, again)| Some((first?, again))) {
            Some((first, again)) => Finding::error("schema/repeated", message)
                .at_with(
                    self.document.place(again.span),
                    Wording::both("otra vez aquí", "again here"),
                )
                .at_with(
                    self.document.place(first.span),
                    Wording::both("ya está aquí", "already here"),
                ),
            None => self.at("schema/repeated", message),
        };
        finding.helped_by(Wording::both("deje uno solo", "keep only one"))
    }
}
