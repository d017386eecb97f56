//! Batches from a queue.
//!
//! Each message stands alone: one that fails, panics or meets the deadline is reported by its id and comes again; the
//! others are done ("Reporting batch item failures", AWS Lambda developer guide).

use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use bytes::Bytes;
use contract::kind::consumer::{Delivery, Envelope};
use contract::kind::decode;
use contract::{BoxFuture, Grant};
use fault::{Fault, Kind};
use futures::StreamExt;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use tracing::{Instrument, Span, error_span};

use super::Host;
use crate::guard::{Deadline, guarded};
use crate::mint;
use crate::telemetry::emf::Summary;
use crate::telemetry::log::Met;

/// How a consumer is entered.
pub(super) type Enter = fn(Grant, Delivery) -> BoxFuture<Result<(), Fault>>;

/// How many messages of a batch are worked on at one time. Two hide each other's waiting; more would take what the
/// deadline leaves from all of them at once.
const AT_ONE_TIME: usize = 2;

/// One message and the id by which it can be sent back.
pub(super) struct Record {
    id: String,
    delivery: Delivery,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    batch_item_failures: Vec<Failed>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed {
    item_identifier: String,
}

/// Reads a batch. A message without an id could not be sent back alone, so it sends back the whole batch.
pub(super) fn read(payload: &Bytes) -> Result<Vec<Record>, Fault> {
    let event: SqsEvent = decode::payload(payload)?;
    event.records.into_iter().map(record).collect()
}

fn record(message: SqsMessage) -> Result<Record, Fault> {
    let id = message.message_id.filter(|id| !id.is_empty()).ok_or_else(|| {
        Fault::new(
            Kind::Malformed,
            "payload",
            "A message of the batch has no `messageId`; the batch is sent back.",
        )
    })?;
    let receives = message.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok());
    let body = message.body.unwrap_or_default().into();
    Ok(Record { id, delivery: Delivery { body, receives: receives.unwrap_or(1) } })
}

/// Works on every message and answers which have to come again.
pub(super) async fn answer(
    host: &Host,
    enter: Enter,
    batch: Vec<Record>,
    deadline: Deadline,
    summary: &mut Summary,
) -> Result<Box<RawValue>, Fault> {
    summary.messages = Some(batch.len());
    let mut ended = futures::stream::iter(batch)
        .map(|record| one(host, enter, record, deadline))
        .buffer_unordered(AT_ONE_TIME);
    let mut failures = Vec::new();
    while let Some((id, span, outcome)) = ended.next().await {
        if let Err(fault) = outcome {
            span.in_scope(|| summary.failed(&fault, Met::System));
            failures.push(Failed { item_identifier: id });
        }
    }
    to_raw_value(&Report { batch_item_failures: failures })
        .map_err(|error| Fault::defect("a batch report is no JSON").because(error))
}

async fn one(
    host: &Host,
    enter: Enter,
    record: Record,
    deadline: Deadline,
) -> (String, Span, Result<(), Fault>) {
    let Record { id, delivery } = record;
    let span = error_span!("message", message_id = id);
    let work = async {
        let envelope: Envelope = decode::payload(&delivery.body)?;
        // What a message uses is counted from here: the batch before it is not its own.
        enter(mint::for_envelope(host.surroundings.ports.clone(), envelope.ws).lapped(), delivery).await
    };
    let outcome = guarded(deadline, work).instrument(span.clone()).await;
    (id, span, outcome)
}
