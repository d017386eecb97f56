//! Functions that stream. The engine collects a streamed answer before it sends it on, so the edge runs these
//! functions itself: it is Lambda, with its Runtime API, for their processes.
//!
//! Unlike on AWS, a listener who leaves ends the invocation: there it goes on to its end and costs money; on a laptop
//! a page that was reloaded would hold one process for each time. The function's connection is closed, so its next
//! write fails, as it may on AWS at any time.

mod answer;
mod call;
mod desk;
mod environment;
mod event;
mod function;
mod guard;
mod log;
mod pool;
mod refusal;
mod worker;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use http::Request;
use hyper::body::Incoming;
use serde_json::{Value, json};

pub(crate) use self::function::Function;
use self::function::Table;
use self::guard::Guard;
pub(crate) use self::guard::watch as guard;
use self::log::Log;
use self::pool::{Limits, Pool};
use self::worker::Surroundings;
use super::page::Reply;
use crate::state::StateDir;

/// The functions that stream of one state directory.
pub(crate) struct Streams {
    table: Table,
    pool: Arc<Pool>,
}

impl Streams {
    /// File of the state directory with the functions, which `up` writes.
    pub(crate) const FILE: &str = "streams.json";
    /// File of the state directory with what they say.
    pub(crate) const LOG: &str = "streams.log";

    /// Those of a state directory; `engine` is the address of its engine, `program` this program.
    pub(crate) fn of(state: &StateDir, engine: String, program: PathBuf) -> Self {
        Self::with(state, engine, program, Limits::LAPTOP)
    }

    fn with(state: &StateDir, engine: String, program: PathBuf, limits: Limits) -> Self {
        let surroundings =
            Surroundings { engine, log: Log::at(state.join(Self::LOG)), guard: Guard::new(program) };
        Self { table: Table::at(state.join(Self::FILE)), pool: Pool::new(surroundings, limits) }
    }

    /// Answers a request that is for one of them, or gives it back.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> Result<Reply, Request<Incoming>> {
        let Some(function) = self.table.find(request.method(), request.uri().path()) else {
            return Err(request);
        };
        // A body of a GET means nothing (RFC 9110, section 9.3.1).
        let (request, _) = request.into_parts();
        Ok(call::answer(&self.pool, function, request, peer).await)
    }

    /// What their processes do, for the health page.
    pub(super) fn census(&self) -> Value {
        let (busy, idle) = self.pool.census();
        json!({"busy": busy, "idle": idle})
    }

    /// Ends every stream: whoever listens resumes elsewhere.
    pub(super) fn close(&self) {
        self.pool.close();
    }
}

#[cfg(test)]
mod tests;
