//! The plan of the ficha, and mistakes in it.

use super::*;

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
