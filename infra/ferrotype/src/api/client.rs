//! Requests with the caller's key, and answers as documents or problems.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Origin, Problem, Put};
use crate::failure::Failure;
use crate::ui;

const CONNECT: Duration = Duration::from_secs(5);
/// Longer than the 30 s after which API Gateway gives up on a function.
const ANSWER: Duration = Duration::from_secs(40);
/// No connection lasts for longer than this, which is no limit in practice.
const STREAM: Duration = Duration::from_hours(24);
/// A repeatable request is not repeated for longer than this.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is tried where nobody listens: a server that is being replaced is back within a moment.
const BRIEF_TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(150);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// One API with one key.
pub(crate) struct Api {
    origin: Origin,
    key: String,
    client: Client,
}

/// A body as it came, and as the command reads it.
#[derive(Debug)]
pub(crate) struct Answer<T> {
    /// As it came.
    pub(crate) document: Value,
    /// As the command reads it.
    pub(crate) body: T,
}

impl Api {
    /// Prepares to call the API at an origin.
    pub(crate) fn new(url: &str, key: &str) -> Result<Self> {
        let origin = Origin::parse(url)?;
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = "the access key has characters that no key has; was it copied with a line break?";
            return Err(Failure::usage(message).into());
        }
        let mut client = Client::builder().connect_timeout(CONNECT).timeout(ANSWER);
        // A redirect would repeat the request, and the key, somewhere that nobody named.
        client = client.redirect(reqwest::redirect::Policy::none());
        if origin.is_local() {
            client = client.no_proxy();
        }
        let client = client.build().context("cannot prepare HTTP")?;
        Ok(Self { origin, key: key.to_owned(), client })
    }

    /// `GET`.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Answer<T>> {
        self.answer(self.request(Method::GET, path)).await
    }

    /// `DELETE`.
    pub(crate) async fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<Answer<T>> {
        self.answer(self.request(Method::DELETE, path)).await
    }

    /// `POST` under an idempotency key: repeated when the answer was lost or the service was busy, since the
    /// API does the work once.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
        idempotency_key: &str,
    ) -> Result<Answer<T>> {
        let started = Instant::now();
        let mut tries = 0;
        loop {
            tries += 1;
            let request =
                self.request(Method::POST, path).header("idempotency-key", idempotency_key).json(body);
            let outcome = request.send().await;
            let pause =
                pause_before_next(&outcome, tries).filter(|pause| started.elapsed() + *pause < PATIENCE);
            let Some(pause) = pause else {
                return self.read(outcome).await;
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// A stream of events from where it was left; a 204 passes, since it means that there is no more.
    pub(crate) async fn stream(&self, path: &str, last_id: Option<&str>) -> Result<Response> {
        let mut request = self.request(Method::GET, path).header(ACCEPT, "text/event-stream");
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        // It ends when it ends; whoever listens notices its silence.
        let answer = request.timeout(STREAM).send().await.map_err(|error| self.unreachable(&error))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        self.read::<Value>(Ok(answer)).await?;
        Err(Failure::failed("a refusal that reads as none").into())
    }

    /// Puts a file where an upload says. Without our key: the address itself is the permission.
    pub(crate) async fn put(&self, put: &Put, bytes: Vec<u8>) -> Result<()> {
        let mut request = Self::elsewhere(&put.url)?.put(&put.url);
        for (name, value) in &put.headers {
            request = request.header(name, value);
        }
        let response = request.body(bytes).send().await.map_err(|error| {
            Failure::unreachable(format!("the file's store does not answer: {}", root_cause(&error)))
        })?;
        if !response.status().is_success() {
            let message = format!("the file's store answered {}", response.status());
            return Err(Failure::failed(message).into());
        }
        Ok(())
    }

    /// A file from where an output points to. Without our key: the address itself is the permission.
    pub(crate) async fn fetch(&self, url: &str) -> Result<Response> {
        let response = Self::elsewhere(url)?.get(url).send().await.map_err(|error| {
            Failure::unreachable(format!("the file's store does not answer: {}", root_cause(&error)))
        })?;
        if !response.status().is_success() {
            let message = format!("the file's store answered {}", response.status());
            return Err(Failure::failed(message).into());
        }
        Ok(response)
    }

    /// A client for the files' store.
    fn elsewhere(url: &str) -> Result<Client> {
        let local = Origin::parse(&origin_of(url)).is_ok_and(|origin| origin.is_local());
        let mut client = Client::builder().connect_timeout(CONNECT).read_timeout(ANSWER);
        if local {
            client = client.no_proxy();
        }
        Ok(client.build()?)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.origin.at(path)).bearer_auth(&self.key)
    }

    async fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<Answer<T>> {
        self.read(request.send().await).await
    }

    async fn read<T: DeserializeOwned>(&self, outcome: reqwest::Result<Response>) -> Result<Answer<T>> {
        let response = outcome.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        let retry_after = retry_after(&response);
        let body = response.bytes().await.map_err(|error| self.unreachable(&error))?;
        let document = serde_json::from_slice::<Value>(&body);
        match document {
            Ok(document) if status.is_success() => {
                let known = T::deserialize(&document).context("the API's answer has an unknown shape")?;
                Ok(Answer { document, body: known })
            }
            Ok(document) if document.get("code").is_some() || document.get("title").is_some() => {
                let problem = Problem::from_document(status.as_u16(), document, retry_after);
                Err(Failure::problem(problem).into())
            }
            _ => {
                Err(Failure::problem(Problem::foreign(status.as_u16(), &String::from_utf8_lossy(&body)))
                    .into())
            }
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let message = format!("nothing usable answers at {}: {}", self.origin, root_cause(error));
        let next = if self.origin.is_local() {
            let (status, up) = (ui::command("status"), ui::command("up"));
            format!("`{status}` says what runs, `{up}` starts the local cloud")
        } else {
            "check FERROTYPE_URL and the network".to_owned()
        };
        Failure::unreachable(message).next(next)
    }
}

/// How long to wait before the next try; `None` when this outcome is the last.
fn pause_before_next(outcome: &reqwest::Result<Response>, tries: u32) -> Option<Duration> {
    let backoff = (FIRST_PAUSE * 2_u32.saturating_pow(tries - 1)).min(LONGEST_PAUSE);
    let briefly = (tries < BRIEF_TRIES).then_some(backoff);
    match outcome {
        Err(error) if error.is_connect() => briefly,
        Err(error) if error.is_builder() => None,
        Err(_) => Some(backoff),
        // The API says when it will be free; a server in front of it that has nobody behind it does not.
        Ok(response) if response.status() == 503 => match retry_after(response) {
            Some(seconds) => Some(Duration::from_secs(seconds).clamp(FIRST_PAUSE, LONGEST_PAUSE)),
            None => briefly,
        },
        Ok(_) => None,
    }
}

fn retry_after(response: &Response) -> Option<u64> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

fn origin_of(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

/// The innermost cause says what happened ("connection refused"); the outer ones repeat the address.
fn root_cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests;
