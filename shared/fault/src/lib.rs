//! The one error type: what went wrong, what the caller may know, and who should try again.
//!
//! A [`Fault`] is one word in size. It keeps two messages apart: `detail` is public and says what to do;
//! the source is for the log and never leaves the process. It is turned into an envelope at the very
//! edge: a problem document (RFC 9457) for HTTP, an error name with that document for Step Functions.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::panic::Location;

mod kind;
mod problem;

pub use kind::{Disposition, Kind};
pub use problem::{Current, Level, Limit, Problem};

/// Shorthand for results of everything that can fail.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// An error with a kind, a public message and a private cause.
pub struct Fault(Box<Inner>);

struct Inner {
    kind: Kind,
    code: Cow<'static, str>,
    detail: String,
    pointer: Option<String>,
    allowed: Vec<String>,
    limit: Option<Limit>,
    current: Option<Current>,
    retry_after: Option<u32>,
    source: Option<Box<dyn Error + Send + Sync>>,
    location: &'static Location<'static>,
}

impl Fault {
    /// A fault of `kind` with a machine-readable `code` (kebab case, documented in `docs/errors.md`) and
    /// a public `detail` that says what is wrong and what to do.
    #[track_caller]
    pub fn new(kind: Kind, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            code: Cow::Borrowed(code),
            detail: detail.into(),
            pointer: None,
            allowed: Vec::new(),
            limit: None,
            current: None,
            retry_after: None,
            source: None,
            location: Location::caller(),
        }))
    }

    /// The fault that `problem` is the document of, told again: what one invocation was refused, another ends with. A 429 is
    /// read as a limit's, and the first request id is kept for the log.
    #[track_caller]
    pub fn repeated(problem: &Problem) -> Self {
        let kind = Kind::ALL.into_iter().find(|kind| kind.status() == problem.status);
        let mut fault = Self::new(kind.unwrap_or(Kind::Defect), "internal", problem.detail.clone())
            .because(Internal(format!("first told under {}", problem.request_id)));
        fault.0.code = Cow::Owned(problem.code.clone());
        fault.0.pointer.clone_from(&problem.pointer);
        fault.0.allowed.clone_from(&problem.allowed);
        fault.0.limit.clone_from(&problem.limit);
        fault.0.current.clone_from(&problem.current);
        fault
    }

    /// The thing named does not exist, or is not the caller's to know: the answer is the same.
    #[track_caller]
    pub fn not_found() -> Self {
        Self::new(
            Kind::NotFound,
            "not-found",
            "There is nothing here that you may see. Check the id and the key.",
        )
    }

    /// The write was made from a version that is not there any more. `current` says what is there, so that the caller can merge.
    #[track_caller]
    pub fn stale(current: Current) -> Self {
        let detail = format!(
            "It was changed at {}, since you read it. Read it again, bring your change into it, and send it with the ETag {}.",
            current.changed_at, current.etag
        );
        let mut fault = Self::new(Kind::Stale, "stale", detail);
        fault.0.current = Some(current);
        fault
    }

    /// A field of the request cannot be used. `pointer` is a JSON pointer (RFC 6901) to it.
    #[track_caller]
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Kind::Unprocessable, "invalid-field", detail).at(pointer)
    }

    /// A rule of our own was broken: a bug, never the caller's doing. `internal` goes to the log only.
    #[track_caller]
    pub fn defect(internal: impl Into<String>) -> Self {
        Self::new(
            Kind::Defect,
            "internal",
            "Something went wrong on our side. It has been recorded under this request id.",
        )
        .because(Internal(internal.into()))
    }

    /// A part did not answer, perhaps after it had done what was asked; the same request may be sent again.
    #[track_caller]
    pub fn unavailable(internal: impl Into<String>) -> Self {
        Self::new(
            Kind::Unavailable,
            "unavailable",
            "A part that this needs did not answer. Send the same request again.",
        )
        .retry_after(1)
        .because(Internal(internal.into()))
    }

    /// Says it to the caller in other words, where somebody knows better what to do next.
    #[must_use]
    pub fn advise(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Points at the field to change.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.0.pointer = Some(pointer.into());
        self
    }

    /// Lists what would have been accepted.
    #[must_use]
    pub fn allowed<T: fmt::Display>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.0.allowed = values.into_iter().map(|value| value.to_string()).collect();
        self
    }

    /// Explains a refusal by a limit with its figures.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        self.0.limit = Some(limit);
        self
    }

    /// Says after how many seconds another try makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What sort of failure this is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The machine-readable code.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The public message.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Seconds to wait before another try, if one makes sense.
    pub fn wait_seconds(&self) -> Option<u32> {
        self.0.retry_after
    }

    /// Who should do what about it. Its name is the error name that flows see.
    pub fn disposition(&self) -> Disposition {
        self.0.kind.disposition()
    }

    /// Where it was made.
    pub fn location(&self) -> &'static Location<'static> {
        self.0.location
    }

    /// The document that the caller gets.
    pub fn problem(&self, request_id: &str) -> Problem {
        let Inner { kind, code, detail, pointer, allowed, limit, current, .. } = &*self.0;
        Problem {
            r#type: format!("https://ferrotype.dev/problems/{code}"),
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: detail.clone(),
            code: code.clone().into_owned(),
            pointer: pointer.clone(),
            request_id: request_id.to_owned(),
            limit: limit.clone(),
            allowed: allowed.clone(),
            current: current.clone(),
        }
    }

    /// Everything known, for the log: the detail and each cause after it.
    pub fn chain(&self) -> String {
        let mut text = self.0.detail.clone();
        let mut next = self.source();
        while let Some(error) = next {
            text.push_str(": ");
            text.push_str(&error.to_string());
            next = error.source();
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.detail)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} at {}: {}", self.0.kind, self.0.code, self.0.location, self.chain())
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

/// A cause that has no error of its own.
#[derive(Debug)]
struct Internal(String);

impl fmt::Display for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Internal {}

#[cfg(test)]
mod tests;
