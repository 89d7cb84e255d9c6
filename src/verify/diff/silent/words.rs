//! Submissions in which the words of a lexicon stand where rules read.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Data, Node, Path, Step};
use crate::rules::{Patch, Ruleset};
use crate::source::Span;
use crate::verify::changes::Word;
use crate::verify::coverage::reads;
use crate::verify::patch;

use super::Search;

/// Submissions in which a word stands in place of another at most.
const INSTEAD: usize = 200;

/// Submissions in which words stand after what the cases of one rule say at most.
const AFTER: usize = 200;

/// A submission in which a word stands, and the rules that may see it there.
pub(super) struct Spoken {
    pub patch: Patch,
    pub readers: Vec<String>,
}

impl<'s, 'c> Search<'s, 'c> {
    /// Submissions with a word in the texts that rules read: in place of the other words of its list in the
    /// rules' own cases, alone, after what the base says, and after what the cases say.
    pub(super) fn texts_with(
        &self,
        word: &Word,
        touched: &[String],
    ) -> impl Iterator<Item = Spoken> {
        let base = &self.trials.changes.new.base;
        let spoken = spoken(&word.entry);
        let instead = self.in_place(word, &spoken, touched);
        let said = spoken.clone();
        let after = touched.iter().flat_map(move |id| self.after_cases(&said, id));
        let anywhere = self.readers(touched).into_iter().flat_map(move |(field, readers)| {
            let first = Path(field.steps().iter().map(first_element).collect());
            let text = base.at(&first).and_then(Node::text);
            let texts: Vec<String> = text
                .into_iter()
                .flat_map(|text| {
                    spoken.iter().flat_map(move |said| {
                        [format!("{text} {said}."), format!("{said} {text}"), said.clone()]
                    })
                })
                .collect();
            texts.into_iter().map(move |text| {
                let patch = Patch { set: vec![(first.clone(), written(text))], ..Patch::default() };
                Spoken { patch, readers: readers.clone() }
            })
        });
        instead.into_iter().chain(anywhere).chain(after)
    }

    /// The cases of a rule with a word after a text that it reads, counted too; where it is one of several that
    /// mean the same, also with one of them after a text and another after another.
    fn after_cases(&self, spoken: &[String], id: &str) -> Vec<Spoken> {
        let new = self.trials.changes.new;
        let base = &new.base;
        let others = spoken.iter().rev();
        let pairs: Vec<_> = spoken.iter().zip(others).filter(|(a, b)| a != b).collect();
        let mut made = Vec::new();
        let Some(rule) = new.rule(id) else { return made };
        let readers = vec![rule.id.clone()];
        let fields: BTreeSet<Path> = reads(new, rule)
            .iter()
            .map(|field| Path(field.steps().iter().map(first_element).collect()))
            .collect();
        let cases = std::iter::once(Patch::default());
        for case in cases.chain(rule.cases.iter().map(|case| case.patch.clone())) {
            let root = patch(&base.root, &case);
            let text = |field: &Path| {
                let node = field.steps().iter().try_fold(&root, |node, step| node.step(step))?;
                let text = node.text()?.trim_end();
                Some((field.clone(), text.trim_end_matches('.').to_owned()))
            };
            let texts: Vec<(Path, String)> = fields.iter().filter_map(text).collect();
            let mut add = |said: Vec<(&Path, String)>| {
                let mut patch = case.clone();
                patch.set.retain(|(path, _)| !said.iter().any(|(other, _)| *other == path));
                patch
                    .set
                    .extend(said.into_iter().map(|(path, text)| (path.clone(), written(text))));
                made.push(Spoken { patch, readers: readers.clone() });
            };
            for (path, text) in &texts {
                for said in spoken {
                    add(vec![(path, format!("{text} {said}."))]);
                    add(vec![(path, format!("{text} en 40 {said}."))]);
                }
            }
            for (at, (path, text)) in texts.iter().enumerate() {
                for (other, other_text) in &texts[at + 1..] {
                    for (a, b) in &pairs {
                        add(vec![
                            (path, format!("{text} {a}.")),
                            (other, format!("{other_text} {b}.")),
                        ]);
                    }
                }
            }
            if made.len() > AFTER {
                break;
            }
        }
        made
    }

    /// The cases of rules, where another word of the list stands, with the word in its place.
    fn in_place(&self, word: &Word, spoken: &[String], touched: &[String]) -> Vec<Spoken> {
        let changes = self.trials.changes;
        let others: BTreeSet<String> = [changes.old, changes.new]
            .into_iter()
            .flat_map(|ruleset| words_of(ruleset, &word.list))
            .filter(|other| !spoken.contains(other))
            .collect();
        let mut made = Vec::new();
        for rule in self.rules(touched) {
            for patch in rule.cases.iter().map(|case| &case.patch) {
                for (at, (_, node)) in patch.set.iter().enumerate() {
                    let Some(text) = node.text() else { continue };
                    let there = others.iter().filter(|other| text.contains(other.as_str()));
                    let Some(other) = there.max_by_key(|other| other.len()) else { continue };
                    for said in spoken {
                        let mut patch = patch.clone();
                        patch.set[at].1 = written(text.replacen(other.as_str(), said, 1));
                        made.push(Spoken { patch, readers: vec![rule.id.clone()] });
                    }
                }
            }
        }
        made.truncate(INSTEAD);
        made
    }

    /// The fields that some rules read, each with those that may see what is written there: its readers
    /// and the rules that look at the whole form alike.
    fn readers(&self, touched: &[String]) -> BTreeMap<Path, Vec<String>> {
        let new = self.trials.changes.new;
        let mut readers: BTreeMap<Path, Vec<String>> = BTreeMap::new();
        let mut of_all = Vec::new();
        for id in touched.iter().filter(|id| new.rule(id).is_some()) {
            let both = self.rules(std::slice::from_ref(id));
            let fields: BTreeSet<Path> =
                both.into_iter().flat_map(|rule| reads(new, rule)).collect();
            if fields.is_empty() {
                of_all.push(id.clone());
            }
            for field in fields {
                readers.entry(field).or_default().push(id.clone());
            }
        }
        readers.values_mut().for_each(|ids| ids.extend(of_all.iter().cloned()));
        readers
    }
}

fn written(text: String) -> Node {
    Node { data: Data::Text(text), span: Span::default() }
}

/// The expressions of a list of a lexicon.
fn words_of(ruleset: &Ruleset, list: &Path) -> Vec<String> {
    let words = ruleset.words.as_ref().and_then(|words| words.at(list));
    words.map(spoken).unwrap_or_default()
}

fn first_element(step: &Step) -> Step {
    match step {
        Step::Any => Step::Index(0),
        other => other.clone(),
    }
}

/// The expressions of an entry of a list.
fn spoken(entry: &Node) -> Vec<String> {
    match &entry.data {
        // What stands before a word is how it is looked for: `=participante`.
        Data::Text(text) => vec![text.trim_start_matches('=').to_owned()],
        Data::List(items) => items.iter().flat_map(spoken).collect(),
        Data::Map(entries) => entries.iter().flat_map(|entry| spoken(&entry.node)).collect(),
        _ => Vec::new(),
    }
}
