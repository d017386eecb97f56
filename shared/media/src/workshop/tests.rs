use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;

use super::*;

#[tokio::test]
async fn no_third_file_is_fetched_while_two_are_worked_on() {
    let workshop = Workshop::new();
    let (held, most) = (Arc::new(AtomicUsize::new(0)), AtomicUsize::new(0));
    let work = (0..14).map(|number| {
        let (most, in_fetch, in_work) = (&most, held.clone(), held.clone());
        let fetch = async move {
            most.fetch_max(in_fetch.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok(Bytes::from(vec![number]))
        };
        workshop.work(fetch, move |bytes| {
            in_work.fetch_sub(1, Ordering::SeqCst);
            Ok(bytes[0])
        })
    });
    let done: Result<Vec<u8>, Fault> = join_all(work).await.into_iter().collect();
    assert_eq!(done.unwrap(), (0..14).collect::<Vec<_>>());
    assert_eq!(most.load(Ordering::SeqCst), Workshop::PLACES);
}

#[tokio::test]
async fn a_place_is_free_again_whatever_became_of_the_work() {
    let workshop = Workshop::new();
    let bytes = || async { Ok(Bytes::from_static(b"hello")) };
    for _ in 0..3 {
        let refused = workshop.work(bytes(), crate::picture::open).await.unwrap_err();
        assert_eq!(refused.code(), "bad-image");
        let lost = workshop.work(async { Err(Fault::unavailable("away")) }, crate::picture::open).await;
        assert_eq!(lost.unwrap_err().code(), Fault::unavailable("away").code());
        let broken = workshop.work(bytes(), |_| -> Result<(), Undecodable> { panic!("a bug") }).await;
        assert_eq!(broken.unwrap_err().kind(), fault::Kind::Defect);
    }
    assert_eq!(workshop.places.available_permits(), Workshop::PLACES);
}
