//! The seal at the end of a ficha: what it was made from, so that it can be made again.
//!
//! Takes an evaluation; gives lines that people read and `pilares verify` reads back, from any of the
//! formats. Names of files are last parts of paths: a ficha never says where things lie.

use crate::document;
use crate::evaluate::Evaluation;
use crate::finding::Language;
use crate::review;

use super::super::json::{Difference, made};
use super::super::markdown::unescaped as unescaped_markdown;
use super::super::stamp::{PARTS, Stamp};
use super::{Format, pdf, xlsx};

/// Lines that are shown of what a ficha says differently; more are counted.
const SHOWN: usize = 8;

/// Lines among which one is looked for that is no longer where it was.
const AHEAD: usize = 60;

/// Between a name and its digest.
const BETWEEN: &str = " · ";

/// The seal of a ficha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Its heading.
    pub title: &'static str,
    /// What the ficha was made from, one line each: what it is, and its digest.
    pub lines: Vec<(&'static str, String)>,
    /// What the digests are for.
    pub note: String,
}

impl Seal {
    /// Of an evaluation; `clean` makes the names of files harmless.
    pub(super) fn of(
        evaluation: &Evaluation<'_>,
        language: Language,
        clean: impl Fn(&str) -> String,
    ) -> Seal {
        let words = Words::of(language);
        let stamp = Stamp::of(evaluation);
        let policy = &evaluation.ruleset.policy;
        let named = |name: &str, part: &str| format!("{name}{BETWEEN}{}", stamp.part(part));
        let file = |path: &str| clean(file_name(path));
        let value = |part: &str| match part {
            "submission" => named(&file(&stamp.source), part),
            "review" => match &stamp.review {
                Some(review) => named(&file(review), part),
                None => words.none.to_owned(),
            },
            "ruleset" => {
                let name = format!("{} {}", policy.id, policy.version);
                named(&document::normalised(&name), part)
            }
            "engine" => stamp.part(part).replacen(' ', BETWEEN, 1),
            "year" if evaluation.year.is_none() => words.none.to_owned(),
            _ => stamp.part(part).to_owned(),
        };
        let lines = PARTS.iter().zip(words.parts).map(|(part, label)| (label, value(part)));
        let note = match stamp.review {
            Some(_) => words.note_with_review,
            None => words.note,
        };
        Seal { title: words.title, lines: lines.collect(), note: note.to_owned() }
    }

