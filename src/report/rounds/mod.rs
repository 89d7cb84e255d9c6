//! Two rounds of one form, compared: for the terminal and as Markdown.
//!
//! Takes a [`Comparison`]; what is told, and in which order, is decided here for both.

mod markdown;
mod terminal;
mod words;

use crate::evaluate::{Evaluation, Pillar, Standing};
use crate::finding::{Finding, Language};
use crate::rules::Ruleset;
use crate::verify::{Answer, Comparison, Concern, FieldChange, RuleMove, Trend};

use super::review::{opinion, rating_name, verdict_name};
use super::unwaived::beside;
use super::{Style, Unwaived, View};
use words::Words;

pub use markdown::rounds_markdown;
pub use terminal::rounds;

/// That the two seem to be of different programmes, by what they call themselves.
fn strangers(comparison: &Comparison<'_>, words: &Words) -> Option<String> {
    let views = [comparison.old, comparison.new].map(View::new);
    let [Some(old), Some(new)] = views.each_ref().map(View::subject) else { return None };
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (plain(old) != plain(new)).then(|| words.strangers.replace("{old}", old).replace("{new}", new))
}

/// The name of a round's rating, with that without waivers beside it where that is another.
fn rating(round: &Evaluation<'_>, style: &Style) -> String {
    let policy = &round.ruleset.policy;
    let unwaived = Unwaived::of(&View::new(round)).filter(|unwaived| unwaived.rates_otherwise);
    let other = unwaived.map(|unwaived| unwaived.rating_name(policy, style));
    beside(&rating_name(policy, round.rating.as_ref(), style), other.as_deref(), style)
}

/// The name of a pillar's verdict in a round, with that without waivers beside it where that is
/// another.
fn verdict(round: &Evaluation<'_>, pillar: &Pillar, style: &Style) -> String {
    let policy = &round.ruleset.policy;
    let view = View::new(round);
    let other = view.unwaived(pillar).map(|other| verdict_name(policy, other, style));
    beside(&verdict_name(policy, pillar, style), other.as_deref(), style)
}

/// What is told of what was found: each group with its heading.
struct Groups<'g, 'c> {
    /// What is told in full, with what became of it.
    full: Vec<(String, Vec<&'g Concern<'c>>)>,
    /// What stands as it stood, of which the ids are told by severity.
    brief: Vec<(String, Vec<&'g Concern<'c>>)>,
}

/// What was found, in the order of what asks for attention.
fn groups<'g, 'c>(comparison: &'g Comparison<'c>, words: &Words) -> Groups<'g, 'c> {
    let of = |keep: &dyn Fn(&Concern<'c>) -> bool| -> Vec<&'g Concern<'c>> {
        comparison.concerns.iter().filter(|concern| keep(concern)).collect()
    };
    let trend = |trend| (words.heading(trend).to_owned(), of(&|it| it.trend == trend));
    let still = |concern: &Concern<'_>| concern.trend == Trend::Still;
    let full = vec![
        trend(Trend::New),
        trend(Trend::Undecided),
        trend(Trend::Solved),
        (words.touched.to_owned(), of(&|it| still(it) && !it.is_untouched())),
        (words.said.to_owned(), of(&|it| still(it) && it.is_untouched() && is_said(it))),
    ];
    let brief = vec![
        (words.untouched.to_owned(), of(&|it| still(it) && it.is_untouched() && !is_said(it))),
        (words.heading(Trend::Open).to_owned(), of(&|it| it.trend == Trend::Open)),
    ];
    let there = |groups: Vec<(String, Vec<&'g Concern<'c>>)>| {
        groups.into_iter().filter(|(_, concerns)| !concerns.is_empty()).collect()
    };
    Groups { full: there(full), brief: there(brief) }
}

/// Whether a person said of the first round that it is so.
fn is_said(concern: &Concern<'_>) -> bool {
    let outcome = concern.old.and_then(|side| side.outcome);
    outcome.is_some_and(|outcome| outcome.said.opinion.is_some())
}

