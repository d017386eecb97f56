//! Messages that a consumer gets at least once.

use std::time::Duration;

use async_trait::async_trait;
use fault::Fault;

/// One queue.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Sends `body` (JSON, at most 256 KB: the limit of SQS), to be delivered after `delay` (at most 15 minutes).
    async fn send(&self, body: &str, delay: Duration) -> Result<(), Fault>;

    /// Sends `bodies` (each as above), to be delivered at once and in no order. After an error some may have been sent.
    async fn send_all(&self, bodies: &[String]) -> Result<(), Fault>;
}
