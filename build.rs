//! Embeds the rule set: lists every file under `rules/` with its text. And names the engine by what it
//! is made of: the digest of its sources and of the versions of its dependencies, without a path of
//! this machine and without a date, so that the same sources are named alike everywhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// What the engine is made of, besides `src`.
const BESIDES: [&str; 3] = ["Cargo.toml", "Cargo.lock", "build.rs"];

/// How the names of sources end; an editor's leavings do not count.
const SOURCES: [&str; 4] = ["rs", "css", "js", "json"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    embed(&root.join("rules"))?;
    println!("cargo::rerun-if-changed=src");
    BESIDES.iter().for_each(|file| println!("cargo::rerun-if-changed={file}"));
    println!("cargo::rustc-env=PILARES_SOURCES={}", sources(&root)?);
    Ok(())
}

fn embed(root: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let mut table = String::from("&[\n");
    for file in files(root, &["yaml", "json", "md"])? {
        let name = name(&file, root);
        writeln!(table, "    ({name:?}, include_str!({file:?})),").expect("a String takes it all");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("embedded_rules.rs"), table)
}

/// The digest of the sources, as `stamp::Digest::of_files` makes it.
fn sources(root: &Path) -> io::Result<String> {
    let mut paths = files(&root.join("src"), &SOURCES)?;
    paths.extend(BESIDES.map(|file| root.join(file)));
    let mut hash = Sha256::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        let (name, bytes) = (name(path, root), fs::read(path)?);
        for part in [name.as_bytes(), &bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The path of a file under a folder, the same on every machine.
fn name(file: &Path, root: &Path) -> String {
    let inner = file.strip_prefix(root).expect("files lie under their root");
    inner.to_string_lossy().replace('\\', "/")
}

/// The files under a folder whose names end so, sorted.
fn files(root: &Path, ends: &[&str]) -> io::Result<Vec<PathBuf>> {
    let wanted =
        |path: &Path| path.extension().is_some_and(|end| ends.iter().any(|one| end == *one));
    let mut folders = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
