//! Callers of two workspaces in a world in which everything goes wrong, once for each seed.
//!
//! `FERROTYPE_SEEDS=20000 cargo test -p integration simulator` runs more of them, `FERROTYPE_SEED=7` runs one and prints its
//! history. Seeds that once found something come first: a seed that fails is
//! written into `seeds.txt`, to be committed with what it was about.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::sim::dice::Dice;
use testkit::sim::{Client, Sim, Trouble};
use testkit::{Get, Post};

use super::ending::{Ending, settled};
use super::story::{cancel, draft, heard, start, start_batch, user, world};

/// How many seeds are run when nobody says otherwise.
const SEEDS: u64 = 500;

fn asked(name: &str) -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "a switch of the developer's, not a setting of a function")]
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// What one caller does: renders, at once or in line, some of them asked for twice, ended, or done again; a batch; a look now and
/// then.
async fn calls(client: Client, name: &'static str, mut dice: Dice) {
    for count in 0..=dice.below(4) {
        let key = format!("{name}-{count}");
        if dice.permille(200) {
            batch(&client, &key, &mut dice).await;
            continue;
        }
        let mut body = draft(&json!({
            "seed": dice.below(3), "count": 1 + dice.below(8) / 7, "queue": dice.permille(500),
        }));
        if dice.permille(250) {
            body["model"] = json!("builtin/easel");
        }
        if dice.permille(150) {
            body["deadline_seconds"] = json!(1 + dice.below(20));
        }
        let first = start(&client, body.clone(), &key).await;
        assert!([202, 402, 429].contains(&first.status) || !first.is_final(), "{}", first.body);
        if first.status == 202 {
            follow(&client, &first.body, &key, &mut dice).await;
        }
        if dice.permille(300) {
            let again = start(&client, body, &key).await;
            let same = first.status != 202 || !again.is_final() || first.body["id"] == again.body["id"];
            assert!(same, "{key} is two renders: {} and {}", first.body, again.body);
        }
        client.wait(Duration::from_secs(dice.below(20) as u64)).await;
    }
}

/// What becomes of a render that was accepted: its owner looks at it, or ends it; and does again what came to nothing.
async fn follow(client: &Client, render: &Value, key: &str, dice: &mut Dice) {
    if dice.permille(300) {
        client.wait(dice.within(Duration::from_secs(1))).await;
        let canceled = cancel(client, render).await;
        assert!([200, 202, 409].contains(&canceled.status) || !canceled.is_final(), "{}", canceled.body);
    }
    look(client, render, dice.below(40)).await;
    if dice.permille(200) {
        let id = render["id"].as_str().expect("a render has an id");
        let again = Post(&[("id", id)], json!({ "queue": true }), &[("idempotency-key", key)]);
        let again = client.ask(renders::RETRY, again).await;
        assert!([202, 402, 409].contains(&again.status) || !again.is_final(), "{}", again.body);
    }
}

async fn batch(client: &Client, key: &str, dice: &mut Dice) {
    let seeds: Vec<_> = (0..=dice.below(3) as u64).collect();
    let batch = start_batch(client, &seeds, key).await;
    assert!(batch.status == 202 || !batch.is_final(), "{}", batch.body);
    client.wait(dice.within(Duration::from_secs(5))).await;
    if batch.status == 202 && dice.permille(300) {
        let id = batch.body["id"].as_str().expect("a batch has an id");
        let canceled = client.ask(renders::CANCEL_BATCH, Post(&[("id", id)], json!({}), &[])).await;
        assert!(canceled.status == 202 || !canceled.is_final(), "{}", canceled.body);
    }
}

async fn look(client: &Client, render: &Value, after: usize) {
    client.wait(Duration::from_secs(after as u64)).await;
    let id = render["id"].as_str().expect("a render has an id");
    let seen = client.ask(renders::GET, Get(&[("id", id)], &[], &[])).await;
    assert!(seen.status == 200 || !seen.is_final(), "{}", seen.body);
}

