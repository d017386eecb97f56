//! Server-sent events (HTML standard, section 9.2.6), however the stream is cut into pieces.

use std::time::Duration;

/// Reads a stream.
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    /// The last byte was a carriage return, which a line feed may still belong to.
    returned: bool,
    begun: bool,
    kind: String,
    data: String,
    id: String,
    last_id: Option<String>,
    retry: Option<Duration>,
}

/// A message that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its type; `message` when the stream names none.
    pub(crate) kind: String,
    /// Its data.
    pub(crate) data: String,
}

impl Events {
    /// Takes the next piece and gives what is complete by it.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Vec<Message> {
        let mut complete = Vec::new();
        for &byte in piece {
            let after_return = std::mem::replace(&mut self.returned, byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => complete.extend(self.end_line()),
                byte => self.line.push(byte),
            }
        }
        complete
    }

    /// The connection ended: what was not complete never was. Place and pause stay.
    pub(crate) fn reconnect(&mut self) {
        *self = Self { last_id: self.last_id.take(), retry: self.retry, ..Self::default() };
        self.id = self.last_id.clone().unwrap_or_default();
    }

    /// Where to go on after a break.
    pub(crate) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref().filter(|id| !id.is_empty())
    }

    /// How long to wait before that, if the stream says so.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn end_line(&mut self) -> Option<Message> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let line = if self.begun { &line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
        self.begun = true;
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment, or a field that is not known.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Message> {
        self.last_id = Some(self.id.clone());
        let (kind, mut data) = (std::mem::take(&mut self.kind), std::mem::take(&mut self.data));
        // Without data there is no message, but a place.
        data.pop()?;
        Some(Message { kind: if kind.is_empty() { "message".to_owned() } else { kind }, data })
    }
}

#[cfg(test)]
mod tests;
