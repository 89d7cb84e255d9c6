//! The evaluator's desk: what is open and what depends on it, and one question in full.

use crate::document;
use crate::evaluate::{Awaited, Change, Evaluation, Judged};
use crate::finding::{Finding, Language};
use crate::review::{self, Effect, Entry, Open, Outlook, Review};

use super::page::{INDENT, Page};
use super::safe::visible;
use super::words::Words;
use super::{Style, question, terminal};

/// Columns under a rule's id.
const UNDER: usize = 10;

/// What is open in a review and what depends on it, in the order of effect.
pub fn desk(evaluation: &Evaluation<'_>, review: &Review, style: &Style) -> String {
    let mut desk = Desk::new(evaluation, style);
    let open = review::open(evaluation);
    desk.head(review, &open);
    for effect in [Effect::Rating, Effect::Pillar, Effect::Observation] {
        let mine: Vec<&Open<'_>> = open.iter().filter(|item| item.effect == effect).collect();
        if !mine.is_empty() {
            desk.group(effect, &mine);
        }
    }
    let mut text = desk.page.into_text();
    let findings = evaluation.review.iter().flat_map(|review| &review.findings);
    let findings: Vec<Finding> = findings.cloned().collect();
    if !findings.is_empty() {
        text.push('\n');
        text.push_str(&terminal::findings(&findings, style));
    }
    text
}

/// One thing that is open, with what to look at, the answers and what each would change.
///
/// `before` is the answer that the file has and that does not count; `left` is how many are open.
pub fn desk_question(
    evaluation: &Evaluation<'_>,
    item: &Open<'_>,
    before: Option<&Entry>,
    left: usize,
    style: &Style,
) -> String {
    let mut desk = Desk::new(evaluation, style);
    let severity = evaluation.ruleset.severity(item.rule).name.to_lowercase();
    let element = item.outcome.element.as_ref().map(|element| {
        let name = element.name.as_deref().map(|name| format!(" «{name}»"));
        format!("[{}]{}", element.position, name.unwrap_or_default())
    });
    let title = item.rule.title.trim_end_matches('.');
    let kind = desk.kind(item.awaited);
    let line = format!(
        "── {}{} · {title} [{severity}, {kind}] ({})",
        item.rule.id,
        element.unwrap_or_default(),
        desk.words().left(left),
    );
    desk.page.wrapped(&visible(&line, false), 0, INDENT + 1);
    if let Some(asked) = desk.asked(item) {
        desk.page.wrapped(&visible(&asked, false), 0, 0);
    }
    let mut text = desk.page.into_text();
    text.push('\n');
    text.push_str(&passages(evaluation, item, style));
    let mut desk = Desk::new(evaluation, style);
    desk.before(item, before);
    desk.answers(item, before.is_some());
    text + &desk.page.into_text()
}

/// A text that a person typed, so that a terminal shows it and does not obey it.
pub fn harmless(text: &str) -> String {
    visible(text, false).into_owned()
}

/// What to look at: the passages of a question, or the fields that a rule read.
fn passages(evaluation: &Evaluation<'_>, item: &Open<'_>, style: &Style) -> String {
    if let Some(asked) = &item.outcome.asked {
        return question::asked(evaluation.document, item.rule, asked, style);
    }
    let words = DeskWords::of(style.language);
    let mut page = Page::new(style);
    page.line(Words::of(style.language).look_at);
    for seen in item.outcome.looked_at(evaluation.document) {
        let text = seen.text.as_deref().unwrap_or(words.unknown);
        page.hanging(format!("  {}: ", visible(&seen.field, false)), &visible(text, false), 4);
    }
    page.into_text()
}

struct Desk<'d> {
    evaluation: &'d Evaluation<'d>,
    style: &'d Style,
    page: Page,
}

impl<'d> Desk<'d> {
    fn new(evaluation: &'d Evaluation<'d>, style: &'d Style) -> Desk<'d> {
        Desk { evaluation, style, page: Page::new(style) }
    }

    fn words(&self) -> &'static DeskWords {
        DeskWords::of(self.style.language)
    }

