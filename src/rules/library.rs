//! The functions that rules may call: the language's own, and measures of the form's text.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{
    Call, CauseKind, ContextType, Data, Function, Library, Parameter, Takes, Type, Unknowns, Value,
};
use crate::text;

/// The library of the rules.
pub fn library() -> Library {
    Library::standard().with(FUNCTIONS)
}

static FUNCTIONS: &[Function] = &[Function {
    name: "repeated passages",
    parameters: &[
        Parameter { name: "form", takes: Takes::Context, optional: false },
        Parameter { name: "length", takes: Takes::Number, optional: false },
    ],
    variadic: false,
    returns: passage_type,
    unknowns: Unknowns::Shallow,
    help: "Los pasajes de al menos ese largo que están en dos campos distintos: primero, segundo y largo.",
    example: (
        "repeated passages({a: \"uno dos tres\", b: \"cero uno dos tres\"}, 9).largo",
        "[12]",
    ),
    run: repeated_passages,
}];

fn passage_type(_: &[Type]) -> Type {
    let members = vec![
        (Arc::from("primero"), Type::Text),
        (Arc::from("segundo"), Type::Text),
        (Arc::from("largo"), Type::number()),
    ];
    Type::list(Type::Context(Arc::new(ContextType { members })))
}

fn repeated_passages(call: &mut Call<'_, '_>) -> Result<Value, CauseKind> {
    let length = usize::try_from(call.whole(1)?).map_err(|_| CauseKind::OutOfDomain)?;
    let mut fields = Vec::new();
    collect(&call.values[0], String::new(), &mut fields);
    let texts: Vec<&str> = fields.iter().map(|(_, text, _)| &***text).collect();
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

/// Every text below a value, with a path in which all elements of a list look alike.
fn collect<'v>(value: &'v Value, path: String, fields: &mut Vec<(String, &'v Arc<str>, Value)>) {
    match &value.data {
        Data::Text(text) => fields.push((path, text, value.clone())),
        Data::List(items) => {
            items.iter().for_each(|item| collect(item, format!("{path}[]"), fields))
        }
        Data::Context(context) => {
            for (name, value) in &context.entries {
                collect(value, format!("{path}.{name}"), fields);
            }
        }
        _ => {}
    }
}
