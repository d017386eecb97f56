//! What a failed AWS call means. The only place that reads SDK errors.

use std::error::Error;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::operation::RequestId as _;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use contract::port::table::TableError;
use fault::Fault;

/// What follows from a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It did not happen; the same call helps later.
    Busy,
    /// Nobody knows whether it happened.
    Lost,
    /// It did not happen, and the same call never will: a bug, or a deployment that does not fit.
    Refused,
}

/// A failed call, told so that whoever reads the log knows where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CallError {
    /// `Service.Operation`.
    pub(crate) operation: &'static str,
    /// What follows.
    pub(crate) class: Class,
    /// AWS's name for the error, when it answered with one.
    pub(crate) code: Option<String>,
    /// The HTTP status, when there was an answer.
    pub(crate) status: Option<u16>,
    message: String,
    request_id: Option<String>,
}

/// Reads an SDK error.
pub(crate) fn classify<E>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> CallError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let status = error.raw_response().map(|answer| answer.status().as_u16());
    let (code, message) = match error {
        SdkError::ServiceError(answer) => {
            (answer.err().code(), answer.err().message().map_or_else(|| chain(answer.err()), str::to_owned))
        }
        _ => (None, chain(error)),
    };
    CallError {
        operation,
        class: class(error, code, status),
        code: code.map(str::to_owned),
        status,
        message,
        request_id: error.request_id().map(str::to_owned),
    }
}

fn class<E>(error: &SdkError<E, HttpResponse>, code: Option<&str>, status: Option<u16>) -> Class
where
    E: Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => Class::Refused,
        SdkError::ServiceError(_) => answered(code.unwrap_or_default(), status.unwrap_or_default()),
        // Without credentials nothing was signed, so nothing was sent.
        SdkError::DispatchFailure(_) if without_credentials(error) => Class::Refused,
        SdkError::DispatchFailure(failure) if failure.is_user() => Class::Refused,
        _ => Class::Lost,
    }
}

/// The class of an answer. Codes: "Common errors" and "Error handling" of each service's API reference; a code goes
/// before the status, because S3 says `SlowDown` with 503 and DynamoDB throttles with 400.
fn answered(code: &str, status: u16) -> Class {
    match code {
        "BandwidthLimitExceeded"
        | "ConditionalRequestConflict"
        | "ExecutionLimitExceeded"
        | "PriorRequestNotComplete"
        | "ProvisionedThroughputExceeded"
        | "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "Throttling"
        | "ThrottlingError"
        | "ThrottlingException"
        | "TooManyRequestsException"
        | "TransactionConflictException" => Class::Busy,
        "InternalError"
        | "InternalFailure"
        | "InternalServerError"
        | "RequestTimeout"
        | "RequestTimeoutException"
        | "ServiceUnavailable"
        | "TransactionInProgressException" => Class::Lost,
        _ if status == 429 => Class::Busy,
        // Below 400 it succeeded, and what it said about that cannot be read.
        _ if !(400..500).contains(&status) => Class::Lost,
        _ => Class::Refused,
    }
}

fn without_credentials(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| cause.downcast_ref::<CredentialsError>().is_some())
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// Every cause, the outermost first: by itself an SDK error says "service error" or "dispatch failure".
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut told: Vec<String> = Vec::new();
    for cause in causes(error).map(ToString::to_string) {
        if !told.contains(&cause) {
            told.push(cause);
        }
    }
    told.join(": ")
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())?;
        match self.advice() {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl Error for CallError {}

impl CallError {
    /// What happened, without advice: that is written for whoever runs a function.
    pub(crate) fn plain(&self) -> String {
        let with = match (&self.code, self.status) {
            (Some(code), _) => format!(" with {code}"),
            (None, Some(status)) => format!(" with HTTP {status} and no error code"),
            (None, None) => String::new(),
        };
        let id = self.request_id.as_ref().map(|id| format!(" (request id {id})")).unwrap_or_default();
        format!("{} failed{with}: {}{id}", self.operation, self.message)
    }

    /// What to do, where somebody must do something.
    fn advice(&self) -> Option<&'static str> {
        match self.class {
            Class::Lost if self.status.is_none() => {
                Some("check AWS_REGION, AWS_ENDPOINT_URL and the network")
            }
            Class::Busy | Class::Lost => None,
            Class::Refused => self.remedy(),
        }
    }

    fn remedy(&self) -> Option<&'static str> {
        match self.code.as_deref().unwrap_or_default() {
            "AccessDenied" | "AccessDeniedException" => Some("allow this action in the role of the function"),
            "ExpiredToken" | "ExpiredTokenException" => Some("the credentials have expired: renew them"),
            "InvalidClientTokenId" | "InvalidSignatureException" | "UnrecognizedClientException" => {
                Some("AWS does not know these credentials: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
            }
            "NoSuchBucket" => Some("check that BUCKET_NAME names a bucket of this account and region"),
            "ResourceNotFoundException" => {
                Some("check that TABLE_NAME names a table of this account and region")
            }
            "StateMachineDoesNotExist" => {
                Some("check that RENDER_FLOW_ARN names a machine of this account and region")
            }
            "" if self.status == Some(403) => {
                Some("allow this action in the role of the function, and s3:ListBucket on the bucket")
            }
            "" if self.status.is_none() => Some("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
            _ => None,
        }
    }

    /// The fault of a port that is not the table.
    #[track_caller]
    pub(crate) fn fault(self) -> Fault {
        match self.class {
            Class::Busy | Class::Lost => Fault::unavailable(self.to_string()).because(self),
            Class::Refused => Fault::defect(self.to_string()).because(self),
        }
    }
}

impl From<CallError> for TableError {
    fn from(error: CallError) -> Self {
        match error.class {
            Class::Busy => Self::Throttled,
            Class::Lost => Self::Unknown(error.to_string()),
            Class::Refused => Self::Invalid(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
