//! Functions that do what the payload tells them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use contract::http::{Method, Nothing};
use contract::port::Meter;
use contract::{
    Access, Call, Consumer, Duty, DutyTrigger, Grant, Need, Next, Part, QueueName, Reply, Route, Stage,
    System, Word, Workspace, env,
};
use fault::{Fault, Kind};
use model::Scope;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::Barrier;

use crate::surroundings::ask;

/// What to do.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Work,
    Panic,
    Sleep,
    Reject,
    Busy,
    Break,
    Meet,
}

pub(crate) async fn act(act: Act) -> Result<(), Fault> {
    ask("Probe.Act");
    match act {
        Act::Work => Ok(()),
        Act::Panic => panic!("the words of a panic"),
        Act::Sleep => std::future::pending().await,
        Act::Reject => {
            Err(Fault::new(Kind::Conflict, "archived", "It is archived.").because("the words of a cause"))
        }
        Act::Busy => Err(Fault::unavailable("the words of a cause").retry_after(7)),
        Act::Break => Err(Fault::defect("the words of a cause")),
        Act::Meet => meet().await,
    }
}

/// Goes on when exactly two are here: one alone waits for ever, a third is a fault.
async fn meet() -> Result<(), Fault> {
    static PLACE: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2));
    static HERE: AtomicU32 = AtomicU32::new(0);
    HERE.fetch_add(1, Ordering::Relaxed);
    // Whoever else is let in comes in now.
    tokio::task::yield_now().await;
    if HERE.load(Ordering::Relaxed) > 2 {
        return Err(Fault::defect("three at one time"));
    }
    PLACE.wait().await;
    HERE.fetch_sub(1, Ordering::Relaxed);
    Ok(())
}

/// The workspace that was minted.
struct Scoped(Workspace);

impl Part for Scoped {
    const NEEDS: &'static [Need] = &[];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        grant.workspace().map(Self)
    }
}

env! {
    pub(crate) struct Inside { workspace: Scoped, meter: Arc<dyn Meter> }
}

env! {
    pub(crate) struct Everywhere { system: System }
}

pub(crate) struct Change;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Path {
    id: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    say: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Told {
    act: Act,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Seen {
    id: String,
    say: Option<String>,
    cookie: Option<String>,
    workspace: String,
    has_deadline: bool,
    memory_mb: u32,
    used: BTreeMap<String, u64>,
}

impl Route for Change {
    const NAME: &'static str = "probe-change";
    const SUMMARY: &'static str = "Does what it is told.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/probes/{id}";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[202, 409, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Inside;
    type Path = Path;
    type Query = Said;
    type Body = Told;
    type Output = Seen;

    async fn handle(env: Inside, call: Call<Self>) -> Result<Reply<Seen>, Fault> {
        act(call.body.act).await?;
        let usage = env.meter.usage();
        let seen = Seen {
            workspace: env.workspace.0.id().to_string(),
            cookie: call.header("cookie").map(str::to_owned),
            has_deadline: call.deadline.is_some(),
            memory_mb: usage.memory_mb,
            used: usage.calls,
            id: call.path.id,
            say: call.query.say,
        };
        Ok(Reply::accepted(seen, "/v1/probes/1".to_owned()))
    }
}

pub(crate) struct Look;

impl Route for Look {
    const NAME: &'static str = "probe-look";
    const SUMMARY: &'static str = "Is open to all.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/probes";
    const ACCESS: Access = Access::Public;
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 0;

    type Env = ();
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Output = [u32; 1];

    async fn handle((): (), _: Call<Self>) -> Result<Reply<[u32; 1]>, Fault> {
        Ok(Reply::ok([1]).etag(1))
    }
}

pub(crate) struct Step;

impl Stage for Step {
    const NAME: &'static str = "probe-step";
    const SUMMARY: &'static str = "Does what the number of its run says.";
    const WORDS: &'static [Word] = &["done"];

    type Env = Inside;

    async fn run(_: Inside, step: contract::Step) -> Result<Next, Fault> {
        let acts = [Act::Work, Act::Panic, Act::Sleep, Act::Reject, Act::Busy, Act::Break];
        act(acts[step.run as usize - 1]).await?;
        Ok(Next { word: "done", r#try: step.r#try })
    }
}

pub(crate) struct Take;

impl Consumer for Take {
    const NAME: &'static str = "probe-take";
    const SUMMARY: &'static str = "Does what a message says.";
    const QUEUE: QueueName = QueueName::Dispatch;

    type Env = Inside;
    type Message = Message;

    async fn consume(_: Inside, message: Message, receives: u32) -> Result<(), Fault> {
        if message.first_time.is_some_and(|first| first != (receives == 1)) {
            return Err(Fault::defect("the count of receives is wrong"));
        }
        act(message.act).await
    }
}

#[derive(Deserialize)]
pub(crate) struct Message {
    act: Act,
    first_time: Option<bool>,
}

pub(crate) struct Sweep;

impl Duty for Sweep {
    const NAME: &'static str = "probe-sweep";
    const SUMMARY: &'static str = "Does what it is told, for all.";
    const TRIGGER: DutyTrigger = DutyTrigger::Invoke;
    const REASON: &'static str = "to be tested";

    type Env = Everywhere;
    type Input = Told;
    type Output = &'static str;

    async fn perform(env: Everywhere, input: Told) -> Result<&'static str, Fault> {
        act(input.act).await?;
        Ok(env.system.reason())
    }
}
