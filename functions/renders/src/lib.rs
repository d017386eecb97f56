//! Renders over HTTP: start one, look at it, list them, read or stream their log and their receipts, end them, do them again; and
//! batches of them.

mod admit_child;
mod batch;
mod body;
mod cancel;
mod cancel_batch;
mod dispatch;
mod dry_run;
mod follow;
mod gallery;
mod get;
mod get_batch;
mod get_receipt;
mod intake;
mod list;
mod list_events;
mod price;
mod retry;
mod start;
mod start_batch;
mod stream;

pub use batch::Batch;
pub use body::Render;
pub use dry_run::{DryRun, Tried};

/// Takes in one render of a batch.
pub const ADMIT_CHILD: contract::Function = contract::consumer::<admit_child::AdmitChild>();
/// `POST /v1/batches/{id}/cancel`.
pub const CANCEL_BATCH: contract::Function = contract::route::<cancel_batch::CancelBatch>();
/// `GET /v1/batches/{id}`.
pub const GET_BATCH: contract::Function = contract::route::<get_batch::GetBatch>();
/// `POST /v1/batches`.
pub const START_BATCH: contract::Function = contract::route::<start_batch::StartBatch>();
/// `POST /v1/renders`.
pub const START: contract::Function = contract::route::<start::Start>();
/// `POST /v1/renders/{id}/cancel`.
pub const CANCEL: contract::Function = contract::route::<cancel::Cancel>();
/// Gives freed slots to renders that wait.
pub const DISPATCH: contract::Function = contract::consumer::<dispatch::Dispatch>();
/// `POST /v1/renders/{id}/retry`.
pub const RETRY: contract::Function = contract::route::<retry::Retry>();
/// `GET /v1/renders/{id}`.
pub const GET: contract::Function = contract::route::<get::Get>();
/// `GET /v1/renders/{id}/receipt`.
pub const GET_RECEIPT: contract::Function = contract::route::<get_receipt::GetReceipt>();
/// `GET /v1/renders`.
pub const LIST: contract::Function = contract::route::<list::List>();
/// `GET /v1/renders/{id}/events`.
pub const LIST_EVENTS: contract::Function = contract::route::<list_events::ListEvents>();
/// `GET /v1/renders/{id}/stream`.
pub const STREAM: contract::Function = contract::stream::<stream::Stream>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[
    ADMIT_CHILD,
    CANCEL,
    CANCEL_BATCH,
    DISPATCH,
    GET,
    GET_BATCH,
    GET_RECEIPT,
    LIST,
    LIST_EVENTS,
    RETRY,
    START,
    START_BATCH,
    STREAM,
];

#[cfg(test)]
mod tests;
