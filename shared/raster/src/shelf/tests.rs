use super::*;

#[test]
fn what_was_used_last_stays_when_the_limit_is_reached() {
    let mut shelf = Shelf::new(1000);
    for key in 0..10 {
        shelf.put(key, &Arc::new(key * 2), 100);
        shelf.get(&0);
    }
    shelf.get(&3);
    shelf.put(10, &Arc::new(20), 100);
    assert_eq!(shelf.get(&0).as_deref(), Some(&0));
    assert_eq!(shelf.get(&3).as_deref(), Some(&6));
    assert_eq!(shelf.get(&1), None);
    assert_eq!(shelf.get(&10).as_deref(), Some(&20));
}

#[test]
fn the_weight_stays_within_the_limit() {
    let mut shelf = Shelf::new(1000);
    for key in 0..500 {
        shelf.get(&key);
        shelf.put(key, &Arc::new(()), 1 + key % 240);
        assert!(shelf.weight <= 1000);
        assert_eq!(shelf.weight, shelf.kept.values().map(|kept| kept.weight).sum::<usize>());
    }
}

#[test]
fn what_is_too_large_is_not_kept() {
    let mut shelf = Shelf::new(1000);
    shelf.put(1, &Arc::new(()), 251);
    assert_eq!(shelf.get(&1), None);
}
