//! What a review says that an evaluation has no use for: another form, questions that are gone,
//! texts that changed, waivers that expired, that nothing needs or that cover too much.

use crate::document::{self, Document};
use crate::evaluate::{Change, Evaluation, Judged, Outcome, RuleResult, Seen, Waiver, capitalised};
use crate::finding::{Finding, Severity, Wording};
use crate::rules::{Ruleset, Status};
use crate::source::{Place, Span};

use super::{Bullet, Entry, Review, Setting};

/// Words around a difference, on each side.
const AROUND: usize = 4;

/// Characters of each side of a difference.
const SHOWN: usize = 160;

/// What is wrong where a review is of another submission or rule set: then nothing of it counts.
pub fn misplaced(review: &Review, ruleset: &Ruleset, document: &Document) -> Option<Finding> {
    let of = &review.of;
    let place = || Place { source: review.source.clone(), span: of.span };
    let subject = ruleset.policy.subject.as_ref().and_then(|path| document.at(path)?.text());
    let same = |a: Option<&str>, b: Option<&str>| {
        a.map(document::normalised).unwrap_or_default()
            == b.map(document::normalised).unwrap_or_default()
    };
    let id = of.ruleset.as_deref().unwrap_or_default();
    if id != ruleset.policy.id {
        let message = Wording::both(
            format!(
                "esta revisión es de las reglas `{id}`, y se juzga con `{}`",
                ruleset.policy.id
            ),
            format!("this review is of the rules `{id}`, and `{}` judge", ruleset.policy.id),
        );
        return Some(uncounted(Finding::error("review/other-rules", message).at(place())));
    }
    if !same(of.programme.as_deref(), subject) {
        let (theirs, ours) = (of.programme.as_deref().unwrap_or("—"), subject.unwrap_or("—"));
        let message = Wording::both(
            format!("esta revisión es de «{theirs}», y el formulario es de «{ours}»"),
            format!("this review is of «{theirs}», and the form is of «{ours}»"),
        );
        return Some(uncounted(Finding::error("review/other-form", message).at(place())));
    }
    None
}

fn uncounted(finding: Finding) -> Finding {
    finding.helped_by(Wording::both(
        "nada de lo que dice cuenta; elija la revisión de este formulario",
        "nothing that it says counts; choose the review of this form",
    ))
}

/// Findings in a review, given what its opinions did in an evaluation.
pub fn check(review: &Review, evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(other_year(review, evaluation));
    for entry in review.entries.iter().filter(|entry| entry.opinion().is_some()) {
        findings.extend(unheard(review, entry, evaluation));
    }
    for setting in review.waivers.iter().filter(|setting| setting.sound) {
        findings.extend(idle(review, setting, evaluation));
    }
    let sections = review.comments.sections.iter().flat_map(|(_, bullets)| bullets);
    for bullet in review.comments.general.iter().chain(sections).flat_map(Bullet::all) {
        findings.extend(outlived(review, bullet, evaluation));
        findings.extend(outdated(review, bullet, evaluation));
    }
    for (section, bullets) in &review.comments.sections {
        for bullet in bullets.iter().flat_map(Bullet::all) {
            findings.extend(elsewhere(review, (section, bullet), evaluation));
        }
    }
    findings
}

/// A comment on what rules no longer see: the ficha would say it all the same.
fn outlived(review: &Review, bullet: &Bullet, evaluation: &Evaluation<'_>) -> Option<Finding> {
    let settled = |id: &&String| {
        let Some(result) = evaluation.result(id) else { return false };
        let reserve = result.outcomes.iter().any(|it| it.reserve(result.rule).is_some());
        matches!(result.status, Status::Met | Status::NotApplicable) && !reserve
    };
    let silent: Vec<&str> = bullet.rules.iter().filter(settled).map(String::as_str).collect();
    let (spanish, english) = listed(&silent)?;
    let (spanish, english) = match silent.len() {
        1 => (format!("{spanish}, que no tiene"), format!("{english}, which has")),
        _ => (format!("{spanish}, que no tienen"), format!("{english}, which have")),
    };
    let finding = warning(
        review,
        bullet.span,
        "comment",
        format!("este comentario habla de {spanish} hallazgos en el formulario"),
        format!("this comment is on {english} no findings in the form"),
    );
    Some(finding.helped_by(Wording::both(
        "la ficha lo dirá igual: corrija el comentario o sus `reglas`",
        "the ficha will say it all the same: correct the comment or its `reglas`",
    )))
}

