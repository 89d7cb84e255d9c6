//! The shape of the house: who may import whom, and where each outside crate lives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules in reading order, and what each may import.
const MODULES: [(&str, &[&str]); 12] = [
    ("stamp", &[]),
    ("source", &[]),
    ("finding", &["source"]),
    ("document", &["finding", "source", "stamp"]),
    ("text", &[]),
    ("schema", &["document", "finding", "source", "text"]),
    ("feel", &["finding", "source"]),
    ("rules", &["schema", "feel", "text", "document", "finding", "source", "stamp"]),
    ("evaluate", &["rules", "schema", "feel", "document", "finding", "source", "stamp"]),
    // Between the two: what is open is asked of an evaluation, and opinions are a value of `evaluate`.
    ("review", &["evaluate", "rules", "document", "finding", "source"]),
    ("verify", &["evaluate", "rules", "schema", "feel", "document", "finding", "source"]),
    (
        "report",
        &[
            "verify", "review", "evaluate", "rules", "schema", "feel", "document", "finding",
            "source", "stamp",
        ],
    ),
];

/// Outside crates and the only places that may name them.
const HOMES: [(&str, &[&str]); 20] = [
    ("granit_parser", &["document/"]),
    ("jsonschema", &["schema/"]),
    ("miette", &["report/terminal"]),
    ("clap", &["app/"]),
    ("terminal_size", &["app/output.rs"]),
    ("fancy_regex", &["feel/functions/patterns.rs"]),
    ("jiff", &["feel/temporal/zone.rs", "app/clock.rs"]),
    ("pdf_writer", &["report/ficha/pdf/write.rs"]),
    ("ttf_parser", &["report/ficha/pdf/font.rs"]),
    ("miniz_oxide", &["report/ficha/"]),
    ("rayon", &["verify/", "app/"]),
    ("strsim", &["finding/nearest.rs"]),
    ("sha2", &["stamp/"]),
    ("unicode_normalization", &["text/", "document/"]),
    ("unicode_width", &["report/"]),
    ("unicode_segmentation", &["text/tokens.rs"]),
    ("frostem", &["text/stems.rs"]),
    ("serde", &["report/json/unrepeated.rs"]),
    ("serde_json", &["schema/", "report/json", "verify/conformance.rs", "document/line.rs"]),
    (
        "rust_decimal",
        &["feel/", "document/", "text/", "rules/", "evaluate/", "schema/", "verify/", "report/"],
    ),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path: PathBuf = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                let name = path.strip_prefix(&root).expect("files lie under src");
                files.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    files.sort();
    files
}

/// The code of a file: without comments and without its tests.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    before_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table: BTreeMap<&str, BTreeSet<&str>> =
        MODULES.iter().map(|(name, may)| (*name, may.iter().copied().collect())).collect();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some((module, _)) = file.split_once('/') else { continue };
        let Some(allowed) = table.get(module) else { continue };
        let code = code(&text);
        for (at, _) in code.match_indices("crate::") {
            let imported: String =
                code[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let known = table.contains_key(imported.as_str());
            if known && imported != module && !allowed.contains(imported.as_str()) {
                wrong.push(format!("{file} imports {imported}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_of_the_library_is_in_the_table_and_no_other() {
    let root =
        sources().into_iter().find(|(file, _)| file == "lib.rs").expect("there is a lib.rs").1;
    let declared: BTreeSet<&str> =
        root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let table: BTreeSet<&str> = MODULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(declared, table);
}

#[test]
fn a_row_of_the_table_names_only_rows_above_it() {
    for (at, (name, may)) in MODULES.iter().enumerate() {
        for imported in *may {
            let above = MODULES[..at].iter().any(|(other, _)| other == imported);
            assert!(above, "{name} may not import {imported}: it stands below");
        }
    }
}

#[test]
fn outside_crates_stay_at_home() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let code = code(&text);
        for (name, homes) in HOMES {
            let named =
                code.contains(&format!("use {name};")) || code.contains(&format!("{name}::"));
            if named && !homes.iter().any(|home| file.starts_with(home)) {
                wrong.push(format!("{file} names {name}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_dependency_has_a_home_and_a_reason() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .expect("there is a manifest");
    let section = manifest.split("[dependencies]").nth(1).expect("there are dependencies");
    let section = section.split("\n[").next().unwrap_or_default();
    let mut reason = false;
    for line in section.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('#') {
            reason = line.contains("home:");
            continue;
        }
        let name = line.split(['=', ' ']).next().unwrap_or_default().replace('-', "_");
        assert!(reason, "{name} has no reason above it");
        assert!(HOMES.iter().any(|(home, _)| *home == name), "{name} has no home in this test");
        reason = false;
    }
}

#[test]
fn only_the_disk_and_the_binary_touch_the_world() {
    let touches = [
        "std::fs",
        "std::env",
        "std::net",
        "SystemTime",
        "Instant::now",
        "std::process",
        "std::thread",
    ];
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if file.starts_with("app/") || file == "source/disk.rs" {
            continue;
        }
        let code = code(&text);
        wrong.extend(
            touches
                .iter()
                .filter(|touch| code.contains(**touch))
                .map(|touch| format!("{file}: {touch}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn rust_names_no_pillar_no_rating_and_no_rule() {
    let data = [
        "diagnostico",
        "Suficiente",
        "Insuficiente",
        "Recomendado",
        "Objetado",
        "OBJ-0",
        "POB-0",
        "EST-0",
        "minimo",
    ];
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let code = code(&text);
        wrong.extend(
            data.iter().filter(|word| code.contains(**word)).map(|word| format!("{file}: {word}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}
