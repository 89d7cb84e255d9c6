//! Where expressions begin: literals, names, calls, brackets, and the words that open a form.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

use super::super::ast::*;
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{Kind, Token};
use super::super::temporal::Temporal;
use super::literal::unescape;
use super::{KEYWORDS, Parser, strength};

impl<'t> Parser<'t> {
    pub(super) fn primary(&mut self) -> Expr {
        let token = self.peek();
        match (token.kind, self.slice(token)) {
            (Kind::Number, text) => {
                self.advance();
                self.number(text, token.span)
            }
            (Kind::Text, text) => {
                self.advance();
                Expr::new(ExprKind::Text(unescape(text).into()), token.span)
            }
            (Kind::At, text) => {
                self.advance();
                self.temporal(&unescape(&text[1..]), token.span)
            }
            (Kind::Symbol, "(") => self.parenthesis(),
            (Kind::Symbol, "[") => self.bracket(),
            (Kind::Symbol, "]") => self.reversed_range(),
            (Kind::Symbol, "{") => self.context(),
            (Kind::Symbol, "?") => {
                self.advance();
                Expr::new(ExprKind::Name(Arc::from("?")), token.span)
            }
            (Kind::Name, word) => self.word(word, token),
            _ => self.missing(),
        }
    }

    pub(super) fn word(&mut self, word: &str, token: Token) -> Expr {
        if let Some(name) = self.spaced_name() {
            let span = name.span;
            return self.call(Callee::Named(name), span);
        }
        let literal = match word {
            "null" => Some(ExprKind::Null),
            "true" => Some(ExprKind::Bool(true)),
            "false" => Some(ExprKind::Bool(false)),
            _ => None,
        };
        if let Some(kind) = literal {
            self.advance();
            return Expr::new(kind, token.span);
        }
        match word {
            "if" => self.conditional(),
            "for" => self.iteration(),
            "some" => self.quantified(Quantifier::Some),
            "every" => self.quantified(Quantifier::Every),
            "function" if self.next_is_symbol("(") => self.definition(),
            _ if KEYWORDS.contains(&word) => self.missing(),
            _ => {
                self.advance();
                let name = self.name(token);
                if self.at_symbol("(") {
                    self.call(Callee::Named(name), token.span)
                } else {
                    Expr::new(ExprKind::Name(name.text), token.span)
                }
            }
        }
    }

