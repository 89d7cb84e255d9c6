//! The reader of the dialect: what it reads, what it refuses, and where everything stands.

mod common;

use std::sync::Arc;

use pilares::document::{Data, Document, Limits, Node, Path, locate, read, read_bytes, write};
use pilares::source::{Position, Source, Span};
use proptest::prelude::*;

fn document(text: &str) -> Document {
    read(Source::new("f.yaml", text), &Limits::default())
}

/// The findings of a text, one per line: code, places with their text, message.
fn findings(document: &Document) -> Vec<String> {
    document
        .findings
        .iter()
        .map(|finding| {
            let places: Vec<String> = finding
                .labels
                .iter()
                .map(|label| {
                    let Position { line, column } = label.place.position();
                    format!("{line}:{column} {:?}", label.place.text())
                })
                .collect();
            format!("{} {} | {}", finding.code, places.join(", "), finding.message.spanish)
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(findings(&document(text)), expected, "{text}");
}

#[test]
fn a_sound_text_has_no_findings() {
    for text in [
        "a: 1\nb: [x, {y: true}]\nc:\n  - d: ~\n    e: \"\\u00f1\"\n",
        "\u{feff}a: ñ\r\nb: |\r\n  uno\r\n  dos\r\n",
        "# solo\n---\na: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n",
        "niñez: 👩‍👩‍👧 ok\n",
    ] {
        check(text, &[]);
        assert!(document(text).complete);
    }
}

#[test]
fn the_dialect_refuses_what_it_does_not_need() {
    check(
        "a: 1\nb: 2\na: 3\n",
        &["yaml/duplicate-key 3:1 \"a\", 1:1 \"a\" | la clave `a` está repetida"],
    );
    check(
        "a: &x 1\nb: *x\nc: *no\n",
        &[
            "yaml/anchor 1:4 \"&x\" | aquí no se usan anclas: un valor que empieza con `&` se lee como un nombre",
            "yaml/alias 2:4 \"*x\" | aquí no se usan referencias: un valor que empieza con `*` se lee como una",
            "yaml/alias 3:4 \"*no\" | aquí no se usan referencias: un valor que empieza con `*` se lee como una",
        ],
    );
    check(
        "a: !!int 3\nb: !x {c: 1}\n",
        &[
            "yaml/tag 1:4 \"!!int\" | aquí no se usan etiquetas: un valor que empieza con `!` se lee como una",
            "yaml/tag 2:4 \"!x\" | aquí no se usan etiquetas: un valor que empieza con `!` se lee como una",
        ],
    );
    check("a: 1\n<<: *x\n", &["yaml/merge 2:1 \"<<\" | aquí no se usa la clave `<<`"]);
    check("? [a]\n: 1\nb: 2\n", &["yaml/key 1:3 \"[a]\" | una clave debe ser una palabra"]);
    check(
        ": 1\n\"\": 2\n",
        &[
            "yaml/key 1:1 \"\" | falta la clave antes de los dos puntos",
            "yaml/key 2:1 \"\\\"\\\"\" | falta la clave antes de los dos puntos",
        ],
    );
    check(
        "poblacio\u{301}n: 1\n",
        &[
            "yaml/key 1:1 \"poblacio\\u{301}n\" | las tildes de la clave `población` están guardadas como caracteres aparte",
        ],
    );
    check(
        "a: 1\n---\nb: 2\n",
        &[
            "yaml/multiple-documents 2:1 \"---\" | la línea `---` empieza otro documento, que no se lee",
        ],
    );
    check("", &["yaml/empty 1:1 \"\" | el archivo está vacío"]);
    check("# nada\n", &["yaml/empty 1:1 \"\" | el archivo está vacío"]);
    check(
        "a: 123456789012345678901234567890123456789012345678901234567890\n",
        &[
            "yaml/number 1:4 \"123456789012345678901234567890123456789012345678901234567890\" | el número tiene más de 28 cifras y no se puede calcular con él",
        ],
    );
    check(
        "a: \"ñ\\e[31m\"\nb: \"\u{202e}x\"\n",
        &[
            "yaml/control-character 1:6 \"\\\\e\" | el texto contiene un carácter de control invisible (U+001B)",
            "yaml/control-character 2:5 \"\\u{202e}\" | el texto contiene un carácter de control invisible (U+202E)",
        ],
    );
}

#[test]
fn mistakes_of_syntax_are_said_plainly() {
    check("a: b: c\n", &["yaml/syntax 1:5 \":\" | hay un segundo `: ` en la misma línea"]);
    check(
        "uno: 1\n  dos: 2\n",
        &[
            "yaml/syntax 2:6 \":\" | esta clave tiene más sangría que la anterior, que ya tiene su valor",
        ],
    );
    check("a:\n\tb: 1\n", &["yaml/syntax 2:2 \"b\" | hay un tabulador donde van espacios"]);
    check(
        "a: \"x\nb: 1\n",
        &["yaml/syntax 1:4 \"\\\"\", 2:1 \"b\" | las comillas de un texto no se cierran"],
    );
    check("a: 'año", &["yaml/syntax 1:4 \"'\" | las comillas de un texto no se cierran"]);
    check(
        "a: [1, 2\nb: 1\n",
        &["yaml/syntax 1:4 \"[\", 2:1 \"b\" | un corchete o una llave no se cierra"],
    );
    check("a: {x: 1", &["yaml/syntax 1:4 \"{\" | un corchete o una llave no se cierra"]);
    check(
        "a: 1]\nb: [2]]\n",
        &["yaml/syntax 2:7 \"]\" | este corchete o llave no corresponde a ninguno abierto"],
    );
    check(
        "a: \"P\" de x\n",
        &["yaml/syntax 1:8 \"d\" | hay texto después de las comillas que cierran"],
    );
    check(
        "a: 1\nclave valor\nb: 1\n",
        &["yaml/syntax 2:1 \"c\" | esta línea no tiene la forma `clave: valor`"],
    );
    check(
        "a:\n  b: 1\n c: 2\n",
        &["yaml/syntax 3:2 \"c\" | la sangría de esta línea no coincide con ninguna anterior"],
    );
    check(
        "a: @x\n",
        &["yaml/syntax 1:4 \"@\" | un texto sin comillas no admite aquí el carácter `@`"],
    );
    check("a: - b\n", &["yaml/syntax 1:4 \"-\" | aquí no puede empezar una lista"]);
    check(
        "a: \"\\q\"\n",
        &["yaml/syntax 1:4 \"\\\"\" | la barra inversa no significa nada ante este carácter"],
    );
    check("a: x #c\n  y\n", &["yaml/syntax 1:6 \"#\" | un comentario corta el texto en dos"]);
    check(
        "a: *\n",
        &["yaml/syntax 1:4 \"*\" | este signo tiene un uso especial al comienzo de un valor"],
    );
}

#[test]
fn what_was_read_before_a_mistake_is_kept() {
    let document = document("a: 1\nb:\n  - x\n  - c: 2\n    d: \"abierta\nz: 1\n");
    assert!(!document.complete);
    assert_eq!(
        write(&document.root).split_whitespace().collect::<String>(),
        "{\"a\":1,\"b\":[\"x\",{\"c\":2,\"d\":null}]}"
    );
}

#[test]
fn limits_are_kept_without_reading_on() {
    let limits = Limits { bytes: 40_000, depth: 8, nodes: 100 };
    let codes = |text: &str| {
        let document = read(Source::new("f", text), &limits);
        assert!(!document.complete);
        document.findings.iter().map(|finding| finding.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&"[".repeat(10_000)), ["yaml/depth"]);
    assert_eq!(codes(&"- ".repeat(10_000)), ["yaml/depth"]);
    assert_eq!(codes("a: {b: [{c: [{d: [{e: [[]]}]}]}]}"), ["yaml/depth"]);
    assert_eq!(codes(&"- x\n".repeat(500)), ["yaml/size"]);
    assert_eq!(codes(&"x".repeat(40_001)), ["yaml/size"]);
}

#[test]
fn aliases_are_never_expanded() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for pair in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].windows(2) {
        bomb.push_str(&format!(
            "{}: &{} [{}]\n",
            pair[1],
            pair[1],
            vec![format!("*{}", pair[0]); 9].join(", ")
        ));
    }
    assert!(count(&document(&bomb).root) < 120);
}

