use serde_json::{Value, json};

use super::Story;
use crate::api::Event;

fn event(version: u64, kind: &str, data: Value) -> Event {
    Event {
        kind: kind.into(),
        at: format!("2026-11-20T19:00:00.{version:03}Z"),
        version,
        data,
        subject: None,
        id: Value::Null,
    }
}

fn stage(version: u64, name: &str, ms: u64) -> Event {
    event(version, "render.stage", json!({"stage": name, "word": "next", "ms": ms}))
}

#[test]
fn stages_pass_in_order_with_their_times() {
    let mut story = Story::default();
    assert_eq!(story.take(&event(1, "render.queued", json!({}))), None);
    assert_eq!(story.now(), "queued");
    story.take(&event(2, "render.started", json!({})));
    assert_eq!(story.now(), "prepare");

    let line = story.take(&stage(3, "prepare", 12)).unwrap();
    assert_eq!((line.name.as_str(), line.rest.as_str()), ("prepare", "   12 ms"));
    assert_eq!((story.now(), story.done(), story.length()), ("optimize-prompt", 1, 7));

    story.take(&event(4, "render.submitting", json!({})));
    assert_eq!(story.now(), "submit");
    story.take(&event(5, "render.landed", json!({})));
    assert_eq!(story.now(), "ingest");
}

#[test]
fn settling_is_told_by_the_success_itself() {
    let mut story = Story::default();
    story.take(&stage(10, "validate", 3));
    let line = story.take(&event(17, "render.succeeded", json!({"charged_usd_micros": 10_000}))).unwrap();
    assert_eq!(story.charged(), Some(10_000));
    assert_eq!((line.name.as_str(), line.rest.as_str()), ("settle", "    7 ms"));
    assert!(story.has_ended());

    let mut story = Story::default();
    story.take(&stage(10, "settle", 3));
    assert_eq!(story.take(&event(17, "render.succeeded", json!({}))), None);
}

#[test]
fn unknown_stages_and_repeats_lengthen_the_bar() {
    let mut story = Story::default();
    for (version, name) in ["prepare", "parse-intent", "route-model", "route-model"].iter().enumerate() {
        story.take(&stage(version as u64, name, 1));
    }
    assert_eq!((story.done(), story.length()), (4, 8));
}

#[test]
fn a_bad_end_is_told() {
    for (kind, name) in
        [("render.failed", "failed"), ("render.in_doubt", "in doubt"), ("render.expired", "expired")]
    {
        let mut story = Story::default();
        assert_eq!(story.take(&event(1, kind, json!({}))).unwrap().name, name);
        assert!(story.has_ended());
    }
}
