use super::*;

#[test]
fn a_buffer_comes_back_from_whoever_holds_it_last_and_only_once() {
    let free = Pile::default();
    let shown = Arc::new(Sheet { bytes: vec![1, 2, 3], number: 7 });
    free.put(Arc::clone(&shown));
    assert!(free.take().is_none(), "somebody still holds it");
    free.put(shown);
    let back = free.take().unwrap();
    assert_eq!((back.bytes, back.number), (vec![1, 2, 3], 7));
    assert!(free.take().is_none());
}

#[test]
fn the_buffer_that_was_shown_last_is_used_first() {
    let free = Pile::default();
    (1..4).for_each(|number| free.put(Arc::new(Sheet { bytes: Vec::new(), number })));
    assert_eq!(free.take().unwrap().number, 3);
}
