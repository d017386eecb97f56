//! Why a state failed.

/// An error of a state: what Retry and Catch match on, and the words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// `Transient`, `States.Timeout`, `Lambda.Unknown`, …
    pub name: String,
    /// The cause.
    pub cause: String,
}

impl Error {
    /// An error of this name.
    pub fn new(name: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { name: name.into(), cause: cause.into() }
    }

    /// The error with which an execution dies outside of every Retry and Catch.
    pub fn fatal(cause: impl Into<String>) -> Self {
        Self::new(RUNTIME, cause)
    }

    /// Whether a Retry or a Catch that lists `names` is for this error (Step Functions Developer Guide, "Handling errors in
    /// Step Functions workflows": `States.TaskFailed` is every error but a time-out, and nothing matches `States.Runtime`).
    pub(super) fn is_among(&self, names: &[String]) -> bool {
        self.name != RUNTIME
            && names.iter().any(|name| match name.as_str() {
                "States.ALL" => self.name != "States.DataLimitExceeded",
                "States.TaskFailed" => self.name != TIMEOUT,
                name => name == self.name,
            })
    }
}

/// A state or an execution that took too long.
pub(super) const TIMEOUT: &str = "States.Timeout";
const RUNTIME: &str = "States.Runtime";
