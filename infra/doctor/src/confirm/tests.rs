use audit::Invariant;
use contract::port::table::Value;
use testkit::FrozenClock;

use super::*;
use crate::fixture::{Stack, WORKSPACE, admitted, key, resume, settle};
use crate::progress::Progress;
use crate::report::Examined;
use crate::survey::survey;

async fn examine(stack: &Stack) -> Outcome {
    let progress = Progress::new(true);
    let found = survey(stack, &mut Examined::default(), &progress).await.unwrap();
    let clock = FrozenClock::new();
    let parents = &found[WORKSPACE];
    let grace = Duration::from_mins(1);
    let reader = Reader { source: stack, clock: &clock, workspace: WORKSPACE, parents, grace };
    confirm(&reader, &progress).await.unwrap()
}

fn names(findings: &[Finding]) -> Vec<(Invariant, Key)> {
    findings.iter().map(name).collect()
}

/// Makes the wallet's sum wrong.
fn rob(items: &mut audit::Items) {
    items.get_mut(&key("WAL#wsp_a", "CREDITS")).unwrap().insert("avail".to_owned(), Value::Int(1));
}

/// Takes a job out of the sweeper's sight.
fn hide(items: &mut audit::Items, job: &str) {
    items.get_mut(&key("JOB#wsp_a", job)).unwrap().remove("gdp");
}

#[tokio::test]
async fn a_good_workspace_is_read_once() {
    let mut items = admitted(&["rnd_1", "rnd_2"]);
    settle(&mut items, "rnd_2");
    let stack = Stack::still(items);
    let outcome = examine(&stack).await;
    assert_eq!((outcome.findings.len(), outcome.undecided.len(), outcome.jobs), (0, 0, 2));
    assert_eq!(stack.reads("JOB#wsp_a"), 1);
}

#[tokio::test]
async fn what_is_wrong_in_a_table_that_stands_still_is_told_after_two_readings() {
    let mut items = admitted(&["rnd_1"]);
    rob(&mut items);
    hide(&mut items, "rnd_1");
    let stack = Stack::still(items);
    let outcome = examine(&stack).await;
    let expected = [
        (Invariant::WalletConserves, key("WAL#wsp_a", "CREDITS")),
        (Invariant::OpenIsDue, key("JOB#wsp_a", "rnd_1")),
    ];
    assert_eq!(names(&outcome.findings), expected);
    assert_eq!(stack.reads("JOB#wsp_a"), 2);
}

/// Before each partition once: whatever was read before it is old then, and the rest is new.
#[tokio::test]
async fn a_job_that_ends_while_it_is_read_is_no_finding() {
    let partitions = ["JOB", "WAL", "FDX", "LAN", "LED", "WAI", "AST"].map(|kind| format!("{kind}#wsp_a"));
    let mut torn = 0;
    for moment in partitions.into_iter().chain(["RUN#wsp_a#rnd_1".to_owned()]) {
        let before = moment.clone();
        let stack = Stack::moving(admitted(&["rnd_1", "rnd_2"]), move |pk, count, items| {
            if pk == before && count == 1 {
                settle(items, "rnd_1");
            }
        });
        let outcome = examine(&stack).await;
        assert_eq!(
            (names(&outcome.findings), names(&outcome.undecided)),
            (vec![], vec![]),
            "before {moment}"
        );
        torn += usize::from(stack.reads("JOB#wsp_a") > 1);
    }
    assert!(torn > 5, "only {torn} readings were torn: the test tests nothing");
}

#[tokio::test]
async fn a_fault_of_a_job_that_stands_still_counts_although_others_move() {
    let mut items = admitted(&["rnd_1", "rnd_2"]);
    hide(&mut items, "rnd_1");
    let stack = Stack::moving(items, |pk, _, items| {
        if pk == "LED#wsp_a" {
            resume(items, "rnd_2");
        }
    });
    let outcome = examine(&stack).await;
    assert_eq!(names(&outcome.findings), [(Invariant::OpenIsDue, key("JOB#wsp_a", "rnd_1"))]);
}

#[tokio::test]
async fn what_comes_back_while_its_heads_move_on_is_not_decided() {
    let mut items = admitted(&["rnd_1", "rnd_2"]);
    rob(&mut items);
    let stack = Stack::moving(items, |pk, _, items| {
        if pk == "LED#wsp_a" {
            resume(items, "rnd_2");
        }
    });
    let outcome = examine(&stack).await;
    assert_eq!(names(&outcome.findings), []);
    assert!(names(&outcome.undecided).contains(&(Invariant::WalletConserves, key("WAL#wsp_a", "CREDITS"))));
    assert_eq!(stack.reads("JOB#wsp_a"), READINGS);
}

#[tokio::test]
async fn what_lies_under_a_job_that_is_not_there_is_found_by_its_name() {
    let mut items = admitted(&["rnd_1"]);
    let request = items[&key("RUN#wsp_a#rnd_1", "REQ")].clone();
    items.insert(key("RUN#wsp_a#rnd_9", "REQ"), request);
    let outcome = examine(&Stack::still(items)).await;
    assert_eq!(names(&outcome.findings), [(Invariant::NoOrphan, key("RUN#wsp_a#rnd_9", "REQ"))]);
}

#[tokio::test]
async fn an_object_is_judged_once_it_is_old_enough() {
    let stored = |key: &str, age: i64| cloud::Listed {
        key: key.to_owned(),
        bytes: 1,
        stored_at: model::Time::from_millis(i64::try_from(FrozenClock::START).unwrap() - age),
    };
    let mut stack = Stack::still(admitted(&["rnd_1"]));
    stack.objects =
        vec![stored("media/wsp_a/rnd_1/01/0.png", 60_000), stored("media/wsp_a/rnd_9/01/0.png", 50_000)];
    let outcome = examine(&stack).await;
    let found = names(&outcome.findings);
    assert_eq!(found, [(Invariant::MediaAccounted, key("S3", "media/wsp_a/rnd_1/01/0.png"))]);
}
