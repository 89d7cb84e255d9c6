//! How a rule came out on a submission, step by step: the tree of values with their places.

use crate::document::Document;
use crate::evaluate::{Evaluation, Outcome, Role, RuleResult};
use crate::feel::{Data, StepKind, StepNode, Value, formats};
use crate::finding::Language;
use crate::rules::{Expression, Requirement, Rule, Status};
use crate::source::Span;

use super::Style;
use super::question;
use super::reading::Reader;
use super::review::said;
use super::safe::visible;

/// Characters of a text value that are worth a look.
const TEXT: usize = 60;

/// Items of a list that are worth a look.
const ITEMS: usize = 8;

/// The evidence of a rule on a submission; none where the rule is not in force.
pub fn explain_on(evaluation: &Evaluation<'_>, id: &str, style: &Style) -> Option<String> {
    let result =
        evaluation.results.iter().find(|result| result.rule.id.eq_ignore_ascii_case(id))?;
    let mut text = format!("{} · {}\n", result.rule.id, result.rule.title);
    let name = &evaluation.document.source.name;
    let pending = result.outcomes.iter().any(|outcome| outcome.pending().is_some());
    let status = status(result.status, pending, style.language);
    text.push_str(&format!("{}: {status}\n", visible(name, false)));
    let reader = Reader::new(evaluation.ruleset);
    let reader = reader.of_rule(result.rule);
    for outcome in &result.outcomes {
        text.push('\n');
        write_element(&mut text, outcome, style);
        let brief = reader.brief(result.rule, outcome);
        if let Some(brief) = brief.filter(|_| outcome.pending().is_none()) {
            let lead = if style.language == Language::Spanish { "En breve" } else { "In short" };
            text.push_str(&format!("{lead}: {}\n", visible(&brief, false)));
        }
        for said in said(outcome, style.language) {
            text.push_str(&format!("{}\n", visible(&said, false)));
        }
        write_outcome(&mut text, evaluation.document, result, outcome, style);
        if let Some(asked) = &outcome.asked {
            text.push_str(&question::asked(evaluation.document, result.rule, asked, style));
        }
    }
    if result.outcomes.iter().any(|outcome| outcome.asked.is_some()) {
        text.push_str(&question::answers(result.rule, style));
    }
    Some(text)
}

/// What became of a rule, in a word or two.
pub(super) fn status(status: Status, pending: bool, language: Language) -> &'static str {
    match (language, status) {
        (Language::Spanish, Status::Unknown) if pending => "espera respuesta",
        (Language::Spanish, status) => status.name(),
        (Language::English, Status::Met) => "met",
        (Language::English, Status::Unmet) => "not met",
        (Language::English, Status::NotApplicable) => "does not apply",
        (Language::English, Status::Unknown) if pending => "waits for an answer",
        (Language::English, Status::Unknown) => "unknown",
    }
}

fn write_element(text: &mut String, outcome: &Outcome, style: &Style) {
    let Some(element) = &outcome.element else { return };
    let name = element.name.as_deref().map(|name| format!(" «{}»", visible(name, false)));
    let status = status(outcome.status, outcome.pending().is_some(), style.language);
    text.push_str(&format!("[{}]{}: {status}\n", element.position, name.unwrap_or_default()));
}

fn write_outcome(
    text: &mut String,
    document: &Document,
    result: &RuleResult<'_>,
    outcome: &Outcome,
    style: &Style,
) {
    if let Some(finding) = &outcome.finding {
        text.push_str(&format!(
            "{}\n",
            visible(finding.message.in_language(style.language), false)
        ));
        if let (Some(reason), Some(_), None) = (&finding.reason, &outcome.causes, &outcome.asked) {
            text.push_str(&format!("{}\n", visible(reason.in_language(style.language), false)));
        }
        let labels = if outcome.asked.is_some() { &[][..] } else { &finding.labels };
        for label in labels {
            let note = label.note.as_ref().map(|note| note.in_language(style.language));
            text.push_str(&format!("  → {}  {}\n", label.place, note.unwrap_or_default()));
        }
    }
    for part in &outcome.parts {
        let Some(expression) = expression(result.rule, part.role) else { continue };
        let title = title(result.rule, part.role, style.language);
        let tree = tree(document, expression, style.language);
        match part.evidence.root() {
            Some(root) => tree.write(text, root, "", Branch::Root(&title)),
            None => {
                let value = tree.value(&part.value);
                text.push_str(&format!("{title}  {} = {value}\n", one_line(&expression.text)));
            }
        }
    }
}

/// The expression that a part evaluated.
pub(super) fn expression(rule: &Rule, role: Role) -> Option<&Expression> {
    match role {
        Role::Definition(index) => rule.definitions.get(index).map(|(_, expression)| expression),
        Role::Applies => rule.applies.as_ref(),
        Role::Clause(index) => match &rule.requires {
            Requirement::One(clause) => Some(clause),
            Requirement::All(clauses) | Requirement::Any(clauses) => clauses.get(index),
            Requirement::Schema(_) | Requirement::Judgement(_) => None,
        },
    }
}

