//! Renders that wait, are called off, are tried again and are paid for; and what a dry run says.

use std::sync::{Arc, Mutex};

use http::Request;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::fixture::{self, Reply, Server};
use crate::program::Desk;

/// What was posted: path and query, whether there was an idempotency key, and the body.
type Posted = Arc<Mutex<Vec<(String, bool, Value)>>>;

/// An API that answers each request with a document, in which `ORIGIN` is its own, and keeps what is posted.
async fn api(answer: fn(&str) -> (u16, Value)) -> (Server, Posted) {
    let posted = Posted::default();
    let kept = Arc::clone(&posted);
    let server = Server::start(move |request: Request<Incoming>| {
        let kept = Arc::clone(&kept);
        async move { reply(request, &kept, answer).await }
    })
    .await;
    (server, posted)
}

async fn reply(request: Request<Incoming>, kept: &Posted, answer: fn(&str) -> (u16, Value)) -> Reply {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let target = parts.uri.path_and_query().unwrap().to_string();
    if parts.method == "POST" {
        let body = serde_json::from_slice(&body).unwrap();
        kept.lock().unwrap().push((target.clone(), parts.headers.contains_key("idempotency-key"), body));
    }
    let (status, document) = answer(&target);
    let origin = format!("http://{}", parts.headers["host"].to_str().unwrap());
    let text = document.to_string().replace("ORIGIN", &origin);
    fixture::bytes(status, "application/json", text.into_bytes())
}

fn render(id: &str, status: &str) -> Value {
    json!({"id": id, "status": status, "created_at": "2026-11-20T19:00:00.000Z", "request": {"prompt": "a fox"}})
}

#[tokio::test]
async fn a_dry_run_makes_nothing_and_says_what_would_happen() {
    let (server, posted) = api(|_| {
        let limit = json!({"id": "LANE", "level": "lane", "cap": 5, "held": 5, "spent": 0, "needed": 1, "fits": false});
        let estimate = json!({"min_usd_micros": 1, "likely_usd_micros": 10_000, "max_usd_micros": 20_000});
        (200, json!({"dry_run": true, "verdict": "wait", "estimate": estimate, "limits": [limit], "request": {}}))
    })
    .await;
    let line = ["render", "a fox", "--dry-run", "--count", "3", "--queue", "--deadline", "90"];
    let run = Desk::new().call(&server.url(), &line).await.ok();
    for part in ["it would wait in line", "likely 1 credit ($0.01)", "too much  limit lane", "cap 5, held 5"]
    {
        assert!(run.out.contains(part), "{part} is missing in {}", run.out);
    }
    let (target, _, body) = posted.lock().unwrap().pop().unwrap();
    assert_eq!(target, "/v1/renders?dry_run=true");
    assert_eq!(body, json!({"prompt": "a fox", "count": 3, "queue": true, "deadline_seconds": 90}));
}

#[tokio::test]
async fn a_render_is_called_off_or_asked_to_end() {
    let (server, posted) = api(|target| match target {
        "/v1/renders/rnd_1/cancel" => (200, render("rnd_1", "canceled")),
        "/v1/renders/rnd_2/cancel" => (202, render("rnd_2", "running")),
        _ => (409, json!({"title": "The state does not allow this", "status": 409, "code": "render-ended"})),
    })
    .await;
    let desk = Desk::new();
    assert_eq!(
        desk.call(&server.url(), &["renders", "cancel", "rnd_1"]).await.ok().out,
        "rnd_1 is canceled\n"
    );
    let asked = desk.call(&server.url(), &["renders", "cancel", "rnd_2"]).await.ok();
    assert!(asked.out.contains("asked to end") && asked.out.contains("renders watch rnd_2"), "{}", asked.out);
    let late = desk.call(&server.url(), &["renders", "cancel", "../keys"]).await;
    assert_eq!(late.code, 4);
    assert_eq!(posted.lock().unwrap().last().unwrap().0, "/v1/renders/..%2Fkeys/cancel");
}

#[tokio::test]
async fn a_retry_is_a_new_render_and_says_what_it_accepts() {
    let (server, posted) = api(|_| (202, render("rnd_9", "queued"))).await;
    let desk = Desk::new();
    let run = desk.call(&server.url(), &["renders", "retry", "rnd_1"]).await.ok();
    assert!(
        run.out.starts_with("rnd_9 queued\n") && run.out.contains("renders get rnd_9 --wait"),
        "{}",
        run.out
    );
    desk.call(&server.url(), &["renders", "retry", "rnd_1", "--accept-duplicate"]).await.ok();
    let posted: Vec<_> = posted.lock().unwrap().clone();
    let expected = |body: Value| ("/v1/renders/rnd_1/retry".to_owned(), true, body);
    assert_eq!(posted, [expected(json!({})), expected(json!({"accept_duplicate": true}))]);
}

