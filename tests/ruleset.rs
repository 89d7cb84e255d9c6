//! Mistakes in the files of a rule set, each told at its place: cases, units, ratings, rules that nothing reads.

use pilares::rules::{self, Files};
use pilares::source::Source;

/// The findings of the embedded rule set with some words of a file replaced.
fn findings(file: &str, words: &str, others: &str) -> Vec<String> {
    let embedded = rules::embedded("dipres");
    let files = embedded.paths().map(|path| {
        let source = embedded.get(path).expect("the path is one of its own");
        let text = match path == file {
            true => source.text().replace(words, others),
            false => source.text().to_owned(),
        };
        (path.to_owned(), Source::new(path, text))
    });
    let findings = rules::compile(&Files::new(files.collect())).findings;
    let told = findings.iter().map(|finding| {
        let help = finding.help.as_ref().map(|help| format!(" | {}", help.spanish));
        let place = &finding.labels[0].place;
        let marked = place.source.slice(place.span).lines().next().unwrap_or_default();
        let (file, message) = (&place.source.name, &finding.message.spanish);
        format!("{file} «{marked}»: {message}{}", help.unwrap_or_default())
    });
    told.collect()
}

/// A case that takes away what the form does not have tests nothing, and nobody would see it.
#[test]
fn what_a_case_changes_is_told_where_it_is_no_field_or_of_another_kind() {
    let check = |change: &str, expected: &[&str]| {
        let case = format!("casos:\n  - nombre: otro\n    {change}\n    espera: cumple\n");
        let told = findings("poblacion/POB-21-cobertura-baja.yaml", "casos:\n", &case);
        let told: Vec<&str> =
            told.iter().filter_map(|told| Some(told.split_once(" «")?.1)).collect();
        assert_eq!(told, expected, "{change}");
    };
    check("sin: [poblacion.universal, \"componentes[2].nombre\"]", &[]);
    check("con: { poblacion.campo_nuevo: 1 }", &[]);
    check(
        "sin: [poblacion.unversal]",
        &[
            "poblacion.unversal»: el formulario no tiene el campo `poblacion.unversal` | ¿quiso decir `poblacion.universal`?",
        ],
    );
    check(
        "no_publicado: [\"poblacion.beneficiaria[1].cantidades\", poblacion.zzz, \"poblacion[1]\"]",
        &[
            "\"poblacion.beneficiaria[1].cantidades\"»: el formulario no tiene el campo `poblacion.beneficiaria[1].cantidades` | ¿quiso decir `poblacion.beneficiaria[1].cantidad`?",
            "poblacion.zzz»: el formulario no tiene el campo `poblacion.zzz`",
            "\"poblacion[1]\"»: el formulario no tiene el campo `poblacion[1]`",
        ],
    );
    check("con: poblacion", &["poblacion»: aquí va un grupo de claves y valores"]);
    check("con: [1]", &["[1]»: aquí va un grupo de claves y valores"]);
    check("sin: 5", &["5»: aquí va la ruta de un campo"]);
    check("no_publicado: [{ a: b }]", &["{ a: b }»: aquí va la ruta de un campo"]);
    check("en: 5", &["5»: aquí va la ruta de un campo"]);
    check("en: [poblacion]", &["[poblacion]»: aquí va la ruta de un campo"]);
}

/// A rule where none is read would judge nobody, and nobody would see it; other files may lie anywhere.
#[test]
fn a_rule_that_nothing_reads_is_a_mistake() {
    let embedded = rules::embedded("dipres");
    let rule = "poblacion/POB-21-cobertura-baja.yaml";
    let text = embedded.get(rule).expect("the rule is there").text().to_owned();
    let put = |path: &str, text: &str| {
        let mut files: Vec<_> = embedded
            .paths()
            .filter_map(|path| Some((path.to_owned(), embedded.get(path)?.clone())))
            .collect();
        files.push((path.to_owned(), Source::new(path, text)));
        let compiled = rules::compile(&Files::new(files));
        assert!(compiled.judges, "no verdict rests on it");
        let told = compiled.findings.iter().map(|finding| {
            let help = finding.help.as_ref().map_or("", |help| &help.spanish);
            format!("{}: {} | {help}", finding.code, finding.message.spanish)
        });
        told.collect::<Vec<_>>()
    };
    for (path, place) in [
        ("pobalcion/POB-98-otra.yaml", "`poblacion/POB-98-otra.yaml`"),
        ("poblacion/POB-98-otra.yml", "`poblacion/POB-98-otra.yaml`"),
        ("poblacion/mas/POB-98-otra.yaml", "`poblacion/POB-98-otra.yaml`"),
        ("POB-98-otra.yaml", "la carpeta de su sección (`antecedentes`, `diagnostico`, "),
    ] {
        let told = put(path, &text);
        let [told] = &told[..] else { panic!("{path}: {told:?}") };
        let whole = format!("rules/stray-rule: nada lee esta regla: `{path}` | póngala en {place}");
        assert!(told.starts_with(&whole), "{told}");
    }
    for (path, text) in
        [("testigos/a.yaml", "antecedentes: {}\n"), ("b.yml", "a: [\n"), ("c.json", "{}")]
    {
        assert_eq!(put(path, text), Vec::<String>::new());
    }
}

