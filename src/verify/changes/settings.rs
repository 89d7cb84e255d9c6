//! What differs between the parameters and the policies of two rule sets.

use crate::document::{Node, Step};
use crate::rules::{Parameter, ParameterValue, Policy, Rating, Ruleset, Section, SeverityClass};

use super::tree::differences;
use super::{Change, File, PolicyPart, Side, What, focus, words};

/// What differs between the parameters: their values; what they are called moves nothing.
pub(super) fn parameters(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    let find = |all: &[Parameter], name: &str| {
        all.iter().find(|parameter| &*parameter.name == name).cloned()
    };
    let mut changes = Vec::new();
    let gone = old.parameters.iter().filter(|old| find(&new.parameters, &old.name).is_none());
    for parameter in new.parameters.iter().chain(gone) {
        let what = What::Parameter(parameter.name.clone());
        let before = find(&old.parameters, &parameter.name);
        let after = find(&new.parameters, &parameter.name);
        match (before, after) {
            (Some(a), Some(b)) if values(&a) != values(&b) => {
                changes.push(Change::new(what, Some(side(&a, &b)), Some(side(&b, &a))));
            }
            (Some(a), Some(b)) if texts(&a) != texts(&b) => {
                let (a, b) = (text_side(&a), text_side(&b));
                changes.push(Change::new(what, Some(a), Some(b)).silent());
            }
            (Some(_), Some(_)) | (None, None) => {}
            // Only a condition that names it looks at a parameter.
            (a, b) => {
                let whole = |parameter: Parameter| Side::new(values(&parameter), place(&parameter));
                changes.push(Change::new(what, a.map(whole), b.map(whole)).silent());
            }
        }
    }
    changes
}

fn place(parameter: &Parameter) -> Option<crate::source::Place> {
    Some(parameter.place.clone())
}

/// The values of a parameter that another version of it does not have, or all where it has them all.
fn side(parameter: &Parameter, other: &Parameter) -> Side {
    let known = |value: &&ParameterValue| other.values.iter().any(|o| of_year(o) == of_year(value));
    let own: Vec<String> =
        parameter.values.iter().filter(|value| !known(value)).map(of_year).collect();
    let text = if own.is_empty() { values(parameter) } else { own.join("; ") };
    Side::new(text, place(parameter))
}

fn values(parameter: &Parameter) -> String {
    parameter.values.iter().map(of_year).collect::<Vec<_>>().join("; ")
}

/// `0.10 (2024–2027)`.
fn of_year(value: &ParameterValue) -> String {
    format!("{} ({})", value.value, value.years())
}

fn texts(parameter: &Parameter) -> String {
    let bases: Vec<&str> = parameter.values.iter().map(|value| value.basis.as_str()).collect();
    let unit = parameter.unit.as_deref().unwrap_or_default();
    format!("{} · {unit} · {}", parameter.title, bases.join("; "))
}

fn text_side(parameter: &Parameter) -> Side {
    Side::new(texts(parameter), place(parameter))
}

/// What differs between the policies.
pub(super) fn policy(old: &Ruleset, new: &Ruleset) -> Vec<Change> {
    if old.policy.source.text() == new.policy.source.text() {
        return Vec::new();
    }
    let mut changes = sections(&old.policy, &new.policy);
    changes.extend(severities(&old.policy, &new.policy));
    changes.extend(verdicts(&old.policy, &new.policy));
    changes.extend(ratings(&old.policy, &new.policy));
    changes.extend(rest(&old.policy, &new.policy));
    changes
}

/// Rows of two tables by id, the later table's order first: each pair of which one at least is there.
fn rows<'p, T>(
    old: &'p [T],
    new: &'p [T],
    id: impl Fn(&T) -> &str,
) -> Vec<(Option<&'p T>, Option<&'p T>)> {
    let find = |rows: &'p [T], wanted: &str| rows.iter().find(|row| id(row) == wanted);
    let kept = new.iter().map(|row| (find(old, id(row)), Some(row)));
    let gone = old.iter().filter(|row| find(new, id(row)).is_none()).map(|row| (Some(row), None));
    kept.chain(gone).collect()
}

