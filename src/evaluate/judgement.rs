//! A judgement on one element: whether its question can be put, how it reads, what was answered.
//!
//! A question is put only where all that it needs is there: what is missing is then what is said, and
//! no answer stands in for it.

use std::sync::Arc;

use crate::feel::{Cause, CauseKind, Causes, Context, Data, Value};
use crate::finding::{Finding, Wording};
use crate::rules::{ANSWER, Question, Segment, Status, show};
use crate::source::Span;

use super::outcome::Judge;
use super::truth::Truth;
use super::{Element, Outcome};

/// A question put to a person about a submission or one of its elements.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question, with the figures of the form.
    pub text: String,
    /// What to look at, in the order of the rule.
    pub look_at: Vec<Passage>,
    /// The places of what the question's text names.
    pub named: Vec<Span>,
    /// Why there is nothing to look at where the question can be answered without.
    pub absent: Vec<Cause>,
    /// The answer that was given, by its position among the rule's; none where it is pending.
    pub answer: Option<usize>,
}

/// Something of the submission to look at.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What to look for there.
    pub why: String,
    /// Its places in the submission; none for a computed figure.
    pub places: Vec<Span>,
    /// The figure, as people read it, where it stands nowhere.
    pub figure: Option<String>,
}

impl Asked {
    /// Every place to look at.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.look_at.iter().flat_map(|passage| passage.places.iter().copied())
    }

    /// Every place that an answer judges: what there is to look at, and what the question names.
    pub fn judged(&self) -> impl Iterator<Item = Span> {
        self.places().chain(self.named.iter().copied())
    }
}

impl Outcome {
    /// The question that waits for an answer.
    pub fn pending(&self) -> Option<&Asked> {
        self.asked.as_ref().filter(|asked| asked.answer.is_none())
    }
}

impl Judge<'_> {
    /// Puts the question, or says for want of what it cannot be put.
    fn ask(
        &self,
        question: &Question,
        element: Option<&Element>,
        locals: &Context,
    ) -> Result<Asked, Causes> {
        let mut missing = Vec::new();
        let (mut text, mut named) = (String::new(), Vec::new());
        for segment in &question.text.segments {
            match segment {
                Segment::Text(words) => text.push_str(words),
                Segment::Value(expression) => {
                    let (value, _) = self.eval(expression, locals);
                    causes(&value, &mut missing);
                    known_places(&value, &mut |span| named.push(span));
                    text.push_str(&show(&value, &expression.of));
                }
            }
        }
        let mut look_at = Vec::new();
        let mut absent = Vec::new();
        for look in &question.look_at {
            let (value, _) = self.eval(&look.at, locals);
            causes(&value, if look.optional { &mut absent } else { &mut missing });
            look_at.extend(passage(&look.why, &value, || show(&value, &look.at.of)));
        }
        if !missing.is_empty() {
            return Err(missing.into());
        }
        let given = self.answers.for_element(element.map(|element| element.position));
        let answer = given.and_then(|id| question.answer(id));
        Ok(Asked { text, look_at, named, absent, answer })
    }

    /// What its question makes of a rule that applies or may apply.
    ///
    /// An answer that the rule does not apply makes it so. A question of which it is not known
    /// whether it is to be put waits for that, and not for an answer.
    pub(super) fn judged(
        &self,
        question: &Question,
        element: Option<&Element>,
        locals: &Context,
        applies: &mut Truth,
    ) -> (Truth, Option<Asked>) {
        let asked = match self.ask(question, element, locals) {
            Ok(asked) => asked,
            Err(causes) => return (Truth::Unknown(causes), None),
        };
        let answer = asked.answer.and_then(|answer| question.answers.get(answer));
        let truth = match (answer.map(|answer| answer.status), &*applies) {
            (None, Truth::Unknown(causes)) => return (Truth::Unknown(Arc::clone(causes)), None),
            (None, _) => Truth::Unknown(unanswered(&self.rule.id)),
            (Some(Status::Unmet), _) => Truth::False,
            (Some(Status::NotApplicable), _) => {
                *applies = Truth::False;
                Truth::True
            }
            (Some(Status::Met | Status::Unknown), _) => Truth::True,
        };
        (truth, Some(asked))
    }

    /// The finding of a question that waits for an answer: the question itself.
    pub(super) fn waiting(&self, asked: &Asked, outcome: &Outcome, locals: &Context) -> Finding {
        let mut finding = Finding::error(&*self.rule.id, Wording::spanish(&*asked.text));
        finding.labels = self.labels(outcome, locals);
        self.sign(&mut finding);
        finding
    }
}

/// The cause of a question that nobody answered.
fn unanswered(rule: &str) -> Causes {
    let kind = CauseKind::JudgementPending;
    Arc::from([Cause { kind, subject: Arc::from(rule), place: None }])
}

/// The names of a message, with the answer that it tells of.
pub(super) fn with_answer(locals: &Context, question: &Question, asked: &Asked) -> Context {
    let mut names = locals.clone();
    let answer = asked.answer.and_then(|answer| question.answers.get(answer));
    if let Some(answer) = answer {
        names.entries.push((Arc::from(ANSWER), Value::from(&*answer.id)));
    }
    names
}

/// Why a value, or an item of a list, is unknown; each cause once.
fn causes(value: &Value, found: &mut Vec<Cause>) {
    match &value.data {
        Data::Unknown(causes) => {
            for cause in causes.iter() {
                if !found.contains(cause) {
                    found.push(cause.clone());
                }
            }
        }
        Data::List(items) => items.iter().for_each(|item| causes(item, found)),
        _ => {}
    }
}

/// What is known of a value to look at; none where nothing is.
fn passage(why: &str, value: &Value, figure: impl Fn() -> String) -> Option<Passage> {
    let why = why.to_owned();
    if let Data::Unknown(_) | Data::Null = value.data {
        return None;
    }
    let mut spans: Vec<Span> = Vec::new();
    known_places(value, &mut |span| {
        if !spans.contains(&span) {
            spans.push(span);
        }
    });
    match (&value.data, spans.is_empty()) {
        (_, false) => Some(Passage { why, places: spans, figure: None }),
        (Data::List(_) | Data::Context(_), true) => None,
        (_, true) => Some(Passage { why, places: spans, figure: Some(figure()) }),
    }
}

/// The places of what is known of a value: its own, or those of its items.
fn known_places(value: &Value, add: &mut impl FnMut(Span)) {
    match (&value.data, value.origin) {
        (Data::Unknown(_), _) => {}
        (Data::List(items), _) if !items.is_empty() => {
            items.iter().for_each(|item| known_places(item, add));
        }
        (_, Some(place)) => add(place),
        _ => {}
    }
}
