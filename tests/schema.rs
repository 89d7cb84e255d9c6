//! What a schema says of a form: every mistake, once, at its place, in words for its author.

mod common;

use std::collections::BTreeSet;

use pilares::document::{Document, Limits, Node, Path, Step, read};
use pilares::finding::Language;
use pilares::schema::{Bounds, Problem, ProblemKind, Schema, Shape, Withheld};
use pilares::source::{Source, Span};
use proptest::prelude::*;

/// A small form with one of everything.
const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object", "additionalProperties": false,
  "required": ["nombre", "poblacion", "componentes"],
  "properties": {
    "fuente": {"type": "object", "properties": {"no_publicado": {"type": "array", "items": {"type": "string", "pattern": "^[a-z_.\\[\\]0-9]+$"}}}},
    "nombre": {"type": "string", "title": "Nombre", "description": "Nombre oficial.", "maxLength": 20, "examples": ["Leer a Tiempo"]},
    "tipo": {"type": "string", "title": "Tipo", "enum": ["Nuevo", "Reformulación"]},
    "codigo": {"type": "string", "title": "Código", "description": "Las letras PI y dos dígitos.", "pattern": "^PI\\d{2}$"},
    "correo": {"type": "string", "title": "Correo", "format": "email"},
    "cambios": {"type": "string", "title": "Cambios", "minLength": 5},
    "ods": {"type": "array", "title": "ODS", "uniqueItems": true, "maxItems": 3, "items": {"type": "integer", "minimum": 1, "maximum": 17}},
    "poblacion": {"$ref": "#/$defs/poblacion", "title": "Población", "x-section": "3"},
    "componentes": {"type": "array", "title": "Componentes", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
      "required": ["nombre", "gasto"], "properties": {
        "nombre": {"type": "string", "title": "Nombre del componente"},
        "gasto": {"type": "integer", "title": "Gasto", "x-unit": "miles de pesos"},
        "parte": {"type": "number", "title": "Parte", "minimum": 0, "maximum": 1, "x-origin": "project"}}}},
    "opciones": {"title": "Opciones", "anyOf": [{"type": "object", "required": ["a", "b", "c"]}, {"type": "array", "items": {"type": "boolean"}}]}
  },
  "allOf": [
    {"if": {"required": ["tipo"], "properties": {"tipo": {"const": "Reformulación"}}}, "then": {"required": ["cambios"]}},
    {"if": {"required": ["tipo"], "properties": {"tipo": {"const": "Nuevo"}}}, "then": {"properties": {"poblacion": {"required": ["metodo"]}}}}
  ],
  "$defs": {"poblacion": {"type": "object", "additionalProperties": false, "required": ["cantidad", "universal"], "properties": {
    "cantidad": {"type": "integer", "title": "Cantidad", "minimum": 0},
    "universal": {"type": "boolean", "title": "Universal"},
    "metodo": {"type": "string", "title": "Método"},
    "cobertura": {"type": "number", "title": "Cobertura", "maximum": 100, "x-unit": "%"},
    "ley": {"type": "string", "title": "Ley"}},
    "dependentRequired": {"ley": ["metodo"]}}}
}"##;

fn schema() -> Schema {
    Schema::compile(Source::new("schema.json", SCHEMA)).expect("the schema of these tests is one")
}

fn document(text: &str) -> Document {
    read(Source::new("f.yaml", text), &Limits::default())
}

fn show(problem: &Problem) -> String {
    let finding = &problem.finding;
    let place = finding.place().expect("every problem has a place");
    let position = place.position();
    let mut shown = format!(
        "{} {} {}:{} {:?}: {}",
        problem.kind.name(),
        problem.path,
        position.line,
        position.column,
        place.text(),
        finding.message.spanish
    );
    if let Some(reason) = &finding.reason {
        shown.push_str(&format!(" ({})", reason.spanish));
    }
    if let Some(help) = &finding.help {
        shown.push_str(&format!(" | {}", help.spanish));
    }
    shown
}

