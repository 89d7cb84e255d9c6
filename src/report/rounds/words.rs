//! What the comparison of two rounds says itself, in both languages.

use crate::document::{Piece, edits};
use crate::evaluate::{Change, Standing};
use crate::finding::Language;
use crate::verify::{Fate, Trend};

/// Words told on each side of a difference.
const AROUND: usize = 4;

/// Differences told of one text.
const HUNKS: usize = 6;

/// Characters told of each side of a difference.
const SHOWN: usize = 240;

/// The comparison's own words.
pub(super) struct Words {
    pub strangers: &'static str,
    pub before: &'static str,
    pub now: &'static str,
    pub rating: &'static str,
    pub same: &'static str,
    pub because: &'static str,
    pub nothing: &'static str,
    pub findings: &'static str,
    pub touched: &'static str,
    pub untouched: &'static str,
    pub said: &'static str,
    pub answers: &'static str,
    pub of_review: &'static str,
    pub rounds: [&'static str; 3],
    pub fields: &'static str,
    pub changed: &'static str,
    pub set_aside: &'static str,
    pub back: &'static str,
    pub reordered: &'static str,
    pub more: &'static str,
    pub text: &'static str,
    pub legend: [&'static str; 2],
    pub removed: &'static str,
    pub moved: &'static str,
    pub gone: &'static str,
    pub stale: &'static str,
    pub pillar: &'static str,
    trends: [[&'static str; 2]; 5],
    headings: [&'static str; 5],
    standings: [&'static str; 6],
}

const SPANISH: Words = Words {
    strangers: "Antes se llamaba «{old}» y ahora «{new}»: si no son el mismo programa, la comparación no \
                dice nada.",
    before: "antes",
    now: "ahora",
    rating: "Calificación",
    same: "igual",
    because: "por",
    nothing: "Las dos versiones dicen lo mismo y resultan igual.",
    findings: "Hallazgos",
    touched: "Siguen, y el texto que miran cambió",
    untouched: "Siguen sobre el mismo texto",
    said: "Quien evalúa ya lo observó, y el texto es el mismo",
    answers: "Respuestas de la revisión que dejan de contar",
    of_review: "Hallazgos sobre la revisión",
    rounds: ["antes y ahora", "antes", "ahora"],
    fields: "Campos que cambiaron",
    changed: "cambió",
    set_aside: "dejada de lado",
    back: "ya no dejada de lado",
    reordered: "cambia el orden",
    more: "diferencias más",
    text: "el texto",
    legend: ["quitado", "agregado"],
    removed: "el elemento que juzgó ya no está",
    moved: "lo que juzgó es ahora el elemento",
    gone: "ya no se pregunta",
    stale: "cambió lo que juzgó",
    pillar: "Pilar",
    trends: [
        ["nuevo", "nuevos"],
        ["deja de poder decidirse", "dejan de poder decidirse"],
        ["sigue", "siguen"],
        ["sigue sin decidir", "siguen sin decidir"],
        ["resuelto", "resueltos"],
    ],
    headings: ["Nuevos", "Dejan de poder decidirse", "Siguen", "Siguen sin decidir", "Resueltos"],
    standings: ["no aplica", "cumple", "pregunta", "sin dato", "por confirmar", "no cumple"],
};

const ENGLISH: Words = Words {
    strangers: "It was called “{old}” before and is called “{new}” now: unless both are the same \
                programme, the comparison means nothing.",
    before: "before",
    now: "now",
    rating: "Rating",
    same: "the same",
    because: "because of",
    nothing: "Both versions say the same and come out the same.",
    findings: "Findings",
    touched: "Still there, and the text that they look at has changed",
    untouched: "Still there on the same text",
    said: "The evaluator has observed it already, and the text is the same",
    answers: "Answers of the review that cease to count",
    of_review: "Findings on the review",
    rounds: ["before and now", "before", "now"],
    fields: "Fields that changed",
    changed: "changed",
    set_aside: "set aside",
    back: "no longer set aside",
    reordered: "the order changes",
    more: "differences more",
    text: "the text",
    legend: ["removed", "added"],
    removed: "the element that it judged is gone",
    moved: "what it judged is now element",
    gone: "nobody asks it any more",
    stale: "what it judged has changed",
    pillar: "Pillar",
    trends: [
        ["new", "new"],
        ["no longer decidable", "no longer decidable"],
        ["still there", "still there"],
        ["still undecided", "still undecided"],
        ["solved", "solved"],
    ],
    headings: ["New", "No longer decidable", "Still there", "Still undecided", "Solved"],
    standings: ["does not apply", "met", "question", "unknown", "to be confirmed", "not met"],
};

impl Words {
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::Spanish => &SPANISH,
            Language::English => &ENGLISH,
        }
    }

    pub fn heading(&self, trend: Trend) -> &'static str {
        self.headings[place(trend)]
    }

    /// How many came out so: `3 resueltos`.
    pub fn counted(&self, count: usize, trend: Trend) -> String {
        let [one, many] = self.trends[place(trend)];
        format!("{count} {}", if count == 1 { one } else { many })
    }

    pub fn standing(&self, standing: Standing) -> &'static str {
        let at = match standing {
            Standing::NotApplicable => 0,
            Standing::Met => 1,
            Standing::Pending => 2,
            Standing::Unknown => 3,
            Standing::Suspected => 4,
            Standing::Unmet => 5,
        };
        self.standings[at]
    }

    /// How something counted and counts: `no cumple → cumple`.
    pub fn step(&self, before: Standing, after: Standing) -> String {
        format!("{} → {}", self.standing(before), self.standing(after))
    }

    pub fn fate(&self, fate: Fate) -> String {
        match fate {
            Fate::Stale => self.stale.to_owned(),
            Fate::Moved(at) => format!("{} {at}", self.moved),
            Fate::Gone(standing) => format!("{} ({})", self.gone, self.standing(standing)),
            Fate::Removed => self.removed.to_owned(),
        }
    }
}

fn place(trend: Trend) -> usize {
    Trend::ALL.iter().position(|one| *one == trend).expect("every trend is listed")
}

/// A stretch of two texts, as much of it as is told.
pub(super) enum Told {
    /// Words that both have.
    Same(String),
    /// What the old one has, which may be nothing.
    Old(String),
    /// What the new one has, which may be nothing.
    New(String),
    /// How many differences more there are.
    More(usize),
}

/// What differs between two texts, with a few words around each difference.
pub(super) fn told(pieces: &[Piece]) -> Vec<Told> {
    let mut told = Vec::new();
    let differ = pieces.iter().filter(|piece| !piece.is_same()).count();
    let mut hunks = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if hunks == HUNKS && differ > hunks {
            told.push(Told::More(differ - hunks));
            break;
        }
        if piece.is_same() {
            let last = at + 1 == pieces.len();
            told.push(Told::Same(around(&piece.old, at == 0, last)));
            continue;
        }
        hunks += 1;
        let sides = [(&piece.old, Told::Old as fn(String) -> Told), (&piece.new, Told::New)];
        for (text, side) in sides.into_iter().filter(|(text, _)| !text.is_empty()) {
            told.push(side(clipped(text)));
        }
    }
    told
}

/// What a field that something looked at said and says.
pub(super) fn told_change(change: &Change) -> Vec<Told> {
    let [before, after] = [&change.before, &change.after].map(|side| side.as_deref());
    told(&edits(before.unwrap_or_default(), after.unwrap_or_default()))
}

/// The words next to a difference; those at an end of the text have one on one side only.
fn around(text: &str, first: bool, last: bool) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let (lead, rest) = (if first { 0 } else { AROUND }, if last { 0 } else { AROUND });
    if words.len() <= lead + rest + 1 {
        return text.to_owned();
    }
    let (head, tail) = (words[..lead].join(" "), words[words.len() - rest..].join(" "));
    [head.as_str(), "…", tail.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The beginning and the end of a text that is too long to be told whole.
fn clipped(text: &str) -> String {
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN * 2 / 3).collect();
    let tail: String = text.chars().skip(count - SHOWN / 3).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}
