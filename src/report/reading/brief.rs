//! An outcome in one sentence: the facts that decided it, with their figures.
//!
//! Follows the evidence down to the comparisons that made it so; what was not needed is not said.
//! Computes nothing: every figure and every truth is one that the evidence holds.

use crate::document::Path;
use crate::evaluate::{Outcome, Role, causes_in_words};
use crate::feel::{
    Binding, Callee, Cause, CauseKind, Comparison, Data, Expr, ExprKind, Logic, Quantifier,
    StepKind, StepNode,
};
use crate::finding::Language;
use crate::report::evidence::expression;
use crate::rules::{Requirement, Rule, Status};
use crate::schema::Shape;
use crate::source::Span;

use super::noun::{Noun, series};
use super::{Frame, RuleReader, Speaker};

/// Facts that are told; the rest are counted.
const TOLD: usize = 3;

impl<'r> RuleReader<'_, 'r> {
    /// What decided an outcome; none where nothing was computed for it.
    pub fn brief(&self, rule: &Rule, outcome: &Outcome) -> Option<String> {
        let mut brief = Brief { reader: self, rule, outcome, facts: Vec::new(), untold: 0 };
        match outcome.status {
            Status::Unknown => brief.missing(),
            Status::NotApplicable => brief.part(|role| role == Role::Applies, Some(false)),
            status => brief.clauses(status == Status::Met),
        }
        let told = brief.told()?;
        Some(match &outcome.element {
            Some(element) => format!("{told}, {}.", self.place(element.position)),
            None => format!("{told}."),
        })
    }

    /// `en el componente 1`.
    fn place(&self, position: usize) -> String {
        match self.frames.first() {
            Some(Frame::Variable(_, element)) => format!("en {} {position}", element.noun.text),
            _ => format!("en el elemento {position}"),
        }
    }
}

/// An outcome's facts, under way.
pub(super) struct Brief<'b, 's, 'r> {
    pub(super) reader: &'b RuleReader<'s, 'r>,
    pub(super) rule: &'b Rule,
    pub(super) outcome: &'b Outcome,
    facts: Vec<String>,
    untold: usize,
}