/// The problems of a form with these lines beside the sound rest.
#[track_caller]
fn check(lines: &str, expected: &[&str]) {
    let mut text = lines.to_owned();
    for (key, rest) in [
        ("nombre:", "nombre: x\n"),
        ("poblacion:", "poblacion: {cantidad: 1, universal: true, metodo: m}\n"),
        ("componentes:", "componentes: [{nombre: c, gasto: 5}]\n"),
    ] {
        if !lines.lines().any(|line| line.starts_with(key)) {
            text.push_str(rest);
        }
    }
    let document = document(&text);
    let problems: Vec<String> = schema().check(&document).iter().map(show).collect();
    assert_eq!(problems, expected, "{text}");
}

#[test]
fn a_sound_form_has_no_problems() {
    check("", &[]);
    check("tipo: Nuevo\ncorreo: a@b.cl\nods: [1, 17]\ncodigo:\nopciones: [true]\n", &[]);
}

#[test]
fn what_is_missing_is_said_at_the_key_that_should_hold_it() {
    check(
        "nombre:\n",
        &[
            "falta nombre 1:1 \"nombre\": «Nombre» (`nombre`) está en blanco | lo que se pide: Nombre oficial; por ejemplo, `Leer a Tiempo`",
        ],
    );
    check(
        "nombre: '  '\n",
        &[
            "falta nombre 1:1 \"nombre\": «Nombre» (`nombre`) está en blanco | lo que se pide: Nombre oficial; por ejemplo, `Leer a Tiempo`",
        ],
    );
    check(
        "poblacion:\n",
        &[
            "falta poblacion 1:1 \"poblacion\": «Población» (`poblacion`) está en blanco | agregue `poblacion:` y debajo, con dos espacios más de sangría, `cantidad` y `universal`",
        ],
    );
    check(
        "componentes:\n  - gasto: 1\n  -\n",
        &[
            "falta componentes[1].nombre 2:5 \"gasto\": falta «Nombre del componente» (`componentes[1].nombre`) | responda `nombre`",
            "falta componentes[2] 3:4 \"\": el elemento 2 de «Componentes» (`componentes`) está en blanco",
        ],
    );
    check(
        "componentes: []\n",
        &[
            "falta componentes 1:14 \"[]\": «Componentes» (`componentes`) no tiene ningún elemento | responda `componentes`",
        ],
    );
    check(
        "tipo: Reformulación\n",
        &[
            "falta cambios 1:1 \"tipo\": falta «Cambios» (`cambios`) (se pide porque `tipo` es `Reformulación`) | responda `cambios`",
        ],
    );
    check(
        "tipo: Nuevo\npoblacion: {cantidad: 1, universal: true}\n",
        &[
            "falta poblacion.metodo 2:1 \"poblacion\": falta «Método» (`poblacion.metodo`) (se pide porque `tipo` es `Nuevo`) | responda `metodo`",
        ],
    );
    check(
        "poblacion: {cantidad: 1, universal: true, ley: x}\n",
        &[
            "falta poblacion.metodo 1:1 \"poblacion\": falta «Método» (`poblacion.metodo`) | responda `metodo`",
        ],
    );
}

#[test]
fn an_empty_form_says_so_once() {
    let problems: Vec<String> = schema().check(&document("")).iter().map(show).collect();
    assert_eq!(problems, ["falta  1:1 \"\": el formulario está en blanco"]);
}

#[test]
fn misspelt_keys_are_said_once() {
    check(
        "poblacion: {cantidd: 1, universal: true}\n",
        &[
            "estructura poblacion.cantidd 1:13 \"cantidd\": `cantidd` no es un campo de «Población» (`poblacion`) | ¿quiso decir `cantidad`? falta «Cantidad» (`poblacion.cantidad`)",
        ],
    );
    check(
        "tpio: Nuevo\nTipo: Nuevo\n",
        &[
            "estructura tpio 1:1 \"tpio\": `tpio` no es un campo del formulario | ¿quiso decir `tipo`?",
            "estructura Tipo 2:1 \"Tipo\": `Tipo` no es un campo del formulario | bórrelo o conviértalo en comentario con `#`; los campos posibles aquí son `fuente`, `nombre`, `tipo`, `codigo`, `correo`, `cambios`, `ods`, `poblacion`, `componentes` y `opciones`",
        ],
    );
    check(
        "gasto: 5\n",
        &[
            "estructura gasto 1:1 \"gasto\": `gasto` no es un campo del formulario | hay un campo con ese nombre en `componentes[].gasto`: si es ese, revise la sangría; si no, bórrelo",
        ],
    );
}

