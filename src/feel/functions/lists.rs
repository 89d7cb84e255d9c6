//! Functions on lists.

use rust_decimal::Decimal;

use super::super::ast::Logic;
use super::super::operators::{self, Fault};
use super::super::value::{CauseKind, Data, Value};
use super::{
    Call, Function, Takes, Unknowns, bool_type, item_type, list_type, number_type, optional,
    part_type, required,
};
use crate::feel::Type;

const LIST: super::Parameter = required("list", Takes::List);

/// A function on a list.
macro_rules! listed {
    ($name:literal, [$($parameter:expr),+], $variadic:literal, $unknowns:ident, $returns:expr, $help:literal, $reading:literal, $example:expr, $run:expr) => {
        Function {
            name: $name,
            parameters: &[$($parameter),+],
            variadic: $variadic,
            returns: $returns,
            unknowns: Unknowns::$unknowns,
            help: $help,
            reading: $reading,
            example: $example,
            run: $run,
        }
    };
}

pub(super) static FUNCTIONS: &[Function] = &[
    listed!(
        "count",
        [LIST],
        false,
        Shallow,
        number_type,
        "Cuántos elementos tiene una lista.",
        "el número de elementos de {list}",
        ("count([1, 2])", "2"),
        |call| Ok(Decimal::from(call.list(0)?.len()).into())
    ),
    listed!(
        "min",
        [required("list", Takes::Ordered)],
        true,
        Deep,
        item_type,
        "El menor de una lista.",
        "el mínimo de {list}",
        ("min(3, 1, 2)", "1"),
        |call| extreme(call, std::cmp::Ordering::is_lt)
    ),
    listed!(
        "max",
        [required("list", Takes::Ordered)],
        true,
        Deep,
        item_type,
        "El mayor de una lista.",
        "el máximo de {list}",
        ("max([3, 1, 2])", "3"),
        |call| extreme(call, std::cmp::Ordering::is_gt)
    ),
    listed!(
        "list contains",
        [LIST, required("element", Takes::Alike)],
        false,
        Own,
        bool_type,
        "Si una lista contiene un valor.",
        "{list} [no] [incluye|incluyen] {element}",
        ("list contains([1, 2], 2)", "true"),
        contains
    ),
    listed!(
        "distinct values",
        [LIST],
        false,
        Deep,
        part_type,
        "La lista sin repeticiones.",
        "los valores distintos de {list}",
        ("distinct values([1, 2, 1])", "[1, 2]"),
        |call| {
            let items = call.list(0)?;
            call.charge_pairs(items.len())?;
            Ok(distinct(items.iter()))
        }
    ),
    listed!(
        "union",
        [LIST],
        true,
        Deep,
        list_type,
        "Varias listas unidas, sin repeticiones.",
        "la unión, sin repeticiones, de {list}",
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        |call| {
            let items = concatenated(call)?;
            call.charge_pairs(items.len())?;
            Ok(distinct(items.iter()))
        }
    ),
    listed!(
        "concatenate",
        [LIST],
        true,
        Shallow,
        list_type,
        "Varias listas, una tras otra.",
        "la unión de {list}",
        ("concatenate([1], [2, 3])", "[1, 2, 3]"),
        |call| Ok(Value::list(concatenated(call)?))
    ),
    listed!(
        "append",
        [LIST, required("item", Takes::Any)],
        true,
        Own,
        appended_type,
        "La lista con más elementos al final.",
        "la lista de {list} con {item} al final",
        ("append([1], 2, 3)", "[1, 2, 3]"),
        |call| {
            if let Some(unknown) = operators::unknown_of(call.get(0)) {
                return Ok(unknown);
            }
            let items = call.list(0)?;
            Ok(Value::list(items.iter().chain(&call.values[1..]).cloned().collect::<Vec<_>>()))
        }
    ),
    listed!(
        "flatten",
        [LIST],
        false,
        Shallow,
        |arguments| Type::list(innermost(&item_type(arguments))),
        "La lista sin listas dentro.",
        "el conjunto de {list}",
        ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
        |call| {
            let mut flat = Vec::new();
            flatten(call.list(0)?, &mut flat);
            Ok(Value::list(flat))
        }
    ),
    listed!(
        "reverse",
        [LIST],
        false,
        Shallow,
        part_type,
        "La lista al revés.",
        "la lista de {list}, al revés",
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        |call| Ok(Value::list(call.list(0)?.iter().rev().cloned().collect::<Vec<_>>()))
    ),
    listed!(
        "index of",
        [LIST, required("match", Takes::Alike)],
        false,
        Deep,
        |_| Type::list(Type::number()),
        "Las posiciones de un valor en una lista.",
        "las posiciones de {match} en {list}",
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        |call| {
            let wanted = &call.values[1];
            let positions = call
                .list(0)?
                .iter()
                .enumerate()
                .filter(|(_, item)| same(item, wanted))
                .map(|(index, _)| Value::from(Decimal::from(index + 1)))
                .collect::<Vec<_>>();
            Ok(Value::list(positions))
        }
    ),
    listed!(
        "sublist",
        [LIST, required("start position", Takes::Number), optional("length", Takes::Number)],
        false,
        Shallow,
        part_type,
        "Parte de una lista, desde una posición.",
        "la parte de {list} desde la posición {start position}< con {length} elementos>",
        ("sublist([4, 5, 6], 2, 1)", "[5]"),
        sublist
    ),
    listed!(
        "insert before",
        [LIST, required("position", Takes::Number), required("newItem", Takes::Any)],
        false,
        Shallow,
        inserted_type,
        "La lista con un elemento antes de una posición.",
        "la lista de {list} con {newItem} antes de la posición {position}",
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        |call| {
            let mut items = call.list(0)?.to_vec();
            let at = place(call, 1, items.len())?;
            items.insert(at, call.values[2].clone());
            Ok(Value::list(items))
        }
    ),
    listed!(
        "remove",
        [LIST, required("position", Takes::Number)],
        false,
        Shallow,
        part_type,
        "La lista sin el elemento de una posición.",
        "la lista de {list} sin el elemento de la posición {position}",
        ("remove([1, 2, 3], 2)", "[1, 3]"),
        |call| {
            let mut items = call.list(0)?.to_vec();
            let at = place(call, 1, items.len())?;
            items.remove(at);
            Ok(Value::list(items))
        }
    ),
    listed!(
        "sort",
        [LIST, optional("precedes", Takes::Order)],
        false,
        Deep,
        part_type,
        "La lista ordenada, por una función si se da.",
        "la lista de {list}, ordenada< según {precedes}>",
        ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
        sort
    ),
    listed!(
        "list replace",
        [LIST, required("position", Takes::Number), required("newItem", Takes::Any)],
        false,
        Shallow,
        inserted_type,
        "La lista con el elemento de una posición cambiado por otro.",
        "la lista de {list} con {newItem} en la posición {position}",
        ("list replace([1, 2, 3], 2, 5)", "[1, 5, 3]"),
        |call| {
            let mut items = call.list(0)?.to_vec();
            let at = place(call, 1, items.len())?;
            items[at] = call.values[2].clone();
            Ok(Value::list(items))
        }
    ),
    listed!(
        "list replace",
        [LIST, required("match", Takes::Order), required("newItem", Takes::Any)],
        false,
        Shallow,
        inserted_type,
        "La lista con otro valor en lugar de cada elemento que una función elige.",
        "la lista de {list} con {newItem} en lugar de cada elemento que elige {match}",
        ("list replace([2, 4, 7], function(item, new) item < new, 5)", "[5, 5, 7]"),
        |call| {
            let (items, new) = (call.list(0)?, call.values[2].clone());
            let chooses = call.values[1].clone();
            let replaced = items.iter().map(|item| {
                let chosen = call.apply(&chooses, vec![item.clone(), new.clone()])?;
                match chosen.as_bool().ok_or(CauseKind::WrongType)? {
                    true => Ok(new.clone()),
                    false => Ok(item.clone()),
                }
            });
            Ok(Value::list(replaced.collect::<Result<Vec<_>, Fault>>()?))
        }
    ),
];

