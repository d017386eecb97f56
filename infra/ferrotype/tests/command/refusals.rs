//! What goes wrong, and how it is told.

use serde_json::json;

use crate::fixture::{self, Server};
use crate::program::Desk;

#[tokio::test]
async fn without_a_cloud_every_verb_that_needs_one_exits_3_and_names_up() {
    let desk = Desk::new();
    std::fs::write(desk.file("template.yaml"), "").unwrap();
    let verbs: [&[&str]; 13] = [
        &["render", "a fox"],
        &["renders", "list"],
        &["renders", "get", "rnd_1"],
        &["renders", "watch", "rnd_1"],
        &["renders", "cancel", "rnd_1"],
        &["batches", "get", "bat_1"],
        &["events"],
        &["keys", "list"],
        &["keys", "create", "--as", "a@b.c"],
        &["credits"],
        &["env"],
        &["status"],
        &["logs"],
    ];
    for verb in verbs {
        let run = desk.run(verb).await;
        assert_eq!(run.code, 3, "{verb:?}: {}", run.err);
        assert!(run.err.contains("ferrotype up"), "{verb:?}: {}", run.err);
        assert_eq!(run.out, "", "{verb:?}");
    }
    assert!(!desk.file(".ferrotype").exists(), "looking left a state directory");
}

#[tokio::test]
async fn outside_a_clone_it_still_drives_a_deployed_stack() {
    let server =
        Server::start(|_| async { fixture::json(200, &json!({"balance_usd_micros": 25_000})) }).await;
    let run = Desk::new().call(&server.url(), &["credits"]).await.ok();
    assert_eq!(run.out, "2.5 credits left ($0.025)\n");
}

#[tokio::test]
async fn the_command_line_itself_exits_2() {
    let desk = Desk::new();
    for arguments in [&["fly"][..], &["render"], &["render", "fox", "--quality", "best"], &["up"]] {
        assert_eq!(desk.run(arguments).await.code, 2, "{arguments:?}");
    }
    let key = desk.call("not a url", &["credits"]).await;
    assert_eq!(key.code, 2, "{}", key.err);
    let mut keyless = desk.command(&["credits"]);
    let output = keyless.env("FERROTYPE_URL", "https://example.com").output().await.unwrap();
    assert_eq!(output.status.code(), Some(2), "a key of nobody was sent somewhere");
}

#[tokio::test]
async fn a_refusal_exits_4_and_explains() {
    let server = Server::start(|_| async {
        let problem = json!({"type": "t", "title": "The request cannot be used", "status": 422, "code": "invalid-field",
            "detail": "There is no such shape.", "pointer": "/aspect", "request_id": "r1", "allowed": ["1:1", "16:9"]});
        fixture::json(422, &problem)
    })
    .await;
    let desk = Desk::new();

    let run = desk.call(&server.url(), &["render", "fox", "--aspect", "1:77"]).await;
    assert_eq!(run.code, 4);
    for part in ["422 invalid-field", "There is no such shape.", "at /aspect", "allowed: 1:1, 16:9", "next:"]
    {
        assert!(run.err.contains(part), "{part} is missing in {}", run.err);
    }
    let json = desk.call(&server.url(), &["render", "fox", "--json"]).await;
    assert_eq!(json.code, 4);
    assert_eq!(json.json()["error"]["problem"]["pointer"], "/aspect");
    assert_eq!(json.json()["error"]["exit_code"], 4);
}

#[tokio::test]
async fn an_unknown_key_says_where_keys_come_from() {
    let server = Server::start(|_| async {
        fixture::json(401, &json!({"title": "Authentication is needed", "code": "no-key"}))
    })
    .await;
    let run = Desk::new().call(&server.url(), &["renders", "list"]).await;
    assert_eq!(run.code, 4);
    assert!(run.err.contains("ferrotype env"), "{}", run.err);
}

#[tokio::test]
async fn a_reader_that_leaves_is_no_error() {
    let desk = Desk::new();
    let mut child =
        desk.command(&["completions", "bash"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().await.unwrap().success());
}

#[tokio::test]
async fn every_shell_gets_completions() {
    let desk = Desk::new();
    for (shell, mark) in
        [("bash", "complete -F"), ("zsh", "#compdef ferrotype"), ("fish", "complete -c ferrotype")]
    {
        let run = desk.run(&["completions", shell]).await.ok();
        assert!(run.out.contains(mark) && run.out.contains("renders"), "{shell}");
    }
}
