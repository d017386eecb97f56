//! The local cloud of one state directory: engine, deployed stack, edge, owner.

pub(crate) mod build;
pub(crate) mod deploy;
pub(crate) mod edge;
pub(crate) mod engine;
pub(crate) mod invoke;
pub(crate) mod owner;
pub(crate) mod port;
pub(crate) mod streams;

use serde::{Deserialize, Serialize};

use crate::state::StateDir;

const RECORD: &str = "cloud.json";

/// Name of the stack; every function's name begins with it.
pub(crate) const STACK: &str = "ferrotype";

/// What stays when everything is stopped, so that the next start finds the same addresses.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Port of the engine.
    pub(crate) engine_port: Option<u16>,
    /// Port of the one origin.
    pub(crate) edge_port: Option<u16>,
    /// Where the engine has the stack's HTTP API.
    pub(crate) gateway: Option<deploy::Gateway>,
    /// How the last deploy ended.
    pub(crate) deployed: Option<deploy::Summary>,
}

impl Record {
    /// Reads the record, or an empty one.
    pub(crate) fn load(state: &StateDir) -> anyhow::Result<Self> {
        Ok(state.read(RECORD)?.unwrap_or_default())
    }

    /// Writes the record.
    pub(crate) fn store(&self, state: &StateDir) -> anyhow::Result<()> {
        state.write(RECORD, self)
    }
}

/// The origin on a port of this machine.
pub(crate) fn origin(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
