//! Functions on texts; positions and lengths count characters.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::operators::Fault;
use super::super::value::{CauseKind, Data, Value};
use super::patterns::Pattern;
use super::{
    Call, Function, Takes, Unknowns, bool_type, number_type, optional, required, text_type,
};
use crate::feel::Type;

const STRING: super::Parameter = required("string", Takes::Text);
const MATCH: super::Parameter = required("match", Takes::Text);

pub(super) static FUNCTIONS: &[Function] = &[
    shallow!(
        "string length",
        [STRING],
        number_type,
        "Cuántos caracteres tiene un texto.",
        "el largo de {string}",
        ("string length(\"año\")", "3"),
        |call| Ok(Decimal::from(call.text(0)?.chars().count()).into())
    ),
    shallow!(
        "upper case",
        [STRING],
        text_type,
        "El texto en mayúsculas.",
        "{string} en mayúsculas",
        ("upper case(\"año\")", "\"AÑO\""),
        |call| Ok(call.text(0)?.to_uppercase().into())
    ),
    shallow!(
        "lower case",
        [STRING],
        text_type,
        "El texto en minúsculas.",
        "{string} en minúsculas",
        ("lower case(\"AÑO\")", "\"año\""),
        |call| Ok(call.text(0)?.to_lowercase().into())
    ),
    shallow!(
        "trim",
        [STRING],
        text_type,
        "El texto sin espacios al comienzo ni al final.",
        "{string} sin espacios al borde",
        ("trim(\" a \")", "\"a\""),
        |call| Ok(call.text(0)?.trim().into())
    ),
    shallow!(
        "contains",
        [STRING, MATCH],
        bool_type,
        "Si un texto contiene otro.",
        "{string} [no] [contiene|contienen] {match}",
        ("contains(\"población\", \"pobla\")", "true"),
        |call| Ok(call.text(0)?.contains(&*call.text(1)?).into())
    ),
    shallow!(
        "starts with",
        [STRING, MATCH],
        bool_type,
        "Si un texto comienza con otro.",
        "{string} [no] [comienza|comienzan] con {match}",
        ("starts with(\"PI07\", \"PI\")", "true"),
        |call| Ok(call.text(0)?.starts_with(&*call.text(1)?).into())
    ),
    shallow!(
        "ends with",
        [STRING, MATCH],
        bool_type,
        "Si un texto termina con otro.",
        "{string} [no] [termina|terminan] con {match}",
        ("ends with(\"PI07\", \"7\")", "true"),
        |call| Ok(call.text(0)?.ends_with(&*call.text(1)?).into())
    ),
    shallow!(
        "substring before",
        [STRING, MATCH],
        text_type,
        "Lo que va antes de un texto; vacío si no está.",
        "lo que va antes de {match} en {string}",
        ("substring before(\"a-b\", \"-\")", "\"a\""),
        |call| Ok(call
            .text(0)?
            .split_once(&*call.text(1)?)
            .map_or("", |(before, _)| before)
            .into())
    ),
    shallow!(
        "substring after",
        [STRING, MATCH],
        text_type,
        "Lo que va después de un texto; vacío si no está.",
        "lo que va después de {match} en {string}",
        ("substring after(\"a-b\", \"-\")", "\"b\""),
        |call| Ok(call.text(0)?.split_once(&*call.text(1)?).map_or("", |(_, after)| after).into())
    ),
    shallow!(
        "substring",
        [STRING, required("start position", Takes::Number), optional("length", Takes::Number)],
        text_type,
        "Parte de un texto, desde una posición (desde 1; negativa, desde el final).",
        "la parte de {string} desde el carácter {start position}< con {length} caracteres>",
        ("substring(\"foobar\", 3, 2)", "\"ob\""),
        substring
    ),
    shallow!(
        "matches",
        [
            required("input", Takes::Text),
            required("pattern", Takes::Pattern),
            optional("flags", Takes::Flags)
        ],
        bool_type,
        "Si un texto contiene una expresión regular.",
        "{input} [no] [calza|calzan] con el patrón {pattern}",
        ("matches(\"24-01-126\", \"^[0-9]{2}-[0-9]{2}-[0-9]{3}$\")", "true"),
        |call| Ok(pattern(call, 2)?.is_match(&call.text(0)?)?.into())
    ),
    shallow!(
        "replace",
        [
            required("input", Takes::Text),
            required("pattern", Takes::Pattern),
            required("replacement", Takes::Text),
            optional("flags", Takes::Flags)
        ],
        text_type,
        "El texto con lo que calza con una expresión regular reemplazado.",
        "{input} con {replacement} en vez de lo que calza con {pattern}",
        ("replace(\"abab\", \"b\", \"c\")", "\"acac\""),
        |call| { Ok(pattern(call, 3)?.replace(&call.text(0)?, &call.text(2)?)?.into()) }
    ),
    shallow!(
        "split",
        [STRING, required("delimiter", Takes::Pattern)],
        |_| Type::list(Type::Text),
        "Las partes de un texto entre separadores.",
        "las partes de {string} separadas por {delimiter}",
        ("split(\"a;b\", \";\")", "[\"a\", \"b\"]"),
        |call| {
            let pattern = call.patterns().get(call.text(1)?, Arc::from(""))?;
            let text = call.text(0)?;
            Ok(Value::list(pattern.split(&text)?.into_iter().map(Value::from).collect::<Vec<_>>()))
        }
    ),
    Function {
        name: "string",
        parameters: &[required("from", Takes::Any)],
        variadic: false,
        returns: text_type,
        unknowns: Unknowns::Deep,
        help: "Cualquier valor como texto.",
        reading: "el texto de {from}",
        example: ("string(1.50)", "\"1.50\""),
        run: |call| match &call.values[0].data {
            Data::Null => Ok(Value::null()),
            Data::Text(text) => Ok(Value::new(Data::Text(Arc::clone(text)))),
            Data::Temporal(temporal) => Ok(temporal.to_string().into()),
            _ => Ok(call.values[0].to_string().into()),
        },
    },
    Function {
        name: "string join",
        parameters: &[required("list", Takes::Texts), optional("delimiter", Takes::Text)],
        variadic: false,
        returns: text_type,
        unknowns: Unknowns::Deep,
        help: "Los textos de una lista, unidos.",
        reading: "la unión de los textos de {list}< separados por {delimiter}>",
        example: ("string join([\"a\", \"b\"], \", \")", "\"a, b\""),
        run: |call| {
            let delimiter = match call.get(1).map(|value| &value.data) {
                None | Some(Data::Null) => Arc::from(""),
                Some(_) => call.text(1)?,
            };
            let items = call.list(0)?;
            let texts: Option<Vec<&str>> = items
                .iter()
                .filter(|item| !matches!(item.data, Data::Null))
                .map(Value::as_text)
                .collect();
            Ok(texts.ok_or(CauseKind::WrongType)?.join(&delimiter).into())
        },
    },
    shallow!(
        "number",
        [
            required("from", Takes::Text),
            optional("grouping separator", Takes::Text),
            optional("decimal separator", Takes::Text)
        ],
        number_type,
        "El número que un texto escribe, con sus separadores.",
        "el número que se escribe en {from}",
        ("number(\"1.157,5\", \".\", \",\")", "1157.5"),
        number
    ),
];