#[test]
fn figures_are_asked_for_as_this_dialect_writes_them() {
    let check = |value: &str, expected: &str| {
        check(
            &format!("poblacion: {{universal: true, cantidad: {value}}}\n"),
            &[&format!("estructura poblacion.cantidad 1:40 {expected}")],
        );
    };
    check(
        "1.157.151",
        "\"1.157.151\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `1.157.151` | escriba 1157151, sin puntos de miles",
    );
    check(
        "\"1500\"",
        "\"\\\"1500\\\"\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `\"1500\"` | escriba 1500, sin comillas",
    );
    check(
        "1.500",
        "\"1.500\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `1.500` | si el punto separa miles, escriba 1500; si separa decimales, redondee: aquí va un número entero",
    );
    check(
        "1.000",
        "\"1.000\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `1.000` | si el punto separa miles, escriba 1000; si separa decimales, redondee: aquí va un número entero",
    );
    check(
        "12.5",
        "\"12.5\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `12.5` | redondéelo: aquí va un número entero",
    );
    check(
        "2024-03-01",
        "\"2024-03-01\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero dice `2024-03-01` | aquí va un número y no una fecha; si es el año, escriba 2024",
    );
    check(
        "[1]",
        "\"[1]\": «Cantidad» (`poblacion.cantidad`) debe ser un número entero, pero es una lista",
    );
    check("-1", "\"-1\": «Cantidad» (`poblacion.cantidad`) dice `-1` y debe ser al menos 0");
}

#[test]
fn decimals_percentages_and_shares_too() {
    check(
        "poblacion: {cantidad: 1, universal: true, cobertura: '6,90 %'}\n",
        &[
            "estructura poblacion.cobertura 1:54 \"'6,90 %'\": «Cobertura» (`poblacion.cobertura`) debe ser un número, pero dice `6,90 %` | escriba 6.90, sin el signo % y con punto decimal",
        ],
    );
    check(
        "poblacion: {cantidad: 1, universal: true, cobertura: 100.01}\n",
        &[
            "estructura poblacion.cobertura 1:54 \"100.01\": «Cobertura» (`poblacion.cobertura`) dice `100.01` y no puede pasar de 100",
        ],
    );
    check(
        "componentes: [{nombre: c, gasto: 5, parte: 45}]\n",
        &[
            "estructura componentes[1].parte 1:44 \"45\": «Parte» (`componentes[1].parte`) dice `45` y no puede pasar de 1 | si es un porcentaje, escríbalo como proporción: 0.45",
        ],
    );
    check(
        "poblacion: {cantidad: 1, universal: true, cobertura: .nan}\n",
        &[
            "estructura poblacion.cobertura 1:54 \".nan\": «Cobertura» (`poblacion.cobertura`) debe ser un número, pero dice `.nan` | escriba la cifra; si no la tiene, deje la clave sin valor",
        ],
    );
}

#[test]
fn yes_and_no_are_true_and_false() {
    for (value, help) in [
        ("sí", "escriba true (sí), en minúsculas y sin comillas"),
        ("Si", "escriba true (sí), en minúsculas y sin comillas"),
        ("no", "escriba false (no), en minúsculas y sin comillas"),
        ("True", "escriba true (sí), en minúsculas y sin comillas"),
        ("0", "escriba false (no), en minúsculas y sin comillas"),
        ("quizás", "escriba true (sí) o false (no), sin comillas"),
    ] {
        check(
            &format!("poblacion: {{cantidad: 1, universal: {value}}}\n"),
            &[&format!(
                "estructura poblacion.universal 1:37 {value:?}: «Universal» (`poblacion.universal`) debe ser true (sí) o false (no), pero dice `{value}` | {help}"
            )],
        );
    }
}

