//! The parts of a ficha that tell what the form says: its plan, filled with the form's values.

use std::sync::Arc;

use crate::document::{self, Path};
use crate::evaluate::{self, Evaluation};
use crate::feel::{self, CauseKind, Context, Data, Failure, Scope, Type, Value};
use crate::finding::Language;
use crate::review::{self, Comments, Review};
use crate::rules::{
    Expression, FichaBlock, FichaColumn, FichaContent, FichaPlan, FichaTable, ORIGIN, RATING,
    Segment, Template, show,
};
use crate::schema::Member;

use super::super::review::rating_name;
use super::super::unwaived::beside;
use super::super::{Style, Unwaived, View};
use super::bound::bound;
use super::seal::{Seal, file_name};
use super::{Block, Entry, Ficha, Table};

/// Rows and columns that a table may have; an official form has some dozens.
const LONGEST: usize = 1_000;

/// Characters of a confidential value; a shorter one would be found everywhere.
const TELLING: usize = 3;

/// The ficha of an evaluation, with the comments of its review; none where the rule set has no plan
/// of one.
///
/// Comments of a review of another submission do not count.
pub fn ficha(evaluation: &Evaluation<'_>, review: Option<&Review>) -> Option<Ficha> {
    let plan = evaluation.ruleset.ficha.as_ref()?;
    let composer = Composer::new(evaluation, plan, review);
    let rated = composer.rated();
    let mut blocks = Vec::new();
    for part in &plan.parts {
        blocks.push(Block::Heading(1, composer.clean(&part.title)));
        part.blocks.iter().for_each(|block| composer.block(block, &mut blocks));
    }
    blocks.push(Block::Heading(1, composer.clean(&plan.judged.title)));
    blocks.push(Block::Judged(composer.judged()));
    let origin = composer.origin();
    let mut ficha = Ficha {
        title: composer.fill(&plan.title, &rated),
        lines: plan.lines.iter().map(|line| composer.fill(line, &rated)).collect(),
        blocks,
        foot: plan.foot.iter().map(|line| composer.fill(line, &origin)).collect(),
        seal: Seal::of(evaluation, Language::Spanish, |name| composer.clean(name)),
    };
    bound(&mut ficha);
    Some(ficha)
}

/// A ficha in the making.
pub(super) struct Composer<'c> {
    pub evaluation: &'c Evaluation<'c>,
    pub plan: &'c FichaPlan,
    pub comments: Comments,
    /// What everything would be without waivers, where some are in use.
    pub unwaived: Option<Unwaived>,
    review: Option<String>,
    names: Context,
    /// Values that are never shown.
    hidden: Vec<String>,
    /// The fields of the form.
    pub fields: Vec<(Path, &'c Member)>,
    /// Titles of fields of several words, in small letters.
    pub titles: Vec<String>,
}

