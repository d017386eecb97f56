//! The waiting line, batches and cancels on the deployed stack.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::api::{Answer, Api};
use super::cloud::{CLOUD, now, wait_until};
use super::concurrency::at_once;
use super::raw::messages;

fn small(prompt: &str) -> Value {
    json!({ "prompt": prompt, "size": { "width": 256, "height": 256 }, "queue": true })
}

fn id(answer: &Answer) -> String {
    answer.body["id"].as_str().unwrap_or_else(|| panic!("no id: {answer:?}")).to_owned()
}

/// Waits until the counts of the batch at a path say that all of its renders have ended, and gives it.
pub(crate) fn end_of_batch(api: &Api, batch: &str) -> Value {
    let mut shown = Value::Null;
    wait_until("every render of the batch has ended", Duration::from_mins(5), || {
        shown = api.get(&format!("{batch}?limit=100")).body;
        let of = |name: &str| shown["counts"][name].as_u64().unwrap_or_else(|| panic!("{shown}"));
        of("succeeded") + of("failed") + of("canceled") + of("expired") == of("total")
    });
    shown
}

/// The feed of a workspace, once it tells of the end of every one of `renders`.
fn feed(api: &Api, renders: &BTreeSet<String>) -> Vec<Value> {
    let mut events = Vec::new();
    wait_until("the feed tells of every end", Duration::from_secs(30), || {
        let mut after = 0;
        events.clear();
        loop {
            let page = api.get(&format!("/v1/events?after={after}&limit=100")).body;
            let items = page["items"].as_array().expect("items").clone();
            after += items.len();
            if items.is_empty() {
                break;
            }
            events.extend(items);
        }
        let ended = |event: &&Value| is_end(event["type"].as_str().expect("a type"));
        let ends: BTreeSet<_> = events
            .iter()
            .filter(ended)
            .map(|event| event["subject"].as_str().expect("a job").to_owned())
            .collect();
        renders.is_subset(&ends)
    });
    events
}

fn is_end(event: &str) -> bool {
    ["render.succeeded", "render.failed", "render.canceled", "render.expired"].contains(&event)
}

/// When something happened, in milliseconds. A function reads the clock before it commits, and a dispatcher reads it once for
/// all that it starts: a start may bear an earlier moment than the end that made room for it, by as long as a function runs.
/// No render is that short.
fn moment(event: &Value) -> i64 {
    let at: jiff::Timestamp = event["at"].as_str().expect("a moment").parse().expect("RFC 3339");
    let early = if is_end(event["type"].as_str().expect("a type")) { 250 } else { 0 };
    at.as_millisecond() - early
}

/// How many renders of a workspace had a slot and how many waited, after each event of its feed.
fn occupancy(feed: &[Value]) -> Vec<(usize, usize)> {
    let (mut slots, mut line) = (BTreeSet::new(), BTreeSet::new());
    let mut told = Vec::new();
    // The feed keeps the order of each job; between jobs the moments decide.
    let mut events: Vec<_> = feed.iter().collect();
    events.sort_by_key(|event| moment(event));
    for event in events {
        let job = event["subject"].as_str().expect("a job");
        match event["type"].as_str().expect("a type") {
            "render.queued" if event["data"]["waits"] == true => drop(line.insert(job)),
            "render.queued" => drop(slots.insert(job)),
            "render.dispatched" => {
                line.remove(job);
                slots.insert(job);
            }
            end if is_end(end) => {
                line.remove(job);
                slots.remove(job);
            }
            _ => continue,
        }
        told.push((slots.len(), line.len()));
    }
    told
}

#[test]
fn a_batch_of_fifty_keeps_to_its_lane_and_nobody_else_waits_for_it() {
    let (api, other) = (Api::user("batch@localhost", 600_000), Api::user("beside@localhost", 50_000));
    let prompts: Vec<_> = (0..50).map(|number| format!("hill number {number}")).collect();
    let template = json!({ "size": { "width": 256, "height": 256 } });
    let accepted = api.post("/v1/batches", &json!({ "prompts": prompts, "template": template }));
    assert_eq!(accepted.status, 202, "{accepted:?}");
    let batch = id(&accepted);
    wait_until("the batch is at work", Duration::from_mins(1), || {
        api.get(&format!("/v1/batches/{batch}")).body["counts"]["running"] != 0
    });
    let began = now();
    let single = other.start("a boat");
    let render = other.end_of(&single);
    assert_eq!(render["status"], "succeeded", "{render}");
    println!("a render of another user beside a batch of 50: {} ms in all", began.elapsed().as_millis());

    let shown = end_of_batch(&api, &format!("/v1/batches/{batch}"));
    assert_eq!(shown["counts"]["succeeded"], 50, "{shown}");
    let items = shown["items"].as_array().expect("items");
    let renders: BTreeSet<_> =
        items.iter().map(|item| item["render"].as_str().expect("a render").to_owned()).collect();
    assert_eq!((items.len(), renders.len()), (50, 50), "{shown}");

    let events = feed(&api, &renders);
    let occupancy = occupancy(&events);
    let most = occupancy.iter().map(|(slots, _)| *slots).max().unwrap_or(0);
    let busy =
        occupancy.iter().filter(|(_, waiting)| *waiting >= 10).map(|(slots, _)| *slots).max().unwrap_or(0);
    println!("a batch of 50: at most {most} at work, {busy} while ten or more waited");
    assert!(most <= 5, "{most} were at work at once");
    assert!(busy >= 4, "while ten waited only {busy} were at work");
    let mut ends = BTreeMap::<&str, usize>::new();
    for event in events.iter().filter(|event| is_end(event["type"].as_str().expect("a type"))) {
        *ends.entry(event["subject"].as_str().expect("a job")).or_default() += 1;
    }
    assert!(ends.len() == 50 && ends.values().all(|count| *count == 1), "{ends:?}");

    let credits = api.get("/v1/credits").body;
    assert_eq!((&credits["held_usd_micros"], &credits["spent_usd_micros"]), (&json!(0), &json!(500_000)));
    api.assert_money_adds_up();
    for queue in ["dispatch-dead", "children-dead", "parts-dead"] {
        assert_eq!(messages(&CLOUD.endpoint, queue), 0, "{queue}");
    }
}

