//! What an expression says, as a tree with places.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rust_decimal::Decimal;

use crate::source::Span;

use super::instance::WrittenType;
use super::temporal::Temporal;

/// An expression and its bytes in the text it was parsed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
    /// Whether this names a field: a name, a member, or an item by position or condition of one.
    pub(super) is_path: bool,
    /// Where the name or function was found last.
    pub(super) slot: Slot,
}

/// Where a name was found last among others: a hint that is checked when used.
///
/// A wrong hint costs a search; so the same tree may be evaluated on anything, by many at once.
#[derive(Default)]
pub(super) struct Slot(AtomicU32);

impl Slot {
    /// The entry of a name in a table, tried first where it was last.
    pub(super) fn find<'t, T>(&self, table: &'t [T], is: impl Fn(&T) -> bool) -> Option<&'t T> {
        let last = table.get(self.0.load(Ordering::Relaxed) as usize).filter(|entry| is(entry));
        last.or_else(|| {
            let index = table.iter().position(is)?;
            self.0.store(index as u32, Ordering::Relaxed);
            table.get(index)
        })
    }
}

impl Clone for Slot {
    fn clone(&self) -> Slot {
        Slot(AtomicU32::new(self.0.load(Ordering::Relaxed)))
    }
}

impl PartialEq for Slot {
    fn eq(&self, _: &Slot) -> bool {
        true
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A text, unescaped.
    Text(Arc<str>),
    /// `@"2026-01-01"`: a date, time or duration.
    At(Arc<Temporal>),
    /// A variable or the first step of a path.
    Name(Arc<str>),
    /// `base.member`.
    Member(Box<Expr>, Name),
    /// `base[condition or position]`.
    Filter(Box<Expr>, Box<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{a: 1, b: a + 1}`.
    Context(Vec<(Name, Expr)>),
    /// `[a..b)`.
    Range(Box<RangeExpr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a + b`.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `a < b`.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a and b`, `a or b`.
    Logic(Logic, Box<Expr>, Box<Expr>),
    /// `a between b and c`.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `(< 5)`: the values that a comparison admits.
    Unary(Comparison, Box<Expr>),
    /// `a in b`, `a in (< 3, [5..7])`.
    In(Box<Expr>, Vec<Test>),
    /// `if a then b else c`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `for a in b, c in d return e`.
    For(Vec<Binding>, Box<Expr>),
    /// `some a in b satisfies c`, `every …`.
    Quantified(Quantifier, Vec<Binding>, Box<Expr>),
    /// `a instance of number`.
    InstanceOf(Box<Expr>, TypeName),
    /// `f(a, b)` or `f(x: a, y: b)`.
    Call(Box<Callee>, Vec<Argument>),
    /// `function(a, b) a + b`.
    Function(Arc<FunctionExpr>),
    /// Something that did not parse; a diagnostic says why.
    Error,
}

/// A name and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// `+ - * / **`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `**`.
    Power,
}

/// `= != < <= > >=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
}

/// `and`, `or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logic {
    /// `and`.
    And,
    /// `or`.
    Or,
}

/// `some`, `every`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `some`.
    Some,
    /// `every`.
    Every,
}

/// `name in list`, or `name in low..high` in a `for`.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The variable.
    pub name: Name,
    /// The list, or the first number of a count.
    pub list: Expr,
    /// The last number of a count.
    pub until: Option<Expr>,
}

/// A range as written; an end that is not there is open to infinity.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeExpr {
    /// Lower end.
    pub low: Option<Expr>,
    /// Upper end.
    pub high: Option<Expr>,
    /// Whether the lower end belongs to it.
    pub low_included: bool,
    /// Whether the upper end belongs to it.
    pub high_included: bool,
}

/// One test of an `in`.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// `< 5`: compares what is tested with the expression.
    Compare(Comparison, Expr),
    /// A value to equal, a range or list to be in, or a condition.
    Value(Expr),
}

/// What is called.
#[derive(Debug, Clone, PartialEq)]
pub enum Callee {
    /// A function of the library, or a variable that holds one.
    Named(Name),
    /// An expression that gives a function.
    Computed(Expr),
}

/// A value handed to a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The parameter's name, where the call names it.
    pub name: Option<Name>,
    /// The value.
    pub value: Expr,
}

/// `function(parameters) body`.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionExpr {
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Their types where written, one per parameter.
    pub types: Vec<Option<WrittenType>>,
    /// What it gives.
    pub body: Expr,
}

/// A type as written after `instance of`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// Its words, single-spaced: `number`, `date and time`, `list<string>` …
    pub text: String,
    /// What it means; none where there is no such type.
    pub of: Option<WrittenType>,
    /// Where it stands.
    pub span: Span,
}

impl Comparison {
    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
        }
    }
}

impl Arithmetic {
    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
            Arithmetic::Power => "**",
        }
    }
}

impl ExprKind {
    fn is_path(&self) -> bool {
        match self {
            ExprKind::Name(_) => true,
            ExprKind::Member(base, _) | ExprKind::Filter(base, _) => base.is_path,
            _ => false,
        }
    }
}

impl Expr {
    /// An expression at some bytes.
    pub fn new(kind: ExprKind, span: Span) -> Expr {
        let is_path = kind.is_path();
        Expr { kind, span, is_path, slot: Slot::default() }
    }

