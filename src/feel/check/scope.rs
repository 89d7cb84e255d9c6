//! Names: what each means where it stands, and the nearest right one where it means nothing.

use std::sync::Arc;

use crate::finding::nearest;
use crate::source::Span;

use super::super::ast::Name;
use super::super::diagnostic::Diagnostic;
use super::super::types::Type;
use super::Checker;

/// What an enclosing expression brings into scope.
pub(super) enum Frame {
    /// A variable.
    Variable(Arc<str>, Type),
    /// The element that a filter looks at: `item`, and its fields by their names.
    Element(Type),
}

impl Checker<'_> {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Type {
        if let Some(of) = self.lookup(name) {
            return of;
        }
        let visible: Vec<String> = self.visible();
        let suggestion = nearest(name, visible.iter().map(String::as_str));
        let diagnostic = Diagnostic::new(
            span,
            format!("no hay ningún campo ni nombre `{name}`"),
            format!("there is no field or name `{name}`"),
        );
        let is_function = !self.library.get(name).is_empty();
        self.push(match suggestion {
            None if is_function => diagnostic.helped_by(
                format!("`{name}` es una función: se escribe `{name}(…)`"),
                format!("`{name}` is a function: it is written `{name}(…)`"),
            ),
            suggestion => diagnostic.suggesting(suggestion),
        });
        Type::Any
    }

    pub(super) fn lookup(&self, name: &str) -> Option<Type> {
        for frame in self.frames.iter().rev() {
            match frame {
                Frame::Variable(variable, of) if &**variable == name => return Some(of.clone()),
                Frame::Element(of) if name == "item" => return Some(of.clone()),
                Frame::Element(Type::Context(context)) => {
                    if let Some(of) = context.get(name) {
                        return Some(of.clone());
                    }
                }
                _ => {}
            }
        }
        let named = self.names.iter().find_map(|names| names.get(name)).cloned();
        // Inside a filter over something unknown, any name may be a field of its elements.
        let hidden = |frame: &Frame| matches!(frame, Frame::Element(Type::Any));
        named.or_else(|| self.frames.iter().any(hidden).then_some(Type::Any))
    }

    pub(super) fn visible(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for frame in &self.frames {
            match frame {
                Frame::Variable(name, _) => names.push(name.to_string()),
                Frame::Element(Type::Context(context)) => {
                    names.extend(context.names().map(str::to_owned));
                }
                Frame::Element(_) => {}
            }
        }
        names.extend(self.names.iter().flat_map(|context| context.names()).map(str::to_owned));
        names
    }

    pub(super) fn member(&mut self, base: &Type, name: &Name) -> Type {
        match base {
            Type::Any | Type::Null => Type::Any,
            Type::List(item) => Type::list(self.member(item, name)),
            Type::Context(context) => match context.get(&name.text) {
                Some(of) => of.clone(),
                None => self.no_member(base, name, &context.names().collect::<Vec<_>>()),
            },
            other => {
                let properties = other.properties();
                let found = properties.iter().find(|(property, _)| *property == &*name.text);
                if let Some((_, of)) = found {
                    return of.clone();
                }
                let names: Vec<&str> = properties.iter().map(|(property, _)| *property).collect();
                self.no_member(other, name, &names)
            }
        }
    }

    fn no_member(&mut self, base: &Type, name: &Name, names: &[&str]) -> Type {
        // A name that did not parse has been told already.
        if name.text.is_empty() {
            return Type::Any;
        }
        let (spanish, english) = base.words();
        let (spanish, english) = match base {
            Type::Context(_) => (
                format!("no hay ningún campo `{}` aquí", name.text),
                format!("there is no field `{}` here", name.text),
            ),
            _ if names.is_empty() => {
                (format!("{spanish} no tiene campos"), format!("{english} has no fields"))
            }
            _ => (
                format!("{spanish} no tiene `{}`", name.text),
                format!("{english} has no `{}`", name.text),
            ),
        };
        let diagnostic = Diagnostic::new(name.span, spanish, english);
        let suggestion = nearest(&name.text, names.iter().copied());
        let list = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let listed = !matches!(base, Type::Context(_)) && !names.is_empty();
        self.push(match suggestion {
            None if listed => {
                diagnostic.helped_by(format!("tiene {}", list()), format!("it has {}", list()))
            }
            suggestion => diagnostic.suggesting(suggestion),
        });
        Type::Any
    }
}
