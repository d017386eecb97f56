//! Functions that write while they run: server-sent events behind a streaming Function URL.

use bytes::Bytes;
use fault::{Fault, Kind};
use futures::SinkExt;
use futures::channel::mpsc;
use serde::de::DeserializeOwned;

use super::decode;
use super::http::Request;
use super::route::Access;
use crate::function::{Entry, Function, Spec, Trigger};
use crate::{BoxFuture, Env, Grant};

/// A stream.
pub trait Stream: Sized + Send + 'static {
    /// Name of the function.
    const NAME: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// The path that the edge sends here.
    const PATH: &'static str;
    /// Who may listen.
    const ACCESS: Access;

    /// What it holds.
    type Env: Env;
    /// The path's placeholders.
    type Path: DeserializeOwned + Send;

    /// Writes to `sender` until there is no more to say or nobody listens. An error before the first write becomes a
    /// problem document with its status; after it, it can only end the stream.
    fn listen(
        env: Self::Env,
        path: Self::Path,
        last_event_id: Option<String>,
        sender: Sender,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// What is known of a stream.
#[derive(Debug, Clone, Copy)]
pub struct StreamSpec {
    /// The path.
    pub path: &'static str,
    /// Who may listen.
    pub access: Access,
}

/// The writing end of a response.
pub struct Sender(mpsc::Sender<Bytes>);

impl Sender {
    /// A sender and what it writes to. One chunk may wait; a slow reader slows the writer.
    pub fn pair() -> (Self, mpsc::Receiver<Bytes>) {
        let (sender, receiver) = mpsc::channel(1);
        (Self(sender), receiver)
    }

    /// Writes one chunk. Fails once nobody listens any more, which is the sign to stop.
    pub async fn send(&mut self, chunk: impl Into<Bytes>) -> Result<(), Fault> {
        let gone = |_| Fault::new(Kind::Gone, "listener-gone", "The listener has left.");
        self.0.send(chunk.into()).await.map_err(gone)
    }
}

/// Erases a stream.
pub const fn stream<S: Stream>() -> Function {
    Function {
        spec: Spec {
            name: S::NAME,
            summary: S::SUMMARY,
            needs: S::Env::NEEDS,
            trigger: Trigger::Stream(StreamSpec { path: S::PATH, access: S::ACCESS }),
        },
        entry: Entry::Stream(enter::<S>),
    }
}

fn enter<S: Stream>(grant: Grant, request: Request, sender: Sender) -> BoxFuture<Result<(), Fault>> {
    Box::pin(async move {
        let path = request.path.into_iter().map(|(name, value)| (name, value.into())).collect();
        let path = serde_json::from_value(serde_json::Value::Object(path)).map_err(|_| Fault::not_found())?;
        let _: super::http::Nothing = decode::query(&request.query)?;
        let last = request.headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
        S::listen(S::Env::open(&grant)?, path, last, sender).await
    })
}
