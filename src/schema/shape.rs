//! What a schema says of each field, with every reference resolved.
//!
//! The validator judges documents; this view answers questions about fields: their names, types,
//! units and titles. It includes fields that only some answers call for (`then`).

use std::cell::Cell;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::document::{Path, Step};

/// Members that a view may have; a schema made to explode ends there.
const MEMBERS: usize = 20_000;

/// References on the way to a value; a longer chain ends there.
const REFERENCES: usize = 128;

/// The kind of value that a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A group of fields, in the order of the schema.
    Object(Vec<Member>),
    /// A list, all of whose elements have one shape, and how many it may have.
    List(Box<Shape>, Bounds),
    /// A number.
    Number {
        /// What it counts (`x-unit`).
        unit: Option<String>,
        /// Whether it may have no fraction.
        integer: bool,
        /// What it may be.
        bounds: Bounds,
    },
    /// A text.
    Text {
        /// The only texts admitted; empty where any is.
        allowed: Vec<String>,
        /// Characters that it may have, counted as the official form does.
        limit: Option<usize>,
    },
    /// `true` or `false`.
    Boolean,
    /// Anything: the schema does not say, or refers back to itself.
    Any,
}

/// What a number may be, whatever else the form says; none where any number may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least that it may be, and whether it may be just that.
    pub least: Option<(Decimal, bool)>,
    /// The most that it may be, and whether it may be just that.
    pub most: Option<(Decimal, bool)>,
}

/// A field of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its key.
    pub name: Arc<str>,
    /// Its name for people; the key where the schema gives none.
    pub title: String,
    /// How sentences say it.
    pub spoken: Spoken,
    /// What is asked, in Spanish; may be empty.
    pub description: String,
    /// Section of the official form (`x-section`), its own or that of the group around it.
    pub section: Option<String>,
    /// Whether it is always required; false where only some answers call for it.
    pub required: bool,
    /// Whether this project asks it and the official form does not (`x-origin: project`).
    pub project: bool,
    /// Values given as examples, as text.
    pub examples: Vec<String>,
    /// What it holds.
    pub shape: Shape,
}

/// How Spanish sentences say a field, where its title does not do.
///
/// `{}` in a name is what the field belongs to, `{de}` the same after «de».
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The field with its article, or a statement with `[no]` where it is denied (`x-name`).
    pub name: Option<String>,
    /// One element of the list, with its article (`x-item`).
    pub item: Option<String>,
    /// A value of it: `{} producidas` (`x-figure`).
    pub figure: Option<String>,
}

impl Shape {
    /// Resolves a schema; what it does not understand becomes [`Shape::Any`].
    pub(super) fn of(schema: &Value) -> Shape {
        let resolver = Resolver { root: schema, members: Cell::new(0) };
        resolver.shape(&resolver.layers(&[(schema, false)], &[]), None)
    }

    /// The fields of a group; none of anything else.
    pub fn members(&self) -> &[Member] {
        match self {
            Shape::Object(members) => members,
            _ => &[],
        }
    }

    /// A field of this group.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| &*member.name == name)
    }

    /// The shape at a path; positions in lists may be given or left open.
    pub fn at(&self, path: &Path) -> Option<&Shape> {
        path.steps().iter().try_fold(self, |shape, step| shape.step(step))
    }

    /// The field at a path; none for the root and for elements of lists.
    pub fn field(&self, path: &Path) -> Option<&Member> {
        let (last, above) = path.steps().split_last()?;
        let Step::Key(name) = last else { return None };
        above.iter().try_fold(self, |shape, step| shape.step(step))?.member(name)
    }

    /// Every field with its path (`componentes[].gasto`), in the order of the schema.
    pub fn fields(&self) -> Vec<(Path, &Member)> {
        let mut fields = Vec::new();
        self.gather(&Path::root(), &mut fields);
        fields
    }

    fn gather<'s>(&'s self, path: &Path, fields: &mut Vec<(Path, &'s Member)>) {
        match self {
            Shape::Object(members) => {
                for member in members {
                    let path = path.key(&member.name);
                    fields.push((path.clone(), member));
                    member.shape.gather(&path, fields);
                }
            }
            Shape::List(item, _) => item.gather(&path.join(Step::Any), fields),
            _ => {}
        }
    }

    fn step(&self, step: &Step) -> Option<&Shape> {
        match (step, self) {
            (Step::Key(name), _) => self.member(name).map(|member| &member.shape),
            (Step::Index(_) | Step::Any, Shape::List(item, _)) => Some(item),
            (Step::Index(_) | Step::Any, _) => None,
        }
    }
}

/// A schema object that applies to a value, and whether only some answers make it apply.
#[derive(Clone, Copy)]
struct Layer<'v> {
    schema: &'v Map<String, Value>,
    conditional: bool,
}

