//! What the rule set says of each submission of this repository, as committed beside it.
//!
//! `UPDATE_EXPECTED=1 cargo test --test expected` writes the records anew: read the difference.

mod common;

use std::fs;

use pilares::verify::record;

#[test]
fn the_committed_verdicts_are_what_the_rules_say() {
    let folder = common::root().join("submissions");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("there are submissions")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    let is_form = |name: &&String| name.ends_with(".yaml") && !name.ends_with(".expected.yaml");
    let forms: Vec<&str> =
        names.iter().filter(is_form).filter_map(|name| name.strip_suffix(".yaml")).collect();
    let mut stale = Vec::new();
    for form in &forms {
        let path = folder.join(format!("{form}.expected.yaml"));
        let document = common::submission(form);
        let computed = record(&pilares::judge(common::ruleset(), &document));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &computed).expect("the record is written");
        }
        if fs::read_to_string(&path).unwrap_or_default() != computed {
            stale.push(*form);
        }
    }
    assert_eq!(stale, Vec::<&str>::new(), "out of date: run with UPDATE_EXPECTED=1 and read");
    let orphans: Vec<&String> = names
        .iter()
        .filter(|name| {
            let form = name.strip_suffix(".expected.yaml");
            form.is_some_and(|form| !forms.contains(&form))
        })
        .collect();
    assert_eq!(orphans, Vec::<&String>::new(), "records of no submission");
    assert!(forms.len() >= 4);
}
