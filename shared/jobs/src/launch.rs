//! Starting the flow of a job.

use std::sync::Arc;

use contract::port::{ExecutionState, Flow, Signaled};
use contract::{Grant, Need, Next, Part, QueueName, StageCall, Step, System, Workspace};
use fault::Fault;
use model::{JobId, WorkspaceId};

use crate::attempt::Polls;
use crate::line::Line;
use crate::spine::Jobs;

/// Starts flows in one workspace.
#[derive(Clone)]
pub struct Launcher {
    scope: Workspace,
    flow: Arc<dyn Flow>,
}

impl Part for Launcher {
    const NEEDS: &'static [Need] = &[Need::RenderFlow];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(grant.workspace()?, grant.render_flow()?))
    }
}

impl Launcher {
    /// Starts flows for `scope`.
    pub fn new(scope: Workspace, flow: Arc<dyn Flow>) -> Self {
        Self { scope, flow }
    }

    /// Starts the flow of `job`'s run. The execution's name is the job and the run, so a second start is no start.
    pub async fn start(&self, job: JobId, run: u32) -> Result<(), Fault> {
        let step = Step::first(job, run);
        let input = serde_json::to_string(&StageCall { ws: self.scope.id(), step })
            .map_err(|error| Fault::defect("an envelope is no JSON").because(error))?;
        self.flow.start(&name(job, run), &input).await?;
        Ok(())
    }

    /// Ends the wait of the state that handed out `token`: the flow goes on with `next`.
    pub async fn signal(&self, token: &str, next: Next) -> Result<Signaled, Fault> {
        let output = serde_json::to_string(&next)
            .map_err(|error| Fault::defect("a word is no JSON").because(error))?;
        self.flow.signal(token, &output).await
    }

    /// What the execution of `job`'s run is doing.
    pub async fn state(&self, job: JobId, run: u32) -> Result<ExecutionState, Fault> {
        self.flow.describe(&name(job, run)).await
    }
}

/// The name of an execution: `<job>-<run>`.
fn name(job: JobId, run: u32) -> String {
    format!("{job}-{run}")
}

/// The job and run that an execution's name stands for.
pub fn named(name: &str) -> Option<(JobId, u32)> {
    let (job, run) = name.rsplit_once('-')?;
    Some((job.parse().ok()?, run.parse().ok()?))
}

/// The jobs of one workspace, and all that it takes to see to them.
pub struct Office {
    /// The jobs.
    pub jobs: Jobs,
    /// What starts their flows.
    pub launcher: Launcher,
    /// What is told when a slot is free.
    pub line: Line,
    /// What has providers asked that answer later.
    pub polls: Polls,
}

impl Part for Office {
    const NEEDS: &'static [Need] =
        &[Need::Table, Need::RenderFlow, Need::Queue(QueueName::Dispatch), Need::Queue(QueueName::Polls)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self {
            jobs: <Jobs as Part>::open(grant)?,
            launcher: Launcher::open(grant)?,
            line: Line::open(grant)?,
            polls: Polls::open(grant)?,
        })
    }
}

/// The jobs of every workspace, for duties.
#[derive(Clone)]
pub struct Everywhere {
    grant: Grant,
    system: System,
}

impl Part for Everywhere {
    const NEEDS: &'static [Need] = Office::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { system: System::open(grant)?, grant: grant.clone() })
    }
}

impl Everywhere {
    /// Enters one workspace. What is done for one job of many is counted from here.
    pub fn enter(&self, workspace: WorkspaceId) -> Result<Office, Fault> {
        Office::open(&self.grant.narrowed(self.system.enter(workspace)).lapped())
    }
}
