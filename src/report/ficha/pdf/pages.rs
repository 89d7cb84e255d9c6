//! Pages under way: words with their places, and the tree of tags that says what they are.

use super::font::Fonts;
use super::lines::{Line, Look};

/// A4, in points.
pub(super) const SIZE: (f32, f32) = (595.28, 841.89);
/// Left and right of the text.
pub(super) const SIDE: f32 = 51.0;
/// Above the text.
const TOP: f32 = 54.0;
/// Below the text.
const BOTTOM: f32 = 60.0;

/// How wide the text is.
pub(super) const WIDTH: f32 = SIZE.0 - 2.0 * SIDE;

/// What a part of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Document,
    Heading(u8),
    Paragraph,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    List,
    Item,
    Label,
    Body,
}

/// The tree of tags; the document is the first.
pub(super) struct Tags {
    pub nodes: Vec<Node>,
}

/// A part of the document.
pub(super) struct Node {
    /// What it is.
    pub tag: Tag,
    /// The part that it stands in; its own position for the document.
    pub parent: usize,
    /// What is in it, in order.
    pub children: Vec<Child>,
}

/// Something in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    /// Another part.
    Node(usize),
    /// Words on a page: the page, and which of its marked runs.
    Words(usize, usize),
}

/// A page.
#[derive(Default)]
pub(super) struct Page {
    /// Runs of words in reading order, each with the tag that it belongs to; a tag may have several.
    pub runs: Vec<(usize, Vec<Words>)>,
    /// Words without meaning: heads of tables that go on.
    pub repeated: Vec<Words>,
    /// Grey boxes: left, top, width, height.
    pub boxes: Vec<[f32; 4]>,
    /// Lines: from left and top to left and top.
    pub rules: Vec<[f32; 4]>,
}

/// Words at a place: the left of the first and its baseline, from the top.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub left: f32,
    pub baseline: f32,
    pub text: String,
    pub look: Look,
}

/// Pages under way.
pub(super) struct Pages<'f> {
    pub fonts: &'f Fonts,
    pub tags: Tags,
    pub pages: Vec<Page>,
    /// How far down the last page is written.
    pub down: f32,
    /// Headings with the page and the height at which they stand.
    pub headings: Vec<(String, usize, f32)>,
}

impl Tags {
    fn new() -> Tags {
        Tags { nodes: vec![Node { tag: Tag::Document, parent: 0, children: Vec::new() }] }
    }

    /// A part within another.
    pub fn add(&mut self, parent: usize, tag: Tag) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { tag, parent, children: Vec::new() });
        self.nodes[parent].children.push(Child::Node(node));
        node
    }
}

impl<'f> Pages<'f> {
    pub fn new(fonts: &'f Fonts) -> Pages<'f> {
        let (pages, headings) = (vec![Page::default()], Vec::new());
        Pages { fonts, tags: Tags::new(), pages, down: TOP, headings }
    }

    pub fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("there is always a page")
    }

    /// How much room is left on the page.
    pub fn room(&self) -> f32 {
        SIZE.1 - BOTTOM - self.down
    }

    /// Whether nothing stands on the page yet.
    pub fn is_fresh(&self) -> bool {
        self.down <= TOP
    }

    pub fn turn(&mut self) {
        self.pages.push(Page::default());
        self.down = TOP;
    }

    /// Turns the page where less than some room is left.
    pub fn need(&mut self, room: f32) {
        if self.room() < room && !self.is_fresh() {
            self.turn();
        }
    }

    pub fn skip(&mut self, room: f32) {
        if !self.is_fresh() {
            self.down += room;
        }
    }

    /// Lines over the whole width, over as many pages as it takes.
    pub fn flow(&mut self, lines: &[Line]) {
        for line in lines {
            self.need(line.above + line.height);
            let top = self.down + if self.is_fresh() { 0.0 } else { line.above };
            self.put(line, SIDE, top, 0.0);
            self.down = top + line.height;
        }
    }

    /// A line at a place of the page, moved to the right by `shift`.
    pub fn put(&mut self, line: &Line, left: f32, top: f32, shift: f32) {
        let size = line.pieces.iter().map(|(_, look)| look.size).fold(0.0, f32::max);
        let baseline = top + (line.height - size) / 2.0 + size * 0.86;
        if let (Some((at, text, tag)), Some((_, look))) = (&line.label, line.pieces.first()) {
            let look = Look { quiet: false, ..*look };
            let words = Words { left: left + at, baseline, text: format!("{text} "), look };
            self.mark(*tag, words);
        }
        let mut at = left + line.indent + shift;
        for (text, look) in &line.pieces {
            let words = Words { left: at, baseline, text: text.clone(), look: *look };
            at += self.fonts.of(look.bold).width(text, look.size);
            self.mark(line.tag, words);
        }
    }

    /// Words of a tag: they join the run before where that is of the same.
    fn mark(&mut self, tag: usize, words: Words) {
        let page = self.pages.len() - 1;
        let runs = &mut self.page().runs;
        match runs.last_mut() {
            Some((last, run)) if *last == tag => run.push(words),
            _ => {
                runs.push((tag, vec![words]));
                let run = runs.len() - 1;
                self.tags.nodes[tag].children.push(Child::Words(page, run));
            }
        }
    }

    /// A line that says again what a tag has said already.
    pub fn repeat(&mut self, line: &Line, left: f32, top: f32, shift: f32) {
        let mut apart = std::mem::take(&mut self.page().runs);
        let children = self.tags.nodes[line.tag].children.len();
        self.put(line, left, top, shift);
        std::mem::swap(&mut self.page().runs, &mut apart);
        self.tags.nodes[line.tag].children.truncate(children);
        let words = apart.into_iter().flat_map(|(_, words)| words);
        self.page().repeated.extend(words);
    }
}