#[test]
fn money_for_ten_lets_ten_of_two_hundred_in_and_tells_the_others_why() {
    let api = Api::user("rush@localhost", 105_000);
    // Each under its key: an answer that was lost after it was accepted is no second render.
    let answers = at_once(200, |number| api.post("/v1/renders", &small(&format!("hill {number}"))));
    let (accepted, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 202);
    let mut kinds = BTreeMap::<String, usize>::new();
    for answer in &answers {
        *kinds.entry(format!("{} {}", answer.status, answer.body["code"])).or_default() += 1;
    }
    // A render that fails gives its money back, and lets another one in.
    let ends: Vec<_> = accepted.iter().map(|answer| api.end_of(&id(answer))).collect();
    let failed: Vec<_> = ends.iter().filter(|end| end["status"] != "succeeded").collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!((accepted.len(), refused.len()), (10, 190), "{kinds:?}");
    for answer in refused {
        answer.assert_problem(402, "credits-exhausted");
        let limit = &answer.body["limit"];
        assert_eq!((&limit["cap"], &limit["needed"]), (&json!(105_000), &json!(10_000)), "{limit}");
        let left = 105_000 - limit["held"].as_i64().expect("held") - limit["spent"].as_i64().expect("spent");
        assert!(left < 10_000, "{limit}");
    }
    assert_eq!(api.get("/v1/credits").body["balance_usd_micros"], 5_000);
    api.assert_money_adds_up();
}

#[test]
fn who_waits_is_told_where_it_stands_and_may_leave() {
    let api = Api::user("line@localhost", 300_000);
    // Large pictures, so that the line is long enough for what follows.
    let large = |number: usize| json!({ "prompt": format!("city {number}"), "size": { "width": 2048, "height": 2048 }, "queue": true });
    let renders: Vec<_> = (0..12).map(|number| id(&api.post("/v1/renders", &large(number)))).collect();
    let (last, others) = renders.split_last().expect("renders");
    let shown = api.get(&format!("/v1/renders/{last}")).body;
    assert!((1..=7).contains(&shown["position"].as_u64().expect("a position")), "five are at work: {shown}");
    let dry = api.post("/v1/renders?dry_run=true", &large(12)).body;
    assert_eq!(dry["verdict"], "wait", "{dry}");

    let cancel = |render: &str| api.post(&format!("/v1/renders/{render}/cancel"), &json!({}));
    let canceled = cancel(last);
    assert_eq!((canceled.status, &canceled.body["status"]), (200, &json!("canceled")), "{canceled:?}");
    for render in others {
        let asked = cancel(render);
        assert!([200, 202, 409].contains(&asked.status), "{asked:?}");
    }
    for render in others {
        let ended = api.end_of(render);
        assert!(["succeeded", "canceled"].contains(&ended["status"].as_str().expect("a status")), "{ended}");
    }
    assert_eq!(cancel(last).body["status"], "canceled", "and stays so");
    let again = api.post(&format!("/v1/renders/{last}/retry"), &json!({}));
    assert_eq!((again.status, &again.body["request"]["retry_of"]), (202, &json!(last)), "{again:?}");
    assert_eq!(api.end_of(&id(&again))["status"], "succeeded");
    api.assert_money_adds_up();
}

#[test]
fn a_canceled_batch_ends_and_gives_everything_back_that_was_not_painted() {
    let api = Api::user("stopped@localhost", 500_000);
    let prompts: Vec<_> = (0..30).map(|number| format!("city {number}")).collect();
    let template = json!({ "size": { "width": 1024, "height": 1024 } });
    let batch = id(&api.post("/v1/batches", &json!({ "prompts": prompts, "template": template })));
    let canceled = api.post(&format!("/v1/batches/{batch}/cancel"), &json!({}));
    assert_eq!(canceled.status, 202, "{canceled:?}");
    let shown = end_of_batch(&api, &format!("/v1/batches/{batch}"));
    let of = |name: &str| shown["counts"][name].as_u64().expect(name);
    assert_eq!(of("succeeded") + of("canceled"), 30, "{shown}");
    assert!(of("canceled") >= 20, "{shown}");
    let credits = api.get("/v1/credits").body;
    assert_eq!(credits["held_usd_micros"], 0, "{credits}");
    assert_eq!(credits["spent_usd_micros"].as_u64(), Some(of("succeeded") * 10_000), "{credits}");
    api.assert_money_adds_up();
}
