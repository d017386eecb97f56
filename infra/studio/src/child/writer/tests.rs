use super::*;

#[test]
fn a_buffer_comes_back_from_whoever_holds_it_last_and_only_once() {
    let (back, done) = channel();
    let shown = Arc::new(vec![1, 2, 3]);
    recycle(Arc::clone(&shown), &back);
    assert!(done.try_recv().is_err(), "somebody still holds it");
    recycle(shown, &back);
    assert_eq!(done.try_recv(), Ok(vec![1, 2, 3]));
    assert!(done.try_recv().is_err());
}
