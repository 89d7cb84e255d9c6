//! Words for values, types and lists, in both languages.

use jsonschema::JsonType;
use serde_json::Value;

use super::Words;
use crate::document::{Data, Entry, Node, Number};
use crate::finding::Wording;
use crate::schema::shape::{Member, Shape};
use crate::schema::violation::Answer;
use crate::source::Source;

/// Characters of a value that a message quotes.
const EXCERPT: usize = 40;

/// What is in a node, as the rest of a sentence: "dice `x`", "es una lista".
///
/// A number or yes in quotes is shown with them: they are what is wrong.
pub(super) fn found(node: &Node, source: &Source) -> Words {
    let says = |text: &str| (format!("dice `{text}`"), format!("says `{text}`"));
    match &node.data {
        Data::Blank | Data::Refused => ("está en blanco".into(), "is blank".into()),
        Data::Bool(_) | Data::Number(_) => says(source.slice(node.span)),
        Data::Text(text)
            if Number::parse(text).is_some() || matches!(text.as_str(), "true" | "false") =>
        {
            says(&excerpt(source.slice(node.span)))
        }
        Data::Text(text) => says(&excerpt(text)),
        Data::List(_) => ("es una lista".into(), "is a list".into()),
        Data::Map(_) => ("es un grupo de campos".into(), "is a group of fields".into()),
    }
}

/// A name after "de": `de «Causas»`, `del formulario`.
pub(super) fn of(name: &str) -> String {
    match name.strip_prefix("el ") {
        Some(rest) => format!("del {rest}"),
        None => format!("de {name}"),
    }
}

/// The beginning of a text, in one line.
pub(super) fn excerpt(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if let Some((end, _)) = words.char_indices().nth(EXCERPT) {
        words.truncate(end);
        words.push('…');
    }
    words
}

pub(super) fn kind_words(kind: JsonType) -> Words {
    let (spanish, english) = match kind {
        JsonType::Null => ("nada", "nothing"),
        JsonType::Boolean => ("true (sí) o false (no)", "true (yes) or false (no)"),
        JsonType::Integer => ("un número entero", "a whole number"),
        JsonType::Number => ("un número", "a number"),
        JsonType::String => ("un texto", "a text"),
        JsonType::Array => ("una lista", "a list"),
        JsonType::Object => ("un grupo de campos", "a group of fields"),
    };
    (spanish.into(), english.into())
}

/// What to do about a field that lacks its value: what the form asks there.
pub(super) fn fill_in(member: &Member) -> Wording {
    let names = required_names(&member.shape);
    if !names.is_empty() {
        return Wording::both(
            format!(
                "agregue `{}:` y debajo, con dos espacios más de sangría, {}",
                member.name,
                series(&names, "y")
            ),
            format!(
                "add `{}:` and below, indented by two more spaces, {}",
                member.name,
                series(&names, "and")
            ),
        );
    }
    let short = |example: &&String| example.chars().count() <= EXCERPT;
    let description = member.description.trim_end_matches('.');
    let mut spanish = match description {
        "" => format!("responda `{}`", member.name),
        description => format!("lo que se pide: {description}"),
    };
    let mut english = match description {
        "" => format!("fill in `{}`", member.name),
        description => format!("what is asked: {description}"),
    };
    if let Some(example) = member.examples.first().filter(short) {
        spanish.push_str(&format!("; por ejemplo, `{example}`"));
        english.push_str(&format!("; for example, `{example}`"));
    }
    Wording::both(spanish, english)
}

pub(super) fn required_names(shape: &Shape) -> Vec<String> {
    let required = shape.members().iter().filter(|member| member.required);
    required.map(|member| format!("`{}`", member.name)).collect()
}

pub(super) fn because_of(answers: &[Answer]) -> Wording {
    let words: (Vec<String>, Vec<String>) = answers
        .iter()
        .map(|Answer { path, value }| match value {
            Value::Bool(true) => {
                (format!("`{path}` es true (sí)"), format!("`{path}` is true (yes)"))
            }
            Value::Bool(false) => {
                (format!("`{path}` es false (no)"), format!("`{path}` is false (no)"))
            }
            value => (
                format!("`{path}` es `{}`", plain(value)),
                format!("`{path}` is `{}`", plain(value)),
            ),
        })
        .unzip();
    Wording::both(
        format!("se pide porque {}", series(&words.0, "y")),
        format!("it is asked because {}", series(&words.1, "and")),
    )
}

pub(super) fn characters(count: usize) -> Words {
    match count {
        1 => ("1 carácter".into(), "1 character".into()),
        count => (format!("{count} caracteres"), format!("{count} characters")),
    }
}

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `a`, `b` y `c`.
pub(super) fn series(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// Whether a text has a word and a colon without a space after it, as in `nombre:Leer`.
pub(super) fn has_tight_colon(text: &str) -> bool {
    let key = |(before, after): (&str, &str)| {
        !before.is_empty()
            && before.chars().all(|character| character.is_alphanumeric() || character == '_')
            && !after.is_empty()
            && !after.starts_with("//")
    };
    text.split_whitespace().filter_map(|word| word.split_once(':')).any(key)
}

/// A text that is the same for nodes that say the same, wherever they stand and however the number
/// or the order of keys is written.
pub(super) fn canonical(node: &Node) -> String {
    match &node.data {
        Data::Blank | Data::Refused => "null".into(),
        Data::Bool(value) => value.to_string(),
        Data::Number(number) => match number.value {
            Some(value) => value.normalize().to_string(),
            None => number.text.clone(),
        },
        Data::Text(text) => format!("{text:?}"),
        Data::List(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Data::Map(entries) => {
            let pair = |entry: &Entry| format!("{:?}:{}", entry.key, canonical(&entry.node));
            let mut pairs: Vec<String> = entries.iter().map(pair).collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(","))
        }
    }
}
