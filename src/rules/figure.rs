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
    /// By what submissions are put together before they are compared; empty where all go together.
    pub by: Vec<Grouping>,
}

/// Something that submissions must have alike for a figure to be compared.
#[derive(Clone)]
pub struct Grouping {
    /// What people call it; told beside a number, and where it is not known.
    pub name: String,
    /// How it is computed, over the form's fields; a text or a number.
    pub computed: Expression,
}

/// A figure whose expression is not compiled yet.
pub(super) struct FigureFile {
    pub id: String,
    pub name: String,
    pub meaning: Option<String>,
    pub computed: Option<Node>,
    pub by: Vec<GroupingFile>,
}

/// A grouping whose expression is not compiled yet.
pub(super) struct GroupingFile {
    pub name: String,
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
        by: reader.maps("por").iter().map(grouping).collect(),
    };
    reader.finish();
    figure
}

fn grouping(reader: &Reader<'_>) -> GroupingFile {
    let grouping = GroupingFile {
        name: reader.required_text("nombre"),
        computed: reader.required("calcula").map(|(node, _)| node.clone()),
    };
    reader.finish();
    grouping
}