/// A list of what the first argument holds and the others are.
fn appended_type(arguments: &[Type]) -> Type {
    let Some((list, items)) = arguments.split_first() else { return Type::list(Type::Any) };
    Type::list(items.iter().cloned().fold(list.item(), Type::join))
}

/// A list of what the first argument holds and the third is.
fn inserted_type(arguments: &[Type]) -> Type {
    let item = arguments.first().map(Type::item).unwrap_or_default();
    Type::list(item.join(arguments.get(2).cloned().unwrap_or_default()))
}

/// What lists in lists hold.
fn innermost(of: &Type) -> Type {
    match of {
        Type::List(item) => innermost(item),
        other => other.clone(),
    }
}

fn extreme(call: &mut Call<'_, '_>, wins: fn(std::cmp::Ordering) -> bool) -> Result<Value, Fault> {
    let items = call.spread()?;
    let mut best = items.first().ok_or(CauseKind::OutOfDomain)?;
    for item in &items[1..] {
        let order = operators::order(item, best).ok_or(CauseKind::WrongType)?;
        if wins(order) {
            best = item;
        }
    }
    operators::order(best, best).ok_or(CauseKind::WrongType)?;
    Ok(best.clone())
}

fn contains(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    if let Some(unknown) = operators::unknown_of(call.values) {
        return Ok(unknown);
    }
    let wanted = &call.values[1];
    call.list(0)?.iter().try_fold(Value::from(false), |found, item| {
        let here = operators::equal(item, wanted).unwrap_or_else(|_| false.into());
        operators::logic(Logic::Or, &found, &here)
    })
}

