//! Changes to a submission, as cases and samples write them.

use std::sync::Arc;

use crate::document::{self, Data, Entry, Node, Path, Step};
use crate::finding::{Finding, Wording, nearest};
use crate::schema::Shape;
use crate::source::{Place, Source, Span};

use super::reader::{Complaints, Reader, did_you_mean};

/// Changes to a submission: removals first, then values, in the order written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patch {
    /// `con`: values to set, by path.
    pub set: Vec<(Path, Node)>,
    /// `sin`: fields to remove.
    pub remove: Vec<Path>,
    /// `no_publicado`: fields that the published document omits.
    pub withhold: Vec<Path>,
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty() && self.withhold.is_empty()
    }
}

/// Reads `con`, `sin` and `no_publicado`.
pub(super) fn read(reader: &Reader<'_>, complaints: &Complaints) -> Patch {
    let paths = |key| {
        let items = reader.items(key).into_iter();
        items.filter_map(|(node, span)| path_of(reader, node, span, complaints)).collect()
    };
    Patch {
        set: reader
            .entries("con")
            .iter()
            .filter_map(|entry| {
                Some((path(&entry.key, entry.key_span, complaints)?, entry.node.clone()))
            })
            .collect(),
        remove: paths("sin"),
        withhold: paths("no_publicado"),
    }
}

/// The path that a text says; anything else is a complaint.
pub(super) fn path_of(
    reader: &Reader<'_>,
    node: &Node,
    key_span: Span,
    complaints: &Complaints,
) -> Option<Path> {
    let Some(text) = node.text() else {
        reader.wrong(node, key_span, "la ruta de un campo", "a field's path");
        return None;
    };
    let at = if node.span.is_empty() { key_span } else { node.span };
    path(text, at, complaints)
}

/// What `sin` and `no_publicado` of some cases or samples take away and the form does not have.
pub(super) fn strangers<'n>(
    cases: impl IntoIterator<Item = &'n Node>,
    shape: &Shape,
    source: &Arc<Source>,
) -> Vec<Finding> {
    let lists = cases.into_iter().flat_map(|case| TAKEN.iter().filter_map(|key| case.get(key)));
    let items = lists.flat_map(|list| match &list.data {
        Data::List(items) => &items[..],
        _ => std::slice::from_ref(list),
    });
    let stranger = |node: &Node| {
        let text = node.text()?;
        let unknown = unknown(&text.parse().ok()?, shape)?;
        let message = Wording::both(
            format!("el formulario no tiene el campo `{text}`"),
            format!("the form has no field `{text}`"),
        );
        let place = Place { source: Arc::clone(source), span: node.span };
        let finding = Finding::error("rules/unknown-field", message).at(place);
        Some(match unknown.meant {
            Some(meant) => finding.helped_by(did_you_mean(&meant.to_string())),
            None => finding,
        })
    };
    items.filter_map(stranger).collect()
}

/// The keys under which fields are taken away.
const TAKEN: [&str; 2] = ["sin", "no_publicado"];

/// A path that the form does not have, and the one that may be meant.
struct Unknown {
    meant: Option<Path>,
}

/// Follows a path as far as the form has it; none where it has all of it or does not say.
fn unknown(path: &Path, shape: &Shape) -> Option<Unknown> {
    let steps = path.steps();
    let prefix = |count: usize| Path(steps[..count].to_vec());
    let known = (0..steps.len()).rev().find(|count| shape.at(&prefix(*count)).is_some())?;
    let group = shape.at(&prefix(known))?;
    if shape.at(path).is_some() || matches!(group, Shape::Any) {
        return None;
    }
    let names = group.members().iter().map(|member| &*member.name);
    let Step::Key(name) = &steps[known] else { return Some(Unknown { meant: None }) };
    let meant = nearest(name, names).map(|name| {
        let rest = steps[known + 1..].iter().cloned();
        rest.fold(prefix(known).key(name), |path, step| path.join(step))
    });
    Some(Unknown { meant })
}

/// A field's path; what is none is a complaint.
pub(super) fn path(text: &str, span: Span, complaints: &Complaints) -> Option<Path> {
    let path = text.parse::<Path>().ok();
    if path.is_none() {
        complaints.say(
            span,
            format!("`{text}` no es una ruta de campo"),
            format!("`{text}` is not a field's path"),
        );
    }
    path
}

