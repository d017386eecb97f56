use super::*;

#[test]
fn a_buffer_comes_back_from_whoever_holds_it_last_and_only_once() {
    let (back, done) = channel();
    let shown = Arc::new(Sheet { bytes: vec![1, 2, 3], number: 7 });
    recycle(Arc::clone(&shown), &back);
    assert!(done.try_recv().is_err(), "somebody still holds it");
    recycle(shown, &back);
    let back = done.try_recv().unwrap();
    assert_eq!((back.bytes, back.number), (vec![1, 2, 3], 7));
    assert!(done.try_recv().is_err());
}
