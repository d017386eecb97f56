use crate::EntryKind;
use crate::tests::{Ask, Lab};

#[test]
fn the_latest_jobs_come_first_each_with_its_close_before_its_hold_and_the_grants_last() {
    let lab = Lab::rich(1_000);
    for job in 1..=2 {
        lab.ask(&Ask::job(job)).unwrap();
    }
    lab.succeed(Ask::job(1).id());
    let page = lab.run(lab.jobs.ledger(None, 10)).unwrap();
    let seen: Vec<_> = page.items.iter().map(|entry| (entry.kind, entry.job)).collect();
    let (one, two) = (Some(Ask::job(1).id()), Some(Ask::job(2).id()));
    let expected =
        [(EntryKind::Hold, two), (EntryKind::Release, one), (EntryKind::Hold, one), (EntryKind::Grant, None)];
    assert_eq!(seen, expected);
    lab.audit();
}