#[test]
fn units_are_those_that_the_rule_set_declares() {
    assert_eq!(
        findings("parameters.yaml", "unidad: caracteres", "unidad: caracters"),
        [
            "parameters.yaml «caracters»: `largo_pasaje_repetido` se cuenta en `caracters`, que no está entre las unidades del conjunto | ¿quiso decir `caracteres`?"
        ]
    );
    assert_eq!(
        findings(
            "submission.schema.json",
            "\"x-unit\": \"miles de pesos/persona\"",
            "\"x-unit\": \"pesos/casa\""
        ),
        [
            "ruleset.yaml «unidades»: `recursos.gasto_por_beneficiario` se cuenta en `pesos`, que no está entre las unidades del conjunto | declárela en `unidades`, en `ruleset.yaml`"
        ]
    );
    assert_eq!(
        findings("ruleset.yaml", "diferencia: años, ", "diferencia: siglos, "),
        ["ruleset.yaml «nombre»: falta decir en qué unidad está la resta de dos `años calendario`"]
    );
    assert_eq!(
        findings("ruleset.yaml", "papel: dinero", "papel: plata"),
        [
            "ruleset.yaml «plata»: `plata` no es un valor conocido | puede ser `cantidad`, `dinero`, `proporcion`, `porcentaje`, `puntos`, `fecha`, `posicion`, `por saber`"
        ]
    );
}

#[test]
fn ratings_name_what_the_rule_set_has() {
    assert_eq!(
        findings("ruleset.yaml", "r.severidad = \"admisibilidad\"", "r.severidad = \"admisible\""),
        [
            "ruleset.yaml «\"admisible\"»: ese campo nunca vale `admisible` | puede valer `minimo`, `admisibilidad`, `observacion`, `nota`"
        ]
    );
    assert_eq!(
        findings("ruleset.yaml", "p.veredicto = \"I\"", "p.veredicto = \"Insuficiente\""),
        [
            "ruleset.yaml «\"Insuficiente\"»: ese campo nunca vale `Insuficiente` | puede valer `S`, `I`"
        ]
    );
}

/// A definition that takes the name of a field gives every condition another meaning, unseen.
#[test]
fn a_name_that_already_means_something_is_refused() {
    let told = |name: &str, what: &str| {
        let file = "recursos/REC-01-gasto-total-suma.yaml";
        let text = format!("ruleset.yaml «{name}»").replace("ruleset.yaml", file);
        [format!("{text}: `{name}` ya es {what}: póngale otro nombre")]
    };
    let defined = |line: &str| {
        let file = "recursos/REC-01-gasto-total-suma.yaml";
        findings(file, "donde:\n", &format!("donde:\n  {line}\n"))
    };
    let field = defined("componentes: componentes[obligatorio]");
    assert_eq!(field, told("componentes", "un campo del formulario"));
    let parameters = defined("parametro: '{cobertura_minima: 0.5}'");
    assert_eq!(parameters, told("parametro", "los parámetros del año"));
    assert_eq!(defined("formulario: 1"), told("formulario", "el formulario entero"));
    assert_eq!(defined("posicion: 1"), told("posicion", "la posición del elemento"));
    let file = "recursos/REC-01-gasto-total-suma.yaml";
    let [element, list] = ["para_cada:\n  parte: componentes\n", "donde:\n  parte: 1\n"];
    assert_eq!(
        findings(file, "donde:\n", &format!("{element}{list}")),
        told("parte", "el elemento de `para_cada`")
    );
}
