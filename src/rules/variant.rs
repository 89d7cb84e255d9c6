//! A rule set with something in it exchanged: other words, another form.

use std::sync::Arc;

use crate::document::{Document, Node, write};
use crate::schema::Schema;
use crate::source::Source;

use super::library::knowing;
use super::{Rule, Ruleset, lexicon};

impl Ruleset {
    /// The same rule set with another lexicon, written as in `document`.
    ///
    /// Mistakes in it are passed over: what can be read of it counts.
    pub fn with_words(&self, document: Document) -> Ruleset {
        let known = self.words.as_deref().zip(self.library.knowledge());
        let lexicon = match known {
            Some((words, lexicon)) => lexicon::read_again(&document, words, lexicon),
            None => lexicon::read(&document).0,
        };
        let library = Arc::new(knowing((*self.library).clone(), lexicon));
        Ruleset { library, words: Some(Arc::new(document)), ..self.clone() }
    }

    /// The same rule set with another schema, from its tree; none where that is no schema.
    pub fn with_schema(&self, root: &Node) -> Option<Ruleset> {
        let source = Source::new(&*self.schema.source.name, write(root));
        let schema = Arc::new(Schema::compile(source).ok()?);
        Some(Ruleset { schema, ..self.clone() })
    }
}

impl Rule {
    /// The same rule after its parts were exchanged: knows again what its `cuando` needs.
    pub fn with_needs_known(mut self) -> Rule {
        self.needed_to_apply = super::compile::needed(self.applies.as_ref(), &self.definitions);
        self
    }
}