    /// A library function whose name has spaces, if its words and a `(` stand here.
    pub(super) fn spaced_name(&mut self) -> Option<Name> {
        let start = self.peek().span.start as usize;
        let first = self.slice(self.peek());
        let begins =
            |name: &&str| name.strip_prefix(first).is_some_and(|rest| rest.starts_with(' '));
        let (name, count) = self.library.spaced_names().filter(begins).find_map(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            let here = self.tokens[self.next..].iter().map(|token| self.slice(*token));
            let matches = here.take(words.len()).eq(words.iter().copied());
            let called = self
                .tokens
                .get(self.next + words.len())
                .is_some_and(|token| token.kind == Kind::Symbol && self.slice(*token) == "(");
            (matches && called).then_some((name, words.len()))
        })?;
        self.next += count;
        let end = self.previous().span.end as usize;
        Some(Name { text: Arc::from(name), span: Span::new(start, end) })
    }

    pub(super) fn call(&mut self, callee: Callee, start: Span) -> Expr {
        self.advance();
        let mut arguments = Vec::new();
        if !self.at_symbol(")") {
            loop {
                arguments.push(self.argument());
                if self.take_symbol(",") {
                    continue;
                }
                if self.at_symbol(")") || !self.another_value_starts() {
                    break;
                }
                self.unexpected("falta una coma antes de", "a comma is missing before");
            }
        }
        let end = self.close(")", "(");
        Expr::new(ExprKind::Call(Box::new(callee), arguments), start.to(end))
    }

    pub(super) fn argument(&mut self) -> Argument {
        let token = self.peek();
        let mut ahead = self.next;
        while self.tokens.get(ahead).is_some_and(|token| token.kind == Kind::Name) {
            ahead += 1;
        }
        let colon =
            self.tokens.get(ahead).is_some_and(|t| t.kind == Kind::Symbol && self.slice(*t) == ":");
        if ahead == self.next || !colon {
            return Argument { name: None, value: self.expression() };
        }
        let span = token.span.to(self.tokens[ahead - 1].span);
        let words: Vec<&str> = self.text[span.range()].split_whitespace().collect();
        let name = Name { text: words.join(" ").into(), span };
        self.next = ahead + 1;
        Argument { name: Some(name), value: self.expression() }
    }

    pub(super) fn parenthesis(&mut self) -> Expr {
        let start = self.advance().span;
        if let Some(sign) = self.take_comparison() {
            let operand = Box::new(self.binary(strength::ADD));
            let end = self.close(")", "(");
            return Expr::new(ExprKind::Unary(sign, operand), start.to(end));
        }
        let first = self.expression();
        if self.take_symbol("..") {
            return self.range_after(start, Some(first), false);
        }
        let end = self.close(")", "(");
        Expr::new(first.kind, start.to(end))
    }

    pub(super) fn bracket(&mut self) -> Expr {
        let start = self.advance().span;
        let mut items = Vec::new();
        if !self.at_symbol("]") {
            loop {
                items.push(self.expression());
                if items.len() == 1 && self.take_symbol("..") {
                    return self.range_after(start, items.pop(), true);
                }
                if !self.take_symbol(",") {
                    break;
                }
            }
        }
        let end = self.close("]", "[");
        Expr::new(ExprKind::List(items), start.to(end))
    }

    pub(super) fn reversed_range(&mut self) -> Expr {
        let start = self.advance().span;
        let low = self.expression();
        if !self.take_symbol("..") {
            self.unexpected("falta `..` en el intervalo antes de", "`..` is missing before");
        }
        self.range_after(start, Some(low), false)
    }

    pub(super) fn range_after(
        &mut self,
        start: Span,
        low: Option<Expr>,
        low_included: bool,
    ) -> Expr {
        self.ranges += 1;
        let high = Some(self.expression());
        self.ranges -= 1;
        let token = self.peek();
        let high_included = match (token.kind, self.slice(token)) {
            (Kind::Symbol, "]") => true,
            (Kind::Symbol, ")" | "[") => false,
            _ => {
                self.unclosed(start, "[");
                let span = start.to(self.previous().span);
                return Expr::new(ExprKind::Error, span);
            }
        };
        self.advance();
        let range = RangeExpr { low, high, low_included, high_included };
        Expr::new(ExprKind::Range(Box::new(range)), start.to(token.span))
    }

    pub(super) fn context(&mut self) -> Expr {
        let start = self.advance().span;
        let mut entries = Vec::new();
        while !self.at_symbol("}") && self.peek().kind != Kind::End {
            let key = self.key();
            if entries.iter().any(|(other, _): &(Name, Expr)| other.text == key.text) {
                self.diagnostics.push(Diagnostic::new(
                    key.span,
                    format!("`{}` está dos veces", key.text),
                    format!("`{}` is there twice", key.text),
                ));
            }
            if !self.take_symbol(":") {
                self.unexpected("faltan dos puntos antes de", "a colon is missing before");
            }
            entries.push((key, self.expression()));
            if !self.take_symbol(",") {
                break;
            }
        }
        let end = self.close("}", "{");
        Expr::new(ExprKind::Context(entries), start.to(end))
    }

    /// A context's key: a text, or everything up to the colon.
    pub(super) fn key(&mut self) -> Name {
        let token = self.peek();
        if token.kind == Kind::Text {
            self.advance();
            return Name { text: unescape(self.slice(token)).into(), span: token.span };
        }
        let start = token.span.start as usize;
        while self.peek().kind != Kind::End && !self.at_symbol(":") && !self.at_symbol("}") {
            self.advance();
        }
        let end = (self.previous().span.end as usize).max(start);
        let words: Vec<&str> = self.text[start..end].split_whitespace().collect();
        Name { text: words.join(" ").into(), span: Span::new(start, end) }
    }

    pub(super) fn conditional(&mut self) -> Expr {
        let start = self.advance().span;
        let condition = self.expression();
        self.expect_word("then");
        let then = self.expression();
        self.expect_word("else");
        let otherwise = self.expression();
        let span = start.to(otherwise.span);
        let kind = ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise));
        Expr::new(kind, span)
    }

    pub(super) fn iteration(&mut self) -> Expr {
        let start = self.advance().span;
        let bindings = self.bindings();
        self.expect_word("return");
        let body = self.expression();
        let span = start.to(body.span);
        Expr::new(ExprKind::For(bindings, Box::new(body)), span)
    }

    pub(super) fn quantified(&mut self, quantifier: Quantifier) -> Expr {
        let start = self.advance().span;
        let bindings = self.bindings();
        self.expect_word("satisfies");
        let body = self.expression();
        let span = start.to(body.span);
        Expr::new(ExprKind::Quantified(quantifier, bindings, Box::new(body)), span)
    }

    pub(super) fn bindings(&mut self) -> Vec<Binding> {
        let mut bindings = Vec::new();
        loop {
            let name = self.member_name();
            self.expect_word("in");
            let list = self.expression();
            let until = self.take_symbol("..").then(|| self.expression());
            bindings.push(Binding { name, list, until });
            if !self.take_symbol(",") {
                return bindings;
            }
        }
    }

    pub(super) fn definition(&mut self) -> Expr {
        let start = self.advance().span;
        self.advance();
        let mut parameters = Vec::new();
        let mut types = Vec::new();
        while self.peek().kind == Kind::Name {
            let token = self.advance();
            parameters.push(self.name(token));
            types.push(if self.take_symbol(":") { self.type_name().of } else { None });
            if !self.take_symbol(",") {
                break;
            }
        }
        self.close(")", "(");
        let body = self.expression();
        let span = start.to(body.span);
        Expr::new(ExprKind::Function(Arc::new(FunctionExpr { parameters, types, body })), span)
    }

    /// What `@"…"` means.
    fn temporal(&mut self, text: &str, span: Span) -> Expr {
        if let Some(temporal) = Temporal::parse(text) {
            return Expr::new(ExprKind::At(Arc::new(temporal)), span);
        }
        self.diagnostics.push(
            Diagnostic::new(
                span,
                "no es una fecha, ni una hora, ni una duración",
                "this is no date, time or duration",
            )
            .helped_by(
                "se escribe `@\"2026-12-31\"`, `@\"10:30:00\"`, `@\"P1Y6M\"` o `@\"P10D\"`",
                "it is written `@\"2026-12-31\"`, `@\"10:30:00\"`, `@\"P1Y6M\"` or `@\"P10D\"`",
            ),
        );
        Expr::new(ExprKind::Error, span)
    }

    pub(super) fn number(&mut self, text: &str, span: Span) -> Expr {
        let padded = if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
        let value = match padded.contains(['e', 'E']) {
            true => Decimal::from_scientific(&padded).ok(),
            false => Decimal::from_str_exact(&padded).ok(),
        };
        match value {
            Some(number) => Expr::new(ExprKind::Number(number), span),
            None => {
                self.diagnostics.push(Diagnostic::new(
                    span,
                    "el número tiene más de 28 cifras",
                    "the number has more than 28 digits",
                ));
                Expr::new(ExprKind::Error, span)
            }
        }
    }
}
