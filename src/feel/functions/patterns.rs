//! Regular expressions as the standard has them (XPath 3.1), on an engine of another dialect.
//!
//! Patterns without back-references run in time linear in the text; with them, within a limit.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use fancy_regex::{Regex, RegexBuilder};

use super::super::operators::Fault;
use super::super::value::CauseKind;

/// Bytes that a compiled pattern may take.
const PATTERN_LIMIT: usize = 1 << 20;

/// Bytes that the tables built while matching may take.
const TABLE_LIMIT: usize = 1 << 20;

/// Steps that a pattern with back-references may go back.
const BACKTRACKS: usize = 100_000;

/// Compiled patterns that are remembered; beyond them all are forgotten and remembering begins anew, so
/// that those which texts make do not keep the rules' own out.
const PATTERNS: usize = 512;

/// Bytes of what a replacement may make.
const REPLACED: usize = 1 << 23;

/// A pattern and its flags, as written.
type Spelling = (Arc<str>, Arc<str>);

/// Patterns compiled before: rules ask for the same few again and again.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    compiled: RwLock<HashMap<Spelling, Pattern>>,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    /// Shared, since a copy of it would build its tables anew.
    regex: Arc<Regex>,
}

impl Patterns {
    /// The compiled form of a pattern; a fault where it is none of the standard's.
    pub(super) fn get(&self, pattern: Arc<str>, flags: Arc<str>) -> Result<Pattern, Fault> {
        let key = (pattern, flags);
        let known = self.compiled.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(pattern) = known {
            return Ok(pattern);
        }
        let pattern = compile(&key.0, &key.1)?;
        let mut compiled = self.compiled.write().unwrap_or_else(PoisonError::into_inner);
        if compiled.len() >= PATTERNS {
            compiled.clear();
        }
        compiled.insert(key, pattern.clone());
        Ok(pattern)
    }
}

/// Whether a text says, in the standard's way, how a pattern is to be read.
pub(in crate::feel) fn are_flags(text: &str) -> bool {
    text.chars().all(|flag| "smixq".contains(flag))
}

impl Pattern {
    /// Whether it stands somewhere in a text.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, Fault> {
        self.regex.is_match(text).map_err(|_| CauseKind::TooManySteps)
    }

    /// The parts of a text between its matches.
    pub(super) fn split<'t>(&self, text: &'t str) -> Result<Vec<&'t str>, Fault> {
        let parts: Result<Vec<&str>, _> = self.regex.split(text).collect();
        parts.map_err(|_| CauseKind::TooManySteps)
    }

    /// The text with its matches replaced; `$1` is what the first group matched, `$0` all.
    pub(super) fn replace(&self, text: &str, replacement: &str) -> Result<String, Fault> {
        let parts = replacement_parts(replacement, self.regex.captures_len() - 1)?;
        if self.is_match("")? {
            return Err(CauseKind::OutOfDomain);
        }
        let mut result = String::with_capacity(text.len());
        let mut kept = 0;
        for captures in self.regex.captures_iter(text) {
            let captures = captures.map_err(|_| CauseKind::TooManySteps)?;
            let Some(whole) = captures.get(0) else { continue };
            result.push_str(&text[kept..whole.start()]);
            kept = whole.end();
            for part in &parts {
                match part {
                    Part::Text(words) => result.push_str(words),
                    Part::Group(group) => {
                        result.push_str(captures.get(*group).map_or("", |found| found.as_str()));
                    }
                }
            }
            if result.len() > REPLACED {
                return Err(CauseKind::TooManySteps);
            }
        }
        result.push_str(&text[kept..]);
        Ok(result)
    }
}

/// A piece of a replacement.
enum Part {
    Text(String),
    Group(usize),
}

