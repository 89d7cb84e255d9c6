//! The examples that users take: every command in them runs, in a repository like theirs too.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::*;

/// The commands of this program in a text: words up to what the shell takes for itself.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let starts = ["run: pilares ", "- pilares ", "entry: pilares ", "-r pilares ", "  pilares "];
    let command = |line: &str| {
        let at = starts.iter().find_map(|start| Some(line.find(start)? + start.len()))?;
        let end = line[at..].find(['>', '|', '&', ';', '#']).map_or(line.len(), |end| at + end);
        Some(line[at..end].split_whitespace().map(str::to_owned).collect())
    };
    lines.filter_map(command).collect()
}

#[test]
fn every_command_of_the_examples_runs() {
    let examples = [
        ("docs/ci/github-actions.yml", 8),
        ("docs/ci/gitlab-ci.yml", 5),
        ("docs/ci/pre-commit", 4),
        (".pre-commit-hooks.yaml", 4),
    ];
    for (file, count) in examples {
        let text = fs::read_to_string(root().join(file)).expect("the example is there");
        let commands = commands(&text);
        assert_eq!(commands.len(), count, "{file}: {commands:?}");
        for command in commands {
            let hook = file.contains("pre-commit") && command[0] == "check";
            // What the hook's caller adds; and one rule will do to see that a command works.
            let added = match command[0].as_str() {
                "test" | "lint" | "mutate" => Some("POB-21".to_owned()),
                _ => hook.then(|| "formularios/*.yaml".to_owned()),
            };
            let arguments: Vec<String> = command
                .into_iter()
                .chain(added)
                .map(|word| match word.as_str() {
                    "formularios/*.yaml" => "submissions/ejemplo.yaml".to_owned(),
                    "formularios" => "submissions".to_owned(),
                    "reglas" => "rules/dipres".to_owned(),
                    "\"$ANTES\"" | "HEAD:reglas" => "dipres".to_owned(),
                    _ => word,
                })
                .collect();
            let output = pilares(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), &*errors), (Some(0), ""), "{file}: {arguments:?}");
            assert!(!output.stdout.is_empty() || arguments.contains(&"github".to_owned()));
        }
    }
}

#[test]
fn the_examples_are_yaml() {
    for file in ["docs/ci/github-actions.yml", "docs/ci/gitlab-ci.yml", ".pre-commit-hooks.yaml"] {
        let text = fs::read_to_string(root().join(file)).expect("the example is there");
        let read: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
        assert!(read.is_mapping() || read.is_sequence(), "{file}");
    }
}

/// A repository with rules of its own, a form, and its record beside it.
fn repository(name: &str) -> PathBuf {
    let folder = scratch(name);
    let files = rules::embedded("dipres");
    for path in files.paths() {
        let text = files.get(path).expect("it has what it lists").text();
        put(&folder, &format!("reglas/{path}"), text);
    }
    for end in ["yaml", "expected.yaml"] {
        let text = fs::read_to_string(root().join(format!("submissions/ejemplo.{end}")));
        put(&folder, &format!("formularios/ejemplo.{end}"), &text.expect("it is there"));
    }
    for arguments in ["init --quiet --initial-branch=main", "add .", "commit --quiet -m reglas"] {
        assert!(shell(&folder, &format!("git {arguments}")).status.success(), "{arguments}");
    }
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("files have a folder")).expect("a folder");
    fs::write(path, text).expect("it is written");
}

/// Runs a line as a service does: by a shell that finds the program.
fn shell(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_pilares")).parent().expect("it is in a folder");
    let path = std::env::var("PATH").expect("there is a path");
    Command::new("bash")
        .args(["-e", "-c", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.display()))
        .env("ANTES", "main:reglas")
        .env("GITHUB_STEP_SUMMARY", "resumen.md")
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .envs([("GIT_AUTHOR_NAME", "Prueba"), ("GIT_AUTHOR_EMAIL", "prueba@example.org")])
        .envs([("GIT_COMMITTER_NAME", "Prueba"), ("GIT_COMMITTER_EMAIL", "prueba@example.org")])
        .output()
        .expect("a shell runs")
}

/// The records that the gate needs lie beside the forms, where a shell names them as well.
#[test]
fn the_lines_of_the_services_pass_on_sound_forms_with_their_records() {
    let folder = repository("ci_lines");
    for (file, start, count) in
        [("docs/ci/github-actions.yml", "run: ", 8), ("docs/ci/gitlab-ci.yml", "- ", 5)]
    {
        let text = fs::read_to_string(root().join(file)).expect("the example is there");
        let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix(start));
        // Mutation of the whole set takes a minute in a debug build, and `.ci/run` does it.
        let lines: Vec<&str> = lines.filter(|line| line.starts_with("pilares ")).collect();
        assert_eq!(lines.len(), count, "{file}");
        for line in lines.into_iter().filter(|line| !line.contains("mutate")) {
            let output = shell(&folder, line);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{file}: {line}: {errors}");
        }
    }
    let summary = fs::read_to_string(folder.join("resumen.md")).expect("it was written");
    assert!(!summary.contains("expected.yaml"), "{summary}");
}

#[test]
fn the_hook_lets_sound_forms_and_records_pass_and_stops_what_is_not() {
    let folder = repository("ci_hook");
    let hook = fs::read_to_string(root().join("docs/ci/pre-commit")).expect("it is there");
    put(&folder, "gancho", &hook);
    let commits = |path: &str, before: &str, after: &str| {
        let text = fs::read_to_string(folder.join(path)).expect("it is there");
        assert!(text.contains(before), "{path}: {before}");
        put(&folder, path, &text.replace(before, after));
        let output = shell(&folder, "git add formularios reglas && sh gancho");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let record = "formularios/ejemplo.expected.yaml";
    assert_eq!(commits(record, "# 97", "# noventa y siete").0, Some(0));
    assert_eq!(commits("formularios/ejemplo.yaml", "proceso: 2026", "proceso: 2026 #").0, Some(0));
    let (code, told) = commits("formularios/ejemplo.yaml", "proceso: 2026 #", "proceso: [2026 #");
    assert_eq!(code, Some(123), "xargs says that one of its commands did not end well: {told}");
    assert_eq!(commits("formularios/ejemplo.yaml", "proceso: [2026 #", "proceso: 2026").0, Some(0));
    // A field that no rule reads any more.
    let embedded = rules::embedded("dipres");
    let mut paths = embedded.paths();
    let rule = paths.find(|path| path.contains("ANT-12")).expect("it is one of them");
    let (code, told) = commits(
        &format!("reglas/{rule}"),
        "clase: juicio",
        "retirada: ya no se pide\nclase: juicio",
    );
    assert!(told.contains("lint/unread-field"), "{told}");
    assert_eq!(code, Some(1), "{told}");
}
