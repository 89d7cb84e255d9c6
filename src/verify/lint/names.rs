//! Names that nothing uses: definitions of rules, lists of the lexicon; and numbers of rules that skip.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{self, Document, Limits};
use crate::feel::{Callee, Expr, ExprKind};
use crate::finding::{Severity, Wording};
use crate::rules::{
    Expression, Files, NAMED_LISTS, READ_UNNAMED, READ_VERBS, Rule, Ruleset, Segment, Template,
    VERB_LISTS,
};
use crate::source::{Place, Span};

use super::cases::is_written;
use super::policy::key;
use super::tell::{Found, head};

/// Every expression of a rule file.
pub(super) fn expressions(rule: &Rule) -> Vec<&Expression> {
    let definitions = rule.definitions.iter().map(|(_, definition)| definition);
    let each = rule.each.iter().map(|(_, list)| list);
    let conditions = rule.clauses().iter().chain(&rule.applies).chain(&rule.labels);
    let question = rule.question().into_iter();
    let asked = question.flat_map(|question| {
        values(&question.text).chain(question.look_at.iter().map(|look| &look.at))
    });
    definitions.chain(each).chain(conditions).chain(values(&rule.message)).chain(asked).collect()
}

fn values(template: &Template) -> impl Iterator<Item = &Expression> {
    template.segments.iter().filter_map(|segment| match segment {
        Segment::Text(_) => None,
        Segment::Value(expression) => Some(expression),
    })
}

/// Definitions that neither a condition nor a message names.
pub(super) fn definitions(rule: &Rule) -> Vec<Found> {
    let mut named: BTreeSet<Arc<str>> = BTreeSet::new();
    for expression in expressions(rule) {
        expression.expr.walk(&mut |expr: &Expr| match &expr.kind {
            ExprKind::Name(name) => _ = named.insert(Arc::clone(name)),
            ExprKind::Call(callee, _) => {
                if let Callee::Named(name) = &**callee {
                    named.insert(Arc::clone(&name.text));
                }
            }
            _ => {}
        });
    }
    let unused = rule.definitions.iter().filter(|(name, _)| !named.contains(name));
    let found = unused.map(|(name, definition)| {
        let message = Wording::both(
            format!("{} define `{name}` y no lo usa", rule.id),
            format!("{} defines `{name}` and does not use it", rule.id),
        );
        let place = definition.place(definition.expr.span);
        Found::new("lint/unused-definition", Severity::Warning, &rule.id, place, message)
            .on(format!("donde.{name}"))
            .helped_by("Quítelo.", "Remove it.")
    });
    found.collect()
}

/// Lists of the lexicon that no rule names.
pub(super) fn lists(ruleset: &Ruleset, files: &Files, policy: &Document) -> Vec<Found> {
    let path = policy.root.get("lexico").and_then(|node| node.text());
    let Some(source) = path.and_then(|path| files.get(path)) else { return Vec::new() };
    let document = document::read(Arc::clone(source), &Limits::default());
    let (mut named, mut called) = (BTreeSet::new(), BTreeSet::new());
    for expression in
        ruleset.rules.iter().filter(|rule| rule.retired.is_none()).flat_map(expressions)
    {
        expression.expr.walk(&mut |expr| match &expr.kind {
            ExprKind::Text(text) => _ = named.insert(Arc::clone(text)),
            ExprKind::Call(callee, _) => {
                if let Callee::Named(name) = &**callee {
                    called.insert(Arc::clone(&name.text));
                }
            }
            _ => {}
        });
    }
    let read = READ_UNNAMED.iter().filter(|(function, _)| called.contains(*function));
    named.extend(read.map(|(_, list)| Arc::from(*list)));
    // Functions that look at all verbs use every list of them.
    let reads_verbs = READ_VERBS.iter().any(|function| called.contains(*function));
    let keys =
        [NAMED_LISTS, VERB_LISTS].into_iter().filter(|key| *key == NAMED_LISTS || !reads_verbs);
    let lists = keys.filter_map(|key| document.root.get(key)).flat_map(|lists| lists.entries());
    let unused = lists.filter(|entry| !named.contains(entry.key.as_str()));
    let found = unused.map(|entry| {
        let message = Wording::both(
            format!("ninguna regla en vigor usa la lista `{}`", entry.key),
            format!("no rule in force uses the list `{}`", entry.key),
        );
        let place = document.place(entry.key_span);
        Found::new("lint/unused-list", Severity::Warning, &entry.key, place, message).helped_by(
            "Quítela, o úsela en la regla que la necesita.",
            "Remove it, or use it in the rule that needs it.",
        )
    });
    found.collect()
}

/// Numbers of rules that skip or that two rules share, and retired rules without a reason.
pub(super) fn ids(ruleset: &Ruleset) -> Vec<Found> {
    let mut found = Vec::new();
    for section in 0..ruleset.policy.sections.len() {
        let rules = ruleset.rules.iter().filter(|rule| rule.section == section);
        let mut numbered: Vec<(u32, &Rule)> =
            rules.filter_map(|rule| Some((number(&rule.id)?, rule))).collect();
        numbered.sort_by_key(|(number, _)| *number);
        let mut last = 0;
        for (number, rule) in numbered {
            if number == last {
                let message = Wording::both(
                    format!("{} lleva el número de otra regla", rule.id),
                    format!("{} has the number of another rule", rule.id),
                );
                found.push(id("lint/repeated-number", rule, message).helped_by(
                    "Dele un número nuevo: un id no se reutiliza.",
                    "Give it a new number: an id is not used again.",
                ));
            } else if number > last + 1 {
                let message = Wording::both(
                    format!("antes de {} falta al menos un número", rule.id),
                    format!("before {} a number is missing at least", rule.id),
                );
                found.push(id("lint/skipped-number", rule, message).because(Wording::both(
                    "Los ids son permanentes: una regla que se deja de usar se retira con su razón y no se borra.",
                    "Ids are permanent: a rule that is no longer used is retired with its reason, not erased.",
                )).helped_by(
                    "Restituya la regla como retirada, o numere de corrido.",
                    "Put the rule back as retired, or number without gaps.",
                ));
            }
            last = number;
        }
    }
    found.extend(ruleset.rules.iter().filter_map(retired));
    found
}

fn number(id: &str) -> Option<u32> {
    id.rsplit_once('-')?.1.parse().ok()
}

fn id(code: &str, rule: &Rule, message: Wording) -> Found {
    Found::new(code, Severity::Warning, &rule.id, head(rule), message).on("id")
}

/// A rule that is marked as retired and does not say why; without a word it is still in force.
fn retired(rule: &Rule) -> Option<Found> {
    let document = document::read(Arc::clone(&rule.source), &Limits::default());
    let marked = document.root.entry("retirada").is_some();
    let told = rule.retired.as_deref().is_some_and(is_written);
    let message = Wording::both(
        format!("{} no dice por qué se retiró", rule.id),
        format!("{} does not say why it was retired", rule.id),
    );
    (marked && !told).then(|| {
        let place = key(rule, "retirada");
        Found::new("lint/retired-without-reason", Severity::Warning, &rule.id, place, message)
            .on("retirada")
            .because(Wording::both(
                "Con `retirada` en blanco la regla sigue en vigor.",
                "With a blank `retirada` the rule is still in force.",
            ))
            .helped_by("Escriba la razón en `retirada`.", "Write the reason in `retirada`.")
    })
}

/// A place in a document, at its beginning.
pub(super) fn beginning(document: &Document) -> Place {
    let first = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
    document.place(first)
}
