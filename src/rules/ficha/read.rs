//! The file of the plan → the plan, every expression compiled.

use std::sync::Arc;

use crate::document::{Data, Document, Node, Path};
use crate::feel::{ContextType, Library, Type};
use crate::finding::Finding;
use crate::rules::compile::Compiler;
use crate::rules::reader::{Complaints, Reader};
use crate::rules::{Expression, Policy, Template};
use crate::schema::Schema;

use super::{
    FAILING, FichaBlock, FichaColumn, FichaContent, FichaPart, FichaPlan, FichaTable, JudgedPlan,
    JudgedRow, LISTED, ORIGIN, Opening, RATING, SAME, SENTENCE, SERIES, ToldSeverity, Tone,
};

/// Reads and compiles `ficha.yaml`; `names` are those of rules.
pub(in crate::rules) fn compile(
    document: &Document,
    policy: &Policy,
    schema: &Schema,
    library: &Library,
    names: &ContextType,
) -> (Option<FichaPlan>, Vec<Finding>) {
    let complaints = Complaints::about(document);
    let mut file = File {
        policy,
        complaints: &complaints,
        compiler: Compiler::new(library, names, &document.source),
    };
    let start = document.nearest_place(&Path::root());
    let reader = Reader::new(&document.root, start, &complaints);
    let plan = file.plan(&reader, schema);
    reader.finish();
    let wrong = file.compiler.into_findings();
    let mut findings = complaints.into_findings();
    findings.extend(wrong);
    (plan.filter(|_| findings.is_empty()), findings)
}

struct File<'f> {
    policy: &'f Policy,
    complaints: &'f Complaints,
    compiler: Compiler<'f>,
}

