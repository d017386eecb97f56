//! Telling the edge which functions stream: what the stack says of them, and the paths that their types declare.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::STACK;
use super::deploy::FunctionUrl;
use crate::edge::{Function, Streams};
use crate::failure::Failure;
use crate::project::Project;
use crate::state::StateDir;

/// Whether the edge has been told.
pub(crate) fn are_known(state: &StateDir) -> bool {
    state.join(Streams::FILE).is_file()
}

/// Writes the edge's table. A running edge reads it by itself.
pub(crate) fn publish(
    project: &Project,
    state: &StateDir,
    deployed: &BTreeMap<String, FunctionUrl>,
    bins: &Path,
) -> Result<()> {
    let paths = paths(&project.stream_paths())?;
    let streams = deployed.iter().filter(|(_, url)| url.invoke_mode == "RESPONSE_STREAM");
    let functions = streams.map(|(name, url)| function(name, url, &paths, bins));
    state.write(Streams::FILE, &functions.collect::<Result<Vec<_>>>()?)
}

/// `{"renders-stream": "/v1/renders/{id}/stream"}`; a clone without the file has no function that streams.
fn paths(file: &Path) -> Result<BTreeMap<String, String>> {
    match std::fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).with_context(|| format!("{} is damaged", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

fn function(
    name: &str,
    url: &FunctionUrl,
    paths: &BTreeMap<String, String>,
    bins: &Path,
) -> Result<Function> {
    // Functions are named after their programs, with the stack before it.
    let program = name.strip_prefix(STACK).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name);
    let path = paths.get(program).ok_or_else(|| {
        Failure::failed(format!("{name} streams, but infra/streams.json has no path for it"))
            .next("write it anew: FERROTYPE_WRITE=1 cargo test -p integration generated")
    })?;
    Ok(Function {
        name: name.to_owned(),
        path: path.clone(),
        program: bins.join(program),
        host: host(&url.url).to_owned(),
        timeout: url.timeout,
        memory: url.memory,
        environment: url.environment.clone(),
    })
}

/// `https://abc.lambda-url.us-east-1.on.aws/` is reached under its host.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests;
