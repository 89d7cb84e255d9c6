//! What numbers can be whatever form is read: the proof that some slips change nothing.
//!
//! Takes an expression and the rule that it belongs to; says which ways of a comparison never come about.
//! Rests on what functions give, numbers written out, parameters and positions, and on nothing else: what
//! the schema asks of a field proves nothing, since a form may break it and is judged all the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{self, Arithmetic, Callee, ContextType, Expr, ExprKind, Type};
use crate::rules::{PARAMETERS, POSITION, Rule, Ruleset};
use crate::source::Span;

/// Functions whose results have bounds: name, the least, the most. None of them ever gives `null`.
const BOUNDED: [(&str, i64, Option<i64>); 4] =
    [("count", 0, None), ("string length", 0, None), ("abs", 0, None), ("similarity", 0, Some(1))];

/// Definitions that one proof follows, each out of the other.
const DEPTH: usize = 32;

/// Why a slip changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// What something is never less than, or never more than.
    Bounds {
        /// What it is about, as expressions write it: `count(…)`, `posicion`.
        of: String,
        /// What it is never less than.
        least: Option<Decimal>,
        /// What it is never more than.
        most: Option<Decimal>,
    },
    /// Nothing in a list is more than its maximum.
    Maximum,
    /// Nothing in a list is less than its minimum.
    Minimum,
}

/// How the left side of a comparison may stand to the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Less,
    Equal,
    More,
}

/// What is known of an expression of a rule set.
pub(super) struct Known<'g> {
    ruleset: &'g Ruleset,
    /// The rule whose definitions it may name.
    rule: Option<&'g Rule>,
    /// The types of its parts.
    types: Vec<(Span, Type)>,
    /// Names that it gives to something itself.
    bound: BTreeSet<Arc<str>>,
    /// Its filters, in whose conditions a name may be that of a member.
    filters: Vec<Filter>,
}

struct Filter {
    condition: Span,
    list: Span,
    /// The list as written.
    text: String,
}

/// The least and the most that a number can be, and why.
///
/// Invariant: what has either is never `null`, so that it has an order and equality alike.
#[derive(Default)]
struct Range {
    least: Option<Decimal>,
    most: Option<Decimal>,
    laws: BTreeSet<Law>,
}

