//! How we talk to AWS: where it is, who we are, how long we wait and what may be repeated.

mod http;

use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};

/// How long a connection may take. Within a region it takes about a millisecond; a second means that a packet was lost,
/// and another try is faster than waiting on.
const CONNECT: Duration = Duration::from_secs(1);

/// The first try and the SDK's repeats of what may be repeated.
const ATTEMPTS: u32 = 3;

/// How long one service may take for a try and for all tries together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    attempt: Duration,
    operation: Duration,
}

impl Patience {
    /// Single-digit milliseconds are normal.
    pub(crate) const DYNAMODB: Self = Self::seconds(2, 5);
    /// Bodies of tens of megabytes pass.
    pub(crate) const S3: Self = Self::seconds(15, 30);
    /// Starting an execution takes tens of milliseconds.
    pub(crate) const SFN: Self = Self::seconds(3, 6);
    /// Sending a message takes tens of milliseconds.
    pub(crate) const SQS: Self = Self::seconds(3, 6);
    /// Pages of a megabyte are read, and nobody's request waits for them.
    pub(crate) const SURVEY: Self = Self::seconds(20, 120);

    const fn seconds(attempt: u64, operation: u64) -> Self {
        Self { attempt: Duration::from_secs(attempt), operation: Duration::from_secs(operation) }
    }

    /// The SDK's form. The connect time-out is the same for all services, because the HTTP client keeps a connector, with
    /// its parsed trust store, for each value.
    pub(crate) fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build()
    }
}

/// No repeats by the SDK: for writes that would be told apart from their own repeat only by a token of ours, or not at
/// all. A put under `attribute_not_exists` whose answer was lost would be refused by its own success.
pub(crate) fn once() -> RetryConfig {
    RetryConfig::disabled()
}

/// Many repeats, with the SDK's growing waits: for reads that nobody waits for and that may well be throttled.
pub(crate) fn many_times() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(8)
}

/// The configuration of a function: region, endpoint and credentials from the environment and from nowhere else. No
/// profile is read, no instance metadata asked, no sign-in attempted: in a function they cost time and cannot be right.
pub(crate) fn from_environment() -> SdkConfig {
    from_environment_in(None)
}

/// The same, in another region than the environment's.
pub(crate) fn from_environment_in(region: Option<String>) -> SdkConfig {
    let region = region.or_else(|| variable("AWS_REGION")).or_else(|| variable("AWS_DEFAULT_REGION"));
    // The provider, not its credentials: the SDK asks it again when they age.
    let credentials = SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new());
    build(region, variable("AWS_ENDPOINT_URL"), credentials)
}

/// The configuration for a local cloud at `endpoint`. Its credentials open nothing else.
pub(crate) fn for_local(endpoint: &str) -> SdkConfig {
    let credentials = Credentials::new("test", "test", None, None, "local cloud");
    build(
        Some("us-east-1".to_owned()),
        Some(endpoint.to_owned()),
        SharedCredentialsProvider::new(credentials),
    )
}

/// The configuration for a place. No credentials are asked for yet.
pub(crate) fn build(
    region: Option<String>,
    endpoint: Option<String>,
    credentials: SharedCredentialsProvider,
) -> SdkConfig {
    let trust = http::trust(region.as_deref(), endpoint.as_deref());
    let mut builder = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .credentials_provider(credentials)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .stalled_stream_protection(StalledStreamProtectionConfig::enabled().build())
        .http_client(http::client(trust))
        .region(region.map(Region::new));
    builder.set_app_name(AppName::new("ferrotype").ok());
    builder.set_endpoint_url(endpoint);
    builder.build()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the standard variables of AWS are read here, once for a process"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests;
