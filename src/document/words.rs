//! What the reader says about a text, in both languages.

use std::sync::Arc;

use crate::finding::{Finding, Wording};
use crate::source::{Place, Source, Span};

/// What stopped the parser, in the terms of someone who writes a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A tab where spaces are needed.
    Tab,
    /// A quoted text without its closing quote.
    OpenQuote,
    /// Text after a closing quote.
    AfterQuote,
    /// A backslash in double quotes that means nothing.
    Escape,
    /// A second `: ` in one line.
    SecondColon,
    /// A key further to the right than the one before, whose value it continues.
    DeeperKey,
    /// A line that is neither `key: value` nor part of a text.
    NoColon,
    /// A line whose indentation fits nothing above.
    Indentation,
    /// A bracket without its pair.
    OpenBracket,
    /// A closing bracket that closes nothing.
    StrayBracket,
    /// Missing comma in brackets.
    Comma,
    /// A dash where no list can begin.
    Dash,
    /// A character that may not begin a text, or that YAML does not admit.
    Character(char),
    /// A comment in the middle of a text.
    Comment,
    /// A mistake in the line of `|` or `>`.
    BlockHeader,
    /// A mistake in a line that begins with `%`, or in `&name`, `*name` or `!name`.
    Mark,
    /// Anything else.
    Other,
}

impl Trouble {
    /// What is wrong.
    fn message(self) -> Wording {
        match self {
            Trouble::Tab => Wording::both(
                "hay un tabulador donde van espacios",
                "there is a tab where spaces belong",
            ),
            Trouble::OpenQuote => Wording::both(
                "las comillas de un texto no se cierran",
                "the quotes of a text are not closed",
            ),
            Trouble::AfterQuote => Wording::both(
                "hay texto después de las comillas que cierran",
                "there is text after the closing quotes",
            ),
            Trouble::Escape => Wording::both(
                "la barra inversa no significa nada ante este carácter",
                "the backslash means nothing before this character",
            ),
            Trouble::SecondColon => Wording::both(
                "hay un segundo `: ` en la misma línea",
                "there is a second `: ` in the same line",
            ),
            Trouble::DeeperKey => Wording::both(
                "esta clave tiene más sangría que la anterior, que ya tiene su valor",
                "this key is indented more than the one before, which has its value already",
            ),
            Trouble::NoColon => Wording::both(
                "esta línea no tiene la forma `clave: valor`",
                "this line does not have the form `key: value`",
            ),
            Trouble::Indentation => Wording::both(
                "la sangría de esta línea no coincide con ninguna anterior",
                "the indentation of this line matches none above",
            ),
            Trouble::OpenBracket => Wording::both(
                "un corchete o una llave no se cierra",
                "a bracket or brace is not closed",
            ),
            Trouble::StrayBracket => Wording::both(
                "este corchete o llave no corresponde a ninguno abierto",
                "this bracket or brace closes none that is open",
            ),
            Trouble::Comma => Wording::both(
                "falta una coma o el cierre del corchete o la llave",
                "a comma or the closing bracket or brace is missing",
            ),
            Trouble::Dash => {
                Wording::both("aquí no puede empezar una lista", "a list cannot begin here")
            }
            Trouble::Character(character) => Wording::both(
                format!(
                    "un texto sin comillas no admite aquí el carácter `{}`",
                    character.escape_debug()
                ),
                format!("a text without quotes does not admit `{}` here", character.escape_debug()),
            ),
            Trouble::Comment => Wording::both(
                "un comentario corta el texto en dos",
                "a comment cuts the text in two",
            ),
            Trouble::BlockHeader => Wording::both(
                "después de `|` o `>` no va texto en la misma línea",
                "no text goes after `|` or `>` in the same line",
            ),
            Trouble::Mark => Wording::both(
                "este signo tiene un uso especial al comienzo de un valor",
                "this sign has a special use at the start of a value",
            ),
            Trouble::Other => Wording::both(
                "no se entiende el archivo desde aquí",
                "the file cannot be understood from here on",
            ),
        }
    }

