//! Streams of events, cut wherever it hurts.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::fixture::{self, Reply, Server};
use crate::program::Desk;

/// How a stream was asked for: path and query, and where to go on.
type Asked = Arc<Mutex<Vec<(String, Option<String>)>>>;

fn event(sequence: u64, version: u64, kind: &str) -> Value {
    json!({"id": sequence.to_string(), "type": kind, "at": "2026-11-20T19:00:00.123Z", "workspace": "wsp_1",
           "subject": "rnd_1", "version": version, "data": {"stage": "é"}})
}

fn message(event: &Value) -> String {
    format!(
        "id: {}\nevent: {}\ndata: {event}\n\n",
        event["id"].as_str().unwrap(),
        event["type"].as_str().unwrap()
    )
}

fn stream(text: impl Into<Bytes>) -> Reply {
    let body: BoxBody<Bytes, std::convert::Infallible> = Full::new(text.into()).boxed();
    Response::builder().header("content-type", "text/event-stream").body(body).unwrap()
}

/// A server that gives each connection what `answer` says for its number and the place that it asks for.
async fn server(answer: impl Fn(usize, Option<&str>) -> Reply + Send + Sync + 'static) -> (Server, Asked) {
    let asked = Asked::default();
    let kept = Arc::clone(&asked);
    let server = Server::start(move |request: Request<Incoming>| {
        let last = request.headers().get("last-event-id").map(|id| id.to_str().unwrap().to_owned());
        let mut kept = kept.lock().unwrap();
        let reply = answer(kept.len(), last.as_deref());
        kept.push((request.uri().path_and_query().unwrap().to_string(), last));
        async { reply }
    })
    .await;
    (server, asked)
}

#[tokio::test]
async fn a_stream_that_is_cut_at_any_byte_is_told_once_and_whole() {
    let kinds = ["render.queued", "render.started", "render.stage", "render.stage", "render.succeeded"];
    let events: Vec<_> = kinds.iter().zip(1..).map(|(kind, version)| event(version, version, kind)).collect();
    let told = events.clone();
    // Each connection gives what follows the place, up to some byte; sooner or later a whole message fits.
    let (server, asked) = server(move |connection, last| {
        let place = last.map_or(0, |id| id.parse::<usize>().unwrap());
        let rest: String = told[place..].iter().map(message).collect();
        let text = format!("retry: 1\n\n{rest}").into_bytes();
        stream(text[..text.len().min(60 + 37 * connection)].to_vec())
    })
    .await;
    let run = Desk::new().call(&server.url(), &["renders", "watch", "rnd_1", "--json"]).await.ok();
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, events);
    let asked = asked.lock().unwrap();
    assert!(asked.len() > 5, "nothing was cut");
    assert_eq!(asked[0], ("/v1/renders/rnd_1/stream".to_owned(), None));
}

#[tokio::test]
async fn a_render_that_fails_ends_the_watch_with_1() {
    let (server, _) = server(|_, _| stream(message(&event(1, 1, "render.failed")))).await;
    let run = Desk::new().call(&server.url(), &["renders", "watch", "rnd_1"]).await;
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("render.failed") && run.err.contains("renders get rnd_1"),
        "{}{}",
        run.out,
        run.err
    );
}

#[tokio::test]
async fn a_busy_server_is_asked_again_and_a_refusal_is_final() {
    let problem = |status: u16| fixture::json(status, &json!({"title": "t", "status": status, "code": "x"}));
    let (busy, asked) = server(move |connection, _| match connection {
        0 => stream("retry: 1\n\n"),
        1 | 2 => problem(503),
        _ => stream(message(&event(1, 1, "render.succeeded"))),
    })
    .await;
    Desk::new().call(&busy.url(), &["renders", "watch", "rnd_1"]).await.ok();
    assert_eq!(asked.lock().unwrap().len(), 4);
    let (absent, asked) = server(move |_, _| problem(404)).await;
    assert_eq!(Desk::new().call(&absent.url(), &["renders", "watch", "rnd_1"]).await.code, 4);
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_feed_is_followed_past_a_reset_until_it_is_over() {
    let (server, asked) = server(|connection, _| match connection {
        0 => stream(format!(
            "retry: 1\n\nid: 40\nevent: reset\ndata: {{\"after\":40}}\n\n{}",
            message(&event(41, 1, "render.queued"))
        )),
        _ => Response::builder().status(204).body(Full::default().boxed()).unwrap(),
    })
    .await;
    let run = Desk::new().call(&server.url(), &["events", "--follow", "--after", "3"]).await.ok();
    assert_eq!(run.out, "    41  rnd_1   1  19:00:00.123  render.queued       stage=é\n");
    assert!(run.err.contains("no longer has") && run.err.contains("after 40"), "{}", run.err);
    let expected = [None, Some("41".to_owned())].map(|last| ("/v1/events/stream?after=3".to_owned(), last));
    assert_eq!(*asked.lock().unwrap(), expected);
}

#[tokio::test]
async fn the_feed_is_listed_to_its_end_and_an_old_place_is_explained() {
    let (feed, asked) = server(|connection, _| {
        let items =
            if connection < 2 { vec![event(connection as u64 + 1, 1, "render.queued")] } else { vec![] };
        let next = 2.min(connection + 1);
        fixture::json(200, &json!({"items": items, "next_after": next}))
    })
    .await;
    let run = Desk::new().call(&feed.url(), &["events", "--json"]).await.ok().json();
    assert_eq!((run["items"].as_array().unwrap().len(), &run["next_after"]), (2, &json!(2)));
    let targets: Vec<_> = asked.lock().unwrap().iter().map(|(target, _)| target.clone()).collect();
    assert_eq!(
        targets,
        ["/v1/events?limit=100", "/v1/events?limit=100&after=1", "/v1/events?limit=100&after=2"]
    );

    let (gone, _) = server(|_, _| {
        fixture::json(
            410,
            &json!({"title": "It is gone", "status": 410, "code": "cursor-expired", "detail": "Seven days."}),
        )
    })
    .await;
    let run = Desk::new().call(&gone.url(), &["events", "--after", "1"]).await;
    assert_eq!(run.code, 4);
    assert!(run.err.contains("renders list") && run.err.contains("ferrotype events"), "{}", run.err);
}

#[tokio::test]
async fn a_reader_that_leaves_ends_the_watch() {
    let (server, _) = server(|connection, _| {
        stream(format!("retry: 1\n\n{}", message(&event(connection as u64 + 1, 1, "render.stage"))))
    })
    .await;
    let desk = Desk::new();
    let mut command = desk.command(&["events", "--follow"]);
    command.env("FERROTYPE_URL", server.url()).env("FERROTYPE_KEY", "key-secret");
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = tokio::time::timeout(std::time::Duration::from_mins(1), child.wait()).await;
    assert_eq!(ended.expect("it goes on for nobody").unwrap().code(), Some(0));
}
