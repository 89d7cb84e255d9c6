//! What a text denies, and how far each denial reaches.

use std::ops::Range;

use super::tokens::Words;

/// A denial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negation {
    /// Its bytes, from the word that denies to the end of what it denies.
    pub span: Range<usize>,
    /// The words denied, by position, the denying one included.
    pub tokens: Range<usize>,
}

/// Words that deny what follows.
const DENY: [&str; 14] = [
    "no", "sin", "ni", "nunca", "jamas", "tampoco", "ningun", "ninguna", "ninguno", "nadie",
    "nada", "carece", "carecen", "excepto",
];

/// Pairs of words that deny nothing.
const INNOCENT: [(&str, &[&str]); 3] = [
    ("no", &["solo", "solamente", "obstante", "menos", "mas", "necesariamente"]),
    ("sin", &["embargo", "perjuicio", "duda"]),
    ("nada", &["mas"]),
];

/// Words that end what is denied.
const END: [&str; 7] = ["pero", "sino", "aunque", "salvo", "porque", "pues", "mientras"];

/// Words that one denial reaches at most.
const REACH: usize = 12;

/// The denials of a text.
pub fn negations(words: &Words<'_>) -> Vec<Negation> {
    let mut found: Vec<Negation> = Vec::new();
    for at in 0..words.tokens.len() {
        let covered = found.last().is_some_and(|last| last.tokens.contains(&at));
        if !covered && denies(words, at) {
            let end = reach(words, at);
            found.push(Negation { span: words.bytes(at..end), tokens: at..end });
        }
    }
    found
}

fn denies(words: &Words<'_>, at: usize) -> bool {
    let (word, next) = (words.folded(at), words.folded(at + 1));
    let innocent =
        INNOCENT.iter().any(|(first, seconds)| *first == word && seconds.contains(&next));
    let number = word == "no" && next.starts_with(|c: char| c.is_ascii_digit());
    DENY.contains(&word) && !innocent && !number
}

fn reach(words: &Words<'_>, at: usize) -> usize {
    let last = (at + REACH).min(words.tokens.len());
    let stops = |next: &usize| {
        words.lead(*next).contains(['.', ',', ';', ':', '(', ')', '\n'])
            && !words.lead(*next).trim().is_empty()
            || END.contains(&words.folded(*next))
    };
    (at + 1..last).find(stops).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_reach_to_the_end_of_their_clause() {
        let text = "No generan vínculos estables, aunque no hay datos. Sin embargo, no solo eso: \
                    trabajan sin contrato ni previsión.";
        let found = negations(&Words::of(text)).into_iter();
        let found: Vec<&str> = found.map(|negation| &text[negation.span]).collect();
        assert_eq!(
            found,
            ["No generan vínculos estables", "no hay datos", "sin contrato ni previsión"]
        );
    }
}