/// All that applies to one value, most specific first, and the references followed to get there.
struct Layers<'v> {
    layers: Vec<Layer<'v>>,
    followed: Vec<&'v str>,
}

struct Resolver<'v> {
    root: &'v Value,
    members: Cell<usize>,
}

impl<'v> Resolver<'v> {
    /// Spreads schemas into layers; a reference already followed on the way here is left out.
    fn layers(&self, schemas: &[(&'v Value, bool)], followed: &[&'v str]) -> Layers<'v> {
        let mut all = Layers { layers: Vec::new(), followed: followed.to_vec() };
        for (schema, conditional) in schemas {
            self.spread(schema, *conditional, &mut all);
        }
        all
    }

    fn spread(&self, schema: &'v Value, conditional: bool, all: &mut Layers<'v>) {
        let Some(object) = schema.as_object() else { return };
        all.layers.push(Layer { schema: object, conditional });
        if let Some(reference) = object.get("$ref").and_then(Value::as_str)
            && !all.followed.contains(&reference)
            && all.followed.len() < REFERENCES
        {
            all.followed.push(reference);
            if let Some(target) = reference.strip_prefix('#').and_then(|at| self.root.pointer(at)) {
                self.spread(target, conditional, all);
            }
        }
        for part in list(object.get("allOf")) {
            self.spread(part, conditional, all);
        }
        for part in list(object.get("anyOf")).iter().chain(list(object.get("oneOf"))) {
            self.spread(part, true, all);
        }
        for part in [object.get("then"), object.get("else")].into_iter().flatten() {
            self.spread(part, true, all);
        }
    }

    fn shape(&self, all: &Layers<'v>, section: Option<&str>) -> Shape {
        let names = all.names();
        match all.kind() {
            Some("object") => self.object(all, &names, section),
            None if !names.is_empty() => self.object(all, &names, section),
            Some("array") => self.list(all, section),
            None if all.find("items").is_some() => self.list(all, section),
            Some(kind @ ("number" | "integer")) => Shape::Number {
                unit: all.text("x-unit"),
                integer: kind == "integer",
                bounds: all
                    .bounds(["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"]),
            },
            Some("boolean") => Shape::Boolean,
            Some("string") => all.text_shape(),
            None if all.find("enum").is_some() => all.text_shape(),
            _ => Shape::Any,
        }
    }

    fn list(&self, all: &Layers<'v>, section: Option<&str>) -> Shape {
        let items: Vec<(&Value, bool)> = all
            .layers
            .iter()
            .filter_map(|layer| layer.schema.get("items").map(|items| (items, layer.conditional)))
            .collect();
        let item = self.shape(&self.layers(&items, &all.followed), section);
        Shape::List(Box::new(item), all.bounds(["minItems", ""], ["maxItems", ""]))
    }

    fn object(&self, all: &Layers<'v>, names: &[&'v str], section: Option<&str>) -> Shape {
        let members = names.iter().map_while(|name| {
            self.members.set(self.members.get() + 1);
            (self.members.get() <= MEMBERS).then(|| self.member(all, name, section))
        });
        Shape::Object(members.collect())
    }

    fn member(&self, parent: &Layers<'v>, name: &'v str, section: Option<&str>) -> Member {
        let schemas: Vec<(&Value, bool)> = parent
            .layers
            .iter()
            .filter_map(|layer| Some((layer.property(name)?, layer.conditional)))
            .collect();
        let all = self.layers(&schemas, &parent.followed);
        let section = all.text("x-section").or_else(|| section.map(str::to_owned));
        Member {
            name: Arc::from(name),
            title: all.text("title").unwrap_or_else(|| name.to_owned()),
            spoken: Spoken {
                name: all.text("x-name"),
                item: all.text("x-item"),
                figure: all.text("x-figure"),
            },
            description: all.text("description").unwrap_or_default(),
            required: parent.layers.iter().any(|layer| !layer.conditional && layer.requires(name)),
            project: all.text("x-origin").is_some_and(|origin| origin == "project"),
            examples: list(all.find("examples")).iter().map(plain).collect(),
            shape: self.shape(&all, section.as_deref()),
            section,
        }
    }
}

impl<'v> Layer<'v> {
    fn property(&self, name: &str) -> Option<&'v Value> {
        self.schema.get("properties")?.get(name)
    }

    fn requires(&self, name: &str) -> bool {
        list(self.schema.get("required")).iter().any(|required| required == name)
    }
}

