//! The fichas of a pile: one file each, in a folder beside the page that links to them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pilares::finding::Language;

use super::super::cli::Context;
use super::super::{Exit, export, output, whole};

/// Characters of a file's name; systems take 255 bytes.
const LONGEST: usize = 80;

/// Names that some systems keep for themselves, whatever follows the dot.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Where the fichas of a pile go.
pub(super) struct Fichas {
    folder: PathBuf,
    /// What the folder is called, seen from the page.
    called: String,
    /// What each submission's ficha is called, in the order of the submissions.
    names: Vec<String>,
}

impl Fichas {
    /// Makes the folder beside a page: `pila.html` has its fichas in `pila-fichas`.
    ///
    /// Fichas are called as the files of their submissions are, made safe for any system and apart
    /// from each other; nothing that a submission says names a file.
    pub fn beside(page: &Path, files: &[PathBuf], context: &Context) -> Result<Fichas, Exit> {
        let stem = page.file_stem().unwrap_or_default().to_string_lossy();
        let called = format!("{stem}-fichas");
        let folder = page.with_file_name(&called);
        if let Err(cause) = fs::create_dir_all(&folder) {
            return export::unwritten(&folder, &cause, context);
        }
        Ok(Fichas { folder, called, names: names(files) })
    }

    /// Writes the ficha of a submission by its position; gives its place seen from the page.
    pub fn write(&self, at: usize, bytes: &[u8], context: &Context) -> Result<Vec<String>, Exit> {
        let name = self.names.get(at).ok_or(Exit::Failed)?;
        let path = self.folder.join(name);
        if let Err(cause) = whole::write(&path, bytes) {
            return export::unwritten(&path, &cause, context);
        }
        Ok(vec![self.called.clone(), name.clone()])
    }

    /// Says where they are.
    pub fn close(&self, count: usize, context: &Context) -> Result<(), Exit> {
        let word = match (context.style.language, count) {
            (Language::Spanish | Language::English, 1) => "ficha",
            (Language::Spanish | Language::English, _) => "fichas",
        };
        output::print(&format!("{}: {count} {word}\n", self.folder.display()))
    }
}

/// Fichas go beside a page, which must be in a file.
pub(super) fn no_page<T>(context: &Context) -> Result<T, Exit> {
    output::complain(context.words.say(
        "error: --fichas las escribe junto a la página\n  ayuda: agregue `--format html --out pila.html`\n",
        "error: --fichas writes them beside the page\n  help: add `--format html --out pila.html`\n",
    ))?;
    Err(Exit::Failed)
}

/// A name for each file's ficha, none twice, even where capital letters do not count.
fn names(files: &[PathBuf]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut name = |file: &PathBuf| {
        let stem = safe(file);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let mut free = std::iter::once(stem.clone()).chain(numbered);
        let name = free.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(stem);
        taken.insert(name.to_lowercase());
        format!("{name}.html")
    };
    files.iter().map(&mut name).collect()
}

/// The name of a file without its end, of letters, digits and signs that every system takes.
fn safe(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let kept = |character: char| match character {
        '-' | '_' => character,
        character if character.is_alphanumeric() => character,
        _ => '-',
    };
    let name: String = stem.chars().take(LONGEST).map(kept).collect();
    let name = name.trim_matches('-');
    let device = name.to_lowercase();
    let device = device.trim_end_matches(|character: char| character.is_ascii_digit());
    match name {
        "" => "formulario".to_owned(),
        _ if RESERVED.contains(&device) => format!("ficha-{name}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_apart() {
        let files = [
            "a/Niñez 2026.yaml",
            "b/niñez-2026.yml",
            "niñez-2026-2.yaml",
            "-",
            "...yaml",
            "com1.yaml",
            "<x>\"&.yaml",
            "a\\..\\b.yaml",
        ]
        .map(PathBuf::from);
        let expected = [
            "Niñez-2026.html",
            "niñez-2026-2.html",
            "niñez-2026-2-2.html",
            "formulario.html",
            "formulario-2.html",
            "ficha-com1.html",
            "x.html",
            "a----b.html",
        ];
        assert_eq!(names(&files), expected);
        assert_eq!(safe(Path::new(&"ñ".repeat(300))).chars().count(), LONGEST);
    }
}
