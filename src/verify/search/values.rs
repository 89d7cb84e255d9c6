//! Values at which conditions may turn.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::document::{Data, Document, Node, Path, Step};
use crate::evaluate;
use crate::feel::{Callee, Expr, ExprKind};
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

/// Texts of the base, longest first, that are said again elsewhere.
const COPIED: usize = 8;

/// What is written into a text, so that it says nothing that conditions look for.
const WRITTEN: &str = "Una respuesta cualquiera.";

/// Characters of a text that is made to be of some length.
const LONGEST: usize = 20_000;

/// Elements of a list that are changed.
const ELEMENTS: usize = 4;

/// Changes of one field each, of those that rules read.
///
/// `groups` are those that rules name as a whole: they are taken away, and lists of them emptied.
pub(super) fn changes(
    ruleset: &Ruleset,
    rules: &[&Rule],
    fields: &BTreeSet<Path>,
    groups: &BTreeSet<Path>,
) -> Vec<Patch> {
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
                let own = at(base, path).and_then(Node::text).unwrap_or_default();
                values.push(text(WRITTEN));
                values.extend(literals.texts.iter().flat_map(|word| years_aside(word)));
                for length in &literals.lengths {
                    values.extend([of_length(own, *length), text(&"1".repeat(*length))]);
                }
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
    changes.extend(lists(ruleset, fields, groups));
    changes
}

/// A date as text, `2025-03-01`, a year earlier and a year later; nothing of any other text.
fn years_aside(word: &str) -> Vec<Node> {
    let Some((year, rest)) = word.split_once('-') else { return Vec::new() };
    let is_date = year.len() == 4 && rest.len() == 5 && rest.as_bytes()[2] == b'-';
    let year = year.parse().ok().filter(|year: &u16| is_date && (1..9999).contains(year));
    let years = year.into_iter().flat_map(|year| [year - 1, year + 1]);
    years.map(|year| text(&format!("{year:04}-{rest}"))).collect()
}

/// A text of so many characters: one that is given, cut or said again.
fn of_length(own: &str, length: usize) -> Node {
    let again = own.trim().chars().chain([' ']).cycle();
    let mut made: String = match own.trim().is_empty() {
        true => "texto ".chars().cycle().take(length).collect(),
        false => again.take(length).collect(),
    };
    if made.ends_with(' ') {
        made.pop();
        made.push('s');
    }
    text(&made)
}

/// What the form itself asks, broken: each field gone, too long, nearly too long, or of another kind; and
/// then every choice that it offers.
pub(super) fn faults(ruleset: &Ruleset) -> Vec<Patch> {
    let (base, shape) = (&ruleset.base.root, ruleset.schema.shape());
    let wrong = || text("Esto no va aquí");
    let set =
        |path: &Path, value: Node| Patch { set: vec![(path.clone(), value)], ..Patch::default() };
    let (mut changes, mut choices) = (Vec::new(), Vec::new());
    for (field, _) in shape.fields() {
        for path in concrete(base, field.steps()) {
            let Some(node) = at(base, &path) else { continue };
            match shape.at(&path) {
                Some(Shape::Text { allowed, limit }) => {
                    choices.extend(allowed.iter().map(|choice| set(&path, text(choice))));
                    if let Some(limit) = limit {
                        let own = node.text().unwrap_or_default();
                        changes.push(set(&path, of_length(own, limit + 1)));
                        changes.push(set(&path, of_length(own, *limit)));
                    }
                    if let Some(option) = allowed.first() {
                        let cut = option.chars().count().saturating_sub(1);
                        let almost: String = option.chars().take(cut).collect();
                        changes.extend([set(&path, wrong()), set(&path, text(&almost))]);
                    }
                }
                Some(Shape::Number { .. } | Shape::Boolean | Shape::List(..)) => {
                    changes.push(set(&path, wrong()));
                }
                _ => {}
            }
            changes.push(Patch { remove: vec![path], ..Patch::default() });
        }
    }
    changes.push(set(&Path::root().key("campo_que_no_existe"), wrong()));
    changes.extend(choices);
    changes
}