#[test]
fn other_types_are_said_in_words() {
    check(
        "nombre: 2024\n",
        &[
            "estructura nombre 1:9 \"2024\": «Nombre» (`nombre`) debe ser un texto, pero dice `2024` | póngalo entre comillas: \"2024\"",
        ],
    );
    check(
        "nombre:\n  Programa: x\n",
        &[
            "estructura nombre 2:3 \"Programa: x\": «Nombre» (`nombre`) debe ser un texto, pero es un grupo de campos | si los dos puntos son parte del texto, escríbalo en un bloque con `>-`",
        ],
    );
    check(
        "ods: 5\n",
        &[
            "estructura ods 1:6 \"5\": «ODS» (`ods`) debe ser una lista, pero dice `5` | escriba cada elemento en su línea, después de un guion y un espacio (`- `)",
        ],
    );
    check(
        "componentes: {nombre: c, gasto: 5}\n",
        &[
            "estructura componentes 1:14 \"{nombre: c, gasto: 5}\": «Componentes» (`componentes`) debe ser una lista, pero es un grupo de campos | escriba un guion y un espacio (`- `) antes del primer campo de cada elemento",
        ],
    );
    check(
        "poblacion: [1]\n",
        &[
            "estructura poblacion 1:12 \"[1]\": «Población» (`poblacion`) debe ser un grupo de campos, pero es una lista | quite los guiones: aquí va un solo grupo de campos",
        ],
    );
    check(
        "poblacion:\n  cantidad:5\n",
        &[
            "estructura poblacion 2:3 \"cantidad:5\": «Población» (`poblacion`) debe ser un grupo de campos, pero dice `cantidad:5` | deje un espacio después de los dos puntos de cada campo: `clave: valor`",
        ],
    );
    check(
        "opciones: [sí]\n",
        &[
            "estructura opciones[1] 1:12 \"sí\": el elemento 1 de «Opciones» (`opciones`) debe ser true (sí) o false (no), pero dice `sí` | escriba true (sí), en minúsculas y sin comillas",
        ],
    );
}

#[test]
fn options_are_listed_and_the_nearest_named() {
    check(
        "tipo: Nuebo\n",
        &[
            "escritura tipo 1:7 \"Nuebo\": «Tipo» (`tipo`) dice `Nuebo`, que no es una de las opciones | ¿quiso decir `Nuevo`? las opciones son `Nuevo` o `Reformulación`",
        ],
    );
    let composed = "tipo: Reformulacio\u{301}n\n";
    let problems = schema().check(&document(composed));
    assert!(problems.iter().any(|problem| problem.kind == ProblemKind::Misspelt), "{problems:?}");
    check(
        "tipo: reformulacion\n",
        &[
            "escritura tipo 1:7 \"reformulacion\": «Tipo» (`tipo`) dice `reformulacion`, que no es una de las opciones | ¿quiso decir `Reformulación`? las opciones son `Nuevo` o `Reformulación`",
        ],
    );
    check(
        "tipo: Otro\n",
        &[
            "estructura tipo 1:7 \"Otro\": «Tipo» (`tipo`) dice `Otro`, que no es una de las opciones | escriba `Nuevo` o `Reformulación`",
        ],
    );
    check(
        "tipo: 5\n",
        &[
            "estructura tipo 1:7 \"5\": «Tipo» (`tipo`) dice `5`, que no es una de las opciones | escriba `Nuevo` o `Reformulación`",
        ],
    );
}

