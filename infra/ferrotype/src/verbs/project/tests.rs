use serde_json::json;

use super::{row, rule_row};

#[test]
fn a_project_without_a_budget_has_nothing_to_compare_with() {
    let shown = |body| row(&serde_json::from_value(body).unwrap());
    let open =
        json!({ "id": "prj_1", "name": "Spring", "spent_usd_micros": 20_000, "budget_usd_micros": null });
    assert!(!shown(open).contains(" of "));
    let closed = json!({
        "id": "prj_1", "name": "Spring", "spent_usd_micros": 20_000, "budget_usd_micros": 0,
        "archived_at": "2026-11-20T10:00:00.000Z",
    });
    let line = shown(closed);
    assert!(line.contains(" of ") && line.ends_with("archived 2026-11-20 10:00:00"), "{line}");
}

#[test]
fn a_rule_is_one_line_and_says_when_it_is_off() {
    let body = json!({ "id": "rul_1", "order": 2, "text": "two\nlines", "active": false });
    assert_eq!(rule_row(&serde_json::from_value(body).unwrap()), " 2  rul_1  two lines  (off)");
}
