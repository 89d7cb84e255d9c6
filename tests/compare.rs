//! Two rounds of one form: what changed, what that did, and that both directions say the same.

mod common;

use std::fs;

use common::{
    document, generated, pilares, pilares_in, root, ruleset, scratch, shown, submission, waiving,
};
use pilares::document::{Data, Document, Node, Path};
use pilares::evaluate::{Evaluation, Signature, Standing};
use pilares::finding::Language;
use pilares::report::{self, Style};
use pilares::review::{self, Review};
use pilares::source::{Source, Span};
use pilares::verify::{Comparison, Fate, Trend, compare, patched};
use proptest::prelude::*;

const REDES: &str = "redes-de-oportunidades-2026";

/// An invented second round of a real form: three things are put right (the year, the full
/// implementation, the production), one text is reworded, one figure is broken, and the components
/// change places.
fn second_round() -> String {
    let mut text = submission(REDES).source.text().to_owned();
    for (from, to) in [
        ("anio_inicio: 2025", "anio_inicio: 2026"),
        (
            "    anio: 0 # sin hitos en el original",
            "    anio: 2028\n    hitos: El año 2028 el programa opera en las 16 regiones.",
        ),
        ("produccion: 442", "produccion: 517"),
        ("gasto_unitario: 326.48", "gasto_unitario: 279.12"),
        ("cobertura_objetivo: 0.18", "cobertura_objetivo: 0.28"),
        ("además, en los últimos 12 meses no", "además, en los últimos 18 meses no"),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

/// The same with the two components in the other order.
fn reordered(text: &str) -> String {
    let first = text.find("  - nombre: Preparación para Rueda").expect("the first component");
    let second = text.find("  - nombre: Ruedas de oportunidades").expect("the second component");
    let end = text.find("# ── 6.").expect("what follows");
    [
        &text[..first],
        text[second..end].trim_end(),
        "\n",
        text[first..second].trim_end(),
        "\n\n",
        &text[end..],
    ]
    .concat()
}

/// The ids of what came out so, with the positions that tell of them.
fn ids(comparison: &Comparison<'_>, trend: Trend) -> Vec<String> {
    let mine = comparison.concerns.iter().filter(|concern| concern.trend == trend);
    mine.map(|concern| {
        let outcome = concern.told().and_then(|side| side.outcome);
        let at = outcome.and_then(|outcome| outcome.position());
        let id = concern.rule.map_or("text", |rule| &rule.id);
        at.map_or_else(|| id.to_owned(), |at| format!("{id}[{at}]"))
    })
    .collect()
}

fn judged(document: &Document) -> Evaluation<'_> {
    pilares::judge(ruleset(), document)
}

#[test]
fn a_second_round_solves_three_things_and_breaks_one() {
    let (old, new) = (submission(REDES), document(&second_round()));
    let (before, after) = (judged(&old), judged(&new));
    let comparison = compare(&before, &after);
    assert_eq!(ids(&comparison, Trend::New), ["POB-20[1]"]);
    let solved = ["ANT-03", "ANT-04", "EST-05[1]", "EST-05[2]", "REC-08"];
    assert_eq!(ids(&comparison, Trend::Solved), solved);
    assert_eq!(ids(&comparison, Trend::Undecided), Vec::<String>::new());
    let moved: Vec<(&str, Vec<&str>)> = comparison
        .pillars
        .iter()
        .filter(|pillar| pillar.moved())
        .map(|pillar| {
            let section = &ruleset().policy.sections[pillar.new.section];
            let because = pillar.because.iter().map(|one| one.rule.id.as_str()).collect();
            (section.id.as_str(), because)
        })
        .collect();
    assert_eq!(moved, [("poblacion", vec!["POB-20"]), ("estrategia", vec!["EST-05"])]);
    assert!(!comparison.rating.moved());
    // The suspicions that look at the reworded text say which; all others are on the same text.
    let touched: Vec<&str> = comparison
        .concerns
        .iter()
        .filter(|concern| concern.trend == Trend::Still && !concern.is_untouched())
        .filter_map(|concern| Some(concern.rule?.id.as_str()))
        .collect();
    assert_eq!(touched, ["POB-14", "POB-15"]);
}

#[test]
fn moved_elements_keep_their_findings() {
    let (old, new) = (submission(REDES), document(&reordered(submission(REDES).source.text())));
    let (before, after) = (judged(&old), judged(&new));
    let comparison = compare(&before, &after);
    let fields: Vec<_> = comparison.fields.iter().map(|field| &field.moved).collect();
    assert_eq!(fields, [&vec![(1, 2), (2, 1)]]);
    // What asks for the order of components by itself may differ; what is of a component does not.
    let of_component = |concern: &&pilares::verify::Concern<'_>| {
        concern.rule.is_some_and(|rule| ["EST-05", "EST-07", "EST-08"].contains(&rule.id.as_str()))
    };
    let mine: Vec<_> = comparison.concerns.iter().filter(of_component).collect();
    assert_eq!(mine.len(), 5);
    for concern in mine {
        assert_eq!(concern.trend, Trend::Still);
        let [old, new] = [concern.old, concern.new]
            .map(|side| side.and_then(|side| side.outcome).and_then(|outcome| outcome.position()));
        assert_eq!((old, new).0.zip(new).map(|(old, new)| old + new), Some(3));
    }
}

