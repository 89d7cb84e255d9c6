//! Tokens to a tree, by precedence climbing; goes on after mistakes so that one run reports all.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::source::Span;

use super::ast::*;
use super::diagnostic::Diagnostic;
use super::functions::Library;
use super::lexer::{self, Kind, Token};

/// How deep expressions may nest.
const DEPTH: usize = 100;

/// A tree and the mistakes found on the way; the tree has [`ExprKind::Error`] where they lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The tree.
    pub expr: Expr,
    /// The mistakes, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses one expression. The library tells which names have spaces in them.
pub fn parse(text: &str, library: &Library) -> Parsed {
    let (tokens, diagnostics) = lexer::tokens(text);
    let mut parser = Parser { text, library, tokens, next: 0, depth: 0, diagnostics };
    let expr = parser.expression();
    if parser.peek().kind != Kind::End {
        parser.unexpected("sobra", "is too much");
    }
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    diagnostics.dedup_by_key(|diagnostic| diagnostic.span.start);
    Parsed { expr, diagnostics }
}

/// Binding strengths, weakest first, as the standard orders them.
mod strength {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const COMPARE: u8 = 3;
    pub const ADD: u8 = 4;
    pub const MULTIPLY: u8 = 5;
    pub const POWER: u8 = 6;
    pub const INSTANCE: u8 = 7;
}

/// Words that never begin a value.
const KEYWORDS: [&str; 13] = [
    "and",
    "or",
    "then",
    "else",
    "in",
    "return",
    "satisfies",
    "between",
    "instance",
    "of",
    "every",
    "some",
    "if",
];

