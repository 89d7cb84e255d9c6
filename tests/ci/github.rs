//! Workflow commands, taken apart as the runner does.

use super::*;

/// The parts of a workflow command, as the runner takes them apart.
pub fn command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("{line:?} is a command"));
    let (head, message) = rest.split_once("::").expect("a command has a message");
    let (name, properties) = head.split_once(' ').expect("a command has properties");
    let data = |text: &str| text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
    let value = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let pairs = properties.split(',').map(|pair| {
        let (key, text) = pair.split_once('=').expect("a property has a value");
        (key.to_owned(), value(text))
    });
    (name.to_owned(), pairs.collect(), data(message))
}

#[test]
fn github_reads_our_commands_and_no_others() {
    for (what, run) in runs() {
        let text = ci::render(Format::Github, run);
        let verdicts = run.suites.iter().filter(|suite| suite.verdict.is_some()).count();
        assert_eq!(text.lines().count(), run.told().count() + verdicts, "{what}");
        for line in text.split_terminator('\n') {
            let (name, properties, message) = command(line);
            assert!(["error", "warning", "notice"].contains(&name.as_str()), "{what}: {line}");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(properties.keys().all(|key| known.contains(&key.as_str())), "{what}: {line}");
            assert!(!message.is_empty() && !line.contains(char::is_control), "{what}: {line:?}");
        }
    }
}

#[test]
fn github_shows_what_is_certain_first() {
    let text = ci::render(Format::Github, redes());
    let mut lines = text.lines().map(command);
    let (name, properties, message) = lines.next().expect("there is a verdict");
    assert_eq!((name.as_str(), properties["title"].as_str()), ("notice", "Calificación"));
    assert!(message.starts_with("Objetado Técnicamente (I: "));
    let names: Vec<String> = lines.map(|(name, ..)| name).collect();
    let mut sorted = names.clone();
    sorted
        .sort_by_key(|name| ["error", "warning", "notice"].iter().position(|known| known == name));
    assert_eq!(names, sorted);
}
