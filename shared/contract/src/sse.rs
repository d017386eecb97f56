//! Server-sent events (HTML standard, section 9.2): what a stream looks like, and how long it lasts.
//!
//! A stream is short by design. It ends after [`LASTS`] with a wish to be called again soon, and a listener goes on with
//! `Last-Event-ID`, so nobody depends on a connection: what a cut takes away, the next one brings.

use std::fmt::Write as _;
use std::time::Duration;

use fault::Fault;
use model::Time;

use crate::kind::stream::{LISTENER_GONE, Sender};
use crate::port::Clock;

/// How long a stream lasts. Below a minute, because many proxies and load balancers end what has lasted for one.
pub const LASTS: Duration = Duration::from_secs(55);
/// After how long without a word a comment is written: the HTML standard advises one "every 15 seconds or so" against proxies
/// that end what is silent (section 9.2.7).
pub const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a listener waits before it calls again after the end, in milliseconds.
const CALL_AGAIN_MS: u32 = 250;
/// How often a source is asked while something came within [`BUSY`], and otherwise.
const QUICK: Duration = Duration::from_millis(200);
const SLOW: Duration = Duration::from_secs(1);
/// For how long after the last message more is expected soon. A stream that was just opened counts as busy.
const BUSY: Duration = Duration::from_secs(5);

/// What a stream writes: something to hear, or only a place to go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    id: String,
    news: Option<(String, String)>,
}

impl Message {
    /// An event of `name` with `data`. None of them may have a line break; JSON without white space has none.
    pub fn event(id: impl Into<String>, name: impl Into<String>, data: impl Into<String>) -> Self {
        Self { id: id.into(), news: Some((name.into(), data.into())) }
    }

    /// No event, but the id after which to go on: a block without data changes the listener's last id and is not shown to
    /// the page (HTML standard, section 9.2.6, "dispatch the event", steps 1 and 2).
    pub fn place(id: impl Into<String>) -> Self {
        Self { id: id.into(), news: None }
    }

    fn write(&self, text: &mut String) {
        // Writing to a string cannot fail.
        let _ = match &self.news {
            Some((name, data)) => write!(text, "id: {}\nevent: {name}\ndata: {data}\n\n", self.id),
            None => write!(text, "id: {}\n\n", self.id),
        };
    }
}

/// What a source has to say at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The messages, in order.
    pub messages: Vec<Message>,
    /// When to ask again.
    pub then: Then,
}

/// When to ask a source again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// At once: there is more.
    AtOnce,
    /// After a while.
    Later,
    /// Not any more: there will never be more.
    Never,
}

/// Where messages come from.
pub trait Source: Send {
    /// What has come since the last time.
    fn next(&mut self) -> impl Future<Output = Result<Batch, Fault>> + Send;
}

/// Writes what `source` says until it ends, [`LASTS`] is over, or the listener has left, which is no fault.
pub async fn serve(mut sender: Sender, clock: &dyn Clock, source: impl Source) -> Result<(), Fault> {
    match write(&mut sender, clock, source).await {
        Err(fault) if fault.code() == LISTENER_GONE => Ok(()),
        ended => ended,
    }
}

async fn write(sender: &mut Sender, clock: &dyn Clock, mut source: impl Source) -> Result<(), Fault> {
    let opened = clock.now();
    let end = opened.plus(LASTS);
    let mut rhythm = Rhythm { heard: opened, wrote: None };
    loop {
        let batch = source.next().await?;
        let text = rhythm.text(&batch.messages, clock.now());
        if !text.is_empty() {
            sender.send(text).await?;
        }
        if batch.then == Then::Never {
            return Ok(());
        }
        let now = clock.now();
        if now >= end {
            return sender.send(format!("retry: {CALL_AGAIN_MS}\n")).await;
        }
        if batch.then == Then::Later {
            clock.sleep(rhythm.pause(now).min(end.since(now))).await;
        }
    }
}

/// When something last came, and when something was last written.
struct Rhythm {
    heard: Time,
    wrote: Option<Time>,
}

impl Rhythm {
    /// What to write now. The first thing is written at once, even if it is a comment: it carries the status, without which a
    /// listener does not know that the stream is open.
    fn text(&mut self, messages: &[Message], now: Time) -> String {
        let mut text = String::new();
        for message in messages {
            message.write(&mut text);
        }
        if !messages.is_empty() {
            self.heard = now;
        } else if self.wrote.is_none_or(|wrote| now.since(wrote) >= HEARTBEAT) {
            text.push_str(":\n\n");
        }
        if !text.is_empty() {
            self.wrote = Some(now);
        }
        text
    }

    /// How long to wait before the source is asked again, never past a heartbeat.
    fn pause(&self, now: Time) -> Duration {
        let pace = if now.since(self.heard) < BUSY { QUICK } else { SLOW };
        let beat = self.wrote.map_or(HEARTBEAT, |wrote| HEARTBEAT.saturating_sub(now.since(wrote)));
        pace.min(beat.max(QUICK))
    }
}

#[cfg(test)]
mod tests;
