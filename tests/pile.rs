//! Many forms at once: which files are forms, the table, the page, and that nothing in a form is obeyed.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use common::{document, pilares, root, ruleset, scratch, shown, submission, waiving};
use pilares::document::Document;
use pilares::finding::Language;
use pilares::report::{self, Entry, Pile, Style, View};
use pilares::rules::{self, Files};
use pilares::source::Source;

fn entry(document: &Document) -> Entry {
    Entry::judged(&View::new(&pilares::judge(ruleset(), document)))
}

/// A pile of the repository's forms that differ most, and one that could not be read.
fn pile() -> Pile<'static> {
    let broken = document("a: [1\n");
    let mut entries = vec![Entry::unreadable("rotos/sin cerrar.yaml", broken.findings)];
    for name in ["ejemplo", "redes-de-oportunidades-2026", "todo-mal", "huertos-urbanos-2026"] {
        entries.push(entry(&submission(name)));
    }
    Pile::new(ruleset(), entries)
}

fn style(width: usize, language: Language) -> Style {
    Style { language, width, colour: false }
}

#[test]
fn the_table_tells_first_what_needs_most_work() {
    let pile = pile();
    let spanish = report::pile_table(&pile, &style(100, Language::Spanish));
    insta::assert_snapshot!("table", spanish);
    insta::assert_snapshot!(
        "table_narrow",
        report::pile_table(&pile, &style(60, Language::Spanish))
    );
    insta::assert_snapshot!(
        "table_english",
        report::pile_table(&pile, &style(120, Language::English))
    );
    for width in [40, 60, 80, 100, 120, 200] {
        for line in report::pile_table(&pile, &style(width, Language::Spanish)).lines() {
            // A path is there to be copied: it is not cut.
            let path = line.trim_start().ends_with(".yaml");
            assert!(line.chars().count() <= width || path, "{width}: {line}");
        }
    }
}

#[test]
fn the_order_does_not_depend_on_who_came_first() {
    let pile = pile();
    let mut entries = pile.entries.clone();
    let in_order = entries.clone();
    for _ in 0..entries.len() {
        entries.rotate_left(1);
        assert_eq!(Pile::new(ruleset(), entries.clone()).entries, in_order);
        let turned = entries.iter().rev().cloned().collect();
        assert_eq!(Pile::new(ruleset(), turned).entries, in_order);
    }
    assert_eq!(in_order[0].name(), "rotos/sin cerrar.yaml");
    assert_eq!(in_order[1].source, "submissions/todo-mal.yaml");
}

/// The objected form with its minimums set aside, among forms without a review.
fn waived() -> Pile<'static> {
    let form = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge_with(ruleset(), &form, &waiving());
    let mut entries = vec![entry(&submission("ejemplo")), entry(&submission("todo-mal"))];
    entries.push(Entry::judged(&View::new(&evaluation)));
    Pile::new(ruleset(), entries)
}

