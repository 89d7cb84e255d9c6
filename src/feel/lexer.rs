//! Text to tokens.
//!
//! Keywords are ordinary names here: whether `in` is one depends on where it stands.

use crate::source::Span;

use super::diagnostic::Diagnostic;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Name,
    /// A number: `12`, `.5`, `1.25`, `1e3`.
    Number,
    /// A text in double quotes, with its quotes.
    Text,
    /// A date, time or duration: `@"…"`.
    At,
    /// An operator or bracket.
    Symbol,
    /// The end.
    End,
}

/// A token and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

const SYMBOLS: [&str; 28] = [
    "**", "..", "->", "<=", ">=", "!=", "==", "&&", "||", "+", "-", "*", "/", "<", ">", "=", "(",
    ")", "[", "]", "{", "}", ",", ":", ".", "?", "!", "|",
];

/// Splits a text into tokens; always ends with [`Kind::End`].
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<Diagnostic>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), diagnostics: Vec::new() };
    lexer.run();
    (lexer.tokens, lexer.diagnostics)
}

/// Whether a character can start a name.
pub(super) fn starts_name(character: char) -> bool {
    character.is_alphabetic() || character == '_' || beyond(character)
}

/// Whether a character can go on in a name.
pub(super) fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || beyond(character)
}

/// Whether a character lies past the basic plane; the standard lets names have all of them.
fn beyond(character: char) -> bool {
    ('\u{10000}'..='\u{effff}').contains(&character)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(character) = self.rest().chars().next() {
            let start = self.at;
            if character.is_whitespace() || character == '\u{feff}' {
                self.at += character.len_utf8();
            } else if self.rest().starts_with("//") {
                self.at = self.rest().find('\n').map_or(self.text.len(), |end| start + end);
            } else if self.rest().starts_with("/*") {
                self.comment();
            } else if starts_name(character) {
                self.take_while(continues_name);
                self.push(Kind::Name, start);
            } else if self.number_starts() {
                self.number();
                self.push(Kind::Number, start);
            } else if character == '"' {
                self.string();
                self.push(Kind::Text, start);
            } else if self.rest().starts_with("@\"") {
                self.at += 1;
                self.string();
                self.push(Kind::At, start);
            } else if let Some(symbol) = SYMBOLS.iter().find(|s| self.rest().starts_with(**s)) {
                self.at += symbol.len();
                self.push(Kind::Symbol, start);
            } else {
                self.at += character.len_utf8();
                self.unexpected(start, character);
            }
        }
        self.push(Kind::End, self.text.len());
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.tokens.push(Token { kind, span: Span::new(start, self.at) });
    }

    fn take_while(&mut self, accept: fn(char) -> bool) {
        let end = self.rest().find(|c| !accept(c)).unwrap_or(self.rest().len());
        self.at += end;
    }

    fn number_starts(&self) -> bool {
        let mut characters = self.rest().chars();
        let first = characters.next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(first) || (first == Some('.') && digit(characters.next()))
    }

    fn number(&mut self) {
        let digits = |c: char| c.is_ascii_digit();
        self.take_while(digits);
        let fraction = self.rest().strip_prefix('.').and_then(|rest| rest.chars().next());
        if fraction.is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.take_while(digits);
        }
        let exponent = self.rest().strip_prefix(['e', 'E']);
        if let Some(exponent) = exponent {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if unsigned.starts_with(digits) {
                self.at += 1 + (exponent.len() - unsigned.len());
                self.take_while(digits);
            }
        }
    }

    fn string(&mut self) {
        let start = self.at;
        let mut escaped = false;
        for (offset, character) in self.text[start..].char_indices().skip(1) {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    self.at = start + offset + 1;
                    return;
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        self.diagnostics.push(
            Diagnostic::new(
                Span::new(start, start + 1),
                "el texto no se cierra",
                "the text is not closed",
            )
            .helped_by("agregue la comilla `\"` que falta", "add the missing `\"`"),
        );
    }

    fn comment(&mut self) {
        let start = self.at;
        match self.rest().find("*/") {
            Some(end) => self.at += end + 2,
            None => {
                self.at = self.text.len();
                self.diagnostics.push(Diagnostic::new(
                    Span::new(start, start + 2),
                    "el comentario no se cierra",
                    "the comment is not closed",
                ));
            }
        }
    }

    fn unexpected(&mut self, start: usize, character: char) {
        let shown = character.escape_default();
        let diagnostic = Diagnostic::new(
            Span::new(start, self.at),
            format!("no se entiende el signo `{shown}`"),
            format!("unexpected character `{shown}`"),
        );
        self.diagnostics.push(match character {
            '\'' | '“' | '”' | '«' | '»' => diagnostic.helped_by(
                "los textos van entre comillas rectas dobles: `\"así\"`",
                "texts stand between straight double quotes: `\"so\"`",
            ),
            '≥' => diagnostic.helped_by("escriba `>=`", "write `>=`"),
            '≤' => diagnostic.helped_by("escriba `<=`", "write `<=`"),
            '≠' => diagnostic.helped_by("escriba `!=`", "write `!=`"),
            '%' => diagnostic.helped_by(
                "escriba la proporción: `0.1` en vez de `10 %`",
                "write the share: `0.1` for `10 %`",
            ),
            _ => diagnostic,
        });
    }
}
