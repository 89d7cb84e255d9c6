//! The ficha of an evaluation and the workbook of its findings, as people get them.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use calamine::{Data, Reader, Xlsx};
use pilares::document::{self, Document, Limits};
use pilares::evaluate::Evaluation;
use pilares::report;
use pilares::report::ficha::{self, Block, Bullet, Ficha, Remarks};
use pilares::review::{self, Review};
use pilares::rules::{self, Files, Ruleset};
use pilares::source::Source;

const FORM: &str = "submissions/desarrollo-empresarial-2024.yaml";
const REVIEW: &str = "reviews/desarrollo-empresarial-2024.review.yaml";

fn ruleset() -> Ruleset {
    rules::compile(&rules::embedded("dipres")).ruleset.expect("the embedded rule set compiles")
}

fn read(path: &str) -> Document {
    document::read_bytes(path, fs::read(path).expect("it is there"), &Limits::default())
}

fn text(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text), &Limits::default())
}

/// The ficha of a form, with a review of it where there is one.
fn compose(form: &Document, review: Option<&Document>) -> Ficha {
    let ruleset = ruleset();
    let review = review.map(|document| review::read(document, &ruleset));
    let evaluation = match &review {
        Some(review) => pilares::judge_with(&ruleset, form, review),
        None => pilares::judge(&ruleset, form),
    };
    ficha::ficha(&evaluation, review.as_ref()).expect("the embedded rule set has a plan of it")
}

fn rows(ficha: &Ficha) -> &[Remarks] {
    let judged = ficha.blocks.iter().find_map(|block| match block {
        Block::Judged(judged) => Some(judged),
        _ => None,
    });
    &judged.expect("there is an evaluation").rows
}

fn row<'f>(ficha: &'f Ficha, name: &str) -> &'f Remarks {
    rows(ficha).iter().find(|row| row.name == name).expect("there is such a row")
}

/// A text with digests left out, which change with the rules and the engine.
fn undigested(text: &str) -> String {
    let word = |word: &str| {
        let digest = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if digest { "HUELLA".to_owned() } else { word.to_owned() }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n";
    text.lines().map(line).collect()
}

/// Every remark of a row.
fn said(row: &Remarks) -> Vec<String> {
    let all =
        row.bullets.iter().flat_map(|bullet| std::iter::once(&bullet.text).chain(&bullet.items));
    all.map(|remark| remark.marked()).collect()
}

/// The rules that a row tells of, each once.
fn told(row: &Remarks) -> Vec<&str> {
    let all = |bullet: &'_ Bullet| -> Vec<String> {
        let items = bullet.items.iter().flat_map(|item| item.rules.clone());
        bullet.text.rules.iter().cloned().chain(items).collect()
    };
    let ids: Vec<String> = row.bullets.iter().flat_map(all).collect();
    let mut known: Vec<&str> = Vec::new();
    for bullet in &row.bullets {
        for remark in std::iter::once(&bullet.text).chain(&bullet.items) {
            for rule in remark.rules.iter().filter(|rule| ids.contains(rule)) {
                if !known.contains(&rule.as_str()) {
                    known.push(rule);
                }
            }
        }
    }
    known
}

fn pilares(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pilares"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs")
}

/// An empty folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("pilares-ficha-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn without_comments(review: &str) -> String {
    let text = fs::read_to_string(review).expect("it is there");
    text.split("\ncomentarios:").next().unwrap_or_default().to_owned() + "\n"
}

const PILLARS: [(&str, &[&str]); 4] = [
    ("Diagnóstico del problema", &["DIA-15"]),
    ("Población", &["POB-04", "POB-12", "POB-10", "POB-17", "POB-24", "POB-21"]),
    ("Objetivo y Seguimiento", &["OBJ-11"]),
    ("Estrategia y Componentes", &["EST-10"]),
];

#[test]
fn the_report_of_2024_comes_out_as_it_was_published() {
    let form = read(FORM);
    let bare = text("sin-comentarios.review.yaml", &without_comments(REVIEW));
    for review in [&read(REVIEW), &bare] {
        let ficha = compose(&form, Some(review));
        assert!(ficha.lines.iter().any(|line| line.ends_with("– Recomendado Favorablemente")));
        let Some(Block::Judged(judged)) = ficha.blocks.last() else { panic!("it ends with III") };
        assert_eq!(judged.closing.1, "RF");
        assert_eq!(judged.rows[0].sign, None, "the general comment has no sign");
        for (pillar, nine) in PILLARS {
            let row = row(&ficha, pillar);
            assert_eq!(row.sign.as_deref(), Some("S"), "{pillar}");
            let told = told(row);
            for rule in nine {
                assert!(told.contains(rule), "{pillar} does not tell {rule}: {told:?}");
            }
        }
    }
}

#[test]
fn fichas_in_markdown() {
    let form = read(FORM);
    let commented = compose(&form, Some(&read(REVIEW)));
    insta::assert_snapshot!("commented", undigested(&ficha::markdown(&commented)));
    let bare = text("sin-comentarios.review.yaml", &without_comments(REVIEW));
    let markdown = ficha::markdown(&compose(&form, Some(&bare)));
    let judged = markdown.split("## III").nth(1).expect("there is a third part");
    insta::assert_snapshot!("composed", undigested(judged));
    let objected = compose(&read("submissions/redes-de-oportunidades-2026.yaml"), None);
    insta::assert_snapshot!("objected", undigested(&ficha::markdown(&objected)));
    let universal = compose(&read("submissions/salud-bucal-escolar-2026.yaml"), None);
    insta::assert_snapshot!("universal", undigested(&ficha::markdown(&universal)));
}

