//! How findings of the analysis are said: what is proved, what a submission shows, what is only suspected.

use crate::feel::Expr;
use crate::finding::{Finding, Language, Severity, Wording};
use crate::rules::{Patch, Rule, Status, case_text};
use crate::source::Place;
use crate::verify::search::Witness;

use super::proof::{Fact, Proof, SCHEMA, USUAL, Want};

/// Ways of a proof that are told.
const WAYS: usize = 3;

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
        let (spanish, english) = match tried {
            0 => ("no se probó ningún formulario".to_owned(), "no form was tried".to_owned()),
            1 => (
                "se probó 1 formulario y en él no se vio lo contrario".to_owned(),
                "1 form was tried and it did not show the contrary".to_owned(),
            ),
            _ => (
                format!("se probaron {tried} formularios y en ninguno se vio lo contrario"),
                format!("{tried} forms were tried and none showed the contrary"),
            ),
        };
        self.finding.reason = Some(Wording::both(
            format!("Es una sospecha, no una prueba: {spanish}."),
            format!("This is a suspicion, not a proof: {english}."),
        ));
        self
    }

    /// The finding with the case that shows it told among what to do.
    pub fn whole(&self, language: Language) -> Finding {
        let mut finding = self.finding.clone();
        if let Some(shown) = &self.witness {
            let case = shown.case(to_be_named(language));
            let help = finding.help.take().unwrap_or_else(|| Wording::both("", ""));
            // A case of another rule than the finding is about has its place in that rule's file.
            let other = shown.rule.as_ref().filter(|rule| **rule != self.about);
            let (of, of_english) = match other {
                Some(rule) => (format!(" de {rule}"), format!(" of {rule}")),
                None => Default::default(),
            };
            let told =
                |help: &str, case_is: &str| format!("{help}\n{case_is}\n{case}").trim().to_owned();
            finding.help = Some(Wording {
                spanish: told(&help.spanish, &format!("Un caso{of} que lo muestra:")),
                english: help
                    .english
                    .map(|english| told(&english, &format!("A case{of_english} that shows it:"))),
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
pub(super) fn proof(proved: &Proof) -> Wording {
    proof_of(proved, &[])
}

/// Why something is proved of several rules: each part with the rule that it is of, by the wanted
/// condition.
pub(super) fn proof_of(proved: &Proof, rules: &[&str]) -> Wording {
    let (is, is_english) = certain(proved);
    let told = |language: Language| {
        let spanish = language == Language::Spanish;
        let merged = merged(&proved.ways);
        let (asked, others): (Vec<_>, Vec<_>) =
            merged.iter().partition(|way| is_asked_twice(way, rules));
        let mut asked: Vec<String> =
            asked.iter().map(|way| named(way[0].fact, rules, spanish)).collect();
        asked.dedup();
        let mut ways: Vec<String> = asked_twice(&asked, spanish).into_iter().collect();
        ways.extend(others.iter().map(|way| contradiction(way, rules, language)));
        ways.dedup();
        let left = ways.len().saturating_sub(WAYS);
        ways.truncate(WAYS);
        let more = match (left, language) {
            (0, _) => return ways.join("; "),
            (1, Language::Spanish) => "y otra combinación igual de imposible".to_owned(),
            (_, Language::Spanish) => format!("y otras {left} combinaciones igual de imposibles"),
            (1, Language::English) => "and another combination as impossible".to_owned(),
            (_, Language::English) => format!("and {left} other combinations as impossible"),
        };
        format!("{}; {more}", ways.join("; "))
    };
    if proved.ways.is_empty() {
        return Wording::both(
            format!("{is}: no depende del formulario."),
            format!("{is_english}: it does not depend on the form."),
        );
    }
    let (spanish, english) = (told(Language::Spanish), told(Language::English));
    Wording::both(format!("{is}: {spanish}."), format!("{is_english}: {english}."))
}

/// That something is proved, and of which figures: the engine rounds what has too many digits.
fn certain(proved: &Proof) -> (String, String) {
    let (spanish, english) = match proved.keeps_schema() {
        true => (
            "Está probado de los formularios que respetan los límites del esquema",
            "It is proved of forms that keep to the bounds of the schema",
        ),
        false => ("Está probado", "It is proved"),
    };
    if !proved.facts().any(|fact| fact.usual) {
        return (spanish.to_owned(), english.to_owned());
    }
    let (whole, places) = (USUAL.whole, USUAL.places);
    (
        format!("{spanish} para cifras de hasta {whole} dígitos enteros y {places} decimales"),
        format!("{english} for figures of at most {whole} digits and {places} decimals"),
    )
}

/// A part of a proof, and the ways in which it would have to come out.
struct Part<'p> {
    fact: &'p Fact,
    wants: Vec<Want>,
}

/// The contradictions, those as one that differ only in a part that is true (or false) or unknown.
fn merged(ways: &[Vec<Fact>]) -> Vec<Vec<Part<'_>>> {
    let mut found: Vec<Vec<Part<'_>>> = Vec::new();
    for way in ways {
        let known = found.iter_mut().find_map(|known| Some((apart(known, way)?, known)));
        match known {
            Some((at, known)) => {
                let wants = way.iter().filter(|fact| fact.is_about(known[at].fact));
                let wants: Vec<Want> = wants.map(|fact| fact.want).collect();
                known[at].wants.extend(wants);
            }
            None => {
                let part = |fact| Part { fact, wants: vec![fact.want] };
                found.push(way.iter().map(part).collect());
            }
        }
    }
    found
}

/// The one part in which a contradiction differs from another, where that is undecided in one of them.
fn apart(known: &[Part<'_>], way: &[Fact]) -> Option<usize> {
    let same = |part: &Part<'_>| {
        part.wants.len() == 1
            && way.iter().any(|fact| fact.is_about(part.fact) && fact.want == part.fact.want)
    };
    let differing: Vec<usize> = (0..known.len()).filter(|at| !same(&known[*at])).collect();
    let [at] = differing[..] else { return None };
    let other = way
        .iter()
        .find(|fact| fact.is_about(known[at].fact) && !known[at].wants.contains(&fact.want))?;
    let open = |want| matches!(want, Want::NotTrue | Want::NotFalse);
    let one_open = known[at].wants.len() == 1 && (open(other.want) != open(known[at].fact.want));
    (known.len() == way.len() && one_open).then_some(at)
}

/// Whether a contradiction is of one part with itself, in two places of a rule.
fn is_asked_twice(way: &[Part<'_>], rules: &[&str]) -> bool {
    let [one, other] = way else { return false };
    let name = |part: &Part<'_>| named(part.fact, rules, true);
    name(one) == name(other) && one.fact.goal != other.fact.goal
}

/// That some parts are asked in two places; none where there are none.
fn asked_twice(parts: &[String], spanish: bool) -> Option<String> {
    let and = if spanish { "y" } else { "and" };
    let all = listed(parts, and);
    match (parts.len(), spanish) {
        (0, _) => None,
        (1, true) => Some(format!("{all} ya se pide en otra parte de la misma regla")),
        (_, true) => Some(format!("{all} ya se piden en otra parte de la misma regla")),
        (1, false) => Some(format!("{all} is asked already in another part of the same rule")),
        (_, false) => Some(format!("{all} are asked already in another part of the same rule")),
    }
}

/// That some parts contradict each other; all of them are told, or the sentence would not be true.
fn contradiction(way: &[Part<'_>], rules: &[&str], language: Language) -> String {
    let spanish = language == Language::Spanish;
    let name = |part: &Part<'_>| named(part.fact, rules, spanish);
    let parts: Vec<String> =
        way.iter().map(|part| format!("{} {}", name(part), how(part, spanish))).collect();
    match (way, spanish) {
        ([only], true) => format!("{} no puede ser {}", name(only), how(only, true)),
        ([only], false) => format!("{} cannot be {}", name(only), how(only, false)),
        ([one, other], true) if name(one) == name(other) => {
            format!("{} no puede ser {} y {} a la vez", name(one), how(one, true), how(other, true))
        }
        ([one, other], false) if name(one) == name(other) => {
            format!(
                "{} cannot be {} and {} together",
                name(one),
                how(one, false),
                how(other, false)
            )
        }
        (_, true) => format!("no pueden darse a la vez {}", listed(&parts, "y")),
        (_, false) => format!("these cannot happen together: {}", listed(&parts, "and")),
    }
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

/// A part as it is written, and in which of several rules.
fn named(fact: &Fact, rules: &[&str], spanish: bool) -> String {
    let text = match (fact.text.as_str(), spanish) {
        ("", true) => "la lista que se recorre".to_owned(),
        ("", false) => "the list that is run over".to_owned(),
        (text, _) => format!("`{}`", cut(text)),
    };
    if fact.goal == SCHEMA {
        return if spanish { format!("{text} (esquema)") } else { format!("{text} (schema)") };
    }
    match rules.get(fact.goal) {
        Some(rule) => format!("{text} ({rule})"),
        None => text,
    }
}

fn how(part: &Part<'_>, spanish: bool) -> String {
    let list = part.fact.text.is_empty();
    let words = part.wants.iter().map(|want| match (want, spanish) {
        (Want::True | Want::False, true) if list => "conocida",
        (Want::True | Want::False, false) if list => "known",
        (Want::True, true) => "verdadera",
        (Want::True, false) => "true",
        (Want::False, true) => "falsa",
        (Want::False, false) => "false",
        (Want::NotTrue | Want::NotFalse, true) => "sin dato",
        (Want::NotTrue | Want::NotFalse, false) => "unknown",
    });
    words.collect::<Vec<_>>().join(if spanish { " o " } else { " or " })
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

/// An expression, cut where it is long.
pub(super) fn shown(expr: &Expr) -> String {
    cut(&expr.to_string())
}

/// A text, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    const LONG: usize = 90;
    match text.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
