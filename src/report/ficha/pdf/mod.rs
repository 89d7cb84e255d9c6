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

use super::Ficha;

pub(super) use write::described;

/// The bytes of the document.
pub fn pdf(ficha: &Ficha) -> Vec<u8> {
    let fonts = font::Fonts::new();
    let pages = layout::layout(ficha, &fonts);
    write::write(ficha, &pages, &fonts)
}
