//! The font of the PDF: Noto Sans, regular and bold, with the letters of European languages.
//!
//! The files are subsets of version 2.015 without instructions for screens and without features
//! (`font/LICENSE.txt`, SIL Open Font License 1.1, no reserved name).

use ttf_parser::{Face, GlyphId};

const REGULAR: &[u8] = include_bytes!("font/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("font/NotoSans-Bold.ttf");

/// What is written for signs that the font lacks.
const INSTEAD: [(char, &str); 8] = [
    ('≤', "<="),
    ('≥', ">="),
    ('→', "->"),
    ('←', "<-"),
    ('●', "•"),
    ('▪', "•"),
    ('\u{2011}', "-"),
    ('\t', " "),
];

/// What stands for any other sign that it lacks.
const LACKING: char = '\u{fffd}';

/// The two weights.
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
}

/// A weight of the font.
pub(super) struct Font {
    /// Its PostScript name.
    pub name: &'static str,
    /// Its file.
    pub data: &'static [u8],
    /// Its face; none only if the file were not the one that tests read.
    pub face: Option<Face<'static>>,
}

impl Fonts {
    pub fn new() -> Fonts {
        let font = |name, data| Font { name, data, face: Face::parse(data, 0).ok() };
        Fonts { regular: font("NotoSans-Regular", REGULAR), bold: font("NotoSans-Bold", BOLD) }
    }

    pub fn of(&self, bold: bool) -> &Font {
        if bold { &self.bold } else { &self.regular }
    }

    /// Both, the regular one first.
    pub fn all(&self) -> [&Font; 2] {
        [&self.regular, &self.bold]
    }
}

impl Font {
    /// The glyphs of a text.
    pub fn glyphs(&self, text: &str) -> Vec<u16> {
        let mut glyphs = Vec::with_capacity(text.len());
        for character in text.chars() {
            let mut one = [0; 4];
            let written = match INSTEAD.iter().find(|(sign, _)| *sign == character) {
                Some((_, instead)) => instead,
                None => &*character.encode_utf8(&mut one),
            };
            glyphs.extend(written.chars().map(|character| self.glyph(character)));
        }
        glyphs
    }

    /// Whether it can write a sign, by itself or by others.
    pub fn has(&self, character: char) -> bool {
        let own = |face: &Face<'_>| face.glyph_index(character).is_some();
        INSTEAD.iter().any(|(sign, _)| *sign == character) || self.face.as_ref().is_some_and(own)
    }

    fn glyph(&self, character: char) -> u16 {
        let Some(face) = &self.face else { return 0 };
        let glyph = face.glyph_index(character).or_else(|| face.glyph_index(LACKING));
        glyph.map_or(0, |glyph| glyph.0)
    }

    /// How wide a glyph is, in thousandths of the size of the type.
    pub fn advance(&self, glyph: u16) -> f32 {
        let face = self.face.as_ref();
        let advance = face.and_then(|face| face.glyph_hor_advance(GlyphId(glyph))).unwrap_or(500);
        let units = face.map_or(1000, Face::units_per_em);
        f32::from(advance) * 1000.0 / f32::from(units)
    }

    /// How wide a text is at a size, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let advances = self.glyphs(text).into_iter().map(|glyph| self.advance(glyph));
        advances.sum::<f32>() * size / 1000.0
    }

    /// Its glyphs with the characters that they stand for, by glyph.
    pub fn characters(&self) -> Vec<(u16, char)> {
        let Some(face) = &self.face else { return Vec::new() };
        let mut pairs: Vec<(u16, char)> = Vec::new();
        for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
            if !table.is_unicode() {
                continue;
            }
            table.codepoints(|code| {
                let character = char::from_u32(code);
                let glyph = table.glyph_index(code);
                pairs.extend(glyph.zip(character).map(|(glyph, character)| (glyph.0, character)));
            });
        }
        pairs.sort_unstable();
        pairs.dedup_by_key(|(glyph, _)| *glyph);
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_writes_spanish_and_says_what_it_lacks() {
        for font in Fonts::new().all() {
            assert!(font.face.is_some());
            for character in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»—–…•°ºª€%§“”‘’".chars()
            {
                let face = font.face.as_ref().expect("it was read above");
                assert!(face.glyph_index(character).is_some(), "{character}");
            }
            assert_eq!(font.glyphs("≥"), font.glyphs(">="));
            assert_eq!(font.glyphs("漢"), font.glyphs("\u{fffd}"));
            assert!(font.characters().contains(&(font.glyph('ñ'), 'ñ')));
        }
    }

    #[test]
    fn widths_add_up() {
        let fonts = Fonts::new();
        let font = fonts.of(false);
        let sum = font.width("a", 10.0) + font.width("ñ", 10.0);
        assert!((font.width("añ", 10.0) - sum).abs() < 0.001);
        assert!(fonts.of(true).width("a", 10.0) > font.width("a", 10.0));
    }
}
