//! What is wrong, where, why, and what to do.
//!
//! Every stage that meets bad input gives [`Finding`]s and goes on.
//! Knows nothing of rules, of the form, or of how findings are shown.

mod nearest;

use crate::source::{Place, Span};

pub use nearest::nearest;

/// The language of the tool's own words; rule texts stay as the rule set has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Spanish.
    #[default]
    Spanish,
    /// English.
    English,
}

/// A sentence in both languages of the tool.
///
/// Rule texts have Spanish only; English then falls back to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Spanish, with full accents.
    pub spanish: String,
    /// English, where the tool itself speaks.
    pub english: Option<String>,
}

impl Wording {
    /// Both languages, Spanish first.
    pub fn both(spanish: impl Into<String>, english: impl Into<String>) -> Wording {
        Wording { spanish: spanish.into(), english: Some(english.into()) }
    }

    /// Spanish only, as rule texts are.
    pub fn spanish(spanish: impl Into<String>) -> Wording {
        Wording { spanish: spanish.into(), english: None }
    }

    /// The sentence in a language.
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.english) {
            (Language::English, Some(english)) => english,
            _ => &self.spanish,
        }
    }
}

/// How loud a finding is; what it does to a verdict is the rule set's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must be corrected.
    Error,
    /// Worth correcting.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something to tell a person about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable name: a rule's id (`POB-21`) or the stage's own (`yaml/duplicate-key`).
    pub code: String,
    /// How loud.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Wording,
    /// Where; the first is the main one. Empty only where there is no text to point at.
    pub labels: Vec<Label>,
    /// Why it matters.
    pub reason: Option<Wording>,
    /// What to do.
    pub help: Option<Wording>,
    /// What gives it authority.
    pub citations: Vec<Citation>,
}

impl Finding {
    /// An error without place, reason or help; add them with the methods below.
    pub fn error(code: impl Into<String>, message: Wording) -> Finding {
        Finding {
            code: code.into(),
            severity: Severity::Error,
            message,
            labels: Vec::new(),
            reason: None,
            help: None,
            citations: Vec::new(),
        }
    }

    /// The same, only a warning.
    pub fn warning(code: impl Into<String>, message: Wording) -> Finding {
        Finding { severity: Severity::Warning, ..Finding::error(code, message) }
    }

    /// Points at a place, without words.
    pub fn at(mut self, place: Place) -> Finding {
        self.labels.push(Label { place, note: None });
        self
    }

    /// Points at a place and says what is there.
    pub fn at_with(mut self, place: Place, note: Wording) -> Finding {
        self.labels.push(Label { place, note: Some(note) });
        self
    }

    /// Says why it matters.
    pub fn because(mut self, reason: Wording) -> Finding {
        self.reason = Some(reason);
        self
    }

    /// Says what to do.
    pub fn helped_by(mut self, help: Wording) -> Finding {
        self.help = Some(help);
        self
    }

    /// The main place.
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|label| &label.place)
    }

    /// The main span.
    pub fn span(&self) -> Option<Span> {
        self.place().map(|place| place.span)
    }
}

/// A place with a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there, in a few words.
    pub note: Option<Wording>,
}

/// The document that gives a rule its authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The document's title.
    pub document: String,
    /// Section or page in it.
    pub section: Option<String>,
    /// What it requires, in our own words.
    pub says: Option<String>,
}
