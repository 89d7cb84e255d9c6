//! Measures of the form as a whole, and whether a field of it is known.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{Call, CauseKind, Data, Function, Parameter, Takes, Type, Unknowns, Value};
use crate::text;

use super::{bool_type, rows};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "repeated passages",
        parameters: &[
            Parameter { name: "form", takes: Takes::Context, optional: false },
            Parameter { name: "length", takes: Takes::Number, optional: false },
        ],
        variadic: false,
        returns: passage_type,
        unknowns: Unknowns::Shallow,
        help: "Los pasajes de al menos ese largo (mínimo, 24) que están en dos campos distintos: primero, segundo y largo.",
        reading: "los pasajes repetidos en {form} cuyo largo, en caracteres, es al menos {length}",
        example: (
            "repeated passages({a: \"la niñez rural de la comuna\", b: \"a la niñez rural de la comuna\"}, 25).largo",
            "[27]",
        ),
        run: repeated_passages,
    },
    Function {
        name: "known",
        parameters: &[Parameter { name: "field", takes: Takes::Any, optional: false }],
        variadic: false,
        returns: bool_type,
        unknowns: Unknowns::Own,
        help: "Si un campo se sabe: está y se publicó. Es para elegir qué texto se compara, no para dar por cumplido lo que falta.",
        reading: "[no] se sabe {field}",
        example: ("known(\"Las familias viven hacinadas.\")", "true"),
        run: |call| Ok(call.values[0].causes().is_none().into()),
    },
];

fn passage_type(_: &[Type]) -> Type {
    rows(&[("primero", Type::Text), ("segundo", Type::Text), ("largo", Type::number())])
}

fn repeated_passages(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    let length = usize::try_from(call.whole(1)?).map_err(|_| CauseKind::OutOfDomain)?;
    let mut fields = Vec::new();
    collect(&call.values[0], 0xcbf2_9ce4_8422_2325, &mut fields);
    let texts: Vec<&str> = fields.iter().map(|(_, text, _)| *text).collect();
    let found = text::repeated_passages(&texts, length);
    let passages =
        found.into_iter().filter(|passage| fields[passage.first].0 != fields[passage.second].0);
    let passages = passages.map(|passage| {
        let field = |index: usize| fields[index].2.clone();
        Value::context(vec![
            (Arc::from("primero"), field(passage.first)),
            (Arc::from("segundo"), field(passage.second)),
            (Arc::from("largo"), Decimal::from(passage.length).into()),
        ])
    });
    Ok(Value::list(passages.collect::<Vec<_>>()))
}

/// Every text below a value, with a mark of its path in which all elements of a list look alike.
fn collect<'v>(value: &'v Value, path: u64, fields: &mut Vec<(u64, &'v str, &'v Value)>) {
    match &value.data {
        Data::Text(text) => fields.push((path, text, value)),
        Data::List(items) => items.iter().for_each(|item| collect(item, path, fields)),
        Data::Context(context) => {
            for (name, value) in &context.entries {
                collect(value, mark(path, name), fields);
            }
        }
        _ => {}
    }
}

/// The mark of a path one name further (FNV-1a).
fn mark(path: u64, name: &str) -> u64 {
    let join = |mark: u64, byte: u8| (mark ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    name.bytes().fold(join(path, b'.'), join)
}
