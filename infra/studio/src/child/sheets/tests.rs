use super::*;

fn at(left: u32) -> Rect {
    Rect { left, top: 0, width: 1, height: 1 }
}

fn since(changes: &Changes, number: u64) -> Option<Vec<u32>> {
    changes.since(number).map(|areas| areas.map(|area| area.left).collect())
}

#[test]
fn an_older_picture_lacks_what_changed_after_it() {
    let mut changes = Changes::default();
    let first = changes.begin();
    let second = changes.follow(&[at(2), at(3)]);
    let third = changes.follow(&[at(4)]);
    assert_eq!(since(&changes, third), Some(vec![]));
    assert_eq!(since(&changes, second), Some(vec![4]));
    assert_eq!(since(&changes, first), Some(vec![2, 3, 4]));
}

#[test]
fn nothing_is_known_of_what_came_before_a_beginning() {
    let mut changes = Changes::default();
    changes.begin();
    let old = changes.follow(&[at(1)]);
    let newest = changes.begin();
    assert_eq!((since(&changes, old), since(&changes, newest)), (None, Some(vec![])));
    assert_eq!(since(&changes, Sheet::default().number), None);
}

#[test]
fn what_is_too_old_is_forgotten() {
    let mut changes = Changes::default();
    let numbers: Vec<u64> = (0..40).map(|left| changes.follow(&[at(left)])).collect();
    assert_eq!(since(&changes, numbers[39 - KEPT]).map(|areas| areas.len()), Some(KEPT));
    assert_eq!(since(&changes, numbers[38 - KEPT]), None);
}
