//! From a text as read to the same text as written.

use std::ops::Range;

use super::Node;
use crate::source::{Source, Span};

/// Where a range of bytes of a decoded text lies in the source.
///
/// Quotes, escapes, folding and indentation stand between the two. Invariant: spans lie on character
/// boundaries, inside the node, and grow with the range. Nodes that are no text are taken verbatim.
pub fn locate(source: &Source, node: &Node, range: Range<usize>) -> Span {
    let raw = source.slice(node.span);
    let text = node.text().unwrap_or(raw);
    let places = quoted(raw, text).unwrap_or_else(|| unquoted(raw, text));
    let first = character_of(text, range.start);
    let last = character_of(text, range.end.max(range.start));
    let end_of_text = places.last().map_or(0..0, |end| end.end..end.end);
    let start = places.get(first).unwrap_or(&end_of_text).start as usize;
    let end = match last.checked_sub(1) {
        Some(before) if last > first => places.get(before).unwrap_or(&end_of_text).end as usize,
        _ => start,
    };
    let base = node.span.start as usize;
    Span::new(base + start, base + end.max(start))
}

/// Where ranges of bytes of a text lie, of which `whole` is the place: a text's node or a part of it.
pub fn locate_parts(
    source: &Source,
    node: &Node,
    whole: Span,
    text: &str,
    parts: &[Range<usize>],
) -> Vec<Span> {
    let raw = source.slice(node.span);
    let decoded = node.text().unwrap_or(raw);
    let places = quoted(raw, decoded).unwrap_or_else(|| unquoted(raw, decoded));
    let base = node.span.start as usize;
    let offset = (whole.start as usize).saturating_sub(base);
    let first = match whole == node.span {
        true => 0,
        false => places.partition_point(|place| place.end as usize <= offset),
    };
    let mut counter = Counter { text, byte: 0, count: 0 };
    let mut place_of = |byte: usize| places.get(first + counter.characters_before(byte));
    let located = parts.iter().map(|part| {
        let start = place_of(part.start).map_or(raw.len(), |place| place.start as usize);
        let last = text[..text.floor_char_boundary(part.end)].char_indices().next_back();
        let end = match last.filter(|(at, _)| *at >= part.start) {
            Some((at, _)) => place_of(at).map_or(raw.len(), |place| place.end as usize),
            None => start,
        };
        Span::new(base + start, base + end.max(start))
    });
    located.collect()
}

/// Counts the characters before a byte, going on from the last one asked for.
struct Counter<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl Counter<'_> {
    fn characters_before(&mut self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte);
        if byte >= self.byte {
            self.count += self.text[self.byte..byte].chars().count();
        } else {
            self.count -= self.text[byte..self.byte].chars().count();
        }
        self.byte = byte;
        self.count
    }
}

/// How many characters end at or before a byte.
fn character_of(text: &str, byte: usize) -> usize {
    text[..text.floor_char_boundary(byte)].chars().count()
}

/// Bytes of a text, which the reader bounds; half the size of a range of `usize`, as there is one for
/// each character.
type Place = Range<u32>;

fn place(start: usize, end: usize) -> Place {
    let short = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    short(start)..short(end)
}

/// The bytes of `raw` behind each character of `text`, then those of its end, where `raw` is `text`
/// in quotes.
fn quoted(raw: &str, text: &str) -> Option<Vec<Place>> {
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inside = raw.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut reader = Reader { text: inside, at: 0, characters: Vec::new() };
    while reader.at < inside.len() {
        reader.step(quote == '"')?;
    }
    let decoded = reader.characters.iter().map(|(character, _)| *character);
    if !decoded.eq(text.chars()) {
        return None;
    }
    let shifted = |range: &Place| range.start + 1..range.end + 1;
    let end = place(inside.len(), inside.len());
    let ranges = reader.characters.iter().map(|(_, range)| range).chain([&end]);
    Some(ranges.map(shifted).collect())
}

/// Decodes what is inside quotes, remembering where each character comes from.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    characters: Vec<(char, Place)>,
}

impl Reader<'_> {
    fn step(&mut self, double: bool) -> Option<()> {
        let rest = &self.text[self.at..];
        let character = rest.chars().next()?;
        if is_space(character) {
            self.space();
        } else if double && character == '\\' {
            self.escape(&rest[1..])?;
        } else if !double && rest.starts_with("''") {
            self.take('\'', 2);
        } else {
            self.take(character, character.len_utf8());
        }
        Some(())
    }

    fn take(&mut self, character: char, length: usize) {
        self.characters.push((character, place(self.at, self.at + length)));
        self.at += length;
    }

    /// A run of white space: kept as it is in a line; across lines, one break is a space and each
    /// further one a line.
    fn space(&mut self) {
        let run = leading_space(&self.text[self.at..]);
        match breaks(run) {
            0 => run.chars().for_each(|character| self.take(character, character.len_utf8())),
            1 => self.take(' ', run.len()),
            count => self.lines(run, count - 1),
        }
    }

    /// `count` line breaks that stand for a run of white space.
    fn lines(&mut self, run: &str, count: usize) {
        let end = self.at + run.len();
        for _ in 1..count {
            let rest = &self.text[self.at..end];
            let line =
                rest.find(['\n', '\r']).map_or(rest.len(), |at| at + break_length(&rest[at..]));
            self.take('\n', line);
        }
        self.take('\n', end - self.at);
    }

    /// What follows a backslash.
    fn escape(&mut self, after: &str) -> Option<()> {
        let character = after.chars().next()?;
        if matches!(character, '\n' | '\r') {
            self.at += 1 + break_length(after);
            let run = leading_space(&self.text[self.at..]);
            match breaks(run) {
                0 => self.at += run.len(),
                count => self.lines(run, count),
            }
            return Some(());
        }
        let digits = match character {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => {
                self.take(escaped(character)?, 1 + character.len_utf8());
                return Some(());
            }
        };
        let code = u32::from_str_radix(after.get(1..1 + digits)?, 16).ok()?;
        if let Some(character) = char::from_u32(code) {
            self.take(character, 2 + digits);
            return Some(());
        }
        let low = u32::from_str_radix(after.get(5..)?.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
        let pair = [u16::try_from(code).ok()?, u16::try_from(low).ok()?];
        let character = char::decode_utf16(pair).next()?.ok()?;
        self.take(character, 12);
        Some(())
    }
}

/// The bytes of `raw` behind each character of `text`, then those of its end, where `raw` is plain
/// or a block: the same letters in the same order, with other white space between them.
fn unquoted(raw: &str, text: &str) -> Vec<Place> {
    let mut at = 0;
    let mut places = Vec::with_capacity(text.chars().count() + 1);
    for character in text.chars() {
        if !is_space(character) {
            at += leading_space(&raw[at..]).len();
        }
        let length = match raw[at..].chars().next() {
            Some(found) if is_space(found) != is_space(character) => 0,
            Some('\n' | '\r') => break_length(&raw[at..]),
            Some(found) => found.len_utf8(),
            None => 0,
        };
        places.push(place(at, at + length));
        at += length;
    }
    places.push(place(at, at));
    places
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn leading_space(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(is_space).len()]
}

fn break_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}

fn breaks(run: &str) -> usize {
    run.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count() - run.matches("\r\n").count()
}

fn escaped(character: char) -> Option<char> {
    Some(match character {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{B}',
        'f' => '\u{C}',
        'r' => '\r',
        'e' => '\u{1B}',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => character,
        _ => return None,
    })
}
