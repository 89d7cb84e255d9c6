//! All findings of an evaluation as sheets of rows, for who works in a spreadsheet.

use rust_decimal::Decimal;

use crate::document::{self, Data, Node};
use crate::evaluate::{Decision, Evaluation, Outcome};
use crate::finding::{Citation, Finding, Language, Wording};
use crate::rules::{Class, FichaPlan, Rule, Status};

use super::super::review::{rating_name, said, verdict_name};
use super::super::words::Words;
use super::super::{Shown, Style, Unwaived, View};
use super::bound::{PASSAGE, shortened};
use super::compose::Composer;
use super::seal::Seal;

/// A sheet: a row of headings and rows of as many cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called.
    pub name: &'static str,
    /// Headings, each with the width of its column in characters.
    pub columns: Vec<(&'static str, u32)>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, whatever it begins with.
    Text(String),
    /// A figure; a spreadsheet keeps it in binary, so that its exact text stands beside it.
    Number(Decimal),
}

/// The verdicts, every finding with its place and its figure, and the seal; confidential values are
/// left out where the rule set says which they are.
pub fn sheets(evaluation: &Evaluation<'_>, style: &Style) -> Vec<Sheet> {
    let view = View::new(evaluation);
    let plan = evaluation.ruleset.ficha.as_ref();
    let rows = Rows { view: &view, style, words: Words::of(style.language), plan };
    vec![rows.verdicts(), rows.findings(), rows.seal()]
}

struct Rows<'r> {
    view: &'r View<'r>,
    style: &'r Style,
    words: &'static Words,
    plan: Option<&'r FichaPlan>,
}