    /// Its heading and its lines, one under the other.
    pub(super) fn plain(&self) -> String {
        let lines = self.lines.iter().map(|(label, value)| format!("{label}: {value}"));
        std::iter::once(self.title.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

/// A ficha that was written before, or a workbook of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What it says that it was made from; its names are of files, without their folders.
    pub stamp: Stamp,
    /// Its format.
    pub format: Format,
    /// The language of its seal.
    pub language: Language,
}

impl Sealed {
    /// Reads the seal of a ficha; none where the bytes are no ficha or have no seal.
    pub fn read(bytes: &[u8]) -> Option<Sealed> {
        let format = Format::of(bytes);
        [Language::Spanish, Language::English].into_iter().find_map(|language| {
            let words = Words::of(language);
            let stamp = words.stamp(&written(format, bytes, words)?)?;
            Some(Sealed { stamp, format, language })
        })
    }

    /// How this ficha differs from the one that comes out now; nothing where they are the same.
    ///
    /// `before` and `now` are the bytes of both. How lines end does not count.
    pub fn differences(&self, before: &[u8], now: &[u8]) -> Vec<Difference> {
        let mut found = match Sealed::read(now) {
            Some(again) => made(&self.stamp, &again.stamp),
            None => Vec::new(),
        };
        let said = match self.format {
            Format::Pdf | Format::Xlsx if before == now => Vec::new(),
            Format::Pdf | Format::Xlsx => vec![Difference::Bytes],
            Format::Markdown | Format::Html => self.lines(before, now),
        };
        found.extend(said);
        found
    }

    /// The lines that say something else, the seal's aside.
    fn lines(&self, before: &[u8], now: &[u8]) -> Vec<Difference> {
        let (before, now) = (String::from_utf8_lossy(before), String::from_utf8_lossy(now));
        let words = Words::of(self.language);
        let (before, now) =
            (words.unsealed(self.format, &before), words.unsealed(self.format, &now));
        let mut found = Vec::new();
        let mut more = 0;
        for (at, pair) in differing(&before, &now) {
            if found.len() == SHOWN {
                more += 1;
                continue;
            }
            let (before, now) = self.apart(pair.0, pair.1);
            // Nothing but what people do not read, as tags: counted, and not shown.
            if [&before, &now].iter().all(|told| told.as_deref().unwrap_or_default().is_empty()) {
                more += 1;
                continue;
            }
            found.push(Difference::Line { line: at, before, now });
        }
        if more > 0 {
            found.push(Difference::Lines(more));
        }
        found
    }

    /// Two lines from where they differ to where they are alike again, as people read them.
    fn apart(&self, before: Option<&str>, now: Option<&str>) -> (Option<String>, Option<String>) {
        let plain = |line: &str| match self.format {
            Format::Html => document::normalised(&unescaped(&untagged(line, " "))),
            _ => unescaped_markdown(line),
        };
        match (before, now) {
            (Some(before), Some(now)) => {
                let (old, new) = (plain(before), plain(now));
                let (old, new) =
                    if old == new { (before.to_owned(), now.to_owned()) } else { (old, new) };
                let (old, new) = review::apart(&old, &new);
                (Some(old), Some(new))
            }
            (old, new) => {
                let clipped = |line: &str| review::apart(&plain(line), "").0;
                (old.map(clipped), new.map(clipped))
            }
        }
    }
}

/// A line that was there and the one in its place; none where one of them has no other.
type Pair<'t> = (Option<&'t str>, Option<&'t str>);

/// The lines of two texts that differ, each with its number in the first.
///
/// A line that is found again a little further on is taken for the same, and those between as added or
/// left out; so that the work grows with the lines and not with their square.
fn differing<'t>(before: &[(usize, &'t str)], now: &[(usize, &'t str)]) -> Vec<(usize, Pair<'t>)> {
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    let last = before.last().map_or(1, |(number, _)| *number);
    loop {
        let number = before.get(i).map_or(last, |(number, _)| *number);
        let (old, new) = match (before.get(i), now.get(j)) {
            (None, None) => return found,
            (old, new) => (old.map(|(_, line)| *line), new.map(|(_, line)| *line)),
        };
        let ahead = |lines: &[(usize, &str)], from: usize, line: Option<&str>| {
            let rest = lines.iter().skip(from).take(AHEAD);
            line.and_then(|line| rest.map(|(_, other)| *other).position(|other| other == line))
        };
        if old == new {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        match (ahead(before, i, new), ahead(now, j, old)) {
            (Some(left_out), added) if added.is_none_or(|added| left_out <= added) => {
                found.push((number, (old, None)));
                i += 1;
            }
            (_, Some(_)) => {
                found.push((number, (None, new)));
                j += 1;
            }
            _ => {
                found.push((number, (old, new)));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
}

/// The last part of a path, whatever its separators.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The lines of the seal, each with its label, as a file of some format has them.
fn written(format: Format, bytes: &[u8], words: &Words) -> Option<Vec<(String, String)>> {
    let pair = |line: String| {
        let (label, value) = line.split_once(": ")?;
        Some((label.to_owned(), value.to_owned()))
    };
    Some(match format {
        Format::Pdf => {
            let described = pdf::described(bytes)?;
            let mut lines = described.lines();
            (lines.next() == Some(words.title)).then_some(())?;
            lines.filter_map(|line| pair(unescaped(line))).collect()
        }
        Format::Xlsx => {
            let texts: Vec<String> =
                xlsx::last_sheet(bytes)?.iter().map(|text| unescaped(text)).collect();
            let pairs = texts.chunks_exact(2);
            pairs.map(|pair| (pair[0].clone(), pair[1].clone())).collect()
        }
        Format::Markdown | Format::Html => {
            let text = std::str::from_utf8(bytes).ok()?;
            let lines: Vec<&str> = text.lines().collect();
            let start = lines.iter().rposition(|line| words.begins(format, line))?;
            let line = |line: &&str| value_of(format, line);
            lines[start..].iter().filter_map(line).filter_map(pair).collect()
        }
    })
}

/// What an item of the seal says.
fn value_of(format: Format, line: &str) -> Option<String> {
    match format {
        Format::Html => {
            let inside = line.split_once("<li>")?.1.split_once("</li>")?.0;
            Some(unescaped(&untagged(inside, "")))
        }
        _ => Some(unescaped_markdown(line.strip_prefix("- ")?)),
    }
}

/// A line of HTML with something in the place of each tag.
fn untagged(line: &str, by: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push_str(by);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

/// A text as it was before it was made one of XML or HTML.
fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
}

struct Words {
    title: &'static str,
    parts: [&'static str; 7],
    none: &'static str,
    note: &'static str,
    note_with_review: &'static str,
}

const SPANISH: Words = Words {
    title: "Sello",
    parts: ["Formulario", "Revisión", "Reglas", "Parámetros", "Esquema", "Motor", "Proceso"],
    none: "no hay",
    note: "Huellas SHA-256 de aquello con que se hizo. Para comprobar que resulta lo mismo: \
           pilares verify ARCHIVO --on FORMULARIO",
    note_with_review: "Huellas SHA-256 de aquello con que se hizo. Para comprobar que resulta lo \
                       mismo: pilares verify ARCHIVO --on FORMULARIO --review REVISIÓN",
};

const ENGLISH: Words = Words {
    title: "Seal",
    parts: ["Form", "Review", "Rules", "Parameters", "Schema", "Engine", "Process"],
    none: "none",
    note: "SHA-256 digests of what it was made from. To see that the same comes out: \
           pilares verify FILE --on FORM",
    note_with_review: "SHA-256 digests of what it was made from. To see that the same comes out: \
                       pilares verify FILE --on FORM --review REVIEW",
};

impl Words {
    fn of(language: Language) -> &'static Words {
        match language {
            Language::Spanish => &SPANISH,
            Language::English => &ENGLISH,
        }
    }

    /// Whether a line is the heading of the seal.
    fn begins(&self, format: Format, line: &str) -> bool {
        let (start, end) = if format == Format::Html { ("<h2>", "</h2>") } else { ("## ", "") };
        let rest = line.strip_suffix(end).and_then(|line| line.strip_suffix(self.title));
        match format {
            Format::Html => rest.is_some_and(|rest| rest.ends_with(start)),
            _ => rest == Some(start),
        }
    }

    /// The stamp that lines of a seal tell; none where one is missing.
    fn stamp(&self, lines: &[(String, String)]) -> Option<Stamp> {
        let mut stamp = Stamp::default();
        for ((part, label), told) in PARTS.iter().zip(self.parts).zip(&mut stamp.parts) {
            let (_, value) = lines.iter().find(|(name, _)| name == label)?;
            let (name, digest) = match value.rsplit_once(BETWEEN) {
                Some((name, digest)) => (name, digest),
                None => ("", &**value),
            };
            *told = match *part {
                "engine" => value.replacen(BETWEEN, " ", 1),
                _ if value == self.none => String::new(),
                _ => digest.to_owned(),
            };
            match *part {
                "submission" => stamp.source = file_name(name).to_owned(),
                "review" if value != self.none => {
                    stamp.review = Some(file_name(name).to_owned());
                }
                _ => {}
            }
        }
        Some(stamp)
    }

    /// The lines of a ficha with their numbers, without those of the seal that say digests.
    fn unsealed<'t>(&self, format: Format, text: &'t str) -> Vec<(usize, &'t str)> {
        let lines: Vec<(usize, &str)> =
            text.lines().enumerate().map(|(at, line)| (at + 1, line)).collect();
        let start = lines.iter().rposition(|(_, line)| self.begins(format, line));
        let start = start.unwrap_or(lines.len());
        let digest = |line: &str| {
            let value = value_of(format, line);
            let label = value.as_deref().and_then(|value| value.split_once(": "));
            label.is_some_and(|(label, _)| self.parts.contains(&label))
        };
        let kept = lines.into_iter().enumerate();
        let kept = kept.filter(|(at, (_, line))| *at < start || !digest(line));
        kept.map(|(_, line)| line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_html_are_read_back() {
        assert_eq!(unescaped("a &amp;lt; &lt;b&gt; &#39;"), "a &lt; <b> '");
        assert_eq!(untagged("<li>a <code>b</code></li>", ""), "a b");
        assert_eq!(untagged("a < b", ""), "a ");
    }

    #[test]
    fn lines_that_were_left_out_or_added_do_not_move_the_others() {
        let lines = |text: &'static str| -> Vec<(usize, &'static str)> {
            text.split(' ').enumerate().map(|(at, line)| (at + 1, line)).collect()
        };
        let check = |before, now, expected: &[(usize, Pair<'_>)]| {
            assert_eq!(differing(&lines(before), &lines(now)), expected);
        };
        check("a b c", "a b c", &[]);
        check("a b c", "a c", &[(2, (Some("b"), None))]);
        check("a c", "a b c", &[(2, (None, Some("b")))]);
        check("a b c", "a x c", &[(2, (Some("b"), Some("x")))]);
        check("a b c d", "a x d", &[(2, (Some("b"), Some("x"))), (3, (Some("c"), None))]);
        check("a", "a b", &[(1, (None, Some("b")))]);
    }

    #[test]
    fn paths_do_not_show() {
        assert_eq!(file_name("/a/b/c.yaml"), "c.yaml");
        assert_eq!(file_name("C:\\a\\c.yaml"), "c.yaml");
    }

    #[test]
    fn what_is_no_ficha_has_no_seal() {
        for bytes in
            [&b""[..], b"PK", b"%PDF-1.7", b"<!DOCTYPE html>", b"## Sello\n- a: b", b"\xff"]
        {
            assert_eq!(Sealed::read(bytes), None);
        }
    }
}