#[test]
fn elements_that_go_take_their_findings_along() {
    let text = submission(REDES).source.text().to_owned();
    let second = text.find("  - nombre: Ruedas de oportunidades").expect("the second component");
    let end = text.find("# ── 6.").expect("what follows");
    let (old, new) = (submission(REDES), document(&[&text[..second], &text[end..]].concat()));
    let (before, after) = (judged(&old), judged(&new));
    let comparison = compare(&before, &after);
    let gone = comparison.concerns.iter().filter(|concern| concern.new.is_none());
    let gone: Vec<(&str, Trend)> =
        gone.filter_map(|concern| Some((concern.rule?.id.as_str(), concern.trend))).collect();
    assert!(gone.contains(&("EST-05", Trend::Solved)), "{gone:?}");
    assert!(gone.iter().all(|(_, trend)| *trend == Trend::Solved));
}

#[test]
fn what_is_blanked_is_not_solved() {
    let old = submission(REDES);
    let new = document(&old.source.text().replace("    produccion: 442\n", ""));
    let (before, after) = (judged(&old), judged(&new));
    let comparison = compare(&before, &after);
    let undecided = ids(&comparison, Trend::Undecided);
    assert!(undecided.contains(&"EST-05[1]".to_owned()), "{undecided:?}");
    assert!(!ids(&comparison, Trend::Solved).contains(&"EST-05[1]".to_owned()));
}

// What people said.

fn signed() -> Signature {
    let text = |text: &str| text.to_owned();
    Signature { reason: text("Se ve."), author: text("Quien evalúa"), date: text("2026-05-04") }
}

/// A review of a form in which some suspicions are confirmed and some questions answered `si`.
fn answered(form: &Document, rules: &[&str]) -> Review {
    let blank = review::blank(&judged(form));
    let file = pilares::document::read(
        Source::new("prueba.review.yaml", blank),
        &pilares::document::Limits::default(),
    );
    let mut review = review::read(&file, ruleset());
    for entry in review.entries.iter_mut().filter(|entry| rules.contains(&entry.rule.as_str())) {
        let rule = ruleset().rule(&entry.rule).expect("the rule is there");
        entry.answer = Some(review::allowed(entry.awaited, rule)[0].to_owned());
        entry.signed = signed();
    }
    review
}

#[test]
fn answers_to_changed_texts_go_stale_and_say_what_changed() {
    let (old, new) = (submission(REDES), document(&second_round()));
    let review = answered(&old, &["POB-14", "POB-15", "POB-04", "EST-14"]);
    let before = pilares::judge_with(ruleset(), &old, &review);
    let after = pilares::judge_with(ruleset(), &new, &review);
    let comparison = compare(&before, &after);
    let stale: Vec<(&str, Fate, Vec<&str>)> = comparison
        .answers
        .iter()
        .map(|answer| {
            let fields = answer.changes.iter().map(|change| change.field.as_str()).collect();
            (answer.rule.id.as_str(), answer.fate, fields)
        })
        .collect();
    let population = vec!["poblacion.descripcion_beneficiaria"];
    assert_eq!(
        stale,
        [("POB-14", Fate::Stale, population.clone()), ("POB-15", Fate::Stale, population)]
    );
    // POB-04 was confirmed, and the new version has not touched what it looks at.
    let kept = comparison
        .concerns
        .iter()
        .find(|concern| concern.rule.is_some_and(|rule| rule.id == "POB-04"))
        .expect("POB-04 is told");
    assert!(kept.is_untouched());
    assert_eq!(kept.after(), Standing::Unmet);
    let text = report::rounds(&comparison, &Style::default());
    let heading = "Quien evalúa ya lo observó, y el texto es el mismo: 1\n  POB-04";
    assert!(text.contains(heading), "{text}");
}

