//! Functions on contexts: groups of named values.

use std::sync::Arc;

use super::super::operators::Fault;
use super::super::value::{CauseKind, Context, Data, Value};
use super::{Call, Function, Takes, Unknowns, required};
use crate::feel::{ContextType, Type};

const CONTEXT: super::Parameter = required("context", Takes::Context);
const VALUE: super::Parameter = required("value", Takes::Any);

pub(super) static FUNCTIONS: &[Function] = &[
    shallow!(
        "get value",
        [required("m", Takes::Context), required("key", Takes::Text)],
        any_type,
        "El valor de una clave en un grupo de campos.",
        "el valor de {key} en {m}",
        ("get value({a: 1}, \"a\")", "1"),
        |call| {
            let key = call.text(1)?;
            context(&call.values[0])?.get(&key).cloned().ok_or(CauseKind::Absent)
        }
    ),
    shallow!(
        "get value",
        [required("context", Takes::Context), required("keys", Takes::List)],
        any_type,
        "El valor al final de una ruta de claves en un grupo de campos.",
        "el valor al final de {keys} en {context}",
        ("get value({a: {b: 1}}, [\"a\", \"b\"])", "1"),
        |call| {
            let keys = path(call, 1)?;
            let mut value = call.values[0].clone();
            for key in keys {
                value = context(&value)?.get(&key).cloned().ok_or(CauseKind::Absent)?;
            }
            Ok(value)
        }
    ),
    shallow!(
        "get entries",
        [required("m", Takes::Context)],
        |_| entries_type(),
        "Las claves y valores de un grupo de campos, como lista.",
        "las claves y valores de {m}",
        ("get entries({a: 1})", "[{key: \"a\", value: 1}]"),
        |call| {
            let entries = context(&call.values[0])?.entries.iter().map(|(key, value)| {
                let key = Value::new(Data::Text(Arc::clone(key)));
                Value::context(vec![(Arc::from("key"), key), (Arc::from("value"), value.clone())])
            });
            Ok(Value::list(entries.collect::<Vec<_>>()))
        }
    ),
    shallow!(
        "context",
        [required("entries", Takes::List)],
        |_| Type::Any,
        "El grupo de campos de una lista de claves y valores.",
        "el grupo de campos formado por {entries}",
        ("context([{key: \"a\", value: 1}])", "{a: 1}"),
        |call| {
            let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
            let items = call.list(0)?;
            call.charge_pairs(items.len())?;
            for item in items.iter() {
                let item = context(item)?;
                let key = item.get("key").and_then(key_of).ok_or(CauseKind::WrongType)?;
                let value = item.get("value").ok_or(CauseKind::Absent)?;
                if entries.iter().any(|(other, _)| *other == key) {
                    return Err(CauseKind::OutOfDomain);
                }
                entries.push((key, value.clone()));
            }
            Ok(Value::context(entries))
        }
    ),
    shallow!(
        "context put",
        [CONTEXT, required("key", Takes::Text), VALUE],
        any_type,
        "El grupo de campos con un valor puesto en una clave.",
        "{context} con {value} en {key}",
        ("context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"),
        |call| {
            let key = call.text(1)?;
            put(context(&call.values[0])?, &[key], &call.values[2])
        }
    ),
    shallow!(
        "context put",
        [CONTEXT, required("keys", Takes::List), VALUE],
        any_type,
        "El grupo de campos con un valor puesto al final de una ruta de claves.",
        "{context} con {value} al final de {keys}",
        ("context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"),
        |call| {
            let keys = path(call, 1)?;
            put(context(&call.values[0])?, &keys, &call.values[2])
        }
    ),
    shallow!(
        "context merge",
        [required("contexts", Takes::List)],
        any_type,
        "Varios grupos de campos en uno; de una clave repetida vale el último.",
        "la unión de los grupos de campos de {contexts}",
        ("context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"),
        |call| {
            let mut merged = Context::default();
            for item in call.list(0)?.iter() {
                let item = context(item)?;
                call.charge_pairs(merged.entries.len().max(item.entries.len()))?;
                for (key, value) in &item.entries {
                    set(&mut merged, key, value.clone());
                }
            }
            Ok(Value::context(merged.entries))
        }
    ),
];

/// Groups of `key` and `value`.
fn entries_type() -> Type {
    let members = vec![(Arc::from("key"), Type::Text), (Arc::from("value"), Type::Any)];
    Type::list(Type::Context(Arc::new(ContextType { members })))
}

fn any_type(_: &[Type]) -> Type {
    Type::Any
}

fn context(value: &Value) -> Result<&Context, Fault> {
    value.as_context().ok_or(CauseKind::WrongType)
}

fn key_of(value: &Value) -> Option<Arc<str>> {
    value.as_text().map(Arc::from)
}

/// An argument that is a list of keys, at least one.
fn path(call: &Call<'_, '_>, index: usize) -> Result<Vec<Arc<str>>, Fault> {
    let items = call.values[index].as_list().ok_or(CauseKind::WrongType)?;
    let keys: Option<Vec<Arc<str>>> = items.iter().map(key_of).collect();
    keys.filter(|keys| !keys.is_empty()).ok_or(CauseKind::WrongType)
}

fn put(base: &Context, keys: &[Arc<str>], value: &Value) -> Result<Value, Fault> {
    let Some((key, rest)) = keys.split_first() else { return Ok(value.clone()) };
    let inner = match (rest, base.get(key)) {
        ([], _) => value.clone(),
        (_, Some(inner)) => put(context(inner)?, rest, value)?,
        (_, None) => return Err(CauseKind::Absent),
    };
    let mut changed = base.clone();
    set(&mut changed, key, inner);
    Ok(Value::context(changed.entries))
}

fn set(context: &mut Context, key: &Arc<str>, value: Value) {
    match context.entries.iter_mut().find(|(other, _)| other == key) {
        Some((_, old)) => *old = value,
        None => context.entries.push((Arc::clone(key), value)),
    }
}
