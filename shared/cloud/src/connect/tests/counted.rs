//! A server that refuses everything, keeps connections open and counts them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const REFUSAL: &str = r#"{"__type":"AccessDeniedException","message":"no"}"#;

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

/// The server.
pub(super) struct Server {
    pub(super) endpoint: String,
    counts: Arc<Counts>,
}

impl Server {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let counts = Arc::new(Counts::default());
        let counted = counts.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                let counts = counted.clone();
                std::thread::spawn(move || refuse_all(&stream.unwrap(), &counts));
            }
        });
        Self { endpoint, counts }
    }

    pub(super) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

fn refuse_all(stream: &TcpStream, counts: &Counts) {
    let mut reader = BufReader::new(stream);
    while let Some((is_head, length)) = head(&mut reader) {
        reader.by_ref().take(length).read_to_end(&mut Vec::new()).unwrap();
        counts.requests.fetch_add(1, Ordering::SeqCst);
        let body = if is_head { "" } else { REFUSAL };
        let answer = format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        (&*stream).write_all(answer.as_bytes()).unwrap();
    }
}

/// Whether a request is a HEAD, and how long its body is; `None` at the end.
fn head(reader: &mut impl BufRead) -> Option<(bool, u64)> {
    let (mut is_head, mut length, mut begun) = (false, 0, false);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            return Some((is_head, length));
        }
        if !std::mem::replace(&mut begun, true) {
            is_head = line.starts_with("head ");
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
}
