//! Fields as sentences say them: their names, what they belong to, one of many.

use crate::schema::{Member, Shape};

use super::noun::{Hold, Noun, attach, of};

/// What an expression names, and how it is spoken of.
#[derive(Debug, Clone)]
pub(super) struct Thing<'r> {
    /// Its name.
    pub noun: Noun,
    /// What it says where it is true, with `[no]` where that is denied.
    pub statement: Option<String>,
    /// What the schema says of it.
    pub shape: Option<&'r Shape>,
    /// Whether the shape is that of each of several values.
    pub many: bool,
    /// What one of several is called.
    pub item: Option<Noun>,
    /// Whether that name alone tells which list it is from.
    pub plain: bool,
    /// The element or definition that it belongs to.
    pub owner: Option<Noun>,
    /// Whether its parts are said to be of it.
    pub owns: bool,
    /// Whether its parts need not say of what they are: the sentence is about it.
    pub hushed: bool,
    /// How a value of it is said.
    pub figure: Option<&'r str>,
}

impl<'r> Thing<'r> {
    /// A value of which only the name is known.
    pub fn named(noun: Noun) -> Thing<'r> {
        Thing {
            noun,
            statement: None,
            shape: None,
            many: false,
            item: None,
            plain: false,
            owner: None,
            owns: false,
            hushed: false,
            figure: None,
        }
    }

    /// The whole form, whose parts stand for themselves.
    pub fn form(shape: &'r Shape) -> Thing<'r> {
        Thing { shape: Some(shape), ..Thing::named(Noun::new("el formulario")) }
    }

    /// What is left of it where something is made of it: what its values are, not their names.
    pub fn rewritten(self) -> Thing<'r> {
        Thing { statement: None, plain: false, owner: None, owns: true, figure: None, ..self }
    }

    /// The unit of its figures, as the schema spells it.
    pub fn unit(&self) -> Option<&'r str> {
        match self.shape {
            Some(Shape::Number { unit, .. }) => unit.as_deref(),
            _ => None,
        }
    }

    /// What each of its values is.
    fn inner(&self) -> (Option<&'r Shape>, bool) {
        match self.shape {
            Some(Shape::List(item, _)) => (Some(item), true),
            shape => (shape, self.many),
        }
    }

    /// `cada componente`, `cada uno de los valores del indicador`.
    pub fn each(&self) -> String {
        match &self.item {
            Some(item) if self.plain => format!("cada {}", item.bare()),
            Some(_) => format!("cada {} {}", self.one(), of(&self.noun.tail())),
            None => format!("cada elemento {}", of(&self.noun.tail())),
        }
    }

    /// `uno` or `una`, of the things in it.
    pub fn one(&self) -> &'static str {
        let feminine = self.item.as_ref().map_or(self.noun.feminine, |item| item.feminine);
        if feminine { "una" } else { "uno" }
    }

    /// A part of it, or of each of its values.
    pub fn member(&self, name: &str) -> Option<Thing<'r>> {
        let (shape, several) = self.inner();
        let member = shape?.member(name)?;
        let subject = match several {
            true => Noun { hold: self.noun.at_end(), ..Noun::new(self.each()) },
            false => self.noun.clone(),
        };
        let owner = match (self.hushed && !several, several || self.owns) {
            (true, _) => None,
            (false, true) => Some(subject.clone()),
            (false, false) => self.owner.clone(),
        };
        let said = Said { subject: &subject, owner: owner.as_ref(), hushed: self.hushed };
        let (name, hold) = said.name(member);
        let is_statement = member.shape == Shape::Boolean && !several;
        let spoken = &member.spoken;
        Some(Thing {
            noun: match is_statement {
                true => Noun::open(format!("la respuesta a si {}", name.replace("[no] ", ""))),
                false => Noun { hold, ..Noun::new(name.replace("[no] ", "")) },
            },
            statement: is_statement.then_some(name),
            shape: Some(&member.shape),
            many: several,
            item: spoken.item.as_deref().map(Noun::new),
            plain: owner.is_none()
                && !self.hushed
                && !spoken.name.as_deref().is_some_and(|name| name.contains('{')),
            owner,
            owns: false,
            hushed: false,
            figure: spoken.figure.as_deref(),
        })
    }

    /// The item at a position that is written out: from 1, or from the end where negative.
    pub fn nth(&self, position: i64) -> Thing<'r> {
        let whole = || of(&self.noun.tail());
        let gender = self.item.as_ref().unwrap_or(&self.noun);
        let words = match (&self.item, gender.ordinal(position)) {
            (Some(item), Some(ordinal)) if self.plain => {
                format!("{} {ordinal} {}", item.article(), item.bare())
            }
            (Some(item), None) if self.plain => {
                format!("{} {} número {position}", item.article(), item.bare())
            }
            (_, Some(ordinal)) => {
                let ordinal = match ordinal.as_str() {
                    "primer" | "tercer" => ordinal + "o",
                    _ => ordinal,
                };
                format!("{} {ordinal} {}", gender.article(), whole())
            }
            (_, None) => format!("el elemento número {position} {}", whole()),
        };
        self.one_of(words)
    }

    /// The item at a computed position.
    pub fn at(&self, position: &Noun) -> Thing<'r> {
        let position = position.held();
        self.one_of(match &self.item {
            Some(item) if self.plain => {
                format!("{} {} número {position}", item.article(), item.bare())
            }
            _ => format!("el elemento número {position} {}", of(&self.noun.tail())),
        })
    }

    /// An element, as what a variable stands for.
    pub fn element(&self, noun: Noun) -> Thing<'r> {
        Thing { shape: self.inner().0, owns: true, ..Thing::named(noun) }
    }

    fn one_of(&self, words: String) -> Thing<'r> {
        self.element(Noun { hold: self.noun.at_end(), ..Noun::new(words) })
    }
}

/// What a field's name is completed with.
struct Said<'s> {
    subject: &'s Noun,
    owner: Option<&'s Noun>,
    hushed: bool,
}

impl Said<'_> {
    /// A field's name, with what it belongs to, and how it holds together.
    fn name(&self, member: &Member) -> (String, Hold) {
        let template = match &member.spoken.name {
            Some(name) => name.clone(),
            None if member.shape == Shape::Boolean => format!("«{}» [no] es sí", member.title),
            None => Noun::guessed(&member.title).text,
        };
        if template.contains('{') {
            let last = template.ends_with('}');
            let subject = if last { self.subject.tail() } else { self.subject.held() };
            let of_subject = if self.hushed { String::new() } else { of(&subject) };
            let hold = if last { self.subject.at_end() } else { Hold::Firm };
            return (filled(&template, &subject, &of_subject), hold);
        }
        match self.owner {
            Some(owner) if !template.contains("[no]") => {
                (format!("{template} {}", of(&owner.tail())), owner.at_end())
            }
            _ => (template, Hold::Firm),
        }
    }
}

fn filled(template: &str, subject: &str, of_subject: &str) -> String {
    let mut text = String::new();
    for (index, piece) in template.split("{de}").enumerate() {
        if index > 0 {
            text.push_str(of_subject);
        }
        for (index, piece) in piece.split("{}").enumerate() {
            if index > 0 {
                attach(&mut text, subject);
            }
            text.push_str(piece);
        }
    }
    text.trim_end().to_owned()
}