impl<'c> Composer<'c> {
    pub fn new(
        evaluation: &'c Evaluation<'c>,
        plan: &'c FichaPlan,
        review: Option<&Review>,
    ) -> Composer<'c> {
        let (ruleset, document) = (evaluation.ruleset, evaluation.document);
        let form = evaluate::form(ruleset.schema.shape(), document);
        let names = evaluate::names(ruleset, &form, evaluation.year);
        let review = review.filter(|review| review::misplaced(review, ruleset, document).is_none());
        let values = plan.confidential.iter().filter_map(|path| document.at(path)?.text());
        let mut hidden: Vec<String> = values.map(document::normalised).collect();
        hidden.retain(|value| value.chars().count() >= TELLING);
        hidden.sort_by_key(|value| std::cmp::Reverse(value.len()));
        let fields = ruleset.schema.shape().fields();
        let titles = fields.iter().map(|(_, member)| member.title.to_lowercase());
        let titles = titles.filter(|title| title.contains(' ')).collect();
        Composer {
            evaluation,
            plan,
            comments: review.map(|review| review.comments.clone()).unwrap_or_default(),
            unwaived: Unwaived::of(&View::new(evaluation)),
            review: review.map(|review| file_name(&review.source.name).to_owned()),
            names,
            hidden,
            fields,
            titles,
        }
    }

    /// The rating's name, with what it would be without waivers where that is another.
    pub fn rating(&self) -> String {
        let policy = &self.evaluation.ruleset.policy;
        let style = Style::default();
        let name = rating_name(policy, self.evaluation.rating.as_ref(), &style);
        let other = self.unwaived.as_ref().map(|unwaived| unwaived.rating_name(policy, &style));
        together(&name, other.as_deref())
    }

    /// The names of sentences about the rating.
    fn rated(&self) -> Context {
        locals([(RATING, Value::from(self.rating().as_str()))])
    }

    /// The names of where the ficha comes from: never a path, which differs between machines.
    fn origin(&self) -> Context {
        let policy = &self.evaluation.ruleset.policy;
        let [ruleset, version, file, review] = ORIGIN;
        let name = file_name(&self.evaluation.document.source.name);
        locals([
            (ruleset, Value::from(policy.id.as_str())),
            (version, Value::from(policy.version.as_str())),
            (file, Value::from(name)),
            (review, self.review.as_deref().map_or_else(Value::null, Value::from)),
        ])
    }

    fn block(&self, block: &FichaBlock, blocks: &mut Vec<Block>) {
        let nothing = Context::default();
        let shown = block.shown.as_ref().map(|shown| self.value(shown, &nothing));
        if shown.is_some_and(|shown| shown.as_bool() == Some(false)) {
            return;
        }
        if let Some(title) = &block.title {
            blocks.push(Block::Heading(2, self.clean(title)));
        }
        match &block.content {
            FichaContent::Text(text) => {
                let value = self.value(text, &nothing);
                blocks.extend(self.paragraphs(&value, &text.of).into_iter().map(Block::Paragraph));
            }
            FichaContent::Table(table) => {
                let caption = block.title.as_deref().map(|title| self.clean(title));
                blocks.push(Block::Table(self.table(table, caption.unwrap_or_default())));
            }
        }
    }

    /// A text of the form, paragraph by paragraph.
    fn paragraphs(&self, value: &Value, of: &Type) -> Vec<String> {
        match &value.data {
            Data::Text(text) => {
                let lines = text.lines().map(|line| self.clean(line));
                lines.filter(|line| !line.is_empty()).collect()
            }
            _ => vec![self.shown(value, of)],
        }
    }

    fn table(&self, table: &FichaTable, caption: String) -> Table {
        let rows: Vec<Context> = match &table.each {
            None => vec![Context::default()],
            Some(each) => self.each(each, &Context::default()),
        };
        let columns = self.columns(&table.columns, rows.first().unwrap_or(&Context::default()));
        let entry = |(column, more): &(&FichaColumn, Context), row: &Context| {
            let names = joined(row, more);
            let text = self.shown(&self.value(&column.value, &names), &column.value.of);
            Entry { text, figure: column.figures }
        };
        let heads = columns.iter().map(|(column, more)| Entry {
            text: self.fill(&column.title, more),
            figure: column.figures,
        });
        let heads: Vec<Entry> = heads.collect();
        let row = |names: &Context| -> Vec<Entry> {
            columns.iter().map(|column| entry(column, names)).collect()
        };
        let rows: Vec<Vec<Entry>> = rows.iter().map(row).collect();
        match table.transposed {
            true => transposed(caption, heads, &rows, table.each.is_some()),
            false => self.upright(table, caption, heads, rows),
        }
    }

    fn upright(
        &self,
        table: &FichaTable,
        caption: String,
        head: Vec<Entry>,
        mut rows: Vec<Vec<Entry>>,
    ) -> Table {
        for (title, at, value) in &table.foot {
            let mut row = vec![Entry::default(); head.len()];
            let text = self.shown(&self.value(value, &Context::default()), &value.of);
            row[0].text = self.clean(title);
            if let Some(entry) = row.get_mut(*at) {
                *entry = Entry { text, figure: true };
            }
            rows.push(row);
        }
        let totals = table.foot.len();
        let row_heads = table.each.is_some();
        Table { caption, head: Some(head), row_heads, rows, totals }
    }

    /// The columns, those of a list once per element, with the names that each adds.
    fn columns<'p>(
        &self,
        columns: &'p [FichaColumn],
        names: &Context,
    ) -> Vec<(&'p FichaColumn, Context)> {
        let each = |column: &'p FichaColumn| -> Vec<(&'p FichaColumn, Context)> {
            match &column.each {
                None => vec![(column, Context::default())],
                Some(each) => {
                    self.each(each, names).into_iter().map(|names| (column, names)).collect()
                }
            }
        };
        columns.iter().flat_map(each).take(LONGEST).collect()
    }

    /// The names of each element of a list; none of a list that is unknown.
    fn each(&self, (name, list): &(Arc<str>, Expression), names: &Context) -> Vec<Context> {
        let value = self.value(list, names);
        let items = value.as_list().map(|items| items.to_vec()).unwrap_or_default();
        let named = |item| Context { entries: vec![(Arc::clone(name), item)] };
        items.into_iter().take(LONGEST).map(named).collect()
    }

    fn value(&self, expression: &Expression, names: &Context) -> Value {
        let contexts = [names, &self.names];
        let scope = Scope {
            library: &self.evaluation.ruleset.library,
            contexts: &contexts,
            failure: Failure::Unknown,
            places: None,
        };
        feel::value_of(&expression.expr, &expression.text, &scope)
    }

    /// A value as people read it, or why there is none.
    fn shown(&self, value: &Value, of: &Type) -> String {
        let withheld = |kind: CauseKind| kind == CauseKind::NotPublished;
        match &value.data {
            Data::Unknown(causes) if causes.iter().any(|cause| withheld(cause.kind)) => {
                self.plan.withheld.clone()
            }
            Data::Unknown(_) | Data::Null => self.plan.unknown.clone(),
            _ => self.clean(&show(value, of)),
        }
    }

    /// The words of a template.
    pub fn fill(&self, template: &Template, names: &Context) -> String {
        let words = template.segments.iter().map(|segment| match segment {
            Segment::Text(words) => words.clone(),
            Segment::Value(expression) => {
                self.shown_within(&self.value(expression, names), &expression.of)
            }
        });
        self.clean(&words.collect::<String>())
    }

    /// A value within a sentence: an empty text stays empty.
    fn shown_within(&self, value: &Value, of: &Type) -> String {
        match &value.data {
            Data::Text(text) => text.to_string(),
            _ => self.shown(value, of),
        }
    }

    /// A text in one line, composed, without what cannot be seen and without confidential values.
    pub fn clean(&self, text: &str) -> String {
        let mut clean = document::normalised(text);
        for value in &self.hidden {
            clean = without(&clean, value, &self.plan.hidden);
        }
        clean
    }
}

