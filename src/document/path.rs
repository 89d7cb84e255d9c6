//! Routes of keys: `componentes[1].gasto`.

use std::fmt;
use std::str::FromStr;

/// A route from the root of a document to one of its values.
///
/// Written with dots and, for lists, positions from 1: `componentes[1].gasto`. `componentes[].gasto`
/// is that field in every element. A key with signs of its own goes in quotes. The root is empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Path(pub Vec<Step>);

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a map.
    Key(String),
    /// Into a list, counted from 0.
    Index(usize),
    /// Into every element of a list.
    Any,
}

impl Path {
    /// The path of the root.
    pub fn root() -> Path {
        Path::default()
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether this is the path of the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes one step further.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// The path one step further.
    pub fn join(&self, step: Step) -> Path {
        let mut path = self.clone();
        path.push(step);
        path
    }

    /// The path of a key in this map.
    pub fn key(&self, key: &str) -> Path {
        self.join(Step::Key(key.to_owned()))
    }

    /// The path of an element (from 0) of this list.
    pub fn index(&self, index: usize) -> Path {
        self.join(Step::Index(index))
    }

    /// The path of what contains this; none for the root.
    pub fn parent(&self) -> Option<Path> {
        let (_, steps) = self.0.split_last()?;
        Some(Path(steps.to_vec()))
    }

    /// The innermost key of the path.
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) | Step::Any => None,
        })
    }

    /// Whether this path is `prefix` or lies under it; [`Step::Any`] stands for every position.
    pub fn starts_with(&self, prefix: &Path) -> bool {
        self.0.len() >= prefix.0.len() && self.0.iter().zip(&prefix.0).all(|(a, b)| a.meets(b))
    }

    /// The same path with every position replaced by [`Step::Any`].
    pub fn general(&self) -> Path {
        let step = |step: &Step| match step {
            Step::Index(_) => Step::Any,
            step => step.clone(),
        };
        Path(self.0.iter().map(step).collect())
    }
}

impl Step {
    fn meets(&self, other: &Step) -> bool {
        match (self, other) {
            (Step::Any, Step::Index(_) | Step::Any) | (Step::Index(_), Step::Any) => true,
            (a, b) => a == b,
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    write_key(f, key)?;
                }
                Step::Index(index) => write!(f, "[{}]", index.saturating_add(1))?,
                Step::Any => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    if is_plain(key) {
        return f.write_str(key);
    }
    write!(f, "\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_plain(key: &str) -> bool {
    let special = |character: char| {
        matches!(character, '.' | '[' | ']' | '"' | '\\') || character.is_whitespace()
    };
    !key.is_empty() && !key.contains(special)
}

/// A text that is no [`Path`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPath {
    /// Byte of the text where it stops being one.
    pub at: usize,
}

impl fmt::Display for NotAPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a path from byte {} on", self.at)
    }
}

impl std::error::Error for NotAPath {}

impl FromStr for Path {
    type Err = NotAPath;

    fn from_str(text: &str) -> Result<Path, NotAPath> {
        let mut path = Path::root();
        let mut rest = text;
        while !rest.is_empty() {
            let not_a_path = NotAPath { at: text.len() - rest.len() };
            let (step, after) = match rest.strip_prefix('[') {
                Some(inside) => position(inside).ok_or(not_a_path)?,
                None if path.is_root() => key(rest).ok_or(not_a_path)?,
                None => rest.strip_prefix('.').and_then(key).ok_or(not_a_path)?,
            };
            path.push(step);
            rest = after;
        }
        Ok(path)
    }
}

/// A position after its opening bracket, and what follows it.
fn position(text: &str) -> Option<(Step, &str)> {
    let (inside, rest) = text.split_once(']')?;
    if inside.is_empty() {
        return Some((Step::Any, rest));
    }
    let index =
        inside.bytes().all(|byte| byte.is_ascii_digit()).then(|| inside.parse::<usize>().ok());
    Some((Step::Index(index??.checked_sub(1)?), rest))
}

/// A key, plain or in quotes, and what follows it.
fn key(text: &str) -> Option<(Step, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (key, rest) = text.split_at(end);
        return is_plain(key).then(|| (Step::Key(key.to_owned()), rest));
    };
    let mut key = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((Step::Key(key), &quoted[at + 1..])),
            '\\' => key.push(characters.next()?.1),
            other => key.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[Step]) {
        let path: Path = text.parse().expect("a path");
        assert_eq!(path.steps(), expected);
        assert_eq!(path.to_string(), text);
    }

    fn step(key: &str) -> Step {
        Step::Key(key.to_owned())
    }

    #[test]
    fn paths_are_read_as_they_are_written() {
        check("", &[]);
        check("proceso", &[step("proceso")]);
        check(
            "poblacion.objetivo.cantidad",
            &[step("poblacion"), step("objetivo"), step("cantidad")],
        );
        check("componentes[1].gasto", &[step("componentes"), Step::Index(0), step("gasto")]);
        check("componentes[].x", &[step("componentes"), Step::Any, step("x")]);
        check("[2][10].año", &[Step::Index(1), Step::Index(9), step("año")]);
        check(
            "\"a.b\".\"\".\"c \\\"d\\\"\"[1]",
            &[step("a.b"), step(""), step("c \"d\""), Step::Index(0)],
        );
    }

    #[test]
    fn what_is_no_path_says_where() {
        for (text, at) in [
            (".a", 0),
            ("a.", 1),
            ("a..b", 1),
            ("a[0]", 1),
            ("a[x]", 1),
            ("a[1", 1),
            ("a]b", 0),
            ("a b", 0),
            ("a[1]b", 4),
            ("\"a", 0),
            ("a[99999999999999999999999]", 1),
            ("a[+1]", 1),
        ] {
            assert_eq!(text.parse::<Path>(), Err(NotAPath { at }), "{text}");
        }
    }

    #[test]
    fn a_pattern_covers_all_below_it() {
        let path: Path = "componentes[2].gasto.detalle".parse().expect("a path");
        for (prefix, covers) in [
            ("", true),
            ("componentes", true),
            ("componentes[]", true),
            ("componentes[2].gasto", true),
            ("componentes[].gasto", true),
            ("componentes[1]", false),
            ("componente", false),
            ("componentes[2].gasto.detalle.x", false),
        ] {
            assert_eq!(path.starts_with(&prefix.parse().expect("a path")), covers, "{prefix}");
        }
    }
}
