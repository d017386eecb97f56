//! How the command fails: an exit code, a sentence, and what to do next.

use std::fmt;
use std::process::ExitCode;

use crate::api::Problem;
use crate::edge::ENGINE_DOWN;
use crate::ui;

/// The exit codes, which `--help` and the README promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It worked.
    Ok = 0,
    /// The work itself failed: a build, a deploy, a render.
    Failed = 1,
    /// The command line makes no sense here; clap uses the same code.
    Usage = 2,
    /// Nothing answers: the cloud is down, or the address is wrong.
    Unreachable = 3,
    /// The API refused with a 4xx problem.
    Refused = 4,
    /// Ctrl-C: 128 + SIGINT, as shells report it.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A failure that was foreseen. Anything else is an `anyhow::Error` and exits with [`Exit::Failed`].
#[derive(Debug)]
pub(crate) struct Failure {
    /// The code to exit with.
    pub(crate) exit: Exit,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) next: Option<String>,
    /// The API's own document, when there is one.
    pub(crate) problem: Option<Box<Problem>>,
}

impl Failure {
    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), next: None, problem: None }
    }

    /// The work failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, message)
    }

    /// The command was used in a way that cannot work.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// Nothing answers where something should.
    pub(crate) fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Exit::Unreachable, message)
    }

    /// Nothing runs here; names the verb that changes it.
    pub(crate) fn not_running() -> Self {
        Self::unreachable("no local cloud runs here").next(format!(
            "start it with `{}`, or name a deployed stack with FERROTYPE_URL and FERROTYPE_KEY",
            ui::command("up")
        ))
    }

    /// Ctrl-C, with what the user should know about work that goes on.
    pub(crate) fn interrupted(farewell: Option<String>) -> Self {
        Self { next: farewell, ..Self::new(Exit::Interrupted, "interrupted") }
    }

    /// The API answered with a problem document. 4xx is a refusal, 5xx is failed work.
    pub(crate) fn problem(problem: Problem) -> Self {
        let exit = match problem.status {
            400..500 => Exit::Refused,
            503 if problem.code() == ENGINE_DOWN => Exit::Unreachable,
            _ => Exit::Failed,
        };
        let next = problem.advice();
        let message = problem.headline();
        Self { exit, message, next, problem: Some(Box::new(problem)) }
    }

    /// Adds the next step.
    pub(crate) fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
