//! The functions that rules may call: the language's own, measures of the form, and what its texts say.

mod form;
mod likeness;
mod mentions;
mod passages;
mod sentences;

use std::sync::Arc;

use crate::feel::{
    Call, CauseKind, ContextType, Data, Group, Library, Parameter, Takes, Type, Value,
};
use crate::text::Words;

use super::Lexicon;

/// Functions that read a list of the lexicon without being told its name, and which.
pub(crate) const READ_UNNAMED: [(&str, &str); 1] = mentions::READS;

/// Functions that look at every verb of the lexicon.
pub(crate) const READ_VERBS: [&str; 4] = ["verbs", "first verb", "predicate", "subject"];

/// Functions that look at nothing of the lexicon but the lists that they are given.
pub(crate) const READ_GIVEN: [&str; 7] = [
    "says",
    "affirms",
    "mentions",
    "affirmed mentions",
    "negated mentions",
    "following",
    "mentions before",
];

/// The library of the rules, without a lexicon.
pub fn library() -> Library {
    Library::standard()
        .with(Group::Form, form::FUNCTIONS)
        .with(Group::Language, mentions::FUNCTIONS)
        .with(Group::Language, passages::FUNCTIONS)
        .with(Group::Language, sentences::FUNCTIONS)
        .with(Group::Language, likeness::FUNCTIONS)
}

/// The library of the rules, with the words that a rule set's lexicon has.
pub(super) fn library_with(lexicon: Lexicon) -> Library {
    knowing(library(), lexicon)
}

/// A library with other words than it knew.
pub(super) fn knowing(library: Library, lexicon: Lexicon) -> Library {
    let names = lexicon.names().map(Arc::from).collect();
    library.with_knowledge(Arc::new(lexicon), names)
}

/// Bytes of text that cost one step: reading words takes longer than looking at a value.
const CHUNK: usize = 8;

/// A text or texts, of which what they say is looked for.
const TEXT: Parameter = Parameter { name: "text", takes: Takes::Texts, optional: false };

/// The texts of an argument, each paid for; null is none.
fn texts<'c>(call: &mut Call<'c, '_>, index: usize) -> Result<Vec<&'c Value>, CauseKind> {
    let given: Vec<&'c Value> = match call.values.get(index) {
        Some(Value { data: Data::List(items), .. }) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let given: Vec<_> =
        given.into_iter().filter(|value| !matches!(value.data, Data::Null)).collect();
    for value in &given {
        let text = value.as_text().ok_or(CauseKind::WrongType)?;
        call.charge(text.len() / CHUNK)?;
    }
    Ok(given)
}

/// What is found in every text of the first argument, as one list.
fn each(
    call: &mut Call<'_, '_>,
    mut find: impl FnMut(&mut Call<'_, '_>, &Value, &Words<'_>) -> Result<Vec<Value>, CauseKind>,
) -> Result<Value, CauseKind> {
    let lexicon: &Lexicon = call.knowledge()?;
    let mut found = Vec::new();
    for value in texts(call, 0)? {
        let words = lexicon.words(value.as_text().unwrap_or_default());
        found.extend(find(call, value, &words)?);
    }
    Ok(Value::list(found))
}

/// A context that stands where its first member does.
fn row(members: Vec<(&str, Value)>) -> Value {
    let origin = members.first().and_then(|(_, value)| value.origin);
    let entries = members.into_iter().map(|(name, value)| (Arc::from(name), value)).collect();
    Value { origin, ..Value::context(entries) }
}

/// A text, or null.
fn optional(text: Option<&str>) -> Value {
    text.map_or_else(Value::null, Value::from)
}

/// The type of a context.
fn record(members: &[(&str, Type)]) -> Type {
    let members = members.iter().map(|(name, of)| (Arc::from(*name), of.clone())).collect();
    Type::Context(Arc::new(ContextType { members }))
}

/// The type of a list of contexts.
fn rows(members: &[(&str, Type)]) -> Type {
    Type::list(record(members))
}

/// The type of a list of texts.
fn texts_type(_: &[Type]) -> Type {
    Type::list(Type::Text)
}

/// The type of what holds or does not.
fn bool_type(_: &[Type]) -> Type {
    Type::Bool
}

/// The type of a text.
fn text_type(_: &[Type]) -> Type {
    Type::Text
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_example_gives_its_result() {
        let compiled = crate::rules::compile(&crate::rules::embedded("dipres"));
        let ruleset = compiled.ruleset.expect("the embedded rule set compiles");
        crate::feel::check_examples(&ruleset.library);
    }
}