struct Parser<'t> {
    text: &'t str,
    library: &'t Library,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Parser<'t> {
    fn expression(&mut self) -> Expr {
        self.binary(0)
    }

    /// Operators of at least some strength, after a first operand.
    fn binary(&mut self, least: u8) -> Expr {
        if self.depth >= DEPTH {
            return self.too_deep();
        }
        self.depth += 1;
        let mut left = self.prefix();
        while let Some((operator, strength)) = self.operator() {
            if strength < least {
                break;
            }
            left = self.infix(left, operator, strength);
        }
        self.depth -= 1;
        left
    }

    fn operator(&mut self) -> Option<(&'t str, u8)> {
        let token = self.peek();
        let text = self.slice(token);
        let strength = match (token.kind, text) {
            (Kind::Name, "or") | (Kind::Symbol, "||") => strength::OR,
            (Kind::Name, "and") | (Kind::Symbol, "&&") => strength::AND,
            (Kind::Symbol, "=" | "!=" | "<" | "<=" | ">" | ">=" | "==") => strength::COMPARE,
            (Kind::Name, "between" | "in") => strength::COMPARE,
            (Kind::Symbol, "+" | "-") => strength::ADD,
            (Kind::Symbol, "*" | "/") => strength::MULTIPLY,
            (Kind::Symbol, "**") => strength::POWER,
            (Kind::Name, "instance") => strength::INSTANCE,
            _ => return None,
        };
        Some((text, strength))
    }

    fn infix(&mut self, left: Expr, operator: &str, strength: u8) -> Expr {
        let token = self.advance();
        match operator {
            "between" => return self.between(left),
            "in" => return self.tests(left),
            "instance" => return self.instance_of(left),
            "==" => self.report(token, "para comparar se usa un solo `=`", "compare with one `=`"),
            "&&" => self.report(token, "escriba `and` en vez de `&&`", "write `and` for `&&`"),
            "||" => self.report(token, "escriba `or` en vez de `||`", "write `or` for `||`"),
            _ => {}
        }
        let right = self.binary(strength + 1);
        let span = left.span.to(right.span);
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = match operator {
            "or" | "||" => ExprKind::Logic(Logic::Or, left, right),
            "and" | "&&" => ExprKind::Logic(Logic::And, left, right),
            "+" => ExprKind::Arithmetic(Arithmetic::Add, left, right),
            "-" => ExprKind::Arithmetic(Arithmetic::Subtract, left, right),
            "*" => ExprKind::Arithmetic(Arithmetic::Multiply, left, right),
            "/" => ExprKind::Arithmetic(Arithmetic::Divide, left, right),
            "**" => ExprKind::Arithmetic(Arithmetic::Power, left, right),
            sign => ExprKind::Compare(comparison(sign), left, right),
        };
        Expr { kind, span }
    }

    fn between(&mut self, value: Expr) -> Expr {
        let low = self.binary(strength::ADD);
        self.expect_word("and");
        let high = self.binary(strength::ADD);
        let span = value.span.to(high.span);
        Expr { kind: ExprKind::Between(Box::new(value), Box::new(low), Box::new(high)), span }
    }

    fn tests(&mut self, value: Expr) -> Expr {
        let mut tests = Vec::new();
        if self.at_symbol("(") && !self.parenthesis_opens_range() {
            self.advance();
            loop {
                tests.push(self.test());
                if !self.take_symbol(",") {
                    break;
                }
            }
            self.close(")", "(");
        } else {
            tests.push(self.test());
        }
        let span = value.span.to(self.previous().span);
        Expr { kind: ExprKind::In(Box::new(value), tests), span }
    }

    fn test(&mut self) -> Test {
        let token = self.peek();
        match (token.kind, self.slice(token)) {
            (Kind::Symbol, sign @ ("<" | "<=" | ">" | ">=" | "=" | "!=")) => {
                self.advance();
                Test::Compare(comparison(sign), self.binary(strength::ADD))
            }
            _ => Test::Value(self.binary(strength::ADD)),
        }
    }

    /// Whether `(` begins `(1..5)` rather than `(1, 2)`: a `..` comes before any comma at its level.
    fn parenthesis_opens_range(&self) -> bool {
        let mut level = 0usize;
        for token in &self.tokens[self.next..] {
            match (token.kind, self.slice(*token)) {
                (Kind::Symbol, "(" | "[" | "{") => level += 1,
                (Kind::Symbol, ")" | "]" | "}") => {
                    level = level.saturating_sub(1);
                    if level == 0 {
                        return false;
                    }
                }
                (Kind::Symbol, "..") if level == 1 => return true,
                (Kind::Symbol, ",") if level == 1 => return false,
                (Kind::End, _) => return false,
                _ => {}
            }
        }
        false
    }

    fn instance_of(&mut self, value: Expr) -> Expr {
        self.expect_word("of");
        let name = self.type_name();
        let span = value.span.to(name.span);
        Expr { kind: ExprKind::InstanceOf(Box::new(value), name), span }
    }

    /// A type's words up to where an expression must go on; brackets must balance.
    fn type_name(&mut self) -> TypeName {
        let start = self.peek().span.start as usize;
        let mut level = 0usize;
        let mut words = 0usize;
        loop {
            let token = self.peek();
            match (token.kind, self.slice(token)) {
                (Kind::Name, "and") if level == 0 && !self.type_goes_on_after_and() => break,
                (Kind::Name, "or" | "then" | "else" | "return" | "satisfies") if level == 0 => {
                    break;
                }
                (Kind::Name, _) => words += 1,
                (Kind::Symbol, "<") => level += 1,
                (Kind::Symbol, ">") if level > 0 => level -= 1,
                (Kind::Symbol, "->") => {}
                (Kind::Symbol, "," | ":") if level > 0 => {}
                _ => break,
            }
            self.advance();
        }
        if words == 0 {
            self.unexpected("aquí debía ir un tipo", "a type was expected here");
        }
        let end = (self.previous().span.end as usize).max(start);
        let text: Vec<&str> = self.text[start..end].split_whitespace().collect();
        TypeName { text: text.join(" "), span: Span::new(start, end) }
    }

    /// Whether this `and` stands in `date and time`, `days and time duration` or `years and months duration`.
    fn type_goes_on_after_and(&self) -> bool {
        let word = |index: usize| self.tokens.get(index).map(|token| self.slice(*token));
        let before = self.next.checked_sub(1).and_then(word);
        matches!(
            (before, word(self.next + 1)),
            (Some("date" | "days"), Some("time")) | (Some("years"), Some("months"))
        )
    }

    fn prefix(&mut self) -> Expr {
        if self.at_symbol("-") {
            let start = self.advance().span;
            if self.depth >= DEPTH {
                return self.too_deep();
            }
            self.depth += 1;
            let operand = self.prefix();
            self.depth -= 1;
            let span = start.to(operand.span);
            return Expr { kind: ExprKind::Negate(Box::new(operand)), span };
        }
        let mut base = self.primary();
        loop {
            if self.at_symbol(".") {
                self.advance();
                let name = self.member_name();
                let span = base.span.to(name.span);
                base = Expr { kind: ExprKind::Member(Box::new(base), name), span };
            } else if self.at_symbol("[") {
                self.advance();
                let filter = self.expression();
                let end = self.close("]", "[");
                let span = base.span.to(end);
                base = Expr { kind: ExprKind::Filter(Box::new(base), Box::new(filter)), span };
            } else if self.at_symbol("(") {
                let span = base.span;
                base = self.call(Callee::Computed(base), span);
            } else {
                return base;
            }
        }
    }

    fn member_name(&mut self) -> Name {
        let token = self.peek();
        if token.kind == Kind::Name {
            self.advance();
            return self.name(token);
        }
        self.unexpected(
            "después del punto debía ir un nombre",
            "a name was expected after the dot",
        );
        Name { text: Arc::from(""), span: token.span }
    }

    fn primary(&mut self) -> Expr {
        let token = self.peek();
        match (token.kind, self.slice(token)) {
            (Kind::Number, text) => {
                self.advance();
                self.number(text, token.span)
            }
            (Kind::Text, text) => {
                self.advance();
                Expr { kind: ExprKind::Text(unescape(text).into()), span: token.span }
            }
            (Kind::At, text) => {
                self.advance();
                Expr { kind: ExprKind::At(unescape(&text[1..]).into()), span: token.span }
            }
            (Kind::Symbol, "(") => self.parenthesis(),
            (Kind::Symbol, "[") => self.bracket(),
            (Kind::Symbol, "]") => self.reversed_range(),
            (Kind::Symbol, "{") => self.context(),
            (Kind::Symbol, "?") => {
                self.advance();
                Expr { kind: ExprKind::Name(Arc::from("?")), span: token.span }
            }
            (Kind::Name, word) => self.word(word, token),
            _ => self.missing(),
        }
    }

    fn word(&mut self, word: &str, token: Token) -> Expr {
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
            return Expr { kind, span: token.span };
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
                    Expr { kind: ExprKind::Name(name.text), span: token.span }
                }
            }
        }
    }

    /// A library function whose name has spaces, if its words and a `(` stand here.
    fn spaced_name(&mut self) -> Option<Name> {
        let start = self.peek().span.start as usize;
        let (name, count) = self.library.spaced_names().find_map(|name| {
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

    fn call(&mut self, callee: Callee, start: Span) -> Expr {
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
        Expr { kind: ExprKind::Call(Box::new(callee), arguments), span: start.to(end) }
    }

    fn argument(&mut self) -> Argument {
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

    fn parenthesis(&mut self) -> Expr {
        let start = self.advance().span;
        let first = self.expression();
        if self.take_symbol("..") {
            return self.range_after(start, Some(first), false);
        }
        let end = self.close(")", "(");
        Expr { kind: first.kind, span: start.to(end) }
    }

    fn bracket(&mut self) -> Expr {
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
        Expr { kind: ExprKind::List(items), span: start.to(end) }
    }

    fn reversed_range(&mut self) -> Expr {
        let start = self.advance().span;
        let low = self.expression();
        if !self.take_symbol("..") {
            self.unexpected("falta `..` en el intervalo antes de", "`..` is missing before");
        }
        self.range_after(start, Some(low), false)
    }

    fn range_after(&mut self, start: Span, low: Option<Expr>, low_included: bool) -> Expr {
        let high = Some(self.expression());
        let token = self.peek();
        let high_included = match (token.kind, self.slice(token)) {
            (Kind::Symbol, "]") => true,
            (Kind::Symbol, ")" | "[") => false,
            _ => {
                self.unclosed(start, "[");
                let span = start.to(self.previous().span);
                return Expr { kind: ExprKind::Error, span };
            }
        };
        self.advance();
        let range = RangeExpr { low, high, low_included, high_included };
        Expr { kind: ExprKind::Range(Box::new(range)), span: start.to(token.span) }
    }

    fn context(&mut self) -> Expr {
        let start = self.advance().span;
        let mut entries = Vec::new();
        while !self.at_symbol("}") && self.peek().kind != Kind::End {
            let key = self.key();
            if !self.take_symbol(":") {
                self.unexpected("faltan dos puntos antes de", "a colon is missing before");
            }
            entries.push((key, self.expression()));
            if !self.take_symbol(",") {
                break;
            }
        }
        let end = self.close("}", "{");
        Expr { kind: ExprKind::Context(entries), span: start.to(end) }
    }

    /// A context's key: a text, or everything up to the colon.
    fn key(&mut self) -> Name {
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

    fn conditional(&mut self) -> Expr {
        let start = self.advance().span;
        let condition = self.expression();
        self.expect_word("then");
        let then = self.expression();
        self.expect_word("else");
        let otherwise = self.expression();
        let span = start.to(otherwise.span);
        let kind = ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise));
        Expr { kind, span }
    }

    fn iteration(&mut self) -> Expr {
        let start = self.advance().span;
        let bindings = self.bindings();
        self.expect_word("return");
        let body = self.expression();
        let span = start.to(body.span);
        Expr { kind: ExprKind::For(bindings, Box::new(body)), span }
    }

    fn quantified(&mut self, quantifier: Quantifier) -> Expr {
        let start = self.advance().span;
        let bindings = self.bindings();
        self.expect_word("satisfies");
        let body = self.expression();
        let span = start.to(body.span);
        Expr { kind: ExprKind::Quantified(quantifier, bindings, Box::new(body)), span }
    }

    fn bindings(&mut self) -> Vec<Binding> {
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

    fn definition(&mut self) -> Expr {
        let start = self.advance().span;
        self.advance();
        let mut parameters = Vec::new();
        while self.peek().kind == Kind::Name {
            let token = self.advance();
            parameters.push(self.name(token));
            if self.take_symbol(":") {
                self.type_name();
            }
            if !self.take_symbol(",") {
                break;
            }
        }
        self.close(")", "(");
        let body = self.expression();
        let span = start.to(body.span);
        Expr { kind: ExprKind::Function(Arc::new(FunctionExpr { parameters, body })), span }
    }

    fn number(&mut self, text: &str, span: Span) -> Expr {
        let padded = if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
        let value = match padded.contains(['e', 'E']) {
            true => Decimal::from_scientific(&padded).ok(),
            false => Decimal::from_str_exact(&padded).ok(),
        };
        match value {
            Some(number) => Expr { kind: ExprKind::Number(number), span },
            None => {
                self.diagnostics.push(Diagnostic::new(
                    span,
                    "el número tiene más de 28 cifras",
                    "the number has more than 28 digits",
                ));
                Expr { kind: ExprKind::Error, span }
            }
        }
    }

    fn name(&self, token: Token) -> Name {
        Name { text: Arc::from(self.slice(token)), span: token.span }
    }

    fn slice(&self, token: Token) -> &'t str {
        &self.text[token.span.range()]
    }

    fn peek(&self) -> Token {
        self.tokens[self.next]
    }

    fn previous(&self) -> Token {
        self.tokens[self.next.saturating_sub(1)]
    }

    fn advance(&mut self) -> Token {
        let token = self.tokens[self.next];
        if token.kind != Kind::End {
            self.next += 1;
        }
        token
    }

    fn at_symbol(&self, symbol: &str) -> bool {
        let token = self.peek();
        token.kind == Kind::Symbol && self.slice(token) == symbol
    }

    fn next_is_symbol(&self, symbol: &str) -> bool {
        let token = self.tokens.get(self.next + 1);
        token.is_some_and(|token| token.kind == Kind::Symbol && self.slice(*token) == symbol)
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn another_value_starts(&self) -> bool {
        let token = self.peek();
        match token.kind {
            Kind::Name => !KEYWORDS.contains(&self.slice(token)),
            Kind::Number | Kind::Text | Kind::At => true,
            Kind::Symbol | Kind::End => false,
        }
    }

    fn expect_word(&mut self, word: &str) {
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
    fn close(&mut self, closing: &str, opening: &str) -> Span {
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

    fn unclosed(&mut self, near: Span, opening: &str) {
        self.diagnostics.push(Diagnostic::new(
            near,
            format!("falta cerrar `{opening}`"),
            format!("`{opening}` is not closed"),
        ));
    }

    fn missing(&mut self) -> Expr {
        let token = self.peek();
        self.unexpected("falta un valor antes de", "a value is missing before");
        Expr { kind: ExprKind::Error, span: Span { end: token.span.start, ..token.span } }
    }

    fn unexpected(&mut self, spanish: &str, english: &str) {
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

    fn report(&mut self, token: Token, spanish: &str, english: &str) {
        self.diagnostics.push(Diagnostic::new(token.span, spanish, english));
    }

    fn too_deep(&mut self) -> Expr {
        let token = self.peek();
        self.diagnostics.push(Diagnostic::new(
            token.span,
            format!("la expresión anida más de {DEPTH} niveles"),
            format!("the expression nests deeper than {DEPTH} levels"),
        ));
        self.next = self.tokens.len() - 1;
        Expr { kind: ExprKind::Error, span: token.span }
    }
}

fn comparison(sign: &str) -> Comparison {
    match sign {
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => Comparison::Equal,
    }
}

/// The text between quotes, escapes resolved; an escape that means nothing stays as written.
fn unescape(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut units: Vec<u16> = Vec::with_capacity(inner.len());
    let mut push = |character: char| {
        units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
    };
    let mut rest = inner;
    let mut surrogates: Vec<(usize, u16)> = Vec::new();
    let mut length = 0usize;
    while let Some(character) = rest.chars().next() {
        let (value, used) = escape(rest).unwrap_or((u32::from(character), character.len_utf8()));
        rest = &rest[used..];
        match char::from_u32(value) {
            Some(character) => {
                length += character.len_utf16();
                push(character);
            }
            None => {
                surrogates.push((length, value as u16));
                length += 1;
                push('\u{fffd}');
            }
        }
    }
    for (at, unit) in surrogates {
        units[at] = unit;
    }
    String::from_utf16_lossy(&units)
}

/// The code point of an escape at the start of a text, and how many bytes it takes.
fn escape(text: &str) -> Option<(u32, usize)> {
    let mut characters = text.strip_prefix('\\')?.chars();
    let simple = |character: char| Some((u32::from(character), 2));
    let hex = |digits: usize| {
        let code = text.get(2..2 + digits)?;
        let all_hex = code.bytes().all(|byte| byte.is_ascii_hexdigit());
        all_hex.then_some(())?;
        Some((u32::from_str_radix(code, 16).ok()?, 2 + digits))
    };
    match characters.next()? {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        '"' => simple('"'),
        '\'' => simple('\''),
        '\\' => simple('\\'),
        'u' => hex(4),
        'U' => hex(6),
        _ => None,
    }
}
