//! Which parts of the conditions no case exercises, and the cases that would.

use crate::finding::Language;
use crate::verify::{Clause, Lack, Missing};

use super::Style;
use super::safe::visible;
use super::words::Words;

/// Every part that lacks something with the case that would show it, then how much is covered.
pub fn coverage(
    clauses: &[Clause<'_>],
    lacking: &[(&Clause<'_>, Lack, Missing)],
    style: &Style,
) -> String {
    let language = style.language;
    let mut text = String::new();
    for (clause, lack, missing) in lacking {
        text.push_str(&told(clause, *lack, missing, language));
    }
    let all: usize = clauses.iter().map(|clause| clause.asked).sum();
    let lacks = lacking.len();
    let found = lacking.iter().filter(|(_, _, missing)| missing.case.is_some()).count();
    text.push_str(&match language {
        Language::Spanish => format!(
            "{} de las condiciones: los casos muestran {} de {all}; a {found} les falta un caso y de {} no se encontró ninguno\n",
            Words::counted(clauses.len(), ["parte", "partes"]),
            all - lacks,
            lacks - found
        ),
        Language::English => format!(
            "{} of the conditions: the cases show {} of {all}; {found} lack a case, and of {} none was found\n",
            Words::counted(clauses.len(), ["part", "parts"]),
            all - lacks,
            lacks - found
        ),
    });
    text
}

fn told(clause: &Clause<'_>, lack: Lack, missing: &Missing, language: Language) -> String {
    let spanish = language == Language::Spanish;
    let what = match (lack, spanish) {
        (Lack::True, true) => "ningún caso la muestra verdadera",
        (Lack::False, true) => "ningún caso la muestra falsa",
        (Lack::Unknown, true) => "ningún caso la muestra sin dato",
        (Lack::Decides, true) => "en ningún caso decide",
        (Lack::True, false) => "no case shows it true",
        (Lack::False, false) => "no case shows it false",
        (Lack::Unknown, false) => "no case shows it unknown",
        (Lack::Decides, false) => "it decides no case",
    };
    let mut text = format!("{} · {}: {what}\n", clause.rule.id, clause.site);
    text.push_str(&format!("  {}\n  {}\n", clause.place, visible(&clause.text, false)));
    let name = if spanish { "Por nombrar" } else { "To be named" };
    match missing.text(name) {
        Some(case) => {
            text.push_str(if spanish {
                "  un caso que lo muestra:\n"
            } else {
                "  a case that shows it:\n"
            });
            text.push_str(&case);
        }
        None => text.push_str(&match spanish {
            true => {
                format!("  no se encontró un formulario que lo muestre, entre {}\n", missing.tried)
            }
            false => format!("  no form was found that shows it, among {}\n", missing.tried),
        }),
    }
    text
}
