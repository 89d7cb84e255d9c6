//! Violations in the words of the form's readers, in both languages.

mod keys;
mod phrase;
mod values;

use super::shape::{Member, Shape};
use super::violation::{Cause, Violation};
use super::{Problem, ProblemKind};
use crate::document::{Document, Node, Path, Step};
use crate::finding::{Finding, Wording};
use phrase::{fill_in, of};

/// The problem that a violation is to the person who wrote the form.
pub(super) fn problem(violation: &Violation, document: &Document, shape: &Shape) -> Problem {
    let Violation { path, cause } = violation;
    let speaker = Speaker { document, shape, path, node: document.at(path) };
    let (kind, finding) = speaker.say(cause);
    Problem { kind, path: path.clone(), finding }
}

/// Two languages at once, Spanish first.
type Words = (String, String);

struct Speaker<'a> {
    document: &'a Document,
    shape: &'a Shape,
    path: &'a Path,
    node: Option<&'a Node>,
}

impl Speaker<'_> {
    fn say(&self, cause: &Cause) -> (ProblemKind, Finding) {
        use ProblemKind::{Missing, NearLimit, Structure, TooLong};
        match cause {
            Cause::Missing { because } => (Missing, self.missing(because)),
            Cause::UnknownKey { meant } => (Structure, self.unknown_key(meant.as_ref())),
            Cause::Type { expected } => (Structure, self.wrong_type(expected)),
            Cause::Choice { allowed } => self.choice(allowed),
            Cause::TooLong { limit } => (TooLong, self.too_long(*limit)),
            Cause::NearLimit { limit } => (NearLimit, self.near_limit(*limit)),
            Cause::TooShort { limit } => (Structure, self.too_short(*limit)),
            Cause::Above { limit, inclusive } => (Structure, self.above(limit, *inclusive)),
            Cause::Below { limit, inclusive } => (Structure, self.below(limit, *inclusive)),
            Cause::NotMultiple { of } => (Structure, self.not_multiple(of)),
            Cause::Pattern { .. } => (Structure, self.pattern()),
            Cause::Format { format } => (Structure, self.format(format)),
            Cause::MoreItems { limit } => {
                (Structure, self.count("schema/items", "como máximo", "at most", *limit))
            }
            Cause::FewerItems { limit } => {
                (Structure, self.count("schema/items", "al menos", "at least", *limit))
            }
            Cause::MoreFields { limit } => {
                (Structure, self.count("schema/fields", "como máximo", "at most", *limit))
            }
            Cause::FewerFields { limit } => {
                (Structure, self.count("schema/fields", "al menos", "at least", *limit))
            }
            Cause::Repeated => (Structure, self.repeated()),
            Cause::Lacks => (
                Structure,
                self.plain(
                    "schema/items",
                    "no tiene ningún elemento de los que debe tener",
                    "has none of the elements that it must have",
                ),
            ),
            Cause::KeyName => (
                Structure,
                self.plain(
                    "schema/key-name",
                    "tiene un campo con un nombre que no se admite",
                    "has a field with a name that is not admitted",
                ),
            ),
            Cause::NotAdmitted => (
                Structure,
                self.plain(
                    "schema/not-admitted",
                    "no se admite con las demás respuestas",
                    "is not admitted with the other answers",
                ),
            ),
            Cause::Unreadable => (
                Structure,
                self.plain("schema/unreadable", "no se pudo comprobar", "could not be checked"),
            ),
            Cause::NotAPath => (Structure, self.not_a_path()),
            Cause::UnknownPath { meant } => (Structure, self.unknown_path(meant.as_ref())),
        }
    }

    fn plain(&self, code: &str, spanish: &str, english: &str) -> Finding {
        let name = self.name();
        self.asked(
            code,
            Wording::both(format!("{} {spanish}", name.0), format!("{} {english}", name.1)),
        )
    }

    /// A finding at the value or, if absent, at the key that should contain it.
    fn at(&self, code: &str, message: Wording) -> Finding {
        let span = self.document.nearest_place(self.path);
        Finding::error(code, message).at(self.document.place(span))
    }

    /// The same, with what the form asks there as help.
    fn asked(&self, code: &str, message: Wording) -> Finding {
        let finding = self.at(code, message);
        let member = self.member().or_else(|| self.shape.field(&self.path.parent()?));
        match member.filter(|member| !member.description.is_empty()) {
            Some(member) => finding.helped_by(fill_in(member)),
            None => finding,
        }
    }

    /// What is there, as the rest of a sentence.
    fn found(&self) -> Words {
        self.node.map(|node| phrase::found(node, &self.document.source)).unwrap_or_default()
    }

    fn member(&self) -> Option<&Member> {
        self.shape.field(self.path)
    }

    /// What people call the value.
    fn name(&self) -> Words {
        self.name_of(self.path)
    }

    fn name_of(&self, path: &Path) -> Words {
        match (path.steps().last(), self.shape.field(path)) {
            (None, _) => ("el formulario".into(), "the form".into()),
            (_, Some(Member { title, .. })) => {
                (format!("«{title}» (`{path}`)"), format!("“{title}” (`{path}`)"))
            }
            (Some(Step::Index(index)), _) => {
                let (spanish, english) = self.name_of(&path.parent().unwrap_or_default());
                let number = index + 1;
                (
                    format!("el elemento {number} {}", of(&spanish)),
                    format!("element {number} of {english}"),
                )
            }
            _ => (format!("`{path}`"), format!("`{path}`")),
        }
    }
}
