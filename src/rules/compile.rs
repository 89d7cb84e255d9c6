//! Written rules to running ones: every name checked, every mistake a finding in the rule file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::document::{self, Data, Document, Limits, Node};
use crate::feel::{self, ContextType, Diagnostic, ExprKind, Library, Type, Unit};
use crate::finding::{Finding, Wording};
use crate::schema::{Schema, Shape};
use crate::source::{Place, Source, Span};
use crate::stamp::Digest;

use super::figure::{Figure, FigureFile, Grouping, GroupingFile};
use super::file::{Requires, RuleFile};
use super::files::Files;
use super::lexicon;
use super::library::library_with;
use super::names::{FORM, PARAMETERS};
use super::policy::{PolicyFile, Rating, RatingFile};
use super::question::names_of_message;
use super::stray::{RULESET, stray};
use super::template::{Segment, Template, split};
use super::{
    Digests, Expression, Requirement, Rule, Ruleset, ficha, names, parameters, patch, policy,
};

/// The name of the element's position in a rule that runs once per element.
pub(crate) const POSITION: &str = "posicion";

/// A rule set and what is wrong with it.
pub struct Compiled {
    /// The rule set; none where its policy or schema cannot be used.
    pub ruleset: Option<Ruleset>,
    /// What is wrong, file by file. Rules with errors are left out of the rule set.
    pub findings: Vec<Finding>,
    /// Whether nothing is wrong with what verdicts rest on: the plan of the ficha may be, a file that
    /// nothing reads, or a name that means two things.
    pub judges: bool,
}

/// Compiles a rule set from its files.
pub fn compile(files: &Files) -> Compiled {
    let mut findings = Vec::new();
    let ruleset = build(files, &mut findings);
    let aside = ruleset.as_ref().map_or(0, |built| built.aside);
    let judges = ruleset.is_some() && findings.len() == aside;
    Compiled { ruleset: ruleset.map(|built| built.ruleset), findings, judges }
}

/// A rule set, and how many of the findings are about what no verdict rests on.
struct Built {
    ruleset: Ruleset,
    aside: usize,
}

fn build(files: &Files, findings: &mut Vec<Finding>) -> Option<Built> {
    let document = open(files, RULESET, None, findings)?;
    let (file, wrong) = policy::read(&document);
    let usable = wrong.is_empty();
    findings.extend(wrong);
    if !usable {
        return None;
    }
    let at = Place { source: Arc::clone(&document.source), span: file.span };
    let schema_source = source(files, &file.schema, Some(&at), findings)?;
    let schema = match Schema::compile(schema_source) {
        Ok(schema) => schema,
        Err(wrong) => {
            findings.extend(wrong);
            return None;
        }
    };
    let declared = Place { source: Arc::clone(&document.source), span: file.units_span };
    findings.extend(file.units.undeclared_in(schema.shape(), &declared));
    let parameters_document = open(files, &file.parameters, Some(&at), findings)?;
    let (parameters, wrong) = parameters::read(&parameters_document, &file.units);
    findings.extend(wrong);
    let base = open(files, &file.base, Some(&at), findings)?;
    let names = names::of_rules(schema.shape(), &parameters, &file.units);
    let words = match &file.lexicon {
        Some(path) => Some(open(files, path, Some(&at), findings)?),
        None => None,
    };
    let (lexicon, wrong) = words.as_ref().map(lexicon::read).unwrap_or_default();
    let unread_words = words.as_ref().filter(|_| !wrong.is_empty());
    findings.extend(wrong);
    let library = library_with(lexicon).with_names(&names);
    let mut aside = stray(files, &file);
    let PolicyFile { mut policy, ratings, figures, units, ficha: plan, .. } = file;
    let mut rules = Vec::new();
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for (section, described) in policy.sections.iter().enumerate() {
        for (name, source) in files.in_folder(&described.id) {
            let mut compiler = Compiler::new(&library, &names, source);
            let rule = compiler.rule(name, section, &policy, schema.shape(), &mut seen);
            let sound = compiler.findings.is_empty();
            findings.append(&mut compiler.findings);
            aside.append(&mut compiler.aside);
            rules.extend(rule.filter(|_| sound));
        }
    }
    let mut compiler = Compiler::new(&library, &names, &document.source);
    policy.figures = figures.into_iter().filter_map(|row| compiler.figure(row)).collect();
    findings.append(&mut compiler.findings);
    let rating_names = names::of_ratings(&policy, seen.keys());
    let mut compiler = Compiler::new(&library, &rating_names, &document.source);
    policy.ratings = ratings.into_iter().filter_map(|row| compiler.rating(row)).collect();
    findings.append(&mut compiler.findings);
    let document = plan.and_then(|path| open(files, &path, Some(&at), &mut aside));
    let ficha = document.and_then(|document| {
        let (plan, wrong) = ficha::compile(&document, &policy, &schema, &library, &names);
        aside.extend(wrong);
        plan
    });
    let count_aside = aside.len();
    findings.extend(aside);
    if let Some(words) = unread_words {
        silence(words, findings);
    }
    let of = |path: &str| {
        files.get(path).map_or(Digest::default(), |source| Digest::of(source.text().as_bytes()))
    };
    let digests = Digests {
        files: files.digest(),
        parameters: of(&file.parameters),
        schema: of(&file.schema),
    };
    let (schema, base, library) = (Arc::new(schema), Arc::new(base), Arc::new(library));
    let words = words.map(Arc::new);
    let files = Arc::new(files.clone());
    let ruleset = Ruleset {
        policy,
        units,
        parameters,
        rules,
        ficha,
        schema,
        base,
        library,
        words,
        digests,
        files,
    };
    Some(Built { ruleset, aside: count_aside })
}

