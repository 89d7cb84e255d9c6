//! What was computed: expressions, their values and where those were read, as a tree.

use crate::document::Document;
use crate::feel::{Cause, CauseKind, Data, Evidence, Range, StepKind, StepNode, Value};
use crate::rules::Expression;
use crate::source::Span;

use super::finding;
use super::writer::Writer;

/// Numbers, texts and the like that a list or context may hold before it is left out.
const LEAVES: usize = 50;

/// The properties of an expression: its text, its place in the rule, the tree of its steps.
///
/// A literal took no steps; its value is the tree.
pub(super) fn computed(
    w: &mut Writer,
    expression: &Expression,
    value: &Value,
    evidence: &Evidence,
    document: &Document,
) {
    let whole = Span::new(0, expression.text.len());
    let tree = Tree { expression, document };
    w.key("text").text(&expression.text);
    finding::file_place(w.key("rule_place"), &expression.place(whole));
    w.key("root");
    match evidence.root() {
        Some(root) => tree.node(w, root),
        None => w.line(|w| {
            tree.properties(w, whole, StepKind::Computed, value);
            w.key("children").texts([]);
        }),
    }
}

/// Why something is unknown, and where to look.
pub(super) fn cause(w: &mut Writer, cause: &Cause, document: &Document) {
    w.line(|w| {
        why(w, cause);
        w.key("place").option(cause.place, |w, place| finding::place(w, document, place));
    });
}

struct Tree<'t> {
    expression: &'t Expression,
    document: &'t Document,
}

impl Tree<'_> {
    /// A step; in one line where there is none below it.
    fn node(&self, w: &mut Writer, node: StepNode<'_>) {
        let step = node.step();
        let children = node.children();
        let leaf = children.is_empty();
        let all = |w: &mut Writer| {
            self.properties(w, step.span, step.kind, &step.value);
            w.key("children").list(children, |w, child| self.node(w, child));
        };
        if leaf { w.line(all) } else { w.object(all) }
    }

    /// All but the steps below.
    fn properties(&self, w: &mut Writer, span: Span, kind: StepKind, value: &Value) {
        let (name, element) = match kind {
            StepKind::Computed => ("computed", None),
            StepKind::Read => ("read", None),
            StepKind::Element(position) => ("element", Some(position)),
            StepKind::Skipped => ("skipped", None),
        };
        let value = (kind != StepKind::Skipped).then_some(value);
        w.key("text").text(self.expression.slice(span));
        finding::span(w.key("rule_span"), self.expression.place(span).span);
        w.key("kind").text(name);
        w.key("element").option(element, |w, position| w.plain(position));
        w.key("value").option(value, self::value);
        let places = value.map(read).unwrap_or_default();
        w.key("places").list(places, |w, span| finding::place(w, self.document, span));
    }
}

/// Where a value was read: its own place, or those of its items.
fn read(value: &Value) -> Vec<Span> {
    match (&value.data, value.origin) {
        (_, Some(span)) => vec![span],
        (Data::List(items), None) => items.iter().filter_map(|item| item.origin).collect(),
        _ => Vec::new(),
    }
}

/// A value, without what is in it where that is too much to say again.
fn value(w: &mut Writer, value: &Value) {
    let mut left = LEAVES;
    let count = match &value.data {
        _ if fits(value, &mut left) => return whole(w, value),
        Data::List(items) => items.len(),
        Data::Context(context) => context.entries.len(),
        _ => return whole(w, value),
    };
    w.line(|w| {
        w.key("type").text(type_name(&value.data));
        w.key("count").plain(count);
        w.key("omitted").plain(true);
    });
}

/// Whether a value has no more leaves than are left.
fn fits(value: &Value, left: &mut usize) -> bool {
    match &value.data {
        Data::List(items) => items.iter().all(|item| fits(item, left)),
        Data::Context(context) => context.entries.iter().all(|(_, value)| fits(value, left)),
        _ => {
            let fits = *left > 0;
            *left = left.saturating_sub(1);
            fits
        }
    }
}

/// A value with its type; a number is its exact digits, as a text.
fn whole(w: &mut Writer, value: &Value) {
    w.line(|w| {
        w.key("type").text(type_name(&value.data));
        match &value.data {
            Data::Null | Data::Function(_) => {}
            Data::Unknown(causes) => {
                w.key("causes").list(causes.iter(), |w, cause| w.line(|w| why(w, cause)))
            }
            Data::Bool(truth) => w.key("value").plain(truth),
            Data::Number(number) => w.key("value").text(&number.to_string()),
            Data::Text(text) => w.key("value").text(text),
            Data::Temporal(temporal) => w.key("value").text(&temporal.to_string()),
            Data::List(items) => w.key("value").list(items.iter(), whole),
            Data::Context(context) => w.key("value").object(|w| {
                for (name, value) in &context.entries {
                    whole(w.key(name), value);
                }
            }),
            Data::Range(range) => ends(w, range),
        }
    });
}

fn ends(w: &mut Writer, range: &Range) {
    w.key("low").option(range.low.as_ref(), whole);
    w.key("high").option(range.high.as_ref(), whole);
    w.key("low_included").plain(range.low_included);
    w.key("high_included").plain(range.high_included);
}

fn type_name(data: &Data) -> &'static str {
    match data {
        Data::Null => "null",
        Data::Unknown(_) => "unknown",
        Data::Bool(_) => "boolean",
        Data::Number(_) => "number",
        Data::Text(_) => "text",
        Data::Temporal(temporal) => temporal.kind().name(),
        Data::List(_) => "list",
        Data::Context(_) => "context",
        Data::Range(_) => "range",
        Data::Function(_) => "function",
    }
}

fn why(w: &mut Writer, cause: &Cause) {
    w.key("kind").text(cause_kind(cause.kind));
    w.key("subject").text(&cause.subject);
}

fn cause_kind(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Absent => "absent",
        CauseKind::NotPublished => "not_published",
        CauseKind::JudgementPending => "judgement_pending",
        CauseKind::JudgementStale => "judgement_stale",
        CauseKind::WrongType => "wrong_type",
        CauseKind::DivisionByZero => "division_by_zero",
        CauseKind::Overflow => "overflow",
        CauseKind::NoParameter => "no_parameter",
        CauseKind::OutOfDomain => "out_of_domain",
        CauseKind::TooManySteps => "too_many_steps",
        CauseKind::Undecided => "undecided",
    }
}