/// What the rules that a comment tells look at now.
fn looked_at(rules: &[String], evaluation: &Evaluation<'_>) -> Vec<Seen> {
    let mut texts: Vec<Seen> = Vec::new();
    let results = rules.iter().filter_map(|id| evaluation.result(id));
    for outcome in results.flat_map(|result| &result.outcomes) {
        if outcome.status == Status::Unmet {
            let seen = outcome.looked_at(evaluation.document).into_iter();
            let new: Vec<Seen> =
                seen.filter(|seen| !texts.iter().any(|it| it.field == seen.field)).collect();
            texts.extend(new);
        }
    }
    texts
}

/// A comment with the texts that its rules look at, where it has none yet.
pub fn pinned(mut bullet: Bullet, evaluation: &Evaluation<'_>) -> Bullet {
    if bullet.judged.is_none() {
        let texts = looked_at(&bullet.rules, evaluation);
        bullet.judged = (!texts.is_empty()).then(|| Judged::of(texts));
    }
    let items = std::mem::take(&mut bullet.items);
    bullet.items = items.into_iter().map(|item| pinned(item, evaluation)).collect();
    bullet
}

/// Whether a comment tells of texts that have changed since.
pub fn is_outdated(bullet: &Bullet, evaluation: &Evaluation<'_>) -> bool {
    !changes(bullet, evaluation).is_empty()
}

fn changes(bullet: &Bullet, evaluation: &Evaluation<'_>) -> Vec<Change> {
    let Some(judged) = &bullet.judged else { return Vec::new() };
    let now = Judged::of(looked_at(&bullet.rules, evaluation));
    judged.changes(&now, evaluation.document)
}

/// A comment on texts that have changed since.
fn outdated(review: &Review, bullet: &Bullet, evaluation: &Evaluation<'_>) -> Option<Finding> {
    let changes = changes(bullet, evaluation);
    let (spanish, english) = changed(&changes)?;
    let rules = bullet.rules.join(", ");
    let finding = warning(
        review,
        bullet.span,
        "comment-stale",
        format!("este comentario sobre {rules} es de otro texto: después {spanish}"),
        format!("this comment on {rules} is of another text: {english}"),
    );
    let spanish = told(&changes, ["no estaba", "decía", "no está", "dice"]);
    let english = told(&changes, ["was not there", "said", "is not there", "says"]);
    Some(finding.because(Wording::both(spanish, english)).helped_by(Wording::both(
        "corríjalo, quite sus `textos` y su `huella`, y tome los nuevos de `pilares report --format draft`",
        "correct it, take out its `textos` and `huella`, and take the new ones of `pilares report --format draft`",
    )))
}

/// That fields have changed, in words; none where none has.
fn changed(changes: &[Change]) -> Option<(String, String)> {
    let fields: Vec<String> = changes.iter().map(|change| called(&change.field)).collect();
    let (last, rest) = fields.split_last()?;
    Some(match rest {
        [] => (format!("cambió {last}"), format!("{last} has changed since")),
        _ => {
            let rest = rest.join(", ");
            (format!("cambiaron {rest} y {last}"), format!("{rest} and {last} have changed since"))
        }
    })
}

/// A field as it is named in a sentence: its path, or what the figure is looked at for.
fn called(field: &str) -> String {
    match field.contains(' ') {
        true => format!("la cifra «{}»", field.trim_end_matches('.')),
        false => format!("`{field}`"),
    }
}

