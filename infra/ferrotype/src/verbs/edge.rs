//! `ferrotype edge`: the one origin of a local cloud, in the foreground. `up` starts it detached.

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};

use crate::cli;
use crate::context::Context;
use crate::edge::{Edge, Streams, Upstream, guard};

pub(super) async fn run(context: &Context, arguments: cli::Edge) -> Result<()> {
    let upstream = Upstream::new(&arguments.api, arguments.api_host.as_deref())?;
    let state = context.state()?;
    let engine = arguments.api.to_string().trim_end_matches('/').to_owned();
    let streams = Streams::of(&state, engine, std::env::current_exe()?);
    let state = state.path().display().to_string();
    let edge = Edge::bind(arguments.port, upstream, streams, state, arguments.log).await?;
    context.ui.note(&format!("edge on {} for {}", edge.url()?, arguments.api));
    edge.serve().await
}

/// `ferrotype edge-guard`: ends when the edge does, and kills what it left.
pub(super) fn watch() -> Result<()> {
    // It ends with its pipe and by nothing else.
    let _term = signal(SignalKind::terminate())?;
    let _hangup = signal(SignalKind::hangup())?;
    guard(std::io::stdin().lock());
    Ok(())
}
