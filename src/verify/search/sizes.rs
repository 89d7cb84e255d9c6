//! Lists of other lengths, groups that are not there, texts of other lengths: what conditions ask of a
//! field as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;

use crate::document::{Data, Node, Path, Step};
use crate::feel::{Binding, Callee, Expr, ExprKind};
use crate::rules::{Patch, Rule, Ruleset};
use crate::schema::Shape;
use crate::source::Span;
use crate::verify::coverage::reads;

use super::values::{Literals, at, concrete, conditions, text};

/// The most elements that a list is given.
const ELEMENTS: usize = 60;

/// The most characters that a text is given.
const CHARACTERS: usize = 20_000;

/// Letters of the texts that are made to have a length.
const LETTERS: &str = "palabras de relleno ";

/// Fields that a rule takes as a whole: lists and groups that it gives to a function or asks for.
pub fn wholes(ruleset: &Ruleset, rule: &Rule) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    for (path, asked) in asked(ruleset, rule) {
        let shape = ruleset.schema.shape().at(&path);
        let group = matches!(shape, Some(Shape::List(..) | Shape::Object(_)));
        if group && !matches!(asked, Asked::Length) && !path.is_root() {
            found.insert(path);
        }
    }
    found
}

/// Changes of the size of what rules take as a whole.
pub(super) fn changes(ruleset: &Ruleset, rules: &[&Rule]) -> Vec<Patch> {
    let literals = Literals::of(ruleset, rules);
    let whole = literals.numbers.iter().filter_map(|number| number.floor().to_usize());
    let sizes: BTreeSet<usize> = whole
        .flat_map(|size| [size.checked_sub(1), Some(size), size.checked_add(1)])
        .flatten()
        .collect();
    let base = &ruleset.base.root;
    let read: BTreeSet<Path> = rules.iter().flat_map(|rule| reads(ruleset, rule)).collect();
    let mut found = Vec::new();
    let asked: BTreeSet<(Path, Asked)> =
        rules.iter().flat_map(|rule| asked(ruleset, rule)).collect();
    for (field, asked) in asked {
        let shape = ruleset.schema.shape().at(&field);
        for path in concrete(base, field.steps()) {
            let set = |node| Patch { set: vec![(path.clone(), node)], ..Patch::default() };
            match (shape, asked) {
                (Some(Shape::List(..)), Asked::Whole) => {
                    let items = at(base, &path).map(Node::items).unwrap_or_default();
                    let Some(last) = items.last() else { continue };
                    let more = spare(last, &field, &read);
                    found.extend(sizes.iter().filter(|size| **size <= ELEMENTS).map(|size| {
                        if *size <= items.len() {
                            let items = items[..*size].to_vec();
                            return set(Node { data: Data::List(items), span: Span::default() });
                        }
                        // One by one, so that a case has no more of them than it needs.
                        let more = (items.len()..*size).map(|at| (path.index(at), more.clone()));
                        Patch { set: more.collect(), ..Patch::default() }
                    }));
                    found.push(Patch { remove: vec![path.clone()], ..Patch::default() });
                    found.push(Patch { withhold: vec![path.clone()], ..Patch::default() });
                }
                (Some(Shape::Object(_)), Asked::Whole) => {
                    found.push(Patch { remove: vec![path.clone()], ..Patch::default() });
                    found.push(Patch { withhold: vec![path.clone()], ..Patch::default() });
                }
                (Some(Shape::Text { allowed, .. }), Asked::Length) if allowed.is_empty() => {
                    let long = sizes.iter().filter(|size| **size <= CHARACTERS);
                    found.extend(long.map(|size| {
                        set(text(&LETTERS.chars().cycle().take(*size).collect::<String>()))
                    }));
                }
                _ => {}
            }
        }
    }
    found
}

/// An element like another, with its first field and those that rules read: of the rest it says nothing.
fn spare(element: &Node, list: &Path, read: &BTreeSet<Path>) -> Node {
    let Data::Map(entries) = &element.data else { return element.clone() };
    let is_read = |key: &str| {
        let field = list.join(Step::Any).key(key);
        read.iter().any(|path| path.starts_with(&field))
    };
    let kept = entries.iter().enumerate().filter(|(at, entry)| *at == 0 || is_read(&entry.key));
    let kept = kept.map(|(_, entry)| entry.clone()).collect();
    Node { data: Data::Map(kept), span: Span::default() }
}

/// What a condition asks of a field as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    /// Whether it is there, or what a function makes of it.
    Whole,
    /// How long it is, as a text.
    Length,
}

/// The fields that conditions of a rule give to functions or compare with `null`.
fn asked(ruleset: &Ruleset, rule: &Rule) -> Vec<(Path, Asked)> {
    let mut bindings = Vec::new();
    for expr in conditions(rule) {
        expr.walk(&mut |part| {
            if let ExprKind::Quantified(_, loops, _) | ExprKind::For(loops, _) = &part.kind {
                bindings.extend(
                    loops
                        .iter()
                        .map(|Binding { name, list, .. }| (Arc::clone(&name.text), list.clone())),
                );
            }
        });
    }
    let route = Route { ruleset, rule, bindings };
    let mut found = Vec::new();
    for expr in conditions(rule) {
        expr.walk(&mut |part| match &part.kind {
            ExprKind::Call(callee, arguments) => {
                let length =
                    matches!(&**callee, Callee::Named(name) if &*name.text == "string length");
                let asked = if length { Asked::Length } else { Asked::Whole };
                let paths = arguments.iter().filter_map(|one| route.path(&one.value, DEPTH));
                found.extend(paths.map(|path| (path, asked)));
            }
            ExprKind::Compare(_, one, other) => {
                let null = |expr: &Expr| matches!(expr.kind, ExprKind::Null);
                let path = match (null(one), null(other)) {
                    (false, true) => route.path(one, DEPTH),
                    (true, false) => route.path(other, DEPTH),
                    _ => None,
                };
                found.extend(path.map(|path| (path, Asked::Whole)));
            }
            _ => {}
        });
    }
    found
}

/// Names that are followed on the way to a field.
const DEPTH: usize = 16;

/// What the names of a rule lead to.
struct Route<'r> {
    ruleset: &'r Ruleset,
    rule: &'r Rule,
    /// The variables of all loops of the rule.
    bindings: Vec<(Arc<str>, Expr)>,
}

impl Route<'_> {
    /// The field that a path of a condition leads to; none where it leads to none.
    fn path(&self, expr: &Expr, left: usize) -> Option<Path> {
        let left = left.checked_sub(1)?;
        let found = match &expr.kind {
            ExprKind::Filter(base, _) => self.path(base, left)?,
            ExprKind::Member(base, name) => {
                let base = self.path(base, left)?;
                let item = base.join(Step::Any);
                let shape = self.ruleset.schema.shape();
                if shape.at(&item).is_some() { item } else { base }.key(&name.text)
            }
            ExprKind::Name(name) => self.name(name, left)?,
            _ => return None,
        };
        self.ruleset.schema.shape().at(&found).is_some().then_some(found)
    }

    fn name(&self, name: &Arc<str>, left: usize) -> Option<Path> {
        let element = |list| Some(self.path(list, left)?.join(Step::Any));
        if let Some((_, list)) = self.bindings.iter().find(|(known, _)| known == name) {
            return element(list);
        }
        if let Some((each, list)) = &self.rule.each
            && each == name
        {
            return element(&list.expr);
        }
        let defined = self.rule.definitions.iter().find(|(known, _)| known == name);
        match defined {
            Some((_, definition)) => self.path(&definition.expr, left),
            None => Some(Path::root().key(name)),
        }
    }
}
