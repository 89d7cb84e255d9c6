//! Spanish nouns: articles, agreement, and the words that contract with them.

/// A phrase that names a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noun {
    /// The words, with their article where they have one.
    pub text: String,
    /// Whether what agrees with it is feminine.
    pub feminine: bool,
    /// Whether what agrees with it is plural.
    pub plural: bool,
    /// How it stands inside a longer phrase.
    pub hold: Hold,
}

/// How firmly the words of a phrase hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nothing beside it can be taken for a part of it.
    Firm,
    /// Signs of arithmetic that follow could be taken for a part of it.
    Long,
    /// What follows could be taken for a part of it.
    Open,
    /// What stands on either side could be taken for a part of it.
    Loose,
}

/// Articles with what they say of the noun: feminine, plural.
const ARTICLES: [(&str, bool, bool); 5] = [
    ("el ", false, false),
    ("la ", true, false),
    ("los ", false, true),
    ("las ", true, true),
    ("lo ", false, false),
];

/// Words whose gender their ending does not tell.
const FEMININE: [&str; 9] =
    ["base", "parte", "fuente", "ley", "serie", "sede", "red", "razón", "vez"];

impl Noun {
    /// A phrase that begins with its article, or has none.
    pub fn new(text: impl Into<String>) -> Noun {
        let text = text.into();
        let article = ARTICLES.iter().find(|(article, ..)| text.starts_with(article));
        let (feminine, plural) =
            article.map_or((false, false), |(_, feminine, plural)| (*feminine, *plural));
        Noun { text, feminine, plural, hold: Hold::Firm }
    }

    /// A phrase without article, of which the ending of its first word tells the rest.
    pub fn guessed(words: &str) -> Noun {
        let words = lower_first(words);
        let first = words.split_whitespace().next().unwrap_or_default();
        let plural = first.ends_with('s') && first.chars().count() > 3;
        let feminine = is_feminine(if plural { first.trim_end_matches('s') } else { first });
        let article = match (feminine, plural) {
            (false, false) => "el",
            (true, false) => "la",
            (false, true) => "los",
            (true, true) => "las",
        };
        Noun { text: format!("{article} {words}"), feminine, plural, hold: Hold::Firm }
    }

    /// A phrase that what stands on either side could be taken for a part of.
    pub fn loose(text: impl Into<String>) -> Noun {
        Noun { hold: Hold::Loose, ..Noun::new(text) }
    }

    /// A phrase that signs of arithmetic could be taken for a part of.
    pub fn long(text: impl Into<String>) -> Noun {
        Noun { hold: Hold::Long, ..Noun::new(text) }
    }

    /// A phrase that what follows could be taken for a part of.
    pub fn open(text: impl Into<String>) -> Noun {
        Noun { hold: Hold::Open, ..Noun::new(text) }
    }

    /// The phrase without its article.
    pub fn bare(&self) -> &str {
        let article = ARTICLES.iter().find(|(article, ..)| self.text.starts_with(article));
        article.map_or(self.text.as_str(), |(article, ..)| &self.text[article.len()..])
    }

    /// The phrase inside a longer one, in parentheses where it would not hold together.
    pub fn held(&self) -> String {
        match self.hold {
            Hold::Firm | Hold::Long => self.text.clone(),
            Hold::Open | Hold::Loose => format!("({})", self.text),
        }
    }

    /// The phrase beside a sign of arithmetic.
    pub fn operand(&self) -> String {
        match self.hold {
            Hold::Firm => self.text.clone(),
            Hold::Long | Hold::Open | Hold::Loose => format!("({})", self.text),
        }
    }

    /// The phrase at the end of a longer one, which is then as open as this.
    pub fn tail(&self) -> String {
        match self.hold {
            Hold::Firm | Hold::Long | Hold::Open => self.text.clone(),
            Hold::Loose => format!("({})", self.text),
        }
    }

    /// How a phrase holds together that ends with this one.
    pub fn at_end(&self) -> Hold {
        if self.hold == Hold::Open { Hold::Open } else { Hold::Firm }
    }

    /// An adjective in its masculine singular (`distinto`), so that it agrees.
    pub fn agree(&self, adjective: &str) -> String {
        let stem = adjective.strip_suffix('o').unwrap_or(adjective);
        let gender = if self.feminine { 'a' } else { 'o' };
        let number = if self.plural { "s" } else { "" };
        format!("{stem}{gender}{number}")
    }

    /// The form of a verb that agrees.
    pub fn verb<'v>(&self, singular: &'v str, plural: &'v str) -> &'v str {
        if self.plural { plural } else { singular }
    }

