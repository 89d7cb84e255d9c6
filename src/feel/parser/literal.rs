//! Texts between quotes.

/// The text between quotes, escapes resolved; an escape that means nothing stays as written.
pub(super) fn unescape(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut units: Vec<u16> = Vec::with_capacity(inner.len());
    let mut push = |character: char| {
        units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
    };
    let mut rest = inner;
    let mut surrogates: Vec<(usize, u16)> = Vec::new();
    let mut length = 0usize;
    while let Some(character) = rest.chars().next() {
        let (value, used) = escape(rest).unwrap_or((u32::from(character), character.len_utf8()));
        rest = &rest[used..];
        match char::from_u32(value) {
            Some(character) => {
                length += character.len_utf16();
                push(character);
            }
            None => {
                surrogates.push((length, value as u16));
                length += 1;
                push('\u{fffd}');
            }
        }
    }
    for (at, unit) in surrogates {
        units[at] = unit;
    }
    String::from_utf16_lossy(&units)
}

/// The code point of an escape at the start of a text, and how many bytes it takes.
fn escape(text: &str) -> Option<(u32, usize)> {
    let mut characters = text.strip_prefix('\\')?.chars();
    let simple = |character: char| Some((u32::from(character), 2));
    let hex = |digits: usize| {
        let code = text.get(2..2 + digits)?;
        let all_hex = code.bytes().all(|byte| byte.is_ascii_hexdigit());
        all_hex.then_some(())?;
        Some((u32::from_str_radix(code, 16).ok()?, 2 + digits))
    };
    match characters.next()? {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        '"' => simple('"'),
        '\'' => simple('\''),
        '\\' => simple('\\'),
        'u' => hex(4),
        'U' => hex(6),
        _ => None,
    }
}
