//! A real HTTP server on loopback for tests: each request is answered by a closure.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the server sends.
pub(crate) type Reply = Response<BoxBody<Bytes, Infallible>>;

/// A running server; it ends with its owner.
pub(crate) struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server on a free port.
    pub(crate) async fn start<F, Fut>(answer: F) -> Self
    where
        F: Fn(Request<Incoming>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let answer = Arc::clone(&answer);
                let service = service_fn(move |request| {
                    let reply = answer(request);
                    async move { Ok::<_, Infallible>(reply.await) }
                });
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        Self { address, task }
    }

    /// Its origin.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A reply with a JSON body.
pub(crate) fn json(status: u16, body: &serde_json::Value) -> Reply {
    bytes(status, "application/json", body.to_string().into_bytes())
}

/// A reply with any body.
pub(crate) fn bytes(status: u16, mime: &str, body: Vec<u8>) -> Reply {
    Response::builder().status(status).header("content-type", mime).body(Full::from(body).boxed()).unwrap()
}