#[test]
fn lengths_are_counted_as_the_form_does() {
    check(
        "nombre: >-\n  uno dos   tres\n\n\n  cuatro cinco\n",
        &[
            "largo nombre 5:10 \"cinco\": «Nombre» (`nombre`) tiene 25 caracteres y admite 20 | acórtelo en 5 caracteres; se cuentan como en el formulario oficial",
        ],
    );
    check("nombre: |\n  - uno dos\n  - tres\n  • siete\n", &[]);
    check("nombre: 'ññññññññññññññññññññ  '\n", &[]);
    check(
        "nombre: \"nn\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}n\u{303}\"\n",
        &[],
    );
    check(
        "cambios: ñu\n",
        &[
            "estructura cambios 1:10 \"ñu\": «Cambios» (`cambios`) tiene 2 caracteres y debe tener al menos 5",
        ],
    );
}

#[test]
fn lists_and_forms_of_text() {
    check(
        "ods: [5, 18, 5]\n",
        &[
            "estructura ods[2] 1:10 \"18\": el elemento 2 de «ODS» (`ods`) dice `18` y no puede pasar de 17",
            "estructura ods 1:14 \"5\": «ODS» (`ods`) repite un elemento | deje uno solo",
        ],
    );
    check(
        "ods: [1, 2, 3, 4]\n",
        &[
            "estructura ods 1:6 \"[1, 2, 3, 4]\": «ODS» (`ods`) tiene 4 elementos y debe tener como máximo 3",
        ],
    );
    check(
        "codigo: P1\n",
        &[
            "estructura codigo 1:9 \"P1\": «Código» (`codigo`) dice `P1`, que no tiene la forma esperada | lo que se pide: Las letras PI y dos dígitos",
        ],
    );
    check(
        "correo: aquí\n",
        &[
            "estructura correo 1:9 \"aquí\": «Correo» (`correo`) dice `aquí` y debe ser una dirección de correo",
        ],
    );
}

#[test]
fn what_the_source_did_not_publish_is_not_missing() {
    let with = |patterns: &str| format!("fuente: {{no_publicado: [{patterns}]}}\n");
    check(&format!("{}poblacion: {{cantidad: 1}}\n", with("poblacion.universal")), &[]);
    check(&format!("{}poblacion:\n", with("poblacion.universal, poblacion.cantidad")), &[]);
    check(&format!("{}poblacion:\n", with("poblacion")), &[]);
    check(
        &format!("{}componentes: [{{gasto: 5}}, {{gasto: 6}}]\n", with("'componentes[].nombre'")),
        &[],
    );
    check(&format!("{}componentes:\n", with("'componentes[].nombre', 'componentes[].gasto'")), &[]);
    check(
        &format!("{}poblacion:\n", with("poblacion.universal")),
        &[
            "falta poblacion 2:1 \"poblacion\": «Población» (`poblacion`) está en blanco | agregue `poblacion:` y debajo, con dos espacios más de sangría, `cantidad` y `universal`",
        ],
    );
    check(
        &with("poblacion.univresal, componentes.gasto, 'a b', otra.cosa"),
        &[
            "estructura fuente.no_publicado[1] 1:25 \"poblacion.univresal\": el elemento 1 de «no_publicado» (`fuente.no_publicado`) dice `poblacion.univresal`, que no es un campo del formulario | ¿quiso decir `poblacion.universal`?",
            "estructura fuente.no_publicado[2] 1:46 \"componentes.gasto\": el elemento 2 de «no_publicado» (`fuente.no_publicado`) dice `componentes.gasto`, que no es un campo del formulario | ¿quiso decir `componentes[].gasto`?",
            "estructura fuente.no_publicado[3] 1:65 \"'a b'\": el elemento 3 de «no_publicado» (`fuente.no_publicado`) dice `a b`, que no es la ruta de un campo | separe las claves con puntos, como en `componentes[].nombre`",
            "estructura fuente.no_publicado[4] 1:72 \"otra.cosa\": el elemento 4 de «no_publicado» (`fuente.no_publicado`) dice `otra.cosa`, que no es un campo del formulario | escriba la ruta entera, como en `componentes[].nombre`",
        ],
    );
    let withheld = Withheld::read(&document(&with("poblacion, 'componentes[].gasto'")));
    let covers = |path: &str| withheld.covers(&path.parse::<Path>().expect("a path"));
    assert!(
        covers("poblacion.cantidad") && covers("componentes[3].gasto") && !covers("componentes[3]")
    );
    assert_eq!(withheld.patterns().len(), 2);
}

