//! What happens when an answer cannot be handed over.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::{AbortHandle, LocalBoxFuture};
use lambda_runtime::tower::Layer;
use lambda_runtime::{LambdaInvocation, Service};
use lambda_runtime_api_client::BoxError;

/// The stream that is being handed over, so that it can be stopped from here.
#[derive(Clone, Default)]
pub(crate) struct Current(Arc<Mutex<Option<AbortHandle>>>);

impl Current {
    /// Names the stream that is handed over from now on.
    pub(crate) fn set(&self, stream: AbortHandle) {
        self.replace(Some(stream));
    }

    fn stop(&self) {
        if let Some(stream) = self.replace(None) {
            stream.abort();
        }
    }

    fn replace(&self, stream: Option<AbortHandle>) -> Option<AbortHandle> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), stream)
    }
}

/// Keeps the environment alive when a posted answer breaks off. A listener that leaves closes the connection under a
/// stream; without this layer `lambda_runtime` would end the process over it. If the Runtime API itself is gone, the
/// next poll says so.
#[derive(Clone)]
pub(crate) struct Delivery(pub(crate) Current);

impl<S> Layer<S> for Delivery {
    type Service = Delivered<S>;

    fn layer(&self, inner: S) -> Delivered<S> {
        Delivered { inner, current: self.0.clone() }
    }
}

/// See [`Delivery`].
pub(crate) struct Delivered<S> {
    inner: S,
    current: Current,
}

impl<S> Service<LambdaInvocation> for Delivered<S>
where
    S: Service<LambdaInvocation, Response = (), Error = BoxError>,
    S::Future: 'static,
{
    type Response = ();
    type Error = BoxError;
    type Future = LocalBoxFuture<'static, Result<(), BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let current = self.current.clone();
        let posted = self.inner.call(invocation);
        async move {
            if let Err(error) = posted.await {
                tracing::info!(error, "the answer could not be handed over to the end");
                current.stop();
            }
            Ok(())
        }
        .boxed_local()
    }
}
