//! Text from a submission, made harmless before people see it.

use std::borrow::Cow;

/// A text without what a terminal would obey: control characters, line breaks but one kind, and
/// marks that turn the direction of writing become visible escapes; `keep_lines` leaves line breaks.
pub(super) fn visible(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let dangerous = |character: char| is_dangerous(character) && !(keep_lines && character == '\n');
    if !text.contains(dangerous) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' if !keep_lines => shown.push(' '),
            '\t' => shown.push_str("    "),
            character if dangerous(character) => {
                shown.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
            }
            character => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal would obey a character, or readers be led astray by it.
pub(super) fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown_and_not_obeyed() {
        assert_eq!(visible("a\u{1b}[31mb", false), "a\\u{1b}[31mb");
        assert_eq!(visible("uno\ndos", false), "uno dos");
        assert_eq!(visible("uno\ndos", true), "uno\ndos");
        assert_eq!(visible("niñez", false), "niñez");
        assert_eq!(visible("\u{202e}abc", false), "\\u{202e}abc");
    }
}
