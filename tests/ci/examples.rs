//! The examples that users take: every command in them runs.

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
