//! Two rounds of one form: what changed in it, what that did to its findings and verdicts, and what
//! people said of the first that no longer holds.
//!
//! Takes two evaluations by one rule set, with the answers of people where there are any; gives a
//! [`Comparison`]. Knows nothing of which files they came from. Turning the rounds around turns
//! all but the answers around.

mod answers;
mod concerns;
mod matching;

use crate::document::{self, Data, Document, Node, Pairs, Path, Piece, Step};
use crate::evaluate::{CALLED, Evaluation, Pillar, RatingResult, Standing};
use crate::rules::{Rule, Ruleset};

pub use answers::{Answer, Fate};
pub use concerns::{Concern, Side, Trend};

/// What differs between two rounds of one form.
pub struct Comparison<'c> {
    /// The first round.
    pub old: &'c Evaluation<'c>,
    /// The second.
    pub new: &'c Evaluation<'c>,
    /// The fields that say something else, in the order of the new form.
    pub fields: Vec<FieldChange>,
    /// What is wrong or open in either, by rule in the order of the rule set; the text's own first.
    pub concerns: Vec<Concern<'c>>,
    /// Every pillar, in the order of the rule set.
    pub pillars: Vec<PillarMove<'c>>,
    /// The rating.
    pub rating: RatingMove<'c>,
    /// The answers of people that the second round outdates, by rule in the order of the rule set.
    pub answers: Vec<Answer<'c>>,
}

/// A field that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// What people call it, with the groups and elements around it, outermost first.
    pub titles: Vec<String>,
    /// Its path in the old form; none where it was not there.
    pub old: Option<Path>,
    /// Its path in the new form; none where it is not there.
    pub new: Option<Path>,
    /// What it said and says, in stretches; empty for a list whose elements only changed places.
    pub pieces: Vec<Piece>,
    /// The elements that changed places: where each was and is, from 1.
    pub moved: Vec<(usize, usize)>,
}

/// A pillar in both rounds.
pub struct PillarMove<'c> {
    /// As it was and as it is.
    pub old: &'c Pillar,
    /// See `old`.
    pub new: &'c Pillar,
    /// Where the verdict moved: the rules that decide it and count otherwise.
    pub because: Vec<RuleMove<'c>>,
}

/// The rating in both rounds.
pub struct RatingMove<'c> {
    /// As it was.
    pub old: Option<&'c RatingResult>,
    /// As it is.
    pub new: Option<&'c RatingResult>,
    /// Where it moved: the rules on which it depends and that count otherwise.
    pub because: Vec<RuleMove<'c>>,
}

/// A rule that counts otherwise for the verdicts.
pub struct RuleMove<'c> {
    /// The rule.
    pub rule: &'c Rule,
    /// How it counted, waivers included.
    pub before: Standing,
    /// How it counts.
    pub after: Standing,
}

impl PillarMove<'_> {
    /// Whether the verdict is another one; one that hinges on other rules is not.
    pub fn moved(&self) -> bool {
        std::mem::discriminant(&self.old.decision) != std::mem::discriminant(&self.new.decision)
    }
}

impl RatingMove<'_> {
    /// Whether the rating is another one, or has become final or provisional.
    pub fn moved(&self) -> bool {
        let told = |rating: Option<&RatingResult>| {
            rating.map(|rating| (rating.row, rating.hinges.is_empty()))
        };
        told(self.old) != told(self.new)
    }
}

impl Comparison<'_> {
    /// How many concerns came out so.
    pub fn count(&self, trend: Trend) -> usize {
        self.concerns.iter().filter(|concern| concern.trend == trend).count()
    }

    /// Whether nothing differs: no field, finding, verdict or answer.
    pub fn is_empty(&self) -> bool {
        let same = |concern: &Concern<'_>| {
            matches!(concern.trend, Trend::Still | Trend::Open) && concern.is_untouched()
        };
        self.fields.is_empty()
            && self.concerns.iter().all(same)
            && !self.rating.moved()
            && !self.pillars.iter().any(PillarMove::moved)
            && self.answers.is_empty()
    }
}

/// Compares two rounds of one form, judged by one rule set.
pub fn compare<'c>(old: &'c Evaluation<'c>, new: &'c Evaluation<'c>) -> Comparison<'c> {
    let (differences, pairs) = document::differences(old.document, new.document, &CALLED);
    let rounds = Rounds { old, new, back: pairs.turned(), pairs };
    let fields = differences.iter().map(|one| field(one, &rounds)).collect();
    let moves = rule_moves(old, new);
    Comparison {
        old,
        new,
        fields,
        concerns: rounds.concerns(),
        pillars: pillars(old, new, &moves),
        rating: rating(old, new, &moves),
        answers: rounds.answers(),
    }
}

