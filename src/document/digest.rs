//! Texts as they are compared: normalised, and the digest of several.

use unicode_normalization::UnicodeNormalization;

use crate::stamp;

use super::write::is_hidden;

/// Digits of a digest that are kept: 128 bits.
const KEPT: usize = 32;

/// A text as it is compared: composed (NFC), each run of white space and of characters that cannot be
/// seen one space, none around it.
pub fn normalised(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let words = composed.split(|character: char| character.is_whitespace() || is_hidden(character));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The digest of texts in their order: 32 hexadecimal digits, the first half of their SHA-256.
///
/// Each text counts with its length, so that moving a border between two changes the digest.
pub fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let whole = stamp::Digest::of_parts(texts.into_iter().map(str::as_bytes)).to_string();
    whole[..KEPT].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_composition_do_not_count() {
        assert_eq!(normalised("  nin\u{303}ez\n\trural "), "niñez rural");
        assert_eq!(normalised(" \n"), "");
        assert_eq!(normalised("a\u{1b}[31m\u{202e}b"), "a [31m b");
    }

    #[test]
    fn borders_between_texts_count() {
        assert_eq!(digest([]), "e3b0c44298fc1c149afbf4c8996fb924");
        assert_eq!(digest(["ab", "c"]).len(), 32);
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
