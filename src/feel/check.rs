//! What a condition gets wrong before any submission is read: names, kinds of operands, arguments.

use std::sync::Arc;

use crate::finding::nearest;
use crate::source::Span;

use super::ast::*;
use super::diagnostic::Diagnostic;
use super::functions::{Function, Library, Takes};
use super::types::{ContextType, Type};

/// The type of an expression and the mistakes in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Its type; [`Type::Any`] where a mistake hides it.
    pub of: Type,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Infers the type of an expression; `names` are looked up in their order.
pub fn check(expr: &Expr, library: &Library, names: &[&ContextType]) -> Checked {
    let mut checker = Checker { library, names, frames: Vec::new(), diagnostics: Vec::new() };
    let of = checker.infer(expr);
    let mut diagnostics = checker.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Checked { of, diagnostics }
}

enum Frame {
    Variable(Arc<str>, Type),
    Element(Type),
}

struct Checker<'c> {
    library: &'c Library,
    names: &'c [&'c ContextType],
    frames: Vec<Frame>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn infer(&mut self, expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Null => Type::Null,
            ExprKind::Bool(_) => Type::Bool,
            ExprKind::Number(_) => Type::number(),
            ExprKind::Text(_) => Type::Text,
            ExprKind::At(_) => Type::Any,
            ExprKind::Unary(_, operand) => {
                self.infer(operand);
                Type::Range
            }
            ExprKind::Error => Type::Any,
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Member(base, name) => {
                let base = self.infer(base);
                self.member(&base, name)
            }
            ExprKind::Filter(base, filter) => self.filter(base, filter),
            ExprKind::List(items) => {
                let types: Vec<Type> = items.iter().map(|item| self.infer(item)).collect();
                Type::list(types.into_iter().reduce(Type::join).unwrap_or(Type::Null))
            }
            ExprKind::Context(entries) => self.context(entries),
            ExprKind::Range(range) => {
                let low = range.low.as_ref().map_or(Type::Any, |low| self.infer(low));
                let high = range.high.as_ref().map_or(Type::Any, |high| self.infer(high));
                self.comparable(expr.span, &low, &high);
                Type::Range
            }
            ExprKind::Negate(operand) => {
                let of = self.infer(operand);
                self.expect(operand.span, &of, &Type::number());
                of
            }
            ExprKind::Arithmetic(sign, left, right) => self.arithmetic(*sign, left, right),
            ExprKind::Compare(_, left, right) => {
                let (a, b) = (self.infer(left), self.infer(right));
                self.comparable(expr.span, &a, &b);
                self.choice(&a, right);
                self.choice(&b, left);
                Type::Bool
            }
            ExprKind::Logic(_, left, right) => {
                self.condition(left);
                self.condition(right);
                Type::Bool
            }
            ExprKind::Between(value, low, high) => {
                let of = self.infer(value);
                for end in [low, high] {
                    let end_type = self.infer(end);
                    self.comparable(end.span, &of, &end_type);
                }
                Type::Bool
            }
            ExprKind::In(value, tests) => {
                self.membership(value, tests);
                Type::Bool
            }
            ExprKind::If(condition, then, otherwise) => {
                self.condition(condition);
                let then = self.infer(then);
                then.join(self.infer(otherwise))
            }
            ExprKind::For(bindings, body) => {
                let base = self.bind(bindings);
                self.frames.push(Frame::Variable(Arc::from("partial"), Type::list(Type::Any)));
                let of = self.infer(body);
                self.frames.truncate(base);
                Type::list(of)
            }
            ExprKind::Quantified(_, bindings, body) => {
                let base = self.bind(bindings);
                self.condition(body);
                self.frames.truncate(base);
                Type::Bool
            }
            ExprKind::InstanceOf(value, _) => {
                self.infer(value);
                Type::Bool
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            ExprKind::Function(function) => {
                let base = self.frames.len();
                let parameters = function.parameters.iter();
                self.frames.extend(
                    parameters.map(|name| Frame::Variable(Arc::clone(&name.text), Type::Any)),
                );
                self.infer(&function.body);
                self.frames.truncate(base);
                Type::Function
            }
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Type {
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
        self.diagnostics.push(diagnostic.suggesting(suggestion));
        Type::Any
    }

    fn lookup(&self, name: &str) -> Option<Type> {
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
        self.names.iter().find_map(|names| names.get(name)).cloned()
    }

    fn visible(&self) -> Vec<String> {
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

    fn member(&mut self, base: &Type, name: &Name) -> Type {
        match base {
            Type::Any | Type::Null => Type::Any,
            Type::List(item) => Type::list(self.member(item, name)),
            Type::Context(context) => match context.get(&name.text) {
                Some(of) => of.clone(),
                None => {
                    let diagnostic = Diagnostic::new(
                        name.span,
                        format!("no hay ningún campo `{}` aquí", name.text),
                        format!("there is no field `{}` here", name.text),
                    );
                    let suggestion = nearest(&name.text, context.names());
                    self.diagnostics.push(diagnostic.suggesting(suggestion));
                    Type::Any
                }
            },
            other => {
                let (spanish, english) = other.words();
                self.report(
                    name.span,
                    &format!("{spanish} no tiene campos"),
                    &format!("{english} has no fields"),
                );
                Type::Any
            }
        }
    }

    fn filter(&mut self, base: &Expr, filter: &Expr) -> Type {
        let item = self.infer(base).item();
        self.frames.push(Frame::Element(item.clone()));
        let by = self.infer(filter);
        self.frames.pop();
        match by {
            Type::Number { .. } => item,
            Type::Bool => Type::list(item),
            Type::Any | Type::Null => Type::Any,
            other => {
                let (spanish, english) = other.words();
                self.report(
                    filter.span,
                    &format!("entre corchetes va una posición o una condición, no {spanish}"),
                    &format!("a position or a condition goes between brackets, not {english}"),
                );
                Type::list(item)
            }
        }
    }

    fn context(&mut self, entries: &[(Name, Expr)]) -> Type {
        let base = self.frames.len();
        let mut members = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            let of = self.infer(value);
            self.frames.push(Frame::Variable(Arc::clone(&name.text), of.clone()));
            members.push((Arc::clone(&name.text), of));
        }
        self.frames.truncate(base);
        Type::Context(Arc::new(ContextType { members }))
    }

    fn arithmetic(&mut self, sign: Arithmetic, left: &Expr, right: &Expr) -> Type {
        let (a, b) = (self.infer(left), self.infer(right));
        let texts = |of: &Type| matches!(of, Type::Text | Type::Choice(_));
        if sign == Arithmetic::Add && texts(&a) && texts(&b) {
            return Type::Text;
        }
        self.expect(left.span, &a, &Type::number());
        self.expect(right.span, &b, &Type::number());
        let additive = matches!(sign, Arithmetic::Add | Arithmetic::Subtract);
        if additive && a == b { a } else { Type::number() }
    }

    fn membership(&mut self, value: &Expr, tests: &[Test]) {
        let of = self.infer(value);
        self.frames.push(Frame::Variable(Arc::from("?"), of.clone()));
        for test in tests {
            match test {
                Test::Compare(_, operand) => {
                    let operand_type = self.infer(operand);
                    self.comparable(operand.span, &of, &operand_type);
                }
                Test::Value(test) => {
                    let test_type = self.infer(test);
                    self.choice(&of, test);
                    if let ExprKind::List(items) = &test.kind {
                        items.iter().for_each(|item| self.choice(&of, item));
                    }
                    if !matches!(test_type, Type::Range | Type::List(_) | Type::Bool) {
                        self.comparable(test.span, &of, &test_type);
                    }
                }
            }
        }
        self.frames.pop();
    }

    /// Brings the variables into scope; gives how many frames there were before.
    fn bind(&mut self, bindings: &[Binding]) -> usize {
        let base = self.frames.len();
        for binding in bindings {
            let list = self.infer(&binding.list);
            let of = match &binding.until {
                Some(until) => {
                    self.expect(binding.list.span, &list, &Type::number());
                    let last = self.infer(until);
                    self.expect(until.span, &last, &Type::number());
                    Type::number()
                }
                None if list == Type::Range => Type::Any,
                None => list.item(),
            };
            self.frames.push(Frame::Variable(Arc::clone(&binding.name.text), of));
        }
        base
    }

    fn condition(&mut self, expr: &Expr) {
        let of = self.infer(expr);
        self.expect(expr.span, &of, &Type::Bool);
    }

    fn call(&mut self, callee: &Callee, arguments: &[Argument]) -> Type {
        let types: Vec<Type> =
            arguments.iter().map(|argument| self.infer(&argument.value)).collect();
        let name = match callee {
            Callee::Computed(callee) => {
                self.infer(callee);
                return Type::Any;
            }
            Callee::Named(name) => name,
        };
        if self.lookup(&name.text).is_some() {
            return Type::Any;
        }
        let functions = self.library.get(&name.text);
        let named = || arguments.iter().filter_map(|argument| argument.name.as_ref());
        let fits = |function: &&&'static Function| {
            function.fits(arguments.len(), named().map(|name| Arc::clone(&name.text)))
        };
        let Some(function) = functions.iter().find(fits).or(functions.first()) else {
            let known = self.library.functions().map(|function| function.name);
            let diagnostic = Diagnostic::new(
                name.span,
                format!("no hay ninguna función `{}`", name.text),
                format!("there is no function `{}`", name.text),
            );
            self.diagnostics.push(diagnostic.suggesting(nearest(&name.text, known)));
            return Type::Any;
        };
        self.arguments(function, name.span, arguments, &types);
        (function.returns)(&types)
    }

    fn arguments(&mut self, function: &Function, at: Span, arguments: &[Argument], types: &[Type]) {
        let most = function.parameters.len();
        let fits = arguments.len() >= function.required()
            && (function.variadic || arguments.len() <= most);
        if !fits {
            let signature = function.signature();
            self.report(
                at,
                &format!("se escribe `{signature}`"),
                &format!("it is written `{signature}`"),
            );
            return;
        }
        for (index, (argument, of)) in arguments.iter().zip(types).enumerate() {
            let parameter = match &argument.name {
                None => function.parameters.get(index).or(function.parameters.last()),
                Some(name) => {
                    let found =
                        function.parameters.iter().find(|parameter| parameter.name == &*name.text);
                    if found.is_none() {
                        let signature = function.signature();
                        self.report(
                            name.span,
                            &format!("se escribe `{signature}`"),
                            &format!("it is written `{signature}`"),
                        );
                    }
                    found
                }
            };
            if let Some(parameter) = parameter {
                self.argument(argument.value.span, of, parameter.takes);
            }
        }
    }

    fn argument(&mut self, span: Span, of: &Type, takes: Takes) {
        let of = if takes.spreads() { of.item() } else { of.clone() };
        self.expect(span, &of, &takes.as_type());
    }

    fn expect(&mut self, span: Span, found: &Type, expected: &Type) {
        if !found.meets(expected) {
            let ((wanted, wanted_en), (is, is_en)) = (expected.words(), found.words());
            self.report(
                span,
                &format!("aquí va {wanted}, y esto es {is}"),
                &format!("{wanted_en} goes here, and this is {is_en}"),
            );
        }
    }

    fn comparable(&mut self, span: Span, a: &Type, b: &Type) {
        if !a.meets(b) {
            let ((one, one_en), (other, other_en)) = (a.words(), b.words());
            self.report(
                span,
                &format!("se compara {one} con {other}"),
                &format!("{one_en} is compared with {other_en}"),
            );
        }
    }

    /// A literal compared with a field of a closed list must be one of its values.
    fn choice(&mut self, field: &Type, literal: &Expr) {
        let (Type::Choice(allowed), ExprKind::Text(text)) = (field, &literal.kind) else { return };
        if !allowed.contains(text) {
            let diagnostic = Diagnostic::new(
                literal.span,
                format!("ese campo nunca vale `{text}`"),
                format!("that field is never `{text}`"),
            );
            let list: Vec<String> = allowed.iter().map(|value| format!("`{value}`")).collect();
            let suggestion = nearest(text, allowed.iter().map(|value| &**value));
            self.diagnostics.push(match suggestion {
                Some(_) => diagnostic.suggesting(suggestion),
                None => diagnostic.helped_by(
                    format!("puede valer {}", list.join(", ")),
                    format!("it may be {}", list.join(", ")),
                ),
            });
        }
    }

    fn report(&mut self, span: Span, spanish: &str, english: &str) {
        self.diagnostics.push(Diagnostic::new(span, spanish, english));
    }
}
