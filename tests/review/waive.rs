//! `pilares review waive`.

use super::*;

#[test]
fn an_observation_is_set_aside_by_a_command_that_leaves_the_rest_as_it_was() {
    let form = "submissions/redes-de-oportunidades-2026.yaml";
    let (folder, form) = desk("review_waive", form);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let begun = fs::read_to_string(&file).expect("it is there") + "# al final\n";
    let begun = begun.replace("dispensas: []", "dispensas: []   # aún ninguna");
    fs::write(&file, &begun).expect("it can be written");
    let told = waive(&folder, &form, &[&["EST-05"], &WAIVING[..]].concat());
    insta::assert_snapshot!("waive", told);
    let text = fs::read_to_string(&file).expect("it is there");
    let lines: Vec<&str> = text.lines().collect();
    let kept: Vec<&str> = begun
        .lines()
        .map(|line| match line {
            "dispensas: []   # aún ninguna" => "dispensas:   # aún ninguna",
            line => line,
        })
        .collect();
    let at = lines.iter().position(|line| line.starts_with("dispensas")).expect("it has a list");
    insta::assert_snapshot!("waive_file", lines[at..at + 14].join("\n"));
    let added = lines.len() - kept.len();
    let others: Vec<&str> = [&lines[..=at], &lines[at + 1 + added..]].concat();
    assert_eq!(others, kept, "nothing else moved");
    // Another one, an element of it, and the first again with another year.
    let told = waive(&folder, &form, &[&["dia-05", "--element", "9"], &WAIVING[..]].concat());
    assert!(told.contains("DIA-05[9]") && told.ends_with("── exit 0\n"), "{told}");
    let again = ["EST-05", "--reason", "Sí", "--until", "2027", "--author", "Eva"];
    let told = shown(&pilares_in(
        &folder,
        &[&["revision", "dispensar", &form, "--lang", "en"], &again[..]].concat(),
    ));
    insta::assert_snapshot!("waive_again", told);
    let review = read(&fs::read_to_string(&file).expect("it is there"));
    assert_eq!(review.findings, []);
    let waivers: Vec<_> = review.waivers.iter().map(|it| &it.waiver).collect();
    let found: Vec<_> = waivers.iter().map(|it| (&*it.rule, it.element, it.until)).collect();
    assert_eq!(found, [("EST-05", None, 2027), ("DIA-05", Some(9), 2026)]);
    assert_eq!(waivers[1].signed.reason, "Se corregirá: «ya» lo prometió");
    assert_eq!(waivers[1].signed.author, "Ana [31mDíaz");
    // The ficha tells a minimum that was set aside.
    let ficha = shown(&pilares_in(&folder, &["report", &form, "--review", "reviews"]));
    assert!(ficha.contains("Dispensa de Eva hasta el proceso 2027: Sí."), "{ficha}");
}

#[test]
fn a_waiver_goes_into_a_review_however_its_list_is_written() {
    let form = submission("redes-de-oportunidades-2026");
    let evaluation = pilares::judge(ruleset(), &form);
    let waiving = review::Waiving {
        rule: "EST-05",
        until: Some("2026"),
        reason: Some("Sí"),
        author: Some("Ana"),
        date: "2026-05-04",
        element: None,
    };
    let waiver = waiving.waiver(&evaluation).expect("it is sound");
    let waiver = pilares::evaluate::Waiver { judged: None, ..waiver };
    let head = "programa: Redes de Oportunidades de Negocios\nreglas: dipres\n";
    let put = |text: &str| {
        let document = file(text);
        let review = review::read(&document, ruleset());
        review::set_aside(&review, &document, &waiver, ruleset())
    };
    let item = "  - regla: EST-05\n    hasta: 2026\n    razon: \"Sí\"\n    autor: \"Ana\"\n    fecha: 2026-05-04\n";
    let other =
        "- regla: POB-21\n  hasta: 2026\n  razon: \"a\"\n  autor: \"b\"\n  fecha: 2026-05-04\n";
    for (before, after) in [
        ("", format!("\ndispensas:\n{item}")),
        ("dispensas:", format!("dispensas:\n{item}")),
        ("dispensas: # nota\n", format!("dispensas: # nota\n{item}")),
        ("dispensas: []", format!("dispensas:\n{item}")),
        ("dispensas: [ ] # nota\n# fin", format!("dispensas: # nota\n{item}# fin")),
        (
            "dispensas:\n# nota\nproceso: 2026\n",
            format!("dispensas:\n{item}# nota\nproceso: 2026\n"),
        ),
    ] {
        let text = put(&format!("{head}{before}")).unwrap_or_else(|_| panic!("{before:?}"));
        assert_eq!(text, format!("{head}{after}"), "{before:?}");
    }
    let text = put(&format!("{head}dispensas:\n{other}# fin\n")).expect("it is laid out in lines");
    let unindented: String = item.lines().map(|line| format!("{}\n", &line[2..])).collect();
    assert_eq!(text, format!("{head}dispensas:\n{other}{unindented}# fin\n"));
    let flow = format!("{head}dispensas:\n  - {{regla: POB-21, hasta: 2026, {SIGNED}}} # nota\n");
    assert!(
        put(&flow).is_err_and(|_| true) || put(&flow).is_ok_and(|text| text.contains("# nota"))
    );
    assert!(
        put(&format!("{head}dispensas: [{{regla: POB-21, hasta: 2026, {SIGNED}}}]\n")).is_err()
    );
}

