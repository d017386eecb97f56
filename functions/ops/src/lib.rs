//! Keeping the stack well: is it up, which jobs died, which have been quiet for too long, which messages nobody could do.

mod bury;
mod describe_api;
mod health;
mod reap;
mod redrive;
mod sweep;

/// Gives up what five receives could not do.
pub const BURY: contract::Function = contract::duty::<bury::Bury>();
/// `GET /v1/openapi.json`.
pub const DESCRIBE_API: contract::Function = contract::route::<describe_api::DescribeApi>();
/// `GET /v1/health`.
pub const HEALTH: contract::Function = contract::route::<health::Health>();
/// Takes up jobs whose execution ended badly.
pub const REAP: contract::Function = contract::duty::<reap::Reap>();
/// Sends back messages that could not be done.
pub const REDRIVE: contract::Function = contract::duty::<redrive::Redrive>();
/// Looks after jobs that are due.
pub const SWEEP: contract::Function = contract::duty::<sweep::Sweep>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[BURY, DESCRIBE_API, HEALTH, REAP, REDRIVE, SWEEP];

#[cfg(test)]
mod tests;
