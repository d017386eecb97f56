//! Kinds of failure, and what follows from each.

/// What sort of failure: decides the HTTP status and who may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be read.
    Malformed,
    /// Nobody whom we know is asking.
    Unauthenticated,
    /// The money does not suffice.
    OverBudget,
    /// The caller is known and may not.
    Forbidden,
    /// Absent, or foreign.
    NotFound,
    /// The state of the thing forbids it.
    Conflict,
    /// It was here and is gone.
    Gone,
    /// The caller's version is stale.
    Stale,
    /// More bytes than we take.
    TooLarge,
    /// A write that does not say which version it changes.
    Unconditional,
    /// Readable, and not usable.
    Unprocessable,
    /// A limit of the plan: trying again at once cannot help.
    OverLimit,
    /// Too many at one time: nothing was written, trying again helps.
    Throttled,
    /// A part did not answer, or was contended.
    Unavailable,
    /// Time ran out before an answer.
    TimedOut,
    /// A bug.
    Defect,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Malformed,
        Self::Unauthenticated,
        Self::OverBudget,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::Gone,
        Self::Stale,
        Self::TooLarge,
        Self::Unconditional,
        Self::Unprocessable,
        Self::OverLimit,
        Self::Throttled,
        Self::Unavailable,
        Self::TimedOut,
        Self::Defect,
    ];

    /// The HTTP status (RFC 9110, section 15; 428 and 429 from RFC 6585).
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::OverBudget => 402,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::Stale => 412,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::Unconditional => 428,
            Self::OverLimit | Self::Throttled => 429,
            Self::Unavailable => 503,
            Self::TimedOut => 504,
            Self::Defect => 500,
        }
    }

    /// The short text of a problem document.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request cannot be read",
            Self::Unauthenticated => "Authentication is needed",
            Self::OverBudget => "The budget does not suffice",
            Self::Forbidden => "This is not allowed",
            Self::NotFound => "Not found",
            Self::Conflict => "The state does not allow this",
            Self::Gone => "It is gone",
            Self::Stale => "It has changed since",
            Self::TooLarge => "The request is too large",
            Self::Unconditional => "The version must be named",
            Self::Unprocessable => "The request cannot be used",
            Self::OverLimit => "A limit is reached",
            Self::Throttled => "Too many requests at once",
            Self::Unavailable => "Not available at this moment",
            Self::TimedOut => "It took too long",
            Self::Defect => "Internal error",
        }
    }

    /// Who should do what about it.
    pub const fn disposition(self) -> Disposition {
        match self {
            Self::Throttled | Self::Unavailable | Self::TimedOut => Disposition::Transient,
            Self::Defect => Disposition::Defect,
            _ => Disposition::Rejected,
        }
    }
}

/// The three things that can follow from a failure. The names are API: flows match on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// The same request will fail again.
    Rejected,
    /// The same request may succeed; flows retry it.
    Transient,
    /// A bug: nobody retries, somebody is alarmed.
    Defect,
}

impl Disposition {
    /// The error name that Step Functions sees. Never a type name of Rust.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "Rejected",
            Self::Transient => "Transient",
            Self::Defect => "Defect",
        }
    }
}