    /// Whether this names a field: a name, a member, or an item by position or condition of one.
    ///
    /// Only of these may a comparison with `null` ask whether they are there.
    pub fn is_path(&self) -> bool {
        self.is_path
    }

    /// Whether this is a value written out, other than a list or context.
    pub(super) fn is_literal(&self) -> bool {
        use ExprKind::*;
        matches!(self.kind, Null | Bool(_) | Number(_) | Text(_) | At(_))
    }

    /// Visits this expression and all below it, parents first.
    pub fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::At(_)
            | ExprKind::Name(_)
            | ExprKind::Error => {}
            ExprKind::Member(base, _)
            | ExprKind::Negate(base)
            | ExprKind::Unary(_, base)
            | ExprKind::InstanceOf(base, _) => base.walk(visit),
            ExprKind::Filter(a, b)
            | ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logic(_, a, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            ExprKind::Between(a, b, c) | ExprKind::If(a, b, c) => {
                a.walk(visit);
                b.walk(visit);
                c.walk(visit);
            }
            ExprKind::List(items) => items.iter().for_each(|item| item.walk(visit)),
            ExprKind::Context(entries) => entries.iter().for_each(|(_, value)| value.walk(visit)),
            ExprKind::Range(range) => {
                range.low.iter().chain(&range.high).for_each(|end| end.walk(visit));
            }
            ExprKind::In(value, tests) => {
                value.walk(visit);
                tests.iter().for_each(|test| match test {
                    Test::Compare(_, expr) | Test::Value(expr) => expr.walk(visit),
                });
            }
            ExprKind::For(bindings, body) | ExprKind::Quantified(_, bindings, body) => {
                for binding in bindings {
                    binding.list.walk(visit);
                    binding.until.iter().for_each(|until| until.walk(visit));
                }
                body.walk(visit);
            }
            ExprKind::Call(callee, arguments) => {
                if let Callee::Computed(callee) = &**callee {
                    callee.walk(visit);
                }
                arguments.iter().for_each(|argument| argument.value.walk(visit));
            }
            ExprKind::Function(function) => function.body.walk(visit),
        }
    }

    /// The expression that [`Expr::walk`] visits at a position, counted from 0, with another in its place.
    pub fn replaced(&self, position: usize, other: Expr) -> Expr {
        let mut whole = self.clone();
        let mut left = position;
        if let Some(place) = whole.nth(&mut left) {
            *place = other;
        }
        whole.mark_paths();
        whole
    }

    /// The expression with others in the place of some of its parts.
    ///
    /// Parts are offered parents first; what is put in a place is not looked into.
    pub fn rewritten(&self, put: &mut dyn FnMut(&Expr) -> Option<Expr>) -> Expr {
        let mut whole = self.clone();
        whole.rewrite(put);
        whole.mark_paths();
        whole
    }

    fn rewrite(&mut self, put: &mut dyn FnMut(&Expr) -> Option<Expr>) {
        match put(self) {
            Some(other) => *self = other,
            None => self.children_mut().into_iter().for_each(|child| child.rewrite(put)),
        }
    }

    /// The expression at a position; what is left of it where this has fewer.
    fn nth(&mut self, left: &mut usize) -> Option<&mut Expr> {
        if *left == 0 {
            return Some(self);
        }
        *left -= 1;
        self.children_mut().into_iter().find_map(|child| child.nth(left))
    }

    /// What stands directly below, in the order of [`Expr::walk`].
    fn children_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::At(_)
            | ExprKind::Name(_)
            | ExprKind::Error => Vec::new(),
            ExprKind::Member(base, _)
            | ExprKind::Negate(base)
            | ExprKind::Unary(_, base)
            | ExprKind::InstanceOf(base, _) => vec![base],
            ExprKind::Filter(a, b)
            | ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logic(_, a, b) => vec![a, b],
            ExprKind::Between(a, b, c) | ExprKind::If(a, b, c) => vec![a, b, c],
            ExprKind::List(items) => items.iter_mut().collect(),
            ExprKind::Context(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
            ExprKind::Range(range) => range.low.iter_mut().chain(&mut range.high).collect(),
            ExprKind::In(value, tests) => {
                let tests = tests.iter_mut().map(|test| match test {
                    Test::Compare(_, expr) | Test::Value(expr) => expr,
                });
                std::iter::once(&mut **value).chain(tests).collect()
            }
            ExprKind::For(bindings, body) | ExprKind::Quantified(_, bindings, body) => {
                let lists = bindings.iter_mut().flat_map(|binding| {
                    std::iter::once(&mut binding.list).chain(&mut binding.until)
                });
                lists.chain([&mut **body]).collect()
            }
            ExprKind::Call(callee, arguments) => {
                let callee = match &mut **callee {
                    Callee::Computed(callee) => Some(callee),
                    Callee::Named(_) => None,
                };
                let arguments = arguments.iter_mut().map(|argument| &mut argument.value);
                callee.into_iter().chain(arguments).collect()
            }
            ExprKind::Function(function) => vec![&mut Arc::make_mut(function).body],
        }
    }

    /// Says anew which expressions name fields, after one was replaced.
    fn mark_paths(&mut self) {
        self.children_mut().into_iter().for_each(Expr::mark_paths);
        self.is_path = self.kind.is_path();
    }
}
