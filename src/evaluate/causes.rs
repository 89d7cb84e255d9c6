//! Why something is unknown, in few words.

use crate::feel::{Cause, CauseKind};
use crate::finding::{Language, Wording};

/// Fields that are named of one kind of cause.
const NAMED: usize = 3;

/// Causes as a sentence of their own, in both languages.
pub fn wording(causes: &[Cause]) -> Wording {
    let sentence = |language| format!("{}.", capitalised(&causes_in_words(causes, language)));
    Wording::both(sentence(Language::Spanish), sentence(Language::English))
}

/// Causes in a clause: kind by kind, the first fields of each by name.
///
/// Fields that differ in their position only are named once (`componentes[].gasto`).
pub fn causes_in_words<'c>(
    causes: impl IntoIterator<Item = &'c Cause>,
    language: Language,
) -> String {
    let mut kinds: Vec<(CauseKind, Vec<String>)> = Vec::new();
    for cause in causes {
        let subject = cause.subject.to_string();
        match kinds.iter_mut().find(|(kind, _)| *kind == cause.kind) {
            Some((_, subjects)) if subjects.contains(&subject) => {}
            Some((_, subjects)) => subjects.push(subject),
            None => kinds.push((cause.kind, vec![subject])),
        }
    }
    let clauses = kinds.into_iter().map(|(kind, subjects)| {
        let fields = without_positions(subjects);
        clause(kind, &listed(&fields, kind, language), fields.len() > 1, language)
    });
    clauses.collect::<Vec<_>>().join("; ")
}

/// The beginning of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), characters.as_str())
}

/// Paths, those alike but for their positions as one; a path alone keeps its position.
fn without_positions(subjects: Vec<String>) -> Vec<String> {
    let pattern = |subject: &str| {
        let parts =
            subject.split('[').enumerate().map(|(index, part)| match (index, part.find(']')) {
                (1.., Some(end)) => format!("[{}", &part[end..]),
                (0, _) => part.to_owned(),
                _ => format!("[{part}"),
            });
        parts.collect::<String>()
    };
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for subject in subjects {
        let pattern = pattern(&subject);
        match found.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, alike)) => alike.push(subject),
            None => found.push((pattern, vec![subject])),
        }
    }
    let shown = found.into_iter().map(|(pattern, mut alike)| match alike.len() {
        1 => alike.swap_remove(0),
        _ => pattern,
    });
    shown.collect()
}

fn listed(subjects: &[String], kind: CauseKind, language: Language) -> String {
    let quoted = subjects.iter().map(|subject| match kind {
        CauseKind::Undecided => subject.clone(),
        _ => format!("`{subject}`"),
    });
    series(&quoted.collect::<Vec<_>>(), language)
}

/// Names as people list them: `a, b y c`, or the first few and how many more.
fn series(names: &[String], language: Language) -> String {
    let named = &names[..names.len().min(NAMED)];
    match (named, names.len() - named.len(), language) {
        ([], ..) => String::new(),
        ([one], 0, _) => one.clone(),
        ([before @ .., last], 0, Language::Spanish) => {
            format!("{} {} {last}", before.join(", "), and_before(last))
        }
        ([before @ .., last], 0, Language::English) => format!("{} and {last}", before.join(", ")),
        (_, more, Language::Spanish) => format!("{} y {more} más", named.join(", ")),
        (_, more, Language::English) => format!("{} and {more} more", named.join(", ")),
    }
}

/// The Spanish "and", which changes before the sound of an i.
fn and_before(name: &str) -> &'static str {
    let name = name.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    let diphthong = begins(&["ie", "hie", "ia", "hia", "io", "hio"]);
    if begins(&["i", "í", "hi", "hí"]) && !diphthong { "e" } else { "y" }
}

fn clause(kind: CauseKind, fields: &str, many: bool, language: Language) -> String {
    match language {
        Language::Spanish => spanish(kind, fields, many),
        Language::English => english(kind, fields, many),
    }
}