#[test]
fn a_draft_pasted_into_the_review_says_the_same() {
    let (ruleset, form) = (ruleset(), read(FORM));
    let head = without_comments(REVIEW);
    let bare = text("una.review.yaml", &head);
    let reading = review::read(&bare, &ruleset);
    let evaluation = pilares::judge_with(&ruleset, &form, &reading);
    let draft = ficha::draft(&evaluation, Some(&reading)).expect("there is a plan");
    let pasted = format!("{head}\n{}", review::comments(&draft, &ruleset.policy));
    let pasted = text("una.review.yaml", &pasted);
    let again: Review = review::read(&pasted, &ruleset);
    assert_eq!(again.findings, [], "the draft can be read");
    let (composed, edited) = (compose(&form, Some(&bare)), compose(&form, Some(&pasted)));
    let words = |ficha: &Ficha| -> Vec<Vec<String>> { rows(ficha).iter().map(said).collect() };
    assert_eq!(words(&composed), words(&edited));
}

#[test]
fn a_comment_on_what_no_rule_sees_any_more_is_told() {
    let (ruleset, form) = (ruleset(), read(FORM));
    let review = fs::read_to_string(REVIEW).expect("it is there");
    let review = review.replace("reglas: [DIA-15]", "reglas: [DIA-15, POB-01, POB-02]");
    let reading = review::read(&text("una.review.yaml", &review), &ruleset);
    assert_eq!(reading.findings, []);
    let evaluation = pilares::judge_with(&ruleset, &form, &reading);
    let findings = &evaluation.review.as_ref().expect("there is a review").findings;
    let [finding, other] = &findings[..] else { panic!("two findings: {findings:?}") };
    assert_eq!(finding.code, "review/comment");
    assert_eq!(other.code, "review/comment-elsewhere");
    assert!(finding.message.spanish.contains("`POB-01` y `POB-02`, que no tienen"));
}

/// A form that fails a minimum, with a review that sets it aside.
#[test]
fn a_minimum_that_fails_or_is_set_aside_is_always_told() {
    let form = read("submissions/redes-de-oportunidades-2026.yaml");
    let review = |waivers: &str, comments: &str| {
        format!(
            "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n\
             version: 0.1.0\ndispensas:\n{waivers}\ncomentarios:\n  pilares:\n    objetivo:\n{comments}"
        )
    };
    let silent = "      - texto: Sin reparos.\n        reglas: [OBJ-08]\n";
    let ficha = compose(&form, Some(&text("r", &review("  []", silent))));
    let objective = row(&ficha, "Objetivo y Seguimiento");
    assert_eq!(objective.sign.as_deref(), Some("I"));
    let words = said(objective);
    assert!(
        words[0].starts_with("No se cumple un mínimo del pilar. El indicador de propósito vale")
    );
    assert_eq!(words[1], "Sin reparos. [OBJ-08]");

    let waiver = "  - regla: OBJ-08\n    hasta: 2026\n    razon: Se medirá el primer año\n    \
                  autor: Equipo evaluador\n    fecha: 2026-05-04";
    let ficha = compose(&form, Some(&text("r", &review(waiver, silent))));
    let objective = row(&ficha, "Objetivo y Seguimiento");
    assert!(objective.sign.as_deref().is_some_and(|sign| sign.starts_with('S')));
    let words = said(objective).join("\n");
    assert!(
        words.contains("Se deja de lado un mínimo del pilar. El indicador de propósito vale cero")
    );
    assert!(words.contains(
        "Dispensa de Equipo evaluador hasta el proceso 2026: Se medirá el primer año. [OBJ-08]"
    ));
    assert!(words.contains("Sin las dispensas, el veredicto del pilar sería: I."));
    // The other pillar that fails keeps the rating as it is.
    let general = said(row(&ficha, "Comentario General")).join(" ");
    assert!(general.contains(
        "Sin las dispensas, la calificación también sería: Objetado Técnicamente; y sería otro el \
         veredicto del pilar «Objetivo y Seguimiento»."
    ));
}

/// The judged part of a ficha.
fn judged(ficha: &Ficha) -> &ficha::Judged {
    let Some(Block::Judged(judged)) = ficha.blocks.last() else { panic!("it ends with III") };
    judged
}

const REDES: &str = "submissions/redes-de-oportunidades-2026.yaml";

/// A review of the form that fails, with some waivers and other lines.
fn redes(waivers: &str, more: &str) -> Document {
    let head = "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n";
    let each = waivers.split_whitespace().map(|rule| {
        format!(
            "  - {{regla: {rule}, hasta: 2026, razon: Se acordó, autor: Ana, fecha: 2026-05-04}}\n"
        )
    });
    let list = if waivers.is_empty() { "  []\n".to_owned() } else { each.collect() };
    text("redes.review.yaml", &format!("{head}version: 0.1.0\ndispensas:\n{list}{more}"))
}

