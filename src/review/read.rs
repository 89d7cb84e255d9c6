//! A review file, read: every mistake is a finding with its place, and only what is sound counts.

use crate::document::{Data, Document, Node, Path};
use crate::evaluate::{Awaited, Judged, Seen, Signature, Waiver};
use crate::finding::{Finding, Wording, nearest};
use crate::rules::reader::{Complaints, Reader, did_you_mean};
use crate::rules::{Class, Rule, Ruleset};
use crate::source::Span;

use super::{About, Bullet, Comments, Entry, LISTS, Review, Setting, allowed, published};

/// Reads a review of a submission judged by a rule set.
pub fn read(document: &Document, ruleset: &Ruleset) -> Review {
    let complaints = Complaints::coded(document, "review/file");
    let start = document.nearest_place(&Path::root());
    let reader = Reader::new(&document.root, start, &complaints);
    let of = About {
        programme: reader.text("programa"),
        year: whole(&reader, "proceso").and_then(|year| i32::try_from(year).ok()),
        ruleset: reader.text("reglas"),
        version: reader.text("version"),
        span: reader.node("programa").or(reader.node("reglas")).map_or(start, |(_, key)| key),
    };
    let file = File { ruleset, complaints: &complaints };
    let mut entries: Vec<Entry> = Vec::new();
    for (list, awaited) in LISTS {
        for item in reader.maps(list) {
            let entry = file.entry(&item, awaited);
            if entries.iter().any(|other| other.is_on(awaited, &entry.rule, entry.element)) {
                file.twice(&entry);
                continue;
            }
            entries.push(entry);
        }
    }
    let waivers = reader.maps("dispensas").iter().map(|item| file.waiver(item)).collect();
    let comments = file.comments(&reader);
    let published = published::read(&reader, ruleset, &complaints);
    reader.finish();
    let source = std::sync::Arc::clone(&document.source);
    let mut findings = complaints.into_findings();
    findings.sort_by_key(Finding::span);
    Review { source, of, entries, waivers, comments, published, findings }
}

/// Whether a text is a date that exists, as `2026-05-04`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| {
        let plain = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u32>().unwrap_or(0)).filter(|number| *number > 0)
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    day <= days
}

/// A whole number from 0, written without decimals; a complaint where there is something else.
fn whole(reader: &Reader<'_>, key: &'static str) -> Option<u32> {
    let (node, span) = reader.node(key)?;
    let number = match &node.data {
        Data::Number(number) => number.text.parse().ok(),
        _ => None,
    };
    if number.is_none() {
        reader.wrong(node, span, "un número entero", "a whole number");
    }
    number
}

struct File<'f> {
    ruleset: &'f Ruleset,
    complaints: &'f Complaints,
}

impl<'f> File<'f> {
    fn entry(&self, item: &Reader<'_>, awaited: Awaited) -> Entry {
        let before = self.complaints.count();
        let at = |key| item.node(key).map_or(item.span(), |(node, _)| node.span);
        let rule = self.rule(item);
        let element = whole(item, "elemento");
        if let Some(rule) = rule {
            self.fits(item, rule, awaited, element);
        }
        let answer = item.text("respuesta");
        let signed = self.signed(item, answer.is_some());
        let judged = self.judged(item);
        if let (Some(rule), Some(answer)) = (rule, &answer) {
            let words = allowed(awaited, rule);
            if !words.is_empty() && !words.contains(&answer.as_str()) {
                self.not_allowed(at("respuesta"), answer, &words);
            }
            if judged.digest.is_empty() {
                self.unpinned(at("respuesta"));
            }
        }
        item.finish();
        Entry {
            awaited,
            rule: rule
                .map_or_else(|| item.text("regla").unwrap_or_default(), |rule| rule.id.clone()),
            element: element.map(|element| element as usize),
            answer,
            signed,
            judged,
            sound: self.complaints.count() == before,
            spans: (at("regla"), at("respuesta")),
        }
    }

    fn waiver(&self, item: &Reader<'_>) -> Setting {
        let before = self.complaints.count();
        let at = |key| item.node(key).map_or(item.span(), |(node, _)| node.span);
        let rule = self.rule(item);
        let element = whole(item, "elemento");
        if let (Some(rule), Some(_)) = (rule.filter(|rule| rule.each.is_none()), element) {
            self.no_elements(at("elemento"), rule);
        }
        item.required("hasta");
        let until = whole(item, "hasta").and_then(|year| i32::try_from(year).ok());
        let signed = self.signed(item, true);
        let judged = Some(self.judged(item)).filter(|judged| !judged.digest.is_empty());
        item.finish();
        let waiver = Waiver {
            rule: rule.map_or_else(String::new, |rule| rule.id.clone()),
            element: element.map(|element| element as usize),
            until: until.unwrap_or(i32::MIN),
            signed,
            judged,
        };
        let sound = self.complaints.count() == before;
        Setting { waiver, sound, spans: (at("regla"), at("hasta")) }
    }

