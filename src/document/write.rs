//! The tree back to text.

use super::{Data, Node};

/// Writes a tree as text that is JSON and YAML alike, numbers as they were written.
///
/// [`read`](super::read) of it gives an equal tree, places aside. Refused values become `null`.
pub fn write(node: &Node) -> String {
    let mut text = String::new();
    write_node(&mut text, node, 0);
    text.push('\n');
    text
}

fn write_node(text: &mut String, node: &Node, depth: usize) {
    match &node.data {
        Data::Blank | Data::Refused => text.push_str("null"),
        Data::Bool(true) => text.push_str("true"),
        Data::Bool(false) => text.push_str("false"),
        Data::Number(number) => text.push_str(&number.text),
        Data::Text(content) => write_text(text, content),
        Data::List(items) => write_group(text, ['[', ']'], items, depth, |text, item| {
            write_node(text, item, depth + 1);
        }),
        Data::Map(entries) => write_group(text, ['{', '}'], entries, depth, |text, entry| {
            write_text(text, &entry.key);
            text.push_str(": ");
            write_node(text, &entry.node, depth + 1);
        }),
    }
}

fn write_group<T>(
    text: &mut String,
    [open, close]: [char; 2],
    children: &[T],
    depth: usize,
    write_child: impl Fn(&mut String, &T),
) {
    text.push(open);
    for (at, child) in children.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        indent(text, depth + 1);
        write_child(text, child);
    }
    if !children.is_empty() {
        text.push('\n');
        indent(text, depth);
    }
    text.push(close);
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n("  ", depth));
}

fn write_text(text: &mut String, content: &str) {
    text.push('"');
    for character in content.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            hidden if is_hidden(hidden) => {
                text.push_str(&format!("\\u{:04x}", u32::from(hidden)));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// Characters that YAML does not admit as they are, or that a person would not see; all have four
/// hexadecimal digits.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(character, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
