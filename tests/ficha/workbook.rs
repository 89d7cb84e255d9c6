//! The workbook of findings.

use super::*;

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
