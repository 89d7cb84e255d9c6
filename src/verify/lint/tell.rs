//! How findings of the analysis are said: what is proved, what a submission shows, what is only suspected.

use crate::finding::{Finding, Language, Severity, Wording};
use crate::rules::{Patch, Rule, Status, case_text};
use crate::source::Place;
use crate::verify::search::Witness;

use super::conditions::cut;
use super::proof::{Fact, USUAL, Want};

/// Parts of a proof that are told.
const PARTS: usize = 4;

/// A finding of the analysis.
#[derive(Debug, Clone)]
pub struct Found {
    /// What is wrong, where, why, and what to do.
    pub finding: Finding,
    /// What it is about: a rule's id, a parameter, a list of the lexicon, a field, a row of ratings.
    pub about: String,
    /// Which part of it, as the files call it; empty for the whole.
    pub site: String,
    /// A submission that shows it.
    pub witness: Option<Shown>,
}

/// A submission that shows a finding.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The rule that it is a case of; none where it is the table of ratings that is shown.
    pub rule: Option<String>,
    /// Its changes to the base submission, and how many submissions were tried.
    pub witness: Witness,
    /// What becomes of the rule there.
    pub status: Status,
}

impl Shown {
    /// A submission as a case of a rule.
    pub fn of(rule: &Rule, patch: Patch, tried: usize, status: Status) -> Shown {
        Shown { rule: Some(rule.id.clone()), witness: Witness { patch, tried }, status }
    }

    /// The case, ready to be pasted under `casos:`; of no rule in particular, it expects nothing.
    pub fn case(&self, name: &str) -> String {
        let case = case_text(name, &self.witness.patch, self.status.name());
        match &self.rule {
            Some(_) => case,
            None => case
                .lines()
                .filter(|line| !line.starts_with("    espera:"))
                .fold(String::new(), |text, line| text + line + "\n"),
        }
    }
}

impl Found {
    /// A finding about something, at a place.
    pub fn new(
        code: &str,
        severity: Severity,
        about: &str,
        place: Place,
        message: Wording,
    ) -> Found {
        let finding = Finding { severity, ..Finding::error(code, message).at(place) };
        Found { finding, about: about.to_owned(), site: String::new(), witness: None }
    }

    /// The part that it is about.
    pub fn on(mut self, site: impl Into<String>) -> Found {
        self.site = site.into();
        self
    }

    /// Says why.
    pub fn because(mut self, reason: Wording) -> Found {
        self.finding.reason = Some(reason);
        self
    }

    /// Says what to do.
    pub fn helped_by(mut self, spanish: &str, english: &str) -> Found {
        self.finding.help = Some(Wording::both(spanish, english));
        self
    }

    /// Points at a second place.
    pub fn and_at(mut self, place: Place, note: Wording) -> Found {
        self.finding = self.finding.at_with(place, note);
        self
    }

    /// Shows a submission.
    pub fn shown_by(mut self, shown: Option<Shown>) -> Found {
        self.witness = shown;
        self
    }

    /// Says that it is only suspected: of so many submissions, none showed the contrary.
    pub fn suspected(mut self, tried: usize) -> Found {
        self.finding.severity = Severity::Note;
        self.finding.reason = Some(Wording::both(
            format!(
                "Es una sospecha, no una prueba: se probaron {tried} formularios y en ninguno se vio lo contrario."
            ),
            format!(
                "This is a suspicion, not a proof: {tried} forms were tried and none showed the contrary."
            ),
        ));
        self
    }

    /// The finding with the case that shows it told among what to do.
    pub fn whole(&self, language: Language) -> Finding {
        let mut finding = self.finding.clone();
        if let Some(shown) = &self.witness {
            let case = shown.case(to_be_named(language));
            let help = finding.help.take().unwrap_or_else(|| Wording::both("", ""));
            let told =
                |help: &str, case_is: &str| format!("{help}\n{case_is}\n{case}").trim().to_owned();
            finding.help = Some(Wording {
                spanish: told(&help.spanish, "Un caso que lo muestra:"),
                english: help.english.map(|english| told(&english, "A case that shows it:")),
            });
        }
        finding
    }

    /// The place in the order of reports: by file, then by place in it.
    pub fn order(&self) -> (String, u32, String, String) {
        let place = self.finding.place();
        let name = place.map(|place| place.source.name.clone()).unwrap_or_default();
        let start = place.map_or(0, |place| place.span.start);
        (name, start, self.finding.code.clone(), self.site.clone())
    }
}

/// Why something is proved: the parts that contradict each other.
pub(super) fn proof(facts: &[Fact]) -> Wording {
    let (spanish, english) = (parts(facts, true), parts(facts, false));
    let (is, is_english) = proved(facts);
    match &spanish[..] {
        [] => Wording::both(
            format!("{is}: no depende del formulario."),
            format!("{is_english}: it does not depend on the form."),
        ),
        [only] => Wording::both(
            format!("{is}: no puede darse {only}."),
            format!("{is_english}: this cannot happen: {}.", english.concat()),
        ),
        _ => Wording::both(
            format!("{is}: no pueden darse a la vez {}.", listed(&spanish, "y")),
            format!("{is_english}: these cannot happen together: {}.", listed(&english, "and")),
        ),
    }
}

/// That something is proved, and of which figures: the engine rounds what has too many digits.
fn proved(facts: &[Fact]) -> (String, String) {
    let (spanish, english) = ("Está probado", "It is proved");
    if !facts.iter().any(|fact| fact.usual) {
        return (spanish.to_owned(), english.to_owned());
    }
    let (whole, places) = (USUAL.whole, USUAL.places);
    (
        format!("{spanish} para cifras de hasta {whole} dígitos enteros y {places} decimales"),
        format!("{english} for figures of at most {whole} digits and {places} decimals"),
    )
}

/// Texts as a sentence lists them.
fn listed(parts: &[String], and: &str) -> String {
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {and} {last}", before.join(", "))
        }
        _ => parts.concat(),
    }
}

/// The parts of a proof with how they would have to come out, each once.
fn parts(facts: &[Fact], spanish: bool) -> Vec<String> {
    let written = facts.iter().filter(|fact| !matches!(fact.text.as_str(), "" | "true" | "false"));
    let mut texts: Vec<&str> = Vec::new();
    for fact in written {
        if !texts.contains(&fact.text.as_str()) {
            texts.push(&fact.text);
        }
    }
    let how = |text: &str| {
        let has = |want| facts.iter().any(|fact| fact.text == text && fact.want == want);
        let words = [
            (Want::True, "verdadera", "true"),
            (Want::False, "falsa", "false"),
            (Want::NotTrue, "sin dato", "unknown"),
        ];
        let here = words.into_iter().filter(|(want, ..)| has(*want));
        let here: Vec<&str> =
            here.map(|(_, one, other)| if spanish { one } else { other }).collect();
        here.join(if spanish { " o " } else { " or " })
    };
    texts.into_iter().take(PARTS).map(|text| format!("`{}` {}", cut(text), how(text))).collect()
}

/// What a case is called until somebody names it.
pub fn to_be_named(language: Language) -> &'static str {
    match language {
        Language::Spanish => "Por nombrar",
        Language::English => "To be named",
    }
}

/// A rule file's beginning.
pub(super) fn head(rule: &Rule) -> Place {
    let document = crate::document::read(rule.source.clone(), &crate::document::Limits::default());
    let first = document.root.entries().first().map(|entry| entry.key_span);
    Place { source: rule.source.clone(), span: first.unwrap_or_default() }
}