/// `$` takes as many digits as make the number of a group; `\` makes `$` and `\` plain.
fn replacement_parts(replacement: &str, groups: usize) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut characters = replacement.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(plain @ ('\\' | '$')) => words.push(plain),
                _ => return Err(CauseKind::OutOfDomain),
            },
            '$' => {
                let first = characters.next().and_then(|c| c.to_digit(10));
                let mut group = first.ok_or(CauseKind::OutOfDomain)? as usize;
                while let Some(digit) = characters.peek().and_then(|c| c.to_digit(10)) {
                    let longer = group * 10 + digit as usize;
                    if longer > groups {
                        break;
                    }
                    group = longer;
                    characters.next();
                }
                parts.push(Part::Text(std::mem::take(&mut words)));
                parts.push(Part::Group(group));
            }
            plain => words.push(plain),
        }
    }
    parts.push(Part::Text(words));
    Ok(parts)
}

fn compile(pattern: &str, flags: &str) -> Result<Pattern, Fault> {
    if !are_flags(flags) {
        return Err(CauseKind::OutOfDomain);
    }
    let translated = if flags.contains('q') {
        fancy_regex::escape(pattern).into_owned()
    } else {
        let translator = Translator {
            characters: pattern.chars().collect(),
            next: 0,
            output: String::with_capacity(pattern.len() + 16),
            groups: 0,
            spaced: flags.contains('x'),
            any: if flags.contains('s') { r"(?s:.)" } else { r"[^\n\r]" },
        };
        translator.run().ok_or(CauseKind::OutOfDomain)?
    };
    let regex = RegexBuilder::new(&translated)
        .multi_line(flags.contains('m'))
        .case_insensitive(flags.contains('i'))
        .backtrack_limit(BACKTRACKS)
        .delegate_size_limit(PATTERN_LIMIT)
        .delegate_dfa_size_limit(TABLE_LIMIT)
        .build()
        .map_err(|_| CauseKind::OutOfDomain)?;
    Ok(Pattern { regex: Arc::new(regex) })
}

/// From the dialect of the standard to that of the engine; none where the standard has no meaning.
struct Translator {
    characters: Vec<char>,
    next: usize,
    output: String,
    /// Groups opened so far.
    groups: usize,
    /// Whether white space outside of classes means nothing.
    spaced: bool,
    /// What `.` means.
    any: &'static str,
}

/// What may stand between a quantifier's braces.
const COUNTS: &str = "0123456789,";

impl Translator {
    fn run(mut self) -> Option<String> {
        let mut quantified = true;
        while let Some(character) = self.take() {
            let is_quantifier = matches!(character, '*' | '+' | '?' | '{');
            if is_quantifier && quantified {
                return None;
            }
            match character {
                '.' => self.output.push_str(self.any),
                '[' => self.class()?,
                '\\' => self.escape()?,
                '(' => self.group()?,
                '*' | '+' | '?' => self.quantifier(character),
                '{' => self.count()?,
                ']' | '}' => return None,
                plain => self.output.push(plain),
            }
            quantified = is_quantifier || matches!(character, '(' | '|' | '^');
        }
        Some(self.output)
    }

    /// The next character that means something here.
    fn take(&mut self) -> Option<char> {
        let spaced = self.spaced;
        while let Some(character) = self.characters.get(self.next).copied() {
            self.next += 1;
            if !(spaced && matches!(character, ' ' | '\t' | '\n' | '\r')) {
                return Some(character);
            }
        }
        None
    }

    fn peek(&mut self) -> Option<char> {
        let at = self.next;
        let character = self.take();
        self.next = at;
        character
    }

    fn quantifier(&mut self, sign: char) {
        self.output.push(sign);
        if self.peek() == Some('?') {
            self.take();
            self.output.push('?');
        }
    }

    fn count(&mut self) -> Option<()> {
        self.output.push('{');
        loop {
            match self.take()? {
                '}' => {
                    self.quantifier('}');
                    return Some(());
                }
                digit if COUNTS.contains(digit) => self.output.push(digit),
                _ => return None,
            }
        }
    }

    /// A group; of the engine's special ones the standard knows only `(?:`.
    fn group(&mut self) -> Option<()> {
        self.output.push('(');
        if self.peek() != Some('?') {
            self.groups += 1;
            return Some(());
        }
        self.take();
        (self.take()? == ':').then(|| self.output.push_str("?:"))
    }

