//! Fresh ids and secrets.

use model::Time;

/// The source of everything that must not repeat.
pub trait Ids: Send + Sync {
    /// A new id body for `now`: a UUIDv7, so later bodies sort after earlier ones.
    fn fresh(&self, now: Time) -> u128;

    /// Fills `secret` with bytes that nobody can guess.
    fn random(&self, secret: &mut [u8]);
}
