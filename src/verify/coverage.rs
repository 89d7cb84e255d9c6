//! Which fields of the form the rules read.
//!
//! A rule reads a field where a value of it can change what becomes of the rule: in its conditions, in
//! the lists it runs over, and in the definitions that those need. A field that a message only shows is
//! not read, and a rule that looks at the whole form alike reads none of its fields in particular.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{Document, Path, Step};
use crate::feel::{Argument, Binding, Callee, Expr, ExprKind, Group, Test};
use crate::rules::{FORM, PARAMETERS, Rule, Ruleset, Segment};
use crate::source::Span;

/// A field of the form, other than a group, and the rules in force that read it.
pub struct Coverage<'r> {
    /// The field: `componentes[].gasto`.
    pub path: Path,
    /// The rules, in the order of the rule set.
    pub readers: Vec<&'r Rule>,
}

/// Why no rule reads a field, or any field of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The field or the group.
    pub path: Path,
    /// Why, for people.
    pub reason: String,
    /// Where that is written.
    pub span: Span,
}

impl Unread {
    /// The reasons that a document gives; what is no path with a text is left out.
    pub fn read(document: &Document) -> Vec<Unread> {
        let entries = document.root.entries().iter();
        let reasons = entries.filter_map(|entry| {
            let reason = entry.node.text()?.trim().to_owned();
            Some(Unread { path: entry.key.parse().ok()?, reason, span: entry.key_span })
        });
        reasons.collect()
    }

    /// The reason that holds for a field: its own, or that of the nearest group around it.
    pub fn of<'u>(reasons: &'u [Unread], path: &Path) -> Option<&'u Unread> {
        let around = reasons.iter().filter(|reason| path.starts_with(&reason.path));
        around.max_by_key(|reason| reason.path.steps().len())
    }
}

/// Every field of the form with the rules that read it, in the order of the form.
pub fn coverage(ruleset: &Ruleset) -> Vec<Coverage<'_>> {
    let in_force = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
    let reads: Vec<(&Rule, BTreeSet<Path>)> =
        in_force.map(|rule| (rule, reads(ruleset, rule))).collect();
    let fields = fields(ruleset).into_iter().map(|path| {
        let readers = reads.iter().filter(|(_, read)| read.contains(&path));
        Coverage { readers: readers.map(|(rule, _)| *rule).collect(), path }
    });
    fields.collect()
}

/// The fields that a rule reads.
pub fn reads(ruleset: &Ruleset, rule: &Rule) -> BTreeSet<Path> {
    walked(ruleset, rule).read
}

/// The groups and lists that a rule names as a whole: to count them, or to ask whether they are there.
pub(super) fn named(ruleset: &Ruleset, rule: &Rule) -> BTreeSet<Path> {
    walked(ruleset, rule).named
}

fn walked<'r>(ruleset: &'r Ruleset, rule: &Rule) -> Walker<'r> {
    let mut walker =
        Walker { ruleset, frames: Vec::new(), read: BTreeSet::new(), named: BTreeSet::new() };
    if let Some((name, list)) = &rule.each {
        let elements = walker.elements(&list.expr);
        walker.push(Some(name), elements);
    }
    for (name, definition) in &rule.definitions {
        let outside = std::mem::take(&mut walker.read);
        let routes = walker.routes(&definition.expr);
        let read = std::mem::replace(&mut walker.read, outside);
        walker.frames.push(Frame { name: Some(name.to_string()), routes, read });
    }
    // Who answers a question reads what it says to look at.
    let shown = rule.question().into_iter().flat_map(|question| &question.look_at);
    let shown = shown.map(|look| &look.at);
    for expression in rule.clauses().iter().chain(&rule.applies).chain(shown) {
        walker.read(&expression.expr);
    }
    walker
}

