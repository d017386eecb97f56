//! The stage of these tests: an edge, a function, and the gate at which the function waits for words.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::edge::streams::pool::Limits;
use crate::edge::streams::{Function, Streams};
use crate::edge::{Edge, HEALTH, Upstream};
use crate::fixture::{self, Server};
use crate::process::Identity;
use crate::state::StateDir;

/// Much longer than anything here takes.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks at what is about to change.
const PAUSE: Duration = Duration::from_millis(5);
/// A path of the function.
pub(super) const PATH: &str = "/v1/things/a/stream";
/// Limits that nothing here meets by itself.
pub(super) const WIDE: Limits = Limits { processes: 4, start: PATIENCE, grace: PATIENCE, keep: PATIENCE };

/// An edge and its function.
pub(super) struct Stage {
    /// Origin of the edge.
    pub(super) url: String,
    gate: TcpListener,
    folder: tempfile::TempDir,
    function: Function,
    _upstream: Server,
}

impl Stage {
    pub(super) async fn new(limits: Limits) -> Self {
        Self::of(limits, 60, &[]).await
    }

    /// With a time-out in seconds and variables of the function.
    pub(super) async fn of(limits: Limits, timeout: u64, variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let gate = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut function = Function {
            name: "ferrotype-thing".into(),
            path: "/v1/things/{id}/stream".into(),
            program: program(),
            host: "u1.lambda-url.localhost:9".into(),
            timeout,
            memory: 256,
            environment: [("GATE".to_owned(), gate.local_addr().unwrap().to_string())].into(),
        };
        function.environment.extend(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let upstream =
            Server::start(|_| async { fixture::json(404, &json!({"message": "Not Found"})) }).await;
        let state = StateDir::at(folder.path().to_path_buf());
        state.write(Streams::FILE, &[&function]).unwrap();
        let streams = Streams::with(&state, "http://127.0.0.1:9".into(), "true".into(), limits);
        let to = Upstream::new(&upstream.url().parse().unwrap(), None).unwrap();
        let edge = Edge::bind(0, to, streams, "/somewhere".into(), false).await.unwrap();
        let url = edge.url().unwrap();
        tokio::spawn(edge.serve());
        Self { url, gate, folder, function, _upstream: upstream }
    }

    /// Deploys a changed function.
    pub(super) fn deploy(&mut self, change: impl FnOnce(&mut Function)) {
        change(&mut self.function);
        StateDir::at(self.folder.path().to_path_buf()).write(Streams::FILE, &[&self.function]).unwrap();
    }

    /// A file that goes away with the stage.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The log, once it has a line with this text.
    pub(super) async fn logged(&self, text: &str) -> String {
        let file = self.file(Streams::LOG);
        until(&format!("the log says {text}"), || {
            std::fs::read_to_string(&file).ok().filter(|log| log.contains(text))
        })
        .await
    }

    /// Waits until all processes are idle, and that many are.
    pub(super) async fn rests(&self, processes: usize) {
        let expected = json!({"busy": 0, "idle": processes});
        let resting = async {
            while self.health().await["streams"] != expected {
                tokio::time::sleep(PAUSE).await;
            }
        };
        let rested = tokio::time::timeout(PATIENCE, resting).await;
        assert!(rested.is_ok(), "{processes} were to be idle: {}", self.health().await);
    }

    async fn health(&self) -> Value {
        reqwest::get(format!("{}{HEALTH}", self.url)).await.unwrap().json().await.unwrap()
    }

    /// Asks, in a task of its own.
    pub(super) fn ask(&self, path: &str) -> tokio::task::JoinHandle<reqwest::Response> {
        let url = format!("{}{path}", self.url);
        tokio::spawn(async move { reqwest::get(url).await.unwrap() })
    }

    /// The function with its next invocation.
    pub(super) async fn visit(&self) -> Visit {
        let accepted = tokio::time::timeout(PATIENCE, self.gate.accept()).await;
        Visit::greet(accepted.expect("the function is not invoked").unwrap().0).await
    }

    /// A request that stands at the gate, and its first chunk.
    pub(super) async fn open(&self) -> (reqwest::Response, Visit) {
        let asked = self.ask(PATH);
        let mut visit = self.visit().await;
        visit.say(r#"head {"statusCode": 200}"#).await;
        (asked.await.unwrap(), visit)
    }
}

pub(super) fn program() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/streams/bootstrap")
}

/// An invocation that waits for words.
pub(super) struct Visit {
    /// What the function was given.
    pub(super) given: Value,
    lines: tokio::io::Lines<BufReader<OwnedReadHalf>>,
    words: OwnedWriteHalf,
}

impl Visit {
    async fn greet(stream: TcpStream) -> Self {
        let (read, words) = stream.into_split();
        let mut visit = Self { given: Value::Null, lines: BufReader::new(read).lines(), words };
        visit.given = serde_json::from_str(&visit.hear().await).unwrap();
        visit
    }

    pub(super) async fn say(&mut self, words: &str) {
        self.words.write_all(format!("{words}\n").as_bytes()).await.unwrap();
    }

    pub(super) async fn hear(&mut self) -> String {
        let line = tokio::time::timeout(PATIENCE, self.lines.next_line()).await;
        line.expect("the function says nothing").unwrap().expect("the function has ended")
    }

    /// Ends an answer that has begun.
    pub(super) async fn end(&mut self) {
        self.say("end").await;
        assert_eq!(self.hear().await, "202");
    }

    pub(super) fn pid(&self) -> u64 {
        self.given["pid"].as_u64().unwrap()
    }

    /// The process, which must live.
    pub(super) fn process(&self) -> Identity {
        process(self.pid())
    }
}

pub(super) fn process(pid: u64) -> Identity {
    Identity::of(u32::try_from(pid).unwrap()).expect("the process has ended")
}

/// Looks until something is there.
pub(super) async fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look() {
                return found;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| panic!("it never happened that {what}"))
}

/// Waits for the end of a process.
pub(super) async fn gone(process: &Identity) {
    until("the process ends", || (!process.is_alive()).then_some(())).await;
}

/// The next piece of an answer.
pub(super) async fn chunk(answer: &mut reqwest::Response) -> reqwest::Result<Option<bytes::Bytes>> {
    tokio::time::timeout(PATIENCE, answer.chunk()).await.expect("nothing arrives")
}

/// A refusal: status and code.
pub(super) async fn refusal(answer: reqwest::Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    (status, answer.json::<Value>().await.unwrap()["code"].as_str().unwrap().to_owned())
}
