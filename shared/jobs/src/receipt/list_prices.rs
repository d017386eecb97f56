//! What AWS lists for the units that are counted. List prices of one region: no free tier, no discount, no taxes, no traffic
//! and no storage.

/// The region whose prices these are.
pub const REGION: &str = "us-east-1";
/// The day on which they were read.
pub const READ_ON: &str = "2026-11-20";

/// The price of a unit, in pico-USD (10⁻¹² USD): half a read unit is 62.5 nano-USD, and sums must stay whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPrice {
    /// What is counted.
    pub unit: &'static str,
    /// What one costs.
    pub usd_picos: u64,
    /// Where AWS publishes it.
    pub source: &'static str,
}

const fn price(unit: &'static str, usd_picos: u64, source: &'static str) -> ListPrice {
    ListPrice { unit, usd_picos, source }
}

/// $0.20 a million.
pub const LAMBDA_REQUEST: ListPrice =
    price("a Lambda request", 200_000, "https://aws.amazon.com/lambda/pricing/");
/// $0.0000133334 a GB-second on Arm, the first tier.
pub const LAMBDA_GB_SECOND: ListPrice =
    price("a GB-second of Lambda on Arm", 13_333_400, "https://aws.amazon.com/lambda/pricing/");
/// $25 a million.
pub const TRANSITION: ListPrice =
    price("a state transition (Standard)", 25_000_000, "https://aws.amazon.com/step-functions/pricing/");
/// $0.125 a million.
pub const READ_UNIT: ListPrice =
    price("a read request unit", 125_000, "https://aws.amazon.com/dynamodb/pricing/on-demand/");
/// $0.625 a million.
pub const WRITE_UNIT: ListPrice =
    price("a write request unit", 625_000, "https://aws.amazon.com/dynamodb/pricing/on-demand/");
/// $5 a million: PUT, COPY, POST and LIST in S3 Standard.
pub const S3_WRITE: ListPrice =
    price("a PUT, COPY, POST or LIST request", 5_000_000, "https://aws.amazon.com/s3/pricing/");
/// $0.40 a million: GET and all others.
pub const S3_READ: ListPrice = price("a GET or HEAD request", 400_000, "https://aws.amazon.com/s3/pricing/");
/// $0.40 a million, for a standard queue.
pub const SQS_REQUEST: ListPrice =
    price("a request to a standard queue", 400_000, "https://aws.amazon.com/sqs/pricing/");

/// All of them.
pub const ALL: [ListPrice; 8] =
    [LAMBDA_REQUEST, LAMBDA_GB_SECOND, TRANSITION, READ_UNIT, WRITE_UNIT, S3_WRITE, S3_READ, SQS_REQUEST];
