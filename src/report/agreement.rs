//! How far the engine's verdicts are those that people published, for the terminal and as Markdown.

use rust_decimal::Decimal;

use crate::evaluate::Standing;
use crate::feel::formats;
use crate::finding::Language;
use crate::review::{Agreement, Differing, Fraction, Of, Score, Table, Undefined};
use crate::rules::Ruleset;

use super::Style;
use super::markdown::escape;
use super::page::Page;
use super::safe::visible;

/// The verdicts of the engine beside those of people, over a folder.
pub struct Concordance<'c> {
    /// The rule set that judged.
    pub ruleset: &'c Ruleset,
    /// By the forms alone.
    pub alone: Agreement,
    /// With the answers of people; none where nobody answered anything.
    pub reviewed: Option<Agreement>,
    /// The forms of which verdicts were published, with where.
    pub published: Vec<(String, String)>,
    /// The forms of which none were.
    pub unpublished: Vec<String>,
    /// The forms that could not be read, or whose review or published verdicts could not.
    pub unread: Vec<String>,
    /// How many reviews set something aside: waivers do not count here.
    pub waived: usize,
}

/// Tables, agreement, kappa, and the cases that differ with their reasons; for the terminal.
pub fn agreement(concordance: &Concordance<'_>, style: &Style) -> String {
    let teller = Teller { concordance, spanish: style.language == Language::Spanish };
    let mut page = Page::new(style);
    page.wrapped(&visible(&teller.head(), false), 0, 0);
    for (name, source) in &concordance.published {
        page.wrapped(&visible(&format!("{name}: {source}"), false), 2, 4);
    }
    for (heading, agreement) in teller.readings() {
        page.line(&format!("\n── {heading}"));
        for table in &agreement.tables {
            page.line(&format!("\n{}", teller.of(table.of)));
            teller.grid(table).iter().for_each(|line| page.line(line.trim_end()));
            teller.scores(table).iter().for_each(|line| page.wrapped(line, 2, 4));
        }
        page.line(&format!("\n{}: {}", teller.differ(), agreement.differing.len()));
        for differing in &agreement.differing {
            page.wrapped(&visible(&teller.differing(differing), false), 2, 4);
        }
    }
    for caution in teller.cautions() {
        page.line("");
        page.wrapped(caution, 0, 0);
    }
    page.into_text()
}

/// The same, as Markdown.
pub fn agreement_markdown(concordance: &Concordance<'_>, style: &Style) -> String {
    let teller = Teller { concordance, spanish: style.language == Language::Spanish };
    let mut text = format!("# {}\n\n", escape(&teller.head()));
    for (name, source) in &concordance.published {
        text.push_str(&format!("- {}: {}\n", escape(name), escape(source)));
    }
    for (heading, agreement) in teller.readings() {
        text.push_str(&format!("\n## {}\n", escape(heading)));
        for table in &agreement.tables {
            text.push_str(&format!("\n### {}\n\n", escape(&teller.of(table.of))));
            for (at, row) in teller.rows(table).iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
                text.push_str(&format!("| {} |\n", cells.join(" | ")));
                if at == 0 {
                    text.push_str(&format!("|{}\n", " --- |".repeat(row.len())));
                }
            }
            text.push('\n');
            for line in teller.scores(table) {
                text.push_str(&format!("- {}\n", escape(&line)));
            }
        }
        text.push_str(&format!("\n### {}: {}\n\n", teller.differ(), agreement.differing.len()));
        for differing in &agreement.differing {
            text.push_str(&format!("- {}\n", escape(&teller.differing(differing))));
        }
    }
    for caution in teller.cautions() {
        text.push_str(&format!("\n{caution}\n"));
    }
    text
}

struct Teller<'t> {
    concordance: &'t Concordance<'t>,
    spanish: bool,
}

