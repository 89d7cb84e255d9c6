//! The ficha of the form that was published with its evaluation.

use super::*;

/// The rules that a row tells of, each once.
fn told(row: &Remarks) -> Vec<&str> {
    let all = |bullet: &'_ Bullet| -> Vec<String> {
        let items = bullet.items.iter().flat_map(|item| item.rules.clone());
        bullet.text.rules.iter().cloned().chain(items).collect()
    };
    let ids: Vec<String> = row.bullets.iter().flat_map(all).collect();
    let mut known: Vec<&str> = Vec::new();
    for bullet in &row.bullets {
        for remark in std::iter::once(&bullet.text).chain(&bullet.items) {
            for rule in remark.rules.iter().filter(|rule| ids.contains(rule)) {
                if !known.contains(&rule.as_str()) {
                    known.push(rule);
                }
            }
        }
    }
    known
}

#[test]
fn the_report_of_2024_comes_out_as_it_was_published() {
    let form = read(FORM);
    let bare = text("sin-comentarios.review.yaml", &without_comments(REVIEW));
    for review in [&read(REVIEW), &bare] {
        let ficha = compose(&form, Some(review));
        assert!(ficha.lines.iter().any(|line| line.ends_with("– Recomendado Favorablemente")));
        let Some(Block::Judged(judged)) = ficha.blocks.last() else { panic!("it ends with III") };
        assert_eq!(judged.closing.1, "RF");
        assert_eq!(judged.rows[0].sign, None, "the general comment has no sign");
        for (pillar, nine) in PILLARS {
            let row = row(&ficha, pillar);
            assert_eq!(row.sign.as_deref(), Some("S"), "{pillar}");
            let told = told(row);
            for rule in nine {
                assert!(told.contains(rule), "{pillar} does not tell {rule}: {told:?}");
            }
        }
    }
}

#[test]
fn fichas_in_markdown() {
    let form = read(FORM);
    let commented = compose(&form, Some(&read(REVIEW)));
    insta::assert_snapshot!("commented", undigested(&ficha::markdown(&commented)));
    let bare = text("sin-comentarios.review.yaml", &without_comments(REVIEW));
    let markdown = ficha::markdown(&compose(&form, Some(&bare)));
    let judged = markdown.split("## III").nth(1).expect("there is a third part");
    insta::assert_snapshot!("composed", undigested(judged));
    let objected = compose(&read("submissions/redes-de-oportunidades-2026.yaml"), None);
    insta::assert_snapshot!("objected", undigested(&ficha::markdown(&objected)));
    let universal = compose(&read("submissions/salud-bucal-escolar-2026.yaml"), None);
    insta::assert_snapshot!("universal", undigested(&ficha::markdown(&universal)));
}

#[test]
fn a_draft_pasted_into_the_review_says_the_same() {
    let (ruleset, form) = (ruleset(), read(FORM));
    let head = without_comments(REVIEW);
    let bare = text("una.review.yaml", &head);
    let reading = review::read(&bare, &ruleset);
    let evaluation = pilares::judge_with(&ruleset, &form, &reading);
    let draft = ficha::draft(&evaluation, Some(&reading)).expect("there is a plan");
    let pasted = format!("{head}\n{}", review::comments(&draft, &ruleset.policy));
    let pasted = text("una.review.yaml", &pasted);
    let again: Review = review::read(&pasted, &ruleset);
    assert_eq!(again.findings, [], "the draft can be read");
    let (composed, edited) = (compose(&form, Some(&bare)), compose(&form, Some(&pasted)));
    let words = |ficha: &Ficha| -> Vec<Vec<String>> { rows(ficha).iter().map(said).collect() };
    assert_eq!(words(&composed), words(&edited));
}