#[test]
fn minimums_that_are_set_aside_are_called_so_apart_from_milder_findings() {
    let ficha = compose(&read(REDES), Some(&redes("OBJ-08 EST-05 DIA-05 OBJ-20 REC-09", "")));
    let openings = |name: &str| -> Vec<(String, usize)> {
        let bullets = row(&ficha, name).bullets.iter();
        bullets.map(|bullet| (bullet.text.text.clone(), bullet.items.len())).collect()
    };
    let strategy = openings("Estrategia y Componentes");
    assert!(strategy.contains(&("Se dejan de lado estos mínimos del pilar:".to_owned(), 2)));
    let diagnosis = openings("Diagnóstico del problema");
    assert!(diagnosis.contains(&("Se dejan de lado estas observaciones:".to_owned(), 2)));
    let starts = |name: &str, start: &str| {
        openings(name).iter().filter(|(text, _)| text.starts_with(start)).count()
    };
    assert_eq!(starts("Objetivo y Seguimiento", "Se deja de lado un mínimo del pilar."), 1);
    assert_eq!(starts("Objetivo y Seguimiento", "Se deja de lado una observación."), 1);
    assert_eq!(starts("Uso de recursos", "Se deja de lado una falta de información"), 1);
    let general = said(row(&ficha, "Comentario General"));
    assert!(general[0].contains(
        "Por dispensas se dejan de lado mínimos de los pilares «Objetivo y Seguimiento» y \
         «Estrategia y Componentes»."
    ));
    assert!(general[1].contains("«Estrategia y Componentes»"), "{}", general[1]);
}

#[test]
fn what_would_be_without_waivers_stands_beside_every_sign() {
    let ficha = compose(&read(REDES), Some(&redes("OBJ-08 EST-05", "")));
    let beside = "Falta Información (provisional; sin dispensas: Objetado Técnicamente)";
    assert!(ficha.lines.iter().any(|line| line.ends_with(beside)), "{:?}", ficha.lines);
    let judged = judged(&ficha);
    assert_eq!(judged.rating.1, beside);
    assert_eq!(judged.closing.1, "FI (provisional; sin dispensas: OT)");
    let sign = |name: &str| row(&ficha, name).sign.clone().expect("it is a pillar");
    assert_eq!(sign("Diagnóstico del problema"), "S (provisional)");
    assert_eq!(sign("Objetivo y Seguimiento"), "S (provisional; sin dispensas: I)");
    assert_eq!(sign("Estrategia y Componentes"), "S (provisional; sin dispensas: I)");
    let general = said(row(&ficha, "Comentario General")).join(" ");
    assert!(general.contains(
        "Sin las dispensas, la calificación sería: Objetado Técnicamente; y serían otros los \
         veredictos de los pilares «Objetivo y Seguimiento» y «Estrategia y Componentes»."
    ));
}

#[test]
fn the_general_comment_says_which_pillars_fail_and_what_besides_is_to_be_improved() {
    let general = said(&rows(&compose(&read(REDES), None))[0]);
    assert_eq!(
        general,
        [
            "El programa se objeta técnicamente, porque los pilares «Objetivo y Seguimiento» y \
             «Estrategia y Componentes» no cumplen con su mínimo.",
            "Además, deben perfeccionarse las secciones «Diagnóstico del problema», «Población», \
             «Antecedentes» y «Uso de recursos».",
        ]
    );
    let waived = said(&rows(&compose(&read(REDES), Some(&redes("EST-05", ""))))[0]);
    assert!(
        waived[0].contains("porque el pilar «Objetivo y Seguimiento» no cumple con su mínimo.")
    );
}

#[test]
fn an_evaluators_general_comment_follows_what_the_rating_means() {
    let comments = "comentarios:\n  general: [Un programa necesario.]\n";
    let general = said(&rows(&compose(&read(REDES), Some(&redes("", comments))))[0]);
    assert!(general[0].starts_with("El programa se objeta técnicamente, porque los pilares"));
    assert_eq!(general[1..], ["Un programa necesario."]);
}

/// Every remark of all rows.
fn all(ficha: &Ficha) -> Vec<String> {
    rows(ficha).iter().flat_map(said).collect()
}

#[test]
fn what_the_rating_hinges_on_is_told_where_no_verdict_hinges_on_it() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let evaluation = pilares::judge(&ruleset, &form);
    let hinges = &evaluation.rating.as_ref().expect("it is rated").hinges;
    assert!(hinges.iter().any(|hinge| hinge.rule == "POB-05"));
    let ficha = compose(&form, None);
    for hinge in hinges {
        let mark = format!("[{}]", hinge.rule);
        assert!(all(&ficha).iter().any(|said| said.ends_with(&mark)), "{mark}");
    }
    let population = row(&ficha, "Población");
    assert_eq!(population.sign.as_deref(), Some("S"));
    let told = said(population);
    let last = told.last().expect("it says something");
    assert!(last.starts_with("La calificación depende también de lo siguiente. Por confirmar: "));
}

#[test]
fn helps_that_differ_stand_by_their_own_finding() {
    let told = all(&compose(&read(REDES), None));
    let of = |rule: &str| -> Vec<&String> {
        told.iter().filter(|said| said.ends_with(&format!("[{rule}]"))).collect()
    };
    let [first, second] = of("ANT-02")[..] else { panic!("two texts are too long") };
    assert!(first.contains("Acórtelo en 213 caracteres"), "{first}");
    assert!(second.contains("Acórtelo en 55 caracteres"), "{second}");
    let [first, second] = of("EST-05")[..] else { panic!("two components") };
    assert!(!first.contains("Aumente la producción") && second.contains("Aumente la producción"));
}

