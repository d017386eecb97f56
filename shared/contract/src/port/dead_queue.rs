//! Messages that nobody could do.

use std::time::Duration;

use async_trait::async_trait;
use fault::Fault;

/// The most messages of one look (SQS's quota).
pub const MOST: u32 = 10;

/// A message of a dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The message's id, the same in whichever queue it lies.
    pub id: String,
    /// What it says, unchanged. It may be anything: that may be why it lies here.
    pub body: String,
    /// By which it is removed. Holds until somebody else has looked at the message.
    pub receipt: String,
}

/// A dead-letter queue.
///
/// It has no verb that moves a message. Moving is [`Queue::send`](super::Queue::send) and then [`DeadQueue::remove`], in
/// this order, so that a message may double and is never lost.
#[async_trait]
pub trait DeadQueue: Send + Sync {
    /// Looks at up to `most` messages (1 to [`MOST`]). Nobody else sees them for `hidden` (whole seconds, at most 12 hours:
    /// the quota of SQS); then they are back. An empty answer: there is none, or others have hidden them all.
    async fn look(&self, most: u32, hidden: Duration) -> Result<Vec<DeadLetter>, Fault>;

    /// Removes a message for ever. To remove it again changes nothing.
    async fn remove(&self, letter: &DeadLetter) -> Result<(), Fault>;

    /// About how many messages there are, hidden ones included.
    async fn count(&self) -> Result<u64, Fault>;
}
