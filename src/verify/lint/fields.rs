//! Fields of the form that no rule reads and of which nothing says why; reasons that hold no more.
//!
//! A field that a rule names and the schema does not have is no matter of analysis: the rule does not
//! compile.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{self, Document, Limits, Node, Path, Step};
use crate::finding::{Severity, Wording};
use crate::rules::UNREAD;
use crate::rules::{Files, Ruleset};
use crate::source::{Place, Span};
use crate::verify::coverage::{Unread, coverage};

use super::tell::Found;

/// References that are followed on the way to a field.
const REFERENCES: usize = 32;

/// What no rule reads.
pub(super) fn fields(ruleset: &Ruleset, files: &Files) -> Vec<Found> {
    let document =
        files.get(UNREAD).map(|source| document::read(Arc::clone(source), &Limits::default()));
    let reasons = document.as_ref().map(Unread::read).unwrap_or_default();
    let schema = document::read(Arc::clone(&ruleset.schema.source), &Limits::default());
    let mut used: BTreeSet<&Path> = BTreeSet::new();
    let mut found = Vec::new();
    for field in coverage(ruleset) {
        let reason = Unread::of(&reasons, &field.path);
        let is_read = !field.readers.is_empty() || field.path == *ruleset.year_path();
        match (is_read, reason) {
            (false, None) => found.push(unread(&field.path, &schema)),
            (false, Some(reason)) => _ = used.insert(&reason.path),
            (true, Some(reason)) => {
                let readers: Vec<&str> =
                    field.readers.iter().map(|rule| rule.id.as_str()).collect();
                found.extend(
                    document.as_ref().map(|document| read(reason, &field.path, &readers, document)),
                );
            }
            (true, None) => {}
        }
    }
    let told: BTreeSet<String> = found.iter().map(|one: &Found| one.site.clone()).collect();
    let stale = reasons.iter().filter(|reason| !used.contains(&reason.path));
    let stale = stale.filter(|reason| !told.contains(&reason.path.to_string()));
    found.extend(document.iter().flat_map(|document| {
        stale.clone().map(|reason| {
            let message = Wording::both(
                format!("`{}` no es un campo sin leer", reason.path),
                format!("`{}` is no field that is not read", reason.path),
            );
            about(reason, message, document)
        })
    }));
    found
}

fn unread(path: &Path, schema: &Document) -> Found {
    let message =
        Wording::both(format!("ninguna regla lee `{path}`"), format!("no rule reads `{path}`"));
    let span = place(&schema.root, &schema.root, path.steps(), REFERENCES).unwrap_or_default();
    let place = Place { source: Arc::clone(&schema.source), span };
    Found::new("lint/unread-field", Severity::Warning, &path.to_string(), place, message)
        .because(Wording::both(
            "Se pide a quien formula y no cambia ningún resultado.",
            "It is asked of who formulates and changes no result.",
        ))
        .helped_by(
            "Escriba la regla que falta, o la razón en `unread.yaml`.",
            "Write the rule that is missing, or the reason in `unread.yaml`.",
        )
}

fn read(reason: &Unread, path: &Path, readers: &[&str], document: &Document) -> Found {
    let message = Wording::both(
        format!("`{path}` sí se lee, en {}", readers.join(", ")),
        format!("`{path}` is read, in {}", readers.join(", ")),
    );
    about(reason, message, document)
}

fn about(reason: &Unread, message: Wording, document: &Document) -> Found {
    let place = document.place(reason.span);
    let path = reason.path.to_string();
    Found::new("lint/stale-reason", Severity::Warning, &path, place, message)
        .on(path.clone())
        .helped_by("Quite la línea de `unread.yaml`.", "Remove the line from `unread.yaml`.")
}

/// The key of a field in the schema's text.
fn place(root: &Node, schema: &Node, steps: &[Step], left: usize) -> Option<Span> {
    let left = left.checked_sub(1)?;
    let target = schema.get("$ref").and_then(Node::text).and_then(|at| pointed(root, at));
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key));
    let parts = parts.flat_map(Node::items);
    let branches = ["then", "else"].into_iter().filter_map(|key| schema.get(key));
    let own = match steps.split_first()? {
        (Step::Key(name), rest) => {
            let entry = schema.get("properties").and_then(|properties| properties.entry(name));
            entry.and_then(|entry| match rest {
                [] => Some(entry.key_span),
                _ => place(root, &entry.node, rest, left),
            })
        }
        (_, rest) => {
            let items = schema.get("items")?;
            if rest.is_empty() { None } else { place(root, items, rest, left) }
        }
    };
    own.or_else(|| target.and_then(|target| place(root, target, steps, left)))
        .or_else(|| parts.chain(branches).find_map(|part| place(root, part, steps, left)))
}

fn pointed<'n>(root: &'n Node, reference: &str) -> Option<&'n Node> {
    let path = reference.strip_prefix("#/")?;
    path.split('/').try_fold(root, |node, key| node.get(key))
}
