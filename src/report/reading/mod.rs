//! Expressions → plain Spanish: what a condition says, from its tree alone.
//!
//! Takes an expression and what names mean in it (the schema's own names for fields, the parameters'
//! titles); gives a sentence. Knows nothing of any submission and computes nothing. What has no words
//! (a function written out, say) stands as code in backticks, so that every expression has a reading.

mod binding;
mod brief;
mod call;
mod clause;
mod condition;
mod figures;
mod noun;
mod spelling;
mod thing;
mod value;

use std::cell::OnceCell;

use crate::document::{Path, Step};
use crate::evaluate::capitalised;
use crate::feel::{Expr, ExprKind, Type, Unit};
use crate::rules::{Expression, POSITION, Rule, Ruleset};
use crate::source::Span;

use clause::Clause;
use noun::Noun;
use spelling::Spelling;
use thing::Thing;

/// Parts of an expression that are read; an ordinary condition has about twenty.
const PARTS: u32 = 20_000;

/// What an expression says, in Spanish; never empty.
pub fn reading(ruleset: &Ruleset, expr: &Expr, text: &str) -> String {
    let reader = Reader::new(ruleset);
    let mut speaker = Speaker { reader: &reader, text, frames: Vec::new(), left: PARTS };
    speaker.sentence(expr).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join(" ")
}

/// Reads expressions of a rule set aloud.
pub(super) struct Reader<'r> {
    ruleset: &'r Ruleset,
    spelling: OnceCell<Spelling>,
}

/// What a rule's expressions may name, ready to read them.
pub(super) struct RuleReader<'s, 'r> {
    reader: &'s Reader<'r>,
    frames: Vec<Frame<'r>>,
}

/// A name and what it stands for.
#[derive(Clone)]
enum Frame<'r> {
    /// A variable, a definition, or the element that a rule runs on.
    Variable(String, Thing<'r>),
    /// The element that a filter looks at.
    Element(Thing<'r>),
}

/// Reads one expression.
struct Speaker<'s, 'r> {
    reader: &'s Reader<'r>,
    text: &'s str,
    frames: Vec<Frame<'r>>,
    /// Parts that it may still look at; the rest stands as code.
    left: u32,
}

impl<'r> Reader<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Reader<'r> {
        Reader { ruleset, spelling: OnceCell::new() }
    }

    /// A name of a rule file, as people write it.
    pub fn spelled(&self, name: &str) -> String {
        self.spelling.get_or_init(|| Spelling::of(self.ruleset)).words(name)
    }

    /// A field of the form.
    fn field(&self, path: &Path) -> Option<Thing<'r>> {
        let form = Thing::form(self.ruleset.schema.shape());
        path.steps().iter().try_fold(form, |thing, step| match step {
            Step::Key(name) => thing.member(name),
            Step::Index(index) => Some(thing.nth(i64::try_from(*index).ok()? + 1)),
            Step::Any => Some(thing),
        })
    }

    /// Reads a rule's expressions: its element and definitions are names there.
    pub fn of_rule<'s>(&'s self, rule: &Rule) -> RuleReader<'s, 'r> {
        let mut speaker = Speaker { reader: self, text: "", frames: Vec::new(), left: PARTS };
        if let Some((name, list)) = &rule.each {
            let element = speaker.read(list).variable(name, self);
            let position = format!("la posición {}", noun::of(&element.noun.text));
            speaker.frames.push(Frame::Variable(name.to_string(), element));
            let position = Thing::named(Noun::new(position));
            speaker.frames.push(Frame::Variable(POSITION.to_owned(), position));
        }
        for (name, definition) in &rule.definitions {
            let meant = speaker.read(definition);
            let thing = match is_alias(&definition.expr) {
                true => meant,
                false => meant.defined(&self.spelled(name), &definition.of),
            };
            speaker.frames.push(Frame::Variable(name.to_string(), thing));
        }
        RuleReader { reader: self, frames: speaker.frames }
    }
}

impl<'r> RuleReader<'_, 'r> {
    /// What a condition or definition says: lines with their depth.
    pub fn sentence(&self, expression: &Expression) -> Vec<(usize, String)> {
        self.speaker(expression).sentence(&expression.expr)
    }

    /// What each element is that a rule runs on.
    pub fn each(&self, list: &Expression) -> String {
        let mut speaker =
            Speaker { reader: self.reader, text: &list.text, frames: Vec::new(), left: PARTS };
        capitalised(&format!("{}.", speaker.thing(&list.expr).each()))
    }

    fn speaker<'t>(&'t self, expression: &'t Expression) -> Speaker<'t, 'r> {
        Speaker {
            reader: self.reader,
            text: &expression.text,
            frames: self.frames.clone(),
            left: PARTS,
        }
    }
}