#[test]
fn the_table_tells_beside_what_waivers_make_the_result_without_them() {
    let told = report::pile_table(&waived(), &style(100, Language::Spanish));
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    let with = "Falta Información (provisional) (sin dispensas: Objetado Técnicamente)";
    let heading = lines.iter().position(|line| line.starts_with(&format!("── {with} ")));
    let row = lines[heading.expect("it has a heading of its own") + 3];
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells[cells.len() - 8..][..5], ["S?", "S?", "S?*", "S?*", "0+3*"], "{told}");
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = "Hay 3 hallazgos dejados de lado por dispensas (mínimo del pilar: OBJ-08, EST-05[1], EST-05[2]); sin dispensas: \
                    Objetado Técnicamente.";
    assert_eq!(told.matches(sentence).count(), 1, "{told}");
    assert_eq!(told.matches(&format!("1 {with}")).count(), 1, "{told}");
    assert_eq!(told.matches("* por dispensas").count(), 1, "{told}");
    for width in [40, 60, 80, 120] {
        let told = report::pile_table(&waived(), &style(width, Language::English));
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("without waivers: Objetado Técnicamente."), "{width}: {told}");
        for line in told.lines().filter(|line| !line.trim_start().ends_with(".yaml")) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn the_page_tells_beside_what_waivers_make_the_result_without_them() {
    let page = report::pile_html(&waived(), &style(100, Language::Spanish));
    well_formed(&page);
    let rating = "Falta Información, provisional (sin dispensas: Objetado Técnicamente)";
    for (part, count) in [
        (">FI? (sin dispensas: OT)</span>", 1),
        (&format!("{rating}</span>"), 1),
        (&format!("{rating}</strong>"), 1),
        (&format!("{rating}</li>"), 1),
        ("aria-hidden=\"true\">S?*</span>", 2),
        ("(sin dispensas: Insuficiente: EST-05)\"", 1),
        ("<td class=\"numero\">0<span class=\"nota-p\" title=\"Dejadas de lado: 3\"", 1),
        (
            "Hay 3 hallazgos dejados de lado por dispensas (mínimo del pilar: OBJ-08, EST-05[1], EST-05[2])",
            1,
        ),
        ("* por dispensas", 1),
    ] {
        assert_eq!(page.matches(part).count(), count, "{part}");
    }
}

#[test]
fn programmes_of_one_name_are_told_apart() {
    let form = submission("ejemplo");
    let again = fs::read_to_string(root().join("submissions/ejemplo.yaml")).expect("it is there");
    let again = common::document(&again);
    let pile =
        Pile::new(ruleset(), vec![entry(&form), entry(&again), entry(&submission("todo-mal"))]);
    let page = report::pile_html(&pile, &style(100, Language::Spanish));
    for source in ["submissions/ejemplo.yaml", "prueba.yaml"] {
        assert!(page.contains(&format!(">Leer a Tiempo ({source})</a></th>")), "{source}");
    }
    assert!(!page.contains("(submissions/todo-mal.yaml)"), "this one has a name of its own");
}

#[test]
fn a_suspicion_that_somebody_confirmed_waits_for_nobody() {
    let form = submission("huertos-urbanos-2026");
    let table = |entries: Vec<Entry>| {
        report::pile_table(&Pile::new(ruleset(), entries), &style(200, Language::Spanish))
    };
    let told = table(vec![entry(&form)]);
    let open = told.lines().find(|line| line.ends_with(", por confirmar]"));
    let rule = open.and_then(|line| line.split_whitespace().next()).expect("it is suspected");
    let review = common::confirming(&form, rule);
    let confirmed = Entry::judged(&View::new(&pilares::judge_with(ruleset(), &form, &review)));
    let line = |entries: Vec<Entry>| -> String {
        let told = table(entries);
        let (_, frequent) = told.split_once("Hallazgos más frecuentes").expect("it is told");
        let line = frequent.lines().find(|line| line.trim_start().starts_with(rule));
        line.expect("the rule is there").to_owned()
    };
    let open = entry(&form);
    assert!(line(vec![open.clone()]).ends_with(", por confirmar]"));
    assert!(!line(vec![confirmed.clone()]).contains("por confirmar"));
    assert!(line(vec![open, confirmed]).ends_with(", 1 por confirmar]"));
}

#[test]
fn without_waivers_nothing_is_said_of_them() {
    for language in [Language::Spanish, Language::English] {
        let style = style(100, language);
        for told in [report::pile_table(&pile(), &style), report::pile_html(&pile(), &style)] {
            assert!(!told.contains("dispensas") && !told.contains("waivers"), "{told}");
        }
    }
}

#[test]
fn an_empty_pile_is_told_too() {
    let pile = Pile::new(ruleset(), Vec::new());
    assert!(report::pile_table(&pile, &Style::default()).contains("0 formularios revisados"));
    well_formed(&report::pile_html(&pile, &Style::default()));
}

