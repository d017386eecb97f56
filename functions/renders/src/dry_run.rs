//! What a request would do and cost.

use fault::Limit;
use jobs::{Forecast, LimitCheck, Outlook, Price};
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
    estimate: Bill,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub(crate) struct Bill {
    /// With the cheapest models that can do it.
    min_usd_micros: UsdMicros,
    /// With the models that would be chosen today.
    likely_usd_micros: UsdMicros,
    /// The most, which would be held.
    max_usd_micros: UsdMicros,
}

impl Bill {
    /// The bill of one render.
    pub(crate) fn of(price: &Price) -> Self {
        Self::default().and(price)
    }

    /// The same with one more render.
    pub(crate) fn and(self, price: &Price) -> Self {
        Self {
            min_usd_micros: self.min_usd_micros + price.min.unwrap_or(price.hold),
            likely_usd_micros: self.likely_usd_micros + price.likely.unwrap_or(price.hold),
            max_usd_micros: self.max_usd_micros + price.hold,
        }
    }

    /// The same so many times; `None` when that is more than can be counted.
    pub(crate) fn times(self, count: usize) -> Option<Self> {
        let count = i64::try_from(count).ok()?;
        let times = |amount: UsdMicros| amount.get().checked_mul(count).map(UsdMicros::new);
        Some(Self {
            min_usd_micros: times(self.min_usd_micros)?,
            likely_usd_micros: times(self.likely_usd_micros)?,
            max_usd_micros: times(self.max_usd_micros)?,
        })
    }

    /// What would be held.
    pub(crate) const fn max(self) -> UsdMicros {
        self.max_usd_micros
    }
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
    /// What `forecast` says to a request that costs as `estimate` says.
    pub(crate) fn of(forecast: Forecast, estimate: Bill, request: serde_json::Value) -> Self {
        Self {
            dry_run: true,
            verdict: match forecast.outlook {
                Outlook::Start => Verdict::Start,
                Outlook::Wait => Verdict::Wait,
                Outlook::Refuse => Verdict::Refuse,
            },
            estimate,
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
