//! Renders over HTTP: start one, look at it, list them, read or stream their log.

mod body;
mod follow;
mod get;
mod list;
mod list_events;
mod start;
mod stream;

pub use body::Render;

/// `POST /v1/renders`.
pub const START: contract::Function = contract::route::<start::Start>();
/// `GET /v1/renders/{id}`.
pub const GET: contract::Function = contract::route::<get::Get>();
/// `GET /v1/renders`.
pub const LIST: contract::Function = contract::route::<list::List>();
/// `GET /v1/renders/{id}/events`.
pub const LIST_EVENTS: contract::Function = contract::route::<list_events::ListEvents>();
/// `GET /v1/renders/{id}/stream`.
pub const STREAM: contract::Function = contract::stream::<stream::Stream>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[GET, LIST, LIST_EVENTS, START, STREAM];

#[cfg(test)]
mod tests;
