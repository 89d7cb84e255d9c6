//! Changes to a submission, as cases and samples write them.

use crate::document::{self, Data, Entry, Node, Path};
use crate::source::Span;

use super::reader::{Complaints, Reader};

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
        let of = |(node, span): (&Node, Span)| {
            let at = if node.span.is_empty() { span } else { node.span };
            path(node.text().unwrap_or_default(), at, complaints)
        };
        items.filter_map(of).collect()
    };
    let set = reader.node("con").map(|(node, _)| node.entries()).unwrap_or_default();
    Patch {
        set: set
            .iter()
            .filter_map(|entry| {
                Some((path(&entry.key, entry.key_span, complaints)?, entry.node.clone()))
            })
            .collect(),
        remove: paths("sin"),
        withhold: paths("no_publicado"),
    }
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
