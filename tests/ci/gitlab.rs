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
