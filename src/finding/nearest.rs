//! "Did you mean": the nearest right name.

/// The candidate most like a misspelt name, if any is alike enough to be meant.
///
/// Case, accents, hyphens and underscores do not count as differences.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    candidates
        .into_iter()
        .map(|candidate| (likeness(&folded, &fold(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= 0.7)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(a, b)
}

fn fold(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            '-' | ' ' => '_',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let names = ["poblacion", "objetivo", "gasto_total", "Ascendente"];
        assert_eq!(nearest(name, names), expected);
    }

    #[test]
    fn finds_the_name_that_was_meant() {
        check("población", Some("poblacion"));
        check("pobalcion", Some("poblacion"));
        check("gasto-total", Some("gasto_total"));
        check("Acsendente", Some("Ascendente"));
        check("presupuesto", None);
        check("", None);
    }
}
