//! The engine's verdicts beside those that people published, for programs.

use crate::review::{Agreement, Differing, Of, Score, Table, Undefined};
use crate::rules::Policy;

use super::super::Concordance;
use super::rounds::standing;
use super::writer::Writer;
use super::{head, ruleset};

/// Tables, scores and the cases that differ.
pub fn agreement_json(concordance: &Concordance<'_>) -> String {
    let policy = &concordance.ruleset.policy;
    Writer::write(|w| {
        w.object(|w| {
            head(w, "pilares.agreement");
            w.key("ruleset").object(|w| ruleset(w, policy));
            w.key("published").list(&concordance.published, |w, (name, source)| {
                w.line(|w| {
                    w.key("name").text(name);
                    w.key("source").text(source);
                })
            });
            w.key("unpublished").texts(concordance.unpublished.iter().map(String::as_str));
            w.key("unread").texts(concordance.unread.iter().map(String::as_str));
            w.key("waived").plain(concordance.waived);
            w.key("engine").object(|w| agreement(w, &concordance.alone, policy));
            w.key("with_answers").option(concordance.reviewed.as_ref(), |w, reviewed| {
                w.object(|w| agreement(w, reviewed, policy));
            });
        })
    })
}

fn agreement(w: &mut Writer, agreement: &Agreement, policy: &Policy) {
    w.key("tables").list(&agreement.tables, |w, it| w.object(|w| table(w, it, policy)));
    w.key("differing").list(&agreement.differing, |w, it| w.object(|w| differing(w, it, policy)));
}

fn table(w: &mut Writer, table: &Table, policy: &Policy) {
    let categories = 0..table.decided.len();
    of(w, table.of, policy);
    w.key("categories").texts(categories.map(|at| category(table.of, at, policy)));
    w.key("decided").list(&table.decided, counts);
    w.key("provisional").list(&table.provisional, counts);
    w.key("missing").plain(table.missing);
    w.key("all").object(|w| score(w, &Score::of(&table.all())));
    w.key("decided_only").object(|w| score(w, &Score::of(&table.decided)));
}

fn of(w: &mut Writer, of: Of, policy: &Policy) {
    let (kind, pillar) = match of {
        Of::Rating => ("rating", None),
        Of::Pillar(section) => ("pillar", Some(policy.sections[section].id.as_str())),
        Of::Pillars => ("pillars", None),
    };
    w.key("of").text(kind);
    w.key("pillar").text_option(pillar);
}

fn category(of: Of, at: usize, policy: &Policy) -> &str {
    match (of, at) {
        (Of::Rating, row) => &policy.ratings[row].id,
        (_, 0) => &policy.verdicts.meets.sign,
        _ => &policy.verdicts.fails.sign,
    }
}

fn counts(w: &mut Writer, row: &Vec<u64>) {
    w.plain(format_args!("{row:?}"));
}

fn score(w: &mut Writer, score: &Score) {
    w.key("cases").plain(score.cases);
    w.key("agreed").plain(score.agreed);
    w.key("kappa").option(score.kappa.as_ref().ok(), |w, kappa| {
        w.line(|w| {
            w.key("numerator").plain(kappa.numerator);
            w.key("denominator").plain(kappa.denominator);
        })
    });
    w.key("undefined").text_option(score.kappa.as_ref().err().map(|why| match why {
        Undefined::NoCases => "no_cases",
        Undefined::Both => "both_constant",
        Undefined::Engine => "engine_constant",
        Undefined::People => "people_constant",
    }));
}

fn differing(w: &mut Writer, differing: &Differing, policy: &Policy) {
    w.key("name").text(&differing.name);
    of(w, differing.of, policy);
    w.key("engine").text(category(differing.of, differing.engine, policy));
    w.key("provisional").plain(differing.provisional);
    w.key("people").text(category(differing.of, differing.people, policy));
    w.key("rules").list(&differing.rules, |w, (rule, how)| {
        w.line(|w| {
            w.key("rule").text(rule);
            w.key("standing").text(standing(*how));
        })
    });
}
