//! Who calls: access keys and the sign-ins behind them.
//!
//! A key is shown once and kept as a hash. [`Verifier`] turns an `Authorization` header into a principal with one strong
//! read; [`Keys`] creates, lists and revokes the keys of one workspace; [`identity`] says which user and workspace belong
//! to a sign-in and founds them.
//!
//! The hash is a plain SHA-256: the secret has 190 random bits, so there is nothing to guess and nothing that a slow hash or
//! a pepper would protect.

pub mod identity;
pub mod record;

mod base62;
mod deployment;
mod key;
mod keys;
mod label;
mod verifier;

pub use deployment::{Deployment, STAGE};
pub use key::{AccessKey, BadKey, KeyId};
pub use keys::{Draft, Keys, MAX_LIVE_KEYS, NewKey};
pub use label::{Label, NotALabel};
pub use verifier::{REVOCATION_BOUND, Verifier};
