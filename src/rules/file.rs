//! A rule as written: read from its file, not yet compiled.

use std::sync::Arc;

use crate::document::{Data, Document, Entry, Node, Path};
use crate::finding::{Citation, Finding};
use crate::schema::ProblemKind;
use crate::source::{Source, Span};

use super::Class;
use super::patch::{self, Patch};
use super::question::{self, Answer, Answers, QuestionFile};
use super::reader::{Complaints, Reader};

/// A rule file, as written.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// From the file's name: `POB-21`.
    pub id: String,
    /// `titulo`.
    pub title: String,
    /// `clase`.
    pub class: Class,
    /// `severidad`, by id, and its place.
    pub severity: (String, Span),
    /// `fundamento`.
    pub citations: Vec<Citation>,
    /// `para_cada`: name and list.
    pub each: Option<(String, Span, Node)>,
    /// `donde`: names and expressions.
    pub definitions: Vec<(String, Span, Node)>,
    /// `cuando`.
    pub applies: Option<Node>,
    /// `exige`, `esquema` or `pregunta`.
    pub requires: Requires,
    /// `en`.
    pub labels: Vec<Node>,
    /// `mensaje`.
    pub message: Option<Node>,
    /// `ficha`: what the ficha says instead of the message.
    pub remark: Option<Node>,
    /// `razon`.
    pub reason: Option<String>,
    /// `sugerencia`.
    pub help: Option<String>,
    /// `casos`.
    pub cases: Vec<Case>,
    /// `retirada`: why.
    pub retired: Option<String>,
    /// The file.
    pub source: Arc<Source>,
    /// What to point at for the rule as a whole.
    pub span: Span,
}

/// What a rule file requires, as written.
#[derive(Debug, Clone)]
pub enum Requires {
    /// `exige: expr`.
    One(Node),
    /// `exige: { todos: … }`.
    All(Vec<Node>),
    /// `exige: { alguno: … }`.
    Any(Vec<Node>),
    /// `esquema: [kind]`.
    Schema(Vec<ProblemKind>),
    /// `pregunta`, `respuestas` and `mirar`.
    Judgement(QuestionFile),
    /// Nothing usable; a finding says why.
    Nothing,
}

/// What became of a rule on a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The requirement holds.
    Met,
    /// The requirement does not hold.
    Unmet,
    /// The rule does not apply.
    NotApplicable,
    /// Not decided by what is there.
    Unknown,
}

/// A test of a rule: a patch on the base submission and what must come out.
#[derive(Debug, Clone)]
pub struct Case {
    /// `nombre`.
    pub name: String,
    /// What it changes in the base submission.
    pub patch: Patch,
    /// `responde`: what a person answers to the rule's question.
    pub answers: Answers,
    /// `espera`.
    pub expects: Status,
    /// `espera: pendiente`: unknown for want of an answer, and of nothing else.
    pub pending: bool,
    /// `en`: where the first label must be.
    pub at: Option<Path>,
    /// `dice`: what the message must contain.
    pub says: Option<String>,
    /// `calificacion`: the rating if every other rule is met, as
    /// [`rating_label`](super::Policy::rating_label) says it.
    pub rating: Option<String>,
    /// Where the case stands in the file.
    pub span: Span,
}

/// What cases call unknown where only a person's answer is wanting.
pub(crate) const PENDING: &str = "pendiente";

/// Statuses by the words that cases use.
const STATUSES: [(&str, Status); 4] = [
    ("cumple", Status::Met),
    ("no cumple", Status::Unmet),
    ("no aplica", Status::NotApplicable),
    ("sin dato", Status::Unknown),
];

const CLASSES: [(&str, Class); 3] = [
    ("automatica", Class::Automatic),
    ("heuristica", Class::Heuristic),
    ("juicio", Class::Judgement),
];

impl Status {
    /// What cases call it, where a rule waits for a person's answer or not.
    pub fn expected(self, waits: bool) -> &'static str {
        match (self, waits) {
            (Status::Unknown, true) => PENDING,
            (status, _) => status.name(),
        }
    }

    /// What cases and reports call it.
    pub fn name(self) -> &'static str {
        STATUSES.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| name)
    }
}

impl Case {
    /// What the file calls what it expects.
    pub fn expected(&self) -> &'static str {
        if self.pending { PENDING } else { self.expects.name() }
    }
}

impl RuleFile {
    /// Its question, where it is a judgement.
    pub fn question(&self) -> Option<&QuestionFile> {
        match &self.requires {
            Requires::Judgement(question) => Some(question),
            _ => None,
        }
    }

