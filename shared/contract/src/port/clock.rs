//! Time, as something that one is handed.

use std::time::Duration;

use async_trait::async_trait;
use model::Time;

/// Tells the time and waits.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Time;

    /// Waits for `duration` of this clock's time.
    async fn sleep(&self, duration: Duration);
}
