use std::sync::Mutex;

use super::*;

fn usage(reads: u64, units: u64, ms: u64) -> Usage {
    Usage {
        calls: [("DynamoDB.GetItem".to_owned(), reads)].into(),
        read: Capacity::units(units),
        written: Capacity::halves(1),
        memory_mb: 256,
        ms,
    }
}

#[test]
fn units_are_rounded_up_to_halves_and_nonsense_is_nothing() {
    let halves =
        [0.0, 0.1, 0.5, 0.51, 3.0, -1.0, f64::NAN].map(|units| Capacity::reported(units).in_halves());
    assert_eq!(halves, [0, 1, 1, 2, 6, 0, 0]);
    assert!((Capacity::halves(3).get() - 1.5).abs() < f64::EPSILON);
}

#[test]
fn a_usage_is_stored_in_few_bytes_and_reads_back() {
    let stored = serde_json::to_string(&usage(2, 3, 12)).unwrap();
    assert_eq!(stored, r#"{"calls":{"DynamoDB.GetItem":2},"ru":3.0,"wu":0.5,"mb":256,"ms":12}"#);
    assert_eq!(serde_json::from_str::<Usage>(&stored).unwrap(), usage(2, 3, 12));
    assert_eq!(serde_json::from_str::<Usage>("{}").unwrap(), Usage::default());
}

#[test]
fn a_lap_counts_from_where_it_began() {
    struct Set(Mutex<Usage>);
    impl Meter for Set {
        fn usage(&self) -> Usage {
            self.0.lock().unwrap().clone()
        }
    }
    let set = Arc::new(Set(Mutex::new(usage(2, 3, 12))));
    let lap = lap(set.clone());
    assert_eq!(lap.usage(), Usage { memory_mb: 256, ..Usage::default() });
    *set.0.lock().unwrap() = usage(5, 4, 20);
    let expected = Usage { written: Capacity::default(), ..usage(3, 1, 8) };
    assert_eq!(lap.usage(), expected);
}
