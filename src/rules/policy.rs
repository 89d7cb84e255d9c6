//! The policy of a rule set: sections, severities, verdicts and the table of ratings.

use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;

use crate::document::{Data, Document, Entry, Node, Path};
use crate::feel::ExprKind;
use crate::finding::{Finding, Severity};
use crate::source::{Source, Span};

use super::figure::{self, Figure, FigureFile};
use super::patch::inline;
use super::reader::{Complaints, Reader};
use super::units::{self, Units};
use super::{Expression, Status};

/// How outcomes of rules become verdicts and a rating.
#[derive(Clone)]
pub struct Policy {
    /// The rule set's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it judges, for people.
    pub title: String,
    /// The field that holds the process year.
    pub year: Path,
    /// The field that names what is judged, for the title of reports.
    pub subject: Option<Path>,
    /// First and last process year that it can judge.
    pub years: (i32, i32),
    /// Sections, in the order of reports.
    pub sections: Vec<Section>,
    /// Severities, gravest first.
    pub severities: Vec<SeverityClass>,
    /// What a pillar's verdicts are called.
    pub verdicts: Verdicts,
    /// Ratings; the first row that holds is taken.
    pub ratings: Vec<Rating>,
    /// The file.
    pub source: Arc<Source>,
    /// Figures by which submissions are compared, in the order of reports.
    pub figures: Vec<Figure>,
    /// Its own cases.
    pub cases: Vec<PolicyCase>,
}

/// A test of the policy: what became of some rules, all others being met, and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyCase {
    /// `nombre`.
    pub name: String,
    /// `incumple` and `sin_dato`: rules by id.
    pub statuses: Vec<(String, Status)>,
    /// `pilares`: signs of verdicts by pillar; what is provisional is told as in a rating.
    pub pillars: Vec<(String, String)>,
    /// `calificacion`, as the policy's `rating_label` says.
    pub rating: String,
    /// `favorable`.
    pub favourable: bool,
    /// Where it stands in the file.
    pub span: Span,
}

impl PolicyCase {
    /// The case, ready to be pasted under `casos:`.
    pub fn text(&self) -> String {
        let quoted = |text: &str| inline(&Data::Text(text.to_owned()));
        let mut text = format!("  - nombre: {}\n", quoted(&self.name));
        for (key, status) in [("incumple", Status::Unmet), ("sin_dato", Status::Unknown)] {
            let named = self.statuses.iter().filter(|(_, one)| *one == status);
            let ids: Vec<&str> = named.map(|(id, _)| id.as_str()).collect();
            if !ids.is_empty() {
                text.push_str(&format!("    {key}: [{}]\n", ids.join(", ")));
            }
        }
        let pillar = |(id, sign): &(String, String)| format!("{id}: {}", quoted(sign));
        let pillars: Vec<String> = self.pillars.iter().map(pillar).collect();
        text.push_str(&format!("    pilares: {{ {} }}\n", pillars.join(", ")));
        text.push_str(&format!("    calificacion: {}\n", quoted(&self.rating)));
        text.push_str(&format!("    favorable: {}\n", self.favourable));
        text
    }
}

/// What is said of a verdict or rating that hinges on something open.
const PROVISIONAL: &str = ", provisional";

impl Policy {
    /// What cases call a rating: its sign, and whether it is provisional.
    pub fn rating_label(&self, row: usize, provisional: bool) -> String {
        let sign = self.ratings.get(row).map_or("", |rating| rating.id.as_str());
        label(sign, provisional)
    }
}

impl Policy {
    /// Whether what becomes of a rule can change a verdict or the rating, by its section and severity.
    pub fn decides(&self, section: &Section, severity: &SeverityClass) -> bool {
        (section.pillar && severity.decides) || self.is_named(&severity.id)
    }

    /// Whether rules of a section come to the same under two severities: to nothing.
    pub fn same_weight(
        &self,
        section: &Section,
        one: &SeverityClass,
        other: &SeverityClass,
    ) -> bool {
        !self.decides(section, one) && !self.decides(section, other)
    }