#[test]
fn a_finding_says_in_which_answer_it_is() {
    let told = all(&compose(&read(REDES), None)).join("\n");
    assert!(told.contains(
        "«Descripción del componente» (componente «Preparación para Rueda de Negocios») tiene 713"
    ));
    assert!(told.contains("«Razón para intervenir» está en blanco."));
    let passage = told.lines().find(|line| line.contains("[ANT-09]")).expect("it is told");
    insta::assert_snapshot!(passage);
}

/// What a ministry reads names no path and teaches nobody to write a file.
#[test]
fn a_ficha_speaks_to_no_programmer() {
    let ruleset = ruleset();
    let fields = ruleset.schema.shape().fields();
    let keys: Vec<String> = fields
        .iter()
        .filter_map(|(path, _)| path.last_key())
        .filter(|key| key.contains('_'))
        .map(str::to_owned)
        .collect();
    for form in fs::read_dir("submissions").expect("there are forms") {
        let path = form.expect("it can be read").path().display().to_string();
        if path.ends_with(".expected.yaml") {
            continue;
        }
        for said in all(&compose(&read(&path), None)) {
            for word in ["true", "false", "sangría", "entre comillas", "`", "{", "yaml", "].", "[1"]
            {
                assert!(!said.contains(word), "{path}: {word} in {said}");
            }
            let key = keys.iter().find(|key| said.contains(key.as_str()));
            assert_eq!(key, None, "{path}: {said}");
        }
    }
}

#[test]
fn an_answer_with_a_reserve_is_told_with_its_reason() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let tell = |answer: &str| {
        let review = common::answering(&form, "EST-14", answer, "faltan talleres de invierno");
        let evaluation = pilares::judge_with(&ruleset, &form, &review);
        ficha::ficha(&evaluation, Some(&review)).expect("there is a plan")
    };
    let strategy = |ficha: &Ficha| said(row(ficha, "Estrategia y Componentes"));
    assert_eq!(
        strategy(&tell("si")),
        ["La estrategia y los componentes se desarrollan adecuadamente."]
    );
    let reserved = tell("parcialmente");
    assert_eq!(row(&reserved, "Estrategia y Componentes").sign.as_deref(), Some("S"));
    assert_eq!(
        strategy(&reserved),
        ["La estrategia y los componentes se desarrollan adecuadamente, aunque cabe una \
          observación. Los componentes, en la dosis que se entregan, bastan para lograr el propósito, \
          con una reserva: «Es plausible, pero la dosis es escasa o queda alguna condición sin \
          atender». Razón de quien evalúa: «faltan talleres de invierno». [EST-14]"]
    );
    assert!(said(&rows(&reserved)[0])[1].contains("«Estrategia y Componentes»"));
}

#[test]
fn a_suspicion_that_is_set_aside_unconfirmed_is_not_affirmed() {
    let (ruleset, form) = (ruleset(), read("submissions/huertos-urbanos-2026.yaml"));
    let evaluation = pilares::judge(&ruleset, &form);
    let suspected = evaluation.results.iter().find_map(|result| {
        let open = result.outcomes.iter().any(|outcome| outcome.is_suspicion(result.rule));
        let severity = ruleset.severity(result.rule).level;
        (open && severity != pilares::finding::Severity::Note).then_some(result.rule)
    });
    let rule = suspected.expect("it is suspected of something");
    let waiver = format!(
        "programa: Barrios que Cultivan\nproceso: 2026\nreglas: dipres\ndispensas:\n  - {{regla: {}, \
         hasta: 2026, razon: Se acordó, autor: Equipo evaluador, fecha: 2026-05-04}}\n",
        rule.id
    );
    let waiver = pilares::review::read(&text("r", &waiver), &ruleset);
    let confirmed = common::confirming(&form, &rule.id);
    let confirmed = Review { waivers: waiver.waivers.clone(), ..confirmed };
    let told = |review: &Review| {
        let evaluation = pilares::judge_with(&ruleset, &form, review);
        let ficha = ficha::ficha(&evaluation, Some(review)).expect("there is a plan");
        let all: Vec<String> = rows(&ficha).iter().flat_map(said).collect();
        let waived = all.into_iter().find(|words| words.contains("Dispensa de Equipo evaluador"));
        waived.expect("it is told what was set aside")
    };
    let (open, confirmed) = (told(&waiver), told(&confirmed));
    assert!(open.contains("Por confirmar: "), "{open}");
    assert!(!confirmed.contains("Por confirmar"), "{confirmed}");
}

#[test]
fn a_comment_without_words_is_none() {
    let form = read("submissions/redes-de-oportunidades-2026.yaml");
    let review = |comments: &str| {
        let text = text(
            "r",
            &format!(
                "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\n\
                 comentarios:\n  general: {comments}\n  pilares:\n    diagnostico: {comments}\n"
            ),
        );
        compose(&form, Some(&text))
    };
    let plain = ficha::markdown(&review("[]"));
    for comments in
        ["['']", "['  ', ~]", "[{texto: '', reglas: [DIA-05]}]", "[{texto: ' ', incisos: ['']}]"]
    {
        let told = ficha::markdown(&review(comments));
        assert_eq!(undigested(&told), undigested(&plain), "{comments}");
    }
}

#[test]
fn a_provisional_verdict_says_what_it_hinges_on() {
    let ficha = compose(&read("submissions/ejemplo.yaml"), None);
    let diagnosis = row(&ficha, "Diagnóstico del problema");
    assert_eq!(diagnosis.sign.as_deref(), Some("S (provisional)"));
    let words = said(diagnosis).join("\n");
    assert!(words.contains("El veredicto es provisional") && words.contains("Por responder: ¿"));
    assert!(!words.contains("identifica adecuadamente"), "nothing is praised before it is known");
    let general = said(row(&ficha, "Comentario General")).join("\n");
    assert!(
        general
            .contains("depende de lo que falta resolver en cada sección (DIA-17, OBJ-16, EST-14).")
    );
}

