//! A ficha as PDF: A4, tagged for screen readers, with its font in it; the same bytes each time.
//!
//! ```text
//! Ficha ─▶ layout (lines, rows, pages) ─▶ Pages: words with their places + tree of tags ─▶ write ─▶ bytes
//! ```

mod font;
mod layout;
mod lines;
mod pages;
mod table;
mod write;

use std::collections::BTreeSet;

use super::Ficha;

pub(super) use write::described;

/// Signs that the font lacks and that are named, at most.
const NAMED: usize = 12;

/// The bytes of the document; at its foot, which signs of the ficha its font cannot write.
pub fn pdf(ficha: &Ficha) -> Vec<u8> {
    let fonts = font::Fonts::new();
    let lacking = lacking(ficha, &fonts);
    if lacking.is_empty() {
        return write::write(ficha, &layout::layout(ficha, &fonts), &fonts);
    }
    let mut ficha = ficha.clone();
    ficha.foot.push(unwritten(&lacking));
    write::write(&ficha, &layout::layout(&ficha, &fonts), &fonts)
}

/// The signs that the font lacks.
fn lacking(ficha: &Ficha, fonts: &font::Fonts) -> BTreeSet<char> {
    let [font, _] = fonts.all();
    let mut lacking = BTreeSet::new();
    ficha.each_text(|text| lacking.extend(text.chars().filter(|sign| !font.has(*sign))));
    lacking
}

/// That some signs could not be written, each by its code, and where they can be read.
fn unwritten(lacking: &BTreeSet<char>) -> String {
    let codes: Vec<String> =
        lacking.iter().take(NAMED).map(|sign| format!("U+{:04X}", u32::from(*sign))).collect();
    let more = match lacking.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" y otros {more}"),
    };
    format!(
        "Este PDF no puede mostrar todos los signos del formulario: donde se lee � había otro signo \
         ({}{more}). La ficha en HTML y en Markdown los muestra.",
        codes.join(", ")
    )
}