/// A change of a row where what decides differs, or a silent one where only its words do.
fn row_change<T>(
    part: PolicyPart,
    (key, id): (&'static str, &str),
    (old, new): (Option<&T>, Option<&T>),
    (file_old, file_new): (&File, &File),
    (decides, words): (impl Fn(&T) -> String, impl Fn(&T) -> String),
) -> Option<Change> {
    let differ = old.map(&decides) != new.map(&decides);
    let reworded = old.map(&words) != new.map(&words);
    let text = |row: &T| if differ { decides(row) } else { words(row) };
    let a = old.map(|row| Side::new(text(row), Some(file_old.row(key, id))));
    let b = new.map(|row| Side::new(text(row), Some(file_new.row(key, id))));
    let change = Change::new(What::Policy(part), a, b);
    match (differ, reworded) {
        (true, _) => Some(change),
        (false, true) => Some(change.silent()),
        (false, false) => None,
    }
}

fn files(old: &Policy, new: &Policy) -> (File, File) {
    (File::of(&old.source), File::of(&new.source))
}

fn sections(old: &Policy, new: &Policy) -> Vec<Change> {
    let files = files(old, new);
    // Verdicts are known by the names of their pillars.
    let decides = |row: &Section| match row.pillar {
        true => format!("nombre: {}, pilar: true", row.name),
        false => "pilar: false".to_owned(),
    };
    let words = |row: &Section| format!("nombre: {}, prefijo: {}", row.name, row.prefix);
    let pairs = rows(&old.sections, &new.sections, |row| &row.id);
    let changes = pairs.into_iter().filter_map(|pair| {
        let id = &pair.0.or(pair.1)?.id;
        let part = PolicyPart::Section(id.clone());
        row_change(part, ("secciones", id), pair, (&files.0, &files.1), (decides, words))
    });
    let mut changes: Vec<Change> = changes.collect();
    // A section without rules has no say, unless it is a pillar.
    for change in &mut changes {
        let one_side = change.old.is_none() || change.new.is_none();
        let pillar = [&change.old, &change.new].into_iter().flatten();
        if one_side && pillar.clone().all(|side| side.text.ends_with("false")) {
            change.moves = false;
        }
    }
    changes
}

fn severities(old: &Policy, new: &Policy) -> Vec<Change> {
    let files = files(old, new);
    let decides = |row: &SeverityClass| format!("decide_pilar: {}", row.decides);
    let words = |row: &SeverityClass| {
        let meaning = row.meaning.as_deref().unwrap_or_default();
        format!("nombre: {}, nivel: {}, {meaning}", row.name, row.level_name())
    };
    let pairs = rows(&old.severities, &new.severities, |row| &row.id);
    let changes = pairs.into_iter().filter_map(|pair| {
        let id = &pair.0.or(pair.1)?.id;
        let part = PolicyPart::Severity(id.clone());
        let change =
            row_change(part, ("severidades", id), pair, (&files.0, &files.1), (decides, words))?;
        // Only a rule that has it looks at a severity.
        Some(if pair.0.is_some() && pair.1.is_some() { change } else { change.silent() })
    });
    changes.collect()
}

fn verdicts(old: &Policy, new: &Policy) -> Option<Change> {
    let shown = |policy: &Policy| {
        let (meets, fails) = (&policy.verdicts.meets, &policy.verdicts.fails);
        format!("{} {}, {} {}", meets.sign, meets.name, fails.sign, fails.name)
    };
    let files = files(old, new);
    let side =
        |policy: &Policy, file: &File| Side::new(shown(policy), Some(file.key("veredictos")));
    (shown(old) != shown(new)).then(|| {
        let sides = (Some(side(old, &files.0)), Some(side(new, &files.1)));
        Change::new(What::Policy(PolicyPart::Verdicts), sides.0, sides.1)
    })
}

fn ratings(old: &Policy, new: &Policy) -> Vec<Change> {
    let tree = |row: &Rating| row.holds.expr.to_string();
    let mut changes = Vec::new();
    for (a, b) in rows(&old.ratings, &new.ratings, |row| &row.id) {
        let Some(id) = a.or(b).map(|row| row.id.clone()) else { continue };
        let what = What::Policy(PolicyPart::Rating(id));
        let alone = |row: &Rating| focus::alone(&row.holds);
        match (a, b) {
            (Some(a), Some(b)) if tree(a) != tree(b) => {
                let mut sides = focus::sides(&a.holds, &b.holds);
                if a.favourable != b.favourable {
                    for (side, row) in [(&mut sides.0, a), (&mut sides.1, b)] {
                        let end = format!(", favorable: {}", row.favourable);
                        side.text.push_str(&end);
                        side.core.push_str(&end);
                    }
                }
                changes.push(Change::new(what, Some(sides.0), Some(sides.1)));
            }
            (Some(a), Some(b)) if (a.favourable, &a.name) != (b.favourable, &b.name) => {
                let side = |row: &Rating| {
                    let text = format!("{}, favorable: {}", row.name, row.favourable);
                    Side::new(text, alone(row).place)
                };
                changes.push(Change::new(what, Some(side(a)), Some(side(b))));
            }
            (Some(_), Some(_)) => {}
            (a, b) => changes.push(Change::new(what, a.map(alone), b.map(alone))),
        }
    }
    changes.extend(rating_order(old, new));
    changes
}

/// The order of the rows that both tables have.
fn rating_order(old: &Policy, new: &Policy) -> Option<Change> {
    let common = |mine: &Policy, other: &Policy| -> Vec<String> {
        let both = |row: &&Rating| other.ratings.iter().any(|other| other.id == row.id);
        mine.ratings.iter().filter(both).map(|row| row.id.clone()).collect()
    };
    let (a, b) = (common(old, new), common(new, old));
    let files = files(old, new);
    let side = |ids: Vec<String>, file: &File| {
        Some(Side::new(ids.join(", "), Some(file.key("calificaciones"))))
    };
    (a != b).then(|| {
        let what = What::Policy(PolicyPart::RatingOrder);
        Change::new(what, side(a, &files.0), side(b, &files.1))
    })
}

/// Keys of the policy's file that are compared by what they mean.
const COMPARED: [&str; 5] =
    ["secciones", "severidades", "veredictos", "calificaciones", "ejercicio"];

/// The year's field, the order of rows, and what else the file says, which moves no verdict.
fn rest(old: &Policy, new: &Policy) -> Vec<Change> {
    let files = files(old, new);
    let mut changes = Vec::new();
    let compare = |part: PolicyPart, key: &str, a: String, b: String| {
        let side = |text, file: &File| Some(Side::new(text, Some(file.key(key))));
        (a != b).then(|| Change::new(What::Policy(part), side(a, &files.0), side(b, &files.1)))
    };
    let year = |policy: &Policy| policy.year.to_string();
    changes.extend(compare(PolicyPart::Year, "ejercicio", year(old), year(new)));
    let sections = |policy: &Policy| ids(&policy.sections, |row| &row.id);
    let severities = |policy: &Policy| ids(&policy.severities, |row| &row.id);
    for (key, a, b) in [
        ("secciones", sections(old), sections(new)),
        ("severidades", severities(old), severities(new)),
    ] {
        let both = |mine: &[String], other: &[String]| {
            let known = mine.iter().filter(|id| other.contains(id));
            known.cloned().collect::<Vec<_>>().join(", ")
        };
        let change = compare(PolicyPart::Order(key), key, both(&a, &b), both(&b, &a));
        changes.extend(change.map(Change::silent));
    }
    let [a, b] = [&files.0, &files.1].map(|file| &file.document);
    for difference in differences(&a.root, &b.root) {
        let path = &difference.path;
        let key = path.steps().first();
        if COMPARED.iter().any(|known| key == Some(&Step::Key((*known).to_owned()))) {
            continue;
        }
        let side = |file: &File, node: Option<&Node>| {
            node.map(|node| Side::new(words::shown(node), Some(file.place(path))))
        };
        let sides = (side(&files.0, difference.old), side(&files.1, difference.new));
        let what = What::Policy(PolicyPart::Text(path.clone()));
        changes.push(Change::new(what, sides.0, sides.1).silent());
    }
    changes
}

fn ids<T>(rows: &[T], id: impl Fn(&T) -> &String) -> Vec<String> {
    rows.iter().map(|row| id(row).clone()).collect()
}
