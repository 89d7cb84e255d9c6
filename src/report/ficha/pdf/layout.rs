//! Ficha → pages.

use super::super::{Block, Bullet, Entry, Ficha, Judged, Remark, Table, letter};
use super::font::Fonts;
use super::lines::{Line, Look, broken, paragraph};
use super::pages::{Pages, Tag, WIDTH};
use super::table::{self, CellLines, PAD, Row, Side};

const TITLE: Look = Look { size: 16.0, bold: true, quiet: false };
const PART: Look = Look { size: 12.5, bold: true, quiet: false };
const HEADING: Look = Look { size: 10.5, bold: true, quiet: false };
const TEXT: Look = Look { size: 9.5, bold: false, quiet: false };
const CELL: Look = Look { size: 8.5, bold: false, quiet: false };
const FOOT: Look = Look { size: 8.0, bold: false, quiet: true };
/// Rules in brackets.
const RULES: Look = Look { size: 7.0, bold: false, quiet: true };

/// Room that a heading needs below it on its page.
const KEEP: f32 = 70.0;
/// Where the words of a bullet and of a lettered item begin.
const INDENTS: (f32, f32) = (9.0, 22.0);
/// The widths of the table of the evaluation, of the whole.
const JUDGED: [f32; 3] = [0.19, 0.68, 0.13];

/// The pages of a ficha.
pub(super) fn layout<'f>(ficha: &Ficha, fonts: &'f Fonts) -> Pages<'f> {
    let mut layout = Layout { pages: Pages::new(fonts) };
    layout.words(Tag::Heading(1), &ficha.title, TITLE, 0.0);
    ficha.lines.iter().for_each(|line| layout.words(Tag::Paragraph, line, TEXT, 0.0));
    for block in &ficha.blocks {
        match block {
            Block::Heading(level, words) => layout.heading(*level, words),
            Block::Paragraph(words) => layout.words(Tag::Paragraph, words, TEXT, 3.0),
            Block::Table(table) => layout.table(table),
            Block::Judged(judged) => layout.judged(judged),
        }
    }
    layout.pages.skip(12.0);
    ficha.foot.iter().for_each(|line| layout.words(Tag::Paragraph, line, FOOT, 2.0));
    layout.heading(2, ficha.seal.title);
    for (label, value) in &ficha.seal.lines {
        layout.words(Tag::Paragraph, &format!("{label}: {value}"), FOOT, 0.0);
    }
    layout.words(Tag::Paragraph, &ficha.seal.note, FOOT, 2.0);
    layout.pages
}

struct Layout<'f> {
    pages: Pages<'f>,
}

