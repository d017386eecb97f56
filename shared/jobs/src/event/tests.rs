use contract::sse::Message;
use model::JobKind;
use serde_json::json;
use testkit::workspace;

use super::*;

const JOB: JobId = JobId::from_body(JobKind::Render, 7);

fn event(version: u64) -> JobEvent {
    let data = json!({ "word": "ok\n\u{2028}", "ms": 20, "fallback": null });
    JobEvent { version, r#type: EventType::Stage, at: Time::from_millis(1_795_176_000_001), data }
}

#[test]
fn an_event_has_one_form_and_it_is_one_line() {
    let event = event(3).in_log(workspace("a").id(), JOB);
    let json = event.json().unwrap();
    let expected = json!({
        "id": format!("{JOB}.3"), "type": "render.stage", "at": "2026-11-20T12:00:00.001Z",
        "workspace": workspace("a").id(), "subject": JOB, "version": 3,
        "data": { "word": "ok\n\u{2028}", "ms": 20, "fallback": null },
    });
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), expected);
    assert!(!json.contains(['\n', '\r']), "{json}");
    assert_eq!(event.message().unwrap(), Message::event(format!("{JOB}.3"), "render.stage", json));
}

#[test]
fn what_is_read_goes_on_without_a_hole() {
    let number = |number: &u64| *number;
    assert_eq!(dense(0, vec![1, 2, 4], number), [1, 2]);
    assert_eq!(dense(3, vec![5, 6], number), Vec::<u64>::new());
    assert_eq!(dense(3, vec![4, 5], number), [4, 5]);
}

#[test]
fn an_id_of_another_log_or_of_another_form_is_malformed() {
    assert_eq!(version_of(&format!("{JOB}.12"), JOB).unwrap(), 12);
    let other = JobId::from_body(JobKind::Render, 8);
    for bad in [
        String::new(),
        "12".to_owned(),
        format!("{JOB}"),
        format!("{JOB}."),
        format!("{JOB}.+1"),
        format!("{JOB}.012"),
        format!("{JOB}.1 "),
        format!("{JOB}.-1"),
        format!("{JOB}.99999999999999999999"),
        format!("{other}.12"),
    ] {
        let fault = version_of(&bad, JOB).unwrap_err();
        assert_eq!((fault.kind(), fault.code()), (FaultKind::Malformed, "last-event-id"), "{bad}");
    }
}
