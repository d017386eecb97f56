use serde_json::json;

use super::text;
use crate::api::Problem;
use crate::failure::Failure;

fn shown(failure: Failure) -> String {
    console::set_colors_enabled_stderr(false);
    let error = anyhow::Error::from(failure);
    text(&error, error.downcast_ref())
}

#[test]
fn a_refusal_explains_itself() {
    let document = json!({
        "title": "Too many running renders", "status": 429, "code": "lane-full", "detail": "5 renders run already.",
        "request_id": "req_1",
        "limit": {"id": "lane-render", "level": "lane", "cap": 5, "held": 5, "spent": 0, "needed": 1,
                  "resets_at": "2026-11-20T19:05:33.123Z"},
    });
    let failure = Failure::problem(Problem::from_document(429, document, Some(2)));

    assert_eq!(
        shown(failure),
        "error: Too many running renders (429 lane-full)\n  \
         5 renders run already.\n  \
         limit lane-render of this lane: cap 5, held 5, spent 0, needed 1, resets 2026-11-20 19:05:33\n  \
         request req_1\n  \
         next: try again in 2 s, or wait until running work ends"
    );
}

#[test]
fn a_bad_field_is_pointed_at() {
    let document = json!({"title": "Unprocessable", "status": 422, "code": "invalid-aspect", "detail": "No such shape.",
        "pointer": "/aspect", "allowed": ["1:1", "16:9"]});
    let text = shown(Failure::problem(Problem::from_document(422, document, None)));
    assert!(text.contains("at /aspect"), "{text}");
    assert!(text.contains("allowed: 1:1, 16:9"), "{text}");
    assert!(text.contains("next: correct"), "{text}");
}

#[test]
fn an_unforeseen_error_shows_its_causes_in_one_line() {
    let error = anyhow::anyhow!("disk full").context("cannot write picture.png");
    console::set_colors_enabled_stderr(false);
    assert_eq!(text(&error, None), "error: cannot write picture.png: disk full");
}