impl Layout<'_> {
    fn words(&mut self, tag: Tag, text: &str, look: Look, above: f32) {
        let fonts = self.pages.fonts;
        let words = [(text, look)];
        let lines = paragraph(fonts, &mut self.pages.tags, (0, tag), &words, WIDTH);
        self.pages.skip(above);
        self.pages.flow(&lines);
    }

    fn heading(&mut self, level: u8, text: &str) {
        let (look, above) = if level == 1 { (PART, 16.0) } else { (HEADING, 9.0) };
        self.pages.need(KEEP);
        if level == 1 {
            let (page, down) = (self.pages.pages.len() - 1, self.pages.down);
            self.pages.headings.push((text.to_owned(), page, down));
        }
        self.words(Tag::Heading(level + 1), text, look, above);
        self.pages.skip(3.0);
    }

    fn table(&mut self, table: &Table) {
        let all = table.rows.iter().chain(&table.head);
        let texts: Vec<Vec<&str>> =
            all.map(|row| row.iter().map(|entry| entry.text.as_str()).collect()).collect();
        let widths = table::widths(self.pages.fonts, &texts, CELL);
        if widths.is_empty() {
            return;
        }
        let tag = self.pages.tags.add(0, Tag::Table);
        let head = table.head.as_ref().map(|head| self.head(tag, head, &widths));
        let body = table.rows.len().saturating_sub(table.totals);
        let rows: Vec<Row> = table
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.row(tag, row, &widths, table.row_heads, at >= body))
            .collect();
        table::place(&mut self.pages, &widths, head.as_ref(), &rows);
        self.pages.skip(5.0);
    }

    fn head(&mut self, table: usize, entries: &[Entry], widths: &[f32]) -> Row {
        let row = self.pages.tags.add(table, Tag::Row);
        let look = Look { bold: true, ..CELL };
        let cells = entries.iter().zip(widths).map(|(entry, width)| CellLines {
            lines: table::cell(&mut self.pages, (row, Tag::ColumnHead), &entry.text, look, *width),
            side: side(entry),
        });
        Row { cells: cells.collect(), shaded: true }
    }

    fn row(
        &mut self,
        table: usize,
        entries: &[Entry],
        widths: &[f32],
        heads: bool,
        total: bool,
    ) -> Row {
        let row = self.pages.tags.add(table, Tag::Row);
        let cells = entries.iter().zip(widths).enumerate().map(|(at, (entry, width))| {
            let is_head = at == 0 && heads;
            let tag = if is_head { Tag::RowHead } else { Tag::Cell };
            let look = Look { bold: total || is_head, ..CELL };
            let lines = table::cell(&mut self.pages, (row, tag), &entry.text, look, *width);
            CellLines { lines, side: side(entry) }
        });
        Row { cells: cells.collect(), shaded: total }
    }

    fn judged(&mut self, judged: &Judged) {
        let (called, rating) = &judged.rating;
        let words = format!("{called}: {rating}");
        self.words(Tag::Paragraph, &words, Look { bold: true, ..TEXT }, 2.0);
        self.pages.skip(4.0);
        let widths = JUDGED.map(|part| part * WIDTH);
        let table = self.pages.tags.add(0, Tag::Table);
        let entries = judged.columns.clone().map(|text| Entry { text, figure: false });
        let head = self.head(table, &entries, &widths);
        let mut rows = Vec::new();
        for remarks in &judged.rows {
            let row = self.pages.tags.add(table, Tag::Row);
            let bold = Look { bold: true, ..CELL };
            let name =
                table::cell(&mut self.pages, (row, Tag::RowHead), &remarks.name, bold, widths[0]);
            let said = self.bullets(row, &remarks.bullets, widths[1] - 2.0 * PAD);
            let sign = remarks.sign.as_deref().unwrap_or_default();
            let sign = table::cell(&mut self.pages, (row, Tag::Cell), sign, bold, widths[2]);
            let cells = [(name, Side::Left), (said, Side::Left), (sign, Side::Middle)];
            let cells = cells.map(|(lines, side)| CellLines { lines, side });
            rows.push(Row { cells: cells.into(), shaded: false });
        }
        let (called, sign) = &judged.closing;
        let closing =
            [called.as_str(), "", sign].map(|text| Entry { text: text.to_owned(), figure: false });
        let mut last = self.row(table, &closing, &widths, true, true);
        last.cells.iter_mut().skip(2).for_each(|cell| cell.side = Side::Middle);
        rows.push(last);
        table::place(&mut self.pages, &widths, Some(&head), &rows);
        self.words(Tag::Paragraph, &judged.legend, FOOT, 5.0);
    }

    /// The bullets of a cell, with their lettered items.
    fn bullets(&mut self, row: usize, bullets: &[Bullet], width: f32) -> Vec<Line> {
        let cell = self.pages.tags.add(row, Tag::Cell);
        if bullets.is_empty() {
            return Vec::new();
        }
        let list = self.pages.tags.add(cell, Tag::List);
        let (one, two) = INDENTS;
        let mut lines = Vec::new();
        for bullet in bullets {
            let body = self.item(list, &bullet.text, ("•", 0.0, one), width, &mut lines);
            if bullet.items.is_empty() {
                continue;
            }
            let inner = self.pages.tags.add(body, Tag::List);
            for (index, item) in bullet.items.iter().enumerate() {
                self.item(inner, item, (&letter(index), one, two), width, &mut lines);
            }
        }
        lines
    }

    /// An item of a list: its label at a place, its words at another; gives the tag of its body.
    fn item(
        &mut self,
        list: usize,
        remark: &Remark,
        (label, at, indent): (&str, f32, f32),
        width: f32,
        lines: &mut Vec<Line>,
    ) -> usize {
        let tags = &mut self.pages.tags;
        let item = tags.add(list, Tag::Item);
        let mark = tags.add(item, Tag::Label);
        let body = tags.add(item, Tag::Body);
        let words = tags.add(body, Tag::Paragraph);
        let rules = format!(" [{}]", remark.rules.join(", "));
        let mut pieces = vec![(remark.text.as_str(), CELL)];
        if !remark.rules.is_empty() {
            pieces.push((&rules, RULES));
        }
        let mut mine = broken(self.pages.fonts, &pieces, width, indent, words);
        if let Some(first) = mine.first_mut() {
            first.label = Some((at, label.to_owned(), mark));
            first.above = 3.0;
        }
        lines.append(&mut mine);
        body
    }
}

fn side(entry: &Entry) -> Side {
    if entry.figure { Side::Right } else { Side::Left }
}
