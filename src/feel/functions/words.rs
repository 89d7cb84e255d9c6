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
    /// Lists.
    Lists,
    /// Groups of fields.
    Contexts,
    /// Dates, times and durations.
    Temporals,
    /// Ranges.
    Ranges,
    /// How figures are shown.
    Formats,
    /// Measures of the form as a whole.
    Form,
    /// What is said in texts.
    Language,
}

impl Group {
    /// What people call it, in Spanish and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Group::Logic => ("Lógica", "Logic"),
            Group::Numbers => ("Números", "Numbers"),
            Group::Texts => ("Textos", "Texts"),
            Group::Lists => ("Listas", "Lists"),
            Group::Contexts => ("Grupos de campos", "Groups of fields"),
            Group::Temporals => ("Fechas, horas y duraciones", "Dates, times and durations"),
            Group::Ranges => ("Intervalos", "Ranges"),
            Group::Formats => ("Formatos", "Formats"),
            Group::Form => ("Medidas del formulario", "Measures of the form"),
            Group::Language => ("Lo que dicen los textos", "What texts say"),
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
    /// What a signature calls it, in Spanish and English.
    pub fn noun(self) -> (&'static str, &'static str) {
        match self {
            Takes::Any => ("cualquier valor", "any value"),
            Takes::Alike => ("valor de la misma clase", "value of the same kind"),
            Takes::Bool => ("condición", "condition"),
            Takes::Conditions => ("condiciones", "conditions"),
            Takes::Number => ("número", "number"),
            Takes::Share => ("proporción", "share"),
            Takes::Money => ("miles de pesos", "thousands of pesos"),
            Takes::Magnitude => ("número o duración", "number or duration"),
            Takes::Day => ("fecha", "date"),
            Takes::Range => ("intervalo", "range"),
            Takes::Point => ("número, texto o fecha", "number, text or date"),
            Takes::Ordered => ("números, textos o fechas", "numbers, texts or dates"),
            Takes::Text => ("texto", "text"),
            Takes::Pattern => ("expresión regular", "regular expression"),
            Takes::Flags => ("letras de smixq", "letters of smixq"),
            Takes::Texts => ("textos", "texts"),
            Takes::List => ("lista", "list"),
            Takes::Numbers | Takes::Addends | Takes::Factors => ("números", "numbers"),
            Takes::Order => ("función", "function"),
            Takes::Context => ("grupo de campos", "group of fields"),
            Takes::WordList => ("lista del léxico", "list of the lexicon"),
        }
    }
}
