//! What reports say themselves, in both languages; the rest are the rule set's words.

use crate::evaluate::{Hinge, Open};
use crate::finding::{Language, Severity};

/// A report's own words.
pub(in crate::report) struct Words {
    pub unrated: &'static str,
    pub untitled: &'static str,
    pub process: &'static str,
    pub pillar: &'static str,
    pub verdict: &'static str,
    pub decided_by: &'static str,
    pub provisional: &'static str,
    pub provisional_rating: &'static str,
    pub depends_on: &'static str,
    pub unknown: &'static str,
    pub suspected: &'static str,
    pub form: &'static str,
    pub line: &'static str,
    pub until_line: &'static str,
    pub place: &'static str,
    pub reason: &'static str,
    pub help: &'static str,
    pub basis: &'static str,
    pub undecided: &'static str,
    pub rule: &'static str,
    pub checks: &'static str,
    pub lacking: &'static str,
    pub question: &'static str,
    pub questions: &'static str,
    pub asked: &'static str,
    pub answer: &'static str,
    pub look_at: &'static str,
    pub remaining: [&'static str; 2],
    pub more_elements: [&'static str; 2],
    pub rules: &'static str,
    pub met: [&'static str; 2],
    pub not_applicable: [&'static str; 2],
    pub rest: [&'static str; 2],
    pub levels: [&'static str; 3],
    pub also: &'static str,
    pub nothing_found: &'static str,
    pub findings: [&'static str; 2],
    pub next: &'static str,
    pub see: &'static str,
    pub elements: &'static str,
    pub confirmed: &'static str,
    pub judged: &'static str,
    pub settled: &'static str,
    pub set_aside: &'static str,
    pub set_aside_one: &'static str,
    pub review: &'static str,
    pub stale: &'static str,
    pub waivers: [&'static str; 2],
    pub without: &'static str,
}

const SPANISH: Words = Words {
    unrated: "sin calificación",
    untitled: "Programa sin nombre",
    process: "Proceso",
    pillar: "Pilar",
    verdict: "Veredicto",
    decided_by: "Decidido por",
    provisional: "provisional",
    provisional_rating: "La calificación es provisional",
    depends_on: "depende de",
    unknown: "sin dato",
    suspected: "por confirmar",
    form: "El texto del formulario",
    line: "línea",
    until_line: "hasta la línea",
    place: "Dónde",
    reason: "Razón",
    help: "Ayuda",
    basis: "Fundamento",
    undecided: "Sin decidir",
    rule: "Regla",
    checks: "Qué comprueba",
    lacking: "Por qué no se sabe",
    question: "pregunta",
    questions: "Preguntas para quien evalúa",
    asked: "Preguntas",
    answer: "Respuesta",
    look_at: "Qué mirar",
    remaining: ["queda 1 pregunta para quien evalúa", "quedan {} preguntas para quien evalúa"],
    more_elements: ["elemento más", "elementos más"],
    rules: "Reglas",
    met: ["regla se cumple", "reglas se cumplen"],
    not_applicable: ["regla no aplica", "reglas no aplican"],
    rest: ["y", "más"],
    levels: ["error", "advertencia", "nota"],
    also: "también en la línea",
    nothing_found: "Ninguna regla encontró algo que corregir.",
    findings: ["hallazgo", "hallazgos"],
    next: "Cómo resultó una regla, paso a paso:",
    see: "Qué pide una regla y por qué:",
    elements: "elementos",
    confirmed: "confirmada",
    judged: "Juicio",
    settled: "Según quien evalúa",
    set_aside: "Dejadas de lado",
    set_aside_one: "dejada de lado",
    review: "La revisión",
    stale: "respuesta desactualizada",
    waivers: [
        "Hay 1 hallazgo dejado de lado por una dispensa",
        "Hay {} hallazgos dejados de lado por dispensas",
    ],
    without: "sin dispensas",
};

const ENGLISH: Words = Words {
    unrated: "not rated",
    untitled: "Programme without a name",
    process: "Process",
    pillar: "Pillar",
    verdict: "Verdict",
    decided_by: "Decided by",
    provisional: "provisional",
    provisional_rating: "The rating is provisional",
    depends_on: "depends on",
    unknown: "unknown",
    suspected: "to be confirmed",
    form: "The text of the form",
    line: "line",
    until_line: "up to line",
    place: "Where",
    reason: "Reason",
    help: "Help",
    basis: "Basis",
    undecided: "Undecided",
    rule: "Rule",
    checks: "What it checks",
    lacking: "Why it is not known",
    question: "question",
    questions: "Questions for the evaluator",
    asked: "Questions",
    answer: "Answer",
    look_at: "What to look at",
    remaining: ["1 question remains for the evaluator", "{} questions remain for the evaluator"],
    more_elements: ["element more", "elements more"],
    rules: "Rules",
    met: ["rule is met", "rules are met"],
    not_applicable: ["rule does not apply", "rules do not apply"],
    rest: ["and", "more"],
    levels: ["error", "warning", "note"],
    also: "also on line",
    nothing_found: "No rule found anything to correct.",
    findings: ["finding", "findings"],
    next: "How a rule came out, step by step:",
    see: "What a rule asks for and why:",
    elements: "elements",
    confirmed: "confirmed",
    judged: "Judgement",
    settled: "According to the evaluator",
    set_aside: "Set aside",
    set_aside_one: "set aside",
    review: "The review",
    stale: "stale answer",
    waivers: ["1 finding is set aside by a waiver", "{} findings are set aside by waivers"],
    without: "without waivers",
};

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::Spanish => &SPANISH,
            Language::English => &ENGLISH,
        }
    }

    /// A count with its word in the right number.
    pub fn counted(count: usize, [one, many]: [&'static str; 2]) -> String {
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// What a provisional rating hinges on: questions are counted, the rest named.
    pub fn open(&self, hinges: &[Hinge]) -> String {
        let (questions, others): (Vec<&Hinge>, Vec<&Hinge>) =
            hinges.iter().partition(|hinge| hinge.why == Open::Pending);
        let named = |hinge: &Hinge| match hinge.why {
            Open::Suspected => format!("{} ({})", hinge.rule, self.suspected),
            Open::Unknown | Open::Pending => hinge.rule.clone(),
        };
        let list =
            |hinges: Vec<&Hinge>| hinges.into_iter().map(named).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if !questions.is_empty() {
            let count = self.remaining(questions.len());
            parts.push(format!("{count} ({})", list(questions)));
        }
        if !others.is_empty() {
            parts.push(format!("{} {}", self.depends_on, list(others)));
        }
        parts.join("; ")
    }

    /// How many questions wait for the evaluator.
    pub fn remaining(&self, count: usize) -> String {
        let [one, many] = self.remaining;
        if count == 1 { one.to_owned() } else { many.replace("{}", &count.to_string()) }
    }

    /// How many more there are than are named.
    pub fn rest(&self, count: usize) -> String {
        let [and, more] = self.rest;
        format!("{and} {count} {more}")
    }

    /// What a level is called.
    pub fn level(&self, severity: Severity) -> &'static str {
        let [error, warning, note] = self.levels;
        match severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Note => note,
        }
    }
}
