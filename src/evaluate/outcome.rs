//! One rule × values → its outcomes, with evidence and findings.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::feel::{
    self, Cause, CauseKind, Causes, Context, Data, Evidence, Failure, Scope, StepKind, Value,
};
use crate::finding::{Finding, Label, Wording};
use crate::rules::{
    Answers, Expression, Requirement, Rule, Ruleset, Segment, Status, Template, show,
};
use crate::schema::ProblemKind;
use crate::source::Span;

use super::causes::wording;
use super::judgement::with_answer;
use super::truth::{Truth, joined};
use super::{Asked, Element, Outcome, Part, Role, RuleResult, Said, Subject};

/// Evaluates one rule on a submission, with evidence and findings; `answers` come from people.
pub fn evaluate_rule<'e>(
    ruleset: &Ruleset,
    rule: &'e Rule,
    subject: &Subject<'_>,
    answers: &Answers,
) -> RuleResult<'e> {
    judge(Judge { ruleset, rule, subject, answers, detail: Detail::Full }, rule)
}

/// Decides one rule on a submission: the statuses and values of [`evaluate_rule`], without evidence and
/// without findings.
pub fn decide_rule<'e>(
    ruleset: &Ruleset,
    rule: &'e Rule,
    subject: &Subject<'_>,
    answers: &Answers,
) -> RuleResult<'e> {
    judge(Judge { ruleset, rule, subject, answers, detail: Detail::Values }, rule)
}

fn judge<'e>(judge: Judge<'_>, rule: &'e Rule) -> RuleResult<'e> {
    let outcomes = match &rule.requires {
        Requirement::Schema(kinds) => judge.by_schema(kinds),
        _ => judge.by_element(),
    };
    let mut result = RuleResult { rule, status: Status::NotApplicable, outcomes };
    result.settle();
    result
}

/// How much is kept of what was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Values, how each came about, and what to tell people.
    Full,
    /// Values only.
    Values,
}

/// Elements that one rule looks at; a real form has some dozens.
const ELEMENTS: usize = 1_000;

impl RuleResult<'_> {
    /// Takes the gravest status of its outcomes.
    pub(super) fn settle(&mut self) {
        let statuses = self.outcomes.iter().map(|outcome| outcome.status);
        let gravest = statuses.max_by_key(|status| gravity(*status));
        self.status = gravest.unwrap_or(Status::NotApplicable);
    }
}

/// How grave a status is; the gravest of a rule's outcomes is the rule's.
fn gravity(status: Status) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::Met => 1,
        Status::Unknown => 2,
        Status::Unmet => 3,
    }
}

pub(super) struct Judge<'j> {
    ruleset: &'j Ruleset,
    pub rule: &'j Rule,
    subject: &'j Subject<'j>,
    pub answers: &'j Answers,
    detail: Detail,
}

