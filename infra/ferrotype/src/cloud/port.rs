//! Ports on 127.0.0.1.

use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// Below the ports that systems hand out by themselves (32,768 and up on Linux, 49,152 and up elsewhere): those are
/// given to somebody else as soon as they are let go.
const OURS: Range<u16> = 20_000..30_000;
/// How many neighbours are tried.
const TRIES: u16 = 100;

/// A port that is kept for a server of ours until the server starts, however long the build takes.
#[derive(Debug)]
pub(crate) struct Claim {
    port: u16,
    _listener: Option<TcpListener>,
}

impl Claim {
    /// Claims a port, unless somebody has it. Rust sets SO_REUSEADDR on Unix, so connections that have just ended
    /// do not count.
    pub(crate) fn on(port: u16) -> Option<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?;
        Some(Self { port, _listener: Some(listener) })
    }

    /// Claims a free port for a server of a state directory. Each has its own place to look first, so that clouds
    /// that start at the same time do not meet.
    pub(crate) fn pick(state: &Path, server: &str) -> Result<Self> {
        let mut hash = Sha256::new();
        hash.update(state.as_os_str().as_encoded_bytes());
        hash.update(server);
        let digest = hash.finalize();
        let place = u16::from_be_bytes([digest[0], digest[1]]);
        let width = OURS.end - OURS.start;
        let candidates = (0..TRIES).map(|step| OURS.start + (place % width + step) % width);
        candidates.into_iter().find_map(Self::on).context("no free port on 127.0.0.1; name one with --port")
    }

    /// The port of a server of ours that runs.
    pub(crate) fn of_running(port: u16) -> Self {
        Self { port, _listener: None }
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Gives the port to the server that starts now.
    pub(crate) fn hand_over(self) -> u16 {
        self.port
    }
}

#[cfg(test)]
mod tests;
