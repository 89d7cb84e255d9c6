//! Files that are written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file under way: it stands beside its name, and takes it in one step when it is done.
///
/// Whoever reads meanwhile, and whatever happens, finds what was there before or all of the new one.
/// Links are followed; what is no plain file, as a pipe, is written to as it is.
pub(super) struct Whole {
    path: PathBuf,
    beside: Option<PathBuf>,
    file: BufWriter<File>,
}

impl Whole {
    /// Begins a file; the error says why its name cannot be had.
    pub fn begin(path: &Path) -> io::Result<Whole> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = match OpenOptions::new().write(true).open(&path) {
            Ok(file) => Some((file.metadata()?, file)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => None,
            Err(cause) => return Err(cause),
        };
        let permissions = match before {
            Some((found, file)) if !found.is_file() => {
                return Ok(Whole { path, beside: None, file: BufWriter::new(file) });
            }
            before => before.map(|(found, _)| found.permissions()),
        };
        let (beside, file) = beside(&path)?;
        let whole = Whole { path, beside: Some(beside), file: BufWriter::new(file) };
        if let Some(permissions) = permissions {
            whole.file.get_ref().set_permissions(permissions)?;
        }
        Ok(whole)
    }

    /// Forces all to the disk and gives it its name.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        let Some(beside) = &self.beside else { return Ok(()) };
        self.file.get_ref().sync_all()?;
        fs::rename(beside, &self.path)?;
        self.beside = None;
        // The name itself reaches the disk with its folder, where the system can force folders.
        if let Some(Ok(folder)) = self.path.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }
}

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut whole = Whole::begin(path)?;
    whole.write_all(bytes)?;
    whole.finish()
}

/// A new file in the same folder, of a name that nobody uses; it is locked while it is written.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..100 {
        let beside = path.with_file_name(format!(".{name}.{attempt}.tmp"));
        if is_abandoned(&beside) {
            let _ = fs::remove_file(&beside);
        }
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => {
                // Where the system has no locks, its age alone protects it.
                let _ = file.try_lock();
                return Ok((beside, file));
            }
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(cause),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// How long a file under way is left alone, though nobody holds it.
const PATIENCE: Duration = Duration::from_secs(600);

/// Whether a file under way is of a program that was stopped before it was done.
fn is_abandoned(beside: &Path) -> bool {
    let Ok(file) = File::open(beside) else { return false };
    let age = file.metadata().and_then(|found| found.modified());
    let age = age.ok().and_then(|written| written.elapsed().ok());
    age.is_some_and(|age| age > PATIENCE) && file.try_lock().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_leaves_what_was_there() {
        let folder = std::env::temp_dir().join(format!("pilares-whole-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("it can be made");
        let path = folder.join("informe.html");
        write(&path, b"antes").expect("it is written");
        let mut whole = Whole::begin(&path).expect("it is begun");
        whole.write_all(&[b'x'; 100_000]).expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), b"antes");
        drop(whole);
        assert_eq!(fs::read(&path).expect("it is there"), b"antes");
        write(&path, "después".as_bytes()).expect("it is written");
        assert_eq!(fs::read(&path).expect("it is there"), "después".as_bytes());
        let names = || fs::read_dir(&folder).expect("it is there").count();
        assert_eq!(names(), 1, "nothing is left beside it");
        // What a program left that was stopped goes when the file is written again; what another one
        // is writing stays.
        let (left, held) = (folder.join(".informe.html.0.tmp"), folder.join(".informe.html.1.tmp"));
        let old = std::time::SystemTime::now() - 2 * PATIENCE;
        for beside in [&left, &held] {
            let file = File::create(beside).expect("it can be made");
            file.set_modified(old).expect("its age can be set");
        }
        let holder = File::open(&held).expect("it is there");
        holder.try_lock().expect("nobody else holds it");
        let (one, other) = (Whole::begin(&path), Whole::begin(&path));
        one.and_then(Whole::finish).expect("it is written");
        other.and_then(Whole::finish).expect("it is written");
        assert!(!left.exists() && held.exists());
        drop(holder);
        fs::remove_file(&held).expect("it can be removed");
        assert_eq!(names(), 1);
        #[cfg(unix)]
        write(Path::new("/dev/null"), b"nada").expect("a device is written to as it is");
        fs::remove_dir_all(&folder).expect("it can be removed");
    }
}
