//! A line of JSON to a submission: one of many that a program sends one after another.
//!
//! JSON is YAML, so that the one reader reads it: keys said twice, limits and exact numbers are as in a
//! file. But a line must be JSON, strictly: what YAML alone would take is a mistake of the sender's.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::{Data, Document, Limits, Node, decode, read};
use crate::finding::{Finding, Wording};
use crate::source::{Place, Source, Span};

/// The key of a submission that comes with a name of its sender's.
const SUBMISSION: &str = "submission";

/// The key of that name.
const ID: &str = "id";

/// Bytes of the longest name.
const LONGEST_ID: usize = 200;

/// A line that was read.
pub struct Line {
    /// What the sender calls the submission.
    pub id: Option<LineId>,
    /// The submission; incomplete, with findings, where the line holds none.
    pub document: Document,
}

/// What a sender calls a submission; given back as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineId {
    /// A text.
    Text(String),
    /// A number, in its own digits.
    Number(String),
}

/// What some programs begin files with; where files were put one behind another, lines begin with it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a line, without its line break: a submission as a JSON object, or
/// `{"id": …, "submission": {…}}`. A byte order mark before it does not count.
///
/// `name` is what the submission's source is called; places in it count from where the submission
/// begins. Never fails: what is wrong is a finding of a document that cannot be judged.
pub fn read_line(name: &str, mut bytes: Vec<u8>, limits: &Limits) -> Line {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let source = match decode(name, bytes) {
        Ok(source) => source,
        Err(finding) => return unreadable(*finding),
    };
    if let Err(error) = serde_json::from_str::<&RawValue>(source.text()) {
        return unreadable(not_json(&source, &error));
    }
    let document = read(Arc::clone(&source), limits);
    match &document.root.data {
        Data::Map(_) if document.root.entry(SUBMISSION).is_some() => wrapped(&document, limits),
        Data::Map(_) => Line { id: None, document },
        _ if document.complete => {
            let place = Place { span: document.root.span, source };
            unreadable(not_an_object(place))
        }
        _ => Line { id: None, document },
    }
}

/// The finding of a line that has more bytes than one may.
pub fn line_too_long(name: &str, limit: u64) -> Line {
    let message = Wording::both(
        format!("la línea pasa de {limit} bytes, el tamaño máximo"),
        format!("the line is longer than {limit} bytes, the largest size"),
    );
    let place = Place { source: Source::new(name, ""), span: Span::default() };
    unreadable(Finding::error("jsonl/too-long", message).at(place).helped_by(Wording::both(
        "un formulario tiene unos 60.000 bytes; si este es más grande a propósito, use `--max-size`",
        "a form has some 60,000 bytes; if this one is larger on purpose, use `--max-size`",
    )))
}

/// A submission with its sender's name for it, read again as if it had come alone.
fn wrapped(whole: &Document, limits: &Limits) -> Line {
    let mut findings = whole.findings.clone();
    for entry in whole.root.entries() {
        if ![ID, SUBMISSION].contains(&&*entry.key) {
            findings.push(unknown_key(&entry.key, whole.place(entry.key_span)));
        }
    }
    let id = whole.root.get(ID).filter(|node| !node.is_blank());
    let known = id.and_then(identifier);
    if let (Some(node), None) = (id, &known) {
        findings.push(not_an_id(whole.place(node.span)));
    }
    let inside = whole.root.get(SUBMISSION).filter(|node| matches!(node.data, Data::Map(_)));
    let Some(node) = inside.filter(|_| findings.is_empty() && whole.complete) else {
        if findings.is_empty() {
            let at = whole.root.entry(SUBMISSION).map_or(whole.root.span, |entry| entry.key_span);
            findings.push(not_an_object(whole.place(at)));
        }
        let document = Document { findings, complete: false, ..whole.clone() };
        return Line { id: known, document };
    };
    let source = Source::new(whole.source.name.clone(), whole.source.slice(node.span));
    Line { id: known, document: read(source, limits) }
}

fn identifier(node: &Node) -> Option<LineId> {
    match &node.data {
        Data::Text(text) if text.len() <= LONGEST_ID => Some(LineId::Text(text.clone())),
        Data::Number(number) if number.text.len() <= LONGEST_ID => {
            Some(LineId::Number(number.text.clone()))
        }
        _ => None,
    }
}

fn unreadable(finding: Finding) -> Line {
    let source = match finding.place() {
        Some(place) => Arc::clone(&place.source),
        None => Source::new("", ""),
    };
    let root = Node { data: Data::Blank, span: Span::default() };
    let document = Document { source, root, findings: vec![finding], complete: false };
    Line { id: None, document }
}

fn not_json(source: &Arc<Source>, error: &serde_json::Error) -> Finding {
    let text = source.text();
    let at = text.floor_char_boundary(error.column().saturating_sub(1).min(text.len()));
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    let message = match error.is_eof() {
        true => Wording::both(
            "la línea termina antes que su objeto JSON",
            "the line ends before its JSON object does",
        ),
        false => Wording::both(
            "la línea no es JSON a partir de aquí",
            "from here on the line is not JSON",
        ),
    };
    let place = Place { source: Arc::clone(source), span: Span::new(at, at + length) };
    Finding::error("jsonl/syntax", message).at(place).helped_by(Wording::both(
        "cada línea es un formulario completo, como objeto JSON y sin saltos de línea",
        "each line is a whole form, as a JSON object without line breaks",
    ))
}

fn not_an_object(place: Place) -> Finding {
    let message = Wording::both(
        "aquí va un objeto JSON con el formulario",
        "a JSON object with the form goes here",
    );
    Finding::error("jsonl/not-an-object", message).at(place).helped_by(Wording::both(
        "escriba el formulario, o `{\"id\": …, \"submission\": {…}}`",
        "write the form, or `{\"id\": …, \"submission\": {…}}`",
    ))
}

fn unknown_key(key: &str, place: Place) -> Finding {
    let message = Wording::both(
        format!("junto a `submission` solo va `id`, y aquí dice `{key}`"),
        format!("only `id` goes beside `submission`, and here it says `{key}`"),
    );
    Finding::error("jsonl/unknown-key", message).at(place)
}

fn not_an_id(place: Place) -> Finding {
    let message = Wording::both(
        format!("`id` es un texto o un número de hasta {LONGEST_ID} bytes"),
        format!("`id` is a text or a number of up to {LONGEST_ID} bytes"),
    );
    Finding::error("jsonl/id", message).at(place)
}
