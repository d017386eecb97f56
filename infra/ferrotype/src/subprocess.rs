//! Processes that the command waits for: their lines as they come, their output when they are done.

use std::process::{ExitStatus, Stdio};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWriteExt as _, BufReader};
use tokio::process::Command;

/// A line of a running process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// From stdout.
    Out(&'a str),
    /// From stderr.
    Err(&'a str),
}

/// What a finished process left.
#[derive(Debug)]
pub(crate) struct Finished {
    /// How it ended.
    pub(crate) status: ExitStatus,
    /// All of its stdout.
    pub(crate) stdout: String,
    /// All of its stderr.
    pub(crate) stderr: String,
}

/// Runs a process to its end and shows each line to `watch`. It dies with the command.
pub(crate) async fn run(
    command: &mut Command,
    input: Option<&[u8]>,
    mut watch: impl FnMut(Line<'_>),
) -> Result<Finished> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().with_context(|| format!("cannot start {program}"))?;
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
        // A process that ends without reading says why on stderr; a broken pipe would only hide it.
        let _ = stdin.write_all(input).await;
    }
    let mut out = Lines::new(child.stdout.take().context("stdout was piped")?);
    let mut err = Lines::new(child.stderr.take().context("stderr was piped")?);
    while !(out.ended && err.ended) {
        tokio::select! {
            line = out.next(), if !out.ended => line?.iter().for_each(|line| watch(Line::Out(line))),
            line = err.next(), if !err.ended => line?.iter().for_each(|line| watch(Line::Err(line))),
        }
    }
    let status = child.wait().await?;
    Ok(Finished { status, stdout: out.text, stderr: err.text })
}

/// A stream by lines that keeps all of it, whatever its encoding.
struct Lines<R> {
    reader: BufReader<R>,
    partial: Vec<u8>,
    text: String,
    ended: bool,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    fn new(stream: R) -> Self {
        Self { reader: BufReader::new(stream), partial: Vec::new(), text: String::new(), ended: false }
    }

    /// The next line without its end; `None` at the end of the stream. Cancel-safe: what was read stays.
    async fn next(&mut self) -> Result<Option<String>> {
        self.reader.read_until(b'\n', &mut self.partial).await?;
        let bytes = std::mem::take(&mut self.partial);
        self.ended = bytes.last() != Some(&b'\n');
        let line = String::from_utf8_lossy(&bytes);
        self.text.push_str(&line);
        let line = line.trim_end_matches(['\n', '\r']);
        Ok((!bytes.is_empty()).then(|| line.to_owned()))
    }
}

#[cfg(test)]
mod tests;
