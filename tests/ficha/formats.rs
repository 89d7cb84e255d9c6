//! Each format of the ficha: the same bytes, its seal, what readers of documents need.

use super::*;

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
