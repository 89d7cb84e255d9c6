//! The parts of a transcribed form that its source did not publish.

use super::shape::{Member, Shape};
use super::violation::{Cause, Violation};
use crate::document::{Document, Path, Step};
use crate::finding::nearest;

/// Where a form names them.
const FIELD: [&str; 2] = ["fuente", "no_publicado"];

/// The paths of a form that its published source omits: unknown, not missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    patterns: Vec<Path>,
}

impl Withheld {
    /// Reads `fuente.no_publicado`; what is no path there covers nothing.
    pub fn read(document: &Document) -> Withheld {
        let patterns = entries(document).filter_map(|(_, text)| text.trim().parse().ok());
        Withheld { patterns: patterns.filter(|path: &Path| !path.is_root()).collect() }
    }

    /// The paths as written; `componentes[].modalidad` is that field in every element.
    pub fn patterns(&self) -> &[Path] {
        &self.patterns
    }

    /// Whether a path is one of them or lies under one.
    pub fn covers(&self, path: &Path) -> bool {
        self.patterns.iter().any(|pattern| path.starts_with(pattern))
    }

    /// Whether a path is covered, or everything required below it is.
    pub(super) fn covers_whole(&self, path: &Path, shape: Option<&Shape>) -> bool {
        if self.covers(path) {
            return true;
        }
        match shape {
            Some(Shape::Object(members)) => {
                let mut required = members.iter().filter(|member| member.required).peekable();
                let covered = |member: &Member| {
                    self.covers_whole(&path.key(&member.name), Some(&member.shape))
                };
                required.peek().is_some() && required.all(covered)
            }
            Some(Shape::List(item, _)) => self.covers_whole(&path.join(Step::Any), Some(item)),
            _ => false,
        }
    }
}

/// The entries that are no path, or lead to no field of the form.
pub(super) fn violations(document: &Document, shape: &Shape) -> Vec<Violation> {
    let wrong = |(path, text): (Path, &str)| {
        let cause = match text.trim().parse::<Path>() {
            Err(_) => Cause::NotAPath,
            Ok(named) if shape.at(&named).is_some() => return None,
            Ok(named) => Cause::UnknownPath { meant: meant(&named, shape) },
        };
        Some(Violation { path, cause })
    };
    entries(document).filter_map(wrong).collect()
}

/// The texts of the list with their own paths, blank ones left out.
fn entries(document: &Document) -> impl Iterator<Item = (Path, &str)> {
    let list = FIELD.iter().fold(Path::root(), |path, key| path.key(key));
    let items = document.at(&list).map_or(&[][..], |node| node.items());
    items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.is_blank())
        .filter_map(move |(index, item)| Some((list.index(index), item.text()?)))
}

/// The field that a wrong path most likely means: each wrong key replaced by its nearest, and `[]`
/// added where a list was taken for a group.
fn meant(named: &Path, shape: &Shape) -> Option<Path> {
    let mut path = Path::root();
    let mut shape = shape;
    for step in named.steps() {
        if let (Step::Key(_), Shape::List(item, _)) = (step, shape) {
            path.push(Step::Any);
            shape = item;
        }
        match (step, shape) {
            (Step::Key(name), Shape::Object(members)) => {
                let names = members.iter().map(|member| &*member.name);
                let name =
                    shape.member(name).map(|_| name.as_str()).or_else(|| nearest(name, names))?;
                path.push(Step::Key(name.to_owned()));
                shape = &shape.member(name)?.shape;
            }
            (Step::Index(_) | Step::Any, Shape::List(item, _)) => {
                path.push(step.clone());
                shape = item;
            }
            (Step::Index(_) | Step::Any, _) => {}
            (Step::Key(_), _) => return None,
        }
    }
    Some(path)
}
