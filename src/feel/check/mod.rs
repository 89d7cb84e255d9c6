//! What a condition gets wrong before any submission is read: names, kinds and units of operands, arguments.
//!
//! Takes a tree and the types of the names it may use; gives its type and every mistake in it. Goes on
//! after each: what a mistake hides is [`Type::Any`], which agrees with anything, so none is told twice.

mod calls;
mod operators;
mod scope;
mod words;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

use super::ast::*;
use super::diagnostic::Diagnostic;
use super::functions::Library;
use super::types::{ContextType, FunctionType, Type, unknown_type_name};
use super::units::Unit;
use scope::Frame;

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
    let mut checker = Checker::new(library, names);
    let of = checker.infer(expr);
    let mut diagnostics = checker.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Checked { of, diagnostics }
}

/// The types of an expression and of all its parts, each with its bytes; whole after its parts.
pub fn types_of_parts(expr: &Expr, library: &Library, names: &[&ContextType]) -> Vec<(Span, Type)> {
    let mut checker = Checker::new(library, names);
    checker.parts = Some(Vec::new());
    checker.infer(expr);
    checker.parts.unwrap_or_default()
}

struct Checker<'c> {
    library: &'c Library,
    names: &'c [&'c ContextType],
    frames: Vec<Frame>,
    diagnostics: Vec<Diagnostic>,
    /// The type of each part seen so far, where they are asked for.
    parts: Option<Vec<(Span, Type)>>,
}