#[test]
fn what_the_reader_refused_or_did_not_reach_is_not_told_again() {
    check("poblacion: {cantidad: *x, universal: !!bool true}\n", &[]);
    let problems = schema().check(&document("nombre: 5\npoblacion: {cantidad: \"1\n"));
    let shown: Vec<String> = problems.iter().map(show).collect();
    assert_eq!(
        shown,
        [
            "estructura nombre 1:9 \"5\": «Nombre» (`nombre`) debe ser un texto, pero dice `5` | póngalo entre comillas: \"5\""
        ]
    );
}

#[test]
fn forty_mistakes_are_forty_problems() {
    let mut text = "nombre: uno\ncomponentes:\n".to_owned();
    for _ in 0..8 {
        text.push_str("  - gasto: 1.500\n    parte: 12 %\n    prate: 1\n    sobra: 1\n");
    }
    text.push_str(
        "ods: [0]\npoblacion: {cantidad: 1e3}\ntipo: Nuebo\ncodigo: x\ncorreo: x\ncambios: x\n",
    );
    let first = schema().check(&document(&text));
    // Each component: no name, a doubtful figure, a percentage, a misspelt key and a superfluous one.
    assert_eq!(first.len(), 8 * 5 + 7);
    let places: Vec<_> = first.iter().map(|problem| problem.finding.span()).collect();
    assert!(places.is_sorted(), "in the order of the text");
    let distinct: BTreeSet<_> =
        first.iter().map(|problem| (problem.path.clone(), problem.finding.code.clone())).collect();
    assert_eq!(distinct.len(), first.len(), "each thing once");
    for _ in 0..5 {
        assert_eq!(schema().check(&document(&text)), first, "always the same");
    }
}

#[test]
fn everything_is_said_in_english_too() {
    let text =
        "nombre: 5\npoblacion: {cantidd: 1, universal: sí}\ncomponentes: []\ntipo: Nuebo\nx: 1\n";
    for problem in schema().check(&document(text)) {
        for wording in
            [Some(&problem.finding.message), problem.finding.help.as_ref()].into_iter().flatten()
        {
            let (spanish, english) = (&wording.spanish, wording.in_language(Language::English));
            assert_ne!(spanish, english);
            assert!(!english.contains("«"), "{english}");
        }
    }
}

#[test]
fn a_schema_that_is_none_is_told_at_its_place() {
    let check = |text: &str, expected: &[&str]| {
        let findings = Schema::compile(Source::new("s.json", text)).err().expect("it is no schema");
        let shown: Vec<String> = findings
            .iter()
            .map(|finding| {
                let place = finding.place().expect("every finding has a place");
                format!("{place} {} {}", finding.code, finding.message.spanish)
            })
            .collect();
        assert_eq!(shown, expected);
    };
    check(
        "{\"type\": \"objeto\"}",
        &["s.json:1:10 schema/invalid el esquema no es válido en `type` (`anyOf`)"],
    );
    check(
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
        &[
            "s.json:1:34 schema/invalid el esquema no es válido en `properties.a.pattern` (`format`)",
        ],
    );
    check(
        "{\"$ref\": \"https://example.com/x\"}",
        &["s.json:1:2 schema/invalid el esquema no es válido en `` (`$ref`)"],
    );
    check(
        "{\"a\": [}",
        &["s.json:1:7 yaml/syntax este corchete o llave no corresponde a ninguno abierto"],
    );
}

