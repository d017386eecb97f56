//! How well prompts that others wrote are understood must not get worse.

#[path = "../examples/intent/score.rs"]
mod score;

use score::{FIELDS, HELD_OUT, TUNED, measure};

fn holds(corpus: &'static str, floors: [f64; FIELDS.len()]) {
    let (scores, slips) = measure(corpus);
    let slips: Vec<String> = slips.iter().map(ToString::to_string).collect();
    assert_eq!(corpus.lines().count(), 40);
    for ((field, score), floor) in FIELDS.iter().zip(scores).zip(floors) {
        assert!(score.f1() >= floor, "{field}: {:.3} is below {floor}: {slips:#?}", score.f1());
    }
}

#[test]
fn prompts_that_the_lexicon_was_improved_on_stay_understood() {
    holds(TUNED, [0.95, 0.95, 0.95, 0.95, 0.85, 0.95, 0.95]);
}

#[test]
fn prompts_that_nobody_tuned_for_stay_understood() {
    holds(HELD_OUT, FLOORS);
}

/// A little below what was measured on them.
const FLOORS: [f64; FIELDS.len()] = [0.86, 0.80, 0.93, 0.95, 0.80, 0.88, 0.95];
