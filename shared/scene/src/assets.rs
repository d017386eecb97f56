//! The files that a scene names.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::Problem;

/// Bytes of the largest file that is read: what a film's picture is, many times over.
pub const LARGEST_FILE: u64 = 64 << 20;

/// Where a scene's files come from. `staticFile('x')` is the name `x`.
pub trait Assets {
    /// A whole file.
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem>;
}

/// A folder of files, and nothing outside of it.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The files below a folder, which need not exist.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The file of a name: below the folder, whatever the name and the links on its way say.
    fn place(&self, name: &str) -> Result<PathBuf, Problem> {
        let relative = Path::new(name.trim_start_matches('/'));
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) || name.contains('\0') {
            return Err(problem(
                name,
                "is no name of a file in `public/`: write a relative path without `..`",
            ));
        }
        let missing = |_| {
            let root = self.root.display();
            problem(name, &format!("is not there: put it into {root}, or mend the name"))
        };
        let place = fs::canonicalize(self.root.join(relative)).map_err(missing)?;
        let root = fs::canonicalize(&self.root).map_err(missing)?;
        if place.starts_with(&root) && place.is_file() {
            return Ok(place);
        }
        Err(problem(name, "is no file inside of `public/`: copy it there, a link is not followed outside"))
    }
}

impl Assets for Folder {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let place = self.place(name)?;
        let unreadable = |error: std::io::Error| problem(name, &format!("cannot be read: {error}"));
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that grows from one that fits.
        File::open(place)
            .map_err(unreadable)?
            .take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(problem(name, &format!("has more than {} MB: make it smaller", LARGEST_FILE >> 20)));
        }
        Ok(bytes)
    }
}

/// A file that cannot be used: `about` goes on after its name.
pub(crate) fn problem(name: &str, about: &str) -> Problem {
    let short: String = name.chars().take(120).collect();
    Problem::Asset { message: format!("`{short}` {about}."), name: short }
}

#[cfg(test)]
pub(crate) mod tests;
