//! What changes, states and causes are called.

use crate::finding::Language;
use crate::source::Place;
use crate::verify::attribute::{Blame, Ground};
use crate::verify::changes::{Change, Changes, Part, PolicyPart, What, field_of};
use crate::verify::{State, VerdictMove};

use super::sheet::Sheet;
use super::sides::quoted;

/// Speaks of changes in a language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'w, 'c> {
    pub spanish: bool,
    pub changes: Option<&'w Changes<'c>>,
}

/// `10.000` or `10,000`.
pub(super) fn count(number: usize, spanish: bool) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(if spanish { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// What programs call a state.
pub(in crate::report) fn state_key(state: State) -> &'static str {
    match state {
        State::Met => "met",
        State::Unmet => "unmet",
        State::Suspected => "suspected",
        State::Unknown => "unknown",
        State::Pending => "pending",
        State::NotApplicable => "not_applicable",
    }
}

/// What programs call what a change is about: its kind, its name and its part.
pub(in crate::report) fn change_key(what: &What) -> (&'static str, String, Option<String>) {
    let part = |part: &Part| match part {
        Part::Added => "added".to_owned(),
        Part::Removed => "removed".to_owned(),
        Part::Retired => "retired".to_owned(),
        Part::Restored => "restored".to_owned(),
        Part::Each => "para_cada".to_owned(),
        Part::Definition(name) => format!("donde.{name}"),
        Part::Applies => "cuando".to_owned(),
        Part::Clause(None) | Part::Requirement => "exige".to_owned(),
        Part::Clause(Some(number)) => format!("exige[{number}]"),
        Part::Question => "pregunta".to_owned(),
        Part::Answers => "respuestas".to_owned(),
        Part::Severity => "severidad".to_owned(),
        Part::Class => "clase".to_owned(),
        Part::Section => "section".to_owned(),
        Part::Text(key) => (*key).to_owned(),
    };
    match what {
        What::Rule(id, of) => ("rule", id.clone(), Some(part(of))),
        What::Parameter(name) => ("parameter", name.to_string(), None),
        What::Word(word) => ("word", word.list.to_string(), None),
        What::Form(path) => {
            let (field, keyword) = field_of(path);
            ("form", field.to_string(), keyword)
        }
        What::File(path) => ("file", path.clone(), None),
        What::Policy(of) => match of {
            PolicyPart::Section(id) => ("section", id.clone(), None),
            PolicyPart::Severity(id) => ("severity", id.clone(), None),
            PolicyPart::Verdicts => ("policy", "veredictos".to_owned(), None),
            PolicyPart::Rating(id) => ("rating", id.clone(), None),
            PolicyPart::RatingOrder => ("policy", "calificaciones".to_owned(), None),
            PolicyPart::Year => ("policy", "ejercicio".to_owned(), None),
            PolicyPart::Order(key) => ("policy", (*key).to_owned(), Some("order".to_owned())),
            PolicyPart::Text(path) => ("policy", path.to_string(), None),
        },
    }
}

/// A change's name for a file: letters, digits and dashes.
pub fn change_name(what: &What) -> String {
    let (kind, name, part) = change_key(what);
    let all = match part {
        Some(part) => format!("{name}-{part}"),
        None => format!("{kind}-{name}"),
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = all.chars().map(plain).collect();
    text.split('-').filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-")
}

impl Speaker<'_, '_> {
    pub fn new<'w, 'c>(language: Language, changes: Option<&'w Changes<'c>>) -> Speaker<'w, 'c> {
        Speaker { spanish: language == Language::Spanish, changes }
    }

    pub fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        if self.spanish { spanish } else { english }
    }

    pub fn counted(&self, number: usize, spanish: [&str; 2], english: [&str; 2]) -> String {
        let [one, many] = if self.spanish { spanish } else { english };
        format!("{} {}", count(number, self.spanish), if number == 1 { one } else { many })
    }

    pub fn forms(&self, number: usize) -> String {
        self.counted(number, ["formulario", "formularios"], ["form", "forms"])
    }

    /// What people call a state; none is a rule that is not in force.
    pub fn state(&self, state: Option<State>) -> &'static str {
        match state {
            None => self.say("no está", "not there"),
            Some(State::Met) => self.say("cumple", "met"),
            Some(State::Unmet) => self.say("no cumple", "unmet"),
            Some(State::Suspected) => self.say("por confirmar", "to be confirmed"),
            Some(State::Unknown) => self.say("sin dato", "unknown"),
            Some(State::Pending) => self.say("pendiente", "pending"),
            Some(State::NotApplicable) => self.say("no aplica", "not applicable"),
        }
    }

    /// `cumple → no cumple`.
    pub fn moved(&self, from: Option<State>, to: Option<State>) -> String {
        let (was, is) = (self.state(from), self.state(to));
        match from == to {
            true => format!("{is}; {}", self.say("cambian sus elementos", "its elements change")),
            false => format!("{was} → {is}"),
        }
    }

    /// That something is so with a submission's review, where it is.
    pub fn with_review(&self, reviewed: bool) -> &'static str {
        if reviewed { self.say(" con su revisión", " with its review") } else { "" }
    }

    /// `Suficiente → Insuficiente`.
    pub fn verdict(&self, moved: &VerdictMove) -> String {
        let none = self.say("no está", "not there");
        let [from, to] = [&moved.from, &moved.to].map(|side| side.as_deref().unwrap_or(none));
        format!("{from} → {to}")
    }

    /// The pillar that moved, or that it is the rating.
    pub fn judged<'m>(&self, moved: &'m VerdictMove) -> &'m str {
        moved.pillar.as_deref().unwrap_or(self.say("Calificación", "Rating"))
    }

    /// What a change is about.
    pub fn name(&self, change: &Change) -> String {
        let fresh = change.old.is_none();
        match &change.what {
            What::Rule(id, part) => format!("{id}, {}", self.part(part)),
            What::Parameter(name) => format!("{} `{name}`", self.say("parámetro", "parameter")),
            What::Word(word) if fresh => {
                format!("{} `{}`", self.say("palabra nueva en", "new word in"), word.list)
            }
            What::Word(word) => {
                format!("{} `{}`", self.say("palabra que sale de", "word gone from"), word.list)
            }
            What::Policy(part) => self.policy(part),
            What::Form(path) => {
                let (field, keyword) = field_of(path);
                let keyword = keyword.map(|keyword| format!(", `{keyword}`")).unwrap_or_default();
                match field.is_root() {
                    true => format!("{}{keyword}", self.say("el formulario", "the form")),
                    false => format!("{} `{field}`{keyword}", self.say("campo", "field")),
                }
            }
            What::File(path) => format!("{} `{path}`", self.say("archivo", "file")),
        }
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Added => self.say("regla nueva", "new rule").to_owned(),
            Part::Removed => self.say("regla borrada", "rule deleted").to_owned(),
            Part::Retired => self.say("regla retirada", "rule retired").to_owned(),
            Part::Restored => self.say("otra vez en vigor", "in force again").to_owned(),
            Part::Each => "`para_cada`".to_owned(),
            Part::Definition(name) => format!("`donde`, «{name}»"),
            Part::Applies => "`cuando`".to_owned(),
            Part::Clause(None) | Part::Requirement => "`exige`".to_owned(),
            Part::Clause(Some(number)) => {
                format!("`exige`, {} {number}", self.say("cláusula", "clause"))
            }
            Part::Question => "`pregunta`".to_owned(),
            Part::Answers => "`respuestas`".to_owned(),
            Part::Severity => "`severidad`".to_owned(),
            Part::Class => "`clase`".to_owned(),
            Part::Section => self.say("sección", "section").to_owned(),
            Part::Text(key) => format!("`{key}`"),
        }
    }

    fn policy(&self, part: &PolicyPart) -> String {
        match part {
            PolicyPart::Section(id) => format!("{} `{id}`", self.say("sección", "section")),
            PolicyPart::Severity(id) => format!("{} `{id}`", self.say("severidad", "severity")),
            PolicyPart::Verdicts => "`veredictos`".to_owned(),
            PolicyPart::Rating(id) => format!("{} `{id}`", self.say("calificación", "rating")),
            PolicyPart::RatingOrder => {
                format!("{} `calificaciones`", self.say("orden de", "order of"))
            }
            PolicyPart::Year => "`ejercicio`".to_owned(),
            PolicyPart::Order(key) => format!("{} `{key}`", self.say("orden de", "order of")),
            PolicyPart::Text(path) => format!("`{path}`"),
        }
    }

    /// A change with its old and new text and its place.
    pub fn change(&self, sheet: &mut Sheet, depth: usize, lead: &str, change: &Change) {
        let place = change.place().map(|place| format!(" ({place})")).unwrap_or_default();
        sheet.item(depth, format!("{lead}{}{place}", self.name(change)));
        if let Some(other) = &change.same_as {
            let (same, gone) = (
                self.say("dice lo mismo que", "it says the same as"),
                self.say(
                    "que ya no está: el id de una regla es permanente",
                    "which is gone: the id of a rule is permanent",
                ),
            );
            sheet.item(depth + 1, format!("{same} {other}, {gone}"));
        }
        let [old, new] = quoted(change.old.as_ref(), change.new.as_ref());
        let sides = [
            (self.say("antes", "before"), old, &change.old),
            (self.say("ahora", "now"), new, &change.new),
        ];
        for (when, text, side) in sides {
            if let Some(text) = text {
                sheet.item(depth + 1, format!("{when}: {text}"));
            }
            for (name, of) in side.iter().flat_map(|side| &side.with) {
                let where_it_is = self.say("donde", "where");
                sheet.item(depth + 2, format!("{where_it_is} {name}: `{}`", of.replace('`', "'")));
            }
        }
    }

    /// The changes that moved something.
    pub fn blame(&self, sheet: &mut Sheet, depth: usize, blame: &Blame) {
        let Some(changes) = self.changes else { return };
        let lead = self.say("por ", "by ");
        let and = self.say("y ", "and ");
        for (at, index) in blame.because.iter().enumerate() {
            let Some(change) = changes.list.get(*index) else { continue };
            self.change(sheet, depth, if at == 0 { lead } else { and }, change);
        }
        if !blame.also.is_empty() {
            let names: Vec<String> = blame
                .also
                .iter()
                .filter_map(|at| Some(self.name(changes.list.get(*at)?)))
                .collect();
            let alone = self.say("también bastaría, solo:", "this alone would do it too:");
            sheet.item(depth, format!("{alone} {}", names.join("; ")));
        }
        if !blame.least {
            let text = self.say(
                "puede haber un conjunto menor de cambios que lo explique",
                "a smaller set of changes may explain it",
            );
            sheet.item(depth, text);
        }
    }

    /// What a verdict rests on, in one line.
    pub fn grounds(&self, blame: &Blame<Ground>) -> String {
        let name = |ground: &Ground| match ground {
            Ground::Rule(id) => id.clone(),
            Ground::Change(at) => {
                let change = self.changes.and_then(|changes| changes.list.get(*at));
                change.map(|change| self.with_sides(change)).unwrap_or_default()
            }
        };
        let and = self.say(" y ", " and ");
        let list = |grounds: &[Ground]| grounds.iter().map(name).collect::<Vec<_>>().join(and);
        let also = match blame.also.is_empty() {
            true => String::new(),
            false => {
                let also = self.say("también bastaría", "this alone would do it too:");
                format!(" ({also} {})", list(&blame.also))
            }
        };
        format!("{} {}{also}", self.say("por", "by"), list(&blame.because))
    }

    /// A change in one line: `POB-21, severidad: nota → minimo`.
    pub fn with_sides(&self, change: &Change) -> String {
        let sides = quoted(change.old.as_ref(), change.new.as_ref());
        let [old, new] = sides.map(|side| side.unwrap_or_else(|| "—".to_owned()));
        let with = [&change.old, &change.new].into_iter().flatten().flat_map(|side| &side.with);
        let with = with.map(|(name, of)| {
            format!(", {} {name}: `{}`", self.say("donde", "where"), of.replace('`', "'"))
        });
        format!("{}: {old} → {new}{}", self.name(change), with.collect::<String>())
    }
}

/// Where something stands, for the end of a line.
pub(super) fn at(place: Option<&Place>) -> String {
    place.map(|place| format!(" ({place})")).unwrap_or_default()
}