/// How many came out which way, of what there is: `1 nuevo · 3 resueltos`.
fn counts(comparison: &Comparison<'_>, words: &Words) -> String {
    let each = Trend::ALL.into_iter().map(|trend| (comparison.count(trend), trend));
    let there = each.filter(|(count, _)| *count > 0);
    let told: Vec<String> = there.map(|(count, trend)| words.counted(count, trend)).collect();
    if told.is_empty() { "0".to_owned() } else { told.join(" · ") }
}

/// What is wrong with the reviews: a heading for both rounds, for the first and for the second, each with
/// what is said there and where in the review; none without any.
fn of_reviews(comparison: &Comparison<'_>, style: &Style) -> Vec<(String, Vec<String>)> {
    let words = Words::of(style.language);
    let [old, new] = [comparison.old, comparison.new]
        .map(|round| round.review.as_ref().map_or(&[][..], |review| &review.findings));
    let both = old.iter().filter(|finding| new.contains(finding)).collect::<Vec<_>>();
    let only = |these: &'_ [Finding], those: &[Finding]| -> Vec<Finding> {
        these.iter().filter(|finding| !those.contains(finding)).cloned().collect()
    };
    let both: Vec<Finding> = both.into_iter().cloned().collect();
    let parts = [both, only(old, new), only(new, old)];
    let parts = words.rounds.iter().zip(parts).filter(|(_, findings)| !findings.is_empty());
    parts
        .map(|(when, findings)| {
            let heading = format!("{}, {when}: {}", words.of_review, findings.len());
            (heading, findings.iter().map(|finding| on_review(finding, style)).collect())
        })
        .collect()
}

/// A finding on a review, with its place there.
fn on_review(finding: &Finding, style: &Style) -> String {
    let message = finding.message.in_language(style.language);
    match finding.place() {
        Some(place) => {
            format!("{message} ({}:{})", place.source.name, place.position().line)
        }
        None => message.to_owned(),
    }
}

/// The rule with the element, or the code of what is wrong with the text.
fn name(concern: &Concern<'_>) -> String {
    let side = concern.told();
    match (concern.rule, side.and_then(|side| side.outcome)) {
        (Some(rule), Some(outcome)) => super::review::named(rule, outcome),
        (Some(rule), None) => rule.id.clone(),
        (None, _) => {
            side.and_then(|side| side.finding).map(|found| found.code.clone()).unwrap_or_default()
        }
    }
}

/// What it says, how grave it is and what became of it.
fn says(concern: &Concern<'_>, ruleset: &Ruleset, language: Language) -> String {
    let words = Words::of(language);
    let finding = concern.told().and_then(|side| side.finding);
    let message = finding.map(|finding| finding.message.in_language(language));
    let title = concern.rule.map(|rule| rule.title.as_str());
    let message = message.or(title).unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    notes.extend(concern.rule.map(|rule| ruleset.severity(rule).name.to_lowercase()));
    if concern.before() != concern.after() {
        notes.push(words.step(concern.before(), concern.after()));
    } else if concern.after() == Standing::Suspected {
        notes.push(words.standing(Standing::Suspected).to_owned());
    }
    notes.extend(set_aside(concern, words).map(str::to_owned));
    format!("{message} [{}]", notes.join(", "))
}