    /// Whether a row of the table of ratings names a text.
    fn is_named(&self, name: &str) -> bool {
        let mut named = false;
        for row in &self.ratings {
            row.holds.expr.walk(&mut |expr| {
                named |= matches!(&expr.kind, ExprKind::Text(text) if **text == *name);
            });
        }
        named
    }
}

/// A sign, and whether it is provisional: `RF, provisional`.
pub(crate) fn label(sign: &str, provisional: bool) -> String {
    format!("{sign}{}", if provisional { PROVISIONAL } else { "" })
}

/// A group of rules.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its id and folder.
    pub id: String,
    /// How its rules' ids begin.
    pub prefix: String,
    /// What people call it.
    pub name: String,
    /// Whether it is a pillar, with a verdict.
    pub pillar: bool,
}

/// A severity of the rule set.
#[derive(Debug, Clone)]
pub struct SeverityClass {
    /// Its id in rule files.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// How loud its findings are.
    pub level: Severity,
    /// Whether a pillar fails without it.
    pub decides: bool,
    /// What it means for who reads a report.
    pub meaning: Option<String>,
}

impl SeverityClass {
    /// What the policy's file calls how loud its findings are.
    pub fn level_name(&self) -> &'static str {
        LEVELS.iter().find(|(_, level)| *level == self.level).map_or("", |(name, _)| name)
    }
}

/// Sign and name of a verdict.
#[derive(Debug, Clone, Default)]
pub struct VerdictName {
    /// `S`.
    pub sign: String,
    /// `Suficiente`.
    pub name: String,
}

/// What a pillar's verdicts are called.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    /// Nothing that decides is unmet.
    pub meets: VerdictName,
    /// Something that decides is unmet.
    pub fails: VerdictName,
}

/// A row of the table of ratings.
#[derive(Clone)]
pub struct Rating {
    /// Its sign: `RF`.
    pub id: String,
    /// Its name: `Recomendado Favorablemente`.
    pub name: String,
    /// When it holds.
    pub holds: Expression,
    /// Whether it is what a formulator hopes for.
    pub favourable: bool,
}

/// A policy whose conditions are not compiled yet, and the other files of the set.
pub(super) struct PolicyFile {
    pub policy: Policy,
    pub ratings: Vec<RatingFile>,
    pub figures: Vec<FigureFile>,
    pub units: Units,
    /// Where the units are declared.
    pub units_span: Span,
    pub schema: String,
    pub parameters: String,
    /// The lexicon's file; without it functions know no words.
    pub lexicon: Option<String>,
    pub base: String,
    /// How the ficha is laid out; without it there is none.
    pub ficha: Option<String>,
    pub span: Span,
}

pub(super) struct RatingFile {
    pub id: String,
    pub name: String,
    pub holds: Option<Node>,
    pub favourable: bool,
}

const LEVELS: [(&str, Severity); 3] =
    [("error", Severity::Error), ("advertencia", Severity::Warning), ("nota", Severity::Note)];

/// Reads `ruleset.yaml`.
pub(super) fn read(document: &Document) -> (PolicyFile, Vec<Finding>) {
    let complaints = Complaints::about(document);
    let start = document.root.entries().first().map_or(Span::default(), |entry| entry.key_span);
    let reader = Reader::new(&document.root, start, &complaints);
    let policy = Policy {
        id: reader.required_text("id"),
        version: reader.required_text("version"),
        title: reader.required_text("titulo"),
        year: reader.required_text("ejercicio").parse().unwrap_or_default(),
        subject: reader.text("programa").and_then(|path| path.parse().ok()),
        years: years(&reader, &complaints),
        sections: reader.maps("secciones").iter().map(section).collect(),
        severities: reader.maps("severidades").iter().map(severity).collect(),
        verdicts: verdicts(&reader),
        ratings: Vec::new(),
        source: Arc::clone(&document.source),
        figures: Vec::new(),
        cases: reader.maps("casos").iter().map(|entry| case(entry, &complaints)).collect(),
    };
    let ratings: Vec<RatingFile> = reader.maps("calificaciones").iter().map(rating).collect();
    for (key, empty) in [
        ("secciones", policy.sections.is_empty()),
        ("severidades", policy.severities.is_empty()),
        ("calificaciones", ratings.is_empty()),
    ] {
        if empty {
            complaints.say(
                start,
                format!("`{key}` no tiene filas"),
                format!("`{key}` has no rows"),
            );
        }
    }
    let file = PolicyFile {
        policy,
        ratings,
        figures: figure::read(&reader),
        units: units::read(&reader, &complaints),
        units_span: units::place(&reader).unwrap_or(start),
        schema: reader.required_text("esquema"),
        parameters: reader.required_text("parametros"),
        lexicon: reader.text("lexico"),
        base: reader.required_text("base"),
        ficha: reader.text("ficha"),
        span: start,
    };
    reader.finish();
    (file, complaints.into_findings())
}

