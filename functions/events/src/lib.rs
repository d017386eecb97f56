//! The feed of a workspace: fill it, list it, stream it.

mod list;
mod sequence;
mod stream;

/// `GET /v1/events`.
pub const LIST: contract::Function = contract::route::<list::List>();
/// The table's stream.
pub const SEQUENCE: contract::Function = contract::duty::<sequence::Sequence>();
/// `GET /v1/events/stream`.
pub const STREAM: contract::Function = contract::stream::<stream::Stream>();

/// Every function of this domain.
pub const FUNCTIONS: &[contract::Function] = &[LIST, SEQUENCE, STREAM];

#[cfg(test)]
mod tests;
