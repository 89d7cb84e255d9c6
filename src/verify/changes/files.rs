//! What differs in the files of two rule sets on which no verdict rests: the plan of the ficha, the base form,
//! samples and exceptions.

use std::sync::Arc;

use crate::document::{Document, Limits, Node, Path, read};
use crate::rules::Ruleset;
use crate::source::Source;

use super::tree::differences;
use super::{Change, Side, What, words};

/// One change for each file that says something else, at the first place where it does.
pub(super) fn changes(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let paths = |ruleset: &Ruleset| ruleset.files.paths().map(str::to_owned).collect::<Vec<_>>();
    let mut all = paths(new);
    all.extend(paths(old).into_iter().filter(|path| new.files.get(path).is_none()));
    all.iter().filter_map(|path| change(old, new, path)).collect()
}

fn change(old: &Ruleset, new: &Ruleset, path: &str) -> Option<Change> {
    let (a, b) = (old.files.get(path), new.files.get(path));
    let same = a.map(|source| source.text()) == b.map(|source| source.text());
    let data = path.ends_with(".yaml") || path.ends_with(".json");
    let judges = [(old, a), (new, b)]
        .into_iter()
        .any(|(set, source)| source.is_some_and(|source| is_compared(set, source)));
    if same || judges || !data {
        return None;
    }
    let open = |source: &Arc<Source>| read(Arc::clone(source), &Limits::default());
    let (a, b) = (a.map(open), b.map(open));
    let what = What::File(path.to_owned());
    let side = |document: &Document, at: &Path, node: &Node| {
        Side::new(words::shown(node), Some(document.place(document.nearest_place(at))))
    };
    let (old, new) = match (&a, &b) {
        (Some(a), Some(b)) => {
            let first = differences(&a.root, &b.root).into_iter().next()?;
            let at = &first.path;
            (first.old.map(|node| side(a, at, node)), first.new.map(|node| side(b, at, node)))
        }
        (a, b) => {
            let whole = |document: &Document| {
                Side::new(path, Some(document.place(document.nearest_place(&Path::root()))))
            };
            (a.as_ref().map(whole), b.as_ref().map(whole))
        }
    };
    Some(Change::new(what, old, new).silent())
}

/// Whether a file is compared by what it means: rules, policy, parameters, lexicon and form.
fn is_compared(ruleset: &Ruleset, source: &Arc<Source>) -> bool {
    let is = |other: &Arc<Source>| Arc::ptr_eq(other, source);
    ruleset.rules.iter().any(|rule| is(&rule.source))
        || is(&ruleset.policy.source)
        || is(&ruleset.schema.source)
        || ruleset.parameters.first().is_some_and(|parameter| is(&parameter.place.source))
        || ruleset.words.as_ref().is_some_and(|words| is(&words.source))
}
