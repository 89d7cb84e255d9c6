//! Sheets as a workbook (Office Open XML) that spreadsheets open; the same bytes each time.
//!
//! Every text is written as a text and none as a formula. One that begins like a formula carries the
//! sign by which a spreadsheet keeps it a text when somebody edits it.

mod zip;

use std::fmt::Write as _;

use super::{Cell, Sheet};
use zip::Zip;

/// Characters that a cell holds at most.
const LONGEST: usize = 32_767;

/// Bytes that the sheet of the seal has at most.
const SEAL: usize = 64 * 1024;

/// The columns and the head of a sheet stand still when it scrolls.
const VIEW: &str = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
    activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";

/// Styles by position: plain, head, text that wraps, the same kept a text, figure.
const STYLES: &str = concat!(
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<fonts count="2"><font><sz val="10"/><name val="Calibri"/></font>"#,
    r#"<font><b/><sz val="10"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="3"><fill><patternFill patternType="none"/></fill>"#,
    r#"<fill><patternFill patternType="gray125"/></fill>"#,
    r#"<fill><patternFill patternType="solid"><fgColor rgb="FFE7EBF0"/></patternFill></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>"#,
    r#"<xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);

const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The bytes of the workbook.
pub fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let mut zip = Zip::default();
    zip.add("[Content_Types].xml", &content_types(sheets.len()));
    zip.add(
        "_rels/.rels",
        &relations([(format!("{RELATIONS}/officeDocument"), "xl/workbook.xml".to_owned())]),
    );
    zip.add("xl/workbook.xml", &workbook(sheets));
    let worksheets = (1..=sheets.len())
        .map(|at| (format!("{RELATIONS}/worksheet"), format!("worksheets/sheet{at}.xml")));
    let styles = (format!("{RELATIONS}/styles"), "styles.xml".to_owned());
    zip.add("xl/_rels/workbook.xml.rels", &relations(worksheets.chain([styles])));
    zip.add("xl/styles.xml", &part(STYLES));
    for (at, sheet) in sheets.iter().enumerate() {
        zip.add(&format!("xl/worksheets/sheet{}.xml", at + 1), &worksheet(sheet));
    }
    zip.into_bytes()
}

/// The texts of the cells of the last sheet below its head, as XML has them; none of a workbook that
/// another program wrote.
pub(super) fn last_sheet(bytes: &[u8]) -> Option<Vec<String>> {
    let xml = zip::last(bytes, SEAL)?;
    let (_, rows) = xml.split_once("<row r=\"2\">")?;
    let texts = rows.split("<t xml:space=\"preserve\">").skip(1);
    Some(texts.filter_map(|text| Some(text.split_once("</t>")?.0.to_owned())).collect())
}

fn part(xml: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{xml}")
}

fn content_types(sheets: usize) -> String {
    let mut xml = String::from(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    );
    let mut of = |part: &str, kind: &str| {
        let _ = write!(xml, "<Override PartName=\"{part}\" ContentType=\"{TYPES}.{kind}+xml\"/>");
    };
    of("/xl/workbook.xml", "sheet.main");
    of("/xl/styles.xml", "styles");
    (1..=sheets).for_each(|at| of(&format!("/xl/worksheets/sheet{at}.xml"), "worksheet"));
    xml.push_str("</Types>");
    part(&xml)
}

fn relations(of: impl IntoIterator<Item = (String, String)>) -> String {
    let mut xml = String::from(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    for (at, (kind, target)) in of.into_iter().enumerate() {
        let at = at + 1;
        let _ = write!(xml, "<Relationship Id=\"rId{at}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    xml.push_str("</Relationships>");
    part(&xml)
}

fn workbook(sheets: &[Sheet]) -> String {
    let mut xml = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>");
    for (at, sheet) in sheets.iter().enumerate() {
        let (at, name) = (at + 1, escape(sheet.name));
        let _ = write!(xml, "<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>");
    }
    xml.push_str("</sheets></workbook>");
    part(&xml)
}

fn worksheet(sheet: &Sheet) -> String {
    let mut xml = format!("<worksheet xmlns=\"{MAIN}\">{VIEW}<cols>");
    for (at, (_, width)) in sheet.columns.iter().enumerate() {
        let at = at + 1;
        let _ = write!(xml, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols><sheetData><row r=\"1\">");
    for (at, (name, _)) in sheet.columns.iter().enumerate() {
        text(&mut xml, &place(at, 1), name, 1);
    }
    xml.push_str("</row>");
    for (row, cells) in sheet.rows.iter().enumerate() {
        let row = row + 2;
        let _ = write!(xml, "<row r=\"{row}\">");
        cells.iter().enumerate().for_each(|(at, it)| cell(&mut xml, &place(at, row), it));
        xml.push_str("</row>");
    }
    let last = place(sheet.columns.len().saturating_sub(1), sheet.rows.len() + 1);
    let _ = write!(xml, "</sheetData><autoFilter ref=\"A1:{last}\"/></worksheet>");
    part(&xml)
}

fn cell(xml: &mut String, place: &str, cell: &Cell) {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) if words.starts_with(is_obeyed) => text(xml, place, words, 3),
        Cell::Text(words) => text(xml, place, words, 2),
        Cell::Number(number) => {
            let _ = write!(xml, "<c r=\"{place}\" s=\"4\"><v>{number}</v></c>");
        }
    }
}

/// Whether a spreadsheet takes a text that begins so, once it is edited or copied, for a formula.
fn is_obeyed(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

fn text(xml: &mut String, place: &str, words: &str, style: u8) {
    let words = escape(words);
    let _ = write!(
        xml,
        "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>"
    );
}

/// The name of a cell: `A1`; columns are counted from 0, rows from 1.
fn place(column: usize, row: usize) -> String {
    let letters = super::letter(column).to_uppercase();
    format!("{}{row}", letters.trim_end_matches(')'))
}

/// A text as XML holds it; what XML cannot hold is left out, and what no cell can is cut.
fn escape(text: &str) -> String {
    let held = |character: &char| {
        matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || *character > '\u{ffff}'
    };
    let mut escaped = String::with_capacity(text.len());
    let mut units = 0;
    for character in text.chars().filter(held) {
        units += character.len_utf16();
        if units >= LONGEST {
            escaped.push('…');
            break;
        }
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        let names = [(0, 1), (25, 2), (26, 3), (701, 4), (702, 5)].map(|(at, row)| place(at, row));
        assert_eq!(names, ["A1", "Z2", "AA3", "ZZ4", "AAA5"]);
    }

    #[test]
    fn what_xml_or_a_cell_cannot_hold_is_left_out() {
        assert_eq!(escape("a\u{1}<b>\u{ffff}&\"ñ"), "a&lt;b&gt;&amp;&quot;ñ");
        let long = escape(&"x".repeat(40_000));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with('…'));
    }
}
