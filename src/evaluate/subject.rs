//! A submission made ready for the rules of a set: read once, judged by any number of them.

use rust_decimal::Decimal;

use crate::document::Document;
use crate::feel::{Context, Value};
use crate::rules::{PARAMETERS, Ruleset};
use crate::schema::Problem;

/// A submission as the rules of one rule set see it.
pub struct Subject<'d> {
    /// The submission.
    pub document: &'d Document,
    /// The process year, where it says one.
    pub year: Option<i32>,
    /// What the schema found in it.
    pub problems: Vec<Problem>,
    /// The names that conditions may use: fields, the form itself, the year's parameters.
    pub names: Context,
}

impl<'d> Subject<'d> {
    /// Makes a submission ready: schema, values, parameters of its year.
    pub fn new(ruleset: &Ruleset, document: &'d Document) -> Subject<'d> {
        Subject::checked(ruleset, document, ruleset.schema.check(document))
    }

    /// The same, of a submission that the schema has looked at already.
    pub fn checked(
        ruleset: &Ruleset,
        document: &'d Document,
        problems: Vec<Problem>,
    ) -> Subject<'d> {
        let form = super::form(ruleset.schema.shape(), document);
        let year = super::year(ruleset, document);
        let names = super::names(ruleset, &form, year);
        Subject { document, year, problems, names }
    }

    /// The same submission, where a parameter has another value.
    pub fn with_parameter(mut self, name: &str, value: Decimal) -> Subject<'d> {
        let values = self.names.entries.iter_mut().find(|(entry, _)| **entry == *PARAMETERS);
        if let Some((_, values)) = values
            && let Some(context) = values.as_context()
        {
            let mut context = context.clone();
            let known = context.entries.iter_mut().find(|(parameter, _)| **parameter == *name);
            if let Some((_, known)) = known {
                *known = Value::from(value);
            }
            *values = Value::context(context.entries);
        }
        self
    }
}
