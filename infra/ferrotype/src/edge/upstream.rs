//! The engine's HTTP API behind the edge.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::{Authority, Scheme, Uri};
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::forward::{drop_hop_by_hop, readdress};
use super::page::{Reply, problem};
use crate::failure::Failure;
use crate::ui::write_stderr;

/// Largest request of an API Gateway HTTP API: 10 MB (Amazon API Gateway quotas), which AWS counts in powers of two.
const BODY_LIMIT: u64 = 10 * 1024 * 1024;
/// A body that was announced too large is read and thrown away up to here, so that the caller, who sends before
/// reading, gets to see the refusal.
const DRAIN_LIMIT: u64 = 64 * 1024 * 1024;
/// Less than the engine's own 75 s, so that an idle connection is ours to close.
const IDLE: Duration = Duration::from_secs(30);
const CONNECT: Duration = Duration::from_secs(2);

/// The code of the problem that the edge answers with while nobody listens behind it.
pub(crate) const ENGINE_DOWN: &str = "engine-down";

/// Where `/v1` goes.
pub(crate) struct Upstream {
    client: Client<HttpConnector, Limited<Incoming>>,
    authority: Authority,
    host: HeaderValue,
}

impl Upstream {
    /// The API at an address; `host` is the `Host` header that it answers to.
    pub(crate) fn new(api: &Uri, host: Option<&str>) -> Result<Self> {
        let authority = api.authority().filter(|_| api.scheme() == Some(&Scheme::HTTP)).cloned();
        let authority =
            authority.ok_or_else(|| Failure::usage(format!("--api {api} is no http:// address")))?;
        let host = host.unwrap_or(authority.as_str());
        let host = host.parse().map_err(|_| Failure::usage(format!("--api-host {host} is no host")))?;
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(CONNECT));
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(connector);
        Ok(Self { client, authority, host })
    }

    /// Passes a request on and the answer back, both as they come.
    pub(super) async fn forward(&self, request: Request<Incoming>, peer: SocketAddr) -> Reply {
        let announced =
            request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: u64| length > BODY_LIMIT) {
            drain(request.into_body()).await;
            return too_large();
        }
        let request = self.readdressed(request, peer);
        match self.client.request(request).await {
            Ok(mut answer) => {
                drop_hop_by_hop(answer.headers_mut());
                answer.map(|body| body.map_err(Into::into).boxed())
            }
            Err(error) => refusal(&error),
        }
    }

    /// The same request, for the engine. Path and query are taken over byte for byte.
    fn readdressed(&self, request: Request<Incoming>, peer: SocketAddr) -> Request<Limited<Incoming>> {
        let (mut parts, body) = request.into_parts();
        drop_hop_by_hop(&mut parts.headers);
        readdress(&mut parts.headers, peer, &self.host);
        let mut uri = parts.uri.into_parts();
        uri.scheme = Some(Scheme::HTTP);
        uri.authority = Some(self.authority.clone());
        // A path that came in as a URI is one; only its parts before the path are replaced.
        parts.uri = Uri::from_parts(uri).unwrap_or_default();
        parts.version = Version::HTTP_11;
        let limit = usize::try_from(BODY_LIMIT).unwrap_or(usize::MAX);
        Request::from_parts(parts, Limited::new(body, limit))
    }
}

/// Reads a body to nowhere.
async fn drain(mut body: Incoming) {
    let mut left = DRAIN_LIMIT;
    while !body.is_end_stream() {
        let Some(Ok(frame)) = body.frame().await else { return };
        let length = frame.data_ref().map_or(0, bytes::Bytes::len) as u64;
        let Some(rest) = left.checked_sub(length) else { return };
        left = rest;
    }
}

fn too_large() -> Reply {
    let detail =
        "The request is larger than the 10 MB that API Gateway takes. Files go to the store directly.";
    problem(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail)
}

/// Why there is no answer: the body grew too large, nobody listens, or the connection broke.
fn refusal(error: &hyper_util::client::legacy::Error) -> Reply {
    if causes(error).any(<dyn Error>::is::<LengthLimitError>) {
        return too_large();
    }
    let chain: Vec<_> = causes(error).map(ToString::to_string).collect();
    write_stderr(&format!("edge: {}", chain.join(": ")));
    if !error.is_connect() {
        let detail = "The engine broke the connection before it answered. `ferrotype logs` may tell why.";
        return problem(StatusCode::BAD_GATEWAY, "engine-broke-off", detail);
    }
    let detail = "The engine does not answer. `ferrotype status` says what runs, `ferrotype up` starts it.";
    // No Retry-After: an engine that is down does not come back by itself.
    problem(StatusCode::SERVICE_UNAVAILABLE, ENGINE_DOWN, detail)
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}
