//! A queue on SQS.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use contract::port::Queue;
use fault::Fault;

use crate::error::classify;

/// The longest delay of a message (SQS's quota).
const LONGEST_DELAY: Duration = Duration::from_mins(15);
/// The most bytes of a message that the port promises to take.
const MOST_BYTES: usize = 256 * 1_024;
/// The most messages of one call (SQS's quota). Bodies of ours are far below the 1 MiB that a call may carry.
const BATCH: usize = 10;

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
        check_length(body)?;
        // The SDK's repeats may deliver a message twice, which a queue may do anyway.
        let call = self.client.send_message().queue_url(&self.url).message_body(body).delay_seconds(seconds);
        call.send().await.map(drop).map_err(|error| classify("SQS.SendMessage", &error).fault())
    }

    async fn send_all(&self, bodies: &[String]) -> Result<(), Fault> {
        for body in bodies {
            check_length(body)?;
        }
        for bodies in bodies.chunks(BATCH) {
            self.send_batch(bodies).await?;
        }
        Ok(())
    }
}

impl SqsQueue {
    /// Sends at most [`BATCH`] messages. A batch is accepted in part; what was not is for the caller to send again.
    async fn send_batch(&self, bodies: &[String]) -> Result<(), Fault> {
        let entries = (0..).zip(bodies).map(|(index, body): (usize, _)| {
            SendMessageBatchRequestEntry::builder().id(index.to_string()).message_body(body).build()
        });
        let entries = entries
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Fault::defect("an entry of a batch of messages is not whole").because(error))?;
        let call = self.client.send_message_batch().queue_url(&self.url).set_entries(Some(entries));
        let answer = call.send().await.map_err(|error| classify("SQS.SendMessageBatch", &error).fault())?;
        match answer.failed().first() {
            None => Ok(()),
            Some(entry) if entry.sender_fault() => {
                Err(Fault::defect(format!("SQS.SendMessageBatch refused a message: {}", entry.code())))
            }
            Some(entry) => {
                Err(Fault::unavailable(format!("SQS.SendMessageBatch lost a message: {}", entry.code())))
            }
        }
    }
}

fn check_length(body: &str) -> Result<(), Fault> {
    if body.len() <= MOST_BYTES {
        return Ok(());
    }
    Err(Fault::defect(format!(
        "a message has {} bytes of at most {MOST_BYTES}: store the rest and send its key",
        body.len()
    )))
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