/// The names of the parameters that a rule uses, in conditions or in what it tells people.
pub fn parameters_of(rule: &Rule) -> BTreeSet<Arc<str>> {
    let mut used = BTreeSet::new();
    let mut see = |expr: &Expr| {
        if let ExprKind::Member(base, name) = &expr.kind
            && matches!(&base.kind, ExprKind::Name(base) if **base == *PARAMETERS)
        {
            used.insert(Arc::clone(&name.text));
        }
    };
    let message = rule.message.segments.iter().filter_map(|segment| match segment {
        Segment::Value(expression) => Some(expression),
        Segment::Text(_) => None,
    });
    let definitions = rule.definitions.iter().map(|(_, definition)| definition);
    let each = rule.each.iter().map(|(_, list)| list);
    let all = rule.clauses().iter().chain(definitions).chain(&rule.applies).chain(each);
    all.chain(message).for_each(|expression| expression.expr.walk(&mut see));
    used
}

/// The fields of the form that are no groups.
fn fields(ruleset: &Ruleset) -> Vec<Path> {
    let shape = ruleset.schema.shape();
    let fields = shape.fields().into_iter().map(|(path, _)| path);
    fields.filter(|path| is_leaf(ruleset, path)).collect()
}

fn is_leaf(ruleset: &Ruleset, path: &Path) -> bool {
    let members = |path: &Path| ruleset.schema.shape().at(path).map(|shape| shape.members().len());
    members(path) == Some(0) && members(&path.join(Step::Any)).is_none_or(|count| count == 0)
}

/// A name and the fields that it may stand for; without a name, the element that a filter looks at.
struct Frame {
    name: Option<String>,
    routes: Vec<Path>,
    /// What was read to get there.
    read: BTreeSet<Path>,
}

struct Walker<'r> {
    ruleset: &'r Ruleset,
    frames: Vec<Frame>,
    read: BTreeSet<Path>,
    /// What was marked and is no field but a group or a list of groups.
    named: BTreeSet<Path>,
}

