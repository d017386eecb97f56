use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use super::events::{READER, listener};
use super::function::{Function, Output};
use super::lambda::Posted;

const MINUTE: Duration = Duration::from_mins(1);

/// A stream and the gate that its handler knocks at between its chunks.
struct Streaming {
    function: Function,
    gate: TcpListener,
}

impl Streaming {
    fn start() -> Self {
        let gate = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = gate.local_addr().unwrap().to_string();
        let variables =
            [("TABLE_NAME", "table"), ("PROBE_GATE", &address), ("AWS_LAMBDA_LOG_LEVEL", "TRACE")];
        Self { function: Function::start_with("stream", &variables), gate }
    }

    fn refused(&mut self, id: &str, key: Option<&str>, left: Duration) -> (Value, Value) {
        let posted = self.function.invoke_with(listener(id, key).to_string(), left);
        let (prelude, body) = parts(&posted);
        (prelude, serde_json::from_slice(&body).unwrap())
    }

    /// Waits until `text` has come to the listener and the handler stands at the gate.
    fn at_gate(&self, id: &str, text: &str) -> (Posted, TcpStream) {
        let seen = self.function.lambda.wait("the first chunk", |posted| {
            posted.path.contains(id) && String::from_utf8_lossy(&posted.body()).contains(text)
        });
        let (gate, _) = self.gate.accept().unwrap();
        gate.set_read_timeout(Some(MINUTE)).unwrap();
        (seen, gate)
    }
}

/// The prelude and the body of a streamed answer: eight zero bytes lie between them.
fn parts(posted: &Posted) -> (Value, Vec<u8>) {
    assert_eq!(posted.header("lambda-runtime-function-response-mode"), Some("streaming"), "{posted:?}");
    let bytes = posted.body();
    let end = bytes.windows(8).position(|window| window == [0; 8]).unwrap();
    (serde_json::from_slice(&bytes[..end]).unwrap(), bytes[end + 8..].to_vec())
}

fn line(output: &Output) -> Value {
    assert_eq!(output.metrics().len(), 1, "{}", output.stdout);
    output.metrics()[0].clone()
}

#[test]
fn chunks_go_out_as_they_are_written() {
    let mut streaming = Streaming::start();
    let id = streaming.function.send(listener("two", Some(READER)).to_string(), MINUTE, None);
    let (seen, mut gate) = streaming.at_gate(&id, "data: 1");
    assert!(!seen.complete && !String::from_utf8_lossy(&seen.body()).contains("data: 2"));
    gate.write_all(b"!").unwrap();
    let all = streaming.function.lambda.wait("the end", |posted| posted.complete);
    let (prelude, body) = parts(&all);
    assert_eq!(body, b"data: 1 after 41\n\ndata: 2\n\n");
    assert_eq!(prelude["statusCode"], 200);
    let headers = &prelude["headers"];
    assert_eq!(headers["content-type"], "text/event-stream");
    assert_eq!(
        (&headers["cache-control"], &headers["x-request-id"]),
        (&json!("no-store"), &json!("gateway-2"))
    );
    let line = line(&streaming.function.stop());
    assert_eq!((&line["status"], &line["route"]), (&json!(200), &json!("GET /v1/probes/{id}/events")));
    assert_eq!(line.get("code"), None);
}

#[test]
fn a_refusal_before_the_first_chunk_has_its_status() {
    let mut streaming = Streaming::start();
    let (prelude, problem) = streaming.refused("gone", Some(READER), MINUTE);
    assert_eq!((&prelude["statusCode"], &problem["code"]), (&json!(410), &json!("expired")));
    let headers = &prelude["headers"];
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(
        (&headers["x-request-id"], &problem["request_id"]),
        (&json!("gateway-2"), &json!("gateway-2"))
    );
    let (prelude, problem) = streaming.refused("two", None, MINUTE);
    assert_eq!((&prelude["statusCode"], &problem["code"]), (&json!(401), &json!("credential")));
    assert_eq!(prelude["headers"]["www-authenticate"], "Bearer realm=\"ferrotype\"");
    let (prelude, _) = streaming.refused("two/more", Some(READER), MINUTE);
    assert_eq!(prelude["statusCode"], 404);
    let (prelude, problem) = streaming.refused("panic-early", Some(READER), MINUTE);
    assert_eq!((&prelude["statusCode"], &problem["code"]), (&json!(500), &json!("internal")));
    let (prelude, problem) = streaming.refused("sleep", Some(READER), Duration::from_millis(900));
    assert_eq!((&prelude["statusCode"], &problem["code"]), (&json!(504), &json!("deadline")));
    let output = streaming.function.stop();
    let codes: Vec<_> = output.metrics().iter().map(|line| line["code"].clone()).collect();
    assert_eq!(codes, ["expired", "credential", "not-found", "internal", "deadline"]);
    assert_eq!(output.failures().len(), 5, "{}", output.stdout);
}

#[test]
fn a_stream_with_nothing_to_say_asks_nobody_to_come_back() {
    let mut streaming = Streaming::start();
    let posted = streaming.function.invoke(listener("silent", Some(READER)).to_string());
    let (prelude, body) = parts(&posted);
    assert_eq!((&prelude["statusCode"], body.len()), (&json!(204), 0));
}

#[test]
fn a_panic_after_the_first_chunk_ends_the_stream_and_no_more() {
    let mut streaming = Streaming::start();
    let id = streaming.function.send(listener("panic-late", Some(READER)).to_string(), MINUTE, None);
    let (_, mut gate) = streaming.at_gate(&id, "data: 1");
    gate.write_all(b"!").unwrap();
    let all = streaming.function.lambda.wait("the end", |posted| posted.complete);
    assert_eq!(parts(&all).1, b"data: 1 after 41\n\n");
    let output = streaming.function.stop();
    assert_eq!((&line(&output)["code"], &line(&output)["defect"]), (&json!("internal"), &json!(1)));
    assert_eq!(output.stdout.matches("the words of a panic").count(), 1, "{}", output.stdout);
}

#[test]
fn a_stream_ends_before_the_sandbox_does() {
    let mut streaming = Streaming::start();
    let id = streaming.function.send(
        listener("two", Some(READER)).to_string(),
        Duration::from_millis(1_500),
        None,
    );
    let (_, mut gate) = streaming.at_gate(&id, "data: 1");
    // The handler is dropped: its side of the gate closes.
    assert_eq!(gate.read(&mut [0]).unwrap(), 0);
    let all = streaming.function.lambda.wait("the end", |posted| posted.complete);
    assert_eq!(parts(&all).1, b"data: 1 after 41\n\n");
    assert_eq!(line(&streaming.function.stop())["code"], "deadline");
}

#[test]
fn a_listener_who_leaves_stops_the_handler() {
    let mut streaming = Streaming::start();
    // The prelude, the zero bytes, the first chunk.
    let id = streaming.function.send(listener("two", Some(READER)).to_string(), MINUTE, Some(3));
    let (seen, mut gate) = streaming.at_gate(&id, "data: 1");
    assert!(!seen.complete);
    assert_eq!(gate.read(&mut [0]).unwrap(), 0, "the handler went on");
    let (prelude, _) = streaming.refused("gone", Some(READER), MINUTE);
    assert_eq!(prelude["statusCode"], 410);
    let output = streaming.function.stop();
    assert_eq!(output.metrics()[0]["code"], "listener-gone");
    assert_eq!((output.metrics().len(), output.failures().len()), (2, 1), "{}", output.stdout);
    assert!(output.lines().iter().all(|line| line["level"] != "ERROR"), "{}", output.stdout);
    assert_eq!(output.stderr, "");
}
