//! Forms that are strange, or as large as forms may be.

use super::*;

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
