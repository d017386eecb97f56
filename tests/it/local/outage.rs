//! The engine stands still, and is restarted, with renders under way: all of them end, each once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::api::Api;
use super::cloud::{Cloud, now, wait_until};
use super::doctor::assert_clean;
use super::raw::{messages_at, queues};

/// What a small picture costs, in micro-USD.
const PRICE: i64 = 10_000;
/// How often `ops-sweep` is called.
const SWEEP: Duration = Duration::from_mins(1);

fn credits(api: &Api, name: &str) -> i64 {
    api.get("/v1/credits").body[format!("{name}_usd_micros")].as_i64().expect("money")
}

/// Asks for many renders and comes back when at least `done` of them have ended, and how many have.
fn in_the_middle(api: &Api, many: usize, done: i64) -> i64 {
    let size = json!({ "width": 256, "height": 256 });
    for number in 0..many {
        let wanted = json!({ "prompt": format!("hill {number}"), "size": size, "queue": true });
        let answer = api.post("/v1/renders", &wanted);
        assert_eq!(answer.status, 202, "{answer:?}");
    }
    let ended = || credits(api, "spent") / PRICE;
    wait_until("some have ended", Duration::from_mins(2), || ended() >= done);
    let ended = ended();
    assert!(ended < i64::try_from(many).expect("few"), "too late: all have ended");
    ended
}

/// Waits until nothing is at work any more; gives how long that took.
fn rest(api: &Api, patience: Duration) -> Duration {
    let began = now();
    wait_until("all have ended", patience, || credits(api, "held") == 0);
    began.elapsed()
}

/// That there are so many renders and each was made once and paid once; gives how many runs their flows took.
fn assert_each_once(cloud: &Cloud, api: &Api, many: usize) -> BTreeMap<u64, usize> {
    let renders = api.all("/v1/renders");
    assert_eq!(renders.len(), many);
    let mut assets = BTreeSet::new();
    let mut runs: BTreeMap<u64, usize> = BTreeMap::new();
    for render in &renders {
        assert_eq!(render["status"], "succeeded", "{render}");
        let outputs = render["outputs"].as_array().expect("outputs");
        assert_eq!(outputs.len(), 1, "{render}");
        assets.insert(outputs[0]["asset"].as_str().expect("an asset").to_owned());
        *runs.entry(render["run"].as_u64().expect("a run")).or_default() += 1;
    }
    assert_eq!(assets.len(), many);
    let ledger = api.all("/v1/credits/ledger");
    for kind in ["hold", "settle"] {
        let of_kind = ledger.iter().filter(|entry| entry["kind"] == kind);
        let jobs: Vec<&Value> = of_kind.map(|entry| &entry["job"]).collect();
        let distinct: BTreeSet<_> = jobs.iter().map(|job| job.as_str().expect("a job")).collect();
        assert_eq!((jobs.len(), distinct.len()), (many, many), "{kind}");
    }
    assert_eq!(credits(api, "spent"), PRICE * i64::try_from(many).expect("few"));
    api.assert_money_adds_up();
    let (dead, living): (Vec<_>, Vec<_>) =
        queues(&cloud.endpoint).into_iter().partition(|(name, _)| name.contains("Dead"));
    let count = |queues: &[(String, Value)]| -> u64 {
        queues.iter().map(|(_, url)| messages_at(&cloud.endpoint, url)).sum()
    };
    // What a consumer had in its hands when its engine ended comes again when its visibility is over.
    wait_until("every message is acknowledged", Duration::from_mins(4), || count(&living) == 0);
    assert_eq!(count(&dead), 0, "somebody gave up a message");
    assert_clean(&cloud.endpoint);
    runs
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the outage itself: the engine's processes see the time pass")]
fn all_of_a_hundred_renders_outlive_an_engine_that_stands_still() {
    let cloud = Cloud::start("stand-still", &[]);
    let api = Api::at(&cloud.api, Some(cloud.user("patient@localhost", 10_000_000)));
    let before = in_the_middle(&api, 100, 30);
    cloud.signal("STOP");
    std::thread::sleep(Duration::from_secs(30));
    cloud.signal("CONT");
    let took = rest(&api, jobs::QUIET + 2 * SWEEP + Duration::from_mins(2));
    let runs = assert_each_once(&cloud, &api, 100);
    println!("stopped for 30 s when {before} of 100 had ended: the last ended {took:.1?} after it went on");
    println!("renders by the runs of their flows: {runs:?}");
}

#[test]
fn all_of_thirty_renders_outlive_a_restart_by_two_sweeps() {
    let cloud = Cloud::start("restart", &[]);
    let api = Api::at(&cloud.api, Some(cloud.user("patient@localhost", 10_000_000)));
    let before = in_the_middle(&api, 30, 10);
    cloud.restart();
    // A job is due when nobody has heard of it for a while; the next sweep but one has seen it. The rest is work.
    let took = rest(&api, jobs::QUIET + 2 * SWEEP + Duration::from_mins(1));
    let runs = assert_each_once(&cloud, &api, 30);
    println!("restarted when {before} of 30 had ended: the last ended {took:.1?} after it was up again");
    println!("renders by the runs of their flows: {runs:?}");
    assert!(runs.keys().any(|run| *run > 1), "no run was interrupted");
}
