//! Renders over HTTP: start one, look at it, list them, read their log and their receipts.

mod body;
mod follow;
mod get;
mod get_receipt;
mod list;
mod list_events;
mod start;

pub use body::Render;

/// `POST /v1/renders`.
pub const START: contract::Function = contract::route::<start::Start>();
/// `GET /v1/renders/{id}`.
pub const GET: contract::Function = contract::route::<get::Get>();
/// `GET /v1/renders/{id}/receipt`.
pub const GET_RECEIPT: contract::Function = contract::route::<get_receipt::GetReceipt>();
/// `GET /v1/renders`.
pub const LIST: contract::Function = contract::route::<list::List>();
/// `GET /v1/renders/{id}/events`.
pub const LIST_EVENTS: contract::Function = contract::route::<list_events::ListEvents>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[GET, GET_RECEIPT, LIST, LIST_EVENTS, START];

#[cfg(test)]
mod tests;