/// The names of all elements; panics where something is no element of ours.
#[track_caller]
fn well_formed(page: &str) -> Vec<String> {
    let own = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "a", "header", "main",
        "section", "article", "footer", "h1", "h2", "h3", "h4", "p", "ul", "li", "table", "thead",
        "tbody", "tr", "th", "td", "div", "span", "strong", "b", "code", "details", "summary",
        "svg", "desc", "rect", "text", "line",
    ];
    let void = ["!DOCTYPE", "meta"];
    let (mut open, mut names): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (_, body) = page.split_once("</style>").expect("there is a style");
    for piece in page.split('<').skip(1) {
        let tag = piece.split('>').next().expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{piece}");
            continue;
        }
        let name = tag.split([' ', '\n']).next().unwrap_or_default().to_owned();
        assert!(own.contains(&&*name), "<{tag}> is no element of the page");
        for attribute in tag.split(' ').skip(1).filter_map(|word| word.split_once('=')) {
            let known = [
                "lang",
                "charset",
                "http-equiv",
                "content",
                "name",
                "id",
                "class",
                "href",
                "scope",
                "role",
                "tabindex",
                "aria-label",
                "aria-labelledby",
                "aria-hidden",
                "title",
                "colspan",
                "viewBox",
                "style",
                "x",
                "y",
                "x1",
                "x2",
                "y1",
                "y2",
                "width",
                "height",
            ];
            let text = !attribute.1.starts_with('"');
            assert!(text || known.contains(&attribute.0), "{attribute:?} in <{tag}>");
        }
        if !void.contains(&&*name) {
            open.push(name.clone());
        }
        names.push(name);
    }
    assert_eq!(open, Vec::<String>::new());
    assert!(!body.contains("<script") && !body.contains("javascript:\""));
    names
}

/// The values of an attribute, in the order of the page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let begin = format!(" {attribute}=\"");
    page.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_page_holds_together() {
    for language in [Language::Spanish, Language::English] {
        let page = report::pile_html(&pile(), &style(100, language));
        let names = well_formed(&page);
        assert_eq!(names.iter().filter(|name| *name == "svg").count(), 3);
        let ids = values(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "an id is there twice");
        let links = values(&page, "href");
        assert!(links.len() > 40);
        for link in links {
            let place = link.strip_prefix('#').expect("the page links to itself only");
            assert!(unique.contains(place), "{link} leads nowhere");
        }
        for labels in values(&page, "aria-labelledby") {
            assert!(labels.split(' ').all(|label| unique.contains(label)), "{labels}");
        }
        assert!(page.contains("default-src &#39;none&#39;") && !page.contains("http://"));
    }
}

#[test]
fn nothing_in_a_form_is_obeyed() {
    let attack = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\\\" onclick=\\\"alert(1)\\u202e\\e[2J";
    let text = fs::read_to_string(root().join("submissions/todo-mal.yaml")).expect("it is there");
    let (mut hostile, mut changed) = (String::new(), 0);
    for line in text.lines() {
        match line.split_once(": ") {
            Some((key, value))
                if !value.is_empty() && value.chars().all(|c| c.is_alphabetic() || c == ' ') =>
            {
                hostile.push_str(&format!("{key}: \"{attack}\"\n"));
                changed += 1;
            }
            _ => hostile.push_str(&format!("{line}\n")),
        }
    }
    let name = hostile.find("nombre:").expect("it has a name");
    let line_end = hostile[name..].find('\n').expect("lines end") + name;
    hostile.replace_range(name..line_end, &format!("nombre: \"{attack}\""));
    assert!(changed > 10);
    let hostile = document(&hostile);
    assert!(hostile.complete, "{:?}", hostile.findings);
    let source = "\"><script>alert(2)</script>.yaml";
    let entries =
        vec![entry(&hostile), Entry::unreadable(source, document("<script>: [").findings)];
    let pile = Pile::new(ruleset(), entries);
    let page = report::pile_html(&pile, &Style::default());
    well_formed(&page);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the name is shown");
    assert!(page.contains("&lt;script&gt;alert(2)&lt;/script&gt;"), "the file is shown");
    let table = report::pile_table(&pile, &Style::default());
    let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!page.contains(obeyed) && !table.contains(obeyed));
}

