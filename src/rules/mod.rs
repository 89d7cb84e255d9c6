//! Rule files → a compiled rule set.
//!
//! Takes the texts of a rule set's folder; gives a [`Ruleset`] and findings in those texts.
//! Knows nothing of submissions. What is written ([`RuleFile`]) and what runs ([`Rule`]) are two types.

mod compile;
mod draft;
mod equivalents;
mod exceptions;
mod ficha;
mod figure;
mod file;
mod files;
mod lexicon;
mod library;
mod names;
mod parameters;
mod patch;
mod policy;
mod question;
pub(crate) mod reader;
mod samples;
mod stray;
mod template;
mod units;
mod variant;

use std::sync::Arc;

use crate::document::{Document, Node, Path};
use crate::feel::{ContextType, Expr, Library, Type, Unit};
use crate::finding::{Citation, Severity};
use crate::schema::{ProblemKind, Schema};
use crate::source::{Place, Source, Span};
use crate::stamp::Digest;

pub(crate) use compile::POSITION;
pub use compile::{Compiled, compile};
pub use draft::{DRAFT, Draft, draft, is_slug};
pub use equivalents::{Equivalent, equivalents};
pub use exceptions::{Exception, exceptions};
pub(crate) use ficha::{FAILING, LISTED, ORIGIN, RATING, SAME, SENTENCE, SERIES};
pub use ficha::{
    FichaBlock, FichaColumn, FichaContent, FichaPart, FichaPlan, FichaTable, JudgedPlan, JudgedRow,
    Opening, ToldSeverity, Tone,
};
pub use figure::{Figure, Grouping};
pub(crate) use file::PENDING;
pub use file::{Case, RuleFile, Status};
pub use files::{Files, embedded};
pub use lexicon::Lexicon;
pub(crate) use lexicon::{NAMED_LISTS, VERB_LISTS, idle_exceptions, superfluous};
pub use library::library;
pub(crate) use library::{READ_GIVEN, READ_UNNAMED, READ_VERBS};
pub(crate) use names::{FORM, PARAMETERS};
pub use parameters::{Parameter, ParameterValue};
pub use patch::{Patch, answered_case_text, case_text, rated_case_text};
pub(crate) use policy::label;
pub use policy::{Policy, PolicyCase, Rating, Section, SeverityClass, Verdicts};
pub(crate) use question::ANSWER;
pub use question::{Answer, Answers, Look, Question};
pub use samples::{Least, Sample, SampleSet, samples};
pub use stray::UNREAD;
pub use template::{Segment, Template, show};
pub use units::Units;

/// A compiled rule set: everything needed to judge a submission.
///
/// A copy shares what is large and never changes: the form, the base submission, the functions.
#[derive(Clone)]
pub struct Ruleset {
    /// Sections, severities, verdicts and ratings.
    pub policy: Policy,
    /// What numbers count.
    pub units: Units,
    /// Values by year.
    pub parameters: Vec<Parameter>,
    /// The rules, by section in the policy's order, then by id.
    pub rules: Vec<Rule>,
    /// How the evaluation ficha is laid out, where the rule set says it.
    pub ficha: Option<FichaPlan>,
    /// The form.
    pub schema: Arc<Schema>,
    /// The sound submission that cases patch.
    pub base: Arc<Document>,
    /// The functions that conditions may call.
    pub library: Arc<Library>,
    /// The lexicon as written; none where the rule set has none.
    pub words: Option<Arc<Document>>,
    /// What its files are known by.
    pub digests: Digests,
    /// Its files; none of a rule set that was put together from two.
    pub files: Arc<Files>,
}

/// What the files of a rule set are known by: results are stamped with it. Nothing but zeros for a rule
/// set that was put together from two and has no files of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Digests {
    /// Of every `.yaml` and `.json` of the set, by path within it.
    pub files: Digest,
    /// Of the parameters' file.
    pub parameters: Digest,
    /// Of the schema's file.
    pub schema: Digest,
}

