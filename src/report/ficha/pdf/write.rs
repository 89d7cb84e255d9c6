//! Pages → the bytes of a PDF.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{
    CidFontType, FontFlags, StructRole, SystemInfo, TableHeaderScope, UnicodeCmap,
};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::document;

use super::super::Ficha;
use super::font::{Font, Fonts};
use super::lines::Look;
use super::pages::{Child, Page, Pages, SIDE, SIZE, Tag, Words};

/// How hard to compress, of 10.
const LEVEL: u8 = 6;
/// Names of the fonts in the pages: regular and bold.
const FONTS: [Name<'static>; 2] = [Name(b"F0"), Name(b"F1")];
const IDENTITY: Name<'static> = Name(b"Identity-H");
/// The language of what is written.
const LANGUAGE: &str = "es-CL";
/// How dark quiet words, lines and boxes are, from 0 (black) to 1.
const QUIET: f32 = 0.35;
const RULE: f32 = 0.62;
const BOX: f32 = 0.93;
/// How far the number of the page stands from the bottom.
const NUMBER: f32 = 32.0;

/// The bytes.
pub(super) fn write(ficha: &Ficha, pages: &Pages<'_>, fonts: &Fonts) -> Vec<u8> {
    let ids = Ids::new(pages);
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    catalog(&mut pdf, pages, &ids);
    let title = TextStr(&ficha.title);
    pdf.document_info(ids.info).title(title).producer(TextStr("Pilares"));
    metadata(&mut pdf, ficha, &ids);
    let kids = (0..pages.pages.len()).map(|at| ids.page(at));
    let count = i32::try_from(pages.pages.len()).unwrap_or(i32::MAX);
    pdf.pages(ids.tree).kids(kids).count(count);
    for (at, font) in fonts.all().into_iter().enumerate() {
        embed(&mut pdf, font, ids.font(at));
    }
    let mut whole: Vec<String> = Vec::new();
    for (at, page) in pages.pages.iter().enumerate() {
        write_page(&mut pdf, ficha, pages, &ids, (at, page));
        let words = page.runs.iter().flat_map(|(_, words)| words);
        whole.extend(words.map(|words| words.text.clone()));
    }
    structure(&mut pdf, pages, &ids);
    outline(&mut pdf, pages, &ids);
    // A document is known by what it says: nothing of the clock or of the machine is in it.
    let digest = document::digest(whole.iter().map(String::as_str)).into_bytes();
    pdf.set_file_id((digest.clone(), digest));
    pdf.finish()
}

/// Where each object stands.
struct Ids {
    catalog: Ref,
    info: Ref,
    metadata: Ref,
    tree: Ref,
    root: Ref,
    outline: Ref,
    pages: i32,
    nodes: i32,
    headings: i32,
}

/// Objects that come before those that are counted: six single ones and five of each font.
const SINGLE: i32 = 7;
const OF_FONT: i32 = 5;
/// Objects of a page: itself, its content, its tags.
const OF_PAGE: i32 = 3;

impl Ids {
    fn new(pages: &Pages<'_>) -> Ids {
        let length = |count: usize| i32::try_from(count).unwrap_or(i32::MAX / 8);
        let first = SINGLE + 2 * OF_FONT;
        let nodes = first + OF_PAGE * length(pages.pages.len());
        let headings = nodes + length(pages.tags.nodes.len());
        let [catalog, info, metadata, tree, root, outline] = [1, 2, 3, 4, 5, 6].map(Ref::new);
        Ids { catalog, info, metadata, tree, root, outline, pages: first, nodes, headings }
    }

    /// One of the objects counted from a first.
    fn at(first: i32, index: usize, each: i32) -> Ref {
        Ref::new(first + each * i32::try_from(index).unwrap_or(0))
    }

    fn page(&self, index: usize) -> Ref {
        Ids::at(self.pages, index, OF_PAGE)
    }

    fn content(&self, index: usize) -> Ref {
        Ids::at(self.pages + 1, index, OF_PAGE)
    }

    fn marks(&self, index: usize) -> Ref {
        Ids::at(self.pages + 2, index, OF_PAGE)
    }

    fn node(&self, index: usize) -> Ref {
        Ids::at(self.nodes, index, 1)
    }

    fn heading(&self, index: usize) -> Ref {
        Ids::at(self.headings, index, 1)
    }

    /// The first of a font's objects.
    fn font(&self, index: usize) -> i32 {
        SINGLE + OF_FONT * i32::try_from(index).unwrap_or(0)
    }
}

fn catalog(pdf: &mut Pdf, pages: &Pages<'_>, ids: &Ids) {
    let mut catalog = pdf.catalog(ids.catalog);
    catalog.pages(ids.tree).lang(TextStr(LANGUAGE)).metadata(ids.metadata);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.mark_info().marked(true);
    if !pages.headings.is_empty() {
        catalog.outlines(ids.outline);
    }
    let mut root = catalog.struct_tree_root();
    root.child(ids.node(0));
    let mut tree = root.parent_tree();
    let mut numbers = tree.nums();
    for at in 0..pages.pages.len() {
        numbers.insert(i32::try_from(at).unwrap_or(0), ids.marks(at));
    }
}

/// The title, the language and the seal for who does not read the rest.
fn metadata(pdf: &mut Pdf, ficha: &Ficha, ids: &Ids) {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, seal) = (escape(&ficha.title), escape(&ficha.seal.plain()));
    let xmp = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{seal}</rdf:li></rdf:Alt></dc:description>\
         <dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    );
    pdf.metadata(ids.metadata, xmp.as_bytes());
}

