//! The ledger: append-only, and each entry's key is the operation that wrote it, so no operation can be booked twice.

use contract::port::Usage;
use fault::Fault;
use model::time::millis;
use model::{JobId, Time, UsdMicros};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Kind, Listing, Range};

use crate::settle::AttemptCost;
use crate::spine::Jobs;
use crate::wallet::Part;

/// What an entry did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Money came in.
    Grant,
    /// A job took its upper bound aside.
    Hold,
    /// All that was held was charged, or more.
    Settle,
    /// All that was held came back.
    Release,
    /// A part was charged, the rest came back.
    Split,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The operation: `<grant>`, `<job>#hold` or `<job>#close`.
    pub id: String,
    /// When.
    #[serde(with = "millis")]
    pub at: Time,
    /// For which job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<JobId>,
    /// What it did.
    pub kind: EntryKind,
    /// How much it was about: granted, held, or the hold that it closes.
    pub amount: UsdMicros,
    /// Of a close: what is gone.
    pub charged: UsdMicros,
    /// Of a close: what came back.
    pub released: UsdMicros,
    /// Of a close: whether more was charged than was held.
    pub overrun: bool,
    /// Which wallets it changed.
    #[serde(with = "nested")]
    pub wallets: Vec<Part>,
    /// Of a close: what each attempt at a provider cost.
    #[serde(with = "nested")]
    pub attempts: Vec<AttemptCost>,
    /// Of a close: what the invocation that wrote it had used of AWS before; absent where nobody measured.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
}

impl Jobs {
    /// A page of the ledger: the latest jobs first, each with its close before its hold, and the grants last.
    pub async fn ledger(&self, cursor: Option<&str>, limit: usize) -> Result<Listing<LedgerEntry>, Fault> {
        self.store.list(&Range::of(Kind::LED).newest_first(), cursor, limit).await
    }
}

#[cfg(test)]
mod tests;