    /// `primer`, `primera`, `última` …, before the noun; none past the tenth.
    pub fn ordinal(&self, position: i64) -> Option<String> {
        const ORDINALS: [&str; 10] = [
            "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo",
            "noveno", "décimo",
        ];
        let word = match position {
            -1 => "último",
            _ => ORDINALS.get(usize::try_from(position - 1).ok()?)?,
        };
        let agreed = Noun { plural: false, ..self.clone() }.agree(word);
        Some(match agreed.as_str() {
            "primero" => "primer".to_owned(),
            "tercero" => "tercer".to_owned(),
            _ => agreed,
        })
    }

    /// `el`, `la`.
    pub fn article(&self) -> &'static str {
        if self.feminine { "la" } else { "el" }
    }
}

fn is_feminine(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    FEMININE.contains(&word)
        || (ends(&["a", "ión", "dad", "tad", "tud", "ez"]) && !ends(&["ema", "ama", "día"]))
}

/// Joins words: `de el` becomes `del`, `a el` becomes `al`.
pub(super) fn attach(sentence: &mut String, words: &str) {
    let ends = |word: &str| {
        sentence.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    match words.strip_prefix("el ") {
        Some(rest) if ends("de ") || ends("a ") => {
            sentence.pop();
            sentence.push_str("l ");
            sentence.push_str(rest);
        }
        _ => sentence.push_str(words),
    }
}

/// `del gasto`, `de la suma`.
pub(super) fn of(words: &str) -> String {
    let mut sentence = String::from("de ");
    attach(&mut sentence, words);
    sentence
}

/// `al gasto`, `a la suma`.
pub(super) fn to(words: &str) -> String {
    let mut sentence = String::from("a ");
    attach(&mut sentence, words);
    sentence
}

/// `a`, `a y b`, `a, b y c`; where an item has a comma of its own, with semicolons.
pub(super) fn series(items: &[String], and: bool) -> String {
    let separator = if items.iter().any(|item| item.contains(", ")) { "; " } else { ", " };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => {
            let joint = if and { and_before(last) } else { or_before(last) };
            let comma = if separator == "; " { ";" } else { "" };
            format!("{}{comma} {joint} {last}", before.join(separator))
        }
    }
}

/// The Spanish "and", which changes before the sound of an i.
fn and_before(words: &str) -> &'static str {
    let words = first_sound(words);
    let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    let diphthong = begins(&["ie", "hie", "ia", "hia", "io", "hio"]);
    if begins(&["i", "í", "hi", "hí"]) && !diphthong { "e" } else { "y" }
}

/// The Spanish "or", which changes before the sound of an o.
fn or_before(words: &str) -> &'static str {
    let words = first_sound(words);
    let begins = ["o", "ó", "ho", "hó", "8"].iter().any(|start| words.starts_with(start));
    if begins { "u" } else { "o" }
}

fn first_sound(words: &str) -> String {
    words
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take(4)
        .collect::<String>()
        .to_lowercase()
}

/// The text with a small first letter, unless it begins with an abbreviation.
pub(super) fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return String::new() };
    if characters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_contract_and_adjectives_agree() {
        assert_eq!(of("el gasto"), "del gasto");
        assert_eq!(to("la suma"), "a la suma");
        assert_eq!(Noun::new("las causas").agree("respondido"), "respondidas");
        assert_eq!(Noun::new("el año").ordinal(1).as_deref(), Some("primer"));
        assert_eq!(Noun::new("la causa").ordinal(-1).as_deref(), Some("última"));
        assert_eq!(Noun::new("la causa").ordinal(11), None);
    }

    #[test]
    fn endings_tell_the_article() {
        for (words, text) in [
            ("Cobertura mínima", "la cobertura mínima"),
            ("Años razonables", "los años razonables"),
            ("Parte del paquete", "la parte del paquete"),
            ("Tema", "el tema"),
            ("Valor", "el valor"),
            ("Antigüedad máxima", "la antigüedad máxima"),
        ] {
            assert_eq!(Noun::guessed(words).text, text);
        }
    }

    #[test]
    fn lists_join_with_the_right_word() {
        let items =
            |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(series(&items(&["a", "b", "c"]), true), "a, b y c");
        assert_eq!(series(&items(&["a", "identificador"]), true), "a e identificador");
        assert_eq!(series(&items(&["siete", "ocho"]), false), "siete u ocho");
        assert_eq!(series(&items(&["a, b", "c"]), true), "a, b; y c");
    }
}