    /// What to do.
    fn help(self) -> Wording {
        match self {
            Trouble::Tab => Wording::both(
                "reemplácelo por dos espacios por nivel",
                "replace it with two spaces per level",
            ),
            Trouble::OpenQuote => Wording::both(
                "agregue las comillas de cierre; si el texto mismo lleva comillas, escríbalo en un bloque con `>-`",
                "add the closing quotes; if the text itself has quotes, write it in a block with `>-`",
            ),
            Trouble::AfterQuote => Wording::both(
                "encierre el valor entero entre comillas simples o escríbalo en un bloque con `>-`",
                "put the whole value in single quotes or write it in a block with `>-`",
            ),
            Trouble::Escape => Wording::both(
                "use comillas simples, donde la barra inversa no tiene significado",
                "use single quotes, where a backslash has no meaning",
            ),
            Trouble::SecondColon => Wording::both(
                "si los dos puntos son parte del texto, enciérrelo entre comillas o escríbalo en un bloque con `>-`; si es otra clave, póngala en su propia línea",
                "if the colon is part of the text, quote it or write it in a block with `>-`; if it is another key, put it in a line of its own",
            ),
            Trouble::DeeperKey => {
                Wording::both("alinéela con la clave anterior", "align it with the key before")
            }
            Trouble::NoColon => Wording::both(
                "si es una clave, escriba dos puntos y un espacio después de ella; si continúa un texto, dele más sangría que a su clave",
                "if it is a key, write a colon and a space after it; if it continues a text, indent it more than its key",
            ),
            Trouble::Indentation => Wording::both(
                "alinéela con las claves del mismo grupo, con dos espacios por nivel",
                "align it with the keys of its group, with two spaces per level",
            ),
            Trouble::OpenBracket => Wording::both(
                "ciérrelo; si es parte de un texto, encierre el texto entre comillas",
                "close it; if it is part of a text, put the text in quotes",
            ),
            Trouble::StrayBracket => Wording::both(
                "bórrelo; si es parte de un texto, encierre el texto entre comillas",
                "delete it; if it is part of a text, put the text in quotes",
            ),
            Trouble::Comma => Wording::both(
                "separe los elementos con comas; si los corchetes son parte de un texto, enciérrelo entre comillas",
                "separate the items with commas; if the brackets are part of a text, put it in quotes",
            ),
            Trouble::Dash => Wording::both(
                "empiece la lista en la línea siguiente; si el guion es parte de un texto, encierre el texto entre comillas",
                "begin the list in the next line; if the dash is part of a text, put the text in quotes",
            ),
            Trouble::Character(_) | Trouble::Mark => {
                Wording::both("encierre el valor entre comillas", "put the value in quotes")
            }
            Trouble::Comment => Wording::both(
                "encierre el texto entre comillas si el `#` es parte de él, o mueva el comentario a su propia línea, antes de la clave",
                "put the text in quotes if the `#` is part of it, or move the comment to a line of its own, before the key",
            ),
            Trouble::BlockHeader => Wording::both(
                "empiece el texto en la línea siguiente, con más sangría",
                "begin the text in the next line, indented more",
            ),
            Trouble::Other => Wording::both(
                "revise la línea señalada y la anterior: comillas, corchetes y sangría",
                "check this line and the one before: quotes, brackets and indentation",
            ),
        }
    }
}

/// The text that findings point into.
pub(super) struct Pen<'s>(pub(super) &'s Arc<Source>);

