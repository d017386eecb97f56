//! Where an invocation and a function's process meet: the Lambda Runtime API of one process ("Using the Lambda
//! runtime API for custom runtimes").

mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use tokio::sync::{Notify, oneshot, watch};

pub(super) use self::wire::{Complaint, header};
use self::wire::{Reply, accepted, complaint, json_reply, refused, trace};

/// Version of the Runtime API, as the first segment of its paths.
const VERSION: &str = "/2018-06-01/";

/// Where a process is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It has not asked for work yet.
    Starting,
    /// It waits for an invocation.
    Ready,
    /// It has one.
    Busy,
    /// It is gone.
    Ended,
}

/// One request for a function.
pub(super) struct Invocation {
    /// The request's id.
    pub(super) id: String,
    /// When the function's time is over, milliseconds since 1970.
    pub(super) deadline_ms: i64,
    /// The event.
    pub(super) event: Bytes,
}

/// What a function posts.
pub(super) enum Posted {
    /// An answer, whose body may still be written.
    Answer {
        /// Head of the post.
        head: Box<Parts>,
        /// Its body.
        body: Incoming,
        /// Says that the body was read to its end. Dropping it instead closes the connection to the function.
        done: oneshot::Sender<()>,
    },
    /// A failure.
    Failure(Complaint),
}

/// The desk of one process.
pub(super) struct Desk {
    arn: String,
    life: watch::Sender<Life>,
    arrived: Notify,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Option<(Invocation, oneshot::Sender<Posted>)>,
    open: Option<(String, oneshot::Sender<Posted>)>,
    complaint: Option<Complaint>,
}

impl Desk {
    /// A desk that nobody has come to yet.
    pub(super) fn new(function: &str, region: &str) -> Arc<Self> {
        let arn = format!("arn:aws:lambda:{region}:000000000000:function:{function}");
        let (life, arrived) = (watch::Sender::new(Life::Starting), Notify::new());
        Arc::new(Self { arn, life, arrived, state: Mutex::default() })
    }

    /// Follows the life of the process.
    pub(super) fn life(&self) -> watch::Receiver<Life> {
        self.life.subscribe()
    }

    /// The process is gone, and with it whatever it was asked for.
    pub(super) fn close(&self) {
        self.life.send_replace(Life::Ended);
        let mut state = self.state();
        (state.waiting, state.open) = (None, None);
    }

    /// Puts an invocation on the desk. What comes back ends without a word when the process ends.
    pub(super) fn put(&self, invocation: Invocation) -> oneshot::Receiver<Posted> {
        let (answer, posted) = oneshot::channel();
        self.state().waiting = Some((invocation, answer));
        self.arrived.notify_one();
        posted
    }

    /// Why the process could not start, if it said so.
    pub(super) fn complaint(&self) -> Option<Complaint> {
        self.state().complaint.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one request of the process. An error closes the connection, which is how a function learns that nobody
    /// reads any more.
    pub(super) async fn serve(self: Arc<Self>, request: Request<Incoming>) -> Result<Reply, Closed> {
        let path = request.uri().path().strip_prefix(VERSION).unwrap_or_default().to_owned();
        let segments: Vec<_> = path.split('/').collect();
        match (request.method(), segments.as_slice()) {
            (&Method::GET, ["runtime", "invocation", "next"]) => Ok(self.next().await),
            (&Method::POST, ["runtime", "invocation", id, "response"]) => self.response(id, request).await,
            (&Method::POST, ["runtime", "invocation", id, "error"]) => Ok(self.error(id, request).await),
            (&Method::POST, ["runtime", "init", "error"]) => {
                let complaint = complaint(request).await;
                self.state().complaint = Some(complaint);
                Ok(accepted())
            }
            _ => Ok(refused(StatusCode::NOT_FOUND, "InvalidPath")),
        }
    }

    /// Waits for an invocation, as long as it takes.
    async fn next(&self) -> Reply {
        self.enter(Life::Ready);
        loop {
            let waiting = self.state().waiting.take();
            if let Some((invocation, answer)) = waiting {
                self.enter(Life::Busy);
                self.state().open = Some((invocation.id.clone(), answer));
                return self.handed_out(invocation);
            }
            self.arrived.notified().await;
        }
    }

    /// The end is final.
    fn enter(&self, next: Life) {
        self.life.send_if_modified(|life| {
            let alive = *life != Life::Ended;
            if alive {
                *life = next;
            }
            alive
        });
    }

    fn handed_out(&self, invocation: Invocation) -> Reply {
        let mut reply = json_reply(StatusCode::OK, invocation.event);
        let headers = [
            ("lambda-runtime-aws-request-id", invocation.id),
            ("lambda-runtime-deadline-ms", invocation.deadline_ms.to_string()),
            ("lambda-runtime-invoked-function-arn", self.arn.clone()),
            ("lambda-runtime-trace-id", trace()),
        ];
        for (name, value) in headers {
            if let Ok(value) = value.parse() {
                reply.headers_mut().insert(name, value);
            }
        }
        reply
    }

    async fn response(&self, id: &str, request: Request<Incoming>) -> Result<Reply, Closed> {
        let Some(answer) = self.take(id) else {
            return Ok(refused(StatusCode::BAD_REQUEST, "InvalidRequestID"));
        };
        let (head, body) = request.into_parts();
        let (done, ended) = oneshot::channel();
        let posted = Posted::Answer { head: Box::new(head), body, done };
        answer.send(posted).map_err(|_| Closed)?;
        // The body is being read elsewhere; the post is over when its reader says so.
        ended.await.map_err(|_| Closed)?;
        Ok(accepted())
    }

    async fn error(&self, id: &str, request: Request<Incoming>) -> Reply {
        let Some(answer) = self.take(id) else {
            return refused(StatusCode::BAD_REQUEST, "InvalidRequestID");
        };
        // Whoever asked may have left.
        let _ = answer.send(Posted::Failure(complaint(request).await));
        accepted()
    }

    /// Who waits for the answer to this invocation; each is answered once.
    fn take(&self, id: &str) -> Option<oneshot::Sender<Posted>> {
        let mut state = self.state();
        let (_, answer) = state.open.take_if(|(open, _)| open == id)?;
        Some(answer)
    }
}

/// A connection that is to be closed.
#[derive(Debug)]
pub(super) struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("nobody reads this answer any more")
    }
}

impl std::error::Error for Closed {}
