use model::StageName;

use super::*;
use crate::tests::{Lab, landed, problem, words};
use crate::{End, Recovery};
use store::memory::Mishaps;

#[test]
fn the_first_result_is_kept_and_the_second_is_told_it() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let (view, step) = (lab.view(job), Lab::step(job, 1));
    let check_in = |word| lab.run(lab.check_in(&view, &step, StageName::Validate, word)).unwrap();
    assert_eq!(check_in("ok"), Next { word: "ok", r#try: 1 });
    let head = lab.head(job);
    assert_eq!(check_in("flag"), Next { word: "ok", r#try: 1 }, "what is stored, not what came later");
    assert_eq!(lab.head(job), head);
    let kept = lab.view(job);
    assert_eq!(kept.checkpoint(1, StageName::Validate).unwrap().result, json!({ "by": "ok" }));
    assert_eq!((head.stage, head.progress), (Some(StageName::Validate), 950));
    assert_eq!(head.due, Some(lab.jobs.now().plus(crate::QUIET)));
    lab.audit();
}

#[test]
fn two_results_at_once_are_one_and_both_say_it() {
    for seed in 0..100 {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let (view, step) = (lab.view(job), Lab::step(job, 1));
        let race = ["ok", "flag"].map(|word| lab.check_in(&view, &step, StageName::Validate, word));
        let words: Vec<_> = lab.race(seed, race).into_iter().map(|next| next.unwrap().word).collect();
        assert_eq!(words[0], words[1], "seed {seed}");
        assert_eq!(lab.view(job).checkpoint(1, StageName::Validate).unwrap().word, words[0]);
        lab.audit();
    }
}

#[test]
fn stages_side_by_side_both_leave_theirs() {
    for seed in 0..100 {
        let lab = Lab::rich(1_000);
        let job = lab.begun();
        let (view, step) = (lab.view(job), Lab::step(job, 1));
        let race =
            [StageName::Prepare, StageName::RouteModel].map(|stage| lab.check_in(&view, &step, stage, "ok"));
        assert!(lab.race(seed, race).iter().all(|next| next.as_ref().unwrap().word == "ok"));
        assert_eq!((lab.view(job).checkpoints().count(), lab.head(job).version), (2, 4));
        lab.audit();
    }
}

#[test]
fn an_answer_that_was_lost_is_found_again() {
    for seed in 0..200 {
        let lab = Lab::with(Mishaps::seeded(seed, 15, 15, 30));
        lab.endow(1_000);
        let job = lab.begun();
        let (view, step) = (lab.view(job), Lab::step(job, 1));
        for _ in 0..2 {
            let next = lab.run(lab.check_in(&view, &step, StageName::Prepare, "ok")).unwrap();
            assert_eq!(next.word, "ok", "seed {seed}");
        }
        assert_eq!(lab.events(job), ["render.queued", "render.started", "render.stage"]);
        lab.audit();
    }
}

#[test]
fn a_job_that_has_ended_or_has_another_run_stops_the_stage() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let (view, step) = (lab.view(job), Lab::step(job, 1));
    let check_in = |stage| lab.run(lab.check_in(&view, &step, stage, "ok")).unwrap().word;
    assert_eq!(check_in(StageName::Prepare), "ok");
    assert_eq!(lab.run(lab.office.reap(job, 1, None)).unwrap(), Recovery::Resumed);
    assert_eq!(check_in(StageName::RouteModel), STOP, "run 2 has the job");
    assert_eq!(check_in(StageName::Prepare), "ok", "what was stored is answered all the same");
    lab.settle(job, &End::Failed(problem("no")));
    let second = Lab::step(job, 2);
    let late = lab.run(lab.check_in(&view, &second, StageName::RouteModel, "ok")).unwrap();
    assert_eq!(late.word, STOP);
    assert_eq!(lab.view(job).checkpoints().count(), 1);
    lab.audit();
}

#[test]
fn the_next_run_finds_the_work_of_the_one_before_and_the_newest_wins() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let first = Lab::step(job, 1);
    lab.run(lab.check_in(&lab.view(job), &first, StageName::Prepare, "ok")).unwrap();
    lab.run(lab.office.reap(job, 1, None)).unwrap();
    let view = lab.view(job);
    assert_eq!(view.checkpoint(1, StageName::Prepare).unwrap().run, 1);
    assert!(view.checkpoint(2, StageName::Prepare).is_none(), "another try is other work");
    lab.run(lab.check_in(&view, &Lab::step(job, 2), StageName::Prepare, "flag")).unwrap();
    assert_eq!(lab.view(job).checkpoint(1, StageName::Prepare).unwrap().word, "flag");
    lab.audit();
}

#[test]
fn going_back_counts_the_try_up_and_a_retry_lets_the_landed_attempt_go() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let number = lab.granted(job);
    lab.conclude(job, number, &landed(40));
    let check_in = |stage, word| {
        let view = lab.view(job);
        lab.run(lab.check_in(&view, &Lab::step(job, 1), stage, word)).unwrap()
    };
    assert_eq!(check_in(StageName::RouteModel, FAILOVER), Next { word: FAILOVER, r#try: 2 });
    assert_eq!(lab.head(job).att, Some(number), "only a retry lets go");
    let before = lab.view(job);
    for _ in 0..2 {
        let step = Lab::step(job, 1);
        let next = lab.run(lab.check_in(&before, &step, StageName::Validate, RETRY)).unwrap();
        assert_eq!(next, Next { word: RETRY, r#try: 2 }, "a repeated invocation answers the same");
    }
    assert_eq!(lab.head(job).att, None);
    assert_eq!(lab.granted(job), 2);
    let late = lab.run(lab.check_in(&before, &Lab::step(job, 1), StageName::Ingest, RETRY)).unwrap();
    assert_eq!(
        (late.word, lab.head(job).att),
        (STOP, Some(2)),
        "the second attempt is not the first's to let go"
    );
    lab.audit();
}

#[test]
fn a_retry_before_anything_landed_is_a_defect() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    lab.granted(job);
    let (view, step) = (lab.view(job), Lab::step(job, 1));
    let fault = lab.run(lab.check_in(&view, &step, StageName::Validate, RETRY)).unwrap_err();
    assert_eq!((fault.code(), lab.head(job).att), ("internal", Some(1)));
    lab.audit();
}

#[test]
fn a_result_that_is_too_large_and_a_word_that_was_never_declared_are_defects() {
    let lab = Lab::rich(1_000);
    let job = lab.begun();
    let (view, step) = (lab.view(job), Lab::step(job, 1));
    let large = Outcome::of("ok", &"x".repeat(MAX_RESULT_BYTES)).unwrap();
    let now = lab.jobs.now();
    let kept = lab.jobs.checkpoint(&view, &step, StageName::Prepare, words(), now, large);
    assert_eq!(lab.run(kept).unwrap_err().code(), "internal");
    lab.run(lab.check_in(&view, &step, StageName::Prepare, "flag")).unwrap();
    let view = lab.view(job);
    let stored = view.checkpoint(1, StageName::Prepare).unwrap();
    assert_eq!(next(stored, &["ok"]).unwrap_err().code(), "internal");
    lab.audit();
}
