//! `GET /v1/credits/ledger`: where the money came from and went.

use contract::http::{Method, Nothing, PageQuery};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::wallet::Part;
use jobs::{AttemptCost, EntryKind, Jobs, LedgerEntry};
use model::{JobId, Scope, Time, UsdMicros};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub struct ListLedger;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// The ledger.
        jobs: Jobs,
    }
}

/// A page of the ledger: the latest jobs first, each with its close before its hold, and the grants last.
#[derive(Serialize, JsonSchema)]
pub struct LedgerPage {
    /// The entries.
    items: Vec<LedgerItem>,
    /// How to get the next page; `null` at the end.
    next_cursor: Option<String>,
}

/// One entry.
#[derive(Serialize, JsonSchema)]
pub struct LedgerItem {
    /// The operation that it books.
    id: String,
    /// When.
    at: Time,
    /// For which job.
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<JobId>,
    /// What it did. A `settle`, a `release` and a `split` close a hold.
    kind: EntryKind,
    /// How much it was about: granted, held, or the hold that it closes.
    amount_usd_micros: UsdMicros,
    /// What the end of a hold says.
    #[serde(flatten)]
    close: Option<Close>,
    /// The wallets that it changed.
    wallets: Vec<WalletPart>,
}

/// How a hold ended.
#[derive(Serialize, JsonSchema)]
pub struct Close {
    /// What is gone.
    charged_usd_micros: UsdMicros,
    /// What came back; less than nothing when more was charged than was held.
    released_usd_micros: UsdMicros,
    /// There, and true, when more was charged than was held.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    overrun: bool,
    /// What each attempt at a provider cost.
    attempts: Vec<AttemptCost>,
}

/// A wallet's share of an entry.
#[derive(Serialize, JsonSchema)]
pub struct WalletPart {
    /// `CREDITS`, or the id of a project.
    wallet: String,
    /// How much of it.
    amount_usd_micros: UsdMicros,
}

impl Route for ListLedger {
    const NAME: &'static str = "billing-list-ledger";
    const SUMMARY: &'static str =
        "Lists the entries of the workspace's ledger: grants, holds and their closes.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/credits/ledger";
    const ACCESS: Access = Access::Scope(Scope::CreditsRead);
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Nothing;
    type Query = PageQuery;
    type Body = Nothing;
    type Output = LedgerPage;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<LedgerPage>, Fault> {
        let page = env.jobs.ledger(call.query.cursor.as_deref(), call.query.limit.get()).await?;
        let page = page.map(LedgerItem::from);
        Ok(Reply::ok(LedgerPage { items: page.items, next_cursor: page.next_cursor }))
    }
}

impl From<LedgerEntry> for LedgerItem {
    fn from(entry: LedgerEntry) -> Self {
        let closes = matches!(entry.kind, EntryKind::Settle | EntryKind::Release | EntryKind::Split);
        let close = closes.then_some(Close {
            charged_usd_micros: entry.charged,
            released_usd_micros: entry.released,
            overrun: entry.overrun,
            attempts: entry.attempts,
        });
        Self {
            id: entry.id,
            at: entry.at,
            job: entry.job,
            kind: entry.kind,
            amount_usd_micros: entry.amount,
            close,
            wallets: entry.wallets.into_iter().map(WalletPart::from).collect(),
        }
    }
}

impl From<Part> for WalletPart {
    fn from(part: Part) -> Self {
        Self { wallet: part.wallet, amount_usd_micros: part.amount }
    }
}

#[cfg(test)]
mod tests;
