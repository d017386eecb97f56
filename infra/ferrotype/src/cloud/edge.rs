//! The edge's process: this same program, detached.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::engine::{Engine, get_json, tail};
use super::origin;
use super::port::Claim;
use crate::edge::HEALTH;
use crate::failure::Failure;
use crate::process::{self, Identity, Stopped};
use crate::state::StateDir;
use crate::ui::{self, Ui};

const RECORD: &str = "edge.pid";
const LOG: &str = "edge.log";
/// The port that a newcomer gets.
const DEFAULT_PORT: u16 = 4000;
const POLL: Duration = Duration::from_millis(10);
const START: Duration = Duration::from_secs(10);
const GRACE: Duration = Duration::from_secs(15);

/// A running edge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Edge {
    /// Its process.
    pub(crate) process: Identity,
    /// What it was started with.
    #[serde(flatten)]
    plan: Plan,
}

/// What an edge is started with; a running one with another plan is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// Its port.
    pub(crate) port: u16,
    /// Address of the engine.
    api: String,
    /// `Host` header of the HTTP API.
    api_host: String,
    /// Which build of this program it is.
    program: String,
}

impl Plan {
    /// An edge of this very program.
    pub(crate) fn new(port: u16, engine: &Engine, api_host: &str) -> Result<Self> {
        let program = std::env::current_exe()?;
        let meta = program.metadata().with_context(|| format!("cannot read {}", program.display()))?;
        let modified = meta.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let program = format!("{}:{}:{modified}", program.display(), meta.len());
        Ok(Self { port, api: engine.url(), api_host: api_host.to_owned(), program })
    }
}

impl Edge {
    /// The edge that runs for this state directory. A record of a dead process counts as none.
    pub(crate) fn running(state: &StateDir) -> Result<Option<Self>> {
        Ok(state.read::<Self>(RECORD)?.filter(|edge| edge.process.is_alive()))
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.plan.port
    }

    /// What it says about itself; `None` when it does not answer.
    pub(crate) async fn health(&self) -> Option<serde_json::Value> {
        health(self.port()).await
    }

    /// Finds an edge with this plan, or replaces what runs by one.
    pub(crate) async fn ensure(ui: &Ui, state: &StateDir, plan: Plan, claim: Claim) -> Result<Self> {
        let step = ui.step("edge");
        if let Some(edge) = Self::running(state)? {
            if edge.plan == plan && edge.health().await.is_some() {
                step.done(&origin(plan.port));
                return Ok(edge);
            }
            edge.process.stop(GRACE).await?;
        }
        claim.hand_over();
        let edge = Self::start(state, plan).await?;
        step.done(&origin(edge.port()));
        Ok(edge)
    }

    async fn start(state: &StateDir, plan: Plan) -> Result<Self> {
        let log = state.join(LOG);
        let mut command = Command::new(std::env::current_exe()?);
        command.args([
            "edge",
            "--port",
            &plan.port.to_string(),
            "--api",
            &plan.api,
            "--api-host",
            &plan.api_host,
        ]);
        command.arg("--state").arg(state.path());
        // It outlives this terminal: nothing of its secrets, nor of its folder, should.
        command.env_clear().current_dir("/");
        let (child, process) = process::detach(&mut command, &log)?;
        let edge = Self { process, plan };
        state.write(RECORD, &edge)?;
        edge.wait(child, &log).await?;
        Ok(edge)
    }

    async fn wait(&self, mut child: Child, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START;
        loop {
            if let Some(status) = child.try_wait()? {
                return Err(
                    Failure::failed(format!("the edge ended at once ({status})\n{}", tail(log))).into()
                );
            }
            if self.health().await.is_some() {
                return Ok(());
            }
            if Instant::now() > deadline {
                let message = format!("the edge does not answer on port {}\n{}", self.port(), tail(log));
                return Err(Failure::failed(message).into());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Stops the edge of a state directory, if one runs.
    pub(crate) async fn stop(state: &StateDir) -> Result<Stopped> {
        let stopped = match Self::running(state)? {
            Some(edge) => edge.process.stop(GRACE).await?,
            None => Stopped::Already,
        };
        state.remove(RECORD)?;
        Ok(stopped)
    }
}

/// Decides on the port before anything slow is done. A running edge stays where it is unless told otherwise.
pub(crate) async fn choose_port(state: &StateDir, wanted: Option<u16>, last: Option<u16>) -> Result<Claim> {
    let running = Edge::running(state)?.map(|edge| edge.port());
    let port = match (wanted, running) {
        (None | Some(0), Some(port)) => return Ok(Claim::of_running(port)),
        (Some(wanted), Some(port)) if wanted == port => return Ok(Claim::of_running(port)),
        (Some(0), None) => {
            return last.and_then(Claim::on).map_or_else(|| Claim::pick(state.path(), "edge"), Ok);
        }
        (Some(wanted), _) => wanted,
        (None, None) => last.unwrap_or(DEFAULT_PORT),
    };
    if let Some(claim) = Claim::on(port) {
        return Ok(claim);
    }
    let theirs = health(port).await.and_then(|health| Some(health.get("state")?.as_str()?.to_owned()));
    let who = theirs.map_or("another process".to_owned(), |state| format!("the local cloud of {state}"));
    let next = format!("choose another port, or let one be picked: `{}`", ui::command("up --port 0"));
    Err(Failure::failed(format!("port {port} is taken by {who}")).next(next).into())
}

async fn health(port: u16) -> Option<serde_json::Value> {
    get_json(&format!("{}{HEALTH}", origin(port))).await
}

#[cfg(test)]
mod tests;