/// That a waiver sets it aside, or did in the first round only.
fn set_aside(concern: &Concern<'_>, words: &Words) -> Option<&'static str> {
    let waived = [concern.old, concern.new].map(|side| {
        let outcome = side.and_then(|side| side.outcome);
        outcome.is_some_and(|outcome| outcome.said.waiver.is_some())
    });
    match waived {
        [_, true] => Some(words.set_aside),
        [true, false] if concern.trend != Trend::Solved => Some(words.back),
        [_, false] => None,
    }
}

/// What a person said of it, of the round that counts it.
fn said(concern: &Concern<'_>, language: Language) -> Option<String> {
    let new = concern.new.and_then(|side| side.outcome);
    let old = concern.old.and_then(|side| side.outcome);
    let given = |outcome: Option<&crate::evaluate::Outcome>| {
        outcome.and_then(|outcome| outcome.said.opinion.clone())
    };
    let given = given(new).or_else(|| given(old).filter(|_| concern.is_untouched()))?;
    Some(opinion(&given, language))
}

/// The ids of some concerns by severity, gravest first: `mínimo: OBJ-08, EST-05[1, 2]`.
fn by_severity(concerns: &[&Concern<'_>], ruleset: &Ruleset, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let text = concerns.iter().copied().filter(|it| it.rule.is_none());
    lines.extend(ids(text, words).map(|ids| format!("{}: {ids}", words.text)));
    for (at, severity) in ruleset.policy.severities.iter().enumerate() {
        let mine = concerns.iter().copied();
        let mine = mine.filter(|it| it.rule.is_some_and(|rule| rule.severity == at));
        lines
            .extend(ids(mine, words).map(|ids| format!("{}: {ids}", severity.name.to_lowercase())));
    }
    lines
}

/// Concerns that are told by one id: whether a waiver is in use, the elements, and how many they are.
type Together = (String, Option<&'static str>, Vec<usize>, usize);

/// The ids of some concerns, those of one rule together, those set aside by themselves and marked; none
/// where there are none.
fn ids<'c>(concerns: impl Iterator<Item = &'c Concern<'c>>, words: &Words) -> Option<String> {
    let mut all: Vec<Together> = Vec::new();
    for concern in concerns {
        let outcome = concern.told().and_then(|side| side.outcome);
        let position = outcome.and_then(|outcome| outcome.position());
        let id = concern.rule.map_or_else(|| name(concern), |rule| rule.id.clone());
        let mark = set_aside(concern, words);
        match all.iter_mut().find(|(other, marked, ..)| *other == id && *marked == mark) {
            Some((_, _, positions, count)) => {
                positions.extend(position);
                *count += 1;
            }
            None => all.push((id, mark, position.into_iter().collect(), 1)),
        }
    }
    let told = all.into_iter().map(|(id, mark, mut positions, count)| {
        positions.sort_unstable();
        let id = match (&positions[..], count) {
            ([], 1) => id,
            ([], count) => format!("{id} ({count})"),
            (positions, _) => {
                let each: Vec<String> = positions.iter().map(usize::to_string).collect();
                format!("{id}[{}]", each.join(", "))
            }
        };
        mark.map_or(id.clone(), |mark| format!("{id} ({mark})"))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// The rules that moved something: `EST-05 (no cumple → cumple)`.
fn moves(moves: &[RuleMove<'_>], words: &Words) -> Option<String> {
    let each =
        moves.iter().map(|one| format!("{} ({})", one.rule.id, words.step(one.before, one.after)));
    let each: Vec<String> = each.collect();
    (!each.is_empty()).then(|| format!("{} {}", words.because, each.join(", ")))
}

/// Where a field is; where it was too, if that is another place.
fn place(field: &FieldChange) -> String {
    match (&field.old, &field.new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(path)) | (Some(path), None) => path.to_string(),
        (None, None) => String::new(),
    }
}

/// Elements that changed places: `1 → 2, 2 → 1`.
fn order(field: &FieldChange, words: &Words) -> String {
    let each = field.moved.iter().map(|(old, new)| format!("{old} → {new}"));
    format!("{}: {}", words.reordered, each.collect::<Vec<_>>().join(", "))
}

/// What was answered and why it no longer counts.
fn answer(answer: &Answer<'_>, language: Language) -> (String, String) {
    let words = Words::of(language);
    let at = answer.opinion.element.map(|at| format!("[{at}]")).unwrap_or_default();
    let given = opinion(answer.opinion, language);
    (format!("{}{at}", answer.rule.id), format!("{given} → {}", words.fate(answer.fate)))
}
