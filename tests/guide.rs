//! The guide for rule authors is true: its commands are run in order, in an empty folder, and its files
//! are written as it says.

mod common;

use std::fs;
use std::path::Path;

/// A step of the guide: text with commands, or a change to a file.
enum Step {
    Commands(String),
    Change { how: String, file: String, text: String },
}

/// Cuts the guide at its files: `<!-- how: path -->` before a block of YAML.
fn steps(guide: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut commands = String::new();
    let mut lines = guide.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let mark = line.strip_prefix("<!-- ").and_then(|rest| rest.trim_end().strip_suffix(" -->"));
        let Some((how, file)) = mark.and_then(|mark| mark.split_once(": ")) else {
            commands.push_str(line);
            continue;
        };
        assert_eq!(lines.next(), Some("```yaml\n"), "a file follows {line}");
        let text: String = lines.by_ref().take_while(|line| *line != "```\n").collect();
        steps.push(Step::Commands(std::mem::take(&mut commands)));
        steps.push(Step::Change { how: how.to_owned(), file: file.to_owned(), text });
    }
    steps.push(Step::Commands(commands));
    steps
}

/// The text of a file after a change.
fn changed(how: &str, old: &str, new: &str) -> String {
    match how {
        "escribir" => new.to_owned(),
        "agregar" => format!("{old}{new}"),
        "cambiar" => {
            let key = new.split_inclusive(':').next().expect("a key is changed");
            let start = old.find(&format!("\n{key}")).expect("the key is there") + 1;
            let after = old[start..].match_indices('\n').map(|(at, _)| start + at + 1);
            let inside = |at: &usize| old[*at..].starts_with(' ');
            let end = after.into_iter().find(|at| !inside(at)).unwrap_or(old.len());
            format!("{}{new}{}", &old[..start], &old[end..])
        }
        other => panic!("the guide cannot say «{other}»"),
    }
}

/// With `TRYCMD=overwrite`, the outputs in the guide are written anew.
#[test]
fn the_guide_for_authors_is_true() {
    let root = common::root();
    let file = root.join("rules/dipres/GUIA.md");
    let guide = fs::read_to_string(&file).expect("the guide is there");
    let folder = common::scratch("guide");
    let inside = folder.join("guia.in");
    fs::create_dir(&inside).expect("the folder can be made");
    fs::copy(
        root.join("submissions/desarrollo-empresarial-2024.yaml"),
        inside.join("formulario.yaml"),
    )
    .expect("the form can be copied");
    let mut after = String::new();
    for step in steps(&guide) {
        match step {
            Step::Commands(text) => after.push_str(&run(&folder, &text)),
            Step::Change { how, file, text } => {
                let path = inside.join(&file);
                let old = fs::read_to_string(&path).expect("the file is there already");
                fs::write(&path, changed(&how, &old, &text)).expect("it can be written");
                after.push_str(&format!("<!-- {how}: {file} -->\n```yaml\n{text}```\n"));
            }
        }
    }
    if std::env::var("TRYCMD").is_ok_and(|wanted| wanted == "overwrite") {
        fs::write(&file, &after).expect("the guide can be written");
    }
}

/// Runs the commands of a text in the folder beside it; gives the text, with outputs anew if asked.
fn run(folder: &Path, text: &str) -> String {
    let part = folder.join("guia.md");
    fs::write(&part, text).expect("the part can be written");
    trycmd::TestCases::new().case(&part).run();
    fs::read_to_string(&part).expect("the part is there")
}
