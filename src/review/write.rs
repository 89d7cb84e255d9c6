//! The text of a review file: what it asks, in comments, and what was answered.
//!
//! What comes from a submission is written so that it reads back as it was and can do no harm: a
//! passage as a folded block or in quotes, and never a control character in a comment.

use std::fmt::Write as _;

use crate::document::{self, Data, Document, Node};
use crate::evaluate::{Awaited, Evaluation, Judged, Outcome, Passage, Signature, Waiver};
use crate::rules::{Policy, Rule};
use crate::source::Span;

use super::{Bullet, Comments, Entry, LISTS, Review, Setting, choices, open, published};

/// Columns of comments and passages.
const WIDTH: usize = 100;

/// Characters of a text that is written in its line.
const SHORT: usize = 60;

const HEAD: &str = "\
Responda a mano o con `pilares review ask`. Una respuesta cuenta cuando tiene `respuesta`,
`razon`, `autor` y `fecha` (como 2026-05-04). `textos` guarda lo que se juzgó y `huella` lo sella:
no los edite. Si después cambia uno de esos textos, la respuesta deja de contar hasta que alguien
la confirme.

  preguntas     lo que solo una persona puede decir.
  sospechas     lo que una regla de texto cree ver: `confirmada` o `descartada`.
  constancias   lo que el documento no publica, para quien vio el formulario completo: `cumple`,
                `no cumple` o `no aplica`.
  dispensas     observaciones que se dejan de lado hasta un proceso. La calificación sin ellas
                se muestra siempre al lado.
  comentarios   lo que la ficha dice con palabras de quien evalúa: textos, o `texto` e `incisos`.
                Con `reglas`, en lugar de lo que esas reglas vieron; sin ellas, además.
";

const WAIVER: &str = "\
- regla: POB-21
  elemento: 1          # solo si la regla va por elementos
  hasta: 2026          # último proceso en que vale
  razon: …
  autor: …
  fecha: 2026-05-04
";

/// A new review of an evaluation: everything that is open, nothing answered.
pub fn blank(evaluation: &Evaluation<'_>) -> String {
    text(evaluation, None)
}

/// A review as a whole, with what an evaluation asks beside.
pub fn write(review: &Review, evaluation: &Evaluation<'_>) -> String {
    text(evaluation, Some(review))
}

/// An entry that is open, with the texts that are to be judged.
pub(super) fn unanswered(
    awaited: Awaited,
    rule: &Rule,
    outcome: &Outcome,
    document: &Document,
) -> Entry {
    Entry {
        awaited,
        rule: rule.id.clone(),
        element: outcome.position(),
        answer: None,
        signed: Signature::default(),
        judged: Judged::of(outcome.looked_at(document)),
        sound: true,
        spans: Default::default(),
    }
}

fn text(evaluation: &Evaluation<'_>, review: Option<&Review>) -> String {
    let policy = &evaluation.ruleset.policy;
    let mut text = String::new();
    let subject = policy.subject.as_ref().and_then(|path| evaluation.document.at(path)?.text());
    let title = subject.map(document::normalised).unwrap_or_default();
    comment(&mut text, 0, &format!("Revisión de «{title}»."));
    comment(&mut text, 0, "");
    HEAD.lines().for_each(|line| comment(&mut text, 0, line));
    text.push('\n');
    let mut field = |key: &str, value: Option<String>| {
        let _ = writeln!(
            text,
            "{key}:{}{}",
            if value.is_some() { " " } else { "" },
            value.unwrap_or_default()
        );
    };
    field("programa", subject.map(|subject| quoted(&document::normalised(subject))));
    let year = review.map_or(evaluation.year, |review| review.of.year);
    field("proceso", year.map(|year| year.to_string()));
    field("reglas", Some(quoted(&policy.id)));
    field("version", Some(quoted(&policy.version)));
    let published = review.and_then(|review| review.published.as_ref());
    text.push_str(&published::write(published, policy, quoted));
    let entries = entries(evaluation, review);
    for (list, awaited) in LISTS {
        let _ = write!(text, "\n{list}:");
        let mine: Vec<&Entry> = entries.iter().filter(|entry| entry.awaited == awaited).collect();
        text.push_str(if mine.is_empty() { " []\n" } else { "\n" });
        for entry in mine {
            text.push_str(&about(entry, evaluation, 2));
            text.push_str(&fields(entry, 2));
            text.push('\n');
        }
    }
    waivers(&mut text, review);
    text.push('\n');
    let nothing = Comments::default();
    text.push_str(&comments(review.map_or(&nothing, |review| &review.comments), policy));
    text
}

/// The entries of a review, and what is open beside; in the order of the rules.
fn entries(evaluation: &Evaluation<'_>, review: Option<&Review>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = review.map(|review| review.entries.clone()).unwrap_or_default();
    for item in open(evaluation) {
        let known =
            |entry: &Entry| entry.is_on(item.awaited, &item.rule.id, item.outcome.position());
        if !entries.iter().any(known) {
            entries.push(unanswered(item.awaited, item.rule, item.outcome, evaluation.document));
        }
    }
    let order = |entry: &Entry| {
        let at = evaluation.results.iter().position(|result| result.rule.id == entry.rule);
        (at.unwrap_or(usize::MAX), entry.element)
    };
    entries.sort_by_key(order);
    entries
}

