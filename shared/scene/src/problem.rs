//! What can be wrong with a scene.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Diagnostic;

/// A scene that cannot be shown, and why.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Problem {
    /// It is no scene: it does not parse, or uses what is not there.
    #[error("{}", lines(.diagnostics))]
    Compile {
        /// Every place.
        diagnostics: Vec<Diagnostic>,
    },
    /// Its code threw.
    #[error("{}{message}", prefix(.at.as_ref(), *.frame))]
    Threw {
        /// Where, in its source.
        at: Option<Place>,
        /// In which frame; none before the first.
        frame: Option<u32>,
        /// What it said.
        message: String,
    },
    /// It used more than it may.
    #[error("{}{message}", prefix(None, *.frame))]
    Limit {
        /// What of: `time`, `memory`, `stack`, `elements`, `depth` or `text`.
        limit: String,
        /// In which frame; none before the first.
        frame: Option<u32>,
        /// What was used, and what to do.
        message: String,
    },
    /// A file that it names cannot be used.
    #[error("{message}")]
    Asset {
        /// The file, as the scene names it.
        name: String,
        /// Why, and what to do.
        message: String,
    },
    /// It names an icon that nobody has drawn.
    #[error("{message}")]
    Icon {
        /// The icon, as the scene names it.
        name: String,
        /// What to write instead.
        message: String,
        /// Icons of nearly that name.
        near: Vec<String>,
    },
    /// Its size, speed or length is none that a film can have.
    #[error("{message}")]
    Canvas {
        /// Which, and what is possible.
        message: String,
    },
    /// Its elements could not be placed.
    #[error("The elements of a frame could not be placed: {message}")]
    Layout {
        /// Why.
        message: String,
    },
    /// Its sounds could not be written.
    #[error("The sounds could not be written: {message}")]
    Sound {
        /// Why.
        message: String,
    },
    /// Its boxes could not be painted.
    #[error("A frame could not be painted: {message}")]
    Paint {
        /// Why.
        message: String,
    },
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as it was given.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Something that a scene's author should know and that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What about.
    pub code: String,
    /// What, and what to do.
    pub message: String,
}

impl Problem {
    /// What sort of problem it is, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Compile { .. } => "compile",
            Self::Threw { .. } => "threw",
            Self::Limit { .. } => "limit",
            Self::Asset { .. } => "asset",
            Self::Icon { .. } => "icon",
            Self::Canvas { .. } => "canvas",
            Self::Layout { .. } => "layout",
            Self::Sound { .. } => "sound",
            Self::Paint { .. } => "paint",
        }
    }
}

impl Warning {
    /// A warning.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn prefix(at: Option<&Place>, frame: Option<u32>) -> String {
    let place =
        at.map(|Place { file, line, column }| format!("{file}:{line}:{column}: ")).unwrap_or_default();
    frame.map(|frame| format!("{place}frame {frame}: ")).unwrap_or(place)
}
