//! `ferrotype status`: what runs, where, and which deploy is live. Exits 3 when the cloud is down.

use anyhow::Result;
use serde_json::{Value, json};

use super::logs;
use crate::cloud::edge::Edge;
use crate::cloud::engine::Engine;
use crate::cloud::{Record, STACK, deploy, origin};
use crate::context::Context;
use crate::failure::Failure;
use crate::ui;

pub(super) async fn run(context: &Context) -> Result<()> {
    let state = context.state()?;
    let (edge, engine) = (Edge::running(&state)?, Engine::running(&state)?);
    let (Some(edge), Some(engine)) = (&edge, &engine) else {
        return half(edge.is_some(), engine.is_some());
    };
    let (edge_health, engine_health) = tokio::join!(edge.health(), engine.health());
    let stack = match logs::running(context).await {
        Ok((tool, engine)) => deploy::describe(&tool, &engine).await.ok(),
        Err(_) => None,
    };
    let stack = stack.map_or("unknown".to_owned(), |stack| stack.status);
    let deployed = Record::load(&state)?.deployed;
    let engine_version = engine_health.as_ref().and_then(|health| health.get("version")).cloned();
    let url = origin(edge.port());
    let document = json!({
        "running": true,
        "url": url,
        "state": state.path(),
        "edge": {"pid": edge.process.pid, "port": edge.port(), "healthy": edge_health.is_some()},
        "engine": {"pid": engine.process.pid, "port": engine.port, "healthy": engine_health.is_some(),
                   "version": engine_version},
        "stack": {"name": STACK, "status": stack, "deploy": deployed},
        "version": env!("CARGO_PKG_VERSION"),
    });
    let line = |name: &str, port: u16, pid: u32, health: &Option<Value>| {
        let health = if health.is_some() { "healthy" } else { "does not answer" };
        format!("  {name:<8} {health}, port {port}, pid {pid}\n")
    };
    let version = engine_version.as_ref().and_then(Value::as_str).unwrap_or_default();
    let text = format!(
        "Ferrotype runs at {url}\n{}{}  {:<8} {STACK} {stack}\n  {:<8} {}\n  {:<8} ferrotype {}, engine {version}",
        line("edge", edge.port(), edge.process.pid, &edge_health),
        line("engine", engine.port, engine.process.pid, &engine_health),
        "stack",
        "state",
        state.path().display(),
        "version",
        env!("CARGO_PKG_VERSION"),
    );
    context.ui.answer(&document, text.trim_end_matches(", engine "))
}

/// Not a running cloud, but perhaps a part of one.
fn half(edge: bool, engine: bool) -> Result<()> {
    let mut failure = Failure::not_running();
    if edge || engine {
        let (up, down) = if edge { ("edge", "engine") } else { ("engine", "edge") };
        failure.message = format!("the {up} runs, but the {down} does not");
        failure.next = Some(format!("`{}` starts what is missing", ui::command("up")));
    }
    Err(failure.into())
}