#[test]
fn the_view_of_the_fields_is_that_of_the_schema() {
    let schema = schema();
    let field = |path: &str| schema.field(&path.parse().expect("a path"));
    let gasto = field("componentes[2].gasto").expect("a field");
    let bounds = Bounds::default();
    assert_eq!(
        gasto.shape,
        Shape::Number { unit: Some("miles de pesos".into()), integer: true, bounds }
    );
    assert!(gasto.required && !gasto.project);
    assert!(field("componentes[].parte").is_some_and(|member| member.project && !member.required));
    assert_eq!(field("poblacion.ley").and_then(|member| member.section.as_deref()), Some("3"));
    assert_eq!(
        field("nombre").map(|member| &member.shape),
        Some(&Shape::Text { allowed: vec![], limit: Some(20) })
    );
    assert!(field("componentes[1]").is_none() && field("nada").is_none() && field("").is_none());
}

fn official() -> Schema {
    let text = include_str!("../rules/dipres/submission.schema.json");
    Schema::compile(Source::new("submission.schema.json", text)).expect("the form's schema is one")
}

const SOUND: &str = include_str!("../submissions/ejemplo.yaml");

#[test]
fn the_forms_of_this_repository_are_sound_or_wrong_as_their_originals() {
    let schema = official();
    let problems = |text: &str| {
        let document = document(text);
        assert_eq!(document.findings, []);
        let problems = schema.check(&document);
        problems.iter().map(|problem| (problem.kind, problem.path.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(problems(SOUND), []);
    let redes = problems(include_str!("../submissions/redes-de-oportunidades-2026.yaml"));
    assert!(
        redes.contains(&(ProblemKind::Misspelt, "objetivo.indicador.sentido".into())),
        "{redes:?}"
    );
}

/// Every answer of a document with its path; elements of lists, whose place is theirs alone, not.
fn leaves(node: &Node, path: &Path, found: &mut Vec<(Path, Span)>) {
    for entry in node.entries() {
        leaves(&entry.node, &path.key(&entry.key), found);
    }
    for (index, item) in node.items().iter().enumerate() {
        leaves(item, &path.index(index), found);
    }
    let answer = matches!(path.steps().last(), Some(Step::Key(_)));
    if answer && node.entries().is_empty() && node.items().is_empty() {
        found.push((path.clone(), node.span));
    }
}

#[test]
fn a_blank_answer_is_missing_or_nothing() {
    let schema = official();
    let sound = document(SOUND);
    let mut answers = Vec::new();
    leaves(&sound.root, &Path::root(), &mut answers);
    let mut missing = 0;
    for (path, span) in answers {
        let range = span.range();
        let blanked = format!("{}{}", &SOUND[..range.start], &SOUND[range.end..]);
        let problems = schema.check(&document(&blanked));
        let shown: Vec<String> = problems.iter().map(show).collect();
        let only_missing = problems
            .iter()
            .all(|problem| problem.kind == ProblemKind::Missing && problem.path == path);
        assert!(only_missing && problems.len() <= 1, "{path}: {shown:#?}");
        missing += problems.len();
        let excused = format!("{blanked}\nfuente: {{documento: x, no_publicado: ['{path}']}}\n");
        let problems = schema.check(&document(&excused));
        let shown: Vec<String> = problems.iter().map(show).collect();
        assert_eq!(problems.len(), 0, "{path}: {shown:#?}");
    }
    assert!(missing > 50, "{missing}");
}

proptest! {
    #![proptest_config(common::generated(80))]

    #[test]
    fn broken_forms_are_told_in_order_and_never_stop_the_check(
        at in 0usize..1800, cut in 0usize..60, put in "[-a:\\[{}\\]\"'&*!|> \\n0-9.,ñ]{0,6}",
    ) {
        let start = SOUND.floor_char_boundary(at * 20);
        let end = SOUND.floor_char_boundary(start + cut);
        let broken = document(&format!("{}{put}{}", &SOUND[..start], &SOUND[end..]));
        let problems = official().check(&broken);
        prop_assert!(problems.iter().map(|problem| problem.finding.span()).is_sorted());
        for problem in &problems {
            for label in &problem.finding.labels {
                prop_assert!(broken.source.text().get(label.place.span.range()).is_some());
            }
        }
    }
}