/// What an entry asks, as comments: the rule, the question, its answers, what to look at.
pub(super) fn about(entry: &Entry, evaluation: &Evaluation<'_>, indent: usize) -> String {
    let mut text = String::new();
    let Some(result) = evaluation.result(&entry.rule) else { return text };
    let rule = result.rule;
    let severity = &evaluation.ruleset.severity(rule).name;
    let outcome = result.outcomes.iter().find(|outcome| {
        outcome.position() == entry.element && outcome.awaits(rule) == Some(entry.awaited)
    });
    let element = outcome.and_then(|outcome| outcome.element.as_ref());
    let element = element.map(|element| match &element.name {
        Some(name) => format!(" · {} «{name}»", element.position),
        None => format!(" · {}", element.position),
    });
    let title = rule.title.trim_end_matches('.');
    let element = element.unwrap_or_default();
    comment(
        &mut text,
        indent,
        &format!("{}{element} · {title} [{}]", rule.id, severity.to_lowercase()),
    );
    let Some(outcome) = outcome else { return text };
    let finding = outcome.finding.as_ref().map(|finding| finding.message.spanish.as_str());
    let says = match entry.awaited {
        Awaited::Answer => outcome.asked.as_ref().map(|asked| asked.text.as_str()),
        Awaited::Confirmation => finding,
        Awaited::Attestation => None,
    };
    says.into_iter().for_each(|says| comment(&mut text, indent, says));
    for choice in choices(entry.awaited, rule).iter().filter(|choice| choice.meaning.is_some()) {
        let meaning = choice.meaning.as_deref().unwrap_or_default();
        let line = format!("  {} → {}. {meaning}", choice.word, choice.status.name());
        comment(&mut text, indent, &line);
    }
    for passage in outcome.asked.iter().flat_map(|asked| &asked.look_at) {
        let at = places(evaluation.document, passage);
        comment(&mut text, indent, &format!("  Mire {at}: {}", passage.why));
    }
    text
}

/// Where a passage stands, for a comment: paths, or the figure.
fn places(document: &Document, passage: &Passage) -> String {
    let path = |span: &Span| {
        let path = document.path_at(*span).map(|path| path.to_string());
        format!("{} (línea {})", path.unwrap_or_default(), document.place(*span).position().line)
    };
    match &passage.figure {
        Some(figure) => figure.clone(),
        None => passage.places.iter().map(path).collect::<Vec<_>>().join(", "),
    }
}

/// The fields of an entry, as an item of a list.
pub(super) fn fields(entry: &Entry, indent: usize) -> String {
    let mut item = Item::new(indent);
    item.field("regla", Some(&entry.rule));
    item.element(entry.element);
    item.field("respuesta", entry.answer.as_deref());
    item.signed(&entry.signed);
    item.judged(&entry.judged);
    item.text
}

fn waivers(text: &mut String, review: Option<&Review>) {
    text.push_str("\ndispensas:");
    let waivers: &[Setting] = review.map_or(&[], |review| &review.waivers);
    text.push_str(if waivers.is_empty() { " []\n" } else { "\n" });
    if waivers.is_empty() {
        WAIVER.lines().for_each(|line| comment(text, 2, line));
    }
    for Setting { waiver, .. } in waivers {
        text.push_str(&waived(waiver, 2));
    }
}

/// The fields of a waiver, as an item of a list.
pub(super) fn waived(waiver: &Waiver, indent: usize) -> String {
    let mut item = Item::new(indent);
    item.field("regla", Some(&waiver.rule));
    item.element(waiver.element);
    item.number("hasta", waiver.until);
    item.signed(&waiver.signed);
    if let Some(judged) = &waiver.judged {
        item.judged(judged);
    }
    item.text
}

/// What an evaluator writes for the ficha, as the key `comentarios` of a review.
pub fn comments(comments: &Comments, policy: &Policy) -> String {
    let mut text = String::from("comentarios:\n  general:");
    bullets(&mut text, 4, &comments.general);
    text.push_str("  pilares:\n");
    for section in policy.sections.iter() {
        let written = comments.sections.iter().find(|(id, _)| *id == section.id);
        if section.pillar || written.is_some() {
            let _ = write!(text, "    {}:", section.id);
            bullets(&mut text, 6, written.map_or(&[], |(_, bullets)| bullets));
        }
    }
    text
}

fn bullets(text: &mut String, indent: usize, bullets: &[Bullet]) {
    text.push_str(if bullets.is_empty() { " []\n" } else { "\n" });
    let pad = " ".repeat(indent);
    for bullet in bullets {
        told(text, indent, bullet);
        if !bullet.items.is_empty() {
            let _ = writeln!(text, "{pad}  incisos:");
        }
        bullet.items.iter().for_each(|item| told(text, indent + 4, item));
    }
}

