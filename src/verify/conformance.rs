//! Cases of the public conformance suite of FEEL: one JSON object a line in, one out.

use serde_json::{Map, Value as Json, json};

use crate::feel::{self, Data, Failure, Library, Scope, Temporal, Value, WrittenType};

/// Evaluates the case of a line, as the standard says, and answers in the suite's typed form.
///
/// In: `id`, `expression`, `result_type` (or null). Out: `id`, `result` (null, or `number`,
/// `string`, `boolean`, `date`, `time`, `dateTime`, `duration`, `list`, `context`). The error says
/// why a line is no case.
pub fn answer(library: &Library, line: &str) -> Result<String, String> {
    let case: Json = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let expression = case["expression"].as_str().ok_or("`expression` is missing")?;
    let value = coerce(evaluate(library, expression), case["result_type"].as_str());
    Ok(json!({ "id": case["id"], "result": typed(&value) }).to_string())
}

fn evaluate(library: &Library, expression: &str) -> Value {
    let parsed = feel::parse(expression, library);
    if !parsed.diagnostics.is_empty() {
        return Value::null();
    }
    let scope = Scope { library, contexts: &[], failure: Failure::Null, places: None };
    feel::evaluate(&parsed.expr, expression, &scope).0
}

/// A value as its declared type: one item for a list of one, a list of one for an item, else null.
fn coerce(value: Value, declared: Option<&str>) -> Value {
    let Some(declared) = declared.and_then(WrittenType::parse) else { return value };
    if declared.admits(&value) {
        return value;
    }
    if let Some([item]) = value.as_list().map(|items| &items[..]) {
        return if declared.admits(item) { item.clone() } else { Value::null() };
    }
    match &declared {
        WrittenType::List(Some(item)) if value.as_list().is_none() && item.admits(&value) => {
            Value::list(vec![value])
        }
        _ => Value::null(),
    }
}

fn typed(value: &Value) -> Json {
    match &value.data {
        Data::Null | Data::Unknown(_) | Data::Range(_) | Data::Function(_) => Json::Null,
        Data::Bool(truth) => json!({ "boolean": truth.to_string() }),
        Data::Number(number) => json!({ "number": number.to_string() }),
        Data::Text(text) => json!({ "string": &**text }),
        Data::Temporal(temporal) => {
            let kind = match &**temporal {
                Temporal::Date(_) => "date",
                Temporal::Time(_) => "time",
                Temporal::DateTime(_) => "dateTime",
                Temporal::Days(_) | Temporal::Months(_) => "duration",
            };
            Json::Object(Map::from_iter([(kind.to_owned(), json!(temporal.to_string()))]))
        }
        Data::List(items) => json!({ "list": items.iter().map(typed).collect::<Vec<_>>() }),
        Data::Context(context) => {
            let entries =
                context.entries.iter().map(|(name, value)| (name.to_string(), typed(value)));
            json!({ "context": entries.collect::<Map<_, _>>() })
        }
    }
}
