//! One answer or one waiver into the text of a review file, leaving all else as people wrote it.

use crate::document::{self, Document, Limits, Node};
use crate::evaluate::{Evaluation, Waiver};
use crate::rules::Ruleset;
use crate::source::Source;

use super::write::{about, fields, waived};
use super::{Entry, LISTS, Review, Setting, read, write};

/// An answer or a waiver that could not be written so that it reads back as it was given.
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

/// The text of a review with a waiver put in the place of that on the same rule and element, or after
/// the last of them.
///
/// What stands outside the waiver stays byte for byte; where the file is not laid out line by line, it
/// is not written anew but left alone. Invariant: the text reads back as the review with that waiver.
pub fn set_aside(
    review: &Review,
    document: &Document,
    waiver: &Waiver,
    ruleset: &Ruleset,
) -> Result<String, EditError> {
    let mut wanted = review.clone();
    let is_it = |other: &&mut Setting| {
        other.waiver.rule == waiver.rule && other.waiver.element == waiver.element
    };
    match wanted.waivers.iter_mut().find(is_it) {
        Some(other) => other.waiver = waiver.clone(),
        None => {
            let (sound, spans) = (true, Default::default());
            wanted.waivers.push(Setting { waiver: waiver.clone(), sound, spans });
        }
    }
    let spliced = splice_waiver(document, waiver);
    spliced.filter(|text| reads_as(text, &wanted, ruleset)).ok_or(EditError)
}

/// The key of a review's waivers.
const WAIVERS: &str = "dispensas";

/// The text with the lines of one waiver replaced, or added after the last; the list begun where there
/// is none.
fn splice_waiver(document: &Document, waiver: &Waiver) -> Option<String> {
    let text = document.source.text();
    let line = |before: &str| if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let Some(list) = document.root.entry(WAIVERS) else {
        let blank = if text.is_empty() { "" } else { "\n" };
        return Some(format!("{text}{}{blank}{WAIVERS}:\n{}", line(text), waived(waiver, 2)));
    };
    let items = list.node.items();
    let is_it = |item: &&Node| is_on(document, item, &waiver.rule, waiver.element);
    let (at, rest, indent) = match (items.iter().find(is_it), items.last()) {
        (Some(item), _) => {
            let (lines, indent) = lines_of(text, item)?;
            (lines.start, lines.end, indent)
        }
        (None, Some(last)) => {
            let (lines, indent) = lines_of(text, last)?;
            (lines.end, lines.end, indent)
        }
        (None, None) => return begun(text, list, waiver),
    };
    let before = &text[..at];
    Some(format!("{before}{}{}{}", line(before), waived(waiver, indent), &text[rest..]))
}

/// The text with the first waiver of a list that has none: `[]` or nothing gives way to it.
fn begun(text: &str, list: &document::Entry, waiver: &Waiver) -> Option<String> {
    let (key, node) = (list.key_span.end as usize, list.node.span);
    let value = text.get(node.start as usize..node.end as usize)?;
    let empty = value.trim().is_empty();
    if !empty && value.chars().any(|character| !matches!(character, '[' | ']' | ' ')) {
        return None;
    }
    let (start, end) = if empty { (key, key) } else { (node.start as usize, node.end as usize) };
    let head = text.get(..start)?;
    let head = if empty { head } else { head.trim_end_matches(' ') };
    // What stands behind it on its line stays there: the colon, a comment.
    let rest = text.get(end..)?;
    let (behind, below) = rest.split_once('\n').unwrap_or((rest, ""));
    Some(format!("{head}{behind}\n{}{below}", waived(waiver, 2)))
}

/// Whether an item of a list is on one outcome of a rule.
fn is_on(document: &Document, item: &Node, id: &str, position: Option<usize>) -> bool {
    let rule = item.get("regla").and_then(Node::text);
    let element = item.get("elemento").map(|node| document.source.slice(node.span));
    let element = element.and_then(|text| text.trim().parse::<usize>().ok());
    rule.is_some_and(|rule| rule.trim().eq_ignore_ascii_case(id)) && element == position
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
    let is_it = |item: &&Node| is_on(document, item, &entry.rule, entry.element);
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
