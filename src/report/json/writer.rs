//! JSON as people can read it: one property a line, small objects in one line.

use std::fmt::Display;
use std::io::Write as _;

use super::super::safe::is_dangerous;

/// Writes one JSON value; what was opened is closed by the same call.
///
/// Invariant: between two calls the text is a beginning of a JSON text, if every [`Writer::key`] is
/// followed by one value.
#[derive(Default)]
pub(in crate::report) struct Writer {
    text: Vec<u8>,
    depth: usize,
    /// How many of the open objects and lists stand in one line.
    in_line: usize,
    /// Whether something precedes in the open object or list.
    follows: bool,
}

impl Writer {
    /// The text of one value.
    pub fn write(value: impl FnOnce(&mut Writer)) -> String {
        let mut writer = Writer::default();
        value(&mut writer);
        writer.text.push(b'\n');
        String::from_utf8(writer.text).expect("only texts and ASCII were written")
    }

    /// The text of one value in one line.
    pub fn write_line(value: impl FnOnce(&mut Writer)) -> String {
        Writer::write(|writer| {
            writer.in_line = 1;
            value(writer);
        })
    }

    /// The name of a property, whose value comes next.
    pub fn key(&mut self, key: &str) -> &mut Writer {
        self.next();
        self.text(key);
        self.text.extend_from_slice(b": ");
        self
    }

    /// A text; what a terminal would obey is escaped, so that even raw output is harmless.
    pub fn text(&mut self, text: &str) {
        let json = serde_json::to_string(text).expect("a text is JSON");
        if !json.contains(is_dangerous) {
            return self.text.extend_from_slice(json.as_bytes());
        }
        for character in json.chars() {
            if is_dangerous(character) {
                self.plain(format_args!("\\u{:04x}", u32::from(character)));
            } else {
                self.plain(character);
            }
        }
    }

    /// A whole number, or `true` or `false`.
    pub fn plain(&mut self, value: impl Display) {
        write!(self.text, "{value}").expect("memory takes all that is written");
    }

    pub fn null(&mut self) {
        self.text.extend_from_slice(b"null");
    }

    /// A value, or `null` where there is none.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Writer, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    /// A text, or `null` where there is none.
    pub fn text_option(&mut self, text: Option<&str>) {
        self.option(text, Writer::text);
    }

    /// An object, one property a line.
    pub fn object(&mut self, properties: impl FnOnce(&mut Writer)) {
        self.nested(b"{}", properties);
    }

    /// An object in one line, with all that is in it.
    pub fn line(&mut self, properties: impl FnOnce(&mut Writer)) {
        self.in_line += 1;
        self.nested(b"{}", properties);
        self.in_line -= 1;
    }

    /// A list, one item a line.
    pub fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Writer, T),
    ) {
        self.nested(b"[]", |writer| {
            for item in items {
                writer.next();
                write(writer, item);
            }
        });
    }

    /// A list of texts, in one line.
    pub fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.in_line += 1;
        self.list(texts, Writer::text);
        self.in_line -= 1;
    }

    fn nested(&mut self, brackets: &[u8; 2], inside: impl FnOnce(&mut Writer)) {
        self.text.push(brackets[0]);
        self.depth += 1;
        let outside = std::mem::replace(&mut self.follows, false);
        inside(self);
        self.depth -= 1;
        let empty = !std::mem::replace(&mut self.follows, outside);
        if !empty && self.in_line == 0 {
            self.new_line();
        }
        self.text.push(brackets[1]);
    }

    /// What stands between two items, and before the first.
    fn next(&mut self) {
        if self.follows {
            self.text.push(b',');
        }
        match (self.in_line, self.follows) {
            (0, _) => self.new_line(),
            (_, true) => self.text.push(b' '),
            (_, false) => {}
        }
        self.follows = true;
    }

    fn new_line(&mut self) {
        self.text.push(b'\n');
        let indented = self.text.len() + 2 * self.depth;
        self.text.resize(indented, b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_and_lists_nest() {
        let text = Writer::write(|w| {
            w.object(|w| {
                w.key("empty").list([""; 0], Writer::text);
                w.key("ids").texts(["a", "b"]);
                w.key("none").text_option(None);
                w.key("list").list([1, 2], |w, n| {
                    w.line(|w| {
                        w.key("n").plain(n);
                        w.key("in").object(|w| w.key("t").text("a\"\n\u{1b}ñ"));
                    })
                });
            });
        });
        assert_eq!(
            text,
            "{\n  \"empty\": [],\n  \"ids\": [\"a\", \"b\"],\n  \"none\": null,\n  \"list\": [\n    \
             {\"n\": 1, \"in\": {\"t\": \"a\\\"\\n\\u001bñ\"}},\n    \
             {\"n\": 2, \"in\": {\"t\": \"a\\\"\\n\\u001bñ\"}}\n  ]\n}\n"
        );
    }
}
