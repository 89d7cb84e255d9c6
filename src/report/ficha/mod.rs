//! Evaluation → the ficha of an official evaluation, in several formats.
//!
//! Takes an evaluation, the review with its comments and the rule set's plan of a ficha; gives a
//! [`Ficha`]: headings, paragraphs, tables and bullets whose every word is decided. Each renderer
//! turns that one value into bytes, the same each time, and computes no fact. Knows nothing of
//! pillars or of what a ficha says: that is data of the rule set.

mod bound;
mod compose;
mod findings;
mod general;
mod html;
mod judged;
mod markdown;
mod pdf;
mod says;
mod seal;
mod xlsx;

use crate::evaluate::Evaluation;
use crate::review::Review;

use super::Style;

pub use compose::ficha;
pub use findings::{Cell, Sheet, sheets};
pub use html::html;
pub use judged::draft;
pub use markdown::markdown;
pub use pdf::pdf;
pub use seal::{Seal, Sealed};
pub use xlsx::xlsx;

/// An evaluation ficha, ready to be rendered.
///
/// A passage that is longer than any official one is cut, and says how much of it was left out.
///
/// Invariant: texts are composed (NFC), in one line, without characters that cannot be seen and
/// without values of confidential fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ficha {
    /// What was evaluated.
    pub title: String,
    /// Lines under the title.
    pub lines: Vec<String>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Lines at the foot.
    pub foot: Vec<String>,
    /// Digests by which it can be verified, at its end.
    pub seal: Seal,
}

impl Ficha {
    /// Every text that it has, the seal's too.
    fn each_text(&self, mut see: impl FnMut(&str)) {
        let heads = std::iter::once(&self.title).chain(&self.lines).chain(&self.foot);
        heads.chain([&self.seal.note]).for_each(|text| see(text));
        self.seal.lines.iter().for_each(|(_, text)| see(text));
        for block in &self.blocks {
            match block {
                Block::Heading(_, text) | Block::Paragraph(text) => see(text),
                Block::Table(table) => {
                    see(&table.caption);
                    table.head.iter().chain(&table.rows).flatten().for_each(|it| see(&it.text));
                }
                Block::Judged(judged) => judged.each_text(&mut see),
            }
        }
    }
}

impl Judged {
    fn each_text(&self, see: &mut impl FnMut(&str)) {
        let (rating, closing) = (&self.rating, &self.closing);
        let heads = [&rating.0, &rating.1, &closing.0, &closing.1, &self.legend];
        heads.into_iter().chain(&self.columns).for_each(|text| see(text));
        for row in &self.rows {
            see(&row.name);
            row.sign.iter().for_each(|sign| see(sign));
            for bullet in &row.bullets {
                std::iter::once(&bullet.text).chain(&bullet.items).for_each(|it| see(&it.text));
            }
        }
    }
}

/// How a ficha, or the workbook of findings, is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// One page of HTML.
    Html,
    /// PDF.
    Pdf,
    /// The workbook of findings.
    Xlsx,
}

impl Format {
    /// The format that bytes begin like.
    fn of(bytes: &[u8]) -> Format {
        match bytes {
            [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
            [b'P', b'K', ..] => Format::Xlsx,
            _ if bytes.trim_ascii_start().starts_with(b"<!DOCTYPE html") => Format::Html,
            _ => Format::Markdown,
        }
    }
}

/// The bytes of a ficha, or of the workbook of findings, with its seal; none where the rule set has no
/// plan of a ficha.
///
/// The same evaluation and review give the same bytes.
pub fn written(
    format: Format,
    evaluation: &Evaluation<'_>,
    review: Option<&Review>,
    style: &Style,
) -> Option<Vec<u8>> {
    let made = || ficha(evaluation, review);
    Some(match format {
        Format::Markdown => markdown(&made()?).into_bytes(),
        Format::Html => html(&made()?).into_bytes(),
        Format::Pdf => pdf(&made()?),
        Format::Xlsx => xlsx(&sheets(evaluation, style)),
    })
}

/// A part of a ficha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; of level 1 for a part, 2 within it.
    Heading(u8, String),
    /// Words.
    Paragraph(String),
    /// A table.
    Table(Table),
    /// What the evaluation says.
    Judged(Judged),
}

/// A table; every row has as many cells as its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is a table of, for who cannot see it.
    pub caption: String,
    /// The headings of columns; none where rows alone have headings.
    pub head: Option<Vec<Entry>>,
    /// Whether the first cell of each row is its heading.
    pub row_heads: bool,
    /// The rows.
    pub rows: Vec<Vec<Entry>>,
    /// How many of the last rows sum up the others.
    pub totals: usize,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What it says; empty where nothing stands.
    pub text: String,
    /// Whether it is a figure, which stands to the right.
    pub figure: bool,
}

/// What the evaluation says: a row of text and sign per group of sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The rating in full, with what it is called.
    pub rating: (String, String),
    /// The headings of the three columns.
    pub columns: [String; 3],
    /// The rows.
    pub rows: Vec<Remarks>,
    /// The rating's sign, with what it is called.
    pub closing: (String, String),
    /// What the signs mean.
    pub legend: String,
}

/// What is said of a group of sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarks {
    /// What the group is called.
    pub name: String,
    /// What is said.
    pub bullets: Vec<Bullet>,
    /// The sign of its verdict, where it has one.
    pub sign: Option<String>,
}

/// A bullet, with lettered items under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bullet {
    /// Its words.
    pub text: Remark,
    /// What is lettered a), b) … under it.
    pub items: Vec<Remark>,
}

/// Some sentences and the rules that they are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remark {
    /// The words.
    pub text: String,
    /// The ids of rules.
    pub rules: Vec<String>,
}

impl Remark {
    /// The words with the rules in brackets.
    pub fn marked(&self) -> String {
        match &self.rules[..] {
            [] => self.text.clone(),
            rules => format!("{} [{}]", self.text, rules.join(", ")),
        }
    }
}

/// What stands before an item: `a)` … `z)`, `aa)` ….
fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        letters.push(char::from(b'a' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + ")"
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn items_go_on_after_z() {
        let letters: Vec<String> = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letter).to_vec();
        assert_eq!(letters, ["a)", "b)", "z)", "aa)", "ab)", "az)", "ba)", "zz)", "aaa)"]);
    }
}
