//! A result that was written before, and how it differs from the one that comes out now.

use serde_json::Value;

use super::super::stamp::{PARTS, Stamp};
use super::unrepeated::repeated_key;

/// A result that was written before.
pub struct Recorded {
    value: Value,
    /// Of one that was written as a line of many: the line's number and the sender's name for it.
    answers: Option<[Value; 2]>,
}

/// Why a text is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unrecorded {
    /// It is not JSON from this line and column on, both from 1.
    NotJson(usize, usize),
    /// An object of it has this key twice; the second one ends on this line, from 1.
    Repeated(String, usize),
    /// It is JSON, and no result of a submission.
    NotAResult,
    /// It is a result of a version that had no stamps.
    NotStamped,
}

/// How two results differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// They were made from something else: the name of a part of the stamp, and both of its values.
    Made {
        /// The part: `submission`, `review`, `ruleset`, `parameters`, `schema`, `engine` or `year`.
        part: &'static str,
        /// As recorded.
        before: String,
        /// As it is now.
        now: String,
    },
    /// Another rating.
    Rating {
        /// As recorded.
        before: String,
        /// As it is now.
        now: String,
    },
    /// Another verdict of a pillar.
    Pillar {
        /// Its name.
        name: String,
        /// As recorded.
        before: String,
        /// As it is now.
        now: String,
    },
    /// Another status of a rule; none where the result does not list it.
    Rule {
        /// Its id.
        id: String,
        /// As recorded.
        before: Option<String>,
        /// As it is now.
        now: Option<String>,
    },
    /// The same status of a rule, with other outcomes, words, places or evidence.
    Told {
        /// Its id.
        id: String,
    },
    /// A value somewhere else.
    Other {
        /// Where: keys and positions from 1, as `figures[2].value`.
        path: String,
        /// As recorded, as JSON; none where there is nothing.
        before: Option<String>,
        /// As it is now.
        now: Option<String>,
    },
    /// A line of a ficha that says something else.
    Line {
        /// Its number in the ficha that was written before, from 1.
        line: usize,
        /// As written, where it differs; none of a line that was not there.
        before: Option<String>,
        /// As it comes out now; none of a line that does not.
        now: Option<String>,
    },
    /// This many more lines of a ficha that say something else.
    Lines(usize),
    /// A file that is not the same, byte by byte, and whose words are not compared.
    Bytes,
}

impl Recorded {
    /// Reads what results were written in: one alone, a list of them, or one a line.
    ///
    /// What is no result among several is said of that one.
    pub fn read_all(text: &str) -> Result<Vec<Result<Recorded, Unrecorded>>, Unrecorded> {
        if let Some((key, line, _)) = repeated_key(text) {
            return Err(Unrecorded::Repeated(key, line));
        }
        let values: Result<Vec<Value>, _> =
            serde_json::Deserializer::from_str(text).into_iter().collect();
        let mut values =
            values.map_err(|error| Unrecorded::NotJson(error.line(), error.column()))?;
        if let [Value::Array(items)] = &mut *values {
            values = std::mem::take(items);
        }
        Ok(values.into_iter().map(Recorded::of).collect())
    }

    /// Reads one result, alone or as the line of a stream has it.
    pub fn read(text: &str) -> Result<Recorded, Unrecorded> {
        let mut all = Recorded::read_all(text)?;
        all.pop().filter(|_| all.is_empty()).unwrap_or(Err(Unrecorded::NotAResult))
    }

    fn of(value: Value) -> Result<Recorded, Unrecorded> {
        let (value, answers) = match value {
            Value::Object(mut line) if line.contains_key("result") => {
                let mut take = |key| line.remove(key).unwrap_or_default();
                (take("result"), Some([take("line"), take("id")]))
            }
            value => (value, None),
        };
        let format = value.get("format").and_then(Value::as_str);
        if format == Some("pilares.findings") {
            return Ok(Recorded { value, answers });
        }
        if !matches!(format, Some("pilares.result" | "pilares.summary")) {
            return Err(Unrecorded::NotAResult);
        }
        if !value.get("stamp").is_some_and(Value::is_object) {
            return Err(Unrecorded::NotStamped);
        }
        Ok(Recorded { value, answers })
    }

    /// Whether it only says what kept a submission from being judged.
    pub fn is_findings(&self) -> bool {
        self.text(&["format"]) == Some("pilares.findings")
    }

    /// Whether it is a result without evidence.
    pub fn is_summary(&self) -> bool {
        self.text(&["format"]) == Some("pilares.summary")
    }

    /// What the submission was called.
    pub fn source(&self) -> String {
        let line = self.answers.as_ref().filter(|_| self.is_findings());
        if let Some([line, _]) = line {
            return format!("<stdin>#{line}");
        }
        let finding = || {
            let label = list(&self.value, "findings").first()?.get("labels")?.get(0)?;
            label.get("place")?.get("source")?.as_str()
        };
        self.text(&["submission", "source"]).or_else(finding).unwrap_or_default().to_owned()
    }

    /// What the review was called that it was made with; none where there was none.
    pub fn review(&self) -> Option<&str> {
        self.text(&["stamp", "review"])?;
        self.text(&["review", "source"]).or(self.text(&["review"]))
    }

    /// What the names of the rule set's files began with: a folder and a slash.
    pub fn rules_prefix(&self) -> Option<&str> {
        let rule = list(&self.value, "rules").first()?.get("source")?.as_str()?;
        let (section, _) = rule.rsplit_once('/')?;
        let end = section.rfind('/').map_or(0, |slash| slash + 1);
        rule.get(..end)
    }

