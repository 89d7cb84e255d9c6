//! Values at which conditions may turn.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::document::{Data, Node, Path, Step};
use crate::evaluate;
use crate::feel::{Expr, ExprKind};
use crate::rules::{Patch, Rule, Ruleset};
use crate::schema::Shape;
use crate::source::Span;
use crate::verify::generate::number;

/// Numbers that are tried for one field.
const NUMBERS: usize = 160;

/// Texts that are tried for one field.
const TEXTS: usize = 40;

/// Changes of all elements of a list at once.
const EVERYWHERE: usize = 40;

/// Elements of a list that are changed.
const ELEMENTS: usize = 4;

/// Changes of one field each, of those that rules read.
pub(super) fn changes(ruleset: &Ruleset, rules: &[&Rule], fields: &BTreeSet<Path>) -> Vec<Patch> {
    let literals = Literals::of(ruleset, rules);
    let base = &ruleset.base.root;
    let places: BTreeSet<Path> =
        fields.iter().flat_map(|field| concrete(base, field.steps())).collect();
    let figures: Vec<Decimal> = places.iter().filter_map(|path| figure(at(base, path)?)).collect();
    let mut changes = everywhere(fields);
    for path in &places {
        let shape = ruleset.schema.shape().at(path);
        let mut values = Vec::new();
        match shape {
            Some(Shape::Number { integer, .. }) => {
                let own = at(base, path).and_then(figure);
                values.extend(numbers(&literals.numbers, &figures, own, *integer));
            }
            Some(Shape::Text { allowed, .. }) if !allowed.is_empty() => {
                values.extend(allowed.iter().map(|word| text(word)));
            }
            Some(Shape::Text { .. }) => {
                values.extend(literals.texts.iter().map(|word| text(word)));
            }
            Some(Shape::Boolean) => {
                let truth = |truth| Node { data: Data::Bool(truth), span: Span::default() };
                values.extend([truth(true), truth(false)]);
            }
            _ => {}
        }
        values.extend(written(ruleset, path));
        let same = at(base, path);
        values.retain(|value| same.is_none_or(|same| same.data != value.data));
        let set = values.into_iter().map(|value| vec![(path.clone(), value)]);
        changes.extend(set.map(|set| Patch { set, ..Patch::default() }));
        changes.push(Patch { remove: vec![path.clone()], ..Patch::default() });
        changes.push(Patch { withhold: vec![path.clone()], ..Patch::default() });
    }
    changes.extend(lists(base, fields));
    changes
}

/// Fields of the elements of a list, gone from all of them: each, and each two.
fn everywhere(fields: &BTreeSet<Path>) -> Vec<Patch> {
    let repeated: Vec<&Path> =
        fields.iter().filter(|field| field.steps().contains(&Step::Any)).collect();
    let gone = |fields: &[&Path]| Patch {
        remove: fields.iter().map(|field| (*field).clone()).collect(),
        ..Patch::default()
    };
    let ones = repeated.iter().map(|field| gone(&[field]));
    let twos = repeated
        .iter()
        .enumerate()
        .flat_map(|(at, one)| repeated[at + 1..].iter().map(move |other| gone(&[one, other])));
    ones.chain(twos).take(EVERYWHERE).collect()
}

/// Numbers and texts that conditions name.
pub(super) struct Literals {
    pub numbers: BTreeSet<Decimal>,
    texts: BTreeSet<Arc<str>>,
}

impl Literals {
    pub fn of(ruleset: &Ruleset, rules: &[&Rule]) -> Literals {
        let mut literals = Literals { numbers: BTreeSet::new(), texts: BTreeSet::new() };
        literals.numbers.extend([Decimal::ZERO, Decimal::ONE]);
        let year = evaluate::year(ruleset, &ruleset.base);
        let parameter = |name: &str| {
            let found = ruleset.parameters.iter().find(|parameter| &*parameter.name == name)?;
            Some(found.at(year?)?.value)
        };
        let mut see = |expr: &Expr| match &expr.kind {
            ExprKind::Number(number) => _ = literals.numbers.insert(*number),
            ExprKind::Text(text) => _ = literals.texts.insert(Arc::clone(text)),
            ExprKind::Member(_, name) => literals.numbers.extend(parameter(&name.text)),
            _ => {}
        };
        for rule in rules {
            conditions(rule).for_each(|expr| expr.walk(&mut see));
        }
        literals
    }
}