/// The code of conditions that name a list that the lexicon does not have.
const LACKS_LIST: &str = "rules/word-list";

/// Says once that the lists that conditions name are not looked for in a lexicon that is wrong itself,
/// instead of every condition that names one.
fn silence(words: &Document, findings: &mut Vec<Finding>) {
    let (lacking, kept): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(findings).into_iter().partition(|finding| finding.code == LACKS_LIST);
    *findings = kept;
    let names = lacking.iter().filter_map(Finding::place).map(|place| &place.source.name);
    let files: BTreeSet<&String> = names.collect();
    if files.is_empty() {
        return;
    }
    let message = match files.len() {
        1 => Wording::both(
            "el léxico tiene errores: no se revisó 1 archivo que lee sus listas",
            "the lexicon has mistakes: 1 file that reads its lists was not checked",
        ),
        count => Wording::both(
            format!(
                "el léxico tiene errores: no se revisaron {count} archivos que leen sus listas"
            ),
            format!("the lexicon has mistakes: {count} files that read its lists were not checked"),
        ),
    };
    let first = words.root.entries().first().map(|entry| entry.key_span);
    let place = Place { source: Arc::clone(&words.source), span: first.unwrap_or_default() };
    let finding = Finding::error("rules/lexicon", message).at(place);
    findings.push(Finding {
        help: Some(Wording::both(
            "Corrija primero el léxico: esas reglas se revisan después.",
            "Correct the lexicon first: those rules are checked afterwards.",
        )),
        ..finding
    });
}

/// How many definitions, from the first, reach as far as the last that a condition names; a
/// definition names earlier ones only.
pub(super) fn needed(
    condition: Option<&Expression>,
    definitions: &[(Arc<str>, Expression)],
) -> usize {
    let Some(condition) = condition else { return 0 };
    let mut count = 0;
    condition.expr.walk(&mut |expr| {
        let ExprKind::Name(name) = &expr.kind else { return };
        let at = definitions.iter().position(|(definition, _)| definition == name);
        count = count.max(at.map_or(0, |at| at + 1));
    });
    count
}

fn source(
    files: &Files,
    path: &str,
    at: Option<&Place>,
    findings: &mut Vec<Finding>,
) -> Option<Arc<Source>> {
    let found = files.get(path).cloned();
    if found.is_none() {
        let finding = Finding::error(
            "rules/missing-file",
            Wording::both(
                format!("el conjunto de reglas no tiene el archivo `{path}`"),
                format!("the rule set has no file `{path}`"),
            ),
        );
        findings.push(at.into_iter().cloned().fold(finding, Finding::at));
    }
    found
}

