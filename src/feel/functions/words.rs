//! What people call the parts of the table of functions, in Spanish and English.

use super::{Takes, Unknowns};

/// What functions are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Conditions.
    Logic,
    /// Numbers.
    Numbers,
    /// Texts.
    Texts,
    /// Lists and groups of fields.
    Lists,
    /// How figures are shown.
    Formats,
    /// Measures of the form's texts.
    Form,
}

impl Group {
    /// What people call it, in Spanish and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Group::Logic => ("Lógica", "Logic"),
            Group::Numbers => ("Números", "Numbers"),
            Group::Texts => ("Textos", "Texts"),
            Group::Lists => ("Listas y grupos de campos", "Lists and groups of fields"),
            Group::Formats => ("Formatos", "Formats"),
            Group::Form => ("Medidas del formulario", "Measures of the form"),
        }
    }
}

impl Unknowns {
    /// What people read of it, in Spanish and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Unknowns::Shallow => (
                "con un argumento sin dato, no hay resultado",
                "an unknown argument leaves no result",
            ),
            Unknowns::Deep => (
                "con un argumento o un elemento sin dato, no hay resultado",
                "an unknown argument or item leaves no result",
            ),
            Unknowns::Own => (
                "lo que falta no impide el resultado si lo demás basta para saberlo",
                "what is missing does not matter where the rest decides",
            ),
        }
    }
}

impl Takes {
    /// What people call it, in Spanish and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Takes::Any => ("cualquier valor", "any value"),
            Takes::Bool => ("condición", "condition"),
            Takes::Number => ("número", "number"),
            Takes::Text => ("texto", "text"),
            Takes::List => ("lista", "list"),
            Takes::Numbers => ("números", "numbers"),
            Takes::Texts => ("textos", "texts"),
            Takes::Context => ("grupo de campos", "group of fields"),
        }
    }
}
