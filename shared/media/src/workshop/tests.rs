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

/// Whoever waits may be gone, as when a deadline is over; the thread works on, and holds its picture.
#[tokio::test]
async fn a_place_is_taken_until_its_thread_has_ended() {
    let workshop = Workshop::new();
    let (begun, seen) = tokio::sync::oneshot::channel();
    let (finish, finished) = std::sync::mpsc::channel::<()>();
    let work = workshop.work(async { Ok(Bytes::new()) }, move |_| {
        begun.send(()).unwrap();
        let _ = finished.recv();
        Ok(())
    });
    tokio::select! {
        _ = work => panic!("nobody finished it"),
        begun = seen => begun.unwrap(),
    }
    assert_eq!(workshop.places.available_permits(), Workshop::PLACES - 1);
    drop(finish);
    let all = u32::try_from(Workshop::PLACES).unwrap();
    drop(workshop.places.acquire_many(all).await.unwrap());
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