fn substring(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let characters: Vec<char> = call.text(0)?.chars().collect();
    let count = characters.len() as i64;
    let start = match call.whole(1)? {
        start @ 1.. => start - 1,
        start @ ..0 => count.saturating_add(start),
        0 => return Err(CauseKind::OutOfDomain),
    };
    let length = if call.values.len() > 2 { call.whole(2)? } else { i64::MAX };
    if length < 1 || start < 0 {
        return Err(CauseKind::OutOfDomain);
    }
    let end = start.saturating_add(length).min(count);
    let range = start.min(count) as usize..end.max(start.min(count)) as usize;
    Ok(characters[range].iter().collect::<String>().into())
}

fn number(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let separator = |index: usize| match call.get(index).map(|value| &value.data) {
        None | Some(Data::Null) => Ok(None),
        Some(Data::Text(text)) => Ok(Some(Arc::clone(text))),
        Some(_) => Err(CauseKind::WrongType),
    };
    let (grouping, decimal) = (separator(1)?, separator(2)?);
    let allowed = |separator: &Option<Arc<str>>, signs: &[&str]| {
        separator.as_ref().is_none_or(|text| signs.contains(&&**text))
    };
    let distinct = grouping.is_none() || grouping != decimal;
    if !distinct || !allowed(&grouping, &[" ", ",", "."]) || !allowed(&decimal, &[",", "."]) {
        return Err(CauseKind::OutOfDomain);
    }
    let mut text = call.text(0)?.to_string();
    if let Some(grouping) = grouping {
        text = text.replace(&*grouping, "");
    }
    if let Some(decimal) = decimal {
        text = text.replace(&*decimal, ".");
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if !digits {
        return Err(CauseKind::OutOfDomain);
    }
    let parsed = match text.contains(['e', 'E']) {
        true => Decimal::from_scientific(&text),
        false => Decimal::from_str_exact(&text),
    };
    parsed.map(Value::from).map_err(|_| CauseKind::OutOfDomain)
}

fn pattern(call: &Call<'_, '_>, flags: usize) -> Result<Pattern, Fault> {
    let flags = match call.get(flags).map(|value| &value.data) {
        None | Some(Data::Null) => Arc::from(""),
        Some(_) => call.text(flags)?,
    };
    call.patterns().get(call.text(1)?, flags)
}
