//! `up`, `down` and what lies between, in a small clone whose engine is a stand-in of some hundred lines.
//! The real engine has its own tests; here it is about processes, ports, state and second starts.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Desk, Outcome, is_alive, kill, outcome};

const PACKAGE: &str = "[package]\nname = \"renders\"\nedition = \"2024\"\n[[bin]]\nname = \"renders-start\"\npath = \"main.rs\"\n";

/// A clone with one function. Whatever it started is stopped at the end, also of a failed test.
struct Clone {
    desk: Desk,
}

impl Clone {
    fn new() -> Self {
        let clone = Self { desk: Desk::new() };
        let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command/clone/infra/local");
        std::fs::create_dir_all(clone.desk.file("infra/local")).unwrap();
        for name in ["venv.py", "__main__.py"] {
            std::fs::copy(tool.join(name), clone.desk.file("infra/local").join(name)).unwrap();
        }
        clone.write("template.yaml", "Resources: {}\n");
        clone.write("Cargo.toml", PACKAGE);
        clone.write("main.rs", "fn main() {}\n");
        clone
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.desk.file(name), text).unwrap();
    }

    async fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.desk.command(arguments);
        let target = self.desk.file("target");
        outcome(command.env("CARGO_TARGET_DIR", target).env("AWS_PROFILE", "production")).await
    }

    async fn up(&self) -> Value {
        self.run(&["up", "--port", "0", "--json"]).await.ok().json()
    }

    async fn status(&self) -> Value {
        self.run(&["status", "--json"]).await.ok().json()
    }
}

impl Drop for Clone {
    fn drop(&mut self) {
        for state in [".ferrotype", "second"] {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ferrotype"));
            let _ = command.args(["down", "--state", state]).current_dir(self.desk.path()).output();
        }
    }
}

#[tokio::test]
async fn up_again_and_down_leaves_nothing_running_and_keeps_the_state() {
    let clone = Clone::new();
    let first = clone.up().await;
    let before = clone.status().await;
    assert_eq!(before["url"], first["url"]);
    assert_eq!(before["stack"]["status"], "UPDATE_COMPLETE");
    let parameters = first["deploy"]["outputs"]["parameters"].as_array().unwrap();
    for parameter in [
        "LocalUsers=true",
        "StartingGrant=10000000",
        "Stage=dev",
        &format!("EdgeUrl={}", first["url"].as_str().unwrap()),
    ] {
        assert!(parameters.contains(&json!(parameter)), "{parameters:?}");
    }
    let file = clone.desk.file(".ferrotype/credentials.json");
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(clone.run(&["credits"]).await.ok().out, "1000 credits left ($10.00)\n");

    let second = clone.up().await;
    assert_eq!(second["deploy"]["changes"], 0);
    assert_eq!(second["key"], first["key"], "a second start made another key");
    let after = clone.status().await;
    assert_eq!(after["engine"]["pid"], before["engine"]["pid"]);
    assert_eq!(after["edge"]["pid"], before["edge"]["pid"]);
    let elsewhere = clone.run(&["credits", "--url", "http://example.invalid"]).await;
    assert_eq!(elsewhere.code, 2, "the local key was offered to another host: {}", elsewhere.err);

    let down = clone.run(&["down", "--json"]).await.ok().json();
    assert_eq!((&down["edge"], &down["engine"]), (&json!("stopped"), &json!("stopped")));
    assert!(!is_alive(&before["edge"]["pid"]) && !is_alive(&before["engine"]["pid"]));
    assert_eq!(clone.run(&["status"]).await.code, 3);
    assert_eq!(clone.run(&["credits"]).await.code, 3);
    assert_eq!(clone.run(&["down"]).await.ok().out, "nothing was running\n");

    let third = clone.up().await;
    assert_eq!(
        (&third["url"], &third["key"]),
        (&first["url"], &first["key"]),
        "the state did not outlive `down`"
    );
}

#[tokio::test]
async fn a_changed_function_is_deployed_and_a_broken_one_is_explained() {
    let clone = Clone::new();
    let first = clone.up().await;
    clone.write("main.rs", "fn main() { println!(\"new\"); }\n");
    let second = clone.run(&["up", "--json"]).await.ok();
    assert_eq!(second.json()["deploy"]["changes"], 3, "{}", second.err);
    assert_eq!(second.json()["url"], first["url"]);
    assert!(second.err.contains("1 function, 1 new"), "{}", second.err);

    clone.write("main.rs", "fn main() { nonsense }\n");
    let broken = clone.run(&["up"]).await;
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("cannot find value `nonsense`"), "{}", broken.err);
    assert!(!broken.err.contains("Compiling"), "{}", broken.err);
    assert_eq!(clone.run(&["credits"]).await.code, 0, "a failed build took the running cloud down");
}

#[tokio::test]
async fn after_a_crash_it_starts_anew_and_gets_a_key() {
    let clone = Clone::new();
    clone.up().await;
    let before = clone.status().await;
    kill(&before["engine"]["pid"]);
    kill(&before["edge"]["pid"]);
    assert_eq!(clone.run(&["status"]).await.code, 3, "a stale pid file counts as a running cloud");

    clone.up().await;
    let after = clone.status().await;
    assert_ne!(after["engine"]["pid"], before["engine"]["pid"]);
    assert_eq!(clone.run(&["credits"]).await.code, 0);

    std::fs::remove_file(clone.desk.file(".ferrotype/credentials.json")).unwrap();
    let reissued = clone.up().await;
    assert_eq!(reissued["key"]["id"], "key_2");
    assert_eq!(clone.run(&["credits"]).await.code, 0, "the new key does not work");
}

