//! GitLab's Code Quality report.

use super::*;

#[test]
fn gitlab_has_what_it_asks_for() {
    for (what, run) in runs() {
        let report = json(Format::Gitlab, run);
        assert_eq!(list(&report).count(), run.told().count(), "{what}");
        let mut fingerprints = BTreeSet::new();
        for found in list(&report) {
            for key in ["check_name", "description", "fingerprint", "severity"] {
                assert!(!text(&found[key]).is_empty(), "{what}: {key}");
            }
            let severities = ["info", "minor", "major", "critical", "blocker"];
            assert!(severities.contains(&text(&found["severity"])));
            assert!(number(&found["location"]["lines"]["begin"]) >= 1);
            let path = text(&found["location"]["path"]);
            assert!(!path.starts_with("./") && !path.is_empty(), "{what}: {path}");
            assert!(fingerprints.insert(text(&found["fingerprint"]).to_owned()), "{what}");
        }
    }
    let report = json(Format::Gitlab, redes());
    let minimum = list(&report).find(|found| found["check_name"] == "EST-05").expect("it fails");
    assert_eq!(minimum["severity"], "blocker");
    assert_eq!(minimum["location"]["lines"]["begin"], 799);
}

#[test]
fn a_verdict_that_waivers_made_is_told_with_the_one_without_them() {
    let form = submission(REDES);
    let mut run = Run::new("check", Language::Spanish);
    run.add_evaluation(&View::new(&pilares::judge_with(ruleset(), &form, &common::waiving())));
    let verdict = "sin dispensas: Objetado Técnicamente";
    let report = json(Format::Gitlab, &run);
    let told: Vec<&Value> =
        list(&report).filter(|found| text(&found["description"]).contains(verdict)).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["check_name"], "review/waivers");
    assert_eq!(told[0]["severity"], "info");
    assert_eq!(told[0]["location"]["path"], "submissions/redes-de-oportunidades-2026.yaml");
    assert!(text(&told[0]["description"]).starts_with("Calificación: Falta Información"));
    assert_eq!(told[0], &report[0], "it comes first");
    let prints: BTreeSet<&str> = list(&report).map(|found| text(&found["fingerprint"])).collect();
    assert_eq!(prints.len(), list(&report).count(), "fingerprints are unique");
    // The other services have room for the verdict.
    for format in [Format::Sarif, Format::Junit, Format::Github] {
        assert_eq!(ci::render(format, &run).matches(verdict).count(), 1, "{format:?}");
    }
    for (what, run) in runs() {
        let report = ci::render(Format::Gitlab, run);
        assert!(!report.contains("review/waivers") && !report.contains("sin dispensas"), "{what}");
    }
}
