use serde_json::json;

use super::text;

#[test]
fn a_dry_run_tells_the_verdict_the_price_and_each_limit() {
    let dry = serde_json::from_value(json!({
        "dry_run": true, "verdict": "refuse",
        "estimate": {"min_usd_micros": 5_000, "likely_usd_micros": 10_000, "max_usd_micros": 25_000},
        "limits": [
            {"id": "WS", "level": "workspace", "cap": 20_000, "held": 0, "spent": 5_000, "needed": 25_000, "fits": false},
            {"id": "LANE", "level": "lane", "cap": 5, "held": 2, "spent": 0, "needed": 1, "fits": true},
        ],
    }))
    .unwrap();
    assert_eq!(
        text(&dry),
        "it would be refused\n  cost      likely 1 credit ($0.01), between 0.5 credits and 2.5 credits\n  \
         too much  limit ws of this workspace: cap 2 credits, held 0 credits, spent 0.5 credits, needed 2.5 credits\n  \
         fits      limit lane of this lane: cap 5, held 2, spent 0, needed 1"
    );
}