fn count(node: &Node) -> usize {
    let below: usize = node.entries().iter().map(|entry| count(&entry.node)).sum();
    1 + below + node.items().iter().map(count).sum::<usize>()
}

#[test]
fn bytes_that_are_not_utf8_give_no_tree() {
    let document = read_bytes("f", b"a: a\xf1o\n".to_vec(), &Limits::default());
    assert_eq!(document.root.data, Data::Blank);
    assert!(!document.complete);
    assert_eq!(
        findings(&document),
        [
            "yaml/encoding 1:5 \"ñ\" | la letra `ñ` está guardada en una codificación antigua (Latin-1)",
        ]
    );
}

#[test]
fn paths_lead_to_places_and_back() {
    let text = "a:\n  b: 1\n  c:\nd:\n  - e: x\n    f: ''\n  -\n";
    let document = document(text);
    for (path, expected) in [
        ("a.b", "2:6 1"),
        ("a.c", "3:3 c"),
        ("a.z", "1:1 a"),
        ("a.z.y", "1:1 a"),
        ("d[1].e", "5:8 x"),
        ("d[1].f", "6:5 f"),
        ("d[1].g", "5:5 e"),
        ("d[2].g", "7:4 "),
        ("d[3].g", "4:1 d"),
        ("z", "1:1 a"),
        ("z.y", "1:1 a"),
    ] {
        let path: Path = path.parse().expect("a path");
        let span = document.nearest_place(&path);
        let Position { line, column } = document.source.position(span.start);
        assert_eq!(format!("{line}:{column} {}", document.source.slice(span)), expected, "{path}");
    }
    let at = |needle: &str| {
        let start = text.find(needle).expect("in the text");
        let path = document.path_at(Span::new(start, start + needle.len()));
        path.map(|path| path.to_string())
    };
    assert_eq!(at("b").as_deref(), Some("a.b"));
    assert_eq!(at("1").as_deref(), Some("a.b"));
    assert_eq!(at("e: x").as_deref(), Some("d[1]"));
    assert_eq!(at("x").as_deref(), Some("d[1].e"));
}

