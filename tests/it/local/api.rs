//! The API as a client sees it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

use super::cloud::CLOUD;

/// How often anything was posted.
static POSTS: AtomicU32 = AtomicU32::new(0);

/// A client with an access key.
pub(crate) struct Api {
    key: Option<String>,
    base: String,
    http: Client,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Api {
    /// The owner of the shared cloud.
    pub(crate) fn owner() -> Self {
        Self::with(Some(CLOUD.key.clone()))
    }

    /// A new user of the shared cloud with so many micro-USD.
    pub(crate) fn user(email: &str, grant: i64) -> Self {
        Self::with(Some(CLOUD.user(email, grant)))
    }

    /// Anybody of the shared cloud.
    pub(crate) fn with(key: Option<String>) -> Self {
        Self::at(&CLOUD.api, key)
    }

    /// A client of the API at `base`.
    pub(crate) fn at(base: &str, key: Option<String>) -> Self {
        let http = Client::builder().timeout(Duration::from_mins(1)).build().expect("a client");
        Self { key, base: base.to_owned(), http }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        until_it_answers(|| self.send(Method::GET, path, &[], None))
    }

    /// Posts under a key of its own, so that it may be sent again.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        let key = format!("post-{}", POSTS.fetch_add(1, Ordering::Relaxed));
        let send =
            || self.send(Method::POST, path, &[("idempotency-key", key.as_str())], Some(body.to_string()));
        until_it_answers(send)
    }

    pub(crate) fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        self.open(method, path, headers, body).into()
    }

    /// Sends a request and gives the answer as soon as it begins: its body is still to be read.
    pub(crate) fn open(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Response {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        request.send().expect("the API answers")
    }

    /// Starts a render that is quick to paint, and gives its id.
    pub(crate) fn start(&self, prompt: &str) -> String {
        let answer =
            self.post("/v1/renders", &json!({ "prompt": prompt, "size": { "width": 256, "height": 256 } }));
        assert_eq!(answer.status, 202, "{answer:?}");
        answer.body["id"].as_str().expect("a render has an id").to_owned()
    }

    /// Waits for the end of a render and gives its whole story.
    pub(crate) fn end_of(&self, id: &str) -> Value {
        for _ in 0..6 {
            let answer = self.get(&format!("/v1/renders/{id}?wait=20"));
            assert_eq!(answer.status, 200, "{answer:?}");
            if !matches!(answer.body["status"].as_str(), Some("queued" | "running")) {
                return answer.body;
            }
        }
        panic!("{id} does not end: {}", self.get(&format!("/v1/renders/{id}")).body);
    }

    /// Every item of a list, page after page.
    pub(crate) fn all(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("{path}?limit=5{cursor}"));
            assert_eq!(page.status, 200, "{page:?}");
            items.extend(page.body["items"].as_array().expect("items").iter().cloned());
            match page.body["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }

    /// That the money adds up: balance, held and spent are what was granted, and the ledger says the same.
    pub(crate) fn assert_money_adds_up(&self) {
        let credits = self.get("/v1/credits").body;
        let of = |name: &str| credits[name].as_i64().expect(name);
        let sum = of("balance_usd_micros") + of("held_usd_micros") + of("spent_usd_micros");
        assert_eq!(sum, of("granted_usd_micros"), "{credits}");
        let ledger = self.all("/v1/credits/ledger");
        let total = |kind: &str, field: &str| -> i64 {
            ledger
                .iter()
                .filter(|entry| entry["kind"] == kind)
                .filter_map(|entry| entry[field].as_i64())
                .sum()
        };
        let closes = ["settle", "release", "split"];
        let closed: i64 = closes.iter().map(|kind| total(kind, "amount_usd_micros")).sum();
        let charged: i64 = closes.iter().map(|kind| total(kind, "charged_usd_micros")).sum();
        assert_eq!(total("grant", "amount_usd_micros"), of("granted_usd_micros"));
        assert_eq!(total("hold", "amount_usd_micros") - closed, of("held_usd_micros"));
        assert_eq!(charged, of("spent_usd_micros"));
    }
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().expect("a body is text");
        Self { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }
}

/// What a client does with a 503: the same again, when the answer says so. Two cores under two hundred requests
/// at once give some, to whoever asks at that moment.
#[expect(clippy::disallowed_methods, reason = "another process is waited for: there is no clock to move")]
fn until_it_answers(send: impl Fn() -> Answer) -> Answer {
    let mut answer = send();
    for _ in 0..30 {
        if answer.status != 503 {
            break;
        }
        let pause = answer.header("retry-after").parse().unwrap_or(1);
        std::thread::sleep(Duration::from_secs(pause));
        answer = send();
    }
    answer
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// That this is a problem document with this status and code.
    pub(crate) fn assert_problem(&self, status: u16, code: &str) -> &Self {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        assert_eq!(self.body["code"], code, "{self:?}");
        assert_eq!(self.body["status"], status, "{self:?}");
        assert!(self.body["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{self:?}");
        assert_eq!(self.body["request_id"], self.header("x-request-id"), "{self:?}");
        self
    }
}