/// A form whose texts try what they can.
fn hostile() -> Document {
    let form = fs::read_to_string("submissions/ejemplo.yaml").expect("it is there");
    let named = form.replacen(
        "Leer a Tiempo",
        "=HYPERLINK(\\\"http://x.invalid\\\")<script>alert(1)</script>",
        1,
    );
    assert_ne!(named, form);
    let name = named.replacen("nombre: =HYPER", "nombre: \"=HYPER", 1).replacen(
        "</script>",
        "</script>\"",
        1,
    );
    text("hostil.yaml", &name)
}

#[test]
fn nothing_of_a_form_is_obeyed() {
    let form = hostile();
    let ficha = compose(&form, None);
    assert!(ficha.title.starts_with("=HYPERLINK"), "{}", ficha.title);
    let html = ficha::html(&ficha);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    assert_eq!(unbalanced(&html), None);
    let markdown = ficha::markdown(&ficha);
    assert!(!markdown.contains("<script") && markdown.starts_with("# =HYPERLINK"));
    assert!(ficha::pdf(&ficha).starts_with(b"%PDF-1.7"));
}

/// The pages of a PDF.
fn pages(pdf: &[u8]) -> usize {
    let mark = b"/Type /Page\n";
    pdf.windows(mark.len()).filter(|window| window == mark).count()
}

#[test]
fn a_form_of_megabytes_gives_a_ficha_that_can_be_read() {
    let form = fs::read_to_string("submissions/redes-de-oportunidades-2026.yaml").expect("it is");
    let with = |key: &str, value: &str| {
        let at = form.find(&format!("\n  {key}:")).expect("the form has it") + 1;
        let (start, rest) = form.split_at(at);
        let end = rest
            .match_indices('\n')
            .map(|(end, _)| end + 1)
            .find(|end| !rest[*end..].starts_with("    ") && !rest[*end..].starts_with('\n'))
            .expect("something follows");
        text("hostil.yaml", &format!("{start}  {key}: {value}\n{}", &rest[end..]))
    };
    let long = "palabra ".repeat(750_000);
    let word = "ñ".repeat(3_000_000);
    let lines = format!("|\n{}", "    a\n".repeat(900_000));
    for (key, value) in [
        ("descripcion", format!("\"{long}\"")),
        ("nombre", format!("\"{long}\"")),
        ("nombre", format!("\"{word}\"")),
        ("descripcion", lines.trim_end().to_owned()),
    ] {
        let form = with(key, &value);
        assert!(form.complete, "{:?}", form.findings.first());
        let ficha = compose(&form, None);
        let markdown = ficha::markdown(&ficha);
        assert!(markdown.contains("se omiten ") && markdown.contains('…'), "{key}");
        assert!(markdown.chars().count() < 400_000, "{}", markdown.chars().count());
        assert!(ficha::html(&ficha).len() < 900_000);
        let pdf = ficha::pdf(&ficha);
        assert!((1..150).contains(&pages(&pdf)), "{key}: {} pages", pages(&pdf));
        let ruleset = ruleset();
        let evaluation = pilares::judge(&ruleset, &form);
        for row in ficha::sheets(&evaluation, &Default::default()).iter().flat_map(|it| &it.rows) {
            for cell in row {
                let ficha::Cell::Text(text) = cell else { continue };
                assert!(text.chars().count() < 10_050, "{}", text.chars().count());
            }
        }
    }
}

#[test]
fn every_row_is_told_though_another_has_thousands_of_findings() {
    let form = fs::read_to_string("submissions/redes-de-oportunidades-2026.yaml").expect("it is");
    let start = form.find("\ncomponentes:\n").map(|at| at + "\ncomponentes:\n".len());
    let start = start.expect("the form has components");
    let name = "n".repeat(900);
    let more: String = (0..3_000).map(|at| format!("  - nombre: \"{at} {name}\"\n")).collect();
    let form = text("hostil.yaml", &format!("{}{more}{}", &form[..start], &form[start..]));
    let ficha = compose(&form, None);
    for (pillar, _) in PILLARS {
        assert!(!row(&ficha, pillar).bullets.is_empty(), "{pillar}");
        assert!(row(&ficha, pillar).sign.is_some(), "{pillar}");
    }
    let markdown = ficha::markdown(&ficha);
    assert!(markdown.contains("más, que no caben en la ficha"));
    assert!(markdown.chars().count() < 1_500_000, "{}", markdown.chars().count());
    assert!((1..400).contains(&pages(&ficha::pdf(&ficha))));
}

/// The first end tag that closes another element than the last that was opened.
fn unbalanced(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let style = html.find("<style>").zip(html.find("</style>"));
    let (start, end) = style.expect("the page has a style");
    let markup = format!("{}{}", &html[..start], &html[end + "</style>".len()..]);
    for tag in markup.split('<').skip(1) {
        let Some((inside, _)) = tag.split_once('>') else { return Some(tag.to_owned()) };
        let name = inside.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            _ if name.starts_with('!') || name == "meta" => {}
            None => open
                .push(markup.split('<').find(|known| known.starts_with(name)).map_or("", |_| name)),
            Some(closed) if open.pop() == Some(closed) => {}
            Some(closed) => return Some(closed.to_owned()),
        }
    }
    open.pop().map(str::to_owned)
}