    /// The rule that an entry names; one that is not there is told with the nearest.
    fn rule(&self, item: &Reader<'_>) -> Option<&'f Rule> {
        let (node, _) = item.required("regla")?;
        item.text("regla")?;
        self.rule_at(node)
    }

    /// The rule of an id that stands somewhere in the file.
    fn rule_at(&self, node: &Node) -> Option<&'f Rule> {
        let id = node.text().unwrap_or_default();
        let rule = self.ruleset.rule(id);
        let gone = match rule {
            Some(rule) if rule.retired.is_none() => return Some(rule),
            Some(_) => Wording::both(
                format!("la regla `{id}` ya no está en vigor"),
                format!("rule `{id}` is no longer in force"),
            ),
            None => Wording::both(
                format!("no hay ninguna regla `{id}`"),
                format!("there is no rule `{id}`"),
            ),
        };
        let finding = Finding::error("review/rule", gone).at(self.complaints.place(node.span));
        let ids = self.ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let near = nearest(id, ids.map(|rule| rule.id.as_str()));
        self.complaints.push(match near.filter(|_| rule.is_none()) {
            Some(near) => finding.helped_by(did_you_mean(near)),
            None => finding,
        });
        None
    }

    /// Whether a rule can be asked what a list asks, on an element or not.
    fn fits(&self, item: &Reader<'_>, rule: &Rule, awaited: Awaited, element: Option<u32>) {
        let at = |key| item.node(key).map_or(item.span(), |(node, _)| node.span);
        let right = match rule.class {
            _ if awaited == Awaited::Attestation => Awaited::Attestation,
            Class::Judgement => Awaited::Answer,
            Class::Heuristic => Awaited::Confirmation,
            Class::Automatic => Awaited::Attestation,
        };
        if right != awaited {
            let list = LISTS.iter().find(|(_, of)| *of == right).map_or("", |(list, _)| list);
            self.complaints.say(
                at("regla"),
                format!("`{}` no va en esta lista sino en `{list}`", rule.id),
                format!("`{}` does not go in this list but in `{list}`", rule.id),
            );
        }
        match (rule.each.is_some(), element) {
            (_, Some(0)) => self.complaints.say(
                at("elemento"),
                "los elementos se cuentan desde 1",
                "elements are counted from 1",
            ),
            (false, Some(_)) => self.no_elements(at("elemento"), rule),
            (true, None) if awaited != Awaited::Attestation => self.complaints.say(
                item.span(),
                format!("falta `elemento`: `{}` se responde por cada uno", rule.id),
                format!("`elemento` is missing: `{}` is answered for each", rule.id),
            ),
            _ => {}
        }
    }

    fn no_elements(&self, span: Span, rule: &Rule) {
        self.complaints.say(
            span,
            format!("`{}` no se aplica por elementos: quite `elemento`", rule.id),
            format!("`{}` does not run on elements: remove `elemento`", rule.id),
        );
    }

