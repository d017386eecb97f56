//! `ferrotype up`: from a clone to a running cloud; again, after a change, in seconds.

use std::path::Path;

use anyhow::Result;
use console::Style;
use serde_json::json;

use crate::api::Api;
use crate::cli;
use crate::cloud::build::Build;
use crate::cloud::deploy::{self, Summary};
use crate::cloud::edge::{self, Edge, Plan};
use crate::cloud::engine::Engine;
use crate::cloud::{Record, origin, owner, streams};
use crate::context::Context;
use crate::failure::Failure;
use crate::project::Project;
use crate::python::Tool;
use crate::state::{Credentials, Lock, StateDir};
use crate::ui::{self, Ui};

/// A running cloud.
pub(super) struct Raised {
    /// How to call it.
    pub(super) credentials: Credentials,
    deployed: Summary,
    state: StateDir,
}

pub(super) async fn run(context: &Context, arguments: cli::Up) -> Result<()> {
    let raised = raise(context, &arguments).await?;
    let Raised { credentials, deployed, state } = &raised;
    let document = json!({
        "url": credentials.url, "state": state.path(), "key": {"id": credentials.key.id},
        "user": credentials.user, "workspace": credentials.workspace, "deploy": deployed,
    });
    let ui = &context.ui;
    let bold = Style::new().bold();
    let text = format!(
        "\nFerrotype runs at {}\n\n  {:<9} {} of {}; `{}` prints it\n  {:<9} {}\n  {:<9} {}\n  {:<9} {}",
        bold.apply_to(&credentials.url),
        "key",
        credentials.key.id,
        credentials.email,
        ui::command("env"),
        "render",
        ui::command("render \"a red fox in the snow\" --out fox.png"),
        "look",
        ui::command("status | renders list | logs --follow"),
        "stop",
        ui::command("down"),
    );
    ui.answer(&document, &text)
}

/// Does whatever is still missing.
pub(super) async fn raise(context: &Context, arguments: &cli::Up) -> Result<Raised> {
    let (project, state, ui) = (Project::here()?, context.state()?, &context.ui);
    state.prepare()?;
    let resume = format!(
        "what was started goes on; `{}` continues, `{}` stops",
        ui::command("up"),
        ui::command("down")
    );
    ui.on_interrupt(Some(resume));
    let lock = state.lock(|| ui.note("waiting for another ferrotype command on this cloud")).await?;
    if arguments.fresh {
        start_over(ui, &state, &lock).await?;
    }
    let mut record = Record::load(&state)?;
    let claim = edge::choose_port(&state, arguments.port, record.edge_port).await?;
    let (port, origin) = (claim.port(), origin(claim.port()));

    let build = Build::find(&project).await?;
    // The packages come from the network and the crates keep the processor busy: together they wait less.
    let engine = start_engine(ui, &project, &state, &build, record.engine_port);
    let functions = async {
        match &arguments.bins {
            Some(bins) => Build::given(bins),
            None => build.run(ui, &project).await,
        }
    };
    let (built, (tool, engine)) = tokio::try_join!(functions, engine)?;
    record.engine_port = Some(engine.port);
    record.edge_port = Some(port);
    record.store(&state)?;

    let deployed = deploy::deploy(ui, &tool, &engine, &project, &built.bins, &origin).await?;
    let gateway = match settled(&state, &engine, &record, &deployed) {
        Some(gateway) => gateway,
        None => look_up(&tool, &engine, &project, &state, &built.bins).await?,
    };
    record.gateway = Some(gateway.clone());
    record.deployed = Some(deployed.clone());
    record.store(&state)?;

    Edge::ensure(ui, &state, Plan::new(port, &engine, &gateway.host)?, claim).await?;
    let credentials = credentials(ui, &state, &tool, &engine, &origin).await?;
    ui.on_interrupt(None);
    Ok(Raised { credentials, deployed, state })
}

/// Stops everything and deletes the data. The lock says that nobody else is at it.
async fn start_over(ui: &Ui, state: &StateDir, _lock: &Lock) -> Result<()> {
    let step = ui.step("fresh");
    step.update("stopping and deleting");
    Edge::stop(state).await?;
    Engine::stop(state).await?;
    state.wipe()?;
    step.done("data deleted");
    Ok(())
}

async fn start_engine(
    ui: &Ui,
    project: &Project,
    state: &StateDir,
    build: &Build,
    port: Option<u16>,
) -> Result<(Tool, Engine)> {
    let step = ui.step("python");
    let tool = Tool::prepare(project, &build.python_home(), |line| step.update(line)).await?;
    step.done("packages are there");
    let engine = Engine::ensure(ui, project, state, &tool, port).await?;
    Ok((tool, engine))
}

/// Where the HTTP API is, as long as nothing that was looked up can have moved.
fn settled(
    state: &StateDir,
    engine: &Engine,
    record: &Record,
    deployed: &Summary,
) -> Option<deploy::Gateway> {
    let suffix = format!(":{}", engine.port);
    let same = deployed.changes == 0 && streams::are_known(state);
    record.gateway.clone().filter(|known| same && known.host.ends_with(&suffix))
}

/// Asks the engine where the HTTP API is, and tells the edge which functions stream.
async fn look_up(
    tool: &Tool,
    engine: &Engine,
    project: &Project,
    state: &StateDir,
    bins: &Path,
) -> Result<deploy::Gateway> {
    let stack = deploy::describe(tool, engine).await?;
    streams::publish(project, state, &stack.streams, bins)?;
    stack.api.ok_or_else(|| Failure::failed("template.yaml has no HTTP API to put behind the edge").into())
}

/// The stored key if the cloud still knows it; else a new one. Asking also proves that the whole way is open.
async fn credentials(
    ui: &Ui,
    state: &StateDir,
    tool: &Tool,
    engine: &Engine,
    origin: &str,
) -> Result<Credentials> {
    let step = ui.step("owner");
    if let Some(mut stored) = state.credentials()?
        && is_known(origin, &stored).await?
    {
        origin.clone_into(&mut stored.url);
        state.store_credentials(&stored)?;
        step.done(&format!("{}, key {}", stored.email, stored.key.id));
        return Ok(stored);
    }
    step.update("creating the owner and a key");
    let issued = owner::bootstrap(tool, engine, origin).await?;
    state.store_credentials(&issued)?;
    step.done(&format!("{}, new key {}", issued.email, issued.key.id));
    Ok(issued)
}

async fn is_known(origin: &str, stored: &Credentials) -> Result<bool> {
    let api = Api::new(origin, &stored.key.secret)?;
    match api.get::<serde_json::Value>("/v1/me").await {
        Ok(_) => Ok(true),
        Err(error) => match error.downcast_ref::<Failure>() {
            Some(Failure { problem: Some(problem), .. }) if problem.status == 401 => Ok(false),
            _ => Err(error),
        },
    }
}
