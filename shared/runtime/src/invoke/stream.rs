//! Streams: chunks go out as the handler writes them.
//!
//! The status is sent with the first chunk. Until then a fault is a problem document with its own status; afterwards
//! it can only end the stream, and a listener resumes with `Last-Event-ID`. A stream that ends well without a chunk is 204.
//! The handler runs inside the response: who drops the response drops the handler, so nothing goes on for a listener who has
//! left.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use bytes::Bytes;
use contract::http::{Request, Response};
use contract::{BoxFuture, Grant, Sender, Trigger};
use fault::Fault;
use futures::channel::mpsc;
use futures::stream::{self, Stream};
use futures::{FutureExt, StreamExt};
use http::header::{self, AUTHORIZATION};
use http::{HeaderMap, StatusCode};
use lambda_runtime::{FunctionResponse, MetadataPrelude, StreamResponse};
use tracing::Span;

use super::{Answer, Host, gateway, path};
use crate::caller;
use crate::delivery::Current;
use crate::guard::{Deadline, guarded};
use crate::telemetry::emf::Summary;
use crate::telemetry::log::Met;

/// How a stream is entered.
pub(super) type Enter = fn(Grant, Request, Sender) -> BoxFuture<Result<(), Fault>>;

/// Answers one listener. Returns with the first chunk, or with the refusal.
pub(super) async fn answer(
    host: Arc<Host>,
    current: &Current,
    enter: Enter,
    event: Box<ApiGatewayV2httpRequest>,
    deadline: Deadline,
    mut summary: Summary,
) -> Answer {
    let credential_shown = event.headers.contains_key(AUTHORIZATION);
    let (sender, chunks) = Sender::pair();
    let listening = listen(host, enter, event, summary.request_id.clone(), deadline, sender);
    let mut writing = Writing::new(guarded(deadline, listening).boxed(), chunks);
    let first = writing.next().await;
    let mut response = match (&first, writing.outcome.take()) {
        (None, Some(Err(fault))) => {
            summary.failed(&fault, Met::Caller);
            gateway::problem(&fault, &summary.request_id, credential_shown)
        }
        // Nothing was written and nothing will be: an `EventSource` does not come back after this status (HTML standard,
        // section 9.2.3).
        (None, Some(Ok(()))) => Response { status: 204, ..Response::default() },
        (_, outcome) => {
            writing.outcome = outcome;
            events()
        }
    };
    gateway::finish(&mut response, &summary.request_id);
    summary.status = Some(response.status);
    let first = first.or_else(|| Some(std::mem::take(&mut response.body)).filter(|body| !body.is_empty()));
    let (chunks, stop) =
        stream::abortable(Live { first, writing, summary: Some(summary), span: Span::current() });
    current.set(stop);
    FunctionResponse::StreamingResponse(StreamResponse {
        metadata_prelude: prelude(response.status, response.headers),
        stream: chunks.map(Ok).boxed(),
    })
}

async fn listen(
    host: Arc<Host>,
    enter: Enter,
    mut event: Box<ApiGatewayV2httpRequest>,
    request_id: String,
    deadline: Deadline,
    sender: Sender,
) -> Result<(), Fault> {
    let Trigger::Stream(spec) = host.function.spec.trigger else {
        return Err(Fault::defect("a stream is declared with another trigger"));
    };
    let path = path::matched(spec.path, &event.raw_path.take().unwrap_or_default())?;
    let request = gateway::request(*event, path, &request_id, deadline)?;
    let grant = caller::grant(&host.surroundings, spec.access, &request.headers).await?;
    enter(grant, request, sender).await
}

/// The head of a response that is a stream of events (HTML standard, section 9.2).
fn events() -> Response {
    let mut response = Response { status: 200, ..Response::default() };
    response.set(header::CONTENT_TYPE, "text/event-stream");
    response
}

fn prelude(status: u16, headers: HeaderMap) -> MetadataPrelude {
    // Every status comes from `fault::Kind` or is 200.
    let status_code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    MetadataPrelude { status_code, headers, cookies: Vec::new() }
}

/// A handler and what it has written. Reading chunks is what runs it.
struct Writing {
    handler: Option<BoxFuture<Result<(), Fault>>>,
    chunks: mpsc::Receiver<Bytes>,
    outcome: Option<Result<(), Fault>>,
}

impl Writing {
    fn new(handler: BoxFuture<Result<(), Fault>>, chunks: mpsc::Receiver<Bytes>) -> Self {
        Self { handler: Some(handler), chunks, outcome: None }
    }
}

impl Stream for Writing {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if let Some(handler) = &mut self.handler
            && let Poll::Ready(outcome) = handler.poll_unpin(context)
        {
            self.handler = None;
            self.outcome = Some(outcome);
        }
        match self.chunks.poll_next_unpin(context) {
            // Nothing to write with any more is not the end: the handler may still have something to do.
            Poll::Ready(None) if self.handler.is_some() => Poll::Pending,
            polled => polled,
        }
    }
}

/// The chunks of one answer, which closes the account of the invocation when they end or nobody reads on.
struct Live {
    first: Option<Bytes>,
    writing: Writing,
    summary: Option<Summary>,
    span: Span,
}

impl Stream for Live {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(first));
        }
        let span = self.span.clone();
        let _inside = span.enter();
        let polled = self.writing.poll_next_unpin(context);
        if matches!(polled, Poll::Ready(None))
            && let Some(mut summary) = self.summary.take()
            && let Some(Err(fault)) = self.writing.outcome.take()
        {
            summary.failed(&fault, Met::Caller);
        }
        polled
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if let Some(summary) = &mut self.summary {
            summary.abandoned();
        }
    }
}
