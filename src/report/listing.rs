//! The rules of a rule set, for people: which there are, section by section.

use crate::finding::Language;
use crate::rules::{Class, Rule, Ruleset};

use super::Style;
use super::markdown::escape;
use super::page::Page;
use super::safe::visible;
use super::words::Words;

/// Columns from which attributes stand before the title, in columns of their own.
const WIDE: usize = 80;

/// Rules of a rule set, some or all.
pub struct Listing<'r> {
    /// The rule set.
    pub ruleset: &'r Ruleset,
    /// Its rules that are wanted, in the order of the rule set.
    pub rules: Vec<&'r Rule>,
}

impl<'r> Listing<'r> {
    /// The rules that are wanted.
    pub fn of(ruleset: &'r Ruleset, wanted: impl Fn(&Rule) -> bool) -> Listing<'r> {
        Listing { ruleset, rules: ruleset.rules.iter().filter(|rule| wanted(rule)).collect() }
    }

    /// Sections that have rules here, by position, each with its rules.
    fn sections(&self) -> impl Iterator<Item = (usize, Vec<&'r Rule>)> {
        let sections = 0..self.ruleset.policy.sections.len();
        let rules = sections.map(|at| {
            let here = self.rules.iter().copied().filter(|rule| rule.section == at);
            (at, here.collect::<Vec<_>>())
        });
        rules.filter(|(_, rules)| !rules.is_empty())
    }

    /// How many rules are in force, how many were retired, and how many cases the former have.
    pub(super) fn totals(&self) -> [usize; 3] {
        let (retired, in_force): (Vec<&Rule>, Vec<&Rule>) =
            self.rules.iter().copied().partition(|rule| rule.retired.is_some());
        [in_force.len(), retired.len(), in_force.iter().map(|rule| rule.cases.len()).sum()]
    }
}

/// The list as text: a line per rule, under the name of its section.
pub fn listing(listing: &Listing<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    let columns = Columns::of(listing, style.language);
    for (at, rules) in listing.sections() {
        if at != listing.rules.first().map_or(0, |rule| rule.section) {
            page.line("");
        }
        page.line(&section(listing.ruleset, at, style.language));
        for rule in rules {
            columns.write(&mut page, listing.ruleset, rule, style);
        }
    }
    if !listing.rules.is_empty() {
        page.line("");
    }
    page.line(&totals(listing, style.language));
    page.into_text()
}

/// The list as Markdown: a table per section.
pub fn listing_markdown(listing: &Listing<'_>, style: &Style) -> String {
    let header = match style.language {
        Language::Spanish => "| Regla | Qué dice | Clase | Severidad | Casos |",
        Language::English => "| Rule | What it says | Class | Severity | Cases |",
    };
    let mut text = String::new();
    for (at, rules) in listing.sections() {
        let name = escape(&section(listing.ruleset, at, style.language));
        text.push_str(&format!("## {name}\n\n{header}\n| --- | --- | --- | --- | ---: |\n"));
        for rule in rules {
            let title = escape(&rule.title);
            let retired = rule.retired.as_deref().map(|reason| {
                format!(" ({}: {})", retired(style.language), escape(reason.trim_end_matches('.')))
            });
            text.push_str(&format!(
                "| {} | {title}{} | {} | {} | {} |\n",
                escape(&rule.id),
                retired.unwrap_or_default(),
                class_name(rule.class, style.language),
                escape(&listing.ruleset.severity(rule).name),
                rule.cases.len(),
            ));
        }
        text.push('\n');
    }
    text.push_str(&totals(listing, style.language));
    text.push('\n');
    text
}

/// What a class is called.
pub(super) fn class_name(class: Class, language: Language) -> &'static str {
    match (class, language) {
        (Class::Automatic, Language::Spanish) => "automática",
        (Class::Automatic, Language::English) => "automatic",
        (Class::Heuristic, Language::Spanish) => "heurística",
        (Class::Heuristic, Language::English) => "heuristic",
        (Class::Judgement, Language::Spanish) => "juicio",
        (Class::Judgement, Language::English) => "judgement",
    }
}

fn section(ruleset: &Ruleset, at: usize, language: Language) -> String {
    let section = &ruleset.policy.sections[at];
    let name = visible(&section.name, false);
    match (section.pillar, language) {
        (true, Language::Spanish) => format!("{name} (pilar)"),
        (true, Language::English) => format!("{name} (pillar)"),
        (false, _) => name.into_owned(),
    }
}

fn retired(language: Language) -> &'static str {
    match language {
        Language::Spanish => "retirada",
        Language::English => "retired",
    }
}

fn totals(listing: &Listing<'_>, language: Language) -> String {
    let [in_force, retired, cases] = listing.totals();
    let spanish = language == Language::Spanish;
    let words = |spanish_words, english_words| if spanish { spanish_words } else { english_words };
    let mut text = format!(
        "{}, {}",
        Words::counted(in_force, words(["regla", "reglas"], ["rule", "rules"])),
        Words::counted(cases, words(["caso", "casos"], ["case", "cases"])),
    );
    if retired > 0 {
        let words = words(["retirada", "retiradas"], ["retired", "retired"]);
        text.push_str(&format!("; {}", Words::counted(retired, words)));
    }
    text
}

/// How wide each column is.
struct Columns {
    id: usize,
    severity: usize,
    class: usize,
    cases: usize,
}

impl Columns {
    fn of(listing: &Listing<'_>, language: Language) -> Columns {
        let most = |width: &dyn Fn(&Rule) -> usize| {
            listing.rules.iter().map(|rule| width(rule)).max().unwrap_or(0)
        };
        Columns {
            id: most(&|rule| rule.id.chars().count()),
            severity: most(&|rule| listing.ruleset.severity(rule).name.chars().count()),
            class: most(&|rule| class_name(rule.class, language).chars().count()),
            cases: most(&|rule| rule.cases.len().to_string().len()),
        }
    }

    fn write(&self, page: &mut Page, ruleset: &Ruleset, rule: &Rule, style: &Style) {
        let language = style.language;
        let severity = visible(&ruleset.severity(rule).name, false);
        let class = class_name(rule.class, language);
        let cases = rule.cases.len();
        let words = match language {
            Language::Spanish => ["caso", "casos"],
            Language::English => ["case", "cases"],
        };
        let title = visible(&rule.title, false);
        let mut rest = 2 + self.id + 2;
        if style.width >= WIDE {
            let word = if cases == 1 { words[0] } else { words[1] };
            let lead = format!(
                "  {:<id$}  {severity:<severities$}  {class:<classes$}  {cases:>counts$} {word:<5}  ",
                rule.id,
                id = self.id,
                severities = self.severity,
                classes = self.class,
                counts = self.cases,
            );
            rest = lead.chars().count();
            page.hanging(lead, &title, rest);
        } else {
            page.hanging(format!("  {:<id$}  ", rule.id, id = self.id), &title, rest);
            let attributes = format!("{severity} · {class} · {}", Words::counted(cases, words));
            page.wrapped(&attributes, rest, rest);
        }
        if let Some(reason) = &rule.retired {
            let reason = format!("{}: {}", retired(language), visible(reason, false));
            page.wrapped(&reason, rest, rest);
        }
    }
}