impl Judge<'_> {
    /// One outcome per problem that the schema found, or one that says it found none.
    fn by_schema(&self, kinds: &[ProblemKind]) -> Vec<Outcome> {
        let mine = self.subject.problems.iter().filter(|problem| kinds.contains(&problem.kind));
        let mut outcomes: Vec<Outcome> = mine
            .map(|problem| {
                let finding = (self.detail == Detail::Full).then(|| {
                    let mut finding = problem.finding.clone();
                    self.sign(&mut finding);
                    finding
                });
                Outcome { finding, ..Outcome::of(Status::Unmet) }
            })
            .collect();
        if outcomes.is_empty() {
            outcomes.push(Outcome::of(Status::Met));
        }
        outcomes
    }

    fn by_element(&self) -> Vec<Outcome> {
        let Some((name, list)) = &self.rule.each else {
            return vec![self.outcome(None, Context::default())];
        };
        let (value, _) = self.eval(list, &Context::default());
        match &value.data {
            Data::List(items) => {
                let outcomes = items.iter().take(ELEMENTS).enumerate().map(|(index, item)| {
                    let position = Value::from(Decimal::from(index + 1));
                    let entries = vec![
                        (Arc::clone(name), item.clone()),
                        (Arc::from(crate::rules::POSITION), position),
                    ];
                    let element =
                        Element { position: index + 1, name: item_name(item), place: item.origin };
                    self.outcome(Some(element), Context { entries })
                });
                let mut outcomes: Vec<Outcome> = outcomes.collect();
                if items.len() > ELEMENTS {
                    outcomes.push(self.unknown_list(&too_many(&list.text, &value)));
                }
                outcomes
            }
            Data::Unknown(causes) => vec![self.unknown_list(causes)],
            _ => Vec::new(),
        }
    }

    /// The list that a rule runs on is unknown: so is the rule.
    fn unknown_list(&self, causes: &Causes) -> Outcome {
        let causes = Some(Arc::clone(causes));
        let mut outcome = Outcome { causes, ..Outcome::of(Status::Unknown) };
        outcome.finding = self.finding(&outcome, &Context::default());
        outcome
    }

    /// Evaluates definitions, applicability and clauses in turn.
    fn outcome(&self, element: Option<Element>, mut locals: Context) -> Outcome {
        let mut parts = Vec::new();
        let needed = self.rule.needed_to_apply;
        self.define(0..needed, &mut locals, &mut parts);
        let mut applies = Truth::True;
        if let Some(condition) = &self.rule.applies {
            let (value, evidence) = self.eval(condition, &locals);
            applies = Truth::of(&value);
            parts.push(Part { role: Role::Applies, value, evidence });
        }
        if !matches!(applies, Truth::False) {
            self.define(needed..self.rule.definitions.len(), &mut locals, &mut parts);
        }
        let mut asked = None;
        let requirement = match (&applies, self.rule.question()) {
            (Truth::False, _) => Truth::True,
            (_, None) => self.requirement(&locals, &mut parts),
            (_, Some(question)) => {
                let judged = self.judged(question, element.as_ref(), &locals, &mut applies);
                asked = judged.1;
                judged.0
            }
        };
        let (status, causes) = match (applies, requirement) {
            (Truth::False, _) => (Status::NotApplicable, None),
            (_, Truth::True) => (Status::Met, None),
            (Truth::True, Truth::False) => (Status::Unmet, None),
            (Truth::Unknown(causes), Truth::False) => (Status::Unknown, Some(causes)),
            (Truth::True, Truth::Unknown(causes)) => (Status::Unknown, Some(causes)),
            (Truth::Unknown(a), Truth::Unknown(b)) => (Status::Unknown, Some(joined(&a, &b))),
        };
        let said = Said::default();
        let (finding, remark) = (None, None);
        let mut outcome = Outcome { element, status, causes, parts, asked, finding, remark, said };
        outcome.finding = self.finding(&outcome, &locals);
        outcome.remark = self.remark(&outcome, &locals);
        outcome
    }

    /// What to tell people of an outcome.
    fn finding(&self, outcome: &Outcome, locals: &Context) -> Option<Finding> {
        if self.detail == Detail::Values {
            return None;
        }
        match (outcome.status, outcome.pending()) {
            (Status::Unmet, _) => Some(self.unmet(outcome, locals)),
            (Status::Unknown, Some(asked)) => Some(self.waiting(asked, outcome, locals)),
            (Status::Unknown, None) => Some(self.missing(outcome, locals)),
            (Status::Met | Status::NotApplicable, _) => None,
        }
    }

    /// Evaluates some definitions, each seeing those before it.
    fn define(&self, which: Range<usize>, locals: &mut Context, parts: &mut Vec<Part>) {
        for index in which {
            let (name, definition) = &self.rule.definitions[index];
            let (value, evidence) = self.eval(definition, locals);
            locals.entries.push((Arc::clone(name), value.clone()));
            parts.push(Part { role: Role::Definition(index), value, evidence });
        }
    }

    /// All clauses are evaluated, so that each has its evidence and every cause is told.
    fn requirement(&self, locals: &Context, parts: &mut Vec<Part>) -> Truth {
        let (clauses, any) = match &self.rule.requires {
            Requirement::One(clause) => (std::slice::from_ref(clause), false),
            Requirement::All(clauses) => (&clauses[..], false),
            Requirement::Any(clauses) => (&clauses[..], true),
            Requirement::Schema(_) | Requirement::Judgement(_) => (&[][..], false),
        };
        let mut result = if any { Truth::False } else { Truth::True };
        for (index, clause) in clauses.iter().enumerate() {
            let (value, evidence) = self.eval(clause, locals);
            let truth = Truth::of(&value);
            result = if any { result.or(truth) } else { result.and(truth) };
            parts.push(Part { role: Role::Clause(index), value, evidence });
        }
        result
    }

    pub(super) fn eval(&self, expression: &Expression, locals: &Context) -> (Value, Evidence) {
        let contexts = [locals, &self.subject.names];
        let scope = Scope {
            library: &self.ruleset.library,
            contexts: &contexts,
            failure: Failure::Unknown,
            places: match self.detail {
                Detail::Full => Some(self.subject.document),
                Detail::Values => None,
            },
        };
        match self.detail {
            Detail::Full => feel::evaluate(&expression.expr, &expression.text, &scope),
            Detail::Values => {
                let value = feel::value_of(&expression.expr, &expression.text, &scope);
                (value, Evidence::default())
            }
        }
    }

    fn unmet(&self, outcome: &Outcome, locals: &Context) -> Finding {
        let message = self.say(&self.rule.message, outcome, locals);
        let mut finding = Finding::error(&*self.rule.id, Wording::spanish(message));
        finding.labels = self.labels(outcome, locals);
        self.sign(&mut finding);
        finding
    }

    /// What the ficha says of an outcome that is unmet, where the rule has words for that.
    fn remark(&self, outcome: &Outcome, locals: &Context) -> Option<String> {
        let wanted = self.detail == Detail::Full && outcome.status == Status::Unmet;
        let remark = self.rule.remark.as_ref().filter(|_| wanted)?;
        Some(self.say(remark, outcome, locals))
    }

    /// A template of the rule with the values of an outcome, its answer among them.
    fn say(&self, template: &Template, outcome: &Outcome, locals: &Context) -> String {
        match (self.rule.question(), &outcome.asked) {
            (Some(question), Some(asked)) => {
                self.fill(template, &with_answer(locals, question, asked))
            }
            _ => self.fill(template, locals),
        }
    }

    /// Says that a rule could not be decided, and for want of what.
    fn missing(&self, outcome: &Outcome, locals: &Context) -> Finding {
        let message = Wording::both(
            format!("No se puede saber si se cumple «{}».", self.rule.title.trim_end_matches('.')),
            format!(
                "It cannot be known whether «{}» is met.",
                self.rule.title.trim_end_matches('.')
            ),
        );
        let mut finding = Finding::error(&*self.rule.id, message);
        finding.labels = self.labels(outcome, locals);
        self.sign(&mut finding);
        finding.reason = outcome.causes.as_ref().map(|causes| wording(causes));
        finding.help = None;
        finding
    }

    /// The rule's own severity, reason, help and authority.
    pub(super) fn sign(&self, finding: &mut Finding) {
        finding.code.clone_from(&self.rule.id);
        finding.severity = self.ruleset.level(self.rule);
        if finding.reason.is_none() {
            finding.reason = self.rule.reason.as_deref().map(Wording::spanish);
        }
        if finding.help.is_none() {
            finding.help = self.rule.help.as_deref().map(Wording::spanish);
        }
        finding.citations.clone_from(&self.rule.citations);
    }

    fn fill(&self, template: &Template, locals: &Context) -> String {
        let mut message = String::new();
        for segment in &template.segments {
            match segment {
                Segment::Text(words) => message.push_str(words),
                Segment::Value(expression) => {
                    let (value, _) = self.eval(expression, locals);
                    message.push_str(&show(&value, &expression.of));
                }
            }
        }
        message
    }

    /// Where to look: what is unknown first, then what the rule points at, or else what decided.
    pub(super) fn labels(&self, outcome: &Outcome, locals: &Context) -> Vec<Label> {
        let mut spans: Vec<Span> = Vec::new();
        let mut add = |span: Span| {
            if !spans.contains(&span) {
                spans.push(span);
            }
        };
        if let Some(causes) = &outcome.causes {
            causes.iter().filter_map(|cause| cause.place).for_each(&mut add);
        }
        if outcome.status != Status::Unknown
            || outcome
                .causes
                .as_ref()
                .is_some_and(|causes| causes.iter().all(|cause| cause.place.is_none()))
        {
            for label in &self.rule.labels {
                let (value, _) = self.eval(label, locals);
                places(&value, &mut add);
            }
        }
        if self.rule.labels.is_empty() {
            outcome.asked.iter().flat_map(Asked::places).for_each(&mut add);
        }
        if spans.is_empty() {
            deciding(outcome).into_iter().for_each(&mut |span| {
                if !spans.contains(&span) {
                    spans.push(span);
                }
            });
        }
        if spans.is_empty() {
            spans.extend(outcome.element.as_ref().and_then(|element| element.place));
        }
        if spans.is_empty() {
            spans.push(self.subject.document.nearest_place(&crate::document::Path::root()));
        }
        spans.into_iter().map(|span| self.label(span)).collect()
    }

    /// A place with the title of the field that stands there.
    fn label(&self, span: Span) -> Label {
        let path = self.subject.document.path_at(span);
        let title = path.and_then(|path| Some(self.ruleset.schema.field(&path)?.title.clone()));
        Label { place: self.subject.document.place(span), note: title.map(Wording::spanish) }
    }
}

