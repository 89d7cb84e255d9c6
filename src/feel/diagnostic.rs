//! A mistake in an expression, before anybody knows in which file it stands.

use crate::finding::Wording;
use crate::source::Span;

/// A mistake in the text of an expression.
///
/// The rule compiler turns it into a finding at the right bytes of the rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Bytes of the expression.
    pub span: Span,
    /// What is wrong.
    pub message: Wording,
    /// What to do.
    pub help: Option<Wording>,
    /// Whether it is that the lexicon lacks a list, which means nothing where the lexicon is not read.
    pub lacks_list: bool,
}

impl Diagnostic {
    /// A mistake without help.
    pub fn new(span: Span, spanish: impl Into<String>, english: impl Into<String>) -> Diagnostic {
        Diagnostic { span, message: Wording::both(spanish, english), help: None, lacks_list: false }
    }

    /// Says what to do.
    pub fn helped_by(mut self, spanish: impl Into<String>, english: impl Into<String>) -> Self {
        self.help = Some(Wording::both(spanish, english));
        self
    }

    /// Suggests a name, if there is one.
    pub fn suggesting(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => {
                self.helped_by(format!("¿quiso decir `{name}`?"), format!("did you mean `{name}`?"))
            }
            None => self,
        }
    }
}
