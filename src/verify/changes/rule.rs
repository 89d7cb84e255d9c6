//! What differs between the rules of two rule sets, part by part.

use std::collections::BTreeSet;

use crate::document::{Node, write};
use crate::rules::{Expression, Look, Question, Requirement, Rule, Ruleset, Segment, Template};
use crate::source::{Place, Span};

use super::align::aligned;
use super::definitions::told_with_conditions;
use super::{Change, File, Part, Side, What, focus};

/// What differs between the rules, in the order of the later rule set; rules that are gone come last.
pub(super) fn changes(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let mut changes = Vec::new();
    for rule in &new.rules {
        match old.rule(&rule.id) {
            Some(before) => between((old, before), (new, rule), &mut changes),
            None => {
                let mut change = existence(rule, Part::Added, None, Some(whole(rule)));
                let gone = old.rules.iter().filter(|other| new.rule(&other.id).is_none());
                let mut same = gone.filter(|other| other.source.text() == rule.source.text());
                change.same_as = same.next().map(|other| other.id.clone());
                changes.push(if rule.retired.is_some() { change.silent() } else { change });
            }
        }
    }
    for rule in old.rules.iter().filter(|rule| new.rule(&rule.id).is_none()) {
        let change = existence(rule, Part::Removed, Some(whole(rule)), None);
        changes.push(if rule.retired.is_some() { change.silent() } else { change });
    }
    changes
}

fn existence(rule: &Rule, part: Part, old: Option<Side>, new: Option<Side>) -> Change {
    Change::new(What::Rule(rule.id.clone(), part), old, new)
}

/// A rule as a whole: its title, at its file's first key.
fn whole(rule: &Rule) -> Side {
    let start = Place { source: rule.source.clone(), span: Span::default() };
    Side::new(rule.title.clone(), Some(start))
}

/// Gathers the changes of one rule.
struct Between<'b> {
    id: &'b str,
    files: Option<(File, File)>,
    rulesets: (&'b Ruleset, &'b Ruleset),
    rules: (&'b Rule, &'b Rule),
    changes: &'b mut Vec<Change>,
}

fn between((old, a): (&Ruleset, &Rule), (new, b): (&Ruleset, &Rule), changes: &mut Vec<Change>) {
    let moved = old.section(a).id != new.section(b).id;
    if a.source.text() == b.source.text() && !moved {
        return;
    }
    let first = changes.len();
    let mut between =
        Between { id: &b.id, files: None, rulesets: (old, new), rules: (a, b), changes };
    match (a.retired.is_some(), b.retired.is_some()) {
        (false, true) => {
            let why = between.at_key(true, "retirada");
            between.push(Part::Retired, Some(whole(a)), Some(why));
        }
        (true, false) => between.push(Part::Restored, Some(whole(a)), Some(whole(b))),
        _ => {}
    }
    let section = |ruleset: &Ruleset, rule: &Rule| ruleset.section(rule).id.clone();
    if moved {
        between.push(
            Part::Section,
            Some(side_of(a, section(old, a))),
            Some(side_of(b, section(new, b))),
        );
    }
    let severity = |ruleset: &Ruleset, rule: &Rule| ruleset.severity(rule).id.clone();
    between.word(Part::Severity, "severidad", severity(old, a), severity(new, b));
    between.word(Part::Class, "clase", a.class.name().to_owned(), b.class.name().to_owned());
    between.conditions();
    between.requirement();
    between.texts();
    told_with_conditions((a, b), changes, first);
    if a.retired.is_some() && b.retired.is_some() {
        changes[first..].iter_mut().for_each(|change| change.moves = false);
    }
}

fn side_of(rule: &Rule, text: String) -> Side {
    Side { place: whole(rule).place, ..Side::new(text, None) }
}

/// An expression as a tree: its canonical spelling.
pub(super) fn tree(expression: &Expression) -> String {
    expression.expr.to_string()
}

