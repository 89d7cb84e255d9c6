//! Words → lines that fit a width.

use super::font::Fonts;
use super::pages::{Tag, Tags};

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// The size of the type, in points.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is grey.
    pub quiet: bool,
}

/// A line, or the first of a paragraph with what stands before it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Room above it.
    pub above: f32,
    /// Its own height.
    pub height: f32,
    /// Where it begins, from the left of its column.
    pub indent: f32,
    /// A bullet or letter before it: its place, what it says, its tag.
    pub label: Option<(f32, String, usize)>,
    /// Its words by their look, in order.
    pub pieces: Vec<(String, Look)>,
    /// The tag that it belongs to.
    pub tag: usize,
}

impl Line {
    /// How wide its words are, without the space at their end.
    pub fn width(&self, fonts: &Fonts) -> f32 {
        let last = self.pieces.len().saturating_sub(1);
        let widths = self.pieces.iter().enumerate().map(|(at, (text, look))| {
            let text = if at == last { text.trim_end() } else { text };
            fonts.of(look.bold).width(text, look.size)
        });
        widths.sum()
    }
}

/// How tall a line of a size is.
pub(super) fn leading(size: f32) -> f32 {
    size * 1.38
}

/// A paragraph broken into lines no wider than `width`; a word that is wider is broken itself.
///
/// Lines but the last keep their space, so that a copied text keeps its words apart.
pub(super) fn broken(
    fonts: &Fonts,
    words: &[(&str, Look)],
    width: f32,
    indent: f32,
    tag: usize,
) -> Vec<Line> {
    let mut lines = Lines { fonts, room: (width - indent).max(1.0), indent, tag, done: Vec::new() };
    let mut line = lines.fresh(words.first().map_or(0.0, |(_, look)| look.size));
    let mut used = 0.0;
    for (text, look) in words {
        for word in text.split_inclusive(' ') {
            for part in lines.parts(word, *look) {
                let needed = fonts.of(look.bold).width(part.trim_end(), look.size);
                if used > 0.0 && used + needed > lines.room {
                    lines.done.push(std::mem::replace(&mut line, lines.fresh(look.size)));
                    used = 0.0;
                }
                used += fonts.of(look.bold).width(part, look.size);
                line.height = line.height.max(leading(look.size));
                match line.pieces.last_mut() {
                    Some((text, last)) if last == look => text.push_str(part),
                    _ => line.pieces.push((part.to_owned(), *look)),
                }
            }
        }
    }
    if !line.pieces.is_empty() || lines.done.is_empty() {
        lines.done.push(line);
    }
    lines.done
}

struct Lines<'l> {
    fonts: &'l Fonts,
    room: f32,
    indent: f32,
    tag: usize,
    done: Vec<Line>,
}

impl Lines<'_> {
    fn fresh(&self, size: f32) -> Line {
        let (indent, tag) = (self.indent, self.tag);
        Line { above: 0.0, height: leading(size), indent, label: None, pieces: Vec::new(), tag }
    }

    /// A word, in parts where it is wider than a line.
    fn parts<'w>(&self, word: &'w str, look: Look) -> Vec<&'w str> {
        let font = self.fonts.of(look.bold);
        if font.width(word.trim_end(), look.size) <= self.room {
            return vec![word];
        }
        let mut parts = Vec::new();
        let (mut start, mut used) = (0, 0.0);
        for (at, character) in word.char_indices() {
            let width = font.width(character.encode_utf8(&mut [0; 4]), look.size);
            if used + width > self.room && at > start {
                parts.push(&word[start..at]);
                (start, used) = (at, 0.0);
            }
            used += width;
        }
        parts.push(&word[start..]);
        parts
    }
}

/// A paragraph of its own tag under another.
pub(super) fn paragraph(
    fonts: &Fonts,
    tags: &mut Tags,
    (parent, tag): (usize, Tag),
    words: &[(&str, Look)],
    width: f32,
) -> Vec<Line> {
    let tag = tags.add(parent, tag);
    broken(fonts, words, width, 0.0, tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Look = Look { size: 10.0, bold: false, quiet: false };

    fn texts(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::new();
        let lines = broken(&fonts, &[(text, LOOK)], width, 0.0, 0);
        for line in &lines {
            assert!(line.width(&fonts) <= width.max(10.0), "{line:?}");
        }
        let text = |line: Line| line.pieces.into_iter().map(|(text, _)| text).collect::<String>();
        lines.into_iter().map(text).collect()
    }

    #[test]
    fn words_wrap_and_none_is_lost() {
        let text = "La población objetivo es la que tiene el problema";
        let lines = texts(text, 80.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let lines = texts(&"ñ".repeat(50), 60.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), "ñ".repeat(50));
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(texts("", 50.0), [""]);
    }
}