#[tokio::test]
async fn a_receipt_shows_its_figures_and_stays_whole_as_json() {
    let receipt = json!({"charged_usd_micros": 10_000, "own_cost": {"lambda": 12}});
    let (server, _) = api(|_| (200, json!({"charged_usd_micros": 10_000, "own_cost": {"lambda": 12}}))).await;
    let desk = Desk::new();
    let text = desk.call(&server.url(), &["renders", "receipt", "rnd_1"]).await.ok().out;
    assert!(
        text.contains("charged") && text.contains("1 credit ($0.01)") && text.contains("$0.000012"),
        "{text}"
    );
    let json = desk.call(&server.url(), &["renders", "receipt", "rnd_1", "--json"]).await.ok().json();
    assert_eq!(json, receipt);
}

#[tokio::test]
async fn a_render_in_line_tells_its_place() {
    let seen = Arc::new(Mutex::new(0));
    let server = Server::start(move |request: Request<Incoming>| {
        let seen = Arc::clone(&seen);
        async move {
            let target = request.uri().path_and_query().unwrap().to_string();
            let event = |version: u64, kind: &str| {
                json!({"id": format!("rnd_1.{version}"), "type": kind, "at": "2026-11-20T19:00:00.000Z", "version": version, "data": {}})
            };
            let mut waiting = render("rnd_1", "queued");
            waiting["position"] = json!(3);
            waiting["eta_seconds"] = json!(40);
            let mut looks = seen.lock().unwrap();
            let ended = *looks > 0;
            match target.as_str() {
                "/v1/renders" => fixture::json(202, &waiting),
                "/v1/renders/rnd_1?wait=25" => fixture::json(200, &waiting),
                "/v1/renders/rnd_1" if ended => fixture::json(200, &render("rnd_1", "canceled")),
                "/v1/renders/rnd_1" => {
                    *looks += 1;
                    fixture::json(200, &waiting)
                }
                _ => {
                    let mut items = vec![event(1, "render.queued")];
                    items.extend(ended.then(|| event(2, "render.canceled")));
                    fixture::json(200, &json!({"items": items, "next_cursor": null}))
                }
            }
        }
    })
    .await;
    let run = Desk::new().call(&server.url(), &["render", "a fox", "--queue"]).await;
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("waiting          position 3, about 40.0 s"), "{}", run.err);
}

/// A workspace whose default project is on the second page of its projects.
fn workspace(target: &str) -> (u16, Value) {
    let project = |id: &str, is_default: bool| json!({"id": id, "name": "Spring", "is_default": is_default});
    let page = |project: Value, next: Value| json!({"items": [project], "next_cursor": next});
    let put = json!({"url": "ORIGIN/store/a.png", "headers": {}});
    match target {
        "/v1/projects?limit=100" => (200, page(project("prj_2", false), json!("a/b"))),
        "/v1/projects?limit=100&cursor=a%2Fb" => (200, page(project("prj_1", true), json!(null))),
        "/v1/projects/prj_1/chains/default" => (200, json!({"id": "chn_1"})),
        "/v1/projects/prj_9/chains/default" => (200, json!({"id": "chn_9"})),
        "/v1/uploads" => (201, json!({"uploads": [{"id": "upl_1", "put": put}]})),
        "/v1/uploads/upl_1/complete" => (201, json!({"id": "ast_1", "width": 2, "height": 1, "bytes": 5})),
        "/v1/renders" => (202, render("rnd_1", "queued")),
        "/store/a.png" => (200, json!({})),
        _ => (404, json!({"title": "Not found", "status": 404, "code": "not-found"})),
    }
}

#[tokio::test]
async fn the_default_chain_is_that_of_the_project_and_without_one_of_the_workspace_s_own() {
    let (server, posted) = api(workspace).await;
    let desk = Desk::new();
    let line = ["render", "a fox", "--no-wait", "--chain", "default"];
    desk.call(&server.url(), &line).await.ok();
    desk.call(&server.url(), &[&line[..], &["--project", "prj_9"]].concat()).await.ok();
    let bodies: Vec<_> = posted.lock().unwrap().iter().map(|(_, _, body)| body.clone()).collect();
    let named = json!({"prompt": "a fox", "project": "prj_9", "chain": "chn_9"});
    assert_eq!(bodies, [json!({"prompt": "a fox", "chain": "chn_1"}), named]);
}

#[tokio::test]
async fn what_is_uploaded_belongs_to_the_project_that_is_named() {
    let (server, posted) = api(workspace).await;
    let desk = Desk::new();
    std::fs::write(desk.file("a.png"), b"bytes").unwrap();
    desk.call(&server.url(), &["upload", "a.png"]).await.ok();
    desk.call(&server.url(), &["upload", "a.png", "--project", "prj_9"]).await.ok();
    let render = ["render", "a fox", "--no-wait", "--reference", "a.png", "--project", "prj_9"];
    desk.call(&server.url(), &render).await.ok();
    let posted = posted.lock().unwrap();
    let announced = posted.iter().filter(|(target, _, _)| target == "/v1/uploads");
    let projects: Vec<_> = announced.map(|(_, _, body)| body.get("project").cloned()).collect();
    assert_eq!(projects, [None, Some(json!("prj_9")), Some(json!("prj_9"))]);
    assert_eq!(posted.last().unwrap().2["references"], json!(["ast_1"]));
}
