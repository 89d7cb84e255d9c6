//! The difference of two rule sets: what moves, and what differs and moves nothing.

use crate::report::Style;
use crate::report::reading::Reader;
use crate::rules::Patch;
use crate::verify::Listed;
use crate::verify::changes::{Change, Part, What};
use crate::verify::diff::{Corpus, Diff, Kind, Silent, Tells};

use super::Named;
use super::case::{case, changes};
use super::gate::brief;
use super::sheet::Sheet;
use super::words::{Speaker, count};

/// The difference, for a terminal.
pub fn diff(diff: &Diff<'_>, corpus: &Corpus<'_>, named: Named<'_>, style: &Style) -> String {
    sheet(diff, corpus, named, style).terminal(style)
}

/// The difference, as Markdown.
pub fn diff_markdown(
    diff: &Diff<'_>,
    corpus: &Corpus<'_>,
    named: Named<'_>,
    style: &Style,
) -> String {
    sheet(diff, corpus, named, style).markdown()
}

fn sheet(diff: &Diff<'_>, corpus: &Corpus<'_>, named: Named<'_>, style: &Style) -> Sheet {
    let speaker = Speaker::new(style.language, Some(diff.changes));
    let teller = Teller { diff, corpus, speaker };
    let mut sheet = Sheet::default();
    teller.head(&mut sheet, named);
    teller.kinds(&mut sheet);
    teller.verdicts(&mut sheet);
    teller.silent(&mut sheet);
    teller.texts(&mut sheet);
    sheet
}

struct Teller<'t, 'd> {
    diff: &'t Diff<'d>,
    corpus: &'t Corpus<'t>,
    speaker: Speaker<'t, 'd>,
}

impl Teller<'_, '_> {
    fn head(&self, sheet: &mut Sheet, named: Named<'_>) {
        let speaker = &self.speaker;
        let policy = |ruleset: &crate::rules::Ruleset| {
            format!("{} {}", ruleset.policy.id, ruleset.policy.version)
        };
        let (old, new) = (policy(self.diff.changes.old), policy(self.diff.changes.new));
        sheet.title(format!("{old} (`{}`) → {new} (`{}`)", named.old, named.new));
        if self.diff.changes.list.is_empty() {
            let same = self.diff.changes.old.digests.files == self.diff.changes.new.digests.files;
            return sheet.text(match same {
                true => speaker.say(
                    "Los dos conjuntos de reglas dicen lo mismo.",
                    "The two rule sets say the same.",
                ),
                false => speaker.say(
                    "Los dos conjuntos de reglas dan los mismos veredictos: en lo que los decide no cambia nada.",
                    "The two rule sets give the same verdicts: nothing changes in what decides them.",
                ),
            });
        }
        sheet.text(self.tally());
        if self.diff.changes.moving().is_empty() {
            return sheet.text(
                speaker.say(
                    "Ningún cambio puede mover un veredicto.",
                    "No change can move a verdict.",
                ),
            );
        }
        let made = match self.corpus {
            Corpus::Forms(_) => speaker.forms(self.diff.compared),
            Corpus::Generated(..) => speaker.counted(
                self.diff.compared,
                ["formulario generado", "formularios generados"],
                ["generated form", "generated forms"],
            ),
        };
        let moved = count(self.diff.moved, speaker.spanish);
        let text = match (self.diff.moved, speaker.spanish) {
            (0, true) => format!("{made}: en ninguno se mueve un veredicto."),
            (0, false) => format!("{made}: no verdict moves on any."),
            (_, true) => format!("{made}: en {moved} se mueve algo."),
            (_, false) => format!("{made}: something moves on {moved}."),
        };
        sheet.text(text);
    }

