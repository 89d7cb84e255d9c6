//! Input that means harm, or is merely broken: a finding with a place, and an end.

mod common;

use std::fs;

use common::{pilares, pilares_reading, scratch, shown};

/// Checks a text from standard input; it must end as expected and say each of some words.
#[track_caller]
fn check(input: &[u8], code: i32, says: &[&str]) -> String {
    let output = pilares_reading(&["check", "-", "--format", "concise"], input);
    let text = shown(&output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    for words in says {
        assert!(text.contains(words), "«{words}» is not in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "an escape code got through");
    text
}

#[test]
fn broken_yaml_is_told_with_its_place() {
    check(b"a: 1\nb: [1, 2\nc: 3\n", 2, &["<stdin>:"]);
    check(b"a: \"sin cerrar\n", 2, &["<stdin>:1:4", "comilla"]);
    check(b"a:\n\t- 1\n", 2, &["<stdin>:2:", "tabula"]);
    check(b"a: b: c\n", 2, &["<stdin>:1:"]);
}

#[test]
fn an_empty_file_is_told() {
    check(b"", 2, &["vacío"]);
    check(b"# solo un comentario\n", 2, &["vacío"]);
}

#[test]
fn latin_1_is_told_with_its_place() {
    check(b"proceso: 2026\nnombre: ni\xf1ez\n", 2, &["<stdin>:2:11", "Latin-1"]);
    check(b"\xff\xfea\0:\0", 2, &["UTF-16"]);
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let deep = format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000));
    check(deep.as_bytes(), 2, &["<stdin>:1:"]);
    let block: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    check(block.as_bytes(), 2, &["<stdin>:"]);
}

#[test]
fn aliases_are_never_expanded() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='i').zip('a'..) {
        let list = vec![format!("*{before}"); 9].join(", ");
        bomb.push_str(&format!("{name}: &{name} [{list}]\n"));
    }
    check(bomb.as_bytes(), 1, &["ancla", "alias", "<stdin>:1:4"]);
    check(b"proceso: 2026\nbase: &b {a: 1}\notro:\n  <<: *b\n", 1, &["<stdin>:4:"]);
    check(b"proceso: !!str 2026\n", 1, &["etiqueta", "<stdin>:1:10"]);
}

#[test]
fn values_of_another_kind_are_told() {
    check(
        b"proceso: 123456789012345678901234567890123456789012345678901234567890\n",
        1,
        &["<stdin>:1:10", "28"],
    );
    check(b"proceso: .nan\n", 1, &["<stdin>:1:10", "`.nan`"]);
    check(b"proceso: 2026-01-01\n", 1, &["<stdin>:1:10", "2026-01-01"]);
    check(b"proceso: 1.157.151\n", 1, &["<stdin>:1:10"]);
    check(b"proceso: 2026\nproceso: 2025\n", 1, &["<stdin>:2:1"]);
}

#[test]
fn escape_codes_are_shown_and_not_obeyed() {
    let form = b"proceso: 2026\nantecedentes:\n  nombre: \"\\e[2J\\e]0;x\\a\\u202e nombre\"\n  tipo: \"\\e[31mNuevo\"\n";
    for format in ["concise", "terminal", "markdown", "json"] {
        let output = pilares_reading(&["check", "-", "--format", format], form);
        let text = shown(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(obeyed), "{format} lets an escape code through");
    }
}

#[test]
fn raw_escape_bytes_are_refused() {
    check(b"proceso: 2026\nnombre: \x1b[31mrojo\n", 2, &["<stdin>:2:"]);
    check(b"\0\0\0", 2, &["<stdin>:1:1"]);
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let folder = scratch("huge");
    let path = folder.join("enorme.yaml");
    let file = fs::File::create(&path).expect("the file can be made");
    file.set_len(200 * 1024 * 1024).expect("the file can grow");
    let output = pilares(&["check", &path.display().to_string()]);
    let text = shown(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("8388608 bytes") && text.contains("--max-size"), "{text}");
    let output = pilares(&["check", "submissions/ejemplo.yaml", "--max-size", "100"]);
    assert!(shown(&output).contains("100 bytes") && output.status.code() == Some(2));
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_judged() {
    let output =
        pilares(&["check", "no-existe.yaml", "submissions/ejemplo.yaml", "--format", "concise"]);
    let text = shown(&output);
    assert!(
        text.contains("no-existe.yaml: no existe") && text.contains("Recomendado Favorablemente"),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn ten_thousand_wrong_keys_end() {
    let keys: String = (0..10_000).map(|key| format!("clave{key}: 1\n")).collect();
    check(keys.as_bytes(), 1, &["<stdin>:1:1"]);
}

/// Memory stays bounded: the program may take no more than this for its data and stacks (Linux).
#[cfg(target_os = "linux")]
#[test]
fn memory_stays_bounded() {
    let folder = scratch("memory");
    let component =
        "  - {nombre: c, produccion: 1, gasto: 2, unidad_contada: personas, causas: [1]}\n";
    let forms = [
        format!("proceso: 2026\nx: [{}]\n", "1, ".repeat(2_600_000)),
        format!("proceso: 2026\ncomponentes:\n{}", component.repeat(5_000)),
        format!(
            "proceso: 2026\nantecedentes:\n  descripcion: |\n{}",
            "    la niñez rural\n".repeat(300_000)
        ),
    ];
    for (index, form) in forms.iter().enumerate() {
        let path = folder.join(format!("{index}.yaml"));
        fs::write(&path, form).expect("the file can be written");
        let limited = format!(
            "ulimit -d 250000; '{}' check '{}' --format concise",
            env!("CARGO_BIN_EXE_pilares"),
            path.display()
        );
        let output =
            std::process::Command::new("bash").args(["-c", &limited]).output().expect("bash runs");
        let code = output.status.code();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(code == Some(1) || code == Some(2), "form {index}: {code:?} {errors}");
    }
}
