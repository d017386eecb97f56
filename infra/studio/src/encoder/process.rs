//! A program that encodes, and what it complains of.

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use anyhow::{Context as _, Result, bail};

/// A running program. It ends with this, whatever happens.
pub(super) struct Process {
    pub(super) child: Child,
    complaints: Option<JoinHandle<String>>,
}

impl Process {
    /// Starts a program with nothing in its environment but this.
    pub(super) fn start<'e>(
        mut command: Command,
        environment: impl IntoIterator<Item = (&'e str, &'e str)>,
    ) -> Result<Self> {
        let mut child = command
            .env_clear()
            .envs(environment)
            // What a terminal interrupts is the studio, which ends this.
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let mut stderr = child.stderr.take().context("stderr was piped")?;
        let complaints = std::thread::spawn(move || {
            let mut text = Vec::new();
            _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Self { child, complaints: Some(complaints) })
    }

    /// Waits for its end, and says why it failed if it did.
    pub(super) fn end(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.success() {
            return Ok(());
        }
        let last = complaints.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it did not say why");
        bail!("the encoder failed ({status}): {last}")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
