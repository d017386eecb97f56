//! Processes that outlive the command: started apart, told apart from strangers, stopped with patience.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde::{Deserialize, Serialize};

const POLL: Duration = Duration::from_millis(20);
/// A log that is longer at a start makes place for a new one; one old log is kept.
const LOG_LIMIT: u64 = 8 * 1024 * 1024;
/// How long a killed process may take to disappear.
const AFTER_KILL: Duration = Duration::from_secs(5);

/// A process that cannot be mistaken for a later one with the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// Its number, which the system hands out again after its end.
    pub(crate) pid: u32,
    /// When it was born, in the system's own words; only compared, never read.
    birth: String,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It was not there any more.
    Already,
    /// It ended when asked.
    Asked,
    /// It did not end in time and was killed.
    Killed,
}

impl Identity {
    /// The process that has this number now.
    pub(crate) fn of(pid: u32) -> Option<Self> {
        birth(pid).map(|birth| Self { pid, birth })
    }

    /// Whether this very process still runs.
    pub(crate) fn is_alive(&self) -> bool {
        birth(self.pid).is_some_and(|birth| birth == self.birth)
    }

    /// Asks the process to end, waits for `grace`, then kills it and its group.
    pub(crate) async fn stop(&self, grace: Duration) -> Result<Stopped> {
        let Some(pid) = i32::try_from(self.pid).ok().and_then(Pid::from_raw) else {
            return Ok(Stopped::Already);
        };
        if !self.is_alive() {
            return Ok(Stopped::Already);
        }
        // Errors are not news: the process may end between the look and the signal.
        let _ = kill_process(pid, Signal::TERM);
        if self.ends_within(grace).await {
            // Children that it left behind are still in its group.
            let _ = kill_process_group(pid, Signal::KILL);
            return Ok(Stopped::Asked);
        }
        let _ = kill_process_group(pid, Signal::KILL);
        if self.ends_within(AFTER_KILL).await {
            return Ok(Stopped::Killed);
        }
        anyhow::bail!("process {} does not end, not even when killed", self.pid)
    }

    async fn ends_within(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        while self.is_alive() {
            if Instant::now() >= deadline {
                return false;
            }
            tokio::time::sleep(POLL).await;
        }
        true
    }
}

/// Starts a process that outlives this one: own group (so Ctrl-C here does not reach it), no terminal, output
/// appended to `log`.
pub(crate) fn detach(command: &mut Command, log: &Path) -> Result<(Child, Identity)> {
    if fs::metadata(log).is_ok_and(|meta| meta.len() > LOG_LIMIT) {
        fs::rename(log, log.with_extension("log.old"))?;
    }
    let output = fs::File::options().create(true).append(true).open(log);
    let output = output.with_context(|| format!("cannot write {}", log.display()))?;
    let program = command.get_program().to_owned();
    command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).process_group(0);
    let child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
    // A child that ended at once still has its entry until it is waited for, so `of` finds nothing only then.
    let identity = Identity::of(child.id());
    let identity =
        identity.with_context(|| format!("{} ended at once; see {}", program.display(), log.display()))?;
    Ok((child, identity))
}

/// When the process was born; `None` when there is none, or only its unread exit status is left.
fn birth(pid: u32) -> Option<String> {
    if Path::new("/proc/self/stat").exists() { birth_from_proc(pid) } else { birth_from_ps(pid) }
}

/// Field 22 of `/proc/<pid>/stat` counts clock ticks since boot (proc_pid_stat(5)), so the boot belongs to it.
fn birth_from_proc(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is a name in parentheses that may itself hold spaces and parentheses.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let status = fields.next()?;
    let ticks = fields.nth(18)?;
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let dead = matches!(status, "Z" | "X");
    (!dead).then(|| format!("{ticks}@{}", boot.trim()))
}

fn birth_from_ps(pid: u32) -> Option<String> {
    let output = Command::new("ps").args(["-o", "stat=,lstart=", "-p", &pid.to_string()]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let (status, started) = text.trim().split_once(' ')?;
    (!status.starts_with('Z')).then(|| started.trim().to_owned())
}

#[cfg(test)]
mod tests;