impl Pen<'_> {
    fn place(&self, span: Span) -> Place {
        Place { source: Arc::clone(self.0), span }
    }

    /// The parser stopped at `span`; `opened` is the quote or bracket that is still open.
    pub(super) fn syntax(&self, trouble: Trouble, span: Span, opened: Option<Span>) -> Finding {
        let finding = Finding::error("yaml/syntax", trouble.message()).helped_by(trouble.help());
        match opened {
            Some(opened) if opened != span => {
                let note =
                    Wording::both("aquí ya debía estar cerrado", "here it should have been closed");
                finding.at(self.place(opened)).at_with(self.place(span), note)
            }
            _ => finding.at(self.place(span)),
        }
    }

    /// A key that its group has already.
    pub(super) fn duplicate_key(&self, key: &str, first: Span, again: Span) -> Finding {
        let message = Wording::both(
            format!("la clave `{key}` está repetida"),
            format!("the key `{key}` is repeated"),
        );
        Finding::error("yaml/duplicate-key", message)
            .at_with(self.place(again), Wording::both("otra vez aquí", "again here"))
            .at_with(
                self.place(first),
                Wording::both("la primera, que es la que vale", "the first, which counts"),
            )
            .helped_by(Wording::both("deje una de las dos", "keep one of the two"))
    }

    /// A name for later use: `&name`.
    pub(super) fn anchor(&self, span: Span) -> Finding {
        let message = Wording::both(
            "aquí no se usan anclas: un valor que empieza con `&` se lee como un nombre",
            "anchors are not used here: a value that begins with `&` is read as a name",
        );
        Finding::error("yaml/anchor", message).at(self.place(span)).helped_by(Wording::both(
            "si el `&` es parte del texto, enciérrelo entre comillas; si no, bórrelo",
            "if the `&` is part of the text, put it in quotes; if not, delete it",
        ))
    }

    /// A reference to a name: `*name`.
    pub(super) fn alias(&self, span: Span) -> Finding {
        let message = Wording::both(
            "aquí no se usan referencias: un valor que empieza con `*` se lee como una",
            "references are not used here: a value that begins with `*` is read as one",
        );
        Finding::error("yaml/alias", message).at(self.place(span)).helped_by(Wording::both(
            "si el asterisco es parte del texto, enciérrelo entre comillas; si no, escriba el valor completo",
            "if the asterisk is part of the text, put it in quotes; if not, write the whole value",
        ))
    }

    /// A type written by hand: `!name`.
    pub(super) fn tag(&self, span: Span) -> Finding {
        let message = Wording::both(
            "aquí no se usan etiquetas: un valor que empieza con `!` se lee como una",
            "tags are not used here: a value that begins with `!` is read as one",
        );
        Finding::error("yaml/tag", message).at(self.place(span)).helped_by(Wording::both(
            "si el signo es parte del texto, enciérrelo entre comillas; si no, bórrelo",
            "if the sign is part of the text, put it in quotes; if not, delete it",
        ))
    }

    /// A merge key: `<<`.
    pub(super) fn merge(&self, span: Span) -> Finding {
        let message =
            Wording::both("aquí no se usa la clave `<<`", "the key `<<` is not used here");
        Finding::error("yaml/merge", message)
            .at(self.place(span))
            .helped_by(Wording::both("escriba las claves una por una", "write the keys one by one"))
    }

    /// A number past the digits that arithmetic here can hold.
    pub(super) fn number(&self, span: Span) -> Finding {
        let message = Wording::both(
            "el número tiene más de 28 cifras y no se puede calcular con él",
            "the number has more than 28 digits and cannot be computed with",
        );
        Finding::error("yaml/number", message).at(self.place(span)).helped_by(Wording::both(
            "redondéelo; si es un código, enciérrelo entre comillas",
            "round it; if it is a code, put it in quotes",
        ))
    }

    /// A key that is a list or a group of keys.
    pub(super) fn compound_key(&self, span: Span) -> Finding {
        let message = Wording::both("una clave debe ser una palabra", "a key must be a word");
        Finding::error("yaml/key", message).at(self.place(span)).helped_by(Wording::both(
            "si los corchetes o llaves son parte de un texto, enciérrelo entre comillas",
            "if the brackets or braces are part of a text, put it in quotes",
        ))
    }

    /// A value without its key.
    pub(super) fn empty_key(&self, span: Span) -> Finding {
        let message = Wording::both(
            "falta la clave antes de los dos puntos",
            "the key before the colon is missing",
        );
        Finding::error("yaml/key", message).at(self.place(span)).helped_by(Wording::both(
            "escriba la clave o borre la línea",
            "write the key or delete the line",
        ))
    }

    /// A key whose accents are characters of their own.
    pub(super) fn decomposed_key(&self, key: &str, span: Span) -> Finding {
        let message = Wording::both(
            format!("las tildes de la clave `{key}` están guardadas como caracteres aparte"),
            format!("the accents of the key `{key}` are stored as characters of their own"),
        );
        Finding::warning("yaml/key", message).at(self.place(span)).helped_by(Wording::both(
            "borre la clave y vuelva a escribirla en lugar de pegarla",
            "delete the key and type it instead of pasting it",
        ))
    }

    /// An invisible character that could change what a screen shows; `raw` where the file itself holds it.
    pub(super) fn control_character(&self, character: char, span: Span, raw: bool) -> Finding {
        let code = u32::from(character);
        let message = Wording::both(
            format!("el texto contiene un carácter de control invisible (U+{code:04X})"),
            format!("the text contains an invisible control character (U+{code:04X})"),
        );
        let finding = if raw {
            Finding::error("yaml/control-character", message)
        } else {
            Finding::warning("yaml/control-character", message)
        };
        finding
            .at(self.place(span))
            .because(Wording::both(
                "no se ve, y puede alterar lo que muestra una pantalla o cambiar el orden de las letras",
                "it cannot be seen, and can alter what a screen shows or change the order of letters",
            ))
            .helped_by(Wording::both("bórrelo", "delete it"))
    }

    /// A second document after `---`.
    pub(super) fn second_document(&self, span: Span) -> Finding {
        let message = Wording::both(
            "la línea `---` empieza otro documento, que no se lee",
            "the line `---` begins another document, which is not read",
        );
        Finding::error("yaml/multiple-documents", message).at(self.place(span)).helped_by(
            Wording::both(
                "bórrela, o deje cada formulario en su propio archivo",
                "delete it, or keep each form in a file of its own",
            ),
        )
    }

    /// Nothing in the file.
    pub(super) fn empty(&self) -> Finding {
        Finding::error("yaml/empty", Wording::both("el archivo está vacío", "the file is empty"))
            .at(self.place(Span::default()))
    }

    /// More levels than allowed.
    pub(super) fn depth(&self, limit: usize, span: Span) -> Finding {
        let message = Wording::both(
            format!("hay más de {limit} niveles, uno dentro de otro"),
            format!("there are more than {limit} levels, one inside another"),
        );
        Finding::error("yaml/depth", message).at(self.place(span)).helped_by(Wording::both(
            "un formulario no pasa de diez niveles: revise la sangría y los corchetes",
            "a form has at most ten levels: check indentation and brackets",
        ))
    }

    /// More values than allowed.
    pub(super) fn values(&self, limit: usize, span: Span) -> Finding {
        let message = Wording::both(
            format!("el archivo tiene más de {limit} valores"),
            format!("the file has more than {limit} values"),
        );
        self.size(message, span)
    }

    /// More bytes than allowed.
    pub(super) fn bytes(&self, limit: usize) -> Finding {
        let message = Wording::both(
            format!("el archivo tiene más de {limit} bytes"),
            format!("the file has more than {limit} bytes"),
        );
        self.size(message, Span::default())
    }

    fn size(&self, message: Wording, span: Span) -> Finding {
        Finding::error("yaml/size", message).at(self.place(span)).helped_by(Wording::both(
            "un formulario completo tiene unos mil valores y 60 KB: revise que este sea el archivo",
            "a complete form has about a thousand values and 60 KB: check that this is the file",
        ))
    }
}
