//! What a request would do and cost.

use fault::Limit;
use jobs::{Forecast, LimitCheck, Outlook};
use model::UsdMicros;
use schemars::JsonSchema;
use serde::Serialize;

/// The answer to a request with `?dry_run=true`. Nothing was written: another request may take the room that this one saw.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DryRun {
    /// `true`.
    dry_run: bool,
    /// What would become of the request.
    verdict: Verdict,
    /// What it would cost.
    estimate: Estimate,
    /// What each limit says.
    limits: Vec<Check>,
    /// The request after defaults.
    request: serde_json::Value,
}

/// What would become of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// It would start at once.
    Start,
    /// It would wait in line.
    Wait,
    /// It would be refused by a limit that does not fit.
    Refuse,
}

/// What it would cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Estimate {
    /// The most, which would be held.
    max_usd_micros: UsdMicros,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
struct Check {
    #[serde(flatten)]
    limit: Limit,
    /// Whether there is room.
    fits: bool,
}

impl DryRun {
    /// What `forecast` says to a request that holds `hold`.
    pub(crate) fn of(forecast: Forecast, hold: UsdMicros, request: serde_json::Value) -> Self {
        Self {
            dry_run: true,
            verdict: match forecast.outlook {
                Outlook::Start => Verdict::Start,
                Outlook::Wait => Verdict::Wait,
                Outlook::Refuse => Verdict::Refuse,
            },
            estimate: Estimate { max_usd_micros: hold },
            limits: forecast
                .limits
                .into_iter()
                .map(|LimitCheck { limit, fits }| Check { limit, fits })
                .collect(),
            request,
        }
    }
}

/// What a route answers that can be tried without consequences.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Tried<T> {
    /// It was done.
    Done(Box<T>),
    /// It was only thought through.
    Dry(DryRun),
}
