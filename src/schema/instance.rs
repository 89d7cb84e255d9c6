//! The document's tree as the validator sees it.
//!
//! Here lies what a form means by its values: blank keys are absent, an integer is written without
//! fraction, and texts are as long as the official form counts them.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::Value;

use crate::document::{Data, Entry, Node, Number};
use crate::source::Span;
use crate::text::counted_length;

/// The representation of a form in memory.
pub(super) struct Form;

/// A text that stands in no document, as a key does where the schema speaks of keys.
pub(super) struct Loose(Node);

impl Default for Loose {
    fn default() -> Loose {
        Loose(Node { data: Data::Blank, span: Span::default() })
    }
}

impl Json for Form {
    type Node<'a> = &'a Node;
    type PreparedKey = String;
    type StringBuffer = Loose;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut Loose, string: &str, f: impl FnOnce(&Node) -> T) -> T {
        buffer.0.data = Data::Text(string.to_owned());
        f(&buffer.0)
    }
}

impl<'a> JsonNode<'a, Form> for &'a Node {
    type Object = Entries<'a>;
    type Array = Items<'a>;
    type Number = Figure<'a>;

    fn as_object(&self) -> Option<Entries<'a>> {
        match &self.data {
            Data::Map(entries) => Some(Entries(entries)),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Items<'a>> {
        match &self.data {
            Data::List(items) => Some(Items(items)),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        let node: &'a Node = self;
        node.text().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Figure<'a>> {
        match &self.data {
            Data::Number(number) => Some(Figure(number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.data {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.data, Data::Blank | Data::Refused)
    }

    fn json_type(&self) -> JsonType {
        match self.data {
            Data::Blank | Data::Refused => JsonType::Null,
            Data::Bool(_) => JsonType::Boolean,
            Data::Number(_) => JsonType::Number,
            Data::Text(_) => JsonType::String,
            Data::List(_) => JsonType::Array,
            Data::Map(_) => JsonType::Object,
        }
    }

    fn string_length(&self) -> Option<u64> {
        self.text().map(|text| counted_length(text) as u64)
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(value(self))
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self) as usize))
    }
}

/// The entries of a map that hold something.
pub(super) struct Entries<'a>(&'a [Entry]);

impl<'a> Entries<'a> {
    fn present(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.0.iter().filter(|entry| !entry.node.is_blank())
    }
}

impl<'a> Object<'a, Form> for Entries<'a> {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = Box<dyn Iterator<Item = (&'a str, &'a Node)> + 'a>;

    fn len(&self) -> usize {
        self.present().count()
    }

    fn get(&self, key: &String) -> Option<&'a Node> {
        let entry = self.0.iter().find(|entry| entry.key == *key)?;
        (!entry.node.is_blank()).then_some(&entry.node)
    }

    fn members(&self) -> Self::MembersIter {
        Box::new(self.present().map(|entry| (entry.key.as_str(), &entry.node)))
    }
}

/// The elements of a list, blank ones too: their positions count.
pub(super) struct Items<'a>(&'a [Node]);

impl<'a> Array<'a, Form> for Items<'a> {
    type Node = &'a Node;
    type ElementsIter = std::slice::Iter<'a, Node>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.iter()
    }
}

/// A number by its text, so that no digit is lost.
pub(super) struct Figure<'a>(&'a Number);

impl JsonNumber for Figure<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.text.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.text.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.text.parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0.text)
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Owned(number(self.0))
    }

    /// `1.000` is no integer: who writes it in Chile means a thousand.
    fn is_integer(&self) -> bool {
        self.is_written_as_integer()
    }
}

/// A tree as plain JSON, numbers as written: how schemas reach the validator.
pub(super) fn value(node: &Node) -> Value {
    match &node.data {
        Data::Blank | Data::Refused => Value::Null,
        Data::Bool(value) => Value::Bool(*value),
        Data::Number(written) => Value::Number(number(written)),
        Data::Text(text) => Value::String(text.clone()),
        Data::List(items) => Value::Array(items.iter().map(value).collect()),
        Data::Map(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), value(&entry.node))).collect()
        }
    }
}

fn number(number: &Number) -> serde_json::Number {
    serde_json::from_str(&number.text).unwrap_or_else(|_| serde_json::Number::from(0))
}