/// Texts of a submission, each said again in the place of another.
pub(super) fn copies(base: &Document) -> Vec<Patch> {
    let mut texts: Vec<(Path, &str)> = Vec::new();
    gather(&base.root, Path::root(), &mut texts);
    texts.sort_by_key(|(_, said)| std::cmp::Reverse(said.len()));
    texts.truncate(COPIED);
    let copy = |(path, said): (&Path, &str)| Patch {
        set: vec![(path.clone(), text(said))],
        ..Patch::default()
    };
    let pairs =
        texts.iter().flat_map(|(_, said)| texts.iter().map(move |(at, own)| (at, *own, *said)));
    pairs.filter(|(_, own, said)| own != said).map(|(at, _, said)| copy((at, said))).collect()
}

fn gather<'n>(node: &'n Node, path: Path, texts: &mut Vec<(Path, &'n str)>) {
    match &node.data {
        Data::Text(said) => texts.push((path, said)),
        Data::List(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, path.index(index), texts);
            }
        }
        Data::Map(entries) => {
            for entry in entries {
                gather(&entry.node, path.key(&entry.key), texts);
            }
        }
        _ => {}
    }
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

/// The function that measures a text.
const LENGTH: &str = "string length";

/// Numbers and texts that conditions name.
#[derive(Default)]
pub(super) struct Literals {
    pub numbers: BTreeSet<Decimal>,
    texts: BTreeSet<Arc<str>>,
    /// Where lengths of texts may turn; none where none is measured.
    lengths: BTreeSet<usize>,
}

impl Literals {
    pub fn of(ruleset: &Ruleset, rules: &[&Rule]) -> Literals {
        let mut literals = Literals::default();
        let mut measured = false;
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
            ExprKind::Call(callee, _) => {
                measured |= matches!(&**callee, Callee::Named(name) if &*name.text == LENGTH);
            }
            _ => {}
        };
        for rule in rules {
            conditions(rule).for_each(|expr| expr.walk(&mut see));
        }
        if measured {
            let whole = literals.numbers.iter().filter_map(ToPrimitive::to_usize);
            let around = whole.flat_map(|length| [length.saturating_sub(1), length, length + 1]);
            literals.lengths = around.filter(|length| *length <= LONGEST).collect();
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

/// Lists with an element less, with one more, with the first alone, with none, and not published; groups
/// and lists that are named, gone and not published.
fn lists(ruleset: &Ruleset, fields: &BTreeSet<Path>, groups: &BTreeSet<Path>) -> Vec<Patch> {
    let base = &ruleset.base.root;
    let mut found: BTreeSet<Path> = BTreeSet::new();
    let mut gone: BTreeSet<Path> = BTreeSet::new();
    for field in fields.iter().chain(groups) {
        for (depth, step) in field.steps().iter().enumerate() {
            if *step == Step::Any {
                found.extend(concrete(base, &field.steps()[..depth]));
            }
        }
    }
    for group in groups.iter().filter(|group| !group.is_root()) {
        let places = concrete(base, group.steps());
        if matches!(ruleset.schema.shape().at(group), Some(Shape::List(..))) {
            found.extend(places.iter().cloned());
        }
        gone.extend(places);
    }
    let remove = |path: Path| Patch { remove: vec![path], ..Patch::default() };
    let mut changes = Vec::new();
    for list in found {
        let items = at(base, &list).map(Node::items).unwrap_or_default();
        changes.extend((0..items.len().min(ELEMENTS)).map(|index| remove(list.index(index))));
        let set = |path: &Path, data: Data| {
            let node = Node { data, span: Span::default() };
            Patch { set: vec![(path.clone(), node)], ..Patch::default() }
        };
        if let Some(last) = items.last() {
            changes.push(set(&list.index(items.len()), last.data.clone()));
        }
        if let [first, _, ..] = items {
            changes.push(set(&list, Data::List(vec![first.clone()])));
        }
        changes.push(set(&list, Data::List(Vec::new())));
        changes.push(Patch { withhold: vec![list], ..Patch::default() });
    }
    for group in gone {
        changes.push(remove(group.clone()));
        changes.push(Patch { withhold: vec![group], ..Patch::default() });
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

pub(super) fn figure(node: &Node) -> Option<Decimal> {
    match &node.data {
        Data::Number(number) => number.value,
        _ => None,
    }
}

pub(super) fn text(word: &str) -> Node {
    Node { data: Data::Text(word.to_owned()), span: Span::default() }
}