    fn escape(&mut self) -> Option<()> {
        let letter = self.take()?;
        match letter {
            '1'..='9' => self.back_reference(letter),
            'p' | 'P' => {
                let class = self.property(letter == 'P')?;
                self.output.push_str(&class);
                Some(())
            }
            _ => {
                let class = escape(letter)?;
                self.output.push_str(class);
                Some(())
            }
        }
    }

    /// `\12` is the twelfth group where there are as many, else the first and a `2`.
    fn back_reference(&mut self, first: char) -> Option<()> {
        let mut group = first.to_digit(10)? as usize;
        while let Some(digit) = self.peek().and_then(|character| character.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if longer > self.groups {
                break;
            }
            group = longer;
            self.take();
        }
        (group <= self.groups).then(|| self.output.push_str(&format!(r"(?:\{group})")))
    }

    /// `{Lu}` or `{IsBasicLatin}`, after `\p`.
    fn property(&mut self, negated: bool) -> Option<String> {
        let mut name = String::new();
        if self.take()? != '{' {
            return None;
        }
        loop {
            match self.take()? {
                '}' => break,
                character => name.push(character),
            }
        }
        if let Some(block) = name.strip_prefix("Is") {
            let (_, range) = BLOCKS.iter().find(|(known, _)| *known == block)?;
            return Some(format!("[{}{range}]", if negated { "^" } else { "" }));
        }
        let known = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic());
        let sign = if negated { 'P' } else { 'p' };
        known.then(|| format!(r"\{sign}{{{name}}}"))
    }

    /// A class, after its `[`; white space in it counts.
    fn class(&mut self) -> Option<()> {
        let spaced = std::mem::replace(&mut self.spaced, false);
        self.output.push('[');
        if self.peek() == Some('^') {
            self.take();
            self.output.push('^');
        }
        let mut first = true;
        loop {
            match self.take()? {
                ']' if first => return None,
                ']' => break,
                '[' => return None,
                '-' if self.peek() == Some('[') => {
                    self.take();
                    self.output.push_str("--");
                    self.class()?;
                }
                '\\' => match self.take()? {
                    letter @ ('p' | 'P') => {
                        let class = self.property(letter == 'P')?;
                        self.output.push_str(&class);
                    }
                    letter => self.output.push_str(escape(letter)?),
                },
                sign @ ('&' | '~') => {
                    self.output.push('\\');
                    self.output.push(sign);
                }
                plain => self.output.push(plain),
            }
            first = false;
        }
        self.output.push(']');
        self.spaced = spaced;
        Some(())
    }
}

/// The engine's spelling of an escape.
fn escape(letter: char) -> Option<&'static str> {
    Some(match letter {
        'n' => r"\n",
        'r' => r"\r",
        't' => r"\t",
        's' => r"[ \t\n\r]",
        'S' => r"[^ \t\n\r]",
        'd' => r"\p{Nd}",
        'D' => r"\P{Nd}",
        'w' => r"[^\p{P}\p{Z}\p{C}]",
        'W' => r"[\p{P}\p{Z}\p{C}]",
        'i' => r"[\p{L}\p{Nl}_:]",
        'I' => r"[^\p{L}\p{Nl}_:]",
        'c' => r"[\p{L}\p{Nl}\p{Nd}\p{M}_:.\-·]",
        'C' => r"[^\p{L}\p{Nl}\p{Nd}\p{M}_:.\-·]",
        '\\' => r"\\",
        '|' => r"\|",
        '.' => r"\.",
        '-' => r"\-",
        '^' => r"\^",
        '?' => r"\?",
        '*' => r"\*",
        '+' => r"\+",
        '{' => r"\{",
        '}' => r"\}",
        '(' => r"\(",
        ')' => r"\)",
        '[' => r"\[",
        ']' => r"\]",
        '$' => r"\$",
        _ => return None,
    })
}

