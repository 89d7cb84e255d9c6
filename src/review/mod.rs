//! The evaluator's answers and waivers, pinned to the text they judged.
//!
//! Takes a review file as a document; gives a [`Review`]: entries, waivers and comments, and
//! findings in that file. From an evaluation it gives what is open, in the order of what it would
//! change, and the text of the file. Knows nothing of the disk, of the clock or of how things are
//! shown: dates come from who calls.

mod agreement;
mod check;
mod edit;
mod open;
mod published;
mod read;
mod waive;
mod write;

use std::sync::Arc;

use crate::evaluate::{Awaited, Judged, Opinion, Opinions, Says, Signature, Waiver};
use crate::finding::Finding;
use crate::rules::{Rule, Status};
use crate::source::{Source, Span};

pub use agreement::{Agreement, Differing, Fraction, Of, Score, Table, Undefined};
pub use check::{apart, check, is_outdated, misplaced, pinned};
pub use edit::{EditError, put, set_aside};
pub use open::{Choice, Effect, Open, Outlook, choices, open, outlook};
pub use published::Published;
pub use read::{is_date, read};
pub use waive::{Waiving, covered, unneeded};
pub use write::{blank, comments, write};

/// A review file as read.
#[derive(Debug, Clone)]
pub struct Review {
    /// The text.
    pub source: Arc<Source>,
    /// What it says of the submission that it is of.
    pub of: About,
    /// Questions, suspicions and attestations, answered or not, in the order of the file.
    pub entries: Vec<Entry>,
    /// Observations set aside.
    pub waivers: Vec<Setting>,
    /// What the ficha says beside the findings.
    pub comments: Comments,
    /// The verdicts that were published of the submission; none where none were.
    pub published: Option<Published>,
    /// What is wrong with the file itself.
    pub findings: Vec<Finding>,
}

/// Which submission and which rules a review is of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What the submission calls that which it proposes.
    pub programme: Option<String>,
    /// Its process year.
    pub year: Option<i32>,
    /// The rule set's id.
    pub ruleset: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where the file says so.
    pub span: Span,
}

/// Something that a person is asked, with the answer where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it asks for.
    pub awaited: Awaited,
    /// The rule's id.
    pub rule: String,
    /// The element's position, from 1; none for a rule that does not run on elements.
    pub element: Option<usize>,
    /// The word of the answer; none where it is open.
    pub answer: Option<String>,
    /// Why, who and when.
    pub signed: Signature,
    /// The texts that were to be judged.
    pub judged: Judged,
    /// Whether nothing is wrong with it in the file; only then it counts.
    pub sound: bool,
    /// Where the file has it: its rule, and then its answer.
    pub spans: (Span, Span),
}

/// A waiver as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What is set aside.
    pub waiver: Waiver,
    /// Whether nothing is wrong with it in the file; only then it counts.
    pub sound: bool,
    /// Where the file has it: its rule, and then its last year.
    pub spans: (Span, Span),
}

/// What an evaluator writes for the ficha; nothing by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comments {
    /// The general comment.
    pub general: Vec<Bullet>,
    /// By the id of a section; in the order of the file.
    pub sections: Vec<(String, Vec<Bullet>)>,
}

/// A bullet of the ficha.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bullet {
    /// Its text.
    pub text: String,
    /// What is lettered a), b) … under it; these have nothing under them.
    pub items: Vec<Bullet>,
    /// The ids of the rules whose findings it tells; the ficha does not tell those again.
    pub rules: Vec<String>,
    /// The texts that those rules looked at when it was written; none where these were not kept.
    pub judged: Option<Judged>,
    /// Where the file names them.
    pub span: Span,
}

/// The words by which a suspicion is confirmed or rejected.
pub const CONFIRMED: &str = "confirmada";
/// See [`CONFIRMED`].
pub const REJECTED: &str = "descartada";

/// How a rule can come out by the word of who saw what was not published.
pub const ATTESTED: [Status; 3] = [Status::Met, Status::Unmet, Status::NotApplicable];

/// The lists of the file, each with what its entries ask for.
pub const LISTS: [(&str, Awaited); 3] = [
    ("preguntas", Awaited::Answer),
    ("sospechas", Awaited::Confirmation),
    ("constancias", Awaited::Attestation),
];

/// Whether a text has a letter or a digit.
fn says_something(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

impl Bullet {
    /// It and what is lettered under it.
    pub fn all(&self) -> impl Iterator<Item = &Bullet> {
        std::iter::once(self).chain(&self.items)
    }
}

impl Review {
    /// What it says, as far as it counts: what is answered, signed and pinned.
    pub fn opinions(&self) -> Opinions {
        let opinions = self.entries.iter().filter_map(Entry::opinion).map(Arc::new);
        let waivers = self.waivers.iter().filter(|setting| setting.sound);
        Opinions {
            opinions: opinions.collect(),
            waivers: waivers.map(|setting| Arc::new(setting.waiver.clone())).collect(),
        }
    }

    /// The entry on one outcome of a rule.
    pub fn entry(&self, awaited: Awaited, rule: &str, element: Option<usize>) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is_on(awaited, rule, element))
    }

    /// The waiver of one outcome of a rule, or of all.
    pub fn waiver(&self, rule: &str, element: Option<usize>) -> Option<&Waiver> {
        let mut waivers = self.waivers.iter().map(|setting| &setting.waiver);
        waivers.find(|waiver| waiver.rule == rule && waiver.element == element)
    }

    /// How many of its entries are answered, and how many there are.
    pub fn answered(&self) -> (usize, usize) {
        let answered = self.entries.iter().filter(|entry| entry.opinion().is_some()).count();
        (answered, self.entries.len())
    }
}

impl Entry {
    /// Whether it is on one outcome of a rule.
    pub fn is_on(&self, awaited: Awaited, rule: &str, element: Option<usize>) -> bool {
        self.awaited == awaited && self.rule == rule && self.element == element
    }

    /// What it says, where it counts.
    pub fn opinion(&self) -> Option<Opinion> {
        let word = self.answer.as_deref().filter(|_| self.sound)?;
        let says = match self.awaited {
            Awaited::Answer => Says::Answer(word.to_owned()),
            Awaited::Confirmation if word == CONFIRMED => Says::Confirmed,
            Awaited::Confirmation => Says::Rejected,
            Awaited::Attestation => {
                Says::Attested(ATTESTED.into_iter().find(|status| status.name() == word)?)
            }
        };
        Some(Opinion {
            rule: self.rule.clone(),
            element: self.element,
            says,
            signed: self.signed.clone(),
            judged: self.judged.clone(),
        })
    }
}

/// The words that answer what is asked of a rule's outcome.
pub fn allowed(awaited: Awaited, rule: &Rule) -> Vec<&str> {
    match awaited {
        Awaited::Answer => rule
            .question()
            .into_iter()
            .flat_map(|question| &question.answers)
            .map(|answer| &*answer.id)
            .collect(),
        Awaited::Confirmation => vec![CONFIRMED, REJECTED],
        Awaited::Attestation => ATTESTED.into_iter().map(Status::name).collect(),
    }
}
