//! Stories: what somebody does with the API, told the same way in every world.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use contract::Principal;
use model::{GrantId, Role, UsdMicros, UserId};
use serde_json::{Value, json};
use store::{Address, Change, Kind, SortKey};
use testkit::sim::{Client, Sim, Trouble};
use testkit::{Answer, Post, principal, workspace};

use super::painter::Painter;
use super::stack;

/// Something that happens from beginning to end.
pub(super) struct Story {
    pub(super) name: &'static str,
    /// Whether the provider refuses.
    pub(super) refuses: bool,
    /// Whether each user has one slot and not five, so that the second render waits.
    pub(super) narrow: bool,
    /// What is done; the rest is left to the world.
    pub(super) tell: fn(&Sim),
    /// How it ends: the status of each job.
    pub(super) ends: &'static [&'static str],
    /// How a job may end beside that when a death delays a wish: what a provider was asked for before it came is kept.
    pub(super) late: &'static [&'static str],
}

const GOLDEN: Story = Story {
    name: "golden render",
    refuses: false,
    narrow: false,
    tell: one_render,
    ends: &["succeeded"],
    late: &[],
};

pub(super) const STORIES: &[Story] = &[
    GOLDEN,
    Story { name: "refused by its provider", refuses: true, ends: &["failed"], ..GOLDEN },
    Story {
        name: "canceled while it runs",
        tell: cancel_a_running_one,
        ends: &["canceled"],
        late: &["succeeded"],
        ..GOLDEN
    },
    Story {
        name: "canceled while it waits",
        narrow: true,
        tell: cancel_a_waiting_one,
        ends: &["canceled", "succeeded"],
        late: &["succeeded"],
        ..GOLDEN
    },
    Story {
        name: "two children of a batch",
        narrow: true,
        tell: a_batch,
        ends: &["succeeded", "succeeded"],
        ..GOLDEN
    },
    Story { name: "four pictures, fanned out", tell: four_pictures, ..GOLDEN },
    Story { name: "a render whose provider answers later", tell: one_that_waits, ..GOLDEN },
    Story {
        name: "canceled while its provider is at work",
        tell: cancel_one_that_waits,
        ends: &["canceled"],
        late: &["succeeded"],
        ..GOLDEN
    },
];

impl Story {
    /// A world in which it has not begun, and nothing goes wrong by itself.
    pub(super) fn world(&self) -> Sim {
        let sim = world(1, self.refuses, Trouble::default());
        if self.narrow {
            let address = Address::new(Kind::PLN, SortKey::word("PLAN"));
            let plan = serde_json::Map::from_iter([("render_slots".to_owned(), json!(1))]);
            sim.found("a", vec![Change::create(address, &plan).expect("a plan is a record")]);
        }
        sim
    }
}

/// What `told` answers of `sim`; when it panics, its words and the last things that happened.
pub(super) fn heard<T>(sim: &Sim, told: impl FnOnce(&Sim) -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(|| told(sim))).map_err(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        format!("{words}\n  {}", sim.history().join("\n  "))
    })
}

/// A world with two founded workspaces, `a` and `b`.
pub(super) fn world(seed: u64, refuses: bool, trouble: Trouble) -> Sim {
    let sim = Sim::new(seed, stack(Arc::new(Painter::new(refuses))), trouble);
    for name in ["a", "b"] {
        let now = contract::port::Clock::now(sim.pace().as_ref());
        let grant = jobs::wallet::grant(GrantId::derived(name), UsdMicros::new(CREDITS), now)
            .expect("a grant is valid");
        let mut changes = grant.to_vec();
        changes.push(jobs::Project::create_default(workspace(name), now).expect("a project is valid"));
        sim.found(name, changes);
    }
    sim
}

/// What each workspace has, in micro-USD: ten pictures' worth.
pub(super) const CREDITS: i64 = 100_000;

/// `user`, in the workspace of `seed`.
pub(super) fn user(seed: &str, user: &str) -> Principal {
    Principal { user: UserId::derived(user), ..principal(seed, Role::Owner) }
}

/// A small draft with the fields of `also` over its own.
pub(super) fn draft(also: &Value) -> Value {
    let mut body = json!({
        "prompt": "a boat at dusk", "size": { "width": 256, "height": 256 }, "quality": "draft", "seed": 7,
    });
    for (name, value) in also.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    body
}

/// Starts a render.
pub(super) async fn start(client: &Client, body: Value, key: &str) -> Answer {
    client.ask(renders::START, Post(&[], body, &[("idempotency-key", key)])).await
}

fn four_pictures(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let body = draft(&json!({ "count": 4 }));
    let answer = sim.pace().block_on(async move { start(&client, body, "one").await });
    assert_eq!(answer.status, 202, "{}", answer.body);
}

fn one_that_waits(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let body = draft(&json!({ "model": "builtin/easel" }));
    let answer = sim.pace().block_on(async move { start(&client, body, "one").await });
    assert_eq!(answer.status, 202, "{}", answer.body);
}

fn cancel_one_that_waits(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let canceled = sim.pace().block_on(async move {
        let render = start(&client, draft(&json!({ "model": "builtin/easel" })), "one").await;
        client.wait(Duration::from_millis(1_500)).await;
        cancel(&client, &render.body).await
    });
    assert!([200, 202, 409].contains(&canceled.status), "{}", canceled.body);
}

/// Asks for the end of `render`, which was answered when it was started.
pub(super) async fn cancel(client: &Client, render: &Value) -> Answer {
    let id = render["id"].as_str().expect("a render has an id");
    client.ask(renders::CANCEL, Post(&[("id", id)], json!({}), &[])).await
}

fn cancel_a_running_one(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let canceled = sim.pace().block_on(async move {
        let render = start(&client, draft(&json!({})), "one").await;
        client.wait(Duration::from_millis(60)).await;
        cancel(&client, &render.body).await
    });
    // Too late when the first of the two requests died.
    assert!([200, 202, 409].contains(&canceled.status), "{}", canceled.body);
}

fn cancel_a_waiting_one(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let canceled = sim.pace().block_on(async move {
        start(&client, draft(&json!({})), "one").await;
        let waiting = start(&client, draft(&json!({ "queue": true, "seed": 8 })), "two").await;
        cancel(&client, &waiting.body).await
    });
    assert!([200, 202, 409].contains(&canceled.status), "{}", canceled.body);
}

fn a_batch(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let answer = sim.pace().block_on(async move { start_batch(&client, &[7, 8], "one").await });
    assert_eq!(answer.status, 202, "{}", answer.body);
}

/// Starts a batch of one prompt with these seeds.
pub(super) async fn start_batch(client: &Client, seeds: &[u64], key: &str) -> Answer {
    let mut template = draft(&json!({}));
    let fields = template.as_object_mut().expect("a draft is an object");
    let prompt = fields.remove("prompt");
    fields.remove("seed");
    let body = json!({ "template": template, "prompts": [prompt], "matrix": { "seed": seeds } });
    client.ask(renders::START_BATCH, Post(&[], body, &[("idempotency-key", key)])).await
}

fn one_render(sim: &Sim) {
    let client = sim.client(user("a", "ann"));
    let answer = sim.pace().block_on(async move { start(&client, draft(&json!({})), "one").await });
    assert_eq!(answer.status, 202, "{}", answer.body);
}
