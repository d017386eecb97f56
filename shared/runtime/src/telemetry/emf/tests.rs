use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

/// Every take finds one call more than the last.
struct Counted(AtomicU64);

impl CountCalls for Counted {
    fn take(&self) -> Calls {
        let operations = self.0.fetch_add(1, Ordering::Relaxed);
        let by_name = [("DynamoDB.GetItem".to_owned(), operations)].into();
        let (read, written) = (Capacity::halves(operations), Capacity::default());
        Calls { operations, attempts: operations + 1, by_name, read, written }
    }
}

fn summary(init: Option<Duration>) -> Summary {
    let opening = Opening {
        function: "dev-renders-start".into(),
        route: None,
        init,
        at: Time::from_millis(1_700_000_000_000),
        since: Instant::now(),
        calls: Arc::new(Counted(AtomicU64::new(5))),
    };
    Summary::open(opening, "r-1".to_owned())
}

#[test]
fn a_line_has_the_documented_members_and_no_others() {
    let summary = summary(Some(Duration::from_micros(12_345)));
    let calls = summary.opening.calls.take();
    let line = summary.line(&calls, Duration::from_millis(8));
    let metrics = ["defect", "cold_start"].map(|name| json!({ "Name": name, "Unit": "Count" }));
    let expected = json!({
        "_aws": {
            "Timestamp": 1_700_000_000_000_i64,
            "CloudWatchMetrics": [{ "Namespace": "Ferrotype", "Dimensions": [["function"]], "Metrics": metrics }],
        },
        "function": "dev-renders-start",
        "request_id": "r-1",
        "duration_ms": 8.0,
        "init_ms": 12.345,
        "cold_start": 1,
        "sdk_operations": 6,
        "sdk_attempts": 7,
        "sdk_calls": { "DynamoDB.GetItem": 6 },
        "read_units": 3.0,
        "rejected": 0,
        "transient": 0,
        "defect": 0,
    });
    assert_eq!(line, expected);
}

#[test]
fn failures_are_counted_by_what_follows_from_them_and_the_first_names_the_code() {
    let mut summary = summary(None);
    summary.failed(&Fault::not_found(), Met::Caller);
    summary.failed(&Fault::unavailable("x"), Met::System);
    summary.failed(&Fault::unavailable("x"), Met::System);
    summary.abandoned();
    let line = summary.line(&Calls::default(), Duration::ZERO);
    assert_eq!((&line["rejected"], &line["transient"], &line["defect"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!((&line["code"], &line["cold_start"]), (&json!("not-found"), &json!(0)));
    assert!(line.get("init_ms").is_none() && line.get("sdk_calls").is_none());
}
