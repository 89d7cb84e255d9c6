//! How much of what a form says goes into a ficha: a form may be of many megabytes, and a ficha is read.
//!
//! Takes a ficha with whole texts; gives one in which each is cut where it is longer than any official
//! one, and says how much was left out. Verdicts, signs, tables' heads and the seal stay whole.

use rust_decimal::Decimal;

use crate::feel::formats;
use crate::finding::Language;

use super::{Block, Bullet, Entry, Ficha, Judged, Remark, Remarks, Table};

/// Characters of a passage: a field's text, a cell, a remark.
///
/// The longest answer that the official form takes has 5,000; twice that keeps whole whatever a form
/// holds that could be sent, and one that overruns its limit by less than itself.
pub(super) const PASSAGE: usize = 10_000;

/// Characters of all passages that a ficha repeats, and again of what each group of sections is told.
///
/// The longest ficha of this repository has less than 15,000 in all; a PDF of so many has some eighty
/// pages and takes seconds.
const WHOLE: usize = 200_000;

/// Characters that a paragraph counts at least: it takes a line, however short.
const LINE: usize = 80;

/// Characters of a title, which stands at the foot of every page too.
const TITLE: usize = 300;

/// A text of so many characters at most, and how many were left out.
pub(super) fn shortened(text: &str, most: usize, language: Language) -> Option<String> {
    let (end, _) = text.char_indices().nth(most)?;
    let (kept, rest) = text.split_at(end);
    Some(format!("{}… {}", kept.trim_end(), left_out(rest.chars().count(), language)))
}

/// How many characters were left out, in brackets.
fn left_out(count: usize, language: Language) -> String {
    let number = formats::precise(Decimal::from(count));
    match (language, count) {
        (Language::Spanish, 1) => "(se omite 1 carácter)".to_owned(),
        (Language::Spanish, _) => format!("(se omiten {number} caracteres)"),
        (Language::English, 1) => "(1 character left out)".to_owned(),
        (Language::English, _) => format!("({number} characters left out)"),
    }
}

/// Cuts what is too long.
pub(super) fn bound(ficha: &mut Ficha) {
    let mut titles: Vec<&mut String> = vec![&mut ficha.title];
    titles.extend(&mut ficha.lines);
    titles.extend(&mut ficha.foot);
    for title in titles {
        cut(title, TITLE);
    }
    let mut left = WHOLE;
    let blocks = std::mem::take(&mut ficha.blocks);
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Paragraph(first) => {
                let mut field = vec![first];
                while let Some(Block::Paragraph(_)) = blocks.peek() {
                    if let Some(Block::Paragraph(next)) = blocks.next() {
                        field.push(next);
                    }
                }
                ficha.blocks.extend(paragraphs(field, &mut left).into_iter().map(Block::Paragraph));
            }
            Block::Table(mut table) => {
                entries(&mut table).for_each(|entry| spend(&mut entry.text, &mut left));
                ficha.blocks.push(Block::Table(table));
            }
            Block::Judged(mut judged) => {
                told(&mut judged);
                ficha.blocks.push(Block::Judged(judged));
            }
            Block::Heading(..) => ficha.blocks.push(block),
        }
    }
}

fn cut(text: &mut String, most: usize) {
    if let Some(short) = shortened(text, most, Language::Spanish) {
        *text = short;
    }
}

/// Cuts a passage to what one may have and to what is left of all.
fn spend(text: &mut String, left: &mut usize) {
    let most = PASSAGE.min(*left);
    *left = left.saturating_sub(text.chars().count());
    cut(text, most);
}

fn entries(table: &mut Table) -> impl Iterator<Item = &mut Entry> {
    table.head.iter_mut().chain(&mut table.rows).flatten()
}

/// The paragraphs of a field that fit, the last one cut, and what was left out of it and after it.
fn paragraphs(field: Vec<String>, left: &mut usize) -> Vec<String> {
    let mut room = PASSAGE.min(*left);
    let mut kept: Vec<String> = Vec::new();
    let mut omitted = 0;
    for text in field {
        let length = text.chars().count();
        if omitted > 0 || room == 0 {
            omitted += length;
            continue;
        }
        let taken = length.min(room);
        omitted = length - taken;
        kept.push(text.chars().take(taken).collect());
        room = room.saturating_sub(length.max(LINE));
    }
    *left = left.saturating_sub(PASSAGE.min(*left) - room);
    if omitted > 0 {
        let end = format!("… {}", left_out(omitted, Language::Spanish));
        match kept.last_mut() {
            Some(last) => *last = format!("{}{end}", last.trim_end()),
            None => kept.push(end),
        }
    }
    kept
}

/// Each row has its own share, so that none is kept from being told by another.
fn told(judged: &mut Judged) {
    for Remarks { bullets, .. } in &mut judged.rows {
        let mut left = WHOLE;
        bullets.iter_mut().for_each(|bullet| remarks(bullet, &mut left));
    }
}

/// The words of a bullet, and those of its items for which there is room; the others are counted.
fn remarks(bullet: &mut Bullet, left: &mut usize) {
    spend(&mut bullet.text.text, left);
    let mut fit = 0;
    for item in &mut bullet.items {
        if *left == 0 {
            break;
        }
        *left = left.saturating_sub(LINE);
        spend(&mut item.text, left);
        fit += 1;
    }
    let more = bullet.items.len() - fit;
    bullet.items.truncate(fit);
    if more > 0 {
        let number = formats::precise(Decimal::from(more));
        let text = format!("Y {number} más, que no caben en la ficha.");
        bullet.items.push(Remark { text, rules: Vec::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_how_much_of_it_was_left_out() {
        assert_eq!(shortened("ñandú", 5, Language::Spanish), None);
        let short = |text, most| shortened(text, most, Language::Spanish).expect("it is longer");
        assert_eq!(short("ñandú", 4), "ñand… (se omite 1 carácter)");
        assert_eq!(short("uno dos", 4), "uno… (se omiten 3 caracteres)");
        assert!(
            short(&"x".repeat(6_000_000), PASSAGE).ends_with("x… (se omiten 5.990.000 caracteres)")
        );
        let english = shortened("uno dos", 3, Language::English);
        assert_eq!(english.as_deref(), Some("uno… (4 characters left out)"));
    }

    #[test]
    fn a_field_of_many_paragraphs_is_one_passage() {
        let mut left = WHOLE;
        let same = vec!["uno".to_owned(), "dos".to_owned()];
        assert_eq!(paragraphs(same.clone(), &mut left), same);
        let many = paragraphs(vec!["a".to_owned(); 1_000_000], &mut left);
        assert_eq!(many.len(), PASSAGE / LINE);
        assert_eq!(many.last().map(String::as_str), Some("a… (se omiten 999.875 caracteres)"));
        let mut none = 0;
        assert_eq!(paragraphs(same, &mut none), ["… (se omiten 6 caracteres)"]);
    }

    #[test]
    fn what_is_left_out_of_a_list_is_counted() {
        let item = Remark { text: "x".repeat(PASSAGE), rules: Vec::new() };
        let mut bullet = Bullet { items: vec![item; 100], ..Bullet::default() };
        remarks(&mut bullet, &mut WHOLE.clone());
        assert_eq!(bullet.items.len(), 21);
        assert_eq!(bullet.items[20].text, "Y 80 más, que no caben en la ficha.");
    }
}
