//! The texts of a rule set: embedded in the binary, or read from a folder by the caller.

use std::sync::Arc;

use crate::source::Source;
use crate::stamp::Digest;

/// Every `.yaml`, `.json` and `.md` under `rules/`, by path.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded_rules.rs"));

/// The texts of a rule set, by path within its folder (`poblacion/POB-21-cobertura-baja.yaml`).
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<(String, Arc<Source>)>,
}

impl Files {
    /// Texts by path; their order does not matter.
    pub fn new(mut files: Vec<(String, Arc<Source>)>) -> Files {
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        Files { files }
    }

    /// A text by path.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, source)| source)
    }

    /// The rule files of a section: `<section>/*.yaml`, in the order of their names.
    pub fn in_folder<'f>(
        &'f self,
        folder: &'f str,
    ) -> impl Iterator<Item = (&'f str, &'f Arc<Source>)> {
        self.files.iter().filter_map(move |(path, source)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            (!name.contains('/') && name.ends_with(".yaml")).then_some((name, source))
        })
    }

    /// What the set is known by: its `.yaml` and `.json`, by path; what explains it does not count.
    pub fn digest(&self) -> Digest {
        let counts = |path: &str| path.ends_with(".yaml") || path.ends_with(".json");
        let files = self.files.iter().filter(|(path, _)| counts(path));
        Digest::of_files(files.map(|(path, source)| (&**path, source.text().as_bytes())))
    }

    /// The same texts, each called by its path after a prefix.
    pub fn called(&self, prefix: &str) -> Files {
        let files = self.files.iter();
        let renamed = files.map(|(path, source)| {
            (path.clone(), Source::new(format!("{prefix}{path}"), source.text()))
        });
        Files { files: renamed.collect() }
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }
}

/// The rule set in the binary, by name (`dipres`).
pub fn embedded(name: &str) -> Files {
    let in_set = EMBEDDED.iter().filter_map(|(path, text)| {
        let inner = path.strip_prefix(name)?.strip_prefix('/')?;
        Some((inner.to_owned(), Source::new(format!("rules/{path}"), *text)))
    });
    Files::new(in_set.collect())
}
