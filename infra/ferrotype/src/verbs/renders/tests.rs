use serde_json::json;

use super::{describe, event_line, segment};

#[test]
fn an_id_cannot_leave_its_place_in_the_path() {
    assert_eq!(segment("rnd_01a-b.c"), "rnd_01a-b.c");
    assert_eq!(segment("../keys?x=1#é"), "..%2Fkeys%3Fx%3D1%23%C3%A9");
}

#[test]
fn an_event_is_one_line() {
    let event = serde_json::from_value(json!({"id": "rnd_1.3", "type": "render.stage", "version": 3,
        "at": "2026-11-20T19:05:33.123Z", "data": {"stage": "prepare", "ms": 12, "fallback": null, "problem": {"code": "x", "status": 500}}}))
    .unwrap();
    assert_eq!(event_line(&event), "  3  19:05:33.123  render.stage        ms=12 problem=x stage=prepare");
}

#[test]
fn a_render_reads_as_a_story() {
    let render = serde_json::from_value(json!({
        "id": "rnd_1", "status": "succeeded", "created_at": "2026-11-20T19:05:33.123Z", "unknown": [1],
        "request": {"prompt": "a fox"}, "final_prompt": "a red fox", "stages": [{"name": "prepare", "status": "succeeded", "ms": 12}],
        "outputs": [{"mime": "image/png", "width": 1024, "height": 576, "bytes": 2000, "sha256": "00", "url": "http://x"}],
    }))
    .unwrap();
    assert_eq!(
        describe(&render),
        "rnd_1  succeeded  2026-11-20 19:05:33\n  prompt    a fox\n  final     a red fox\n  \
         stage     prepare              12 ms  succeeded\n  picture   1024 x 576, image/png, 2.0 kB"
    );
}