/// What goes wrong: in one of five worlds nothing, in one executions that are ended, in one the table, in the others all of it.
fn trouble(seed: u64) -> Trouble {
    match seed % 5 {
        0 => Trouble::default(),
        1 => Trouble { aborts: 500, ..Trouble::SEVERE },
        2 => Trouble { commits: [20, 10, 10], busy: 30, ..Trouble::SEVERE },
        _ => Trouble::SEVERE,
    }
}

fn run(seed: u64) -> Result<Ending, String> {
    let sim = world(seed, false, trouble(seed));
    heard(&sim, |sim| tell(sim, seed))
}

fn tell(sim: &Sim, seed: u64) -> Ending {
    for (place, (workspace, name)) in [("a", "ann"), ("a", "bob"), ("b", "cy")].into_iter().enumerate() {
        let dice = Dice::new(seed ^ (place as u64 + 1) << 32);
        sim.pace().spawn(calls(sim.client(user(workspace, name)), name, dice));
    }
    let ending = settled(sim);
    let attempts = sim.items().keys().filter(|key| key.sk.starts_with("A#")).count();
    // A picture belongs to an attempt; two is the most that one render asks for here.
    assert!(sim.objects().len() <= attempts * 2, "{attempts} attempts: {:?}", sim.objects());
    if seed.is_multiple_of(5) {
        assert!(sim.posts() <= attempts, "{attempts} attempts, {} requests", sim.posts());
    }
    ending
}

/// Writes a seed that found something into `seeds.txt`: from now on it is a test.
fn keep(seed: u64) {
    if known().contains(&seed) {
        return;
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/it/simulator/seeds.txt");
    let mut file = std::fs::OpenOptions::new().append(true).open(path).expect("the list of seeds");
    writeln!(file, "{seed}").expect("a seed is written down");
}

/// The seeds that once found something.
fn known() -> Vec<u64> {
    let lines = include_str!("seeds.txt").lines();
    lines.filter_map(|line| line.split('#').next()?.trim().parse().ok()).collect()
}

#[test]
fn whatever_happens_every_render_ends_once_and_is_paid_once() {
    if let Some(seed) = asked("FERROTYPE_SEED") {
        match run(seed) {
            Ok(ending) => println!("{ending:#?}"),
            Err(why) => panic!("seed {seed}: {why}"),
        }
        return;
    }
    let seeds: Vec<_> = known().into_iter().chain(0..asked("FERROTYPE_SEEDS").unwrap_or(SEEDS)).collect();
    let (next, seen) = (AtomicU64::new(0), Mutex::new(BTreeMap::<String, u64>::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap()) {
                    let ending = run(*seed).unwrap_or_else(|why| {
                        keep(*seed);
                        panic!("seed {seed}: {why}\nAgain: FERROTYPE_SEED={seed} cargo test -p integration simulator::seeds")
                    });
                    let mut seen = seen.lock().unwrap();
                    for (status, _, code) in ending.jobs {
                        *seen.entry(format!("{status} {code}").trim().to_owned()).or_default() += 1;
                    }
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    println!("{} seeds: {seen:#?}", seeds.len());
    // A storm that always ends in one way would prove nothing. Few seeds may.
    if seeds.len() < usize::try_from(SEEDS).unwrap() {
        return;
    }
    // A stage fails a render by dying twice, which it does by exiting (`stage-failed`) or by hanging (`stage-timed-out`).
    for end in
        ["succeeded", "failed provider-refused", "failed stage-", "failed flow-died", "expired answer-lost"]
    {
        assert!(seen.keys().any(|seen| seen.starts_with(end)), "nothing ended {end}: {seen:#?}");
    }
}

#[test]
fn a_seed_is_a_world() {
    let told = |seed| {
        let sim = world(seed, false, trouble(seed));
        tell(&sim, seed);
        (sim.effects(), sim.items())
    };
    assert!(told(4) == told(4), "the same seed tells another story");
    assert!(told(4) != told(9), "another seed tells the same story");
}