#[tokio::test]
async fn the_demo_goes_from_a_clone_to_a_picture_and_leaves_the_cloud_up() {
    let clone = Clone::new();
    let demo = clone.run(&["demo", "--port", "0"]).await.ok();

    assert_eq!(std::fs::read(clone.desk.file("ferrotype-demo.png")).unwrap(), b"a picture");
    assert!(demo.err.contains("lighthouse") && demo.err.contains("prepare"), "{}", demo.err);
    for part in ["ferrotype-demo.png", "renders events rnd_1", "logs", "down"] {
        assert!(demo.out.contains(part), "{part} is missing in {}", demo.out);
    }
    clone.run(&["down"]).await.ok();
    let kept = std::fs::read_to_string(clone.desk.file(".ferrotype/engine/data.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&kept).unwrap()["asked"]["aspect"], "16:9");
}

#[tokio::test]
async fn two_starts_at_once_make_one_cloud() {
    let clone = Clone::new();
    let (one, other) = tokio::join!(clone.up(), clone.up());
    assert_eq!((&one["url"], &one["key"]), (&other["url"], &other["key"]));
}

#[tokio::test]
async fn two_state_directories_run_side_by_side() {
    let clone = Clone::new();
    let first = clone.up().await;
    let port = first["url"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    let taken = clone.run(&["up", "--state", "second", "--port", &port]).await;
    assert_eq!(taken.code, 1);
    assert!(
        taken.err.contains("is taken by the local cloud of") && taken.err.contains("--port 0"),
        "{}",
        taken.err
    );

    let second = clone.run(&["up", "--state", "second", "--port", "0", "--json"]).await.ok().json();
    assert_ne!(second["url"], first["url"]);
    clone.run(&["down", "--state", "second"]).await.ok();
    assert_eq!(clone.run(&["credits"]).await.code, 0, "stopping one cloud stopped the other");
}

#[tokio::test]
async fn fresh_starts_over_and_users_get_workspaces_of_their_own() {
    let clone = Clone::new();
    clone.up().await;
    let user = clone.run(&["keys", "create", "--as", "a@b.c", "--grant", "5", "--json"]).await.ok().json();
    assert_eq!((&user["email"], &user["key"]["id"]), (&json!("a@b.c"), &json!("key_2")));
    let logs = clone.run(&["logs", "renders-start", "--since", "2m", "--json"]).await.ok().json();
    assert_eq!(
        logs["items"][0],
        json!({"time": 1, "function": "ferrotype-renders-start", "message": "since 120"})
    );

    let fresh = clone.run(&["up", "--fresh", "--json"]).await.ok().json();
    assert_eq!(fresh["key"]["id"], "key_1");
    assert_eq!(fresh["deploy"]["changes"], 3, "the old deploy outlived --fresh");
}

/// A function that answers each request with a word and its process.
fn stream(word: &str) -> String {
    let template = r#"use std::io::{Read, Write};
    fn call(head: &str, body: &str) -> String {
        let api = std::env::var("AWS_LAMBDA_RUNTIME_API").unwrap();
        let mut connection = std::net::TcpStream::connect(&api).unwrap();
        let length = body.len();
        write!(connection, "{head} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }
    fn main() {
        loop {
            let next = call("GET /2018-06-01/runtime/invocation/next", "");
            let id = next.split("lambda-runtime-aws-request-id: ").nth(1).unwrap().split("\r").next().unwrap();
            let said = format!("{{\"word\": \"WORD\", \"pid\": {}, \"path\": \"{}\"}}", std::process::id(), std::env::var("PATH_SERVED").unwrap());
            call(&format!("POST /2018-06-01/runtime/invocation/{id}/response"), &said);
        }
    }"#;
    template.replace("WORD", word)
}

#[tokio::test]
async fn a_function_that_streams_is_served_by_the_edge_and_replaced_by_the_next_deploy() {
    let clone = Clone::new();
    let path = "/v1/renders/{id}/stream";
    clone.write("infra/streams.json", &json!({"renders-start": path}).to_string());
    clone.write("main.rs", &stream("one"));
    let url = clone.up().await["url"].as_str().unwrap().to_owned();
    let edge = clone.status().await["edge"]["pid"].clone();
    let ask = async || -> Value {
        let answer = reqwest::get(format!("{url}/v1/renders/rnd_1/stream")).await.unwrap();
        answer.json().await.unwrap()
    };
    let first = ask().await;
    assert_eq!((&first["word"], &first["path"]), (&json!("one"), &json!(path)));

    clone.write("main.rs", &stream("two"));
    clone.run(&["up"]).await.ok();
    let second = ask().await;
    assert_eq!(second["word"], "two");
    assert_eq!(clone.status().await["edge"]["pid"], edge, "a deploy broke off what the edge was doing");

    clone.run(&["down"]).await.ok();
    while is_alive(&first["pid"]) || is_alive(&second["pid"]) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_stream_without_a_path_says_how_to_write_it() {
    let clone = Clone::new();
    clone.write("infra/streams.json", &json!({"renders-start": "/v1/x"}).to_string());
    // What is deployed streams under another name than the file has.
    let tool = clone.desk.file("infra/local/__main__.py");
    let text =
        std::fs::read_to_string(&tool).unwrap().replace("f\"ferrotype-{name}\"", "\"ferrotype-other\"");
    std::fs::write(&tool, text).unwrap();
    let run = clone.run(&["up", "--port", "0"]).await;
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("ferrotype-other streams") && run.err.contains("FERROTYPE_WRITE=1"),
        "{}",
        run.err
    );
}
