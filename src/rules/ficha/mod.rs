//! The evaluation ficha as the rule set lays it out: parts, tables and the tone of its sentences.
//!
//! Takes `ficha.yaml`; gives a [`FichaPlan`] whose expressions are checked like those of rules, and
//! findings in that file. Knows nothing of submissions, nor of how a ficha looks.

mod read;

use std::sync::Arc;

use crate::document::Path;

use super::{Expression, Template};

pub(super) use read::compile;

/// The name of the rating in the sentences of a ficha.
pub(crate) const RATING: &str = "calificacion";
/// The names of what a sentence about a finding is made of.
pub(crate) const SENTENCE: [&str; 9] =
    ["texto", "sugerencia", "razon", "autor", "hasta", "veredicto", "sigla", "respuesta", "lugar"];
/// The name of a list of what a sentence counts up: sections, or rules.
pub(crate) const LISTED: &str = "nombres";
/// The name of that list as words: «a», «b» y «c».
pub(crate) const SERIES: &str = "lista";
/// The name of the list of what does not meet its minimum, in sentences of the general comment.
pub(crate) const FAILING: &str = "no_cumplen";
/// The name of whether the rating is the same without waivers.
pub(crate) const SAME: &str = "misma";
/// The names of where a ficha comes from.
pub(crate) const ORIGIN: [&str; 4] = ["conjunto", "version", "archivo", "revision"];

/// What a ficha has, in its order.
#[derive(Clone)]
pub struct FichaPlan {
    /// Its title.
    pub title: Template,
    /// Lines under the title.
    pub lines: Vec<Template>,
    /// Parts that tell what the form says.
    pub parts: Vec<FichaPart>,
    /// The part that tells what the evaluation says.
    pub judged: JudgedPlan,
    /// Lines at the foot.
    pub foot: Vec<Template>,
    /// Fields whose values a ficha never shows, wherever they are repeated.
    pub confidential: Vec<Path>,
    /// What stands in their place.
    pub hidden: String,
    /// What stands for what the form does not say.
    pub unknown: String,
    /// What stands for what was not published.
    pub withheld: String,
}

/// A part of the ficha with its heading.
#[derive(Clone)]
pub struct FichaPart {
    /// Its heading.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<FichaBlock>,
}

/// Something under a heading.
#[derive(Clone)]
pub struct FichaBlock {
    /// Its own heading.
    pub title: Option<String>,
    /// When it is shown; left out only where this is known not to hold.
    pub shown: Option<Expression>,
    /// What it says.
    pub content: FichaContent,
}

/// What a block says.
#[derive(Clone)]
pub enum FichaContent {
    /// A text of the form.
    Text(Expression),
    /// A table.
    Table(FichaTable),
}

/// A table: a row per element of a list, or one row.
#[derive(Clone)]
pub struct FichaTable {
    /// The element's name and the list; one row where there is none.
    pub each: Option<(Arc<str>, Expression)>,
    /// Its columns.
    pub columns: Vec<FichaColumn>,
    /// Whether columns are shown as rows.
    pub transposed: bool,
    /// Rows below: a title in the first column and a value in another, by position from 0.
    pub foot: Vec<(String, usize, Expression)>,
}

/// A column, or one per element of a list.
#[derive(Clone)]
pub struct FichaColumn {
    /// The element's name and the list.
    pub each: Option<(Arc<str>, Expression)>,
    /// Its heading.
    pub title: Template,
    /// What it says of a row.
    pub value: Expression,
    /// Whether it holds figures, which stand to the right.
    pub figures: bool,
}

/// How the ficha tells what the evaluation says.
#[derive(Clone)]
pub struct JudgedPlan {
    /// The part's heading.
    pub title: String,
    /// What the rating is called above the table, and in its last row.
    pub rating: [String; 2],
    /// The headings of the table: what was judged, the text, the sign.
    pub columns: [String; 3],
    /// The row without a sign that stands first.
    pub general: String,
    /// How it counts things up.
    pub series: Template,
    /// What it says of each rating, by the rating's id.
    pub of_rating: Vec<(String, Template)>,
    /// What it says of the sections where what decides a pillar was set aside.
    pub set_aside: Template,
    /// What it says of the sections with observations.
    pub to_improve: Template,
    /// What it says of a rating that hinges on something.
    pub hinges: Template,
    /// What it says of the rating without waivers.
    pub without_waivers: Template,
    /// The rows.
    pub rows: Vec<JudgedRow>,
    /// The severities that are told, in order.
    pub severities: Vec<ToldSeverity>,
    /// The tone of its sentences.
    pub tone: Tone,
}

/// A row of the evaluation: some sections, and the pillar whose sign it shows.
#[derive(Clone)]
pub struct JudgedRow {
    /// What it is called.
    pub name: String,
    /// Its sections, by position in the policy.
    pub sections: Vec<usize>,
    /// The pillar, by the position of its section; without one it shows only where it says something.
    pub pillar: Option<usize>,
    /// What it says where nothing is wrong.
    pub sound: Option<String>,
    /// How it opens observations of a pillar that is met.
    pub opening: Option<Opening>,
}

/// A severity whose findings the ficha tells.
#[derive(Clone)]
pub struct ToldSeverity {
    /// Its position in the policy.
    pub severity: usize,
    /// What stands before its findings.
    pub opening: Opening,
    /// What stands before those that were set aside, where these have words of their own.
    pub waived: Option<Opening>,
    /// Whether only those of which a person spoke are told.
    pub judged_only: bool,
}

/// What stands before one finding, and before several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// Before one.
    pub one: String,
    /// Before several, which are lettered.
    pub many: String,
}

/// Sentences about findings.
#[derive(Clone)]
pub struct Tone {
    /// How messages may begin that a ficha tells without that, once they are certain.
    pub leads: Vec<String>,
    /// Words of messages that are for who writes the file, each with what a ficha says instead.
    pub changes: Vec<(String, String)>,
    /// Words by which a help is only for who writes the file; the rule's own stands in its place.
    pub technical: Vec<String>,
    /// Where a finding is whose own words do not tell.
    pub place: Template,
    /// What stands before observations that join an evaluator's comments.
    pub besides: Opening,
    /// What follows a comment on texts that have changed since.
    pub outdated: String,
    /// A finding.
    pub finding: Template,
    /// A finding of which a person says why.
    pub judged: Template,
    /// An answer that meets a rule with a reserve.
    pub reserve: Template,
    /// What stands before those.
    pub reserves: Opening,
    /// One that was set aside.
    pub waived: Template,
    /// What stands before those, where their severity has no words of its own.
    pub waivers: Opening,
    /// What the pillar would be without them.
    pub without_waivers: Template,
    /// What stands before what a verdict hinges on.
    pub provisional: Opening,
    /// What stands before what the rating hinges on and no verdict of the row does.
    pub rating_hinges: Opening,
    /// The sign of a provisional verdict.
    pub provisional_sign: Template,
    /// Something that waits for an answer, for a confirmation, or that is unknown.
    pub open: [Template; 3],
}
