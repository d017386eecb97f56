use super::*;
use crate::End;
use crate::tests::lab::Invocation;
use crate::tests::{Lab, output, problem};

fn is_ours(opened: &Opened) -> bool {
    matches!(opened, Opened::Ours(view) if view.head.status == Status::Running)
}

#[test]
fn a_run_begins_once_and_a_repetition_goes_on() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    assert!(is_ours(&lab.begin(job, 1).unwrap()));
    let began = lab.head(job);
    assert_eq!((began.version, began.started_at), (2, Some(lab.jobs.now())));
    lab.advance(std::time::Duration::from_secs(9));
    assert!(is_ours(&lab.begin(job, 1).unwrap()));
    assert_eq!(lab.head(job), began, "a repetition writes nothing");
    assert_eq!(lab.events(job), ["render.queued", "render.started"]);
    lab.audit();
}

#[test]
fn two_that_begin_at_once_both_go_on() {
    for seed in 0..50 {
        let lab = Lab::rich(1_000);
        let job = lab.admitted();
        let step = Lab::step(job, 1);
        let opened = lab.race(seed, (0..3).map(|_| lab.jobs.begin(&step)));
        assert!(opened.iter().all(|opened| is_ours(opened.as_ref().unwrap())), "seed {seed}");
        assert_eq!(lab.head(job).version, 2);
        lab.audit();
    }
}

#[test]
fn another_run_and_an_ended_job_are_left_alone() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    assert!(matches!(lab.begin(job, 2).unwrap(), Opened::Stop));
    assert_eq!(lab.head(job).status, Status::Queued);
    lab.begin(job, 1).unwrap();
    lab.settle(job, &End::Failed(problem("no")));
    let ended = lab.head(job);
    assert!(matches!(lab.begin(job, 1).unwrap(), Opened::Stop));
    let step = Lab::step(job, 1);
    assert!(matches!(lab.run(lab.jobs.open(&step)).unwrap(), Opened::Stop));
    assert!(matches!(lab.run(lab.jobs.open_to_end(&step)).unwrap(), Opened::Stop));
    assert_eq!(lab.head(job), ended);
    lab.audit();
}

#[test]
fn a_stage_opens_only_what_has_begun_and_the_end_opens_what_has_not() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    let step = Lab::step(job, 1);
    assert!(matches!(lab.run(lab.jobs.open(&step)).unwrap(), Opened::Stop));
    assert!(matches!(lab.run(lab.jobs.open_to_end(&step)).unwrap(), Opened::Ours(_)));
    lab.begin(job, 1).unwrap();
    assert!(matches!(lab.run(lab.jobs.open(&step)).unwrap(), Opened::Ours(_)));
    assert!(matches!(lab.run(lab.jobs.open(&Lab::step(job, 2))).unwrap(), Opened::Stop));
    lab.audit();
}

#[test]
fn who_begins_while_the_job_ends_is_told_to_stop_or_was_first() {
    for seed in 0..100 {
        let lab = Lab::rich(1_000);
        let job = lab.admitted();
        let view = lab.view(job);
        let step = Lab::step(job, 1);
        let race: Vec<Invocation<'_, bool>> = vec![
            Box::pin(async { is_ours(&lab.jobs.begin(&step).await.unwrap()) }),
            Box::pin(async {
                let end = End::Succeeded { outputs: vec![output()] };
                lab.jobs.settle(&lab.line, &view, &end).await.unwrap() == crate::Settled::Now
            }),
        ];
        assert!(lab.race(seed, race)[1], "a success is always booked");
        assert_eq!(lab.head(job).status, Status::Succeeded);
        lab.audit();
    }
}

#[test]
fn a_log_that_is_ahead_of_its_head_is_a_defect_and_no_endless_loop() {
    let lab = Lab::rich(1_000);
    let job = lab.admitted();
    let ahead = JobEvent { version: 2, r#type: EventType::Started, at: lab.jobs.now(), data: json!({}) };
    lab.commit(vec![ahead.append(job).unwrap()]);
    assert_eq!(lab.begin(job, 1).unwrap_err().code(), "internal");
    let view = lab.view(job);
    let end = End::Failed(problem("no"));
    assert_eq!(lab.run(lab.jobs.settle(&lab.line, &view, &end)).unwrap_err().code(), "internal");
    assert_ne!(testkit::audit(&lab.world.table.snapshot()), Vec::<String>::new());
}