/// Two rounds, with which element became which.
struct Rounds<'c> {
    old: &'c Evaluation<'c>,
    new: &'c Evaluation<'c>,
    /// From the old form to the new one.
    pairs: Pairs,
    /// From the new form to the old one.
    back: Pairs,
}

fn field(one: &document::Difference<'_>, rounds: &Rounds<'_>) -> FieldChange {
    let ruleset = rounds.new.ruleset;
    let titles = match (&one.new, &one.old) {
        (Some((path, _)), _) => titles(path, ruleset, rounds.new.document),
        (None, Some((path, _))) => titles(path, ruleset, rounds.old.document),
        (None, None) => Vec::new(),
    };
    let says = |document: &Document, side: &Option<(Path, &Node)>| match side {
        Some((_, node)) => said(document, node),
        None => String::new(),
    };
    let pieces = match one.moved.is_empty() {
        true => document::edits(
            &says(rounds.old.document, &one.old),
            &says(rounds.new.document, &one.new),
        ),
        false => Vec::new(),
    };
    FieldChange {
        titles,
        old: one.old.as_ref().map(|(path, _)| path.clone()),
        new: one.new.as_ref().map(|(path, _)| path.clone()),
        pieces,
        moved: one.moved.iter().map(|(old, new)| (old + 1, new + 1)).collect(),
    }
}

/// What a field says: its text, or of a group what is in it, key by key.
fn said(document: &Document, node: &Node) -> String {
    match &node.data {
        Data::Text(text) => text.clone(),
        Data::Number(number) => number.text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::Blank => String::new(),
        Data::Refused => document.source.slice(node.span).to_owned(),
        Data::Map(entries) => {
            let there = entries.iter().filter(|entry| !entry.node.is_blank());
            let each = there.map(|entry| format!("{}: {}", entry.key, said(document, &entry.node)));
            each.collect::<Vec<_>>().join("; ")
        }
        Data::List(items) => {
            items.iter().map(|item| said(document, item)).collect::<Vec<_>>().join("; ")
        }
    }
}

/// What people call a field and what is around it; an element by its name or its position.
fn titles(path: &Path, ruleset: &Ruleset, document: &Document) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let mut at = Path::root();
    for step in path.steps() {
        at.push(step.clone());
        match step {
            Step::Key(key) => {
                let title = ruleset.schema.field(&at).map(|member| member.title.clone());
                titles.push(title.unwrap_or_else(|| key.clone()));
            }
            Step::Index(index) => {
                let node = document.at(&at);
                let named = node.and_then(|node| CALLED.iter().find_map(|key| node.get(key)));
                let name = named.filter(|named| !named.is_blank()).map(|node| said(document, node));
                titles.push(match name {
                    Some(name) => format!("{} «{}»", index + 1, document::normalised(&name)),
                    None => (index + 1).to_string(),
                });
            }
            Step::Any => {}
        }
    }
    titles
}

/// The rules that count otherwise for the verdicts.
fn rule_moves<'c>(old: &'c Evaluation<'c>, new: &'c Evaluation<'c>) -> Vec<RuleMove<'c>> {
    let moves = old.results.iter().filter_map(|result| {
        let after = new.result(&result.rule.id)?.standing(true);
        let before = result.standing(true);
        (before != after).then_some(RuleMove { rule: result.rule, before, after })
    });
    moves.collect()
}

/// The moves of rules that something depends on; none where it did not move.
fn because<'c>(
    moves: &[RuleMove<'c>],
    moved: bool,
    on: impl Fn(&Rule) -> bool,
) -> Vec<RuleMove<'c>> {
    let mine = moves.iter().filter(|one| moved && on(one.rule));
    mine.map(|one| RuleMove { rule: one.rule, before: one.before, after: one.after }).collect()
}

fn pillars<'c>(
    old: &'c Evaluation<'c>,
    new: &'c Evaluation<'c>,
    moves: &[RuleMove<'c>],
) -> Vec<PillarMove<'c>> {
    let severities = &new.ruleset.policy.severities;
    let pillars = old.pillars.iter().zip(&new.pillars).map(|(old, new)| {
        let mut pillar = PillarMove { old, new, because: Vec::new() };
        pillar.because = because(moves, pillar.moved(), |rule| {
            rule.section == new.section && severities[rule.severity].decides
        });
        pillar
    });
    pillars.collect()
}

fn rating<'c>(
    old: &'c Evaluation<'c>,
    new: &'c Evaluation<'c>,
    moves: &[RuleMove<'c>],
) -> RatingMove<'c> {
    let policy = &new.ruleset.policy;
    let (before, after) = (old.rating.as_ref(), new.rating.as_ref());
    let mut rating = RatingMove { old: before, new: after, because: Vec::new() };
    rating.because = because(moves, rating.moved(), |rule| {
        policy.decides(&policy.sections[rule.section], &policy.severities[rule.severity])
    });
    rating
}
