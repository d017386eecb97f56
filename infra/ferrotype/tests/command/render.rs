//! From a prompt to a file, against an API of our own that tells a render's story in steps.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::fixture::{self, Reply, Server};
use crate::program::Desk;

const STAGES: [&str; 6] = ["prepare", "optimize-prompt", "route-model", "submit", "ingest", "validate"];
const PICTURE: &[u8] = b"\x89PNG and so on";

/// A render that gets one event further each time its log is read.
#[derive(Default)]
struct Story {
    told: usize,
    submitted: Vec<(String, Value)>,
    end: Option<Value>,
}

type Shared = Arc<Mutex<Story>>;

fn events() -> Vec<Value> {
    let event = |version: usize, kind: &str, data: Value| {
        json!({"id": format!("rnd_1.{version}"), "type": kind, "version": version, "data": data,
               "at": format!("2026-11-20T19:00:00.{version:03}Z")})
    };
    let mut events = vec![event(1, "render.queued", json!({})), event(2, "render.started", json!({}))];
    events.extend(STAGES.iter().enumerate().map(|(index, stage)| {
        event(index + 3, "render.stage", json!({"stage": stage, "word": "next", "ms": 10 + index}))
    }));
    events.push(event(9, "render.succeeded", json!({"charged_usd_micros": 10_000})));
    events
}

fn render(story: &Story, origin: &str) -> Value {
    let mut render = json!({"id": "rnd_1", "kind": "render", "status": "running", "version": 1, "run": 1,
        "created_at": "2026-11-20T19:00:00.000Z", "request": {"prompt": "a fox"}, "links": {"self": "/v1/renders/rnd_1"}});
    if story.told < events().len() {
        return render;
    }
    if let Some(end) = &story.end {
        render["status"] = json!("failed");
        render["problem"] = end.clone();
        return render;
    }
    render["status"] = json!("succeeded");
    render["duration_ms"] = json!(412);
    render["final_prompt"] = json!("a red fox in soft light");
    render["outputs"] = json!([{"asset": "ast_1", "mime": "image/png", "width": 1024, "height": 576,
        "bytes": PICTURE.len(), "sha256": format!("{:x}", Sha256::digest(PICTURE)), "url": format!("{origin}/store/a.png?sig=1")}]);
    render
}

async fn answer(story: Shared, request: Request<Incoming>) -> Reply {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let origin = format!("http://{}", parts.headers["host"].to_str().unwrap());
    let mut story = story.lock().unwrap();
    if parts.uri.path() == "/store/a.png" {
        assert!(!parts.headers.contains_key("authorization"), "our key went to the store");
        return fixture::bytes(200, "image/png", PICTURE.to_vec());
    }
    assert_eq!(parts.headers["authorization"], "Bearer key-secret");
    match (parts.method.as_str(), parts.uri.path()) {
        ("POST", "/v1/renders") => {
            let key = parts.headers["idempotency-key"].to_str().unwrap().to_owned();
            story.submitted.push((key, serde_json::from_slice(&body).unwrap()));
            fixture::json(202, &render(&story, &origin))
        }
        ("GET", "/v1/renders/rnd_1/events") => {
            story.told = (story.told + 3).min(events().len());
            fixture::json(200, &json!({"items": events()[..story.told], "next_cursor": null}))
        }
        ("GET", "/v1/renders/rnd_1") => fixture::json(200, &render(&story, &origin)),
        other => fixture::json(
            404,
            &json!({"title": "Not found", "code": "not-found", "detail": format!("{other:?}")}),
        ),
    }
}

async fn api() -> (Server, Shared) {
    let story = Shared::default();
    let shared = Arc::clone(&story);
    let server = Server::start(move |request| answer(Arc::clone(&shared), request)).await;
    (server, story)
}

#[tokio::test]
async fn a_prompt_becomes_a_file_and_the_stages_are_named() {
    let (server, story) = api().await;
    let desk = Desk::new();

    let run =
        desk.call(&server.url(), &["render", "a fox", "--aspect", "16:9", "--out", "fox.png"]).await.ok();

    assert_eq!(std::fs::read(desk.file("fox.png")).unwrap(), PICTURE);
    let stages: Vec<_> = run.err.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(stages, [&STAGES[..], &["settle"]].concat(), "{}", run.err);
    assert!(run.err.contains("10 ms"), "{}", run.err);
    for part in
        ["fox.png", "1024 x 576", "rnd_1", "for 1 credit", "a red fox in soft light", "renders get rnd_1"]
    {
        assert!(run.out.contains(part), "{part} is missing in {}", run.out);
    }
    let submitted = &story.lock().unwrap().submitted;
    assert_eq!(submitted.len(), 1);
    assert_eq!(submitted[0].1, json!({"prompt": "a fox", "aspect": "16:9"}));
    assert!(submitted[0].0.len() > 20, "no idempotency key was minted");
}

#[tokio::test]
async fn with_json_stdout_is_one_document_and_quiet_is_quiet() {
    let (server, _) = api().await;
    let desk = Desk::new();
    let run = desk.call(&server.url(), &["render", "a fox", "--json", "--quiet"]).await.ok();
    assert_eq!(run.json()["status"], "succeeded");
    assert_eq!(run.json()["files"][0]["path"], "rnd_1.png");
    assert_eq!(run.err, "");
    assert!(desk.file("rnd_1.png").is_file());
}

#[tokio::test]
async fn a_failed_render_exits_1_with_its_problem_and_saves_nothing() {
    let (server, story) = api().await;
    let problem = json!({"title": "Internal error", "status": 500, "code": "stage-timed-out", "detail": "ingest took too long."});
    story.lock().unwrap().end = Some(problem);
    let desk = Desk::new();

    let run = desk.call(&server.url(), &["render", "a fox", "--out", "fox.png"]).await;

    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("stage-timed-out") && run.err.contains("ingest took too long."), "{}", run.err);
    assert!(run.err.contains("renders events rnd_1"), "{}", run.err);
    assert!(!desk.file("fox.png").exists());
}

#[tokio::test]
async fn no_wait_returns_at_once_with_the_way_back() {
    let (server, story) = api().await;
    let arguments = ["render", "a fox", "--no-wait", "--idempotency-key", "mine"];
    let run = Desk::new().call(&server.url(), &arguments).await.ok();
    assert!(run.out.starts_with("rnd_1 running\n"), "{}", run.out);
    let story = story.lock().unwrap();
    assert_eq!((story.told, story.submitted[0].0.as_str()), (0, "mine"));
}

#[tokio::test]
async fn ctrl_c_leaves_the_render_running_and_says_how_to_get_it() {
    let server = Server::start(|request: Request<Incoming>| async move {
        let path = request.uri().path().to_owned();
        if path.ends_with("/events") {
            return fixture::json(200, &json!({"items": events()[..3], "next_cursor": null}));
        }
        fixture::json(if path == "/v1/renders" { 202 } else { 200 }, &render(&Story::default(), ""))
    })
    .await;
    let desk = Desk::new();
    let mut command = desk.command(&["render", "a fox"]);
    command
        .env("FERROTYPE_URL", server.url())
        .env("FERROTYPE_KEY", "key-secret")
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let first =
        tokio::time::timeout(Duration::from_secs(20), lines.next_line()).await.unwrap().unwrap().unwrap();
    assert!(first.contains("prepare"), "{first}");

    let pid = rustix::process::Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();

    let mut rest = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        rest.push_str(&line);
    }
    assert_eq!(child.wait().await.unwrap().code(), Some(130));
    assert!(rest.contains("the render goes on") && rest.contains("renders get rnd_1 --wait"), "{rest}");
}
