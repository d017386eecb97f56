//! The edge's own processes, as the system sees them.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::program::{Desk, is_alive, kill};

/// A function that stands at the gate of the test.
async fn visit(gate: &TcpListener) -> (Value, BufReader<TcpStream>) {
    let accepted = tokio::time::timeout(Duration::from_mins(1), gate.accept()).await;
    let mut visit = BufReader::new(accepted.expect("the function is not invoked").unwrap().0);
    let mut line = String::new();
    visit.read_line(&mut line).await.unwrap();
    (serde_json::from_str(&line).unwrap(), visit)
}

#[tokio::test]
async fn a_killed_edge_leaves_no_function_behind() {
    let (desk, gate) = (Desk::new(), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let function = json!([{"name": "ferrotype-thing", "path": "/v1/thing", "host": "h", "timeout": 60, "memory": 128,
        "program": Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/streams/bootstrap"),
        "environment": {"GATE": gate.local_addr().unwrap().to_string()}}]);
    std::fs::write(desk.file("streams.json"), function.to_string()).unwrap();
    let mut edge = desk.command(&["edge", "--port", "0", "--api", "http://127.0.0.1:9", "--state", "."]);
    let mut edge = edge.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(edge.stderr.take().unwrap()).lines();
    let said = said.next_line().await.unwrap().unwrap();
    let url = said.split(' ').nth(2).unwrap().to_owned();

    let asked = tokio::spawn(reqwest::get(format!("{url}/v1/thing")));
    let (given, mut words) = visit(&gate).await;
    words.write_all(b"spawn\n").await.unwrap();
    let mut child = String::new();
    words.read_line(&mut child).await.unwrap();
    let processes = [given["pid"].clone(), child.trim().parse::<u64>().unwrap().into()];
    assert!(processes.iter().all(is_alive));

    kill(&edge.id().unwrap().into());
    asked.await.unwrap().unwrap_err();
    let ended = async {
        while processes.iter().any(is_alive) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), ended).await.expect("a function outlived its edge");
}
