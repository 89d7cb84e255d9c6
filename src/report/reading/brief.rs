//! An outcome in one sentence: the facts that decided it, with their figures.
//!
//! Follows the evidence down to the comparisons that made it so; what was not needed is not said.
//! Computes nothing: every figure and every truth is one that the evidence holds.

use crate::document::Path;
use crate::evaluate::{Outcome, Role, causes_in_words};
use crate::feel::{
    Callee, Cause, CauseKind, Data, Expr, ExprKind, Logic, StepKind, StepNode, Value,
};
use crate::finding::Language;
use crate::report::evidence::expression;
use crate::rules::{Requirement, Rule, Status};
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
    pub reader: &'b RuleReader<'s, 'r>,
    pub rule: &'b Rule,
    pub outcome: &'b Outcome,
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
                self.follow(&mut speaker, &expression.expr, part.evidence.root(), &part.value);
            }
        }
    }

    /// Tells the facts below an expression that is true or false.
    fn follow(
        &mut self,
        speaker: &mut Speaker<'_, 'r>,
        expr: &Expr,
        node: Option<StepNode<'b>>,
        value: &Value,
    ) {
        let (Some(truth), Some(node)) = (value.as_bool(), node) else { return };
        match &expr.kind {
            ExprKind::Logic(operator, left, right) => {
                let decisive = truth == (*operator == Logic::Or);
                let mut told = false;
                for operand in [&**left, &**right] {
                    let step =
                        child(node, operand.span).filter(|step| is_true(*step) == Some(truth));
                    if let Some(step) = step.filter(|_| !(decisive && told)) {
                        told = true;
                        self.follow(speaker, operand, Some(step), &step.step().value);
                    }
                }
            }
            ExprKind::Call(callee, arguments) => match (&**callee, &arguments[..]) {
                (Callee::Named(name), [argument]) if &*name.text == "not" => {
                    let step = child(node, argument.value.span);
                    if let Some(step) = step {
                        self.follow(speaker, &argument.value, Some(step), &step.step().value);
                    }
                }
                _ => self.fact(speaker, expr, node, truth),
            },
            ExprKind::If(condition, then, otherwise) => {
                for part in [&**condition, &**then, &**otherwise] {
                    if let Some(step) = child(node, part.span) {
                        self.follow(speaker, part, Some(step), &step.step().value);
                    }
                }
            }
            ExprKind::Quantified(_, bindings, body) => {
                let deciding = node.children().into_iter().rev().find_map(|step| {
                    let StepKind::Element(position) = step.step().kind else { return None };
                    let decided = is_true(step) == Some(truth);
                    Some((position, step.children().pop()?)).filter(|_| decided)
                });
                match deciding.filter(|_| truth == is_some(expr)) {
                    Some((position, step)) => {
                        let depth = speaker.frames.len();
                        speaker.bind_all(bindings);
                        let place = match speaker.frames.get(depth) {
                            Some(Frame::Variable(_, element)) => {
                                format!(", en {} {position}", element.noun.text)
                            }
                            _ => String::new(),
                        };
                        let first = self.facts.len();
                        self.follow(speaker, body, Some(step), &step.step().value);
                        self.facts.iter_mut().skip(first).for_each(|fact| fact.push_str(&place));
                        speaker.frames.truncate(depth);
                    }
                    None => self.fact(speaker, expr, node, truth),
                }
            }
            ExprKind::Name(name) => match self.definition(name) {
                Some((index, part)) => {
                    let (_, definition) = &self.rule.definitions[index];
                    let mut inner = self.reader.speaker(definition);
                    self.follow(&mut inner, &definition.expr, part.evidence.root(), &part.value);
                }
                None => self.fact(speaker, expr, node, truth),
            },
            _ => self.fact(speaker, expr, node, truth),
        }
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
        if !self.facts.contains(&fact) {
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

/// Whether one element that is true is enough.
fn is_some(expr: &Expr) -> bool {
    use crate::feel::Quantifier;
    matches!(expr.kind, ExprKind::Quantified(Quantifier::Some, ..))
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
