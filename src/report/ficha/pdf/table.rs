//! Tables: widths of columns, rows that go on over pages, heads that come again.

use super::font::Fonts;
use super::lines::{Line, Look, broken, leading};
use super::pages::{Pages, SIDE, Tag, WIDTH};

/// Between the words of a cell and its border.
pub(super) const PAD: f32 = 4.5;
/// A row taller than this may go on over the page.
const WHOLE: f32 = 150.0;

/// A row ready to be placed: lines by cell.
pub(super) struct Row {
    pub cells: Vec<CellLines>,
    /// Whether it stands on grey.
    pub shaded: bool,
}

/// Where the lines of a cell stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// A cell ready to be placed.
pub(super) struct CellLines {
    pub lines: Vec<Line>,
    /// Where its lines stand.
    pub side: Side,
}

/// The widths of columns that together are as wide as the page.
///
/// Each column gets what its longest word needs, and of what is left a part that grows with the root
/// of what its longest cell would fill, so that one long text does not starve the others.
pub(super) fn widths(fonts: &Fonts, rows: &[Vec<&str>], look: Look) -> Vec<f32> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let font = fonts.of(true);
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let word = |text: &str| {
        let words = text.split(' ').map(|word| font.width(word, look.size));
        words.fold(0.0, f32::max)
    };
    let most = WIDTH / columns.max(1) as f32 * 1.4;
    let least = |at: usize| {
        let widest = cells(at).map(|text| word(text)).fold(0.0, f32::max);
        widest.min(most) + 2.0 * PAD + 1.0
    };
    let wish = |at: usize| cells(at).map(|text| font.width(text, look.size)).fold(1.0, f32::max);
    let least: Vec<f32> = (0..columns).map(least).collect();
    let total: f32 = least.iter().sum();
    if total >= WIDTH {
        return least.into_iter().map(|width| width * WIDTH / total).collect();
    }
    let wishes: Vec<f32> = (0..columns).map(|at| wish(at).sqrt()).collect();
    let all: f32 = wishes.iter().sum();
    least.iter().zip(wishes).map(|(least, wish)| least + (WIDTH - total) * wish / all).collect()
}

/// The lines of a cell that holds one text.
pub(super) fn cell(
    pages: &mut Pages<'_>,
    (row, tag): (usize, Tag),
    text: &str,
    look: Look,
    width: f32,
) -> Vec<Line> {
    let tag = pages.tags.add(row, tag);
    broken(pages.fonts, &[(text, look)], width - 2.0 * PAD, 0.0, tag)
}

/// Places rows, the head again on each page that they go on to.
pub(super) fn place(pages: &mut Pages<'_>, widths: &[f32], head: Option<&Row>, rows: &[Row]) {
    let first = rows.first().map_or(0.0, height).min(WHOLE);
    pages.need(head.map_or(0.0, height) + first);
    if let Some(head) = head {
        whole(pages, widths, head, false);
    }
    for row in rows {
        let tall = height(row);
        if tall > pages.room() && (tall <= WHOLE || pages.room() < leading(9.0) * 4.0) {
            go_on(pages, widths, head);
        }
        match tall <= pages.room() {
            true => whole(pages, widths, row, false),
            false => split(pages, widths, head, row),
        }
    }
}

fn go_on(pages: &mut Pages<'_>, widths: &[f32], head: Option<&Row>) {
    if pages.is_fresh() {
        return;
    }
    pages.turn();
    if let Some(head) = head {
        whole(pages, widths, head, true);
    }
}

fn tall(lines: &[Line]) -> f32 {
    let above = lines.iter().skip(1).map(|line| line.above).sum::<f32>();
    above + lines.iter().map(|line| line.height).sum::<f32>()
}

fn height(row: &Row) -> f32 {
    let tallest = row.cells.iter().map(|cell| tall(&cell.lines)).fold(0.0, f32::max);
    tallest + 2.0 * PAD
}

fn whole(pages: &mut Pages<'_>, widths: &[f32], row: &Row, again: bool) {
    let parts: Vec<&[Line]> = row.cells.iter().map(|cell| &cell.lines[..]).collect();
    part(pages, widths, row, &parts, again);
}

/// A row of which each page takes the lines that fit.
fn split(pages: &mut Pages<'_>, widths: &[f32], head: Option<&Row>, row: &Row) {
    let mut left: Vec<&[Line]> = row.cells.iter().map(|cell| &cell.lines[..]).collect();
    while left.iter().any(|lines| !lines.is_empty()) {
        let room = pages.room() - 2.0 * PAD;
        let fresh = pages.is_fresh();
        let mut now = Vec::new();
        for lines in &mut left {
            let mut count = fitting(lines, room);
            // A page that has nothing yet takes at least a line, so that there is an end.
            if count == 0 && fresh && !lines.is_empty() {
                count = 1;
            }
            let (mine, rest) = lines.split_at(count);
            now.push(mine);
            *lines = rest;
        }
        if now.iter().any(|lines| !lines.is_empty()) {
            part(pages, widths, row, &now, false);
        }
        if left.iter().any(|lines| !lines.is_empty()) {
            let before = pages.pages.len();
            go_on(pages, widths, head);
            if pages.pages.len() == before {
                pages.turn();
            }
        }
    }
}

/// How many of some lines fit; of a paragraph no line stays alone where two would not.
fn fitting(lines: &[Line], room: f32) -> usize {
    let fit = (0..=lines.len()).rev().find(|count| tall(&lines[..*count]) <= room).unwrap_or(0);
    let begins = |at: usize| match (at.checked_sub(1).and_then(|at| lines.get(at)), lines.get(at)) {
        (Some(before), Some(line)) => line.label.is_some() || before.tag != line.tag,
        _ => true,
    };
    let mut count = fit;
    if fit > 2 && !begins(fit) && begins(fit + 1) {
        count -= 1;
    }
    if count > 1 && !begins(count) && begins(count - 1) {
        count -= 1;
    }
    count
}

/// Some lines of each cell, in a frame.
fn part(pages: &mut Pages<'_>, widths: &[f32], row: &Row, parts: &[&[Line]], again: bool) {
    let tallest = parts.iter().map(|lines| tall(lines)).fold(0.0, f32::max) + 2.0 * PAD;
    let top = pages.down;
    if row.shaded {
        pages.page().boxes.push([SIDE, top, WIDTH, tallest]);
    }
    let mut left = SIDE;
    for ((cell, lines), width) in row.cells.iter().zip(parts).zip(widths) {
        let mut at = top + PAD;
        for (index, line) in lines.iter().enumerate() {
            at += if index == 0 { 0.0 } else { line.above };
            let free = (width - 2.0 * PAD - line.width(pages.fonts)).max(0.0);
            let shift = match cell.side {
                Side::Left => 0.0,
                Side::Middle => free / 2.0,
                Side::Right => free,
            };
            match again {
                true => pages.repeat(line, left + PAD, at, shift),
                false => pages.put(line, left + PAD, at, shift),
            }
            at += line.height;
        }
        pages.page().rules.push([left, top, left, top + tallest]);
        left += width;
    }
    let rules = &mut pages.page().rules;
    rules.push([left, top, left, top + tallest]);
    rules.push([SIDE, top, left, top]);
    rules.push([SIDE, top + tallest, left, top + tallest]);
    pages.down += tallest;
}