impl<'v> Layers<'v> {
    /// The first value of a keyword.
    fn find(&self, keyword: &str) -> Option<&'v Value> {
        self.layers.iter().find_map(|layer| layer.schema.get(keyword))
    }

    fn text(&self, keyword: &str) -> Option<String> {
        self.find(keyword).and_then(Value::as_str).map(str::to_owned)
    }

    /// The type, where there is one besides `null`.
    fn kind(&self) -> Option<&'v str> {
        match self.find("type")? {
            Value::Array(kinds) => {
                kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null")
            }
            kind => kind.as_str(),
        }
    }

    /// The names of the fields: those described, then those only required.
    fn names(&self) -> Vec<&'v str> {
        let described =
            self.layers.iter().filter_map(|layer| layer.schema.get("properties")?.as_object());
        let required = self.layers.iter().flat_map(|layer| list(layer.schema.get("required")));
        let mut names = Vec::new();
        for name in described
            .flat_map(Map::keys)
            .map(String::as_str)
            .chain(required.filter_map(Value::as_str))
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The strictest bounds that hold whatever the form says; each end by its keywords, the second one for
    /// what is left out itself.
    fn bounds(&self, least: [&str; 2], most: [&str; 2]) -> Bounds {
        let ends = |[included, excluded]: [&str; 2]| {
            let firm = self.layers.iter().filter(|layer| !layer.conditional);
            let found = firm.flat_map(|layer| {
                [(included, true), (excluded, false)].map(|(keyword, included)| {
                    Some((decimal(layer.schema.get(keyword)?)?, included))
                })
            });
            found.flatten().collect::<Vec<_>>()
        };
        Bounds {
            least: ends(least).into_iter().max_by_key(|(end, included)| (*end, !included)),
            most: ends(most).into_iter().min_by_key(|(end, included)| (*end, *included)),
        }
    }

    fn text_shape(&self) -> Shape {
        let allowed = list(self.find("enum")).iter().filter_map(Value::as_str).map(str::to_owned);
        let limit = self.find("maxLength").and_then(Value::as_u64);
        Shape::Text {
            allowed: allowed.collect(),
            limit: limit.and_then(|limit| usize::try_from(limit).ok()),
        }
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn decimal(value: &Value) -> Option<Decimal> {
    let Value::Number(number) = value else { return None };
    let text = number.to_string();
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(schema: &str) -> Shape {
        Shape::of(&serde_json::from_str(schema).expect("a schema"))
    }

    fn names(shape: &Shape) -> Vec<String> {
        let show = |(path, member): (Path, &Member)| {
            format!("{path}{}", if member.required { "" } else { "?" })
        };
        shape.fields().into_iter().map(show).collect()
    }

    #[test]
    fn fields_that_some_answers_call_for_are_there() {
        let shape = shape(
            r##"{"type": "object", "required": ["a"], "properties": {"a": {"type": "boolean"}, "b": {"$ref": "#/$defs/b"}},
                "if": {"properties": {"a": {"const": true}}},
                "then": {"required": ["c"], "properties": {"b": {"required": ["d"]}}},
                "$defs": {"b": {"type": "object", "title": "Be", "properties": {"d": {"type": "integer"}, "e": {"type": "string"}}}}}"##,
        );
        assert_eq!(names(&shape), ["a", "b?", "b.d?", "b.e?", "c?"]);
        assert_eq!(shape.member("b").map(|member| member.title.as_str()), Some("Be"));
    }

    #[test]
    fn bounds_are_the_strictest_of_those_that_hold_whatever_is_answered() {
        let shape = shape(
            r##"{"$ref": "#/$defs/a", "exclusiveMinimum": 0, "minimum": 0, "maximum": 100.5,
                "if": {"const": 1}, "then": {"maximum": 1},
                "$defs": {"a": {"type": "number", "minimum": -3, "maximum": 2e2}}}"##,
        );
        let Shape::Number { bounds, .. } = shape else { panic!("{shape:?}") };
        let most = Decimal::new(1005, 1);
        assert_eq!(bounds, Bounds { least: Some((0.into(), false)), most: Some((most, true)) });
    }

    #[test]
    fn a_schema_that_refers_to_itself_ends() {
        let shape = shape(
            r##"{"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "properties": {"x": {"$ref": "#/$defs/a"}, "y": {"type": "array", "items": {"$ref": "#/$defs/a"}}}}}}"##,
        );
        assert_eq!(names(&shape), ["x?", "y?"]);
        assert_eq!(shape.member("x").map(|member| &member.shape), Some(&Shape::Any));
    }

    #[test]
    fn a_schema_made_to_explode_ends() {
        let defs: Vec<String> = (0..30)
            .map(|at| {
                let next = format!(r##"{{"$ref": "#/$defs/d{}"}}"##, at + 1);
                format!(r#""d{at}": {{"properties": {{"a": {next}, "b": {next}}}}}"#)
            })
            .collect();
        let bomb = format!(r##"{{"$ref": "#/$defs/d0", "$defs": {{{}}}}}"##, defs.join(","));
        assert!(shape(&bomb).fields().len() <= MEMBERS);
    }
}