/// Blocks of Unicode, as `\p{Is…}` names them: those of the scripts that a form may quote.
const BLOCKS: [(&str, &str); 20] = [
    ("BasicLatin", r"\x{0}-\x{7F}"),
    ("Latin-1Supplement", r"\x{80}-\x{FF}"),
    ("LatinExtended-A", r"\x{100}-\x{17F}"),
    ("LatinExtended-B", r"\x{180}-\x{24F}"),
    ("IPAExtensions", r"\x{250}-\x{2AF}"),
    ("SpacingModifierLetters", r"\x{2B0}-\x{2FF}"),
    ("CombiningDiacriticalMarks", r"\x{300}-\x{36F}"),
    ("GreekandCoptic", r"\x{370}-\x{3FF}"),
    ("Greek", r"\x{370}-\x{3FF}"),
    ("Cyrillic", r"\x{400}-\x{4FF}"),
    ("Hebrew", r"\x{590}-\x{5FF}"),
    ("Arabic", r"\x{600}-\x{6FF}"),
    ("LatinExtendedAdditional", r"\x{1E00}-\x{1EFF}"),
    ("GeneralPunctuation", r"\x{2000}-\x{206F}"),
    ("SuperscriptsandSubscripts", r"\x{2070}-\x{209F}"),
    ("CurrencySymbols", r"\x{20A0}-\x{20CF}"),
    ("LetterlikeSymbols", r"\x{2100}-\x{214F}"),
    ("NumberForms", r"\x{2150}-\x{218F}"),
    ("Arrows", r"\x{2190}-\x{21FF}"),
    ("MathematicalOperators", r"\x{2200}-\x{22FF}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, flags: &str, text: &str, expected: Option<bool>) {
        let compiled = compile(pattern, flags).ok();
        assert_eq!(compiled.and_then(|pattern| pattern.is_match(text).ok()), expected, "{pattern}");
    }

    #[test]
    fn patterns_mean_what_the_standard_says() {
        check("a.b", "", "a\rb", Some(false));
        check("a.b", "s", "a\rb", Some(true));
        check("[A-Z-[OI]]", "i", "i", Some(false));
        check("he ll o[ ]w", "x", "hello w", Some(true));
        check(r"(a)\1", "i", "aA", Some(true));
        check(r"^(.)(.)\12$", "", "aba2", Some(true));
        check(r"^(.)\12$", "", "aa2", Some(true));
        check(r"^\p{IsBasicLatin}+$", "", "año", Some(false));
        check(r"^[\w&&]+$", "", "año&", Some(true));
        check("a.b", "q", "a.b", Some(true));
        check(r"\d{2,3}?", "", "12", Some(true));
    }

    #[test]
    fn what_the_standard_does_not_know_is_no_pattern() {
        for pattern in [
            "(",
            "[",
            "[]",
            "a**",
            "a++",
            "*a",
            "(?=a)",
            "(?i)a",
            r"\b",
            r"\x41",
            r"\2",
            r"(a)\2",
            r"[\1]",
            "[a[b]]",
            "}",
            "]",
            "a{x}",
            r"\p{",
            r"\p{IsNowhere}",
            "(?<n>a)",
            r"\K",
        ] {
            check(pattern, "", "a", None);
        }
        check("a", "g", "a", None);
    }

    #[test]
    fn patterns_that_explode_end() {
        let text = "a".repeat(5_000) + "!";
        for pattern in [r"^(a+)+$", r"(a*)*b", r"^(.*)(.*)(.*)\1\2\3$"] {
            let _ = compile(pattern, "").and_then(|pattern| pattern.is_match(&text));
        }
        assert!(compile("((a{1000}){1000}){1000}", "").is_err());
    }

    #[test]
    fn replacements_name_groups() {
        let replaced = |pattern: &str, replacement: &str| {
            compile(pattern, "").and_then(|pattern| pattern.replace("abc", replacement)).ok()
        };
        assert_eq!(replaced("(a)(b)", "$2$1$0").as_deref(), Some("baabc"));
        assert_eq!(replaced("(a)", "$12").as_deref(), Some("a2bc"));
        assert_eq!(replaced("(a)", r"\$1\\").as_deref(), Some(r"$1\bc"));
        assert_eq!(replaced("a", "$"), None);
        assert_eq!(replaced("a", r"\n"), None);
        assert_eq!(replaced("x*", "-"), None);
    }
}
