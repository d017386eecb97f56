//! No function process outlives the edge, even when the edge is killed with SIGKILL.
//!
//! A process of its own group, this same program, reads a pipe whose other end only the edge holds. The edge tells it
//! each process group that it starts and ends; when the pipe closes, whatever the reason, the groups still listed are
//! killed. `infra/local/watchdog.py` does the same for the engine.

use std::collections::BTreeSet;
use std::io::{BufRead, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process_group};

/// The hidden verb that [`watch`] runs under.
pub(super) const VERB: &str = "edge-guard";

/// The guard of one edge, started with the first process.
pub(super) struct Guard {
    program: PathBuf,
    running: Mutex<Option<(Child, ChildStdin)>>,
}

impl Guard {
    /// A guard that is not started yet; `program` is this program.
    pub(super) fn new(program: PathBuf) -> Self {
        Self { program, running: Mutex::default() }
    }

    /// A process group was started.
    pub(super) fn started(&self, group: u32) {
        self.tell(&format!("+{group}\n"));
    }

    /// A process group has ended.
    pub(super) fn ended(&self, group: u32) {
        self.tell(&format!("-{group}\n"));
    }

    fn tell(&self, line: &str) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none() {
            *running = self.start().ok();
        }
        if let Some((_, pipe)) = running.as_mut() {
            // A guard that somebody killed is no reason to fail a request.
            let _ = pipe.write_all(line.as_bytes());
        }
    }

    fn start(&self) -> std::io::Result<(Child, ChildStdin)> {
        let mut command = Command::new(&self.program);
        command.arg(VERB).env_clear().current_dir("/").process_group(0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let pipe = child.stdin.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        Ok((child, pipe))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let running = self.running.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((mut child, pipe)) = running {
            drop(pipe);
            let _ = child.wait();
        }
    }
}

/// Reads until the other end closes, then kills what is still listed.
pub(crate) fn watch(pipe: impl BufRead) {
    let mut groups = BTreeSet::new();
    for line in pipe.lines().map_while(Result::ok) {
        let Some((sign, group)) = line.split_at_checked(1) else { continue };
        let Ok(group) = group.parse::<u32>() else { continue };
        if sign == "+" {
            groups.insert(group)
        } else {
            groups.remove(&group)
        };
    }
    groups.into_iter().for_each(kill_group);
}

/// Kills a process group. That it has ended already is no news.
pub(super) fn kill_group(group: u32) {
    if let Some(group) = i32::try_from(group).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}
