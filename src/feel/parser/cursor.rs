//! The place in the tokens: looking, taking, and saying what is missing.

use std::sync::Arc;

use crate::source::Span;

use super::super::ast::{Expr, ExprKind, Name};
use super::super::diagnostic::Diagnostic;
use super::super::lexer::{Kind, Token};
use super::{DEPTH, KEYWORDS, Parser};

impl<'t> Parser<'t> {
    /// A name; all of one spelling in an expression share their text.
    pub(super) fn name(&mut self, token: Token) -> Name {
        let text = self.slice(token);
        let known = self.names.iter().find(|name| &***name == text).cloned();
        let name = known.unwrap_or_else(|| {
            let name = self.library.name(text);
            self.names.push(Arc::clone(&name));
            name
        });
        Name { text: name, span: token.span }
    }

    pub(super) fn slice(&self, token: Token) -> &'t str {
        &self.text[token.span.range()]
    }

    pub(super) fn peek(&self) -> Token {
        self.tokens[self.next]
    }

    pub(super) fn previous(&self) -> Token {
        self.tokens[self.next.saturating_sub(1)]
    }

    pub(super) fn advance(&mut self) -> Token {
        let token = self.tokens[self.next];
        if token.kind != Kind::End {
            self.next += 1;
        }
        token
    }

    pub(super) fn at_symbol(&self, symbol: &str) -> bool {
        let token = self.peek();
        token.kind == Kind::Symbol && self.slice(token) == symbol
    }

    pub(super) fn next_is_symbol(&self, symbol: &str) -> bool {
        let token = self.tokens.get(self.next + 1);
        token.is_some_and(|token| token.kind == Kind::Symbol && self.slice(*token) == symbol)
    }

    pub(super) fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn another_value_starts(&self) -> bool {
        let token = self.peek();
        match token.kind {
            Kind::Name => !KEYWORDS.contains(&self.slice(token)),
            Kind::Number | Kind::Text | Kind::At => true,
            Kind::Symbol | Kind::End => false,
        }
    }

    pub(super) fn expect_word(&mut self, word: &str) {
        let token = self.peek();
        if token.kind == Kind::Name && self.slice(token) == word {
            self.advance();
        } else {
            let (spanish, english) =
                (format!("falta `{word}` antes de"), format!("`{word}` is missing before"));
            self.unexpected(&spanish, &english);
        }
    }

    /// The closing bracket; where it is missing, says which opening one waits for it.
    pub(super) fn close(&mut self, closing: &str, opening: &str) -> Span {
        if self.at_symbol(closing) {
            return self.advance().span;
        }
        while !matches!(self.peek().kind, Kind::End)
            && !self.at_symbol(closing)
            && !self.at_symbol(",")
        {
            self.unexpected("sobra", "is too much");
            self.advance();
        }
        if self.at_symbol(closing) {
            return self.advance().span;
        }
        self.unclosed(self.previous().span, opening);
        self.previous().span
    }

    pub(super) fn unclosed(&mut self, near: Span, opening: &str) {
        self.diagnostics.push(Diagnostic::new(
            near,
            format!("falta cerrar `{opening}`"),
            format!("`{opening}` is not closed"),
        ));
    }

    pub(super) fn missing(&mut self) -> Expr {
        let token = self.peek();
        self.unexpected("falta un valor antes de", "a value is missing before");
        Expr::new(ExprKind::Error, Span { end: token.span.start, ..token.span })
    }

    pub(super) fn unexpected(&mut self, spanish: &str, english: &str) {
        let token = self.peek();
        let (spanish, english) = match token.kind {
            Kind::End => (format!("{spanish} el final"), format!("{english} the end")),
            _ => {
                let found = self.slice(token);
                (format!("{spanish} `{found}`"), format!("{english} `{found}`"))
            }
        };
        self.diagnostics.push(Diagnostic::new(token.span, spanish, english));
    }

    pub(super) fn report(&mut self, token: Token, spanish: &str, english: &str) {
        self.diagnostics.push(Diagnostic::new(token.span, spanish, english));
    }

    pub(super) fn too_deep(&mut self) -> Expr {
        let token = self.peek();
        self.diagnostics.push(Diagnostic::new(
            token.span,
            format!("la expresión anida más de {DEPTH} niveles"),
            format!("the expression nests deeper than {DEPTH} levels"),
        ));
        self.next = self.tokens.len() - 1;
        Expr::new(ExprKind::Error, token.span)
    }
}