impl File<'_> {
    fn plan(&mut self, reader: &Reader<'_>, schema: &Schema) -> Option<FichaPlan> {
        let title = self.template(reader, "titulo", &rated());
        let lines = self.templates(reader, "bajada", &rated());
        let parts = reader.maps("partes").iter().map(|part| self.part(part)).collect();
        let judged = self.judged(&reader.map("evaluacion")?)?;
        let foot = self.templates(reader, "pie", &texts(&ORIGIN));
        let (unknown, withheld, hidden) = (
            reader.required_text("sin_dato"),
            reader.required_text("no_publicado"),
            reader.required_text("reservado"),
        );
        let confidential = self.confidential(reader, schema);
        Some(FichaPlan {
            title,
            lines,
            parts,
            judged,
            foot,
            confidential,
            hidden,
            unknown,
            withheld,
        })
    }

    /// The fields that are never shown; each must be one of the form.
    fn confidential(&self, reader: &Reader<'_>, schema: &Schema) -> Vec<Path> {
        let mut paths = Vec::new();
        for (node, _) in reader.items("reservados") {
            let path: Option<Path> = node.text().and_then(|text| text.parse().ok());
            match path.filter(|path| schema.field(path).is_some()) {
                Some(path) => paths.push(path),
                None => self.complaints.say(
                    node.span,
                    "aquí va un campo del formulario",
                    "a field of the form goes here",
                ),
            }
        }
        paths
    }

    fn part(&mut self, reader: &Reader<'_>) -> FichaPart {
        let part = FichaPart {
            title: reader.required_text("titulo"),
            blocks: reader.maps("bloques").iter().filter_map(|block| self.block(block)).collect(),
        };
        reader.finish();
        part
    }

    fn block(&mut self, reader: &Reader<'_>) -> Option<FichaBlock> {
        let title = reader.text("titulo");
        let nothing = ContextType::default();
        let shown = reader.node("cuando");
        let shown = shown.map(|(node, _)| self.compiler.expression(node, &nothing, &Type::Bool));
        let content = match (reader.node("texto"), reader.node("tabla")) {
            (Some((node, _)), None) => {
                Some(FichaContent::Text(self.compiler.expression(node, &nothing, &Type::Any)))
            }
            (None, Some((node, span))) => {
                let table = Reader::new(node, span, self.complaints);
                Some(FichaContent::Table(self.table(&table)))
            }
            _ => {
                self.complaints.say(
                    reader.span(),
                    "aquí va `texto` o `tabla`",
                    "`texto` or `tabla` goes here",
                );
                None
            }
        };
        reader.finish();
        Some(FichaBlock { title, shown, content: content? })
    }

    fn table(&mut self, reader: &Reader<'_>) -> FichaTable {
        let mut locals = ContextType::default();
        let each = self.each(reader, "para_cada", &mut locals);
        let columns: Vec<FichaColumn> =
            reader.maps("columnas").iter().map(|column| self.column(column, &locals)).collect();
        if columns.is_empty() {
            self.complaints.say(
                reader.span(),
                "la tabla no tiene columnas",
                "the table has no columns",
            );
        }
        let last = columns.len();
        let foot = reader.maps("pie").iter().map(|row| self.foot(row, last)).collect();
        let transposed = reader.node("traspuesta").is_some() && reader.flag("traspuesta");
        reader.finish();
        FichaTable { each, columns, transposed, foot }
    }

    /// A row below a table: `{ titulo, columna, valor }`; columns are counted from 1.
    fn foot(&mut self, reader: &Reader<'_>, last: usize) -> (String, usize, Expression) {
        let column = reader.number("columna").and_then(|column| usize::try_from(column).ok());
        let column = column.filter(|column| (2..=last).contains(column));
        if column.is_none() {
            self.complaints.say(
                reader.span(),
                format!("`columna` va de 2 a {last}"),
                format!("`columna` goes from 2 to {last}"),
            );
        }
        let title = reader.required_text("titulo");
        let value = self.expression(reader, "valor", &ContextType::default());
        reader.finish();
        (title, column.unwrap_or(2) - 1, value)
    }

    fn column(&mut self, reader: &Reader<'_>, locals: &ContextType) -> FichaColumn {
        let mut locals = locals.clone();
        let each = self.each(reader, "para_cada", &mut locals);
        let column = FichaColumn {
            each,
            title: self.template(reader, "titulo", &locals),
            value: self.expression(reader, "valor", &locals),
            figures: reader.node("cifras").is_some() && reader.flag("cifras"),
        };
        reader.finish();
        column
    }

    /// A name with its list, which joins the names that what follows may use.
    fn each(
        &mut self,
        reader: &Reader<'_>,
        key: &'static str,
        locals: &mut ContextType,
    ) -> Option<(Arc<str>, Expression)> {
        let (node, span) = reader.node(key)?;
        let Some(entry) = node.entries().first() else {
            reader.wrong(node, span, "un nombre con su lista", "a name with its list");
            return None;
        };
        let list = self.compiler.expression(&entry.node, locals, &Type::Any);
        let name: Arc<str> = Arc::from(entry.key.as_str());
        locals.members.push((Arc::clone(&name), list.of.item()));
        Some((name, list))
    }

    fn judged(&mut self, reader: &Reader<'_>) -> Option<JudgedPlan> {
        let texts_of = |key: &'static str| -> Vec<String> {
            let items = reader.items(key).into_iter();
            items.filter_map(|(node, _)| Some(node.text()?.to_owned())).collect()
        };
        let columns: Option<[String; 3]> = texts_of("columnas").try_into().ok();
        if columns.is_none() {
            self.complaints.say(
                reader.span(),
                "`columnas` son tres títulos",
                "`columnas` are three headings",
            );
        }
        let general = reader.map("general")?;
        let plan = JudgedPlan {
            title: reader.required_text("titulo"),
            rating: [reader.required_text("calificacion"), reader.required_text("cierre")],
            columns: columns.unwrap_or_default(),
            general: general.required_text("nombre"),
            series: self.template(&general, "enumera", &listed()),
            of_rating: self.of_rating(&general),
            set_aside: self.template(&general, "dispensas", &summed()),
            to_improve: self.template(&general, "observado", &summed()),
            hinges: self.template(&general, "provisional", &summed()),
            without_waivers: self.template(&general, "sin_dispensas", &summed()),
            rows: self.rows(reader),
            severities: self.severities(reader),
            tone: self.tone(&reader.map("tono")?)?,
        };
        general.finish();
        reader.finish();
        Some(plan)
    }

    /// A sentence per rating of the policy.
    fn of_rating(&mut self, reader: &Reader<'_>) -> Vec<(String, Template)> {
        let Some((node, span)) = reader.required("calificaciones") else { return Vec::new() };
        for row in &self.policy.ratings {
            if node.entry(&row.id).is_none() {
                let id = &row.id;
                let (es, en) =
                    (format!("falta la calificación `{id}`"), format!("rating `{id}` is missing"));
                self.complaints.say(span, es, en);
            }
        }
        let ids: Vec<&str> = self.policy.ratings.iter().map(|row| row.id.as_str()).collect();
        let mut sentences = Vec::new();
        for entry in node.entries() {
            if !ids.contains(&entry.key.as_str()) {
                reader.unknown_word(entry.key_span, &entry.key, &ids);
            }
            let sentence = self.compiler.template(&entry.node, &summed());
            sentences.push((entry.key.clone(), sentence));
        }
        sentences
    }

    /// The rows; each section of the policy stands in one of them, so that nothing is left unsaid.
    fn rows(&mut self, reader: &Reader<'_>) -> Vec<JudgedRow> {
        let policy = self.policy;
        let ids: Vec<&str> = policy.sections.iter().map(|section| section.id.as_str()).collect();
        let rows = reader.maps("filas");
        let rows: Vec<JudgedRow> = rows.iter().map(|row| self.row(row, &ids)).collect();
        for (at, id) in ids.iter().enumerate() {
            let times = rows.iter().filter(|row| row.sections.contains(&at)).count();
            if times != 1 {
                self.complaints.say(
                    reader.span(),
                    format!("la sección `{id}` va en una fila, y está en {times}"),
                    format!("section `{id}` goes in one row, and is in {times}"),
                );
            }
        }
        rows
    }

    fn row(&self, reader: &Reader<'_>, ids: &[&str]) -> JudgedRow {
        let at = |node: &Node| {
            let word = node.text().unwrap_or_default();
            let found = ids.iter().position(|id| *id == word);
            if found.is_none() {
                reader.unknown_word(node.span, word, ids);
            }
            found
        };
        let sections: Vec<usize> =
            reader.items("secciones").into_iter().filter_map(|(node, _)| at(node)).collect();
        let pillar = sections.iter().copied().find(|at| self.policy.sections[*at].pillar);
        let row = JudgedRow {
            name: reader.required_text("nombre"),
            sections,
            pillar,
            sound: reader.text("sin_observaciones"),
            opening: self.opening(reader, "observaciones"),
        };
        reader.finish();
        row
    }

    fn severities(&self, reader: &Reader<'_>) -> Vec<ToldSeverity> {
        let ids: Vec<&str> =
            self.policy.severities.iter().map(|severity| severity.id.as_str()).collect();
        let mut told: Vec<ToldSeverity> = Vec::new();
        for row in reader.maps("severidades") {
            let word = row.required_text("severidad");
            let judged_only = row.node("solo_con_juicio").is_some() && row.flag("solo_con_juicio");
            let opening =
                Opening { one: row.required_text("una"), many: row.required_text("varias") };
            let waived = self.opening(&row, "dispensas");
            row.finish();
            match ids.iter().position(|id| *id == word) {
                Some(severity) => {
                    told.push(ToldSeverity { severity, opening, waived, judged_only });
                }
                None => row.unknown_word(row.span(), &word, &ids),
            }
        }
        for (at, severity) in self.policy.severities.iter().enumerate() {
            let whole = |told: &&ToldSeverity| told.severity == at && !told.judged_only;
            let id = &severity.id;
            let found = told.iter().find(whole);
            if severity.decides && found.is_some_and(|told| told.waived.is_none()) {
                self.complaints.say(
                    reader.span(),
                    format!("`{id}` decide un pilar: falta cómo se dice en `dispensas`"),
                    format!("`{id}` decides a pillar: how `dispensas` says it is missing"),
                );
            }
            if severity.decides && found.is_none() {
                self.complaints.say(
                    reader.span(),
                    format!("falta `{id}`, que decide un pilar"),
                    format!("`{id}`, which decides a pillar, is missing"),
                );
            }
        }
        told
    }

    fn opening(&self, reader: &Reader<'_>, key: &'static str) -> Option<Opening> {
        reader.node(key).map(|(node, span)| self.opening_of(node, span))
    }

    fn required_opening(&self, reader: &Reader<'_>, key: &'static str) -> Opening {
        let found = reader.required(key);
        found.map(|(node, span)| self.opening_of(node, span)).unwrap_or_default()
    }

    fn opening_of(&self, node: &Node, span: crate::source::Span) -> Opening {
        let reader = Reader::new(node, span, self.complaints);
        let opening =
            Opening { one: reader.required_text("una"), many: reader.required_text("varias") };
        reader.finish();
        opening
    }

    fn tone(&mut self, reader: &Reader<'_>) -> Option<Tone> {
        let names = texts(&SENTENCE);
        let open = reader.map("por_resolver")?;
        let words = |key: &'static str| -> Vec<String> {
            let items = reader.items(key).into_iter();
            items.filter_map(|(node, _)| Some(node.text()?.to_owned())).collect()
        };
        let tone = Tone {
            leads: words("quita"),
            changes: reader.maps("cambia").iter().map(change).collect(),
            technical: words("ayuda_tecnica"),
            place: self.template(reader, "lugar", &names),
            besides: self.required_opening(reader, "ademas"),
            outdated: reader.required_text("de_otro_texto"),
            finding: self.template(reader, "hallazgo", &names),
            judged: self.template(reader, "juicio", &names),
            reserve: self.template(reader, "reserva", &names),
            reserves: self.required_opening(reader, "reservas"),
            waived: self.template(reader, "dispensa", &names),
            waivers: self.required_opening(reader, "dispensas"),
            without_waivers: self.template(reader, "sin_dispensas", &names),
            provisional: self.required_opening(reader, "provisional"),
            rating_hinges: self.required_opening(reader, "de_la_calificacion"),
            provisional_sign: self.template(reader, "sigla_provisional", &names),
            open: ["pregunta", "sospecha", "sin_dato"].map(|key| self.template(&open, key, &names)),
        };
        open.finish();
        reader.finish();
        Some(tone)
    }

    fn template(
        &mut self,
        reader: &Reader<'_>,
        key: &'static str,
        locals: &ContextType,
    ) -> Template {
        let found = reader.required(key);
        found.map(|(node, _)| self.compiler.template(node, locals)).unwrap_or_default()
    }

    fn templates(
        &mut self,
        reader: &Reader<'_>,
        key: &'static str,
        locals: &ContextType,
    ) -> Vec<Template> {
        let items = reader.items(key).into_iter();
        items.map(|(node, _)| self.compiler.template(node, locals)).collect()
    }

    /// An expression; an empty text, after a complaint, where it is missing.
    fn expression(
        &mut self,
        reader: &Reader<'_>,
        key: &'static str,
        locals: &ContextType,
    ) -> Expression {
        let missing = Node { data: Data::Text("\"\"".to_owned()), span: reader.span() };
        let node = reader.required(key).map_or(&missing, |(node, _)| node);
        self.compiler.expression(node, locals, &Type::Any)
    }
}

/// Words of a message, and those that stand in their place.
fn change(reader: &Reader<'_>) -> (String, String) {
    let change = (reader.required_text("dice"), reader.required_text("se_dice"));
    reader.finish();
    change
}

/// Names that are texts.
fn texts(names: &[&str]) -> ContextType {
    ContextType { members: names.iter().map(|name| (Arc::from(*name), Type::Text)).collect() }
}

/// The names of sentences about the rating.
fn rated() -> ContextType {
    texts(&[RATING])
}

/// The name of what is counted up.
fn listed() -> ContextType {
    ContextType { members: vec![(Arc::from(LISTED), Type::list(Type::Text))] }
}

/// The names of sentences of the general comment.
fn summed() -> ContextType {
    let mut names = texts(&[RATING, SERIES]);
    let lists = [LISTED, FAILING].map(|name| (Arc::from(name), Type::list(Type::Text)));
    names.members.extend(lists);
    names.members.push((Arc::from(SAME), Type::Bool));
    names
}
