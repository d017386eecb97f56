use serde_json::json;

use super::Problem;

#[test]
fn every_refusal_has_a_next_step() {
    for status in [400, 401, 402, 403, 404, 413, 422, 429, 500, 503] {
        let problem = Problem::from_document(status, json!({"title": "T", "code": "c"}), None);
        assert!(problem.advice().is_some(), "{status}");
        assert_eq!(problem.headline(), format!("T ({status} c)"));
    }
}

#[test]
fn money_is_told_in_credits_and_slots_are_counted() {
    let line = |status: u16| {
        let limit = json!({"id": "CREDITS", "level": "workspace", "cap": 30_000, "held": 5, "spent": 0, "needed": 10_000});
        Problem::from_document(status, json!({"limit": limit}), None).details().remove(0)
    };
    let money = "limit credits of this workspace: cap 3 credits, held 0.0005 credits, spent 0 credits, needed 1 credit";
    assert_eq!(line(402), money);
    assert_eq!(line(429), "limit credits of this workspace: cap 30000, held 5, spent 0, needed 10000");
}

#[test]
fn an_answer_of_something_else_is_told_as_such() {
    let problem = Problem::foreign(403, "<html>blocked by the proxy</html>");
    assert_eq!(problem.headline(), "Forbidden (403)");
    assert!(problem.details()[0].contains("blocked by the proxy"));
}

#[test]
fn odd_members_do_not_hide_the_status() {
    let problem = Problem::from_document(422, json!({"title": 7}), None);
    assert_eq!(problem.headline(), "The API refused (422)");
}
