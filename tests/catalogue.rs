//! The catalogue for officials: the page in the repository is current, whole and harmless.

mod common;

use std::collections::BTreeSet;

use common::{pilares, root, shown};
use pilares::document::{self, Limits};
use pilares::report::catalogue;
use pilares::rules::{self, Files, Ruleset, UNREAD};
use pilares::source::Source;
use pilares::verify::coverage::Unread;

const PAGE: &str = "rules/dipres/catalogo.html";

fn page(files: &Files) -> (Ruleset, String) {
    let ruleset = rules::compile(files).ruleset.expect("the rule set compiles");
    let unread = files.get(UNREAD).expect("reasons are there").clone();
    let unread = Unread::read(&document::read(unread, &Limits::default()));
    let page = catalogue(&ruleset, &unread);
    (ruleset, page)
}

/// Regenerate with `cargo run -- docs --out rules/dipres/catalogo.html`, or `INSTA_UPDATE=always`.
#[test]
fn the_page_in_the_repository_is_current() {
    let (_, page) = page(&rules::embedded("dipres"));
    let file = root().join(PAGE);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let first = page.lines().zip(written.lines()).find(|(new, old)| new != old);
    assert!(
        page == written,
        "{PAGE} is not what the rules say; regenerate it: cargo run -- docs --out {PAGE}\n{first:#?}"
    );
}

#[test]
fn the_command_writes_the_same_page() {
    let (_, page) = page(&rules::embedded("dipres"));
    assert_eq!(String::from_utf8(pilares(&["docs"]).stdout).expect("it is UTF-8"), page);
    let folder = common::scratch("catalogue");
    let file = folder.join("catalogo.html");
    let path = file.display().to_string();
    let told = shown(&pilares(&["catalogo", "--out", &path]));
    assert!(told.contains("reglas\n── exit 0"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).expect("it was written"), page);
    let away = shown(&pilares(&["docs", "--out", &format!("{path}/no/hay.html")]));
    assert!(away.contains("error: ") && away.contains("── exit 2"), "{away}");
}

/// What stands between quotes after an attribute's name, all through a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_rule_is_there_and_every_link_leads_somewhere() {
    let (ruleset, page) = page(&rules::embedded("dipres"));
    let places = attributes(&page, "id");
    let known: BTreeSet<&str> = places.iter().copied().collect();
    assert_eq!(known.len(), places.len(), "no place has two meanings");
    for rule in &ruleset.rules {
        assert!(known.contains(rule.id.as_str()), "{} is there", rule.id);
    }
    for target in attributes(&page, "href") {
        let place = target.strip_prefix('#').expect("links stay in the page");
        assert!(known.contains(place), "{place} is there");
    }
    for heading in attributes(&page, "aria-labelledby") {
        assert!(known.contains(heading), "{heading} is there");
    }
    assert!(attributes(&page, "src").is_empty(), "nothing is loaded");
    assert!(!page.contains("http://") && !page.contains("@import") && !page.contains("url("));
}

/// The elements that a page opens, in order; panics where one is not closed.
fn elements(page: &str) -> Vec<String> {
    let (start, script) = page.split_once("<script>").expect("there is a script");
    let page = format!("{start}{}", script.split_once("</script>").expect("it is closed").1);
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{tag}"),
            None if tag.starts_with('!') => {}
            None if ["meta", "input", "br", "wbr"].contains(&name.as_str()) => all.push(name),
            None => {
                open.push(name.clone());
                all.push(name);
            }
        }
    }
    assert_eq!(open, Vec::<String>::new());
    all
}

#[test]
fn texts_of_a_foreign_rule_set_cannot_become_html() {
    let embedded = rules::embedded("dipres");
    let (_, before) = page(&embedded);
    let hostile = |path: &str| {
        let source = embedded.get(path).expect("the path is of the set");
        let text = match path {
            "submission.schema.json" | "base.yaml" => source.text().to_owned(),
            "ruleset.yaml" => source.text().replace("Población", "Poblaci<x>&'ón"),
            "parameters.yaml" => {
                source.text().replace("Criterio de", "Criterio <script>x</script> de")
            }
            UNREAD => source.text().replace("Pendiente", "<x>Pendiente `</x>`"),
            _ => source.text().replace(", ", ", <x onload='y'>&lt; "),
        };
        (path.to_owned(), Source::new(path, text))
    };
    let files = Files::new(embedded.paths().map(hostile).collect());
    let (ruleset, after) = page(&files);
    assert!(ruleset.rules.len() > 10, "enough rules still compile");
    let known: BTreeSet<String> = elements(&before).into_iter().collect();
    let found: BTreeSet<String> = elements(&after).into_iter().collect();
    assert!(found.is_subset(&known), "{:?}", found.difference(&known).collect::<Vec<_>>());
    assert!(after.contains("&lt;x onload=&#39;y&#39;&gt;&amp;lt;"));
}