/// Every expression that a rule's outcome depends on.
pub(super) fn conditions(rule: &Rule) -> impl Iterator<Item = &Expr> {
    let definitions = rule.definitions.iter().map(|(_, definition)| definition);
    let each = rule.each.iter().map(|(_, list)| list);
    let all = rule.clauses().iter().chain(definitions).chain(&rule.applies).chain(each);
    all.map(|expression| &expression.expr)
}

/// Numbers to try: where a comparison with a literal, with another figure, or with a share of one turns.
fn numbers(
    literals: &BTreeSet<Decimal>,
    figures: &[Decimal],
    own: Option<Decimal>,
    integer: bool,
) -> Vec<Node> {
    let mut turns: Vec<Decimal> = own.into_iter().chain(literals.iter().copied()).collect();
    turns.extend(figures);
    for literal in literals {
        for figure in figures {
            turns.extend(literal.checked_mul(*figure));
            turns.extend(figure.checked_div(*literal).map(|share| share.round_dp(4)));
        }
    }
    let mut tried = BTreeSet::new();
    let mut values = Vec::new();
    for turn in turns {
        let step = if integer { Decimal::ONE } else { Decimal::new(1, turn.scale().clamp(2, 27)) };
        let around = [Some(turn), turn.checked_add(step), turn.checked_sub(step)];
        for value in around.into_iter().flatten() {
            let value = if integer { value.trunc() } else { value }.normalize();
            if values.len() < NUMBERS && tried.insert(value) {
                values.push(number(value));
            }
        }
    }
    values
}

/// What the cases of all rules write into a field.
fn written(ruleset: &Ruleset, path: &Path) -> Vec<Node> {
    let general = path.general();
    let sets = ruleset.rules.iter().flat_map(|rule| &rule.cases).flat_map(|case| &case.patch.set);
    let here = sets.filter(|(at, _)| at.general() == general).map(|(_, value)| value);
    let mut values: Vec<Node> = Vec::new();
    for value in here {
        if values.len() < TEXTS && !values.iter().any(|known| known.data == value.data) {
            values.push(value.clone());
        }
    }
    values
}

/// Lists with an element less, with one more, with none, and not published.
fn lists(base: &Node, fields: &BTreeSet<Path>) -> Vec<Patch> {
    let mut found: BTreeSet<Path> = BTreeSet::new();
    for field in fields {
        for (depth, step) in field.steps().iter().enumerate() {
            if *step == Step::Any {
                found.extend(concrete(base, &field.steps()[..depth]));
            }
        }
    }
    let mut changes = Vec::new();
    for list in found {
        let items = at(base, &list).map(Node::items).unwrap_or_default();
        let remove = |path: Path| Patch { remove: vec![path], ..Patch::default() };
        changes.extend((0..items.len().min(ELEMENTS)).map(|index| remove(list.index(index))));
        if let Some(last) = items.last() {
            let set = vec![(list.index(items.len()), last.clone())];
            changes.push(Patch { set, ..Patch::default() });
        }
        let none = Node { data: Data::List(Vec::new()), span: Span::default() };
        changes.push(Patch { set: vec![(list.clone(), none)], ..Patch::default() });
        changes.push(Patch { withhold: vec![list], ..Patch::default() });
    }
    changes
}

/// The places of a field in a tree, element by element; one that is absent counts where it would be.
pub(super) fn concrete(node: &Node, steps: &[Step]) -> Vec<Path> {
    fn go(node: Option<&Node>, steps: &[Step], path: Path, found: &mut Vec<Path>) {
        match steps.split_first() {
            None => found.push(path),
            Some((Step::Any, rest)) => {
                let items = node.map(Node::items).unwrap_or_default();
                for (index, item) in items.iter().enumerate().take(ELEMENTS) {
                    go(Some(item), rest, path.index(index), found);
                }
            }
            Some((step, rest)) => {
                go(node.and_then(|node| node.step(step)), rest, path.join(step.clone()), found);
            }
        }
    }
    let mut found = Vec::new();
    go(Some(node), steps, Path::root(), &mut found);
    found
}

pub(super) fn at<'n>(node: &'n Node, path: &Path) -> Option<&'n Node> {
    path.steps().iter().try_fold(node, |node, step| node.step(step))
}

fn figure(node: &Node) -> Option<Decimal> {
    match &node.data {
        Data::Number(number) => number.value,
        _ => None,
    }
}

pub(super) fn text(word: &str) -> Node {
    Node { data: Data::Text(word.to_owned()), span: Span::default() }
}