fn spanish(kind: CauseKind, fields: &str, many: bool) -> String {
    match (kind, many) {
        (CauseKind::Absent, false) => format!("falta {fields}"),
        (CauseKind::Absent, true) => format!("faltan {fields}"),
        (CauseKind::NotPublished, false) => format!("no se publicó {fields}"),
        (CauseKind::NotPublished, true) => format!("no se publicaron {fields}"),
        (CauseKind::JudgementPending, _) => "falta el juicio de una persona".to_owned(),
        (CauseKind::JudgementStale, _) => {
            "el texto cambió después de que una persona lo juzgó".to_owned()
        }
        (CauseKind::WrongType, false) => format!("{fields} no tiene un valor utilizable"),
        (CauseKind::WrongType, true) => format!("{fields} no tienen un valor utilizable"),
        (CauseKind::DivisionByZero, _) => format!("se divide por cero en {fields}"),
        (CauseKind::Overflow, false) => format!("{fields} pasa de 28 cifras"),
        (CauseKind::Overflow, true) => format!("{fields} pasan de 28 cifras"),
        (CauseKind::NoParameter, false) => format!("{fields} no tiene valor para ese año"),
        (CauseKind::NoParameter, true) => format!("{fields} no tienen valor para ese año"),
        (CauseKind::OutOfDomain, false) => format!("{fields} no tiene resultado"),
        (CauseKind::OutOfDomain, true) => format!("{fields} no tienen resultado"),
        (CauseKind::TooManySteps, false) => format!("{fields} toma demasiados pasos"),
        (CauseKind::TooManySteps, true) => format!("{fields} toman demasiados pasos"),
        (CauseKind::Undecided, false) => format!("{fields} no está decidida"),
        (CauseKind::Undecided, true) => format!("{fields} no están decididas"),
    }
}

fn english(kind: CauseKind, fields: &str, many: bool) -> String {
    match (kind, many) {
        (CauseKind::Absent, false) => format!("{fields} is missing"),
        (CauseKind::Absent, true) => format!("{fields} are missing"),
        (CauseKind::NotPublished, false) => format!("{fields} was not published"),
        (CauseKind::NotPublished, true) => format!("{fields} were not published"),
        (CauseKind::JudgementPending, _) => "a person has to judge".to_owned(),
        (CauseKind::JudgementStale, _) => "the text changed after a person judged it".to_owned(),
        (CauseKind::WrongType, false) => format!("{fields} has no usable value"),
        (CauseKind::WrongType, true) => format!("{fields} have no usable value"),
        (CauseKind::DivisionByZero, _) => format!("there is a division by zero in {fields}"),
        (CauseKind::Overflow, false) => format!("{fields} exceeds 28 digits"),
        (CauseKind::Overflow, true) => format!("{fields} exceed 28 digits"),
        (CauseKind::NoParameter, false) => format!("{fields} has no value for that year"),
        (CauseKind::NoParameter, true) => format!("{fields} have no value for that year"),
        (CauseKind::OutOfDomain, false) => format!("{fields} has no result"),
        (CauseKind::OutOfDomain, true) => format!("{fields} have no result"),
        (CauseKind::TooManySteps, false) => format!("{fields} takes too many steps"),
        (CauseKind::TooManySteps, true) => format!("{fields} take too many steps"),
        (CauseKind::Undecided, false) => format!("{fields} is not decided"),
        (CauseKind::Undecided, true) => format!("{fields} are not decided"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(causes: &[(CauseKind, &str)], spanish: &str, english: &str) {
        let cause = |(kind, subject): &(CauseKind, &str)| Cause {
            kind: *kind,
            subject: (*subject).into(),
            place: None,
        };
        let causes: Vec<Cause> = causes.iter().map(cause).collect();
        assert_eq!(causes_in_words(&causes, Language::Spanish), spanish);
        assert_eq!(causes_in_words(&causes, Language::English), english);
    }

    #[test]
    fn causes_are_told_kind_by_kind() {
        use CauseKind::{Absent, NotPublished};
        check(&[(Absent, "a.b")], "falta `a.b`", "`a.b` is missing");
        check(
            &[(Absent, "a"), (NotPublished, "b"), (Absent, "indicador"), (Absent, "a")],
            "faltan `a` e `indicador`; no se publicó `b`",
            "`a` and `indicador` are missing; `b` was not published",
        );
        check(
            &[(Absent, "a"), (Absent, "b"), (Absent, "c"), (Absent, "d"), (Absent, "e")],
            "faltan `a`, `b`, `c` y 2 más",
            "`a`, `b`, `c` and 2 more are missing",
        );
    }

    #[test]
    fn positions_are_told_only_where_they_single_out() {
        use CauseKind::NotPublished;
        check(
            &[
                (NotPublished, "c[1].causas"),
                (NotPublished, "c[2].causas"),
                (NotPublished, "d[3].x"),
            ],
            "no se publicaron `c[].causas` y `d[3].x`",
            "`c[].causas` and `d[3].x` were not published",
        );
    }
}
