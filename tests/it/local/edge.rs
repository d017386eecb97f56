//! Streams as they come through the local edge.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use reqwest::Method;
use reqwest::blocking::Response;
use serde_json::json;
use serde_json::value::RawValue;
use testkit::{Dice, Ear};

use super::api::Api;
use super::cloud::{bins, scratch};
use super::command::{ferrotype, json, succeeds};

/// A local cloud as `ferrotype up` starts it, and stopped whatever becomes of the test.
struct Up {
    state: PathBuf,
    url: String,
}

impl Up {
    fn start() -> Self {
        let state = scratch("edge");
        let bins = bins();
        let arguments = ["up", "--port", "0", "--json", "--bins", bins.to_str().expect("a path is text")];
        let up = json(&succeeds(&state, &arguments));
        Self { url: up["url"].as_str().expect("it has an address").to_owned(), state }
    }

    /// A user of their own workspace.
    fn user(&self, email: &str) -> Api {
        let made = succeeds(&self.state, &["keys", "create", "--as", email, "--grant", "1000000", "--json"]);
        let made = json(&made);
        let secret = made["key"]["secret"].as_str().or(made["secret"].as_str()).expect("a secret");
        Api::at(&self.url, Some(secret.to_owned()))
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        ferrotype(&self.state, &["down"]);
    }
}

/// A large picture: there is time to listen while it is painted.
fn large(api: &Api) -> String {
    let wanted = json!({ "prompt": "a city", "size": { "width": 2048, "height": 2048 } });
    let answer = api.post("/v1/renders", &wanted);
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.body["id"].as_str().expect("an id").to_owned()
}

/// The items of a list, each as the bytes that came.
fn items(api: &Api, path: &str) -> Vec<String> {
    let text = api.open(Method::GET, path, &[], None).text().expect("a body is text");
    let page: BTreeMap<String, &RawValue> = serde_json::from_str(&text).expect("a page");
    let items: Vec<&RawValue> = serde_json::from_str(page["items"].get()).expect("items");
    items.into_iter().map(|item| item.get().to_owned()).collect()
}

fn data(ear: &Ear) -> Vec<String> {
    ear.heard.iter().map(|heard| heard.data.clone()).collect()
}

/// Listens from where `ear` is.
fn listen(api: &Api, path: &str, ear: &Ear) -> Response {
    let id = ear.last_event_id.as_deref().map(|id| ("last-event-id", id));
    let stream = api.open(Method::GET, path, id.as_slice(), None);
    assert_eq!(stream.status(), 200, "{path} after {id:?}");
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    stream
}

/// Reads until `most` bytes are there, something was heard that is `enough`, or the stream ends.
fn read(stream: &mut Response, most: usize, enough: impl Fn(&Ear) -> bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 64];
    while bytes.len() < most {
        let room = chunk.len().min(most - bytes.len());
        match stream.read(&mut chunk[..room]).expect("the stream goes on") {
            0 => break,
            count => bytes.extend_from_slice(&chunk[..count]),
        }
        let mut heard = Ear::default();
        heard.take(&bytes);
        if enough(&heard) {
            break;
        }
    }
    bytes
}

/// Hears all of `count` events over connections that are cut at a random byte; gives how many were.
fn hear_over_cuts(api: &Api, path: &str, count: usize, dice: &mut Dice) -> (Vec<String>, usize) {
    let (mut ear, mut cuts) = (Ear::default(), 0);
    while ear.heard.len() < count {
        let left = count - ear.heard.len();
        let most = dice.below(700) + 1;
        let mut stream = listen(api, path, &ear);
        let bytes = read(&mut stream, most, |heard| heard.heard.len() >= left);
        ear.take(&bytes);
        cuts += usize::from(bytes.len() == most);
    }
    (data(&ear), cuts)
}

fn assert_is_cut_and_loses_nothing(api: &Api, stream: &str, list: &str, count: usize) -> usize {
    let mut dice = Dice::new(7);
    let mut cuts = 0;
    while cuts < 50 {
        let (heard, more) = hear_over_cuts(api, stream, count, &mut dice);
        assert_eq!(heard, items(api, list), "{stream}");
        cuts += more;
    }
    cuts
}

fn assert_refusals(up: &Up, api: &Api, id: &str) {
    let stream = format!("/v1/renders/{id}/stream");
    let nobody = Api::at(&up.url, None);
    let other = up.user("other@localhost");
    for path in [&*stream, "/v1/events/stream"] {
        nobody.get(path).assert_problem(401, "unauthenticated");
        let malformed = api.send(Method::GET, path, &[("last-event-id", "the last one")], None);
        malformed.assert_problem(400, "last-event-id");
    }
    other.get(&stream).assert_problem(404, "not-found");
    api.get(&stream.replace(id, "rnd_0")).assert_problem(404, "not-found");
}

#[test]
fn a_stream_comes_as_it_is_written_and_what_fifty_cuts_take_away_comes_again() {
    let up = Up::start();
    let api = up.user("listener@localhost");
    let feed_from_the_start = "/v1/events/stream?after=0";

    // As it is written: the first event is here while the picture is painted, and the end of the render is that of the stream.
    let id = large(&api);
    let path = format!("/v1/renders/{id}/stream");
    let mut stream = listen(&api, &path, &Ear::default());
    let mut bytes = read(&mut stream, usize::MAX, |heard| !heard.heard.is_empty());
    let status = api.get(&format!("/v1/renders/{id}")).body["status"].clone();
    assert!(status == "queued" || status == "running", "{status} when the first event came");
    bytes.extend(read(&mut stream, usize::MAX, |_| false));
    let mut ear = Ear::default();
    ear.take(&bytes);
    assert_eq!(ear.heard.last().map(|heard| heard.event.as_str()), Some("render.succeeded"));
    let list = format!("/v1/renders/{id}/events?limit=100");
    assert_eq!(data(&ear), items(&api, &list));
    let again = api.send(Method::GET, &path, &[("last-event-id", &ear.heard[ear.heard.len() - 1].id)], None);
    assert_eq!(again.status, 204, "who has all of it is told not to come back");

    // Cut while it is written, then as often as it takes.
    let count = ear.heard.len();
    let id = large(&api);
    let (path, list) = (format!("/v1/renders/{id}/stream"), format!("/v1/renders/{id}/events?limit=100"));
    let cuts = assert_is_cut_and_loses_nothing(&api, &path, &list, count);
    println!("the stream of a render: {cuts} cuts, {count} events, the same bytes as the list");

    let last = large(&api);
    let count = 3 * count;
    let cuts =
        assert_is_cut_and_loses_nothing(&api, feed_from_the_start, "/v1/events?after=0&limit=100", count);
    println!("the stream of the workspace: {cuts} cuts, {count} events, the same bytes as the list");
    assert_eq!(api.end_of(&last)["status"], "succeeded");

    assert_refusals(&up, &api, &id);
    api.assert_money_adds_up();
}
