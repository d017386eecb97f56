//! What was used, in money.

use model::UsdMicros;

use super::Used;
use super::list_prices::{
    LAMBDA_GB_SECOND, LAMBDA_REQUEST, ListPrice, READ_UNIT, S3_READ, S3_WRITE, SQS_REQUEST, TRANSITION,
    WRITE_UNIT,
};

/// What a job cost us at list prices. One render is a fraction of a cent, so everything is summed in pico-USD, and each figure
/// is rounded up to whole micro-USD by itself and at the end: the total may be up to 4 less than the sum of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnCost {
    /// Requests and GB-seconds.
    pub lambda: UsdMicros,
    /// State transitions.
    pub step_functions: UsdMicros,
    /// Read and write units.
    pub dynamodb: UsdMicros,
    /// Requests.
    pub s3: UsdMicros,
    /// Requests.
    pub sqs: UsdMicros,
    /// All of it.
    pub total: UsdMicros,
}

/// One GB-second in MB-milliseconds; Lambda's GB has 1,024 MB.
const MB_MS: u128 = 1_024 * 1_000;
/// Micro-USD are a million pico-USD.
const PICOS: u128 = 1_000_000;
/// What S3 charges more for ("Amazon S3 pricing", requests).
const S3_WRITES: [&str; 5] =
    ["S3.PutObject", "S3.CopyObject", "S3.ListObjectsV2", "S3.CreateMultipartUpload", "S3.UploadPart"];

impl OwnCost {
    /// The cost of what was `used`.
    pub fn of(used: &Used) -> Self {
        let time = (u128::from(used.mb_ms) * picos(LAMBDA_GB_SECOND)).div_ceil(MB_MS);
        let lambda = times(LAMBDA_REQUEST, used.invocations) + time;
        let step_functions = times(TRANSITION, used.transitions);
        // Capacity is counted in halves.
        let halves = times(READ_UNIT, used.read.in_halves()) + times(WRITE_UNIT, used.written.in_halves());
        let dynamodb = halves.div_ceil(2);
        let writes = used.count(|name| S3_WRITES.contains(&name));
        let reads = used.count(|name| name.starts_with("S3.")) - writes;
        let s3 = times(S3_WRITE, writes) + times(S3_READ, reads);
        let sqs = times(SQS_REQUEST, used.count(|name| name.starts_with("SQS.")));
        Self {
            lambda: micros(lambda),
            step_functions: micros(step_functions),
            dynamodb: micros(dynamodb),
            s3: micros(s3),
            sqs: micros(sqs),
            total: micros(lambda + step_functions + dynamodb + s3 + sqs),
        }
    }
}

fn picos(price: ListPrice) -> u128 {
    price.usd_picos.into()
}

fn times(price: ListPrice, count: u64) -> u128 {
    picos(price) * u128::from(count)
}

/// Rounded up: what was used is never told as nothing.
fn micros(picos: u128) -> UsdMicros {
    UsdMicros::new(i64::try_from(picos.div_ceil(PICOS)).unwrap_or(i64::MAX))
}
