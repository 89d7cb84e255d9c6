//! Calls: how many arguments, by which names, and what each may be.

use std::sync::Arc;

use crate::finding::nearest;
use crate::source::Span;

use super::super::ast::*;
use super::super::diagnostic::Diagnostic;
use super::super::functions::{Function, Takes, are_flags};
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
        match self.library.get(&name.text) {
            [] => {}
            [function] => return self.library_call(function, name.span, arguments),
            functions => return self.overloaded(functions, name.span, arguments),
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

    /// A call of a name that several functions have: the first that takes such arguments.
    fn overloaded(
        &mut self,
        functions: &[&'static Function],
        at: Span,
        arguments: &[Argument],
    ) -> Type {
        let types: Vec<Type> =
            arguments.iter().map(|argument| self.infer(&argument.value)).collect();
        let named = || arguments.iter().filter_map(|argument| argument.name.as_ref());
        let names = || named().map(|name| Arc::clone(&name.text));
        let fits = functions.iter().filter(|function| function.fits(arguments.len(), names()));
        let fitting: Vec<&Function> = fits.copied().collect();
        let admits = |function: &&&Function| {
            let place = |(index, argument)| place(function, index, argument);
            let mut taken = arguments.iter().enumerate().map(place).zip(&types);
            taken.all(|(place, of)| place.is_some_and(|place| takes(function, place).admits(of)))
        };
        let Some(function) = fitting.iter().find(admits).or(fitting.first()) else {
            let ways: Vec<String> =
                functions.iter().map(|function| format!("`{}`", function.signature())).collect();
            self.report(
                at,
                &format!("se escribe {}", ways.join(" o ")),
                &format!("it is written {}", ways.join(" or ")),
            );
            return Type::Any;
        };
        let mut given: Vec<Type> = Vec::new();
        for ((index, argument), of) in arguments.iter().enumerate().zip(types) {
            let Some(place) = place(function, index, argument) else { continue };
            self.gathered(takes(function, place), argument.value.span, &of, &mut None);
            self.beside(function, argument.value.span, given.first(), &of);
            put(&mut given, place, of);
        }
        (function.returns)(&given)
    }

    /// Points and ranges of points, of which one is told how it lies to the other.
    fn beside(&mut self, function: &Function, span: Span, first: Option<&Type>, of: &Type) {
        let points = |takes| matches!(takes, Takes::Point | Takes::Range);
        let related = function.parameters.iter().all(|parameter| points(parameter.takes));
        if let (true, Some(first)) = (related, first) {
            self.comparable(span, first.end(), of.end());
        }
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
        let mut given: Vec<Type> = Vec::new();
        let mut so_far: Option<Unit> = None;
        for (argument, place) in arguments.iter().zip(&places) {
            let takes = place.map_or(Takes::Any, |place| takes(function, place));
            let of = self.argument(takes, &argument.value, given.first(), &mut so_far);
            self.beside(function, argument.value.span, given.first(), &of);
            if let Some(place) = *place {
                put(&mut given, place, of);
            }
        }
        let written = |wanted| {
            let mut arguments = arguments.iter().zip(&places);
            let is_wanted =
                |place: Option<usize>| place.map(|at| takes(function, at)) == Some(wanted);
            arguments.find(|(_, place)| is_wanted(**place)).map(|(argument, _)| &argument.value)
        };
        if let Some(pattern) = written(Takes::Pattern) {
            self.pattern(pattern, written(Takes::Flags));
        }
        (function.returns)(&given)
    }

    /// A pattern that is written out must be one, as its flags have it read.
    fn pattern(&mut self, pattern: &Expr, flags: Option<&Expr>) {
        let read_by = match flags.map(|flags| (&flags.kind, flags.span)) {
            None => "",
            Some((ExprKind::Text(text), _)) if are_flags(text) => text,
            Some((ExprKind::Text(_), span)) => {
                return self.report(
                    span,
                    "aquí van letras entre `s`, `m`, `i`, `x` y `q`",
                    "here go letters among `s`, `m`, `i`, `x` and `q`",
                );
            }
            Some(_) => return,
        };
        if let ExprKind::Text(text) = &pattern.kind
            && !self.library.knows_pattern(text, read_by)
        {
            self.report(
                pattern.span,
                "no es una expresión regular de la norma",
                "this is no regular expression of the standard",
            );
        }
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
            (Takes::WordList, _) => self.word_list(value),
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

    /// The name of a word list, written out, or a list of expressions.
    fn word_list(&mut self, value: &Expr) -> Type {
        let of = self.infer(value);
        match &value.kind {
            ExprKind::Text(name) if !self.library.word_lists().any(|known| known == &**name) => {
                let diagnostic = Diagnostic::new(
                    value.span,
                    format!("el léxico no tiene una lista `{name}`"),
                    format!("the lexicon has no list `{name}`"),
                );
                let near = nearest(name, self.library.word_lists());
                self.push(Diagnostic { lacks_list: true, ..diagnostic.suggesting(near) });
            }
            ExprKind::Text(_) => {}
            _ if matches!(of, Type::Text | Type::Choice(_)) => {
                self.report(
                    value.span,
                    "aquí va el nombre de una lista del léxico, escrito entre comillas, o una lista de textos",
                    "the name of a list of the lexicon goes here, in quotes, or a list of texts",
                );
            }
            _ => self.gathered(Takes::WordList, value.span, &of, &mut None),
        }
        of
    }

    /// Checks one value, or what a list holds, against what a parameter takes.
    fn gathered(&mut self, takes: Takes, span: Span, of: &Type, so_far: &mut Option<Unit>) {
        if !takes.admits(of) {
            let ((wanted, wanted_en), (is, is_en)) = (takes.words(), of.words());
            self.report(
                span,
                &format!("aquí va {wanted}, y esto es {is}"),
                &format!("{wanted_en} goes here, and this is {is_en}"),
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

/// What the parameter at a position takes; the last also takes what follows it.
fn takes(function: &Function, place: usize) -> Takes {
    let parameter = function.parameters.get(place).or(function.parameters.last());
    parameter.map_or(Takes::Any, |parameter| parameter.takes)
}

/// The position of the parameter that an argument is for.
fn place(function: &Function, index: usize, argument: &Argument) -> Option<usize> {
    match &argument.name {
        Some(name) => function.parameters.iter().position(|known| known.name == &*name.text),
        None => Some(index),
    }
}

/// Puts a type at a position; what is not given before it is nothing.
fn put(types: &mut Vec<Type>, place: usize, of: Type) {
    if types.len() <= place {
        types.resize(place + 1, Type::Null);
    }
    types[place] = of;
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
