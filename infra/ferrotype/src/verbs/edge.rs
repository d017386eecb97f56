//! `ferrotype edge`: the one origin of a local cloud, in the foreground. `up` starts it detached.

use anyhow::Result;

use crate::cli;
use crate::context::Context;
use crate::edge::{Edge, Upstream};

pub(super) async fn run(context: &Context, arguments: cli::Edge) -> Result<()> {
    let upstream = Upstream::new(&arguments.api, arguments.api_host.as_deref())?;
    let state = context.state().map(|state| state.path().display().to_string()).unwrap_or_default();
    let edge = Edge::bind(arguments.port, upstream, state, arguments.log).await?;
    context.ui.note(&format!("edge on {} for {}", edge.url()?, arguments.api));
    edge.serve().await
}
