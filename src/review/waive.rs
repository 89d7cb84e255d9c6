//! A waiver as somebody asks for it, before it is written: sound, or everything that is wrong with it.

use crate::document;
use crate::document::{Document, Path, Step};
use crate::evaluate::{Evaluation, Judged, Seen, Signature, Waiver};
use crate::finding::{Finding, Wording, nearest};
use crate::rules::reader::did_you_mean;
use crate::rules::{Rule, Status};

use super::is_date;

/// What somebody wants to set aside, as they typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiving<'w> {
    /// The rule's id.
    pub rule: &'w str,
    /// The element's position, from 1; none for every outcome of the rule.
    pub element: Option<&'w str>,
    /// The last process year in which it holds.
    pub until: Option<&'w str>,
    /// Why.
    pub reason: Option<&'w str>,
    /// Who.
    pub author: Option<&'w str>,
    /// When, as `2026-05-04`.
    pub date: &'w str,
}

impl Waiving<'_> {
    /// The waiver, where nothing is wrong with it; otherwise all that is.
    ///
    /// It is pinned to the texts that the rule looks at, in every element that it observes where it is
    /// on all. Whether it would set anything aside is not looked at: see [`covered`].
    pub fn waiver(&self, evaluation: &Evaluation<'_>) -> Result<Waiver, Vec<Finding>> {
        let mut findings = Vec::new();
        let rule = self.known(evaluation, &mut findings);
        let element = self.position(rule, evaluation, &mut findings);
        let until = self.year(evaluation, &mut findings);
        let reason = said(self.reason);
        if reason.is_empty() {
            findings.push(wrong(
                "reason",
                "falta la razón de la dispensa (`--reason`)",
                "the waiver's reason is missing (`--reason`)",
                "se lee en la ficha, junto a lo que se deja de lado",
                "it is read in the ficha, beside what is set aside",
            ));
        }
        let author = said(self.author);
        if author.is_empty() {
            findings.push(wrong(
                "author",
                "falta quién dispensa (`--who`)",
                "who waives is missing (`--who`)",
                "una dispensa lleva siempre el nombre de quien responde por ella",
                "a waiver always has the name of who answers for it",
            ));
        }
        if !is_date(self.date) {
            findings.push(wrong(
                "date",
                format!("`{}` no es una fecha que exista", self.date),
                format!("`{}` is no date that exists", self.date),
                "escríbala como `2026-05-04`",
                "write it like `2026-05-04`",
            ));
        }
        match (rule, until) {
            (Some(rule), Some(until)) if findings.is_empty() => Ok(Waiver {
                rule: rule.id.clone(),
                element,
                until,
                signed: Signature { reason, author, date: self.date.to_owned() },
                judged: judged(rule, element, evaluation),
            }),
            _ => Err(findings),
        }
    }

    fn known<'e>(
        &self,
        evaluation: &Evaluation<'e>,
        findings: &mut Vec<Finding>,
    ) -> Option<&'e Rule> {
        let (ruleset, id) = (evaluation.ruleset, self.rule);
        let rule = ruleset.rule(id);
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
        let finding = Finding::error("review/rule", gone);
        let ids = ruleset.rules.iter().filter(|rule| rule.retired.is_none());
        let near = nearest(id, ids.map(|rule| rule.id.as_str())).filter(|_| rule.is_none());
        findings.push(match near {
            Some(near) => finding.helped_by(did_you_mean(near)),
            None => finding,
        });
        None
    }

    fn position(
        &self,
        rule: Option<&Rule>,
        evaluation: &Evaluation<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<usize> {
        let written = self.element?;
        let rule = rule?;
        if rule.each.is_none() {
            findings.push(wrong(
                "element",
                format!("`{}` no se aplica por elementos", rule.id),
                format!("`{}` does not run on elements", rule.id),
                "quite `--element`",
                "remove `--element`",
            ));
            return None;
        }
        let position = written.parse::<usize>().ok();
        let outcomes = evaluation.result(&rule.id).map_or(&[][..], |result| &result.outcomes);
        let known = |position: &usize| outcomes.iter().any(|it| it.position() == Some(*position));
        if position.is_none_or(|position| !known(&position)) {
            let count = outcomes.iter().filter(|it| it.position().is_some()).count();
            findings.push(wrong(
                "element",
                format!("el formulario no tiene un elemento `{written}` de `{}`", rule.id),
                format!("the form has no element `{written}` of `{}`", rule.id),
                format!("los elementos se cuentan desde 1, y hay {count}"),
                format!("elements are counted from 1, and there are {count}"),
            ));
        }
        position
    }

    fn year(&self, evaluation: &Evaluation<'_>, findings: &mut Vec<Finding>) -> Option<i32> {
        let Some(written) = self.until else {
            findings.push(wrong(
                "until",
                "falta el último proceso en que vale la dispensa (`--until`)",
                "the last process in which the waiver holds is missing (`--until`)",
                "ninguna dispensa es para siempre: escriba un año",
                "no waiver is for ever: write a year",
            ));
            return None;
        };
        let (_, last) = evaluation.ruleset.policy.years;
        let plain = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit());
        let year = written.parse::<i32>().ok().filter(|_| plain);
        match (year, evaluation.year) {
            (None, _) => findings.push(wrong(
                "until",
                format!("`{written}` no es un año"),
                format!("`{written}` is no year"),
                "escriba el año del último proceso en que vale",
                "write the year of the last process in which it holds",
            )),
            (Some(_), None) => findings.push(wrong(
                "until",
                "el formulario no dice de qué proceso es, y así ninguna dispensa cuenta",
                "the form does not say of which process it is, and so no waiver counts",
                "complete `proceso` en el formulario",
                "fill in `proceso` in the form",
            )),
            (Some(year), Some(now)) if year < now => findings.push(wrong(
                "waiver-expired",
                format!("la dispensa ya estaría vencida: vale hasta {year}, y el formulario es del proceso {now}"),
                format!("the waiver would have expired: it holds until {year}, and the form is of process {now}"),
                format!("escriba {now} o un año posterior"),
                format!("write {now} or a later year"),
            )),
            (Some(year), Some(_)) if year > last => findings.push(wrong(
                "waiver-long",
                format!("la dispensa valdría hasta {year}, y estas reglas juzgan procesos hasta {last}"),
                format!("the waiver would hold until {year}, and these rules judge processes until {last}"),
                format!("escriba {last} o un año anterior; después habrá que mirarlo de nuevo"),
                format!("write {last} or an earlier year; after that somebody has to look again"),
            )),
            (Some(_), Some(_)) => {}
        }
        year
    }
}