/// Calls a function with every node, its path and its parent's span.
fn walk(node: &Node, path: &Path, parent: Span, visit: &mut impl FnMut(&Node, &Path, Span)) {
    visit(node, path, parent);
    for entry in node.entries() {
        assert!(node.span.contains(entry.key_span), "{path}: {:?} {:?}", node.span, entry.key_span);
        walk(&entry.node, &path.key(&entry.key), node.span, visit);
    }
    for (index, item) in node.items().iter().enumerate() {
        walk(item, &path.index(index), node.span, visit);
    }
}

#[track_caller]
fn check_spans(document: &Document) {
    let text = document.source.text();
    let whole = Span::new(0, text.len());
    walk(&document.root, &Path::root(), whole, &mut |node, path, parent| {
        assert!(
            text.get(node.span.range()).is_some(),
            "{path}: {:?} is off a character",
            node.span
        );
        assert!(
            parent.contains(node.span),
            "{path}: {:?} leaves {parent:?} in {text:?}",
            node.span
        );
        let slice = document.source.slice(node.span);
        match &node.data {
            Data::Number(number) => assert_eq!(slice, number.text),
            Data::Bool(value) => assert_eq!(slice, value.to_string()),
            Data::Text(value) => check_places(document, node, value),
            _ => {}
        }
        assert_eq!(document.at(path), Some(node));
        assert_eq!(path.to_string().parse().as_ref(), Ok(path));
    });
    for finding in &document.findings {
        for label in &finding.labels {
            assert!(text.get(label.place.span.range()).is_some(), "{}", finding.code);
        }
    }
}

/// Characters of a text have their place inside the node, in order, and look like themselves there.
///
/// Every character of a short text, some of a long one.
#[track_caller]
fn check_places(document: &Document, node: &Node, value: &str) {
    let mut before = node.span.start;
    for (at, character) in value.char_indices().step_by(1 + value.len() / 60) {
        let span = locate(&document.source, node, at..at + character.len_utf8());
        let slice = document.source.slice(span);
        assert!(node.span.contains(span), "{value:?} at {at}");
        assert!(span.start >= before, "{value:?} at {at}: {span:?} goes back");
        before = span.end;
        if !character.is_whitespace() && !slice.starts_with('\\') && slice != "''" {
            assert_eq!(slice, character.to_string(), "{value:?} at {at}");
        }
    }
}

