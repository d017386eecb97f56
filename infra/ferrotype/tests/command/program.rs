//! Running the built command in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;

/// A folder to run in, with nothing of the caller's environment that could steer the command.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left.
pub(crate) struct Outcome {
    /// Its exit code.
    pub(crate) code: i32,
    /// Its stdout.
    pub(crate) out: String,
    /// Its stderr.
    pub(crate) err: String,
}

impl Desk {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// The command with arguments, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ferrotype"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null()).kill_on_drop(true);
        for name in ["FERROTYPE_URL", "FERROTYPE_KEY", "FERROTYPE_STATE", "CARGO_MANIFEST_DIR"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the command.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.command(arguments)).await
    }

    /// Runs the command against an API.
    pub(crate) async fn call(&self, url: &str, arguments: &[&str]) -> Outcome {
        let mut command = self.command(arguments);
        outcome(command.env("FERROTYPE_URL", url).env("FERROTYPE_KEY", "key-secret")).await
    }
}

impl Outcome {
    /// Stdout as the one JSON document that it must be.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// Fails the test unless the run went well.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

/// Runs a prepared command.
pub(crate) async fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Whether a process with this number runs.
pub(crate) fn is_alive(pid: &Value) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Kills a process and waits until it is gone, which the signal alone does not promise.
pub(crate) fn kill(pid: &Value) {
    let number = i32::try_from(pid.as_i64().unwrap()).unwrap();
    let process = rustix::process::Pid::from_raw(number).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
    while is_alive(pid) {
        std::thread::yield_now();
    }
}