impl<'t> Teller<'t> {
    fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        if self.spanish { spanish } else { english }
    }

    fn head(&self) -> String {
        let (with, without) =
            (self.concordance.published.len(), self.concordance.unpublished.len());
        let head = match self.spanish {
            true => format!(
                "Formularios con veredictos publicados: {with}; sin ellos, que no cuentan: {without}"
            ),
            false => format!(
                "Forms with published verdicts: {with}; without, which do not count: {without}"
            ),
        };
        let unread = &self.concordance.unread;
        match unread.len() {
            0 => head,
            count => {
                let words = self.say(
                    "que no se pudieron leer, con su revisión, y no cuentan",
                    "that could not be read, with their review, and do not count",
                );
                format!("{head}; {words}: {count} ({})", unread.join(", "))
            }
        }
    }

    fn readings(&self) -> Vec<(&'static str, &'t Agreement)> {
        let alone = self.say("El motor solo", "The engine alone");
        let with = self.say("Con las respuestas de las revisiones", "With the answers of reviews");
        let mut readings = vec![(alone, &self.concordance.alone)];
        readings.extend(self.concordance.reviewed.as_ref().map(|reviewed| (with, reviewed)));
        readings
    }

    fn differ(&self) -> &'static str {
        self.say("Casos en que difieren", "Cases that differ")
    }

    fn cautions(&self) -> Vec<&'static str> {
        let answered = self.concordance.reviewed.is_some().then(|| {
            self.say(
                "Las respuestas son de personas, a veces de las mismas que publicaron el veredicto: con ellas, el acuerdo no mide al motor.",
                "The answers are people's, sometimes of those who published the verdict: with them, agreement does not measure the engine.",
            )
        });
        let waived = (self.concordance.waived > 0).then(|| {
            self.say(
                "Hay revisiones con dispensas. Aquí no cuentan: los veredictos que se comparan son los que resultan sin ellas.",
                "Some reviews have waivers. They do not count here: the verdicts compared are those without them.",
            )
        });
        answered.into_iter().chain(waived).collect()
    }

    fn of(&self, of: Of) -> String {
        match of {
            Of::Rating => self.say("Calificación", "Rating").to_owned(),
            Of::Pillar(section) => self.concordance.ruleset.policy.sections[section].name.clone(),
            Of::Pillars => self.say("Los pilares juntos", "All pillars").to_owned(),
        }
    }

    fn category(&self, of: Of, at: usize) -> &'t str {
        let policy = &self.concordance.ruleset.policy;
        match (of, at) {
            (Of::Rating, row) => &policy.ratings[row].name,
            (_, 0) => &policy.verdicts.meets.name,
            _ => &policy.verdicts.fails.name,
        }
    }

    fn sign(&self, of: Of, at: usize) -> &'t str {
        let policy = &self.concordance.ruleset.policy;
        match (of, at) {
            (Of::Rating, row) => &policy.ratings[row].id,
            (_, 0) => &policy.verdicts.meets.sign,
            _ => &policy.verdicts.fails.sign,
        }
    }

    fn provisional(&self, name: &str) -> String {
        format!("{name}, provisional")
    }

    /// The table as texts: the engine's verdicts below each other, people's side by side.
    fn rows(&self, table: &Table) -> Vec<Vec<String>> {
        let width = table.decided.len();
        let corner = self.say("motor \\ personas", "engine \\ people").to_owned();
        let mut rows = vec![vec![corner]];
        rows[0].extend((0..width).map(|at| self.sign(table.of, at).to_owned()));
        for at in 0..width {
            let name = self.category(table.of, at);
            let kinds =
                [(name.to_owned(), &table.decided), (self.provisional(name), &table.provisional)];
            for (place, (name, counts)) in kinds.into_iter().enumerate() {
                if place == 0 || counts[at].iter().any(|count| *count > 0) {
                    let counts = counts[at].iter().map(u64::to_string);
                    rows.push(std::iter::once(name).chain(counts).collect());
                }
            }
        }
        rows
    }

    /// The table in columns.
    fn grid(&self, table: &Table) -> Vec<String> {
        let rows = self.rows(table);
        let widest = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0);
        let line = |row: &Vec<String>| {
            let pad = " ".repeat(widest - row[0].chars().count());
            let cells: String = row[1..].iter().map(|cell| format!("{cell:>5}")).collect();
            format!("  {}{pad}{cells}", row[0])
        };
        rows.iter().map(line).collect()
    }

    /// Agreement and kappa: of every verdict, and of those that hinge on nothing.
    fn scores(&self, table: &Table) -> Vec<String> {
        let mut lines = Vec::new();
        let provisional: u64 = table.provisional.iter().flatten().sum();
        let all = Score::of(&table.all());
        let reading = self.say("lo provisional, como se lee", "provisional ones as they read");
        let lead = if provisional > 0 { format!(" ({reading})") } else { String::new() };
        lines.push(format!("{}{lead}: {}", self.say("Acuerdo", "Agreement"), self.score(&all)));
        if provisional > 0 {
            let decided = Score::of(&table.decided);
            let lead = self.say("Solo lo decidido", "Decided ones only");
            lines.push(format!("{lead}: {}", self.score(&decided)));
        }
        if table.missing > 0 {
            let lead = self.say("Sin veredicto publicado", "Without a published verdict");
            lines.push(format!("{lead}: {}", table.missing));
        }
        lines
    }

    fn score(&self, score: &Score) -> String {
        let kappa = match &score.kappa {
            Ok(kappa) => format!("kappa {}", self.fraction(*kappa)),
            Err(why) => format!(
                "{}: {}",
                self.say("kappa no definido", "kappa undefined"),
                self.undefined(*why)
            ),
        };
        let (agreed, cases) = (score.agreed, score.cases);
        let share = Decimal::from(agreed).checked_div(Decimal::from(cases));
        let share =
            share.map(|share| format!(" ({})", self.number(share * Decimal::ONE_HUNDRED, " %")));
        match self.spanish {
            true => format!("{agreed} de {cases}{}; {kappa}", share.unwrap_or_default()),
            false => format!("{agreed} of {cases}{}; {kappa}", share.unwrap_or_default()),
        }
    }

    /// A fraction with its decimals: `2/5 (0,4)`.
    fn fraction(&self, fraction: Fraction) -> String {
        let decimal = |number| Decimal::try_from_i128_with_scale(number, 0).ok();
        let decimals = decimal(fraction.numerator)
            .zip(decimal(fraction.denominator))
            .and_then(|(above, below)| above.checked_div(below));
        if fraction.denominator == 1 {
            return fraction.numerator.to_string();
        }
        let decimals = decimals.map(|it| format!(" ({})", self.number(it, "")));
        format!("{}/{}{}", fraction.numerator, fraction.denominator, decimals.unwrap_or_default())
    }

    fn number(&self, number: Decimal, unit: &str) -> String {
        match self.spanish {
            true => format!("{}{unit}", formats::number(number)),
            false => format!("{}{}", number.round_dp(2).normalize(), unit.trim_start()),
        }
    }

    fn undefined(&self, why: Undefined) -> &'static str {
        match why {
            Undefined::NoCases => self.say("no hay casos", "there are no cases"),
            Undefined::Both => self.say(
                "el motor y las personas usaron una sola categoría cada uno",
                "engine and people used one category each",
            ),
            Undefined::Engine => {
                self.say("el motor usó una sola categoría", "the engine used one category only")
            }
            Undefined::People => {
                self.say("las personas usaron una sola categoría", "people used one category only")
            }
        }
    }

    /// What the engine said, what people said, and the rules that make the engine say so.
    fn differing(&self, differing: &Differing) -> String {
        let engine = self.category(differing.of, differing.engine);
        let engine = match differing.provisional {
            true => self.provisional(engine),
            false => engine.to_owned(),
        };
        let people = self.category(differing.of, differing.people);
        let rules: Vec<String> = differing
            .rules
            .iter()
            .map(|(rule, standing)| format!("{rule} ({})", self.standing(*standing)))
            .collect();
        let rules = match rules.is_empty() {
            true => {
                self.say("ninguna regla decide otra cosa", "no rule decides otherwise").to_owned()
            }
            false => rules.join(", "),
        };
        let (name, of) = (&differing.name, self.of(differing.of));
        match self.spanish {
            true => {
                format!("{name} · {of}: el motor dice {engine}, y las personas, {people}. {rules}")
            }
            false => {
                format!("{name} · {of}: the engine says {engine}, and people {people}. {rules}")
            }
        }
    }

    fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Suspected => self.say("por confirmar", "to be confirmed"),
            Standing::Pending => self.say("pregunta", "question"),
            Standing::Unknown => self.say("sin dato", "unknown"),
            Standing::Unmet => self.say("no cumple", "not met"),
            Standing::Met | Standing::NotApplicable => self.say("cumple", "met"),
        }
    }
}