impl<'b, 'r> Brief<'b, '_, 'r> {
    fn told(&self) -> Option<String> {
        let told = self.facts.join("; ");
        match (self.facts.is_empty(), self.untold) {
            (true, _) => None,
            (false, 0) => Some(told),
            (false, more) => Some(format!("{told}; y {more} más")),
        }
    }

    /// The clauses that made the requirement what it is.
    fn clauses(&mut self, met: bool) {
        let any = matches!(self.rule.requires, Requirement::Any(_));
        let before = self.facts.len();
        for index in 0..self.outcome.parts.len() {
            let found = self.facts.len() > before;
            if !(any && met && found) {
                let role = self.outcome.parts[index].role;
                self.part(|other| other == role && matches!(role, Role::Clause(_)), Some(met));
            }
        }
    }

    /// The facts of the parts that came out so.
    fn part(&mut self, wanted: impl Fn(Role) -> bool, truth: Option<bool>) {
        let outcome = self.outcome;
        for part in outcome.parts.iter().filter(|part| wanted(part.role)) {
            let Some(expression) = expression(self.rule, part.role) else { continue };
            if part.value.as_bool() == truth {
                let mut speaker = self.reader.speaker(expression);
                if let Some(root) = part.evidence.root() {
                    self.follow(&mut speaker, &expression.expr, root);
                }
            }
        }
    }

    /// Tells the facts below an expression that is true or false.
    fn follow(&mut self, speaker: &mut Speaker<'_, 'r>, expr: &Expr, node: StepNode<'b>) {
        let Some(truth) = is_true(node) else { return };
        match &expr.kind {
            ExprKind::Logic(operator, left, right) => {
                let decided = truth == (*operator == Logic::Or);
                self.operands(speaker, [left, right], node, decided);
            }
            ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
                (Callee::Named(name), [argument]) if &*name.text == "not" => {
                    self.below(speaker, &argument.value, node);
                }
                _ => self.fact(speaker, expr, node, truth),
            },
            ExprKind::If(condition, then, otherwise) => {
                for part in [condition, then, otherwise] {
                    self.below(speaker, part, node);
                }
            }
            ExprKind::Quantified(quantifier, bindings, body) => {
                match deciding(node).filter(|_| truth == (*quantifier == Quantifier::Some)) {
                    Some(element) => self.element(speaker, bindings, body, element),
                    None => self.fact(speaker, expr, node, truth),
                }
            }
            ExprKind::Name(name) => match self.definition(name) {
                Some((index, part)) => {
                    let (_, definition) = &self.rule.definitions[index];
                    if let Some(root) = part.evidence.root() {
                        let mut inner = self.reader.speaker(definition);
                        self.follow(&mut inner, &definition.expr, root);
                    }
                }
                None => self.fact(speaker, expr, node, truth),
            },
            _ => self.fact(speaker, expr, node, truth),
        }
    }

    fn below(&mut self, speaker: &mut Speaker<'_, 'r>, expr: &Expr, node: StepNode<'b>) {
        if let Some(step) = child(node, expr.span) {
            self.follow(speaker, expr, step);
        }
    }

    /// The operands that came out as the whole did: the first where it alone decided, else both. That
    /// a field is there goes without saying where the other one tells its value.
    fn operands(
        &mut self,
        speaker: &mut Speaker<'_, 'r>,
        operands: [&Expr; 2],
        node: StepNode<'b>,
        decided: bool,
    ) {
        let truth = is_true(node);
        let alike = operands.into_iter().filter_map(|operand| {
            let step = child(node, operand.span)?;
            (is_true(step) == truth).then_some((operand, step))
        });
        let alike: Vec<(&Expr, StepNode<'b>)> = alike.take(if decided { 1 } else { 2 }).collect();
        for (index, (operand, step)) in alike.iter().enumerate() {
            let others = alike.iter().enumerate().filter(|(other, _)| *other != index);
            let field = truth.and_then(|truth| there(operand, truth));
            let field = field.and_then(|field| speaker.text.get(field.range()));
            let said = |other: &Expr| {
                let text = speaker.text.get(other.span.range()).unwrap_or_default();
                field.is_some_and(|field| text.contains(field))
            };
            let goes_without_saying = others.map(|(_, (other, _))| other).any(|other| said(other));
            if !goes_without_saying {
                self.follow(speaker, operand, *step);
            }
        }
    }

    /// The facts of the element that decided, and which it is.
    fn element(
        &mut self,
        speaker: &mut Speaker<'_, 'r>,
        bindings: &[Binding],
        body: &Expr,
        (position, step): (u32, StepNode<'b>),
    ) {
        let depth = speaker.frames.len();
        speaker.bind_all(bindings);
        let place = in_element(&mut speaker.frames[depth..], speaker.text, step);
        let place = place.map(|noun| format!(", en {noun} {position}"));
        let first = self.facts.len();
        self.follow(speaker, body, step);
        for fact in self.facts.iter_mut().skip(first) {
            fact.push_str(place.as_deref().unwrap_or_default());
        }
        speaker.frames.truncate(depth);
    }

    /// A definition and what was computed of it.
    pub(super) fn definition(&self, name: &str) -> Option<(usize, &'b crate::evaluate::Part)> {
        let index = self.rule.definitions.iter().position(|(known, _)| &**known == name)?;
        let role = Role::Definition(index);
        Some((index, self.outcome.parts.iter().find(|part| part.role == role)?))
    }

    fn fact(
        &mut self,
        speaker: &mut Speaker<'_, 'r>,
        expr: &Expr,
        node: StepNode<'b>,
        truth: bool,
    ) {
        if self.facts.len() == TOLD {
            self.untold += 1;
            return;
        }
        let figures = self.figures(speaker, expr, node, truth);
        let fact = figures.unwrap_or_else(|| speaker.line(expr, !truth));
        if !fact.is_empty() && !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    /// What is missing, by the names of the fields; other causes in the words of every report.
    fn missing(&mut self) {
        let Some(causes) = &self.outcome.causes else { return };
        for kind in [CauseKind::Absent, CauseKind::NotPublished] {
            let mine = causes.iter().filter(|cause| cause.kind == kind);
            let mut nouns: Vec<Noun> = Vec::new();
            for cause in mine {
                let noun = self.named(cause);
                if !nouns.contains(&noun) {
                    nouns.push(noun);
                }
            }
            if let Some(words) = lacking(kind, &nouns) {
                self.facts.push(words);
            }
        }
        let named =
            |cause: &&Cause| matches!(cause.kind, CauseKind::Absent | CauseKind::NotPublished);
        let rest: Vec<&Cause> = causes.iter().filter(|cause| !named(cause)).collect();
        if !rest.is_empty() {
            self.facts.push(causes_in_words(rest, Language::Spanish));
        }
    }

    /// The name of a field that a cause is about.
    fn named(&self, cause: &Cause) -> Noun {
        let reader = self.reader.reader;
        let path = cause.subject.parse::<Path>().ok();
        let thing = path.and_then(|path| reader.field(&path));
        thing.map_or_else(|| Noun::new(format!("`{}`", cause.subject)), |thing| thing.noun)
    }
}

fn lacking(kind: CauseKind, nouns: &[Noun]) -> Option<String> {
    let [first, ..] = nouns else { return None };
    let mut words: Vec<String> = nouns.iter().take(TOLD).map(Noun::tail).collect();
    if nouns.len() > TOLD {
        words.push(format!("{} más", nouns.len() - TOLD));
    }
    let many = nouns.len() > 1 || first.plural;
    let verb = match (kind, many) {
        (CauseKind::NotPublished, false) => "no se publicó",
        (CauseKind::NotPublished, true) => "no se publicaron",
        (_, false) => "falta",
        (_, true) => "faltan",
    };
    Some(format!("{verb} {}", series(&words, true)))
}

/// Gives counters the value that they had at a step; the noun of the element, where it is one that
/// has parts.
fn in_element(frames: &mut [Frame<'_>], text: &str, step: StepNode<'_>) -> Option<String> {
    let mut place = None;
    for (index, frame) in frames.iter_mut().enumerate() {
        let Frame::Variable(name, element) = frame else { continue };
        if element.noun.text == *name {
            let value = read(step, text, name);
            element.noun = value.map_or_else(|| element.noun.clone(), Noun::new);
        } else if index == 0 && matches!(element.shape, Some(Shape::Object(_))) {
            place = Some(element.noun.text.clone());
        }
    }
    place
}

/// The value that a name had below a step.
fn read(step: StepNode<'_>, text: &str, name: &str) -> Option<String> {
    if step.step().kind == StepKind::Read && text.get(step.step().span.range()) == Some(name) {
        return Some(step.step().value.to_string());
    }
    step.children().into_iter().find_map(|child| read(child, text, name))
}

/// The field of a condition that came out so, where that only says that it is there.
fn there(expr: &Expr, truth: bool) -> Option<Span> {
    match &expr.kind {
        ExprKind::Compare(sign, field, right) if matches!(right.kind, ExprKind::Null) => {
            (truth == (*sign == Comparison::NotEqual)).then_some(field.span)
        }
        _ => None,
    }
}

/// The element that ended a search, with the step of the condition on it.
fn deciding(node: StepNode<'_>) -> Option<(u32, StepNode<'_>)> {
    let truth = is_true(node);
    node.children().into_iter().rev().find_map(|step| {
        let StepKind::Element(position) = step.step().kind else { return None };
        Some((position, step.children().pop()?)).filter(|_| is_true(step) == truth)
    })
}

/// The step of an operand that was needed.
pub(super) fn child<'e>(node: StepNode<'e>, span: Span) -> Option<StepNode<'e>> {
    let here =
        |step: &StepNode<'e>| step.step().span == span && step.step().kind != StepKind::Skipped;
    node.children().into_iter().find(here)
}

fn is_true(node: StepNode<'_>) -> Option<bool> {
    match node.step().value.data {
        Data::Bool(truth) => Some(truth),
        _ => None,
    }
}
