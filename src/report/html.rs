//! HTML that means what it says, whatever texts are in it.

use super::safe::visible;

/// What every page of this program looks like: colours for light and dark, type, focus, code.
pub(in crate::report) const BASE: &str = include_str!("base.css");

/// Elements after which a line ends, so that changes show line by line.
const BLOCKS: [&str; 28] = [
    "html", "head", "title", "meta", "style", "script", "body", "header", "nav", "main", "section",
    "article", "footer", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody",
    "tr", "details", "form", "div",
];

/// A page under way.
///
/// Invariant: names of elements and attributes are this program's own; every other text passes
/// [`escape`], so no rule file can add an element, an attribute or a script.
#[derive(Default)]
pub(in crate::report) struct Html {
    text: String,
}

impl Html {
    pub fn into_text(self) -> String {
        self.text
    }

    /// A text of this program that is HTML, style or script already.
    pub fn own(&mut self, html: &'static str) {
        self.text.push_str(html);
    }

    /// An element and what is in it.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        inside: impl FnOnce(&mut Html),
    ) {
        self.open(name, attributes);
        inside(self);
        self.text.push_str(&format!("</{name}>"));
        if BLOCKS.contains(&name) {
            self.text.push('\n');
        }
    }

    /// An element that holds nothing.
    pub fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.text.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            self.text.push_str(&format!(" {attribute}=\"{}\"", escape(value)));
        }
        self.text.push('>');
    }

    /// An element with a text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.element(name, attributes, |html| html.text(text));
    }

    /// A link to another place of the page.
    pub fn link(&mut self, anchor: &str, text: &str) {
        self.leaf("a", &[("href", &format!("#{anchor}"))], text);
    }

    /// A link to a file near the page: folders and file in order, whatever their names.
    ///
    /// Invariant: it is a path from where the page is, never another site or a script.
    pub fn near(&mut self, path: &[String], label: &str, text: &str) {
        let parts = path.iter().map(|part| encoded(part)).collect::<Vec<_>>();
        let href = format!("./{}", parts.join("/"));
        self.leaf("a", &[("href", &href), ("aria-label", label)], text);
    }

    /// The path of a field as code, which may break after its dots.
    pub fn path(&mut self, path: &str) {
        self.element("code", &[], |html| {
            for (index, part) in path.split('.').enumerate() {
                if index > 0 {
                    html.own(".<wbr>");
                }
                html.text(part);
            }
        });
    }

    pub fn text(&mut self, text: &str) {
        self.text.push_str(&escape(text));
    }

    /// A sentence that quotes values in backticks: those become code.
    pub fn sentence(&mut self, text: &str) {
        let pieces: Vec<&str> = text.split('`').collect();
        let closed = pieces.len() - 1;
        for (index, piece) in pieces.iter().enumerate() {
            match index % 2 == 1 {
                true if index < closed => self.leaf("code", &[], piece),
                true => self.text(&format!("`{piece}")),
                false => self.text(piece),
            }
        }
    }

    /// An element with a sentence.
    pub fn say(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.element(name, attributes, |html| html.sentence(text));
    }
}

/// A name as part of an address: all but ASCII letters, digits and three signs by their bytes.
fn encoded(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                part.push(char::from(byte));
            }
            _ => part.push_str(&format!("%{byte:02X}")),
        }
    }
    part
}

/// A text without meaning for HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let text = visible(text, true);
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The name of a place in the page: ASCII letters, digits and hyphens, the rest by number.
pub(in crate::report) fn anchor(kind: &str, name: &str) -> String {
    let mut anchor = kind.to_owned();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => anchor.push(character),
            _ => anchor.push_str(&format!("_{:x}_", u32::from(character))),
        }
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_html() {
        let mut html = Html::default();
        html.leaf("a", &[("href", "\" onclick='x'><b>")], "<script>&amp;\u{202e}</script>");
        html.sentence("`<i>` y `<b>");
        assert_eq!(
            html.into_text(),
            "<a href=\"&quot; onclick=&#39;x&#39;&gt;&lt;b&gt;\">&lt;script&gt;&amp;amp;\\u{202e}&lt;/script&gt;</a>\
             <code>&lt;i&gt;</code> y `&lt;b&gt;"
        );
    }

    #[test]
    fn links_lead_near_the_page_only() {
        let mut html = Html::default();
        let path = ["javascript:alert(1)", "a b\"ñ/.html"].map(str::to_owned);
        html.near(&path, "Ficha de «a»", "ver");
        assert_eq!(
            html.into_text(),
            "<a href=\"./javascript%3Aalert%281%29/a%20b%22%C3%B1%2F.html\" aria-label=\"Ficha de «a»\">ver</a>"
        );
    }

    #[test]
    fn anchors_are_plain_and_differ() {
        assert_eq!(anchor("", "POB-21"), "POB-21");
        assert_eq!(anchor("campo-", "a[].ñ"), "campo-a_5b__5d__2e__f1_");
        assert_ne!(anchor("", "a b"), anchor("", "a.b"));
    }
}
