//! Functions behind the HTTP API.

use ::http::header::{self, HeaderMap, HeaderName};
use fault::Fault;
use model::{Scope, Time};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decode;
use super::http::{Method, Request, Response};
use crate::function::{Entry, Function, Spec, Trigger};
use crate::{BoxFuture, Env, Grant, Principal};

/// A route: one method and path of the API.
pub trait Route: Sized + Send + 'static {
    /// Name of the function.
    const NAME: &'static str;
    /// One sentence for the API's description.
    const SUMMARY: &'static str;
    /// The method.
    const METHOD: Method;
    /// The path, with placeholders in braces: `/v1/renders/{id}`.
    const PATH: &'static str;
    /// Who may call it. There is no default: a route that says nothing does not compile.
    const ACCESS: Access;
    /// Every status that it may answer, beside those that its access and method imply.
    const REPLIES: &'static [u16];
    /// The most SDK calls of one invocation on its good path, the verifier's left out.
    const SDK_CALLS: u32;

    /// What it holds.
    type Env: Env;
    /// The placeholders of its path. What cannot be read is 404: a malformed id is an absent one.
    type Path: DeserializeOwned + JsonSchema + Send;
    /// Its query parameters.
    type Query: DeserializeOwned + JsonSchema + Send;
    /// Its body.
    type Body: DeserializeOwned + JsonSchema + Send;
    /// What it answers.
    type Output: Serialize + JsonSchema + Send;

    /// Answers one request.
    fn handle(
        env: Self::Env,
        call: Call<Self>,
    ) -> impl Future<Output = Result<Reply<Self::Output>, Fault>> + Send;
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// A caller whose credential carries this scope.
    Scope(Scope),
}

/// One request, decoded.
pub struct Call<R: Route> {
    /// The path's placeholders.
    pub path: R::Path,
    /// The query parameters.
    pub query: R::Query,
    /// The body.
    pub body: R::Body,
    /// The headers.
    pub headers: HeaderMap,
    /// The id under which our logs know this request.
    pub request_id: String,
    /// When the answer must be out.
    pub deadline: Option<Time>,
    principal: Option<Principal>,
}

impl<R: Route> Call<R> {
    /// The caller; every route with a scope has one.
    pub fn principal(&self) -> Result<&Principal, Fault> {
        self.principal
            .as_ref()
            .ok_or_else(|| Fault::defect(format!("{} is public and asks who calls", R::NAME)))
    }

    /// A header as text; `None` when it is absent or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What a route answers.
#[derive(Debug)]
pub struct Reply<T> {
    status: u16,
    headers: Vec<(HeaderName, String)>,
    body: T,
    whole: bool,
}

impl<T> Reply<T> {
    /// 200 with `body`.
    pub fn ok(body: T) -> Self {
        Self { status: 200, headers: Vec::new(), body, whole: false }
    }

    /// 201: `body` is at `location` now.
    pub fn created(body: T, location: String) -> Self {
        Self { status: 201, ..Self::ok(body) }.header(header::LOCATION, location)
    }

    /// 202: `body` is under way, to be followed at `location`.
    pub fn accepted(body: T, location: String) -> Self {
        Self { status: 202, ..Self::ok(body) }.header(header::LOCATION, location)
    }

    /// The same, as 202: `body` is under way, to be followed at `location`.
    #[must_use]
    pub fn into_accepted(self, location: String) -> Self {
        Self { status: 202, ..self }.header(header::LOCATION, location)
    }

    /// The same answer with another body.
    #[must_use]
    pub fn map<U>(self, body: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { status: self.status, headers: self.headers, body: body(self.body), whole: self.whole }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Names the version of the body, so that a GET can be answered with 304 and a write can be guarded.
    #[must_use]
    pub fn etag(self, version: impl std::fmt::Display) -> Self {
        self.header(header::ETAG, format!("\"{version}\""))
    }

    /// Is never answered as 304: something in the body moves without its version.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { whole: true, ..self }
    }
}

/// What the gateway document and the drift tests know of a route.
#[derive(Clone, Copy)]
pub struct RouteSpec {
    /// The method.
    pub method: Method,
    /// The path.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Statuses beside the implied ones.
    pub replies: &'static [u16],
    /// The declared minimum of SDK calls.
    pub sdk_calls: u32,
    /// Its schemas, made when asked.
    pub schemas: fn(&mut SchemaGenerator) -> RouteSchemas,
}

/// The schemas of a route.
pub struct RouteSchemas {
    /// An object whose properties are the path's placeholders.
    pub path: Schema,
    /// An object whose properties are the query parameters.
    pub query: Schema,
    /// The body.
    pub body: Schema,
    /// The answer.
    pub output: Schema,
}

/// Erases a route.
pub const fn route<R: Route>() -> Function {
    Function {
        spec: Spec {
            name: R::NAME,
            summary: R::SUMMARY,
            needs: R::Env::NEEDS,
            trigger: Trigger::Route(RouteSpec {
                method: R::METHOD,
                path: R::PATH,
                access: R::ACCESS,
                replies: R::REPLIES,
                sdk_calls: R::SDK_CALLS,
                schemas: schemas::<R>,
            }),
        },
        entry: Entry::Route(enter::<R>),
    }
}

fn schemas<R: Route>(generator: &mut SchemaGenerator) -> RouteSchemas {
    RouteSchemas {
        path: R::Path::json_schema(generator),
        query: R::Query::json_schema(generator),
        body: generator.subschema_for::<R::Body>(),
        output: generator.subschema_for::<R::Output>(),
    }
}

fn enter<R: Route>(grant: Grant, request: Request) -> BoxFuture<Result<Response, Fault>> {
    Box::pin(async move {
        let seen = request.headers.get(header::IF_NONE_MATCH).cloned();
        let call = decode_call::<R>(&grant, request)?;
        let reply = R::handle(R::Env::open(&grant)?, call).await?;
        let body = serde_json::to_vec(&reply.body)
            .map_err(|error| Fault::defect("an answer is no JSON").because(error))?;
        let mut response = Response::json(reply.status, "application/json", body);
        for (name, value) in &reply.headers {
            response.set(name.clone(), value);
        }
        let unchanged = !reply.whole && seen.is_some() && response.headers.get(header::ETAG) == seen.as_ref();
        if R::METHOD == Method::Get && unchanged && response.status == 200 {
            response.status = 304;
            response.body.clear();
        }
        Ok(response)
    })
}

fn decode_call<R: Route>(grant: &Grant, request: Request) -> Result<Call<R>, Fault> {
    let path = request.path.into_iter().map(|(name, value)| (name, value.into())).collect();
    let path = serde_json::from_value(serde_json::Value::Object(path)).map_err(|_| Fault::not_found())?;
    let body = if R::METHOD.has_body() { &request.body[..] } else { b"" };
    Ok(Call {
        path,
        query: decode::query(&request.query)?,
        body: decode::body(body)?,
        headers: request.headers,
        request_id: request.request_id,
        deadline: request.deadline,
        principal: grant.principal().cloned(),
    })
}
