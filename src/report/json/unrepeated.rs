//! Whether the objects of a JSON text name each of their keys once.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The first key that an object has twice, and the line and column where its second value has been
/// read; none where there is none, or the text is no JSON from some place before that on.
///
/// Readers of JSON keep one of the two values and do not say which: what one reader does not see,
/// people read.
pub(super) fn repeated_key(text: &str) -> Option<(String, usize, usize)> {
    let found = RefCell::new(None);
    let mut texts = serde_json::Deserializer::from_str(text);
    let seed = Unrepeated(&found);
    loop {
        match seed.deserialize(&mut texts) {
            Ok(()) => {}
            Err(error) => {
                return found.take().map(|key| (key, error.line(), error.column()));
            }
        }
    }
}

/// Goes through a value; the first key that is there twice ends the way.
#[derive(Clone, Copy)]
struct Unrepeated<'f>(&'f RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Unrepeated<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unrepeated<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if keys.contains(&key) {
                self.0.replace(Some(key));
                return Err(A::Error::custom("repeated key"));
            }
            keys.insert(key);
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_an_object_has_twice_are_found_wherever_it_lies() {
        let key = |text: &str| repeated_key(text).map(|(key, line, _)| (key, line));
        let found = |key: &str, line| Some((key.to_owned(), line));
        assert_eq!(key(r#"{"a": 1, "b": [{"a": 2.50, "c": null}, true, "a"]}"#), None);
        assert_eq!(key("{\"a\": 1,\n \"a\": 1}"), found("a", 2));
        assert_eq!(key(r#"[1e400, {"x": {"y": [], "\u0079": -3}}]"#), found("y", 1));
        assert_eq!(key("{\"a\": 1}\n\n{\"b\": 1}\n{\"b\": 1, \"b\": 2}"), found("b", 4));
        assert_eq!(key("{\"a\": 1, "), None);
        assert_eq!(key(&"[".repeat(100_000)), None);
    }
}