    fn kind(&self, awaited: Awaited) -> &'static str {
        match awaited {
            Awaited::Answer => self.words().question,
            Awaited::Confirmation => self.words().suspicion,
            Awaited::Attestation => self.words().attestation,
        }
    }

    /// What was reviewed, how far it is answered, and the rating with and without waivers.
    fn head(&mut self, review: &Review, open: &[Open<'_>]) {
        let (words, evaluation) = (self.words(), self.evaluation);
        let policy = &evaluation.ruleset.policy;
        let subject = policy.subject.as_ref().and_then(|path| evaluation.document.at(path)?.text());
        let subject = subject.unwrap_or(Words::of(self.style.language).untitled);
        let line = format!("{subject} · {}", review.source.name);
        self.page.wrapped(&visible(&line, false), 0, 0);
        let answered = evaluation.results.iter().flat_map(|result| &result.outcomes);
        let answered = answered.filter(|outcome| outcome.said.opinion.is_some()).count();
        let stale = open.iter().filter(|item| item.stale.is_some()).count();
        let mut counts = format!("{}: {answered} · {}: {}", words.answered, words.open, open.len());
        if stale > 0 {
            counts.push_str(&format!(" · {}: {stale}", words.stale));
        }
        self.page.line(&counts);
        let rating = super::review::rating_name(policy, evaluation.rating.as_ref(), self.style);
        self.page.line(&format!("{}: {rating}", words.rating));
        if let Some(unwaived) = &evaluation.unwaived {
            let rating = super::review::rating_name(policy, unwaived.rating.as_ref(), self.style);
            self.page.line(&format!("{}: {rating}", words.without_waivers));
        }
    }

    fn group(&mut self, effect: Effect, items: &[&Open<'_>]) {
        let words = self.words();
        let heading = match effect {
            Effect::Rating => words.decides_rating,
            Effect::Pillar => words.decides_pillar,
            Effect::Observation => words.decides_nothing,
        };
        self.page.line(&format!("\n{heading}: {}", items.len()));
        for item in items {
            let at = item.outcome.position().map(|at| format!("[{at}]")).unwrap_or_default();
            let id = format!("{}{at}", item.rule.id);
            let lead = format!("  {id}{}", " ".repeat(UNDER.saturating_sub(id.len() + 2).max(2)));
            let stale = if item.stale.is_some() { words.is_stale } else { "" };
            let asked = self.asked(item).unwrap_or_else(|| item.rule.title.clone());
            let line = format!("{}{stale}: {asked}", self.kind(item.awaited));
            self.page.hanging(lead, &visible(&line, false), UNDER);
            for outlook in item.outlooks.iter().filter(|it| it.effect() != Effect::Observation) {
                let line = format!("{} → {}", outlook.choice.word, self.reach(outlook));
                self.page.wrapped(&line, UNDER, UNDER + INDENT);
            }
        }
    }

    /// What is asked, in a sentence.
    fn asked(&self, item: &Open<'_>) -> Option<String> {
        match item.awaited {
            Awaited::Answer => item.outcome.asked.as_ref().map(|asked| asked.text.clone()),
            Awaited::Confirmation => {
                let finding = item.outcome.finding.as_ref()?;
                Some(finding.message.in_language(self.style.language).to_owned())
            }
            Awaited::Attestation => None,
        }
    }

    /// What a choice would change: pillars, then the rating.
    fn reach(&self, outlook: &Outlook) -> String {
        let policy = &self.evaluation.ruleset.policy;
        let pillars = outlook.pillars.iter().map(|(at, fails)| {
            let section = &policy.sections[self.evaluation.pillars[*at].section];
            let verdict = if *fails { &policy.verdicts.fails } else { &policy.verdicts.meets };
            format!("{}: {}", section.name, verdict.name)
        });
        let rating = outlook.rating.map(|row| policy.ratings[row].name.clone());
        pillars.chain(rating).collect::<Vec<_>>().join("; ")
    }

    /// The answer that the file has and why it does not count.
    fn before(&mut self, item: &Open<'_>, before: Option<&Entry>) {
        let Some(entry) = before else { return };
        let words = self.words();
        let answer = entry.answer.as_deref().unwrap_or_default();
        let signed = &entry.signed;
        let line = format!(
            "{}: {answer} · {} · {} · {}",
            words.before, signed.author, signed.date, signed.reason
        );
        self.page.line("");
        self.page.wrapped(&visible(&line, false), 0, INDENT);
        let now = Judged::of(item.outcome.looked_at(self.evaluation.document));
        for change in entry.judged.changes(&now, self.evaluation.document) {
            self.change(&change);
        }
    }

    /// A text that changed: what it said and what it says.
    fn change(&mut self, change: &Change) {
        let words = self.words();
        self.page.wrapped(&visible(&format!("{}:", change.field), false), INDENT, INDENT);
        let (before, after) = match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                let (before, after) = review::apart(before, after);
                (Some(before), Some(after))
            }
            (before, after) => (before.clone(), after.clone()),
        };
        for (sign, text) in [("- ", before), ("+ ", after)] {
            let text = text.unwrap_or_else(|| words.nothing.to_owned());
            self.page.hanging(format!("    {sign}"), &visible(&text, false), 6);
        }
    }

    /// The answers by number, with what each comes to.
    fn answers(&mut self, item: &Open<'_>, again: bool) {
        let words = self.words();
        self.page.line(&format!("\n{}", words.answers));
        for (at, outlook) in item.outlooks.iter().enumerate() {
            let choice = &outlook.choice;
            let meaning = choice.meaning.as_deref().unwrap_or(match choice.word.as_str() {
                review::CONFIRMED => words.confirmed,
                review::REJECTED => words.rejected,
                _ => "",
            });
            let mut line = document::normalised(meaning);
            if outlook.effect() != Effect::Observation {
                line = format!("{line} → {}", self.reach(outlook));
            }
            let lead = format!("  {} {}  ", at + 1, choice.word);
            self.page.hanging(lead, line.trim_start(), 4);
        }
        self.page.line(if again { words.keys_again } else { words.keys });
    }
}