/// The cause of what was not looked at because a list has too many elements.
fn too_many(list: &str, value: &Value) -> Causes {
    let kind = CauseKind::TooManySteps;
    Arc::from([Cause { kind, subject: Arc::from(list), place: value.origin }])
}

/// The fields by which people call an element of a list; the first that it has.
pub const CALLED: [&str; 6] = ["nombre", "id", "causa", "efecto", "variable", "anio"];

/// What people call an element: its name or first text.
fn item_name(item: &Value) -> Option<String> {
    let context = item.as_context()?;
    let found = CALLED.iter().find_map(|name| context.get(name));
    match &found?.data {
        Data::Text(text) => Some(text.to_string()),
        Data::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The places of a value: its own, or those of its items.
fn places(value: &Value, add: &mut impl FnMut(Span)) {
    match (&value.data, value.origin) {
        (Data::Unknown(causes), _) => causes.iter().filter_map(|cause| cause.place).for_each(add),
        (_, Some(place)) => add(place),
        (Data::List(items), None) => items.iter().filter_map(|item| item.origin).for_each(add),
        _ => {}
    }
}

/// Places read by the clauses that made the requirement fail.
fn deciding(outcome: &Outcome) -> Vec<Span> {
    let failed = outcome
        .parts
        .iter()
        .filter(|part| matches!(part.role, Role::Clause(_)) && part.value.as_bool() == Some(false));
    let mut spans = Vec::new();
    for part in failed {
        for step in part.evidence.steps() {
            if step.kind == StepKind::Read && step.value.origin.is_some() {
                spans.extend(step.value.origin);
            }
        }
    }
    spans
}