/// A folder with forms and what is none.
fn folder(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    let form = fs::read(root().join("submissions/ejemplo.yaml")).expect("the form is there");
    fs::create_dir_all(folder.join("b/c")).expect("folders can be made");
    fs::create_dir_all(folder.join(".git")).expect("folders can be made");
    let none = ["nota.txt", "a.expected.yaml", "a.review.yaml", ".oculto.yaml", ".git/x.yaml"];
    for name in ["z.yaml", "a.yml", "b/c/d.yaml"].iter().chain(&none) {
        fs::write(folder.join(name), &form).expect("files can be written");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&folder, folder.join("vuelta")).expect("a link can be made");
        std::os::unix::fs::symlink(folder.join("z.yaml"), folder.join("otro.yaml"))
            .expect("a link can be made");
    }
    folder
}

/// Runs the program in a folder.
fn pilares_in(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilares"));
    command.args(arguments).current_dir(folder).output().expect("the program runs")
}

#[test]
fn a_folder_gives_its_forms_and_nothing_else() {
    let folder = folder("pile_folder");
    let output = pilares_in(&folder, &["check", ".", "--format", "summary"]);
    let text = shown(&output);
    let sources: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"source\": \""))
        .filter_map(|line| line.split('"').next())
        .collect();
    assert_eq!(sources, ["./a.yml", "./b/c/d.yaml", "./z.yaml"], "{text}");
    assert_eq!(output.status.code(), Some(0));
    // A shell names all that lie there.
    let all = ["check", "a.review.yaml", "nota.txt", "b", "--format", "concise"];
    let text = shown(&pilares_in(&folder, &all));
    assert!(text.starts_with("nota.txt: ") && text.contains("b/c/d.yaml: "), "{text}");
    assert!(text.contains("nota: se deja de lado 1 archivo que no es un formulario"), "{text}");
    let none = pilares_in(&folder, &["check", "a.review.yaml"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(shown(&none).contains("a.review.yaml: no hay ningún formulario"), "{}", shown(&none));
    fs::create_dir(folder.join("vacia")).expect("a folder can be made");
    let empty = pilares_in(&folder, &["check", "vacia"]);
    insta::assert_snapshot!("empty_folder", shown(&empty));
}

#[test]
fn how_the_end_of_a_name_is_written_does_not_matter() {
    let folder = scratch("pile_capitals");
    let form = fs::read(root().join("submissions/ejemplo.yaml")).expect("the form is there");
    let none = ["a.REVIEW.yaml", "a.expected.YAML", "notas.TXT", "datos.json"];
    for name in ["tm.YAML", "X.YML", "y.Yaml"].iter().chain(&none) {
        fs::write(folder.join(name), &form).expect("files can be written");
    }
    let output = pilares_in(&folder, &["check", ".", "--format", "concise"]);
    let told = shown(&output);
    for (name, there) in ["./tm.YAML: ", "./X.YML: ", "./y.Yaml: "]
        .map(|name| (name, true))
        .into_iter()
        .chain(none.map(|name| (name, false)))
    {
        assert_eq!(told.contains(name), there, "{name}: {told}");
    }
    let begun = pilares_in(&folder, &["review", "start", "X.YML"]);
    assert!(folder.join("reviews/X.review.yaml").is_file(), "{}", shown(&begun));
    let recorded = shown(&pilares_in(&folder, &["gate", "."]));
    for name in ["tm.YAML", "X.YML"] {
        assert!(recorded.contains(name), "{recorded}");
    }
}

#[test]
fn a_folder_is_told_as_a_table_and_a_file_among_it_that_cannot_be_read_is_in_it() {
    let folder = folder("pile_unreadable");
    fs::write(folder.join("b/malo.yaml"), "a: [1\n").expect("a file can be written");
    let output = pilares_in(&folder, &["revisar", "b", "no-existe.yaml", "--width", "100"]);
    let text = shown(&output);
    assert!(
        text.contains("3 formularios revisados") && text.contains("2 no se pudieron leer"),
        "{text}"
    );
    assert!(text.contains("no-existe.yaml: no existe"), "{text}");
    assert_eq!(output.status.code(), Some(2));
    assert!(!text.contains('\r') && !text.contains("Revisando"), "progress is for terminals only");
}

#[test]
fn the_same_folder_gives_the_same_bytes_whatever_the_number_of_threads() {
    for format in ["table", "html", "summary", "concise", "json"] {
        let with = |jobs: &str| {
            let output = pilares(&["check", "submissions", "--format", format, "--jobs", jobs]);
            assert_eq!(output.status.code(), Some(1));
            output.stdout
        };
        let one = with("1");
        assert!(one.len() > 1_000);
        assert!(one == with("4"), "{format}");
        assert!(one == with("7"), "{format}");
    }
}

#[test]
fn a_report_goes_to_a_file_when_asked() {
    let folder = scratch("pile_out");
    let page = folder.join("pila.html").display().to_string();
    let output =
        pilares(&["check", "submissions/ejemplo.yaml", "--format", "html", "--out", &page]);
    assert_eq!(shown(&output), format!("{page}: 1 formulario\n── exit 0\n"));
    well_formed(&fs::read_to_string(&page).expect("the page was written"));
    let nowhere = folder.join("no/hay/pila.html").display().to_string();
    let output = pilares(&["check", "submissions/ejemplo.yaml", "--out", &nowhere]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn each_programme_links_to_its_ficha() {
    let folder = folder("pile_fichas");
    let page = |jobs: &str| {
        let arguments = ["check", ".", "--format", "html", "--out", "la pila.html", "--fichas"];
        let output = pilares_in(&folder, &[&arguments[..], &["--jobs", jobs]].concat());
        let told = "la pila.html: 3 formularios\nla pila-fichas: 3 fichas\n── exit 0\n";
        assert_eq!(shown(&output), told);
        fs::read_to_string(folder.join("la pila.html")).expect("the page was written")
    };
    let text = page("1");
    well_formed(&text);
    let links: BTreeSet<&str> =
        values(&text, "href").into_iter().filter(|link| !link.starts_with('#')).collect();
    let expected = ["a", "d", "z"].map(|name| format!("./la%20pila-fichas/{name}.html"));
    assert_eq!(links, expected.iter().map(String::as_str).collect());
    for name in ["a", "d", "z"] {
        let ficha = fs::read(folder.join(format!("la pila-fichas/{name}.html")));
        let form = ["a.yml", "b/c/d.yaml", "z.yaml"].into_iter().find(|form| form.contains(name));
        let form = form.expect("there is a form of that name");
        let alone = pilares_in(&folder, &["report", form, "--format", "html"]);
        assert!(ficha.expect("it was written") == alone.stdout, "{name} is what `report` writes");
        let file = format!("la pila-fichas/{name}.html");
        let verified = shown(&pilares_in(&folder, &["verify", &file, "--on", form]));
        assert!(verified.starts_with("Idéntica"), "{verified}");
    }
    assert_eq!(text, page("3"));
    // What cannot be read has no ficha; two forms of one name have two.
    fs::write(folder.join("b/malo.yaml"), "a: [1\n").expect("a file can be written");
    fs::copy(folder.join("a.yml"), folder.join("b/A.yaml")).expect("a file can be copied");
    let output =
        pilares_in(&folder, &["check", ".", "--format", "html", "--out", "p.html", "--fichas"]);
    let told = shown(&output);
    assert!(told.contains("p.html: 5 formularios\np-fichas: 4 fichas\n"), "{told}");
    let text = fs::read_to_string(folder.join("p.html")).expect("the page was written");
    well_formed(&text);
    assert!(text.contains("./p-fichas/A-2.html\""));
}

#[test]
fn fichas_need_a_page_and_a_name_that_is_obeyed_by_nobody() {
    for more in [&["--format", "html"][..], &["--out", "target/x.json", "--format", "json"]] {
        let arguments = [&["check", "submissions/ejemplo.yaml", "--fichas"], more].concat();
        let told = shown(&pilares(&arguments));
        assert!(told.contains("junto a la página") && told.ends_with("── exit 2\n"), "{told}");
    }
    let folder = scratch("pile_names");
    let form = fs::read(root().join("submissions/ejemplo.yaml")).expect("the form is there");
    let name = "\"><script>alert(1)<..yaml";
    fs::write(folder.join(name), &form).expect("a file can be written");
    let output =
        pilares_in(&folder, &["check", ".", "--format", "html", "--out", "p.html", "--fichas"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let text = fs::read_to_string(folder.join("p.html")).expect("the page was written");
    well_formed(&text);
    assert!(text.contains("href=\"./p-fichas/script-alert-1.html\""), "{text}");
    let written: Vec<_> = fs::read_dir(folder.join("p-fichas")).expect("it is there").collect();
    assert_eq!(written.len(), 1);
}

/// The findings of the embedded rule set with a change in its figures.
fn mistakes(from: &str, to: &str) -> String {
    let embedded = rules::embedded("dipres");
    let files = embedded.paths().map(|path| {
        let source = embedded.get(path).expect("it is listed");
        let text = match path {
            "ruleset.yaml" => {
                assert!(source.text().contains(from), "{from}");
                source.text().replacen(from, to, 1)
            }
            _ => source.text().to_owned(),
        };
        (path.to_owned(), Source::new(format!("rules/dipres/{path}"), text))
    });
    let compiled = rules::compile(&Files::new(files.collect()));
    report::concise_findings(&compiled.findings, &Style::default())
}

#[test]
fn figures_are_checked_as_rules_are() {
    let formula = "100 * poblacion.beneficiaria[1].cantidad / poblacion.objetivo.cantidad";
    let mut all = String::new();
    for wrong in [
        "antecedentes.nombre",
        "poblacion.objtivo.cantidad",
        "recursos.gasto_total + poblacion.objetivo.cantidad",
        "(1 + ",
    ] {
        all.push_str(&mistakes(formula, wrong));
    }
    all.push_str(&mistakes("  - id: cobertura\n", "  - ide: cobertura\n"));
    insta::assert_snapshot!("wrong_figures", all);
    assert_eq!(mistakes(formula, formula), "");
}

#[test]
fn a_figure_that_cannot_be_computed_is_unknown_and_never_zero() {
    let form = document("proceso: 2026\npoblacion:\n  objetivo: { cantidad: 0 }\n");
    let Ok(said) = entry(&form).said else { panic!("it can be judged") };
    assert_eq!(said.figures, [None, None, None]);
}

/// The repository's objected form beside a review with a waiver that expired and one that does nothing.
fn outdated_review(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    fs::create_dir_all(folder.join("formularios")).expect("folders can be made");
    for form in ["redes-de-oportunidades-2026", "ejemplo"] {
        let path = format!("submissions/{form}.yaml");
        fs::copy(root().join(path), folder.join(format!("formularios/{form}.yaml")))
            .expect("the form is copied");
    }
    let signed = "razon: Se corregirá, autor: Quien evalúa, fecha: 2026-05-04";
    let review = format!(
        "programa: Redes de Oportunidades de Negocios\nproceso: 2026\nreglas: dipres\ndispensas:\n  \
         - {{regla: EST-05, hasta: 2025, {signed}}}\n  - {{regla: POB-01, hasta: 2026, {signed}}}\n"
    );
    fs::write(folder.join("redes-de-oportunidades-2026.review.yaml"), review)
        .expect("the review can be written");
    folder
}

#[test]
fn every_format_tells_what_is_wrong_with_a_review() {
    let folder = outdated_review("pile_review_findings");
    let formats = [
        "terminal", "table", "html", "concise", "markdown", "json", "summary", "sarif", "junit",
        "github", "gitlab",
    ];
    for format in formats {
        let output = pilares_in(
            &folder,
            &["check", "formularios", "--review", ".", "--format", format, "--width", "100"],
        );
        let told = String::from_utf8_lossy(&output.stdout).replace(['`', '\\', '│'], "");
        let told = told.replace("<code>", "").replace("</code>", "");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in
            ["la dispensa de EST-05 valía hasta el", "la dispensa de POB-01 no deja de lado nada"]
        {
            assert!(told.contains(said), "{format}: {told}");
        }
        match format {
            "table" | "terminal" => {
                assert_eq!(told.matches("2 hallazgos sobre la revisión: la dispensa").count(), 1)
            }
            "html" => {
                well_formed(&String::from_utf8_lossy(&output.stdout));
                assert_eq!(told.matches(">2 hallazgos sobre la revisión</span>").count(), 1);
                assert_eq!(told.matches("<h4>La revisión</h4>").count(), 1);
            }
            "summary" => {
                let lists: serde_json::Value =
                    serde_json::from_slice(&output.stdout).expect("it is JSON");
                let counts = [0, 1].map(|at| lists[at]["review_findings"].as_array().map(Vec::len));
                assert_eq!(counts, [Some(0), Some(2)]);
            }
            _ => {}
        }
    }
}

#[test]
fn a_workbook_tells_what_is_wrong_with_a_review() {
    let folder = outdated_review("pile_review_workbook");
    let path = folder.join("redes-de-oportunidades-2026.review.yaml");
    let text = fs::read_to_string(path).expect("the review is there");
    let review = pilares::review::read(&document(&text), ruleset());
    let form = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge_with(ruleset(), &form, &review);
    let sheets = report::ficha::sheets(&evaluation, &Style::default());
    let rows: Vec<String> = sheets[1].rows.iter().map(|row| format!("{row:?}")).collect();
    let told: Vec<&String> = rows.iter().filter(|row| row.contains("La revisión")).collect();
    assert_eq!(told.len(), 2, "{rows:?}");
    assert!(told[0].contains("review/waiver-expired") && told[0].contains("Number(5)"), "{told:?}");
    assert!(told[1].contains("review/waiver-unused") && told[1].contains("Number(6)"), "{told:?}");
}

/// The form of the repository that is sound, with what it says of its unit and of its currency replaced.
fn of_unit(name: &str, unit: &str, year: &str) -> Entry {
    let text = fs::read_to_string(root().join("submissions/ejemplo.yaml")).expect("it is there");
    let text = text
        .replacen("nombre: Leer a Tiempo", &format!("nombre: {name}"), 1)
        .replacen("\n  unidad: personas\n", unit, 1)
        .replacen("  anio_precios: 2025 # las cifras están en pesos de este año\n", year, 1);
    let form = document(&text);
    assert!(form.complete, "{:?}", form.findings);
    entry(&form)
}

/// Programmes of two units, one that says none, one in the pesos of another year and one of none.
fn units() -> Pile<'static> {
    let (persons, y2025) = ("\n  unidad: personas\n", "  anio_precios: 2025\n");
    let places = |what: &str| format!("\n  unidad: unidades\n  unidad_detalle: {what}\n");
    let entries = vec![
        of_unit("A", persons, y2025),
        of_unit("B", persons, y2025),
        of_unit("C", "\n  unidad: empresas\n", y2025),
        of_unit("D", &places("Sedes comunitarias"), y2025),
        of_unit("E", &places("sedes  comunitarias"), y2025),
        of_unit("F", &places("canchas"), y2025),
        of_unit("G", "\n", y2025),
        of_unit("H", persons, "  anio_precios: 2023\n"),
        of_unit("I", persons, ""),
    ];
    Pile::new(ruleset(), entries)
}

#[test]
fn a_figure_is_compared_only_among_programmes_that_can_be() {
    let long = Pile::new(
        ruleset(),
        vec![of_unit(
            "L",
            &format!("\n  unidad: unidades\n  unidad_detalle: {}\n", "ñ".repeat(9_000)),
            "",
        )],
    );
    let told = report::pile_table(&long, &style(120, Language::Spanish));
    assert!(told.contains(&format!("({}…, año", "ñ".repeat(60))), "{told}");
    let told = report::pile_table(&units(), &style(120, Language::Spanish));
    let (_, spread) = told.split_once("── Distribuciones").expect("it is told");
    insta::assert_snapshot!("groups_of_a_figure", spread.trim_start_matches('─'));
    let page = report::pile_html(&units(), &style(100, Language::Spanish));
    well_formed(&page);
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an id is there twice");
    let (_, figures) = page.split_once("<section id=\"distribuciones\"").expect("it is told");
    let (figures, _) = figures.split_once("</section>").expect("it ends");
    let headings: Vec<&str> =
        figures.split("<h4>").skip(1).filter_map(|heading| heading.split("</h4>").next()).collect();
    assert_eq!(
        headings,
        [
            "personas, año de los precios 2025",
            "Sedes comunitarias, año de los precios 2025",
            "canchas, año de los precios 2025",
            "empresas, año de los precios 2025",
            "personas, año de los precios 2023",
            "unidad sin dato, año de los precios 2025",
            "personas, año de los precios sin dato",
        ]
        .map(|group| format!("Gasto por beneficiario ({group})"))
    );
    let groups: Vec<&str> = figures.split("<h4>").skip(1).collect();
    let links = |group: &str| values(group, "href").len();
    assert_eq!(
        groups.iter().take(6).map(|group| links(group)).collect::<Vec<_>>(),
        [2, 2, 1, 1, 1, 1]
    );
    assert!(!figures.contains("máximo") || groups[2].contains("1 programa, "), "{}", groups[2]);
    let summary =
        report::json_summary(&View::new(&pilares::judge(ruleset(), &submission("ejemplo"))));
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("it is JSON");
    let group = &summary["figures"][1]["group"];
    assert_eq!((&group[0]["value"], &group[1]["value"]), (&"personas".into(), &"2025".into()));
    assert_eq!(summary["figures"][0]["group"], serde_json::json!([]));
}

#[test]
fn what_a_figure_is_grouped_by_is_a_field_of_the_form() {
    let by = "calcula: recursos.anio_precios }";
    let mut all = String::new();
    for wrong in
        ["recursos.ano_precios", "\"2025\"", "componentes", "parametro.cobertura_minima", "1 +"]
    {
        all.push_str(&mistakes(by, &format!("calcula: '{wrong}' }}")));
    }
    all.push_str(&mistakes(by, "calculo: recursos.anio_precios }"));
    insta::assert_snapshot!("wrong_groups", all);
}

#[test]
fn on_a_narrow_screen_the_headings_of_verdicts_stand_upright() {
    let page = report::pile_html(&pile(), &style(100, Language::Spanish));
    let (_, narrow) = page.split_once("@media screen and (max-width: 1120px)").expect("it is told");
    let (narrow, _) = narrow.split_once("\n}").expect("it ends");
    assert!(narrow.contains("writing-mode: vertical-rl;"), "{narrow}");
}
