//! The body of a receipt.

use std::collections::{BTreeMap, BTreeSet};

use jobs::receipt::{OwnCost, Used, list_prices};
use jobs::{Attempt, AttemptState, Receipt};
use model::{JobId, Status, UsdMicros};
use schemars::JsonSchema;
use serde::Serialize;

/// A receipt. Money of the ledger is exact; `own_cost` is an estimate from counts at list prices.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceiptBody {
    /// Of which render.
    render: JobId,
    /// Where the render is in its life.
    status: Status,
    /// Whether the hold is closed. Until then nothing is charged, and what was used goes on growing.
    closed: bool,
    /// What it was estimated to cost when it was admitted.
    estimate: EstimateBody,
    /// What was taken aside.
    held_usd_micros: UsdMicros,
    /// What was charged.
    charged_usd_micros: UsdMicros,
    /// What came back of what was held; below zero when more was charged.
    released_usd_micros: UsdMicros,
    /// By how much more was charged than held, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    overrun_usd_micros: Option<UsdMicros>,
    /// Every attempt at a provider, in order.
    attempts: Vec<AttemptBody>,
    /// What it cost to run.
    own_cost: OwnCostBody,
    /// What was counted for that.
    usage: UsageBody,
    /// Which prices the counts were multiplied with.
    list_prices: ListPricesBody,
    /// Where the price of the render is from.
    price: PriceBody,
    /// The ledger's entries about it.
    entries: Vec<String>,
}

/// An estimate. A render that was admitted before there were estimates has its upper bound alone.
#[derive(Debug, Serialize, JsonSchema)]
struct EstimateBody {
    /// The price of the cheapest model that may be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    min_usd_micros: Option<UsdMicros>,
    /// The price of the model that would have been chosen then.
    #[serde(skip_serializing_if = "Option::is_none")]
    likely_usd_micros: Option<UsdMicros>,
    /// What is held: the price of the dearest model that may be chosen, as often as the request lets it be asked, and no more than
    /// the request lets it cost (`retry`).
    max_usd_micros: UsdMicros,
}

/// An attempt at a provider.
#[derive(Debug, Serialize, JsonSchema)]
struct AttemptBody {
    /// 1, 2, …
    number: u32,
    /// Who was asked.
    provider: String,
    /// For which model.
    model: String,
    /// What became of it.
    outcome: AttemptState,
    /// What the provider said it cost, where it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported_cost_usd_micros: Option<UsdMicros>,
    /// What was charged for it.
    booked_usd_micros: UsdMicros,
}

/// Cost of running it on AWS: an estimate from counts at list prices, in which what cannot be counted is missing. Each
/// figure is rounded up to whole micro-USD by itself, so the total may be up to 4 less than their sum.
#[derive(Debug, Serialize, JsonSchema)]
struct OwnCostBody {
    /// Requests and GB-seconds.
    lambda_usd_micros: UsdMicros,
    /// State transitions.
    step_functions_usd_micros: UsdMicros,
    /// Read and write units.
    dynamodb_usd_micros: UsdMicros,
    /// Requests.
    s3_usd_micros: UsdMicros,
    /// Requests.
    sqs_usd_micros: UsdMicros,
    /// All of it.
    total_usd_micros: UsdMicros,
}

/// What was counted.
#[derive(Debug, Serialize, JsonSchema)]
struct UsageBody {
    /// Executions of the flow.
    runs: u32,
    /// Requests to Lambda.
    invocations: u64,
    /// Of what they left, how much carries no measure because it is older than the measuring.
    unmeasured: u64,
    /// Memory times time.
    gb_seconds: f64,
    /// States of the flow that were entered.
    transitions: u64,
    /// Read units of the table.
    read_units: f64,
    /// Write units of the table.
    write_units: f64,
    /// SDK calls by `Service.Operation`.
    sdk_calls: BTreeMap<String, u64>,
}

/// AWS's list prices.
#[derive(Debug, Serialize, JsonSchema)]
struct ListPricesBody {
    /// Of which region.
    region: &'static str,
    /// On which day they were read.
    read_on: &'static str,
    /// Where.
    sources: BTreeSet<&'static str>,
}

/// Where a price is from.
#[derive(Debug, Serialize, JsonSchema)]
struct PriceBody {
    /// Where it is published.
    source: String,
    /// The day on which it was read there.
    read_on: String,
}

impl ReceiptBody {
    pub(super) fn of(receipt: &Receipt) -> Self {
        let Receipt { head, price, hold, close, attempts, used } = receipt;
        let charged = close.as_ref().map(|close| close.charged);
        let overrun = close.as_ref().filter(|close| close.overrun).map(|close| close.charged - hold.amount);
        Self {
            render: head.job,
            status: head.status,
            closed: close.is_some(),
            estimate: EstimateBody {
                min_usd_micros: price.min,
                likely_usd_micros: price.likely,
                max_usd_micros: price.hold,
            },
            held_usd_micros: hold.amount,
            charged_usd_micros: charged.unwrap_or_default(),
            released_usd_micros: close.as_ref().map(|close| close.released).unwrap_or_default(),
            overrun_usd_micros: overrun,
            attempts: attempts.iter().map(|attempt| AttemptBody::of(attempt, receipt)).collect(),
            own_cost: OwnCostBody::of(&OwnCost::of(used)),
            usage: UsageBody::of(used),
            list_prices: ListPricesBody {
                region: list_prices::REGION,
                read_on: list_prices::READ_ON,
                sources: list_prices::ALL.iter().map(|price| price.source).collect(),
            },
            price: PriceBody { source: price.source.clone(), read_on: price.read_on.clone() },
            entries: std::iter::once(hold).chain(close).map(|entry| entry.id.clone()).collect(),
        }
    }
}

impl AttemptBody {
    fn of(attempt: &Attempt, receipt: &Receipt) -> Self {
        let booked = receipt.booked(attempt.number);
        Self {
            number: attempt.number,
            provider: attempt.provider.clone(),
            model: attempt.model.clone(),
            outcome: attempt.state,
            reported_cost_usd_micros: is_reported(attempt).then_some(attempt.cost),
            booked_usd_micros: booked.map(|cost| cost.booked_usd_micros).unwrap_or_default(),
        }
    }
}

/// Whether its provider has said what it costs: with what landed, or for something that it charges although nothing did.
fn is_reported(attempt: &Attempt) -> bool {
    attempt.state == AttemptState::Landed || attempt.cost > UsdMicros::ZERO
}

impl OwnCostBody {
    fn of(cost: &OwnCost) -> Self {
        Self {
            lambda_usd_micros: cost.lambda,
            step_functions_usd_micros: cost.step_functions,
            dynamodb_usd_micros: cost.dynamodb,
            s3_usd_micros: cost.s3,
            sqs_usd_micros: cost.sqs,
            total_usd_micros: cost.total,
        }
    }
}

impl UsageBody {
    fn of(used: &Used) -> Self {
        Self {
            runs: used.runs,
            invocations: used.invocations,
            unmeasured: used.unmeasured,
            gb_seconds: used.gb_seconds(),
            transitions: used.transitions,
            read_units: used.read.get(),
            write_units: used.written.get(),
            sdk_calls: used.calls.clone(),
        }
    }
}
