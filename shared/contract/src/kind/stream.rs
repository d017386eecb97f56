//! Functions that write while they run: server-sent events behind a streaming Function URL.

use bytes::Bytes;
use fault::{Fault, Kind};
use futures::SinkExt;
use futures::channel::mpsc;
use schemars::{JsonSchema, Schema, SchemaGenerator};
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
    /// Every status that it may answer, beside those that a stream and its access imply.
    const REPLIES: &'static [u16];

    /// What it holds.
    type Env: Env;
    /// The path's placeholders. What cannot be read is 404: a malformed id is an absent one.
    type Path: DeserializeOwned + JsonSchema + Send;
    /// Its query parameters.
    type Query: DeserializeOwned + JsonSchema + Send;

    /// Writes to `sender` until there is no more to say or nobody listens. An error before the first write becomes a
    /// problem document with its status; after it, it can only end the stream. A stream that ends well without a write is 204,
    /// which tells an `EventSource` not to come back (HTML standard, section 9.2.3).
    fn listen(
        env: Self::Env,
        listener: Listener<Self>,
        sender: Sender,
    ) -> impl Future<Output = Result<(), Fault>> + Send;
}

/// What a listener asks for.
pub struct Listener<S: Stream> {
    /// The path's placeholders.
    pub path: S::Path,
    /// The query parameters.
    pub query: S::Query,
    /// The header `Last-Event-ID`: after which event to go on. An `EventSource` sends it when it comes back, and cannot send
    /// it the first time.
    pub last_event_id: Option<String>,
}

/// What is known of a stream.
#[derive(Clone, Copy)]
pub struct StreamSpec {
    /// The path.
    pub path: &'static str,
    /// Who may listen.
    pub access: Access,
    /// Statuses beside the implied ones.
    pub replies: &'static [u16],
    /// Its schemas, made when asked.
    pub schemas: fn(&mut SchemaGenerator) -> StreamSchemas,
}

/// The schemas of a stream.
pub struct StreamSchemas {
    /// An object whose properties are the path's placeholders.
    pub path: Schema,
    /// An object whose properties are the query parameters.
    pub query: Schema,
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
        let gone = |_| Fault::new(Kind::Gone, LISTENER_GONE, "The listener has left.");
        self.0.send(chunk.into()).await.map_err(gone)
    }
}

/// The code of the fault that says that nobody listens any more.
pub const LISTENER_GONE: &str = "listener-gone";

/// Erases a stream.
pub const fn stream<S: Stream>() -> Function {
    Function {
        spec: Spec {
            name: S::NAME,
            summary: S::SUMMARY,
            needs: S::Env::NEEDS,
            trigger: Trigger::Stream(StreamSpec {
                path: S::PATH,
                access: S::ACCESS,
                replies: S::REPLIES,
                schemas: schemas::<S>,
            }),
        },
        entry: Entry::Stream(enter::<S>),
    }
}

fn schemas<S: Stream>(generator: &mut SchemaGenerator) -> StreamSchemas {
    StreamSchemas { path: S::Path::json_schema(generator), query: S::Query::json_schema(generator) }
}

fn enter<S: Stream>(grant: Grant, request: Request, sender: Sender) -> BoxFuture<Result<(), Fault>> {
    Box::pin(async move {
        let path = request.path.into_iter().map(|(name, value)| (name, value.into())).collect();
        let path = serde_json::from_value(serde_json::Value::Object(path)).map_err(|_| Fault::not_found())?;
        let query = decode::query(&request.query)?;
        let last = request.headers.get("last-event-id");
        // Bytes that are no text stay wrong when they are replaced, so whoever reads the id refuses it.
        let last_event_id = last.map(|id| String::from_utf8_lossy(id.as_bytes()).into_owned());
        S::listen(S::Env::open(&grant)?, Listener { path, query, last_event_id }, sender).await
    })
}
