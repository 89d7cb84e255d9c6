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
    reader.value(shape, Some(&document.root), root, Route::Root)
}

/// A path in the making: written out only where a cause must name it.
#[derive(Clone, Copy)]
enum Route<'r> {
    Root,
    Key(&'r Route<'r>, &'r str),
    Index(&'r Route<'r>, usize),
}

impl Route<'_> {
    fn path(self) -> Path {
        match self {
            Route::Root => Path::root(),
            Route::Key(parent, key) => parent.path().key(key),
            Route::Index(parent, index) => parent.path().index(index),
        }
    }

    /// What people call a field: its path; of the root, what rules call it.
    fn name(self) -> String {
        let mut name = String::with_capacity(48);
        self.write(&mut name);
        if name.is_empty() { "formulario".to_owned() } else { name }
    }

    fn write(self, name: &mut String) {
        match self {
            Route::Root => {}
            Route::Key(parent, key) => {
                parent.write(name);
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(key);
            }
            Route::Index(parent, index) => {
                parent.write(name);
                name.push_str(&format!("[{}]", index + 1));
            }
        }
    }
}

struct Reader<'d> {
    document: &'d Document,
    withheld: &'d Withheld,
}

impl Reader<'_> {
    /// The value of a node by its shape; `key` is what to point at where it is absent.
    fn value(&self, shape: &Shape, node: Option<&Node>, key: Span, route: Route<'_>) -> Value {
        let present = node.filter(|node| !node.is_blank());
        let Some(node) = present else { return self.absent(shape, key, route) };
        let wrong = || {
            let place = if node.span.is_empty() { key } else { node.span };
            Value::unknown_for(CauseKind::WrongType, route.name(), Some(place))
        };
        let data = match (shape, &node.data) {
            (Shape::Object(members), Yaml::Map(entries)) => {
                let key_of = |name: &str| entries.iter().find(|entry| entry.key == name);
                let members = members.iter().map(|member| {
                    let entry = key_of(&member.name);
                    let key = entry.map_or(key, |entry| entry.key_span);
                    let node = entry.map(|entry| &entry.node);
                    let value =
                        self.value(&member.shape, node, key, Route::Key(&route, &member.name));
                    (Arc::clone(&member.name), value)
                });
                Data::Context(Arc::new(Context { entries: members.collect() }))
            }
            (Shape::List(item, _), Yaml::List(items)) => {
                let items = items.iter().enumerate().map(|(index, node)| {
                    let route = Route::Index(&route, index);
                    let key = first_key(node)
                        .unwrap_or_else(|| self.document.nearest_place(&route.path()));
                    self.value(item, Some(node), key, route)
                });
                Data::List(items.collect())
            }
            (Shape::Number { integer, .. }, Yaml::Number(number)) => match number.value {
                Some(value) if *integer && !value.fract().is_zero() => return wrong(),
                Some(value) => Data::Number(value),
                None => {
                    return Value::unknown_for(CauseKind::Overflow, route.name(), Some(node.span));
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
    fn absent(&self, shape: &Shape, key: Span, route: Route<'_>) -> Value {
        if self.withheld.patterns().is_empty() {
            return Value::unknown_for(CauseKind::Absent, route.name(), Some(key));
        }
        let path = route.path();
        let withheld = self.withheld.covers(&path);
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
                let value = self.absent(&member.shape, key, Route::Key(&route, &member.name));
                (Arc::clone(&member.name), value)
            });
            return Value {
                data: Data::Context(Arc::new(Context { entries: members.collect() })),
                origin: Some(key),
            };
        }
        let kind = if withheld { CauseKind::NotPublished } else { CauseKind::Absent };
        Value::unknown_for(kind, route.name(), Some(key))
    }
}

/// The first key of a list's element, which stands for the element where a field of it is absent.
fn first_key(node: &Node) -> Option<Span> {
    node.entries().first().map(|entry| entry.key_span)
}