fn same(a: &Value, b: &Value) -> bool {
    operators::equal(a, b).ok().and_then(|same| same.as_bool()) == Some(true)
}

fn distinct<'v>(items: impl Iterator<Item = &'v Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        if !kept.iter().any(|other| same(other, item)) {
            kept.push(item.clone());
        }
    }
    Value::list(kept)
}

fn concatenated(call: &Call<'_, '_>) -> Result<Vec<Value>, Fault> {
    let mut items = Vec::new();
    for index in 0..call.values.len() {
        items.extend(call.list(index)?.iter().cloned());
    }
    Ok(items)
}

fn flatten(items: &[Value], flat: &mut Vec<Value>) {
    for item in items {
        match &item.data {
            Data::List(inner) => flatten(inner, flat),
            _ => flat.push(item.clone()),
        }
    }
}

/// The index (from 0) of an existing item, from a position that counts from 1 or from the end.
fn place(call: &Call<'_, '_>, argument: usize, length: usize) -> Result<usize, Fault> {
    let position = call.whole(argument)?;
    let index = if position > 0 { position - 1 } else { length as i64 + position };
    let index = usize::try_from(index).ok().filter(|index| position != 0 && *index < length);
    index.ok_or(CauseKind::OutOfDomain)
}

fn sublist(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let items = call.list(0)?;
    let start = place(call, 1, items.len())?;
    let length = if call.values.len() > 2 { call.whole(2)? } else { i64::MAX };
    let length = usize::try_from(length).map_err(|_| CauseKind::OutOfDomain)?;
    let end = start.saturating_add(length).min(items.len());
    Ok(Value::list(items[start..end].to_vec()))
}

/// Merge sort by insertion of each item before the first that it precedes: stable, and bounded
/// whatever the function answers.
fn sort(call: &mut Call<'_, '_>) -> Result<Value, Fault> {
    let items = call.list(0)?;
    call.charge_pairs(items.len())?;
    let precedes = call.get(1).cloned();
    let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
    for item in items.iter() {
        let mut at = sorted.len();
        while at > 0 {
            let earlier = match &precedes {
                Some(function) => {
                    let pair = vec![item.clone(), sorted[at - 1].clone()];
                    call.apply(function, pair)?.as_bool().ok_or(CauseKind::WrongType)?
                }
                None => {
                    operators::order(item, &sorted[at - 1]).ok_or(CauseKind::WrongType)?.is_lt()
                }
            };
            if !earlier {
                break;
            }
            at -= 1;
        }
        sorted.insert(at, item.clone());
    }
    Ok(Value::list(sorted))
}
