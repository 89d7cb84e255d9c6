//! One answer into the text of a review file, leaving all else as people wrote it.

use crate::document::{self, Document, Limits, Node};
use crate::evaluate::Evaluation;
use crate::rules::Ruleset;
use crate::source::Source;

use super::write::{about, fields};
use super::{Entry, LISTS, Review, read, write};

/// An answer that could not be written so that it reads back as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditError;

/// The text of a review with an entry put in the place of that on the same outcome, or after the last
/// of its list.
///
/// What stands outside the entry stays byte for byte, where the file is laid out as this tool does;
/// otherwise the whole is written anew. Invariant: the text reads back as the review with that entry.
pub fn put(
    review: &Review,
    document: &Document,
    entry: &Entry,
    evaluation: &Evaluation<'_>,
) -> Result<String, EditError> {
    let mut wanted = review.clone();
    match wanted
        .entries
        .iter_mut()
        .find(|other| other.is_on(entry.awaited, &entry.rule, entry.element))
    {
        Some(other) => *other = entry.clone(),
        None => wanted.entries.push(entry.clone()),
    }
    let ruleset = evaluation.ruleset;
    let spliced = splice(document, entry, evaluation);
    let candidates = spliced.into_iter().chain([write(&wanted, evaluation)]);
    let mut sound = candidates.filter(|text| reads_as(text, &wanted, ruleset));
    sound.next().ok_or(EditError)
}

/// Whether a text reads as a review, places aside; entries that are open may be there beside.
fn reads_as(text: &str, wanted: &Review, ruleset: &Ruleset) -> bool {
    let source = Source::new(wanted.source.name.clone(), text);
    let found = read(&document::read(source, &Limits::default()), ruleset);
    let same = |a: &Entry, b: &Entry| {
        a.is_on(b.awaited, &b.rule, b.element)
            && (&a.answer, &a.signed, &a.judged) == (&b.answer, &b.signed, &b.judged)
    };
    let holds = |entries: &[Entry], entry: &Entry| entries.iter().any(|other| same(other, entry));
    let kept = wanted.entries.iter().all(|entry| holds(&found.entries, entry));
    let added = found.entries.iter().filter(|entry| !holds(&wanted.entries, entry));
    let waivers = |review: &Review| -> Vec<_> {
        review.waivers.iter().map(|setting| setting.waiver.clone()).collect()
    };
    kept && added.into_iter().all(|entry| entry.answer.is_none())
        && waivers(&found) == waivers(wanted)
        && found.comments == wanted.comments
        && found.published == wanted.published
}

/// The text with the lines of one entry replaced, or added after the last of its list.
fn splice(document: &Document, entry: &Entry, evaluation: &Evaluation<'_>) -> Option<String> {
    let (list, _) = LISTS.iter().find(|(_, awaited)| *awaited == entry.awaited)?;
    let items = document.root.get(list)?.items();
    let text = document.source.text();
    let is_it = |item: &&Node| {
        let rule = item.get("regla").and_then(Node::text);
        let element = item.get("elemento").map(|node| document.source.slice(node.span));
        let element = element.and_then(|text| text.trim().parse::<usize>().ok());
        rule.is_some_and(|rule| rule.trim().eq_ignore_ascii_case(&entry.rule))
            && element == entry.element
    };
    match items.iter().find(is_it) {
        Some(item) => {
            let (lines, indent) = lines_of(text, item)?;
            let written = fields(entry, indent);
            Some(format!("{}{written}{}", &text[..lines.start], &text[lines.end..]))
        }
        None => {
            let (lines, indent) = lines_of(text, items.last()?)?;
            let written =
                format!("\n{}{}", about(entry, evaluation, indent), fields(entry, indent));
            Some(format!("{}{written}{}", &text[..lines.end], &text[lines.end..]))
        }
    }
}

/// The bytes of the lines of an item that begins with a dash, and the columns before the dash.
fn lines_of(text: &str, item: &Node) -> Option<(std::ops::Range<usize>, usize)> {
    let first = item.entries().first()?.key_span.start as usize;
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..first];
    let indent = before.len() - before.trim_start_matches(' ').len();
    if before.trim_start_matches(' ').trim_end() != "-" {
        return None;
    }
    let mut end = start;
    let mut at = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let deep = line.len() - line.trim_start_matches(' ').len() > indent;
        let blank = line.trim().is_empty();
        if number > 0 && !blank && !deep {
            break;
        }
        at += line.len();
        if !blank {
            end = at;
        }
    }
    Some((start..end, indent))
}
