//! What differs between two rule sets, by meaning: spacing, comments and file names do not count.
//!
//! Takes two compiled [`Ruleset`]s; gives every [`Change`], with its old and new text and its place, and
//! says of each whether it can move a verdict. [`Changes::applied`] makes some of them on the old rule
//! set, so that what a change moves can be found by trying.
//! Knows nothing of submissions.

mod align;
mod apply;
mod definitions;
mod files;
mod focus;
mod form;
mod relevant;
mod rule;
mod settings;
mod tree;
mod words;

use std::sync::Arc;

use crate::document::{Document, Limits, Node, Path, read};
use crate::rules::{Rule, Ruleset};
use crate::source::{Place, Source, Span};

pub use apply::Hybrid;
pub use form::field_of;

/// What differs between two rule sets.
pub struct Changes<'r> {
    /// The earlier rule set.
    pub old: &'r Ruleset,
    /// The later one.
    pub new: &'r Ruleset,
    /// Rules first, in the order of the later rule set; then parameters, words, policy, form and other files.
    pub list: Vec<Change>,
}

/// One difference, no part of which is a difference by itself.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it is about.
    pub what: What,
    /// How it was; none where it was not there.
    pub old: Option<Side>,
    /// How it is; none where it is no longer there.
    pub new: Option<Side>,
    /// Whether it can move a verdict; texts, names and cases cannot.
    pub moves: bool,
    /// Of a rule that is new: the id of one that is gone and said the same.
    pub same_as: Option<String>,
}

/// One side of a difference.
#[derive(Debug, Clone)]
pub struct Side {
    /// What is written there, in one line.
    pub text: String,
    /// The smallest condition that differs, where the text is long; else the same text.
    pub core: String,
    /// Definitions that it names and the other side of the difference does not have.
    pub with: Vec<(Arc<str>, String)>,
    /// Where it is written.
    pub place: Option<Place>,
}

/// What a difference is about.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A rule, by id.
    Rule(String, Part),
    /// A parameter, by name.
    Parameter(Arc<str>),
    /// An entry of a list of the lexicon.
    Word(Word),
    /// Sections, severities, verdicts or ratings.
    Policy(PolicyPart),
    /// Something in the form's schema.
    Form(Path),
    /// A file of the rule set on which no verdict rests, by path.
    File(String),
}

/// What of a rule differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The rule is new.
    Added,
    /// The rule's file is gone.
    Removed,
    /// The rule is no longer in force.
    Retired,
    /// The rule is in force again.
    Restored,
    /// `para_cada`.
    Each,
    /// A definition of `donde`.
    Definition(Arc<str>),
    /// `cuando`.
    Applies,
    /// A clause of `exige`: its position, from 1, in the later rule, or in the earlier where it is
    /// gone; none where there is but one.
    Clause(Option<usize>),
    /// What kind of requirement it is: one, all or any of its clauses, the schema, a person.
    Requirement,
    /// What a question needs: its figures and what to look at.
    Question,
    /// The answers that a question takes.
    Answers,
    /// `severidad`.
    Severity,
    /// `clase`.
    Class,
    /// The section it stands in.
    Section,
    /// A text: the key of the rule file.
    Text(&'static str),
}

/// An entry of a list of the lexicon.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The list: `listas.vagas`.
    pub list: Path,
    /// The entry, as written.
    pub entry: Node,
    /// Whether it is new; else it is gone.
    pub added: bool,
}

/// What of the policy differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyPart {
    /// A section, by id.
    Section(String),
    /// A severity, by id.
    Severity(String),
    /// What verdicts are called.
    Verdicts,
    /// A row of the table of ratings, by id.
    Rating(String),
    /// The order of the rows of the table of ratings.
    RatingOrder,
    /// The field that says the year.
    Year,
    /// The order of the rows of a table that is read row by row: its key.
    Order(&'static str),
    /// Something else that the policy's file says: where it says so.
    Text(Path),
}

impl<'r> Changes<'r> {
    /// Finds what differs.
    pub fn between(old: &'r Ruleset, new: &'r Ruleset) -> Changes<'r> {
        let mut list = rule::changes(old, new);
        list.extend(settings::parameters(old, new));
        list.extend(words::changes(old, new));
        list.extend(settings::policy(old, new));
        list.extend(form::changes(old, new));
        list.extend(files::changes(old, new));
        Changes { old, new, list }
    }

    /// The positions of the changes that can move a verdict.
    pub fn moving(&self) -> Vec<usize> {
        (0..self.list.len()).filter(|at| self.list[*at].moves).collect()
    }

    /// The positions of the changes of a rule, whether they can move a verdict or not.
    pub fn of_rule(&self, id: &str) -> Vec<usize> {
        let mine = |at: &usize| matches!(&self.list[*at].what, What::Rule(rule, _) if rule == id);
        (0..self.list.len()).filter(mine).collect()
    }
}

impl Change {
    /// A change of which each side is at most a text at a place.
    fn new(what: What, old: Option<Side>, new: Option<Side>) -> Change {
        Change { what, old, new, moves: true, same_as: None }
    }

    /// The same, which moves no verdict.
    fn silent(self) -> Change {
        Change { moves: false, ..self }
    }

    /// Where to look: in the later rule set, or in the earlier where it is gone.
    pub fn place(&self) -> Option<&Place> {
        let side = self.new.as_ref().or(self.old.as_ref());
        side.and_then(|side| side.place.as_ref())
    }
}

impl Side {
    fn new(text: impl Into<String>, place: Option<Place>) -> Side {
        let text = one_line(&text.into());
        Side { core: text.clone(), text, with: Vec::new(), place }
    }
}

/// A text in one line, with single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of a key of a file, and where it is; the file's first key where there is none.
struct File {
    document: Document,
}

impl File {
    fn of(source: &Arc<Source>) -> File {
        File { document: read(Arc::clone(source), &Limits::default()) }
    }

    fn of_rule(rule: &Rule) -> File {
        File::of(&rule.source)
    }

    fn place(&self, path: &Path) -> Place {
        self.document.place(self.document.nearest_place(path))
    }

    /// The place of a key by its name.
    fn key(&self, key: &str) -> Place {
        self.place(&Path::root().key(key))
    }

    /// The place of the row that has an id, in a list under a key.
    fn row(&self, key: &str, id: &str) -> Place {
        let rows = self.document.root.get(key).map(Node::items).unwrap_or_default();
        let has_id = |row: &Node| row.get("id").and_then(Node::text) == Some(id);
        match rows.iter().position(has_id) {
            Some(at) => self.place(&Path::root().key(key).index(at).key("id")),
            None => self.key(key),
        }
    }
}

/// A tree without its places.
fn plain(node: &Node) -> Node {
    use crate::document::{Data, Entry};
    let data = match &node.data {
        Data::List(items) => Data::List(items.iter().map(plain).collect()),
        Data::Map(entries) => {
            let entry = |entry: &Entry| Entry {
                key: entry.key.clone(),
                key_span: Span::default(),
                node: plain(&entry.node),
            };
            Data::Map(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    };
    Node { data, span: Span::default() }
}
