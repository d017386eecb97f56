//! One user's batch beside another's render.

use std::time::Duration;

use contract::port::Clock as _;
use model::{GrantId, UsdMicros};
use serde_json::json;
use testkit::Get;
use testkit::sim::{Sim, Trouble};

use super::story::{draft, start, start_batch, user, world};

/// Starts a render of `bob`'s at once, and answers how long it took to begin and to end, as far as he can see.
fn one_of_bob(sim: &Sim) -> [Duration; 2] {
    let client = sim.client(user("a", "bob"));
    let pace = sim.pace().clone();
    let posted = pace.now();
    sim.pace().block_on(async move {
        let render = start(&client, draft(&json!({ "queue": true })), "bob").await;
        assert_eq!(render.status, 202, "{}", render.body);
        let id = render.body["id"].as_str().expect("an id").to_owned();
        let mut began = None;
        loop {
            let shown = client.ask(renders::GET, Get(&[("id", &id)], &[], &[])).await;
            let took = pace.now().since(posted);
            if !shown.body["started_at"].is_null() {
                began.get_or_insert(took);
            }
            if shown.body["status"] == "succeeded" {
                return [began.expect("it began"), took];
            }
            client.wait(Duration::from_millis(50)).await;
        }
    })
}

#[test]
fn a_render_beside_a_batch_of_500_begins_within_the_time_of_one_render() {
    let [_, alone] = one_of_bob(&world(1, false, Trouble::default()));

    let sim = world(1, false, Trouble::default());
    let now = sim.pace().now();
    let grant = jobs::wallet::grant(GrantId::derived("more"), UsdMicros::new(5_000_000), now);
    sim.found("a", grant.expect("a grant is valid").to_vec());
    let client = sim.client(user("a", "ann"));
    let batch = sim.pace().block_on(async move {
        let seeds: Vec<_> = (0..500).collect();
        let answer = start_batch(&client, &seeds, "ann").await;
        client.wait(Duration::from_secs(2)).await;
        answer
    });
    assert_eq!(batch.status, 202, "{}", batch.body);
    let waiting = sim.items().keys().filter(|key| key.pk.starts_with("WAI#")).count();
    assert!(waiting >= 50, "the batch waits for its five slots: {waiting}");
    let [began, ended] = one_of_bob(&sim);
    println!(
        "alone a render takes {alone:?}; beside {waiting} that wait it begins after {began:?} and ends after {ended:?}"
    );
    assert!(began <= alone, "{began:?}");
    assert_eq!(testkit::audit(&sim.items()), Vec::<String>::new());
}
