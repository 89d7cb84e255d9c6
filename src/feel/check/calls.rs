//! Calls: how many arguments, by which names, and what each may be.

use std::sync::Arc;

use crate::finding::nearest;
use crate::source::Span;

use super::super::ast::*;
use super::super::diagnostic::Diagnostic;
use super::super::functions::{Function, Takes};
use super::super::types::{FunctionType, Type};
use super::super::units::{self, Operand, Unit};
use super::words::Attempt;
use super::{Checker, joined};

impl Checker<'_> {
    pub(super) fn call(&mut self, callee: &Callee, arguments: &[Argument]) -> Type {
        let name = match callee {
            Callee::Computed(callee) => {
                let of = self.infer(callee);
                return self.apply(callee.span, "function", &of, arguments);
            }
            Callee::Named(name) => name,
        };
        if let Some(of) = self.lookup(&name.text) {
            return self.apply(name.span, &name.text, &of, arguments);
        }
        if let Some(function) = self.library.get(&name.text) {
            return self.library_call(function, name.span, arguments);
        }
        arguments.iter().for_each(|argument| {
            self.infer(&argument.value);
        });
        let known = self.library.functions().map(|function| function.name);
        let diagnostic = Diagnostic::new(
            name.span,
            format!("no hay ninguna función `{}`", name.text),
            format!("there is no function `{}`", name.text),
        );
        self.push(diagnostic.suggesting(nearest(&name.text, known)));
        Type::Any
    }

    /// A call of a function that the expression defines.
    fn apply(&mut self, at: Span, name: &str, of: &Type, arguments: &[Argument]) -> Type {
        arguments.iter().for_each(|argument| {
            self.infer(&argument.value);
        });
        let function: &FunctionType = match of {
            Type::Function(function) => function,
            Type::Any | Type::Null => return Type::Any,
            other => {
                let (is, is_en) = other.words();
                self.report(
                    at,
                    &format!("esto es {is}, y no una función"),
                    &format!("this is {is_en}, not a function"),
                );
                return Type::Any;
            }
        };
        if let Some(parameters) = &function.parameters {
            let names: Vec<&str> = parameters.iter().map(|name| &**name).collect();
            let signature = Signature {
                name,
                text: format!("{name}({})", names.join(", ")),
                required: names.len(),
                variadic: false,
                names,
            };
            self.places(&signature, at, arguments);
        }
        function.result.clone()
    }

    fn library_call(&mut self, function: &Function, at: Span, arguments: &[Argument]) -> Type {
        let signature = Signature {
            name: function.name,
            text: function.signature(),
            names: function.parameters.iter().map(|parameter| parameter.name).collect(),
            required: function.required(),
            variadic: function.variadic,
        };
        let places = self.places(&signature, at, arguments);
        let mut types: Vec<Type> = Vec::new();
        let mut so_far: Option<Unit> = None;
        for (argument, place) in arguments.iter().zip(&places) {
            let takes = place.map_or(Takes::Any, |place| {
                let parameter = function.parameters.get(place).or(function.parameters.last());
                parameter.map_or(Takes::Any, |parameter| parameter.takes)
            });
            let of = self.argument(takes, &argument.value, types.first(), &mut so_far);
            if let Some(place) = *place {
                if types.len() <= place {
                    types.resize(place + 1, Type::Null);
                }
                types[place] = of;
            }
        }
        (function.returns)(&types)
    }

    /// The position of the parameter that each argument is for; none where there is no such.
    fn places(
        &mut self,
        signature: &Signature<'_>,
        at: Span,
        arguments: &[Argument],
    ) -> Vec<Option<usize>> {
        let most = if signature.variadic { usize::MAX } else { signature.names.len() };
        let by_name = arguments.iter().any(|argument| argument.name.is_some());
        let fits = arguments.len() >= signature.required && arguments.len() <= most;
        if !fits && !by_name {
            self.report(
                at,
                &format!("se escribe `{}`", signature.text),
                &format!("it is written `{}`", signature.text),
            );
        }
        let mut places: Vec<Option<usize>> = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let place = match &argument.name {
                None => Some(index).filter(|index| *index < most),
                Some(name) => self.named(signature, name),
            };
            let taken = place.is_some() && places.contains(&place);
            if let (true, Some(name)) = (taken, &argument.name) {
                self.report(
                    name.span,
                    &format!("el argumento `{}` se da dos veces", name.text),
                    &format!("the argument `{}` is given twice", name.text),
                );
            }
            places.push(place);
        }
        if by_name && !places.contains(&None) {
            self.missing(signature, at, &places);
        }
        places
    }

    fn named(&mut self, signature: &Signature<'_>, name: &Name) -> Option<usize> {
        let found = signature.names.iter().position(|parameter| *parameter == &*name.text);
        if found.is_none() {
            let diagnostic = Diagnostic::new(
                name.span,
                format!("`{}` no tiene un argumento `{}`", signature.name, name.text),
                format!("`{}` has no argument `{}`", signature.name, name.text),
            );
            let suggestion = nearest(&name.text, signature.names.iter().copied());
            self.push(match suggestion {
                Some(_) => diagnostic.suggesting(suggestion),
                None => diagnostic.helped_by(
                    format!("se escribe `{}`", signature.text),
                    format!("it is written `{}`", signature.text),
                ),
            });
        }
        found
    }

    fn missing(&mut self, signature: &Signature<'_>, at: Span, places: &[Option<usize>]) {
        for (place, name) in signature.names.iter().enumerate().take(signature.required) {
            if !places.contains(&Some(place)) {
                let diagnostic = Diagnostic::new(
                    at,
                    format!("falta el argumento `{name}`"),
                    format!("the argument `{name}` is missing"),
                );
                self.push(diagnostic.helped_by(
                    format!("se escribe `{}`", signature.text),
                    format!("it is written `{}`", signature.text),
                ));
            }
        }
    }

    /// Checks an argument against what its parameter takes; gives its type.
    ///
    /// `so_far` is the unit of the figures before it, which those that are gathered must share.
    fn argument(
        &mut self,
        takes: Takes,
        value: &Expr,
        first: Option<&Type>,
        so_far: &mut Option<Unit>,
    ) -> Type {
        match (takes, &value.kind) {
            (Takes::Order, ExprKind::Function(function)) => {
                let item = first.map(Type::item).unwrap_or_default();
                self.order(function, value.span, &item)
            }
            (_, ExprKind::List(items)) if takes.spreads() => {
                let types = items.iter().map(|item| {
                    let of = self.infer(item);
                    self.gathered(takes, item.span, &of, so_far);
                    of
                });
                Type::list(joined(types.collect::<Vec<_>>()))
            }
            _ => {
                let of = self.infer(value);
                let part = if takes.spreads() { of.item() } else { of.clone() };
                self.gathered(takes, value.span, &part, so_far);
                if takes == Takes::Alike {
                    let like = first.map(Type::item).unwrap_or_default();
                    self.comparable(value.span, &like, &part);
                    self.choice(&like, value);
                }
                of
            }
        }
    }

    /// Checks one value, or what a list holds, against what a parameter takes.
    fn gathered(&mut self, takes: Takes, span: Span, of: &Type, so_far: &mut Option<Unit>) {
        self.expect(span, of, &takes.as_type());
        if takes == Takes::Ordered && !of.is_ordered() {
            let (is, is_en) = of.words();
            self.report(
                span,
                &format!("aquí van números, textos o fechas, y esto es {is}"),
                &format!("numbers, texts or dates go here, and this is {is_en}"),
            );
        }
        let Type::Number(unit) = of else { return };
        match takes {
            Takes::Share if unit.agree(&Unit::share()).is_err() => {
                self.wrong_unit(span, ("una proporción", "a share"), unit, &Unit::share());
            }
            Takes::Money if !unit.tells_money() => {
                self.wrong_unit(span, ("un monto", "an amount of money"), unit, &Unit::Unknown);
            }
            Takes::Numbers | Takes::Ordered => self.alike(span, unit, so_far, Attempt::Comparison),
            Takes::Addends => self.added(span, unit, so_far),
            _ => {}
        }
    }

    fn alike(&mut self, span: Span, unit: &Unit, so_far: &mut Option<Unit>, attempt: Attempt) {
        let Some(before) = so_far else {
            *so_far = Some(unit.clone());
            return;
        };
        match before.agree(unit) {
            Ok(()) => *so_far = Some(before.join(unit)),
            Err(why) => {
                let before = before.clone();
                self.clash(span, attempt, (&before, unit), why);
            }
        }
    }

    /// Points in time have no sum, not even those of one list.
    fn added(&mut self, span: Span, unit: &Unit, so_far: &mut Option<Unit>) {
        let operand = Operand { unit, literal: None };
        if matches!(unit, Unit::Date(_))
            && let Err(why) = units::sum(operand, operand)
        {
            return self.clash(span, Attempt::Sum, (unit, unit), why);
        }
        self.alike(span, unit, so_far, Attempt::Sum);
    }

    /// A function that says which of two items comes first.
    fn order(&mut self, function: &Arc<FunctionExpr>, span: Span, item: &Type) -> Type {
        let of = self.function(function, &[item.clone(), item.clone()]);
        if function.parameters.len() != 2 {
            self.report(
                span,
                "para ordenar, la función recibe dos elementos",
                "to sort, the function takes two items",
            );
        }
        if let Type::Function(known) = &of {
            let result = known.result.clone();
            self.expect(function.body.span, &result, &Type::Bool);
        }
        of
    }
}

/// What is known of a function when its arguments are placed.
struct Signature<'s> {
    name: &'s str,
    /// As people write it.
    text: String,
    names: Vec<&'s str>,
    required: usize,
    variadic: bool,
}
