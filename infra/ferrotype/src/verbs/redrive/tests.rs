use clap::ValueEnum as _;

use super::{DeadQueue, Report, lines};

#[test]
fn every_queue_has_its_turn_under_the_name_that_the_function_knows() {
    assert_eq!(DeadQueue::value_variants(), DeadQueue::ALL);
    for queue in DeadQueue::ALL {
        assert_eq!(DeadQueue::from_str(queue.word(), false), Ok(queue), "{queue:?}");
    }
}

#[test]
fn what_stayed_is_told_with_its_reason() {
    let report = Report {
        queue: "parts".to_owned(),
        redriven: 2,
        failed: vec!["m-1: unavailable: no answer".to_owned()],
        left: 1,
    };
    assert_eq!(lines(&report), ["parts  2 sent back, 1 left", "  m-1: unavailable: no answer"]);
}