impl Walker<'_> {
    /// Marks what the value of an expression depends on.
    fn read(&mut self, expr: &Expr) {
        for path in self.routes(expr) {
            self.mark(&path);
        }
    }

    /// Marks a field; a group is not read by being named.
    fn mark(&mut self, path: &Path) {
        let mut path = path.clone();
        while path.steps().last() == Some(&Step::Any) {
            path.0.pop();
        }
        let marked = match is_leaf(self.ruleset, &path) {
            true => &mut self.read,
            false => &mut self.named,
        };
        marked.insert(path);
    }

    /// Marks every field below a group, save of the form as a whole.
    fn mark_all(&mut self, path: &Path) {
        if path.is_root() {
            return;
        }
        for field in fields(self.ruleset).into_iter().filter(|field| field.starts_with(path)) {
            self.read.insert(field);
        }
    }

    fn push(&mut self, name: Option<&str>, routes: Vec<Path>) {
        let name = name.map(str::to_owned);
        self.frames.push(Frame { name, routes, read: BTreeSet::new() });
    }

    /// The fields that an expression may stand for; marks what is read on the way.
    fn routes(&mut self, expr: &Expr) -> Vec<Path> {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name),
            ExprKind::Member(base, name) => {
                let bases = self.routes(base);
                self.members(&bases, &name.text)
            }
            ExprKind::Filter(base, condition) => {
                let routes = self.routes(base);
                let elements = self.items(&routes);
                self.within(None, elements, |walker| walker.read(condition));
                routes
            }
            ExprKind::If(condition, yes, no) => {
                self.read(condition);
                [self.routes(yes), self.routes(no)].concat()
            }
            ExprKind::List(items) => items.iter().flat_map(|item| self.routes(item)).collect(),
            ExprKind::For(bindings, body) => self.bound(bindings, |walker| walker.routes(body)),
            ExprKind::Quantified(_, bindings, body) => {
                self.bound(bindings, |walker| walker.read(body));
                Vec::new()
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            _ => {
                self.parts(expr);
                Vec::new()
            }
        }
    }

    /// Runs with the variables of a loop, each an element of its list.
    fn bound<T>(&mut self, bindings: &[Binding], run: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.frames.len();
        for binding in bindings {
            binding.until.iter().for_each(|until| self.read(until));
            let elements = self.elements(&binding.list);
            self.push(Some(&binding.name.text), elements);
        }
        let result = run(self);
        self.frames.truncate(depth);
        result
    }

    /// Marks what the parts of an expression depend on, where it brings no names with it.
    fn parts(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Negate(a) | ExprKind::Unary(_, a) | ExprKind::InstanceOf(a, _) => {
                self.read(a)
            }
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::Logic(_, a, b) => [a, b].into_iter().for_each(|part| self.read(part)),
            ExprKind::Between(a, b, c) => [a, b, c].into_iter().for_each(|part| self.read(part)),
            ExprKind::Context(entries) => entries.iter().for_each(|(_, value)| self.read(value)),
            ExprKind::Range(range) => {
                range.low.iter().chain(&range.high).for_each(|end| self.read(end));
            }
            ExprKind::In(value, tests) => {
                self.read(value);
                for test in tests {
                    let (Test::Compare(_, part) | Test::Value(part)) = test;
                    self.read(part);
                }
            }
            ExprKind::Function(function) => {
                let names = function.parameters.iter().map(|name| Some(name.text.to_string()));
                let unknown =
                    names.map(|name| Frame { name, routes: Vec::new(), read: BTreeSet::new() });
                let depth = self.frames.len();
                self.frames.extend(unknown);
                self.read(&function.body);
                self.frames.truncate(depth);
            }
            _ => {}
        }
    }

    /// The arguments of a call are read; its result may hold any of them.
    fn call(&mut self, callee: &Callee, arguments: &[Argument]) -> Vec<Path> {
        let mut all = Vec::new();
        for argument in arguments {
            match &argument.value.kind {
                ExprKind::Function(function) => {
                    let elements = self.items(&all);
                    let depth = self.frames.len();
                    for parameter in &function.parameters {
                        self.push(Some(&parameter.text), elements.clone());
                    }
                    self.read(&function.body);
                    self.frames.truncate(depth);
                }
                _ => all.extend(self.routes(&argument.value)),
            }
        }
        all.iter().for_each(|path| self.mark(path));
        match callee {
            Callee::Named(name) => {
                let of_form = self.ruleset.library.group_of(&name.text);
                if of_form.is_some_and(|(group, _)| group == Group::Form) {
                    all.iter().for_each(|path| self.mark_all(path));
                }
            }
            Callee::Computed(callee) => self.read(callee),
        }
        all
    }

    /// What a name stands for; the nearest meaning wins.
    fn name(&mut self, name: &str) -> Vec<Path> {
        for at in (0..self.frames.len()).rev() {
            let frame = &self.frames[at];
            match &frame.name {
                Some(variable) if variable == name => {
                    let read = frame.read.clone();
                    let routes = frame.routes.clone();
                    self.read.extend(read);
                    return routes;
                }
                None if name == "item" => return frame.routes.clone(),
                None => {
                    let found = self.members(&frame.routes, name);
                    if !found.is_empty() {
                        return found;
                    }
                }
                Some(_) => {}
            }
        }
        match name {
            FORM => vec![Path::root()],
            _ => self.members(&[Path::root()], name),
        }
    }

    /// The fields of a name below some groups, or below the elements of some lists.
    fn members(&self, bases: &[Path], name: &str) -> Vec<Path> {
        let shape = self.ruleset.schema.shape();
        let below = self.items(bases).into_iter().map(|path| path.key(name));
        below.filter(|path| shape.at(path).is_some()).collect()
    }

    /// The elements of what are lists; the others as they are.
    fn items(&self, routes: &[Path]) -> Vec<Path> {
        let shape = self.ruleset.schema.shape();
        let item = |path: &Path| {
            let inside = path.join(Step::Any);
            if shape.at(&inside).is_some() { inside } else { path.clone() }
        };
        routes.iter().map(item).collect()
    }

    fn elements(&mut self, list: &Expr) -> Vec<Path> {
        let routes = self.routes(list);
        self.items(&routes)
    }

    fn within(&mut self, name: Option<&str>, routes: Vec<Path>, run: impl FnOnce(&mut Self)) {
        self.push(name, routes);
        run(self);
        self.frames.pop();
    }
}
