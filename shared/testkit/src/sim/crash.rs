//! Where an invocation dies, and how.

use super::dice::Dice;
use super::flow::Error;

/// A death that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// At which effect of the world, counted from 0.
    pub at: usize,
    /// After it happened, so that its answer is lost; or before.
    pub after: bool,
    /// How.
    pub manner: Manner,
}

/// How an invocation dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// Its process ends: Lambda says `Runtime.ExitError`.
    Exit,
    /// Lambda fails under it: `Lambda.Unknown`.
    Lambda,
    /// It hangs until Lambda ends it: `Sandbox.Timedout`.
    Hang,
    /// The execution that it works for dies with it, outside of every Catch. Elsewhere like `Exit`.
    Execution,
}

impl Manner {
    /// Every manner.
    pub const ALL: [Self; 4] = [Self::Exit, Self::Lambda, Self::Hang, Self::Execution];

    /// What a flow is told ("Lambda function errors", AWS Lambda Developer Guide; `docs/deploy.md`).
    pub(super) fn error(self) -> Error {
        let (name, words) = match self {
            Self::Exit => ("Runtime.ExitError", "Runtime exited with error: signal: killed"),
            Self::Lambda => (
                "Lambda.Unknown",
                "The cause could not be determined because Lambda did not return an error type.",
            ),
            Self::Hang => ("Sandbox.Timedout", "Task timed out"),
            Self::Execution => return Error::fatal("the execution died"),
        };
        Error::new(name, serde_json::json!({ "errorType": name, "errorMessage": words }).to_string())
    }

    /// One of them.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        *dice.of(&Self::ALL)
    }
}