/// The desk's own words.
struct DeskWords {
    question: &'static str,
    suspicion: &'static str,
    attestation: &'static str,
    answered: &'static str,
    open: &'static str,
    stale: &'static str,
    is_stale: &'static str,
    rating: &'static str,
    without_waivers: &'static str,
    decides_rating: &'static str,
    decides_pillar: &'static str,
    decides_nothing: &'static str,
    unknown: &'static str,
    nothing: &'static str,
    before: &'static str,
    answers: &'static str,
    confirmed: &'static str,
    rejected: &'static str,
    keys: &'static str,
    keys_again: &'static str,
    left: [&'static str; 2],
}

const SPANISH: DeskWords = DeskWords {
    question: "pregunta",
    suspicion: "sospecha",
    attestation: "constancia",
    answered: "Respondidas",
    open: "Por responder",
    stale: "Desactualizadas",
    is_stale: " (respuesta desactualizada)",
    rating: "Calificación",
    without_waivers: "Sin dispensas",
    decides_rating: "De esto depende la calificación",
    decides_pillar: "De esto depende un pilar",
    decides_nothing: "No cambia ningún veredicto",
    unknown: "(sin dato)",
    nothing: "(nada)",
    before: "Respuesta que no cuenta",
    answers: "Respuestas",
    confirmed: "Es así: cuenta como un hallazgo cierto.",
    rejected: "No es así: la regla cuenta como cumplida.",
    keys: "  s salta · q termina",
    keys_again: "  = confirma la anterior · s salta · q termina",
    left: ["queda 1", "quedan {}"],
};

const ENGLISH: DeskWords = DeskWords {
    question: "question",
    suspicion: "suspicion",
    attestation: "attestation",
    answered: "Answered",
    open: "Open",
    stale: "Stale",
    is_stale: " (stale answer)",
    rating: "Rating",
    without_waivers: "Without waivers",
    decides_rating: "The rating depends on this",
    decides_pillar: "A pillar depends on this",
    decides_nothing: "Changes no verdict",
    unknown: "(unknown)",
    nothing: "(nothing)",
    before: "Answer that does not count",
    answers: "Answers",
    confirmed: "It is so: it counts as a certain finding.",
    rejected: "It is not so: the rule counts as met.",
    keys: "  s skips · q leaves",
    keys_again: "  = confirms the old one · s skips · q leaves",
    left: ["1 left", "{} left"],
};

impl DeskWords {
    fn of(language: Language) -> &'static DeskWords {
        match language {
            Language::Spanish => &SPANISH,
            Language::English => &ENGLISH,
        }
    }

    fn left(&self, count: usize) -> String {
        let [one, many] = self.left;
        if count == 1 { one.to_owned() } else { many.replace("{}", &count.to_string()) }
    }
}
