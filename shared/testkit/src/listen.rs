//! Listening to a stream as an `EventSource` does (HTML standard, section 9.2.6).

use contract::http::Request;
use contract::{Entry, Function, Grant, Sender};
use fault::Fault;
use futures::StreamExt;
use futures::future::join;

/// When a listener leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// When the stream ends.
    AtEnd,
    /// After so many bytes: the connection is cut there, in the middle of whatever it is.
    After(usize),
}

/// Opens a stream and reads it: the bytes that came, and what became of the function.
pub async fn listen(
    function: Function,
    grant: Grant,
    request: impl Into<Request>,
    leave: Leave,
) -> (Vec<u8>, Result<(), Fault>) {
    let Entry::Stream(open) = function.entry else { panic!("{} is no stream", function.spec.name) };
    let (sender, chunks) = Sender::pair();
    let most = match leave {
        Leave::AtEnd => usize::MAX,
        Leave::After(bytes) => bytes,
    };
    let reading = async move {
        let mut chunks = chunks;
        let mut bytes = Vec::new();
        while bytes.len() < most
            && let Some(chunk) = chunks.next().await
        {
            bytes.extend_from_slice(&chunk);
        }
        bytes.truncate(most);
        bytes
    };
    let (bytes, ended) = join(reading, open(grant, request.into(), sender)).await;
    (bytes, ended)
}

/// One event as a page would get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The last id at that moment.
    pub id: String,
    /// Its name.
    pub event: String,
    /// Its data.
    pub data: String,
}

/// What a listener knows from connection to connection.
#[derive(Debug, Default)]
pub struct Ear {
    /// What to send as `Last-Event-ID`; none before the first id came.
    pub last_event_id: Option<String>,
    /// How long to wait before coming back, in milliseconds, once the stream has said it.
    pub retry: Option<u64>,
    /// Every event, in order.
    pub heard: Vec<Heard>,
    /// How many comments came.
    pub comments: usize,
}

impl Ear {
    /// Takes all the bytes of one connection. What does not end with an empty line was cut off and counts for nothing.
    pub fn take(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let (mut id, mut event, mut data) = (None, String::new(), None::<String>);
        let mut lines: Vec<_> = text.split('\n').collect();
        // Behind the last line feed there is the beginning of a line, or nothing.
        lines.pop();
        for line in lines {
            let (field, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
            match field {
                _ if line.is_empty() => {
                    self.dispatch(id.take(), std::mem::take(&mut event), data.take());
                }
                "" => self.comments += 1,
                "id" => id = Some(value),
                "event" => event = value,
                "data" => data = Some(data.map_or(value.clone(), |data| format!("{data}\n{value}"))),
                "retry" => self.retry = value.parse().ok(),
                _ => {}
            }
        }
    }

    fn dispatch(&mut self, id: Option<String>, event: String, data: Option<String>) {
        self.last_event_id = id.or(self.last_event_id.take());
        if let Some(data) = data {
            let id = self.last_event_id.clone().unwrap_or_default();
            self.heard.push(Heard { id, event, data });
        }
    }
}