fn open(
    files: &Files,
    path: &str,
    at: Option<&Place>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let source = source(files, path, at, findings)?;
    Some(document::read(source, &Limits::default()))
}

impl Expression {
    /// Compiles a loose expression; with `form`, it may read the form's fields and parameters.
    pub fn compile(
        source: &Arc<Source>,
        ruleset: &Ruleset,
        form: bool,
    ) -> Result<Expression, Vec<Finding>> {
        let names = match form {
            true => ruleset.names(),
            false => ContextType::default(),
        };
        let mut compiler = Compiler::new(&ruleset.library, &names, source);
        let text = source.text().to_owned();
        let span = Span::new(0, text.len());
        let node = Node { data: Data::Text(text.clone()), span };
        let expression = compiler.checked(&node, text, 0, &ContextType::default(), &Type::Any);
        if compiler.findings.is_empty() { Ok(expression) } else { Err(compiler.findings) }
    }
}

pub(super) struct Compiler<'c> {
    library: &'c Library,
    names: &'c ContextType,
    findings: Vec<Finding>,
    /// What is wrong and leaves no verdict in doubt.
    aside: Vec<Finding>,
    source: &'c Arc<Source>,
}

impl<'c> Compiler<'c> {
    pub(super) fn new(
        library: &'c Library,
        names: &'c ContextType,
        source: &'c Arc<Source>,
    ) -> Compiler<'c> {
        Compiler { library, names, findings: Vec::new(), aside: Vec::new(), source }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn rule(
        &mut self,
        name: &str,
        section: usize,
        policy: &super::Policy,
        shape: &Shape,
        seen: &mut BTreeMap<String, Place>,
    ) -> Option<Rule> {
        let document = document::read(Arc::clone(self.source), &Limits::default());
        let id = self.id(name, &policy.sections[section].prefix)?;
        let (file, wrong) = RuleFile::read(&id, &document);
        self.findings.extend(wrong);
        let cases = document.root.get("casos").map(Node::items).unwrap_or_default();
        self.findings.extend(patch::strangers(cases, shape, self.source));
        let place = self.place(file.span);
        if let Some(first) = seen.insert(id.clone(), place.clone()) {
            let message = Wording::both(
                format!("hay dos reglas `{id}`"),
                format!("there are two rules `{id}`"),
            );
            let note = Wording::both("la otra", "the other");
            self.findings
                .push(Finding::error("rules/duplicate-id", message).at(place).at_with(first, note));
        }
        let severity = self.severity(&file, policy);
        let mut locals = ContextType::default();
        let each = file.each.as_ref().map(|(name, span, node)| {
            let list = self.expression(node, &locals, &Type::Any);
            self.untaken(name, *span, &locals);
            let name: Arc<str> = Arc::from(name.as_str());
            locals.members.push((Arc::clone(&name), list.of.item()));
            locals.members.push((Arc::from(POSITION), Type::Number(Unit::Position)));
            (name, list)
        });
        let definitions = file.definitions.iter().map(|(name, span, node)| {
            let value = self.expression(node, &locals, &Type::Any);
            self.untaken(name, *span, &locals);
            let name: Arc<str> = Arc::from(name.as_str());
            locals.members.push((Arc::clone(&name), value.of.clone()));
            (name, value)
        });
        let definitions: Vec<(Arc<str>, Expression)> = definitions.collect();
        let applies = file.applies.as_ref().map(|node| self.expression(node, &locals, &Type::Bool));
        let needed_to_apply = needed(applies.as_ref(), &definitions);
        let requires = self.requirement(&file.requires, &locals);
        let labels =
            file.labels.iter().map(|node| self.expression(node, &locals, &Type::Any)).collect();
        let names = names_of_message(file.question(), &locals);
        let message =
            file.message.as_ref().map(|node| self.template(node, &names)).unwrap_or_default();
        let remark = file.remark.as_ref().map(|node| self.template(node, &names));
        Some(Rule {
            id,
            section,
            severity: severity?,
            title: file.title,
            class: file.class,
            citations: file.citations,
            each,
            definitions,
            needed_to_apply,
            applies,
            requires: requires?,
            labels,
            message,
            remark,
            reason: file.reason,
            help: file.help,
            cases: file.cases,
            retired: file.retired,
            source: file.source,
        })
    }