/// The texts that a waiver judges: those of its outcome, or of all that the rule observes now.
fn judged(rule: &Rule, element: Option<usize>, evaluation: &Evaluation<'_>) -> Option<Judged> {
    let outcomes = evaluation.result(&rule.id)?.outcomes.iter();
    let mine = outcomes.filter(|outcome| match element {
        Some(_) => outcome.position() == element,
        None => outcome.status == Status::Unmet,
    });
    let mut texts: Vec<Seen> = Vec::new();
    for outcome in mine {
        let mut seen = outcome.looked_at(evaluation.document);
        let named = outcome.position().and_then(|at| called(at, &seen, evaluation.document));
        seen.extend(named);
        seen.retain(|seen| !texts.iter().any(|known| known.field == seen.field));
        texts.extend(seen);
    }
    (!texts.is_empty()).then(|| Judged::of(texts))
}

/// What the element is called: its first text, so that another that takes its place is told from it.
fn called(position: usize, texts: &[Seen], document: &Document) -> Option<Seen> {
    let element = texts.iter().find_map(|seen| {
        let path: Path = seen.field.parse().ok()?;
        let at = path.steps().iter().position(|step| *step == Step::Index(position - 1))?;
        Some(Path(path.steps()[..=at].to_vec()))
    })?;
    let node = document.at(&element)?;
    let (entry, text) = node.entries().iter().find_map(|it| Some((it, it.node.text()?)))?;
    let field = element.key(&entry.key).to_string();
    let known = texts.iter().any(|seen| seen.field == field);
    (!known).then(|| Seen { field, text: Some(document::normalised(text)) })
}

/// How many outcomes of a submission a waiver sets aside; of none it is of no use.
pub fn covered(waiver: &Waiver, evaluation: &Evaluation<'_>) -> usize {
    let outcomes = evaluation.result(&waiver.rule).map_or(&[][..], |result| &result.outcomes);
    outcomes.iter().filter(|outcome| outcome.said.waiver.as_deref() == Some(waiver)).count()
}

/// That a waiver would set nothing aside, as the submission came out with it.
pub fn unneeded(waiver: &Waiver, evaluation: &Evaluation<'_>) -> Finding {
    let id = &waiver.rule;
    let outcomes = evaluation.result(id).map_or(&[][..], |result| &result.outcomes);
    let mut mine = outcomes.iter().filter(|outcome| outcome.position() == waiver.element);
    if mine.any(|outcome| outcome.said.waiver.is_some()) {
        return wrong(
            "waiver-unused",
            format!("otra dispensa ya deja de lado `{id}` ahí"),
            format!("another waiver sets `{id}` aside there already"),
            "para dispensar elemento por elemento, quite primero de `dispensas` la de la regla entera",
            "to waive element by element, first take that of the whole rule out of `dispensas`",
        );
    }
    wrong(
        "waiver-unused",
        format!("`{id}` no observa nada que dejar de lado en este formulario"),
        format!("`{id}` observes nothing to be set aside in this form"),
        format!("vea cómo resultó con `pilares explain {id} --on FORMULARIO`"),
        format!("see how it came out with `pilares explain {id} --on FORM`"),
    )
}

fn said(text: Option<&str>) -> String {
    let text = document::normalised(text.unwrap_or_default());
    if super::says_something(&text) { text } else { String::new() }
}

fn wrong(
    code: &str,
    spanish: impl Into<String>,
    english: impl Into<String>,
    help: impl Into<String>,
    english_help: impl Into<String>,
) -> Finding {
    Finding::error(format!("review/{code}"), Wording::both(spanish, english))
        .helped_by(Wording::both(help, english_help))
}