impl<'c> Checker<'c> {
    fn new(library: &'c Library, names: &'c [&'c ContextType]) -> Checker<'c> {
        Checker { library, names, frames: Vec::new(), diagnostics: Vec::new(), parts: None }
    }
}

impl Checker<'_> {
    fn infer(&mut self, expr: &Expr) -> Type {
        let of = self.kind(expr);
        if let Some(parts) = &mut self.parts {
            parts.push((expr.span, of.clone()));
        }
        of
    }

    fn kind(&mut self, expr: &Expr) -> Type {
        match &expr.kind {
            ExprKind::Null => Type::Null,
            ExprKind::Bool(_) => Type::Bool,
            ExprKind::Number(_) => Type::Number(Unit::Plain),
            ExprKind::Text(_) => Type::Text,
            ExprKind::At(temporal) => Type::temporal(temporal.kind()),
            ExprKind::Error => Type::Any,
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Member(base, name) => {
                let base = self.infer(base);
                self.member(&base, name)
            }
            ExprKind::Filter(base, filter) => self.filter(base, filter),
            ExprKind::List(items) => {
                let types: Vec<Type> = items.iter().map(|item| self.infer(item)).collect();
                Type::list(joined(types))
            }
            ExprKind::Context(entries) => self.context(entries),
            ExprKind::Range(range) => self.range(expr.span, range),
            ExprKind::Unary(sign, operand) => self.half_range(*sign, operand),
            ExprKind::Negate(operand) => self.negation(operand),
            ExprKind::Arithmetic(sign, left, right) => self.arithmetic(*sign, left, right),
            ExprKind::Compare(sign, left, right) => self.compare(expr.span, *sign, left, right),
            ExprKind::Logic(_, left, right) => {
                self.condition(left);
                self.condition(right);
                Type::Bool
            }
            ExprKind::Between(value, low, high) => self.between(value, [low, high]),
            ExprKind::In(value, tests) => self.membership(value, tests),
            ExprKind::If(condition, then, otherwise) => {
                self.condition(condition);
                let then = self.infer(then);
                then.join(self.infer(otherwise))
            }
            ExprKind::For(bindings, body) => self.iteration(bindings, body),
            ExprKind::Quantified(_, bindings, body) => {
                let base = self.bind(bindings);
                self.condition(body);
                self.frames.truncate(base);
                Type::Bool
            }
            ExprKind::InstanceOf(value, name) => {
                self.infer(value);
                self.type_name(name);
                Type::Bool
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            ExprKind::Function(function) => self.function(function, &[]),
        }
    }

    fn filter(&mut self, base: &Expr, filter: &Expr) -> Type {
        let item = self.infer(base).item();
        self.frames.push(Frame::Element(item.clone()));
        let by = self.infer(filter);
        self.frames.pop();
        match by {
            Type::Number(_) => {
                if literal(filter) == Some(Decimal::ZERO) {
                    self.report(
                        filter.span,
                        "las posiciones se cuentan desde 1",
                        "positions count from 1",
                    );
                }
                item
            }
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

    fn iteration(&mut self, bindings: &[Binding], body: &Expr) -> Type {
        let base = self.bind(bindings);
        self.frames.push(Frame::Variable(Arc::from("partial"), Type::list(Type::Any)));
        let of = self.infer(body);
        self.frames.truncate(base);
        Type::list(of)
    }

    /// Brings the variables into scope; gives how many frames there were before.
    fn bind(&mut self, bindings: &[Binding]) -> usize {
        let base = self.frames.len();
        for binding in bindings {
            let list = self.infer(&binding.list);
            let of = match (&binding.until, list) {
                (Some(until), first) => {
                    let last = self.infer(until);
                    self.expect(binding.list.span, &first, &Type::number());
                    self.expect(until.span, &last, &Type::number());
                    self.comparable(until.span, &first, &last);
                    let of = first.join(last);
                    if matches!(of, Type::Number(_)) { of } else { Type::number() }
                }
                (None, Type::Range(of)) => of.as_ref().clone(),
                (None, Type::List(item)) => item.as_ref().clone(),
                (None, other) => self.lone(&binding.list, other),
            };
            self.frames.push(Frame::Variable(Arc::clone(&binding.name.text), of));
        }
        base
    }

    /// One value to run over: the standard reads it as a list of one, nobody writes it on purpose.
    fn lone(&mut self, list: &Expr, of: Type) -> Type {
        if !matches!(of, Type::Any | Type::Null) {
            let (is, is_en) = of.words();
            let diagnostic = Diagnostic::new(
                list.span,
                format!("aquí va una lista o un intervalo, y esto es {is}"),
                format!("a list or a range goes here, and this is {is_en}"),
            );
            self.push(match of {
                Type::Number(_) => diagnostic.helped_by(
                    "para contar desde 1, escriba `1..` antes",
                    "to count from 1, write `1..` before it",
                ),
                _ => diagnostic,
            });
        }
        of
    }

    /// A function and what it gives, its parameters being of some types; anything where there are too few.
    fn function(&mut self, function: &FunctionExpr, takes: &[Type]) -> Type {
        let base = self.frames.len();
        for (index, name) in function.parameters.iter().enumerate() {
            let written = function.types.get(index).and_then(Option::as_ref).map(Type::written);
            let of = written.or_else(|| takes.get(index).cloned()).unwrap_or_default();
            self.frames.push(Frame::Variable(Arc::clone(&name.text), of));
        }
        let result = self.infer(&function.body);
        self.frames.truncate(base);
        let names = function.parameters.iter().map(|name| Arc::clone(&name.text));
        Type::Function(Arc::new(FunctionType { parameters: Some(names.collect()), result }))
    }

    fn condition(&mut self, expr: &Expr) {
        let of = self.infer(expr);
        self.expect(expr.span, &of, &Type::Bool);
    }

    fn type_name(&mut self, name: &TypeName) {
        let unknown = name.of.is_none().then(|| unknown_type_name(&name.text)).flatten();
        if let Some((wrong, nearest)) = unknown {
            let diagnostic = Diagnostic::new(
                name.span,
                format!("`{wrong}` no es un tipo"),
                format!("`{wrong}` is not a type"),
            );
            self.push(diagnostic.suggesting(nearest));
        }
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

    fn report(&mut self, span: Span, spanish: &str, english: &str) {
        self.push(Diagnostic::new(span, spanish, english));
    }

    /// Keeps a mistake, once.
    fn push(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

/// What types have in common; nothing, where there are none.
fn joined(types: impl IntoIterator<Item = Type>) -> Type {
    types.into_iter().reduce(Type::join).unwrap_or(Type::Null)
}

/// The number that an expression writes out.
fn literal(expr: &Expr) -> Option<Decimal> {
    match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Negate(operand) => literal(operand).map(|number| -number),
        _ => None,
    }
}
