//! A rule to be written: its id and the text to begin from.

use super::policy::{Policy, Section};

/// The file of a rule set that new rules begin from.
pub const DRAFT: &str = "new-rule.yaml";

/// Where a new rule's file goes and what it begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The rule's id.
    pub id: String,
    /// Its file, within the rule set's folder.
    pub path: String,
    /// What the file says.
    pub text: String,
}

/// Begins a rule of a section: the id after all that `texts` mention, so that none is used again.
///
/// `template` is the text of [`DRAFT`]; `folder` is what people call the rule set's folder.
/// Invariant: a path is one folder and one file name, whatever the rule set calls its sections; where
/// it would not be, there is no draft.
pub fn draft<'t>(
    policy: &Policy,
    section: &Section,
    slug: &str,
    template: &str,
    folder: &str,
    texts: impl IntoIterator<Item = &'t str>,
) -> Option<Draft> {
    let whole = [section.id.as_str(), section.prefix.as_str()];
    if !is_slug(slug) || !whole.iter().all(|name| is_name(name)) {
        return None;
    }
    let numbers = texts.into_iter().flat_map(|text| numbers(text, &section.prefix));
    let next = numbers.max().unwrap_or(0).checked_add(1)?;
    let id = format!("{}-{next:02}", section.prefix);
    let severity = policy.severities.last().map_or("", |severity| severity.id.as_str());
    let severities = policy.severities.iter().map(|severity| {
        let meaning = severity.meaning.as_ref().map(|meaning| format!(": {meaning}"));
        format!("# {}", one_line(&format!("{}{}", severity.id, meaning.unwrap_or_default())))
    });
    let text = template
        .replace("{id}", &id)
        .replace("{seccion}", &one_line(&section.name))
        .replace("{carpeta}", &one_line(folder))
        .replace("{severidades}", &severities.collect::<Vec<_>>().join("\n"))
        .replace("{severidad}", &one_line(severity));
    Some(Draft { path: format!("{}/{id}-{slug}.yaml", section.id), id, text })
}

/// Whether a text may be part of a rule file's name: `cobertura-baja`.
pub fn is_slug(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let ends = text.starts_with('-') || text.ends_with('-');
    !text.is_empty() && text.len() <= 80 && text.bytes().all(plain) && !ends
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The numbers of the ids with a prefix that a text mentions.
fn numbers<'t>(text: &'t str, prefix: &str) -> impl Iterator<Item = u32> + use<'t> {
    let length = prefix.len();
    let found: Vec<usize> = text.match_indices(prefix).map(|(at, _)| at).collect();
    found.into_iter().filter_map(move |at| {
        let inside = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let digits = text[at + length..].strip_prefix('-')?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        digits[..end].parse().ok().filter(|_| !inside)
    })
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|character| !character.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_wherever_they_are_mentioned() {
        let found = |text| numbers(text, "POB").collect::<Vec<u32>>();
        assert_eq!(found("POB-07, (POB-12) y POB-3-x"), [7, 12, 3]);
        assert_eq!(found("XPOB-99, POB-, POB 5, ñPOB-8, POB-99999999999999"), Vec::<u32>::new());
    }

    #[test]
    fn slugs_cannot_leave_their_folder() {
        for slug in ["cobertura-baja", "a", "7-dias"] {
            assert!(is_slug(slug), "{slug}");
        }
        for slug in ["", "-a", "a-", "A", "niñez", "..", "a/b", "a\\b", "a b", "a.yaml", "a\n"] {
            assert!(!is_slug(slug), "{slug}");
        }
    }
}
