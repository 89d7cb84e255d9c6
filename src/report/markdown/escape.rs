//! Texts that say the same in Markdown as they say plainly, whatever is in them.
//!
//! What a submission says can contain anything. Nothing of it may become a heading, a link, HTML, a
//! column of a table or a mention of somebody, in any dialect of Markdown.

use super::super::safe::visible;

/// Stands between a sign and what would give it a meaning; takes no room.
const NOTHING: &str = "&#8203;";

/// A text in one line, without meaning for Markdown.
pub(in crate::report) fn escape(text: &str) -> String {
    let line = one_line(text);
    let line = visible(&line, false);
    let mut escaped = String::with_capacity(line.len() + 16);
    let mut before = ' ';
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' | '#' if after.is_alphanumeric() => {
                escaped.push(character);
                escaped.push_str(NOTHING);
            }
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '|' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped
}

/// A text as it was before [`escape`], where it was in one line and all of it could be seen.
pub(in crate::report) fn unescaped(text: &str) -> String {
    let text = text.replace(NOTHING, "");
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            _ => plain.push(character),
        }
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A text in one line as code, exactly as it is; empty where the text is.
///
/// Code with a bar would break a table, so that becomes text in quotation marks.
pub(in crate::report) fn code(text: &str) -> String {
    let line = one_line(text);
    let line = visible(&line, false);
    if line.is_empty() {
        return String::new();
    }
    if line.contains('|') {
        return format!("«{}»", escape(&line));
    }
    let runs = line.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// A sentence that quotes values in backticks: those become code, the rest text.
pub(in crate::report) fn sentence(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let closed = pieces.len() - 1;
    let mut shown = String::with_capacity(text.len() + 16);
    for (index, piece) in pieces.iter().enumerate() {
        let quoted = index % 2 == 1;
        match quoted {
            true if index < closed && !piece.trim().is_empty() => shown.push_str(&code(piece)),
            true if index < closed => shown.push_str("\\`\\`"),
            true => {
                shown.push_str("\\`");
                shown.push_str(&escape_inside(piece));
            }
            false => shown.push_str(&escape_inside(piece)),
        }
    }
    shown
}

/// A piece of a sentence, which keeps a space at its ends.
fn escape_inside(piece: &str) -> String {
    let space = |there: bool| if there { " " } else { "" };
    let start = space(piece.starts_with(|c: char| c.is_ascii_whitespace()));
    let end = space(piece.ends_with(|c: char| c.is_ascii_whitespace()) && !piece.trim().is_empty());
    format!("{start}{}{end}", escape(piece))
}

/// The text with single spaces for all white space that ASCII knows.
pub(super) fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, as_text: &str, as_code: &str) {
        assert_eq!(escape(text), as_text, "as text");
        assert_eq!(code(text), as_code, "as code");
        if one_line(text) == text && visible(text, false) == text {
            assert_eq!(unescaped(&escape(text)), text, "and back");
        }
    }

    #[test]
    fn ordinary_sentences_stay_readable() {
        check(
            "Año 2026: 6,9 % (M$ 310.000), sí.",
            "Año 2026: 6,9 % (M$ 310.000), sí.",
            "`Año 2026: 6,9 % (M$ 310.000), sí.`",
        );
        check("es_piloto, 1. y - no", "es_piloto, 1. y - no", "`es_piloto, 1. y - no`");
    }

    #[test]
    fn markdown_and_html_lose_their_meaning() {
        check(
            "<script>alert(1)</script>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "`<script>alert(1)</script>`",
        );
        check("[x](javascript:alert)", "\\[x\\](javascript:alert)", "`[x](javascript:alert)`");
        check(
            "![x](y) *a* _b_ ~~c~~ # d",
            "!\\[x\\](y) \\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\# d",
            "`![x](y) *a* _b_ ~~c~~ # d`",
        );
        check("&lt; \\*", "&amp;lt; \\\\\\*", "`&lt; \\*`");
    }

    #[test]
    fn nobody_is_called_and_nothing_is_referred_to() {
        check("@alguien #12", "@&#8203;alguien #&#8203;12", "`@alguien #12`");
    }

    #[test]
    fn bars_stay_in_their_column() {
        check("a | b", "a \\| b", "«a \\| b»");
    }

    #[test]
    fn backticks_do_not_end_code() {
        check("a `b` c", "a \\`b\\` c", "``a `b` c``");
        check("`b``", "\\`b\\`\\`", "``` `b`` ```");
    }

    #[test]
    fn lines_and_control_characters_do_not_pass() {
        check("a\n\n# b\r\n- c", "a \\# b - c", "`a # b - c`");
        check("a\u{1b}[31m\u{202e}b", "a\\\\u{1b}\\[31m\\\\u{202e}b", "`a\\u{1b}[31m\\u{202e}b`");
        check("", "", "");
    }

    #[test]
    fn quoted_values_of_a_sentence_become_code() {
        assert_eq!(sentence("Falta `a_b`; y <`c|d`> `e."), "Falta `a_b`; y &lt;«c\\|d»&gt; \\`e.");
        assert_eq!(sentence("`a` `b`"), "`a` `b`");
        assert_eq!(sentence("a `` b"), "a \\`\\` b");
        assert_eq!(sentence("``<b>` *c*"), "\\`\\`&lt;b&gt;\\` \\*c\\*");
    }
}
