//! The engine's process: MiniStack with our patches, through `infra/local`.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::origin;
use super::port::Claim;
use crate::failure::Failure;
use crate::process::{self, Identity, Stopped};
use crate::project::Project;
use crate::python::Tool;
use crate::state::StateDir;
use crate::ui::Ui;

const RECORD: &str = "engine.pid";
const LOG: &str = "engine.log";
const DATA: &str = "engine";
/// A busy machine may keep a healthy engine from answering for this long.
const PATIENCE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(30);
/// It answers after two seconds on an idle machine.
const START: Duration = Duration::from_mins(1);
/// It saves its state on the way out, which was seen to take up to nine seconds.
const GRACE: Duration = Duration::from_secs(15);

/// A running engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Engine {
    /// Its process.
    pub(crate) process: Identity,
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    /// Digest of the Python code that it runs.
    code: String,
}

impl Engine {
    /// The engine that runs for this state directory. A record of a dead process counts as none.
    pub(crate) fn running(state: &StateDir) -> Result<Option<Self>> {
        Ok(state.read::<Self>(RECORD)?.filter(|engine| engine.process.is_alive()))
    }

    /// Finds the engine, or starts it; starts it anew when its own code has changed.
    pub(crate) async fn ensure(
        ui: &Ui,
        project: &Project,
        state: &StateDir,
        tool: &Tool,
        wanted: Option<u16>,
    ) -> Result<Self> {
        let step = ui.step("engine");
        let code = digest(&project.local_tool())?;
        let mut why = "started";
        if let Some(engine) = Self::running(state)? {
            if engine.code == code && engine.answers_within(PATIENCE).await {
                step.done(&format!("runs on port {}", engine.port));
                return Ok(engine);
            }
            why = if engine.code == code {
                "did not answer, started anew"
            } else {
                "its code changed, started anew"
            };
            step.update("stopping the old engine");
            engine.process.stop(GRACE).await?;
        }
        step.update("starting");
        let engine = Self::start(state, tool, wanted, code).await?;
        step.done(&format!("{why} on port {}", engine.port));
        Ok(engine)
    }

    async fn start(state: &StateDir, tool: &Tool, wanted: Option<u16>, code: String) -> Result<Self> {
        let claim = wanted.and_then(Claim::on).map_or_else(|| Claim::pick(state.path(), "engine"), Ok)?;
        let port = claim.hand_over();
        let log = state.join(LOG);
        let mut command = tool.command("engine");
        command.args(["--port", &port.to_string(), "--state"]).arg(state.join(DATA));
        let (child, process) = process::detach(&mut command, &log)?;
        let engine = Self { process, port, code };
        // Written before the engine answers: a start that is broken off must still be found by `down`.
        state.write(RECORD, &engine)?;
        if let Err(error) = engine.wait(child, &log).await {
            // An engine that hangs must not stay behind without a record.
            engine.process.stop(GRACE).await?;
            return Err(error);
        }
        Ok(engine)
    }

    /// Waits until the engine answers; its early end is told with the last lines of its log.
    async fn wait(&self, mut child: Child, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START;
        while !self.answers_within(POLL).await {
            if let Some(status) = child.try_wait()? {
                return Err(Failure::failed(format!("the engine ended at once ({status})\n{}", tail(log)))
                    .next(format!("the whole log is {}", log.display()))
                    .into());
            }
            if Instant::now() > deadline {
                let message = format!("the engine does not answer on port {}\n{}", self.port, tail(log));
                return Err(Failure::failed(message).into());
            }
        }
        Ok(())
    }

    async fn answers_within(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        loop {
            if self.health().await.is_some() {
                return true;
            }
            if Instant::now() > deadline || !self.process.is_alive() {
                return false;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        origin(self.port)
    }

    /// What it says about itself; `None` when it does not answer.
    pub(crate) async fn health(&self) -> Option<serde_json::Value> {
        get_json(&format!("{}/_ministack/health", self.url())).await
    }

    /// Stops the engine of a state directory, if one runs.
    pub(crate) async fn stop(state: &StateDir) -> Result<Stopped> {
        let stopped = match Self::running(state)? {
            Some(engine) => engine.process.stop(GRACE).await?,
            None => Stopped::Already,
        };
        state.remove(RECORD)?;
        Ok(stopped)
    }
}

/// A small document from a server on this machine, within a second.
pub(crate) async fn get_json(url: &str) -> Option<serde_json::Value> {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(1)).build().ok()?;
    let answer = client.get(url).send().await.ok()?.error_for_status().ok()?;
    answer.json().await.ok()
}

/// Digest of all code below the tool's folder that an engine may have loaded.
fn digest(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update(fs::read(&file)?);
    }
    Ok(format!("{:x}", hash.finalize()))
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "tests" && name != "__pycache__" {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py") || name == "requirements.txt" {
            files.push(path);
        }
    }
    Ok(())
}

/// The last lines of a log.
pub(crate) fn tail(log: &Path) -> String {
    const LINES: usize = 15;
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}
