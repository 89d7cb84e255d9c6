//! The verdicts that people published of a submission, beside its review.

use std::fmt::Write as _;

use crate::document::Data;
use crate::rules::reader::{Complaints, Reader};
use crate::rules::{Policy, Ruleset};

/// The key of a review that holds them.
pub(super) const KEY: &str = "veredictos_publicados";

/// What people published of a submission; what they did not publish is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Where they did.
    pub source: String,
    /// The rating, by its row in the policy.
    pub rating: Option<usize>,
    /// The pillars, by the position of their section in the policy, and whether each meets.
    pub pillars: Vec<(usize, bool)>,
}

/// Reads what was published; nothing of it counts where something is wrong with it.
pub(super) fn read(
    review: &Reader<'_>,
    ruleset: &Ruleset,
    complaints: &Complaints,
) -> Option<Published> {
    let (node, span) = review.node(KEY)?;
    let before = complaints.count();
    let reader = Reader::new(node, span, complaints);
    let policy = &ruleset.policy;
    let ratings: Vec<&str> = policy.ratings.iter().map(|rating| rating.id.as_str()).collect();
    let source = reader.required_text("fuente");
    let word = |key, words: &[&str]| {
        let word = reader.text(key)?;
        let found = words.iter().position(|one| *one == word);
        if let (None, Some((node, _))) = (found, reader.node(key)) {
            reader.unknown_word(node.span, &word, words);
        }
        found
    };
    let rating = word("calificacion", &ratings);
    let pillars = pillars(&reader, policy, complaints);
    reader.finish();
    let sound = complaints.count() == before;
    sound.then_some(Published { source, rating, pillars })
}

fn pillars(reader: &Reader<'_>, policy: &Policy, complaints: &Complaints) -> Vec<(usize, bool)> {
    let Some((node, span)) = reader.node("pilares") else { return Vec::new() };
    if !matches!(node.data, Data::Map(_)) {
        reader.wrong(node, span, "un grupo de pilares", "a group of pillars");
    }
    let ids: Vec<&str> = policy
        .sections
        .iter()
        .filter(|section| section.pillar)
        .map(|section| section.id.as_str())
        .collect();
    let signs = [policy.verdicts.meets.sign.as_str(), policy.verdicts.fails.sign.as_str()];
    let mut pillars = Vec::new();
    for entry in node.entries().iter().filter(|entry| !entry.node.is_blank()) {
        let section = policy.sections.iter().position(|it| it.pillar && it.id == entry.key);
        let word = entry.node.text().unwrap_or_default();
        match (section, signs.iter().position(|sign| *sign == word)) {
            (None, _) => reader.unknown_word(entry.key_span, &entry.key, &ids),
            (Some(_), None) => {
                let known = signs.map(|sign| format!("`{sign}`"));
                complaints.say(
                    entry.node.span,
                    format!("aquí va {}", known.join(" o ")),
                    format!("{} goes here", known.join(" or ")),
                );
            }
            (Some(section), Some(sign)) => pillars.push((section, sign == 0)),
        }
    }
    pillars
}

/// What was published, as the file has it; nothing where nothing was.
pub(super) fn write(
    published: Option<&Published>,
    policy: &Policy,
    quoted: impl Fn(&str) -> String,
) -> String {
    let Some(published) = published else { return String::new() };
    let mut text = format!("\n{KEY}:\n  fuente: {}\n", quoted(&published.source));
    if let Some(rating) = published.rating.and_then(|row| policy.ratings.get(row)) {
        let _ = writeln!(text, "  calificacion: {}", quoted(&rating.id));
    }
    if !published.pillars.is_empty() {
        text.push_str("  pilares:\n");
    }
    for (section, meets) in &published.pillars {
        let verdict = if *meets { &policy.verdicts.meets } else { &policy.verdicts.fails };
        let _ = writeln!(text, "    {}: {}", policy.sections[*section].id, quoted(&verdict.sign));
    }
    text
}