/// A comment in one section on rules of another: the ficha tells what these saw in theirs all the same.
fn elsewhere(
    review: &Review,
    (section, bullet): (&str, &Bullet),
    evaluation: &Evaluation<'_>,
) -> Option<Finding> {
    let ruleset = evaluation.ruleset;
    let here = ruleset.policy.sections.iter().position(|known| known.id == section)?;
    let rows = ruleset.ficha.as_ref().map_or(&[][..], |plan| &plan.judged.rows);
    let together = |there: usize| {
        let mut rows = rows.iter().map(|row| &row.sections);
        there == here || rows.any(|row| row.contains(&here) && row.contains(&there))
    };
    let away = |id: &&String| {
        let rule = evaluation.result(id).map(|result| result.rule);
        rule.is_some_and(|rule| !together(rule.section))
    };
    let away: Vec<&str> = bullet.rules.iter().filter(away).map(String::as_str).collect();
    let (spanish, english) = listed(&away)?;
    let (spanish, english) = match away.len() {
        1 => (format!("{spanish}, que es"), format!("{english}, which is")),
        _ => (format!("{spanish}, que son"), format!("{english}, which are")),
    };
    let finding = warning(
        review,
        bullet.span,
        "comment-elsewhere",
        format!("este comentario está en `{section}` y habla de {spanish} de otra sección"),
        format!("this comment is in `{section}` and on {english} of another section"),
    );
    Some(finding.helped_by(Wording::both(
        "póngalo en esa sección: mientras tanto, la ficha dice allá lo que esas reglas vieron",
        "put it in that section: until then, the ficha says there what those rules saw",
    )))
}

/// Ids in words; none where there are none.
fn listed(ids: &[&str]) -> Option<(String, String)> {
    let (last, rest) = ids.split_last()?;
    if rest.is_empty() {
        return Some((format!("`{last}`"), format!("`{last}`")));
    }
    let rest = rest.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    Some((format!("{rest} y `{last}`"), format!("{rest} and `{last}`")))
}

fn warning(review: &Review, span: Span, code: &str, spanish: String, english: String) -> Finding {
    let place = Place { source: review.source.clone(), span };
    Finding::warning(format!("review/{code}"), Wording::both(spanish, english)).at(place)
}

/// Of another year than the form: told, since answers may hold on, and waivers may expire.
fn other_year(review: &Review, evaluation: &Evaluation<'_>) -> Option<Finding> {
    let (theirs, ours) = (review.of.year?, evaluation.year?);
    let finding = warning(
        review,
        review.of.span,
        "other-year",
        format!("esta revisión es del proceso {theirs}, y el formulario, del {ours}"),
        format!("this review is of process {theirs}, and the form of {ours}"),
    );
    (theirs != ours).then_some(Finding { severity: Severity::Note, ..finding })
}

/// Why an answer does not count: nobody asks that any more, or the text is another.
fn unheard(review: &Review, entry: &Entry, evaluation: &Evaluation<'_>) -> Option<Finding> {
    let result = evaluation.result(&entry.rule)?;
    let outcome = result.outcomes.iter().find(|outcome| {
        outcome.position() == entry.element && outcome.awaits(result.rule) == Some(entry.awaited)
    });
    let Some(outcome) = outcome else {
        let (spanish, english) = whereabouts(result, entry.element);
        return Some(warning(
            review,
            entry.spans.0,
            "gone",
            format!("la respuesta sobre `{}` no tiene a qué aplicarse: {spanish}", named(entry)),
            format!("the answer on `{}` applies to nothing: {english}", named(entry)),
        ));
    };
    let stale = outcome.said.stale.as_ref()?;
    let document = evaluation.document;
    let changes = stale.judged.changes(&Judged::of(outcome.looked_at(document)), document);
    let id = named(entry);
    let (spanish, english) = changed(&changes).unwrap_or_else(|| {
        ("cambió lo que juzgó".to_owned(), "what it judged has changed since".to_owned())
    });
    let finding = warning(
        review,
        entry.spans.0,
        "stale",
        format!("la respuesta sobre `{id}` no cuenta: después {spanish}"),
        format!("the answer on `{id}` does not count: {english}"),
    );
    if changes.is_empty() {
        return Some(finding);
    }
    let spanish = told(&changes, ["no estaba", "decía", "no está", "dice"]);
    let english = told(&changes, ["was not there", "said", "is not there", "says"]);
    Some(finding.because(Wording::both(spanish, english)).helped_by(Wording::both(
        "vuelva a mirar el texto y confírmela con `pilares review ask`",
        "look at the text again and confirm it with `pilares review ask`",
    )))
}

