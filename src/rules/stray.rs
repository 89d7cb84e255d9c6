//! Rules in a rule set's folder that nothing reads: one in the wrong place would judge nobody, unseen.

use std::sync::Arc;

use crate::document::{self, Limits};
use crate::finding::{Finding, Wording, nearest};
use crate::source::{Place, Source, Span};

use super::draft::DRAFT;
use super::files::Files;
use super::policy::PolicyFile;
use super::samples;

/// The file of a rule set that says why no rule reads some fields: a path and a reason a line.
pub const UNREAD: &str = "unread.yaml";

/// The file that all begins with.
pub(super) const RULESET: &str = "ruleset.yaml";

/// Keys of rule files: a file that has one of them is meant as a rule.
const OF_RULES: [&str; 3] = ["exige", "severidad", "fundamento"];

/// The rules that lie where none is read, or whose names do not end in `.yaml`. Other files may lie
/// anywhere.
pub(super) fn stray(files: &Files, file: &PolicyFile) -> Vec<Finding> {
    let sections: Vec<&str> = file.policy.sections.iter().map(|row| row.id.as_str()).collect();
    let is_read = |path: &str| {
        let known = |(folder, name): (&str, &str)| {
            let own = sections.contains(&folder) || folder == samples::FOLDER;
            own && !name.contains('/') && name.ends_with(".yaml")
        };
        path == DRAFT || path.split_once('/').is_some_and(known)
    };
    let ends = |path: &&str| path.ends_with(".yaml") || path.ends_with(".yml");
    let mut findings = Vec::new();
    for path in files.paths().filter(ends).filter(|path| !is_read(path)) {
        let Some(source) = files.get(path).filter(|source| is_rule(source)) else { continue };
        let message = Wording::both(
            format!("nada lee esta regla: `{path}`"),
            format!("nothing reads this rule: `{path}`"),
        );
        let at = Place { source: Arc::clone(source), span: Span::default() };
        let finding = Finding::error("rules/stray-rule", message).at(at);
        findings.push(finding.helped_by(place(path, &sections)));
    }
    findings
}

/// Whether a text is written as a rule.
fn is_rule(source: &Arc<Source>) -> bool {
    let document = document::read(Arc::clone(source), &Limits::default());
    OF_RULES.iter().any(|key| document.root.entry(key).is_some())
}

/// Where a rule that nothing reads may belong.
fn place(path: &str, sections: &[&str]) -> Wording {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let top = folder.split('/').next().unwrap_or_default();
    match nearest(top, sections.iter().copied()) {
        Some(section) => Wording::both(
            format!("póngala en `{section}/{stem}.yaml`, o sáquela de la carpeta del conjunto"),
            format!("put it into `{section}/{stem}.yaml`, or out of the folder of the set"),
        ),
        None => {
            let sections: Vec<String> = sections.iter().map(|id| format!("`{id}`")).collect();
            let all = sections.join(", ");
            Wording::both(
                format!(
                    "póngala en la carpeta de su sección ({all}), o sáquela de la del conjunto"
                ),
                format!("put it into the folder of its section ({all}), or out of that of the set"),
            )
        }
    }
}
