//! A workspace with money, and a render in it.

use contract::Entry;
use model::{GrantId, JobId, UsdMicros};
use serde_json::json;
use testkit::{Answer, Post, World, workspace};

/// Starts a render in the workspace of `seed`, which is given a thousand credits first.
pub(crate) async fn render(world: &World, seed: &str) -> JobId {
    let now = contract::port::Clock::now(world.clock.as_ref());
    let mut changes = jobs::wallet::grant(GrantId::derived(seed), UsdMicros::new(10_000_000), now)
        .expect("a grant is valid")
        .to_vec();
    changes.push(jobs::Project::create_default(workspace(seed), now).expect("a project is valid"));
    world.commit(seed, changes).await;
    assert!(matches!(renders::START.entry, Entry::Route(_)));
    let answer =
        Answer::of(renders::START, world.inside(seed), Post(&[], json!({ "prompt": "a boat" }), &[])).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    answer.body["id"].as_str().and_then(|id| id.parse().ok()).expect("a render has an id")
}
