use std::collections::BTreeSet;

use super::*;

const NOW: Time = Time::from_millis(1_795_000_000_123);

#[test]
fn a_body_is_a_uuid_of_version_7_with_the_given_time() {
    let id = uuid::Uuid::from_u128(OsIds::default().fresh(NOW));
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
    let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
    assert_eq!((seconds, nanos / 1_000_000), (1_795_000_000, 123));
}

#[test]
fn bodies_of_one_millisecond_grow_and_do_not_repeat() {
    let ids = OsIds::default();
    let made: Vec<_> = (0..10_000).map(|_| ids.fresh(NOW)).collect();
    assert!(made.is_sorted());
    assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len());
    let later = ids.fresh(Time::from_millis(NOW.millis() + 1));
    assert!(made.iter().all(|id| *id < later));
}

#[test]
fn two_processes_do_not_make_the_same_body() {
    assert_ne!(OsIds::default().fresh(NOW), OsIds::default().fresh(NOW));
}

#[test]
fn a_carry_out_of_the_low_bits_keeps_the_layout() {
    let before = uuid_v7(5, (1 << LOW_BITS) - 1);
    let after = uuid_v7(5, 1 << LOW_BITS);
    assert!(before < after);
    assert_eq!(uuid::Uuid::from_u128(after).get_version_num(), 7);
}

#[test]
fn secrets_differ() {
    let (mut one, mut two) = ([0; 32], [0; 32]);
    OsIds::default().random(&mut one);
    OsIds::default().random(&mut two);
    assert_ne!(one, two);
}
