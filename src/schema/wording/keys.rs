//! What is missing, what nobody asked for, and paths that lead nowhere.

use super::Speaker;
use super::phrase::{because_of, fill_in, of, series};
use crate::document::{Node, Path, Step};
use crate::finding::{Finding, Wording};
use crate::schema::shape::{Member, Shape};
use crate::schema::violation::{Answer, Meant};

impl Speaker<'_> {
    pub(super) fn missing(&self, because: &[Answer]) -> Finding {
        let (spanish, english) = self.name();
        let blank = self.node.is_some_and(Node::is_blank);
        let group = matches!(self.member(), Some(Member { shape: Shape::Object(_), .. }));
        let message = match self.node {
            Some(_) if blank => {
                Wording::both(format!("{spanish} está en blanco"), format!("{english} is blank"))
            }
            Some(_) => Wording::both(
                format!("{spanish} no tiene ningún elemento"),
                format!("{english} has no elements"),
            ),
            None if group => Wording::both(
                format!("falta la sección {spanish}"),
                format!("the section {english} is missing"),
            ),
            None => Wording::both(format!("falta {spanish}"), format!("{english} is missing")),
        };
        let finding = self.at("schema/missing", message);
        let finding = match because {
            [] => finding,
            answers => finding.because(because_of(answers)),
        };
        match self.member() {
            Some(member) => finding.helped_by(fill_in(member)),
            None => finding,
        }
    }

    pub(super) fn unknown_key(&self, meant: Option<&Meant>) -> Finding {
        let key = self.path.last_key().unwrap_or_default();
        let (spanish, english) = self.name_of(&self.path.parent().unwrap_or_default());
        let message = Wording::both(
            format!("`{key}` no es un campo {}", of(&spanish)),
            format!("`{key}` is not a field of {english}"),
        );
        let place = self.document.key_span(self.path);
        let place = place.unwrap_or_else(|| self.document.nearest_place(self.path));
        let finding = Finding::error("schema/unknown-key", message).at(self.document.place(place));
        finding.helped_by(match meant {
            Some(Meant::Sibling { name, missing: true }) => {
                let (spanish, english) = self.name_of(&self.sibling(name));
                Wording::both(
                    format!("¿quiso decir `{name}`? falta {spanish}"),
                    format!("did you mean `{name}`? {english} is missing"),
                )
            }
            Some(Meant::Sibling { name, .. }) => {
                Wording::both(format!("¿quiso decir `{name}`?"), format!("did you mean `{name}`?"))
            }
            Some(Meant::Elsewhere(paths)) => {
                let paths: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
                Wording::both(
                    format!("hay un campo con ese nombre en {}: si es ese, revise la sangría; si no, bórrelo", series(&paths, "y")),
                    format!("there is a field of that name in {}: if it is that one, check the indentation; if not, delete it", series(&paths, "and")),
                )
            }
            None => self.known_keys(),
        })
    }

    /// What to do with a key like no other.
    fn known_keys(&self) -> Wording {
        let group = self.path.parent().and_then(|parent| self.shape.at(&parent));
        let names: Vec<String> = group
            .map_or(&[][..], Shape::members)
            .iter()
            .map(|member| format!("`{}`", member.name))
            .collect();
        if names.is_empty() {
            return Wording::both("bórrelo", "delete it");
        }
        Wording::both(
            format!(
                "bórrelo o conviértalo en comentario con `#`; los campos posibles aquí son {}",
                series(&names, "y")
            ),
            format!(
                "delete it or make it a comment with `#`; the possible fields here are {}",
                series(&names, "and")
            ),
        )
    }

    fn sibling(&self, name: &str) -> Path {
        self.path.parent().unwrap_or_default().key(name)
    }

    pub(super) fn not_a_path(&self) -> Finding {
        let (found, found_english) = self.found();
        let (spanish, english) = self.name();
        let message = Wording::both(
            format!("{spanish} {found}, que no es la ruta de un campo"),
            format!("{english} {found_english}, which is not the path of a field"),
        );
        let example = self.example();
        self.at("schema/path", message).helped_by(Wording::both(
            format!("separe las claves con puntos, como en `{example}`"),
            format!("separate keys with points, as in `{example}`"),
        ))
    }

    pub(super) fn unknown_path(&self, meant: Option<&Path>) -> Finding {
        let (found, found_english) = self.found();
        let (spanish, english) = self.name();
        let message = Wording::both(
            format!("{spanish} {found}, que no es un campo del formulario"),
            format!("{english} {found_english}, which is not a field of the form"),
        );
        self.at("schema/path", message).helped_by(match meant {
            Some(path) => {
                Wording::both(format!("¿quiso decir `{path}`?"), format!("did you mean `{path}`?"))
            }
            None => {
                let example = self.example();
                Wording::both(
                    format!("escriba la ruta entera, como en `{example}`"),
                    format!("write the whole path, as in `{example}`"),
                )
            }
        })
    }

    /// The path of some field inside a list, or of any field.
    fn example(&self) -> Path {
        let fields = self.shape.fields();
        let inside = |path: &&Path| matches!(path.steps(), [.., Step::Any, Step::Key(_)]);
        let mut paths = fields.iter().map(|(path, _)| path);
        paths.clone().find(inside).or_else(|| paths.next()).cloned().unwrap_or_default()
    }
}