#[test]
fn pages_are_well_formed_and_load_nothing() {
    for form in ["submissions/todo-mal.yaml", "submissions/redes-de-oportunidades-2026.yaml"] {
        let html = ficha::html(&compose(&read(form), None));
        assert_eq!(unbalanced(&html), None, "{form}");
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"es-CL\">"));
        assert!(!html.contains("src=") && !html.contains("url("), "{form} loads something");
    }
    assert_eq!(unbalanced("<style></style><p><b></p>").as_deref(), Some("p"));
    assert_eq!(unbalanced("<style></style><p>").as_deref(), Some("p"));
}

#[test]
fn contacts_are_never_shown() {
    let form = fs::read_to_string("submissions/ejemplo.yaml").expect("it is there");
    let contact = "  contraparte_programa:\n    nombre: Persona Inventada\n    telefono: \"+56 2 0000 0000\"\n    correo: persona@servicio.invalid\n";
    let start = form.find("  contraparte_programa:").expect("the form has one");
    let rest = &form[start..];
    let end = rest[1..].find("\n  e").expect("something follows") + 2;
    let form = format!("{}{contact}{}", &form[..start], &rest[end..]);
    // What was declared a contact stays out, though other answers repeat it.
    let at =
        form.find("  descripcion: >-\n").expect("the form has one") + "  descripcion: >-\n".len();
    let form = format!(
        "{}    Consultas a PERSONA INVENTADA (persona@servicio.invalid, +56 2 0000 0000).\n{}",
        &form[..at],
        &form[at..]
    );
    let form = text("contacto.yaml", &form);
    assert_eq!(form.findings, []);
    let ficha = compose(&form, None);
    let markdown = ficha::markdown(&ficha);
    assert!(
        markdown.contains("Consultas a (dato reservado) ((dato reservado), (dato reservado)).")
    );
    let ruleset = ruleset();
    let evaluation = pilares::judge(&ruleset, &form);
    let sheets = format!("{:?}", ficha::sheets(&evaluation, &Default::default()));
    for text in [markdown, ficha::html(&ficha), sheets] {
        let text = text.to_lowercase();
        for secret in ["persona inventada", "persona@servicio", "0000 0000"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

fn cells(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).expect("it is a workbook");
    let range = book.worksheet_range(sheet).expect("there is such a sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_workbook_has_every_finding_with_its_exact_figure() {
    let (ruleset, form) = (ruleset(), read("submissions/redes-de-oportunidades-2026.yaml"));
    let evaluation = pilares::judge(&ruleset, &form);
    let bytes = ficha::xlsx(&ficha::sheets(&evaluation, &Default::default()));
    let verdicts = cells(bytes.clone(), "Veredictos");
    assert_eq!(verdicts.len(), 6, "a head, four pillars and the rating");
    assert_eq!(verdicts[5][1], Data::String("Objetado Técnicamente".to_owned()));
    let rows = cells(bytes, "Hallazgos");
    let at = |name: &str| rows[0].iter().position(|cell| *cell == name).expect("there is a column");
    let of = |rule: &str| rows.iter().find(|row| row[1] == rule).expect("there is a row");
    let coverage = of("POB-21");
    assert_eq!(coverage[at("Campo")], "poblacion.beneficiaria[1].cantidad");
    assert_eq!(coverage[at("Como está escrito")], "517");
    assert_eq!(coverage[at("Cifra")], 517.0);
    assert_eq!(coverage[at("Línea")], 478.0);
    // Zeros that binary numbers would lose.
    assert_eq!(of("OBJ-08")[at("Como está escrito")], "0.00");
    assert_eq!(of("POB-14")[at("Estado")], "por confirmar");
    assert_eq!(of("DIA-17")[at("Estado")], "pregunta");
    let unmet = evaluation.results.iter().flat_map(|result| &result.outcomes);
    let told =
        unmet.filter(|outcome| outcome.finding.is_some()).count() + evaluation.findings.len();
    let rejected = evaluation
        .results
        .iter()
        .flat_map(|result| &result.outcomes)
        .filter(|outcome| outcome.finding.is_some() && outcome.status == rules::Status::Met);
    assert_eq!(rows.len() - 1, told - rejected.count());
}

#[test]
fn the_workbook_tells_beside_what_waivers_make_the_result_without_them() {
    let (ruleset, form) = (ruleset(), read("submissions/redes-de-oportunidades-2026.yaml"));
    let verdicts = |evaluation: &Evaluation<'_>| {
        let bytes = ficha::xlsx(&ficha::sheets(evaluation, &Default::default()));
        cells(bytes, "Veredictos")
    };
    assert!(verdicts(&pilares::judge(&ruleset, &form)).iter().all(|row| row.len() == 3));
    let told = verdicts(&pilares::judge_with(&ruleset, &form, &common::waiving()));
    let beside: Vec<String> = told.iter().map(|row| row[3].to_string()).collect();
    assert_eq!(
        beside,
        [
            "Sin dispensas",
            "",
            "",
            "Insuficiente: OBJ-08",
            "Insuficiente: EST-05",
            "Hay 3 hallazgos dejados de lado por dispensas (mínimo del pilar: OBJ-08, EST-05[1], EST-05[2]); sin dispensas: \
             Objetado Técnicamente.",
        ]
    );
    assert_eq!(told[3][1], Data::String("Suficiente, provisional".to_owned()));
}

#[test]
fn a_text_that_looks_like_a_formula_is_a_text() {
    let texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "uno", "<b>&"];
    let rows = texts.map(|text| vec![ficha::Cell::Text(text.to_owned())]).to_vec();
    let sheet = ficha::Sheet { name: "Hoja", columns: vec![("Texto", 20)], rows };
    let bytes = ficha::xlsx(&[sheet]);
    let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes.clone())).expect("it is a workbook");
    assert!(book.worksheet_formula("Hoja").expect("there is a sheet").is_empty());
    let read: Vec<String> = cells(bytes, "Hoja").iter().map(|row| row[0].to_string()).collect();
    assert_eq!(read[0], "Texto");
    assert_eq!(read[1..], texts);
}

