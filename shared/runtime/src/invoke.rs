//! One invocation: from an event to an answer.

mod consumer;
mod duty;
mod event;
mod gateway;
mod path;
mod payload;
mod route;
mod stage;
mod stream;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use contract::{Function, Trigger};
use fault::Fault;
use futures::stream::BoxStream;
use lambda_runtime::{Context, Diagnostic, FunctionResponse, LambdaEvent};
use serde_json::value::RawValue;
use tokio::time::Instant;
use tracing::{Instrument, Span, error_span, field};

use crate::delivery::Current;
use crate::diagnostic;
use crate::environment::variable;
use crate::guard::{Deadline, caught};
use crate::sandbox::Sandbox;
use crate::surroundings::Surroundings;
use crate::telemetry::emf::{Opening, Summary};
use crate::telemetry::log::{self, Met};

use event::Event;
pub(crate) use payload::Payload;

/// What goes back to the Runtime API: a JSON document, or chunks as they are written.
pub(crate) type Answer = FunctionResponse<Box<RawValue>, BoxStream<'static, Result<Bytes, Infallible>>>;

/// A function in its execution environment.
pub(crate) struct Host {
    function: Function,
    name: Arc<str>,
    surroundings: Surroundings,
    sandbox: Arc<Sandbox>,
    init: Duration,
    warm: AtomicBool,
}

impl Host {
    /// Closes INIT, which began at `started`.
    pub(crate) fn new(
        function: Function,
        surroundings: Surroundings,
        sandbox: Arc<Sandbox>,
        started: Instant,
    ) -> Self {
        let name = variable("AWS_LAMBDA_FUNCTION_NAME").unwrap_or_else(|| function.spec.name.to_owned());
        let init = started.elapsed();
        Self { function, name: name.into(), surroundings, sandbox, init, warm: AtomicBool::new(false) }
    }

    fn summary(&self, request_id: String) -> Summary {
        let route = match self.function.spec.trigger {
            Trigger::Route(route) => Some(format!("{} {}", route.method.word(), route.path)),
            Trigger::Stream(stream) => Some(format!("GET {}", stream.path)),
            Trigger::Stage { .. } | Trigger::Consumer { .. } | Trigger::Duty { .. } => None,
        };
        let opening = Opening {
            function: Arc::clone(&self.name),
            route,
            init: (!self.warm.swap(true, Ordering::Relaxed)).then_some(self.init),
            at: self.surroundings.ports.clock.now(),
            since: self.sandbox.begin(),
            calls: Arc::clone(&self.surroundings.calls),
        };
        Summary::open(opening, request_id)
    }
}

/// Answers one invocation. Fails only with the three names of [`fault::Disposition`].
pub(crate) async fn answer(
    host: Arc<Host>,
    current: Current,
    event: LambdaEvent<Payload>,
) -> Result<Answer, Diagnostic> {
    let (payload, context) = event.into_parts();
    let span = span(&host.name, &context);
    let request_id = context.request_id.clone();
    let invoked = invoke(host, current, payload, context).instrument(span.clone());
    caught(invoked).await.unwrap_or_else(|fault| {
        // A panic of this crate: those of a handler are caught closer to it.
        span.in_scope(|| log::failure(&fault, Met::System, &request_id));
        Err(diagnostic::of(&fault, &request_id))
    })
}

/// At level error, so that no filter takes the request id away from a record.
fn span(function: &str, context: &Context) -> Span {
    error_span!(
        "invocation",
        function,
        lambda_request_id = context.request_id,
        request_id = field::Empty,
        trace = context.xray_trace_id
    )
}

async fn invoke(
    host: Arc<Host>,
    current: Current,
    payload: Payload,
    context: Context,
) -> Result<Answer, Diagnostic> {
    let mut summary = host.summary(context.request_id);
    let deadline = Deadline::before(context.deadline, host.surroundings.ports.clock.now());
    let event = payload.into_bytes().and_then(|payload| Event::read(host.function.entry, payload));
    if let Ok(Event::Route(_, request) | Event::Stream(_, request)) = &event
        && let Some(id) = &request.request_context.request_id
    {
        summary.request_id.clone_from(id);
    }
    Span::current().record("request_id", &summary.request_id);
    let answered = match event {
        Ok(Event::Stream(enter, request)) => {
            return Ok(stream::answer(host, &current, enter, request, deadline, summary).await);
        }
        Ok(event) => buffered(&host, event, deadline, &mut summary).await,
        Err(fault) => Err(fault),
    };
    answered.map(FunctionResponse::BufferedResponse).map_err(|fault| {
        summary.failed(&fault, Met::System);
        diagnostic::of(&fault, &summary.request_id)
    })
}

async fn buffered(
    host: &Host,
    event: Event,
    deadline: Deadline,
    summary: &mut Summary,
) -> Result<Box<RawValue>, Fault> {
    match event {
        Event::Route(enter, request) => route::answer(host, enter, request, deadline, summary).await,
        Event::Stage(enter, call) => stage::answer(host, enter, call, deadline).await,
        Event::Consumer(enter, batch) => consumer::answer(host, enter, batch, deadline, summary).await,
        Event::Duty(enter, payload) => duty::answer(host, enter, payload, deadline).await,
        Event::Stream(..) => Err(Fault::defect("a stream is answered in chunks")),
    }
}