/// A name with what it would be without waivers; what it says in brackets itself stands in the same.
pub(super) fn together(name: &str, other: Option<&str>) -> String {
    beside(name, other, &Style::default()).replacen(") (", "; ", 1)
}

/// A table whose columns are shown as rows; where it has elements, the first column heads the others.
fn transposed(caption: String, heads: Vec<Entry>, columns: &[Vec<Entry>], elements: bool) -> Table {
    let mut rows = heads.into_iter().enumerate().map(|(at, head)| {
        let cells = columns.iter().filter_map(|column| column.get(at).cloned());
        let head = Entry { figure: false, ..head };
        std::iter::once(head).chain(cells).collect::<Vec<Entry>>()
    });
    let head = if elements { rows.next() } else { None };
    let head = head.map(|row| {
        let figure = |(at, entry): (usize, Entry)| Entry { figure: at > 0, ..entry };
        row.into_iter().enumerate().map(figure).collect()
    });
    Table { caption, head, row_heads: true, rows: rows.collect(), totals: 0 }
}

/// The names of one context and of another.
fn joined(one: &Context, other: &Context) -> Context {
    let entries = one.entries.iter().chain(&other.entries).cloned().collect();
    Context { entries }
}

/// Names with their values.
pub(super) fn locals<const N: usize>(entries: [(&str, Value); N]) -> Context {
    let entries = entries.into_iter().map(|(name, value)| (Arc::from(name), value));
    Context { entries: entries.collect() }
}

/// A text where a value, standing as words of its own and whatever its case, is replaced.
fn without(text: &str, value: &str, by: &str) -> String {
    let lower = |text: &str| -> Vec<char> {
        text.chars().map(|character| character.to_lowercase().next().unwrap_or(character)).collect()
    };
    let (letters, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), lower(value));
    let small = lower(text);
    let joins = |at: Option<usize>| {
        at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric())
    };
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = at + wanted.len();
        let here = small.get(at..end) == Some(&wanted[..]);
        if here && !joins(at.checked_sub(1)) && !joins(Some(end)) {
            result.push_str(by);
            at = end;
        } else {
            result.push(letters[at]);
            at += 1;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidential_values_are_found_as_words_and_whatever_their_case() {
        let check = |text, value, expected| assert_eq!(without(text, value, "…"), expected);
        check("Llame a Ana Díaz.", "ana díaz", "Llame a ….");
        check("ANA DÍAZ y Ana Díaz", "Ana Díaz", "… y …");
        check("Banana", "ana", "Banana");
        check("x@y.cl, ax@y.cl", "x@y.cl", "…, ax@y.cl");
        check("", "ana", "");
    }
}
