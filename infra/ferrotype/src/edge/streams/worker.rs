//! One process of a function: one execution environment of Lambda, for one request at a time.

use std::net::Ipv4Addr;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Notify, OwnedSemaphorePermit, oneshot, watch};
use tokio::task::JoinHandle;

use super::desk::{Complaint, Desk, Invocation, Life, Posted};
use super::environment::{self, REGION};
use super::function::{Function, Stamp};
use super::guard::{Guard, kill_group};
use super::log::Log;

/// What every process is given beside its function.
pub(super) struct Surroundings {
    /// Address of the engine.
    pub(super) engine: String,
    /// Where its lines go.
    pub(super) log: Log,
    /// Who kills it when the edge cannot.
    pub(super) guard: Guard,
}

/// Which code and settings a process runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The function.
    pub(super) function: Arc<Function>,
    program: Stamp,
}

impl Identity {
    /// What a process that is started now would run; `None` when the program is not there.
    pub(super) fn now(function: &Arc<Function>) -> Option<Self> {
        Some(Self { function: Arc::clone(function), program: Stamp::of(&function.program)? })
    }
}

/// A process. Dropping it kills it with all that it started.
pub(super) struct Worker {
    /// What it runs.
    pub(super) identity: Identity,
    desk: Arc<Desk>,
    life: watch::Receiver<Life>,
    api: JoinHandle<()>,
    unwanted: Arc<Notify>,
}

impl Worker {
    /// Starts a process. Its slot is free again when it is gone.
    pub(super) async fn start(
        identity: Identity,
        surroundings: &Arc<Surroundings>,
        slot: OwnedSemaphorePermit,
    ) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?.to_string();
        let function = &identity.function;
        let mut command = Command::new(&function.program);
        command.env_clear().envs(environment::of(function, &address, &surroundings.engine)).current_dir("/");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.process_group(0).kill_on_drop(true).spawn();
        let child = child.with_context(|| format!("cannot start {}", function.program.display()))?;
        let desk = Desk::new(&function.name, REGION);
        let unwanted = Arc::new(Notify::new());
        let attendant = Attendant {
            name: function.name.clone(),
            desk: Arc::clone(&desk),
            surroundings: Arc::clone(surroundings),
            unwanted: Arc::clone(&unwanted),
            _slot: slot,
        };
        attendant.surroundings.guard.started(child.id().unwrap_or_default());
        tokio::spawn(attendant.attend(child));
        let api = tokio::spawn(serve(listener, Arc::clone(&desk)));
        Ok(Self { identity, life: desk.life(), desk, api, unwanted })
    }

    /// Waits until it asks for work. False when it does not within `patience`, or has ended.
    pub(super) async fn is_ready_within(&mut self, patience: Duration) -> bool {
        let settled = self.life.wait_for(|life| matches!(life, Life::Ready | Life::Ended));
        match tokio::time::timeout(patience, settled).await {
            Ok(Ok(life)) => *life == Life::Ready,
            _ => false,
        }
    }

    /// Whether it waits for work now.
    pub(super) fn is_ready(&self) -> bool {
        *self.life.borrow() == Life::Ready
    }

    /// Hands it an invocation. What comes back ends without a word when the process ends.
    pub(super) fn invoke(&self, invocation: Invocation) -> oneshot::Receiver<Posted> {
        self.desk.put(invocation)
    }

    /// Why it could not start, if it said so.
    pub(super) fn complaint(&self) -> Option<Complaint> {
        self.desk.complaint()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.unwanted.notify_one();
        self.api.abort();
    }
}

/// Stays with the process to its end.
struct Attendant {
    name: String,
    desk: Arc<Desk>,
    surroundings: Arc<Surroundings>,
    unwanted: Arc<Notify>,
    _slot: OwnedSemaphorePermit,
}

impl Attendant {
    async fn attend(self, mut child: Child) {
        let (out, err) = (child.stdout.take(), child.stderr.take());
        for output in [out.map(Output::Out), err.map(Output::Err)].into_iter().flatten() {
            let (name, surroundings) = (self.name.clone(), Arc::clone(&self.surroundings));
            tokio::spawn(async move { output.copy(&name, &surroundings.log).await });
        }
        let group = child.id().unwrap_or_default();
        let (status, wanted) = tokio::select! {
            status = child.wait() => (status, true),
            () = self.unwanted.notified() => {
                kill_group(group);
                (child.wait().await, false)
            }
        };
        // What it left behind goes at once: later its number may belong to a stranger.
        kill_group(group);
        self.surroundings.guard.ended(group);
        if let Some(status) = status.ok().filter(|_| wanted) {
            self.surroundings.log.say(&self.name, &last_words(status));
        }
        self.desk.close();
    }
}

/// In the words of Lambda's own log.
fn last_words(status: ExitStatus) -> String {
    format!("Runtime exited: {status} Runtime.ExitError")
}

enum Output {
    Out(tokio::process::ChildStdout),
    Err(tokio::process::ChildStderr),
}

impl Output {
    async fn copy(self, function: &str, log: &Log) {
        match self {
            Self::Out(output) => log.copy(function, output).await,
            Self::Err(output) => log.copy(function, output).await,
        }
    }
}

/// Serves the Runtime API to whoever connects, which is the process alone: nobody else is told the port.
async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    while let Ok((stream, _)) = listener.accept().await {
        // As for callers: what is there goes out.
        let _ = stream.set_nodelay(true);
        let desk = Arc::clone(&desk);
        let service = service_fn(move |request| Arc::clone(&desk).serve(request));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // The process went away, or an answer found no reader: the one who waits for it knows.
            let _ = connection.await;
        });
    }
}
