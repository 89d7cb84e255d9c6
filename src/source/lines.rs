//! Bytes to lines and columns, for people.

/// A line and a column, both counted from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where each line of a text starts.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines: `\n`, `\r\n` and a lone `\r` end one, as in YAML.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        LineIndex { starts }
    }

    /// How many lines there are; a final line break starts one more, empty.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 1) that holds a byte.
    pub fn line_of(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    /// Bytes of a line (from 1) without its line break; empty past the end.
    pub fn bytes_of(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return text.len()..text.len();
        };
        let start = (*start as usize).min(text.len());
        let end = self.starts.get(line).map_or(text.len(), |next| *next as usize);
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    /// Line and column of a byte; a byte inside a character counts as its first.
    pub fn position(&self, text: &str, byte: u32) -> Position {
        let line = self.line_of(byte);
        let start = self.starts[line - 1] as usize;
        let mut end = (byte as usize).clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text[start..end].trim_start_matches('\u{feff}');
        Position { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, byte: u32, line: usize, column: usize) {
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, byte), Position { line, column });
    }

    #[test]
    fn columns_count_characters() {
        check("año: niñez", 0, 1, 1);
        check("año: niñez", 4, 1, 4);
        check("a\r\nñb", 5, 2, 2);
        check("a\rb", 2, 2, 1);
        check("\u{feff}a: 1", 3, 1, 1);
        check("a\n", 2, 2, 1);
        check("ñ", 1, 1, 1);
    }

    #[test]
    fn lines_come_without_their_break() {
        let text = "uno\r\ndos\n";
        let index = LineIndex::new(text);
        assert_eq!(&text[index.bytes_of(text, 1)], "uno");
        assert_eq!(&text[index.bytes_of(text, 2)], "dos");
        assert_eq!(index.bytes_of(text, 9), text.len()..text.len());
    }
}
