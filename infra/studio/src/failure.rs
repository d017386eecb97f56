//! How the studio fails: what is wrong with which scene, and what to do.

use std::fmt;

use scene::Problem;
use serde::Serialize;
use serde_json::{Value, json};

use crate::sources::Source;

/// A problem and the scene that has it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Told {
    /// The scene's file.
    pub(crate) file: String,
    /// What is wrong.
    pub(crate) problem: Problem,
}

impl Told {
    pub(crate) fn new(source: &Source, problem: Problem) -> Self {
        Self { file: source.name.clone(), problem }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.problem.to_string();
        // Most problems begin with the place already.
        if text.starts_with(&self.file) { f.write_str(&text) } else { write!(f, "{}: {text}", self.file) }
    }
}

/// A failure that was foreseen.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Scenes are wrong.
    Scenes(Vec<Told>),
    /// The command line is wrong, and what to write instead.
    Usage(String),
    /// Ctrl-C.
    Interrupted,
}

impl Failure {
    pub(crate) fn scene(source: &Source, problem: Problem) -> Self {
        Self::Scenes(vec![Told::new(source, problem)])
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// The code that the process exits with, as `--help` promises.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Scenes(_) => 1,
            Self::Usage(_) => 2,
            Self::Interrupted => 130,
        }
    }

    /// The same for machines.
    pub(crate) fn document(&self) -> Value {
        let problems = match self {
            Self::Scenes(told) => json!(told),
            Self::Usage(_) | Self::Interrupted => Value::Null,
        };
        json!({ "error": { "exit_code": self.code(), "message": self.to_string(), "problems": problems } })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenes(told) => {
                let lines: Vec<_> = told.iter().map(ToString::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Usage(message) => f.write_str(message),
            Self::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for Failure {}