#[test]
fn the_same_evaluation_gives_the_same_bytes_wherever_the_form_lies() {
    let text_of =
        fs::read_to_string("submissions/redes-de-oportunidades-2026.yaml").expect("it is");
    let all = |name: &str| {
        let ficha = compose(&text(name, &text_of), None);
        let ruleset = ruleset();
        let form = text(name, &text_of);
        let evaluation = pilares::judge(&ruleset, &form);
        let book = ficha::xlsx(&ficha::sheets(&evaluation, &Default::default()));
        [
            ficha::markdown(&ficha).into_bytes(),
            ficha::html(&ficha).into_bytes(),
            ficha::pdf(&ficha),
            book,
        ]
    };
    assert_eq!(all("/una/carpeta/redes.yaml"), all("C:\\otra\\redes.yaml"));
}

#[test]
fn every_format_ends_with_the_seal() {
    let form = read("submissions/redes-de-oportunidades-2026.yaml");
    let ficha = compose(&form, None);
    assert_eq!(ficha.seal.title, "Sello");
    let labels: Vec<&str> = ficha.seal.lines.iter().map(|(label, _)| *label).collect();
    let all = ["Formulario", "Revisión", "Reglas", "Parámetros", "Esquema", "Motor", "Proceso"];
    assert_eq!(labels, all);
    assert_eq!(ficha.seal.lines[1].1, "no hay");
    let (_, digest) =
        ficha.seal.lines[0].1.split_once("redes-de-oportunidades-2026.yaml · ").expect("a name");
    assert_eq!(digest, pilares::stamp::Digest::of(form.source.text().as_bytes()).to_string());
    let ruleset = ruleset();
    let evaluation = pilares::judge(&ruleset, &form);
    for format in
        [ficha::Format::Markdown, ficha::Format::Html, ficha::Format::Pdf, ficha::Format::Xlsx]
    {
        let style = Default::default();
        let bytes = ficha::written(format, &evaluation, None, &style).expect("there is a plan");
        let sealed = ficha::Sealed::read(&bytes).expect("it has a seal");
        assert_eq!(sealed.format, format);
        assert_eq!(sealed.stamp.source, "redes-de-oportunidades-2026.yaml");
        assert_eq!(sealed.stamp.part("submission"), digest);
        let whole = report::Stamp::of(&evaluation);
        assert_eq!(sealed.stamp.parts, whole.parts, "{format:?}");
        assert_eq!(sealed.differences(&bytes, &bytes), []);
    }
    let rows = cells(ficha::xlsx(&ficha::sheets(&evaluation, &Default::default())), "Sello");
    assert_eq!(rows[1][0], "Formulario");
}

