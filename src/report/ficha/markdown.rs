//! A ficha as Markdown, for e-mail and repositories.

use std::fmt::Write as _;

use super::super::markdown::escape;
use super::{Block, Bullet, Entry, Ficha, Judged, Table, letter};

/// The page.
pub fn markdown(ficha: &Ficha) -> String {
    let mut text = format!("# {}\n", escape(&ficha.title));
    // Lines of one paragraph that stay apart.
    let lines: Vec<String> = ficha.lines.iter().map(|line| begun(line)).collect();
    if !lines.is_empty() {
        let _ = write!(text, "\n{}\n", lines.join("\\\n"));
    }
    for block in &ficha.blocks {
        match block {
            Block::Heading(level, words) => {
                let signs = "#".repeat(usize::from(*level) + 1);
                let _ = write!(text, "\n{signs} {}\n", escape(words));
            }
            Block::Paragraph(words) => _ = write!(text, "\n{}\n", begun(words)),
            Block::Table(rows) => table(&mut text, rows),
            Block::Judged(said) => judged(&mut text, said),
        }
    }
    text.push_str("\n---\n");
    for line in &ficha.foot {
        let _ = write!(text, "\n{}\n", begun(line));
    }
    let _ = write!(text, "\n## {}\n\n", ficha.seal.title);
    for (label, value) in &ficha.seal.lines {
        let _ = writeln!(text, "- {label}: {}", escape(value));
    }
    let _ = write!(text, "\n{}\n", begun(&ficha.seal.note));
    text
}

/// A text that begins a line and no list, whatever its first characters.
fn begun(text: &str) -> String {
    let escaped = escape(text);
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = escaped.split_at(digits);
    match rest.chars().next() {
        Some('-' | '+' | '=') if digits == 0 => format!("\\{escaped}"),
        Some('.' | ')') if digits > 0 => format!("{number}\\{rest}"),
        _ => escaped,
    }
}

fn table(text: &mut String, table: &Table) {
    let columns = table.rows.iter().chain(&table.head).map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return;
    }
    let blank = vec![Entry::default(); columns];
    let head = table.head.as_ref().unwrap_or(&blank);
    text.push('\n');
    row(text, head.iter().map(|entry| escape(&entry.text)));
    let figures = |at: usize| table.rows.iter().any(|row| row.get(at).is_some_and(|it| it.figure));
    row(text, (0..columns).map(|at| if figures(at) { "---:" } else { "---" }.to_owned()));
    for entries in &table.rows {
        let bold = |(at, entry): (usize, &Entry)| match at == 0 && table.head.is_none() {
            true => format!("**{}**", escape(&entry.text)),
            false => escape(&entry.text),
        };
        row(text, entries.iter().enumerate().map(bold));
    }
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// The rows as sections: a table of Markdown holds no lists.
fn judged(text: &mut String, judged: &Judged) {
    let (called, rating) = &judged.rating;
    let _ = write!(text, "\n**{}: {}**\n", escape(called), escape(rating));
    let [_, _, meets] = &judged.columns;
    for remarks in &judged.rows {
        let _ = write!(text, "\n### {}\n\n", escape(&remarks.name));
        remarks.bullets.iter().for_each(|said| bullet(text, said));
        if let Some(sign) = &remarks.sign {
            let _ = write!(text, "\n{}: **{}**\n", escape(meets), escape(sign));
        }
    }
    let (called, sign) = &judged.closing;
    let _ = write!(text, "\n**{}: {}**\n", escape(called), escape(sign));
    let _ = write!(text, "\n{}\n", begun(&judged.legend));
}

fn bullet(text: &mut String, bullet: &Bullet) {
    let _ = writeln!(text, "- {}", begun(&bullet.text.marked()));
    for (index, item) in bullet.items.iter().enumerate() {
        let _ = writeln!(text, "  - {} {}", letter(index), escape(&item.marked()));
    }
}

#[cfg(test)]
mod tests {
    use super::begun;

    #[test]
    fn no_text_begins_a_list_or_a_rule() {
        for (text, expected) in [
            ("- uno", "\\- uno"),
            ("--- ", "\\---"),
            ("+ uno", "\\+ uno"),
            ("=====", "\\====="),
            ("12. uno", "12\\. uno"),
            ("1) uno", "1\\) uno"),
            ("# uno", "\\# uno"),
            ("> uno", "&gt; uno"),
            ("20.000 de 30.000", "20\\.000 de 30.000"),
            ("año 1", "año 1"),
        ] {
            assert_eq!(begun(text), expected);
        }
    }
}
