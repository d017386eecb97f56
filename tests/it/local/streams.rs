//! What happens, told through the deployed feed: the table's stream, the sequencer, the list.

use std::time::Duration;

use serde_json::Value;

use super::api::Api;
use super::cloud::wait_until;

/// All that the feed has, page after page.
fn feed(api: &Api) -> Vec<Value> {
    let mut items = Vec::new();
    loop {
        let page = api.get(&format!("/v1/events?after={}&limit=7", items.len()));
        assert_eq!(page.status, 200, "{page:?}");
        let new = page.body["items"].as_array().expect("items").clone();
        if new.is_empty() {
            return items;
        }
        items.extend(new);
    }
}

#[test]
fn the_feed_has_every_event_of_every_render_once_and_in_its_order() {
    let api = Api::user("feed@localhost", 1_000_000);
    let ids = ["a hill", "a boat", "a house"].map(|prompt| api.start(prompt));
    let mut logs = Vec::new();
    for id in &ids {
        api.end_of(id);
        let log = api.get(&format!("/v1/renders/{id}/events?limit=100"));
        logs.push(log.body["items"].as_array().expect("items").clone());
    }
    let all: usize = logs.iter().map(Vec::len).sum();
    wait_until("the feed has all of it", Duration::from_secs(30), || feed(&api).len() >= all);
    let feed = feed(&api);
    assert_eq!(feed.len(), all);
    for (event, number) in feed.iter().zip(1_usize..) {
        assert_eq!(event["id"], number.to_string());
    }
    for (id, log) in ids.iter().zip(&logs) {
        let mut own: Vec<_> = feed.iter().filter(|event| event["subject"] == *id.as_str()).cloned().collect();
        // But for its place an event is the same in the feed and in the log.
        own.iter_mut().zip(log).for_each(|(event, logged)| event["id"] = logged["id"].clone());
        assert_eq!(&own, log);
    }
    api.assert_money_adds_up();
}

#[test]
fn who_waits_hears_of_a_render_that_begins_meanwhile() {
    let api = Api::user("hears@localhost", 100_000);
    let (heard, id) = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| api.get("/v1/events?after=0&wait=25"));
        let id = api.start("a hill");
        (waiting.join().expect("an answer"), id)
    });
    assert_eq!(
        (&heard.body["items"][0]["id"], &heard.body["items"][0]["type"]),
        (&"1".into(), &"render.queued".into())
    );
    assert_eq!(heard.body["items"][0]["subject"], id.as_str());
    api.end_of(&id);
}