fn named(entry: &Entry) -> String {
    match entry.element {
        Some(element) => format!("{}[{element}]", entry.rule),
        None => entry.rule.clone(),
    }
}

/// What became of an outcome that an answer was given to.
fn whereabouts(result: &RuleResult<'_>, element: Option<usize>) -> (String, String) {
    match result.outcomes.iter().find(|outcome| outcome.position() == element) {
        None => (
            format!("el formulario no tiene un elemento {}", element.unwrap_or(0)),
            format!("the form has no element {}", element.unwrap_or(0)),
        ),
        Some(outcome) => {
            let status = |status| match status {
                Status::Met => ("la regla se cumple sola", "the rule is met by itself"),
                Status::Unmet => {
                    ("la regla no se cumple por sí sola", "the rule is unmet by itself")
                }
                Status::NotApplicable => ("la regla no aplica", "the rule does not apply"),
                Status::Unknown => ("falta un dato del formulario", "the form lacks something"),
            };
            let (spanish, english) = status(outcome.status);
            (spanish.to_owned(), english.to_owned())
        }
    }
}

/// Changes in a sentence: `campo` decía «…» y dice «…».
fn told(changes: &[Change], [absent, said, gone, says]: [&str; 4]) -> String {
    let sentences = changes.iter().map(|change| {
        let (before, after) = match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                let (before, after) = apart(before, after);
                (Some(before), Some(after))
            }
            (before, after) => (before.as_deref().map(clipped), after.as_deref().map(clipped)),
        };
        let part = |text: Option<String>, verb: &str, none: &str| match text {
            Some(text) => format!("{verb} «{text}»"),
            None => none.to_owned(),
        };
        let field = called(&change.field);
        let (before, after) = (part(before, said, absent), part(after, says, gone));
        capitalised(&format!("{field} {before}; {after}."))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// Two texts from where they differ to where they are alike again, with a few words around.
pub fn apart(before: &str, after: &str) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let first = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let room = a.len().min(b.len()) - first;
    let last = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let part = |words: &[&str]| {
        let start = first.saturating_sub(AROUND);
        let end = (words.len() - last + AROUND).min(words.len());
        let lead = if start > 0 { "… " } else { "" };
        let rest = if end < words.len() { " …" } else { "" };
        clipped(&format!("{lead}{}{rest}", words[start..end].join(" ")))
    };
    (part(&a), part(&b))
}

