use super::*;

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

fn at(millis: i64) -> Time {
    Time::from_millis(millis)
}

#[test]
fn the_deadline_leaves_half_a_second() {
    let deadline = Deadline::before(10_000, at(4_000));
    assert_eq!(deadline.time(), Some(at(9_500)));
    assert!(deadline.instant.unwrap() > Instant::now() + Duration::from_secs(5));
}

#[test]
fn a_sandbox_with_less_than_that_answers_at_once() {
    for now in [9_600, 10_000, 99_000] {
        let deadline = Deadline::before(10_000, at(now));
        assert_eq!(deadline.time(), Some(at(now)));
        let fault = run(guarded::<()>(deadline, std::future::pending())).unwrap_err();
        assert_eq!((fault.code(), fault.kind()), ("deadline", Kind::TimedOut));
    }
}

#[test]
fn work_that_is_ready_wins_against_the_deadline() {
    let deadline = Deadline::before(10_000, at(99_000));
    assert_eq!(run(guarded(deadline, async { Ok(7) })).unwrap(), 7);
}

#[test]
fn a_sandbox_without_a_deadline_waits() {
    let deadline = Deadline::before(0, at(1));
    assert_eq!((deadline.time(), deadline.instant), (None, None));
    assert_eq!(Deadline::before(u64::MAX, at(1)).time(), Some(at(Time::MAX.millis() - 500)));
}

#[test]
fn a_panic_is_a_fault_with_its_words_in_the_log_only() {
    hear_panics();
    let fault = run(caught(async { panic!("words of {}", "a panic") })).map(|(): ()| ()).unwrap_err();
    assert_eq!(fault.kind(), Kind::Defect);
    assert!(
        fault.chain().contains("guard/tests.rs") && fault.chain().contains("words of a panic"),
        "{fault:?}"
    );
    assert!(!fault.to_string().contains("words"), "{fault}");
}

#[test]
fn a_panic_after_an_await_is_caught_and_the_next_work_is_clean() {
    hear_panics();
    let work = async {
        tokio::task::yield_now().await;
        panic::panic_any(7_u8);
    };
    assert!(run(caught(work)).map(|(): ()| ()).unwrap_err().chain().contains("no message"));
    assert!(!INSIDE.get());
    assert_eq!(run(caught(async { 8 })).unwrap(), 8);
}