/// What a document of this program says of itself, as XML has it.
pub(in super::super) fn described(bytes: &[u8]) -> Option<String> {
    let (start, end) =
        (&b"<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">"[..], b"</rdf:li>");
    let at = bytes.windows(start.len()).position(|window| window == start)? + start.len();
    let rest = bytes.get(at..)?;
    let length = rest.windows(end.len()).position(|window| window == end)?;
    String::from_utf8(rest.get(..length)?.to_vec()).ok()
}

/// A font whole, with the widths of its glyphs and the characters that they stand for.
fn embed(pdf: &mut Pdf, font: &Font, first: i32) {
    let [whole, cid, descriptor, unicode, file] = [0, 1, 2, 3, 4].map(|at| Ref::new(first + at));
    let name = Name(font.name.as_bytes());
    let info = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(whole)
        .base_font(name)
        .encoding_predefined(IDENTITY)
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut described = pdf.cid_font(cid);
    described.subtype(CidFontType::Type2).base_font(name).system_info(info);
    described.font_descriptor(descriptor).default_width(0.0);
    described.cid_to_gid_map_predefined(Name(b"Identity"));
    let count = font.face.as_ref().map_or(0, |face| face.number_of_glyphs());
    described.widths().consecutive(0, (0..count).map(|glyph| font.advance(glyph)));
    described.finish();
    let scaled = |value: i16| f32::from(value) * 1000.0 / units(font);
    let face = font.face.as_ref();
    let bounds = face.map(|face| face.global_bounding_box());
    let bounds = bounds.map_or(Rect::new(0.0, 0.0, 0.0, 0.0), |b| {
        Rect::new(scaled(b.x_min), scaled(b.y_min), scaled(b.x_max), scaled(b.y_max))
    });
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(bounds)
        .italic_angle(0.0)
        .ascent(face.map_or(0.0, |face| scaled(face.ascender())))
        .descent(face.map_or(0.0, |face| scaled(face.descender())))
        .cap_height(face.and_then(|face| face.capital_height()).map_or(700.0, scaled))
        .stem_v(80.0)
        .font_file2(file);
    let mut map = UnicodeCmap::new(Name(b"Pilares"), info);
    font.characters().into_iter().for_each(|(glyph, character)| map.pair(glyph, character));
    let map = compress_to_vec_zlib(map.finish().as_slice(), LEVEL);
    pdf.stream(unicode, &map).filter(Filter::FlateDecode);
    let packed = compress_to_vec_zlib(font.data, LEVEL);
    let length = i32::try_from(font.data.len()).unwrap_or(0);
    pdf.stream(file, &packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
}

fn units(font: &Font) -> f32 {
    f32::from(font.face.as_ref().map_or(1000, |face| face.units_per_em()))
}

fn write_page(
    pdf: &mut Pdf,
    ficha: &Ficha,
    pages: &Pages<'_>,
    ids: &Ids,
    (at, page): (usize, &Page),
) {
    let mut written = pdf.page(ids.page(at));
    written.parent(ids.tree).media_box(Rect::new(0.0, 0.0, SIZE.0, SIZE.1));
    written.contents(ids.content(at)).struct_parents(i32::try_from(at).unwrap_or(0));
    written.pair(Name(b"Tabs"), Name(b"S"));
    let mut resources = written.resources();
    let mut fonts = resources.fonts();
    for (index, name) in FONTS.into_iter().enumerate() {
        fonts.pair(name, Ref::new(ids.font(index)));
    }
    fonts.finish();
    resources.finish();
    written.finish();
    let mut content = Content::new();
    frames(&mut content, page);
    for (run, (tag, words)) in page.runs.iter().enumerate() {
        let name = role(pages.tags.nodes[*tag].tag).to_name();
        let run = i32::try_from(run).unwrap_or(0);
        content.begin_marked_content_with_properties(name).properties().identify(run);
        words.iter().for_each(|words| show(&mut content, pages.fonts, words));
        content.end_marked_content();
    }
    content.begin_marked_content(Name(b"Artifact"));
    page.repeated.iter().for_each(|words| show(&mut content, pages.fonts, words));
    numbered(&mut content, ficha, pages, at);
    content.end_marked_content();
    let packed = compress_to_vec_zlib(content.finish().as_slice(), LEVEL);
    pdf.stream(ids.content(at), &packed).filter(Filter::FlateDecode);
    let marks = page.runs.iter().map(|(tag, _)| ids.node(*tag));
    pdf.indirect(ids.marks(at)).array().items(marks);
}

/// Boxes and lines, which mean nothing to who does not see them.
fn frames(content: &mut Content, page: &Page) {
    content.begin_marked_content(Name(b"Artifact"));
    content.set_fill_gray(BOX);
    for [left, top, width, height] in &page.boxes {
        content.rect(*left, SIZE.1 - top - height, *width, *height).fill_nonzero();
    }
    content.set_stroke_gray(RULE).set_line_width(0.5);
    for [left, top, right, bottom] in &page.rules {
        content.move_to(*left, SIZE.1 - top).line_to(*right, SIZE.1 - bottom).stroke();
    }
    content.end_marked_content();
}

fn show(content: &mut Content, fonts: &Fonts, words: &Words) {
    let font = fonts.of(words.look.bold);
    let glyphs = font.glyphs(&words.text).into_iter();
    let bytes: Vec<u8> = glyphs.flat_map(u16::to_be_bytes).collect();
    content.begin_text();
    content.set_fill_gray(if words.look.quiet { QUIET } else { 0.0 });
    content.set_font(FONTS[usize::from(words.look.bold)], words.look.size);
    content.set_text_matrix([1.0, 0.0, 0.0, 1.0, words.left, SIZE.1 - words.baseline]);
    content.show(Str(&bytes));
    content.end_text();
}

/// The title and the number of the page, at its foot.
fn numbered(content: &mut Content, ficha: &Ficha, pages: &Pages<'_>, at: usize) {
    let look = Look { size: 7.5, bold: false, quiet: true };
    let font = pages.fonts.of(false);
    let baseline = SIZE.1 - NUMBER;
    let number = format!("{} / {}", at + 1, pages.pages.len());
    let left = SIZE.0 - SIDE - font.width(&number, look.size);
    let mut title = ficha.title.clone();
    while font.width(&title, look.size) > left - SIDE - 20.0 {
        title.pop();
    }
    show(content, pages.fonts, &Words { left: SIDE, baseline, text: title, look });
    show(content, pages.fonts, &Words { left, baseline, text: number, look });
}

fn role(tag: Tag) -> StructRole {
    match tag {
        Tag::Document => StructRole::Document,
        Tag::Heading(1) => StructRole::H1,
        Tag::Heading(2) => StructRole::H2,
        Tag::Heading(_) => StructRole::H3,
        Tag::Paragraph => StructRole::P,
        Tag::Table => StructRole::Table,
        Tag::Row => StructRole::TR,
        Tag::ColumnHead | Tag::RowHead => StructRole::TH,
        Tag::Cell => StructRole::TD,
        Tag::List => StructRole::L,
        Tag::Item => StructRole::LI,
        Tag::Label => StructRole::Lbl,
        Tag::Body => StructRole::LBody,
    }
}

/// The tree of tags.
fn structure(pdf: &mut Pdf, pages: &Pages<'_>, ids: &Ids) {
    for (at, node) in pages.tags.nodes.iter().enumerate() {
        let mut element = pdf.struct_element(ids.node(at));
        element.kind(role(node.tag));
        element.parent(if at == 0 { ids.root } else { ids.node(node.parent) });
        let scope = match node.tag {
            Tag::ColumnHead => Some(TableHeaderScope::Column),
            Tag::RowHead => Some(TableHeaderScope::Row),
            _ => None,
        };
        if let Some(scope) = scope {
            element.attributes().push().table().scope(scope);
        }
        let mut children = element.children();
        for child in &node.children {
            match child {
                Child::Node(node) => _ = children.struct_element(ids.node(*node)),
                Child::Words(page, run) => {
                    let run = i32::try_from(*run).unwrap_or(0);
                    children.marked_content_ref().page(ids.page(*page)).marked_content_id(run);
                }
            }
        }
    }
}

/// The parts, for who jumps between them.
fn outline(pdf: &mut Pdf, pages: &Pages<'_>, ids: &Ids) {
    let last = pages.headings.len().saturating_sub(1);
    if pages.headings.is_empty() {
        return;
    }
    let count = i32::try_from(pages.headings.len()).unwrap_or(0);
    pdf.outline(ids.outline).first(ids.heading(0)).last(ids.heading(last)).count(count);
    for (at, (title, page, down)) in pages.headings.iter().enumerate() {
        let mut item = pdf.outline_item(ids.heading(at));
        item.title(TextStr(title)).parent(ids.outline);
        if at > 0 {
            item.prev(ids.heading(at - 1));
        }
        if at < last {
            item.next(ids.heading(at + 1));
        }
        item.dest().page(ids.page(*page)).xyz(SIDE, SIZE.1 - down, None);
    }
}
