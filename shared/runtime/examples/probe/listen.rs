//! A stream that waits, between its chunks, for a word from a test.

use contract::http::Nothing;
use contract::{Access, Grant, Listener, Need, Part, Sender, Setting, Stream, env};
use fault::{Fault, Kind};
use model::Scope;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Where the test listens. It lets the stream go on by sending a byte, and sees the handler end by the connection's end.
const GATE: Setting = Setting { name: "PROBE_GATE", about: "address of the test", check: |_| Ok(()) };

pub(crate) struct Gate(String);

impl Part for Gate {
    const NEEDS: &'static [Need] = &[Need::Setting(&GATE)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let address = grant.settings().get(&GATE).ok_or_else(|| Fault::defect("no gate"))?;
        Ok(Self(address.to_owned()))
    }
}

env! {
    pub(crate) struct Hall { gate: Gate }
}

pub(crate) struct Listen;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Path {
    id: String,
}

impl Stream for Listen {
    const NAME: &'static str = "probe-listen";
    const SUMMARY: &'static str = "Writes two chunks.";
    const PATH: &'static str = "/v1/probes/{id}/events";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[410];

    type Env = Hall;
    type Path = Path;
    type Query = Nothing;

    async fn listen(env: Hall, listener: Listener<Self>, mut sender: Sender) -> Result<(), Fault> {
        let Listener { path, last_event_id: last, .. } = listener;
        match path.id.as_str() {
            "gone" => return Err(Fault::new(Kind::Gone, "expired", "It is gone.")),
            "panic-early" => panic!("the words of a panic"),
            "sleep" => std::future::pending().await,
            "silent" => return Ok(()),
            _ => {}
        }
        let mut gate =
            TcpStream::connect(&env.gate.0).await.map_err(|error| Fault::defect("gate").because(error))?;
        sender.send(format!("data: 1 after {}\n\n", last.as_deref().unwrap_or("nothing"))).await?;
        gate.read_u8().await.map_err(|error| Fault::defect("gate").because(error))?;
        assert!(path.id != "panic-late", "the words of a panic");
        sender.send("data: 2\n\n").await
    }
}
