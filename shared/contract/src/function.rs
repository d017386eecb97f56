//! A function, erased: what the runtime calls and what the drift tests read.

use bytes::Bytes;
use fault::Fault;

use crate::kind::consumer::Delivery;
use crate::kind::http;
use crate::kind::route::RouteSpec;
use crate::kind::stage::{Next, StageCall, Word};
use crate::kind::stream::{Sender, StreamSpec};
use crate::{BoxFuture, DutyTrigger, Grant, Need, QueueName};

/// A deployable function: its spec and the one way to call it. A bin is `runtime::run(THIS)`.
#[derive(Clone, Copy)]
pub struct Function {
    /// What it is.
    pub spec: Spec,
    /// How it is called.
    pub entry: Entry,
}

/// What a function is, for the template, the gateway document and the tests that compare them.
#[derive(Clone, Copy)]
pub struct Spec {
    /// Name of the bin, the folder in `events/` and, with the stack's name before it, of the Lambda function.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// What calls it.
    pub trigger: Trigger,
    /// What its parts use; a list for each part.
    pub needs: &'static [&'static [Need]],
}

impl Spec {
    /// Every need, in order, with repetitions.
    pub fn needs(&self) -> impl Iterator<Item = Need> + use<> {
        self.needs.iter().copied().flatten().copied()
    }
}

/// What calls a function.
#[derive(Clone, Copy)]
pub enum Trigger {
    /// The HTTP API.
    Route(RouteSpec),
    /// A state of a flow.
    Stage {
        /// Every word that it may answer.
        words: &'static [Word],
    },
    /// A queue.
    Consumer {
        /// Which queue.
        queue: QueueName,
    },
    /// A streaming Function URL.
    Stream(StreamSpec),
    /// A schedule, an event of the account, or an administrator.
    Duty {
        /// Which of them.
        trigger: DutyTrigger,
        /// Why it may enter every workspace.
        reason: &'static str,
    },
}

/// How a function is called. Plain function pointers: the handlers are instantiated in their own library, so that a bin
/// links in a second.
#[derive(Clone, Copy)]
pub enum Entry {
    /// Takes a request.
    Route(fn(Grant, http::Request) -> BoxFuture<Result<http::Response, Fault>>),
    /// Takes the envelope of a flow.
    Stage(fn(Grant, StageCall) -> BoxFuture<Result<Next, Fault>>),
    /// Takes one message.
    Consumer(fn(Grant, Delivery) -> BoxFuture<Result<(), Fault>>),
    /// Takes a request and writes until it ends.
    Stream(fn(Grant, http::Request, Sender) -> BoxFuture<Result<(), Fault>>),
    /// Takes a JSON document and answers one.
    Duty(fn(Grant, Bytes) -> BoxFuture<Result<Bytes, Fault>>),
}
