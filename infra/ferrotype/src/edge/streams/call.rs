//! One request of one listener, from the free process to the last chunk.

use std::error::Error;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::answer::Answer;
use super::desk::{Invocation, Posted};
use super::event;
use super::function::Function;
use super::pool::Pool;
use super::refusal::Refusal;
use super::worker::Worker;
use crate::edge::page::Reply;

/// Answers a request. Returns with the head; the body follows as the function writes it.
pub(super) async fn answer(
    pool: &Arc<Pool>,
    function: Arc<Function>,
    request: Parts,
    peer: SocketAddr,
) -> Reply {
    let (begin, begun) = oneshot::channel();
    let (chunks, body) = mpsc::channel(1);
    let complete = Arc::new(AtomicBool::new(false));
    let body = Live { chunks: body, complete: Arc::clone(&complete) };
    let call = Call { pool: Arc::clone(pool), function, begin: Some(begin), chunks, complete };
    // Apart from the connection: a listener who leaves must not take with him whoever cleans up.
    tokio::spawn(call.run(request, peer));
    match begun.await {
        Ok(Ok(head)) => head.map(|()| body.boxed()),
        Ok(Err(refusal)) => refusal.reply(),
        Err(_) => Refusal::Broken(String::new()).reply(),
    }
}

struct Call {
    pool: Arc<Pool>,
    function: Arc<Function>,
    begin: Option<oneshot::Sender<Result<Response<()>, Refusal>>>,
    chunks: mpsc::Sender<Bytes>,
    complete: Arc<AtomicBool>,
}

/// Why a call is over.
enum End {
    /// Everything was written.
    Complete,
    /// Nobody listens any more.
    Left,
    /// It went wrong.
    Refused(Refusal),
}

impl Call {
    async fn run(mut self, request: Parts, peer: SocketAddr) {
        let worker = match self.pool.checkout(&self.function).await {
            Ok(worker) => worker,
            Err(refusal) => return self.refuse(refusal),
        };
        let invocation = self.invocation(request, peer);
        let end = self.converse(&worker, invocation).await;
        self.finish(end, worker).await;
    }

    fn invocation(&self, request: Parts, peer: SocketAddr) -> Invocation {
        let (id, now) = (Uuid::now_v7().to_string(), Timestamp::now());
        let time = i64::try_from(self.function.timeout).unwrap_or_default().saturating_mul(1_000);
        let event = event::of(request, peer, &self.function, &id, now);
        Invocation { id, deadline_ms: now.as_millisecond().saturating_add(time), event }
    }

    /// Passes everything on until it ends, the listener leaves, the time is over or the edge is stopped.
    async fn converse(&mut self, worker: &Worker, invocation: Invocation) -> End {
        let (pool, listener) = (Arc::clone(&self.pool), self.chunks.clone());
        let time = self.function.timeout;
        tokio::select! {
            biased;
            end = self.pass_on(worker, invocation) => end,
            () = listener.closed() => End::Left,
            () = tokio::time::sleep(Duration::from_secs(time)) => End::Refused(Refusal::TimedOut(time)),
            () = pool.closed() => End::Refused(Refusal::Closing),
        }
    }

    async fn pass_on(&mut self, worker: &Worker, invocation: Invocation) -> End {
        let Ok(posted) = worker.invoke(invocation).await else {
            return End::Refused(Refusal::Broken("the process ended before it answered".into()));
        };
        let (head, body, done) = match posted {
            Posted::Answer { head, body, done } => (head, body, done),
            Posted::Failure(complaint) => return End::Refused(Refusal::Failed(complaint)),
        };
        let mut answer = match Answer::begin(&head, body).await {
            Ok(answer) => answer,
            Err(complaint) => return End::Refused(Refusal::Failed(complaint)),
        };
        if let Some(begin) = self.begin.take() {
            // If nobody takes it, the chunks find it out.
            let _ = begin.send(Ok(std::mem::take(&mut answer.head)));
        }
        loop {
            match answer.next().await {
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(Some(chunk)) => match self.chunks.send(chunk).await {
                    Ok(()) => {}
                    Err(_) => return End::Left,
                },
                Ok(None) => {
                    // The function went away between its last byte and our thanks.
                    let _ = done.send(());
                    return End::Complete;
                }
                Err(complaint) => return End::Refused(Refusal::Failed(complaint)),
            }
        }
    }

    async fn finish(mut self, end: End, worker: Worker) {
        match end {
            End::Complete => self.complete.store(true, Ordering::Release),
            // The connection to the function is closed by now: its write has failed.
            End::Left => {}
            // Whoever can say that it failed is whole. One that broke off does not ask for work again.
            End::Refused(refusal @ Refusal::Failed(_)) => self.refuse(refusal),
            End::Refused(refusal) => {
                self.refuse(refusal);
                return;
            }
        }
        let Self { pool, chunks, .. } = self;
        drop(chunks);
        pool.give_back(worker).await;
    }

    /// Before the head it is the answer; later it can only break the body off.
    fn refuse(&mut self, refusal: Refusal) {
        self.pool.surroundings.log.say(&self.function.name, &refusal.line());
        if let Some(begin) = self.begin.take() {
            let _ = begin.send(Err(refusal));
        }
    }
}

/// The body of an answer. It ends well only when the function's did; else the listener sees that it broke off.
struct Live {
    chunks: mpsc::Receiver<Bytes>,
    complete: Arc<AtomicBool>,
}

impl Body for Live {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.chunks.poll_recv(context) {
            Poll::Ready(None) if self.complete.load(Ordering::Acquire) => Poll::Ready(None),
            Poll::Ready(None) => Poll::Ready(Some(Err("the function broke off".into()))),
            polled => polled.map(|chunk| chunk.map(|chunk| Ok(Frame::data(chunk)))),
        }
    }
}
