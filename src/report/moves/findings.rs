//! What the gate saw, as findings: one per rule, pillar or rating that moved on a submission.

use crate::finding::{Finding, Language, Wording};
use crate::source::Place;
use crate::verify::attribute::Blame;
use crate::verify::changes::Changes;
use crate::verify::{Flip, Gate, Moved, Record, State, Why};

use super::words::Speaker;

/// A finding for each move, in the record that it contradicts, and in the rule file of its cause.
pub fn gate_findings(gate: &Gate<'_>, changes: Option<&Changes<'_>>) -> Vec<Finding> {
    let teller = Teller {
        spanish: Speaker::new(Language::Spanish, changes),
        english: Speaker::new(Language::English, changes),
        changes,
    };
    let mut findings = gate.unreadable.clone();
    for moved in &gate.moved {
        findings.extend(moved.flips.iter().map(|flip| teller.flip(moved, flip)));
        for one in &moved.verdicts {
            let (from, to) = (one.from.as_deref(), one.to.as_deref());
            let name = one.pillar.as_deref();
            let say = |speaker: &Speaker<'_, '_>| {
                let name = name.unwrap_or(speaker.say("Calificación", "Rating"));
                format!("{name}: {}", speaker.verdict(from, to))
            };
            let finding =
                teller.finding("gate/verdict", moved, name.unwrap_or("calificacion"), &say);
            findings.push(match &one.blame {
                Some(blame) => finding.because(teller.both(&|speaker| speaker.grounds(blame))),
                None => finding,
            });
        }
        if moved.flips.is_empty() && moved.verdicts.is_empty() {
            let (before, now) = (moved.before.met, moved.now.met);
            let say = |speaker: &Speaker<'_, '_>| {
                format!("{}: {before} → {now}", speaker.say("cumplen", "met"))
            };
            findings.push(teller.finding("gate/verdict", moved, "cumplen", &say));
        }
    }
    findings
}

struct Teller<'t, 'c> {
    spanish: Speaker<'t, 'c>,
    english: Speaker<'t, 'c>,
    changes: Option<&'t Changes<'c>>,
}

impl Teller<'_, '_> {
    fn both(&self, say: &dyn Fn(&Speaker<'_, '_>) -> String) -> Wording {
        Wording::both(say(&self.spanish), say(&self.english))
    }

    fn finding(
        &self,
        code: &str,
        moved: &Moved<'_>,
        name: &str,
        say: &dyn Fn(&Speaker<'_, '_>) -> String,
    ) -> Finding {
        let record = &moved.recorded.record;
        let place = record.place(Record::place_of(record, name));
        Finding::error(code, self.both(say)).at(place).helped_by(Wording::both(
            "si es lo que el cambio quería, `pilares gate --accept` anota el registro de nuevo",
            "if this is what the change meant, `pilares gate --accept` writes the record anew",
        ))
    }

    fn flip(&self, moved: &Moved<'_>, flip: &Flip<'_>) -> Finding {
        let state = |of: &Option<crate::verify::Standing>| -> Option<State> {
            of.as_ref().map(|standing| standing.state)
        };
        let (from, to) = (state(&flip.from), state(&flip.to));
        let form = &moved.recorded.form.source.name;
        let say = |speaker: &Speaker<'_, '_>| {
            let on = speaker.say("en", "on");
            format!("{}: {} {on} `{form}`", flip.rule, speaker.moved(from, to))
        };
        let finding = self.finding(&flip.rule, moved, &flip.rule, &say);
        let Why::Changes(blame) = &flip.why else { return finding };
        let because = self.both(&|speaker| self.names(speaker, blame));
        let finding = finding.because(because);
        self.places(blame).fold(finding, |finding, (place, note)| finding.at_with(place, note))
    }

    fn names(&self, speaker: &Speaker<'_, '_>, blame: &Blame) -> String {
        let changes = blame.because.iter().filter_map(|at| self.changes?.list.get(*at));
        changes.map(|change| speaker.with_sides(change)).collect::<Vec<_>>().join("; ")
    }

    fn places<'b>(&'b self, blame: &'b Blame) -> impl Iterator<Item = (Place, Wording)> + 'b {
        blame.because.iter().filter_map(move |at| {
            let change = self.changes?.list.get(*at)?;
            let place = change.place()?.clone();
            Some((place, Wording::both(self.spanish.name(change), self.english.name(change))))
        })
    }
}
