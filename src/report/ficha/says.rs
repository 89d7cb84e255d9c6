//! How the ficha says a finding: in the rule set's sentences, with the titles of fields instead of
//! their paths, and with where it is where its own words do not tell.

use crate::document::{self, Data, Node, Path, Step};
use crate::evaluate::{CALLED, Outcome};
use crate::feel::{Context, Value};
use crate::finding::Finding;
use crate::rules::{Opening, Rule, SENTENCE, Status};

use super::compose::{Composer, locals};
use super::judged::Told;
use super::{Bullet, Remark};

/// Places that a finding names at most; of more, its own words must tell.
const PLACES: usize = 3;

/// Characters of a text of an element by which it is known; a shorter one may stand anywhere.
const TELLING: usize = 5;

/// Characters of an element's name.
const NAME: usize = 100;

impl Composer<'_> {
    /// A bullet for some remarks: one stands in it, several are lettered under it.
    pub(super) fn bullet(&self, opening: &Opening, mut remarks: Vec<Remark>) -> Option<Bullet> {
        match remarks.len() {
            0 => None,
            1 => {
                let remark = remarks.remove(0);
                let text = self.clean(&format!("{} {}", opening.one, remark.text));
                Some(Bullet { text: Remark { text, ..remark }, items: Vec::new() })
            }
            _ => {
                let text = Remark { text: self.clean(&opening.many), rules: Vec::new() };
                Some(Bullet { text, items: remarks })
            }
        }
    }

    /// What findings say. Of several of one rule with the same help, the last says what to do; where
    /// helps differ, each has its own, and the last that has none but the rule's says that.
    pub(super) fn remarks(&self, told: &[Told<'_>]) -> Vec<Remark> {
        let runs = told.chunk_by(|(a, _), (b, _)| a.id == b.id);
        let each = runs.flat_map(|run| {
            let general = run
                .first()
                .and_then(|(rule, _)| rule.help.as_deref())
                .map(|help| self.advice(help));
            let helps: Vec<String> =
                run.iter().map(|(rule, outcome)| self.help(rule, outcome)).collect();
            let advised = |at: usize| {
                let help = &helps[at];
                let alike = helps.iter().all(|other| other.is_empty() || other == help);
                let repeated = alike || general.as_ref() == Some(help);
                !repeated || !helps[at + 1..].contains(help)
            };
            let said = run.iter().zip(&helps).enumerate().map(|(at, ((rule, outcome), help))| {
                let help = if advised(at) { help.as_str() } else { "" };
                Remark { text: self.finding(rule, outcome, help), rules: vec![rule.id.clone()] }
            });
            said.collect::<Vec<Remark>>()
        });
        each.collect()
    }

    fn finding(&self, rule: &Rule, outcome: &Outcome, help: &str) -> String {
        let tone = &self.plan.judged.tone;
        let text = self.says(rule, outcome);
        if let Some(opinion) = &outcome.said.opinion {
            let reason = quoted(&opinion.signed.reason);
            let names = self.sentence([("texto", &text), ("razon", &reason)]);
            return self.fill(&tone.judged, &names);
        }
        self.fill(&tone.finding, &self.sentence([("texto", &text), ("sugerencia", help)]))
    }

    /// What to do about a finding; empty where a person gave the reason or the rule has own words for
    /// the ficha, which say it.
    fn help(&self, rule: &Rule, outcome: &Outcome) -> String {
        if outcome.said.opinion.is_some() || outcome.remark.is_some() {
            return String::new();
        }
        let given = outcome.finding.as_ref().and_then(|finding| finding.help.as_ref());
        let Some(given) = given.map(|help| help.spanish.as_str()) else { return String::new() };
        let technical = self.plan.judged.tone.technical.iter().any(|word| given.contains(word));
        let help = rule.help.as_deref().filter(|_| technical).unwrap_or(given);
        self.advice(help)
    }

    fn advice(&self, help: &str) -> String {
        full(&self.changed(&self.titled(help, true)))
    }

    /// What a rule says of an outcome: its own words for the ficha, or its message without doubt and
    /// with its place where it does not tell that.
    pub(super) fn says(&self, rule: &Rule, outcome: &Outcome) -> String {
        if let Some(remark) = &outcome.remark {
            return self.clean(&full(remark));
        }
        let finding = outcome.finding.as_ref();
        let message = finding.map_or(rule.title.as_str(), |finding| &finding.message.spanish);
        let certain = !outcome.is_suspicion(rule);
        let mut leads = self.plan.judged.tone.leads.iter().filter(|_| certain);
        let said = leads.find_map(|lead| message.strip_prefix(lead.as_str()));
        let said = self.titled(said.unwrap_or(message), false);
        let text = self.clean(&full(&self.changed(&said)));
        let finding = finding.filter(|_| outcome.status == Status::Unmet);
        match finding.and_then(|finding| self.place(&text, finding)) {
            Some(place) => match text.strip_suffix('.') {
                Some(text) => self.clean(&format!("{text} ({place}).")),
                None => self.clean(&format!("{text} ({place})")),
            },
            None => text,
        }
    }

    /// Names of a sentence; those without a value are empty texts.
    pub(super) fn sentence<const N: usize>(&self, values: [(&str, &str); N]) -> Context {
        locals(SENTENCE.map(|name| {
            let value = values.iter().find(|(of, _)| *of == name).map_or("", |(_, value)| *value);
            (name, Value::from(value))
        }))
    }

    /// A text in which words that are for who writes the file are others.
    fn changed(&self, text: &str) -> String {
        let changes = self.plan.judged.tone.changes.iter();
        changes.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    /// A text in which paths of fields, between backticks, are the titles of those fields with the
    /// elements that they are of; in a help, keys too.
    pub(super) fn titled(&self, text: &str, keys: bool) -> String {
        let pieces: Vec<&str> = text.split('`').collect();
        let mut said = String::with_capacity(text.len());
        let mut closes = false;
        for (at, piece) in pieces.iter().enumerate() {
            if at % 2 == 0 {
                said.push_str(if closes { piece.trim_start_matches(')') } else { piece });
                closes = false;
                continue;
            }
            let next = pieces.get(at + 1).copied().unwrap_or_default();
            let bracketed = said.ends_with('(') && next.starts_with(')');
            let Some((title, element)) = self.field(piece, bracketed, keys) else {
                said.push_str(&format!("`{piece}`"));
                continue;
            };
            match (bracketed && said.contains(&*title), element) {
                (false, None) => said.push_str(&format!("`{title}`")),
                (false, Some(element)) => said.push_str(&format!("`{title}` ({element})")),
                (true, Some(element)) => said.push_str(&element),
                (true, None) => {
                    said.truncate(said.trim_end_matches('(').trim_end().len());
                    closes = true;
                }
            }
        }
        said
    }

    /// The title of a field and the element that it is of, by its path or, in a help, by its key.
    fn field(&self, text: &str, bracketed: bool, keys: bool) -> Option<(String, Option<String>)> {
        let schema = &self.evaluation.ruleset.schema;
        let path: Path = text.parse().ok()?;
        if let ([Step::Key(key)], false) = (path.steps(), bracketed) {
            let mut titles = self.fields.iter().filter(|(path, _)| path.last_key() == Some(key));
            let title = titles.next().filter(|_| keys)?.1.title.clone();
            return titles.all(|(_, member)| member.title == title).then_some((title, None));
        }
        schema.shape().at(&path)?;
        let title = self.title(&path)?;
        let within = match self.element(&path) {
            Some((_, element)) => Some(element),
            None => self.group(&path, &title),
        };
        Some((title, within))
    }

    /// In which group a field is, where several have fields that are called so.
    fn group(&self, path: &Path, title: &str) -> Option<String> {
        let schema = &self.evaluation.ruleset.schema;
        let mut others = self.fields.iter().filter(|(other, _)| *other != path.general());
        others.find(|(_, other)| other.title == title)?;
        let group = &schema.field(&path.parent()?)?.title;
        Some(self.within(&format!("«{group}»")))
    }

    fn within(&self, place: &str) -> String {
        self.fill(&self.plan.judged.tone.place, &self.sentence([("lugar", place)]))
    }

    /// The title of the field that a path is of, or of the list that it is an element of.
    fn title(&self, path: &Path) -> Option<String> {
        let schema = &self.evaluation.ruleset.schema;
        let found = schema.field(path).map(|member| member.title.clone());
        found.or_else(|| Some(schema.field(&path.parent()?)?.title.clone()))
    }

    /// The innermost element of a list that a path is in: its name, and what it is called with it.
    fn element(&self, path: &Path) -> Option<(String, String)> {
        let steps = path.steps();
        let at = steps.iter().rposition(|step| matches!(step, Step::Index(_)))?;
        let Step::Index(position) = steps[at] else { return None };
        let list = self.evaluation.ruleset.schema.field(&Path(steps[..at].to_vec()));
        let item = list.and_then(|list| list.spoken.item.as_deref());
        let noun = item.and_then(|item| item.split_once(' ')).map_or("elemento", |(_, noun)| noun);
        let node = self.evaluation.document.at(&Path(steps[..=at].to_vec()));
        Some(match node.and_then(called) {
            Some((name, true)) => (name.clone(), format!("{noun} {name}")),
            Some((name, false)) => (name.clone(), format!("{noun} «{name}»")),
            None => (String::new(), format!("{noun} {}", position.saturating_add(1))),
        })
    }

    /// Where a finding is, in words; none where its own tell it, or where that is too many places.
    fn place(&self, text: &str, finding: &Finding) -> Option<String> {
        let text = text.to_lowercase();
        // Words that are a title by themselves name a field, whichever it is that is looked at.
        if self.titles.iter().any(|title| text.contains(title)) {
            return None;
        }
        let told = |words: &str| !words.is_empty() && text.contains(&words.to_lowercase());
        let mut places: Vec<String> = Vec::new();
        for label in &finding.labels {
            let path = self.evaluation.document.path_at(label.place.span)?;
            let (title, element) = (self.title(&path)?, self.element(&path));
            if self.names(&path).iter().any(|name| told(name)) {
                return None;
            }
            let place = match element {
                Some((_, element)) => format!("«{title}», {element}"),
                None => format!("«{title}»"),
            };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let (last, rest) = places.split_last()?;
        match rest {
            [] => Some(self.within(last)),
            _ if places.len() > PLACES => None,
            rest => Some(self.within(&format!("{} y {last}", rest.join(", ")))),
        }
    }

    /// What the field at a path is called, each group or list that it is in, and what is said of the
    /// elements of these.
    fn names(&self, path: &Path) -> Vec<String> {
        let schema = &self.evaluation.ruleset.schema;
        let mut names = Vec::new();
        let mut here = Some(path.clone());
        while let Some(path) = here {
            if let Some(member) = schema.field(&path) {
                names.push(member.title.clone());
                let spoken =
                    member.spoken.name.as_deref().filter(|name| !name.contains(['{', '[']));
                names.extend(spoken.and_then(|name| Some(name.split_once(' ')?.1.to_owned())));
            }
            if let (Some(Step::Index(_)), Some(node)) =
                (path.steps().last(), self.evaluation.document.at(&path))
            {
                let texts = node.entries().iter().filter_map(|entry| entry.node.text());
                let texts = texts.filter(|text| text.chars().count() >= TELLING);
                names.extend(texts.map(document::normalised));
            }
            here = path.parent();
        }
        names
    }
}

/// What people call an element of a list, its name or first text, and whether that is a figure.
fn called(node: &Node) -> Option<(String, bool)> {
    let found = CALLED.iter().find_map(|key| node.entry(key));
    let (name, figure) = match &found?.node.data {
        Data::Text(text) => (text.as_str(), false),
        Data::Number(number) => (number.text.as_str(), true),
        _ => return None,
    };
    let mut short: String = name.chars().take(NAME).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    (!short.trim().is_empty()).then_some((short, figure))
}

/// What a person wrote, to stand between quotation marks: without its full stop, and with marks of
/// the second order inside.
pub(super) fn quoted(text: &str) -> String {
    text.trim().trim_end_matches('.').replace('«', "“").replace('»', "”")
}

/// A text as a sentence: a capital, a full stop, and values in quotation marks instead of backticks.
pub(super) fn full(text: &str) -> String {
    let text = text.trim();
    let mut sentence = String::with_capacity(text.len() + 1);
    let mut open = false;
    for character in text.chars() {
        match character {
            '`' => {
                sentence.push(if open { '»' } else { '«' });
                open = !open;
            }
            _ if sentence.is_empty() => sentence.extend(character.to_uppercase()),
            _ => sentence.push(character),
        }
    }
    if !sentence.is_empty() && !sentence.ends_with(['.', '?', '!', '…', ':']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::{full, quoted};

    #[test]
    fn messages_become_sentences() {
        assert_eq!(full(" falta `a_b` "), "Falta «a_b».");
        assert_eq!(full("¿Basta?"), "¿Basta?");
        assert_eq!(full("él sabe."), "Él sabe.");
        assert_eq!(full(""), "");
    }

    #[test]
    fn what_a_person_wrote_is_quoted() {
        assert_eq!(quoted(" Dice «más». "), "Dice “más”");
        assert_eq!(quoted("¿Basta?"), "¿Basta?");
    }
}
