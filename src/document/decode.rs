//! Bytes to text.

use std::sync::Arc;

use crate::finding::{Finding, Wording};
use crate::source::{Place, Source, Span};

/// Reads bytes as UTF-8; anything else is a finding, at the first letter that is not.
///
/// The finding points into the text as far as it could be made out, only to be shown: such a text
/// must not be judged, since its letters are a guess.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Arc<Source>, Box<Finding>> {
    if let Some(text) = utf16(&bytes) {
        let message =
            Wording::both("el archivo está guardado como UTF-16", "the file is saved as UTF-16");
        return Err(Box::new(encoding(message, name, text, Span::default())));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            Err(Box::new(not_utf8(name, &error.into_bytes(), start)))
        }
    }
}

fn not_utf8(name: &str, bytes: &[u8], start: usize) -> Finding {
    let (before, after) = bytes.split_at(start.min(bytes.len()));
    let text = if before.is_ascii() {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    let letter = text[start..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    let span = Span::new(start, start + letter.len_utf8());
    let message = match after.first() {
        Some(0xC0..) if letter != char::REPLACEMENT_CHARACTER => Wording::both(
            format!("la letra `{letter}` está guardada en una codificación antigua (Latin-1)"),
            format!("the letter `{letter}` is saved in an old encoding (Latin-1)"),
        ),
        _ => Wording::both(
            "hay un carácter que no es UTF-8",
            "there is a character that is not UTF-8",
        ),
    };
    encoding(message, name, text, span)
}

fn encoding(message: Wording, name: &str, text: String, span: Span) -> Finding {
    let source = Source::new(name, text);
    Finding::error("yaml/encoding", message)
        .at(Place { source, span })
        .because(Wording::both(
            "en otra codificación las tildes y la ñ se confunden con otras letras",
            "in another encoding accents and ñ turn into other letters",
        ))
        .helped_by(Wording::both(
            "guarde el archivo como UTF-8: en el Bloc de notas, «Guardar como» y codificación UTF-8",
            "save the file as UTF-8: in Notepad, “Save as” and encoding UTF-8",
        ))
}

/// The text, where the bytes are UTF-16: by their byte order mark, or by a first letter with a zero.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (units, big): (&[u8], bool) = match bytes {
        [0xFE, 0xFF, rest @ ..] => (rest, true),
        [0xFF, 0xFE, rest @ ..] => (rest, false),
        [0, 1..=0xFF, ..] => (bytes, true),
        [1..=0xFF, 0, ..] => (bytes, false),
        _ => return None,
    };
    let units: Vec<u16> = units
        .chunks(2)
        .map(|pair| {
            let pair = [pair[0], pair.get(1).copied().unwrap_or(0)];
            if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        })
        .collect();
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let shown = match decode("f", bytes.to_vec()) {
            Ok(source) => format!("ok {:?}", source.text()),
            Err(finding) => {
                let place = finding.place().expect("encoding findings have a place");
                format!("{place} {:?} {}", place.text(), finding.message.spanish)
            }
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn utf8_is_kept_and_all_else_is_named() {
        check("a: ñ".as_bytes(), "ok \"a: ñ\"");
        check(b"", "ok \"\"");
        check(
            b"a: 1\nb: poblaci\xf3n",
            "f:2:11 \"ó\" la letra `ó` está guardada en una codificación antigua (Latin-1)",
        );
        check(b"\xc3\xb1: \xf3", "f:1:4 \"\u{fffd}\" hay un carácter que no es UTF-8");
        check(b"a\x80", "f:1:2 \"\\u{80}\" hay un carácter que no es UTF-8");
        check(b"\xff\xfea\0:\0", "f:1:1 \"\" el archivo está guardado como UTF-16");
        check(b"\0a\0:", "f:1:1 \"\" el archivo está guardado como UTF-16");
    }
}
