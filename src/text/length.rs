//! Lengths as the official form counts them.

use unicode_normalization::UnicodeNormalization;

/// Characters of a text as the official form counts them.
///
/// Composed characters (NFC), without white space around the text; white space inside, line breaks
/// included, counts as one space, and the bullets that open a line (`-`, `•`, `*`, `–`) do not count.
/// Numbers that open a line do.
pub fn counted_length(text: &str) -> usize {
    words(text).fold(0, with_word)
}

/// The byte of a text where [`counted_length`] passes `limit`; its end where it does not.
pub fn counted_end(text: &str, limit: usize) -> usize {
    let mut length = 0;
    for word in words(text) {
        let longer = with_word(length, word);
        if longer > limit {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let before = if length == 0 { 0 } else { length + 1 };
            return start + prefix(word, limit.saturating_sub(before));
        }
        length = longer;
    }
    text.len()
}

/// The length after one more word: its characters, and the space before it unless it is the first.
fn with_word(length: usize, word: &str) -> usize {
    let space = usize::from(length > 0);
    length + space + word.nfc().count()
}

/// The words that count, in order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).flat_map(|line| without_bullet(line).split_whitespace())
}

fn without_bullet(line: &str) -> &str {
    let line = line.trim_start();
    match line.strip_prefix(['-', '•', '*', '–']) {
        Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest,
        _ => line,
    }
}

/// Bytes of the longest beginning of a word that has at most `limit` characters.
fn prefix(word: &str, limit: usize) -> usize {
    let ends = word.char_indices().map(|(at, character)| at + character.len_utf8());
    ends.take_while(|end| word[..*end].nfc().count() <= limit).last().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: usize) {
        assert_eq!(counted_length(text), expected, "{text:?}");
    }

    #[test]
    fn the_form_counts_like_this() {
        check("", 0);
        check("  \n ", 0);
        check("niñez", 5);
        check("nin\u{303}ez", 5);
        check(" uno\n\n  dos\ttres ", 12);
        check("- uno\n- dos", 7);
        check("• uno\n  * dos\n– tres\n-", 12);
        check("-5 y 1. uno", 11);
        check("a\u{a0}b", 3);
        check("👍", 1);
    }

    #[test]
    fn the_end_is_where_the_limit_is_passed() {
        for (text, limit, expected) in [
            ("uno dos", 7, "uno dos"),
            ("uno dos", 6, "uno do"),
            ("uno dos", 4, "uno "),
            ("uno dos", 3, "uno "),
            ("uno dos", 0, ""),
            ("- nin\u{303}ez", 3, "- nin\u{303}"),
            ("- nin\u{303}ez", 2, "- ni"),
        ] {
            assert_eq!(&text[..counted_end(text, limit)], expected, "{text:?} {limit}");
        }
    }
}
