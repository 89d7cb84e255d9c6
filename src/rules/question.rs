//! A judgement's question: what is asked, which answers it takes, what to look at.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Data, Node};
use crate::feel::{ContextType, Type};
use crate::source::Span;

use super::compile::Compiler;
use super::file::Status;
use super::reader::{Complaints, Reader};
use super::{Expression, Template};

/// The name of the answer's id in the message of a judgement.
pub(crate) const ANSWER: &str = "respuesta";

/// A question to a person, compiled.
#[derive(Clone)]
pub struct Question {
    /// What is asked, with the figures of the form.
    pub text: Template,
    /// The answers that it takes, in the order of the file; their ids differ. The first that meets
    /// the rule does so plainly, and others that do so with a reserve.
    pub answers: Vec<Answer>,
    /// What to look at before answering.
    pub look_at: Vec<Look>,
}

/// An answer that a question takes.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What reviews and cases call it: `parcialmente`.
    pub id: Arc<str>,
    /// What it means.
    pub text: String,
    /// What becomes of the rule; never unknown.
    pub status: Status,
}

/// Something to look at before answering.
#[derive(Clone)]
pub struct Look {
    /// The passage, field or figure.
    pub at: Expression,
    /// What to look for there.
    pub why: String,
    /// Whether the question can be answered without it.
    pub optional: bool,
}

/// What people answered to one rule's question, by the ids of its answers.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// For the whole submission, or for every element that has no answer of its own.
    pub whole: Option<String>,
    /// For elements, by position from 1.
    pub by_element: BTreeMap<usize, String>,
}

/// A question as written.
#[derive(Debug, Clone)]
pub struct QuestionFile {
    /// `pregunta`.
    pub text: Node,
    /// `respuestas`.
    pub answers: Vec<Answer>,
    /// `mirar`.
    pub look_at: Vec<LookFile>,
}

/// Something to look at, as written.
#[derive(Debug, Clone)]
pub struct LookFile {
    /// `en`.
    pub at: Node,
    /// `para`.
    pub why: String,
    /// `opcional`.
    pub optional: bool,
}

/// What may become of a rule by an answer, by the words of the file.
const CONSEQUENCES: [(&str, Status); 3] =
    [("cumple", Status::Met), ("no cumple", Status::Unmet), ("no aplica", Status::NotApplicable)];

impl Question {
    /// The answer of an id.
    pub fn answer(&self, id: &str) -> Option<usize> {
        self.answers.iter().position(|answer| &*answer.id == id)
    }

    /// The answer of an id, where it meets the rule with a reserve: another before it does so plainly.
    pub fn reserve(&self, id: &str) -> Option<&Answer> {
        let mut meeting = self.answers.iter().filter(|answer| answer.status == Status::Met);
        meeting.next();
        meeting.find(|answer| &*answer.id == id)
    }
}

impl Answers {
    /// The id of the answer for an element, or for the whole submission where there is none.
    pub fn for_element(&self, position: Option<usize>) -> Option<&str> {
        let own = position.and_then(|position| self.by_element.get(&position));
        own.or(self.whole.as_ref()).map(String::as_str)
    }
}

/// Reads the question of a rule file.
pub(super) fn read(reader: &Reader<'_>, complaints: &Complaints) -> Option<QuestionFile> {
    let text = reader.required("pregunta").map(|(node, _)| node.clone());
    let answers = answers(reader, complaints);
    reader.required("mirar");
    let look_at = reader.maps("mirar").iter().filter_map(look).collect();
    Some(QuestionFile { text: text?, answers, look_at })
}

fn look(entry: &Reader<'_>) -> Option<LookFile> {
    let at = entry.required("en").map(|(node, _)| node.clone());
    let why = entry.required_text("para");
    let optional = entry.node("opcional").is_some() && entry.flag("opcional");
    entry.finish();
    Some(LookFile { at: at?, why, optional })
}

fn answers(reader: &Reader<'_>, complaints: &Complaints) -> Vec<Answer> {
    let Some((_, at)) = reader.required("respuestas") else { return Vec::new() };
    let mut answers: Vec<Answer> = Vec::new();
    for entry in reader.maps("respuestas") {
        let span = entry.node("id").map_or(entry.span(), |(node, _)| node.span);
        let id: Arc<str> = Arc::from(entry.required_text("id"));
        let text = entry.required_text("texto");
        let status = entry.choice("resulta", &CONSEQUENCES);
        entry.finish();
        if answers.iter().any(|answer| answer.id == id && !id.is_empty()) {
            complaints.say(
                span,
                format!("hay dos respuestas `{id}`"),
                format!("there are two answers `{id}`"),
            );
        }
        if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            complaints.say(
                span,
                format!("el id `{id}` lleva solo minúsculas sin tilde, cifras y guiones"),
                format!(
                    "the id `{id}` takes only small letters without accents, digits and dashes"
                ),
            );
        }
        answers.push(Answer { id, text, status });
    }
    for (word, wanted) in &CONSEQUENCES[..2] {
        if !answers.iter().any(|answer| answer.status == *wanted) {
            complaints.say(
                at,
                format!("ninguna respuesta resulta `{word}`: la pregunta no decidiría nada"),
                format!("no answer comes to `{word}`: the question would decide nothing"),
            );
        }
    }
    answers
}

/// Reads what a case answers: the id of an answer, or ids by position.
pub(super) fn read_answers(
    reader: &Reader<'_>,
    allowed: &[Answer],
    complaints: &Complaints,
) -> Answers {
    let mut answers = Answers::default();
    let Some((node, span)) = reader.node("responde") else { return answers };
    let names: Vec<&str> = allowed.iter().map(|answer| &*answer.id).collect();
    let known = |node: &Node, key: Span| -> Option<String> {
        let word = node.text()?;
        if !names.contains(&word) {
            reader.unknown_word(if node.span.is_empty() { key } else { node.span }, word, &names);
        }
        Some(word.to_owned())
    };
    let Data::Map(entries) = &node.data else {
        answers.whole = known(node, span);
        if answers.whole.is_none() {
            reader.wrong(node, span, "el id de una respuesta", "the id of an answer");
        }
        return answers;
    };
    for entry in entries {
        let position = entry.key.parse::<usize>().ok().filter(|position| *position > 0);
        match (position, known(&entry.node, entry.key_span)) {
            (Some(position), Some(answer)) => {
                answers.by_element.insert(position, answer);
            }
            _ => complaints.say(
                entry.key_span,
                "aquí va la posición de un elemento, desde 1, con el id de una respuesta",
                "an element's position, from 1, goes here with the id of an answer",
            ),
        }
    }
    answers
}

impl Compiler<'_> {
    /// Checks the figures of a question and what it looks at.
    pub(super) fn question(&mut self, written: &QuestionFile, locals: &ContextType) -> Question {
        let look_at = written.look_at.iter().map(|look| Look {
            at: self.expression(&look.at, locals, &Type::Any),
            why: look.why.clone(),
            optional: look.optional,
        });
        let look_at = look_at.collect();
        let text = self.template(&written.text, locals);
        Question { text, answers: written.answers.clone(), look_at }
    }
}

/// What the message of a rule may name beside its own names: of a judgement, the answer.
pub(super) fn names_of_message(
    question: Option<&QuestionFile>,
    locals: &ContextType,
) -> ContextType {
    let mut names = locals.clone();
    if let Some(question) = question {
        let ids = question.answers.iter().map(|answer| Arc::clone(&answer.id)).collect();
        names.members.push((Arc::from(ANSWER), Type::Choice(ids)));
    }
    names
}
