//! One origin on loopback for the whole local cloud, as the CloudFront distribution is for a deployed one.
//!
//! `/v1/*` goes to the engine's HTTP API byte for byte; bodies stream in both directions. Time-outs are the
//! API's own affair: the edge waits as long as it does. Functions that stream are run by the edge itself.

mod forward;
mod page;
mod streams;
mod upstream;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use http::{Method, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};

pub(crate) use self::page::HEALTH;
use self::page::Reply;
pub(crate) use self::streams::{Function, Streams, guard};
pub(crate) use self::upstream::{ENGINE_DOWN, Upstream};
use crate::failure::Failure;
use crate::ui::write_stderr;

/// How long requests that are under way may still take after SIGTERM.
const FAREWELL: Duration = Duration::from_secs(5);
/// Pause after a failed accept, which means that the process has no file descriptors left.
const BREATH: Duration = Duration::from_millis(50);

/// An edge that owns its port.
pub(crate) struct Edge {
    listener: TcpListener,
    site: Arc<Site>,
}

/// What answers.
struct Site {
    upstream: Upstream,
    streams: Streams,
    state: String,
    log: bool,
}

impl Edge {
    /// Takes the port; 0 takes any. `state` tells callers of the health page whose edge this is.
    pub(crate) async fn bind(
        port: u16,
        upstream: Upstream,
        streams: Streams,
        state: String,
        log: bool,
    ) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
            Failure::failed(format!("cannot listen on 127.0.0.1:{port}: {error}"))
                .next("choose another --port")
        })?;
        Ok(Self { listener, site: Arc::new(Site { upstream, streams, state, log }) })
    }

    /// Its origin.
    pub(crate) fn url(&self) -> Result<String> {
        Ok(format!("http://{}", self.listener.local_addr()?))
    }

    /// Serves until SIGTERM, then finishes what is under way.
    pub(crate) async fn serve(self) -> Result<()> {
        let mut terminated = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
        // Taking the signal is enough to outlive the terminal that started us.
        let _hangups = signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?;
        let connections = GracefulShutdown::new();
        let mut term = pin!(terminated.recv());
        loop {
            tokio::select! {
                _ = &mut term => break,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => self.connect(stream, peer, &connections),
                    Err(error) => {
                        write_stderr(&format!("edge: cannot accept: {error}"));
                        tokio::time::sleep(BREATH).await;
                    }
                }
            }
        }
        drop(self.listener);
        // Streams end by themselves after hours or never; whoever listens resumes elsewhere.
        self.site.streams.close();
        let _ = tokio::time::timeout(FAREWELL, connections.shutdown()).await;
        Ok(())
    }

    fn connect(&self, stream: TcpStream, peer: SocketAddr, connections: &GracefulShutdown) {
        // Small answers must not wait for more to come; a failure costs 40 ms, not correctness.
        let _ = stream.set_nodelay(true);
        let site = Arc::clone(&self.site);
        let service = service_fn(move |request| {
            let site = Arc::clone(&site);
            async move { Ok::<_, Infallible>(site.answer(request, peer).await) }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // The peer went away: nothing to do and nobody to tell.
            let _ = connection.await;
        });
    }
}

impl Site {
    async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Reply {
        // The path alone: a query may carry what no log should.
        let line = self.log.then(|| format!("{} {}", request.method(), request.uri().path()));
        let started = Instant::now();
        let reply = self.route(request, peer).await;
        if let Some(line) = line {
            write_stderr(&format!(
                "edge: {line} {} {} ms",
                reply.status().as_u16(),
                started.elapsed().as_millis()
            ));
        }
        reply
    }

    async fn route(&self, request: Request<Incoming>, peer: SocketAddr) -> Reply {
        let path = request.uri().path();
        if path == "/v1" || path.starts_with("/v1/") {
            return match self.streams.answer(request, peer).await {
                Ok(reply) => reply,
                Err(request) => self.upstream.forward(request, peer).await,
            };
        }
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        match path {
            "/" | HEALTH if !reads => page::wrong_method(),
            "/" => page::home(),
            HEALTH => page::health(&self.state, &self.streams.census()),
            _ => page::absent(),
        }
    }
}

#[cfg(test)]
mod tests;
