//! Tokens to a tree, by precedence climbing; goes on after mistakes so that one run reports all.

use std::sync::Arc;

use crate::source::Span;

use super::ast::*;
use super::diagnostic::Diagnostic;
use super::functions::Library;
use super::instance::WrittenType;
use super::lexer::{self, Kind, Token};

mod cursor;
mod literal;
mod primary;

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
    let mut parser = Parser {
        text,
        library,
        tokens,
        next: 0,
        depth: 0,
        names: Vec::new(),
        ranges: 0,
        diagnostics,
    };
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
    /// Names met so far.
    names: Vec<Arc<str>>,
    /// Ranges whose upper end is being read.
    ranges: usize,
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
        Expr::new(kind, span)
    }

    fn between(&mut self, value: Expr) -> Expr {
        let low = self.binary(strength::ADD);
        self.expect_word("and");
        let high = self.binary(strength::ADD);
        let span = value.span.to(high.span);
        Expr::new(ExprKind::Between(Box::new(value), Box::new(low), Box::new(high)), span)
    }

    fn tests(&mut self, value: Expr) -> Expr {
        let mut tests = Vec::new();
        if self.at_symbol("(") && self.parenthesis_holds_tests() {
            self.advance();
            loop {
                tests.push(self.test(0));
                if !self.take_symbol(",") {
                    break;
                }
            }
            self.close(")", "(");
        } else {
            tests.push(self.test(strength::ADD));
        }
        let span = value.span.to(self.previous().span);
        Expr::new(ExprKind::In(Box::new(value), tests), span)
    }

    /// A test; a value stands up to operators of less than some strength.
    fn test(&mut self, least: u8) -> Test {
        match self.take_comparison() {
            Some(sign) => Test::Compare(sign, self.binary(strength::ADD)),
            None => Test::Value(self.binary(least)),
        }
    }

    /// A sign of comparison at the start of a test.
    fn take_comparison(&mut self) -> Option<Comparison> {
        let token = self.peek();
        match (token.kind, self.slice(token)) {
            (Kind::Symbol, sign @ ("<" | "<=" | ">" | ">=" | "=" | "!=")) => {
                self.advance();
                Some(comparison(sign))
            }
            _ => None,
        }
    }

    /// Whether `(` begins tests, as in `(1, > 5)`, rather than a range, as in `(1..5)`, or a value
    /// that goes on after its `)`, as in `(a + b) * 2`.
    fn parenthesis_holds_tests(&self) -> bool {
        let mut level = 0usize;
        let (mut binds, mut is_range, mut has_comma) = (false, false, false);
        let mut tokens = self.tokens[self.next..].iter();
        while let Some(token) = tokens.next() {
            match (token.kind, self.slice(*token)) {
                (Kind::Symbol, "(" | "[" | "{") => level += 1,
                (Kind::Symbol, ")" | "]" | "}") => {
                    level = level.saturating_sub(1);
                    if level == 0 {
                        let goes_on = tokens.next().is_some_and(|next| self.goes_on(*next));
                        return !goes_on && (has_comma || !is_range);
                    }
                }
                (Kind::Name, "for" | "some" | "every") if level == 1 => binds = true,
                (Kind::Name, "return" | "satisfies") if level == 1 => binds = false,
                (Kind::Symbol, "..") if level == 1 && !binds => is_range = true,
                (Kind::Symbol, ",") if level == 1 && !binds => has_comma = true,
                _ => {}
            }
        }
        true
    }

    /// Whether a token after a value makes it part of a larger one.
    fn goes_on(&self, token: Token) -> bool {
        const SIGNS: [&str; 8] = ["[", ".", "(", "+", "-", "*", "/", "**"];
        token.kind == Kind::Symbol && SIGNS.contains(&self.slice(token))
    }

    fn instance_of(&mut self, value: Expr) -> Expr {
        self.expect_word("of");
        let name = self.type_name();
        let span = value.span.to(name.span);
        Expr::new(ExprKind::InstanceOf(Box::new(value), name), span)
    }

    /// A type's words up to where it ends or an expression must go on; brackets must balance.
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
                (Kind::Symbol, "<") if GENERIC.contains(&self.slice(self.previous())) => level += 1,
                (Kind::Symbol, ">") if level == 1 && !self.next_is_symbol("->") => {
                    self.advance();
                    break;
                }
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
        let text = text.join(" ");
        let of = WrittenType::parse(&text);
        TypeName { text, of, span: Span::new(start, end) }
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
            let operand = self.binary(strength::INSTANCE);
            let span = start.to(operand.span);
            return Expr::new(ExprKind::Negate(Box::new(operand)), span);
        }
        let mut base = self.primary();
        loop {
            if self.at_symbol(".") {
                self.advance();
                let name = self.member_name();
                let span = base.span.to(name.span);
                base = Expr::new(ExprKind::Member(Box::new(base), name), span);
            } else if self.at_symbol("[") && !self.bracket_ends_range() {
                self.advance();
                let filter = self.expression();
                let end = self.close("]", "[");
                let span = base.span.to(end);
                base = Expr::new(ExprKind::Filter(Box::new(base), Box::new(filter)), span);
            } else if self.at_symbol("(") {
                let span = base.span;
                base = self.call(Callee::Computed(base), span);
            } else {
                return base;
            }
        }
    }

    /// Whether this `[` ends a range (`[1..10[`): what follows cannot begin a filter.
    fn bracket_ends_range(&self) -> bool {
        let next = self.tokens.get(self.next + 1).map(|token| (token.kind, self.slice(*token)));
        let ends = match next {
            None | Some((Kind::End, _)) => true,
            Some((Kind::Name, word)) => {
                KEYWORDS[..7].contains(&word) || matches!(word, "between" | "instance")
            }
            Some((Kind::Symbol, sign)) => !matches!(sign, "(" | "[" | "{" | "-" | "?" | "]"),
            Some(_) => false,
        };
        self.ranges > 0 && ends
    }

    /// A property of two words whose first was just taken.
    fn spaced_member(&mut self, first: Token) -> Option<Name> {
        let second = self.peek();
        let words = (self.slice(first), self.slice(second));
        SPACED_MEMBERS.contains(&words).then(|| {
            self.advance();
            let text = Arc::from(format!("{} {}", words.0, words.1));
            Name { text, span: first.span.to(second.span) }
        })
    }

    fn member_name(&mut self) -> Name {
        let token = self.peek();
        if token.kind == Kind::Name {
            self.advance();
            return self.spaced_member(token).unwrap_or_else(|| self.name(token));
        }
        self.unexpected(
            "después del punto debía ir un nombre",
            "a name was expected after the dot",
        );
        Name { text: Arc::from(""), span: token.span }
    }
}

/// Types that other types may follow between `<` and `>`.
const GENERIC: [&str; 4] = ["list", "range", "context", "function"];

/// The properties whose names have a space.
const SPACED_MEMBERS: [(&str, &str); 3] =
    [("time", "offset"), ("start", "included"), ("end", "included")];

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
