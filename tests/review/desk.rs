//! `pilares review start`, `ask` and `status`: what people see, and that nothing answered is lost.

use super::*;

#[test]
fn mistakes_in_a_review_are_told_with_their_place_and_the_nearest_name() {
    let folder = scratch("review_mistakes");
    fs::copy(root().join(EJEMPLO), folder.join("ejemplo.yaml")).expect("the form is copied");
    let signed = "razon: Sí, autor: A, fecha: 2026-05-04";
    let text = format!(
        "programa: Leer a Tiempo\nproceso: 2025\nreglas: dipres\npregunta: []\npreguntas:\n\
         \x20 - {{regla: EST-41, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-14, respuesta: parcialmnte, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-14, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-04, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: EST-04, elemento: 9, respuesta: si, {signed}, huella: aa}}\n\
         \x20 - {{regla: DIA-17, respuesta: si, autor: A, fecha: 2026-02-30, huella: aa}}\n\
         \x20 - {{regla: OBJ-16, respuesta: si, {signed}}}\n\
         \x20 - {{regla: EST-16, respuesta: si, {signed}, textos: [{{campo: a, dice: b}}], huella: aa}}\n\
         \x20 - {{regla: DIA-15, elemento: 1, respuesta: confirmada, {signed}, huella: aa}}\n\
         dispensas:\n  - {{regla: POB-21, autor: A}}\n\
         comentarios: {{pilares: {{poblasion: [x]}}}}\n"
    );
    fs::write(folder.join("mala.review.yaml"), text).expect("the file is written");
    let check = ["check", "ejemplo.yaml", "--review", "mala.review.yaml", "--format", "concise"];
    let told: String = shown(&pilares_in(&folder, &check))
        .lines()
        .filter(|line| line.contains("review"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!("mistakes", told);
    let status =
        ["review", "status", "ejemplo.yaml", "--review", "mala.review.yaml", "--lang", "en"];
    assert!(shown(&pilares_in(&folder, &status)).contains("did you mean `parcialmente`?"));
}

#[test]
fn a_review_is_begun_once_and_its_state_is_shown() {
    let (folder, form) = desk("review_start", EJEMPLO);
    let begun = pilares_in(&folder, &["review", "start", &form]);
    insta::assert_snapshot!("start", shown(&begun));
    let again = pilares_in(&folder, &["revision", "empezar", &form, "--lang", "en"]);
    insta::assert_snapshot!("start_again", shown(&again));
    let text = fs::read_to_string(folder.join("reviews/ejemplo.review.yaml")).expect("it is there");
    let head: Vec<&str> = text.lines().take(75).collect();
    insta::assert_snapshot!("start_file", head.join("\n"));
    let status = pilares_in(&folder, &["review", "status", &form]);
    insta::assert_snapshot!("status", shown(&status));
    let status = pilares_in(&folder, &["review", "estado", &form, "--lang", "en", "--width", "60"]);
    insta::assert_snapshot!("status_english", shown(&status));
    let none = pilares_in(&folder, &["review", "status", &form, "--review", "nada.yaml"]);
    insta::assert_snapshot!("status_none", shown(&none));
    let hint = pilares_in(&folder, &["check", &form, "--format", "concise"]);
    assert!(
        shown(&hint).contains("nota: hay una revisión de este formulario; para contarla: --review")
    );
}

#[test]
fn questions_are_asked_one_by_one_and_taken_up_again() {
    let (folder, form) = desk("review_ask", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let asked = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--date", "2026-05-04"],
        b"tal vez\nParcialmente\n\nSolo una \x1b[31mcausa\nAna\n1\nEs un cambio\ns\nq\n",
    );
    insta::assert_snapshot!("ask", shown(&asked));
    let status = shown(&pilares_in(&folder, &["review", "status", &form]));
    assert!(status.contains("Respondidas: 2 · Por responder: 17"), "{status}");
    let form_text = fs::read_to_string(folder.join(&form)).expect("the form is there");
    let moved = form_text.replace("Según la Encuesta de Aula (EA) 2024", "Según la EA 2024");
    fs::write(folder.join(&form), moved).expect("the form is changed");
    let again = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--author", "Beatriz", "--date", "2026-06-01"],
        b"=\n",
    );
    insta::assert_snapshot!("ask_stale", shown(&again));
    let file = folder.join("reviews/ejemplo.review.yaml");
    let review = read(&fs::read_to_string(file).expect("it is there"));
    let entry = review.entry(Awaited::Answer, "DIA-17", None).expect("it is asked");
    assert_eq!(entry.signed.author, "Beatriz");
    assert_eq!(entry.signed.reason, "Solo una [31mcausa");
    let evaluation_of = document(&fs::read_to_string(folder.join(&form)).expect("it is there"));
    let evaluation = pilares::judge_with(ruleset(), &evaluation_of, &review);
    assert_eq!(codes(&evaluation), Vec::<String>::new());
}

#[test]
fn half_a_line_is_no_answer() {
    let (folder, form) = desk("review_half", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let before = fs::read_to_string(&file).expect("it is there");
    for typed in [&b""[..], b"s", b"si", b"si\nPorque", b"si\nPorque s\xc3\xad\nAn", b"q\n"] {
        pilares_reading_in(&folder, &["review", "ask", &form], typed);
        assert_eq!(fs::read_to_string(&file).expect("it is there"), before);
    }
    let long = [b"x".repeat(70_000), b"\nsi\nPorque\nAna\n".to_vec()].concat();
    let output = pilares_reading_in(&folder, &["review", "ask", &form], &long);
    assert!(shown(&output).contains("demasiado larga"));
    assert_ne!(fs::read_to_string(&file).expect("it is there"), before);
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_erased() {
    let (folder, form) = desk("review_meanwhile", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let mut asking = Asking::start(&folder, &form);
    asking.until("Respuesta");
    let mine = fs::read_to_string(&file).expect("it is there") + "# mío\n";
    fs::write(&file, &mine).expect("it can be written");
    asking.type_line("si");
    asking.type_line("Porque");
    asking.type_line("Ana");
    let status = asking.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), mine);
}

#[test]
fn what_is_said_to_be_saved_is_there_whoever_writes_meanwhile() {
    let (folder, form) = desk("review_at_once", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    let rules = ["EST-05", "OBJ-08", "POB-21", "REC-09", "ANT-01", "ANT-04"];
    let told: Vec<String> = std::thread::scope(|scope| {
        let started: Vec<_> = rules
            .iter()
            .map(|rule| scope.spawn(|| waive(&folder, &form, &[&[*rule], &WAIVING[..]].concat())))
            .collect();
        started.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    let file = folder.join("reviews/redes-de-oportunidades-2026.review.yaml");
    let review = read(&fs::read_to_string(&file).expect("it is there"));
    let saved = told.iter().filter(|told| told.contains("Guardado")).count();
    assert_eq!(review.waivers.len(), saved, "{told:?}");
    assert!(told.iter().all(|told| told.contains("Guardado") || told.contains("alguien más")));
}

#[test]
fn nobody_answers_without_a_name() {
    let (folder, form) = desk("review_no_name", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let asked = pilares_reading_in(
        &folder,
        &["review", "ask", &form, "--author", " ", "--date", "2026-05-04"],
        b"si\nPorque se ve\n\nAna\nq\n",
    );
    assert!(shown(&asked).contains("Quién responde"), "{}", shown(&asked));
    let text = fs::read_to_string(folder.join("reviews/ejemplo.review.yaml")).expect("it is there");
    assert_eq!(read(&text).answered().0, 1);
}

#[test]
fn a_rule_is_explained_with_what_people_say_of_it() {
    let explain = |rule: &str, more: &[&str]| {
        shown(&pilares(&[&["explain", rule, "--on", DESARROLLO], more].concat()))
    };
    let plain = explain("DIA-15", &[]);
    let answered = explain("DIA-15", &["--review", "reviews"]);
    assert_ne!(plain, answered);
    assert!(plain.contains("nota: hay una revisión"), "{plain}");
    assert!(answered.contains("confirmada por DIPRES, sección III del informe"), "{answered}");
    let (folder, form) = desk("review_explain", "submissions/redes-de-oportunidades-2026.yaml");
    pilares_in(&folder, &["review", "start", &form]);
    waive(&folder, &form, &[&["EST-05"], &WAIVING[..]].concat());
    let explain = ["explicar", "EST-05", "--on", &form, "--review", "reviews"];
    let told = shown(&pilares_in(&folder, &explain));
    assert!(
        told.contains("dispensa de Ana [31mDíaz (2026-05-04), hasta el proceso 2026"),
        "{told}"
    );
    let without_form = shown(&pilares(&["explain", "EST-05", "--review", "reviews"]));
    assert!(without_form.ends_with("── exit 2\n"), "{without_form}");
}

/// The program asking, one line at a time.
struct Asking {
    child: std::process::Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Asking {
    fn start(folder: &Path, form: &str) -> Asking {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pilares"))
            .args(["review", "ask", form, "--date", "2026-05-04"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .current_dir(folder)
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Asking { child, output }
    }

    /// Reads up to a prompt or the word that something was saved; false where the output ends.
    fn until(&mut self, words: &str) -> bool {
        let mut seen = Vec::new();
        loop {
            let mut byte = Vec::new();
            let read = std::io::Read::by_ref(&mut self.output);
            match std::io::Read::take(read, 1).read_until(b'\n', &mut byte) {
                Ok(1) => seen.extend(byte),
                _ => return false,
            }
            if seen.ends_with(words.as_bytes()) {
                return true;
            }
        }
    }

    fn type_line(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("it is piped");
        // The program may be dead by now, which is what some tests are about.
        let _ = input.write_all(format!("{line}\n").as_bytes()).and_then(|()| input.flush());
    }
}

#[test]
fn a_kill_at_any_moment_loses_at_most_the_answer_being_typed() {
    let (folder, form) = desk("review_kill", EJEMPLO);
    pilares_in(&folder, &["review", "start", &form]);
    let file = folder.join("reviews/ejemplo.review.yaml");
    let answers = || read(&fs::read_to_string(&file).expect("it is always there")).answered().0;
    let mut chance = 20_260_504u64;
    let mut rounds = 0;
    while rounds < 14 {
        rounds += 1;
        let before = answers();
        let mut asking = Asking::start(&folder, &form);
        let mut saved = 0;
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (stop, delay) = ((chance >> 33) % 3, (chance >> 40) % 12_000);
        asking.until("Respuesta");
        asking.type_line("1\nPorque se ve\nAna");
        while saved < stop && asking.until("Guardado") {
            saved += 1;
            asking.type_line("1\nPorque se ve");
        }
        std::thread::sleep(std::time::Duration::from_micros(delay));
        asking.child.kill().expect("it can be killed");
        asking.child.wait().expect("it is dead");
        let text = fs::read_to_string(&file).expect("it is always there");
        let review = read(&text);
        assert_eq!(review.findings, [], "after {rounds} rounds");
        assert_eq!(review.entries.len(), 19);
        let after = review.answered().0;
        assert!(after >= before + saved as usize, "{before} + {saved} became {after}");
        assert!(after <= before + saved as usize + 1, "{before} + {saved} became {after}");
    }
    assert!(answers() >= 7, "{} after {rounds} rounds", answers());
}