    /// How many rules are new, gone or changed, and of what else there are changes.
    fn tally(&self) -> String {
        let speaker = &self.speaker;
        let changes = &self.diff.changes.list;
        let rules = |wanted: &dyn Fn(&Part) -> bool| {
            let mut ids: Vec<&str> = changes
                .iter()
                .filter_map(|change| match &change.what {
                    What::Rule(id, part) if wanted(part) => Some(id.as_str()),
                    _ => None,
                })
                .collect();
            ids.dedup();
            ids.len()
        };
        let other = |wanted: &dyn Fn(&What) -> bool| {
            changes.iter().filter(|change| wanted(&change.what)).count()
        };
        let there = |part: &Part| {
            matches!(part, Part::Added | Part::Removed | Part::Retired | Part::Restored)
        };
        let parts = [
            (
                rules(&|part| *part == Part::Added),
                ["regla nueva", "reglas nuevas"],
                ["new rule", "new rules"],
            ),
            (
                rules(&|part| matches!(part, Part::Removed | Part::Retired)),
                ["regla retirada", "reglas retiradas"],
                ["rule retired", "rules retired"],
            ),
            (
                rules(&|part| *part == Part::Restored),
                ["regla otra vez en vigor", "reglas otra vez en vigor"],
                ["rule in force again", "rules in force again"],
            ),
            (
                rules(&|part| !there(part)),
                ["regla cambia", "reglas cambian"],
                ["rule changes", "rules change"],
            ),
            (
                other(&|what| matches!(what, What::Parameter(_))),
                ["parámetro", "parámetros"],
                ["parameter", "parameters"],
            ),
            (
                other(&|what| matches!(what, What::Word(_))),
                ["palabra", "palabras"],
                ["word", "words"],
            ),
            (
                other(&|what| matches!(what, What::Policy(_))),
                ["cambio de la política", "cambios de la política"],
                ["change of the policy", "changes of the policy"],
            ),
            (
                other(&|what| matches!(what, What::Form(_))),
                ["cambio del formulario", "cambios del formulario"],
                ["change of the form", "changes of the form"],
            ),
            (
                other(&|what| matches!(what, What::File(_))),
                ["otro archivo", "otros archivos"],
                ["other file", "other files"],
            ),
        ];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts: Vec<String> =
            parts.map(|(number, es, en)| speaker.counted(number, es, en)).collect();
        format!("{}: {}.", speaker.say("Cambios", "Changes"), parts.join(", "))
    }

    fn kinds(&self, sheet: &mut Sheet) {
        let reader = Reader::new(self.diff.changes.new);
        for kind in &self.diff.kinds {
            let speaker = &self.speaker;
            let (on, of) = (speaker.say("en", "on"), speaker.say("de", "of"));
            let (number, all) =
                (count(kind.count, speaker.spanish), count(self.diff.compared, speaker.spanish));
            let moved = speaker.moved(kind.from, kind.to);
            sheet.heading(format!("{}: {moved}, {on} {number} {of} {all}", kind.rule));
            match &kind.blame {
                Some(blame) => speaker.blame(sheet, 0, blame),
                None => sheet.item(
                    0,
                    speaker.say(
                        "ningún conjunto de los cambios lo explica",
                        "no set of the changes explains it",
                    ),
                ),
            }
            self.example(sheet, kind, &reader);
        }
    }

    fn example(&self, sheet: &mut Sheet, kind: &Kind, reader: &Reader<'_>) {
        sheet.item(0, self.simplest(kind.example.index, kind.example.patch.as_ref()));
        let result = kind.example.result.as_ref();
        let from = kind.example.from.as_ref();
        let spanish = self.speaker.spanish;
        if let Some(brief) = result.and_then(|result| brief(reader, result, from, spanish)) {
            sheet.item(1, brief);
        }
    }

    /// The simplest submission of some, as it is called and as it is made.
    fn simplest(&self, index: usize, patch: Option<&Patch>) -> String {
        let name = self.corpus.name(index);
        let lead = self.speaker.say("el más simple, ", "the simplest, ");
        match patch {
            Some(patch) => {
                let base = self.speaker.say("el formulario base", "the base form");
                format!("{lead}{name}: {}", changes(patch, base))
            }
            None => format!("{lead}{name}"),
        }
    }

