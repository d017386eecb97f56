//! Fresh ids and secrets from the operating system's randomness.

use std::sync::{Mutex, PoisonError};

use contract::port::Ids;
use model::Time;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

/// Bits of a UUIDv7 that are neither time, version nor variant (RFC 9562, section 5.7: `rand_a` 12, `rand_b` 62).
const TAIL_BITS: u32 = 74;
const LOW_BITS: u32 = 62;

/// Makes UUIDv7 bodies that grow within one process also when many share a millisecond.
#[derive(Debug, Default)]
pub(crate) struct OsIds {
    last: Mutex<Option<(u128, u128)>>,
}

impl Ids for OsIds {
    fn fresh(&self, now: Time) -> u128 {
        let millis = u128::from(now.millis().unsigned_abs());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let tail = match *last {
            // RFC 9562, section 6.2, method 2: a random step, so that a neighbour's id cannot be guessed.
            Some((same, tail)) if same == millis => tail + 1 + (self.bits() >> 96),
            // The top bit stays clear: room for 2^40 steps, more than a millisecond can hold.
            _ => self.bits() >> (128 - TAIL_BITS + 1),
        };
        *last = Some((millis, tail));
        uuid_v7(millis, tail)
    }

    fn random(&self, secret: &mut [u8]) {
        // getrandom(2) waits until the kernel is seeded and cannot fail for a buffer of ours. Were it to fail, a panic
        // is right: it becomes a `Defect`, while a secret that can be guessed would go unseen.
        rand::RngCore::fill_bytes(&mut OsRng.unwrap_err(), secret);
    }
}

impl OsIds {
    fn bits(&self) -> u128 {
        let mut bytes = [0; 16];
        self.random(&mut bytes);
        u128::from_be_bytes(bytes)
    }
}

/// Lays time and tail out as RFC 9562 has it: 48 bits of milliseconds, version 7, 12 bits, variant `10`, 62 bits.
fn uuid_v7(millis: u128, tail: u128) -> u128 {
    let low = tail & ((1 << LOW_BITS) - 1);
    let high = (tail >> LOW_BITS) & 0xfff;
    (millis << 80) | (7 << 76) | (high << 64) | (0b10 << LOW_BITS) | low
}

#[cfg(test)]
mod tests;
