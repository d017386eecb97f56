//! A process whose output is read, and that does not outlive its reader.

use std::io::{self, Read};
use std::process::{Child, ChildStdout, Command};
use std::thread::JoinHandle;

/// Bytes that are kept of what a process says.
const SAID: u64 = 64 << 10;
/// Characters of a message that are shown.
const SHOWN: usize = 120;

/// What a process writes. An error where it ends badly tells why; dropping it kills the process and waits for it.
#[derive(Debug)]
pub(crate) struct Output {
    process: Child,
    out: ChildStdout,
    listener: Option<JoinHandle<String>>,
    ended: Option<Ended>,
}

/// How a process ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    /// Whether it did what it was told.
    pub(crate) well: bool,
    /// What it said.
    pub(crate) said: String,
}

impl Output {
    /// Starts a process.
    pub(crate) fn of(command: &mut Command) -> io::Result<Self> {
        let mut process = command.spawn()?;
        let piped = (process.stdout.take(), process.stderr.take());
        let (Some(out), Some(errors)) = piped else {
            process.kill()?;
            process.wait()?;
            return Err(io::Error::other("it has no pipes"));
        };
        // What it says must be read while its output is: a full pipe would stop it.
        let listener = Some(std::thread::spawn(move || read_said(errors)));
        Ok(Self { process, out, listener, ended: None })
    }

    /// Waits for its end.
    pub(crate) fn end(&mut self) -> io::Result<&Ended> {
        if self.ended.is_none() {
            let well = self.process.wait()?.success();
            let said = self.listener.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
            self.ended = Some(Ended { well, said });
        }
        self.ended.as_ref().ok_or_else(|| io::Error::other("it has not ended"))
    }

    /// The number of the process.
    #[cfg(test)]
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.out.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            let ended = self.end()?;
            if !ended.well {
                return Err(io::Error::other(short(&ended.said)));
            }
        }
        Ok(count)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill.
        _ = self.process.kill();
        _ = self.process.wait();
        if let Some(thread) = self.listener.take() {
            _ = thread.join();
        }
    }
}

fn read_said(mut errors: impl Read) -> String {
    let mut said = Vec::new();
    _ = errors.by_ref().take(SAID).read_to_end(&mut said);
    _ = io::copy(&mut errors, &mut io::sink());
    String::from_utf8_lossy(&said).into_owned()
}

/// The first thing that an ffmpeg said, without the names of its parts and of places on this machine.
pub(crate) fn short(said: &str) -> String {
    let plain = said.lines().map(without_part).find(|line| !line.is_empty() && !line.contains("file:"));
    let Some(plain) = plain else { return "it cannot be read".to_owned() };
    plain.chars().filter(|char| !char.is_control()).take(SHOWN).collect()
}

/// A line without the `[mov @ 0x55…]` before it.
fn without_part(line: &str) -> &str {
    let mut rest = line.trim();
    while let Some((part, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once("] "))
        && !part.contains('[')
    {
        rest = after.trim_start();
    }
    rest.trim_end_matches('.')
}

#[cfg(test)]
mod tests;
