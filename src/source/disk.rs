//! Reading files: the only part of the library that touches the world.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes that a file may have unless the caller says otherwise (8 MiB; a whole form has about 60 KiB).
pub const DEFAULT_LIMIT: u64 = 8 * 1024 * 1024;

/// A file that could not be read.
#[derive(Debug)]
pub enum Error {
    /// The system refused: no such file, no permission, a folder …
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file has more bytes than allowed.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Bytes allowed.
        limit: u64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable { path, cause } => write!(f, "{}: {cause}", path.display()),
            Error::TooLarge { path, limit } => {
                write!(f, "{}: larger than {limit} bytes", path.display())
            }
        }
    }
}

impl std::error::Error for Error {}

/// Reads at most `limit` bytes of a file; more is an error, found without reading the rest.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let unreadable = |cause| Error::Unreadable { path: path.to_owned(), cause };
    let file = File::open(path).map_err(unreadable)?;
    read_from(file, path, limit)
}

/// Reads at most `limit` bytes of a stream that people call `name`.
pub fn read_from(stream: impl Read, name: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let unreadable = |cause| Error::Unreadable { path: name.to_owned(), cause };
    let mut bytes = Vec::new();
    let count = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if count as u64 > limit {
        return Err(Error::TooLarge { path: name.to_owned(), limit });
    }
    Ok(bytes)
}
