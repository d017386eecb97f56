//! The clone that the command works on.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::failure::Failure;

/// The folder that holds `template.yaml`.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The clone that the command was called in.
    pub(crate) fn here() -> Result<Self> {
        Self::find(&std::env::current_dir()?)
    }

    /// Walks up from `start` to the folder with `template.yaml`.
    pub(crate) fn find(start: &Path) -> Result<Self> {
        let root = start.ancestors().find(|folder| folder.join("template.yaml").is_file());
        let Some(root) = root else {
            let message = format!("there is no template.yaml in {} or above it", start.display());
            return Err(Failure::usage(message).next("run this inside a clone of Ferrotype").into());
        };
        Ok(Self { root: root.to_path_buf() })
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The template to deploy.
    pub(crate) fn template(&self) -> PathBuf {
        self.root.join("template.yaml")
    }

    /// The Python tool that runs the engine and deploys to it.
    pub(crate) fn local_tool(&self) -> PathBuf {
        self.root.join("infra").join("local")
    }

    /// The script that brings ffmpeg along.
    pub(crate) fn ffmpeg_tool(&self) -> PathBuf {
        self.root.join("infra").join("scene").join("ffmpeg.py")
    }

    /// The paths of the functions that stream, generated from their types.
    pub(crate) fn stream_paths(&self) -> PathBuf {
        self.root.join("infra").join("streams.json")
    }

    /// Where the state goes unless the caller says otherwise.
    pub(crate) fn default_state(&self) -> PathBuf {
        self.root.join(".ferrotype")
    }
}

#[cfg(test)]
mod tests;