/// A case of a rule file, ready to be pasted under `casos:`.
///
/// `expected` is what the file calls the status; values stand on one line each.
pub fn case_text(name: &str, patch: &Patch, expected: &str) -> String {
    answered_case_text(name, patch, None, expected)
}

/// The same, of a case in which a person answers the question of the rule.
pub fn answered_case_text(
    name: &str,
    patch: &Patch,
    answer: Option<&str>,
    expected: &str,
) -> String {
    let mut text = format!("  - nombre: {}\n", inline(&Data::Text(name.to_owned())));
    if !patch.set.is_empty() {
        text.push_str("    con:\n");
        for (path, value) in &patch.set {
            text.push_str(&format!("      {path}: {}\n", inline(&value.data)));
        }
    }
    for (key, paths) in [("sin", &patch.remove), ("no_publicado", &patch.withhold)] {
        if !paths.is_empty() {
            text.push_str(&format!("    {key}:\n"));
            paths.iter().for_each(|path| text.push_str(&format!("      - {path}\n")));
        }
    }
    if let Some(answer) = answer {
        text.push_str(&format!("    responde: {answer}\n"));
    }
    text.push_str(&format!("    espera: {expected}\n"));
    text
}

/// The same, of a case that also says the rating.
pub fn rated_case_text(name: &str, patch: &Patch, expected: &str, rating: &str) -> String {
    let rating = inline(&Data::Text(rating.to_owned()));
    format!("{}    calificacion: {rating}\n", case_text(name, patch, expected))
}

/// A value on one line.
pub(super) fn inline(data: &Data) -> String {
    if let Data::Map(_) | Data::List(_) = data {
        return flow(data);
    }
    let node = Node { data: data.clone(), span: Span::default() };
    let text = document::write(&node);
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim_end().to_owned()
}

/// A group or a list on one line, and what is in it.
fn flow(data: &Data) -> String {
    let pair = |entry: &Entry| format!("{}: {}", quoted(&entry.key), flow(&entry.node.data));
    match data {
        Data::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Data::Map(entries) => {
            format!("{{ {} }}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(&item.data)).collect();
            format!("[{}]", items.join(", "))
        }
        Data::Text(text) => quoted(text),
        other => inline(other),
    }
}

/// A text among others on one line; as it is where it is a plain name.
fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    if !text.is_empty() && text.len() > 1 && text.chars().all(plain) && !WORDS.contains(&text) {
        return text.to_owned();
    }
    let escaped = text.chars().flat_map(|letter| match letter {
        '"' | '\\' => vec!['\\', letter],
        '\n' => vec!['\\', 'n'],
        '\t' => vec!['\\', 't'],
        '\r' => vec!['\\', 'r'],
        _ => vec![letter],
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Words that YAML reads as something else than a text.
const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "inf", "nan"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_case_reads_as_the_same_patch() {
        let path = |text: &str| text.parse::<Path>().expect("a path");
        let text = Data::Text("«ñ»: no, # \"así\"\ny más".to_owned());
        let text = Node { data: text, span: Span::default() };
        let entry = |key: &str, text: &str| Entry {
            key: key.to_owned(),
            key_span: Span::default(),
            node: Node { data: Data::Text(text.to_owned()), span: Span::default() },
        };
        let map = Data::Map(vec![entry("nombre", "A, \"B\": {c}"), entry("tipo", "no")]);
        let map = Node { data: map, span: Span::default() };
        let list = Data::List(vec![map.clone(), map]);
        let list = Node { data: list, span: Span::default() };
        let set = vec![(path("componentes[2].nombre"), text), (path("lista"), list)];
        let patch = Patch { set, remove: vec![path("a.b")], withhold: vec![path("c[1]")] };
        let written = format!("casos:\n{}", case_text("uno: dos", &patch, "no cumple"));
        let document =
            document::read_bytes("caso", written.clone().into_bytes(), &Default::default());
        assert_eq!(document.findings, []);
        let complaints = Complaints::about(&document);
        let reader = Reader::new(&document.root, Span::default(), &complaints);
        let again = read(&reader.maps("casos")[0], &complaints);
        assert_eq!(again.set[0].1.data, patch.set[0].1.data);
        assert_eq!(document::write(&again.set[1].1), document::write(&patch.set[1].1), "{written}");
        assert_eq!((again.remove, again.withhold), (patch.remove, patch.withhold));
    }
}