#[test]
fn a_waiver_that_is_not_sound_is_refused_with_all_that_is_wrong() {
    let (folder, form) = desk("review_waive_wrong", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let before = fs::read_to_string(&file).expect("it is there");
    let mut all = String::new();
    for more in [
        &["EST-5"][..],
        &["EST-05", "--reason", " \u{200b} ", "--until", "2025", "--who", ""],
        &["EST-05", "--reason", "a", "--who", "b", "--until", "siempre"],
        &["POB-21", "--element", "1", "--reason", "a", "--who", "b", "--until", "2026"],
        &["EST-05", "--element", "7", "--reason", "a", "--who", "b", "--until", "2026"],
        &["POB-01", "--reason", "a", "--who", "b", "--until", "2026"],
        &["EST-05", "--lang", "en"],
        &[],
    ] {
        all.push_str(&waive(&folder, &form, more));
        all.push('\n');
        assert_eq!(fs::read_to_string(&file).expect("it is there"), before, "{more:?}");
    }
    fs::copy(root().join(EJEMPLO), folder.join("forms/otro.yaml")).expect("the form is copied");
    let review = "reviews/redes-de-oportunidades-2026.review.yaml";
    let arguments = ["EST-05", "--review", review];
    let told = waive(&folder, "forms/otro.yaml", &[&arguments[..], &WAIVING[..]].concat());
    all.push_str(&told);
    insta::assert_snapshot!("waive_refused", all);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), before);
    let none = waive(&root(), EJEMPLO, &["EST-05", "--review", "nada.yaml"]);
    assert!(none.contains("pilares review start"), "{none}");
}

#[test]
fn a_waiver_of_an_element_does_not_pass_to_another() {
    let (folder, form) = desk("review_waive_moved", "submissions/huertos-urbanos-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let told = waive(&folder, &form, &[&["POB-03", "--element", "3"], &WAIVING[..]].concat());
    assert!(told.contains("Guardado: dispensa de POB-03[3]"), "{told}");
    let check = ["check", &form, "--review", "reviews", "--format", "concise"];
    let set_aside = |text: &str| text.contains("dispensa de Ana");
    assert!(set_aside(&shown(&pilares_in(&folder, &check))));
    // What was the third component is now the first, and the other way about.
    let text = fs::read_to_string(folder.join(&form)).expect("the form is there");
    let at = |name: &str| text.find(&format!("  - nombre: {name}")).expect("it is there");
    let [first, second, third] =
        ["Huertos urbanos c", "Talleres de cultivo", "Coordinación y"].map(at);
    let end = third + text[third..].find("\nrecursos:").expect("something follows") + 1;
    let moved = [
        &text[..first],
        &text[third..end],
        &text[second..third],
        &text[first..second],
        &text[end..],
    ]
    .concat();
    fs::write(folder.join(&form), moved).expect("the form is changed");
    let told = shown(&pilares_in(&folder, &check));
    assert!(!set_aside(&told), "{told}");
    assert!(told.contains("el texto que se juzgó cambió"), "{told}");
}