    fn verdicts(&self, sheet: &mut Sheet) {
        if self.diff.verdicts.is_empty() {
            return;
        }
        let speaker = &self.speaker;
        sheet.heading(speaker.say("Pilares y calificación", "Pillars and rating"));
        for kind in &self.diff.verdicts {
            let (name, verdict) = (speaker.judged(&kind.moved), speaker.verdict(&kind.moved));
            let why = kind.blame.as_ref().map(|blame| speaker.grounds(blame));
            let why = why.map(|why| format!(", {why}")).unwrap_or_default();
            let on = speaker.say("en", "on");
            sheet.item(
                0,
                format!("{name}: {verdict}, {on} {}{why}", count(kind.count, speaker.spanish)),
            );
            sheet.item(1, self.simplest(kind.index, kind.patch.as_ref()));
        }
    }

    fn silent(&self, sheet: &mut Sheet) {
        let answered = |silent: &Silent| match &silent.witness {
            Some((_, Tells::Rule { answered, .. })) => answered.is_some(),
            Some((_, Tells::Verdict { answered, .. })) => answered.is_some(),
            None => false,
        };
        let speaker = &self.speaker;
        let (answers, silent): (Vec<&Silent>, Vec<&Silent>) =
            self.diff.silent.iter().partition(|silent| answered(silent));
        self.unheard(
            sheet,
            speaker.say(
                "Cambios que mueven lo que una persona responde",
                "Changes that move what a person answers",
            ),
            &answers,
        );
        self.unheard(
            sheet,
            speaker.say("Cambios que aquí no mueven nada", "Changes that move nothing here"),
            &silent,
        );
    }

    /// Changes that moved nothing of the corpus, with what shows them.
    fn unheard(&self, sheet: &mut Sheet, heading: &str, silent: &[&Silent]) {
        if silent.is_empty() {
            return;
        }
        let speaker = &self.speaker;
        sheet.heading(heading);
        let change = |silent: &Silent| self.diff.changes.list.get(silent.change);
        let alike = |a: &&Silent, b: &&Silent| {
            let unseen = a.witness.is_none() && b.witness.is_none();
            unseen && change(a).zip(change(b)).is_some_and(|(a, b)| same_list(a, b))
        };
        for group in silent.chunk_by(alike) {
            let Some((first, silent)) = group.first().and_then(|one| Some((change(one)?, *one)))
            else {
                continue;
            };
            if group.len() == 1 {
                speaker.change(sheet, 0, "", first);
                self.witness(sheet, silent);
                continue;
            }
            self.named(sheet, first, group.len());
            let words = group.iter().filter_map(|one| change(one)).map(|change| {
                let side = change.new.as_ref().or(change.old.as_ref());
                side.map_or("", |side| side.text.as_str())
            });
            sheet.item(1, words.collect::<Vec<_>>().join(" · "));
            let tried = group.iter().map(|silent| silent.tried).sum();
            self.witness(sheet, &Silent { tried, ..silent.clone() });
        }
    }