fn same(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::List(a), Data::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.node, &b.node))
        }
        (a, b) => a == b,
    }
}

/// Whether the oracle reads what we read; numbers only by kind, since it has binary floating point.
fn agrees(node: &Node, oracle: &serde_yaml::Value) -> bool {
    use serde_yaml::Value;
    match (&node.data, oracle) {
        (Data::Blank, Value::Null) => true,
        (Data::Bool(a), Value::Bool(b)) => a == b,
        (Data::Number(a), Value::Number(b)) => a
            .text
            .parse::<f64>()
            .is_ok_and(|a| b.as_f64().is_some_and(|b| (a - b).abs() <= a.abs() * 1e-12)),
        (Data::Text(a), Value::String(b)) => a == b,
        (Data::List(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agrees(a, b))
        }
        (Data::Map(a), Value::Mapping(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, (key, b))| key.as_str() == Some(&a.key) && agrees(&a.node, b))
        }
        _ => false,
    }
}

#[test]
fn the_oracle_reads_the_same_tree() {
    for text in [
        "a: 1\nb: -2.50\nc: texto con ñ, tilde y: no\n".replace(": no", " no").as_str(),
        "a:\n- x\n- y\nb:\n  - {c: [1, 2], d: 'it''s'}\n  -\n",
        "a: >-\n  doblado en\n  líneas\n\n  y otra\nb: |+\n  literal\n   con más\n\nc: multi\n  línea\n\n  plana\n",
        "a: \"esc \\u00f1 \\n \\\" \\\\ fin\"\nb: ''\nc: ~\nd: null\ne: true\nf: false\n",
        "- 1157151\n- 0.446\n- 1e3\n- \"1\"\n- 1.157.151\n- 2024-01-01\n- 12 %\n- si\n",
        "[]",
        "{}",
        "x",
        "- - - 1\n    - 2\n  - 3\n",
    ] {
        let ours = document(text);
        assert_eq!(findings(&ours), [""; 0], "{text}");
        check_spans(&ours);
        let oracle = serde_yaml::from_str(text).expect("the oracle reads it");
        assert!(agrees(&ours.root, &oracle), "{text}\n{oracle:?}");
    }
}

#[test]
fn what_looks_like_a_number_elsewhere_is_a_text() {
    for text in [
        ".nan",
        ".inf",
        "012",
        "1_000",
        "0x1F",
        "1.157.151",
        "599,61",
        "yes",
        "no",
        "sí",
        "True",
        "+1",
    ] {
        let document = document(text);
        assert_eq!(document.root.text(), Some(text));
    }
}

#[test]
fn a_range_of_a_text_is_found_in_the_source() {
    #[track_caller]
    fn check(text: &str, part: &str, expected: &str) {
        let document = read(Source::new("f", text), &Limits::default());
        let node = document.at(&"a".parse().expect("a path")).expect("a value");
        let value = node.text().expect("a text");
        let start = value.find(part).expect("in the value");
        let span = locate(&document.source, node, start..start + part.len());
        assert_eq!(document.source.slice(span), expected, "{text:?}");
    }
    check("a: uno + dós", "dós", "dós");
    check("a: uno +\n  dos * tres\n", "dos * tres", "dos * tres");
    check("a: uno +\n\n  dos\n", "+\ndos", "+\n\n  dos");
    check("\u{feff}a: \"ñ \\\"q\\\" \\u00e1 👍 \\ud83d\\udc4d x\"\r\n", "x", "x");
    check("a: \"ñ \\\"q\\\" \\u00e1 fin\"", "á", "\\u00e1");
    check("a: \"\\ud83d\\udc4d x\"", "👍", "\\ud83d\\udc4d");
    check("a: 'it''s so'", "'s so", "''s so");
    check("a: \"uno \\\r\n   dos\"", "dos", "dos");
    check("a: \"uno\r\n\r\n   dos\"", "o\nd", "o\r\n\r\n   d");
    check("a: |\r\n    si a\r\n      entonces ñ\r\n", "entonces ñ", "entonces ñ");
    check("a: >-\n  si\n  no\n\n  fin\n", "no\nfin", "no\n\n  fin");
    check("a: |2\n    x\n  y\n", "x\ny", "x\n  y");
    check("a: |\n  \"x\" y\n", "\"x\" y", "\"x\" y");
    check("a: |\n  \"x\"\n", "x", "x");
    check("a: |\n  uno\n\nb: 2\n", "\n", "");
}

