//! What `up` tells the edge about the functions that stream, and how a change of them is noticed.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use http::Method;
use serde::{Deserialize, Serialize};

use crate::ui::write_stderr;

/// A deployed function that streams, with the program that is its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Function {
    /// Its name in the stack, such as `ferrotype-renders-stream`.
    pub(crate) name: String,
    /// The path that it serves; `{…}` stands for one segment.
    pub(crate) path: String,
    /// The program.
    pub(crate) program: PathBuf,
    /// Host of its Function URL.
    pub(crate) host: String,
    /// Seconds that an invocation may take.
    pub(crate) timeout: u64,
    /// MB, which a function may ask for and which nothing here enforces.
    pub(crate) memory: u64,
    /// Its variables, from the template.
    pub(crate) environment: BTreeMap<String, String>,
}

impl Function {
    /// Whether a path, as it came, is one of this function's.
    fn serves(&self, path: &str) -> bool {
        let (mut wanted, mut given) = (self.path.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given)) if wanted == given => {}
                (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
                _ => return false,
            }
        }
    }
}

/// One state of a file, in the words of the file system. The change time is the kernel's and cannot be set back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp(u64, u64, u64, i64, i64);

impl Stamp {
    /// `None` when there is no such file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        Some(Self(meta.dev(), meta.ino(), meta.len(), meta.ctime(), meta.ctime_nsec()))
    }
}

/// The table that `up` writes. It is read again when it was replaced, so a deploy needs no new edge and breaks off no
/// request.
pub(super) struct Table {
    file: PathBuf,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    stamp: Option<Stamp>,
    functions: Vec<Arc<Function>>,
}

impl Table {
    /// The table in a file that may not be there yet.
    pub(super) fn at(file: PathBuf) -> Self {
        Self { file, known: Mutex::default() }
    }

    /// The function that a request is for. They are all read-only: every other method is the HTTP API's to refuse.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<Arc<Function>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(&self.file);
        if stamp != known.stamp {
            *known = Known { functions: self.read(), stamp };
        }
        let serves = |function: &&Arc<Function>| *method == Method::GET && function.serves(path);
        known.functions.iter().find(serves).cloned()
    }

    fn read(&self) -> Vec<Arc<Function>> {
        let Ok(text) = std::fs::read(&self.file) else { return Vec::new() };
        let functions = serde_json::from_slice::<Vec<Function>>(&text).unwrap_or_else(|error| {
            write_stderr(&format!("edge: {} is damaged: {error}; run `ferrotype up`", self.file.display()));
            Vec::new()
        });
        functions.into_iter().map(Arc::new).collect()
    }
}

#[cfg(test)]
mod tests;