#[test]
fn the_document_says_its_language_and_its_words_can_be_taken_out() {
    let bytes = ficha::pdf(&compose(&read(FORM), Some(&read(REVIEW))));
    let has = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    for words in ["/Lang", "/StructTreeRoot", "/MarkInfo", "/DisplayDocTitle true", "/FontFile2"] {
        assert!(has(words.as_bytes()), "{words}");
    }
    assert!(!has(b"/CreationDate"), "nothing of the clock is in it");
    let folder = folder("pdf");
    let file = folder.join("ficha.pdf");
    fs::write(&file, &bytes).expect("it can be written");
    // Where the tool is there, what it reads is what the ficha says.
    if let Ok(output) =
        Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&file).arg("-").output()
    {
        let words = String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for sentence in [
            "Programa de Desarrollo Empresarial en los Territorios",
            "La población está bien identificada; su diseño puede mejorar en lo siguiente:",
            "Cobertura (beneficiaria/objetivo) 6,9 % 8,29 % 9,94 % 11,93 %",
            "I: Insuficiente, S: Suficiente",
        ] {
            assert!(words.contains(sentence), "{sentence} in {words}");
        }
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn the_document_says_which_signs_its_font_lacks() {
    let form = fs::read_to_string("submissions/ejemplo.yaml").expect("it is there");
    let named = |name: &str| {
        let form = form.replacen("nombre: Leer a Tiempo", &format!("nombre: \"{name}\""), 1);
        compose(&text("signos.yaml", &form), None)
    };
    let words = |ficha: &Ficha| -> Option<String> {
        let folder = folder("signs");
        let file = folder.join("ficha.pdf");
        fs::write(&file, ficha::pdf(ficha)).expect("it can be written");
        let mut tool = Command::new("pdftotext");
        let told = tool.args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().ok()?;
        let _ = fs::remove_dir_all(folder);
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        Some(told.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (whole, lacking) = (named("Leer ≥ a → Tiempo"), named("Leer 漢 a Tiempo"));
    assert_eq!(whole.foot, lacking.foot, "what is wrong is the document's own");
    assert!(ficha::pdf(&lacking).len() > ficha::pdf(&whole).len());
    // Where the tool is there, what it reads.
    if let (Some(whole), Some(lacking)) = (words(&whole), words(&lacking)) {
        assert!(
            lacking.contains("no puede mostrar todos los signos") && lacking.contains("U+6F22")
        );
        assert!(!whole.contains("no puede mostrar"), "{whole}");
    }
}

#[test]
fn the_command_writes_each_format_by_the_name_of_its_file() {
    let folder = folder("command");
    for (end, start) in
        [("md", "# Programa"), ("html", "<!DOCTYPE"), ("pdf", "%PDF-1.7"), ("xlsx", "PK")]
    {
        let out = folder.join(format!("ficha.{end}"));
        let output =
            pilares(&["report", FORM, "--review", "reviews", "--out", &out.display().to_string()]);
        assert_eq!(output.status.code(), Some(0), "{end}");
        assert!(fs::read(&out).expect("it was written").starts_with(start.as_bytes()), "{end}");
    }
    let printed = pilares(&["informe", FORM, "--review", REVIEW, "--format", "html"]);
    let written = fs::read(folder.join("ficha.html")).expect("it was written");
    assert_eq!(printed.stdout, written);
    let missing =
        pilares(&["report", FORM, "--out", &folder.join("no/ficha.md").display().to_string()]);
    assert_eq!(missing.status.code(), Some(2));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn a_rule_set_may_have_no_ficha() {
    let folder = folder("rules");
    let rules = folder.join("reglas").display().to_string();
    assert_eq!(pilares(&["rules", "--export", &rules]).status.code(), Some(0));
    let set = Path::new(&rules).join("ruleset.yaml");
    let text = fs::read_to_string(&set).expect("it was copied");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("ficha:")).collect();
    fs::write(&set, kept.join("\n")).expect("it can be written");
    let output = pilares(&["report", FORM, "--rules", &rules]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no dice cómo es la ficha"));
    assert_eq!(
        pilares(&["report", FORM, "--rules", &rules, "--format", "xlsx"]).status.code(),
        Some(0)
    );
    let _ = fs::remove_dir_all(folder);
}

/// What is wrong in `ficha.yaml` after a change.
fn mistakes(from: &str, to: &str) -> Vec<String> {
    let files = rules::embedded("dipres");
    let sources = files.paths().map(|path| {
        let source = files.get(path).expect("it lists its own");
        let text = match path {
            "ficha.yaml" => {
                assert!(source.text().contains(from), "{from} is in the file");
                source.text().replacen(from, to, 1)
            }
            _ => source.text().to_owned(),
        };
        (path.to_owned(), Source::new(path, text))
    });
    let compiled = rules::compile(&Files::new(sources.collect()));
    let of = |finding: &pilares::finding::Finding| {
        let place = finding.place().expect("it has a place");
        assert_eq!(place.source.name, "ficha.yaml");
        format!("{}: {}", place.text(), finding.message.spanish)
    };
    compiled.findings.iter().map(of).collect()
}

#[test]
fn mistakes_in_the_plan_are_found_where_they_stand() {
    let cases = [
        ("valor: componente.nombre", "valor: componente.nombres"),
        ("secciones: [recursos]", "secciones: [antecedentes]"),
        ("      OT: >-", "      OX: >-"),
        ("    - severidad: minimo\n", "    - severidad: mínimo\n"),
        ("antecedentes.contraparte_programa.correo", "antecedentes.contraparte_programa.mail"),
        (
            "      dispensas:\n        una: Se deja de lado un mínimo del pilar.\n        varias: \"Se dejan \
             de lado estos mínimos del pilar:\"\n",
            "",
        ),
        ("columna: 3", "columna: 9"),
        ("traspuesta: true", "traspuesto: true"),
        ("      sospecha: \"Por confirmar: {texto}\"\n", ""),
        ("\"{texto} {sugerencia}\"", "\"{texto} {consejo}\""),
    ];
    let found = cases.map(|(from, to)| format!("{to}\n  {}", mistakes(from, to).join("\n  ")));
    insta::assert_snapshot!(found.join("\n"));
}

/// What a comment is about are observations: what is missing keeps its own words.
#[test]
fn a_comment_leaves_what_is_missing_as_it_is() {
    let form = read("submissions/todo-mal.yaml");
    let name = form.at(&"antecedentes.nombre".parse().expect("a path")).and_then(|it| it.text());
    let comment = format!(
        "programa: {:?}\nreglas: dipres\ncomentarios:\n  pilares:\n    poblacion: [Una nota.]\n",
        name.expect("it has a name")
    );
    let review = text("nota.review.yaml", &comment);
    let openings = |ficha: &Ficha| -> Vec<(String, usize)> {
        let bullets = row(ficha, "Población").bullets.iter();
        bullets.map(|bullet| (bullet.text.text.clone(), bullet.items.len())).collect()
    };
    let (plain, commented) = (compose(&form, None), compose(&form, Some(&review)));
    let (plain, commented) = (openings(&plain), openings(&commented));
    let missing = |(text, _): &&(String, usize)| text.starts_with("Falta información");
    assert!(plain.iter().any(|it| missing(&it)), "{plain:?}");
    assert_eq!(commented.iter().find(missing), plain.iter().find(missing));
    assert!(commented.iter().any(|(text, _)| text == "Una nota."), "{commented:?}");
}