impl<'g> Known<'g> {
    /// What is known of an expression of a rule, or of none, that sees some names.
    pub fn of(
        ruleset: &'g Ruleset,
        rule: Option<&'g Rule>,
        names: &[&ContextType],
        whole: &Expr,
    ) -> Known<'g> {
        let types = feel::types_of_parts(whole, &ruleset.library, names);
        Known { types, ..Known::untyped(ruleset, rule, whole) }
    }

    fn untyped(ruleset: &'g Ruleset, rule: Option<&'g Rule>, whole: &Expr) -> Known<'g> {
        let (mut bound, mut filters) = (BTreeSet::new(), Vec::new());
        whole.walk(&mut |expr| match &expr.kind {
            ExprKind::Filter(list, condition) => filters.push(Filter {
                condition: condition.span,
                list: list.span,
                text: list.to_string(),
            }),
            ExprKind::For(bindings, _) | ExprKind::Quantified(_, bindings, _) => {
                bound.extend(bindings.iter().map(|binding| Arc::clone(&binding.name.text)));
            }
            ExprKind::Function(function) => {
                bound.extend(function.parameters.iter().map(|name| Arc::clone(&name.text)));
            }
            ExprKind::Context(entries) => {
                bound.extend(entries.iter().map(|(name, _)| Arc::clone(&name.text)));
            }
            _ => {}
        });
        Known { ruleset, rule, types: Vec::new(), bound, filters }
    }

    /// Whether a part is a number, a date or a duration, whose order people think of when they compare it.
    pub fn is_measured(&self, part: &Expr) -> bool {
        let mut types = self.types.iter().filter(|(span, _)| *span == part.span);
        types.any(|(_, of)| matches!(of, Type::Number(_)) || of.is_temporal())
    }

    /// Whether a part is true or false.
    pub fn is_truth(&self, part: &Expr) -> bool {
        self.types.iter().any(|(span, of)| *span == part.span && *of == Type::Bool)
    }

    /// Why two things never stand to each other in some way; none where they may.
    pub fn never(&self, way: Way, left: &Expr, right: &Expr) -> Option<BTreeSet<Law>> {
        if let Some(law) = self.extreme(way, left, right) {
            return Some(BTreeSet::from([law]));
        }
        let (left, right) = (self.range(left, DEPTH), self.range(right, DEPTH));
        let (high, low) = match way {
            Way::Less => (left, right),
            Way::More => (right, left),
            Way::Equal => return None,
        };
        let proven = high.least? >= low.most?;
        proven.then(|| high.laws.into_iter().chain(low.laws).collect())
    }

    /// `list[member = max(list.member)]`: where the maximum is a number, so is the member of every element.
    fn extreme(&self, way: Way, left: &Expr, right: &Expr) -> Option<Law> {
        let filter = self.filtered(left.span)?;
        let (function, law) = match way {
            Way::More => ("max", Law::Maximum),
            Way::Less => ("min", Law::Minimum),
            Way::Equal => return None,
        };
        let defined = match &right.kind {
            ExprKind::Name(name) if !self.bound.contains(name) && self.lacks(filter, name) => {
                self.definition(name)
            }
            _ => None,
        };
        let ExprKind::Call(callee, arguments) = &defined.unwrap_or(right).kind else { return None };
        let Callee::Named(name) = &**callee else { return None };
        let [argument] = &arguments[..] else { return None };
        let all = format!("{}.{left}", filter.text);
        let same = &*name.text == function
            && !self.is_defined(&name.text)
            && left.is_path()
            && argument.value.to_string() == all;
        same.then_some(law)
    }

    fn definition(&self, name: &str) -> Option<&'g Expr> {
        let rule = self.rule?;
        let defined = rule.definitions.iter().find(|(known, _)| **known == *name);
        defined.map(|(_, definition)| &definition.expr)
    }

    fn range(&self, expr: &Expr, depth: usize) -> Range {
        match &expr.kind {
            ExprKind::Number(number) => Range::only(*number),
            ExprKind::Negate(operand) => self.range(operand, depth).negated(),
            ExprKind::Arithmetic(sign, left, right) => {
                let (left, right) = (self.range(left, depth), self.range(right, depth));
                match sign {
                    Arithmetic::Add => left.plus(right),
                    Arithmetic::Subtract => left.plus(right.negated()),
                    Arithmetic::Multiply => left.times(right),
                    Arithmetic::Divide | Arithmetic::Power => Range::default(),
                }
            }
            ExprKind::Call(callee, _) => match &**callee {
                Callee::Named(name) if !self.is_defined(&name.text) => called(&name.text),
                _ => Range::default(),
            },
            ExprKind::Name(name) if !self.is_own(name, expr.span) => self.named(name, depth),
            ExprKind::Member(base, name) if self.is_parameters(base) => self.parameter(&name.text),
            _ => Range::default(),
        }
    }

    /// What a name of the rule stands for.
    fn named(&self, name: &str, depth: usize) -> Range {
        let Some(rule) = self.rule else { return Range::default() };
        if rule.each.is_some() && name == POSITION {
            return Range::by(Law::Bounds {
                of: POSITION.to_owned(),
                least: Some(Decimal::ONE),
                most: None,
            });
        }
        match (self.definition(name), depth.checked_sub(1)) {
            (Some(definition), Some(depth)) => {
                Known::untyped(self.ruleset, self.rule, definition).range(definition, depth)
            }
            _ => Range::default(),
        }
    }

    /// A parameter, over all its years; in others it has no value, and what reads it is unknown.
    fn parameter(&self, name: &str) -> Range {
        let parameter = self.ruleset.parameters.iter().find(|one| *one.name == *name);
        let values = || parameter.iter().flat_map(|one| &one.values).map(|value| value.value);
        let of = format!("{PARAMETERS}.{name}");
        Range::by(Law::Bounds { of, least: values().min(), most: values().max() })
    }

    fn is_parameters(&self, base: &Expr) -> bool {
        matches!(&base.kind, ExprKind::Name(name)
            if **name == *PARAMETERS && !self.is_own(name, base.span))
    }

    /// Whether a name may be that of a function which the rule itself brings.
    fn is_defined(&self, name: &Arc<str>) -> bool {
        let mut definitions = self.rule.iter().flat_map(|rule| &rule.definitions);
        self.bound.contains(name) || definitions.any(|(known, _)| known == name)
    }

    /// Whether a name may be one that the expression itself brings, or that of a member.
    fn is_own(&self, name: &Arc<str>, span: Span) -> bool {
        self.bound.contains(name) || self.filtered(span).is_some()
    }

    /// The innermost filter in whose condition something stands.
    fn filtered(&self, span: Span) -> Option<&Filter> {
        let within =
            |one: &&Filter| one.condition.start <= span.start && span.end <= one.condition.end;
        let around = self.filters.iter().filter(within);
        around.min_by_key(|one| one.condition.end - one.condition.start)
    }

    /// Whether the elements of a filter's list are known to have no member of a name.
    fn lacks(&self, filter: &Filter, name: &str) -> bool {
        let mut types = self.types.iter().filter(|(span, _)| *span == filter.list);
        types.any(|(_, of)| match of.item() {
            Type::Context(item) => item.members.iter().all(|(member, _)| **member != *name),
            _ => false,
        })
    }
}

/// What a function of the library gives.
fn called(name: &str) -> Range {
    let known = BOUNDED.iter().find(|(function, ..)| *function == name);
    known.map_or_else(Range::default, |(_, least, most)| {
        let (least, most) = (Some(Decimal::from(*least)), most.map(Decimal::from));
        Range::by(Law::Bounds { of: format!("{name}(…)"), least, most })
    })
}

impl Range {
    fn only(number: Decimal) -> Range {
        Range { least: Some(number), most: Some(number), laws: BTreeSet::new() }
    }

    fn by(law: Law) -> Range {
        let (least, most) = match &law {
            Law::Bounds { least, most, .. } => (*least, *most),
            Law::Maximum | Law::Minimum => (None, None),
        };
        Range { least, most, laws: BTreeSet::from([law]) }
    }

    fn negated(self) -> Range {
        let minus = |number: Decimal| -number;
        Range { least: self.most.map(minus), most: self.least.map(minus), laws: self.laws }
    }

    fn plus(self, other: Range) -> Range {
        let sum = |one: Option<Decimal>, other: Option<Decimal>| one?.checked_add(other?);
        let (least, most) = (sum(self.least, other.least), sum(self.most, other.most));
        Range { least, most, laws: self.laws.into_iter().chain(other.laws).collect() }
    }

    /// The product of what is never negative; nothing is known of others.
    fn times(self, other: Range) -> Range {
        let product = |one: Option<Decimal>, other: Option<Decimal>| one?.checked_mul(other?);
        let negative = |range: &Range| range.least.is_none_or(|least| least < Decimal::ZERO);
        if negative(&self) || negative(&other) {
            return Range::default();
        }
        let (least, most) = (product(self.least, other.least), product(self.most, other.most));
        Range { least, most, laws: self.laws.into_iter().chain(other.laws).collect() }
    }
}
