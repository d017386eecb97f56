//! What the functions that stream write, line by line, for `ferrotype logs`.
//!
//! The lines have the form in which the tool prints those of all other functions: `{"time", "function", "message"}`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// A longer file makes place for a new one; one old file is kept.
const LIMIT: u64 = 8 * 1024 * 1024;

/// The log of one edge.
pub(super) struct Log {
    path: PathBuf,
    file: Mutex<Option<(File, u64)>>,
}

impl Log {
    /// A log that is created with its first line.
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path, file: Mutex::default() }
    }

    /// Writes a line. A log that cannot be written never fails a request.
    pub(super) fn say(&self, function: &str, message: &str) {
        let time = Timestamp::now().as_millisecond();
        let line = json!({"time": time, "function": function, "message": message}).to_string() + "\n";
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        *file = self.write(file.take(), &line).ok();
    }

    fn write(&self, open: Option<(File, u64)>, line: &str) -> std::io::Result<(File, u64)> {
        let open = open.filter(|(_, length)| *length < LIMIT);
        let (mut file, length) = match open {
            Some(open) => open,
            None => self.open()?,
        };
        // In one write, so that a reader never sees half a line.
        file.write_all(line.as_bytes())?;
        Ok((file, length + line.len() as u64))
    }

    fn open(&self) -> std::io::Result<(File, u64)> {
        if fs::metadata(&self.path).is_ok_and(|meta| meta.len() >= LIMIT) {
            fs::rename(&self.path, self.path.with_extension("log.old"))?;
        }
        let file = File::options().create(true).append(true).open(&self.path)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    /// Writes what a process says until it closes its end.
    pub(super) async fn copy(&self, function: &str, output: impl AsyncRead + Unpin) {
        let mut lines = BufReader::new(output).split(b'\n');
        while let Ok(Some(line)) = lines.next_segment().await {
            self.say(function, String::from_utf8_lossy(&line).trim_end_matches('\r'));
        }
    }
}