    /// Complains of a name that already means something: whoever reads the conditions would take it for that.
    fn untaken(&mut self, name: &str, span: Span, locals: &ContextType) {
        let has = |names: &ContextType| names.members.iter().any(|(known, _)| **known == *name);
        let (is, is_en) = match name {
            PARAMETERS => ("los parámetros del año", "the parameters of the year"),
            FORM => ("el formulario entero", "the whole form"),
            POSITION => ("la posición del elemento", "the element's position"),
            _ if has(self.names) => ("un campo del formulario", "a field of the form"),
            _ if has(locals) => ("el elemento de `para_cada`", "the element of `para_cada`"),
            _ => return,
        };
        let message = Wording::both(
            format!("`{name}` ya es {is}: póngale otro nombre"),
            format!("`{name}` already is {is_en}: give it another name"),
        );
        let reason = Wording::both(
            "Con dos significados, una condición que lo nombra dice otra cosa de la que se lee.",
            "With two meanings, a condition that names it says something else than one reads.",
        );
        let finding = Finding::error("rules/taken-name", message).at(self.place(span));
        self.aside.push(Finding { reason: Some(reason), ..finding });
    }

    /// The id at the start of a file's name; it must begin as its section's ids do.
    fn id(&mut self, name: &str, prefix: &str) -> Option<String> {
        let number = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
        let digits = number.map(|rest| rest.chars().take_while(char::is_ascii_digit).count());
        match digits.filter(|digits| *digits > 0) {
            Some(digits) => Some(name[..prefix.len() + 1 + digits].to_owned()),
            None => {
                let message = Wording::both(
                    format!("el nombre del archivo no comienza con un id como `{prefix}-01`"),
                    format!("the file's name does not begin with an id like `{prefix}-01`"),
                );
                self.findings
                    .push(Finding::error("rules/id", message).at(self.place(Span::default())));
                None
            }
        }
    }

    fn severity(&mut self, file: &RuleFile, policy: &super::Policy) -> Option<usize> {
        let (id, span) = &file.severity;
        let found = policy.severities.iter().position(|severity| severity.id == *id);
        if found.is_none() && !id.is_empty() {
            let names = policy.severities.iter().map(|severity| severity.id.as_str());
            let message = Wording::both(
                format!("`{id}` no es una severidad"),
                format!("`{id}` is not a severity"),
            );
            let finding = Finding::error("rules/file", message).at(self.place(*span));
            self.findings.push(match crate::finding::nearest(id, names) {
                Some(name) => finding.helped_by(super::reader::did_you_mean(name)),
                None => finding,
            });
        }
        found
    }

    fn requirement(&mut self, requires: &Requires, locals: &ContextType) -> Option<Requirement> {
        let mut clauses = |nodes: &[Node]| -> Vec<Expression> {
            nodes.iter().map(|node| self.expression(node, locals, &Type::Bool)).collect()
        };
        match requires {
            Requires::One(node) => clauses(std::slice::from_ref(node)).pop().map(Requirement::One),
            Requires::All(nodes) => Some(Requirement::All(clauses(nodes))),
            Requires::Any(nodes) => Some(Requirement::Any(clauses(nodes))),
            Requires::Schema(kinds) => Some(Requirement::Schema(kinds.clone())),
            Requires::Judgement(question) => {
                Some(Requirement::Judgement(self.question(question, locals)))
            }
            Requires::Nothing => None,
        }
    }

    fn rating(&mut self, row: RatingFile) -> Option<Rating> {
        let holds = self.expression(row.holds.as_ref()?, &ContextType::default(), &Type::Bool);
        Some(Rating { id: row.id, name: row.name, holds, favourable: row.favourable })
    }

    /// A figure is a number whose unit is known, since the unit says how it is shown.
    fn figure(&mut self, row: FigureFile) -> Option<Figure> {
        let node = row.computed?;
        let locals = ContextType::default();
        let computed = self.expression(&node, &locals, &Type::Number(Unit::Unknown));
        let by = row.by.into_iter().filter_map(|by| self.grouping(by)).collect();
        Some(Figure { id: row.id, name: row.name, meaning: row.meaning, computed, by })
    }