/// A rule, compiled.
#[derive(Clone)]
pub struct Rule {
    /// Permanent name: `POB-21`.
    pub id: String,
    /// Position of its section in the policy.
    pub section: usize,
    /// Position of its severity in the policy.
    pub severity: usize,
    /// What it says, as a statement that holds for a sound form.
    pub title: String,
    /// How sure it can be.
    pub class: Class,
    /// What gives it authority.
    pub citations: Vec<Citation>,
    /// Runs once per element of a list: the element's name and the list.
    pub each: Option<(Arc<str>, Expression)>,
    /// Named sub-expressions, in order.
    pub definitions: Vec<(Arc<str>, Expression)>,
    /// How many of the definitions, counted from the first, `applies` may need.
    pub needed_to_apply: usize,
    /// When it applies; always where none.
    pub applies: Option<Expression>,
    /// What it requires.
    pub requires: Requirement,
    /// Where the reader should look first.
    pub labels: Vec<Expression>,
    /// What is wrong when it is not met.
    pub message: Template,
    /// What the ficha says then, where the message has not its tone.
    pub remark: Option<Template>,
    /// Why that matters.
    pub reason: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Its cases.
    pub cases: Vec<Case>,
    /// Why it is no longer in force; retired rules keep their id and are not evaluated.
    pub retired: Option<String>,
    /// The file.
    pub source: Arc<Source>,
}

/// How sure a rule can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Arithmetic and structure: certain.
    Automatic,
    /// A property of a text: fallible, and never fails a pillar by itself.
    Heuristic,
    /// A question to a person.
    Judgement,
}

/// What a rule requires.
#[derive(Clone)]
pub enum Requirement {
    /// One condition.
    One(Expression),
    /// Every clause.
    All(Vec<Expression>),
    /// At least one clause.
    Any(Vec<Expression>),
    /// That the schema finds nothing of these kinds.
    Schema(Vec<ProblemKind>),
    /// A person's answer to a question.
    Judgement(Question),
}

/// An expression of a rule file, with its text and its place there.
#[derive(Clone)]
pub struct Expression {
    /// The tree.
    pub expr: Expr,
    /// Its text, decoded from the YAML scalar.
    pub text: String,
    /// Its type.
    pub of: Type,
    node: Node,
    source: Arc<Source>,
}

impl Expression {
    /// Where bytes of the expression's text stand in the rule file.
    pub fn place(&self, span: Span) -> Place {
        let span = crate::document::locate(&self.source, &self.node, span.range());
        Place { source: Arc::clone(&self.source), span }
    }

    /// The same expression of the file with another tree, as a mutant has it.
    pub fn with(&self, expr: Expr) -> Expression {
        Expression { expr, ..self.clone() }
    }

    /// The text of a sub-expression.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

impl Rule {
    /// The question that it puts to a person; none where it decides by itself.
    pub fn question(&self) -> Option<&Question> {
        match &self.requires {
            Requirement::Judgement(question) => Some(question),
            _ => None,
        }
    }

    /// The conditions of its requirement; none where the schema or a person decides.
    pub fn clauses(&self) -> &[Expression] {
        match &self.requires {
            Requirement::One(clause) => std::slice::from_ref(clause),
            Requirement::All(clauses) | Requirement::Any(clauses) => clauses,
            Requirement::Schema(_) | Requirement::Judgement(_) => &[],
        }
    }

    /// The names that its expressions see besides those of every rule: its element and definitions.
    pub fn locals(&self) -> ContextType {
        let mut members = Vec::new();
        if let Some((name, list)) = &self.each {
            members.push((Arc::clone(name), list.of.item()));
            members.push((Arc::from(POSITION), Type::Number(Unit::Position)));
        }
        members.extend(self.definitions.iter().map(|(name, of)| (Arc::clone(name), of.of.clone())));
        ContextType { members }
    }

    /// Whether schema problems of a kind are this rule's to tell.
    pub fn claims(&self, kind: ProblemKind) -> bool {
        matches!(&self.requires, Requirement::Schema(kinds) if kinds.contains(&kind))
    }
}

impl Class {
    /// All classes, surest first.
    pub const ALL: [Class; 3] = [Class::Automatic, Class::Heuristic, Class::Judgement];

    /// What rule files call it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Automatic => "automatica",
            Class::Heuristic => "heuristica",
            Class::Judgement => "juicio",
        }
    }
}

impl Ruleset {
    /// A rule by id, whatever its case.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The section of a rule.
    pub fn section(&self, rule: &Rule) -> &Section {
        &self.policy.sections[rule.section]
    }

    /// The severity of a rule.
    pub fn severity(&self, rule: &Rule) -> &SeverityClass {
        &self.policy.severities[rule.severity]
    }

    /// How loud a rule's findings are.
    pub fn level(&self, rule: &Rule) -> Severity {
        self.severity(rule).level
    }

    /// The names that every rule sees.
    pub fn names(&self) -> ContextType {
        names::of_rules(self.schema.shape(), &self.parameters, &self.units)
    }

    /// The names that the table of ratings sees.
    pub fn rating_names(&self) -> ContextType {
        names::of_ratings(&self.policy, self.rules.iter().map(|rule| &rule.id))
    }

    /// The path of the process year.
    pub fn year_path(&self) -> &Path {
        &self.policy.year
    }
}
