//! The document as values: every field that the schema knows is there, known or unknown.

use std::sync::Arc;

use crate::document::{Data as Yaml, Document, Node, Path};
use crate::feel::{CauseKind, Context, Data, Value};
use crate::schema::{Shape, Withheld};
use crate::source::Span;

/// The form as one context: absent, withheld and malformed fields are unknown with their cause.
pub fn form(shape: &Shape, document: &Document) -> Value {
    let withheld = Withheld::read(document);
    let reader = Reader { document, withheld: &withheld };
    let root = document.nearest_place(&Path::root());
    reader.value(shape, Some(&document.root), root, &Path::root())
}

struct Reader<'d> {
    document: &'d Document,
    withheld: &'d Withheld,
}

impl Reader<'_> {
    /// The value of a node by its shape; `key` is what to point at where it is absent.
    fn value(&self, shape: &Shape, node: Option<&Node>, key: Span, path: &Path) -> Value {
        let present = node.filter(|node| !node.is_blank());
        let Some(node) = present else { return self.absent(shape, key, path) };
        let wrong = || {
            let place = if node.span.is_empty() { key } else { node.span };
            Value::unknown_for(CauseKind::WrongType, name(path), Some(place))
        };
        let data = match (shape, &node.data) {
            (Shape::Object(members), Yaml::Map(entries)) => {
                let key_of = |name: &str| entries.iter().find(|entry| entry.key == name);
                let members = members.iter().map(|member| {
                    let entry = key_of(&member.name);
                    let path = path.key(&member.name);
                    let key = entry.map_or(key, |entry| entry.key_span);
                    let value =
                        self.value(&member.shape, entry.map(|entry| &entry.node), key, &path);
                    (Arc::from(member.name.as_str()), value)
                });
                Data::Context(Arc::new(Context { entries: members.collect() }))
            }
            (Shape::List(item), Yaml::List(items)) => {
                let items = items.iter().enumerate().map(|(index, node)| {
                    let path = path.index(index);
                    let key = self.document.nearest_place(&path);
                    self.value(item, Some(node), first_key(node).unwrap_or(key), &path)
                });
                Data::List(items.collect())
            }
            (Shape::Number { integer, .. }, Yaml::Number(number)) => match number.value {
                Some(value) if *integer && !value.fract().is_zero() => return wrong(),
                Some(value) => Data::Number(value),
                None => {
                    return Value::unknown_for(CauseKind::Overflow, name(path), Some(node.span));
                }
            },
            (Shape::Text { allowed, .. }, Yaml::Text(text)) => {
                if !allowed.is_empty() && !allowed.contains(text) {
                    return wrong();
                }
                Data::Text(Arc::from(text.as_str()))
            }
            (Shape::Boolean, Yaml::Bool(value)) => Data::Bool(*value),
            (Shape::Any, _) => Data::Text(Arc::from(self.document.source.slice(node.span))),
            _ => return wrong(),
        };
        Value { data, origin: Some(node.span) }
    }

    /// An absent field; of an absent group, every field is absent, so that paths into it say why.
    fn absent(&self, shape: &Shape, key: Span, path: &Path) -> Value {
        let withheld = self.withheld.covers(path);
        let partly = match shape {
            Shape::Object(members) if !withheld => members.iter().any(|member| {
                self.withheld
                    .patterns()
                    .iter()
                    .any(|pattern| pattern.starts_with(&path.key(&member.name)))
            }),
            _ => false,
        };
        if let (Shape::Object(members), true) = (shape, partly) {
            let members = members.iter().map(|member| {
                let value = self.absent(&member.shape, key, &path.key(&member.name));
                (Arc::from(member.name.as_str()), value)
            });
            return Value {
                data: Data::Context(Arc::new(Context { entries: members.collect() })),
                origin: Some(key),
            };
        }
        let kind = if withheld { CauseKind::NotPublished } else { CauseKind::Absent };
        Value::unknown_for(kind, name(path), Some(key))
    }
}

/// What people call a field: its path; of the root, what rules call it.
fn name(path: &Path) -> String {
    if path.is_root() { "formulario".to_owned() } else { path.to_string() }
}

/// The first key of a list's element, which stands for the element where a field of it is absent.
fn first_key(node: &Node) -> Option<Span> {
    node.entries().first().map(|entry| entry.key_span)
}