/// A text by itself, or with its rules and room for what stands under it.
fn told(text: &mut String, indent: usize, bullet: &Bullet) {
    let pad = " ".repeat(indent);
    if bullet.items.is_empty() && bullet.rules.is_empty() && bullet.judged.is_none() {
        let _ = writeln!(text, "{pad}- {}", scalar(&bullet.text, indent + 2));
        return;
    }
    let _ = writeln!(text, "{pad}- texto: {}", scalar(&bullet.text, indent + 4));
    if !bullet.rules.is_empty() {
        let _ = writeln!(text, "{pad}  reglas: [{}]", bullet.rules.join(", "));
    }
    if let Some(judged) = &bullet.judged {
        // As a key that is not the first of its item.
        let mut item = Item { text: "\n".to_owned(), indent };
        item.judged(judged);
        text.push_str(&item.text[1..]);
    }
}

/// An item of a list of groups, being written.
struct Item {
    text: String,
    indent: usize,
}

impl Item {
    fn new(indent: usize) -> Item {
        Item { text: String::new(), indent }
    }

    fn line(&mut self, key: &str, value: &str) {
        let dash = if self.text.is_empty() { "- " } else { "  " };
        let space = if value.is_empty() { "" } else { " " };
        let _ = writeln!(self.text, "{}{dash}{key}:{space}{value}", " ".repeat(self.indent));
    }

    fn field(&mut self, key: &str, value: Option<&str>) {
        let value = value.filter(|value| !value.is_empty());
        let value = value.map(|value| match is_word(value) {
            true => value.to_owned(),
            false => scalar(value, self.indent + 4),
        });
        self.line(key, &value.unwrap_or_default());
    }

    fn number(&mut self, key: &str, value: i32) {
        self.line(key, &value.to_string());
    }

    fn element(&mut self, element: Option<usize>) {
        if let Some(element) = element {
            self.line("elemento", &element.to_string());
        }
    }

    fn signed(&mut self, signed: &Signature) {
        self.field("razon", Some(&signed.reason));
        self.field("autor", Some(&signed.author));
        self.field("fecha", Some(&signed.date));
    }

    fn judged(&mut self, judged: &Judged) {
        let pad = " ".repeat(self.indent + 4);
        self.line("textos", if judged.texts.is_empty() { "[]" } else { "" });
        for seen in &judged.texts {
            let _ = writeln!(self.text, "{pad}- campo: {}", quoted(&seen.field));
            let _ = match &seen.text {
                Some(text) => writeln!(self.text, "{pad}  dice: {}", scalar(text, self.indent + 8)),
                None => writeln!(self.text, "{pad}  sin_dato: true"),
            };
        }
        self.line("huella", &quoted(&judged.digest));
    }
}

/// Whether a value is read as the text that it is without quotes: words of small letters, or a date.
fn is_word(value: &str) -> bool {
    let words = value.split(' ').all(|word| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && !word.starts_with('-')
    });
    let reserved = ["true", "false", "null"].contains(&value);
    let id = value.split_once('-').is_some_and(|(prefix, number)| {
        !prefix.is_empty()
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    (words && !reserved) || id || super::is_date(value)
}

/// A text as a value: in its line where it is short, or folded over lines indented by `indent`.
fn scalar(text: &str, indent: usize) -> String {
    let foldable = document::normalised(text) == text && !text.contains(is_hidden);
    if text.chars().count() <= SHORT || !foldable {
        return quoted(text);
    }
    let pad = " ".repeat(indent);
    let lines = wrapped(text, WIDTH.saturating_sub(indent));
    let lines: Vec<String> = lines.iter().map(|line| format!("{pad}{line}")).collect();
    format!(">-\n{}", lines.join("\n"))
}

/// A text in quotes, with what cannot be seen escaped.
fn quoted(text: &str) -> String {
    let node = Node { data: Data::Text(text.to_owned()), span: Span::default() };
    document::write(&node).trim_end().to_owned()
}

/// A comment over as many lines as it takes.
fn comment(text: &mut String, indent: usize, words: &str) {
    let shown: String =
        words.chars().map(|character| if is_hidden(character) { ' ' } else { character }).collect();
    let lead = shown.len() - shown.trim_start_matches(' ').len();
    let pad = " ".repeat(indent);
    let room = WIDTH.saturating_sub(indent + 2 + lead);
    let mut first = true;
    for line in wrapped(&shown[lead..], room) {
        let more = if first { lead } else { lead + 2 };
        let _ = writeln!(text, "{pad}{}", format!("# {}{line}", " ".repeat(more)).trim_end());
        first = false;
    }
}

/// Lines of some columns, broken at spaces that stand alone; a word that is longer stays whole.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always a line");
        let whole = last.chars().count() + 1 + word.chars().count();
        if last.is_empty() || whole <= width {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Whether a character is not seen, or turns what is seen around it.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}