#[test]
fn an_answer_on_an_element_that_moved_says_where_it_is() {
    let (old, new) = (submission(REDES), document(&reordered(submission(REDES).source.text())));
    let review = answered(&old, &["EST-09"]);
    let before = pilares::judge_with(ruleset(), &old, &review);
    let after = pilares::judge_with(ruleset(), &new, &review);
    let fates: Vec<Fate> = compare(&before, &after).answers.iter().map(|one| one.fate).collect();
    assert_eq!(fates, [Fate::Moved(2), Fate::Moved(1)]);
}

#[test]
fn an_answer_to_what_nobody_asks_any_more_is_gone() {
    let old = submission(REDES);
    let text = old.source.text();
    let new = document(&text.replace("En los últimos 3 años no se", "En los últimos 5 años no se"));
    let review = answered(&old, &["POB-14"]);
    let before = pilares::judge_with(ruleset(), &old, &review);
    let after = pilares::judge_with(ruleset(), &new, &review);
    let comparison = compare(&before, &after);
    let [answer] = &comparison.answers[..] else { panic!("one answer") };
    assert_eq!(answer.rule.id, "POB-14");
    assert_eq!(answer.fate, Fate::Gone(Standing::Met));
}

// Laws.

/// What a comparison says, in a form that can be turned around.
fn told(comparison: &Comparison<'_>, turned: bool) -> Vec<String> {
    let pair = |old: String, new: String| match turned {
        true => format!("{new} → {old}"),
        false => format!("{old} → {new}"),
    };
    let path = |path: &Option<Path>| path.as_ref().map_or("∅".to_owned(), Path::to_string);
    let mut lines: Vec<String> = Vec::new();
    for field in &comparison.fields {
        let pieces = field.pieces.iter().map(|piece| pair(piece.old.clone(), piece.new.clone()));
        let mut moved: Vec<String> =
            field.moved.iter().map(|(a, b)| pair(a.to_string(), b.to_string())).collect();
        moved.sort();
        let pieces: Vec<String> = pieces.collect();
        lines.push(format!("{} {pieces:?} {moved:?}", pair(path(&field.old), path(&field.new))));
    }
    for concern in &comparison.concerns {
        let side = |side: Option<pilares::verify::Side<'_>>| {
            side.map_or("∅".to_owned(), |side| {
                let at = side.outcome.and_then(|outcome| outcome.position());
                format!("{:?} {at:?}", side.standing)
            })
        };
        let mut changes: Vec<String> = concern
            .changes
            .iter()
            .map(|change| pair(format!("{:?}", change.before), format!("{:?}", change.after)))
            .collect();
        changes.sort();
        let id = concern.rule.map_or("text", |rule| &rule.id);
        lines.push(format!("{id} {} {changes:?}", pair(side(concern.old), side(concern.new))));
    }
    for pillar in &comparison.pillars {
        let verdict = |pillar: &pilares::evaluate::Pillar| format!("{:?}", pillar.decision);
        lines.push(pair(verdict(pillar.old), verdict(pillar.new)));
        lines.extend(pillar.because.iter().map(|one| {
            format!(
                "{} {}",
                one.rule.id,
                pair(format!("{:?}", one.before), format!("{:?}", one.after))
            )
        }));
    }
    lines.sort();
    lines
}

#[test]
fn a_form_does_not_differ_from_itself() {
    for name in common::submissions() {
        let form = submission(&name);
        let evaluation = judged(&form);
        let comparison = compare(&evaluation, &evaluation);
        assert!(comparison.is_empty(), "{name}");
        assert_eq!(comparison.fields, []);
        assert_eq!(comparison.count(Trend::New) + comparison.count(Trend::Solved), 0);
    }
}

#[test]
fn forms_compare_the_same_in_both_directions() {
    let mut forms: Vec<Document> =
        common::submissions().iter().map(|name| submission(name)).collect();
    forms.push(document(&second_round()));
    forms.push(document(&reordered(&second_round())));
    let evaluations: Vec<Evaluation<'_>> = forms.iter().map(judged).collect();
    for two in evaluations.windows(2) {
        let (there, back) = (compare(&two[0], &two[1]), compare(&two[1], &two[0]));
        let (there_told, back_told) = (told(&there, false), told(&back, true));
        let differ = there_told.iter().zip(&back_told).find(|(one, other)| one != other);
        assert_eq!(differ, None, "{}", two[0].document.source.name);
        assert_eq!(there_told.len(), back_told.len());
        assert!(!there.is_empty());
    }
}