    fn witness(&self, sheet: &mut Sheet, silent: &Silent) {
        let speaker = &self.speaker;
        let Some((patch, tells)) = &silent.witness else {
            let change = self.diff.changes.list.get(silent.change);
            let of_answers = |change: &Change| matches!(change.what, What::Rule(_, Part::Answers));
            if silent.tried == 0 && change.is_some_and(of_answers) {
                return sheet.item(
                    1,
                    speaker.say(
                        "de ninguna respuesta resulta otra cosa",
                        "nothing else comes of any answer",
                    ),
                );
            }
            let tried = count(silent.tried, speaker.spanish);
            sheet.item(
                1,
                match speaker.spanish {
                    true => format!(
                        "no se halló un formulario en que se note, entre {tried} que se probaron"
                    ),
                    false => format!("no form was found on which it shows, among {tried} tried"),
                },
            );
            if let Some((patch, tells)) = &silent.alone {
                let lead = speaker.say(
                    "por sí solo movería, y otro cambio lo compensa:",
                    "by itself it would move, and another change makes up for it:",
                );
                let base = speaker.say("el formulario base", "the base form");
                sheet.item(1, format!("{lead} {}", told(speaker, tells).0));
                sheet.item(2, changes(patch, base));
            }
            return;
        };
        let lead = speaker.say("se nota así, tras", "it shows so, after");
        let tried = speaker.counted(silent.tried, ["intento", "intentos"], ["attempt", "attempts"]);
        let (told, state) = told(speaker, tells);
        sheet.item(1, format!("{lead} {tried}: {told}"));
        match state {
            Some(state) => {
                let name = speaker.say("Por nombrar", "To be named");
                sheet.code(2, case(name, patch, answered(tells), state));
            }
            None if matches!(tells, Tells::Verdict { answered: Some(_), .. }) => {}
            None => {
                let base = speaker.say("el formulario base", "the base form");
                sheet.item(2, changes(patch, base));
            }
        }
    }

    /// What differs and cannot move a verdict.
    fn texts(&self, sheet: &mut Sheet) {
        let silent: Vec<&Change> =
            self.diff.changes.list.iter().filter(|change| !change.moves).collect();
        if silent.is_empty() {
            return;
        }
        let speaker = &self.speaker;
        sheet.heading(
            speaker.say("Cambios que no mueven veredictos", "Changes that move no verdict"),
        );
        for group in silent.chunk_by(|a, b| same_list(a, b)) {
            // Of cases it is enough to know that they are others: `pilares test` tells what they say.
            let cases = matches!(&group[0].what, What::Rule(_, Part::Text("casos")));
            match group.len() == 1 && !cases {
                true => speaker.change(sheet, 0, "", group[0]),
                false => self.named(sheet, group[0], group.len()),
            }
        }
    }

    /// The name and the place of the first of some alike changes, and how many they are.
    fn named(&self, sheet: &mut Sheet, first: &Change, count: usize) {
        let times = if count > 1 { format!(" (× {count})") } else { String::new() };
        let place = super::words::at(first.place());
        sheet.item(0, format!("{}{times}{place}", self.speaker.name(first)));
    }
}

/// Whether two changes add words to one list, or take them from one.
fn same_list(a: &Change, b: &Change) -> bool {
    match (&a.what, &b.what) {
        (What::Word(a), What::Word(b)) => a.list == b.list && a.added == b.added,
        _ => false,
    }
}

/// What the question of the rule is answered on a witness.
fn answered(tells: &Tells) -> Option<&str> {
    match tells {
        Tells::Rule { answered, .. } => answered.as_deref(),
        Tells::Verdict { .. } => None,
    }
}

/// What a witness shows, and what a case of the rule expects of it.
fn told(speaker: &Speaker<'_, '_>, tells: &Tells) -> (String, Option<crate::verify::State>) {
    match tells {
        Tells::Rule { id, answered, from, to } => {
            let state = |of: &Option<Listed>| of.as_ref().map(|standing| standing.state);
            let answered = answered
                .as_ref()
                .map(|answer| format!(" {} «{answer}»,", speaker.say("respondida", "answered")));
            let moved = speaker.moved(state(from), state(to));
            (format!("{id}{} {moved}", answered.unwrap_or_default()), state(to))
        }
        Tells::Verdict { moved, answered } => {
            let moved = format!("{}: {}", speaker.judged(moved), speaker.verdict(moved));
            let told = match (answered, speaker.spanish) {
                (None, _) => moved,
                (Some((rule, answer)), true) => {
                    format!("{rule} respondida «{answer}» y lo demás cumplido, {moved}")
                }
                (Some((rule, answer)), false) => {
                    format!("{rule} answered «{answer}» and all else met, {moved}")
                }
            };
            (told, None)
        }
    }
}
