//! An archive of texts; the same texts give the same bytes, since it keeps no time.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// How hard to compress, of 10.
const LEVEL: u8 = 6;

/// Midnight of the first of January of 1980, the beginning of the archive's time.
const DATE: u16 = 0x21;

/// What compressed parts need to be read: version 2.0.
const VERSION: u16 = 20;

/// Names are in UTF-8.
const UTF8: u16 = 1 << 11;

/// An archive under way.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    /// Adds a text under a name.
    ///
    /// Sizes are of 32 bits: texts stay far below, since submissions are bounded.
    pub fn add(&mut self, name: &str, text: &str) {
        let packed = compress_to_vec(text.as_bytes(), LEVEL);
        let start = size(self.bytes.len());
        let mut header = Vec::new();
        for half in [VERSION, UTF8, 8, 0, DATE] {
            header.extend(half.to_le_bytes());
        }
        for whole in [checksum(text.as_bytes()), size(packed.len()), size(text.len())] {
            header.extend(whole.to_le_bytes());
        }
        header.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
        header.extend(0u16.to_le_bytes());
        self.bytes.extend(*b"PK\x03\x04");
        self.bytes.extend(&header);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(*b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(header);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
    }

    pub fn into_bytes(mut self) -> Vec<u8> {
        let start = size(self.bytes.len());
        let length = size(self.directory.len());
        self.bytes.append(&mut self.directory);
        self.bytes.extend(*b"PK\x05\x06");
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// The last text of an archive of this program, of so many bytes at most; none of another archive.
pub(super) fn last(bytes: &[u8], most: usize) -> Option<String> {
    let half = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let whole = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (mut at, mut found) = (0, None);
    while bytes.get(at..at + 4) == Some(b"PK\x03\x04") {
        let start = at + 30 + usize::from(half(at + 26)?) + usize::from(half(at + 28)?);
        let end = start.checked_add(usize::try_from(whole(at + 18)?).ok()?)?;
        // Each part is at least a head long, so that this ends.
        (found, at) = (bytes.get(start..end), end);
    }
    let text = decompress_to_vec_with_limit(found?, most).ok()?;
    String::from_utf8(text).ok()
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The cyclic redundancy check of ISO 3309, as archives use it.
fn checksum(bytes: &[u8]) -> u32 {
    let mut state = u32::MAX;
    for byte in bytes {
        state ^= u32::from(*byte);
        for _ in 0..8 {
            let odd = state & 1 == 1;
            state >>= 1;
            if odd {
                state ^= 0xedb8_8320;
            }
        }
    }
    !state
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_check_value_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