/// A small change of a form: a field gone, another figure, another text.
fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0usize..4_000, 0u8..4), 0..6)
}

/// Every field of a tree that is no group.
fn leaves(node: &Node, path: &Path, found: &mut Vec<Path>) {
    match &node.data {
        Data::Map(entries) => {
            entries.iter().for_each(|entry| leaves(&entry.node, &path.key(&entry.key), found));
        }
        Data::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &path.index(at), found));
        }
        _ => found.push(path.clone()),
    }
}

fn changed(form: &Document, changes: &[(usize, u8)]) -> Document {
    let mut paths = Vec::new();
    leaves(&form.root, &Path::root(), &mut paths);
    let mut patch = pilares::rules::Patch::default();
    for (which, how) in changes {
        let path = paths[which % paths.len()].clone();
        let text = |text: &str| Node { data: Data::Text(text.to_owned()), span: Span::default() };
        match how {
            0 => patch.remove.push(path),
            1 => patch.set.push((path, text("Otra cosa, dicha de otra manera."))),
            2 => patch.set.push((path, text("\u{1b}[31m<b>|`*_~~"))),
            _ => patch.set.push((path, Node { data: Data::Blank, span: Span::default() })),
        }
    }
    patched(form, &patch, "prueba")
}

proptest! {
    #![proptest_config(generated(24))]

    #[test]
    fn turning_the_rounds_turns_everything(first in changes(), second in changes()) {
        let form = submission("ejemplo");
        let (old, new) = (changed(&form, &first), changed(&form, &second));
        let (before, after) = (judged(&old), judged(&new));
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        prop_assert_eq!(told(&there, false), told(&back, true));
        prop_assert!(compare(&before, &before).is_empty());
        for language in [Language::Spanish, Language::English] {
            let style = Style { language, ..Style::default() };
            let terminal = report::rounds(&there, &style);
            let markdown = report::rounds_markdown(&there, &style);
            let (escape, html) = ('\u{1b}', "<b>|");
            prop_assert!(!terminal.contains(escape) && !markdown.contains(escape));
            prop_assert!(!markdown.contains(html));
        }
    }
}

#[test]
fn hostile_rounds_end_and_obey_nothing() {
    let long: String = (0..300).map(|at| format!("  - nombre: c{at}\n    gasto: {at}\n")).collect();
    let words = "palabra ".repeat(4_000);
    let deep = format!("a: {}{}", "[".repeat(60), "]".repeat(60));
    let texts = [
        String::new(),
        "[]".to_owned(),
        "- 1\n- 2".to_owned(),
        "proceso: 2026\nproceso: 2027\nproceso: 2028".to_owned(),
        format!("componentes:\n{long}"),
        format!("componentes:\n{}", long.replace("nombre: c", "nombre: d")),
        format!("diagnostico:\n  situacion: {words}"),
        format!("diagnostico:\n  situacion: {}", words.replace("palabra palabra", "otra palabra")),
        "antecedentes: {nombre: \"\\e]0;x\\a<script>\"}\ncomponentes: {a: 1}".to_owned(),
        deep,
        "a: &x 1\nb: *x\nc: !t 2".to_owned(),
    ];
    let forms: Vec<Document> = texts.iter().map(|text| document(text)).collect();
    let evaluations: Vec<Evaluation<'_>> = forms.iter().map(judged).collect();
    for two in evaluations.windows(2) {
        let comparison = compare(&two[0], &two[1]);
        let style = Style::default();
        let all = [
            report::rounds(&comparison, &style),
            report::rounds_markdown(&comparison, &style),
            report::rounds_json(&comparison),
        ];
        assert!(all.iter().all(|text| !text.contains('\u{1b}') && !text.contains('\u{7}')));
        assert!(!all[1].contains("<script>"));
    }
}

// What people see.

