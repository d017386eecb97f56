//! Listening to a stream of events until somebody has had enough: cuts are mended, nothing is told twice.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Result, bail};
use reqwest::Response;
use serde_json::Value;

use crate::api::{Api, Events, Message};
use crate::failure::Failure;
use crate::follow::passes;

/// Pause before a stream that was cut is asked for again, unless it says otherwise.
const PAUSE: Duration = Duration::from_secs(1);
/// No stream may send a client away for longer.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// A stream that says nothing for this long, not even a comment, has died on the way.
const SILENCE: Duration = Duration::from_secs(90);
/// How many times in a row it may not answer.
const PATIENCE: u32 = 30;

/// A stream that is listened to.
pub(crate) struct Watch<'a> {
    api: &'a Api,
    path: String,
    events: Events,
    connection: Option<Response>,
    ready: VecDeque<Message>,
    failures: u32,
}

impl<'a> Watch<'a> {
    /// Listens to the stream at a path.
    pub(crate) fn new(api: &'a Api, path: String) -> Self {
        Self { api, path, events: Events::default(), connection: None, ready: VecDeque::new(), failures: 0 }
    }

    /// The next message; `None` when the stream is over for good, which it says with a 204 (HTML standard, 9.2.2).
    pub(crate) async fn next(&mut self) -> Result<Option<Message>> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Ok(Some(message));
            }
            let Some(connection) = &mut self.connection else {
                if !self.connect().await? {
                    return Ok(None);
                }
                continue;
            };
            match tokio::time::timeout(SILENCE, connection.chunk()).await {
                Ok(Ok(Some(piece))) => {
                    self.failures = 0;
                    self.ready.extend(self.events.push(&piece));
                }
                // It ended, it broke off or it died: a function's time is over now and then.
                _ => self.hang_up().await,
            }
        }
    }

    async fn hang_up(&mut self) {
        self.connection = None;
        self.events.reconnect();
        tokio::time::sleep(self.events.retry().unwrap_or(PAUSE).min(LONGEST_PAUSE)).await;
    }

    async fn connect(&mut self) -> Result<bool> {
        match self.api.stream(&self.path, self.events.last_id()).await {
            Ok(answer) if answer.status() == 204 => return Ok(false),
            Ok(answer) if is_a_stream(&answer) => {
                self.connection = Some(answer);
            }
            Ok(_) => bail!(Failure::failed("what answers there is no stream of events")),
            Err(error) if self.failures == PATIENCE || !passes(&error) => return Err(error),
            Err(_) => {
                self.failures += 1;
                self.hang_up().await;
            }
        }
        Ok(true)
    }
}

fn is_a_stream(answer: &Response) -> bool {
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/event-stream"))
}

/// The data of a message, which is JSON.
pub(crate) fn document(message: &Message) -> Result<Value> {
    serde_json::from_str(&message.data).map_err(|error| {
        Failure::failed(format!("an event cannot be read: {error}\n{}", message.data)).into()
    })
}