impl Rows<'_> {
    fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        match self.style.language {
            Language::Spanish => spanish,
            Language::English => english,
        }
    }

    fn wording(&self, wording: Option<&Wording>) -> Cell {
        text(wording.map_or("", |wording| wording.in_language(self.style.language)))
    }

    /// A row per pillar, then the rating; where waivers are in use, what each would be without them.
    fn verdicts(&self) -> Sheet {
        let (evaluation, words) = (self.view.evaluation, self.words);
        let policy = &evaluation.ruleset.policy;
        let why = |decision: &Decision| match decision {
            Decision::Meets => String::new(),
            Decision::Fails(rules) => rules.join(", "),
            Decision::Provisional(hinges) => words.open(hinges),
        };
        let pillars = evaluation.pillars.iter().map(|pillar| {
            let name = &policy.sections[pillar.section].name;
            let verdict = verdict_name(policy, pillar, self.style);
            vec![text(name), text(&verdict), text(&why(&pillar.decision))]
        });
        let rating = evaluation.rating.as_ref();
        let hinges = rating.map_or(&[][..], |rating| &rating.hinges);
        let last = vec![
            text(self.say("Calificación", "Rating")),
            text(&rating_name(policy, rating, self.style)),
            text(&words.open(hinges)),
        ];
        let mut sheet = Sheet {
            name: self.say("Veredictos", "Verdicts"),
            columns: vec![
                (words.pillar, 28),
                (words.verdict, 36),
                (self.say("Decidido por, o depende de", "Decided by, or depends on"), 60),
            ],
            rows: pillars.chain([last]).collect(),
        };
        if let Some(unwaived) = Unwaived::of(self.view) {
            let others = unwaived.pillars.iter().map(|other| {
                let Some(other) = other else { return Cell::Empty };
                let why = why(&other.decision);
                let why = if why.is_empty() { why } else { format!(": {why}") };
                text(&format!("{}{why}", verdict_name(policy, other, self.style)))
            });
            let others = others.chain([text(&unwaived.sentence(policy, self.style))]);
            sheet.columns.push((self.say("Sin dispensas", "Without waivers"), 60));
            sheet.rows.iter_mut().zip(others).for_each(|(row, other)| row.push(other));
        }
        sheet
    }

    fn findings(&self) -> Sheet {
        let of_review = self
            .view
            .of_review()
            .iter()
            .map(|finding| self.loose(self.words.review, finding, self.of_review(finding)));
        let text = self.view.text;
        let of_text =
            text.iter().map(|finding| self.loose(self.words.form, finding, self.told(finding)));
        let mut rows: Vec<Vec<Cell>> = of_review.chain(of_text).collect();
        for group in &self.view.groups {
            let all = group.unmet.iter().chain(&group.set_aside);
            for shown in all.chain(&group.questions).chain(&group.unknown) {
                rows.push(self.row(&group.section.name, shown));
            }
        }
        self.hide(&mut rows);
        let columns = vec![
            (self.say("Sección", "Section"), 24),
            (self.words.rule, 10),
            (self.say("Severidad", "Severity"), 18),
            (self.say("Clase", "Class"), 14),
            (self.say("Estado", "Status"), 18),
            (self.say("Elemento", "Element"), 24),
            (self.say("Hallazgo", "Finding"), 60),
            (self.words.reason, 40),
            (self.words.help, 40),
            (self.words.basis, 40),
            (self.say("Campo", "Field"), 32),
            (self.say("Línea", "Line"), 8),
            (self.say("Como está escrito", "As written"), 24),
            (self.say("Cifra", "Figure"), 16),
            (self.words.judged, 40),
        ];
        Sheet { name: self.say("Hallazgos", "Findings"), columns, rows }
    }

    /// What it was made from, and what the digests are for.
    fn seal(&self) -> Sheet {
        let evaluation = self.view.evaluation;
        let composer = self.plan.map(|plan| Composer::new(evaluation, plan, None));
        let clean = |name: &str| match &composer {
            Some(composer) => composer.clean(name),
            None => document::normalised(name),
        };
        let seal = Seal::of(evaluation, self.style.language, clean);
        let lines = seal.lines.iter().map(|(label, value)| vec![text(label), text(value)]);
        let note = vec![Cell::Empty, text(&seal.note)];
        Sheet {
            name: seal.title,
            columns: vec![
                (self.say("Hecho con", "Made from"), 16),
                (self.say("Huella", "Digest"), 100),
            ],
            rows: lines.chain([note]).collect(),
        }
    }

    fn row(&self, section: &str, shown: &Shown<'_>) -> Vec<Cell> {
        let (rule, outcome) = (shown.rule, shown.outcome);
        let severity = &self.view.evaluation.ruleset.severity(rule).name;
        let mut row = vec![
            text(section),
            text(&rule.id),
            text(severity),
            text(self.class(rule.class)),
            text(self.status(rule, outcome)),
            text(&element(outcome)),
        ];
        row.extend(self.told(shown.finding));
        row.push(text(&said(outcome, self.style.language).join(" · ")));
        row
    }

    /// A finding of no rule.
    fn loose(&self, section: &str, finding: &Finding, told: Vec<Cell>) -> Vec<Cell> {
        let level = self.words.level(finding.severity);
        let mut row = vec![text(section), text(&finding.code), text(level), Cell::Empty];
        row.extend([Cell::Empty, Cell::Empty]);
        row.extend(told);
        row.push(Cell::Empty);
        row
    }

    /// What a finding on the review says, and the line of the review that it points at.
    fn of_review(&self, finding: &Finding) -> Vec<Cell> {
        let line = finding.place().map(|place| Decimal::from(place.position().line));
        vec![
            self.wording(Some(&finding.message)),
            self.wording(finding.reason.as_ref()),
            self.wording(finding.help.as_ref()),
            Cell::Empty,
            text(self.words.review),
            line.map_or(Cell::Empty, Cell::Number),
            Cell::Empty,
            Cell::Empty,
        ]
    }

    /// What a finding says, on what authority, where it points and what stands there.
    fn told(&self, finding: &Finding) -> Vec<Cell> {
        let place = finding.place();
        let field = place.and_then(|place| self.view.field(place.span));
        let field = field.filter(|field| !field.path.is_root());
        let value = field.as_ref().and_then(|field| field.value);
        let path = field.as_ref().map(|field| field.path.to_string()).unwrap_or_default();
        let line = place.map(|place| Decimal::from(place.position().line));
        vec![
            self.wording(Some(&finding.message)),
            self.wording(finding.reason.as_ref()),
            self.wording(finding.help.as_ref()),
            text(&finding.citations.iter().map(citation).collect::<Vec<_>>().join("; ")),
            text(&path),
            line.map_or(Cell::Empty, Cell::Number),
            text(&value.map(written).unwrap_or_default()),
            value.and_then(number).map_or(Cell::Empty, Cell::Number),
        ]
    }

    fn class(&self, class: Class) -> &'static str {
        match class {
            Class::Automatic => self.say("automática", "automatic"),
            Class::Heuristic => self.say("heurística", "heuristic"),
            Class::Judgement => self.say("juicio", "judgement"),
        }
    }

    fn status(&self, rule: &Rule, outcome: &Outcome) -> &'static str {
        match outcome.status {
            Status::Unmet if outcome.said.waiver.is_some() => {
                self.say("dejado de lado", "set aside")
            }
            Status::Unmet if outcome.is_suspicion(rule) => self.words.suspected,
            Status::Unmet if outcome.said.opinion.is_some() => self.words.confirmed,
            Status::Unknown if outcome.pending().is_some() => self.words.question,
            Status::Unknown => self.words.unknown,
            _ => self.say("no cumple", "unmet"),
        }
    }

    /// Leaves confidential values out of every text, and of a long one what nobody reads in a cell.
    fn hide(&self, rows: &mut [Vec<Cell>]) {
        let composer = self.plan.map(|plan| Composer::new(self.view.evaluation, plan, None));
        for cell in rows.iter_mut().flatten() {
            if let Cell::Text(text) = cell {
                if let Some(composer) = &composer {
                    *text = composer.clean(text);
                }
                if let Some(short) = shortened(text, PASSAGE, self.style.language) {
                    *text = short;
                }
            }
        }
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// The element's position and name.
fn element(outcome: &Outcome) -> String {
    let Some(element) = &outcome.element else { return String::new() };
    match &element.name {
        Some(name) => format!("{} · {name}", element.position),
        None => element.position.to_string(),
    }
}

fn citation(citation: &Citation) -> String {
    let section = citation.section.as_ref().map(|section| format!(", {section}"));
    format!("{}{}", citation.document, section.unwrap_or_default())
}

/// A value as the form has it, digit by digit.
fn written(node: &Node) -> String {
    match &node.data {
        Data::Text(text) => text.clone(),
        Data::Number(number) => number.text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::Blank | Data::List(_) | Data::Map(_) | Data::Refused => String::new(),
    }
}

fn number(node: &Node) -> Option<Decimal> {
    match &node.data {
        Data::Number(number) => number.value,
        _ => None,
    }
}