#[test]
fn rounds_are_shown() {
    let folder = scratch("compare");
    fs::copy(root().join(format!("submissions/{REDES}.yaml")), folder.join("primera.yaml"))
        .expect("the form is copied");
    fs::write(folder.join("segunda.yaml"), reordered(&second_round())).expect("it can be written");
    let rounds = ["compare", "primera.yaml", "segunda.yaml"];
    let told = |more: &[&str]| shown(&pilares_in(&folder, &[&rounds[..], more].concat()));
    insta::assert_snapshot!("terminal", told(&[]));
    insta::assert_snapshot!("english_narrow", told(&["--lang", "en", "--width", "60"]));
    insta::assert_snapshot!("markdown", told(&["--format", "markdown"]));
    let json =
        pilares_in(&folder, &["comparar", "primera.yaml", "segunda.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["counts"]["new"], 1);
    assert_eq!(json["format"], "pilares.comparison");
}

#[test]
fn a_review_of_either_round_is_one_of_both() {
    let folder = scratch("compare_review");
    let old = submission(REDES);
    let review = answered(&old, &["POB-14", "POB-15", "POB-04", "EST-14"]);
    let review = review::write(&review, &judged(&old));
    fs::write(folder.join("redes.review.yaml"), review).expect("the review can be written");
    fs::copy(root().join(format!("submissions/{REDES}.yaml")), folder.join("primera.yaml"))
        .expect("the form is copied");
    fs::write(folder.join("segunda.yaml"), second_round()).expect("the form can be written");
    let rounds = ["compare", "primera.yaml", "segunda.yaml"];
    let by = |options: &[&str]| pilares_in(&folder, &[&rounds[..], options].concat());
    let told = shown(&by(&["--review", "redes.review.yaml"]));
    assert_eq!(told, shown(&by(&["--old-review", "redes.review.yaml"])));
    insta::assert_snapshot!("with_review", told);
    let both = by(&["--review", "redes.review.yaml", "--old-review", "no-existe.yaml"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_round_that_waivers_rate_is_told_with_the_result_without_them() {
    let form = submission(REDES);
    let (before, review) = (judged(&form), waiving());
    let after = pilares::judge_with(ruleset(), &form, &review);
    let comparison = compare(&before, &after);
    let style = Style { width: 200, ..Style::default() };
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "Hay 3 hallazgos dejados de lado por dispensas (mínimo del pilar: OBJ-08, EST-05[1], EST-05[2]); sin dispensas: \
                    Objetado Técnicamente.";
    let terminal = plain(report::rounds(&comparison, &style));
    let rating = "Calificación: Objetado Técnicamente → Falta Información (provisional) (sin dispensas: \
                  Objetado Técnicamente)";
    let pillar = "Objetivo y Seguimiento: Insuficiente → Suficiente, provisional (sin dispensas: \
                  Insuficiente)";
    for words in [sentence, rating, pillar] {
        assert_eq!(terminal.matches(words).count(), 1, "{terminal}");
    }
    let markdown = report::rounds_markdown(&comparison, &style).replace('\\', "");
    let rating = "| Calificación | Objetado Técnicamente | **Falta Información (provisional) (sin \
                  dispensas: Objetado Técnicamente)** |";
    let pillar = "| Objetivo y Seguimiento | Insuficiente | **Suficiente, provisional (sin dispensas: \
                  Insuficiente)** |";
    for words in [sentence, rating, pillar] {
        assert_eq!(markdown.matches(words).count(), 1, "{markdown}");
    }
    // The same waivers in both rounds are said of both, and nothing where there are none.
    let again = plain(report::rounds(&compare(&after, &after), &style));
    assert_eq!(again.matches(sentence).count(), 2, "{again}");
    assert!(again.contains("(sin dispensas: Insuficiente), igual"), "{again}");
    assert!(!report::rounds(&compare(&before, &before), &style).contains("sin dispensas"));
}

#[test]
fn two_programmes_are_not_taken_for_one() {
    let (one, other) = (submission(REDES), submission("ejemplo"));
    let style = Style { width: 200, ..Style::default() };
    let strangers = "Antes se llamaba «Redes de Oportunidades de Negocios» y ahora «Leer a Tiempo»";
    let (before, after) = (judged(&one), judged(&other));
    let comparison = compare(&before, &after);
    for told in [report::rounds(&comparison, &style), report::rounds_markdown(&comparison, &style)]
    {
        assert!(told.contains(strangers), "{told}");
    }
    assert!(!report::rounds(&compare(&before, &before), &style).contains("se llamaba"));
}

#[test]
fn the_end_is_that_of_the_new_round() {
    let code = |arguments: &[&str]| pilares(arguments).status.code();
    let (sound, objected) = ("submissions/ejemplo.yaml", "submissions/todo-mal.yaml");
    assert_eq!(code(&["compare", objected, sound]), Some(0));
    assert_eq!(code(&["compare", sound, objected]), Some(1));
    assert_eq!(code(&["compare", sound, "submissions/no-existe.yaml"]), Some(2));
    assert_eq!(code(&["compare", sound]), Some(2));
}

#[test]
fn a_form_whose_spaces_changed_is_the_same_form() {
    let old = submission("ejemplo");
    let new = document(&format!("# otra cosa\n\n{}\n\n", old.source.text()));
    let (before, after) = (judged(&old), judged(&new));
    assert!(compare(&before, &after).is_empty());
}

/// A review of the form with these waivers.
fn with_waivers(waivers: &[(&str, i32)]) -> Review {
    let waivers: String = waivers
        .iter()
        .map(|(rule, until)| {
            format!(
                "  - {{regla: {rule}, hasta: {until}, razon: R, autor: Quien evalúa, fecha: 2026-05-04}}\n"
            )
        })
        .collect();
    let text = format!(
        "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\ndispensas:\n{waivers}"
    );
    review::read(&document(&text), ruleset())
}

/// Words apart by one space each, without marks of Markdown.
fn plain(text: &str) -> String {
    text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_set_aside_is_marked_where_ids_alone_are_told() {
    let form = submission(REDES);
    let review = waiving();
    let (before, after) = (judged(&form), pilares::judge_with(ruleset(), &form, &review));
    let style = Style { width: 200, ..Style::default() };
    for (old, new, mark) in [
        (&before, &after, "dejada de lado"),
        (&after, &after, "dejada de lado"),
        (&after, &before, "ya no dejada de lado"),
    ] {
        let comparison = compare(old, new);
        for told in
            [report::rounds(&comparison, &style), report::rounds_markdown(&comparison, &style)]
        {
            let told = plain(&told);
            assert!(told.contains(&format!("OBJ-08 ({mark})")), "{told}");
            assert!(told.contains(&format!("EST-05[1, 2] ({mark})")), "{told}");
            assert_eq!(told.matches(mark).count(), 2, "{told}");
        }
    }
    let told = report::rounds(&compare(&before, &before), &style);
    assert!(!told.contains("dejada de lado"), "{told}");
}

#[test]
fn what_is_wrong_with_the_review_of_each_round_is_told_with_its_round() {
    let (old, new) = (submission(REDES), document(&second_round()));
    let review = with_waivers(&[("EST-05", 2026), ("POB-01", 2026)]);
    let before = pilares::judge_with(ruleset(), &old, &review);
    let after = pilares::judge_with(ruleset(), &new, &review);
    let unused =
        |rule: &str| format!("la dispensa de `{rule}` no deja de lado nada: la regla no observa");
    let style = Style { width: 200, ..Style::default() };
    for (old, new, counts) in [
        (&before, &after, [1, 1, 1]),
        (&after, &before, [1, 1, 1]),
        (&before, &before, [2, 0, 0]),
        (&after, &after, [2, 0, 0]),
    ] {
        let comparison = compare(old, new);
        for told in
            [report::rounds(&comparison, &style), report::rounds_markdown(&comparison, &style)]
        {
            let told = plain(&told);
            for (when, count) in ["antes y ahora", "antes", "ahora"].iter().zip(counts) {
                let heading = format!("Hallazgos sobre la revisión, {when}: ");
                let expected = format!("{heading}{count}");
                assert_eq!(told.contains(&heading), count > 0, "{told}");
                assert_eq!(told.contains(&expected), count > 0, "{told}");
            }
            assert_eq!(told.matches(&unused("POB-01")).count(), 1, "{told}");
        }
        let json: serde_json::Value =
            serde_json::from_str(&report::rounds_json(&comparison)).expect("it is JSON");
        let found =
            ["old", "new"].map(|at| json["reviews"][at]["findings"].as_array().map(Vec::len));
        assert_eq!(found, [Some(counts[0] + counts[1]), Some(counts[0] + counts[2])]);
    }
    let alone = judged(&old);
    let told = report::rounds(&compare(&alone, &after), &style);
    assert!(told.contains("Hallazgos sobre la revisión, ahora: 2"), "{told}");
    assert!(plain(&told).contains("(prueba.yaml:6)"), "{told}");
}
