//! A queue on SQS.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use contract::port::Queue;
use fault::Fault;

use crate::error::classify;

/// The longest delay of a message (SQS's quota).
const LONGEST_DELAY: Duration = Duration::from_mins(15);
/// The most bytes of a message that the port promises to take.
const MOST_BYTES: usize = 256 * 1_024;

/// One queue, by its URL.
pub(crate) struct SqsQueue {
    client: Client,
    url: String,
}

impl SqsQueue {
    pub(crate) fn new(client: Client, url: String) -> Self {
        Self { client, url }
    }
}

#[async_trait]
impl Queue for SqsQueue {
    async fn send(&self, body: &str, delay: Duration) -> Result<(), Fault> {
        let seconds = delay_seconds(delay)?;
        if body.len() > MOST_BYTES {
            return Err(Fault::defect(format!(
                "a message has {} bytes of at most {MOST_BYTES}: store the rest and send its key",
                body.len()
            )));
        }
        // The SDK's repeats may deliver a message twice, which a queue may do anyway.
        let call = self.client.send_message().queue_url(&self.url).message_body(body).delay_seconds(seconds);
        call.send().await.map(drop).map_err(|error| classify("SQS.SendMessage", &error).fault())
    }
}

/// Whole seconds, rounded up: a message may come late and never early.
fn delay_seconds(delay: Duration) -> Result<i32, Fault> {
    if delay > LONGEST_DELAY {
        return Err(Fault::defect(format!(
            "a message may wait {} s, not {} s",
            LONGEST_DELAY.as_secs(),
            delay.as_secs()
        )));
    }
    // At most 900.
    Ok(i32::try_from(delay.as_millis().div_ceil(1_000)).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests;