fn clipped(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// What is wrong with a waiver: expired, of no use, or wider than what it sets aside.
fn idle(review: &Review, setting: &Setting, evaluation: &Evaluation<'_>) -> Option<Finding> {
    let (waiver, (rule_span, until_span)) = (&setting.waiver, setting.spans);
    let result = evaluation.result(&waiver.rule)?;
    let (id, until) = (&waiver.rule, waiver.until);
    if let Some(year) = evaluation.year.filter(|year| *year > until) {
        return Some(warning(
            review,
            until_span,
            "waiver-expired",
            format!(
                "la dispensa de `{id}` valía hasta el proceso {until}, y este es el {year}: no cuenta"
            ),
            format!(
                "the waiver of `{id}` held until process {until}, and this is {year}: it does not count"
            ),
        ));
    }
    let set_aside = |outcome: &&Outcome| outcome.said.waiver.as_deref() == Some(waiver);
    let covered = result.outcomes.iter().filter(set_aside).count();
    if covered == 0 {
        let (spanish, english) = unused(waiver, result);
        return Some(warning(
            review,
            rule_span,
            "waiver-unused",
            format!("la dispensa de `{id}` no deja de lado nada: {spanish}"),
            format!("the waiver of `{id}` sets nothing aside: {english}"),
        ));
    }
    let (_, last) = evaluation.ruleset.policy.years;
    if until > last {
        let finding = warning(
            review,
            until_span,
            "waiver-long",
            format!(
                "la dispensa de `{id}` vale hasta {until}, y estas reglas juzgan procesos hasta {last}"
            ),
            format!(
                "the waiver of `{id}` holds until {until}, and these rules judge processes until {last}"
            ),
        );
        return Some(finding.helped_by(Wording::both(
            format!("escriba {last} o un año anterior; después habrá que mirarlo de nuevo"),
            format!("write {last} or an earlier year; after that somebody has to look again"),
        )));
    }
    broad(review, setting, result, covered).or_else(|| unpinned(review, setting))
}

/// A waiver that holds whatever the texts say.
fn unpinned(review: &Review, setting: &Setting) -> Option<Finding> {
    let Setting { waiver, spans, .. } = setting;
    let id = &waiver.rule;
    let finding = warning(
        review,
        spans.0,
        "waiver-unpinned",
        format!("la dispensa de `{id}` no guarda el texto que deja de lado: vale aunque cambie"),
        format!(
            "the waiver of `{id}` does not keep the text that it sets aside: it holds though that changes"
        ),
    );
    let finding = finding.helped_by(Wording::both(
        "escríbala con `pilares review waive`, que lo guarda",
        "write it with `pilares review waive`, which keeps it",
    ));
    waiver.judged.is_none().then_some(finding)
}

/// A waiver of a whole rule that is needed on some of its elements only.
fn broad(
    review: &Review,
    setting: &Setting,
    result: &RuleResult<'_>,
    covered: usize,
) -> Option<Finding> {
    let waiver = &setting.waiver;
    let applies = |outcome: &&Outcome| outcome.status != Status::NotApplicable;
    let applicable = result.outcomes.iter().filter(applies).count();
    if waiver.element.is_some() || result.rule.each.is_none() || covered >= applicable {
        return None;
    }
    let set_aside = |outcome: &&Outcome| outcome.said.waiver.as_deref() == Some(waiver);
    let elements = result.outcomes.iter().filter(set_aside).filter_map(Outcome::position);
    let elements = elements.map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
    let id = &waiver.rule;
    let finding = warning(
        review,
        setting.spans.0,
        "waiver-broad",
        format!(
            "la dispensa de `{id}` cubre los {applicable} elementos, y solo hace falta en {covered} ({elements})"
        ),
        format!(
            "the waiver of `{id}` covers all {applicable} elements, and is needed on {covered} only ({elements})"
        ),
    );
    Some(finding.helped_by(Wording::both(
        "escriba una dispensa por elemento, con `elemento`, para que no calle lo que venga después",
        "write one waiver per element, with `elemento`, so that it does not hush what comes later",
    )))
}

fn unused(waiver: &Waiver, result: &RuleResult<'_>) -> (&'static str, &'static str) {
    let mine =
        |outcome: &&Outcome| waiver.element.is_none() || waiver.element == outcome.position();
    let mut outcomes = result.outcomes.iter().filter(mine).peekable();
    if outcomes.peek().is_none() {
        return ("el formulario no tiene ese elemento", "the form has no such element");
    }
    let unmet = outcomes.find(|outcome| outcome.status == Status::Unmet);
    match unmet {
        Some(outcome) if outcome.said.waiver.is_some() => {
            ("otra dispensa ya lo hace", "another waiver does already")
        }
        Some(_) => ("el texto que se juzgó cambió", "the text that was judged has changed"),
        None => ("la regla no observa nada ahí", "the rule observes nothing there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_shown_with_what_is_around_them() {
        let text = "uno dos tres cuatro cinco seis siete ocho nueve diez";
        let (before, after) = apart(text, &text.replace("seis", "6 y medio"));
        assert_eq!(before, "… dos tres cuatro cinco seis siete ocho nueve diez");
        assert_eq!(after, "… dos tres cuatro cinco 6 y medio siete ocho nueve diez");
        assert_eq!(apart("a", "a a"), ("a".to_owned(), "a a".to_owned()));
        assert_eq!(apart("", "b"), (String::new(), "b".to_owned()));
    }
}
