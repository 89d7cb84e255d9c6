//! What differs between the lexicons of two rule sets, entry by entry.

use std::borrow::Cow;

use crate::document::{Data, Document, Entry, Node, Path, Step, write};
use crate::rules::{NAMED_LISTS, Ruleset};
use crate::source::Span;

use super::{Change, Side, What, Word, plain};

/// A list of the lexicon: where it stands, and its entries.
pub(super) struct List<'w> {
    pub path: Path,
    pub entries: Vec<Cow<'w, Node>>,
}

/// What differs between the lexicons: one change per entry, those of one list together.
pub(super) fn changes(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let (before, after) = (lists(old), lists(new));
    let mut found = Vec::new();
    let paths = after.iter().chain(&before).map(|list| &list.path);
    let mut seen: Vec<&Path> = Vec::new();
    for path in paths {
        if seen.contains(&path) {
            continue;
        }
        seen.push(path);
        let (a, b) = (entries(&before, path), entries(&after, path));
        let gone = a.iter().filter(|entry| !holds(b, entry));
        let fresh = b.iter().filter(|entry| !holds(a, entry));
        found.extend(gone.map(|entry| change(path, entry, false, old)));
        let unnamed = is_new(path, &before);
        found.extend(fresh.map(|entry| match change(path, entry, true, new) {
            change if unnamed => change.silent(),
            change => change,
        }));
    }
    found
}

fn change(list: &Path, entry: &Node, added: bool, ruleset: &Ruleset) -> Change {
    let place = ruleset.words.as_ref().map(|words| words.place(entry.span));
    let side = Side::new(shown(entry), place);
    let what = What::Word(Word { list: list.clone(), entry: plain(entry), added });
    match added {
        true => Change::new(what, None, Some(side)),
        false => Change::new(what, Some(side), None),
    }
}

/// Whether a list is new and only looked at by a condition that names it: such a list moves nothing
/// by itself, and what it moves is that condition's doing.
fn is_new(path: &Path, before: &[List<'_>]) -> bool {
    let named = path.steps().first().is_some_and(|step| *step == Step::Key(NAMED_LISTS.to_owned()));
    named && !before.iter().any(|list| list.path == *path)
}

/// An entry as people write it: words, or words that mean the same between commas.
pub(super) fn shown(entry: &Node) -> String {
    match &entry.data {
        Data::Text(text) => text.clone(),
        Data::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Data::Map(entries) => {
            let entry = |entry: &Entry| format!("{} {}", entry.key, shown(&entry.node));
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
        _ => write(entry).trim_end().to_owned(),
    }
}

/// The lists of a rule set's lexicon, in the order of the file.
pub(super) fn lists(ruleset: &Ruleset) -> Vec<List<'_>> {
    let Some(words) = &ruleset.words else { return Vec::new() };
    let mut lists = Vec::new();
    for entry in words.root.entries() {
        let path = Path::root().key(&entry.key);
        match &entry.node.data {
            Data::Map(inner) => lists.extend(inner.iter().map(|inner| List {
                path: path.key(&inner.key),
                entries: single(inner.node.items()),
            })),
            _ => lists.push(List { path, entries: single(entry.node.items()) }),
        }
    }
    lists
}

/// The entries of a list, one by one: those that one key holds (`salvo: [a, b]`) are as many.
fn single(items: &[Node]) -> Vec<Cow<'_, Node>> {
    let mut entries = Vec::new();
    for item in items {
        match item.entries() {
            [Entry { key, key_span, node: Node { data: Data::List(inner), .. } }] => {
                entries.extend(inner.iter().map(|word| {
                    let list = Node { data: Data::List(vec![word.clone()]), span: word.span };
                    let entry = Entry { key: key.clone(), key_span: *key_span, node: list };
                    Cow::Owned(Node { data: Data::Map(vec![entry]), span: word.span })
                }));
            }
            _ => entries.push(Cow::Borrowed(item)),
        }
    }
    entries
}

fn entries<'l, 'w>(lists: &'l [List<'w>], path: &Path) -> &'l [Cow<'w, Node>] {
    let list = lists.iter().find(|list| list.path == *path);
    list.map(|list| &list.entries[..]).unwrap_or_default()
}

fn holds(entries: &[Cow<'_, Node>], entry: &Node) -> bool {
    entries.iter().any(|other| other.says(entry))
}

/// The old lexicon with some of its changes made; lists that are new are there from the start, since
/// only a condition that names them looks at them.
pub(super) fn applied<'w>(
    old: &Ruleset,
    new: &Ruleset,
    chosen: impl Iterator<Item = &'w Word>,
) -> Option<Document> {
    let frame = old.words.as_ref().or(new.words.as_ref())?;
    let mut lists = self::lists(old);
    let fresh = self::lists(new).into_iter().filter(|list| is_new(&list.path, &lists));
    let fresh: Vec<List<'_>> = fresh.collect();
    lists.extend(fresh);
    for word in chosen {
        let at = lists.iter().position(|list| list.path == word.list);
        match (at, word.added) {
            (Some(at), true) => lists[at].entries.push(Cow::Borrowed(&word.entry)),
            (Some(at), false) => lists[at].entries.retain(|entry| !entry.says(&word.entry)),
            (None, true) => {
                let entries = vec![Cow::Borrowed(&word.entry)];
                lists.push(List { path: word.list.clone(), entries });
            }
            (None, false) => {}
        }
    }
    let root = Node { data: Data::Map(Vec::new()), span: Span::default() };
    let node = |entries: Vec<Cow<'_, Node>>| {
        let entries = entries.into_iter().map(Cow::into_owned).collect();
        Node { data: Data::List(entries), span: Span::default() }
    };
    let set = lists.into_iter().map(|list| (list.path, node(list.entries))).collect();
    let root = crate::verify::patch(&root, &crate::rules::Patch { set, ..Default::default() });
    Some(Document { root, ..(**frame).clone() })
}
