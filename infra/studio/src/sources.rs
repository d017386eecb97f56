//! The scenes that were named: one file, or the files of a folder in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use scene::{Limits, Wanted};
use serde_json::Value;

use crate::failure::Failure;
use crate::wire::Job;

/// The code of one scene.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its file, as it was named.
    pub(crate) name: String,
    pub(crate) code: String,
}

impl Source {
    /// What a painter is told to open it.
    pub(crate) fn job(&self, props: &Value, wanted: Wanted) -> Job {
        Job {
            file: self.name.clone(),
            source: self.code.clone(),
            props: props.clone(),
            wanted,
            limits: Limits::default(),
        }
    }

    /// Whether its code speaks of films. This is a guess by the names of their components, and decides how many painters
    /// there are, not what they paint: each painter would decode all of a film for its share of the frames.
    pub(crate) fn plays_films(&self) -> bool {
        ["<Video", "<OffthreadVideo", "<Html5Video"].iter().any(|name| self.code.contains(name))
    }

    /// Whether its code may show pictures of files. This is a guess by how they are named, and decides whether it is looked for
    /// soft tones.
    pub(crate) fn shows_pictures(&self) -> bool {
        ["<Img", "<img", "<Gif", "url("].iter().any(|name| self.code.contains(name))
    }
}

/// The scenes at a place, and the folder that `staticFile` reads.
pub(crate) fn read(place: &Path) -> Result<(Vec<Source>, PathBuf)> {
    let is_folder = place.is_dir();
    let folder = if is_folder { place } else { place.parent().unwrap_or(Path::new("")) };
    let files = if is_folder { files_of(place)? } else { vec![place.to_owned()] };
    let scenes = files.iter().map(|file| source(file)).collect::<Result<_>>()?;
    Ok((scenes, folder.join("public")))
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let file = entry?.path();
        if file.is_file() && is_scene(&file) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let message = format!(
            "{} has no scene (*.tsx): make one with `scene new {}`",
            folder.display(),
            folder.join("intro.tsx").display()
        );
        return Err(Failure::usage(message).into());
    }
    Ok(files)
}

fn is_scene(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "tsx" || extension == "jsx")
}

fn source(file: &Path) -> Result<Source> {
    let name = file.display().to_string();
    match fs::read(file) {
        Ok(bytes) => {
            let code = String::from_utf8(bytes)
                .map_err(|_| Failure::usage(format!("{name} is not text: save it as UTF-8")))?;
            Ok(Source { name, code })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let message = format!("{name} is not there: make it with `scene new {name}`");
            Err(Failure::usage(message).into())
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
    }
}

#[cfg(test)]
mod tests;
