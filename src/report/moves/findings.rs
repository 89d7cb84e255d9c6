//! What the gate saw, as findings: one for each way in which a rule, a pillar or the rating moved.

use crate::finding::{Finding, Label, Language, Wording};
use crate::source::Place;
use crate::verify::attribute::Blame;
use crate::verify::changes::Changes;
use crate::verify::{Flip, Gate, Listed, Moved, Record, State, Why};

use super::gate::NAMED;
use super::words::{Speaker, count};

/// Records that are pointed at in one finding.
const POINTED: usize = 5;

/// A finding for each way in which something moved: at the change that moved it, where that is known,
/// and in the records that it contradicts.
pub fn gate_findings(gate: &Gate<'_>, changes: Option<&Changes<'_>>) -> Vec<Finding> {
    let teller = Teller {
        gate,
        spanish: Speaker::new(Language::Spanish, changes),
        english: Speaker::new(Language::English, changes),
        changes,
    };
    let mut findings = gate.unreadable.clone();
    findings.extend(gate.unpaired.iter().cloned());
    findings.extend(teller.rules());
    findings.extend(teller.verdicts());
    findings.extend(teller.counts());
    findings
}

struct Teller<'t, 'c> {
    gate: &'t Gate<'t>,
    spanish: Speaker<'t, 'c>,
    english: Speaker<'t, 'c>,
    changes: Option<&'t Changes<'c>>,
}

/// How a rule moved, whether with reviews, and why.
type Kind<'k> = (&'k str, bool, Option<State>, Option<State>, &'k Why);

fn kind<'k>(flip: &'k Flip<'_>) -> Kind<'k> {
    let state = |of: &Option<Listed>| of.as_ref().map(|standing| standing.state);
    (&flip.rule, flip.reviewed, state(&flip.from), state(&flip.to), &flip.why)
}

/// Things by what they are alike in, in the order in which that comes first.
fn grouped<K: PartialEq, T>(all: impl Iterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (key, one) in all {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, list)) => list.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups
}

/// The first of some submissions by name, and how many more there are.
fn named(forms: &[&Moved<'_>], speaker: &Speaker<'_, '_>) -> String {
    let names = forms.iter().take(NAMED).map(|moved| moved.recorded.form.source.name.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    match (forms.len().saturating_sub(NAMED), speaker.spanish) {
        (0, _) => names,
        (more, true) => format!("{names} y {more} más"),
        (more, false) => format!("{names} and {more} more"),
    }
}

impl<'t> Teller<'t, '_> {
    fn both(&self, say: &dyn Fn(&Speaker<'_, '_>) -> String) -> Wording {
        Wording::both(say(&self.spanish), say(&self.english))
    }

    /// `POB-21 mueve 4 de 212 formularios: cumple → no cumple`.
    fn rules(&self) -> Vec<Finding> {
        let moved = self.gate.moved.iter();
        let flips = moved.flat_map(|moved| moved.flips.iter().map(move |f| (kind(f), moved)));
        let kinds = grouped(flips).into_iter();
        let told = kinds.map(|((rule, reviewed, from, to, why), forms)| {
            let say = |speaker: &Speaker<'_, '_>| {
                let (moves, of) = (speaker.say("mueve", "moves"), speaker.say("de", "of"));
                let (some, all) =
                    (count(forms.len(), speaker.spanish), speaker.forms(self.gate.compared));
                let moved = speaker.moved(from, to);
                let with = speaker.with_review(reviewed);
                let forms = named(&forms, speaker);
                format!("{rule} {moves} {some} {of} {all}{with}: {moved} ({forms})")
            };
            let finding = Finding::error(rule, self.both(&say));
            let finding = match &why {
                Why::Changes(blame) => {
                    let because = self.both(&|speaker| self.names(speaker, blame));
                    let finding = finding.because(because);
                    self.places(blame).fold(finding, |found, (at, note)| found.at_with(at, note))
                }
                _ => finding,
            };
            self.recorded(finding, &forms, rule, reviewed)
        });
        told.collect()
    }

    fn verdicts(&self) -> Vec<Finding> {
        let moved = self.gate.moved.iter();
        let all = moved.flat_map(|moved| moved.verdicts.iter().map(move |one| (one, moved)));
        let told = grouped(all).into_iter().map(|(one, forms)| {
            let say = |speaker: &Speaker<'_, '_>| {
                let (name, verdict) = (speaker.judged(&one.moved), speaker.verdict(&one.moved));
                let on = speaker.say("en", "on");
                let on_all = speaker.forms(forms.len());
                let with = speaker.with_review(one.reviewed);
                format!("{name}: {verdict}, {on} {on_all}{with} ({})", named(&forms, speaker))
            };
            let finding = Finding::error("gate/verdict", self.both(&say));
            let finding = match &one.blame {
                Some(blame) => finding.because(self.both(&|speaker| speaker.grounds(blame))),
                None => finding,
            };
            let name = one.moved.pillar.as_deref().unwrap_or("calificacion");
            self.recorded(finding, &forms, name, one.reviewed)
        });
        told.collect()
    }

    /// Records whose count of rules that are met is another, and nothing else.
    fn counts(&self) -> Vec<Finding> {
        let alone = self
            .gate
            .moved
            .iter()
            .filter(|moved| moved.flips.is_empty() && moved.verdicts.is_empty());
        let told = alone.map(|moved| {
            let (before, now) = (moved.before.met.count(), moved.now.met.count());
            let say = |speaker: &Speaker<'_, '_>| {
                format!("{}: {before} → {now}", speaker.say("cumplen", "met"))
            };
            self.recorded(Finding::error("gate/met", self.both(&say)), &[moved], "cumplen", false)
        });
        told.collect()
    }

    /// Points at what records say of a name, without reviews or with them.
    fn recorded(
        &self,
        finding: Finding,
        forms: &[&Moved<'_>],
        name: &str,
        reviewed: bool,
    ) -> Finding {
        let label = |moved: &&Moved<'_>| {
            let record = &moved.recorded.record;
            Label { place: record.place(Record::place_of(record, name, reviewed)), note: None }
        };
        let mut finding = finding.helped_by(Wording::both(
            "si es lo que el cambio quería, `pilares gate --accept` anota los registros de nuevo",
            "if this is what the change meant, `pilares gate --accept` writes the records anew",
        ));
        finding.labels.extend(forms.iter().take(POINTED).map(label));
        finding
    }

    fn names(&self, speaker: &Speaker<'_, '_>, blame: &Blame) -> String {
        let changes = blame.because.iter().filter_map(|at| self.changes?.list.get(*at));
        changes.map(|change| speaker.with_sides(change)).collect::<Vec<_>>().join("; ")
    }

    fn places<'b>(&'b self, blame: &'b Blame) -> impl Iterator<Item = (Place, Wording)> + 'b {
        blame.because.iter().filter_map(move |at| {
            let change = self.changes?.list.get(*at)?;
            let place = change.new.as_ref()?.place.clone()?;
            Some((place, Wording::both(self.spanish.name(change), self.english.name(change))))
        })
    }
}