    /// Why, who and when; all must be there where something was answered.
    fn signed(&self, item: &Reader<'_>, required: bool) -> Signature {
        let text = |key: &'static str| match required {
            true => item.required_text(key),
            false => item.text(key).unwrap_or_default(),
        };
        let signed =
            Signature { reason: text("razon"), author: text("autor"), date: text("fecha") };
        for (key, said) in [("razon", &signed.reason), ("autor", &signed.author)] {
            let empty = required && !said.is_empty() && !super::says_something(said);
            if let Some((node, _)) = item.node(key).filter(|_| empty) {
                self.complaints.say(
                    node.span,
                    "aquí van palabras, no solo signos",
                    "words go here, not only signs",
                );
            }
        }
        if let Some((node, _)) = item.node("fecha").filter(|_| !is_date(&signed.date)) {
            self.complaints.say(
                node.span,
                "aquí va una fecha que exista, como `2026-05-04`",
                "a date that exists goes here, like `2026-05-04`",
            );
        }
        signed
    }

    /// The texts that were judged, with their digest.
    fn judged(&self, item: &Reader<'_>) -> Judged {
        let digest = item.text("huella").unwrap_or_default();
        let texts = item.maps("textos").into_iter().map(|entry| {
            let field = entry.required_text("campo");
            let unknown = entry.node("sin_dato").is_some() && entry.flag("sin_dato");
            let text = entry.text("dice").unwrap_or_default();
            entry.finish();
            Seen { field, text: (!unknown).then_some(text) }
        });
        let judged = Judged { digest, texts: texts.collect() };
        if let Some((node, _)) = item.node("huella").filter(|_| !judged.is_whole()) {
            self.complaints.push(
                Finding::error(
                    "review/texts",
                    Wording::both(
                        "la huella no es la de los textos guardados: alguien los cambió después de responder",
                        "the digest is not that of the texts kept: somebody changed them after answering",
                    ),
                )
                .at(self.complaints.place(node.span))
                .helped_by(Wording::both(
                    "no edite `textos` ni `huella`; responda de nuevo con `pilares review ask`",
                    "do not edit `textos` or `huella`; answer again with `pilares review ask`",
                )),
            );
        }
        judged
    }

    fn not_allowed(&self, span: Span, answer: &str, words: &[&str]) {
        let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let finding = Finding::error(
            "review/answer",
            Wording::both(
                format!("`{answer}` no es una respuesta de esta pregunta"),
                format!("`{answer}` is no answer to this question"),
            ),
        );
        let finding = finding.at(self.complaints.place(span));
        self.complaints.push(match nearest(answer, words.iter().copied()) {
            Some(word) => finding.helped_by(did_you_mean(word)),
            None => finding.helped_by(Wording::both(
                format!("puede ser {}", list.join(", ")),
                format!("it may be {}", list.join(", ")),
            )),
        });
    }

    fn unpinned(&self, span: Span) {
        let message = Wording::both(
            "esta respuesta no dice qué texto juzgó, y por eso no cuenta",
            "this answer does not say which text it judged, and so it does not count",
        );
        let finding = Finding::error("review/unpinned", message);
        self.complaints.push(finding.at(self.complaints.place(span)).helped_by(Wording::both(
            "confírmela con `pilares review ask`, que guarda el texto y su huella",
            "confirm it with `pilares review ask`, which keeps the text and its digest",
        )));
    }

    fn twice(&self, entry: &Entry) {
        self.complaints.push(
            Finding::error(
                "review/twice",
                Wording::both(
                    format!("`{}` ya está más arriba: esta entrada no cuenta", entry.rule),
                    format!("`{}` stands above already: this entry does not count", entry.rule),
                ),
            )
            .at(self.complaints.place(entry.spans.0)),
        );
    }

    fn comments(&self, reader: &Reader<'_>) -> Comments {
        let Some((node, span)) = reader.node("comentarios") else { return Comments::default() };
        let written = Reader::new(node, span, self.complaints);
        let mut comments =
            Comments { general: self.bullets(&written, "general"), sections: Vec::new() };
        let ids: Vec<&str> =
            self.ruleset.policy.sections.iter().map(|section| section.id.as_str()).collect();
        if let Some((sections, span)) = written.node("pilares") {
            if !matches!(sections.data, Data::Map(_)) {
                written.wrong(sections, span, "un grupo de pilares", "a group of pillars");
            }
            for entry in sections.entries() {
                if !ids.contains(&entry.key.as_str()) {
                    written.unknown_word(entry.key_span, &entry.key, &ids);
                    continue;
                }
                let items = match &entry.node.data {
                    Data::List(items) => items.iter().collect(),
                    Data::Blank => Vec::new(),
                    _ => vec![&entry.node],
                };
                let bullets = items
                    .into_iter()
                    .filter_map(|item| self.bullet(&written, item, entry.key_span));
                comments.sections.push((entry.key.clone(), bullets.collect()));
            }
        }
        written.finish();
        comments
    }

    fn bullets(&self, reader: &Reader<'_>, key: &'static str) -> Vec<Bullet> {
        let items = reader.items(key).into_iter();
        items.filter_map(|(node, span)| self.bullet(reader, node, span)).collect()
    }

    /// A text, or a text with the rules that it tells of and lettered items under it.
    fn bullet(&self, reader: &Reader<'_>, node: &Node, span: Span) -> Option<Bullet> {
        if !matches!(node.data, Data::Map(_)) {
            return self.plain(reader, node, span);
        }
        let group = Reader::new(node, span, self.complaints);
        let items = group.items("incisos").into_iter().filter_map(|(node, span)| match node.data {
            Data::Map(_) => {
                let item = Reader::new(node, span, self.complaints);
                self.told(&item, Vec::new())
            }
            _ => self.plain(&group, node, span),
        });
        let items = items.collect();
        self.told(&group, items)
    }

    /// `texto` and `reglas`, with what stands under them; none where nothing is written.
    fn told(&self, group: &Reader<'_>, items: Vec<Bullet>) -> Option<Bullet> {
        let rules = group.items("reglas").into_iter();
        let rules = rules.filter_map(|(node, _)| Some(self.rule_at(node)?.id.clone()));
        let rules = rules.collect();
        let span = group.node("reglas").map_or(group.span(), |(node, _)| node.span);
        let text = group.required_text("texto");
        let kept = ["textos", "huella"].iter().any(|key| group.node(key).is_some());
        let judged = kept.then(|| self.judged(group)).filter(|judged| !judged.texts.is_empty());
        group.finish();
        let empty = text.trim().is_empty() && items.is_empty();
        (!empty).then_some(Bullet { text, items, rules, judged, span })
    }

    fn plain(&self, reader: &Reader<'_>, node: &Node, span: Span) -> Option<Bullet> {
        match &node.data {
            Data::Text(text) if !text.trim().is_empty() => {
                Some(Bullet { text: text.trim().to_owned(), ..Bullet::default() })
            }
            Data::Text(_) | Data::Blank => None,
            _ => {
                reader.wrong(node, span, "un texto", "a text");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_exist() {
        for date in ["2026-05-04", "2024-02-29", "2000-02-29", "0001-12-31"] {
            assert!(is_date(date), "{date}");
        }
        for text in [
            "2026-5-4",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-04-31",
            "hoy",
            "2026-05-04T10:00",
            "２０２６-05-04",
            "",
            "--",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