/// Whether an expression only gives another name to a field.
fn is_alias(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Member(base, _) => is_alias(base),
        ExprKind::Filter(base, position) => {
            let written = match &position.kind {
                ExprKind::Negate(inner) => &inner.kind,
                kind => kind,
            };
            matches!(written, ExprKind::Number(_)) && is_alias(base)
        }
        _ => false,
    }
}

impl<'r> Thing<'r> {
    /// The element that a variable stands for, one after another.
    fn variable(&self, name: &str, reader: &Reader<'_>) -> Thing<'r> {
        let noun = match &self.item {
            Some(item) => item.clone(),
            None if name.chars().count() > 2 => Noun::guessed(&reader.spelled(name)),
            None => Noun::new("el elemento"),
        };
        self.element(noun)
    }

    /// The same value under the name that a rule gives it.
    fn defined(self, name: &str, of: &Type) -> Thing<'r> {
        let quoted = format!("«{name}»");
        Thing {
            statement: (*of == Type::Bool).then(|| format!("[no] se cumple {quoted}")),
            noun: Noun::new(quoted),
            owner: None,
            owns: true,
            plain: false,
            ..self
        }
    }
}

impl<'s, 'r> Speaker<'s, 'r> {
    /// Reads the expression of a rule, as the text that it is in.
    fn read(&mut self, expression: &Expression) -> Thing<'r> {
        let frames = std::mem::take(&mut self.frames);
        let mut inner =
            Speaker { reader: self.reader, text: &expression.text, frames, left: PARTS };
        let thing = inner.thing(&expression.expr);
        self.frames = inner.frames;
        thing
    }

    /// A whole sentence: a statement, or the name of a value.
    fn sentence(&mut self, expr: &Expr) -> Vec<(usize, String)> {
        let mut lines = match self.states(expr) {
            true => self.clause(expr, false).lines(),
            false => vec![(0, format!("{}.", self.thing(expr).noun.text))],
        };
        if let Some((_, first)) = lines.first_mut() {
            let words = first.trim_start_matches('(');
            *first = format!("{}{}", "(".repeat(first.len() - words.len()), capitalised(words));
        }
        lines
    }

    /// Takes one part from the budget; false where nothing is left.
    fn goes_on(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    /// The unit of a field's figures.
    fn unit(&self, thing: &Thing<'_>) -> Unit {
        let units = &self.reader.ruleset.units;
        thing.unit().and_then(|unit| units.parse(unit).ok()).unwrap_or_default()
    }

    /// The code of something that has no words.
    fn code(&self, span: Span) -> String {
        let code = self.text.get(span.range()).unwrap_or_default();
        let line = code.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = super::safe::visible(&line, false);
        format!("`{}`", if line.is_empty() { "…" } else { &line })
    }

    /// What a name stands for; the nearest meaning wins.
    fn lookup(&self, name: &str) -> Option<Thing<'r>> {
        for (distance, frame) in self.frames.iter().rev().enumerate() {
            match frame {
                Frame::Variable(variable, thing) if variable == name => {
                    return Some(Thing { hushed: thing.hushed && distance == 0, ..thing.clone() });
                }
                Frame::Element(element) if name == "item" => return Some(element.clone()),
                Frame::Element(element) => {
                    if let Some(member) = element.member(name) {
                        return Some(member);
                    }
                }
                Frame::Variable(..) => {}
            }
        }
        let form = Thing::form(self.reader.ruleset.schema.shape());
        form.member(name)
    }

    /// Runs with one more meaning of names.
    fn within<T>(&mut self, frame: Frame<'r>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.frames.push(frame);
        let result = read(self);
        self.frames.pop();
        result
    }

    /// A condition, denied or not, in one line.
    fn line(&mut self, expr: &Expr, denied: bool) -> String {
        self.clause(expr, denied).inline()
    }

    /// A statement that nothing is known to join.
    fn say(words: impl Into<String>) -> Clause {
        Clause::say(words)
    }
}