    /// What forms are put together by is a text or a number that some field of the form says.
    fn grouping(&mut self, row: GroupingFile) -> Option<Grouping> {
        let node = row.computed?;
        let before = self.findings.len();
        let computed = self.expression(&node, &ContextType::default(), &Type::Any);
        if self.findings.len() > before {
            return None;
        }
        let mut of_form = false;
        computed.expr.walk(&mut |expr| {
            let ExprKind::Name(name) = &expr.kind else { return };
            of_form |= **name != *"parametro";
        });
        let of = &computed.of;
        let usable = matches!(of, Type::Any | Type::Text | Type::Choice(_) | Type::Number(_));
        if !of_form || !usable {
            let diagnostic = Diagnostic::new(
                computed.expr.span,
                "aquí va un campo del formulario que sea un texto o un número",
                "a field of the form that is a text or a number goes here",
            );
            self.mistakes(&node, 0, vec![diagnostic]);
            return None;
        }
        Some(Grouping { name: row.name, computed })
    }

    /// Parses and checks the expression of a YAML scalar.
    pub(super) fn expression(
        &mut self,
        node: &Node,
        locals: &ContextType,
        expected: &Type,
    ) -> Expression {
        let text = match &node.data {
            Data::Text(text) => text.clone(),
            Data::Bool(_) | Data::Number(_) => self.source.slice(node.span).to_owned(),
            _ => {
                self.mistakes(
                    node,
                    0,
                    vec![Diagnostic::new(
                        Span::default(),
                        "aquí va una expresión",
                        "an expression goes here",
                    )],
                );
                String::from("null")
            }
        };
        self.checked(node, text, 0, locals, expected)
    }

    fn checked(
        &mut self,
        node: &Node,
        text: String,
        offset: usize,
        locals: &ContextType,
        expected: &Type,
    ) -> Expression {
        let parsed = feel::parse(&text, self.library);
        let checked = feel::check(&parsed.expr, self.library, &[locals, self.names]);
        let mut diagnostics = parsed.diagnostics;
        diagnostics.extend(checked.diagnostics);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        if diagnostics.is_empty() && !checked.of.meets(expected) {
            let ((wanted, wanted_en), (is, is_en)) = (expected.words(), checked.of.words());
            diagnostics.push(Diagnostic::new(
                parsed.expr.span,
                format!("aquí va {wanted}, y esto es {is}"),
                format!("{wanted_en} goes here, and this is {is_en}"),
            ));
        }
        self.mistakes(node, offset, diagnostics);
        Expression {
            expr: parsed.expr,
            text,
            of: checked.of,
            node: node.clone(),
            source: Arc::clone(self.source),
        }
    }

    fn mistakes(&mut self, node: &Node, offset: usize, diagnostics: Vec<Diagnostic>) {
        for diagnostic in diagnostics {
            let range: Range<usize> = diagnostic.span.range();
            let span =
                document::locate(self.source, node, range.start + offset..range.end + offset);
            let code = if diagnostic.lacks_list { LACKS_LIST } else { "rules/expression" };
            self.findings.push(Finding {
                help: diagnostic.help,
                ..Finding::error(code, diagnostic.message).at(self.place(span))
            });
        }
    }

    pub(super) fn template(&mut self, node: &Node, locals: &ContextType) -> Template {
        let Data::Text(text) = &node.data else {
            self.mistakes(
                node,
                0,
                vec![Diagnostic::new(Span::default(), "aquí va un texto", "a text goes here")],
            );
            return Template::default();
        };
        let segments = split(text).into_iter().map(|part| match part {
            Ok(words) => Segment::Text(words.to_owned()),
            Err(range) => {
                let inner = text[range.clone()].to_owned();
                let mut expression = self.checked(node, inner, range.start, locals, &Type::Any);
                expression.node.span = document::locate(self.source, node, range);
                expression.node.data = Data::Text(expression.text.clone());
                Segment::Value(expression)
            }
        });
        Template { segments: segments.collect() }
    }

    fn place(&self, span: Span) -> Place {
        Place { source: Arc::clone(self.source), span }
    }
}
