//! The Lambda Runtime API, played on loopback ("Using the Lambda runtime API for custom runtimes").

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// Headers as they came, names in lower case.
type Headers = Vec<(String, String)>;

/// How long a test waits for something that must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// An invocation to hand out.
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) payload: Vec<u8>,
    pub(crate) left: Duration,
    /// Breaks the connection off once this many chunks have come.
    pub(crate) hang_up_after: Option<usize>,
}

/// Something that the function posted, as far as it has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posted {
    pub(crate) path: String,
    pub(crate) headers: Headers,
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) complete: bool,
}

impl Posted {
    pub(crate) fn body(&self) -> Vec<u8> {
        self.chunks.concat()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body()).unwrap()
    }

    pub(crate) fn is_error(&self) -> bool {
        self.path.ends_with("/error")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    posted: Vec<Posted>,
    hang_up_after: Option<usize>,
}

/// The played API.
#[derive(Clone)]
pub(crate) struct Lambda {
    pub(crate) address: SocketAddr,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Lambda {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let lambda = Self { address: listener.local_addr().unwrap(), state: Arc::default() };
        let served = lambda.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let lambda = served.clone();
                // Ends with the connection, whoever ends that.
                thread::spawn(move || lambda.serve(&connection));
            }
        });
        lambda
    }

    pub(crate) fn send(&self, event: Event) {
        self.change(|state| state.events.push_back(event));
    }

    /// The first post that `wanted` accepts; panics when it does not come.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&Posted) -> bool) -> Posted {
        let (state, changed) = &*self.state;
        let missing = |state: &mut State| !state.posted.iter().any(&wanted);
        let (state, waited) = changed.wait_timeout_while(state.lock().unwrap(), PATIENCE, missing).unwrap();
        assert!(!waited.timed_out(), "{what} did not come; posted: {:?}", state.posted);
        state.posted.iter().find(|posted| wanted(posted)).unwrap().clone()
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let (state, changed) = &*self.state;
        let changed_to = change(&mut state.lock().unwrap());
        changed.notify_all();
        changed_to
    }

    fn serve(&self, connection: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(connection.try_clone().ok()?);
        loop {
            let (method, path, headers) = head(&mut reader)?;
            if method == "GET" {
                self.hand_out(connection)?;
                continue;
            }
            let index = self.change(|state| {
                state.posted.push(Posted { path, headers: headers.clone(), ..Posted::default() });
                state.posted.len() - 1
            });
            self.take_body(&mut reader, &headers, index)?;
            self.change(|state| state.posted[index].complete = true);
            answer(connection, "202 Accepted", "", b"{}")?;
        }
    }

    fn hand_out(&self, connection: &TcpStream) -> Option<()> {
        let (state, changed) = &*self.state;
        let mut state = changed.wait_while(state.lock().unwrap(), |state| state.events.is_empty()).unwrap();
        let event = state.events.pop_front()?;
        state.hang_up_after = event.hang_up_after;
        drop(state);
        let headers = format!(
            "lambda-runtime-aws-request-id: {}\r\nlambda-runtime-deadline-ms: {}\r\n\
             lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-1:0:function:probe\r\n\
             lambda-runtime-trace-id: Root=1-trace\r\n",
            event.id,
            (now() + event.left).as_millis(),
        );
        answer(connection, "200 OK", &headers, &event.payload)
    }

    fn take_body(&self, reader: &mut impl BufRead, headers: &[(String, String)], index: usize) -> Option<()> {
        let length =
            headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse());
        if let Some(length) = length {
            let chunk = exactly(reader, length.ok()?)?;
            self.change(|state| state.posted[index].chunks.push(chunk));
            return Some(());
        }
        loop {
            let size = usize::from_str_radix(line(reader)?.trim(), 16).ok()?;
            if size == 0 {
                // No trailers are sent, so the body ends with an empty line.
                line(reader)?;
                return Some(());
            }
            let chunk = exactly(reader, size)?;
            line(reader)?;
            let enough = self.change(|state| {
                state.posted[index].chunks.push(chunk);
                state.hang_up_after == Some(state.posted[index].chunks.len())
            });
            if enough {
                return None;
            }
        }
    }
}

fn head(reader: &mut impl BufRead) -> Option<(String, String, Headers)> {
    let request = line(reader)?;
    let mut words = request.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            return Some((method, path, headers));
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    (reader.read_line(&mut line).ok()? > 0).then_some(line)
}

fn exactly(reader: &mut impl BufRead, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn answer(mut connection: &TcpStream, status: &str, headers: &str, body: &[u8]) -> Option<()> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    connection.write_all(&[head.as_bytes(), body].concat()).ok()
}

#[expect(clippy::disallowed_methods, reason = "a deadline of Lambda is a moment of the real clock")]
pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}