    /// Reads a rule file; what is wrong in it is findings, what can be read is read.
    pub fn read(id: &str, document: &Document) -> (RuleFile, Vec<Finding>) {
        let complaints = Complaints::about(document);
        let start = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
        let reader = Reader::new(&document.root, start, &complaints);
        let class = reader.choice("clase", &CLASSES);
        let severity = reader.required("severidad");
        let requires = requires(&reader, class, &complaints);
        let answers = match &requires {
            Requires::Judgement(question) => &question.answers[..],
            _ => &[],
        };
        let cases = reader.maps("casos");
        let cases = cases.iter().filter_map(|case| read_case(case, answers, &complaints)).collect();
        let file = RuleFile {
            id: id.to_owned(),
            title: reader.required_text("titulo"),
            class,
            severity: severity.map_or((String::new(), start), |(node, _)| {
                (node.text().unwrap_or_default().to_owned(), node.span)
            }),
            citations: citations(&reader),
            each: pairs(&reader, "para_cada").into_iter().next(),
            definitions: pairs(&reader, "donde"),
            applies: reader.node("cuando").map(|(node, _)| node.clone()),
            requires,
            labels: reader.items("en").into_iter().map(|(node, _)| node.clone()).collect(),
            message: reader.required("mensaje").map(|(node, _)| node.clone()),
            remark: reader.node("ficha").map(|(node, _)| node.clone()),
            reason: reader.text("razon"),
            help: reader.text("sugerencia"),
            cases,
            retired: reader.text("retirada"),
            source: Arc::clone(&document.source),
            span: start,
        };
        reader.finish();
        (file, complaints.into_findings())
    }
}

fn citations(reader: &Reader<'_>) -> Vec<Citation> {
    let citation = |entry: &Reader<'_>| {
        let citation = Citation {
            document: entry.required_text("documento"),
            section: entry.text("seccion"),
            says: entry.text("dice"),
        };
        entry.finish();
        citation
    };
    reader.maps("fundamento").iter().map(citation).collect()
}

/// Names, with their places, and values of a map under a key.
fn pairs(reader: &Reader<'_>, key: &'static str) -> Vec<(String, Span, Node)> {
    let Some((node, span)) = reader.node(key) else { return Vec::new() };
    if !matches!(node.data, Data::Map(_)) {
        reader.wrong(node, span, "un nombre con su expresión", "a name with its expression");
    }
    let named = |entry: &Entry| (entry.key.clone(), entry.key_span, entry.node.clone());
    node.entries().iter().map(named).collect()
}

fn requires(reader: &Reader<'_>, class: Class, complaints: &Complaints) -> Requires {
    if class == Class::Judgement {
        let question = question::read(reader, complaints);
        return question.map_or(Requires::Nothing, Requires::Judgement);
    }
    if reader.node("esquema").is_some() {
        return Requires::Schema(problem_kinds(reader));
    }
    if let Some((_, span)) = reader.node("pregunta") {
        complaints.say(
            span,
            "una pregunta va en una regla de clase `juicio`",
            "a question goes in a rule of class `juicio`",
        );
        return Requires::Nothing;
    }
    let Some((node, _)) = reader.required("exige") else { return Requires::Nothing };
    let clauses = |key: &str| node.get(key).map(|list| list.items().to_vec());
    match (&node.data, clauses("todos"), clauses("alguno")) {
        (Data::Map(_), Some(clauses), None) if !clauses.is_empty() => Requires::All(clauses),
        (Data::Map(_), None, Some(clauses)) if !clauses.is_empty() => Requires::Any(clauses),
        (Data::Map(_) | Data::List(_), ..) => {
            reader.wrong(
                node,
                node.span,
                "una condición, `todos:` o `alguno:`",
                "a condition, `todos:` or `alguno:`",
            );
            Requires::Nothing
        }
        _ => Requires::One(node.clone()),
    }
}

fn problem_kinds(reader: &Reader<'_>) -> Vec<ProblemKind> {
    let names: Vec<&str> = ProblemKind::ALL.iter().map(|kind| kind.name()).collect();
    let mut kinds = Vec::new();
    for (node, _) in reader.items("esquema") {
        let word = node.text().unwrap_or_default();
        match ProblemKind::ALL.iter().find(|kind| kind.name() == word) {
            Some(kind) => kinds.push(*kind),
            None => reader.unknown_word(node.span, word, &names),
        }
    }
    kinds
}

fn read_case(reader: &Reader<'_>, answers: &[Answer], complaints: &Complaints) -> Option<Case> {
    let (expects, pending) = expected(reader, !answers.is_empty());
    let case = Case {
        name: reader.required_text("nombre"),
        patch: patch::read(reader, complaints),
        answers: answered(reader, answers, complaints),
        expects,
        pending,
        at: reader
            .node("en")
            .and_then(|(node, span)| patch::path_of(reader, node, span, complaints)),
        says: reader.text("dice"),
        rating: reader.text("calificacion"),
        span: reader.span(),
    };
    reader.finish();
    (!case.name.is_empty()).then_some(case)
}

/// What a case answers; only a judgement takes answers.
fn answered(reader: &Reader<'_>, answers: &[Answer], complaints: &Complaints) -> Answers {
    match answers {
        [] => Answers::default(),
        _ => question::read_answers(reader, answers, complaints),
    }
}

/// What a case expects; of a judgement also that it is pending.
fn expected(reader: &Reader<'_>, judgement: bool) -> (Status, bool) {
    let words = STATUSES.iter().map(|(word, status)| (*word, (*status, false)));
    let pending = judgement.then_some((PENDING, (Status::Unknown, true)));
    reader.choice("espera", &words.chain(pending).collect::<Vec<_>>())
}
