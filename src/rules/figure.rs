//! The figures by which submissions are compared: `cifras` in `ruleset.yaml`.

use crate::document::Node;

use super::Expression;
use super::reader::Reader;

/// A figure that every submission has, by which many are compared.
#[derive(Clone)]
pub struct Figure {
    /// Its id: `cobertura`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it says, for who reads a report.
    pub meaning: Option<String>,
    /// How it is computed, over the form's fields and the parameters; a number, shown by its unit.
    pub computed: Expression,
}

/// A figure whose expression is not compiled yet.
pub(super) struct FigureFile {
    pub id: String,
    pub name: String,
    pub meaning: Option<String>,
    pub computed: Option<Node>,
}

/// Reads the section `cifras`.
pub(super) fn read(reader: &Reader<'_>) -> Vec<FigureFile> {
    reader.maps("cifras").iter().map(figure).collect()
}

fn figure(reader: &Reader<'_>) -> FigureFile {
    let figure = FigureFile {
        id: reader.required_text("id"),
        name: reader.required_text("nombre"),
        meaning: reader.text("significado"),
        computed: reader.required("calcula").map(|(node, _)| node.clone()),
    };
    reader.finish();
    figure
}