fn trees() -> impl Strategy<Value = String> {
    // Written as JSON text, so that the reader itself makes the tree.
    let text = "[a-zñ \\n\"':#\\\\%@👍\u{301}\u{1b}\u{2028}\u{feff}-]{0,12}";
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,6})?(e-?[0-9])?",
        text.prop_map(move |text: String| escaped(&text)),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map("[a-zñ_. :-]{1,8}x", inner, 0..5).prop_map(|entries| {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {value}", escaped(key)))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}

fn escaped(text: &str) -> String {
    let characters = text.chars().map(|character| format!("\\U{:08x}", u32::from(character)));
    format!("\"{}\"", characters.collect::<String>())
}

/// A text as a value of the key `a`, in one of the ways of writing it.
fn styles(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let block: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    vec![
        format!("a: {}\n", escaped(text)),
        format!(
            "a: \"{}\"\n",
            text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\\n \\n")
        ),
        format!("a: '{}'\n", text.replace('\'', "''").replace('\n', "\n\n  ")),
        format!("a: |4\n{block}"),
        format!("a: >4-\n{block}"),
        format!("a: x{}\n", text.replace('\n', "\n   ").replace([':', '#'], "")),
    ]
}

proptest! {
    #![proptest_config(common::generated(400))]

    #[test]
    fn no_text_makes_the_reader_panic(text in "[-a:#\\[\\]{},&*!|>'\"%@`?<~ \\t\\r\\nñ👍\u{feff}\u{1}0.\\\\]{0,60}") {
        check_spans(&document(&text));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        check_spans(&read_bytes("f", bytes, &Limits::default()));
    }

    #[test]
    fn a_written_tree_reads_back(text in trees()) {
        let first = document(&text);
        prop_assert!(first.complete, "{text}: {:?}", findings(&first));
        check_spans(&first);
        let written = write(&first.root);
        let second = document(&written);
        prop_assert!(second.complete, "{written}: {:?}", findings(&second));
        prop_assert!(same(&first.root, &second.root), "{text}\n{written}");
        check_spans(&second);
        let json: serde_json::Value = serde_json::from_str(&written).expect("is JSON too");
        prop_assert_eq!(json.is_object(), matches!(first.root.data, Data::Map(_)));
        let oracle = serde_yaml::from_str(&written).expect("the oracle reads it");
        prop_assert!(agrees(&first.root, &oracle), "{written}\n{oracle:?}");
    }

    #[test]
    fn quoted_and_literal_texts_are_read_exactly(text in "[a-zñ👍'\"\\\\:#,%-][a-z ñáó👍'\"\\\\:,.%\\n-]{0,30}") {
        for style in [&styles(&text)[0], &styles(&text)[3]] {
            let document = document(style);
            let value = document.root.get("a").and_then(Node::text);
            prop_assert_eq!(value.map(|value| value.trim_end_matches('\n')), Some(text.trim_end_matches('\n')));
        }
    }

    #[test]
    fn every_character_is_found_in_every_style(text in "[a-z ñáó👍'\"\\\\:,.%\\n-]{0,30}", crlf in any::<bool>(), bom in any::<bool>()) {
        for mut style in styles(&text) {
            if crlf {
                style = style.replace('\n', "\r\n");
            }
            if bom {
                style.insert(0, '\u{feff}');
            }
            check_spans(&document(&style));
        }
    }
}

proptest! {
    #![proptest_config(common::generated(60))]

    #[test]
    fn broken_forms_keep_their_spans(at in 0usize..600, cut in 0usize..40, put in "[-a:\\[{\"'&*!|> \\t\\n]{0,3}") {
        let sound = include_str!("../submissions/ejemplo.yaml");
        let start = sound.floor_char_boundary(6000 + at * 20);
        let end = sound.floor_char_boundary(start + cut);
        check_spans(&document(&format!("{}{put}{}", &sound[..start], &sound[end..])));
    }
}

#[test]
fn documents_share_their_source() {
    let source = Source::new("f", "a: 1");
    let document = read(Arc::clone(&source), &Limits::default());
    assert!(Arc::ptr_eq(&document.source, &source));
}
