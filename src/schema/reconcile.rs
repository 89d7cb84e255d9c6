//! One problem for each mistake: what an author would see as one thing is said once.

use std::collections::{HashMap, HashSet};

use super::shape::Shape;
use super::violation::{Cause, Meant, Violation};
use super::withheld::Withheld;
use crate::document::{Data, Document, Node, Path};
use crate::finding::nearest;

/// Drops what is no mistake of the form: what its source did not publish, what the reader did not get
/// to, and what it refused and told already.
pub(super) fn excuse(
    violations: &mut Vec<Violation>,
    document: &Document,
    withheld: &Withheld,
    shape: &Shape,
) {
    violations.retain(|Violation { path, cause }| {
        let excused = match cause {
            Cause::Missing { .. } => {
                !document.complete || withheld.covers_whole(path, shape.at(path))
            }
            _ => false,
        };
        !excused && !is_refused(document, path)
    });
}

/// Says what each unknown key was meant to be; a misspelt key is then not missing as well.
pub(super) fn explain_unknown_keys(
    violations: &mut Vec<Violation>,
    document: &Document,
    shape: &Shape,
) {
    let mut missing: HashSet<Path> =
        paths(violations, |cause| matches!(cause, Cause::Missing { .. }));
    let fields = shape.fields();
    let mut absent: HashMap<Path, Vec<&str>> = HashMap::new();
    for Violation { path, cause } in violations.iter_mut() {
        let Cause::UnknownKey { meant } = cause else { continue };
        let (Some(parent), Some(key)) = (path.parent(), path.last_key()) else { continue };
        let absent =
            absent.entry(parent.clone()).or_insert_with(|| absent_keys(&parent, document, shape));
        if let Some(name) = nearest(key, absent.iter().copied()) {
            absent.retain(|other| *other != name);
            let missing = missing.remove(&parent.key(name));
            *meant = Some(Meant::Sibling { name: name.to_owned(), missing });
            continue;
        }
        let same_name = fields.iter().filter(|(_, member)| &*member.name == key);
        let elsewhere: Vec<Path> = same_name.map(|(path, _)| path.clone()).take(3).collect();
        if !elsewhere.is_empty() {
            *meant = Some(Meant::Elsewhere(elsewhere));
        }
    }
    violations.retain(|Violation { path, cause }| {
        !matches!(cause, Cause::Missing { .. }) || missing.contains(path)
    });
}

/// The fields of a group that hold nothing.
fn absent_keys<'s>(group: &Path, document: &Document, shape: &'s Shape) -> Vec<&'s str> {
    let node = document.at(group);
    let names = shape.at(group).map_or(&[][..], Shape::members).iter().map(|member| &*member.name);
    let is_absent = |name: &&str| node.and_then(|node| node.get(name)).is_none_or(Node::is_blank);
    names.filter(is_absent).collect()
}

fn paths(violations: &[Violation], wanted: impl Fn(&Cause) -> bool) -> HashSet<Path> {
    let found = violations.iter().filter(|violation| wanted(&violation.cause));
    found.map(|violation| violation.path.clone()).collect()
}

/// Whether a path leads to something that the reader refused, or under it.
fn is_refused(document: &Document, path: &Path) -> bool {
    let mut node = Some(&document.root);
    path.steps().iter().any(|step| {
        node = node.and_then(|node| node.step(step));
        node.is_some_and(|node| node.data == Data::Refused)
    }) || document.root.data == Data::Refused
}

/// Drops what says the same again: a second error of one sort at one path, a type where the options
/// say more, and what the schema and this module both know of a path in `no_publicado`.
pub(super) fn keep_one_per_cause(violations: &mut Vec<Violation>) {
    let choices = paths(violations, |cause| matches!(cause, Cause::Choice { .. }));
    let wrong_paths =
        paths(violations, |cause| matches!(cause, Cause::NotAPath | Cause::UnknownPath { .. }));
    let mut seen = HashSet::new();
    violations.retain(|Violation { path, cause }| {
        let said_better = match cause {
            Cause::Type { .. } => choices.contains(path),
            Cause::Pattern { .. } => wrong_paths.contains(path),
            _ => false,
        };
        !said_better && seen.insert((path.clone(), std::mem::discriminant(cause)))
    });
}
