use model::StageName;
use serde_json::json;

use crate::tests::{Ask, Lab};

#[test]
fn a_view_has_all_but_the_log() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    lab.run(lab.check_in(&lab.view(job), &Lab::step(job, 1), StageName::Prepare, "ok")).unwrap();
    lab.granted(job);
    let view = lab.view(job);
    assert_eq!(view.request::<serde_json::Value>().unwrap(), json!({ "prompt": "body" }));
    assert_eq!(view.price.hold.get(), 100);
    assert_eq!(view.result::<serde_json::Value>(1, StageName::Prepare).unwrap(), json!({ "by": "ok" }));
    assert_eq!(view.result::<serde_json::Value>(1, StageName::Ingest).unwrap_err().code(), "internal");
    assert_eq!((view.checkpoints().count(), view.attempts().count()), (1, 1));
    assert_eq!(view.open_attempt().unwrap().number, 1);
    lab.audit();
}

#[test]
fn pages_are_newest_first_and_end() {
    let lab = Lab::rich(10_000);
    for job in 1..=5 {
        lab.ask(&Ask::job(job)).unwrap();
    }
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = lab.run(lab.jobs.page(cursor.as_deref(), 2)).unwrap();
        seen.extend(page.items.iter().map(|view| view.head.job));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=5).rev().map(|job| Ask::job(job).id()).collect::<Vec<_>>());
    assert!(lab.run(Lab::new().jobs.page(None, 2)).unwrap().items.is_empty());
    lab.audit();
}

#[test]
fn a_log_is_read_in_pages_oldest_first() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let first = lab.run(lab.jobs.events(job, None, 1)).unwrap();
    let rest = lab.run(lab.jobs.events(job, first.next_cursor.as_deref(), 9)).unwrap();
    assert_eq!((first.items[0].version, rest.items[0].version), (1, 2));
    assert!(rest.next_cursor.is_none());
    lab.audit();
}

#[test]
fn what_is_not_there_is_not_found() {
    let lab = Lab::rich(1_000);
    let absent = Ask::job(9).id();
    assert_eq!(lab.run(lab.jobs.view(absent)).unwrap_err().problem("").status, 404);
    assert_eq!(lab.begin(absent, 1).unwrap_err().problem("").status, 404);
    assert_eq!(lab.run(lab.office.sweep(absent)).unwrap_err().problem("").status, 404);
    lab.audit();
}
