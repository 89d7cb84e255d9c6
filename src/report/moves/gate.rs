//! What the gate saw: by rule, then by pillar, then by submission.

use std::collections::BTreeSet;

use crate::evaluate::{Outcome, RuleResult, Says};
use crate::finding::Language;
use crate::report::Style;
use crate::report::reading::Reader;
use crate::rules::Ruleset;
use crate::verify::attribute::Ground;
use crate::verify::changes::Changes;
use crate::verify::{Flip, Gate, Listed, Moved, State, VerdictFlip, Why};

use super::sheet::Sheet;
use super::words::{Speaker, count};

/// Submissions that are named under one cause.
pub(super) const NAMED: usize = 4;

/// Why nothing can be said of the causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldRules<'o> {
    /// They are known, under this name.
    Known(&'o str),
    /// They are known and are the same as those in force.
    Same(&'o str),
    /// They are not known.
    Unknown,
}

/// The gate, for a terminal.
pub fn gate(
    gate: &Gate<'_>,
    ruleset: &Ruleset,
    changes: Option<&Changes<'_>>,
    old: OldRules<'_>,
    style: &Style,
) -> String {
    let mut sheet = Sheet::default();
    let speaker = Speaker::new(style.language, changes);
    head(&mut sheet, gate, &speaker);
    if !gate.moved.is_empty() {
        let reader = Reader::new(ruleset);
        rules(&mut sheet, gate, &reader, &speaker);
        verdicts(&mut sheet, gate, &speaker);
        forms(&mut sheet, gate, &speaker);
    }
    still(&mut sheet, gate, &speaker);
    if !gate.moved.is_empty() {
        sources(&mut sheet, old, &speaker);
    }
    sheet.terminal(style)
}

fn head(sheet: &mut Sheet, gate: &Gate<'_>, speaker: &Speaker<'_, '_>) {
    let all = speaker.forms(gate.compared);
    let moved = gate.moved.len();
    let line = match (moved, speaker.spanish) {
        (0, true) if gate.compared == 0 => "Ningún registro se pudo comparar.".to_owned(),
        (0, false) if gate.compared == 0 => "No record could be compared.".to_owned(),
        (0, true) => format!("{all}: los veredictos son los registrados."),
        (0, false) => format!("{all}: the verdicts are those recorded."),
        (1, true) => format!("{all}: en 1 los veredictos no son los registrados."),
        (_, true) => {
            let moved = count(moved, true);
            format!("{all}: en {moved} los veredictos no son los registrados.")
        }
        (_, false) => {
            let moved = count(moved, false);
            format!("{all}: on {moved} the verdicts are not those recorded.")
        }
    };
    sheet.title(line);
    if gate.other_version > 0 {
        let records = speaker.counted(
            gate.other_version,
            [
                "registro es de otra versión de las reglas y dice",
                "registros son de otra versión de las reglas y dicen",
            ],
            [
                "record is of another version of the rules and says",
                "records are of another version of the rules and say",
            ],
        );
        let rest = speaker.say(
            "lo mismo; `--accept` anota la de ahora.",
            "the same; `--accept` notes the present one.",
        );
        sheet.text(format!("{records} {rest}"));
    }
}

/// A flip with the submission that it is on.
type Where<'w, 'g> = (&'w Moved<'g>, &'w Flip<'g>);

fn rules(sheet: &mut Sheet, gate: &Gate<'_>, reader: &Reader<'_>, speaker: &Speaker<'_, '_>) {
    let mut ids: Vec<&str> = Vec::new();
    let flips: Vec<Where<'_, '_>> =
        gate.moved.iter().flat_map(|moved| moved.flips.iter().map(move |f| (moved, f))).collect();
    for (_, flip) in &flips {
        if !ids.contains(&flip.rule.as_str()) {
            ids.push(&flip.rule);
        }
    }
    let order = |id: &str| {
        let at = gate.moved.iter().flat_map(|moved| &moved.flips).position(|flip| flip.rule == id);
        at.unwrap_or(usize::MAX)
    };
    ids.sort_by_key(|id| order(id));
    for id in ids {
        let mine: Vec<&Where<'_, '_>> = flips.iter().filter(|(_, flip)| flip.rule == id).collect();
        rule(sheet, gate, id, &mine, reader, speaker);
    }
}

/// How a rule came out and how it comes out, and whether that is so with the submission's review.
type States = (Option<State>, Option<State>, bool);

fn states(flip: &Flip<'_>) -> States {
    let state = |standing: &Option<Listed>| standing.as_ref().map(|standing| standing.state);
    (state(&flip.from), state(&flip.to), flip.reviewed)
}

/// `cumple → no cumple`, with what it takes to see it.
fn told((from, to, reviewed): States, speaker: &Speaker<'_, '_>) -> String {
    format!("{}{}", speaker.moved(from, to), speaker.with_review(reviewed))
}

fn rule(
    sheet: &mut Sheet,
    gate: &Gate<'_>,
    id: &str,
    flips: &[&Where<'_, '_>],
    reader: &Reader<'_>,
    speaker: &Speaker<'_, '_>,
) {
    let mut kinds: Vec<(States, usize)> = Vec::new();
    for (_, flip) in flips {
        match kinds.iter_mut().find(|(kind, _)| *kind == states(flip)) {
            Some((_, count)) => *count += 1,
            None => kinds.push((states(flip), 1)),
        }
    }
    let told = kinds.iter().map(|(kind, number)| match kinds.len() {
        1 => told(*kind, speaker),
        _ => format!("{} ({})", told(*kind, speaker), count(*number, speaker.spanish)),
    });
    let told = told.collect::<Vec<_>>().join(", ");
    let (moves, of) = (speaker.say("mueve", "moves"), speaker.say("de", "of"));
    let all = speaker.forms(gate.compared);
    let mut forms: Vec<&str> =
        flips.iter().map(|(moved, _)| moved.recorded.form.source.name.as_str()).collect();
    forms.dedup();
    let moved = count(forms.len(), speaker.spanish);
    sheet.heading(format!("{id} {moves} {moved} {of} {all}: {told}"));
    let mut causes: Vec<(&Why, Vec<&Where<'_, '_>>)> = Vec::new();
    for flip in flips {
        match causes.iter_mut().find(|(why, _)| **why == flip.1.why) {
            Some((_, flips)) => flips.push(flip),
            None => causes.push((&flip.1.why, vec![flip])),
        }
    }
    let on = speaker.say("en", "on");
    for (why, flips) in causes {
        cause(sheet, why, speaker);
        for (moved, flip) in flips.iter().take(NAMED) {
            let result = flip.result.as_ref();
            let brief = result
                .and_then(|result| brief(reader, result, flip.from.as_ref(), speaker.spanish));
            let name = &moved.recorded.form.source.name;
            let with = speaker.with_review(flip.reviewed);
            sheet.item(
                1,
                match brief {
                    Some(brief) => format!("{on} {name}{with}: {brief}"),
                    None => format!("{on} {name}{with}"),
                },
            );
        }
        if flips.len() > NAMED {
            let rest = flips.len() - NAMED;
            let more = speaker.say("y {} más", "and {} more");
            sheet.item(1, more.replace("{}", &count(rest, speaker.spanish)));
        }
    }
}

fn cause(sheet: &mut Sheet, why: &Why, speaker: &Speaker<'_, '_>) {
    match why {
        Why::Changes(blame) => speaker.blame(sheet, 0, blame),
        Why::Unknown => sheet.item(0, speaker.say("sin atribuir", "not attributed")),
        Why::NotTheRules => sheet.item(
            0,
            speaker.say(
                "no es un cambio de las reglas: las de antes ya lo dicen; cambió el formulario, su revisión, el registro o el motor",
                "no change of the rules: the earlier ones already say it; the form, its review, the record or the engine changed",
            ),
        ),
        Why::Unexplained => sheet.item(
            0,
            speaker.say(
                "ningún conjunto de cambios de las reglas lo explica",
                "no set of changes of the rules explains it",
            ),
        ),
    }
}

/// What decided the outcome that is new, in one line.
pub(super) fn brief(
    reader: &Reader<'_>,
    result: &RuleResult<'_>,
    from: Option<&Listed>,
    spanish: bool,
) -> Option<String> {
    let same = || result.outcomes.iter().filter(|outcome| outcome.status == result.status);
    let fresh = |outcome: &&Outcome| match outcome.position() {
        None => true,
        Some(position) => {
            let state = Some(State::of(result, outcome))
                .filter(|state| !matches!(state, State::Met | State::NotApplicable));
            from.and_then(|from| from.of_element(position)) != state
        }
    };
    let others = || result.outcomes.iter().find(fresh);
    let outcome = same().find(fresh).or_else(others).or_else(|| same().next())?;
    // What the schema finds has no steps: its message says which field it is about.
    let said = || {
        let message = &outcome.finding.as_ref()?.message;
        let language = if spanish { Language::Spanish } else { Language::English };
        Some(message.in_language(language).to_owned())
    };
    let brief = reader.of_rule(result.rule).brief(result.rule, outcome).or_else(said);
    let answer = outcome.said.opinion.as_ref().and_then(|opinion| match &opinion.says {
        Says::Answer(id) => {
            Some(format!("{} «{id}»", if spanish { "respondida" } else { "answered" }))
        }
        _ => None,
    });
    match (answer, brief) {
        (Some(answer), Some(brief)) => Some(format!("{answer}: {brief}")),
        (answer, brief) => answer.or(brief),
    }
}

fn verdicts(sheet: &mut Sheet, gate: &Gate<'_>, speaker: &Speaker<'_, '_>) {
    let mut kinds: Vec<(&VerdictFlip, Vec<&str>)> = Vec::new();
    for moved in &gate.moved {
        for one in &moved.verdicts {
            let name = moved.recorded.form.source.name.as_str();
            match kinds.iter_mut().find(|(known, _)| *known == one) {
                Some((_, names)) => names.push(name),
                None => kinds.push((one, vec![name])),
            }
        }
    }
    if kinds.is_empty() {
        return;
    }
    sheet.heading(speaker.say("Pilares y calificación", "Pillars and rating"));
    for (VerdictFlip { moved, reviewed, blame }, names) in kinds {
        let (name, verdict) = (speaker.judged(moved), speaker.verdict(moved));
        let why =
            blame.as_ref().map(|blame| format!(", {}", speaker.grounds(blame))).unwrap_or_default();
        let on = speaker.say("en", "on");
        let all = speaker.forms(names.len());
        let with = speaker.with_review(*reviewed);
        sheet.item(0, format!("{name}: {verdict}, {on} {all}{with}{why}"));
    }
}

fn forms(sheet: &mut Sheet, gate: &Gate<'_>, speaker: &Speaker<'_, '_>) {
    sheet.heading(speaker.say("Por formulario", "By form"));
    for moved in &gate.moved {
        let rules =
            moved.flips.iter().map(|flip| format!("{} {}", flip.rule, told(states(flip), speaker)));
        let verdicts = moved.verdicts.iter().map(|VerdictFlip { moved, reviewed, .. }| {
            let name = moved.pillar.as_deref().unwrap_or(speaker.say("calificación", "rating"));
            format!("{name} {}{}", speaker.verdict(moved), speaker.with_review(*reviewed))
        });
        let mut all: Vec<String> = rules.chain(verdicts).collect();
        let (before, now) = (moved.before.met.count(), moved.now.met.count());
        if before != now && moved.flips.is_empty() {
            let met = speaker.say("cumplen", "met");
            all.push(format!("{met}: {before} → {now}"));
        }
        sheet.item(0, format!("{}: {}", moved.recorded.form.source.name, all.join("; ")));
    }
}

/// Changes that are named one by one where they move nothing.
const STILL: usize = 6;

/// The changes that can move verdicts and move none of these.
fn still(sheet: &mut Sheet, gate: &Gate<'_>, speaker: &Speaker<'_, '_>) {
    let Some(changes) = speaker.changes else { return };
    let flips = gate.moved.iter().flat_map(|moved| &moved.flips);
    let by_rule = flips.filter_map(|flip| match &flip.why {
        Why::Changes(blame) => Some(blame.because.iter().chain(&blame.also).copied()),
        _ => None,
    });
    let verdicts = gate.moved.iter().flat_map(|moved| &moved.verdicts);
    let by_verdict = verdicts.filter_map(|one| one.blame.as_ref());
    let by_verdict = by_verdict.flat_map(|blame| blame.because.iter().chain(&blame.also));
    let heard: BTreeSet<usize> = by_rule
        .flatten()
        .chain(by_verdict.filter_map(|ground| match ground {
            Ground::Change(at) => Some(*at),
            Ground::Rule(_) => None,
        }))
        .collect();
    let still = changes.moving().into_iter().filter(|at| !heard.contains(at));
    let names: Vec<String> =
        still.filter_map(|at| Some(speaker.name(changes.list.get(at)?))).collect();
    if names.is_empty() {
        return;
    }
    let mut names: Vec<(String, usize)> =
        names.chunk_by(|a, b| a == b).map(|alike| (alike[0].clone(), alike.len())).collect();
    let more = names.split_off(names.len().min(STILL));
    let more = more.iter().map(|(_, times)| times).sum();
    let names: Vec<String> = names
        .into_iter()
        .map(|(name, times)| if times > 1 { format!("{name} (× {times})") } else { name })
        .collect();
    let more = match (more, speaker.spanish) {
        (0, _) => String::new(),
        (more, true) => format!(" y {} más", count(more, true)),
        (more, false) => format!(" and {} more", count(more, false)),
    };
    let lead = speaker.say(
        "Cambios de las reglas que aquí no mueven ningún veredicto",
        "Changes of the rules that move no verdict here",
    );
    let rest = speaker.say(
        "`pilares diff` busca un formulario en que se noten.",
        "`pilares diff` looks for a form on which they show.",
    );
    sheet.text(format!("{lead}: {}{more}. {rest}", names.join("; ")));
}

/// Where the causes come from.
fn sources(sheet: &mut Sheet, old: OldRules<'_>, speaker: &Speaker<'_, '_>) {
    let spanish = speaker.spanish;
    let line = match (old, spanish) {
        (OldRules::Known(name), true) => format!("Las reglas de antes son las de `{name}`."),
        (OldRules::Known(name), false) => format!("The earlier rules are those of `{name}`."),
        (OldRules::Same(name), true) => format!(
            "Las reglas de `{name}` son las de ahora: cambió el formulario, su revisión, el registro o el motor. Si los registros se anotaron con otras reglas, dígalas con `--old`."
        ),
        (OldRules::Same(name), false) => format!(
            "The rules of `{name}` are the present ones: the form, its review, the record or the engine changed. If other rules made the records, tell them with `--old`."
        ),
        (OldRules::Unknown, true) => "Sin las reglas de antes los cambios quedan sin atribuir: dígalas con `--old`: una carpeta, una revisión de git o `dipres`, las incluidas.".to_owned(),
        (OldRules::Unknown, false) => "Without the earlier rules nothing can be attributed: tell them with `--old`: a folder, a git revision, or `dipres`, the embedded ones.".to_owned(),
    };
    sheet.text(line);
}