impl Between<'_> {
    fn push(&mut self, part: Part, old: Option<Side>, new: Option<Side>) {
        let what = What::Rule(self.id.to_owned(), part);
        self.changes.push(Change::new(what, old, new));
    }

    /// The place of a key in the earlier or the later file, which is read only when needed.
    fn place(&mut self, later: bool, key: &str) -> Place {
        let (a, b) = self.rules;
        let files = self.files.get_or_insert_with(|| (File::of_rule(a), File::of_rule(b)));
        if later { files.1.key(key) } else { files.0.key(key) }
    }

    /// What stands at a key.
    fn at_key(&mut self, later: bool, key: &str) -> Side {
        let place = self.place(later, key);
        Side::new(place.text().to_owned(), Some(place))
    }

    fn word(&mut self, part: Part, key: &str, old: String, new: String) {
        if old != new {
            let (a, b) = (self.place(false, key), self.place(true, key));
            self.push(part, Some(Side::new(old, Some(a))), Some(Side::new(new, Some(b))));
        }
    }

    /// `para_cada`, `donde` and `cuando`.
    fn conditions(&mut self) {
        let (a, b) = self.rules;
        let each = |rule: &Rule| rule.each.as_ref().map(|(name, list)| (name.clone(), tree(list)));
        if each(a) != each(b) {
            let side = |rule: &Rule| {
                let (name, list) = rule.each.as_ref()?;
                let alone = focus::alone(list);
                let text = format!("{name}: {}", alone.text);
                Some(Side { core: text.clone(), text, ..alone })
            };
            self.push(Part::Each, side(a), side(b));
        }
        let find = |rule: &Rule, name: &str| {
            rule.definitions.iter().find(|(known, _)| **known == *name).map(|(_, of)| of.clone())
        };
        for (name, later) in &b.definitions {
            match find(a, name) {
                Some(earlier) => self.expression(Part::Definition(name.clone()), &earlier, later),
                None => self.push(Part::Definition(name.clone()), None, Some(focus::alone(later))),
            }
        }
        for (name, earlier) in &a.definitions {
            if find(b, name).is_none() {
                let part = Part::Definition(name.clone());
                self.push(part, Some(focus::alone(earlier)), None);
            }
        }
        // A definition that only one side has is looked at only by what names it, unless its name means
        // something else where it is not there.
        let taken = [self.rulesets.0, self.rulesets.1].map(Ruleset::names);
        for change in self.changes.iter_mut() {
            let one_side = change.old.is_none() || change.new.is_none();
            let What::Rule(_, Part::Definition(name)) = &change.what else { continue };
            let free = !taken.iter().any(|names| names.members.iter().any(|(of, _)| of == name));
            change.moves &= !(one_side && free);
        }
        match (&a.applies, &b.applies) {
            (Some(earlier), Some(later)) => self.expression(Part::Applies, earlier, later),
            (None, None) => {}
            (a, b) => {
                let sides = (a.as_ref().map(focus::alone), b.as_ref().map(focus::alone));
                self.push(Part::Applies, sides.0, sides.1);
            }
        }
    }

    fn expression(&mut self, part: Part, old: &Expression, new: &Expression) {
        if tree(old) != tree(new) {
            let (a, b) = focus::sides(old, new);
            self.push(part, Some(a), Some(b));
        }
    }

    fn requirement(&mut self) {
        let (a, b) = self.rules;
        match (&a.requires, &b.requires) {
            (Requirement::Judgement(before), Requirement::Judgement(after)) => {
                self.question(before, after);
            }
            (Requirement::Schema(before), Requirement::Schema(after)) if before == after => {}
            _ if alike(a, b) => self.clauses(),
            _ => {
                let sides = (kind(a, self.key_of(false)), kind(b, self.key_of(true)));
                self.push(Part::Requirement, Some(sides.0), Some(sides.1));
            }
        }
    }

    /// Where what is required stands.
    fn key_of(&mut self, later: bool) -> Place {
        let rule = if later { self.rules.1 } else { self.rules.0 };
        let key = match &rule.requires {
            Requirement::Schema(_) => "esquema",
            Requirement::Judgement(_) => "pregunta",
            _ => "exige",
        };
        self.place(later, key)
    }

    fn clauses(&mut self) {
        let (a, b) = self.rules;
        let many = a.clauses().len() > 1 || b.clauses().len() > 1;
        let number = |at: usize| many.then_some(at + 1);
        for (old, new) in aligned(a, b) {
            match (old.map(|at| (at, &a.clauses()[at])), new.map(|at| (at, &b.clauses()[at]))) {
                (Some((_, old)), Some((at, new))) => {
                    self.expression(Part::Clause(number(at)), old, new);
                }
                (Some((at, old)), None) => {
                    self.push(Part::Clause(number(at)), Some(focus::alone(old)), None);
                }
                (None, Some((at, new))) => {
                    self.push(Part::Clause(number(at)), None, Some(focus::alone(new)));
                }
                (None, None) => {}
            }
        }
    }

    fn question(&mut self, old: &Question, new: &Question) {
        if needs(old) != needs(new) {
            let (a, b) = (self.place(false, "pregunta"), self.place(true, "pregunta"));
            let sides = (Side::new(needs(old), Some(a)), Side::new(needs(new), Some(b)));
            self.push(Part::Question, Some(sides.0), Some(sides.1));
        } else if spelled(&old.text) != spelled(&new.text) {
            self.silent("pregunta");
        }
        let answers = |question: &Question| -> Vec<String> {
            let answers = question.answers.iter();
            answers.map(|answer| format!("{}: {}", answer.id, answer.status.name())).collect()
        };
        let meanings = |question| answers(question).into_iter().collect::<BTreeSet<String>>();
        if meanings(old) != meanings(new) {
            let (a, b) = (self.place(false, "respuestas"), self.place(true, "respuestas"));
            let side = |question, place| Some(Side::new(answers(question).join(", "), Some(place)));
            self.push(Part::Answers, side(old, a), side(new, b));
        } else if said(old) != said(new) {
            self.silent("respuestas");
        }
    }

    /// Texts, places to look and cases: what people read and what tests the rule.
    fn texts(&mut self) {
        let (a, b) = self.rules;
        let labels = |rule: &Rule| rule.labels.iter().map(tree).collect::<Vec<_>>();
        let differs = [
            ("titulo", a.title != b.title),
            ("fundamento", a.citations != b.citations),
            ("en", labels(a) != labels(b)),
            ("mensaje", spelled(&a.message) != spelled(&b.message)),
            ("ficha", a.remark.as_ref().map(spelled) != b.remark.as_ref().map(spelled)),
            ("razon", a.reason != b.reason),
            ("sugerencia", a.help != b.help),
        ];
        for key in differs.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key) {
            self.silent(key);
        }
        if a.cases.len() != b.cases.len() || self.written(false) != self.written(true) {
            self.silent("casos");
        }
    }

    /// The cases of a file, as a tree.
    fn written(&mut self, later: bool) -> Option<Node> {
        self.place(later, "casos");
        let files = self.files.as_ref()?;
        let file = if later { &files.1 } else { &files.0 };
        file.document.root.get("casos").map(super::plain)
    }

    /// A change that moves no verdict, with the texts at a key.
    fn silent(&mut self, key: &'static str) {
        let mut side = |later: bool| {
            let place = self.place(later, key);
            let files = self.files.as_ref()?;
            let file = if later { &files.1 } else { &files.0 };
            let node = file.document.root.get(key)?;
            let text = node.text().map_or_else(|| write(node), str::to_owned);
            Some(Side::new(text, Some(place)))
        };
        let (old, new) = (side(false), side(true));
        let what = What::Rule(self.id.to_owned(), Part::Text(key));
        self.changes.push(Change::new(what, old, new).silent());
    }
}