fn years(reader: &Reader<'_>, complaints: &Complaints) -> (i32, i32) {
    let Some(years) = reader.map("procesos") else { return (i32::MIN, i32::MAX) };
    let year = |key| years.number(key).and_then(|year| year.to_i32());
    let range = (year("desde").unwrap_or(i32::MIN), year("hasta").unwrap_or(i32::MAX));
    years.finish();
    let (first, last) = range;
    if last < first {
        let span = years.node("hasta").map_or(years.span(), |(node, _)| node.span);
        complaints.say(
            span,
            format!("los procesos terminan en {last}, antes de empezar en {first}"),
            format!("the processes end in {last}, before they begin in {first}"),
        );
    }
    range
}

fn section(reader: &Reader<'_>) -> Section {
    let section = Section {
        id: reader.required_text("id"),
        prefix: reader.required_text("prefijo"),
        name: reader.required_text("nombre"),
        pillar: reader.flag("pilar"),
    };
    reader.finish();
    section
}

fn severity(reader: &Reader<'_>) -> SeverityClass {
    let severity = SeverityClass {
        id: reader.required_text("id"),
        name: reader.required_text("nombre"),
        level: reader.choice("nivel", &LEVELS),
        decides: reader.flag("decide_pilar"),
        meaning: reader.text("significado"),
    };
    reader.finish();
    severity
}

fn verdicts(reader: &Reader<'_>) -> Verdicts {
    let Some(verdicts) = reader.map("veredictos") else { return Verdicts::default() };
    let name = |key| {
        let Some(verdict) = verdicts.map(key) else { return VerdictName::default() };
        let name = VerdictName {
            sign: verdict.required_text("sigla"),
            name: verdict.required_text("nombre"),
        };
        verdict.finish();
        name
    };
    let names = Verdicts { meets: name("cumple"), fails: name("falla") };
    verdicts.finish();
    names
}

fn case(reader: &Reader<'_>, complaints: &Complaints) -> PolicyCase {
    let ids = |key, status| {
        let items = reader.items(key).into_iter();
        items.map(move |(node, _)| (node.text().unwrap_or_default().to_owned(), status))
    };
    let pillars = reader.required("pilares").map(|(node, _)| node.entries()).unwrap_or_default();
    let sign = |entry: &Entry| match entry.node.text() {
        Some(sign) => Some((entry.key.clone(), sign.to_owned())),
        None => {
            complaints.say(entry.key_span, "aquí va una sigla", "a sign goes here");
            None
        }
    };
    let case = PolicyCase {
        name: reader.required_text("nombre"),
        statuses: ids("incumple", Status::Unmet).chain(ids("sin_dato", Status::Unknown)).collect(),
        pillars: pillars.iter().filter_map(sign).collect(),
        rating: reader.required_text("calificacion"),
        favourable: reader.flag("favorable"),
        span: reader.span(),
    };
    reader.finish();
    case
}

fn rating(reader: &Reader<'_>) -> RatingFile {
    let rating = RatingFile {
        id: reader.required_text("id"),
        name: reader.required_text("nombre"),
        holds: reader.required("cuando").map(|(node, _)| node.clone()),
        favourable: reader.flag("favorable"),
    };
    reader.finish();
    rating
}