    /// What it says that it was made from.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            source: self.source(),
            review: self.review().map(str::to_owned),
            parts: PARTS.map(|part| self.made_from(part)),
        }
    }

    /// A part of its stamp, as hexadecimal digits or as written, of the engine both; empty where there is
    /// none.
    fn made_from(&self, part: &str) -> String {
        match self.value.get("stamp").and_then(|stamp| stamp.get(part)) {
            Some(Value::Object(engine)) => {
                engine.values().map(|value| words(Some(value))).collect::<Vec<_>>().join(" ")
            }
            value => words(value),
        }
    }

    fn text(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(&self.value, |value, key| value.get(key))?.as_str()
    }
}

/// How a recorded result differs from one that was made now; nothing where they are the same.
///
/// White space between values does not count. Which line they answer does where both say so.
pub fn differences(before: &Recorded, now: &Recorded) -> Vec<Difference> {
    let mut found = made(&before.stamp(), &now.stamp());
    if let (Some(before), Some(now)) = (&before.answers, &now.answers) {
        for (path, at) in [("line", 0), ("id", 1)] {
            leaves(path.to_owned(), Some(&before[at]), Some(&now[at]), &mut found);
        }
    }
    let (before, now) = (&before.value, &now.value);
    let (old, new) = (rating(before), rating(now));
    if old != new {
        found.push(Difference::Rating { before: old, now: new });
    }
    found.extend(pillars(before, now));
    found.extend(rules(before, now));
    let mut other = Vec::new();
    leaves(String::new(), Some(before), Some(now), &mut other);
    let told = |path: &str| {
        let key = path.split(['.', '[']).next().unwrap_or(path);
        match key {
            "stamp" => found.iter().any(|found| matches!(found, Difference::Made { .. })),
            "rating" => found.iter().any(|found| matches!(found, Difference::Rating { .. })),
            "pillars" => found.iter().any(|found| matches!(found, Difference::Pillar { .. })),
            "rules" => found
                .iter()
                .any(|found| matches!(found, Difference::Rule { .. } | Difference::Told { .. })),
            _ => false,
        }
    };
    other.retain(|difference| match difference {
        Difference::Other { path, .. } => !told(path),
        _ => true,
    });
    found.extend(other);
    found
}

/// The values that differ, and no more than their smallest parts.
fn leaves(path: String, before: Option<&Value>, now: Option<&Value>, found: &mut Vec<Difference>) {
    if before == now {
        return;
    }
    match (before, now) {
        (Some(Value::Object(before)), Some(Value::Object(now))) => {
            let only_now = now.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(only_now) {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(inner, before.get(key), now.get(key), found);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(now))) => {
            for at in 0..before.len().max(now.len()) {
                leaves(format!("{path}[{}]", at + 1), before.get(at), now.get(at), found);
            }
        }
        (before, now) => {
            let [before, now] = [before, now].map(|value| value.map(Value::to_string));
            found.push(Difference::Other { path, before, now });
        }
    }
}

/// What two stamps say differently.
pub(in crate::report) fn made(before: &Stamp, now: &Stamp) -> Vec<Difference> {
    let changes = before.changes(now).map(|(part, before, now)| Difference::Made {
        part,
        before: before.to_owned(),
        now: now.to_owned(),
    });
    changes.collect()
}

/// A part of a stamp, in words that can be compared; empty where there is none.
fn words(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The rating and whether it is final.
fn rating(value: &Value) -> String {
    let Some(rating) = value.get("rating").filter(|rating| !rating.is_null()) else {
        return String::new();
    };
    let name = words(rating.get("name"));
    match rating.get("final").and_then(Value::as_bool) {
        Some(true) => name,
        _ => format!("{name}, provisional"),
    }
}

fn pillars(before: &Value, now: &Value) -> Vec<Difference> {
    let verdict = |value: &Value, id: &Value| {
        let pillar = list(value, "pillars").iter().find(|pillar| pillar.get("id") == Some(id));
        pillar.map(|pillar| {
            let name = words(pillar.get("verdict_name"));
            match words(pillar.get("verdict")).as_str() {
                "provisional" => format!("{name}, provisional"),
                _ => name,
            }
        })
    };
    let differs = either(before, now, "pillars").into_iter().filter_map(|pillar| {
        let id = pillar.get("id")?;
        let (old, new) = (verdict(before, id), verdict(now, id));
        (old != new).then(|| Difference::Pillar {
            name: words(pillar.get("name")),
            before: old.unwrap_or_default(),
            now: new.unwrap_or_default(),
        })
    });
    differs.collect()
}

fn rules(before: &Value, now: &Value) -> Vec<Difference> {
    let find = |value: &'_ Value, id: &Value| -> Option<Value> {
        list(value, "rules").iter().find(|rule| rule.get("id") == Some(id)).cloned()
    };
    let differs = either(before, now, "rules").into_iter().filter_map(|rule| {
        let id = rule.get("id")?;
        let (old, new) = (find(before, id), find(now, id));
        if old == new {
            return None;
        }
        let status = |rule: &Option<Value>| rule.as_ref().map(|rule| words(rule.get("status")));
        let (before, now, id) = (status(&old), status(&new), words(Some(id)));
        Some(match before == now {
            true => Difference::Told { id },
            false => Difference::Rule { id, before, now },
        })
    });
    differs.collect()
}

/// The items of a list in both, by id: those of the first, then those that only the second has.
fn either<'v>(before: &'v Value, now: &'v Value, key: &str) -> Vec<&'v Value> {
    let old = list(before, key);
    let ids: Vec<_> = old.iter().map(|item| item.get("id")).collect();
    let new = list(now, key).iter().filter(|item| !ids.contains(&item.get("id")));
    old.iter().chain(new).collect()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