fn title(rule: &Rule, role: Role, language: Language) -> String {
    let spanish = language == Language::Spanish;
    match role {
        Role::Definition(index) => match rule.definitions.get(index) {
            Some((name, _)) => format!("{} {name}:", if spanish { "donde" } else { "where" }),
            None => String::new(),
        },
        Role::Applies => if spanish { "cuando:" } else { "when:" }.to_owned(),
        Role::Clause(_) => if spanish { "exige:" } else { "requires:" }.to_owned(),
    }
}

enum Branch<'b> {
    Root(&'b str),
    Inner,
    Last,
}

/// An expression's evidence on a submission, ready to be written.
pub(super) struct Tree<'t> {
    document: &'t Document,
    expression: &'t Expression,
    language: Language,
}

/// Looks at the evidence of an expression on a submission.
pub(super) fn tree<'t>(
    document: &'t Document,
    expression: &'t Expression,
    language: Language,
) -> Tree<'t> {
    Tree { document, expression, language }
}

impl Tree<'_> {
    /// Writes the tree from a step down, without a title.
    pub fn write_root(&self, text: &mut String, root: StepNode<'_>) {
        self.write(text, root, "", Branch::Root(""));
    }

    fn write(&self, text: &mut String, node: StepNode<'_>, indent: &str, branch: Branch<'_>) {
        let (lead, below) = match branch {
            Branch::Root("") => (String::new(), String::new()),
            Branch::Root(title) => (format!("{title}  "), String::new()),
            Branch::Inner => (format!("{indent}├ "), format!("{indent}│ ")),
            Branch::Last => (format!("{indent}└ "), format!("{indent}  ")),
        };
        text.push_str(&lead);
        text.push_str(&self.line(node));
        text.push('\n');
        let below = if below.is_empty() { "  ".to_owned() } else { below };
        let children = node.children();
        let last = children.len().saturating_sub(1);
        for (index, child) in children.into_iter().enumerate() {
            let branch = if index == last { Branch::Last } else { Branch::Inner };
            self.write(text, child, &below, branch);
        }
    }

    fn line(&self, node: StepNode<'_>) -> String {
        let step = node.step();
        let spanish = self.language == Language::Spanish;
        let expression = one_line(self.expression.slice(step.span));
        match step.kind {
            StepKind::Skipped if spanish => format!("{expression}: no hizo falta"),
            StepKind::Skipped => format!("{expression}: not needed"),
            StepKind::Element(position) => {
                let word = if spanish { "elemento" } else { "element" };
                format!("{word} {position}: {}", self.value(&step.value))
            }
            StepKind::Computed => format!("{expression} = {}", self.value(&step.value)),
            StepKind::Read => {
                let place = step.value.origin.map(|place| self.place(place)).unwrap_or_default();
                format!("{expression} = {}{place}", self.value(&step.value))
            }
        }
    }

    fn place(&self, span: Span) -> String {
        let line = self.document.source.position(span.start).line;
        let word = if self.language == Language::Spanish { "línea" } else { "line" };
        format!("   ({word} {line})")
    }

    /// A value as evidence shows it.
    pub fn value(&self, value: &Value) -> String {
        let spanish = self.language == Language::Spanish;
        match &value.data {
            Data::Null => if spanish { "nada" } else { "nothing" }.to_owned(),
            Data::Bool(true) => if spanish { "verdadero" } else { "true" }.to_owned(),
            Data::Bool(false) => if spanish { "falso" } else { "false" }.to_owned(),
            Data::Number(number) => formats::precise(*number),
            Data::Text(text) => quoted(text),
            Data::Unknown(causes) => {
                let why = crate::evaluate::wording(causes);
                let why = why.in_language(self.language).trim_end_matches('.').to_owned();
                let word = if spanish { "sin dato" } else { "unknown" };
                format!("{word} ({})", visible(&why, false))
            }
            Data::List(items) => {
                let mut shown: Vec<String> =
                    items.iter().take(ITEMS).map(|item| self.value(item)).collect();
                if items.len() > ITEMS {
                    shown.push("…".to_owned());
                }
                format!("[{}]", shown.join(", "))
            }
            Data::Context(context) => {
                let name = ["nombre", "id", "causa", "variable"]
                    .iter()
                    .find_map(|key| context.get(key)?.as_text());
                name.map_or_else(|| "{…}".to_owned(), quoted)
            }
            Data::Temporal(temporal) => temporal.to_string(),
            Data::Range(_) | Data::Function(_) => value.to_string(),
        }
    }
}

/// The beginning of a text, in one line.
pub(super) fn quoted(text: &str) -> String {
    let line = one_line(text);
    let mut shown: String = line.chars().take(TEXT).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    format!("«{}»", visible(&shown, false))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
