use serde_json::json;

use super::list;

#[test]
fn a_receipt_leaves_nothing_out_and_shows_money_as_money() {
    let receipt = json!({
        "estimate": {"min": 5_000, "likely": 10_000},
        "charged_usd_micros": 10_000,
        "attempts": [{"model": "m-1", "booked_usd_micros": 500}],
        "late": null,
        "calls": 17,
    });
    let mut lines = Vec::new();
    list("", false, &receipt, &mut lines);
    let mut lines: Vec<_> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "attempts 1 booked: 0.05 credits ($0.0005)",
            "attempts 1 model: m-1",
            "calls: 17",
            "charged: 1 credit ($0.01)",
            "estimate likely: 1 credit ($0.01)",
            "estimate min: 0.5 credits ($0.005)",
        ]
    );
}
