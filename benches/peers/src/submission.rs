//! The submission as data: read once by this project's reader, given to every engine in its own form.

use pilares::document::{self, Data, Limits, Node};
use serde_json::{Map, Value as Json};

/// The submission that the rules judge.
pub const SUBMISSION: &str = include_str!("../submission.yaml");

/// The submission, with every number as it is written.
pub fn submission() -> Json {
    let document = document::read_bytes("submission.yaml", SUBMISSION.into(), &Limits::default());
    assert!(document.complete && document.findings.is_empty(), "the submission is sound YAML");
    json(&document.root)
}

fn json(node: &Node) -> Json {
    match &node.data {
        Data::Blank | Data::Refused => Json::Null,
        Data::Bool(truth) => Json::Bool(*truth),
        Data::Number(number) => serde_json::from_str(&number.text).expect("JSON's number grammar"),
        Data::Text(text) => Json::String(text.clone()),
        Data::List(items) => Json::Array(items.iter().map(json).collect()),
        Data::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), json(&entry.node)))
                .collect::<Map<_, _>>(),
        ),
    }
}

/// JSON pointers of the fields: everything that is no group; a list of plain values is one field.
pub fn fields(data: &Json) -> Vec<String> {
    let mut found = Vec::new();
    collect(data, String::new(), &mut found);
    found
}

fn collect(data: &Json, pointer: String, found: &mut Vec<String>) {
    match data {
        Json::Object(members) => {
            members
                .iter()
                .for_each(|(key, value)| collect(value, format!("{pointer}/{key}"), found));
        }
        Json::Array(items) if items.iter().any(Json::is_object) => {
            let each = items.iter().enumerate();
            each.for_each(|(index, item)| collect(item, format!("{pointer}/{index}"), found));
        }
        _ => found.push(pointer),
    }
}

/// How many values the data holds, those of lists counted one by one.
pub fn leaves(data: &Json) -> usize {
    match data {
        Json::Object(members) => members.values().map(leaves).sum(),
        Json::Array(items) => items.iter().map(leaves).sum(),
        _ => 1,
    }
}
