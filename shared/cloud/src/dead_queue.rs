//! A dead-letter queue on SQS.
//!
//! SQS can move messages by itself (`StartMessageMoveTask`). It is not used: such a task takes a queue whole, tells its
//! outcome later, and the local engine does not have it, so nothing that we run would show that it works.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, QueueAttributeName};
use contract::port::dead_queue::{DeadLetter, DeadQueue, MOST};
use fault::Fault;

use crate::error::classify;

/// The longest that a message can be hidden (SQS's quota).
const LONGEST_HIDDEN: Duration = Duration::from_hours(12);
/// Those attributes that together count every message.
const COUNTS: [QueueAttributeName; 3] = [
    QueueAttributeName::ApproximateNumberOfMessages,
    QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
    QueueAttributeName::ApproximateNumberOfMessagesDelayed,
];

/// One dead-letter queue, by its URL.
pub(crate) struct SqsDeadQueue {
    client: Client,
    url: String,
}

impl SqsDeadQueue {
    pub(crate) fn new(client: Client, url: String) -> Self {
        Self { client, url }
    }
}

#[async_trait]
impl DeadQueue for SqsDeadQueue {
    async fn look(&self, most: u32, hidden: Duration) -> Result<Vec<DeadLetter>, Fault> {
        let call = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(at_once(most)?)
            .visibility_timeout(hidden_seconds(hidden)?)
            // Long polling asks every server of the queue: a short poll asks some, and may miss what is there (SQS
            // developer guide, "Short and long polling").
            .wait_time_seconds(1);
        let answer = call.send().await.map_err(|error| classify("SQS.ReceiveMessage", &error).fault())?;
        answer.messages.unwrap_or_default().into_iter().map(letter).collect()
    }

    async fn remove(&self, letter: &DeadLetter) -> Result<(), Fault> {
        let call = self.client.delete_message().queue_url(&self.url).receipt_handle(&letter.receipt);
        call.send().await.map(drop).map_err(|error| classify("SQS.DeleteMessage", &error).fault())
    }

    async fn count(&self) -> Result<u64, Fault> {
        let call = self
            .client
            .get_queue_attributes()
            .queue_url(&self.url)
            .set_attribute_names(Some(COUNTS.to_vec()));
        let answer = call.send().await.map_err(|error| classify("SQS.GetQueueAttributes", &error).fault())?;
        let attributes = answer.attributes.unwrap_or_default();
        COUNTS.iter().map(|name| number(attributes.get(name), name)).sum()
    }
}

fn letter(message: Message) -> Result<DeadLetter, Fault> {
    let whole = message.message_id.zip(message.receipt_handle);
    let (id, receipt) = whole.ok_or_else(|| {
        Fault::defect("SQS.ReceiveMessage: a message has no id, or no receipt by which to remove it")
    })?;
    Ok(DeadLetter { id, body: message.body.unwrap_or_default(), receipt })
}

fn number(text: Option<&String>, name: &QueueAttributeName) -> Result<u64, Fault> {
    let read = text.and_then(|text| text.parse().ok());
    read.ok_or_else(|| Fault::defect(format!("SQS.GetQueueAttributes: {name} is {text:?} and no number")))
}

fn at_once(most: u32) -> Result<i32, Fault> {
    let asked = (1..=MOST).contains(&most).then_some(most).and_then(|most| i32::try_from(most).ok());
    asked.ok_or_else(|| Fault::defect(format!("one look shows 1 to {MOST} messages, not {most}")))
}

/// Whole seconds, rounded up: a message must not be back before its time.
fn hidden_seconds(hidden: Duration) -> Result<i32, Fault> {
    if hidden > LONGEST_HIDDEN {
        let (most, asked) = (LONGEST_HIDDEN.as_secs(), hidden.as_secs());
        return Err(Fault::defect(format!("a message may be hidden for {most} s, not {asked} s")));
    }
    // At most 43,200.
    Ok(i32::try_from(hidden.as_millis().div_ceil(1_000)).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests;