/// Whether two rules require clauses in the same way: all or any; one is both.
fn alike(a: &Rule, b: &Rule) -> bool {
    use Requirement::{All, Any, One};
    match (&a.requires, &b.requires) {
        (One(_) | All(_), One(_) | All(_)) | (Any(_), Any(_)) => true,
        (One(_), Any(_)) | (Any(_), One(_)) => true,
        (All(x), Any(y)) | (Any(x), All(y)) => x.len() < 2 && y.len() < 2,
        _ => false,
    }
}

/// What a rule requires, in words of its file.
fn kind(rule: &Rule, place: Place) -> Side {
    let clauses = rule.clauses().iter().map(|clause| clause.text.clone()).collect::<Vec<_>>();
    let text = match &rule.requires {
        Requirement::One(_) => clauses.join(""),
        Requirement::All(_) => format!("todos: {}", clauses.join("; ")),
        Requirement::Any(_) => format!("alguno: {}", clauses.join("; ")),
        Requirement::Schema(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            format!("esquema: {}", kinds.join(", "))
        }
        Requirement::Judgement(question) => format!("pregunta: {}", spelled(&question.text)),
    };
    Side::new(text, Some(place))
}

/// The answers of a question as people read them.
fn said(question: &Question) -> Vec<(&str, &str)> {
    question.answers.iter().map(|answer| (&*answer.id, answer.text.as_str())).collect()
}

/// What must be known before a question can be put.
fn needs(question: &Question) -> String {
    let figures = question.text.segments.iter().filter_map(|segment| match segment {
        Segment::Value(expression) => Some(tree(expression)),
        Segment::Text(_) => None,
    });
    let look = |look: &Look| {
        let optional = if look.optional { " (opcional)" } else { "" };
        format!("{}{optional}", tree(&look.at))
    };
    figures.chain(question.look_at.iter().map(look)).collect::<Vec<_>>().join(", ")
}

/// A message with its figures in braces.
fn spelled(template: &Template) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Text(words) => words.clone(),
        Segment::Value(expression) => format!("{{{}}}", tree(expression)),
    };
    template.segments.iter().map(part).collect()
}
